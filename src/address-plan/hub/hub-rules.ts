import { ADDED_RANGE_RULES } from "../rules/added-range-rules";
import { DNS_RULES } from "../rules/dns-rules";
import { HUB_ENCRYPTION_RULES } from "../rules/encryption-rules";
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
import { WATCHING_RULES } from "../rules/watching-rules";
import { type HubPlan } from "./hub-plan";
import { HUB_DNS_RULES } from "./rules/hub-dns-rules";
import { HUB_ENDPOINT_RULES } from "./rules/hub-endpoint-rules";
import { HUB_RANGE_RULES } from "./rules/hub-range-rules";
import { HUB_SERVICE_RULES } from "./rules/hub-service-rules";
import { HUB_WAY_RULES } from "./rules/hub-way-rules";

/** Every rule that a hub is checked against, in the order they are told. */
export const HUB_RULES: readonly RuleOf<HubPlan>[] = [
  ...SIDE_RULES,
  ...HUB_RANGE_RULES,
  ...ADDED_RANGE_RULES,
  ...RANGE_RULES,
  ...HUB_WAY_RULES,
  ...HUB_ENDPOINT_RULES,
  ...ROUTE_RULES,
  ...TARGET_RULES,
  ...HUB_SERVICE_RULES,
  ...HUB_ENCRYPTION_RULES,
  ...REQUEST_RULES,
  ...DNS_RULES,
  ...HUB_DNS_RULES,
  ...HUB_QUOTA_RULES,
  ...IDENTITY_RULES,
  ...NAME_RULES,
  ...WATCHING_RULES,
  ...END_RULES,
];
