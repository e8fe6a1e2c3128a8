import { randomBytes } from "node:crypto";
import { existsSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { basename, dirname, extname, join, resolve } from "node:path";
import { type Command } from "commander";
import { type DrawOptions, drawMermaid, drawSvg } from "../diagram";
import { type ReachStatement } from "../reachability";
import { EXIT, type Io, oneLine, UserError } from "./io";
import { type Network, readNetwork, type SourceOptions } from "./network";
import { addSourceOptions } from "./source-options";
import { statementsOf } from "./statements";

interface CliOptions extends SourceOptions {
  readonly output?: string;
  readonly mermaid?: boolean;
  readonly json?: boolean;
}

type Format = "svg" | "mermaid";

const ENDINGS: ReadonlyMap<string, Format> = new Map([
  [".svg", "svg"],
  [".mmd", "mermaid"],
  [".mermaid", "mermaid"],
]);

function formatOf({ output, mermaid }: CliOptions): Format {
  const ending = output === undefined ? "" : extname(output).toLowerCase();
  const byEnding = ENDINGS.get(ending);
  if (output !== undefined && !byEnding && !mermaid)
    throw new UserError(
      `-o "${oneLine(output)}": ends in none of ${[...ENDINGS.keys()].join(", ")}; give it one of them`,
    );
  if (mermaid && byEnding === "svg")
    throw new UserError(
      `-o "${oneLine(output ?? "")}": ends in .svg, but --mermaid asks for Mermaid; take one of them`,
    );
  return mermaid ? "mermaid" : (byEnding ?? "svg");
}

/** What a bridge forbids, in its own statements; undefined for a network that no bridge file tells of. */
function forbiddenIn(network: Network): readonly ReachStatement[] | undefined {
  const { bridge } = network;
  if (!bridge) return undefined;
  return statementsOf(network, bridge).flatMap((one) =>
    one.kind === "reach" && one.expected === "DENIED" ? [one] : [],
  );
}

/** What a picture of this network shows beside its boxes. */
export function drawOptionsOf(network: Network): DrawOptions {
  const forbidden = forbiddenIn(network);
  return { title: network.bridge?.name ?? basename(network.source), ...(forbidden && { forbidden }) };
}

/** Writes a whole file or none: beside its place first, then moved there. */
function writeWhole(path: string, shown: string, content: string): void {
  const folder = dirname(path);
  if (!existsSync(folder))
    throw new UserError(`-o "${oneLine(shown)}": there is no folder ${oneLine(dirname(shown))}; make it first`);
  if (existsSync(path) && statSync(path).isDirectory())
    throw new UserError(`-o "${oneLine(shown)}": is a folder; name a file`);
  const draft = join(folder, `.${basename(path)}.${randomBytes(6).toString("hex")}`);
  try {
    writeFileSync(draft, content, { flag: "wx" });
    renameSync(draft, path);
  } catch (error) {
    rmSync(draft, { force: true });
    throw error;
  }
}

/** `overlap draw`: the network as a picture. */
export async function runDraw(io: Io, bridge: string | undefined, options: CliOptions): Promise<number> {
  const format = formatOf(options);
  const network = readNetwork(io, bridge, options);
  const drawing = drawOptionsOf(network);
  const text = format === "svg" ? (await drawSvg(network.walker, drawing)).svg : drawMermaid(network.walker, drawing);
  if (options.output === undefined) io.stdout.write(text);
  else writeWhole(resolve(io.cwd(), options.output), options.output, text);
  return EXIT.ok;
}

export function addDrawCommand(program: Command, io: Io, done: (exit: number) => void): void {
  addSourceOptions(program.command("draw"))
    .description("draw the network with its proved flows, as SVG or Mermaid")
    .argument("[bridge]", "name of a file in bridges/; not needed with --synth, --plan or --state")
    .option(
      "-o, --output <file>",
      "where to; .svg, or .mmd and .mermaid for Mermaid (default: SVG to the standard output)",
    )
    .option("--mermaid", "Mermaid, for Markdown")
    .addHelpText("after", "\nExit code: 0 when it was drawn, 2 for bad input; then nothing is written.")
    .action(async (bridge: string | undefined, options: CliOptions) => done(await runDraw(io, bridge, options)));
}
