import { cidrOverlaps, formatCidr } from "../ip";
import { type Vpc } from "../topology";
import { type AccountView, idAt, nameAt, rangesOf } from "./account-view";

/** A VPC as it is listed. */
interface ListedVpc {
  readonly id: string;
  readonly name?: string;
  readonly ranges: readonly string[];
}

/** Two VPCs of which a range overlaps: what a bridge is for. */
export type OverlappingPair = readonly [ListedVpc, ListedVpc];

function listed(view: AccountView, vpc: Vpc): ListedVpc[] {
  const [id, name] = [idAt(view, vpc.address), nameAt(view, vpc.address)];
  return id === undefined ? [] : [{ id, ...(name !== undefined && { name }), ranges: rangesOf(vpc).map(formatCidr) }];
}

/** The pairs of VPCs whose ranges overlap, by the order of their ids. */
export function overlappingPairs(view: AccountView): OverlappingPair[] {
  const vpcs = view.topology.vpcs.flatMap((vpc) => listed(view, vpc).map((one) => ({ vpc, one })));
  vpcs.sort((a, b) => (a.one.id < b.one.id ? -1 : 1));
  return vpcs.flatMap(({ vpc, one }, i) =>
    vpcs.slice(i + 1).flatMap((other): OverlappingPair[] => {
      const meet = rangesOf(vpc).some((range) => rangesOf(other.vpc).some((own) => cidrOverlaps(range, own)));
      return meet ? [[one, other.one]] : [];
    }),
  );
}
