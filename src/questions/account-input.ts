import { createHash } from "node:crypto";
import { type Coverage, coverageOf, graphOfAccount, limitsTold, type LimitsTold, readAnswers } from "../account";
import { type ReadFile, toldOf } from "../project/network-of";
import { type Surroundings } from "../project/surroundings";
import { UserError } from "../project/user-error";
import { InputFault, STDIN } from "../terraform";
import { fileNamed } from "./named-file";

/** Notes that are printed of one input. */
const MOST_NOTES = 10;

/** Accounts that were read: their graph, of what they told everything, and what they allow. */
export interface AccountInput extends ReadFile, LimitsTold {
  readonly coverage: readonly Coverage[];
}

/**
 * What AWS answered, of all inputs that are named, as one graph.
 * @throws UserError with one line that says what and what to do
 */
export function readAccountInput(io: Surroundings, names: readonly string[]): AccountInput {
  if (names.includes(STDIN))
    throw new UserError({ rule: "account-stdin", input: STDIN }, `--account ${STDIN}: give a file or a folder`);
  const inputs = names.map((name) => fileNamed(io, name));
  const shown = names.join(", ");
  return toldOf(shown, () =>
    namingFile(shown, () => {
      const hash = createHash("sha256");
      const { answers, notRead } = readAnswers(inputs, (bytes) => hash.update(bytes));
      const graph = graphOfAccount(answers);
      const lines = notRead.map(({ file }) => `overlap: ${file}: holds none of the answers that are read; left out`);
      const left = lines.length - MOST_NOTES;
      io.stderr.lines(left > 0 ? [...lines.slice(0, MOST_NOTES), `overlap: and ${left} files more`] : lines);
      return { graph, sha256: hash.digest("hex"), shown, coverage: coverageOf(answers), ...limitsTold(answers) };
    }),
  );
}

/** Of a folder, or of several inputs, a fault names the file that has it; what has none is a fault of all together. */
function namingFile<T>(shown: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof InputFault)) throw error;
    const where = error.where ?? shown;
    throw new UserError({ rule: error.rule, input: where }, `${where}: ${error.reason}`);
  }
}
