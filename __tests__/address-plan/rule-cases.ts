import { BROKEN_ALB_RULES, HOLDING_ALB_RULES } from "./alb-rule-cases";
import { BROKEN_APPLIANCE_RULES, HOLDING_APPLIANCE_RULES } from "./appliance-rule-cases";
import { BROKEN_ATTACHMENT_RULES, HOLDING_ATTACHMENT_RULES } from "./attachment-rule-cases";
import { BROKEN_ENCRYPTION_RULES, HOLDING_ENCRYPTION_RULES } from "./encryption-rule-cases";
import { BROKEN_ROUTE_RULES, HOLDING_ROUTE_RULES } from "./route-rule-cases";
import { type BrokenCase, type HoldingCase } from "./rule-case";
import { BROKEN_DNS_RULES, HOLDING_DNS_RULES } from "./dns-rule-cases";
import { BROKEN_IDENTITY_RULES, HOLDING_IDENTITY_RULES } from "./identity-rule-cases";
import { BROKEN_REQUEST_RULES, HOLDING_REQUEST_RULES } from "./request-rule-cases";
import { BROKEN_NAME_RULES, HOLDING_NAME_RULES } from "./name-rule-cases";
import { BROKEN_QUOTA_RULES, HOLDING_QUOTA_RULES } from "./quota-rule-cases";
import { BROKEN_RANGE_RULES, HOLDING_RANGE_RULES } from "./range-rule-cases";
import { BROKEN_USE_RULES, HOLDING_USE_RULES } from "./use-rule-cases";
import { BROKEN_WATCHING_RULES, HOLDING_WATCHING_RULES } from "./watching-rule-cases";
import { HOLDING_VPC_RULES } from "./vpc-holding-cases";
import { BROKEN_VPC_RULES } from "./vpc-rule-cases";

/** Every plan that breaks a rule. */
export const BROKEN: readonly BrokenCase[] = [
  ...BROKEN_VPC_RULES,
  ...BROKEN_RANGE_RULES,
  ...BROKEN_ATTACHMENT_RULES,
  ...BROKEN_ROUTE_RULES,
  ...BROKEN_ALB_RULES,
  ...BROKEN_APPLIANCE_RULES,
  ...BROKEN_ENCRYPTION_RULES,
  ...BROKEN_REQUEST_RULES,
  ...BROKEN_DNS_RULES,
  ...BROKEN_QUOTA_RULES,
  ...BROKEN_IDENTITY_RULES,
  ...BROKEN_NAME_RULES,
  ...BROKEN_WATCHING_RULES,
  ...BROKEN_USE_RULES,
];
/** Every plan on a rule's edge. */
export const HOLDING: readonly HoldingCase[] = [
  ...HOLDING_VPC_RULES,
  ...HOLDING_RANGE_RULES,
  ...HOLDING_ATTACHMENT_RULES,
  ...HOLDING_ROUTE_RULES,
  ...HOLDING_ALB_RULES,
  ...HOLDING_APPLIANCE_RULES,
  ...HOLDING_ENCRYPTION_RULES,
  ...HOLDING_REQUEST_RULES,
  ...HOLDING_DNS_RULES,
  ...HOLDING_QUOTA_RULES,
  ...HOLDING_IDENTITY_RULES,
  ...HOLDING_NAME_RULES,
  ...HOLDING_WATCHING_RULES,
  ...HOLDING_USE_RULES,
];
