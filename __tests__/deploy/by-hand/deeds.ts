import { type Captured, type Item, listOf, nameTag, textOf } from "./captured";
import * as hand from "./hands";

/** Something that somebody does behind Terraform's back. */
export interface Deed {
  readonly what: string;
  /**
   * Changes the answers.
   * @returns ids and addresses of which the report has to name one
   */
  readonly in: (account: Captured) => readonly string[];
}

/** The targets that a route may have, as AWS calls them. */
const TARGETS = ["GatewayId", "NatGatewayId", "TransitGatewayId", "VpcPeeringConnectionId", "NetworkInterfaceId"];
export const FAR = "10.99.0.0/16";

const subnetNamed = (account: Captured, name: string): Item => account.named("DescribeSubnets", name);
const vpcNamed = (account: Captured, name: string): Item => account.named("DescribeVpcs", name);
const ofVpc =
  (vpc: Item) =>
  (one: Item): boolean =>
    one["VpcId"] === vpc["VpcId"];
const idOf = (item: Item, key: string): string => textOf(item, key);

/** A route of a table, by the table's name. */
export function routeDeleted(table: string, destination: string): Deed {
  return {
    what: `the route to ${destination} in ${table} is deleted`,
    in: (account) => {
      const of = account.named("DescribeRouteTables", table);
      const is = (one: Item): boolean => one["DestinationCidrBlock"] === destination;
      const targets = listOf(of, "Routes")
        .filter(is)
        .flatMap((route) => TARGETS.map((key) => textOf(route, key)));
      hand.removeFrom(of, "Routes", is);
      return [idOf(of, "RouteTableId"), destination, ...targets];
    },
  };
}

/** What a route leads to, by AWS's key of it. */
export type Target = (account: Captured) => Readonly<Record<string, string>>;

export function routeAdded(table: string, target: Target, destination = FAR): Deed {
  return {
    what: `a route to ${destination} in ${table}`,
    in: (account) => {
      const id = idOf(account.named("DescribeRouteTables", table), "RouteTableId");
      hand.addRoute(account, id, destination, target(account));
      return [id, destination];
    },
  };
}

export const natGateway =
  (name: string): Target =>
  (account) => ({ NatGatewayId: idOf(account.named("DescribeNatGateways", name), "NatGatewayId") });

/** A route table of another subnet, or the VPC's main one. */
export function tableOfAnother(subnet: string, table?: string): Deed {
  return {
    what: `${subnet} has the table of ${table ?? "the VPC"}`,
    in: (account) => {
      const id = idOf(subnetNamed(account, subnet), "SubnetId");
      const other = table === undefined ? undefined : idOf(account.named("DescribeRouteTables", table), "RouteTableId");
      hand.associate(account, id, other);
      return [id, ...(other === undefined ? [] : [other])];
    },
  };
}

export function ruleAdded(group: string, rule: hand.ByHandRule, vpc?: string): Deed {
  return {
    what: `${group} ${rule.isEgress === true ? "opens" : "admits"} ${rule.range}:${rule.port}`,
    in: (account) => {
      const of = account.group(group, vpc === undefined ? undefined : vpcNamed(account, vpc)["VpcId"]);
      return [idOf(of, "GroupId"), hand.addRule(account, of, rule), `:${rule.port}`];
    },
  };
}

/** The first of a group's rules. */
/** @param protocol of the rule that is meant, where there are several */
export function ruleRevoked(group: string, isEgress = false, protocol?: string): Deed {
  return {
    what: `a rule of ${group} for what ${isEgress ? "leaves" : "comes"} is revoked`,
    in: (account) => {
      const of = account.group(group);
      const is = (one: Item): boolean =>
        one["GroupId"] === of["GroupId"] &&
        one["IsEgress"] === isEgress &&
        (protocol === undefined || one["IpProtocol"] === protocol);
      const [rule] = account.all("DescribeSecurityGroupRules", (one) => is(one) && one["CidrIpv4"] !== undefined);
      if (!rule) throw new Error(`${group} has no such rule`);
      hand.removeRule(account, of, rule);
      return [idOf(of, "GroupId"), textOf(rule, "CidrIpv4")];
    },
  };
}

export function aclDenies(vpc: string): Deed {
  return {
    what: `the ACL of ${vpc} denies everything`,
    in: (account) => {
      const acl = account.the("DescribeNetworkAcls", ofVpc(vpcNamed(account, vpc)));
      const entry = { CidrBlock: "0.0.0.0/0", Protocol: "-1", RuleAction: "deny", RuleNumber: 1 };
      listOf(acl, "Entries").push({ ...entry, Egress: false }, { ...entry, Egress: true });
      return [idOf(acl, "NetworkAclId")];
    },
  };
}

export function rangeAdded(vpc: string): Deed {
  return {
    what: `${vpc} gets a further range`,
    in: (account) => {
      hand.addRange(account, vpcNamed(account, vpc), "10.98.0.0/16");
      return ["10.98.0.0/16", idOf(vpcNamed(account, vpc), "VpcId")];
    },
  };
}

/** A subnet in a range that the VPC has already. */
export function subnetAdded(vpc: string, range: string): Deed {
  return {
    what: `${vpc} gets the subnet ${range}`,
    in: (account) => {
      const own = vpcNamed(account, vpc);
      const id = `subnet-by-hand-${idOf(own, "VpcId")}`;
      hand.addSubnet(account, own, id, range);
      return [id];
    },
  };
}

/** A range that other VPCs do not have, with a subnet in it. */
export function secondRange(vpc: string, range: string): Deed {
  return {
    what: `${vpc} gets ${range}`,
    in: (account) => {
      const own = vpcNamed(account, vpc);
      hand.addRange(account, own, range);
      hand.addSubnet(account, own, `subnet-by-hand-${idOf(own, "VpcId")}`, range);
      return [range];
    },
  };
}

export function twin(vpc: string): Deed {
  return {
    what: `another VPC gets the name and the range of ${vpc}`,
    in: (account) => {
      const own = vpcNamed(account, vpc);
      hand.addVpc(account, own, "vpc-by-hand", textOf(own, "CidrBlock"))["Tags"] = [{ Key: "Name", Value: vpc }];
      return [vpc.includes("hub-hub") ? "hub VPC" : "VPC"];
    },
  };
}

export function peeredWithOthers(vpc: string): Deed {
  return {
    what: `${vpc} is peered with somebody's VPC`,
    in: (account) => {
      const own = vpcNamed(account, vpc);
      const other = hand.addVpc(account, own, "vpc-by-hand", FAR);
      const end = ({ VpcId, CidrBlock, OwnerId }: Item): Item => ({ VpcId, CidrBlock, OwnerId, Region: "us-east-1" });
      account.addBeside("DescribeVpcPeeringConnections", own, {
        ...{ VpcPeeringConnectionId: "pcx-by-hand", Status: { Code: "active" }, Tags: [] },
        ...{ RequesterVpcInfo: end(own), AccepterVpcInfo: end(other) },
      });
      return ["pcx-by-hand"];
    },
  };
}

/** An endpoint of an AWS service. */
export function endpointAdded(vpc: string, subnet: string): Deed {
  return {
    what: `an interface endpoint in ${vpc}`,
    in: (account) => {
      const at = subnetNamed(account, subnet);
      const group = account.group("default", at["VpcId"]);
      const Groups = [{ GroupId: group["GroupId"] }];
      const more = { InterfaceType: "vpc_endpoint", RequesterManaged: true, Groups };
      const eni = hand.addInterface(account, at, hand.addressIn(at, 12), {
        ...more,
        Description: "VPC Endpoint Interface vpce-by-hand",
      });
      account.addBeside("DescribeVpcEndpoints", at, {
        ...{ VpcEndpointId: "vpce-by-hand", VpcEndpointType: "Interface", VpcId: at["VpcId"], State: "available" },
        ...{ ServiceName: "com.amazonaws.us-east-1.kms", SubnetIds: [at["SubnetId"]], NetworkInterfaceIds: [eni] },
        ...{ Groups, RouteTableIds: [], PrivateDnsEnabled: true, IpAddressType: "ipv4", Tags: [] },
      });
      return ["vpce-by-hand", eni];
    },
  };
}

export function publicAddresses(subnet: string): Deed {
  return {
    what: `${subnet} hands out public addresses`,
    in: (account) => {
      const at = subnetNamed(account, subnet);
      at["MapPublicIpOnLaunch"] = true;
      return [idOf(at, "SubnetId")];
    },
  };
}

/** Somebody's host. */
export function hostAdded(subnet: string, group: string): Deed {
  return {
    what: `a host in ${subnet} with ${group}`,
    in: (account) => {
      const at = subnetNamed(account, subnet);
      const { GroupId } = account.group(group, at["VpcId"]);
      return [hand.addInterface(account, at, hand.addressIn(at, 13), { Groups: [{ GroupId }] })];
    },
  };
}

export function natAdded(subnet: string): Deed {
  return {
    what: `a NAT gateway in ${subnet}`,
    in: (account) => {
      const at = subnetNamed(account, subnet);
      const [PrivateIp, NatGatewayId] = [hand.addressIn(at, 14), "nat-by-hand"];
      const made = { InterfaceType: "nat_gateway", RequesterManaged: true, SourceDestCheck: false };
      const NetworkInterfaceId = hand.addInterface(account, at, PrivateIp, {
        ...made,
        Description: `Interface for NAT Gateway ${NatGatewayId}`,
      });
      account.addBeside("DescribeNatGateways", at, {
        ...{
          NatGatewayId,
          ConnectivityType: "private",
          State: "available",
          SubnetId: at["SubnetId"],
          VpcId: at["VpcId"],
        },
        ...{ Tags: [], NatGatewayAddresses: [{ IsPrimary: true, NetworkInterfaceId, PrivateIp, Status: "succeeded" }] },
      });
      return [NatGatewayId];
    },
  };
}

/** An instance that is terminated. */
export function instanceGone(address: string, name: string): Deed {
  return {
    what: `the instance ${name} is terminated`,
    in: (account) => {
      const instances = account.all("DescribeInstances").flatMap((one) => listOf(one, "Instances"));
      for (const one of instances.filter((other) => nameTag(other) === name)) {
        const own = listOf(one, "NetworkInterfaces").map(({ NetworkInterfaceId }) => NetworkInterfaceId);
        hand.removeInterfaces(account, ({ NetworkInterfaceId }) => own.includes(NetworkInterfaceId));
        Object.assign(one, { State: { Code: 48, Name: "terminated" }, NetworkInterfaces: [] });
      }
      return [address];
    },
  };
}

/** A subnet that becomes a public one. */
export function internetFor(...subnets: readonly string[]): Deed {
  return {
    what: `${subnets.join(" and ")} become public subnets`,
    in: (account) => {
      const at = subnets.map((name) => subnetNamed(account, name));
      const vpc = account.the("DescribeVpcs", ofVpc(at[0]!));
      const GatewayId = hand.addInternetGateway(account, vpc);
      const used = account.all("DescribeRouteTables", (table) =>
        listOf(table, "Associations").some(({ SubnetId }) => at.some((one) => one["SubnetId"] === SubnetId)),
      );
      for (const table of used) hand.addRoute(account, idOf(table, "RouteTableId"), "0.0.0.0/0", { GatewayId });
      for (const one of at) one["MapPublicIpOnLaunch"] = true;
      return [GatewayId, ...used.map((table) => idOf(table, "RouteTableId"))];
    },
  };
}

/** One after the other. */
export function all(what: string, ...deeds: readonly Deed[]): Deed {
  return { what, in: (account) => deeds.flatMap((deed) => deed.in(account)) };
}
