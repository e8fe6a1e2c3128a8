import { type Command } from "commander";
import { NO_SECRETS } from "../../terraform";
import { colorsFor, EXIT, type Io } from "../output/io";
import { UserError } from "../../project/user-error";
import { readBridgeNetwork, type SourceOptions } from "../../questions/network";
import { withoutSecrets } from "../output/shown";
import { addSourceOptions } from "./source-options";
import { verify } from "../../questions/promises";
import { summaryOf } from "../../requirements/held-count";
import { describeGranted } from "../output/granted-lines";
import { describeJudged } from "../output/judged-lines";

interface VerifyOptions extends SourceOptions {
  readonly json?: boolean;
}

/** `overlap verify`: every statement that must hold, one line each. */
export async function runVerify(io: Io, bridge: string | undefined, options: VerifyOptions): Promise<number> {
  const network = await readBridgeNetwork(io, bridge, options);
  if (!network.bridge)
    throw new UserError({ rule: "no-bridge-named", input: "bridge" }, "name a bridge, e.g. overlap verify article");
  const judged = verify(network, network.bridge);
  const holds = judged.every((one) => one.holds);
  const { secrets } = network.topology;
  const { unreadable } = network.topology;
  const { granted } = network;
  if (options.json) {
    const statements = judged.map(({ text, expected, verdict, holds: own, explanations, families }) => {
      return { text, expected, verdict, holds: own, explanations, ...(families && { families }) };
    });
    const { bridge: own, source, sha256, modules } = network;
    const shown = withoutSecrets(secrets, { bridge: own.name, source, holds, statements });
    const more = withoutSecrets(secrets, {
      ...(unreadable.length > 0 && { unreadable }),
      ...(granted.length > 0 && { taken_for_granted: granted }),
    });
    // What the bytes add up to follows from no single value.
    io.stdout.json(withoutSecrets(NO_SECRETS, { ...shown, sha256, ...(modules && { modules }), ...more }));
  } else {
    const lines = [
      colorsFor(io.stdout).bold(`${network.bridge.name}  ${network.source}`),
      "",
      ...describeJudged(io, judged),
      "",
      `  ${summaryOf(judged)}`,
      ...unreadable.map(({ address, reason }) => `  not read: ${address}: ${reason}`),
      ...describeGranted(granted),
    ];
    io.stdout.lines(withoutSecrets(secrets, lines));
  }
  return holds ? EXIT.ok : EXIT.broken;
}

export function addVerifyCommand(program: Command, io: Io, done: (exit: number) => void): void {
  addSourceOptions(program.command("verify"))
    .description("prove every statement that must hold for a bridge, on its JSON, a plan or a state")
    .argument(
      "[bridge]",
      "name of a file in bridges/, a path to one, or - for standard input; default: the one that the input says it is of",
    )
    .option("--json", "print the statements as JSON (schema/verify.schema.json)")
    .addHelpText(
      "after",
      "\nExit code: 0 when every statement holds, 1 when one is broken or unknown, 2 for bad input.",
    )
    .action(async (bridge: string, options: VerifyOptions) => done(await runVerify(io, bridge, options)));
}
