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
    [
      "web.subnets.servers.cidr: is a whole range of the client VPC: its route would have to replace the local route, which Terraform can't do in the apply that creates the table; write bridge.steer: [10.64.0.0/24]",
    ],
  ),
  broken(
    "steer-legal",
    "the client VPC's whole second range",
    EXISTING,
    [["bridge:\n", "bridge:\n  steer: [10.64.0.0/24, 172.20.0.0/24, 10.70.0.0/16]\n"]],
    [
      "bridge.steer[2]: is a whole range of the client VPC: its route would have to replace the local route, which Terraform can't do in the apply that creates the table; leave it out: it holds no target",
    ],
  ),
  broken(
    "steer-legal",
    "the whole bridge",
    SMALL,
    [[ALB, `  steer: [10.64.0.0/24, 10.0.0.0/16]\n${ALB}`]],
    [
      "bridge.steer[1]: overlaps bridge.cidr 10.0.0.0/16, whose addresses are none of the web side's; leave it out: it holds no target",
    ],
  ),
  broken(
    "steer-legal",
    "wider than the client VPC",
    SMALL,
    [[ALB, `  steer: [10.64.0.0/12]\n${ALB}`]],
    [
      "bridge.steer[0]: is wider than the client VPC's 10.64.0.0/16, whose local route would win; write bridge.steer: [10.64.0.0/24]",
    ],
  ),
  broken(
    "steer-legal",
    "everything",
    SMALL,
    [[ALB, `  steer: [0.0.0.0/0]\n${ALB}`]],
    [
      "bridge.steer[0]: is wider than the client VPC's 10.64.0.0/16, whose local route would win; write bridge.steer: [10.64.0.0/24]",
    ],
  ),
  broken(
    "steer-legal",
    "half a client subnet",
    SMALL,
    [[SERVERS, "servers: { cidr: 10.64.0.0/25"]],
    [
      "web.subnets.servers.cidr: overlaps the client subnet clients 10.64.0.0/24 without being equal to it; write bridge.steer: [10.64.0.0/24]",
    ],
  ),
  broken(
    "steer-legal",
    "two client subnets",
    LARGE,
    [
      ["web-a: { cidr: 10.64.0.0/24", "web-a: { cidr: 10.64.0.0/23"],
      ["    web-b: { cidr: 10.64.1.0/24, zone: b }\n", ""],
    ],
    [
      "web.subnets.web-a.cidr: overlaps the client subnet clients-a 10.64.0.0/24, clients-b 10.64.1.0/24 without being equal to it; write bridge.steer: [10.64.0.0/24, 10.64.1.0/24]",
    ],
  ),
  broken(
    "steer-legal",
    "no client subnet",
    SMALL,
    [
      [SERVERS, "servers: { cidr: 10.64.8.0/24"],
      [TARGET, "targets: [10.64.8.10]"],
    ],
    [
      "web.subnets.servers.cidr: lies in the client VPC but equals no subnet of it, so no route to it is legal; add an empty subnet 10.64.8.0/24 under bridge.shadow_subnets, which makes a route to it legal",
    ],
  ),
  broken(
    "steer-legal",
    "the NAT gateway's subnet",
    SMALL,
    [[ALB, `  steer: [10.64.0.0/24, 10.0.1.0/24]\n${ALB}`]],
    [
      "bridge.steer[1]: overlaps bridge.cidr 10.0.0.0/16, whose addresses are none of the web side's; leave it out: it holds no target",
    ],
  ),
  broken(
    "steer-covers-targets",
    "a target beside what is steered",
    LARGE,
    [["  zones: [a, b]", "  zones: [a, b]\n  steer: [10.64.0.0/24]"]],
    [
      "services.shop.targets[1]: is in none of the steered destinations 10.64.0.0/24; write bridge.steer: [10.64.0.0/24, 10.64.1.0/24]",
    ],
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
    ["bridge.attachment_subnets.t3.zone: is a zone that t2 has already; write one attachment subnet per zone"],
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
    [
      "web.subnets.web-b.zone: is a zone that web-a has already; list one attachment subnet per zone in web.attachment_subnets",
    ],
  ),
  broken(
    "attachment-zones",
    "an ALB zone without attachment",
    SMALL,
    [[ALB, `  attachment_subnets: { tgw: { cidr: 10.0.4.0/28, zone: a } }\n${ALB}`]],
    [
      "bridge.alb_subnets.alb-2.zone: is a zone without an attachment subnet, so what this ALB node sends goes nowhere; add a subnet of this zone to bridge.attachment_subnets",
    ],
  ),
  broken(
    "web-attachment-zones",
    "a server in a zone without attachment",
    LARGE,
    [["zone: b }\nbridge:", "zone: b }\n  attachment_subnets: [web-a]\nbridge:"]],
    [
      "services.shop.targets[1]: is in zone b of the web side, where the attachment has no subnet; add web-b, or another subnet of that zone, to web.attachment_subnets",
    ],
  ),
  broken(
    "shadow-in-client",
    "a shadow of nothing",
    SMALL,
    [[ALB, `  shadow_subnets: { shadow: { cidr: 10.64.8.0/24, zone: a } }\n${ALB}`]],
    [
      "bridge.shadow_subnets.shadow.cidr: equals no steered destination; leave it out, or write the range of a destination that is steered and equals no other subnet",
    ],
  ),
  broken(
    "nat-addresses",
    "not in the subnet",
    SMALL,
    [[NAT, "addresses: [10.0.2.10]"]],
    ["bridge.nat_subnets.nat.addresses[0]: is not in nat 10.0.1.0/24; write an address of that subnet"],
  ),
  broken(
    "nat-addresses",
    "all that AWS keeps",
    SMALL,
    [[NAT, "addresses: [10.0.1.0, 10.0.1.1, 10.0.1.2, 10.0.1.3, 10.0.1.255]"]],
    [
      "bridge.nat_subnets.nat.addresses[0]: is reserved in nat 10.0.1.0/24: the network address; write an address between 10.0.1.4 and 10.0.1.254",
      "bridge.nat_subnets.nat.addresses[1]: is reserved in nat 10.0.1.0/24: the VPC router; write an address between 10.0.1.4 and 10.0.1.254",
      "bridge.nat_subnets.nat.addresses[2]: is reserved in nat 10.0.1.0/24: the DNS resolver; write an address between 10.0.1.4 and 10.0.1.254",
      "bridge.nat_subnets.nat.addresses[3]: is reserved in nat 10.0.1.0/24: kept by AWS for future use; write an address between 10.0.1.4 and 10.0.1.254",
      "bridge.nat_subnets.nat.addresses[4]: is reserved in nat 10.0.1.0/24: the broadcast address; write an address between 10.0.1.4 and 10.0.1.254",
    ],
  ),
  broken(
    "nat-addresses",
    "one twice",
    SMALL,
    [[NAT, "addresses: [10.0.1.10, 10.0.1.10]"]],
    ["bridge.nat_subnets.nat.addresses[1]: is listed twice; list each address once"],
  ),
  broken(
    "addresses-per-nat-gateway",
    "nine",
    SMALL,
    [[NAT, `addresses: [${NINE.join(", ")}]`]],
    ["bridge.nat_subnets.nat.addresses: has 9 addresses, more than 8; list 8 or fewer"],
  ),
  broken(
    "addresses-per-nat-gateway",
    "nine, though a quota says nine: AWS has no more than eight",
    SMALL,
    [[NAT, `addresses: [${NINE.join(", ")}]`], quotas("addresses_per_nat_gateway: 9")],
    ["bridge.nat_subnets.nat.addresses: has 9 addresses, more than 8; list 8 or fewer"],
  ),
  broken(
    "addresses-per-nat-gateway",
    "two where one is allowed",
    SMALL,
    [[NAT, "addresses: [10.0.1.10, 10.0.1.11]"], quotas("addresses_per_nat_gateway: 1")],
    ["bridge.nat_subnets.nat.addresses: has 2 addresses, more than 1; list 1 or fewer"],
  ),
  broken(
    "nat-zones",
    "two in one zone",
    SMALL,
    [[ALB, `    nat-2: { cidr: 10.0.7.0/24, zone: a }\n${ALB}`]],
    ["bridge.nat_subnets.nat-2.zone: is a zone that nat has already; write one NAT gateway per zone"],
  ),
  broken(
    "nat-used",
    "carved for a zone without clients",
    LARGE,
    [["clients-b: { cidr: 10.64.1.0/24, zone: b }", "clients-b: { cidr: 10.64.1.0/24, zone: b, clients: false }"]],
    [
      "bridge.zones[1]: has a NAT gateway (nat-b) that no route table of clients leads to; keep it for clients to come, or give alb_subnets and nat_subnets instead of zones",
    ],
  ),
  broken(
    "nat-used",
    "two zones' clients share a table that exists, which can lead to one gateway only",
    EXISTING,
    [],
    [
      "bridge.zones[1]: has a NAT gateway (nat-use1-az2) that no route table of clients leads to; keep it for clients to come, or give alb_subnets and nat_subnets instead of zones",
    ],
  ),
  broken(
    "nat-used",
    "given for a zone without clients",
    SMALL,
    [[ALB, `    nat-2: { cidr: 10.0.7.0/24, zone: b }\n${ALB}`]],
    [
      "bridge.nat_subnets.nat-2: has a NAT gateway (nat-2) that no route table of clients leads to; keep it for clients to come, or leave it out",
    ],
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
      "bridge.zones[0]: has a NAT gateway (nat-b) that no route table of clients leads to; keep it for clients to come, or give alb_subnets and nat_subnets instead of zones",
      "bridge.zones[1]: has a NAT gateway (nat-a) that no route table of clients leads to; keep it for clients to come, or give alb_subnets and nat_subnets instead of zones",
    ],
  ),
  broken(
    "has-clients",
    "a client subnet without clients",
    SMALL,
    [[TWO_CLIENTS, "    clients: { cidr: 10.64.0.0/24, zone: a, clients: false }"]],
    ["client.subnets: has no subnet of clients; leave clients: false out of one of them"],
  ),
  broken(
    "routes-per-route-table",
    "the clients' table, one too many",
    SMALL,
    [quotas("routes_per_route_table: 3")],
    [
      "client.subnets: the clients' route table would have 4 routes, more than 3; write fewer, or quotas.routes_per_route_table if AWS raised it",
    ],
  ),
  broken(
    "routes-per-route-table",
    "all tables",
    SMALL,
    [quotas("routes_per_route_table: 1")],
    [
      "client.subnets: the clients' route table would have 4 routes, more than 1; write fewer, or quotas.routes_per_route_table if AWS raised it",
      "bridge: an ALB subnet's route table would have 3 routes, more than 1; write fewer, or quotas.routes_per_route_table if AWS raised it",
      "web.subnets: a web subnet's route table would have 2 routes, more than 1; write fewer, or quotas.routes_per_route_table if AWS raised it",
    ],
  ),
  broken(
    "routes-per-route-table",
    "routes that exist count",
    EXISTING,
    [quotas("routes_per_route_table: 5")],
    [
      "client.subnets: the clients' route table would have 6 routes, more than 5; write fewer, or quotas.routes_per_route_table if AWS raised it",
    ],
  ),
  broken(
    "route-tables-per-vpc",
    "one too many",
    SMALL,
    [quotas("route_tables_per_vpc: 4")],
    [
      "client.subnets: the client VPC would have 5 route tables, more than 4; write fewer, or quotas.route_tables_per_vpc if AWS raised it",
    ],
  ),
  broken(
    "routes-per-transit-gateway",
    "one too many",
    SMALL,
    [quotas("routes_per_transit_gateway: 1")],
    [
      "bridge: the transit gateway would have 2 routes, more than 1; write fewer, or quotas.routes_per_transit_gateway if AWS raised it",
    ],
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
