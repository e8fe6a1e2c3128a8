import { spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  chmodSync,
  chownSync,
  cpSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { crc32 } from "node:zlib";

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

  const NOBODY = 65534;
  const isRoot = process.getuid?.() === 0;
  const around = (): string => join(project, "node_modules/.cache");
  const elsewhere = (): string => join(project, "elsewhere");
  /** Moves something away and puts a link to it in its place. */
  const linked = (path: string): void => {
    renameSync(path, elsewhere());
    symlinkSync(elsewhere(), path);
  };
  /** Code in place of the kept one, as long as that. */
  const tampered = (bytes: Buffer): Buffer => {
    const at = bytes.indexOf('const text = "first"');
    expect(at).toBeGreaterThan(0);
    bytes.write("other", at + 'const text = "'.length);
    return bytes;
  };
  const resealed = (bytes: Buffer): Buffer => {
    bytes.writeUInt32LE(crc32(bytes.subarray(4)), 0);
    return bytes;
  };

  const ATTACKS: readonly (readonly [string, () => void, boolean?])[] = [
    ["in a folder that a group may write", () => chmodSync(cache, 0o770)],
    ["in a folder that anybody may write", () => chmodSync(cache, 0o707)],
    ["in a folder around which a group may write", () => chmodSync(around(), 0o775)],
    ["in a folder around which anybody may write, but for names", () => chmodSync(around(), 0o1777)],
    ["writable for a group", () => chmodSync(pack(), 0o620)],
    ["writable for anybody", () => chmodSync(pack(), 0o602)],
    ["somebody else's", () => chownSync(pack(), NOBODY, NOBODY), true],
    ["in somebody else's folder", () => chownSync(cache, NOBODY, NOBODY), true],
    ["around its folder somebody else's", () => chownSync(around(), NOBODY, NOBODY), true],
    ["in a folder that is a link", () => linked(cache)],
    ["in a folder below a link", () => linked(around())],
    ["a link", () => linked(pack())],
    ["tampered with", () => writeFileSync(pack(), tampered(readFileSync(pack())))],
    ["tampered with, and has a right checksum", () => writeFileSync(pack(), resealed(tampered(readFileSync(pack()))))],
  ];
  const possible = ATTACKS.filter(([, , needsRoot]) => isRoot || needsRoot !== true).map(
    ([is, attack]) => [is, attack] as const,
  );
  test.each(possible)("takes nothing from a pack that is %s", (_, attack) => {
    run();
    attack();
    replaceSucrase('process.stdout.write("made again")');
    expect(run()).toBe("made again");
  });

  test.each(possible.slice(0, -2))("writes nothing where a pack would be %s", (is, attack) => {
    run();
    attack();
    const bytes = readFileSync(pack());
    const [before, folder] = [lstatSync(pack()), readdirSync(cache)];
    writeSource("other");
    expect(run()).toBe("other");
    // One that only a group may write is the user's own, and is written anew.
    if (/^writable/.test(is)) return;
    expect(readFileSync(pack()).equals(bytes)).toBe(true);
    expect([lstatSync(pack()).ino, readdirSync(cache)]).toEqual([before.ino, folder]);
  });

  test.each([
    ["a pipe", (path: string) => spawnSync("mkfifo", [path])],
    ["a folder", (path: string) => mkdirSync(path)],
    ["a link to nothing", (path: string) => symlinkSync("nowhere", path)],
    ["a link to a device", (path: string) => symlinkSync("/dev/zero", path)],
  ])("leaves %s alone that stands in a pack's place", (_, put) => {
    mkdirSync(cache, { recursive: true, mode: 0o700 });
    put(pack());
    const before = lstatSync(pack());
    for (let i = 0; i < 2; i++) expect(run()).toBe("first");
    expect([lstatSync(pack()).ino, lstatSync(pack()).mode]).toEqual([before.ino, before.mode]);
    expect(readdirSync(cache)).toEqual(["source.pack"]);
  });

  test.each(["000", "002", "077", "377"])("keeps for the user alone, with umask %s", (umask) => {
    const command = `umask ${umask}; exec "${process.execPath}" ${ARGS.join(" ")}`;
    for (let i = 0; i < 2; i++)
      expect(spawnSync("sh", ["-c", command], { cwd: project, encoding: "utf8" }).stdout).toBe("first");
    const modes = [around(), cache, pack()].map((path) => (lstatSync(path).mode & 0o777).toString(8));
    expect(modes).toEqual(["700", "700", "600"]);
    replaceSucrase("");
    expect(run()).toBe("first");
  });

  test("is not hindered by drafts of processes that were killed", () => {
    run();
    const drafts = [`source.pack.${process.pid}`, "source.pack.0123456789abcdef"];
    for (const draft of drafts) writeFileSync(join(cache, draft), "half");
    writeSource("other");
    for (let i = 0; i < 2; i++) expect(run()).toBe("other");
    expect(readdirSync(cache).sort()).toEqual(["source.pack", ...drafts].sort());
    replaceSucrase("");
    expect(run()).toBe("other");
  });

  (isRoot ? test : test.skip)(
    "leaves nothing of root's in somebody else's project, and takes what root kept for all",
    () => {
      chownSync(join(project, "node_modules"), NOBODY, NOBODY);
      expect(run()).toBe("first");
      expect(readdirSync(join(project, "node_modules"))).toEqual(["sucrase"]);
      chownSync(join(project, "node_modules"), 0, 0);
      expect(run()).toBe("first");
      for (const path of [project, around(), cache]) chmodSync(path, 0o755);
      chmodSync(pack(), 0o644);
      replaceSucrase('process.stdout.write("made again")');
      const as = ["--reuid", String(NOBODY), "--regid", String(NOBODY), "--clear-groups", process.execPath, ...ARGS];
      expect(spawnSync("setpriv", as, { cwd: project, encoding: "utf8" })).toMatchObject({
        stdout: "first",
        stderr: "",
      });
    },
  );

  test("is sealed by its content", () => {
    run();
    const bytes = readFileSync(pack());
    expect(createHash("sha256").update(bytes.subarray(32)).digest().equals(bytes.subarray(0, 32))).toBe(true);
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
