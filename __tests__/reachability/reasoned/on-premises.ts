import { type Change, type Reasoned, type Verdicts } from "../../support/reasoned";
import { ALL_4, association, group, host, ref, subnet, tcp, vpc } from "./parts";

const CGW = "aws_customer_gateway.office";
const OFFICE = `on-premises@${CGW}`;
const IN_OFFICE = `192.168.3.4@${CGW}`;
const OTHER = `172.20.0.4@${CGW}`;
const VGW = ref("aws_vpn_gateway.g");
const TGW = ref("aws_ec2_transit_gateway.t");

const network = (route: object[] = []) => ({
  aws_vpc: { v: { cidr_block: "10.0.0.0/16" } },
  aws_subnet: { a: { vpc_id: vpc("v"), cidr_block: "10.0.1.0/24", availability_zone: "eu-west-1a" } },
  aws_security_group: { s: group("v", tcp(443, ALL_4)) },
  aws_instance: { h: host("a", "s") },
  aws_route_table: { t: { vpc_id: vpc("v"), ...(route.length > 0 && { route }) } },
  aws_route_table_association: { a: association("a", "t") },
  aws_customer_gateway: { office: { bgp_asn: "65000", ip_address: "203.0.113.9", type: "ipsec.1" } },
});

const connection = (more: object) => ({
  c: { customer_gateway_id: ref(CGW), type: "ipsec.1", static_routes_only: true, ...more },
});

const BOTH = [`h -> ${IN_OFFICE} 443`, `${IN_OFFICE} -> h 443`];
const all = (verdict: "DENIED" | "UNKNOWN", questions: readonly string[] = BOTH): Verdicts =>
  Object.fromEntries(questions.map((one) => [one, verdict]));

/**
 * An office behind a static connection of the VPC's VPN gateway. The gateway knows 192.168.0.0/16 by the connection's route
 * and propagates it to the table (Site-to-Site VPN guide, route priority), so both ways are open; the office as a whole has
 * no more addresses than that. The host's group admits 443.
 */
const STATIC: Reasoned = {
  name: "an office behind a static connection of a VPN gateway",
  blocks: {
    ...network(),
    aws_vpn_gateway: { g: { vpc_id: vpc("v") } },
    aws_vpn_connection: connection({ vpn_gateway_id: VGW }),
    aws_vpn_connection_route: {
      r: { vpn_connection_id: ref("aws_vpn_connection.c"), destination_cidr_block: "192.168.0.0/16" },
    },
    aws_vpn_gateway_route_propagation: { p: { vpn_gateway_id: VGW, route_table_id: ref("aws_route_table.t") } },
  },
  verdicts: {
    [`h -> ${OFFICE} 443`]: "ALLOWED",
    [`${OFFICE} -> h 443`]: "ALLOWED",
    [`h -> ${IN_OFFICE} 443`]: "ALLOWED",
    [`${IN_OFFICE} -> h 443`]: "ALLOWED",
    [`${IN_OFFICE} -> h 22`]: "DENIED",
    [`h -> ${OTHER} 443`]: "DENIED",
    [`${OTHER} -> h 443`]: "DENIED",
    "internet -> h 443": "DENIED",
    "h -> internet 443": "DENIED",
  },
  settings: [
    ...(
      [
        ["no static route", ["aws_vpn_connection_route.r"]],
        ["no propagation", ["aws_vpn_gateway_route_propagation.p"]],
        ["the VPN gateway attached to no VPC", ["aws_vpn_gateway.g.vpc_id"]],
      ] as const
    ).map(([what, changes]): readonly [string, readonly Change[], Verdicts] => [
      what,
      changes,
      all("DENIED", [`h -> ${OFFICE} 443`, `${OFFICE} -> h 443`, ...BOTH]),
    ]),
    [
      "a route of the table's own in place of the propagation",
      [
        "aws_vpn_gateway_route_propagation.p",
        ["aws_route_table.t.route", [{ cidr_block: "192.168.0.0/16", gateway_id: VGW }]],
      ],
      {},
    ],
    [
      "a group that admits another range",
      [["aws_security_group.s", group("v", tcp(443, { cidr_blocks: ["172.16.0.0/12"] }))]],
      { [`${OFFICE} -> h 443`]: "DENIED", [`${IN_OFFICE} -> h 443`]: "DENIED" },
    ],
    [
      "BGP in place of the static routes",
      ["aws_vpn_connection_route.r", ["aws_vpn_connection.c.static_routes_only", false]],
      {
        ...all("UNKNOWN", [`h -> ${OFFICE} 443`, `${OFFICE} -> h 443`, ...BOTH]),
        ...all("UNKNOWN", [`h -> ${OTHER} 443`, `${OTHER} -> h 443`, "h -> internet 443"]),
      },
    ],
    [
      "an attachment of its own",
      ["aws_vpn_gateway.g.vpc_id", ["aws_vpn_gateway_attachment.a", { vpc_id: vpc("v"), vpn_gateway_id: VGW }]],
      {},
    ],
  ],
};

/**
 * The same office at a transit gateway. A static connection propagates nothing (transit gateway guide, VPN attachments): a
 * static route of the gateway's table leads to it. The VPC is propagated, so the answers find their way.
 */
const BY_TRANSIT: Reasoned = {
  name: "an office behind a static connection of a transit gateway",
  blocks: {
    ...network([{ cidr_block: "192.168.0.0/16", transit_gateway_id: TGW }]),
    aws_ec2_transit_gateway: { t: {} },
    aws_ec2_transit_gateway_vpc_attachment: {
      v: { transit_gateway_id: TGW, vpc_id: vpc("v"), subnet_ids: [subnet("a")] },
    },
    aws_vpn_connection: connection({ transit_gateway_id: TGW }),
    aws_ec2_transit_gateway_route: {
      o: {
        destination_cidr_block: "192.168.0.0/16",
        transit_gateway_attachment_id: ref("aws_vpn_connection.c", "transit_gateway_attachment_id"),
        transit_gateway_route_table_id: ref("aws_ec2_transit_gateway.t", "association_default_route_table_id"),
      },
    },
  },
  verdicts: {
    [`h -> ${IN_OFFICE} 443`]: "ALLOWED",
    [`${IN_OFFICE} -> h 443`]: "ALLOWED",
    [`${IN_OFFICE} -> h 22`]: "DENIED",
    [`h -> ${OTHER} 443`]: "DENIED",
    "internet -> h 443": "DENIED",
  },
  settings: (
    [
      ["no route of the transit gateway", ["aws_ec2_transit_gateway_route.o"]],
      [
        "a blackhole in its place",
        [
          [
            "aws_ec2_transit_gateway_route.o",
            {
              destination_cidr_block: "192.168.0.0/16",
              blackhole: true,
              transit_gateway_route_table_id: ref("aws_ec2_transit_gateway.t", "association_default_route_table_id"),
            },
          ],
        ],
      ],
      ["no route of the VPC", [["aws_route_table.t.route", []]]],
      ["no attachment of the VPC", ["aws_ec2_transit_gateway_vpc_attachment.v"]],
      ["no table that is associated", [["aws_ec2_transit_gateway.t.default_route_table_association", "disable"]]],
    ] as readonly (readonly [string, readonly Change[]])[]
  ).map(([what, changes]) => [what, changes, all("DENIED")]),
};

const DX = "on-premises@aws_dx_gateway.d";

/**
 * A Direct Connect gateway at the VPN gateway. Which networks are behind it BGP tells, and no JSON of Terraform: a default
 * route, too, so that packets to the internet may leave there. Others may join gateways of this account to theirs, so one
 * without an association here may have one. A prefix that AWS does not tell the other side may be known there all the same.
 */
const DIRECT: Reasoned = {
  name: "a network behind Direct Connect",
  blocks: {
    ...network(),
    aws_customer_gateway: {},
    aws_vpn_gateway: { g: { vpc_id: vpc("v") } },
    aws_vpn_gateway_route_propagation: { p: { vpn_gateway_id: VGW, route_table_id: ref("aws_route_table.t") } },
    aws_dx_gateway: { d: { name: "d", amazon_side_asn: "64512" } },
    aws_dx_gateway_association: {
      a: {
        dx_gateway_id: ref("aws_dx_gateway.d"),
        associated_gateway_id: VGW,
        allowed_prefixes: ["10.0.0.0/16"],
      },
    },
  },
  verdicts: {
    [`h -> ${DX} 443`]: "UNKNOWN",
    [`${DX} -> h 443`]: "UNKNOWN",
    [`${DX} -> h 22`]: "DENIED",
    "internet -> h 443": "DENIED",
    "h -> internet 443": "UNKNOWN",
  },
  settings: [
    ["no association here", ["aws_dx_gateway_association.a"], {}],
    [
      "no propagation",
      ["aws_vpn_gateway_route_propagation.p"],
      { [`h -> ${DX} 443`]: "DENIED", [`${DX} -> h 443`]: "DENIED", "h -> internet 443": "DENIED" },
    ],
    ["the VPN gateway attached to no VPC", ["aws_vpn_gateway.g.vpc_id"], { [`${DX} -> h 443`]: "DENIED" }],
    [
      "other prefixes allowed than the host's",
      [["aws_dx_gateway_association.a.allowed_prefixes", ["10.7.0.0/16"]]],
      {},
    ],
    ["a group that admits nothing", [["aws_security_group.s", group("v")]], { [`${DX} -> h 443`]: "DENIED" }],
  ],
};

export const ON_PREMISES: readonly Reasoned[] = [STATIC, BY_TRANSIT, DIRECT];
