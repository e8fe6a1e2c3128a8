import { type AddressPlan } from "../address-plan/plan";
import { judge, type Judged } from "../reachability";
import { type Network } from "./network-of";
import { statementsOf } from "./statements";

/** Judges every statement of a bridge on a network. */
export function verify(network: Network, plan: AddressPlan): Judged[] {
  return statementsOf(network, plan).map((statement) => judge(network.walker, statement));
}

/** How many statements hold, are broken and are unknown, in words. */
export function summaryOf(all: readonly Judged[]): string {
  const broken = all.filter((one) => !one.holds && one.verdict !== "UNKNOWN").length;
  const unknown = all.filter((one) => !one.holds && one.verdict === "UNKNOWN").length;
  if (broken + unknown === 0) return `all ${all.length} statements hold`;
  return `${all.length - broken - unknown} of ${all.length} statements hold, ${broken} broken, ${unknown} unknown`;
}
