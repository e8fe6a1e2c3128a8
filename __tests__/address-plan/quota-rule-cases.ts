import { EXISTING, LARGE, SMALL } from "../config/bridge-texts";
import { broken, type BrokenCase, holds, type HoldingCase, quotas } from "./rule-case";

const TARGET = "targets: [10.64.0.10]";
const CLIENT = "    clients: { cidr: 10.64.0.0/24, zone: a }";
/** So many addresses of 10.64.0.0/24. */
const targets = (count: number) =>
  `targets: [${Array.from({ length: count }, (_, i) => `10.64.0.${i + 10}`).join(", ")}]`;
const routes = (count: number) =>
  `routes: [${Array.from({ length: count }, (_, i) => `10.${100 + Math.floor(i / 256)}.${i % 256}.0/24`).join(", ")}]`;
/** So many client subnets beside the one that is there. */
const subnets = (count: number) =>
  [CLIENT, ...Array.from({ length: count }, (_, i) => `    c${i}: { cidr: 10.64.${i + 1}.0/24, zone: a }`)].join("\n");

const raise = (quota: string) => `have AWS raise it before deploying, and write the account's quotas.${quota}`;

export const BROKEN_QUOTA_RULES: readonly BrokenCase[] = [
  broken(
    "default-quotas",
    "a sixth range",
    EXISTING,
    [["secondary_cidrs: [10.70.0.0/16]", "secondary_cidrs: [10.70.0.0/16, 10.71.0.0/16, 10.72.0.0/16, 10.73.0.0/16]"]],
    [`bridge.cidr: would be the client VPC's range number 6, more than 5; ${raise("cidrs_per_vpc")}`],
  ),
  broken(
    "default-quotas",
    "61 targets",
    SMALL,
    [[TARGET, targets(61)]],
    [`services: egress rules of the ALB (target times port): 61, more than 60; ${raise("rules_per_security_group")}`],
  ),
  broken(
    "default-quotas",
    "197 client subnets",
    SMALL,
    [[CLIENT, subnets(197)]],
    [
      `client.subnets: the client VPC would have 201 subnets, more than 200; ${raise("subnets_per_vpc")}`,
      `client.subnets: the client VPC would have 202 route tables, more than 200; ${raise("route_tables_per_vpc")}`,
    ],
  ),
  broken(
    "default-quotas",
    "501 routes",
    EXISTING,
    [["routes: [192.168.0.0/16]", routes(496)]],
    [
      `client.subnets: the clients' route table would have 501 routes, more than 500; ${raise("routes_per_route_table")}`,
    ],
  ),
  broken(
    "fixed-quotas",
    "a file that says it was raised",
    LARGE,
    [quotas("wildcards_per_rule: 7, condition_values_per_rule: 6, rules_per_alb: 200")],
    [
      "quotas.condition_values_per_rule: is more than the 5 that AWS gives to every account and does not raise; leave it out, unless AWS told you otherwise",
      "quotas.wildcards_per_rule: is more than the 6 that AWS gives to every account and does not raise; leave it out, unless AWS told you otherwise",
    ],
  ),
  broken(
    "fixed-quotas",
    "target groups",
    LARGE,
    [quotas("target_groups_per_alb: 101")],
    [
      "quotas.target_groups_per_alb: is more than the 100 that AWS gives to every account and does not raise; leave it out, unless AWS told you otherwise",
    ],
  ),
];

export const HOLDING_QUOTA_RULES: readonly HoldingCase[] = [
  holds("default-quotas", "60 targets", SMALL, [TARGET, targets(60)]),
  holds("default-quotas", "500 routes, which were ten times too many until June 2025", EXISTING, [
    "routes: [192.168.0.0/16]",
    routes(495),
  ]),
  holds(
    "default-quotas",
    "61 targets in an account where AWS raised the quota",
    SMALL,
    [TARGET, targets(61)],
    quotas("rules_per_security_group: 61"),
  ),
  holds(
    "fixed-quotas",
    "a file that says less than AWS does",
    LARGE,
    quotas("wildcards_per_rule: 6, target_groups_per_alb: 50"),
  ),
];
