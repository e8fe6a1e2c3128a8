import type { Finding } from "../../config/fault";
import type { AddressPlan } from "../plan";
import { ALB_RULES } from "./alb-rules";
import { ROUTE_RULES } from "./route-rules";
import type { Rule, RuleVerdict } from "./rule";
import { STEER_RULES } from "./steer-rules";
import { VPC_RULES } from "./vpc-rules";

/** Every rule a plan is checked against, in the order they are told. */
export const RULES: readonly Rule[] = [...VPC_RULES, ...STEER_RULES, ...ROUTE_RULES, ...ALB_RULES];

/** The verdict of every rule on a plan. */
export function judgePlan(plan: AddressPlan): RuleVerdict[] {
  return RULES.map((rule) => {
    const findings = rule.check(plan).map((found): Finding => ({ ...found, rule: rule.name }));
    return { rule: rule.name, fact: rule.fact, source: rule.source, holds: findings.length === 0, findings };
  });
}

/** What is wrong with a plan; empty when every rule holds. */
export function findBreaks(plan: AddressPlan): Finding[] {
  return judgePlan(plan).flatMap((verdict) => verdict.findings);
}
