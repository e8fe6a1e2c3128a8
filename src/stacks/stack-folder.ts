import { createHash } from "node:crypto";
import { lstatSync, readdirSync, readFileSync } from "node:fs";
import { basename, join, posix, resolve } from "node:path";
import { type BridgeConfig } from "../config/schema";
import { FORMATS } from "./stack-file";
import { OutputFault } from "./output-fault";
import { keepsStateAt } from "./state-place";
import { unjudgedIn } from "./unjudged";

/** Where cdktf copies the HCL modules to that a stack calls, in the stack's folder. */
export const MODULES_FOLDER = "assets";
/** This project's own modules; a stack calls no others. */
const OWN_MODULES = resolve(__dirname, "../../modules");

/** A file of a module that a stack calls. */
export interface ModuleFile {
  /** From the stack's folder, with slashes. */
  readonly path: string;
  /** In hexadecimal digits. */
  readonly sha256: string;
}

/**
 * How files are named that Terraform and OpenTofu read in a folder without being told to: configuration, overrides
 * included, tests, which `init` and `validate` read too, and values of variables (Terraform: Files and Configuration
 * Structure; Tests; Variable Definitions Files).
 */
const READ_ENDINGS = [
  ...[".tf", ".tf.json", ".tofu", ".tofu.json"],
  ...["tftest", "tofutest", "tfquery"].flatMap((one) => [`.${one}.hcl`, `.${one}.json`]),
];
const VALUES_ENDINGS = [".auto.tfvars", ".auto.tfvars.json"];
/** And what keeps files from an upload (HCP Terraform: Exclude files from upload with .terraformignore). */
const READ_NAMES = ["terraform.tfvars", "terraform.tfvars.json", ".terraformignore"];
/** Where `init` and `validate` look for tests besides. */
const TESTS_FOLDER = "tests";

const endsWithOne = (name: string, endings: readonly string[]): boolean => endings.some((one) => name.endsWith(one));

/** Whether Terraform reads an entry of a folder by itself; a name may hold any character, line ends included. */
function isReadByItself(name: string): boolean {
  if (READ_NAMES.includes(name) || endsWithOne(name, VALUES_ENDINGS)) return true;
  return !name.startsWith(".") && endsWithOne(name, READ_ENDINGS);
}

function namesIn(folder: string): string[] {
  const there = lstatSync(folder, { throwIfNoEntry: false });
  return there?.isDirectory() ? readdirSync(folder).sort() : [];
}

/**
 * Refuses a link where a folder belongs: what it leads to may be anybody's, and change between two looks at it.
 * @throws OutputFault
 */
export function refuseLink(folder: string): void {
  if (lstatSync(folder, { throwIfNoEntry: false })?.isSymbolicLink())
    throw new OutputFault(folder, "is a link, where a folder belongs; remove it and run this again");
}

/**
 * Refuses what somebody put into a stack's folder and Terraform would read along with the stack: it was not synthesized,
 * and nobody proves it. Lock file, plans and `.terraform` are left alone.
 * @param own the names that a synthesis writes, or clears
 * @throws OutputFault that names the first such file
 */
export function refuseForeign(folder: string, own: readonly string[]): void {
  refuseLink(folder);
  const tests = namesIn(join(folder, TESTS_FOLDER)).map((name) => join(TESTS_FOLDER, name));
  const foreign = [...namesIn(folder), ...tests].find((name) => isReadByItself(name) && !own.includes(name));
  if (foreign !== undefined)
    throw new OutputFault(
      join(folder, foreign),
      "Terraform would read it along with the stack, and nothing judges it; move it away, or work in a copy of the folder",
    );
}

/**
 * Refuses a stack that does more than what is judged.
 * @param file the stack's own
 * @param stack what is in it
 * @throws OutputFault that names the first thing
 */
export function refuseUnjudged(file: string, stack: string): void {
  const [found] = unjudgedIn(JSON.parse(stack) as Record<string, unknown>);
  if (found)
    throw new OutputFault(
      file,
      `${found.what} ${found.reason}; nothing judges it, and no synthesis writes it: take it out, or run npm start`,
    );
}

/**
 * Refuses a stack whose state is elsewhere than its bridge's file says.
 * @throws OutputFault
 */
export function refuseOtherState(file: string, stack: string, backend: BridgeConfig["backend"]): void {
  if (!keepsStateAt(JSON.parse(stack) as Record<string, unknown>, backend))
    throw new OutputFault(file, "keeps its state elsewhere than the bridge's backend says; run npm start");
}

/** Each module that a stack's JSON calls, and where from. */
function callsIn(stack: string): { name: string; source: unknown }[] {
  const { module = {} } = JSON.parse(stack) as { module?: Record<string, unknown> };
  return Object.entries(module)
    .filter(([name]) => name !== "//")
    .flatMap(([name, calls]) =>
      [calls].flat().map((call) => ({ name, source: (call as { source?: unknown } | null)?.source })),
    );
}

/** The contents of this project's own modules, by their files' names and contents. */
function ownModules(): ReadonlySet<string> {
  return new Set(namesIn(OWN_MODULES).map((name) => contentsOf(join(OWN_MODULES, name), "").key));
}

function contentsOf(folder: string, at: string): { key: string; files: ModuleFile[] } {
  const files = namesIn(folder).map((name): ModuleFile => {
    const place = join(folder, name);
    if (!lstatSync(place).isFile()) throw new OutputFault(place, "is not a regular file; remove it and run npm start");
    const sha256 = createHash("sha256").update(readFileSync(place)).digest("hex");
    return { path: posix.join(at, name), sha256 };
  });
  return { key: JSON.stringify(files.map(({ path, sha256 }) => [basename(path), sha256])), files };
}

/**
 * The files of the modules that a stack calls. Each must be, file by file, one of this project's own modules.
 * @param folder the stack's
 * @param stack its JSON
 * @throws OutputFault for any other module, since nothing judges what is in it
 */
export function modulesOf(folder: string, stack: string): ModuleFile[] {
  const files = new Map<string, ModuleFile>();
  for (const { name, source } of callsIn(stack)) {
    const place = typeof source === "string" ? posix.normalize(source) : "";
    const isInside = place.startsWith(`${MODULES_FOLDER}/`);
    const found = isInside ? contentsOf(join(folder, place), place) : undefined;
    if (!found || found.files.length === 0 || !ownModules().has(found.key))
      throw new OutputFault(
        isInside ? join(folder, place) : join(folder, FORMATS.json),
        `module ${name} is none of this project's modules, and nothing judges what is in it; run npm start, and remove it where it comes from`,
      );
    for (const file of found.files) files.set(file.path, file);
  }
  return [...files.values()];
}
