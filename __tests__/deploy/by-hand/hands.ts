import { type Captured, type Item, listOf, textOf } from "./captured";

/** What people do in the console, as AWS's answers tell of it afterwards. */

const tableOf = (account: Captured, id: string): Item =>
  account.the("DescribeRouteTables", ({ RouteTableId }) => RouteTableId === id);

export function removeFrom(item: Item, key: string, test: (one: Item) => boolean): void {
  item[key] = listOf(item, key).filter((one) => !test(one));
}

export function addRoute(account: Captured, table: string, destination: string, target: Item): void {
  const route = { DestinationCidrBlock: destination, ...target, Origin: "CreateRoute", State: "active" };
  listOf(tableOf(account, table), "Routes").push(route);
}

/** Routes whose target is gone. */
function blackhole(account: Captured, test: (route: Item) => boolean): void {
  for (const table of account.all("DescribeRouteTables"))
    for (const route of listOf(table, "Routes").filter(test)) route["State"] = "blackhole";
}

/** Another table for a subnet; without one it has the VPC's main table. */
export function associate(account: Captured, subnet: string, table?: string): void {
  for (const one of account.all("DescribeRouteTables"))
    removeFrom(one, "Associations", ({ SubnetId }) => SubnetId === subnet);
  if (table === undefined) return;
  listOf(tableOf(account, table), "Associations").push({
    ...{ AssociationState: { State: "associated" }, Main: false, RouteTableAssociationId: `rtbassoc-${subnet}` },
    ...{ RouteTableId: table, SubnetId: subnet },
  });
}

const permissions = (isEgress: boolean): string => (isEgress ? "IpPermissionsEgress" : "IpPermissions");

/** A rule for a range and a port of TCP. */
export interface ByHandRule {
  readonly range: string;
  readonly port: number;
  readonly isEgress?: boolean;
}

/** Two answers tell of a rule. */
export function addRule(account: Captured, group: Item, { range, port, isEgress = false }: ByHandRule): string {
  const id = `sgr-by-hand-${port}`;
  const match = { IpProtocol: "tcp", FromPort: port, ToPort: port };
  const peers = { IpRanges: [{ CidrIp: range }], Ipv6Ranges: [], PrefixListIds: [], UserIdGroupPairs: [] };
  listOf(group, permissions(isEgress)).push({ ...match, ...peers });
  const rule = { SecurityGroupRuleId: id, GroupId: group["GroupId"], IsEgress: isEgress, ...match, CidrIpv4: range };
  account.addBeside("DescribeSecurityGroupRules", group, { ...rule, Tags: [] });
  return id;
}

/** A rule for a range that somebody revokes. */
export function removeRule(account: Captured, group: Item, rule: Item): void {
  account.remove("DescribeSecurityGroupRules", (one) => one["SecurityGroupRuleId"] === rule["SecurityGroupRuleId"]);
  const list = permissions(rule["IsEgress"] === true);
  for (const permission of listOf(group, list).filter((one) => one["FromPort"] === rule["FromPort"]))
    removeFrom(permission, "IpRanges", ({ CidrIp }) => CidrIp === rule["CidrIpv4"]);
  const isEmpty = (one: Item): boolean =>
    ["IpRanges", "Ipv6Ranges", "PrefixListIds", "UserIdGroupPairs"].every((key) => listOf(one, key).length === 0);
  removeFrom(group, list, isEmpty);
}

/** An interface in a subnet: somebody's own, or what AWS made. */
export function addInterface(account: Captured, subnet: Item, address: string, more: Item): string {
  const { AvailabilityZone, SubnetId, VpcId, OwnerId } = subnet;
  const id = `eni-${textOf(subnet, "SubnetId")}-${address.replaceAll(".", "-")}`;
  account.addBeside("DescribeNetworkInterfaces", subnet, {
    ...{ AvailabilityZone, SubnetId, VpcId, OwnerId, Description: "by hand", InterfaceType: "interface", Groups: [] },
    ...{ NetworkInterfaceId: id, PrivateIpAddress: address, Ipv6Addresses: [], TagSet: [], Status: "in-use" },
    ...{ PrivateIpAddresses: [{ Primary: true, PrivateIpAddress: address }] },
    ...{ RequesterManaged: false, SourceDestCheck: true },
    ...more,
  });
  return id;
}

/** Interfaces that are gone; a route to one is a blackhole. */
export function removeInterfaces(account: Captured, test: (item: Item) => boolean): void {
  const gone = account.all("DescribeNetworkInterfaces", test).map(({ NetworkInterfaceId }) => NetworkInterfaceId);
  account.remove("DescribeNetworkInterfaces", test);
  blackhole(account, ({ NetworkInterfaceId }) => gone.includes(NetworkInterfaceId));
}

/** An address of a subnet that nobody holds. */
export const addressIn = (subnet: Item, last: number): string =>
  textOf(subnet, "CidrBlock").replace(/\d+\/\d+$/, (end) => String(Number(end.split("/")[0]) + last));

/** Where servers stand that the bridge file names, and that no test deploys: a subnet's name, a group's, and addresses. */
export type Servers = readonly (readonly [subnet: string, group: string, ...addresses: string[]])[];

export function addServers(account: Captured, servers: Servers): void {
  for (const [subnet, group, ...addresses] of servers) {
    const at = account.named("DescribeSubnets", subnet);
    const { GroupId } = account.group(group, at["VpcId"]);
    for (const address of addresses) addInterface(account, at, address, { Groups: [{ GroupId }] });
  }
}

/** A VPC of somebody else's with a main table and a default ACL, which AWS makes with it. */
export function addVpc(account: Captured, like: Item, VpcId: string, CidrBlock: string): Item {
  const { OwnerId } = like;
  const set = { AssociationId: `vpc-cidr-assoc-${VpcId}`, CidrBlock, CidrBlockState: { State: "associated" } };
  const vpc = { ...structuredClone(like), VpcId, CidrBlock, CidrBlockAssociationSet: [set], Tags: [] as Item[] };
  account.addBeside("DescribeVpcs", like, vpc);
  const association = { RouteTableAssociationId: `rtbassoc-${VpcId}`, RouteTableId: `rtb-${VpcId}`, Main: true };
  account.addBeside("DescribeRouteTables", like, {
    ...{ RouteTableId: `rtb-${VpcId}`, VpcId, OwnerId, PropagatingVgws: [], Tags: [] },
    Associations: [{ ...association, AssociationState: { State: "associated" } }],
    Routes: [{ DestinationCidrBlock: CidrBlock, GatewayId: "local", Origin: "CreateRouteTable", State: "active" }],
  });
  const Entries = [true, false].flatMap((Egress) =>
    [
      { RuleNumber: 100, RuleAction: "allow" },
      { RuleNumber: 32767, RuleAction: "deny" },
    ].map((one) => ({ ...one, Egress, CidrBlock: "0.0.0.0/0", Protocol: "-1" })),
  );
  const acl = { NetworkAclId: `acl-${VpcId}`, IsDefault: true, VpcId, OwnerId, Associations: [], Entries, Tags: [] };
  account.addBeside("DescribeNetworkAcls", like, acl);
  return vpc;
}

export function addSubnet(account: Captured, vpc: Item, SubnetId: string, CidrBlock: string): Item {
  const { VpcId, OwnerId } = vpc;
  const [like] = account.all("DescribeSubnets", (one) => one["OwnerId"] === OwnerId);
  const subnet = { ...like, VpcId, SubnetId, CidrBlock, MapPublicIpOnLaunch: false, Tags: [] };
  account.addBeside("DescribeSubnets", vpc, subnet);
  const acl = account.the("DescribeNetworkAcls", (one) => one["VpcId"] === VpcId && one["IsDefault"] === true);
  const { NetworkAclId } = acl;
  listOf(acl, "Associations").push({ NetworkAclAssociationId: `aclassoc-${SubnetId}`, NetworkAclId, SubnetId });
  return subnet;
}

/** A further range of a VPC, which its tables lead to as to its first. */
export function addRange(account: Captured, vpc: Item, CidrBlock: string): void {
  const AssociationId = `vpc-cidr-assoc-${CidrBlock}`;
  listOf(vpc, "CidrBlockAssociationSet").push({ AssociationId, CidrBlock, CidrBlockState: { State: "associated" } });
  for (const table of account.all("DescribeRouteTables", ({ VpcId }) => VpcId === vpc["VpcId"]))
    listOf(table, "Routes").push({
      ...{ DestinationCidrBlock: CidrBlock, GatewayId: "local", Origin: "CreateRouteTable", State: "active" },
    });
}

export function addInternetGateway(account: Captured, vpc: Item): string {
  const id = "igw-by-hand";
  const { VpcId, OwnerId } = vpc;
  const Attachments = [{ State: "available", VpcId }];
  account.addBeside("DescribeInternetGateways", vpc, { InternetGatewayId: id, OwnerId, Attachments, Tags: [] });
  return id;
}
