import { cpSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { loadPlans } from "../../src/address-plan/load-plans";
import { formatFault } from "../../src/config/fault";
import { inFolder } from "../support/bridges";
import { SMALL } from "../config/bridge-texts";

const PAIRS = join(__dirname, "pairs");

/** What is told of a folder of bridges. */
function told(fill: (folder: string) => void): string[] {
  return inFolder((folder) => {
    fill(folder);
    return loadPlans(folder).faults.map((fault) => formatFault({ ...fault, file: relative(folder, fault.file) }));
  });
}

const withFiles = (files: Readonly<Record<string, string>>) => (folder: string) => {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
};
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
    const lines = told(pair(one, two));
    for (const [name, other] of [
      [one, two],
      [two, one],
    ]) {
      const own = lines.filter((line) => line.startsWith(`${name}:`));
      expect([...new Set(own.map((line) => /\[([a-z-]+)\]$/.exec(line)?.[1]))].sort()).toEqual(rules);
      for (const line of own) expect(line).toMatch(new RegExp(` (by )?${other!.replace(".", "\\.")}:\\d+ ?`));
    }
    expect(lines.length).toBeGreaterThan(1);
  });

  test.each(["c-one.yaml", "c-two.yaml", "c-same-range.yaml"])("%s by itself is right", (name) => {
    expect(told(pair(name))).toEqual([]);
  });

  test("are compared also where one has a fault of its own", () => {
    expect(told(withFiles({ "a.yaml": SMALL, "b.yaml": SMALL.replace("zone: b", "zone: z") }))).toEqual([
      'a.yaml:2:31: backend.path: "state/small.tfstate" is where b.yaml:2 keeps its state; write a place for each state [state-of-its-own]',
      'b.yaml:2:31: backend.path: "state/small.tfstate" is where a.yaml:2 keeps its state; write a place for each state [state-of-its-own]',
      expect.stringContaining("b.yaml:17:39: bridge.alb_subnets.alb-2.zone: "),
    ]);
  });

  test("are not compared where one has no values to compare", () => {
    expect(told(withFiles({ "a.yaml": SMALL, "b.yaml": SMALL.replace("us-east-1", "1") }))).toEqual([
      expect.stringContaining("b.yaml:1:9: region: "),
    ]);
  });
});

describe("what looks like a bridge and is not read", () => {
  const ending = (name: string, end: string, fix = "rename it to end in .yaml") =>
    `${name}:1:1: ends in ${end}; ${fix} [bridge-ending]`;
  const asYaml = "write it as YAML, in a file that ends in .yaml";
  const below = (path: string) =>
    `${path}:1:1: is in a sub-folder, where nothing is read; move it up: only files of the folder itself are bridges [bridge-ending]`;

  test.each([
    ["other.yml", ending("other.yml", ".yml")],
    ["other.YAML", ending("other.YAML", ".YAML")],
    ["other.Yaml", ending("other.Yaml", ".Yaml")],
    ["other.YML", ending("other.YML", ".YML")],
    ["other.json", ending("other.json", ".json", asYaml)],
    ["other.JSON", ending("other.JSON", ".JSON", asYaml)],
    ["other.yaml.txt", ending("other.yaml.txt", ".yaml.txt")],
    ["team/other.yaml", below("team/other.yaml")],
    ["team/shop/other.yml", below("team/shop/other.yml")],
    ["addresses/other.json", below("addresses/other.json")],
  ])("%s", (path, line) => {
    expect(told(withFiles({ "good.yaml": SMALL, [path]: SMALL }))).toEqual([line]);
    expect(told(withFiles({ [path]: SMALL }))).toEqual([line]);
  });

  test("each is told, and the good file's faults with them", () => {
    const files = { "a.json": "{}", "b.yml": "", "team/x.yaml": "", "team/y.yaml": "", "good.yaml": "" };
    expect(told(withFiles(files)).map((line) => line.split(":")[0])).toEqual([
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
    expect(told(withFiles({ "good.yaml": SMALL, [path]: SMALL }))).toEqual([]);
  });

  test("a link that leads back to the folder is not followed", () => {
    const fill = (folder: string) => {
      withFiles({ "good.yaml": SMALL, "team/notes.md": "" })(folder);
      symlinkSync("..", join(folder, "team/back"));
    };
    expect(told(fill)).toEqual([]);
  });
});
