import { vpcName } from "../../address-plan/planned-sides";
import { type FactStatement } from "../../reachability";
import { madeDifferences } from "../made-differences";
import { onlyMeantWays } from "../meant-ways";
import { type HubFound } from "./hub-found";

/** Nobody who is there without the hub gains a way to anybody who is, or loses one. */
export function hubComparison(found: HubFound): FactStatement[] {
  const { network, own, plan, clients, webs } = found;
  const sides = [
    ...clients.map(({ vpc, plan: { name } }) => ({
      vpc,
      label: vpcName({ role: "client", name }),
      but: ", but to the hub",
    })),
    ...webs.map(({ vpc, plan: { name } }) => ({ vpc, label: vpcName({ role: "web", name }), but: "" })),
  ];
  const known = new Set(sides.map(({ vpc }) => vpc.address));
  return onlyMeantWays(
    () => madeDifferences(network, own, plan),
    [
      ...sides.map(({ vpc, label, but }) => ({
        text: `nothing in the ${label} gains a way that it does not have without the bridge${but}`,
        isFrom: ({ vpc: own }: { readonly vpc?: string }) => own === vpc.address,
      })),
      {
        text: "nobody elsewhere gains a way into any of these VPCs that is not there without the bridge",
        isFrom: ({ vpc: own }: { readonly vpc?: string }) => own === undefined || !known.has(own),
      },
    ],
    [],
  );
}
