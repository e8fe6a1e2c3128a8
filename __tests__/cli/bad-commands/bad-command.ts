import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { type Ended, run } from "../../../src/cli/main";
import { type Refusal } from "../../../src/project/user-error";
import { bridgeText, PROJECT } from "../../support/bridges";
import { captureIo } from "../../support/io";
import { type Named } from "../../support/told";

/** A command line, or an input, that a command refuses with one line and exit code 2. */
export interface BadCommand extends Named {
  readonly args: readonly string[];
  readonly refusal: Refusal;
  /** What lies in the project besides {@link makeProject}'s bridge and stack, by path. */
  readonly files?: Readonly<Record<string, string | Buffer>>;
}

/** A network of the project, to ask questions of. */
export const HUB = "hub.tf.json";
const NETWORK = join(PROJECT, "__tests__/reachability/networks/hub-and-spoke-default-tables.tf.json");

/** A project with the article's bridge, its stack, a network, and a folder in the place of a file. */
export async function makeProject(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), "overlap-bad-commands-"));
  mkdirSync(join(folder, "bridges/sub.svg"), { recursive: true });
  writeFileSync(join(folder, "bridges/article.yaml"), bridgeText("article"));
  copyFileSync(NETWORK, join(folder, HUB));
  const { exit } = await run(["synth"], captureIo(folder));
  if (exit !== 0) throw new Error("the project can't be synthesized");
  return folder;
}

/** How the command ended, and what it printed. */
export interface Outcome extends Ended {
  readonly out: string;
  readonly err: string;
}

/** Runs the command in the project; its own files are gone afterwards. */
export async function outcomeOf({ args, files = {} }: BadCommand, folder: string): Promise<Outcome> {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
  try {
    const io = captureIo(folder);
    return { ...(await run(args, io)), out: io.out(), err: io.err() };
  } finally {
    for (const path of Object.keys(files)) rmSync(join(folder, path));
  }
}
