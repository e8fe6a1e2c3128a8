import { type JsonObject } from "../../terraform";
import { type Answers, type Item } from "../answers";
import { flag, objects, tagsOf, text } from "../json-parts";
import { type Made } from "../made";
import { ownersFirst } from "../owners-first";
import { isAssociated } from "../states";

/** Ids of what AWS made with each VPC, by the VPC. */
interface Defaults {
  readonly main: ReadonlyMap<string, string | undefined>;
  readonly acl: ReadonlyMap<string, string | undefined>;
  readonly group: ReadonlyMap<string, string | undefined>;
}

function defaultsIn(answers: Answers): Defaults {
  const byVpc = (
    call: "DescribeRouteTables" | "DescribeNetworkAcls" | "DescribeSecurityGroups",
    key: string,
    isMeant: (json: JsonObject) => boolean,
  ) => {
    const meant = answers.items(call).filter(({ json }) => isMeant(json));
    return new Map(meant.map(({ json }) => [text(json, "VpcId") ?? "", text(json, key)]));
  };
  const isMain = (table: JsonObject): boolean =>
    objects(table, "Associations").some((one) => flag(one, "Main") === true);
  return {
    main: byVpc("DescribeRouteTables", "RouteTableId", isMain),
    acl: byVpc("DescribeNetworkAcls", "NetworkAclId", (one) => flag(one, "IsDefault") === true),
    group: byVpc("DescribeSecurityGroups", "GroupId", (one) => text(one, "GroupName") === "default"),
  };
}

function addVpc(defaults: Defaults, made: Made, { json, place }: Item): void {
  const id = text(json, "VpcId");
  if (id === undefined) return;
  const primary = text(json, "CidrBlock");
  made.add("aws_vpc", id, {
    cidr_block: primary,
    owner_id: text(json, "OwnerId"),
    region: place.region,
    tags: tagsOf(json),
    main_route_table_id: defaults.main.get(id),
    default_network_acl_id: defaults.acl.get(id),
    default_security_group_id: defaults.group.get(id),
  });
  for (const one of objects(json, "CidrBlockAssociationSet")) {
    const [association, range] = [text(one, "AssociationId"), text(one, "CidrBlock")];
    if (association !== undefined && range !== primary && isAssociated(one, "CidrBlockState"))
      made.add("aws_vpc_ipv4_cidr_block_association", association, { vpc_id: id, cidr_block: range });
  }
  for (const one of objects(json, "Ipv6CidrBlockAssociationSet")) {
    const [association, range] = [text(one, "AssociationId"), text(one, "Ipv6CidrBlock")];
    if (association !== undefined && isAssociated(one, "Ipv6CidrBlockState"))
      made.add("aws_vpc_ipv6_cidr_block_association", association, { vpc_id: id, ipv6_cidr_block: range });
  }
}

/**
 * Whether one zone's name means several zones: names are each account's own, ids are not (RAM user guide, Availability Zone
 * IDs). The names are left out then.
 */
function areNamesOwn(subnets: readonly Item[]): boolean {
  const ids = new Map<string, string>();
  return subnets.some(({ json }) => {
    const [name, id] = [text(json, "AvailabilityZone"), text(json, "AvailabilityZoneId")];
    if (name === undefined || id === undefined) return false;
    const known = ids.get(name) ?? id;
    ids.set(name, known);
    return known !== id;
  });
}

function addSubnet(made: Made, { json }: Item, isNamed: boolean): void {
  const id = text(json, "SubnetId");
  if (id === undefined) return;
  const zoneId = text(json, "AvailabilityZoneId");
  const [ipv6] = objects(json, "Ipv6CidrBlockAssociationSet").filter((one) => isAssociated(one, "Ipv6CidrBlockState"));
  made.add("aws_subnet", id, {
    arn: text(json, "SubnetArn"),
    vpc_id: text(json, "VpcId"),
    cidr_block: text(json, "CidrBlock"),
    ipv6_cidr_block: ipv6 && text(ipv6, "Ipv6CidrBlock"),
    ipv6_native: flag(json, "Ipv6Native"),
    availability_zone: isNamed || zoneId === undefined ? text(json, "AvailabilityZone") : undefined,
    availability_zone_id: zoneId,
    map_public_ip_on_launch: flag(json, "MapPublicIpOnLaunch"),
    owner_id: text(json, "OwnerId"),
    tags: tagsOf(json),
  });
}

/** VPCs with all their ranges, and their subnets [EC2 API: Vpc, VpcCidrBlockAssociation, Subnet]. */
export function addVpcs(answers: Answers, made: Made): void {
  const subnets = ownersFirst(answers.items("DescribeSubnets"));
  const defaults = defaultsIn(answers);
  const isNamed = !areNamesOwn(subnets);
  for (const item of ownersFirst(answers.items("DescribeVpcs"))) addVpc(defaults, made, item);
  for (const item of subnets) addSubnet(made, item, isNamed);
}
