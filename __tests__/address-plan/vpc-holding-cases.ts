import { EXISTING, LARGE, SMALL } from "../config/bridge-texts";
import { holds, type HoldingCase, quotas } from "./rule-case";
import { CARVED, CLIENT, CLIENT_VPC, MORE_RANGES, bridge, clientVpc } from "./vpc-changes";

export const HOLDING_VPC_RULES: readonly HoldingCase[] = [
  holds("vpc-size", "a client VPC of /28", LARGE, [
    "  vpc: { cidr: 10.64.0.0/16 }\n  subnets:\n    clients-a: { cidr: 10.64.0.0/24, zone: a }\n    clients-b: { cidr: 10.64.1.0/24, zone: b }\n    batch: { cidr: 10.64.2.0/24, zone: a, clients: false }",
    "  vpc: { cidr: 172.20.0.0/28 }\n  subnets:\n    clients-a: { cidr: 172.20.0.0/28, zone: a }",
  ]),
  holds("vpc-ranges-overlap", "the range next to it", EXISTING, [
    MORE_RANGES,
    "secondary_cidrs: [10.65.0.0/16, 10.70.0.0/16]",
  ]),
  holds("bridge-routes-free", "a wider route of the web side's", EXISTING, [
    "routes: [10.8.0.0/16]",
    "routes: [100.64.0.0/10, 100.64.0.0/24]",
  ]),
  holds("bridge-size", "a bridge of /16", LARGE, [CARVED, "cidr: 100.64.0.0/16"]),
  holds("bridge-overlaps-client", "the range next to it", SMALL, ...bridge("10.65")),
  holds("bridge-overlaps-web", "the range before it", SMALL, ...bridge("10.63")),
  holds(
    "secondary-cidr-restricted",
    "10.0/16 beside a VPC outside 10.0/15",
    SMALL,
    [CLIENT_VPC, "client:\n  vpc: { cidr: 10.2.0.0/16 }"],
    [CLIENT, "clients: { cidr: 10.2.0.0/24"],
  ),
  holds(
    "secondary-cidr-restricted",
    "10/8 beside a primary range in it, whatever the second one is",
    EXISTING,
    [MORE_RANGES, "secondary_cidrs: [10.70.0.0/16, 100.80.0.0/16]"],
    [CARVED, "cidr: 10.200.0.0/24"],
  ),
  holds(
    "secondary-cidr-restricted",
    "10.1/16 beside a VPC in 10.0/16",
    SMALL,
    ...clientVpc("10.0.0.0/16", "10.0.0.0/24"),
    ...bridge("10.1"),
  ),
  holds(
    "secondary-cidr-restricted",
    "100.64/10 beside 172.16/12",
    SMALL,
    ...clientVpc("172.16.0.0/16", "172.16.0.0/24"),
    ...bridge("100.100"),
  ),
  holds(
    "secondary-cidr-restricted",
    "172.30/16 beside 172.16/12",
    SMALL,
    ...clientVpc("172.16.0.0/16", "172.16.0.0/24"),
    ...bridge("172.30"),
  ),
  holds("secondary-cidr-route", "a route's destination wider than the bridge", EXISTING, [
    "routes: [192.168.0.0/16]",
    "routes: [100.64.0.0/23]",
  ]),
  holds("cidrs-per-vpc", "a fifth range", EXISTING, [
    MORE_RANGES,
    "secondary_cidrs: [10.70.0.0/16, 10.71.0.0/16, 10.72.0.0/16]",
  ]),
  holds(
    "cidrs-per-vpc",
    "a sixth range that AWS allowed",
    EXISTING,
    [MORE_RANGES, "secondary_cidrs: [10.70.0.0/16, 10.71.0.0/16, 10.72.0.0/16, 10.73.0.0/16]"],
    quotas("cidrs_per_vpc: 6"),
  ),
  holds(
    "carve-room",
    "four zones in a /24",
    LARGE,
    ["eu-central-1\nbackend", "eu-central-1\nzones: [a, b, c, d]\nbackend"],
    ["  zones: [a, b]", "  zones: [a, b, c, d]"],
  ),
  holds("subnet-size", "a NAT subnet of /28", SMALL, ["nat: { cidr: 10.0.1.0/24", "nat: { cidr: 10.0.1.0/28"]),
  holds("subnet-in-vpc", "the last subnet of the VPC", LARGE, [
    "batch: { cidr: 10.64.2.0/24",
    "batch: { cidr: 10.64.255.240/28",
  ]),
  holds("bridge-subnet-in-bridge", "the last subnet of the bridge", SMALL, [
    "alb-2: { cidr: 10.0.3.0/24",
    "alb-2: { cidr: 10.0.255.224/27",
  ]),
  holds(
    "subnets-overlap",
    "side by side",
    SMALL,
    ["alb-2: { cidr: 10.0.3.0/24", "alb-2: { cidr: 10.0.1.128/25"],
    ["nat: { cidr: 10.0.1.0/24", "nat: { cidr: 10.0.1.0/25"],
  ),
  holds("carved-names", "another zone's name", LARGE, ["batch:", "alb-c:"]),
  holds("subnets-per-vpc", "exactly the quota", SMALL, quotas("subnets_per_vpc: 4")),
];
