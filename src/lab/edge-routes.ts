import { familyOfCidr, formatCidr } from "../ip";
import { describeRoute, type Note, type RouteTarget, type Vpc } from "../topology";
import { type Dialect } from "./dialects";
import { type Port, type Uplinks } from "./places";

/** What an edge table's route does here: hands on to a device or to the local delivery; undefined where neither. */
function actionOf(target: RouteTarget, own: readonly Port[]): string | undefined {
  if (target.kind === "local") return "throw";
  const cable = target.kind === "interface" ? own.find(({ nic }) => nic === target.nic)?.cable : undefined;
  return cable === undefined ? undefined : `dev ${cable}`;
}

/**
 * The route table of an internet gateway leads what arrives for a subnet to an interface first (VPC user guide, gateway
 * route tables). What it has no route for is delivered.
 * @param table the number of the Linux routing table that stands for it
 * @returns lines of the VPC's router; none where the table leads everything where it would go without one
 */
export function edgeLines(
  { vpc, own, uplinks }: { readonly vpc: Vpc; readonly own: readonly Port[]; readonly uplinks: Uplinks },
  { family }: Dialect,
  table: number,
  notes: Note[],
): string[] {
  const all = vpc.internetGateway?.edgeTable?.routes ?? [];
  const routes = all.filter(({ cidr }) => familyOfCidr(cidr) === family);
  if (uplinks.internet === undefined || routes.every(({ target }) => target.kind === "local")) return [];
  const lines = routes.map((route) => {
    const cidr = formatCidr(route.cidr);
    const action = actionOf(route.target, own);
    if (action === "throw") return `route replace throw ${cidr} table ${table}`;
    if (action !== undefined) return `route replace ${cidr} ${action} table ${table}`;
    notes.push({ address: route.address, reason: `${describeRoute(route)}: the lab leads arriving packets nowhere` });
    return `route replace blackhole ${cidr} table ${table}`;
  });
  return [`rule add pref 100 iif ${uplinks.internet} lookup ${table}`, ...lines];
}
