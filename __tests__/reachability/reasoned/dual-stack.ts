import { type Reasoned } from "../../support/reasoned";
import { acl4, ALL_4, ALL_6, association, group, host, part6, ref, sg, subnet, tcp, vpc } from "./parts";

const IGW = { gateway_id: ref("aws_internet_gateway.g") };
const EGRESS_ONLY = { egress_only_gateway_id: ref("aws_egress_only_internet_gateway.e") };

/**
 * A public subnet and a private one, both of both families. web has a public address of IPv4 and, unasked, one of IPv6, and
 * admits 443 from everybody over both. app has no public address of IPv4 and no NAT gateway, so nothing of IPv4 gets out;
 * its table sends IPv6 to the egress-only gateway, which lets out and nothing in (VPC user guide, egress-only internet
 * gateways). A group that names web's group means its addresses of both families.
 */
const EGRESS_ONLY_NETWORK: Reasoned = {
  name: "dual-stack web with private subnets that only get out",
  blocks: {
    aws_vpc: { v: { cidr_block: "10.0.0.0/16", assign_generated_ipv6_cidr_block: true } },
    aws_internet_gateway: { g: { vpc_id: vpc("v") } },
    aws_egress_only_internet_gateway: { e: { vpc_id: vpc("v") } },
    aws_subnet: {
      pub: {
        vpc_id: vpc("v"),
        cidr_block: "10.0.1.0/24",
        ipv6_cidr_block: part6("v", 1),
        assign_ipv6_address_on_creation: true,
        map_public_ip_on_launch: true,
      },
      app: {
        vpc_id: vpc("v"),
        cidr_block: "10.0.2.0/24",
        ipv6_cidr_block: part6("v", 2),
        assign_ipv6_address_on_creation: true,
      },
    },
    aws_route_table: {
      pub: {
        vpc_id: vpc("v"),
        route: [
          { cidr_block: "0.0.0.0/0", ...IGW },
          { ipv6_cidr_block: "::/0", ...IGW },
        ],
      },
      app: { vpc_id: vpc("v"), route: [{ ipv6_cidr_block: "::/0", ...EGRESS_ONLY }] },
    },
    aws_route_table_association: { pub: association("pub", "pub"), app: association("app", "app") },
    aws_security_group: {
      web: group("v", tcp(443, { ...ALL_4, ...ALL_6 })),
      app: group("v", tcp(8080, { security_groups: [sg("web")] })),
    },
    aws_instance: { web: host("pub", "web"), app: host("app", "app") },
  },
  verdicts: {
    "internet -> web 443 ipv4": "ALLOWED",
    "internet -> web 443 ipv6": "ALLOWED",
    "internet -> web 22": "DENIED",
    "internet -> app 8080": "DENIED",
    "web -> app 8080 ipv4": "ALLOWED",
    "web -> app 8080 ipv6": "ALLOWED",
    "web -> app 22": "DENIED",
    "app -> web 443 ipv6": "ALLOWED",
    "web -> internet 443 ipv4": "ALLOWED",
    "web -> internet 443 ipv6": "ALLOWED",
    "app -> internet 443": "ALLOWED",
    "app -> internet 443 ipv4": "DENIED",
  },
  settings: [
    [
      "app's subnet gives no address of IPv6",
      ["aws_subnet.app.assign_ipv6_address_on_creation"],
      { "web -> app 8080 ipv6": "DENIED", "app -> web 443 ipv6": "DENIED", "app -> internet 443": "DENIED" },
    ],
    ["no egress-only gateway", ["aws_egress_only_internet_gateway.e"], { "app -> internet 443": "DENIED" }],
    ["no route to it", ["aws_route_table.app.route.0"], { "app -> internet 443": "DENIED" }],
    [
      "an egress-only gateway, and a group that admits everybody",
      [["aws_security_group.app", group("v", tcp(8080, ALL_6))]],
      { "web -> app 8080 ipv4": "DENIED" },
    ],
    [
      "the internet gateway in its place, and a group that admits everybody",
      [
        ["aws_security_group.app", group("v", tcp(8080, ALL_6))],
        ["aws_route_table.app.route", [{ ipv6_cidr_block: "::/0", ...IGW }]],
      ],
      { "web -> app 8080 ipv4": "DENIED", "internet -> app 8080": "ALLOWED" },
    ],
    [
      "web's group has no rule for IPv6",
      [["aws_security_group.web", group("v", tcp(443, ALL_4))]],
      { "internet -> web 443 ipv6": "DENIED", "app -> web 443 ipv6": "DENIED" },
    ],
    [
      "web's group has no rule for IPv4",
      [["aws_security_group.web", group("v", tcp(443, ALL_6))]],
      { "internet -> web 443 ipv4": "DENIED" },
    ],
    [
      "web's subnet gives no public address of IPv4",
      ["aws_subnet.pub.map_public_ip_on_launch"],
      { "internet -> web 443 ipv4": "DENIED", "web -> internet 443 ipv4": "DENIED" },
    ],
    [
      "no route for IPv6 to the internet gateway",
      ["aws_route_table.pub.route.1"],
      { "internet -> web 443 ipv6": "DENIED", "web -> internet 443 ipv6": "DENIED" },
    ],
    [
      "no route for IPv4 to it",
      ["aws_route_table.pub.route.0"],
      { "internet -> web 443 ipv4": "DENIED", "web -> internet 443 ipv4": "DENIED" },
    ],
    [
      "no internet gateway",
      ["aws_internet_gateway.g"],
      {
        "internet -> web 443 ipv4": "DENIED",
        "web -> internet 443 ipv4": "DENIED",
        "internet -> web 443 ipv6": "DENIED",
        "web -> internet 443 ipv6": "DENIED",
      },
    ],
    [
      "app's ACL has rules for IPv4 alone",
      [["aws_network_acl.n", acl4("v", "app")]],
      { "web -> app 8080 ipv6": "DENIED", "app -> web 443 ipv6": "DENIED", "app -> internet 443": "DENIED" },
    ],
  ],
};

/**
 * A host of IPv6 alone. What it sends to `64:ff9b::/96` goes to the NAT gateway, which sends it on over IPv4 from its public
 * address (VPC user guide, DNS64 and NAT64); DNS64 only finds the addresses for those who ask by name. Nothing else of its
 * table leads out, and nothing comes in.
 */
const NAT64: Reasoned = {
  name: "a subnet of IPv6 alone behind NAT64",
  blocks: {
    aws_vpc: { v: { cidr_block: "10.0.0.0/16", assign_generated_ipv6_cidr_block: true } },
    aws_internet_gateway: { g: { vpc_id: vpc("v") } },
    aws_subnet: {
      pub: { vpc_id: vpc("v"), cidr_block: "10.0.1.0/24" },
      six: {
        vpc_id: vpc("v"),
        ipv6_native: true,
        ipv6_cidr_block: part6("v", 1),
        assign_ipv6_address_on_creation: true,
        enable_dns64: true,
      },
    },
    aws_eip: { n: { domain: "vpc" } },
    aws_nat_gateway: { n: { subnet_id: subnet("pub"), allocation_id: ref("aws_eip.n") } },
    aws_route_table: {
      pub: { vpc_id: vpc("v"), route: [{ cidr_block: "0.0.0.0/0", ...IGW }] },
      six: {
        vpc_id: vpc("v"),
        route: [{ ipv6_cidr_block: "64:ff9b::/96", nat_gateway_id: ref("aws_nat_gateway.n") }],
      },
    },
    aws_route_table_association: { pub: association("pub", "pub"), six: association("six", "six") },
    aws_security_group: { h: group("v", tcp(443, { ...ALL_4, ...ALL_6 })) },
    aws_instance: { h: host("six", "h") },
  },
  verdicts: {
    "h -> internet 443": "ALLOWED",
    "h -> internet 443 udp": "ALLOWED",
    "h -> 198.51.100.7 443": "ALLOWED",
    "h -> 2001:4860:4860::8888 443": "DENIED",
    "internet -> h 443": "DENIED",
  },
  settings: [
    ["without DNS64", ["aws_subnet.six.enable_dns64"], {}],
    ...(
      [
        ["no route to the NAT gateway", ["aws_route_table.six.route.0"]],
        ["no NAT gateway", ["aws_nat_gateway.n"]],
        ["a NAT gateway without a way out", ["aws_route_table.pub.route.0"]],
        ["a private one", [["aws_nat_gateway.n", { subnet_id: subnet("pub"), connectivity_type: "private" }]]],
        ["no internet gateway", ["aws_internet_gateway.g"]],
        [
          "a group that lets out IPv4 alone",
          [["aws_security_group.h.egress", [{ protocol: "-1", from_port: 0, to_port: 0, ...ALL_4 }]]],
        ],
        ["an ACL of IPv4 alone", [["aws_network_acl.n", acl4("v", "six")]]],
      ] as const
    ).map(
      ([what, changes]) =>
        [
          what,
          changes,
          {
            "h -> internet 443": "DENIED",
            "h -> internet 443 udp": "DENIED",
            "h -> 198.51.100.7 443": "DENIED",
          },
        ] as const,
    ),
    [
      "the internet gateway for IPv6, too",
      [["aws_route_table.six.route", [{ ipv6_cidr_block: "::/0", ...IGW }]]],
      {
        "h -> 198.51.100.7 443": "DENIED",
        "h -> 2001:4860:4860::8888 443": "ALLOWED",
        "internet -> h 443": "ALLOWED",
      },
    ],
  ],
};

export const DUAL_STACK: readonly Reasoned[] = [EGRESS_ONLY_NETWORK, NAT64];
