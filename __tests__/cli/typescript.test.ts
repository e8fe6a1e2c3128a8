import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const REPOSITORY = resolve(__dirname, "../..");

describe("TypeScript sources", () => {
  let project: string;
  let cache: string;

  beforeEach(() => {
    project = mkdtempSync(join(tmpdir(), "overlap-cache-"));
    cache = join(project, "node_modules/.cache/overlap-bridge");
    mkdirSync(join(project, "src/cli"), { recursive: true });
    mkdirSync(join(project, "node_modules"));
    symlinkSync(join(REPOSITORY, "node_modules/sucrase"), join(project, "node_modules/sucrase"));
    cpSync(join(REPOSITORY, "src/cli/typescript.js"), join(project, "src/cli/typescript.js"));
    writeSource("first");
  });
  afterEach(() => rmSync(project, { recursive: true, force: true }));

  function writeSource(text: string): void {
    writeFileSync(join(project, "source.ts"), `const text: string = "${text}";\nprocess.stdout.write(text);\n`);
  }

  function run(env: Record<string, string> = {}): string {
    const args = ["-r", "./src/cli/typescript.js", "./source.ts"];
    const result = spawnSync(process.execPath, args, {
      cwd: project,
      encoding: "utf8",
      env: { ...process.env, ...env },
    });
    expect(result.stderr).toBe("");
    return result.stdout;
  }

  function keptFile(): string {
    const [name = ""] = readdirSync(cache);
    return join(cache, name);
  }

  test("runs what it kept", () => {
    expect(run()).toBe("first");
    expect(readdirSync(cache)).toEqual(["source.ts.js"]);
    writeFileSync(keptFile(), readFileSync(keptFile(), "utf8").replace('"first"', '"kept"'));
    expect(run()).toBe("kept");
    expect(run({ OVERLAP_TRANSPILE_CACHE: "off" })).toBe("first");
  });

  test("sees a changed source, and keeps one file of it", () => {
    run();
    writeSource("second");
    expect(run()).toBe("second");
    expect(run()).toBe("second");
    expect(readdirSync(cache)).toEqual(["source.ts.js"]);
  });

  test("transpiles again when a kept file is cut short", () => {
    run();
    writeFileSync(keptFile(), readFileSync(keptFile(), "utf8").slice(0, 20));
    expect(run()).toBe("first");
  });

  test("does without where nothing can be kept", () => {
    writeFileSync(join(project, "node_modules/.cache"), "in the way");
    expect(run()).toBe("first");
  });
});
