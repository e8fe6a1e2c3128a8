import { type Part } from "../plans/trap-plan";
import { but, coming, GROUP, SUBNET, TABLE, type TrapCase, VPC } from "./trap-case";

const OTHER_ZONE = {
  address: "aws_subnet.b",
  before: { ...SUBNET.before, cidr_block: "10.0.2.0/24", availability_zone: "eu-west-1b" },
};
const SAME_ZONE = { address: "aws_subnet.c", before: { ...SUBNET.before, cidr_block: "10.0.3.0/24" } };
const PEER = { address: "aws_vpc.peer", before: { cidr_block: "10.1.0.0/16" } };
const PEERING = coming("aws_vpc_peering_connection.p", { vpc_id: VPC.address, peer_vpc_id: PEER.address });
const SECONDARY = {
  address: "aws_vpc_ipv4_cidr_block_association.peer",
  before: { vpc_id: PEER.address, cidr_block: "10.0.0.0/20" },
};

function list(most: number, entries: number): Part {
  const entry = Array.from({ length: entries }, (_, i) => ({ cidr: `10.${i}.0.0/16` }));
  return coming("aws_ec2_managed_prefix_list.p", { name: "p", max_entries: most, entry });
}

const LISTED = coming("aws_vpc_security_group_ingress_rule.listed", {
  ...{ security_group_id: GROUP.address, ip_protocol: "tcp", from_port: 443, to_port: 443 },
  prefix_list_id: "aws_ec2_managed_prefix_list.p",
});
const EXISTING = (most: number): Part => ({
  address: "aws_ec2_managed_prefix_list.p",
  before: { name: "p", max_entries: most },
});

/** One rule with so many ranges of either family. */
function rule(name: string, ranges: number, ipv6 = 0, group = GROUP.address): Part {
  const addresses = Array.from({ length: ranges }, (_, i) => `10.${Math.floor(i / 256)}.${i % 256}.0/24`);
  const others = Array.from({ length: ipv6 }, (_, i) => `2001:db8:${i.toString(16)}::/48`);
  return coming(`aws_security_group_rule.${name}`, {
    ...{ security_group_id: group, type: "ingress", protocol: "tcp", from_port: 443, to_port: 443 },
    ...{ cidr_blocks: addresses, ipv6_cidr_blocks: others },
  });
}
const there = (part: Part): Part => ({ address: part.address, before: part.after ?? {} });

function mixedCase(rule: string, parent: Part, inline: object, child: Part): TrapCase {
  const own = parent.before ?? {};
  return {
    rule,
    wrong: [
      VPC,
      but(parent, { before: { ...own, ...inline }, written: [...Object.keys(own), ...Object.keys(inline)] }),
      child,
    ],
    addresses: [child.address, parent.address],
    // A refresh fills the list with what the child has put there; the configuration does not write it.
    right: [
      [VPC, parent, child],
      [VPC, but(parent, { before: { ...own, ...inline }, written: Object.keys(own) }), there(child)],
      [VPC, but(parent, { does: "create", after: own, before: {} }), child],
    ],
  };
}

const RULES = [{ protocol: "tcp", from_port: 22, to_port: 22, cidr_blocks: ["10.0.0.0/8"] }];
const INGRESS = coming("aws_vpc_security_group_ingress_rule.r", {
  ...{ security_group_id: GROUP.address, ip_protocol: "tcp", from_port: 443, to_port: 443, cidr_ipv4: "10.0.0.0/8" },
});
const ACL = { address: "aws_network_acl.a", before: { vpc_id: VPC.address } };
const ENDPOINT = { address: "aws_vpc_endpoint.e", before: { vpc_id: VPC.address, service_name: "s3" } };

export const REFUSED: readonly TrapCase[] = [
  {
    rule: "two-subnets-of-one-zone",
    wrong: [VPC, SUBNET, SAME_ZONE, coming("aws_lb.b", { name: "b", subnets: [SUBNET.address, SAME_ZONE.address] })],
    addresses: ["aws_lb.b"],
    right: [
      [VPC, SUBNET, OTHER_ZONE, coming("aws_lb.b", { name: "b", subnets: [SUBNET.address, OTHER_ZONE.address] })],
      [VPC, SUBNET, SAME_ZONE, coming("aws_lb.b", { name: "b" }, { subnets: "local.subnets" })],
      // Subnets of an Auto Scaling group may share a zone.
      [
        VPC,
        SUBNET,
        SAME_ZONE,
        coming("aws_autoscaling_group.g", { vpc_zone_identifier: [SUBNET.address, SAME_ZONE.address] }),
      ],
    ],
  },
  {
    rule: "two-subnets-of-one-zone",
    wrong: [
      ...[VPC, SUBNET, SAME_ZONE],
      {
        ...{
          address: "aws_vpc_endpoint.e",
          does: "update",
          before: { vpc_id: VPC.address, subnet_ids: [SUBNET.address] },
        },
        after: { vpc_id: VPC.address, subnet_ids: [SUBNET.address, SAME_ZONE.address] },
      },
    ],
    addresses: ["aws_vpc_endpoint.e"],
    right: [],
  },
  {
    rule: "peering-of-overlapping-vpcs",
    wrong: [VPC, PEER, SECONDARY, PEERING],
    addresses: [PEERING.address],
    right: [
      [VPC, PEER, PEERING],
      [VPC, PEER, SECONDARY, there(PEERING)],
    ],
  },
  {
    // The list counts with what it may hold, not with what it holds.
    rule: "security-group-over-quota",
    wrong: [VPC, GROUP, EXISTING(100), LISTED],
    addresses: [GROUP.address, "aws_ec2_managed_prefix_list.p"],
    right: [
      [VPC, GROUP, EXISTING(50), LISTED],
      // Another group shows that the quota of this account was raised.
      [VPC, GROUP, EXISTING(100), LISTED, there(rule("large", 150, 0, "sg-large"))],
      [VPC, GROUP, EXISTING(100), there(LISTED)],
    ],
  },
  {
    rule: "security-group-over-quota",
    wrong: [VPC, GROUP, there(rule("old", 40)), rule("new", 21)],
    addresses: [GROUP.address],
    right: [
      [VPC, GROUP, there(rule("old", 40)), rule("new", 20)],
      // Families are counted apart.
      [VPC, GROUP, rule("both", 50, 50)],
      [
        VPC,
        GROUP,
        there(rule("old", 90)),
        but(rule("new", 40), { does: "create" }),
        rule("other", 1, 0, "sg-other"),
      ].slice(0, 3),
    ],
  },
  {
    rule: "security-group-over-quota",
    wrong: [VPC, GROUP, there(rule("old", 900)), rule("new", 101)],
    addresses: [GROUP.address],
    right: [],
  },
  {
    rule: "route-table-over-quota",
    wrong: [
      ...[VPC, TABLE, EXISTING(600)],
      coming("aws_route.listed", {
        route_table_id: TABLE.address,
        destination_prefix_list_id: "aws_ec2_managed_prefix_list.p",
      }),
    ],
    addresses: [TABLE.address],
    right: [
      [
        ...[VPC, TABLE, EXISTING(400)],
        coming("aws_route.listed", {
          route_table_id: TABLE.address,
          destination_prefix_list_id: "aws_ec2_managed_prefix_list.p",
        }),
      ],
    ],
  },
  {
    rule: "prefix-list-over-its-max-entries",
    wrong: [list(2, 3)],
    addresses: ["aws_ec2_managed_prefix_list.p"],
    right: [[list(3, 3)], [there(list(2, 3))]],
  },
  mixedCase("inline-and-separate-group-rules", GROUP, { ingress: RULES }, INGRESS),
  mixedCase(
    "inline-and-separate-group-rules",
    GROUP,
    { egress: [] },
    but(rule("out", 1), {
      after: { ...rule("out", 1).after, type: "egress" },
    }),
  ),
  {
    // Inline rules of one direction leave those of the other alone.
    rule: "inline-and-separate-group-rules",
    wrong: [
      VPC,
      but(GROUP, { before: { ...GROUP.before, ingress: RULES }, written: ["vpc_id", "ingress"] }),
      rule("in", 1),
    ],
    addresses: ["aws_security_group_rule.in", GROUP.address],
    right: [[VPC, but(GROUP, { before: { ...GROUP.before, egress: RULES }, written: ["vpc_id", "egress"] }), INGRESS]],
  },
  mixedCase(
    "inline-and-separate-acl-rules",
    ACL,
    { ingress: [{ rule_no: 100, action: "allow", protocol: "-1", cidr_block: "0.0.0.0/0" }] },
    coming("aws_network_acl_rule.r", { network_acl_id: ACL.address, rule_number: 110, egress: false, protocol: "-1" }),
  ),
  mixedCase(
    "inline-and-separate-prefix-list-entries",
    { address: "aws_ec2_managed_prefix_list.p", before: { name: "p", max_entries: 9 } },
    { entry: [{ cidr: "10.0.0.0/8" }] },
    coming("aws_ec2_managed_prefix_list_entry.e", {
      prefix_list_id: "aws_ec2_managed_prefix_list.p",
      cidr: "10.9.0.0/16",
    }),
  ),
  mixedCase(
    "inline-and-separate-associations",
    ENDPOINT,
    { route_table_ids: ["rtb-1"] },
    coming("aws_vpc_endpoint_route_table_association.a", {
      vpc_endpoint_id: ENDPOINT.address,
      route_table_id: "rtb-2",
    }),
  ),
  mixedCase(
    "inline-and-separate-associations",
    ACL,
    { subnet_ids: ["subnet-1"] },
    coming("aws_network_acl_association.a", { network_acl_id: ACL.address, subnet_id: "subnet-2" }),
  ),
];
