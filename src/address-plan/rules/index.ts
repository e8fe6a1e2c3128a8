import { type Finding } from "../../config/fault";
import { type AddressPlan } from "../plan";
import { ALB_RULES } from "./alb-rules";
import { IDENTITY_RULES } from "./identity-rules";
import { REQUEST_RULES } from "./request-rules";
import { NAME_RULES } from "./name-rules";
import { QUOTA_RULES } from "./quota-rules";
import { RANGE_RULES } from "./range-rules";
import { ROUTE_RULES } from "./route-rules";
import { type Rule, type RuleVerdict } from "./rule";
import { STEER_RULES } from "./steer-rules";
import { USE_RULES } from "./use-rules";
import { VPC_RULES } from "./vpc-rules";

/** Every rule a plan is checked against, in the order they are told. */
export const RULES: readonly Rule[] = [
  ...VPC_RULES,
  ...RANGE_RULES,
  ...STEER_RULES,
  ...ROUTE_RULES,
  ...ALB_RULES,
  ...REQUEST_RULES,
  ...QUOTA_RULES,
  ...IDENTITY_RULES,
  ...NAME_RULES,
  ...USE_RULES,
];

function findingsOf(rule: Rule, plan: AddressPlan): Finding[] {
  return rule.check(plan).map((found) => ({ ...found, rule: rule.name }));
}

/** The verdict of every rule on a plan. */
export function judgePlan(plan: AddressPlan): RuleVerdict[] {
  return RULES.map((rule) => {
    const findings = findingsOf(rule, plan);
    const { name, fact, source, warns = false } = rule;
    return { rule: name, fact, source, warns, holds: findings.length === 0, findings };
  });
}

/** What is wrong with a plan; empty when every rule holds that does more than warn. */
export function findBreaks(plan: AddressPlan): Finding[] {
  return RULES.filter(({ warns }) => !warns).flatMap((rule) => findingsOf(rule, plan));
}

/** What somebody should know of a plan that can be built. */
export function findWarnings(plan: AddressPlan): Finding[] {
  return RULES.filter(({ warns }) => warns).flatMap((rule) => findingsOf(rule, plan));
}
