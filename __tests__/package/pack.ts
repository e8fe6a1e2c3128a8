import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readdirSync, symlinkSync } from "node:fs";
import { dirname, join } from "node:path";

const PROJECT = join(__dirname, "../..");

/** What package.json calls the files of `exports`, and what each is built of. */
const ENTRIES = { index: "src/index.ts", judge: "src/judge.ts", jest: "src/jest.ts" };

/** Builds the three entries; in a process of its own, for esbuild wants the real globals. */
const BUNDLE = `
  require("esbuild").buildSync({
    entryPoints: ${JSON.stringify(ENTRIES)}, outdir: process.argv[1], bundle: true, platform: "node", target: "node20",
    format: "cjs", external: ["cdktf", "constructs", "@cdktf/provider-aws"], logLevel: "error",
  });
`;

function run(folder: string, command: string, args: readonly string[]): string {
  return execFileSync(command, args, { cwd: folder, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
}

const node = (folder: string, ...args: string[]): string => run(folder, process.execPath, args);

/** A program of a package that the project has. */
const program = (path: string): string => join(PROJECT, "node_modules", path);

/**
 * Packs the project as it is to be published.
 * @param folder where it is built and packed
 * @returns the tarball's path
 */
export function pack(folder: string): string {
  const staged = join(folder, "staged");
  mkdirSync(staged);
  for (const name of [
    "package.json",
    "LICENSE",
    "README.md",
    "CHANGELOG.md",
    "SECURITY.md",
    "bin",
    "modules",
    "schema",
  ])
    if (existsSync(join(PROJECT, name))) cpSync(join(PROJECT, name), join(staged, name), { recursive: true });
  node(PROJECT, "-e", BUNDLE, join(staged, "dist/package"));
  node(
    PROJECT,
    program("typescript/bin/tsc"),
    "--project",
    "tsconfig.build.json",
    "--outDir",
    join(staged, "dist/types"),
  );
  run(staged, "npm", ["pack", "--ignore-scripts", "--silent"]);
  const tarball = readdirSync(staged).find((name) => name.endsWith(".tgz"));
  if (!tarball) throw new Error("npm pack has left no tarball");
  return join(staged, tarball);
}

/** Packages that an example is given from the project's own: the AWS provider alone has hundreds of megabytes. */
function link(folder: string, names: readonly string[]): void {
  for (const name of names) {
    const place = join(folder, "node_modules", name);
    mkdirSync(dirname(place), { recursive: true });
    symlinkSync(program(name), place, "dir");
  }
}

/** A project of somebody else, with the package installed out of its tarball. */
export class Example {
  readonly folder: string;

  /** @param linked packages that it finds beside the tarball's */
  constructor(parent: string, name: string, tarball: string, linked: readonly string[]) {
    this.folder = join(parent, name);
    cpSync(join(PROJECT, "examples", name), this.folder, { recursive: true });
    // What the example itself depends on is linked afterwards: npm would take the links away.
    const own = join(this.folder, "package.json");
    const manifest = join(this.folder, "package.example.json");
    cpSync(own, manifest);
    run(this.folder, "npm", ["pkg", "delete", "dependencies", "devDependencies"]);
    const quiet = ["--no-audit", "--no-fund", "--no-save", "--silent", "--prefer-offline", "--ignore-scripts"];
    run(this.folder, "npm", ["install", ...quiet, "--legacy-peer-deps", tarball]);
    cpSync(manifest, own);
    link(this.folder, linked);
  }

  /** Runs a program of a package with Node. */
  run(path: string, ...args: string[]): string {
    return node(this.folder, join(this.folder, path), ...args);
  }

  /** Checks the types, and writes JavaScript unless told not to. */
  compile(...args: string[]): string {
    return node(this.folder, program("typescript/bin/tsc"), ...args);
  }
}
