import { type Mend } from "../../config/fault";
import { type KeyPath } from "../../config/key-path";
import { type BridgePlan } from "../bridge-plan";

/** Something that a bridge takes for itself, or says of something that exists. */
export interface Claim {
  /** Only claims of one scope can be in each other's way. */
  readonly scope: string;
  /** Where the file says it. */
  readonly path: KeyPath;
}

/** What holds between bridge files rather than in one. */
export interface RuleOf<C extends Claim> {
  readonly name: string;
  /** The fact behind it, in a sentence. */
  readonly fact: string;
  /** Where the fact is from. */
  readonly source: string;
  claims(plan: BridgePlan): C[];
  /** Whether claims of two bridges, of one scope, can't both be. */
  clash(one: C, other: C): boolean;
  /**
   * End of the sentence "<value> ...", as it is told of `mine`.
   * @param place file and line of the other claim
   */
  message(mine: C, other: C, place: string): string;
  readonly fix: string;
  /**
   * The change of `mine`'s file that could make the clash go away.
   * @param file the other claim's file
   */
  mend?(mine: C, other: C, file: string): Mend;
}

/** One bridge's part of a clash; the other bridge has one of its own that points back. */
export interface Clash {
  /** The bridges by their place in the list. */
  readonly bridge: number;
  readonly other: number;
  readonly path: KeyPath;
  readonly otherPath: KeyPath;
  message(place: string): string;
  mend?(file: string): Mend;
}

/** A rule between files whose kind of claims nobody needs to know. */
export interface AcrossRule {
  readonly name: string;
  readonly fact: string;
  readonly source: string;
  readonly fix: string;
  /** Each claim that clashes, with the first claim of another bridge that it clashes with. */
  check(plans: readonly BridgePlan[]): Clash[];
}

interface Placed<C> {
  readonly bridge: number;
  readonly claim: C;
}

function byScope<C extends Claim>(plans: readonly BridgePlan[], claims: (plan: BridgePlan) => C[]): Placed<C>[][] {
  const scopes = new Map<string, Placed<C>[]>();
  plans.forEach((plan, bridge) => {
    for (const claim of claims(plan)) {
      const placed = scopes.get(claim.scope);
      if (placed) placed.push({ bridge, claim });
      else scopes.set(claim.scope, [{ bridge, claim }]);
    }
  });
  return [...scopes.values()].filter((placed) => placed.length > 1);
}

export function acrossRule<C extends Claim>(rule: RuleOf<C>): AcrossRule {
  const { name, fact, source, fix } = rule;
  const check = (plans: readonly BridgePlan[]) =>
    byScope(plans, (plan) => rule.claims(plan)).flatMap((placed) =>
      placed.flatMap(({ bridge, claim }): Clash[] => {
        const found = placed.find((one) => one.bridge !== bridge && rule.clash(claim, one.claim));
        if (!found) return [];
        const message = (place: string) => rule.message(claim, found.claim, place);
        const mend = rule.mend && ((file: string) => rule.mend!(claim, found.claim, file));
        const paths = { path: claim.path, otherPath: found.claim.path };
        return [{ bridge, other: found.bridge, ...paths, message, ...(mend && { mend }) }];
      }),
    );
  return { name, fact, source, fix, check };
}

/** Whether two accounts may be one: what a file does not say may be either. */
export function mayBeOneAccount(one: string | undefined, other: string | undefined): boolean {
  return one === undefined || other === undefined || one === other;
}
