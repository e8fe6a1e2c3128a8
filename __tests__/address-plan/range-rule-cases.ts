import { EXISTING, LARGE } from "../config/bridge-texts";
import { broken, type BrokenCase, holds, type HoldingCase } from "./rule-case";
import { CARVED, MORE_RANGES } from "./vpc-changes";

const WEB_RANGES = "secondary_cidrs: [172.20.0.0/24]";

/** A bridge range that no VPC has. */
const special = (range: string) =>
  broken("range-of-hosts", `a bridge at ${range}`, LARGE, [[CARVED, `cidr: ${range}`]], [[16, "bridge.cidr"]]);

export const BROKEN_RANGE_RULES: readonly BrokenCase[] = [
  special("0.0.0.0/24"),
  special("127.0.0.0/16"),
  special("169.254.255.0/24"),
  special("224.0.0.0/24"),
  special("239.255.255.0/24"),
  special("240.0.0.0/16"),
  special("255.255.255.0/24"),
  broken(
    "range-of-hosts",
    "both VPCs and each one's further ranges",
    EXISTING,
    [
      ["vpc-11111111, cidr: 10.64.0.0/16", "vpc-11111111, cidr: 127.0.0.0/16"],
      [MORE_RANGES, "secondary_cidrs: [10.70.0.0/16, 230.0.0.0/16]"],
      ["vpc-22222222, cidr: 10.64.0.0/16", "vpc-22222222, cidr: 169.254.0.0/16"],
      [WEB_RANGES, "secondary_cidrs: [172.20.0.0/24, 250.0.0.0/24]"],
    ],
    [
      [5, "client.vpc.cidr"],
      [5, "client.vpc.secondary_cidrs[1]"],
      [12, "web.vpc.cidr"],
      [12, "web.vpc.secondary_cidrs[1]"],
    ],
  ),
  broken(
    "route-destination",
    "routes to what the VPC's router keeps",
    EXISTING,
    [
      ["routes: [192.168.0.0/16]", "routes: [192.168.0.0/16, 169.254.168.0/22]"],
      ["routes: [10.8.0.0/16]", "routes: [169.254.170.0/24]"],
    ],
    [
      [5, "client.vpc.routes[1]"],
      [12, "web.vpc.routes[0]"],
    ],
  ),
  broken(
    "public-range",
    "a bridge at somebody's addresses",
    LARGE,
    [[CARVED, "cidr: 8.8.8.0/24"]],
    [[16, "bridge.cidr"]],
  ),
  broken(
    "public-range",
    "just outside 100.64.0.0/10 and 172.16.0.0/12",
    EXISTING,
    [
      [MORE_RANGES, "secondary_cidrs: [10.70.0.0/16, 100.128.0.0/16]"],
      [WEB_RANGES, "secondary_cidrs: [172.20.0.0/24, 172.32.0.0/16]"],
    ],
    [
      [5, "client.vpc.secondary_cidrs[1]"],
      [12, "web.vpc.secondary_cidrs[1]"],
    ],
  ),
  broken(
    "docker-range",
    "a web VPC that Docker's addresses are in",
    EXISTING,
    [[WEB_RANGES, "secondary_cidrs: [172.20.0.0/24, 172.17.0.0/24]"]],
    [[12, "web.vpc.secondary_cidrs[1]"]],
  ),
];

export const HOLDING_RANGE_RULES: readonly HoldingCase[] = [
  holds("range-of-hosts", "the last addresses before multicast", LARGE, [CARVED, "cidr: 223.255.255.0/24"]),
  holds("range-of-hosts", "the first ones after 0.0.0.0/8", LARGE, [CARVED, "cidr: 1.0.0.0/24"]),
  holds("route-destination", "a route around them, and one beside", EXISTING, [
    "routes: [192.168.0.0/16]",
    "routes: [169.254.0.0/16, 169.254.172.0/24]",
  ]),
  holds("public-range", "the last of 100.64.0.0/10", LARGE, [CARVED, "cidr: 100.127.255.0/24"]),
  holds("docker-range", "beside it", EXISTING, [WEB_RANGES, "secondary_cidrs: [172.20.0.0/24, 172.18.0.0/16]"]),
];
