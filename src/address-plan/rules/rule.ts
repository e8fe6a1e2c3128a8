import { type Finding, type Mend } from "../../config/fault";
import { type KeyPath } from "../../config/key-path";
import { type AddressPlan } from "../plan";

/** What breaks a rule, at one place; the rule's name is added by whoever runs it. */
export interface Break {
  readonly path: KeyPath;
  /** End of the sentence "<value> ...". */
  readonly message: string;
  /** What to do instead. */
  readonly fix: string;
  readonly mend?: Mend;
  readonly inHub?: true;
}

/** One of AWS's rules, or one of this network's own, by name. */
export interface RuleOf<P> {
  readonly name: string;
  /** The fact behind it, in a sentence. */
  readonly fact: string;
  /** Where the fact is from: a page of AWS's documentation, an API error seen in the field, or what it follows from. */
  readonly source: string;
  /** Set for what AWS takes and somebody should know: it is told, and stops nothing. */
  readonly warns?: true;
  /** Everything in the plan that breaks the rule. */
  check(plan: P): Break[];
}

/** A rule for bridges in the client VPC. */
export type Rule = RuleOf<AddressPlan>;

export interface RuleVerdict {
  readonly rule: string;
  readonly fact: string;
  readonly source: string;
  readonly warns: boolean;
  /** Whether nothing breaks it. */
  readonly holds: boolean;
  readonly findings: readonly Finding[];
}
