import { type Cidr, formatCidr } from "../ip";
import { type Evaluation, evaluationOf, type Explanation, fault } from "../reachability";
import { doubtsBeside, type Note, type RouteTarget, type Subnet } from "../topology";

/** A route that a table must have. */
export interface WantedRoute {
  readonly cidr: Cidr;
  /** Whether a target is the one that is meant. */
  readonly isTo: (target: RouteTarget) => boolean;
  /** The target in words. */
  readonly to: string;
  /** The file names it as one that may be there: what it leads to, and whether it is there, is not the bridge's. */
  readonly isOther?: true;
}

function faultsOf({ address: subnet, table }: Subnet, wanted: readonly WantedRoute[]): Explanation[] {
  const faults: Explanation[] = [];
  const byRange = new Map(wanted.map((route) => [formatCidr(route.cidr), route]));
  const found = new Set<string>();
  for (const { address, cidr, target } of table.routes) {
    const key = formatCidr(cidr);
    const meant = byRange.get(key);
    found.add(key);
    if (!meant) faults.push(fault(address, `a route of ${subnet} to ${key}, which the bridge does not need`));
    else if (meant.isOther === undefined && !meant.isTo(target))
      faults.push(fault(address, `${key} does not lead ${subnet} to ${meant.to}`));
  }
  for (const [key, { to, isOther }] of byRange)
    if (!found.has(key) && isOther === undefined)
      faults.push(fault(table.address, `no route of ${subnet} to ${key} by ${to}`));
  return faults;
}

/** The tables of these subnets have exactly these routes beside the local ones, each to the target that is meant. */
export function tablesExactly(wanted: ReadonlyMap<Subnet, readonly WantedRoute[]>): Evaluation {
  const faults = [...wanted].flatMap(([subnet, routes]) => faultsOf(subnet, routes));
  const doubts = [...wanted.keys()].flatMap(({ table, doubts: { table: ofTable } }): readonly Note[] => [
    ...doubtsBeside(table, "serviceRoutes"),
    ...ofTable,
  ]);
  return evaluationOf(faults, doubts);
}
