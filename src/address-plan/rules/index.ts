import { type Finding } from "../../config/fault";
import { type BridgePlan } from "../bridge-plan";
import { HUB_RULES } from "../hub/hub-rules";
import { type AddressPlan } from "../plan";
import { ADDED_RANGE_RULES } from "./added-range-rules";
import { ALB_RULES } from "./alb-rules";
import { APPLIANCE_RULES } from "./appliance-rules";
import { DNS_RULES } from "./dns-rules";
import { ENCRYPTION_RULES } from "./encryption-rules";
import { END_RULES } from "./end-rules";
import { IDENTITY_RULES } from "./identity-rules";
import { REQUEST_RULES } from "./request-rules";
import { NAME_RULES } from "./name-rules";
import { QUOTA_RULES } from "./quota-rules";
import { RANGE_RULES } from "./range-rules";
import { ROUTE_RULES } from "./route-rules";
import { type Rule, type RuleOf, type RuleVerdict } from "./rule";
import { SIDE_RULES } from "./side-rules";
import { STEER_RULES } from "./steer-rules";
import { TARGET_RULES } from "./target-rules";
import { USE_RULES } from "./use-rules";
import { VPC_RULES } from "./vpc-rules";
import { WATCHING_RULES } from "./watching-rules";

/** Every rule that a bridge in the client VPC is checked against, in the order they are told. */
export const RULES: readonly Rule[] = [
  ...SIDE_RULES,
  ...VPC_RULES,
  ...ADDED_RANGE_RULES,
  ...RANGE_RULES,
  ...STEER_RULES,
  ...ROUTE_RULES,
  ...TARGET_RULES,
  ...ALB_RULES,
  ...APPLIANCE_RULES,
  ...ENCRYPTION_RULES,
  ...REQUEST_RULES,
  ...DNS_RULES,
  ...QUOTA_RULES,
  ...IDENTITY_RULES,
  ...NAME_RULES,
  ...WATCHING_RULES,
  ...END_RULES,
  ...USE_RULES,
];

/** A rule and what breaks it in a plan, which is of the place that the rule is for. */
interface Asked {
  readonly rule: Omit<Rule, "check">;
  readonly findings: readonly Finding[];
}

function ask<P>(rules: readonly RuleOf<P>[], plan: P): Asked[] {
  return rules.map((rule) => ({ rule, findings: rule.check(plan).map((found) => ({ ...found, rule: rule.name })) }));
}

function askAll(plan: BridgePlan): Asked[] {
  return plan.place === "hub" ? ask(HUB_RULES, plan) : ask<AddressPlan>(RULES, plan);
}

/** The verdict of every rule on a plan. */
export function judgePlan(plan: BridgePlan): RuleVerdict[] {
  return askAll(plan).map(({ rule: { name, fact, source, warns = false }, findings }) => ({
    rule: name,
    fact,
    source,
    warns,
    holds: findings.length === 0,
    findings,
  }));
}

/** What is wrong with a plan; empty when every rule holds that does more than warn. */
export function findBreaks(plan: BridgePlan): Finding[] {
  return askAll(plan).flatMap(({ rule, findings }) => (rule.warns ? [] : findings));
}

/** What somebody should know of a plan that can be built. */
export function findWarnings(plan: BridgePlan): Finding[] {
  return askAll(plan).flatMap(({ rule, findings }) => (rule.warns ? findings : []));
}
