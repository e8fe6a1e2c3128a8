import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { main } from "../../src/cli/main";
import { captureIo } from "../support/io";

/** What a command answered: its exit code, and what it printed with --json. */
export interface Answer {
  readonly exit: number;
  /** The line on standard error when nothing was printed. */
  readonly refused?: string;
  readonly json?: unknown;
}

/** What tells the input apart and says nothing about the traffic: where it lies, and what its bytes add up to. */
const OF_THE_INPUT = new Set(["source", "sha256"]);

function withoutInput(key: string, value: unknown): unknown {
  return OF_THE_INPUT.has(key) ? undefined : value;
}

/** Runs `overlap <args> --json` in a folder. This is the only place of these tests that knows the command line. */
export async function answerOf(folder: string, args: readonly string[]): Promise<Answer> {
  const io = captureIo(folder);
  const exit = await main([...args, "--json"], io);
  const out = io.out();
  if (out === "") return { exit, refused: io.err().replaceAll(folder, "").trimEnd() };
  return { exit, json: JSON.parse(out, withoutInput) as unknown };
}

/**
 * Makes a project of one bridge and synthesizes it; whether its proof holds is asked later.
 * @throws Error with what is wrong when the file is
 */
export async function synthesizeIn(
  folder: string,
  bridge: { readonly name: string; readonly text: string },
): Promise<void> {
  mkdirSync(join(folder, "bridges"), { recursive: true });
  writeFileSync(join(folder, "bridges", `${bridge.name}.yaml`), bridge.text);
  const io = captureIo(folder);
  if ((await main(["synth"], io)) === 2) throw new Error(io.err() + io.out());
}

/** Terraform's JSON of a bridge that was synthesized there. */
export function stackText(folder: string, name: string): string {
  return readFileSync(join(folder, "cdktf.out/stacks", name, "cdk.tf.json"), "utf8");
}
