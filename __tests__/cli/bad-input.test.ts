import { chmodSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { EXISTING, LARGE, SMALL } from "../config/bridge-texts";
import { namedTwice, told, type Told } from "../support/told";
import { pathOf, toldOf } from "../support/bad-file";
import { BAD_FILES } from "./bad-input/bad-files";
import { FOLDER_CASES, whole } from "./bad-input/folder-cases";
import { faultsIn, linesFor, makeWorkspace, putBad, removeWorkspace, snapshot, synthIn } from "./bad-input/workspace";

const ALL = Object.values(BAD_FILES).flat();

let folder = "";
beforeEach(() => (folder = makeWorkspace()));
afterEach(() => removeWorkspace(folder));

/** These faults are told, each once, and nothing else happens. */
async function expectOnly(...expected: readonly Told[]): Promise<void> {
  const before = snapshot(folder);
  const { exit, stdout, stderr } = await synthIn(folder);
  const faults = faultsIn(folder);
  expect(faults.map(told)).toEqual(expected);
  expect({ exit, stdout, stderr }).toEqual({ exit: 2, stdout: "", stderr: linesFor(faults) });
  expect(snapshot(folder)).toEqual(before);
}

describe.each(Object.entries(BAD_FILES))("%s", (_, files) => {
  test.each(files.map((file) => [file.id, file] as const))("%s", async (_id, bad) => {
    putBad(folder, bad);
    await expectOnly(...toldOf(bad));
  });
});

describe("the table", () => {
  test("has the cases that it must have, each once", () => {
    expect(ALL.length).toBeGreaterThanOrEqual(70);
    expect(namedTwice(ALL)).toEqual([]);
    expect(new Set(ALL.map((file) => `${pathOf(file)} ${file.text.toString("latin1")}`)).size).toBe(ALL.length);
  });

  test("expects of each file a fault, and of each fault a line and a rule", () => {
    expect(ALL.filter((file) => file.found.length === 0)).toEqual([]);
    for (const { line, rule } of ALL.flatMap(toldOf)) {
      expect(line).toBeGreaterThan(0);
      expect(rule).toMatch(/^[a-z]+(-[a-z]+)*$/);
    }
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

describe("a bridge file that is no file, and a folder that is none", () => {
  test.each(FOLDER_CASES.map((one) => [one.id, one] as const))("%s", async (_, { make, found }) => {
    make(join(folder, "bridges"));
    await expectOnly(...found);
  });

  test("have names of their own", () => {
    expect(namedTwice(FOLDER_CASES)).toEqual([]);
  });

  test("an unreadable file", async () => {
    const path = join(folder, "bridges/bad.yaml");
    writeFileSync(path, "");
    chmodSync(path, 0);
    // Root reads it in spite of its mode, and then finds it empty.
    const isRoot = process.getuid?.() === 0;
    await expectOnly(whole("bridges/bad.yaml", isRoot ? "yaml-empty" : "file-readable"));
    if (!isRoot) expect((await synthIn(folder)).stderr).toContain("permission denied; give yourself read permission");
  });
});
