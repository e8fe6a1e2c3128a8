import { type Resource } from "../../terraform";
import { isObject } from "../../terraform/value";
import { itemsOf, keyOf, named, type Reader } from "./named";
import { uniqueRule } from "./unique";

const lower = (text: string | undefined): string | undefined => text?.toLowerCase().replace(/\.$/, "");

function keys({ type, values }: Resource, reader: Reader): (string | undefined)[] {
  if (type === "aws_route53_zone") {
    const blocks = (itemsOf(reader.graph, values.vpc) ?? []).filter(isObject);
    return blocks.map((block) => keyOf(lower(reader.text(values.name)), reader.name(block.vpc_id)));
  }
  const zone = reader.graph.get(named(reader.graph, values.zone_id) ?? "");
  const isIn = (itemsOf(reader.graph, zone?.values.vpc) ?? []).filter(isObject);
  const own = reader.name(values.vpc_id);
  // A zone lists, once it was read, the VPCs that associations of their own have put there.
  if (isIn.some((block) => reader.name(block.vpc_id) === own)) return [];
  return [keyOf(lower(reader.text(zone?.values.name)), own)];
}

/** ConflictingDomainExists: a VPC has one private zone of a name (Route 53 API, AssociateVPCWithHostedZone). */
export const zoneNameTaken = uniqueRule({
  name: "private-zone-twice",
  types: ["aws_route53_zone", "aws_route53_zone_association"],
  keys,
  second: "private zone of one name in one VPC",
  advice: "keep one zone of the name for each VPC",
  replacing: "leave `create_before_destroy` away from the zone",
});
