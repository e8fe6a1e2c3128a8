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

export const BROKEN_QUOTA_RULES: readonly BrokenCase[] = [
  broken(
    "default-quotas",
    "a sixth range",
    EXISTING,
    [["secondary_cidrs: [10.70.0.0/16]", "secondary_cidrs: [10.70.0.0/16, 10.71.0.0/16, 10.72.0.0/16, 10.73.0.0/16]"]],
    [[18, "bridge.cidr"]],
  ),
  broken("default-quotas", "61 targets", SMALL, [[TARGET, targets(61)]], [[20, "services"]]),
  broken(
    "default-quotas",
    "197 client subnets",
    SMALL,
    [[CLIENT, subnets(197)]],
    [
      [5, "client.subnets"],
      [5, "client.subnets"],
    ],
  ),
  broken(
    "default-quotas",
    "501 routes",
    EXISTING,
    [["routes: [192.168.0.0/16]", routes(496)]],
    [[6, "client.subnets"]],
  ),
  broken(
    "fixed-quotas",
    "a file that says it was raised",
    LARGE,
    [quotas("wildcards_per_rule: 7, condition_values_per_rule: 6, rules_per_alb: 200")],
    [
      [23, "quotas.condition_values_per_rule"],
      [23, "quotas.wildcards_per_rule"],
    ],
  ),
  broken(
    "fixed-quotas",
    "target groups",
    LARGE,
    [quotas("target_groups_per_alb: 101")],
    [[23, "quotas.target_groups_per_alb"]],
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
