import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
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
import { serialize } from "node:v8";
import { crc32 } from "node:zlib";
import * as plans from "../../src/address-plan/load-plans";
import { main } from "../../src/cli/main";
import { OF_PLANS, OF_STACKS } from "../../src/cli/origin";
import { rememberedPlan } from "../../src/cli/remembered-plan";
import { bridgeText } from "../support/bridges";
import { captureIo } from "../support/io";

const REPOSITORY = resolve(__dirname, "../..");
let folder: string;
let cache: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "overlap-plans-"));
  cache = join(folder, "cache");
});
afterEach(() => {
  jest.restoreAllMocks();
  rmSync(folder, { recursive: true, force: true });
});

function write(text: string, name = "article"): string {
  const path = join(folder, `${name}.yaml`);
  writeFileSync(path, text);
  return path;
}

const kept = (): string[] => (existsSync(cache) ? readdirSync(cache) : []);

/** Writes a file anew with bytes of the same number, and the time it had. */
function rewrite(path: string, from: string | RegExp, to: string): void {
  const { atime, mtime, size } = statSync(path);
  const text = readFileSync(path, "utf8").replace(from, to);
  writeFileSync(path, text);
  expect(statSync(path).size).toBe(size);
  utimesSync(path, atime, mtime);
}

describe("a bridge's plan", () => {
  test.each(["article", "production"] as const)("of %s is remembered as it is made", async (name) => {
    const path = write(bridgeText(name), name);
    const made = plans.loadPlan(path);
    const load = jest.spyOn(plans, "loadPlan");
    expect(await rememberedPlan(cache, path)).toStrictEqual(made);
    expect(load).toHaveBeenCalledTimes(1);
    expect(await rememberedPlan(cache, path)).toStrictEqual(made);
    expect(load).toHaveBeenCalledTimes(1);
  });

  test("is the same object wherever it occurs in the plan", async () => {
    const path = write(bridgeText("production"), "production");
    await rememberedPlan(cache, path);
    const found = await rememberedPlan(cache, path);
    if (!("plan" in found)) throw new Error("the plan has faults");
    const { plan } = found;
    for (const table of plan.clientTables) {
      expect(plan.nats).toContain(table.nat);
      for (const subnet of table.subnets) expect(plan.clientSubnets.includes(subnet)).toBe(true);
    }
  });

  test("follows its file, also when size and time stay", async () => {
    const path = write(bridgeText("article", { "demo.web": undefined }));
    await rememberedPlan(cache, path);
    rewrite(path, "10.64.0.10", "10.64.0.11");
    const found = await rememberedPlan(cache, path);
    expect(found).toStrictEqual(plans.loadPlan(path));
    expect("plan" in found && found.plan.targets[0]?.address).toBe(0x0a40000b);
  });

  test("has the name of its own file", async () => {
    await rememberedPlan(cache, write(bridgeText("article"), "one"));
    expect(await rememberedPlan(cache, write(bridgeText("article"), "two"))).toMatchObject({ plan: { name: "two" } });
  });

  test("with a fault is not kept", async () => {
    const path = write(bridgeText("article").replace("10.64.0.10", "10.64.0"));
    expect(await rememberedPlan(cache, path)).toHaveProperty("faults");
    expect(await rememberedPlan(cache, join(folder, "none.yaml"))).toHaveProperty("faults");
    expect(kept()).toEqual([]);
  });

  test.each([
    ["cut short", (bytes: Buffer) => bytes.subarray(0, bytes.length - 1)],
    ["empty", () => Buffer.alloc(0)],
    ["garbled", (bytes: Buffer) => bytes.map((byte, i) => (i === bytes.length >> 1 ? byte ^ 1 : byte))],
  ])("is made again when what was kept is %s", async (_, spoil) => {
    const path = write(bridgeText("article"));
    const made = await rememberedPlan(cache, path);
    const [file = ""] = kept();
    writeFileSync(join(cache, file), spoil(readFileSync(join(cache, file))));
    expect(await rememberedPlan(cache, path)).toStrictEqual(made);
    expect(kept()).toEqual([file]);
  });

  const keptFile = (): string => join(cache, kept()[0] ?? "");
  /** What was kept with another plan in it, sealed as the program seals it. */
  const sealedWith = (value: unknown): void => {
    const bytes = readFileSync(keptFile());
    const end = 32 + 4 + bytes.readUInt32LE(32);
    const content = Buffer.concat([bytes.subarray(32, end), serialize(value)]);
    writeFileSync(keptFile(), Buffer.concat([createHash("sha256").update(content).digest(), content]));
  };
  const linked = (path: string): void => {
    renameSync(path, join(folder, "elsewhere"));
    symlinkSync(join(folder, "elsewhere"), path);
  };
  const tampered = (): Buffer => {
    const bytes = readFileSync(keptFile());
    const at = bytes.lastIndexOf("article");
    expect(at).toBeGreaterThan(0);
    bytes.write("ARTICLE", at);
    return bytes;
  };

  test("that was kept is what the seal is for", async () => {
    const path = write(bridgeText("article"));
    const made = await rememberedPlan(cache, path);
    if (!("plan" in made)) throw new Error("the plan has faults");
    sealedWith({ ...made.plan, name: "another" });
    expect(await rememberedPlan(cache, path)).toMatchObject({ plan: { name: "another" } });
  });

  const isRoot = process.getuid?.() === 0;
  test.each(
    (
      [
        ["in a folder that a group may write", () => chmodSync(cache, 0o770)],
        ["in a folder around which anybody may write", () => chmodSync(folder, 0o777)],
        ["writable for a group", () => chmodSync(keptFile(), 0o660)],
        ["somebody else's", () => chownSync(keptFile(), 65534, 65534), true],
        ["in somebody else's folder", () => chownSync(cache, 65534, 65534), true],
        ["in a folder that is a link", () => linked(cache)],
        ["a link", () => linked(keptFile())],
        ["tampered with", () => writeFileSync(keptFile(), tampered())],
        [
          "tampered with, and has a right checksum",
          () => {
            const bytes = tampered();
            bytes.writeUInt32LE(crc32(bytes.subarray(4)), 0);
            writeFileSync(keptFile(), bytes);
          },
        ],
        ["no plan but a map", () => sealedWith(new Map([["name", "article"]]))],
        ["no plan but a list", () => sealedWith([])],
        ["no plan but a text", () => sealedWith("article")],
        ["no plan but nothing", () => sealedWith(null)],
        ["a plan by its prototype alone", () => sealedWith(JSON.parse('{"__proto__":{"name":"article"}}'))],
      ] as (readonly [string, () => void, boolean?])[]
    ).flatMap(([is, attack, needsRoot]) => (isRoot || needsRoot !== true ? [[is, attack] as const] : [])),
  )("is made again when what was kept is %s", async (_, attack) => {
    const path = write(bridgeText("article"));
    const made = await rememberedPlan(cache, path);
    attack();
    const load = jest.spyOn(plans, "loadPlan");
    expect(await rememberedPlan(cache, path)).toStrictEqual(made);
    expect(load).toHaveBeenCalledTimes(1);
    expect(Object.getOwnPropertyNames(Object.prototype)).not.toContain("name");
  });

  test.each([
    ["a pipe", (path: string) => spawnSync("mkfifo", [path])],
    ["a folder", (path: string) => mkdirSync(path)],
    ["a link", (path: string) => symlinkSync("nowhere", path)],
  ])("is made each time where %s stands in its place, which stays", async (_, put) => {
    const path = write(bridgeText("article"));
    const made = await rememberedPlan(cache, path);
    const file = keptFile();
    rmSync(file);
    put(file);
    const before = lstatSync(file);
    expect(await rememberedPlan(cache, path)).toStrictEqual(made);
    expect([lstatSync(file).ino, lstatSync(file).mode]).toEqual([before.ino, before.mode]);
    expect(kept()).toHaveLength(1);
  });

  test("is kept for the user alone", async () => {
    await rememberedPlan(cache, write(bridgeText("article")));
    expect([cache, keptFile()].map((path) => (lstatSync(path).mode & 0o777).toString(8))).toEqual(["700", "600"]);
  });

  test("pushes out older ones alone, no file that only has such a name", async () => {
    mkdirSync(cache, { mode: 0o700 });
    const foreign = Array.from({ length: 40 }, (_, i) => `${String(i).padStart(16, "0")}.plan`);
    for (const name of [...foreign, "12ab.plan"]) writeFileSync(join(cache, name), "somebody's");
    await rememberedPlan(cache, write(bridgeText("article")));
    expect(kept()).toEqual(expect.arrayContaining([...foreign, "12ab.plan"]));
  });

  test("is made each time where nothing can be kept", async () => {
    writeFileSync(cache, "in the way");
    const path = write(bridgeText("article"));
    expect(await rememberedPlan(cache, path)).toStrictEqual(plans.loadPlan(path));
    expect(await rememberedPlan(undefined, path)).toStrictEqual(plans.loadPlan(path));
  });

  test("goes when there are many newer ones", async () => {
    for (let i = 0; i < 40; i++) await rememberedPlan(cache, write(bridgeText("article"), `bridge${i}`));
    expect(kept()).toHaveLength(32);
  });
});

/** A copy of the program, so that its sources can be changed; and a bridge, synthesized. */
describe("the program", () => {
  const overlap = (...args: string[]) => {
    const env = { PATH: process.env["PATH"], NO_COLOR: "1" };
    const command = [join(folder, "src/cli/overlap.js"), ...args];
    const { status, stdout, stderr } = spawnSync(process.execPath, command, { cwd: folder, env, encoding: "utf8" });
    return { exit: status, out: stdout, err: stderr };
  };

  beforeEach(async () => {
    cpSync(join(REPOSITORY, "src"), join(folder, "src"), { recursive: true });
    mkdirSync(join(folder, "node_modules"));
    for (const name of ["commander", "fastest-levenshtein", "picocolors", "string-width", "sucrase", "yaml", "zod"])
      symlinkSync(join(REPOSITORY, "node_modules", name), join(folder, "node_modules", name));
    mkdirSync(join(folder, "bridges"));
    writeFileSync(join(folder, "bridges/article.yaml"), bridgeText("article"));
    expect(await main(["synth"], captureIo(folder))).toBe(0);
  });

  test("says the same whether it remembers or not, and where it can't keep anything", () => {
    const first = overlap("verify", "article", "--json");
    expect(first).toMatchObject({ exit: 0, err: "" });
    expect(readdirSync(join(folder, "node_modules/.cache/overlap-bridge"))).toHaveLength(2);
    expect(overlap("verify", "article", "--json")).toEqual(first);
    rmSync(join(folder, "node_modules/.cache"), { recursive: true });
    writeFileSync(join(folder, "node_modules/.cache"), "in the way");
    expect(overlap("verify", "article", "--json")).toEqual(first);
  });

  test("takes every edit of its sources at once", () => {
    expect(overlap("verify", "article")).toMatchObject({ exit: 0 });
    expect(overlap("verify", "article").out).toContain("all 49 statements hold");
    rewrite(join(folder, "src/requirements/summary.ts"), "statements hold`;", "statements HOLD`;");
    expect(overlap("verify", "article").out).toContain("all 49 statements HOLD");
    // A rule of bridge files, which a remembered plan has no need to load.
    rewrite(join(folder, "src/config/load.ts"), "LONGEST_NAME = 24", "LONGEST_NAME =  2");
    expect(overlap("verify", "article")).toMatchObject({ exit: 2, out: "" });
    rewrite(join(folder, "src/config/load.ts"), "LONGEST_NAME =  2", "LONGEST_NAME = 24");
    expect(overlap("verify", "article")).toMatchObject({ exit: 0 });
    rewrite(join(folder, "bridges/article.yaml"), "10.64.0.10", "10.64.0.11");
    expect(overlap("verify", "article").exit).not.toBe(0);
  });

  /** The files that a module loads, from the project's folder; TypeScript's own loader aside. */
  const loadedBy = (module: string): string[] => {
    const script = `require("./src/cli/typescript"); require("sucrase"); const before = Object.keys(require.cache);
      require("${module}");
      console.log(JSON.stringify(Object.keys(require.cache).filter((file) => !before.includes(file))))`;
    const { stdout } = spawnSync(process.execPath, ["-e", script], { cwd: REPOSITORY, encoding: "utf8" });
    return (JSON.parse(stdout) as string[]).map((file) => file.slice(REPOSITORY.length + 1));
  };

  test.each([
    ["a plan", OF_PLANS, "./src/address-plan/load-plans", "src/config/schema.ts"],
    ["a stack", OF_STACKS, "./src/stacks/synthesize", "src/stacks/outputs.ts"],
  ])("works %s out by nothing that a remembered one does not depend on", (_, makers, module, one) => {
    const loaded = loadedBy(module);
    expect(loaded).toContain(one);
    const known = [...makers.folders, ...makers.packages.map((name) => `node_modules/${name}`)];
    expect(loaded.filter((file) => !known.some((folder) => file.startsWith(`${folder}/`)))).toEqual([]);
  });
});
