import { type BridgePlan } from "../address-plan/bridge-plan";
import { type RuleVerdict } from "../address-plan/rules/rule";
import { type Fault, type Finding } from "../config/fault";
import { workOn } from "../limits";
import { readFile } from "../project/network-of";
import { synthesizedFor } from "../project/passing-synthesis";
import { beforeBridge, networkInAccount } from "../requirements/in-account/put-into-account";
import { judgeAccount } from "../requirements/in-account/rules";
import { buildTopology } from "../topology";
import { type ShownJudged } from "../words";
import { type AccountInput } from "./account-input";
import { verify } from "./promises";

/** What an account says of a bridge: of its file, and of the stack that would be made there. */
export interface CheckedInAccount {
  readonly source: string;
  readonly rules: readonly (RuleVerdict & { readonly faults: readonly Fault[] })[];
  readonly statements: readonly ShownJudged[];
  readonly holds: boolean;
}

/** Where a file's findings stand in it. */
type Locate = (findings: readonly Finding[]) => Fault[];

/**
 * What accounts say of a bridge. Its stack is synthesized for this once: what a project keeps of it stays as it is.
 * @throws UserError when it can't be judged
 */
export function checkedInAccount(input: AccountInput, plan: BridgePlan, locate: Locate): CheckedInAccount {
  const { graph: account, shown, quotas, encryption } = input;
  const before = beforeBridge(account, shown, plan);
  const found = judgeAccount({ plan, graph: before, topology: buildTopology(before), quotas, encryption });
  const rules = found.map((verdict) => ({ ...verdict, faults: locate(verdict.findings) }));
  const stack = synthesizedFor(plan, (path) => readFile(path, `${plan.name}, synthesized`, "synth").graph);
  // The stack was read from a folder that nobody knows; what comes now is about the account.
  workOn(shown);
  const statements = verify(networkInAccount(stack, before, shown, plan), plan);
  const holds = rules.every((one) => one.holds || one.warns) && statements.every((one) => one.holds);
  return { source: shown, rules, statements, holds };
}
