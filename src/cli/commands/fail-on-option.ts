import { type Command } from "commander";
import { nearest } from "../../naming/nearest";
import { UserError } from "../../project/user-error";
import { repeated } from "./repeated-option";

const CONDITIONS = ["cuts", "opens", "unknown"] as const;
type Condition = (typeof CONDITIONS)[number];

/**
 * The option that makes what a comparison says fail a pipeline.
 * @param when as its help says it
 */
export function addFailOnOption(command: Command, when: string): Command {
  return command.option(
    "--fail-on <what>",
    `exit with 1 if ${when}: cuts, opens, unknown; may be given several times or with commas`,
    repeated,
  );
}

function isCondition(text: string): text is Condition {
  return (CONDITIONS as readonly string[]).includes(text);
}

/** The values of --fail-on, given several times or with commas. @throws UserError for a word that is none */
export function conditionsOf(given: readonly string[] = []): Condition[] {
  const words = given.flatMap((one) => one.split(",")).map((one) => one.trim());
  const wrong = words.find((one) => !isCondition(one));
  if (wrong !== undefined) {
    const guess = nearest(wrong, CONDITIONS);
    const next = guess === undefined ? "write --fail-on cuts,opens" : `did you mean ${guess}?`;
    throw new UserError(
      { rule: "condition", input: "--fail-on" },
      `--fail-on "${wrong}" is none of ${CONDITIONS.join(", ")}; ${next}`,
    );
  }
  return words.filter(isCondition);
}
