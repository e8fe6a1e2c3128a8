import { type BridgePlan } from "../address-plan/bridge-plan";
import { type RuleVerdict } from "../address-plan/rules/rule";
import { type Finding, type Fault } from "../config/fault";
import { withoutFileFacts } from "../requirements/in-account/file-facts-apart";
import { beforeBridge, networkInAccount } from "../requirements/in-account/put-into-account";
import { judgeAccount } from "../requirements/in-account/rules";
import { type Surroundings } from "../project/surroundings";
import { buildTopology } from "../topology";
import { type AccountInput, readAccountInput } from "./account-input";
import { readNetwork } from "./network";
import { verify } from "./promises";
import { type ShownJudged } from "../words";

/** What an account says of a bridge: of its file, and of the stack that would be made there. */
export interface CheckedInAccount {
  readonly source: string;
  readonly rules: readonly (RuleVerdict & { readonly faults: readonly Fault[] })[];
  readonly statements: readonly ShownJudged[];
  readonly holds: boolean;
}

/** Where a file's findings stand in it. */
type Locate = (findings: readonly Finding[]) => Fault[];

/** Asks accounts, read once for all bridges, what they say of each. */
export class AccountCheck {
  private readonly input: AccountInput;

  /** @throws UserError when the accounts can't be read */
  constructor(
    private readonly io: Surroundings,
    names: readonly string[],
  ) {
    this.input = readAccountInput(io, names);
  }

  /**
   * @param name of the bridge, as it is named on the command line
   * @throws UserError when its stack can't be synthesized
   */
  async of(name: string, plan: BridgePlan, locate: Locate): Promise<CheckedInAccount> {
    const { graph: account, shown, quotas, enforcing } = this.input;
    const graph = beforeBridge(account, shown, plan);
    const found = judgeAccount({ plan, graph, topology: buildTopology(graph), quotas, enforcing });
    const rules = found.map((verdict) => ({ ...verdict, faults: locate(verdict.findings) }));
    const stack = withoutFileFacts((await readNetwork(this.io, name, {})).graph, plan);
    const network = networkInAccount(stack, account, shown, plan);
    const statements = verify(network, plan);
    const holds = rules.every((one) => one.holds || one.warns) && statements.every((one) => one.holds);
    return { source: shown, rules, statements, holds };
  }
}
