import { type JsonObject, type ValueObject } from "../../terraform";
import { type Answers, type Item } from "../answers";
import { flag, number, object, objects, tagsOf, text } from "../json-parts";
import { type Made } from "../made";
import { ownersFirst } from "../owners-first";

/** The rules with an asterisk for a number, which deny what no other rule matches: Terraform leaves them out. */
const LAST_RULE = 32767;

function entryOf(entry: JsonObject): ValueObject {
  const [ports, icmp] = [object(entry, "PortRange"), object(entry, "IcmpTypeCode")];
  const values = {
    rule_no: number(entry, "RuleNumber"),
    action: text(entry, "RuleAction"),
    protocol: text(entry, "Protocol"),
    cidr_block: text(entry, "CidrBlock"),
    ipv6_cidr_block: text(entry, "Ipv6CidrBlock"),
    from_port: number(ports, "From"),
    to_port: number(ports, "To"),
    icmp_type: number(icmp, "Type"),
    icmp_code: number(icmp, "Code"),
  };
  return Object.fromEntries(Object.entries(values).flatMap(([key, one]) => (one === undefined ? [] : [[key, one]])));
}

function addAcl(made: Made, { json }: Item): void {
  const id = text(json, "NetworkAclId");
  if (id === undefined) return;
  const entries = objects(json, "Entries").filter((one) => (number(one, "RuleNumber") ?? 0) < LAST_RULE);
  const isDefault = flag(json, "IsDefault") === true;
  made.add(isDefault ? "aws_default_network_acl" : "aws_network_acl", id, {
    ...(isDefault && { default_network_acl_id: id }),
    vpc_id: text(json, "VpcId"),
    owner_id: text(json, "OwnerId"),
    ingress: entries.filter((one) => flag(one, "Egress") !== true).map(entryOf),
    egress: entries.filter((one) => flag(one, "Egress") === true).map(entryOf),
    subnet_ids: objects(json, "Associations").flatMap((one) => text(one, "SubnetId") ?? []),
    tags: tagsOf(json),
  });
}

/** Network ACLs with their rules and subnets, each VPC's default one among them [EC2 API: NetworkAcl, NetworkAclEntry]. */
export function addNetworkAcls(answers: Answers, made: Made): void {
  for (const item of ownersFirst(answers.items("DescribeNetworkAcls"))) addAcl(made, item);
}
