import { type Command } from "commander";
import { limitOf } from "../../limits";
import { matrixOf } from "../../reachability";
import { EXIT, type Io } from "../output/io";
import { UserError } from "../../project/user-error";
import { table } from "../output/table";
import { readNetwork, type SourceOptions } from "../../questions/network";
import { withoutSecrets } from "../output/shown";
import { addSourceOptions } from "./source-options";
import { countGranted } from "../output/granted-lines";
import { colored } from "./trace";

interface MatrixOptions extends SourceOptions {
  readonly all?: boolean;
  readonly json?: boolean;
}

/** `overlap matrix`: who can open what to whom. */
export async function runMatrix(io: Io, bridge: string | undefined, options: MatrixOptions): Promise<number> {
  const network = await readNetwork(io, bridge, options);
  const { nics, subnets, loadBalancers } = network.topology;
  const size = nics.length + subnets.length + loadBalancers.length;
  // It has a line for each pair of them.
  if (size > limitOf("endpoints"))
    throw new UserError(
      { rule: "limit", input: network.source },
      `${network.source}: has ${size} interfaces, subnets and load balancers, too many for a matrix (${limitOf("endpoints")}); ask for pairs with overlap trace --questions, or raise that with --limit endpoints=${size}`,
    );
  const { secrets } = network.topology;
  const matrix = matrixOf(network.walker, (verdict) => options.all === true || verdict !== "DENIED");
  const shown = matrix.entries;
  const unreadable = network.topology.unreadable;
  if (options.json) {
    const { endpoints, counts } = matrix;
    io.stdout.json(withoutSecrets(secrets, { endpoints, counts, entries: shown, unreadable }));
    return EXIT.ok;
  }
  const rows = shown.map((entry) => [
    colored(io, entry.verdict),
    entry.from,
    "->",
    entry.to,
    `${entry.protocol}/${entry.ports}`,
  ]);
  const { ALLOWED, DENIED, UNKNOWN } = matrix.counts;
  const summary = `${matrix.endpoints.length} endpoints: ${ALLOWED} allowed, ${DENIED} denied, ${UNKNOWN} unknown`;
  const lines = [...table(rows), ...(rows.length > 0 ? [""] : []), summary];
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
      "name of a file in bridges/, a path to one, or - for standard input; not needed with --synth, --plan or --state",
    )
    .option("--all", "list what is denied too")
    .option("--json", "print the matrix as JSON (schema/matrix.schema.json)")
    .addHelpText("after", "\nExit code: 0 when the matrix was worked out, 2 for bad input.")
    .action(async (bridge: string | undefined, options: MatrixOptions) => done(await runMatrix(io, bridge, options)));
}
