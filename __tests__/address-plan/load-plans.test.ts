import { cpSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { SMALL } from "../config/bridge-texts";
import { told } from "../support/told";
import { faultsAmong, IGNORED_FILES, withFiles } from "./ignored-files";

const PAIRS = join(__dirname, "pairs");

const pair =
  (...names: string[]) =>
  (folder: string) => {
    for (const name of names) cpSync(join(PAIRS, name), join(folder, name));
  };

describe("two files in each other's way", () => {
  test.each([
    ["c-one.yaml", "c-two.yaml", ["one-attachment"]],
    ["c-one.yaml", "c-same-range.yaml", ["destinations-in-one-table", "one-attachment", "ranges-in-one-vpc"]],
  ])("%s and %s are told of both, and each fault names both", (one, two, rules) => {
    const faults = faultsAmong(pair(one, two));
    for (const [name, other] of [
      [one, two],
      [two, one],
    ]) {
      const own = faults.filter(({ file }) => file === name);
      expect([...new Set(own.map(({ rule }) => rule))].sort()).toEqual(rules);
      for (const { message } of own) expect(message).toMatch(new RegExp(`\\b${other!.replace(".", "\\.")}:\\d+\\b`));
    }
    expect(faults.length).toBeGreaterThan(1);
  });

  test.each(["c-one.yaml", "c-two.yaml", "c-same-range.yaml"])("%s by itself is right", (name) => {
    expect(faultsAmong(pair(name))).toEqual([]);
  });

  test("are compared also where one has a fault of its own", () => {
    const files = { "a.yaml": SMALL, "b.yaml": SMALL.replace("zone: b", "zone: z") };
    expect(faultsAmong(withFiles(files)).map(told)).toEqual([
      { rule: "state-of-its-own", file: "a.yaml", line: 2, key: "backend.path" },
      { rule: "state-of-its-own", file: "b.yaml", line: 2, key: "backend.path" },
      { rule: "zone-exists", file: "b.yaml", line: 17, key: "bridge.alb_subnets.alb-2.zone" },
    ]);
  });

  test("are not compared where one has no values to compare", () => {
    const files = { "a.yaml": SMALL, "b.yaml": SMALL.replace("us-east-1", "1") };
    expect(faultsAmong(withFiles(files)).map(told)).toEqual([{ rule: "type", file: "b.yaml", line: 1, key: "region" }]);
  });
});

describe("what looks like a bridge and is not read", () => {
  test.each(IGNORED_FILES)("%s", (path) => {
    const expected = [{ rule: "bridge-ending", file: path, line: 1, key: "" }];
    expect(faultsAmong(withFiles({ "good.yaml": SMALL, [path]: SMALL })).map(told)).toEqual(expected);
    expect(faultsAmong(withFiles({ [path]: SMALL })).map(told)).toEqual(expected);
  });

  test("each is told, and the good file's faults with them", () => {
    const files = { "a.json": "{}", "b.yml": "", "team/x.yaml": "", "team/y.yaml": "", "good.yaml": "" };
    expect(faultsAmong(withFiles(files)).map(({ file }) => file)).toEqual([
      "a.json",
      "b.yml",
      "team/x.yaml",
      "good.yaml",
    ]);
  });

  test.each([
    "README.md",
    "notes.txt",
    ".hidden.yml",
    ".git/x.yaml",
    "addresses/good.txt",
    "bridge.schema.json",
    "x.yaml~",
    "x.yaml.bak",
  ])("%s looks like none", (path) => {
    expect(faultsAmong(withFiles({ "good.yaml": SMALL, [path]: SMALL }))).toEqual([]);
  });

  test("a link that leads back to the folder is not followed", () => {
    const fill = (folder: string) => {
      withFiles({ "good.yaml": SMALL, "team/notes.md": "" })(folder);
      symlinkSync("..", join(folder, "team/back"));
    };
    expect(faultsAmong(fill)).toEqual([]);
  });
});
