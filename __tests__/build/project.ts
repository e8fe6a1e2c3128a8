import { spawn, spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";

const REPOSITORY = resolve(__dirname, "../..");
const ESBUILD = join(REPOSITORY, "node_modules/esbuild");

/** Whatever waits for a pipe's other end is killed after this many milliseconds. */
const PATIENCE = 60_000;

export interface Outcome {
  readonly exit: number | null;
  readonly out: string;
  readonly err: string;
}

/** Sources of a program as small as can be, where the build looks for them. */
const SOURCES: Readonly<Record<string, string>> = {
  "src/cli/overlap.ts":
    'import { word } from "./word";\nconst text: string = word;\nprocess.stdout.write(`${text} ${process.argv.slice(2).join()}`);\n',
  "src/cli/word/index.ts": 'export const word = "first";\n',
  "src/stacks/synthesize.ts": 'export const stacks = "stacks";\n',
  "src/address-plan/load-plans.ts": 'export const plans = "plans";\n',
  "main.ts":
    'import { plans } from "./src/address-plan/load-plans";\nimport { stacks } from "./src/stacks/synthesize";\nprocess.stdout.write(plans + stacks);\n',
  "src/index.ts": 'export const constructs = "constructs";\n',
  "src/judge.ts": 'export const judge = "judge";\n',
  "src/jest.ts": 'export const matchers = "matchers";\n',
  "package.json": "{}",
  "tsconfig.json": "{}",
};

/** A project of its own with this one's launcher and build. */
export class SmallProject {
  readonly folder = mkdtempSync(join(tmpdir(), "overlap-build-"));

  constructor() {
    for (const [path, text] of Object.entries(SOURCES)) this.write(path, text);
    for (const path of ["bin", "build.js"]) cpSync(join(REPOSITORY, path), this.path(path), { recursive: true });
    mkdirSync(this.path("node_modules"));
    this.installEsbuild();
  }

  path(path: string): string {
    return join(this.folder, path);
  }

  write(path: string, text: string): void {
    mkdirSync(dirname(this.path(path)), { recursive: true });
    writeFileSync(this.path(path), text);
  }

  installEsbuild(): void {
    symlinkSync(ESBUILD, this.path("node_modules/esbuild"));
  }

  /** Instead of esbuild: whatever is to be built then, this happens. */
  replaceEsbuild(code: string): void {
    rmSync(this.path("node_modules/esbuild"), { recursive: true });
    this.write("node_modules/esbuild/index.js", `const esbuild = require(${JSON.stringify(ESBUILD)});\n${code}`);
  }

  /** From now on nothing can be built. */
  removeEsbuild(): void {
    rmSync(this.path("node_modules/esbuild"), { recursive: true });
  }

  run(command: string, args: readonly string[]): Outcome {
    const { status, stdout, stderr } = spawnSync(command, args, {
      cwd: this.folder,
      encoding: "utf8",
      timeout: PATIENCE,
    });
    return { exit: status, out: stdout, err: stderr };
  }

  start(...args: string[]): Outcome {
    return this.run(process.execPath, [this.path("bin/overlap.js"), ...args]);
  }

  /** Starts the program in a process that others run beside. */
  startBeside(): Promise<Outcome> {
    return new Promise((done) => {
      const child = spawn(process.execPath, [this.path("bin/overlap.js")], { cwd: this.folder });
      let [out, err] = ["", ""];
      child.stdout.on("data", (data: Buffer) => (out += data.toString()));
      child.stderr.on("data", (data: Buffer) => (err += data.toString()));
      child.on("close", (exit) => done({ exit, out, err }));
    });
  }

  /** What lies in dist/, drafts included, but for what Node.js keeps there. */
  built(): string[] {
    const found = readdirSync(this.path("dist"), { recursive: true, encoding: "utf8" });
    return found.filter((path) => !path.startsWith(".compiled")).sort();
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
