import { type Part } from "../plans/trap-plan";
import { but, coming, GROUP, SUBNET, TABLE, type TrapCase, VPC } from "./trap-case";

/** A kind of which there may be one: two of them, one replaced new one first, one that is there already. */
function kind(
  rule: string,
  [type, values]: readonly [string, object],
  other: object,
  base: readonly Part[] = [],
): TrapCase[] {
  const own = values as Readonly<Record<string, unknown>>;
  const different = { ...own, ...other };
  const [one, two] = [`${type}.one`, `${type}.two`];
  return [
    {
      rule,
      wrong: [...base, coming(one, own), coming(two, own)],
      addresses: [one, two],
      right: [
        [...base, coming(one, own), coming(two, different)],
        // Both are there already, so AWS has taken them; and nothing was told of one.
        [...base, { address: one, before: own }, { address: two, before: own }],
        [
          ...base,
          { address: one, before: own },
          { address: two, does: "update", before: own, after: { ...own, tags: {} } },
        ],
      ],
    },
    {
      rule,
      wrong: [...base, { address: one, before: own }, coming(two, own)],
      addresses: [one, two],
      right: [[...base, { address: one, does: "replace", before: own, after: own }]],
    },
    {
      rule,
      wrong: [...base, { address: one, does: "create-first", before: own, after: own }],
      addresses: [one],
      right: [[...base, { address: one, does: "create-first", before: own, after: different }]],
    },
  ];
}

const HUB = { address: "aws_ec2_transit_gateway.hub", before: { default_route_table_association: "disable" } };
const ATTACHMENT: Part = {
  address: "aws_ec2_transit_gateway_vpc_attachment.a",
  before: {
    vpc_id: "aws_vpc.v",
    transit_gateway_id: HUB.address,
    transit_gateway_default_route_table_association: true,
  },
};
const PROPAGATION = { transit_gateway_attachment_id: ATTACHMENT.address, transit_gateway_route_table_id: "tgw-rtb-1" };
const GROUP_RULE = {
  ...{ security_group_id: GROUP.address, type: "ingress", protocol: "tcp", from_port: 80, to_port: 80 },
  ...{ cidr_blocks: ["10.0.0.0/8", "192.168.0.0/16"] },
};
const PRIORITY = { listener_arn: "arn:l", priority: 10 };
const [FIRST, SECOND] = ["aws_lb_listener_rule.one", "aws_lb_listener_rule.two"];

export const UNIQUE: readonly TrapCase[] = [
  ...kind(
    "route-to-one-destination-twice",
    [
      "aws_route",
      { route_table_id: TABLE.address, destination_cidr_block: "10.9.0.0/16", transit_gateway_id: "tgw-1" },
    ],
    { destination_cidr_block: "10.8.0.0/16" },
    [VPC, TABLE],
  ),
  ...kind(
    "transit-gateway-route-twice",
    [
      "aws_ec2_transit_gateway_route",
      { transit_gateway_route_table_id: "tgw-rtb-1", destination_cidr_block: "10.9.0.0/16", blackhole: true },
    ],
    { transit_gateway_route_table_id: "tgw-rtb-2" },
  ),
  ...kind("security-group-rule-twice", ["aws_security_group_rule", GROUP_RULE], { type: "egress" }, [VPC, GROUP]),
  {
    // The same in the words of the newer resource, for one of its ranges.
    rule: "security-group-rule-twice",
    wrong: [
      ...[VPC, GROUP, { address: "aws_security_group_rule.old", before: GROUP_RULE }],
      coming("aws_vpc_security_group_ingress_rule.new", {
        ...{ security_group_id: GROUP.address, ip_protocol: "6", from_port: 80, to_port: 80 },
        ...{ cidr_ipv4: "192.168.0.0/16", description: "the same" },
      }),
    ],
    addresses: ["aws_security_group_rule.old", "aws_vpc_security_group_ingress_rule.new"],
    right: [
      [
        ...[VPC, GROUP, { address: "aws_security_group_rule.old", before: GROUP_RULE }],
        coming("aws_vpc_security_group_egress_rule.new", {
          ...{ security_group_id: GROUP.address, ip_protocol: "6", from_port: 80, to_port: 80 },
          cidr_ipv4: "192.168.0.0/16",
        }),
      ],
    ],
  },
  ...kind(
    "network-acl-rule-number-twice",
    ["aws_network_acl_rule", { network_acl_id: "acl-1", rule_number: 100, egress: false, protocol: "-1" }],
    { egress: true },
  ),
  ...kind("listener-port-twice", ["aws_lb_listener", { load_balancer_arn: "arn:b", port: 80, protocol: "HTTP" }], {
    port: 81,
  }),
  ...kind("listener-rule-priority-twice", ["aws_lb_listener_rule", PRIORITY], { priority: 11 }),
  {
    // Two that change places.
    rule: "listener-rule-priority-twice",
    wrong: [
      { address: FIRST, does: "update", before: PRIORITY, after: { ...PRIORITY, priority: 20 } },
      { address: SECOND, does: "update", before: { ...PRIORITY, priority: 20 }, after: PRIORITY },
    ],
    addresses: [FIRST, SECOND],
    right: [
      [
        { address: FIRST, does: "update", before: PRIORITY, after: { ...PRIORITY, priority: 30 } },
        { address: SECOND, before: { ...PRIORITY, priority: 20 } },
      ],
    ],
  },
  ...kind(
    "vpc-attached-twice",
    [
      "aws_ec2_transit_gateway_vpc_attachment",
      { vpc_id: VPC.address, transit_gateway_id: HUB.address, subnet_ids: [] },
    ],
    { transit_gateway_id: "tgw-other" },
    [VPC, HUB],
  ),
  ...kind(
    "second-route-table",
    ["aws_route_table_association", { subnet_id: SUBNET.address, route_table_id: TABLE.address }],
    { subnet_id: "subnet-other" },
    [VPC, SUBNET, TABLE],
  ),
  ...kind(
    "second-transit-gateway-table",
    ["aws_ec2_transit_gateway_route_table_association", PROPAGATION],
    { transit_gateway_attachment_id: "tgw-attach-other" },
    [VPC, HUB, ATTACHMENT],
  ),
  {
    // On top of the default table, which the attachment has joined.
    rule: "second-transit-gateway-table",
    wrong: [
      ...[VPC, but(HUB, { before: { default_route_table_association: "enable" } }), ATTACHMENT],
      coming("aws_ec2_transit_gateway_route_table_association.one", PROPAGATION),
    ],
    addresses: ["aws_ec2_transit_gateway_route_table_association.one", ATTACHMENT.address],
    right: [
      [
        ...[VPC, but(HUB, { before: { default_route_table_association: "enable" } })],
        but(ATTACHMENT, {
          before: { ...ATTACHMENT.before, transit_gateway_default_route_table_association: false },
        }),
        coming("aws_ec2_transit_gateway_route_table_association.one", PROPAGATION),
      ],
      [
        ...[VPC, but(HUB, { before: { default_route_table_association: "enable" } }), ATTACHMENT],
        coming("aws_ec2_transit_gateway_route_table_association.one", {
          ...PROPAGATION,
          replace_existing_association: true,
        }),
      ],
    ],
  },
  ...kind("transit-gateway-propagation-twice", ["aws_ec2_transit_gateway_route_table_propagation", PROPAGATION], {
    transit_gateway_route_table_id: "tgw-rtb-2",
  }),
  ...kind("second-internet-gateway", ["aws_internet_gateway", { vpc_id: VPC.address }], { vpc_id: "vpc-other" }, [VPC]),
  ...kind(
    "peering-twice",
    ["aws_vpc_peering_connection", { vpc_id: VPC.address, peer_vpc_id: "vpc-peer" }],
    { peer_vpc_id: "vpc-third" },
    [VPC],
  ),
  {
    // The other VPC asks.
    rule: "peering-twice",
    wrong: [
      { address: "aws_vpc_peering_connection.there", before: { vpc_id: "vpc-a", peer_vpc_id: "vpc-b" } },
      coming("aws_vpc_peering_connection.back", { vpc_id: "vpc-b", peer_vpc_id: "vpc-a" }),
    ],
    addresses: ["aws_vpc_peering_connection.there", "aws_vpc_peering_connection.back"],
    right: [],
  },
  ...kind("name-taken", ["aws_lb_target_group", { name: "web", port: 80 }], { name: "web2" }),
  ...kind("name-taken", ["aws_lb", { name: "web", internal: true }], { name: "web2" }),
  ...kind("name-taken", ["aws_security_group", { name: "web", vpc_id: VPC.address }], { vpc_id: "vpc-other" }, [VPC]),
  {
    // A load balancer and a target group, and two accounts or Regions, have names of their own.
    rule: "name-taken",
    wrong: [coming("aws_lb.a", { name: "web" }), coming("aws_alb.b", { name: "web" })],
    addresses: ["aws_lb.a", "aws_alb.b"],
    right: [
      [coming("aws_lb.a", { name: "web" }), coming("aws_lb_target_group.b", { name: "web" })],
      [coming("aws_lb.a", { name: "web" }), but(coming("aws_lb.b", { name: "web" }), { provider: "aws.other" })],
      [
        coming("aws_lb.a", { name: "web", region: "eu-west-1" }),
        coming("aws_lb.b", { name: "web", region: "us-east-1" }),
      ],
      [
        {
          address: "aws_lb.a",
          does: "create-first",
          before: { name: "web-1" },
          after: { name_prefix: "web-" },
          refers: { name: "local.x" },
        },
      ],
    ],
  },
  ...kind(
    "private-zone-twice",
    ["aws_route53_zone", { name: "corp.example", vpc: [{ vpc_id: VPC.address }] }],
    { name: "other.example" },
    [VPC],
  ),
  {
    rule: "private-zone-twice",
    wrong: [
      ...[VPC, { address: "aws_route53_zone.a", before: { name: "corp.example", vpc: [{ vpc_id: VPC.address }] } }],
      { address: "aws_route53_zone.b", before: { name: "Corp.example.", vpc: [{ vpc_id: "vpc-other" }] } },
      coming("aws_route53_zone_association.b", { zone_id: "aws_route53_zone.b", vpc_id: VPC.address }),
    ],
    addresses: ["aws_route53_zone.a", "aws_route53_zone_association.b"],
    right: [
      [
        // Once read, a zone lists the VPC of its own association too.
        VPC,
        { address: "aws_route53_zone.b", before: { name: "corp.example", vpc: [{ vpc_id: VPC.address }] } },
        coming("aws_route53_zone_association.b", { zone_id: "aws_route53_zone.b", vpc_id: VPC.address }),
      ],
    ],
  },
  ...kind(
    "endpoint-of-one-service-twice",
    [
      "aws_vpc_endpoint",
      {
        ...{ vpc_id: VPC.address, service_name: "com.amazonaws.eu-west-1.ssm", vpc_endpoint_type: "Interface" },
        private_dns_enabled: true,
      },
    ],
    { private_dns_enabled: false },
    [VPC],
  ),
  ...kind(
    "endpoint-of-one-service-twice",
    [
      "aws_vpc_endpoint",
      { vpc_id: VPC.address, service_name: "com.amazonaws.eu-west-1.s3", route_table_ids: [TABLE.address] },
    ],
    { route_table_ids: ["rtb-other"] },
    [VPC, TABLE],
  ),
  ...kind(
    "prefix-list-entry-twice",
    ["aws_ec2_managed_prefix_list_entry", { prefix_list_id: "pl-1", cidr: "10.0.0.0/8" }],
    { cidr: "10.0.0.0/9" },
  ),
  ...kind(
    "subnet-range-taken",
    ["aws_subnet", { vpc_id: VPC.address, cidr_block: "10.0.7.0/24" }],
    { cidr_block: "10.0.8.0/24" },
    [VPC],
  ),
  {
    // Not equal, but over the same addresses.
    rule: "subnet-range-taken",
    wrong: [VPC, SUBNET, coming("aws_subnet.wide", { vpc_id: VPC.address, cidr_block: "10.0.0.0/23" })],
    addresses: [SUBNET.address, "aws_subnet.wide"],
    right: [
      [VPC, SUBNET, coming("aws_subnet.wide", { vpc_id: "vpc-other", cidr_block: "10.0.0.0/23" })],
      // The VPC is made anew with everything in it.
      [
        but(VPC, { does: "create-first" }),
        but(SUBNET, {
          does: "create-first",
          after: { cidr_block: "10.0.1.0/24" },
          refers: { vpc_id: "aws_vpc.v.id" },
        }),
      ],
      // Which VPC it is in can't be told.
      [
        ...[VPC, SUBNET, { address: "aws_vpc.other", before: { cidr_block: "10.0.0.0/16" } }],
        coming("aws_subnet.wide", { cidr_block: "10.0.0.0/23" }, { vpc_id: "local.vpc_id" }),
      ],
    ],
  },
  ...kind(
    "vpc-range-taken",
    ["aws_vpc_ipv4_cidr_block_association", { vpc_id: VPC.address, cidr_block: "10.9.0.0/16" }],
    { cidr_block: "10.8.0.0/16" },
    [VPC],
  ),
  ...kind(
    "private-address-taken",
    ["aws_network_interface", { subnet_id: SUBNET.address, private_ips: ["10.0.1.5"] }],
    { private_ips: ["10.0.1.6"] },
    [VPC, SUBNET],
  ),
  {
    // Of different types.
    rule: "private-address-taken",
    wrong: [
      ...[VPC, SUBNET, coming("aws_instance.h", { subnet_id: SUBNET.address, private_ip: "10.0.1.5" })],
      coming("aws_nat_gateway.n", { subnet_id: SUBNET.address, private_ip: "10.0.1.5", connectivity_type: "private" }),
    ],
    addresses: ["aws_instance.h", "aws_nat_gateway.n"],
    right: [
      // What AWS has picked for the old one is picked anew for the new one.
      [
        ...[VPC, SUBNET],
        {
          ...{ address: "aws_instance.h", does: "create-first", written: ["subnet_id"] },
          ...{ before: { subnet_id: SUBNET.address, private_ip: "10.0.1.5" }, after: { subnet_id: SUBNET.address } },
        },
      ],
    ],
  },
  ...kind(
    "elastic-ip-shared",
    ["aws_nat_gateway", { subnet_id: SUBNET.address, allocation_id: "eipalloc-1" }],
    { allocation_id: "eipalloc-2" },
    [VPC, SUBNET],
  ),
];
