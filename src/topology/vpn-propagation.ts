import { isUnknown } from "../terraform";
import { doubtOf } from "./doubts";
import { type Registry } from "./registry";

/** Routes that a VPN gateway propagates are nowhere in Terraform's JSON. */
export function readVpnPropagation(registry: Registry): void {
  const reason = "routes that a VPN gateway propagates are not in the input";
  for (const resource of registry.graph.ofType(["aws_vpn_gateway_route_propagation"], "managed"))
    registry
      .table(resource.values.route_table_id)
      ?.doubts.outsideRoutes.push(doubtOf(resource, "outsideRoutes", reason));
  for (const resource of registry.resources(["aws_route_table", "aws_default_route_table"])) {
    const { items, unknown } = registry.args.list(resource.values.propagating_vgws);
    const isUnsure = unknown !== undefined && registry.args.isSetUnknown(resource, "propagating_vgws");
    if (items.some((item) => !isUnknown(item)) || isUnsure)
      registry.tables.get(resource.address)?.doubts.outsideRoutes.push(doubtOf(resource, "outsideRoutes", reason));
  }
}
