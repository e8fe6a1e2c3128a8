import { isUnknown, typesOf } from "../terraform";
import { noteOf } from "./arguments";
import { type Registry } from "./registry";

/** Routes that a VPN gateway propagates are nowhere in Terraform's JSON. */
export function readVpnPropagation(registry: Registry): void {
  const reason = "routes that a VPN gateway propagates are not in the input";
  for (const resource of registry.graph.ofType(typesOf("vpn-propagation"), "managed"))
    registry.table(resource.values.route_table_id)?.outsideNotes.push(noteOf(resource, reason));
  for (const resource of registry.resources(typesOf("route-table"))) {
    const { items, unknown } = registry.args.list(resource.values.propagating_vgws);
    const isUnsure = unknown !== undefined && registry.args.isSetUnknown(resource, "propagating_vgws");
    if (items.some((item) => !isUnknown(item)) || isUnsure)
      registry.tables.get(resource.address)?.outsideNotes.push(noteOf(resource, reason));
  }
}
