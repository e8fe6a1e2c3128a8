import { type RuleOf } from "../rules/rule";
import { type HubPlan } from "./hub-plan";

/** Every rule that a hub is checked against, in the order they are told. */
export const HUB_RULES: readonly RuleOf<HubPlan>[] = [];
