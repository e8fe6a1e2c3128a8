import { isUnknown, typesOf } from "../terraform";
import { doubtOf } from "./doubts";
import { type Registry } from "./registry";

/** Routes that a VPN gateway propagates are nowhere in Terraform's JSON. */
export function readVpnPropagation(registry: Registry): void {
  const reason = "routes that a VPN gateway propagates are not in the input";
  for (const resource of registry.graph.ofType(typesOf("vpn-propagation"), "managed"))
    registry
      .table(resource.values.route_table_id)
      ?.doubts.outsideRoutes.push(doubtOf(resource, "outsideRoutes", reason));
  for (const resource of registry.resources(typesOf("route-table"))) {
    const { propagating_vgws: gateways } = resource.values;
    // A gateway that is named is one, also where its id is not known yet; a whole list that nobody set and AWS fills in is none.
    const isNamed = !isUnknown(gateways) && registry.args.list(gateways).items.length > 0;
    if (isNamed || registry.args.isSetUnknown(resource, "propagating_vgws"))
      registry.tables.get(resource.address)?.doubts.outsideRoutes.push(doubtOf(resource, "outsideRoutes", reason));
  }
}
