import { type Command } from "commander";
import {
  type Answer,
  connectionOf,
  CSV_HEADER,
  csvLine,
  formatOfOption,
  LogFault,
  logFilesOf,
  type Question,
  shownAnswer,
  SKEW,
  timeOf,
  who,
} from "../../who";
import { UserError } from "../../project/user-error";
import { EXIT, type Io } from "../output/io";
import { progressBar } from "../output/progress-bar";
import { answerLines, summaryLine } from "../output/who-lines";

interface CliOptions {
  readonly flowLogs: readonly string[];
  readonly accessLogs?: readonly string[];
  readonly flowLogFormat?: string;
  readonly requestId?: string;
  readonly time?: string;
  readonly path?: string;
  readonly connection?: string;
  readonly all?: boolean;
  readonly skew?: string;
  readonly json?: boolean;
  readonly csv?: boolean;
}

const MEGABYTE = 1e6;

/** What is wrong with the options together. */
function refuseOptions({ accessLogs, requestId, path, all, json, csv, ...options }: CliOptions): void {
  const { time, connection } = options;
  const refuse = (rule: string, input: string, words: string): never => {
    throw new UserError({ rule, input }, words);
  };
  const asked = [requestId, time, path, connection].filter((one) => one !== undefined);
  if (json && csv) refuse("one-format", "--json --csv", "--json and --csv: take one of them");
  if (asked.length === 0 && !all)
    refuse("nothing-asked", "who", "say which: --request-id, --time, --path, --connection or --all");
  if (asked.length > 0 && all)
    refuse("all-and-some", "--all", "--all asks for every request; leave it out, or the option that chooses some");
  if (accessLogs === undefined && (requestId !== undefined || path !== undefined)) {
    const option = requestId !== undefined ? "--request-id" : "--path";
    refuse("no-access-logs", option, `${option}: only access logs have requests; name them with --access-logs`);
  }
}

function skewOf(text: string | undefined): number {
  if (text === undefined) return SKEW;
  if (/^\d{1,4}$/.test(text)) return Number(text);
  throw new UserError(
    { rule: "skew", input: "--skew" },
    `--skew "${text}": is no number of seconds; write one from 0 on`,
  );
}

function formatOf(text: string | undefined): Pick<Question, "format"> {
  if (text === undefined) return {};
  const format = formatOfOption(text);
  if (format) return { format };
  const example = "write its fields as AWS has them, such as '${interface-id} ${srcaddr} ${dstaddr}'";
  throw new UserError(
    { rule: "format", input: "--flow-log-format" },
    `--flow-log-format "${text}": is no format of a flow log; ${example}`,
  );
}

function questionOf(io: Io, options: CliOptions): Question {
  const { flowLogs, accessLogs = [], requestId: id, time, path, connection } = options;
  return {
    selection: {
      ...(id !== undefined && { id }),
      ...(time !== undefined && { time: timeOf(time) }),
      ...(path !== undefined && { path }),
      ...(connection !== undefined && { connection: connectionOf(connection) }),
    },
    ...formatOf(options.flowLogFormat),
    skew: skewOf(options.skew),
    flowLogs: logFilesOf(flowLogs, io.cwd(), "flow logs"),
    accessLogs: logFilesOf(accessLogs, io.cwd(), "access logs"),
  };
}

function print(io: Io, { json, csv }: CliOptions, answers: readonly Answer[], lacking: readonly string[]): void {
  if (json) io.stdout.jsonLines(answers.map(shownAnswer));
  else if (csv) io.stdout.lines(answers.map(csvLine));
  else io.stdout.lines(answerLines(io, answers, lacking));
}

/** `overlap who`: which client behind a NAT gateway made a request. */
async function runWho(io: Io, options: CliOptions): Promise<number> {
  refuseOptions(options);
  let shown = "";
  try {
    const question = questionOf(io, options);
    if (options.csv) io.stdout.lines([CSV_HEADER]);
    const summary = await who(question, {
      onAnswers: (answers, lacking) => print(io, options, answers, lacking),
      onProgress: ({ bytes, all }) => {
        const bar = progressBar(Math.ceil(bytes / MEGABYTE), Math.ceil(all / MEGABYTE));
        const next = `${bar} MB${bytes < all ? "" : ", joining"}`;
        if (next !== shown) io.stderr.progress(next);
        shown = next;
      },
    });
    io.stderr.progress("");
    const { found, ambiguous, unknown } = summary;
    (options.json || options.csv ? io.stderr : io.stdout).lines([summaryLine(summary)]);
    return found > 0 && ambiguous + unknown === 0 ? EXIT.ok : EXIT.broken;
  } catch (error) {
    io.stderr.progress("");
    if (!(error instanceof LogFault)) throw error;
    const { rule, input, line } = error;
    throw new UserError({ rule, input, ...(line !== undefined && { line }) }, error.message);
  }
}

const HELP = `
Logs are files or folders, packed with gzip or not, as AWS writes them to S3: access logs of ALBs, or of TLS listeners of NLBs, and
flow logs of the NAT gateways' interfaces. Flow logs name their fields in a header line; the default format and this project's own are
known without. Without access logs, connections of the NAT gateways are asked for, as by TCP services, whose servers know only
those: from proxy protocol, or from a log of their own.

A NAT gateway writes no key that both sides share. So a client is named only when its connection alone has the packets and bytes of
the NAT gateway's, in both directions and from beginning to end, and no record near it is missing. docs/who.md has the rules.

Exit code: 0 when a client is named for all that was asked, 1 when some are ambiguous or unknown or nothing was there, 2 for bad input.`;

export function addWhoCommand(program: Command, io: Io, done: (exit: number) => void): void {
  program
    .command("who")
    .description("which client behind a NAT gateway made a request, from flow logs and access logs")
    .requiredOption("--flow-logs <path...>", "flow logs of the NAT gateways: files or folders")
    .option("--access-logs <path...>", "access logs of the load balancer: files or folders")
    .option("--flow-log-format <fields>", "the fields of flow logs that have no header line")
    .option("--request-id <id>", "the request with this X-Amzn-Trace-Id, or its Root, or this connection trace id")
    .option(
      "--time <time>",
      "requests at a time in UTC: 2026-11-27T10:15, 2026-11-27T10:15:30Z, or two with a / between",
    )
    .option("--path <path>", "requests of a path; with a * at its end, of all paths that begin so")
    .option("--connection <address:port>", "what came from this address and port of a NAT gateway")
    .option("--all", "every request; without access logs, every connection")
    .option(
      "--skew <seconds>",
      `seconds by which the records of one connection may differ (default: ${SKEW}, AWS's word)`,
    )
    .option("--json", "print each answer as a line of JSON (schema/who.schema.json)")
    .option("--csv", "print the answers as CSV")
    .addHelpText("after", HELP)
    .action(async (options: CliOptions) => done(await runWho(io, options)));
}
