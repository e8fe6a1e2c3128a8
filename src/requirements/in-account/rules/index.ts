import { type RuleVerdict } from "../../../address-plan/rules/rule";
import { type AccountFacts, type AccountRule } from "./account-rule";
import { ENCRYPTION_IN_ACCOUNT } from "./encryption-in-account";
import { ID_RULES } from "./id-rules";
import { JOINED_RULES } from "./joined-rules";
import { LIMIT_RULES } from "./quota-rules";
import { ROOM_RULES } from "./room-rules";

/** Every rule that only an account can tell about. */
const ACCOUNT_RULES: readonly AccountRule[] = [
  ...ID_RULES,
  ...JOINED_RULES,
  ...ROOM_RULES,
  ...LIMIT_RULES,
  ...ENCRYPTION_IN_ACCOUNT,
];

/** What each rule says of a bridge in an account. */
export function judgeAccount(facts: AccountFacts): RuleVerdict[] {
  return ACCOUNT_RULES.map((rule) => {
    const { name, fact, source, warns = false } = rule;
    const findings = rule.check(facts).map((found) => ({ ...found, rule: name }));
    return { rule: name, fact, source, warns, holds: findings.length === 0, findings };
  });
}
