import { spawn, spawnSync } from "node:child_process";
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const REPOSITORY = resolve(__dirname, "../..");
const SUCRASE = join(REPOSITORY, "node_modules/sucrase");
const { version } = JSON.parse(readFileSync(join(SUCRASE, "package.json"), "utf8")) as { version: string };
const ARGS = ["-r", "./src/cli/typescript.js", "./source.ts"];

describe("TypeScript sources", () => {
  let project: string;
  let cache: string;

  beforeEach(() => {
    project = mkdtempSync(join(tmpdir(), "overlap-cache-"));
    cache = join(project, "node_modules/.cache/overlap-bridge");
    mkdirSync(join(project, "src/cli"), { recursive: true });
    mkdirSync(join(project, "node_modules"));
    symlinkSync(SUCRASE, join(project, "node_modules/sucrase"));
    cpSync(join(REPOSITORY, "src/cli/typescript.js"), join(project, "src/cli/typescript.js"));
    writeSource("first");
  });
  afterEach(() => rmSync(project, { recursive: true, force: true }));

  const source = (): string => join(project, "source.ts");
  const pack = (): string => join(cache, "source.pack");

  function writeSource(text: string, exitCode = 0): void {
    writeFileSync(
      source(),
      `const text: string = "${text}";\nprocess.stdout.write(text);\nprocess.exitCode = ${exitCode};\n`,
    );
  }

  function run(env: Record<string, string> = {}): string {
    const options = { cwd: project, encoding: "utf8", env: { ...process.env, ...env } } as const;
    const result = spawnSync(process.execPath, ARGS, options);
    expect(result.stderr).toBe("");
    return result.stdout;
  }

  /** Instead of sucrase: a package that makes the same of every source. */
  function replaceSucrase(own: string, code: string): void {
    const folder = join(project, "node_modules/sucrase");
    rmSync(folder);
    mkdirSync(folder);
    writeFileSync(join(folder, "package.json"), JSON.stringify({ name: "sucrase", version: own, main: "index.js" }));
    writeFileSync(join(folder, "index.js"), `exports.transform = () => ({ code: ${JSON.stringify(code)} });`);
  }

  test("runs what it kept", () => {
    expect(run()).toBe("first");
    expect(readdirSync(cache)).toEqual(["source.pack"]);
    replaceSucrase(version, 'process.stdout.write("made again")');
    expect(run()).toBe("first");
    expect(run({ OVERLAP_TRANSPILE_CACHE: "off" })).toBe("made again");
  });

  test("makes all again for another sucrase", () => {
    run();
    replaceSucrase(`${version}-other`, 'process.stdout.write("made again")');
    expect(run()).toBe("made again");
  });

  test("sees a changed source, also one of the same size and time, and keeps one file of it", () => {
    run();
    const { atime, mtime } = statSync(source());
    writeSource("other");
    utimesSync(source(), atime, mtime);
    expect(run()).toBe("other");
    expect(run()).toBe("other");
    writeSource("second");
    expect(run()).toBe("second");
    expect(readdirSync(cache)).toEqual(["source.pack"]);
  });

  test.each([
    ["cut short", (bytes: Buffer) => bytes.subarray(0, 40)],
    ["empty", () => Buffer.alloc(0)],
    ["garbled", (bytes: Buffer) => bytes.map((byte, i) => (i === bytes.length >> 1 ? byte ^ 1 : byte))],
    ["sealed for other bytes", (bytes: Buffer) => Buffer.concat([bytes.subarray(0, 32), Buffer.from("other")])],
  ])("transpiles again when what was kept is %s, and keeps that", (_, spoil) => {
    run();
    const whole = readFileSync(pack());
    writeFileSync(pack(), spoil(whole));
    expect(run()).toBe("first");
    expect(readFileSync(pack()).length).toBeGreaterThan(whole.length / 2);
  });

  test("keeps again after a run that came further than one of bad input", () => {
    writeSource("bad", 2);
    run();
    const first = statSync(pack()).ino;
    run();
    expect(statSync(pack()).ino).toBe(first);
    writeSource("good");
    run();
    const second = statSync(pack()).ino;
    expect(second).not.toBe(first);
    run();
    expect(statSync(pack()).ino).toBe(second);
  });

  test("does without where nothing can be kept", () => {
    writeFileSync(join(project, "node_modules/.cache"), "in the way");
    expect(run()).toBe("first");
    expect(run()).toBe("first");
  });

  test("several processes may keep at once", async () => {
    const one = (): Promise<string> =>
      new Promise((done) => {
        const child = spawn(process.execPath, ARGS, { cwd: project });
        let text = "";
        child.stdout.on("data", (data: Buffer) => (text += data.toString()));
        child.on("close", (code) => done(`${code} ${text}`));
      });
    expect(await Promise.all([one(), one(), one(), one()])).toEqual(Array.from({ length: 4 }, () => "0 first"));
    expect(readdirSync(cache)).toEqual(["source.pack"]);
    replaceSucrase(version, "");
    expect(run()).toBe("first");
  });
});
