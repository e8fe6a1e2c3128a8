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
    for (const file of ["src/cli/typescript.js", "src/cli/pack.js"])
      cpSync(join(REPOSITORY, file), join(project, file));
    writeSource("first");
  });
  afterEach(() => rmSync(project, { recursive: true, force: true }));

  const source = (): string => join(project, "source.ts");
  const pack = (): string => join(cache, "source.pack");

  function writeSource(text: string): void {
    const lines = [
      `const text: string = "${text}";`,
      "process.stdout.write(text);",
      'if (process.env["THROWS"]) throw new Error("thrown");',
      'process.exitCode = Number(process.env["EXIT"] ?? 0);',
    ];
    writeFileSync(source(), `${lines.join("\n")}\n`);
  }

  function start(env: Record<string, string> = {}) {
    return spawnSync(process.execPath, ARGS, { cwd: project, encoding: "utf8", env: { ...process.env, ...env } });
  }

  function run(env: Record<string, string> = {}): string {
    const { stdout, stderr } = start(env);
    expect(stderr).toBe("");
    return stdout;
  }

  /** Instead of sucrase: a package that makes the same of every source. */
  function replaceSucrase(code: string, version?: string): void {
    const folder = join(project, "node_modules/sucrase");
    rmSync(folder);
    mkdirSync(join(folder, "dist"), { recursive: true });
    const own = readFileSync(join(SUCRASE, "package.json"), "utf8");
    writeFileSync(
      join(folder, "package.json"),
      version ? own.replace(/"version": ".*"/, `"version": "${version}"`) : own,
    );
    writeFileSync(join(folder, "dist/index.js"), `exports.transform = () => ({ code: ${JSON.stringify(code)} });`);
  }

  test("runs what it kept", () => {
    expect(run()).toBe("first");
    expect(readdirSync(cache)).toEqual(["source.pack"]);
    replaceSucrase('process.stdout.write("made again")');
    for (let i = 0; i < 3; i++) expect(run()).toBe("first");
    expect(run({ OVERLAP_TRANSPILE_CACHE: "off" })).toBe("made again");
  });

  test("makes all again for another sucrase", () => {
    run();
    replaceSucrase('process.stdout.write("made again")', "99.0.0");
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

  test("keeps what V8 compiled in a run that was not cut short by bad input", () => {
    const kept = (): number => statSync(pack()).size;
    run();
    const sources = kept();
    run({ EXIT: "2" });
    expect(kept()).toBe(sources);
    run();
    const compiled = kept();
    expect(compiled).toBeGreaterThan(sources);
    run();
    expect(kept()).toBe(compiled);
  });

  test("errors point to the source, whether it was kept or not", () => {
    for (let i = 0; i < 3; i++) expect(start({ THROWS: "1" }).stderr).toContain(`${source()}:3`);
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
    replaceSucrase("");
    expect(run()).toBe("first");
  });
});
