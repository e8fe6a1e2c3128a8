import { resolve } from "node:path";
import { gzipSync } from "node:zlib";
import { type Command } from "commander";
import { type Capture } from "../../account/capture-file";
import { type CaptureProgress } from "../../capture";
import { jsonText } from "../../escape/json-text";
import { UserError } from "../../project/user-error";
import { refuseUnwritable, writeWhole } from "../../project/write-whole";
import { EXIT, type Io } from "../output/io";
import { progressBar } from "../output/progress-bar";
import { repeated } from "./repeated-option";

interface CliOptions {
  readonly profile?: string;
  readonly role?: string;
  readonly region?: readonly string[];
  readonly tags?: boolean;
  readonly userDataHash?: boolean;
  readonly output: string;
}

/** What stands for standard output where a file is asked for. */
const STDOUT = "-";
const GZIP = ".gz";
/** Refused calls that are named in one line. */
const MOST_NAMED = 5;

function shownProgress({ account, region, answered, known, operation }: CaptureProgress): string {
  return `${progressBar(answered, known)} ${account} ${region} ${operation}`;
}

/** What was captured, a line for each Region; and what was refused there. */
function told({ places }: Capture): string[] {
  return places.flatMap(({ account, region, calls }) => {
    const refused = calls.filter(({ refused: code }) => code !== undefined);
    const names = [...new Set(refused.map(({ operation, refused: code }) => `${operation} (${code})`))];
    const more = names.length > MOST_NAMED ? ` and ${names.length - MOST_NAMED} more` : "";
    const line = `${account} ${region}: ${calls.length - refused.length} calls answered`;
    if (names.length === 0) return [line];
    return [
      `${line}, ${refused.length} refused, of which all is UNKNOWN: ${names.slice(0, MOST_NAMED).join(", ")}${more}`,
    ];
  });
}

/** `overlap capture`: asks AWS what an account has, and writes it to a file. */
export async function runCapture(io: Io, options: CliOptions): Promise<number> {
  const { output, profile, role, region = [], tags = false, userDataHash = false } = options;
  const path = resolve(io.cwd(), output);
  // Minutes later would be late to tell.
  if (output !== STDOUT) refuseUnwritable(path, output);
  const { capture, CaptureFault } = await import("../../capture");
  const asker = { ...(profile !== undefined && { profile }), ...(role !== undefined && { role }), regions: region };
  const onProgress = (progress: CaptureProgress): void => io.stderr.progress(shownProgress(progress));
  try {
    const captured = await capture(asker, { tags, userDataHash, onProgress });
    io.stderr.progress("");
    const text = `${jsonText(captured)}\n`;
    if (output === STDOUT) io.stdout.json(captured);
    else writeWhole(path, output, output.endsWith(GZIP) ? gzipSync(text) : text);
    io.stderr.lines(told(captured));
    return EXIT.ok;
  } catch (error) {
    io.stderr.progress("");
    if (!(error instanceof CaptureFault)) throw error;
    throw new UserError({ rule: error.rule, input: error.input }, error.message);
  }
}

export function addCaptureCommand(program: Command, io: Io, done: (exit: number) => void): void {
  program
    .command("capture")
    .description("ask AWS what an account has, and write it to a file for --account; nothing is changed there")
    .requiredOption("-o, --output <file>", "where to; packed when it ends in .gz; - for standard output")
    .option("--profile <name>", "a profile of ~/.aws/config (default: what the AWS CLI would use)")
    .option("--role <arn>", "a role to assume first, e.g. in another account")
    .option(
      "--region <name>",
      "a Region; may be given several times (default: that of the environment or profile)",
      repeated,
    )
    .option("--tags", "keep all tags (default: Name alone)")
    .option(
      "--user-data-hash",
      "keep a SHA-256 of the user data of instances that forward, so that verify knows an appliance's boot script again",
    )
    .addHelpText(
      "after",
      "\nThe AWS SDK asks, with the rights that docs/capture.md lists. What AWS refuses is noted in the file, and judged UNKNOWN." +
        "\nExit code: 0 when it was captured, 2 when it can't be; then nothing is written.",
    )
    .action(async (options: CliOptions) => done(await runCapture(io, options)));
}
