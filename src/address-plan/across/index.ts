import { type BridgePlan } from "../bridge-plan";
import { type AcrossRule, type Clash } from "./across-rule";
import { ATTACHMENT_RULES } from "./attachment-rules";
import { FACT_RULES } from "./fact-rules";
import { NAME_RULES } from "./name-rules";
import { NETWORK_RULES } from "./network-rules";
import { QUOTA_RULES } from "./quota-rules";
import { STATE_RULES } from "./state-rules";
import { ZONE_RULES } from "./zone-rules";

/** Every rule that bridge files are checked against together, in the order they are told. */
export const ACROSS_RULES: readonly AcrossRule[] = [
  ...STATE_RULES,
  ...ATTACHMENT_RULES,
  ...NETWORK_RULES,
  ...QUOTA_RULES,
  ...NAME_RULES,
  ...ZONE_RULES,
  ...FACT_RULES,
];

/** A clash and the rule that it breaks. */
export interface BrokenAcross {
  readonly rule: AcrossRule;
  readonly clash: Clash;
}

/** What bridges are in each other's way with: for each of the two, and once for each place in its file. */
export function findClashes(plans: readonly BridgePlan[]): BrokenAcross[] {
  if (plans.length < 2) return [];
  return ACROSS_RULES.flatMap((rule) => {
    const told = new Set<string>();
    return rule.check(plans).flatMap((clash) => {
      const place = JSON.stringify([clash.bridge, clash.path]);
      if (told.has(place)) return [];
      told.add(place);
      return [{ rule, clash }];
    });
  });
}
