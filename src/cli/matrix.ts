import { type Command } from "commander";
import { matrixOf } from "../reachability";
import { EXIT, type Io, oneLine, UserError } from "./io";
import { table } from "./table";
import { readNetwork, type SourceOptions } from "./network";
import { addSourceOptions } from "./source-options";
import { countGranted } from "./taken-for-granted";
import { colored } from "./trace";

interface MatrixOptions extends SourceOptions {
  readonly all?: boolean;
  readonly json?: boolean;
}

/** Interfaces, subnets and load balancers that a matrix is worked out for: it has a line for each pair of them. */
const MAX_ENDPOINTS = 3000;

/** `overlap matrix`: who can open what to whom. */
export async function runMatrix(io: Io, bridge: string | undefined, options: MatrixOptions): Promise<number> {
  const network = await readNetwork(io, bridge, options);
  const { nics, subnets, loadBalancers } = network.topology;
  const size = nics.length + subnets.length + loadBalancers.length;
  if (size > MAX_ENDPOINTS)
    throw new UserError(
      `${network.source}: has ${size} interfaces, subnets and load balancers, too many for a matrix (${MAX_ENDPOINTS}); ask for pairs with overlap trace --questions`,
    );
  const matrix = matrixOf(network.walker, (verdict) => options.all === true || verdict !== "DENIED");
  const shown = matrix.entries;
  const unreadable = network.topology.unreadable;
  if (options.json) {
    io.stdout.write(
      `${JSON.stringify({ endpoints: matrix.endpoints, counts: matrix.counts, entries: shown, unreadable }, null, 2)}\n`,
    );
    return EXIT.ok;
  }
  const rows = shown.map((entry) => [
    colored(io, entry.verdict),
    oneLine(entry.from),
    "->",
    oneLine(entry.to),
    `${entry.protocol}/${entry.ports}`,
  ]);
  const { ALLOWED, DENIED, UNKNOWN } = matrix.counts;
  const summary = `${matrix.endpoints.length} endpoints: ${ALLOWED} allowed, ${DENIED} denied, ${UNKNOWN} unknown`;
  const lines = [...table(rows), ...(rows.length > 0 ? [""] : []), summary];
  for (const { address, reason } of unreadable) lines.push(`not read: ${oneLine(`${address}: ${reason}`)}`);
  lines.push(...countGranted(network.granted, network.bridge?.name ?? ""));
  io.stdout.write(`${lines.join("\n")}\n`);
  return EXIT.ok;
}

export function addMatrixCommand(program: Command, io: Io, done: (exit: number) => void): void {
  addSourceOptions(program.command("matrix"))
    .description("who can open what to whom: all endpoints, all listening ports")
    .argument(
      "[bridge]",
      "name of a file in bridges/, a path to one, or - for standard input; not needed with --synth, --plan or --state",
    )
    .option("--all", "list what is denied too")
    .option("--json", "print the matrix as JSON (schema/matrix.schema.json)")
    .addHelpText("after", "\nExit code: 0 when the matrix was worked out, 2 for bad input.")
    .action(async (bridge: string | undefined, options: MatrixOptions) => done(await runMatrix(io, bridge, options)));
}
