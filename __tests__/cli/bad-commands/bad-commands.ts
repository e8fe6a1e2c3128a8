import { type BadCommand } from "./bad-command";
import { COST_COMMANDS } from "./cost-commands";
import { DIFF_COMMANDS } from "./diff-commands";
import { OPTION_COMMANDS } from "./option-commands";
import { QUESTION_COMMANDS, QUESTION_LINES } from "./question-commands";
import { INPUT_COMMANDS, SOURCE_COMMANDS } from "./source-commands";
import { WHO_COMMANDS } from "./who-commands";

/** Every command that is refused, by what is wrong with it. */
export const BAD_COMMANDS: Readonly<Record<string, readonly BadCommand[]>> = {
  "a source that is none": SOURCE_COMMANDS,
  "an input that can't be judged": INPUT_COMMANDS,
  "a source that can't be compared": DIFF_COMMANDS,
  "an option or argument": OPTION_COMMANDS,
  "what a price can't be told of": COST_COMMANDS,
  "logs that nobody can be told by": WHO_COMMANDS,
  "a question": QUESTION_COMMANDS,
  "a line of questions": QUESTION_LINES,
};
