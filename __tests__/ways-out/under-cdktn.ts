import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PROJECT } from "../support/bridges";
import { WHY_NO_PLAN } from "../support/terraform";

/** What takes the place of cdktf, with a lock file of its own. */
const MANIFEST = join(PROJECT, "ways-out/cdktn");
const OWN = join(PROJECT, "node_modules");
/** All that is synthesized, and what the tests of constructs and stacks need beside it. */
const SOURCES =
  "src .gen bin bridges docs examples modules schema build.js cdktf.json jest.config.js main.ts package.json setup.js tsconfig.json";

/** The tests with what they import; recorded data are others' alone, and many megabytes. */
const isTest = (path: string): boolean =>
  statSync(path).isDirectory() || path.endsWith(".ts") || path.includes("/constructs/");

/** What each of these packages brings along is its own: it must not find the project's cdktf beside it. */
const replaced = (name: string): boolean => name.startsWith(".") || /^(@cdktf|@cdktn|cdktf|constructs)/.test(name);

/** Names in a node_modules folder, those of a scope with the scope in front. */
function packagesIn(folder: string): string[] {
  return readdirSync(folder).flatMap((name) =>
    name.startsWith("@") ? readdirSync(join(folder, name)).map((one) => `${name}/${one}`) : [name],
  );
}

/** The other packages are the project's own, by links: what differs is cdktf and its bindings alone. */
function linkOthers(folder: string): void {
  const others = packagesIn(OWN).filter((name) => !replaced(name) || name === "@cdktn/hcl2json");
  for (const name of others) {
    const place = join(folder, name);
    if (existsSync(place)) continue;
    mkdirSync(join(place, ".."), { recursive: true });
    symlinkSync(join(OWN, name), place, "dir");
  }
}

const QUIET = "--ignore-scripts --no-audit --no-fund --no-progress --loglevel=error".split(" ");

/** Whether npm's registry can't be reached, where CI is not set: there the installation fails and says why. */
function isOffline(output: string): boolean {
  const words = /\b(ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|ENOTCACHED)\b/;
  return process.env["CI"] === undefined && words.test(output);
}

/**
 * A node_modules folder with cdktn and its bindings, made once for each lock file.
 * @returns undefined where npm can't be reached
 * @throws Error with npm's own words
 */
function installed(): string | undefined {
  const lock = readFileSync(join(MANIFEST, "package-lock.json"));
  const key = createHash("sha256").update(lock).digest("hex").slice(0, 16);
  const folder = join(OWN, ".cache/overlap-bridge", `cdktn-${key}`);
  if (existsSync(folder)) return join(folder, "node_modules");
  const draft = `${folder}.${process.pid}`;
  cpSync(MANIFEST, draft, { recursive: true });
  try {
    const { status, stdout, stderr } = spawnSync("npm", ["ci", ...QUIET], { cwd: draft, encoding: "utf8" });
    if (status !== 0 && isOffline(stderr)) return undefined;
    if (status !== 0) throw new Error(`npm ci in ways-out/cdktn exited ${status}\n${stdout}\n${stderr}`);
    renameSync(draft, folder);
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
  return join(folder, "node_modules");
}

export interface Run {
  readonly status: number | null;
  readonly output: string;
}

/** A temporary copy of the project in which `cdktf` is cdktn. */
export class UnderCdktn {
  readonly folder = mkdtempSync(join(tmpdir(), "overlap-cdktn-"));

  private constructor(packages: string) {
    for (const name of SOURCES.split(" ")) cpSync(join(PROJECT, name), join(this.folder, name), { recursive: true });
    cpSync(join(PROJECT, "__tests__"), join(this.folder, "__tests__"), { recursive: true, filter: isTest });
    const own = join(this.folder, "node_modules");
    mkdirSync(own);
    // One link for each: what is installed finds what it brought along by its real place.
    for (const name of packagesIn(packages).filter((one) => !one.startsWith("."))) {
      mkdirSync(join(own, name, ".."), { recursive: true });
      symlinkSync(join(packages, name), join(own, name), "dir");
    }
    linkOthers(own);
  }

  /** @returns undefined where npm can't be reached */
  static make(): UnderCdktn | undefined {
    const packages = installed();
    return packages === undefined ? undefined : new UnderCdktn(packages);
  }

  /** Name and version of the package that is found under a name. */
  found(name: string): string {
    const text = readFileSync(join(this.folder, "node_modules", name, "package.json"), "utf8");
    const { name: real, version } = JSON.parse(text) as { name: string; version: string };
    return `${real}@${version}`;
  }

  /** Checks the types of all that is synthesized, of the judge, and of the tests that run here. */
  typeCheck(): Run {
    const include = ["main.ts", "src", ".gen", "__tests__/constructs", "__tests__/stacks"];
    writeFileSync(join(this.folder, "tsconfig.way.json"), JSON.stringify({ extends: "./tsconfig.json", include }));
    return this.node("node_modules/typescript/bin/tsc", "--noEmit", "-p", "tsconfig.way.json");
  }

  /** Starts a program with Node.js in the copy. */
  node(...args: string[]): Run {
    return this.nodeIn(process.env, ...args);
  }

  /** Runs tests. No provider of version 6 is at hand, so those for which Terraform has to plan are skipped. */
  jest(...args: string[]): Run {
    const program = ["node_modules/jest/bin/jest.js", "--maxWorkers=2", ...args];
    return this.nodeIn({ ...process.env, [WHY_NO_PLAN]: "there is no AWS provider 6 at hand" }, ...program);
  }

  private nodeIn(env: NodeJS.ProcessEnv, ...args: string[]): Run {
    const run = spawnSync(process.execPath, args, { cwd: this.folder, env, encoding: "utf8", maxBuffer: 1 << 28 });
    return { status: run.status, output: `${run.stdout}${run.stderr}` };
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
