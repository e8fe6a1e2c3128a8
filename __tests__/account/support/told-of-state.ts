import { type CallName } from "../../../src/account/calls";
import { type StateResource } from "./random-state";
import { ACCOUNT, REGION, type Told } from "./told";
import { acl, entry, eni, group, instance, local, permission, rulesOf, subnet, table, vpc } from "./two-vpcs-told";

type Values = StateResource["values"];
type Inline = Readonly<Record<string, unknown>>;

const textOf = (values: Inline, key: string): string => (typeof values[key] === "string" ? values[key] : "");
const textsOf = (values: Inline, key: string): string[] =>
  Array.isArray(values[key]) ? (values[key] as string[]) : [];
const blocksOf = (values: Inline, key: string): Inline[] =>
  Array.isArray(values[key]) ? (values[key] as Inline[]) : [];

function permissionOf(rule: Inline, self: string) {
  const port = rule.protocol === "-1" ? undefined : Number(rule.from_port);
  const groups = [...textsOf(rule, "security_groups"), ...(rule.self === true ? [self] : [])];
  return permission(port, {
    IpRanges: textsOf(rule, "cidr_blocks").map((one) => ({ CidrIp: one })),
    Ipv6Ranges: textsOf(rule, "ipv6_cidr_blocks").map((one) => ({ CidrIpv6: one })),
    PrefixListIds: textsOf(rule, "prefix_list_ids").map((one) => ({ PrefixListId: one })),
    UserIdGroupPairs: groups.map((one) => ({ GroupId: one, UserId: ACCOUNT })),
  });
}

function groupOf(values: Values) {
  const ingress = blocksOf(values, "ingress").map((rule) => permissionOf(rule, values.id));
  const egress = blocksOf(values, "egress").map((rule) => permissionOf(rule, values.id));
  return { ...group(values.id, textOf(values, "vpc_id"), ingress), IpPermissionsEgress: egress };
}

function entriesOf(values: Values): object[] {
  return (["ingress", "egress"] as const).flatMap((direction) =>
    blocksOf(values, direction).map((rule) => {
      const six = textOf(rule, "ipv6_cidr_block");
      const { CidrBlock, ...plain } = entry(Number(rule.rule_no), direction === "egress", textOf(rule, "action"));
      return {
        ...plain,
        Protocol: rule.protocol,
        ...(six === "" ? { CidrBlock: textOf(rule, "cidr_block") || CidrBlock } : { Ipv6CidrBlock: six }),
        ...(rule.protocol === "6" && { PortRange: { From: rule.from_port, To: rule.to_port } }),
      };
    }),
  );
}

/** How AWS names what Terraform's arguments of routes name. */
const ROUTE_KEYS: Readonly<Record<string, string>> = {
  destination_cidr_block: "DestinationCidrBlock",
  destination_ipv6_cidr_block: "DestinationIpv6CidrBlock",
  destination_prefix_list_id: "DestinationPrefixListId",
  gateway_id: "GatewayId",
  nat_gateway_id: "NatGatewayId",
  vpc_peering_connection_id: "VpcPeeringConnectionId",
  egress_only_gateway_id: "EgressOnlyInternetGatewayId",
  transit_gateway_id: "TransitGatewayId",
  network_interface_id: "NetworkInterfaceId",
  origin: "Origin",
  state: "State",
};

function routeOf(values: Values) {
  return Object.fromEntries(
    Object.entries(ROUTE_KEYS).flatMap(([argument, key]) => (values[argument] ? [[key, values[argument]]] : [])),
  );
}

/** What AWS would answer about what a state holds, and about what it made with the VPCs. */
class Writer {
  constructor(private readonly resources: readonly StateResource[]) {}

  of(type: string): Values[] {
    return this.resources.flatMap((one) => (one.type === type ? [one.values] : []));
  }

  private locals(vpcId: string): object[] {
    return this.of("aws_vpc").flatMap((one) =>
      one.id === vpcId
        ? [
            local(textOf(one, "cidr_block")),
            { ...local(""), DestinationCidrBlock: undefined, DestinationIpv6CidrBlock: textOf(one, "ipv6_cidr_block") },
          ]
        : [],
    );
  }

  tables(): object[] {
    const own = this.of("aws_route_table").map(({ id, vpc_id }) => {
      const routes = this.of("aws_route").filter((one) => one.route_table_id === id);
      const users = this.of("aws_route_table_association").filter((one) => one.route_table_id === id);
      const all = [...this.locals(String(vpc_id)), ...routes.map(routeOf)];
      const made = table(
        id,
        String(vpc_id),
        all,
        users.map((one) => ({ SubnetId: one.subnet_id })),
      );
      return users.length > 0 ? made : { ...made, Associations: [] };
    });
    const main = this.of("aws_vpc").map(({ id, main_route_table_id }) =>
      table(String(main_route_table_id), id, this.locals(id)),
    );
    return [...own, ...main];
  }

  acls(): object[] {
    const own = this.of("aws_network_acl");
    const taken = new Set(own.flatMap((one) => textsOf(one, "subnet_ids")));
    const defaults = this.of("aws_vpc").map((one) => {
      const subnets = this.of("aws_subnet").filter(({ id, vpc_id }) => vpc_id === one.id && !taken.has(id));
      const made = acl(
        textOf(one, "default_network_acl_id"),
        one.id,
        subnets.map(({ id }) => id),
      );
      const six = [true, false].map((isEgress) => ({
        ...entry(101, isEgress, "allow"),
        CidrBlock: undefined,
        Ipv6CidrBlock: "::/0",
      }));
      return { ...made, Entries: [...made.Entries, ...six] };
    });
    return [
      ...defaults,
      ...own.map((one) => ({
        ...acl(one.id, textOf(one, "vpc_id"), textsOf(one, "subnet_ids")),
        IsDefault: false,
        Entries: [...entriesOf(one), entry(32767, true, "deny"), entry(32767, false, "deny")],
      })),
    ];
  }

  groups() {
    const defaults = this.of("aws_vpc").map((one) => {
      const id = textOf(one, "default_security_group_id");
      return group(id, one.id, [permission(undefined, { UserIdGroupPairs: [{ GroupId: id, UserId: ACCOUNT }] })]);
    });
    return [...defaults, ...this.of("aws_security_group").map(groupOf)];
  }

  private vpcOf(subnetId: unknown): string {
    return textOf(this.of("aws_subnet").find(({ id }) => id === subnetId) ?? {}, "vpc_id");
  }

  hostInterface(one: Values) {
    const publicIp = textOf(one, "public_ip");
    const inSubnet = textOf(one, "subnet_id");
    return eni(
      textOf(one, "primary_network_interface_id"),
      inSubnet,
      this.vpcOf(inSubnet),
      [textOf(one, "private_ip")],
      {
        Groups: textsOf(one, "vpc_security_group_ids").map((id) => ({ GroupId: id })),
        Ipv6Addresses: textsOf(one, "ipv6_addresses").map((ip) => ({ Ipv6Address: ip })),
        Attachment: { InstanceId: one.id, DeviceIndex: 0, Status: "attached" },
        ...(publicIp !== "" && { Association: { PublicIp: publicIp, IpOwnerId: "amazon" } }),
      },
    );
  }

  private partInterfaces(): object[] {
    const made = { RequesterManaged: true, RequesterId: "amazon" };
    const nats = this.of("aws_nat_gateway").map((one) => {
      const inSubnet = textOf(one, "subnet_id");
      const [id, ip] = [textOf(one, "network_interface_id"), textOf(one, "private_ip")];
      const more = { ...made, InterfaceType: "nat_gateway", Description: `Interface for NAT Gateway ${one.id}` };
      return eni(id, inSubnet, this.vpcOf(inSubnet), [ip], more);
    });
    const endpoints = this.of("aws_vpc_endpoint").flatMap((one) =>
      blocksOf(one, "subnet_configuration").map((block, i) => {
        const groups = textsOf(one, "security_group_ids").map((id) => ({ GroupId: id }));
        const more = { ...made, InterfaceType: "vpc_endpoint", Description: "VPC Endpoint Interface", Groups: groups };
        const id = textsOf(one, "network_interface_ids")[i] ?? "";
        return eni(id, textOf(block, "subnet_id"), textOf(one, "vpc_id"), [textOf(block, "ipv4")], more);
      }),
    );
    return [...nats, ...endpoints];
  }

  interfaces(): object[] {
    return [...this.of("aws_instance").map((one) => this.hostInterface(one)), ...this.partInterfaces()];
  }

  gateways(type: string, key: string, state: string): object[] {
    return this.of(type).map(({ id, vpc_id }) => ({ [key]: id, Attachments: [{ State: state, VpcId: vpc_id }] }));
  }

  nats(): object[] {
    return this.of("aws_nat_gateway").map((one) => ({
      NatGatewayId: one.id,
      SubnetId: one.subnet_id,
      VpcId: this.vpcOf(one.subnet_id),
      State: "available",
      ConnectivityType: one.connectivity_type,
      NatGatewayAddresses: [
        {
          PrivateIp: one.private_ip,
          PublicIp: one.public_ip,
          AllocationId: one.allocation_id,
          NetworkInterfaceId: one.network_interface_id,
          IsPrimary: true,
          Status: "succeeded",
        },
      ],
    }));
  }

  peerings(): object[] {
    const end = (id: unknown) => ({ VpcId: id, OwnerId: ACCOUNT, Region: REGION });
    return this.of("aws_vpc_peering_connection").map((one) => ({
      VpcPeeringConnectionId: one.id,
      Status: { Code: one.accept_status },
      RequesterVpcInfo: end(one.vpc_id),
      AccepterVpcInfo: end(one.peer_vpc_id),
    }));
  }
}

const ipv6Set = (id: string, values: Values) => ({
  Ipv6CidrBlockAssociationSet: [
    { AssociationId: `ipv6-${id}`, Ipv6CidrBlock: values.ipv6_cidr_block, Ipv6CidrBlockState: { State: "associated" } },
  ],
});

const at = (address: Values) => ({ PublicIp: address.public_ip, AllocationId: address.id, Domain: "vpc" });

/** The inverse of what reads an account: describe outputs of what a state holds. */
export function toldOfState(resources: readonly StateResource[]): Told {
  const writer = new Writer(resources);
  const lists = writer.of("aws_ec2_managed_prefix_list");
  const groups = writer.groups();
  const told: { [Call in CallName]?: Told[Call] } = {
    DescribeVpcs: writer
      .of("aws_vpc")
      .map((one) => ({ ...vpc(one.id, textOf(one, "cidr_block")), ...ipv6Set(one.id, one) })),
    DescribeSubnets: writer.of("aws_subnet").map((one) => ({
      ...subnet(one.id, textOf(one, "vpc_id"), textOf(one, "cidr_block"), textOf(one, "availability_zone").slice(-1)),
      ...ipv6Set(one.id, one),
    })),
    DescribeRouteTables: writer.tables(),
    DescribeNetworkAcls: writer.acls(),
    DescribeSecurityGroups: groups,
    DescribeSecurityGroupRules: rulesOf(groups),
    DescribeManagedPrefixLists: lists.map((one) => ({
      PrefixListId: one.id,
      PrefixListName: one.name,
      AddressFamily: one.address_family,
      OwnerId: ACCOUNT,
    })),
    GetManagedPrefixListEntries: Object.fromEntries(
      lists.map((one) => [one.id, blocksOf(one, "entry").map(({ cidr }) => ({ Cidr: cidr }))]),
    ),
    DescribeInternetGateways: writer.gateways("aws_internet_gateway", "InternetGatewayId", "available"),
    DescribeEgressOnlyInternetGateways: writer.gateways(
      "aws_egress_only_internet_gateway",
      "EgressOnlyInternetGatewayId",
      "attached",
    ),
    DescribeNatGateways: writer.nats(),
    DescribeVpcPeeringConnections: writer.peerings(),
    DescribeNetworkInterfaces: writer.interfaces(),
    DescribeInstances: writer
      .of("aws_instance")
      .map((one) => instance(one.id, textOf(one, "subnet_id"), "", [writer.hostInterface(one)])),
    DescribeAddresses: writer.of("aws_eip").map(at),
    DescribeVpcEndpoints: writer.of("aws_vpc_endpoint").map((one) => ({
      VpcEndpointId: one.id,
      VpcEndpointType: one.vpc_endpoint_type,
      VpcId: one.vpc_id,
      ServiceName: one.service_name,
      State: one.state,
      SubnetIds: one.subnet_ids,
      RouteTableIds: one.route_table_ids,
      Groups: textsOf(one, "security_group_ids").map((id) => ({ GroupId: id })),
      NetworkInterfaceIds: one.network_interface_ids,
      IpAddressType: one.ip_address_type,
    })),
  };
  return told;
}
