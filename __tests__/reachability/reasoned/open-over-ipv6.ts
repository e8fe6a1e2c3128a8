import { type Reasoned } from "../../support/reasoned";
import { acl4, ALL_4, ALL_6, association, group, host, part6, ref, sg, subnet, tcp, vpc } from "./parts";

const IGW = { gateway_id: ref("aws_internet_gateway.g") };

/** A public subnet of both families, and what is needed around it. */
const around = (more: object = {}) => ({
  aws_vpc: { v: { cidr_block: "10.0.0.0/16", assign_generated_ipv6_cidr_block: true } },
  aws_internet_gateway: { g: { vpc_id: vpc("v") } },
  aws_subnet: {
    a: { vpc_id: vpc("v"), cidr_block: "10.0.1.0/24", ipv6_cidr_block: part6("v", 1), ...more },
  },
  aws_route_table: {
    t: {
      vpc_id: vpc("v"),
      route: [
        { cidr_block: "0.0.0.0/0", ...IGW },
        { ipv6_cidr_block: "::/0", ...IGW },
      ],
    },
  },
  aws_route_table_association: { a: association("a", "t") },
});

/**
 * A database on a host without a public address of IPv4, which so seems private. Its subnet gives it an address of IPv6, its
 * table sends `::/0` to the internet gateway, and its group admits 5432 from `::/0`: it is open.
 */
const DATABASE: Reasoned = {
  name: "a database that is open over IPv6 alone",
  blocks: {
    ...around({ assign_ipv6_address_on_creation: true }),
    aws_security_group: { db: group("v", tcp(5432, { ...ALL_4, ...ALL_6 })) },
    aws_instance: { db: host("a", "db") },
  },
  verdicts: {
    "internet -> db 5432": "ALLOWED",
    "internet -> db 5432 ipv4": "DENIED",
    "internet -> db 22": "DENIED",
    "2001:4860:4860::8888 -> db 5432": "ALLOWED",
    "198.51.100.7 -> db 5432": "DENIED",
  },
  settings: (
    [
      ["no address of IPv6", ["aws_subnet.a.assign_ipv6_address_on_creation"]],
      ["no route for IPv6", ["aws_route_table.t.route.1"]],
      ["no table", ["aws_route_table.t"]],
      ["no internet gateway", ["aws_internet_gateway.g"]],
      ["no rule for IPv6", [["aws_security_group.db", group("v", tcp(5432, ALL_4))]]],
      ["no rule in its group", [["aws_security_group.db.ingress", []]]],
      ["an ACL of IPv4 alone", [["aws_network_acl.n", acl4("v", "a")]]],
    ] as const
  ).map(([what, changes]) => [
    what,
    changes,
    { "internet -> db 5432": "DENIED", "2001:4860:4860::8888 -> db 5432": "DENIED" },
  ]),
};

/**
 * An internal load balancer of both families in subnets with a route to the internet gateway. Its addresses of IPv6 are
 * public ones, and AWS keeps internet gateways from them (ELB user guide, IP address type): who is in the VPC gets there.
 */
const BALANCER: Reasoned = {
  name: "an internal load balancer of both families",
  blocks: {
    ...around({ assign_ipv6_address_on_creation: true }),
    aws_security_group: { l: group("v", tcp(443, { ...ALL_4, ...ALL_6 })), c: group("v") },
    aws_instance: { c: host("a", "c") },
    aws_lb: {
      l: { internal: true, ip_address_type: "dualstack", subnets: [subnet("a")], security_groups: [sg("l")] },
    },
    aws_lb_listener: {
      l: {
        load_balancer_arn: ref("aws_lb.l", "arn"),
        port: 443,
        protocol: "HTTPS",
        default_action: [{ type: "fixed-response", fixed_response: [{ content_type: "text/plain" }] }],
      },
    },
  },
  verdicts: {
    "c -> l 443 ipv4": "ALLOWED",
    "c -> l 443 ipv6": "ALLOWED",
    "c -> l 80": "DENIED",
    "internet -> l 443": "DENIED",
  },
  settings: [
    ["of IPv4 alone", ["aws_lb.l.ip_address_type"], { "c -> l 443 ipv6": "DENIED" }],
    ["public", [["aws_lb.l.internal", false]], { "internet -> l 443": "ALLOWED" }],
    [
      "public, without a route for IPv4",
      [["aws_lb.l.internal", false], "aws_route_table.t.route.0"],
      { "internet -> l 443": "ALLOWED" },
    ],
    ["public, without any route out", [["aws_lb.l.internal", false], "aws_route_table.t"], {}],
    [
      "with a group for IPv4 alone",
      [["aws_security_group.l", group("v", tcp(443, ALL_4))]],
      { "c -> l 443 ipv6": "DENIED" },
    ],
    ["without a listener", ["aws_lb_listener.l"], { "c -> l 443 ipv4": "DENIED", "c -> l 443 ipv6": "DENIED" }],
    ["a client without IPv6", ["aws_subnet.a.assign_ipv6_address_on_creation"], { "c -> l 443 ipv6": "DENIED" }],
  ],
};

const OPEN_HOST = {
  aws_security_group: { h: group("v", tcp(443, ALL_6)) },
  aws_instance: { h: host("a", "h", { ipv6_address_count: 1 }) },
};
const RANGE = { cidr_block: "10.0.0.0/16" };
const ASKED = { "internet -> h 443": "ALLOWED", "h -> internet 443 ipv6": "ALLOWED" } as const;
const UNKNOWN = { "internet -> h 443": "UNKNOWN", "h -> internet 443 ipv6": "UNKNOWN" } as const;

/** Where a range of IPv6 comes from does not matter to who gets there, as long as it is known and advertised. */
const RANGES: Reasoned = {
  name: "ranges of Amazon, of an owner, of IPAM",
  blocks: { ...around(), ...OPEN_HOST },
  verdicts: ASKED,
  settings: [
    [
      "a range of the owner's own, brought to AWS",
      [
        ["aws_vpc.v", RANGE],
        [
          "aws_vpc_ipv6_cidr_block_association.r",
          { vpc_id: vpc("v"), ipv6_pool: "ipv6pool-ec2-1", ipv6_cidr_block: "2a05:d014:1::/56" },
        ],
        ["aws_subnet.a.ipv6_cidr_block", "2a05:d014:1:1::/64"],
      ],
      {},
    ],
    [
      "a range of a pool of IPAM that is written",
      [
        ["aws_vpc.v", { ...RANGE, ipv6_ipam_pool_id: "ipam-pool-1", ipv6_cidr_block: "2a05:d014:1::/56" }],
        ["aws_subnet.a.ipv6_cidr_block", "2a05:d014:1:1::/64"],
      ],
      {},
    ],
    // Private ranges of IPAM are none that the internet routes (VPC user guide, private IPv6 addresses).
    [
      "a range of a pool of IPAM that picks, and may be private",
      [["aws_vpc.v", { ...RANGE, ipv6_ipam_pool_id: "ipam-pool-1", ipv6_netmask_length: 56 }]],
      UNKNOWN,
    ],
    [
      "a unique local range of IPAM",
      [
        ["aws_vpc.v", { ...RANGE, ipv6_ipam_pool_id: "ipam-pool-1", ipv6_cidr_block: "fd00:1::/56" }],
        ["aws_subnet.a.ipv6_cidr_block", "fd00:1:0:1::/64"],
      ],
      { "internet -> h 443": "DENIED", "h -> internet 443 ipv6": "DENIED" },
    ],
    [
      "a range by a resource of its own",
      [
        ["aws_vpc.v", RANGE],
        ["aws_vpc_ipv6_cidr_block_association.r", { vpc_id: vpc("v"), assign_generated_ipv6_cidr_block: true }],
        ["aws_subnet.a.ipv6_cidr_block", "${cidrsubnet(aws_vpc_ipv6_cidr_block_association.r.ipv6_cidr_block, 8, 1)}"],
      ],
      {},
    ],
    [
      "no range at all",
      [["aws_vpc.v", RANGE], "aws_subnet.a.ipv6_cidr_block", ["aws_instance.h", host("a", "h")]],
      { "internet -> h 443": "DENIED", "h -> internet 443 ipv6": "DENIED" },
    ],
  ],
};

export const OPEN_OVER_IPV6: readonly Reasoned[] = [DATABASE, BALANCER, RANGES];
