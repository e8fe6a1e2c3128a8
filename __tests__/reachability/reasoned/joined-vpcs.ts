import { type Reasoned } from "../../support/reasoned";
import { ALL_4, ALL_6, association, group, host, part6, ref, subnet, tcp, vpc } from "./parts";

const PEERING = { vpc_peering_connection_id: ref("aws_vpc_peering_connection.p") };
const TRANSIT = { transit_gateway_id: ref("aws_ec2_transit_gateway.t") };
const BOTH = { ...ALL_4, ...ALL_6 };

/** Two VPCs of both families, each with a host that admits 443 from everybody and has an address of IPv6. */
const twoVpcs = (routes: (name: string, other: string) => object[]) => ({
  aws_vpc: {
    a: { cidr_block: "10.0.0.0/16", assign_generated_ipv6_cidr_block: true },
    b: { cidr_block: "10.1.0.0/16", assign_generated_ipv6_cidr_block: true },
  },
  aws_subnet: {
    a: {
      vpc_id: vpc("a"),
      cidr_block: "10.0.1.0/24",
      ipv6_cidr_block: part6("a", 1),
      availability_zone: "eu-west-1a",
    },
    b: {
      vpc_id: vpc("b"),
      cidr_block: "10.1.1.0/24",
      ipv6_cidr_block: part6("b", 1),
      availability_zone: "eu-west-1a",
    },
  },
  aws_route_table: {
    a: { vpc_id: vpc("a"), route: routes("a", "b") },
    b: { vpc_id: vpc("b"), route: routes("b", "a") },
  },
  aws_route_table_association: { a: association("a", "a"), b: association("b", "b") },
  aws_security_group: { a: group("a", tcp(443, BOTH)), b: group("b", tcp(443, BOTH)) },
  aws_instance: {
    ha: host("a", "a", { ipv6_address_count: 1 }),
    hb: host("b", "b", { ipv6_address_count: 1 }),
  },
});

/** The other VPC's range of IPv6 is AWS's pick, so routes for it refer to the VPC. */
const by =
  (target: object) =>
  (_: string, other: string): object[] => [
    { cidr_block: other === "a" ? "10.0.0.0/16" : "10.1.0.0/16", ...target },
    { ipv6_cidr_block: ref(`aws_vpc.${other}`, "ipv6_cidr_block"), ...target },
  ];

const FOUR = { "ha -> hb 443 ipv4": "DENIED", "hb -> ha 443 ipv4": "DENIED" } as const;
const SIX = { "ha -> hb 443 ipv6": "DENIED", "hb -> ha 443 ipv6": "DENIED" } as const;
const OPEN = {
  "ha -> hb 443 ipv4": "ALLOWED",
  "hb -> ha 443 ipv4": "ALLOWED",
  "ha -> hb 443 ipv6": "ALLOWED",
  "hb -> ha 443 ipv6": "ALLOWED",
  "ha -> hb 22": "DENIED",
  "internet -> hb 443": "DENIED",
  "ha -> internet 443": "DENIED",
} as const;

/** A peering carries both families, where both tables have a route for the other side's range of that family. */
const PEERED: Reasoned = {
  name: "two VPCs peered over both families",
  blocks: {
    ...twoVpcs(by(PEERING)),
    aws_vpc_peering_connection: { p: { vpc_id: vpc("a"), peer_vpc_id: vpc("b"), auto_accept: true } },
  },
  verdicts: OPEN,
  settings: [
    ["no peering", ["aws_vpc_peering_connection.p"], { ...FOUR, ...SIX }],
    ["no route of IPv6 there", ["aws_route_table.a.route.1"], SIX],
    ["no route of IPv6 back", ["aws_route_table.b.route.1"], SIX],
    ["no route of IPv4 back", ["aws_route_table.b.route.0"], FOUR],
    ["no association of the table back", ["aws_route_table_association.b"], { ...FOUR, ...SIX }],
    ["no address of IPv6 at b's host", ["aws_instance.hb.ipv6_address_count"], SIX],
    ["no range of IPv6 at b's subnet", ["aws_subnet.b.ipv6_cidr_block", "aws_instance.hb.ipv6_address_count"], SIX],
    [
      "b's group admits IPv4 alone",
      [["aws_security_group.b", group("b", tcp(443, ALL_4))]],
      { "ha -> hb 443 ipv6": "DENIED" },
    ],
    [
      "b's group admits a's range of IPv6 alone",
      [["aws_security_group.b", group("b", tcp(443, { ipv6_cidr_blocks: [ref("aws_vpc.a", "ipv6_cidr_block")] }))]],
      { "ha -> hb 443 ipv4": "DENIED" },
    ],
    [
      "routes and rules for the subnets' ranges, each made of its VPC's",
      [
        ["aws_route_table.a.route.1.ipv6_cidr_block", ref("aws_subnet.b", "ipv6_cidr_block")],
        ["aws_route_table.b.route.1.ipv6_cidr_block", ref("aws_subnet.a", "ipv6_cidr_block")],
        ["aws_security_group.b", group("b", tcp(443, { ipv6_cidr_blocks: [ref("aws_subnet.a", "ipv6_cidr_block")] }))],
      ],
      { "ha -> hb 443 ipv4": "DENIED" },
    ],
    // Whether a range that is cut out anew holds the host is not worked out: AWS picks what it is cut out of.
    [
      "a route for a half of b's range",
      [["aws_route_table.a.route.1.ipv6_cidr_block", "${cidrsubnet(aws_vpc.b.ipv6_cidr_block, 1, 0)}"]],
      { "ha -> hb 443 ipv6": "UNKNOWN", "hb -> ha 443 ipv6": "UNKNOWN", "ha -> internet 443": "UNKNOWN" },
    ],
  ],
};

const attachment = (name: string) => ({
  ...TRANSIT,
  vpc_id: vpc(name),
  subnet_ids: [subnet(name)],
  ipv6_support: "enable",
});

/**
 * Default tables: each VPC's ranges are propagated, those of IPv6 where its attachment supports it (transit gateway guide,
 * VPC attachments). The support is off unless it is asked for, and needed on both sides.
 */
const TRANSIT_NETWORK: Reasoned = {
  name: "two VPCs behind a transit gateway with support of IPv6",
  blocks: {
    ...twoVpcs(by(TRANSIT)),
    aws_ec2_transit_gateway: { t: {} },
    aws_ec2_transit_gateway_vpc_attachment: { a: attachment("a"), b: attachment("b") },
  },
  verdicts: OPEN,
  settings: [
    ["support on a's side alone", ["aws_ec2_transit_gateway_vpc_attachment.b.ipv6_support"], SIX],
    ["support on b's side alone", ["aws_ec2_transit_gateway_vpc_attachment.a.ipv6_support"], SIX],
    ["support off on one side", [["aws_ec2_transit_gateway_vpc_attachment.a.ipv6_support", "disable"]], SIX],
    ["no transit gateway", ["aws_ec2_transit_gateway.t"], { ...FOUR, ...SIX }],
    ["no attachment of b", ["aws_ec2_transit_gateway_vpc_attachment.b"], { ...FOUR, ...SIX }],
    ["no route of IPv6 back", ["aws_route_table.b.route.1"], SIX],
    ["no route of IPv4 there", ["aws_route_table.a.route.0"], FOUR],
    [
      "no table that propagates",
      [["aws_ec2_transit_gateway.t.default_route_table_propagation", "disable"]],
      { ...FOUR, ...SIX },
    ],
    [
      "no table that is associated",
      [["aws_ec2_transit_gateway.t.default_route_table_association", "disable"]],
      { ...FOUR, ...SIX },
    ],
    [
      "a static route of IPv6 to b, whose attachment does not support it",
      [
        "aws_ec2_transit_gateway_vpc_attachment.b.ipv6_support",
        [
          "aws_ec2_transit_gateway_route.r",
          {
            destination_cidr_block: ref("aws_vpc.b", "ipv6_cidr_block"),
            transit_gateway_attachment_id: ref("aws_ec2_transit_gateway_vpc_attachment.b"),
            transit_gateway_route_table_id: ref("aws_ec2_transit_gateway.t", "association_default_route_table_id"),
          },
        ],
      ],
      SIX,
    ],
    ["b in another zone", [["aws_subnet.b.availability_zone", "eu-west-1b"]], {}],
  ],
};

export const JOINED_VPCS: readonly Reasoned[] = [PEERED, TRANSIT_NETWORK];
