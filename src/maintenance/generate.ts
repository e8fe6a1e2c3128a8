import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { loadPlans } from "../address-plan/load-plans";
import { bridgeJsonSchema } from "../config/file-schema";
import { drawMermaid } from "../diagram";
import { OutputFault } from "../stacks/output-fault";
import { synthesize } from "../stacks/synthesize";
import { drawOptionsOf } from "../questions/draw-options";
import { faultLines } from "../cli/output/fault-lines";
import { EXIT, type Io, ioOn } from "../cli/output/io";
import { systemFault } from "../project/system-errors";
import { networkOf } from "../project/network-of";
import { BRIDGES_FOLDER, isRegularFile, isThere } from "../project/project";
import { typesTable, withTypesTable } from "./types-table";

const ADDRESSES_FOLDER = join(BRIDGES_FOLDER, "addresses");

/** Texts with pictures in them: what stands between the marks is drawn from the bridge that they name. */
const ILLUSTRATED = ["docs/network.md", "docs/ja/network.md"];
const PICTURE = /(<!-- drawn: ([A-Za-z0-9-]+) -->\n)[\s\S]*?(<!-- end of drawing -->)/g;

/** The page that prints the registry of types, and where all types of the provider are listed (`npm run generate:types`). */
const TYPES_PAGE = "docs/model.md";
const PROVIDER_TYPES = "__tests__/terraform/resource-types/provider-types.json";

interface Synthesized {
  readonly data?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly resource?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly module?: Readonly<Record<string, unknown>>;
}

/** The Terraform address of everything in a stack's JSON, sorted. A changed line means that something is destroyed and made again. */
export function addressesOf(stack: Synthesized): string[] {
  const typed = (prefix: string, block: Synthesized["resource"] = {}) =>
    Object.entries(block).flatMap(([type, named]) => Object.keys(named).map((name) => `${prefix}${type}.${name}`));
  const modules = Object.keys(stack.module ?? {}).map((name) => `module.${name}`);
  return [...typed("data.", stack.data), ...modules, ...typed("", stack.resource)].sort();
}

/** The schema without what only our own messages need. */
function editorSchema(): string {
  const onlyStandard = (key: string, value: unknown) =>
    (key === "rule" || key === "fix") && typeof value === "string" ? undefined : value;
  return `${JSON.stringify(bridgeJsonSchema(), onlyStandard, 2)}\n`;
}

/** The text with its pictures drawn anew; a mark that names no bridge is left as it is. */
export function illustrated(text: string, drawn: (bridge: string) => string | undefined): string {
  return text.replace(PICTURE, (whole, start: string, name: string, end: string) => {
    const mermaid = drawn(name);
    return mermaid === undefined ? whole : `${start}\n\`\`\`mermaid\n${mermaid}\`\`\`\n\n${end}`;
  });
}

/** The page with the registry of types, where the project has it. */
function pageOfTypes(cwd: string): [string, string][] {
  const [page, listed] = [textIn(join(cwd, TYPES_PAGE)), textIn(join(cwd, PROVIDER_TYPES))];
  if (page === undefined || listed === undefined) return [];
  const { types } = JSON.parse(listed) as { readonly types: readonly string[] };
  return [[TYPES_PAGE, withTypesTable(page, typesTable(types, join(cwd, "src/topology")))]];
}

/** Every generated file of the project below `cwd`, with what it should hold. */
function generatedFiles(cwd: string, io: Io): Map<string, string> | undefined {
  const { plans, faults } = loadPlans(join(cwd, BRIDGES_FOLDER));
  if (faults.length > 0) {
    io.stderr.lines(faultLines(faults));
    return undefined;
  }
  const files = new Map([[join(BRIDGES_FOLDER, "bridge.schema.json"), editorSchema()], ...pageOfTypes(cwd)]);
  const folder = mkdtempSync(join(tmpdir(), "overlap-generate-"));
  try {
    const stacks = synthesize(plans, folder);
    stacks.forEach((file, i) => {
      const stack = JSON.parse(readFileSync(file, "utf8")) as Synthesized;
      files.set(join(ADDRESSES_FOLDER, `${plans[i]?.name}.txt`), `${addressesOf(stack).join("\n")}\n`);
    });
    for (const file of ILLUSTRATED) {
      const text = textIn(join(cwd, file));
      if (text === undefined) continue;
      const drawn = (name: string): string | undefined => {
        const plan = plans.find((one) => one.name === name);
        const synthesized = plan && stacks[plans.indexOf(plan)];
        if (!plan || synthesized === undefined) return undefined;
        const network = networkOf(synthesized, synthesized, "synth", plan);
        return drawMermaid(network.walker, drawOptionsOf(network));
      };
      files.set(file, illustrated(text, drawn));
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return files;
}

/** Address lists of bridges that are gone. */
function strayFiles(cwd: string, wanted: ReadonlyMap<string, string>): string[] {
  const folder = join(cwd, ADDRESSES_FOLDER);
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .map((name) => join(ADDRESSES_FOLDER, name))
    .filter((file) => !wanted.has(file));
}

/** A generated file's text; undefined when there is none yet. @throws OutputFault when a pipe or the like is in its place */
function textIn(path: string): string | undefined {
  if (!isThere(path)) return undefined;
  if (!isRegularFile(path)) throw new OutputFault(path, "is no regular file; remove it and run this again");
  return readFileSync(path, "utf8");
}

/**
 * Writes the generated files: the JSON Schema for editors, the list of resource addresses per bridge, the pages' pictures,
 * and the table of types.
 * With `--check` it writes nothing and names those that are not up to date.
 * @returns 0, 1 when a file is not up to date, 2 when a bridge file has a fault
 */
export function runGenerate(args: readonly string[], io: Io): number {
  const cwd = io.cwd();
  const files = generatedFiles(cwd, io);
  if (!files) return EXIT.badInput;
  const outdated = [...files].filter(([file, content]) => textIn(join(cwd, file)) !== content);
  const stray = strayFiles(cwd, files);
  if (args.includes("--check")) {
    const names = [...outdated.map(([name]) => name), ...stray];
    io.stderr.lines(names.map((file) => `${file} is not up to date; run npm run generate and read the difference`));
    return outdated.length + stray.length > 0 ? EXIT.broken : EXIT.ok;
  }
  for (const [file, content] of outdated) {
    mkdirSync(dirname(join(cwd, file)), { recursive: true });
    writeFileSync(join(cwd, file), content);
    io.stdout.lines([`wrote ${file}`]);
  }
  for (const file of stray) {
    rmSync(join(cwd, file));
    io.stdout.lines([`removed ${file}`]);
  }
  return EXIT.ok;
}

/** What the system refuses is told in one line. */
function main(): number {
  const io = ioOn(process);
  try {
    return runGenerate(process.argv.slice(2), io);
  } catch (error) {
    const fault = systemFault(error);
    if (!fault) throw error;
    io.stderr.lines([`overlap: ${fault.message}`]);
    return EXIT.badInput;
  }
}

if (require.main === module) process.exitCode = main();
