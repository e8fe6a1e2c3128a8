import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { EXISTING, LARGE, SMALL } from "../config/bridge-texts";
import { ADDRESS_FILES } from "./bad-input/address-files";
import { CONTRADICTION_FILES } from "./bad-input/contradiction-files";
import { MANIFOLD_FILES } from "./bad-input/manifold-files";
import { VALUE_FILES } from "./bad-input/value-files";
import { makeWorkspace, removeWorkspace, snapshot, synthIn, told } from "./bad-input/workspace";
import { YAML_FILES } from "./bad-input/yaml-files";

const TABLES = {
  "no YAML, or no bridge": YAML_FILES,
  "a wrong value": VALUE_FILES,
  "a contradiction": CONTRADICTION_FILES,
  "wrong addresses": ADDRESS_FILES,
  "many faults": MANIFOLD_FILES,
};
const ALL = Object.values(TABLES).flat();

let folder = "";
beforeEach(() => (folder = makeWorkspace()));
afterEach(() => removeWorkspace(folder));

/** Without what is to be pasted, which stands indented below the faults and has tests of its own (hints.test.ts). */
const faultsOf = (stderr: string) => stderr.replace(/^ {2}.*\n/gm, "");

/** The faults are told, and nothing else happens. */
async function expectOnly(...lines: string[]): Promise<void> {
  const before = snapshot(folder);
  const { exit, stdout, stderr } = await synthIn(folder);
  expect({ exit, stdout, stderr: faultsOf(stderr) }).toEqual({ exit: 2, stdout: "", stderr: told(lines) });
  expect(snapshot(folder)).toEqual(before);
}

describe.each(Object.entries(TABLES))("%s", (_, files) => {
  test.each(files.map((file): [string, typeof file] => [file.what, file]))("%s", async (_what, bad) => {
    writeFileSync(join(folder, "bridges", bad.file ?? "bad.yaml"), bad.text);
    await expectOnly(...bad.lines);
  });
});

describe("the table", () => {
  test("has the cases that it must have, each once", () => {
    expect(ALL.length).toBeGreaterThanOrEqual(70);
    expect(new Set(ALL.map((file) => file.what)).size).toBe(ALL.length);
    expect(new Set(ALL.map((file) => `${file.file} ${file.text.toString("latin1")}`)).size).toBe(ALL.length);
  });

  test("expects of each line a place, a sentence, what to do, and a rule", () => {
    for (const line of ALL.flatMap((file) => file.lines))
      expect(line).toMatch(/^bridges\/[\w-]+\.yaml:\d+:\d+: .+; .+ \[[a-z]+(-[a-z]+)*\]$/);
    expect(ALL.filter((file) => file.lines.length === 0)).toEqual([]);
  });
});

test.each([
  ["small", SMALL],
  ["large", LARGE],
  ["existing", EXISTING],
])("the %s text that bad files are made of is right, and would be written", async (name, text) => {
  writeFileSync(join(folder, "bridges", `${name}.yaml`), text);
  const before = snapshot(folder);
  const { exit, stderr } = await synthIn(folder);
  expect({ exit, stderr }).toEqual({ exit: 0, stderr: "" });
  expect(snapshot(folder)).not.toEqual(before);
  expect(readFileSync(join(folder, "cdktf.out/stacks", name, "cdk.tf.json"), "utf8")).toContain("aws_lb");
});

test("the faults of all files are told, file by file", async () => {
  writeFileSync(join(folder, "bridges", "a.yaml"), "");
  writeFileSync(join(folder, "bridges", "b.yaml"), SMALL.replace("us-east-1", "1"));
  expect((await synthIn(folder)).stderr).toBe(
    told([
      "bridges/a.yaml:1:1: the file is empty; write a bridge, e.g. a copy of bridges/article.yaml [yaml-empty]",
      "bridges/b.yaml:1:9: region: 1 is a number, not text; put it in quotes [type]",
    ]),
  );
});

test.each([
  ["opened and never closed", `a: ${"[".repeat(20_000)}`],
  ["maps", `${"{a: ".repeat(10_000)}1${"}".repeat(10_000)}`],
])("lists and maps nested so deeply that the stack overflows: %s", async (_, text) => {
  writeFileSync(join(folder, "bridges", "bad.yaml"), text);
  const before = snapshot(folder);
  const { exit, stderr } = await synthIn(folder);
  expect(exit).toBe(2);
  // How deep the stack goes, and so the column, depends on the caller.
  expect(stderr.replace(/bad.yaml:1:\d+/, "bad.yaml:1:1")).toBe(
    told([
      "bridges/bad.yaml:1:1: lists and maps are nested too deeply; write a bridge, e.g. a copy of bridges/article.yaml [yaml-depth]",
    ]),
  );
  expect(snapshot(folder)).toEqual(before);
});

describe("a bridge file that is no file", () => {
  test("a folder", async () => {
    mkdirSync(join(folder, "bridges/bad.yaml"));
    await expectOnly("bridges/bad.yaml:1:1: is a folder; put a YAML file there [file-kind]");
  });

  test("a link to nothing", async () => {
    symlinkSync("nowhere.yaml", join(folder, "bridges/bad.yaml"));
    await expectOnly("bridges/bad.yaml:1:1: does not exist; check the name [file-readable]");
  });

  test("a link to itself", async () => {
    symlinkSync("bad.yaml", join(folder, "bridges/bad.yaml"));
    await expectOnly("bridges/bad.yaml:1:1: can't be read (ELOOP); check the file and the disk [file-readable]");
  });

  test("a pipe, which would be waited for", async () => {
    execFileSync("mkfifo", [join(folder, "bridges/bad.yaml")]);
    await expectOnly("bridges/bad.yaml:1:1: is not a regular file; put a YAML file there [file-kind]");
  });

  test("an unreadable file", async () => {
    const path = join(folder, "bridges/bad.yaml");
    writeFileSync(path, "");
    chmodSync(path, 0);
    // Root reads it in spite of its mode, and then finds it empty.
    const line =
      process.getuid?.() === 0
        ? "the file is empty; write a bridge, e.g. a copy of bridges/article.yaml [yaml-empty]"
        : "can't be read: permission denied; give yourself read permission [file-readable]";
    expect(await synthIn(folder)).toEqual({ exit: 2, stdout: "", stderr: told([`bridges/bad.yaml:1:1: ${line}`]) });
  });
});

describe("the bridges folder", () => {
  test("is missing", async () => {
    rmSync(join(folder, "bridges"), { recursive: true });
    await expectOnly(
      "bridges:1:1: there is no such folder; run this in the project's folder, where bridges/ is [bridges-folder]",
    );
  });

  test("is empty", async () => {
    rmSync(join(folder, "bridges/good.yaml"));
    await expectOnly("bridges:1:1: holds no bridge file; write one that ends in .yaml [bridges-folder]");
  });

  test("holds only what is no bridge file", async () => {
    rmSync(join(folder, "bridges/good.yaml"));
    writeFileSync(join(folder, "bridges/.hidden.yaml"), "");
    writeFileSync(join(folder, "bridges/bridge.schema.json"), "{}");
    await expectOnly("bridges:1:1: holds no bridge file; write one that ends in .yaml [bridges-folder]");
  });

  test("is a file", async () => {
    rmSync(join(folder, "bridges"), { recursive: true });
    writeFileSync(join(folder, "bridges"), SMALL);
    await expectOnly(
      "bridges:1:1: the folder can't be listed (ENOTDIR); run this in the project's folder, where bridges/ is [bridges-folder]",
    );
  });

  test("holds a file that ends in .yml", async () => {
    writeFileSync(join(folder, "bridges/other.yml"), SMALL);
    await expectOnly("bridges/other.yml:1:1: ends in .yml; rename it to end in .yaml [bridge-ending]");
  });
});
