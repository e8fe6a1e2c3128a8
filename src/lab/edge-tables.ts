import { formatCidr } from "../ip";
import { describeRoute, type InternetGateway, type Note, type RouteTarget } from "../topology";
import { type Port } from "./places";
import { isOfLab } from "./space";

/** What an edge table's route does here: hands on to a device or to the local delivery; undefined where neither. */
function actionOf(target: RouteTarget, own: readonly Port[]): string | undefined {
  if (target.kind === "local") return "throw";
  const cable = target.kind === "interface" ? own.find(({ nic }) => nic === target.nic)?.cable : undefined;
  return cable === undefined ? undefined : `dev ${cable}`;
}

/**
 * The route table of an internet gateway leads what arrives for a subnet to an interface first (VPC user guide, gateway
 * route tables). What it has no route for is delivered.
 * @param device the router's cable to the gateway
 * @returns lines of the router; none where the table leads everything where it would go without one
 */
export function edgeLines(
  { edgeTable }: InternetGateway,
  own: readonly Port[],
  device: string,
  table: number,
): { readonly ip: readonly string[]; readonly notes: readonly Note[] } {
  const routes = (edgeTable?.routes ?? []).filter(({ cidr }) => isOfLab(cidr));
  if (routes.every(({ target }) => target.kind === "local")) return { ip: [], notes: [] };
  const lines = new Map<string, string>();
  const notes: Note[] = [];
  for (const route of routes) {
    const cidr = formatCidr(route.cidr);
    const action = actionOf(route.target, own);
    if (action === undefined)
      notes.push({ address: route.address, reason: `${describeRoute(route)}: the lab leads arriving packets nowhere` });
    lines.set(
      cidr,
      action === "throw"
        ? `route add throw ${cidr} table ${table}`
        : action === undefined
          ? `route add blackhole ${cidr} table ${table}`
          : `route add ${cidr} ${action} table ${table}`,
    );
  }
  return { ip: [`rule add pref 100 iif ${device} lookup ${table}`, ...lines.values()], notes };
}
