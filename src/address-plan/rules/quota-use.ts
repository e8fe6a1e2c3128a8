import { QUOTAS, type QuotaName } from "../../config/quotas";
import { type BridgePlan } from "../bridge-plan";
import { type HubPlan } from "../hub/hub-plan";
import { type AddressPlan } from "../plan";
import { type Break, type RuleOf } from "./rule";

/** How much of a quota one part of a bridge needs. */
export interface Use {
  readonly quota: QuotaName;
  readonly count: number;
  readonly path: Break["path"];
  /** What is counted, as a sentence up to ", more than <quota>". */
  readonly text: string;
}

/** What one part needs of a quota. */
export function use(quota: QuotaName, count: number, path: Break["path"], text: string): Use {
  return { quota, count, path, text };
}

/** What the plan's account has: what the file says, or AWS's default. */
export function limitOf(plan: BridgePlan, quota: QuotaName): number {
  return plan.config.quotas[quota];
}

/** Whether it can't be built: the quota is never raised, or the file says what the account has. */
export function isRefused(plan: BridgePlan, quota: QuotaName): boolean {
  return !QUOTAS[quota].adjustable || limitOf(plan, quota) !== QUOTAS[quota].default;
}

/** Those of the uses that are more than there is. */
export function breaksOf(plan: BridgePlan, uses: readonly Use[], fix: (quota: QuotaName) => string): Break[] {
  return uses
    .filter(({ quota, count }) => count > limitOf(plan, quota))
    .map(({ quota, path, text }) => ({
      path,
      message: `${text}, more than ${limitOf(plan, quota)}`,
      fix: fix(quota),
    }));
}

function fixOf(quota: QuotaName): string {
  return QUOTAS[quota].adjustable
    ? `write fewer, or quotas.${quota} if AWS raised it`
    : "write fewer: AWS does not raise it";
}

/** A rule on quotas: broken by what can't be built; what AWS may have raised, default-quotas warns of. */
export interface QuotaRule {
  readonly name: string;
  readonly fact: string;
  /** One of its quotas, all of which are from one page. */
  readonly page: QuotaName;
  /** What a bridge of each place needs; left out where the place has no such thing. */
  readonly client?: (plan: AddressPlan) => Use[];
  readonly hub?: (plan: HubPlan) => Use[];
}

/** What a plan needs of a rule's quotas. */
export function usesOf(plan: BridgePlan, { client, hub }: QuotaRule): Use[] {
  return (plan.place === "client" ? client?.(plan) : hub?.(plan)) ?? [];
}

export function quotaRule(counted: QuotaRule): RuleOf<BridgePlan> {
  const { name, fact, page } = counted;
  const check = (plan: BridgePlan) =>
    breaksOf(
      plan,
      usesOf(plan, counted).filter(({ quota }) => isRefused(plan, quota)),
      fixOf,
    );
  return { name, fact, source: `${QUOTAS[page].page}, read ${QUOTAS[page].read}`, check };
}
