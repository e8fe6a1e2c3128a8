import { type Command } from "commander";
import { diffMarkdown, shownDiff } from "../../diff";
import { diffNamed } from "../../questions/compared-sources";
import { NO_SECRETS } from "../../terraform";
import { EXIT, type Io } from "../output/io";
import { withoutSecrets } from "../output/shown";
import { addFailOnOption, conditionsOf } from "./fail-on-option";
import { repeated } from "./repeated-option";

interface DiffOptions {
  readonly beforeAccount?: readonly string[];
  readonly afterAccount?: readonly string[];
  readonly config?: string;
  readonly failOn?: readonly string[];
  readonly json?: boolean;
}

/** `overlap diff`: which flows open, close or move between two sources, as Markdown. */
async function runDiff(io: Io, names: readonly [string, string], options: DiffOptions): Promise<number> {
  const conditions = conditionsOf(options.failOn);
  const diff = await diffNamed(io, {
    before: { name: names[0], accounts: options.beforeAccount ?? [] },
    after: { name: names[1], accounts: options.afterAccount ?? [] },
    ...(options.config !== undefined && { config: options.config }),
  });
  // The diff is made without what may not be shown.
  if (options.json) io.stdout.json(withoutSecrets(NO_SECRETS, shownDiff(diff)));
  else io.stdout.document(diffMarkdown(diff));
  return conditions.some((one) => diff[one]) ? EXIT.broken : EXIT.ok;
}

const HELP = `
Each of the two is told by its content: a cdk.tf.json, a plan (plan.out itself or its JSON; the network after its apply), what
\`terraform show -json\` printed of a state, what \`overlap capture\` wrote, or a folder of the AWS CLI's JSON outputs. Several accounts
of one side: sub-folders of one folder, or --before-account and --after-account.

Things are the same by their id or ARN, by their address in two configurations, or by a place that only one thing can have, such as a
range of a VPC. A configuration, plan or state holds only what Terraform manages: ends that it can't know of are not compared, and the
diff says which. So are ends of which AWS was not asked, or did not answer. What can't be told of one side is never taken for
unchanged.

Exit code: 0 when the two were compared, whatever it says; with --fail-on 1 when flows close (cuts), open (opens) or can't be told
(unknown); 2 for bad input.`;

const MORE = "is an account's: another capture or folder that belongs to it; may be given several times";

export function addDiffCommand(program: Command, io: Io, done: (exit: number) => void): void {
  const command = program
    .command("diff")
    .description("which flows open, close or move between two sources: accounts, plans, states, configurations")
    .argument("<before>", "what is or was: a file or a folder, - for standard input")
    .argument("<after>", "what will be or is")
    .option("--before-account <path>", `where <before> ${MORE}`, repeated)
    .option("--after-account <path>", `where <after> ${MORE}`, repeated)
    .option("--config <folder>", "where terraform plan ran, of those of the two that are a plan's JSON");
  addFailOnOption(command, "flows close, open or can't be told")
    .option("--json", "print the diff as JSON (schema/diff.schema.json)")
    .addHelpText("after", HELP)
    .action(async (before: string, after: string, options: DiffOptions) =>
      done(await runDiff(io, [before, after], options)),
    );
}
