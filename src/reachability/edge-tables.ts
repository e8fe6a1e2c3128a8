import { isCertain, type RouteTable, type Vpc } from "../topology";
import { throughInterface } from "./gateways";
import { throughInspection } from "./inspection";
import { oneOf } from "./one-of";
import { type Lookup, lookUp } from "./routes";
import { type Next, type Traffic } from "./traffic";
import { type Leaf, parted } from "./trail";

/** A route table for what arrives, if it may lead that elsewhere than to its subnet. */
function steeringTable(table: RouteTable | undefined): RouteTable | undefined {
  const isPlain = !table || (isCertain(table, "routes") && table.routes.every(({ target }) => target.kind === "local"));
  return isPlain ? undefined : table;
}

/**
 * Packets that come into a VPC by a gateway: its route table, if it has one, says what of them goes to an endpoint or an
 * interface first (VPC user guide, gateway route tables). The rest goes to its subnets.
 */
export function intoVpcBy(traffic: Traffic, vpc: Vpc, edge: RouteTable | undefined, next: Next): Leaf[] {
  const table = steeringTable(edge);
  const [subnet] = vpc.subnets;
  if (!table || !subnet) return next(traffic);
  // Which subnet looks into a table makes a difference only where it isn't known which table it has.
  const anyOfVpc = { ...subnet, doubts: { ...subnet.doubts, table: [] } };
  return parted(lookUp(anyOfVpc, table, traffic.packets.dst, false), (found) =>
    byEdge(oneOf(traffic, found).to(found.dst), vpc, { table, found }, next),
  );
}

interface AtEdge {
  readonly table: RouteTable;
  readonly found: Lookup;
}

function byEdge(traffic: Traffic, vpc: Vpc, { table, found }: AtEdge, next: Next): Leaf[] {
  const open = (): Leaf[] => traffic.doubt("UNKNOWN_RESOURCE", table.address, { kind: "edge-table" }).lost();
  switch (found.kind) {
    case "local":
      return next(traffic);
    // AWS takes no such route into the table of a gateway, so what becomes of its association is not known.
    case "refused":
    case "none":
    case "unknown":
      return open();
    case "route": {
      const { route } = found;
      const { target } = route;
      if (target.kind === "local") return next(traffic);
      const taken = { kind: "subnet", address: route.address, route } as const;
      const targets = target.kind === "unreadable" ? (target.anyOf ?? [target]) : [target];
      return parted(targets, (one) => {
        if (one.kind !== "interface") return open();
        const picking = targets.length > 1 ? traffic.picking("other") : traffic;
        const routed = picking.step("routed", table.address, { route: taken });
        return one.nic.inspection
          ? throughInspection(routed, { vpc, emitter: { kind: "attachment" } }, one.nic, one.nic.inspection)
          : throughInterface(routed, { vpc }, one.nic);
      });
    }
  }
}
