import { type Command } from "commander";
import { type Verdict } from "../../reachability";
import { familyLines, type ShownAnswer, type ShownHop } from "../../words";
import { NO_SECRETS, STDIN } from "../../terraform";
import { colorsFor, EXIT, type Io } from "../output/io";
import { UserError } from "../../project/user-error";
import { answer, type AskedQuestion, askedQuestion } from "../../questions/asked";
import { readNetwork, type SourceOptions } from "../../questions/network";
import { answersIn } from "../../questions/question-lines";
import { hiding } from "../../project/hiding";
import { leftOpenLines, leftOpenOf } from "../output/left-open-lines";
import { withoutSecrets } from "../output/shown";
import { addSourceOptions, FAMILY_HELP } from "./source-options";

interface TraceOptions extends SourceOptions {
  readonly from?: string;
  readonly to?: string;
  readonly protocol?: string;
  readonly port?: string;
  readonly icmpType?: string;
  readonly sourcePort?: string;
  readonly family?: string;
  readonly questions?: string;
  readonly explain?: boolean;
  readonly json?: boolean;
}

export function colored(io: Io, verdict: Verdict): string {
  const { green, red, yellow } = colorsFor(io.stdout);
  return { ALLOWED: green, DENIED: red, UNKNOWN: yellow }[verdict](verdict);
}

function hopLines(hops: readonly ShownHop[]): string[] {
  return hops.flatMap((hop, i) => {
    const head = `${String(i + 1).padStart(4)}. ${hop.address} ${hop.at}: ${hop.source} -> ${hop.destination}`;
    const route = hop.route ? [`        route ${hop.route.text}  (${hop.route.address})`] : [];
    const rules = [...new Set(hop.rules ?? [])].map((rule) => `        admitted by ${rule}`);
    return [head, ...(hop.rewrite === undefined ? [] : [`        ${hop.rewrite}`]), ...route, ...rules];
  });
}

/** The walk as a person reads it. */
export function describeAnswer(io: Io, question: AskedQuestion, found: ShownAnswer, explain: boolean): string[] {
  const { from, to, family } = question;
  const lines = [`${colored(io, found.verdict)}  ${from} -> ${to}`, ...familyLines(found, family), ""];
  if (found.forward.length > 0) lines.push("there", ...hopLines(found.forward), "");
  if (found.return.length > 0) lines.push("and back", ...hopLines(found.return), "");
  if (found.explanations.length > 0 && found.verdict !== "ALLOWED") {
    const shown = explain ? found.explanations : found.explanations.slice(0, 1);
    lines.push(found.verdict === "UNKNOWN" ? "what leaves it open" : "what stops it");
    for (const { code, address, message } of shown) lines.push(`  ${code}  ${address}`, `        ${message}`);
    if (shown.length < found.explanations.length)
      lines.push(`  and ${found.explanations.length - shown.length} more (--explain)`);
    lines.push("");
  }
  return lines.slice(0, -1);
}

/** Answers that are printed together. */
const MOST_TOGETHER = 256;

/** What was wrong first is told on stderr too, with a count of the rest. @throws UserError for it */
function answerAll(io: Io, file: string, shown: (question: AskedQuestion) => ShownAnswer): number {
  let bad = 0;
  let first: UserError | undefined;
  let written: unknown[] = [];
  const flush = (): void => {
    io.stdout.jsonLines(withoutSecrets(NO_SECRETS, written));
    written = [];
  };
  for (const { json, fault } of answersIn(io, file, shown)) {
    first ??= fault;
    if (fault) bad++;
    written.push(json);
    if (written.length >= MOST_TOGETHER) flush();
  }
  flush();
  if (!first) return EXIT.ok;
  const more = bad > 1 ? ` (and ${bad - 1} more; see "error" in the answers)` : "";
  throw new UserError(first.refusal, `${first.message}${more}`);
}

/** `overlap trace`: one question, or a file of them. */
export async function runTrace(io: Io, bridge: string | undefined, options: TraceOptions): Promise<number> {
  const inputs = { bridge, "--questions": options.questions, "--synth": options.synth, "--plan": options.plan };
  const fromStdin = Object.entries({ ...inputs, "--state": options.state }).filter(([, input]) => input === STDIN);
  if (options.questions === STDIN && fromStdin.length > 1)
    throw new UserError(
      { rule: "stdin-twice", input: fromStdin.map(([name]) => name).join(" ") },
      `two inputs are ${STDIN}: standard input is read once; give one of them a file`,
    );
  const network = await readNetwork(io, bridge, options);
  const { secrets } = network.topology;
  const unreadable = leftOpenOf(network.graph, secrets);
  const notRead = leftOpenLines(unreadable);
  const shown = (question: AskedQuestion): ShownAnswer =>
    hiding(secrets, () => secrets.data(answer(network, question)));
  if (options.questions !== undefined) {
    io.stderr.lines(notRead.map((line) => `overlap: ${line}`));
    return answerAll(io, options.questions, shown);
  }
  const { from, to } = options;
  if (from === undefined || to === undefined)
    throw new UserError(
      { rule: "no-question", input: "--from --to" },
      "say --from END and --to END, or --questions FILE",
    );
  const { protocol, port, icmpType, sourcePort, family } = options;
  const question = askedQuestion(from, to, { protocol, port, icmpType, sourcePort, family });
  const found = shown(question);
  if (options.json) io.stdout.json(withoutSecrets(secrets, { ...found, ...(unreadable.length > 0 && { unreadable }) }));
  else {
    const lines = describeAnswer(io, question, found, options.explain === true);
    io.stdout.lines(withoutSecrets(NO_SECRETS, [...lines, ...(notRead.length > 0 ? ["", ...notRead] : [])]));
  }
  return found.verdict === "ALLOWED" ? EXIT.ok : EXIT.broken;
}

const HELP = `
An end is a Terraform address (aws_instance.web, module.a.aws_subnet.x["a"], aws_lb.front), an address in a VPC
(10.64.0.20@aws_vpc.client), a bridge's own word (client, web, a service's name), a public address, or internet.
In a plan, the address that a resource is moved from stands for it too.
--to may also be an address as the sender sees it, or a URL (http://<service>).

Exit code: 0 when the packets get there and their answers back, 1 when they don't or it can't be told, 2 for bad input;
with --questions 0 when every line was answered, 2 when one could not be: its answer has "error" instead of a verdict,
and the other lines have theirs.`;

export function addTraceCommand(program: Command, io: Io, done: (exit: number) => void): void {
  addSourceOptions(program.command("trace"))
    .description("walk a packet there and back, hop by hop, with route, rule, rewrite and Terraform address")
    .argument(
      "[bridge]",
      "name of a file in bridges/, a path to one, or - for standard input; not needed with --synth, --plan, --state or --account",
    )
    .option("--from <end>", "who sends")
    .option("--to <end>", "who receives; may carry a port (10.64.0.10:80@web)")
    .option("--protocol <name>", "tcp, udp, icmp or a protocol number", "tcp")
    .option("--port <number>", "destination port; left out: is there any port that works")
    .option("--icmp-type <number>", "ICMP type; default: 8, echo request")
    .option("--source-port <number>", "source port; default: what the sender's kind uses")
    .option("--family <name>", FAMILY_HELP)
    .option(
      "--questions <file>",
      "JSON Lines of questions (schema/question.schema.json), - for standard input; answers come as JSON Lines (schema/answer.schema.json)",
    )
    .option("--explain", "when it fails: every setting that stops it, not only the first")
    .option("--json", "print the answer as JSON (schema/trace.schema.json)")
    .addHelpText("after", HELP)
    .action(async (bridge: string | undefined, options: TraceOptions) => done(await runTrace(io, bridge, options)));
}
