import { type CallName, shapeOf } from "../src/account/calls";
import { type Capture, CAPTURE_KEY, type CapturedCall } from "../src/account/capture-file";
import { type JsonObject } from "../src/terraform";

/** How large an account is. */
export interface Size {
  readonly vpcs: number;
  readonly subnets: number;
  readonly rules: number;
  readonly interfaces: number;
}

const ACCOUNT = "111122223333";
const REGION = "eu-west-1";
const GATEWAY = "tgw-0a1";
const TABLE = "tgw-rtb-0a1";
const GROUPS_OF_VPC = 5;

type Item = Record<string, unknown>;

const idOf = (kind: string, ...numbers: number[]): string =>
  `${kind}-${numbers.map((one) => one.toString(16).padStart(5, "0")).join("")}`;
const rangeOf = (vpc: number): string => `${10 + Math.floor(vpc / 250)}.${vpc % 250}`;

/** The answers to the calls, filled VPC by VPC. */
class Account {
  readonly lists = new Map<CallName, Item[]>();

  add(call: CallName, item: Item): void {
    const list = this.lists.get(call);
    if (list) list.push(item);
    else this.lists.set(call, [item]);
  }

  empty(...calls: readonly CallName[]): void {
    for (const call of calls) this.lists.set(call, this.lists.get(call) ?? []);
  }
}

function addTables(account: Account, vpc: number): void {
  const [id, range] = [idOf("vpc", vpc), `${rangeOf(vpc)}.0.0/16`];
  account.add("DescribeRouteTables", {
    RouteTableId: idOf("rtb", vpc),
    VpcId: id,
    OwnerId: ACCOUNT,
    Associations: [
      { Main: true, RouteTableAssociationId: idOf("rtbassoc", vpc), AssociationState: { State: "associated" } },
    ],
    PropagatingVgws: [],
    Routes: [
      { DestinationCidrBlock: range, GatewayId: "local", Origin: "CreateRouteTable", State: "active" },
      { DestinationCidrBlock: "10.0.0.0/7", TransitGatewayId: GATEWAY, Origin: "CreateRoute", State: "active" },
    ],
    Tags: [],
  });
}

function addGroups(account: Account, vpc: number, rules: number): void {
  for (let g = 0; g < GROUPS_OF_VPC; g++) {
    const id = idOf("sg", vpc, g);
    const own = Math.round(rules / GROUPS_OF_VPC);
    const name = g === 0 ? "default" : `group-${g}`;
    const rows = Array.from({ length: own }, (_, r) => ({
      SecurityGroupRuleId: idOf("sgr", vpc, g, r),
      GroupId: id,
      GroupOwnerId: ACCOUNT,
      IsEgress: r === 0,
      IpProtocol: r === 0 ? "-1" : "tcp",
      FromPort: r === 0 ? -1 : 1000 + r,
      ToPort: r === 0 ? -1 : 1000 + r,
      CidrIpv4: r === 0 ? "0.0.0.0/0" : `${rangeOf((vpc + r) % 500)}.0.0/16`,
    }));
    account.add("DescribeSecurityGroups", {
      GroupId: id,
      GroupName: name,
      VpcId: idOf("vpc", vpc),
      OwnerId: ACCOUNT,
      IpPermissions: rows.slice(1).map(({ FromPort, ToPort, CidrIpv4 }) => ({
        ...{ IpProtocol: "tcp", FromPort, ToPort, IpRanges: [{ CidrIp: CidrIpv4 }] },
        ...{ UserIdGroupPairs: [], Ipv6Ranges: [], PrefixListIds: [] },
      })),
      IpPermissionsEgress: [{ IpProtocol: "-1", IpRanges: [{ CidrIp: "0.0.0.0/0" }], UserIdGroupPairs: [] }],
    });
    for (const row of rows) account.add("DescribeSecurityGroupRules", row);
  }
}

function addHost(account: Account, vpc: number, subnet: number, host: number): void {
  const [id, instance] = [idOf("eni", vpc, subnet, host), idOf("i", vpc, subnet, host)];
  const address = `${rangeOf(vpc)}.${subnet}.${10 + host}`;
  const nic = {
    NetworkInterfaceId: id,
    SubnetId: idOf("subnet", vpc, subnet),
    VpcId: idOf("vpc", vpc),
    OwnerId: ACCOUNT,
    InterfaceType: "interface",
    Description: "",
    PrivateIpAddress: address,
    PrivateIpAddresses: [{ Primary: true, PrivateIpAddress: address }],
    Groups: [{ GroupId: idOf("sg", vpc, 1 + (host % (GROUPS_OF_VPC - 1))), GroupName: "group" }],
    Ipv6Addresses: [],
    SourceDestCheck: true,
    RequesterManaged: false,
    Status: "in-use",
    Attachment: {
      AttachmentId: idOf("eni-attach", vpc, subnet, host),
      InstanceId: instance,
      DeviceIndex: 0,
      Status: "attached",
    },
  };
  account.add("DescribeNetworkInterfaces", nic);
  account.add("DescribeInstances", {
    ReservationId: idOf("r", vpc, subnet, host),
    OwnerId: ACCOUNT,
    Instances: [
      {
        InstanceId: instance,
        State: { Code: 16, Name: "running" },
        SubnetId: nic.SubnetId,
        VpcId: nic.VpcId,
        PrivateIpAddress: address,
        NetworkInterfaces: [nic],
        SecurityGroups: nic.Groups,
        Tags: [],
      },
    ],
  });
}

function addVpc(account: Account, size: Size, vpc: number): void {
  const id = idOf("vpc", vpc);
  const subnets = Math.round(size.subnets / size.vpcs);
  const hosts = Math.round(size.interfaces / size.subnets);
  account.add("DescribeVpcs", {
    VpcId: id,
    CidrBlock: `${rangeOf(vpc)}.0.0/16`,
    OwnerId: ACCOUNT,
    State: "available",
    CidrBlockAssociationSet: [],
  });
  for (let s = 0; s < subnets; s++) {
    account.add("DescribeSubnets", {
      SubnetId: idOf("subnet", vpc, s),
      VpcId: id,
      CidrBlock: `${rangeOf(vpc)}.${s}.0/24`,
      AvailabilityZone: "eu-west-1a",
      AvailabilityZoneId: "euw1-az1",
      MapPublicIpOnLaunch: false,
      OwnerId: ACCOUNT,
      State: "available",
    });
    for (let h = 0; h < hosts; h++) addHost(account, vpc, s, h);
  }
  addTables(account, vpc);
  addGroups(account, vpc, Math.round(size.rules / size.vpcs));
  account.add("DescribeNetworkAcls", {
    NetworkAclId: idOf("acl", vpc),
    VpcId: id,
    OwnerId: ACCOUNT,
    IsDefault: true,
    Associations: Array.from({ length: subnets }, (_, s) => ({ SubnetId: idOf("subnet", vpc, s) })),
    Entries: [true, false].flatMap((Egress) => [
      { CidrBlock: "0.0.0.0/0", Egress, Protocol: "-1", RuleAction: "allow", RuleNumber: 100 },
      { CidrBlock: "0.0.0.0/0", Egress, Protocol: "-1", RuleAction: "deny", RuleNumber: 32767 },
    ]),
  });
  account.add("DescribeTransitGatewayVpcAttachments", {
    TransitGatewayAttachmentId: idOf("tgw-attach", vpc),
    TransitGatewayId: GATEWAY,
    VpcId: id,
    State: "available",
    SubnetIds: [idOf("subnet", vpc, 0)],
    Options: { Ipv6Support: "disable", ApplianceModeSupport: "disable" },
  });
}

function callsOf(account: Account, vpcs: number): CapturedCall[] {
  const attached = Array.from({ length: vpcs }, (_, vpc) => ({
    TransitGatewayAttachmentId: idOf("tgw-attach", vpc),
    ResourceId: idOf("vpc", vpc),
    ResourceType: "vpc",
  }));
  const ofTable: readonly (readonly [CallName, readonly Item[]])[] = [
    ["GetTransitGatewayRouteTableAssociations", attached.map((one) => ({ ...one, State: "associated" }))],
    ["GetTransitGatewayRouteTablePropagations", attached.map((one) => ({ ...one, State: "enabled" }))],
    [
      "SearchTransitGatewayRoutes",
      attached.map((one, vpc) => ({
        DestinationCidrBlock: `${rangeOf(vpc)}.0.0/16`,
        TransitGatewayAttachments: [one],
        Type: "propagated",
        State: "active",
      })),
    ],
    ["GetTransitGatewayPrefixListReferences", []],
  ];
  const answer = (operation: CallName, items: readonly Item[], about?: string): CapturedCall => ({
    operation,
    ...(about !== undefined && { about }),
    answer: { [shapeOf(operation).list]: items } as JsonObject,
  });
  return [
    ...[...account.lists].map(([operation, items]) => answer(operation, items)),
    ...ofTable.map(([operation, items]) => answer(operation, items, TABLE)),
  ];
}

/** A capture of an account in which every VPC is at one transit gateway, and every interface is an instance's. */
export function captureOfSize(size: Size): Capture {
  const account = new Account();
  for (let vpc = 0; vpc < size.vpcs; vpc++) addVpc(account, size, vpc);
  account.add("DescribeTransitGateways", {
    TransitGatewayId: GATEWAY,
    State: "available",
    OwnerId: ACCOUNT,
    Options: { DefaultRouteTableAssociation: "enable", DefaultRouteTablePropagation: "enable" },
  });
  account.add("DescribeTransitGatewayRouteTables", {
    TransitGatewayRouteTableId: TABLE,
    TransitGatewayId: GATEWAY,
    State: "available",
    DefaultAssociationRouteTable: true,
    DefaultPropagationRouteTable: true,
  });
  account.empty(
    ...(["DescribeInternetGateways", "DescribeEgressOnlyInternetGateways", "DescribeNatGateways"] as const),
    ...(["DescribeVpcPeeringConnections", "DescribeVpcEndpoints", "DescribeLoadBalancers"] as const),
    ...(["DescribeTransitGatewayAttachments", "DescribeTransitGatewayPeeringAttachments"] as const),
    ...(["DescribeAddresses", "DescribeVpnGateways", "DescribeVpnConnections"] as const),
  );
  return {
    [CAPTURE_KEY]: 1,
    taken_at: "2026-11-27T10:00:00Z",
    places: [{ account: ACCOUNT, region: REGION, calls: callsOf(account, size.vpcs) }],
  };
}

/** The first host of a VPC, and its address. */
export function hostOf(vpc: number): { readonly address: string; readonly name: string } {
  return { name: `aws_instance.${idOf("i", vpc, 0, 0)}`, address: `${rangeOf(vpc)}.0.10` };
}
