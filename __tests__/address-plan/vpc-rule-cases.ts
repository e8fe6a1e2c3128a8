import { EXISTING, LARGE, SMALL } from "../config/bridge-texts";
import { broken, type BrokenCase, quotas } from "./rule-case";
import { BRIDGE, CARVED, CLIENT_VPC, MORE_RANGES, WEB_VPC, bridge, clientVpc } from "./vpc-changes";

export const BROKEN_VPC_RULES: readonly BrokenCase[] = [
  broken(
    "vpc-size",
    "a client VPC of /15",
    SMALL,
    [[CLIENT_VPC, "client:\n  vpc: { cidr: 10.64.0.0/15 }"]],
    ["client.vpc.cidr: is not a /16 to /28; write a range between these sizes"],
  ),
  broken(
    "vpc-size",
    "a web VPC of /29",
    SMALL,
    [[WEB_VPC, "web:\n  vpc: { cidr: 10.64.0.0/29 }"]],
    ["web.vpc.cidr: is not a /16 to /28; write a range between these sizes"],
  ),
  broken(
    "bridge-size",
    "a bridge of /15",
    LARGE,
    [[CARVED, "cidr: 100.64.0.0/15"]],
    ["bridge.cidr: is not a /16 to /28; write a range between these sizes, such as 100.64.0.0/16"],
  ),
  broken(
    "bridge-size",
    "a bridge of /29",
    LARGE,
    [[CARVED, "cidr: 100.64.0.0/29"]],
    ["bridge.cidr: is not a /16 to /28; write a range between these sizes, such as 100.64.0.0/24"],
  ),
  broken(
    "bridge-overlaps-client",
    "the same range",
    LARGE,
    [[CARVED, "cidr: 10.64.0.0/16"]],
    [
      "bridge.cidr: overlaps the client VPC's 10.64.0.0/16; write a range that neither side uses, such as 100.64.0.0/16",
    ],
  ),
  broken(
    "bridge-overlaps-client",
    "inside it",
    LARGE,
    [[CARVED, "cidr: 10.64.255.0/24"]],
    [
      "bridge.cidr: overlaps the client VPC's 10.64.0.0/16; write a range that neither side uses, such as 100.64.0.0/24",
    ],
  ),
  broken(
    "bridge-overlaps-client",
    "around a second range",
    EXISTING,
    [[MORE_RANGES, "secondary_cidrs: [10.70.0.0/16, 100.64.0.240/28]"]],
    [
      "bridge.cidr: overlaps the client VPC's 100.64.0.240/28; write a range that neither side uses, such as 100.80.0.0/24",
    ],
  ),
  broken(
    "bridge-overlaps-web",
    "the web VPC alone",
    SMALL,
    [[WEB_VPC, "web:\n  vpc: { cidr: 10.0.128.0/17 }"]],
    ["bridge.cidr: overlaps the web VPC's 10.0.128.0/17; write a range that neither side uses, such as 10.0.0.0/17"],
  ),
  broken(
    "bridge-overlaps-web",
    "its second range",
    EXISTING,
    [["172.20.0.0/24]", "172.20.0.0/24, 100.64.0.0/28]"]],
    ["bridge.cidr: overlaps the web VPC's 100.64.0.0/28; write a range that neither side uses, such as 100.80.0.0/24"],
  ),
  broken(
    "secondary-cidr-restricted",
    "10.0/16 beside a VPC in 10.0/15",
    SMALL,
    clientVpc("10.1.0.0/16", "10.1.0.0/24"),
    [
      "bridge.cidr: is in 10.0.0.0/16, which AWS does not add to a VPC that has 10.1.0.0/16; write a range that neither side uses, such as 100.64.0.0/16",
    ],
  ),
  broken(
    "secondary-cidr-restricted",
    "10.0/16 beside a second range in 10.0/15",
    EXISTING,
    [
      [MORE_RANGES, "secondary_cidrs: [10.70.0.0/16, 10.1.0.0/16]"],
      [CARVED, "cidr: 10.0.0.0/24"],
    ],
    [
      "bridge.cidr: is in 10.0.0.0/16, which AWS does not add to a VPC that has 10.1.0.0/16; write a range that neither side uses, such as 100.64.0.0/24",
    ],
  ),
  broken("secondary-cidr-restricted", "172.16/12 beside 10/8", SMALL, bridge("172.16"), [
    "bridge.cidr: is in 172.16.0.0/12, which AWS does not add to a VPC that has 10.64.0.0/16; write a range that neither side uses, such as 100.64.0.0/16",
  ]),
  broken("secondary-cidr-restricted", "192.168/16 beside 10/8", SMALL, bridge("192.168"), [
    "bridge.cidr: is in 192.168.0.0/16, which AWS does not add to a VPC that has 10.64.0.0/16; write a range that neither side uses, such as 100.64.0.0/16",
  ]),
  broken("secondary-cidr-restricted", "198.19/16 beside 10/8", SMALL, bridge("198.19"), [
    "bridge.cidr: is in 198.19.0.0/16, which AWS does not add to a VPC that has 10.64.0.0/16; write a range that neither side uses, such as 100.64.0.0/16",
  ]),
  broken(
    "secondary-cidr-restricted",
    "172.31/16 beside 172.16/12",
    SMALL,
    [...clientVpc("172.16.0.0/16", "172.16.0.0/24"), ...bridge("172.31")],
    [
      "bridge.cidr: is in 172.31.0.0/16, which AWS does not add to a VPC that has 172.16.0.0/16; write a range that neither side uses, such as 100.64.0.0/16",
    ],
  ),
  broken("secondary-cidr-restricted", "10/8 beside 192.168/16", SMALL, clientVpc("192.168.0.0/16", "192.168.0.0/24"), [
    "bridge.cidr: is in 10.0.0.0/8, which AWS does not add to a VPC that has 192.168.0.0/16; write a range that neither side uses, such as 100.64.0.0/16",
  ]),
  broken("secondary-cidr-restricted", "10/8 beside 198.19/16", SMALL, clientVpc("198.19.0.0/16", "198.19.0.0/24"), [
    "bridge.cidr: is in 10.0.0.0/8, which AWS does not add to a VPC that has 198.19.0.0/16; write a range that neither side uses, such as 100.64.0.0/16",
  ]),
  broken(
    "secondary-cidr-restricted",
    "10/8 beside public addresses",
    SMALL,
    clientVpc("203.0.113.0/24", "203.0.113.0/24"),
    [
      "bridge.cidr: is in 10.0.0.0/8, which AWS does not add to a VPC that has 203.0.113.0/24; write a range that neither side uses, such as 100.64.0.0/16",
    ],
  ),
  broken(
    "secondary-cidr-route",
    "a route's destination inside the bridge",
    EXISTING,
    [["routes: [192.168.0.0/16]", "routes: [100.64.0.64/26]"]],
    [
      "bridge.cidr: holds the destination 100.64.0.64/26 of a route that the client VPC has; write a range that neither side uses, such as 100.80.0.0/24",
    ],
  ),
  broken(
    "secondary-cidr-route",
    "a route's destination equal to the bridge",
    EXISTING,
    [["routes: [192.168.0.0/16]", "routes: [100.64.0.0/24]"]],
    [
      "bridge.cidr: holds the destination 100.64.0.0/24 of a route that the client VPC has; write a range that neither side uses, such as 100.80.0.0/24",
    ],
  ),
  broken(
    "cidrs-per-vpc",
    "one more than a quota of its own",
    SMALL,
    [quotas("cidrs_per_vpc: 1")],
    [
      "bridge.cidr: would be the client VPC's range number 2, more than 1; write fewer, or quotas.cidrs_per_vpc if AWS raised it",
    ],
  ),
  broken(
    "carve-room",
    "a /25 for zones",
    LARGE,
    [[CARVED, "cidr: 100.64.0.0/25"]],
    [
      "bridge.cidr: is too small to carve; write a /24 or larger, such as 100.64.0.0/24, or give the subnets instead of zones",
    ],
  ),
  broken(
    "subnet-size",
    "a client subnet of /29",
    LARGE,
    [["batch: { cidr: 10.64.2.0/24", "batch: { cidr: 10.64.2.0/29"]],
    ["client.subnets.batch.cidr: is not a /16 to /28; write a range between these sizes"],
  ),
  broken(
    "subnet-size",
    "a web subnet of /15",
    SMALL,
    [["servers: { cidr: 10.64.0.0/24", "servers: { cidr: 10.64.0.0/15"]],
    ["web.subnets.servers.cidr: is not a /16 to /28; write a range between these sizes"],
  ),
  broken(
    "subnet-in-vpc",
    "a client subnet elsewhere",
    LARGE,
    [["batch: { cidr: 10.64.2.0/24", "batch: { cidr: 10.65.2.0/24"]],
    ["client.subnets.batch.cidr: is not in the client VPC's 10.64.0.0/16; write a range inside it"],
  ),
  broken(
    "subnet-in-vpc",
    "a client subnet in the bridge",
    LARGE,
    [["batch: { cidr: 10.64.2.0/24", "batch: { cidr: 100.64.0.208/28"]],
    ["client.subnets.batch.cidr: is not in the client VPC's 10.64.0.0/16; write a range inside it"],
  ),
  broken(
    "subnet-in-vpc",
    "a client subnet in none of several ranges",
    EXISTING,
    [["batch: { cidr: 10.64.9.0/24", "batch: { cidr: 10.71.9.0/24"]],
    [
      "client.subnets.batch.cidr: is not in the client VPC's 10.64.0.0/16, 10.70.0.0/16; write a range inside one of them",
    ],
  ),
  broken(
    "subnet-in-vpc",
    "a web subnet elsewhere",
    EXISTING,
    [["web-2: { cidr: 172.20.0.0/24", "web-2: { cidr: 172.20.1.0/24"]],
    ["web.subnets.web-2.cidr: is not in the web VPC's 10.64.0.0/16, 172.20.0.0/24; write a range inside one of them"],
  ),
  broken(
    "bridge-subnet-in-bridge",
    "NAT, ALB and attachment subnets elsewhere",
    SMALL,
    [[BRIDGE, "bridge:\n  cidr: 10.0.3.0/24\n  attachment_subnets: { tgw: { cidr: 10.64.2.0/28, zone: a } }"]],
    [
      "bridge.nat_subnets.nat.cidr: is not in bridge.cidr 10.0.3.0/24; write a range inside it",
      "bridge.alb_subnets.alb-1.cidr: is not in bridge.cidr 10.0.3.0/24; write a range inside it",
      "bridge.attachment_subnets.tgw.cidr: is not in bridge.cidr 10.0.3.0/24; write a range inside it",
    ],
  ),
  broken(
    "subnets-overlap",
    "a subnet in a later one",
    SMALL,
    [
      ["nat: { cidr: 10.0.1.0/24", "nat: { cidr: 10.0.1.0/28"],
      ["alb-1: { cidr: 10.0.2.0/24", "alb-1: { cidr: 10.0.0.0/23"],
    ],
    ["bridge.nat_subnets.nat.cidr: overlaps alb-1 10.0.0.0/23; write a range that no other subnet of the VPC has"],
  ),
  broken(
    "subnets-overlap",
    "three in one",
    LARGE,
    [["clients-b: { cidr: 10.64.1.0/24", "clients-b: { cidr: 10.64.0.0/16"]],
    [
      "client.subnets.clients-a.cidr: overlaps clients-b 10.64.0.0/16; write a range that no other subnet of the VPC has",
      "client.subnets.batch.cidr: overlaps clients-b 10.64.0.0/16; write a range that no other subnet of the VPC has",
    ],
  ),
  broken(
    "subnets-overlap",
    "two web subnets",
    LARGE,
    [["web-b: { cidr: 10.64.1.0/24", "web-b: { cidr: 10.64.0.128/25"]],
    ["web.subnets.web-b.cidr: overlaps web-a 10.64.0.0/24; write a range that no other subnet of the VPC has"],
  ),
  broken(
    "carved-names",
    "names of all three uses",
    LARGE,
    [
      ["clients-a:", "alb-a:"],
      ["clients-b:", "nat-b:"],
      ["batch:", "attachment-a:"],
    ],
    [
      "client.subnets.alb-a: is the name of a carved subnet; give it another name",
      "client.subnets.nat-b: is the name of a carved subnet; give it another name",
      "client.subnets.attachment-a: is the name of a carved subnet; give it another name",
    ],
  ),
  broken(
    "subnets-per-vpc",
    "more than the quota, on both sides",
    EXISTING,
    [quotas("subnets_per_vpc: 1")],
    [
      "client.subnets: the client VPC would have 9 subnets, more than 1; write fewer, or quotas.subnets_per_vpc if AWS raised it",
      "web.subnets: the web VPC would have 2 subnets, more than 1; write fewer, or quotas.subnets_per_vpc if AWS raised it",
    ],
  ),
  broken(
    "bridge-routes-free",
    "an ALB subnet that is routed already",
    EXISTING,
    [["routes: [192.168.0.0/16]", "routes: [192.168.0.0/16, 100.64.0.0/27]"]],
    [
      "client.vpc.routes[1]: is a destination that the bridge must route itself; choose other bridge addresses, such as 100.80.0.0/24, or remove that route",
    ],
  ),
  broken(
    "bridge-routes-free",
    "ALB prefix that the web side routes already",
    EXISTING,
    [["routes: [10.8.0.0/16]", "routes: [10.8.0.0/16, 100.64.0.0/26]"]],
    [
      "web.vpc.routes[1]: is a destination that the bridge must route itself; choose other bridge addresses, such as 100.80.0.0/24, or remove that route",
    ],
  ),
  broken(
    "bridge-routes-free",
    "a narrower route of the web side's takes replies to an ALB node",
    EXISTING,
    [["routes: [10.8.0.0/16]", "routes: [100.64.0.0/27, 100.64.0.40/32]"]],
    [
      "web.vpc.routes[0]: would take packets that the bridge must route itself; choose other bridge addresses, such as 100.80.0.0/24, or remove that route",
      "web.vpc.routes[1]: would take packets that the bridge must route itself; choose other bridge addresses, such as 100.80.0.0/24, or remove that route",
    ],
  ),
  broken(
    "vpc-ranges-overlap",
    "a part of the first range",
    EXISTING,
    [[MORE_RANGES, "secondary_cidrs: [10.64.128.0/17]"]],
    ["client.vpc.secondary_cidrs[0]: overlaps 10.64.0.0/16, which the VPC has too; write the ranges that the VPC has"],
  ),
  broken(
    "vpc-ranges-overlap",
    "the first range itself, and one around another",
    EXISTING,
    [["secondary_cidrs: [172.20.0.0/24]", "secondary_cidrs: [10.64.0.0/16, 172.20.0.0/24, 172.20.0.0/22]"]],
    [
      "web.vpc.secondary_cidrs[0]: overlaps 10.64.0.0/16, which the VPC has too; write the ranges that the VPC has",
      "web.vpc.secondary_cidrs[2]: overlaps 172.20.0.0/24, which the VPC has too; write the ranges that the VPC has",
    ],
  ),
  broken(
    "bridge-size",
    "a size that no suggestion can be made from, for nobody has such addresses",
    LARGE,
    [[CARVED, "cidr: 224.0.0.0/8"]],
    ["bridge.cidr: is not a /16 to /28; write a range between these sizes, such as 100.64.0.0/16"],
  ),
];
