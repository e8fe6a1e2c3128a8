import { type Command } from "commander";
import { familyIn } from "../../reachability";
import { EXIT, type Io } from "../output/io";
import { table } from "../../escape/columns";
import { familiesText, familyText, leftOutLines } from "../../words";
import { readingNames } from "../../questions/asked-ends";
import { matrixAsked } from "../../questions/asked-matrix";
import { readNetwork, type SourceOptions } from "../../questions/network";
import { withoutSecrets } from "../output/shown";
import { addSourceOptions, FAMILY_HELP } from "./source-options";
import { countGranted } from "../output/granted-lines";
import { colored } from "./trace";

interface MatrixOptions extends SourceOptions {
  readonly all?: boolean;
  readonly family?: string;
  readonly json?: boolean;
}

/** `overlap matrix`: who can open what to whom. */
export async function runMatrix(io: Io, bridge: string | undefined, options: MatrixOptions): Promise<number> {
  const family = readingNames(() => familyIn(options.family));
  const network = await readNetwork(io, bridge, options);
  const { secrets, unreadable } = network.topology;
  const matrix = matrixAsked(network, options.all === true, family);
  const { endpoints, counts, entries } = matrix;
  if (options.json) {
    const more = { ...(family && { family }), ...matrix.json };
    io.stdout.json(withoutSecrets(secrets, { endpoints, counts, entries, unreadable, ...more }));
    return EXIT.ok;
  }
  const rows = entries.map(({ verdict, from, to, protocol, ports, families }) => {
    const over = families ? [familiesText(verdict, families)] : [];
    return [colored(io, verdict), from, "->", to, `${protocol}/${ports}`, ...over];
  });
  const { ALLOWED, DENIED, UNKNOWN } = counts;
  const over = family ? ` over ${familyText(family)}` : "";
  const summary = `${endpoints.length} endpoints${over}: ${ALLOWED} allowed, ${DENIED} denied, ${UNKNOWN} unknown`;
  const lines = [...table(rows), ...(rows.length > 0 ? [""] : []), summary, ...leftOutLines(matrix, family)];
  for (const { address, reason } of unreadable) lines.push(`not read: ${address}: ${reason}`);
  lines.push(...countGranted(network.granted, network.bridge?.name ?? ""));
  io.stdout.lines(withoutSecrets(secrets, lines));
  return EXIT.ok;
}

export function addMatrixCommand(program: Command, io: Io, done: (exit: number) => void): void {
  addSourceOptions(program.command("matrix"))
    .description("who can open what to whom: all endpoints, all listening ports")
    .argument(
      "[bridge]",
      "name of a file in bridges/, a path to one, or - for standard input; not needed with --synth, --plan, --state or --account",
    )
    .option("--all", "list what is denied too")
    .option("--family <name>", FAMILY_HELP)
    .option("--json", "print the matrix as JSON (schema/matrix.schema.json)")
    .addHelpText("after", "\nExit code: 0 when the matrix was worked out, 2 for bad input.")
    .action(async (bridge: string | undefined, options: MatrixOptions) => done(await runMatrix(io, bridge, options)));
}
