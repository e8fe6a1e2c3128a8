import { type Command } from "commander";
import { shownReview, toMarkdown } from "../../review";
import { NO_SECRETS, STDIN } from "../../terraform";
import { EXIT, type Io } from "../output/io";
import { UserError } from "../../project/user-error";
import { besidePlan, compared, readReview, reviewOf } from "../../questions/reviewed";
import { describeDifferences } from "../output/difference-lines";
import { addFailOnOption, conditionsOf } from "./fail-on-option";
import { CONFIG_HELP } from "./source-options";
import { withoutSecrets } from "../output/shown";

interface ReviewOptions {
  readonly config?: string;
  readonly bridge?: string;
  readonly against?: string;
  readonly failOn?: readonly string[];
  readonly json?: boolean;
}

function refuseTwoStdins(file: string, { bridge, against }: ReviewOptions): void {
  const named = [
    ...(file === STDIN ? ["plan"] : []),
    ...(bridge === STDIN ? ["--bridge"] : []),
    ...(against === STDIN ? ["--against"] : []),
  ];
  if (named.length > 1)
    throw new UserError(
      { rule: "stdin-twice", input: named.join(" ") },
      `${named.slice(0, 2).join(" and ")} can't both be ${STDIN}: standard input is read once; give one a file`,
    );
}

/** `overlap review`: what a plan does to the traffic, as Markdown. */
export async function runReview(io: Io, file: string, options: ReviewOptions): Promise<number> {
  const conditions = conditionsOf(options.failOn);
  refuseTwoStdins(file, options);
  const reviewed = options.against === undefined ? undefined : readReview(io, options.against);
  const beside = options.bridge === undefined ? undefined : await besidePlan(io, options.bridge);
  const own = await reviewOf(io, { file, ...(options.config !== undefined && { config: options.config }) }, beside);
  const { review } = own;
  const against = reviewed && compared(reviewed, own, options.against ?? "");
  // The review is made without what may not be shown.
  if (options.json) io.stdout.json(withoutSecrets(NO_SECRETS, { ...shownReview(review), ...(against && { against }) }));
  else io.stdout.document(toMarkdown(review, against));
  if (against) io.stderr.lines(describeDifferences(against));
  return against?.same === false || conditions.some((one) => review[one]) ? EXIT.broken : EXIT.ok;
}

const HELP = `
The verdict is the first that applies: "cuts traffic" (flows break, or are interrupted during apply), "opens access"
(flows become possible for what exists, or something forbidden would come true), "can't tell", "safe for the traffic".

--against takes what --json printed for another plan, e.g. the one that was looked at before. Everything that tells the effect is
compared: verdict, flows, routes, filters, traps, and every argument of every change; values known after apply by being so, sensitive
ones by their number. Drift, what stays as it is and the order of things are not compared. Each difference is a line on standard error.

Exit code: 0 when the review was made, whatever it says; with --fail-on 1 when the plan does one of these things; with
--against 1 when it does anything else than was reviewed; 2 for bad input.`;

export function addReviewCommand(program: Command, io: Io, done: (exit: number) => void): void {
  const command = program
    .command("review")
    .description("what a terraform plan does to the traffic, as Markdown for a pull request")
    .argument("<plan>", "plan.out itself, or what `terraform show -json plan.out` printed, - for standard input")
    .option("--config <folder>", CONFIG_HELP);
  addFailOnOption(command, "the plan does this")
    .option("--against <review>", "exit with 1 if the plan does not do what this review, made with --json, says")
    .option("--bridge <bridge>", "the plan is this bridge's: what its file states of existing VPCs is known too")
    .option("--json", "print the review as JSON (schema/review.schema.json)")
    .addHelpText("after", HELP)
    .action(async (file: string, options: ReviewOptions) => done(await runReview(io, file, options)));
}
