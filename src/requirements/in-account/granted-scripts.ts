import { type BridgePlan } from "../../address-plan/bridge-plan";
import { type ResourceGraph } from "../../terraform";
import { type Topology } from "../../topology";
import { type Granted } from "../granted";

/**
 * In an account, user data tell what a bridge's appliances were to do when they were started. No answer of AWS's tells what
 * they do now: user data may be changed while an instance is stopped, and do not run again (EC2 user guide, user data).
 */
export function grantedOfScripts({ instances }: Topology, graph: ResourceGraph, plan: BridgePlan): Granted[] {
  if (plan.place === "hub" || !plan.appliance || !graph.isWhole) return [];
  const read = instances.filter(({ nics }) => nics.some(({ router }) => router?.reading.kind === "read"));
  const ids = read.flatMap(({ address }) => {
    const id = graph.get(address)?.values.id;
    return typeof id === "string" ? [id] : [];
  });
  return ids.map((id) => ({
    what: "it was started with the user data that it has now, and nobody changed its routes and rules by hand",
    about: [id],
    learn: `aws ssm start-session --target ${id}, and there: nft list table ip appliance; where that is closed, replace it`,
  }));
}
