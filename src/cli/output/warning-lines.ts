import { type BridgePlan } from "../../address-plan/bridge-plan";
import { findWarnings } from "../../address-plan/rules";
import { formatKey } from "../../config/fault";

/** What somebody should know of a plan that can be built, as lines for people; none when there is nothing. */
export function warningLines(plan: BridgePlan): string[] {
  const warnings = findWarnings(plan).map(
    ({ path, message, fix, rule }) => `  warning: ${formatKey(path)} ${message}; ${fix} [${rule}]`,
  );
  return warnings.length > 0 ? [...warnings, ""] : [];
}
