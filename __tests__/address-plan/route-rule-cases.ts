import { EXISTING, LARGE, SMALL } from "../config/bridge-texts";
import { broken, type BrokenCase, holds, type HoldingCase, quotas } from "./rule-case";

const SERVERS = "servers: { cidr: 10.64.0.0/24";
const TARGET = "targets: [10.64.0.10]";
const NAT = "addresses: [10.0.1.10]";
const ALB = "  alb_subnets:";
const TWO_CLIENTS = "    clients: { cidr: 10.64.0.0/24, zone: a }";
const NINE = [11, 12, 13, 14, 15, 16, 17, 18, 19].map((last) => `10.0.1.${last}`);

export const BROKEN_ROUTE_RULES: readonly BrokenCase[] = [
  broken(
    "steer-legal",
    "the whole client VPC",
    SMALL,
    [[SERVERS, "servers: { cidr: 10.64.0.0/16"]],
    [[10, "web.subnets.servers.cidr"]],
  ),
  broken(
    "steer-legal",
    "the client VPC's whole second range",
    EXISTING,
    [["bridge:\n", "bridge:\n  steer: [10.64.0.0/24, 172.20.0.0/24, 10.70.0.0/16]\n"]],
    [[18, "bridge.steer[2]"]],
  ),
  broken(
    "steer-legal",
    "the whole bridge",
    SMALL,
    [[ALB, `  steer: [10.64.0.0/24, 10.0.0.0/16]\n${ALB}`]],
    [[15, "bridge.steer[1]"]],
  ),
  broken(
    "steer-legal",
    "wider than the client VPC",
    SMALL,
    [[ALB, `  steer: [10.64.0.0/12]\n${ALB}`]],
    [[15, "bridge.steer[0]"]],
  ),
  broken("steer-legal", "everything", SMALL, [[ALB, `  steer: [0.0.0.0/0]\n${ALB}`]], [[15, "bridge.steer[0]"]]),
  broken(
    "steer-legal",
    "half a client subnet",
    SMALL,
    [[SERVERS, "servers: { cidr: 10.64.0.0/25"]],
    [[10, "web.subnets.servers.cidr"]],
  ),
  broken(
    "steer-legal",
    "two client subnets",
    LARGE,
    [
      ["web-a: { cidr: 10.64.0.0/24", "web-a: { cidr: 10.64.0.0/23"],
      ["    web-b: { cidr: 10.64.1.0/24, zone: b }\n", ""],
    ],
    [[13, "web.subnets.web-a.cidr"]],
  ),
  broken(
    "steer-legal",
    "no client subnet",
    SMALL,
    [
      [SERVERS, "servers: { cidr: 10.64.8.0/24"],
      [TARGET, "targets: [10.64.8.10]"],
    ],
    [[10, "web.subnets.servers.cidr"]],
  ),
  broken(
    "steer-legal",
    "the NAT gateway's subnet",
    SMALL,
    [[ALB, `  steer: [10.64.0.0/24, 10.0.1.0/24]\n${ALB}`]],
    [[15, "bridge.steer[1]"]],
  ),
  broken(
    "steer-covers-targets",
    "a target beside what is steered",
    LARGE,
    [["  zones: [a, b]", "  zones: [a, b]\n  steer: [10.64.0.0/24]"]],
    [[27, "services.shop.targets[1]"]],
  ),
  broken(
    "attachment-zones",
    "two attachment subnets in one zone",
    SMALL,
    [
      [
        ALB,
        `  attachment_subnets:\n    t1: { cidr: 10.0.4.0/28, zone: a }\n    t2: { cidr: 10.0.5.0/28, zone: b }\n    t3: { cidr: 10.0.6.0/28, zone: b }\n${ALB}`,
      ],
    ],
    [[18, "bridge.attachment_subnets.t3.zone"]],
  ),
  broken(
    "attachment-zones",
    "two web attachment subnets in one zone",
    LARGE,
    [
      [
        "web-b: { cidr: 10.64.1.0/24, zone: b }",
        "web-b: { cidr: 10.64.1.0/24, zone: a }\n  attachment_subnets: [web-a, web-b]",
      ],
    ],
    [[14, "web.subnets.web-b.zone"]],
  ),
  broken(
    "attachment-zones",
    "an ALB zone without attachment",
    SMALL,
    [[ALB, `  attachment_subnets: { tgw: { cidr: 10.0.4.0/28, zone: a } }\n${ALB}`]],
    [[18, "bridge.alb_subnets.alb-2.zone"]],
  ),
  broken(
    "web-attachment-zones",
    "a server in a zone without attachment",
    LARGE,
    [["zone: b }\nbridge:", "zone: b }\n  attachment_subnets: [web-a]\nbridge:"]],
    [[27, "services.shop.targets[1]"]],
  ),
  broken(
    "shadow-in-client",
    "a shadow of nothing",
    SMALL,
    [[ALB, `  shadow_subnets: { shadow: { cidr: 10.64.8.0/24, zone: a } }\n${ALB}`]],
    [[15, "bridge.shadow_subnets.shadow.cidr"]],
  ),
  broken(
    "nat-addresses",
    "not in the subnet",
    SMALL,
    [[NAT, "addresses: [10.0.2.10]"]],
    [[14, "bridge.nat_subnets.nat.addresses[0]"]],
  ),
  broken(
    "nat-addresses",
    "all that AWS keeps",
    SMALL,
    [[NAT, "addresses: [10.0.1.0, 10.0.1.1, 10.0.1.2, 10.0.1.3, 10.0.1.255]"]],
    [
      [14, "bridge.nat_subnets.nat.addresses[0]"],
      [14, "bridge.nat_subnets.nat.addresses[1]"],
      [14, "bridge.nat_subnets.nat.addresses[2]"],
      [14, "bridge.nat_subnets.nat.addresses[3]"],
      [14, "bridge.nat_subnets.nat.addresses[4]"],
    ],
  ),
  broken(
    "nat-addresses",
    "one twice",
    SMALL,
    [[NAT, "addresses: [10.0.1.10, 10.0.1.10]"]],
    [[14, "bridge.nat_subnets.nat.addresses[1]"]],
  ),
  broken(
    "addresses-per-nat-gateway",
    "nine",
    SMALL,
    [[NAT, `addresses: [${NINE.join(", ")}]`]],
    [[14, "bridge.nat_subnets.nat.addresses"]],
  ),
  broken(
    "addresses-per-nat-gateway",
    "nine, though a quota says nine: AWS has no more than eight",
    SMALL,
    [[NAT, `addresses: [${NINE.join(", ")}]`], quotas("addresses_per_nat_gateway: 9")],
    [[14, "bridge.nat_subnets.nat.addresses"]],
  ),
  broken(
    "addresses-per-nat-gateway",
    "two where one is allowed",
    SMALL,
    [[NAT, "addresses: [10.0.1.10, 10.0.1.11]"], quotas("addresses_per_nat_gateway: 1")],
    [[14, "bridge.nat_subnets.nat.addresses"]],
  ),
  broken(
    "nat-zones",
    "two in one zone",
    SMALL,
    [[ALB, `    nat-2: { cidr: 10.0.7.0/24, zone: a }\n${ALB}`]],
    [[15, "bridge.nat_subnets.nat-2.zone"]],
  ),
  broken(
    "nat-used",
    "carved for a zone without clients",
    LARGE,
    [["clients-b: { cidr: 10.64.1.0/24, zone: b }", "clients-b: { cidr: 10.64.1.0/24, zone: b, clients: false }"]],
    [[17, "bridge.zones[1]"]],
  ),
  broken(
    "nat-used",
    "two zones' clients share a table that exists, which can lead to one gateway only",
    EXISTING,
    [],
    [[19, "bridge.zones[1]"]],
  ),
  broken(
    "nat-used",
    "given for a zone without clients",
    SMALL,
    [[ALB, `    nat-2: { cidr: 10.0.7.0/24, zone: b }\n${ALB}`]],
    [[15, "bridge.nat_subnets.nat-2"]],
  ),
  broken(
    "nat-used",
    "carved for three zones, with clients in the last one alone",
    LARGE,
    [
      ["  zones: [a, b]", "  zones: [b, a, c]"],
      ["clients-a: { cidr: 10.64.0.0/24, zone: a }", "clients-a: { cidr: 10.64.0.0/24, zone: c }"],
      ["clients-b: { cidr: 10.64.1.0/24, zone: b }", "clients-b: { cidr: 10.64.1.0/24, zone: b, clients: false }"],
    ],
    [
      [17, "bridge.zones[0]"],
      [17, "bridge.zones[1]"],
    ],
  ),
  broken(
    "has-clients",
    "a client subnet without clients",
    SMALL,
    [[TWO_CLIENTS, "    clients: { cidr: 10.64.0.0/24, zone: a, clients: false }"]],
    [[5, "client.subnets"]],
  ),
  broken(
    "routes-per-route-table",
    "the clients' table, one too many",
    SMALL,
    [quotas("routes_per_route_table: 3")],
    [[5, "client.subnets"]],
  ),
  broken(
    "routes-per-route-table",
    "all tables",
    SMALL,
    [quotas("routes_per_route_table: 1")],
    [
      [5, "client.subnets"],
      [11, "bridge"],
      [9, "web.subnets"],
    ],
  ),
  broken(
    "routes-per-route-table",
    "routes that exist count",
    EXISTING,
    [quotas("routes_per_route_table: 5")],
    [[6, "client.subnets"]],
  ),
  broken("route-tables-per-vpc", "one too many", SMALL, [quotas("route_tables_per_vpc: 4")], [[5, "client.subnets"]]),
  broken(
    "routes-per-transit-gateway",
    "one too many",
    SMALL,
    [quotas("routes_per_transit_gateway: 1")],
    [[11, "bridge"]],
  ),
];

export const HOLDING_ROUTE_RULES: readonly HoldingCase[] = [
  holds("steer-legal", "exactly a client subnet", SMALL),
  holds(
    "steer-legal",
    "two client subnets, each steered",
    LARGE,
    ["web-a: { cidr: 10.64.0.0/24", "web-a: { cidr: 10.64.0.0/23"],
    ["    web-b: { cidr: 10.64.1.0/24, zone: b }\n", ""],
    ["  zones: [a, b]", "  zones: [a, b]\n  steer: [10.64.0.0/24, 10.64.1.0/24]"],
  ),
  holds(
    "steer-legal",
    "a shadow subnet",
    SMALL,
    [SERVERS, "servers: { cidr: 10.64.8.0/24"],
    [TARGET, "targets: [10.64.8.10]"],
    [ALB, `  shadow_subnets: { shadow: { cidr: 10.64.8.0/24, zone: a } }\n${ALB}`],
  ),
  holds(
    "steer-legal",
    "outside the client VPC",
    SMALL,
    ["web:\n  vpc: { cidr: 10.64.0.0/16 }", "web:\n  vpc: { cidr: 192.168.0.0/16 }"],
    [SERVERS, "servers: { cidr: 192.168.0.0/16"],
    [TARGET, "targets: [192.168.0.10]"],
  ),
  holds("steer-covers-targets", "more steered than the targets need", SMALL, [
    ALB,
    `  steer: [10.64.0.0/24, 10.64.1.0/24]\n  shadow_subnets: { more: { cidr: 10.64.1.0/24, zone: b } }\n${ALB}`,
  ]),
  holds("attachment-zones", "one attachment subnet per ALB zone", SMALL, [
    ALB,
    `  attachment_subnets:\n    t1: { cidr: 10.0.4.0/28, zone: a }\n    t2: { cidr: 10.0.5.0/28, zone: b }\n${ALB}`,
  ]),
  holds("web-attachment-zones", "another subnet in the server's zone", LARGE, [
    "zone: b }\nbridge:",
    "zone: b }\n    more-b: { cidr: 10.64.9.0/24, zone: b }\n  attachment_subnets: [web-a, more-b]\nbridge:",
  ]),
  holds("shadow-in-client", "a shadow of what bridge.steer says", SMALL, [
    ALB,
    `  steer: [10.64.0.0/24, 10.64.8.0/24]\n  shadow_subnets: { shadow: { cidr: 10.64.8.0/24, zone: c } }\n${ALB}`,
  ]),
  holds("nat-addresses", "the first and the last usable", SMALL, [NAT, "addresses: [10.0.1.4, 10.0.1.254]"]),
  holds("addresses-per-nat-gateway", "eight", SMALL, [NAT, `addresses: [${NINE.slice(1).join(", ")}]`]),
  holds("nat-zones", "one per zone", SMALL, [ALB, `    nat-2: { cidr: 10.0.7.0/24, zone: b }\n${ALB}`]),
  holds("nat-used", "clients of a zone without a NAT gateway use the first one", SMALL, [
    TWO_CLIENTS,
    "    clients: { cidr: 10.64.0.0/24, zone: b }",
  ]),
  holds("has-clients", "one subnet of clients among others", EXISTING, [
    "rtb-11111111 }\n    batch",
    "rtb-22222222, clients: false }\n    batch",
  ]),
  holds("routes-per-route-table", "exactly the quota", SMALL, quotas("routes_per_route_table: 4")),
  holds("route-tables-per-vpc", "exactly the quota", SMALL, quotas("route_tables_per_vpc: 5")),
  holds("routes-per-transit-gateway", "exactly the quota", SMALL, quotas("routes_per_transit_gateway: 2")),
];
