import { ALL_ADDRESSES } from "../../ip";
import { type Evaluation, type Explanation, judge, type Statement, Walker } from "../../reachability";
import { buildTopology, type Nic, type SecurityGroup } from "../../topology";
import { applianceIn, type ApplianceFound } from "./appliance-found";

/** A rule that lets everything pass. */
function openRule({ address }: SecurityGroup) {
  return { address, match: { protocol: "all" as const }, cidrs: ALL_ADDRESSES, groups: [] };
}

function open(nic: Nic | undefined): void {
  for (const group of nic?.groups ?? [])
    for (const rules of [group.ingress, group.egress]) rules.splice(0, rules.length, openRule(group));
}

/** The same network, built once more, where the security groups of the appliances let everything pass. */
function withOpenGroups(found: ApplianceFound): ApplianceFound | undefined {
  const topology = buildTopology(found.network.graph);
  const vpcAt = (address: string) => topology.vpcs.find((one) => one.address === address);
  const [client, web] = [vpcAt(found.client.address), vpcAt(found.web.address)];
  if (!client || !web) return undefined;
  // Walkers keep what they work out of a topology: it is changed before there is one.
  const network = { ...found.network, topology };
  const again = applianceIn({ ...found, network, client, web });
  for (const { inner, outer } of again?.zones ?? []) [inner, outer].forEach(open);
  return again && { ...again, network: { ...network, walker: new Walker(topology) } };
}

/**
 * Two fences: what the ruleset drops, security groups keep out too. That each of them holds alone, no statement about the
 * whole network can say.
 * @param forbidden what must not pass in a network
 */
export function rulesetHoldsAlone(
  found: ApplianceFound,
  forbidden: (found: ApplianceFound) => readonly Statement[],
): Evaluation {
  const again = withOpenGroups(found);
  const judged = again ? forbidden(again).map((one) => judge(again.network.walker, one)) : [];
  const broken = judged.filter(({ holds }) => !holds);
  const explanations: Explanation[] = broken.flatMap((one) => one.explanations);
  if (again && broken.length === 0) return { holds: true, explanations: [] };
  return { holds: broken.some(({ verdict }) => verdict === "ALLOWED") ? false : "unknown", explanations };
}
