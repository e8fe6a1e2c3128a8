import { type Resource } from "../graph";
import { hasRole } from "../resource-types";
import { Unknown } from "../value";
import { plain } from "./mirror";

/** What changes a gateway's default table, and the attachment's flag that leaves it to the default. */
const DEFAULTS = [
  {
    child: "aws_ec2_transit_gateway_default_route_table_association",
    flag: "transit_gateway_default_route_table_association",
  },
  {
    child: "aws_ec2_transit_gateway_default_route_table_propagation",
    flag: "transit_gateway_default_route_table_propagation",
  },
] as const;

/** Ids of the gateways whose default table is another one after the apply; undefined stands for any. */
function changedGateways(before: readonly Resource[], after: readonly Resource[]): Set<string | undefined> {
  const told = (list: readonly Resource[]): Map<string, Resource> => new Map(list.map((one) => [one.address, one]));
  const [was, will] = [told(before), told(after)];
  const isSame = (a: Resource | undefined, b: Resource | undefined): boolean =>
    a !== undefined && b !== undefined && JSON.stringify(a.values) === JSON.stringify(b.values);
  const changed = [...before, ...after].filter(({ address }) => !isSame(was.get(address), will.get(address)));
  return new Set(changed.map(({ values }) => plain(values.transit_gateway_id)));
}

/**
 * A default table takes what is attached from then on: attachments that are there keep the one that they have, and of what is
 * attached in the same apply chance decides (transit gateway guide, default route tables).
 */
export function withoutMovingDefaults(before: readonly Resource[], after: readonly Resource[]): readonly Resource[] {
  let result = after;
  for (const { child, flag } of DEFAULTS) {
    const ofChild = (list: readonly Resource[]) =>
      list.filter(({ type, mode }) => type === child && mode === "managed");
    const gateways = changedGateways(ofChild(before), ofChild(after));
    if (gateways.size === 0) continue;
    const isOpen = ({ type, values }: Resource): boolean => {
      if (!hasRole(type, "transit-vpc-attachment", "transit-vpc-accepter") || values[flag] === false) return false;
      const gateway = plain(values.transit_gateway_id);
      return gateway === undefined || gateways.has(undefined) || gateways.has(gateway);
    };
    const doubt = new Unknown([], false, "whether it was attached before the gateway's default table changes");
    result = result.map((one) =>
      isOpen(one)
        ? {
            ...one,
            values: { ...one.values, [flag]: doubt },
            ...(one.configured && { configured: new Set([...one.configured, flag]) }),
          }
        : one,
    );
  }
  return result;
}
