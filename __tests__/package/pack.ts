import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, symlinkSync } from "node:fs";
import { dirname, join } from "node:path";

const PROJECT = join(__dirname, "../..");

function run(folder: string, command: string, args: readonly string[]): string {
  return execFileSync(command, args, { cwd: folder, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
}

const node = (folder: string, ...args: string[]): string => run(folder, process.execPath, args);

/** A program of a package that the project has. */
const program = (path: string): string => join(PROJECT, "node_modules", path);

/**
 * Packs the project as it is published.
 * @returns the tarball's path
 */
export function pack(folder: string): string {
  return node(PROJECT, ".ci/package.js", folder).trim();
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

  /**
   * @param linked packages that it finds beside the tarball's
   * @param at its folder's name
   */
  constructor(parent: string, name: string, tarball: string, linked: readonly string[], at = name) {
    this.folder = join(parent, at);
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
