import { extname, resolve } from "node:path";
import { type Command } from "commander";
import { graphviz } from "../../diagram";
import { writeWhole } from "../../project/write-whole";
import { EXIT, type Io } from "../output/io";
import { UserError } from "../../project/user-error";
import { readNetwork, type SourceOptions } from "../../questions/network";
import { drawOptionsOf } from "../../questions/draw-options";
import { drawnAs, type PictureFormat } from "../output/drawn-network";
import { leftOpenLines, leftOpenOf } from "../output/left-open-lines";
import { addSourceOptions } from "./source-options";

interface CliOptions extends SourceOptions {
  readonly output?: string;
  readonly mermaid?: boolean;
  readonly json?: boolean;
}

/** What stands for standard output where a file is asked for. */
const STDOUT = "-";

const ENDINGS: ReadonlyMap<string, PictureFormat> = new Map([
  [".svg", "svg"],
  [".mmd", "mermaid"],
  [".mermaid", "mermaid"],
  [".json", "json"],
]);

function formatOf({ output, mermaid, json }: CliOptions): PictureFormat {
  if (mermaid && json)
    throw new UserError({ rule: "one-format", input: "--mermaid --json" }, "--mermaid and --json: take one of them");
  const asked: PictureFormat | undefined = mermaid ? "mermaid" : json ? "json" : undefined;
  if (output === undefined || output === STDOUT) return asked ?? "svg";
  const shown = output;
  const byEnding = ENDINGS.get(extname(output).toLowerCase());
  if (asked && byEnding && byEnding !== asked)
    throw new UserError(
      { rule: "one-format", input: shown },
      `-o "${shown}": ends as ${byEnding} does, but --${asked} was given; take one of them`,
    );
  const format = asked ?? byEnding;
  if (!format)
    throw new UserError(
      { rule: "picture-ending", input: shown },
      `-o "${shown}": ends in none of ${[...ENDINGS.keys()].join(", ")}; give it one of them`,
    );
  return format;
}

/** `overlap draw`: the network as a picture. */
export async function runDraw(io: Io, bridge: string | undefined, options: CliOptions): Promise<number> {
  const format = formatOf(options);
  // Compiles while the network is read and proved.
  if (format === "svg") void graphviz();
  const network = await readNetwork(io, bridge, options);
  const open = leftOpenOf(network.graph, network.topology.secrets);
  io.stderr.lines(leftOpenLines(open).map((line) => `overlap: ${line}`));
  const drawing = drawOptionsOf(network);
  const text = await drawnAs(format, network, drawing);
  if (options.output === undefined || options.output === STDOUT) io.stdout.document(text);
  else writeWhole(resolve(io.cwd(), options.output), options.output, text);
  return EXIT.ok;
}

export function addDrawCommand(program: Command, io: Io, done: (exit: number) => void): void {
  addSourceOptions(program.command("draw"))
    .description("draw the network with its proved flows, as SVG or Mermaid")
    .argument(
      "[bridge]",
      "name of a file in bridges/, a path to one, or - for standard input; not needed with --synth, --plan, --state or --account",
    )
    .option(
      "-o, --output <file>",
      "where to; .svg, .json, or .mmd and .mermaid for Mermaid (default, and for -: SVG to the standard output)",
    )
    .option("--mermaid", "Mermaid, for Markdown")
    .option("--json", "the boxes and lines as JSON (schema/draw.schema.json)")
    .addHelpText("after", "\nExit code: 0 when it was drawn, 2 for bad input; then nothing is written.")
    .action(async (bridge: string | undefined, options: CliOptions) => done(await runDraw(io, bridge, options)));
}
