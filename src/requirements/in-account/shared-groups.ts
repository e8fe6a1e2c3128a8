import { type BridgePlan } from "../../address-plan/bridge-plan";
import { addedRangesOf } from "../../address-plan/planned-sides";
import { setOfCidrs } from "../../ip";
import { type ResourceGraph } from "../../terraform";
import { isCertain, type SecurityGroup } from "../../topology";
import { ofTheseOnly } from "../conformity";

/** Security groups of servers, as far as a bridge answers for them. */
export interface AnsweredGroups {
  readonly groups: readonly SecurityGroup[];
  /** Whether others have rules in them too, of which nothing is stated. */
  readonly isShared: boolean;
}

/**
 * Groups that exist hold rules of others too. Terraform's inputs tell only of the bridge's; in an account those are the
 * bridge's that admit its own addresses and nobody else.
 * @param isExisting whether the bridge's file names the groups
 */
export function answeredFor(
  graph: ResourceGraph,
  plan: BridgePlan,
  groups: readonly SecurityGroup[],
  isExisting: boolean,
): AnsweredGroups {
  if (!graph.isWhole || !isExisting) return { groups, isShared: groups.some((group) => !isCertain(group, "rules")) };
  const ours = setOfCidrs(addedRangesOf(plan).map(({ range }) => range));
  return { groups: ofTheseOnly(groups, ours), isShared: true };
}
