import { type Cidr, formatCidr } from "../ip";
import { type Evaluation, evaluationOf, type Explanation, fault } from "../reachability";
import { doubtsBeside, type Note, type RouteTable, type RouteTarget, type Subnet } from "../topology";

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

/** Routes of the tables that these subnets have: of one table all of what its subnets want. */
function byTable(wanted: ReadonlyMap<Subnet, readonly WantedRoute[]>): Map<RouteTable, Map<string, WantedRoute>> {
  const tables = new Map<RouteTable, Map<string, WantedRoute>>();
  for (const [{ table }, routes] of wanted) {
    const own = tables.get(table) ?? new Map<string, WantedRoute>();
    for (const route of routes) own.set(formatCidr(route.cidr), route);
    tables.set(table, own);
  }
  return tables;
}

function faultsOf(table: RouteTable, wanted: ReadonlyMap<string, WantedRoute>): Explanation[] {
  const faults: Explanation[] = [];
  const found = new Set<string>();
  for (const { address, cidr, target } of table.routes) {
    const key = formatCidr(cidr);
    const meant = wanted.get(key);
    found.add(key);
    if (!meant) faults.push(fault(address, `a route of ${table.address} to ${key}, which the bridge does not need`));
    else if (meant.isOther === undefined && !meant.isTo(target))
      faults.push(fault(address, `${key} does not lead to ${meant.to}`));
  }
  for (const [key, { to, isOther }] of wanted)
    if (!found.has(key) && isOther === undefined) faults.push(fault(table.address, `no route to ${key} by ${to}`));
  return faults;
}

/** The tables of these subnets have exactly these routes beside the local ones, each to the target that is meant. */
export function tablesExactly(wanted: ReadonlyMap<Subnet, readonly WantedRoute[]>): Evaluation {
  const faults = [...byTable(wanted)].flatMap(([table, routes]) => faultsOf(table, routes));
  const doubts = [...wanted.keys()].flatMap(({ table, doubts: { table: ofTable } }): readonly Note[] => [
    ...doubtsBeside(table, "serviceRoutes"),
    ...ofTable,
  ]);
  return evaluationOf(faults, doubts);
}
