import { basename, extname } from "node:path";
import { type Command, Option } from "commander";
import { shellWord } from "../../escape/shell";
import {
  endLab,
  enterLab,
  type Experiment,
  experiment,
  experimentJson,
  interruptible,
  hostText,
  isGood,
  judgeAll,
  LabError,
  layOut,
  missingRequirement,
  MOST_SPACES,
  type Sandbox,
} from "../../lab";
import { colorsFor, EXIT, type Io } from "../output/io";
import { UserError } from "../../project/user-error";
import { NO_SECRETS } from "../../terraform";
import { describeExperiment } from "../output/lab-report";
import { readNetwork, type SourceOptions } from "../../questions/network";
import { type Network } from "../../requirements/judged-network";
import { hiddenIn } from "../../project/hiding";
import { withoutSecrets } from "../output/shown";
import { labsNamed, namesOf, spaceNamed } from "../../questions/running-labs";
import { labFault, openLab, taskOf } from "../../questions/opened-lab";
import { addSourceOptions } from "./source-options";

interface LabOptions extends SourceOptions {
  readonly keep?: boolean;
  readonly down?: boolean;
  readonly enter?: string;
  readonly json?: boolean;
}

function nameOf(bridge: string | undefined, options: SourceOptions): string {
  const file = options.synth ?? options.plan ?? options.state ?? "";
  return bridge ?? basename(file, extname(file));
}

/** Builds, tries, and takes down, or leaves it up. */
async function build(io: Io, bridge: string | undefined, options: LabOptions): Promise<number> {
  const missing = missingRequirement(process.platform, process.env["PATH"]);
  if (missing !== undefined) throw new UserError({ rule: "requirement", input: "lab" }, missing);
  const network = await readNetwork(io, bridge, options);
  try {
    return await tryOut(io, network, nameOf(bridge, options), options);
  } catch (error) {
    throw hiddenIn(network.topology.secrets, error instanceof LabError ? labFault(error) : error);
  }
}

async function tryOut(io: Io, network: Network, name: string, options: LabOptions): Promise<number> {
  const task = taskOf(network);
  const lab = layOut(task);
  if (lab.spaces.length > MOST_SPACES)
    throw new UserError(
      { rule: "limit", input: network.source },
      `${network.source}: would take ${lab.spaces.length} network namespaces, a lab has at most ${MOST_SPACES}; leave out some targets`,
    );
  if (lab.places.ports.length === 0)
    throw new UserError(
      { rule: "nothing-to-build", input: network.source },
      `${network.source}: has no subnet with a known CIDR, so there is nothing to build`,
    );
  const progress = (text: string): void => io.stderr.progress(text);
  const started = process.hrtime.bigint();
  progress("proving");
  const judged = judgeAll(task);
  progress(`building ${lab.spaces.length} network namespaces`);
  let sandbox: Sandbox | undefined;
  const waiting = interruptible(() => {
    // One that is only just opening ends when this process does.
    sandbox?.kill();
    progress("");
    io.stderr.lines(["overlap: interrupted; the lab is gone"]);
  });
  try {
    sandbox = await openLab(name, waiting);
    const result = await experiment(sandbox, lab, task, judged);
    if (options.keep) await sandbox.leave();
    else await sandbox.close();
    const seconds = Number(process.hrtime.bigint() - started) / 1e9;
    progress("");
    report(io, { network, name, result, seconds, options });
    return isGood(result) ? EXIT.ok : EXIT.broken;
  } catch (error) {
    sandbox?.kill();
    throw error;
  }
}

interface Reported {
  readonly network: Network;
  readonly name: string;
  readonly result: Experiment;
  readonly seconds: number;
  readonly options: LabOptions;
}

function report(io: Io, { network, name, result, seconds, options }: Reported): void {
  const { secrets } = network.topology;
  if (options.json) {
    io.stdout.json(withoutSecrets(secrets, experimentJson(name, network.source, result)));
    return;
  }
  const lines = describeExperiment(io, { name, source: network.source, result, seconds });
  if (options.keep) lines.push("", ...howToEnter(name, result));
  io.stdout.lines(withoutSecrets(secrets, lines));
}

function howToEnter(name: string, { lab, followed }: Experiment): string[] {
  const host = followed?.request.from ?? lab.places.ports.find(({ kind }) => kind === "host");
  const all = lab.places.ports.filter(({ kind, space }) => kind !== "attachment" && space !== host?.space);
  // A machine with several interfaces is one host.
  const others = [...new Set(all.map(({ space }) => space))];
  const command = `npx --no overlap lab ${shellWord(name)}`;
  return [
    "the lab stays up",
    `  enter a host  ${command} --enter ${host?.space ?? "internet"}`,
    `  one command   ${command} --enter ${host?.space ?? "internet"} -- ${followed ? `curl http://${hostText(followed.request.destination)}/` : "ip address"}`,
    `  other hosts   ${others.slice(0, 4).join(", ")}${others.length > 4 ? " ..." : ""}`,
    `  take it down  ${command} --down`,
  ];
}

async function takeDown(io: Io, name: string | undefined): Promise<number> {
  const labs = labsNamed(name);
  await Promise.all(labs.map(endLab));
  const { green } = colorsFor(io.stdout);
  io.stdout.lines(
    withoutSecrets(
      NO_SECRETS,
      labs.map((lab) => `${green("gone")}  ${lab.name}`),
    ),
  );
  return EXIT.ok;
}

/** Runs a command, or a shell, on a host of a lab that is up. */
function enter(name: string | undefined, host: string, command: readonly string[]): number {
  const labs = labsNamed(name);
  const [lab] = labs;
  if (!lab) return EXIT.badInput;
  if (labs.length > 1)
    throw new UserError(
      { rule: "several-labs", input: name ?? "lab" },
      name === undefined && namesOf(labs) !== lab.name
        ? `several labs are up: ${namesOf(labs)}; name one, as in overlap lab ${shellWord(lab.name)} --enter ${host}`
        : `${labs.length} labs "${lab.name}" are up; take them down with overlap lab ${shellWord(lab.name)} --down, and leave one up`,
    );
  const space = spaceNamed(lab, host);
  const own = command.length > 0 ? command : ["env", `PS1=${space}# `, "sh"];
  return enterLab(lab, space, own) ?? EXIT.broken;
}

/** `overlap lab`: the network with real packets, on this machine. */
export async function runLab(
  io: Io,
  bridge: string | undefined,
  command: readonly string[],
  options: LabOptions,
): Promise<number> {
  const name = nameOf(bridge, options) || undefined;
  if (options.enter === undefined && command.length > 0)
    throw new UserError(
      { rule: "stray-argument", input: String(command[0]) },
      `"${command[0]}" belongs to --enter HOST; leave it out`,
    );
  try {
    if (options.enter !== undefined) return enter(name, options.enter, command);
    return await (options.down ? takeDown(io, name) : build(io, bridge, options));
  } catch (error) {
    throw error instanceof LabError ? labFault(error) : error;
  }
}

/**
 * Tells what stands before `--`, a bridge's name at most, from what stands behind it, a command for --enter: commander
 * hands over both as one list.
 * @param all the command line as the program got it, where an option stands before the `--`
 */
function operandsOf(
  all: readonly string[],
  operands: readonly string[],
  isEntering: boolean,
): { readonly bridge: string | undefined; readonly command: readonly string[] } {
  const isSame = (tail: readonly string[]): boolean =>
    tail.every((one, i) => one === operands[operands.length - tail.length + i]);
  // A `--` may also be an option's value; only behind the one that ends options nothing but operands is left.
  const end = all.findIndex(
    (one, i) => one === "--" && all.length - i - 1 <= operands.length && isSame(all.slice(i + 1)),
  );
  const before = isEntering && end >= 0 ? operands.length - (all.length - end - 1) : operands.length;
  const [bridge] = operands.slice(0, before);
  return { bridge, command: operands.slice(Math.min(1, before)) };
}

export function addLabCommand(program: Command, io: Io, done: (exit: number) => void): void {
  addSourceOptions(program.command("lab"))
    .description("build the network on this machine, try every statement with real packets, take it down")
    .argument(
      "[bridge]",
      "name of a file in bridges/, a path to one, or - for standard input; not needed with --synth, --plan, --state or --account",
    )
    .argument("[command...]", "with --enter: what to run on the host, after --")
    .option("--keep", "leave the lab up")
    .addOption(
      new Option("--down", "take a lab down; without a name every one that was left up").conflicts(["keep", "json"]),
    )
    .addOption(
      new Option("--enter <host>", "run a command, or a shell, on a host of a lab that is up").conflicts([
        "keep",
        "down",
        "json",
      ]),
    )
    .option("--json", "print the outcome as JSON (schema/lab.schema.json)")
    .addHelpText(
      "after",
      "\nExit code: 0 when every statement holds with packets and the proof agrees, 1 when not, 2 for bad input.\nIt works as root, or without where the kernel allows user namespaces; nothing outside of the lab changes.",
    )
    .action(async (first: string | undefined, more: string[], options: LabOptions) => {
      const operands = first === undefined ? [] : [first, ...more];
      const { bridge, command } = operandsOf(program.args, operands, options.enter !== undefined);
      done(await runLab(io, bridge, command, options));
    });
}
