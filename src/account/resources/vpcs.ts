import { type JsonObject } from "../../terraform";
import { type Answers, type Item } from "../answers";
import { flag, objects, tagsOf, text } from "../json-parts";
import { type Made } from "../made";
import { isAssociated } from "../states";

/** Which of its things AWS made with a VPC. */
function defaultsOf(answers: Answers, vpc: string) {
  const own = (call: "DescribeRouteTables" | "DescribeNetworkAcls" | "DescribeSecurityGroups"): JsonObject[] =>
    answers.items(call).flatMap(({ json }) => (text(json, "VpcId") === vpc ? [json] : []));
  const main = own("DescribeRouteTables").find((table) =>
    objects(table, "Associations").some((one) => flag(one, "Main") === true),
  );
  const acl = own("DescribeNetworkAcls").find((one) => flag(one, "IsDefault") === true);
  const group = own("DescribeSecurityGroups").find((one) => text(one, "GroupName") === "default");
  return {
    main_route_table_id: main && text(main, "RouteTableId"),
    default_network_acl_id: acl && text(acl, "NetworkAclId"),
    default_security_group_id: group && text(group, "GroupId"),
  };
}

function addVpc(answers: Answers, made: Made, { json }: Item): void {
  const id = text(json, "VpcId");
  if (id === undefined) return;
  const primary = text(json, "CidrBlock");
  made.add("aws_vpc", id, {
    cidr_block: primary,
    owner_id: text(json, "OwnerId"),
    tags: tagsOf(json),
    ...defaultsOf(answers, id),
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

function addSubnet(made: Made, { json }: Item): void {
  const id = text(json, "SubnetId");
  if (id === undefined) return;
  const [ipv6] = objects(json, "Ipv6CidrBlockAssociationSet").filter((one) => isAssociated(one, "Ipv6CidrBlockState"));
  made.add("aws_subnet", id, {
    arn: text(json, "SubnetArn"),
    vpc_id: text(json, "VpcId"),
    cidr_block: text(json, "CidrBlock"),
    ipv6_cidr_block: ipv6 && text(ipv6, "Ipv6CidrBlock"),
    ipv6_native: flag(json, "Ipv6Native"),
    availability_zone: text(json, "AvailabilityZone"),
    availability_zone_id: text(json, "AvailabilityZoneId"),
    map_public_ip_on_launch: flag(json, "MapPublicIpOnLaunch"),
    owner_id: text(json, "OwnerId"),
    tags: tagsOf(json),
  });
}

/** VPCs with all their ranges, and their subnets [EC2 API: Vpc, VpcCidrBlockAssociation, Subnet]. */
export function addVpcs(answers: Answers, made: Made): void {
  for (const item of answers.items("DescribeVpcs")) addVpc(answers, made, item);
  for (const item of answers.items("DescribeSubnets")) addSubnet(made, item);
}
