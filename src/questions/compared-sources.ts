import { closeSync, openSync, readSync, statSync } from "node:fs";
import { isCapture } from "../account";
import { type Diff, diffOf, idsInPlan, type Source } from "../diff";
import { workOn } from "../limits";
import { hiding } from "../project/hiding";
import { readInput, toldOf } from "../project/network-of";
import { type Surroundings } from "../project/surroundings";
import { UserError } from "../project/user-error";
import { graphOfAny, InputFault, isPlanFile, kindOf, parseJson, readBytes, STDIN, textOf } from "../terraform";
import { fileNamed } from "./named-file";
import { readPlanInput, tellDisagreements } from "./plan-input";

/** What is compared on one side: a file or folder of any kind, and what else of the account belongs to it. */
interface SideNamed {
  readonly name: string;
  /** More captures or folders of the same side. */
  readonly accounts: readonly string[];
}

/** By what the beginning of a file tells that it is no JSON of Terraform's: gzip, and the key that a capture begins with. */
const GZIP = Buffer.from([0x1f, 0x8b]);
const CAPTURE = /^\uFEFF?\s*\{\s*"overlap_capture"\s*:/;
const HEAD = 4096;

const HOW_TO =
  "give a cdk.tf.json, a plan, a state, what overlap capture wrote, or a folder of the AWS CLI's JSON outputs";

function headOf(path: string): Buffer {
  const head = Buffer.alloc(HEAD);
  let file: number | undefined;
  try {
    file = openSync(path, "r");
    return head.subarray(0, readSync(file, head, 0, HEAD, 0));
  } catch {
    // Told by whoever reads all of it.
    return Buffer.alloc(0);
  } finally {
    if (file !== undefined) closeSync(file);
  }
}

function isFolder(path: string): boolean {
  return path !== STDIN && (statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false);
}

/** What a name stands for, by its content. */
type Kind = "account" | "plan" | Source;

function kindAt(path: string, shown: string): Kind {
  if (isFolder(path)) return "account";
  if (path !== STDIN) {
    const head = headOf(path);
    if (head.subarray(0, 2).equals(GZIP) || CAPTURE.test(head.toString("utf8"))) return "account";
    if (isPlanFile(head)) return "plan";
  }
  return toldOf(shown, () => {
    const json = parseJson(textOf(readBytes(path, "any")), shown, "any");
    if (isCapture(json)) return "account";
    const found = kindOf(json);
    if (found === "other") throw new InputFault("other-kind", `is JSON of another kind; ${HOW_TO}`, shown);
    if (found === "plan" && path !== STDIN) return "plan";
    return { graph: graphOfAny(json, shown), shown, ...(found === "plan" && { ids: idsInPlan(json) }) };
  });
}

async function accountAt(io: Surroundings, names: readonly string[]): Promise<Source> {
  const { readAccountInput } = await import("./account-input");
  const { graph, shown, coverage } = readAccountInput(io, names);
  return { graph, shown, places: coverage };
}

/** Reads one side. @throws UserError with one line that says what and what to do */
async function readSide(io: Surroundings, { name, accounts }: SideNamed, config?: string): Promise<Source> {
  const { path, shown } = fileNamed(io, name);
  const kind = kindAt(path, shown);
  if (kind === "account") return accountAt(io, [name, ...accounts]);
  if (accounts.length > 0)
    throw new UserError(
      { rule: "other-kind", input: shown },
      `${shown}: is no account's; what is judged together with ${accounts.join(", ")} is captures and folders of the AWS CLI's outputs`,
    );
  if (kind !== "plan") return kind;
  const input = await readPlanInput(io, name, isPlanFile(headOf(path)) ? undefined : config);
  const { graph } = readInput(input);
  tellDisagreements(io, shown, graph);
  return { graph, shown, ids: idsInPlan(input.json) };
}

/** What is compared, and where the sources of plans are. */
export interface Compared {
  readonly before: SideNamed;
  readonly after: SideNamed;
  readonly config?: string;
}

/**
 * What differs between two sources of any kind.
 * @throws UserError with one line that says what and what to do
 */
export async function diffNamed(io: Surroundings, { before, after, config }: Compared): Promise<Diff> {
  if (before.name === STDIN && after.name === STDIN)
    throw new UserError(
      { rule: "stdin-twice", input: "before after" },
      `before and after can't both be ${STDIN}: standard input is read once; give one a file`,
    );
  const first = await readSide(io, before, config);
  const second = await readSide(io, after, config);
  if (config !== undefined && ![first, second].some(({ graph }) => graph.kind === "plan"))
    throw new UserError(
      { rule: "config-without-plan", input: "--config" },
      "--config names the sources of a plan; neither of the two is one",
    );
  return toldOf(`${first.shown}, ${second.shown}`, () => {
    workOn(`${first.shown}, ${second.shown}`);
    return hiding(first.graph.secrets, () => hiding(second.graph.secrets, () => diffOf(first, second)));
  });
}
