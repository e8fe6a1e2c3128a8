import { END_RULES } from "../rules/end-rules";
import { IDENTITY_RULES } from "../rules/identity-rules";
import { NAME_RULES } from "../rules/name-rules";
import { HUB_QUOTA_RULES } from "../rules/quota-rules";
import { RANGE_RULES } from "../rules/range-rules";
import { REQUEST_RULES } from "../rules/request-rules";
import { ROUTE_RULES } from "../rules/route-rules";
import { type RuleOf } from "../rules/rule";
import { SIDE_RULES } from "../rules/side-rules";
import { TARGET_RULES } from "../rules/target-rules";
import { type HubPlan } from "./hub-plan";

/** Every rule that a hub is checked against, in the order they are told. */
export const HUB_RULES: readonly RuleOf<HubPlan>[] = [
  ...SIDE_RULES,
  ...RANGE_RULES,
  ...ROUTE_RULES,
  ...TARGET_RULES,
  ...REQUEST_RULES,
  ...HUB_QUOTA_RULES,
  ...IDENTITY_RULES,
  ...NAME_RULES,
  ...END_RULES,
];
