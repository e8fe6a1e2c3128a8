import { type Edit, patch } from "../../config/bridge-texts";
import { HUB, WHOLE_VPC } from "../../config/hub-texts";
import { broken, type BrokenCase, holds, type HoldingCase } from "../rule-case";

const HUB_AT = (cidr: string): Edit => ["cidr: 100.64.8.0/24", `cidr: ${cidr}`];
const NAT_AT = (cidr: string): Edit => ["nat: { cidr: 100.64.0.0/26 }", `nat: { cidr: ${cidr} }`];
const ROUTES = (list: string): Edit => ["routes: [192.168.0.0/16]", `routes: [${list}]`];

/** NAT gateways that exist, in a range that the client VPC has. */
export const GATEWAYS = (first: string): Edit => [
  "nat: { cidr: 100.64.0.0/26 }",
  `nat:
    cidr: 100.64.0.0/26
    gateways:
      one: { id: nat-11111111, addresses: [100.64.0.9], subnet: subnet-77777777, route_table: rtb-77777777, cidr: ${first}, zone: use1-az1 }
      two: { id: nat-22222222, addresses: [100.64.0.20], subnet: subnet-88888888, route_table: rtb-88888888, cidr: 100.64.0.16/28, zone: use1-az2 }`,
];
const OWN_RANGE: Edit = ["[100.70.0.0/16]", "[100.70.0.0/16, 100.64.0.0/26]"];

/** A second client by NAT, in the place of the one by endpoint. */
const SECOND_NAT = (cidr: string): Edit => ["    way: endpoint\n", `    way: nat\n    nat: { cidr: ${cidr} }\n`];

export const BROKEN_HUB_RANGES: readonly BrokenCase[] = [
  broken("hub-room", "no room for a second web", HUB, [HUB_AT("100.64.8.0/25")], [[31, "bridge.cidr"]]),
  broken("hub-room", "no room at all", HUB, [HUB_AT("100.64.8.0/26")], [[31, "bridge.cidr"]]),
  broken("hub-room", "wider than VPCs are", HUB, [HUB_AT("100.72.0.0/15")], [[31, "bridge.cidr"]]),
  broken("hub-room", "a third zone in a /24", HUB, [["zones: [a, b]", "zones: [a, b, c]"]], [[31, "bridge.cidr"]]),
  broken("hub-overlaps", "all four sides", HUB, [HUB_AT("10.0.8.0/24")], [[31, "bridge.cidr"]]),
  broken(
    "hub-overlaps",
    "a further range of one",
    WHOLE_VPC,
    [["100.64.8.0/22", "100.70.8.0/22"]],
    [[24, "bridge.cidr"]],
  ),
  broken("nat-range-overlaps", "the own side", HUB, [NAT_AT("10.0.9.0/26")], [[10, "clients.apps.nat.cidr"]]),
  broken("nat-range-overlaps", "the hub", HUB, [NAT_AT("100.64.8.0/26")], [[10, "clients.apps.nat.cidr"]]),
  broken(
    "nat-range-overlaps",
    "another client's",
    HUB,
    [SECOND_NAT("100.64.0.32/27")],
    [[13, "clients.batch.nat.cidr"]],
  ),
  broken("nat-range-room", "two zones in a /27", HUB, [NAT_AT("100.64.0.0/27")], [[10, "clients.apps.nat.cidr"]]),
  broken("nat-range-room", "no zone in a /28", HUB, [NAT_AT("100.64.0.0/28")], [[10, "clients.apps.nat.cidr"]]),
  broken(
    "nat-range-room",
    "wider than VPCs' ranges are",
    HUB,
    [NAT_AT("100.80.0.0/12")],
    [[10, "clients.apps.nat.cidr"]],
  ),
  broken(
    "nat-gateway-in-range",
    "a gateway elsewhere",
    WHOLE_VPC,
    [GATEWAYS("100.70.0.0/28")],
    [[14, "client.nat.gateways.one.cidr"]],
  ),
  broken(
    "route-hidden",
    "a route of the client's, and one of the web's",
    patch(WHOLE_VPC, [
      "id: vpc-22222222, cidr: 10.0.0.0/16",
      "id: vpc-22222222, cidr: 10.0.0.0/16, routes: [100.64.0.0/20]",
    ]),
    [ROUTES("0.0.0.0/0, 100.64.0.0/10")],
    [
      [6, "client.vpc.routes[1]"],
      [15, "web.vpc.routes[0]"],
    ],
  ),
  broken(
    "secondary-cidr-restricted",
    "beside the VPC's primary range",
    HUB,
    [NAT_AT("192.168.0.0/26")],
    [[10, "clients.apps.nat.cidr"]],
  ),
  broken(
    "secondary-cidr-route",
    "a route inside the NAT range",
    WHOLE_VPC,
    [ROUTES("100.64.0.32/28")],
    [[11, "client.nat.cidr"]],
  ),
  broken(
    "bridge-routes-free",
    "routes inside what leads to the load balancers",
    WHOLE_VPC,
    [
      ROUTES("100.64.8.0/28"),
      ["vpc-22222222, cidr: 10.0.0.0/16", "vpc-22222222, cidr: 10.0.0.0/16, routes: [100.64.8.0/26]"],
    ],
    [
      [6, "client.vpc.routes[0]"],
      [15, "web.vpc.routes[0]"],
    ],
  ),
  broken(
    "range-of-hosts",
    "the hub and a NAT range",
    HUB,
    [HUB_AT("127.0.0.0/24"), NAT_AT("169.254.0.0/26")],
    [
      [31, "bridge.cidr"],
      [10, "clients.apps.nat.cidr"],
    ],
  ),
  broken(
    "route-destination",
    "what the router keeps",
    WHOLE_VPC,
    [ROUTES("169.254.168.0/22")],
    [[6, "client.vpc.routes[0]"]],
  ),
  broken("public-range", "a hub at somebody's addresses", HUB, [HUB_AT("8.8.8.0/24")], [[31, "bridge.cidr"]]),
  broken("docker-range", "a hub where Docker is", HUB, [HUB_AT("172.17.8.0/24")], [[31, "bridge.cidr"]]),
];

export const HOLDING_HUB_RANGES: readonly HoldingCase[] = [
  holds("hub-room", "three webs in two zones of a /24", HUB, [
    "bridge:\n",
    "  third:\n    way: peering\n    vpc: { cidr: 10.0.0.0/16 }\n    subnets: { third-a: { cidr: 10.0.1.0/24, zone: a } }\nbridge:\n",
  ]),
  holds("hub-room", "two webs in four zones of a /23", HUB, HUB_AT("100.64.8.0/23"), [
    "zones: [a, b]",
    "zones: [a, b, c, d]",
  ]),
  holds("hub-overlaps", "beside all sides", HUB, HUB_AT("10.1.0.0/24")),
  holds("nat-range-overlaps", "between the hub and nothing", HUB, NAT_AT("100.64.9.0/26")),
  holds("nat-range-overlaps", "beside another client's", HUB, SECOND_NAT("100.64.0.64/26")),
  holds(
    "nat-range-overlaps",
    "a range that the client VPC has already, with its gateways",
    WHOLE_VPC,
    GATEWAYS("100.64.0.0/28"),
    OWN_RANGE,
  ),
  holds("nat-range-room", "one zone in a /27", HUB, [
    "nat: { cidr: 100.64.0.0/26 }",
    "nat: { cidr: 100.64.0.0/27, zones: [a] }",
  ]),
  holds("nat-gateway-in-range", "the first and second /28 of it", WHOLE_VPC, GATEWAYS("100.64.0.0/28")),
  holds("route-hidden", "a default route, and one beside", WHOLE_VPC, ROUTES("0.0.0.0/0, 100.64.16.0/20")),
  holds("bridge-routes-free", "a route beside what leads to the load balancers", WHOLE_VPC, ROUTES("100.64.8.64/26")),
];
