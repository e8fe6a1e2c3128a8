import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join, relative, resolve, sep } from "node:path";
import ts from "typescript";
import HOUSE from "../src/house.json";
import { PROJECT } from "./support/bridges";

const ROOMS: Readonly<Record<string, readonly string[]>> = HOUSE;
/** What knows all rooms, and is imported by none of them. */
const ABOVE = ["cli", "maintenance"];
/** May be imported by all. */
const FOR_ALL = ["escape", "naming"];

/** Folders with a file for each thing that other rooms have a file for, too, and that is named after it. */
const NAMED_AFTER_OTHERS = [join("cli", "commands"), join("terraform", "resource-types"), join("account", "resources")];
/** File names that stand in two rooms for the same thing, with what each room does with it. */
const SAME_THING: Readonly<Record<string, string>> = {
  "index.ts": "the entry of its folder",
  ...Object.fromEntries(
    [
      "instances.ts",
      "interfaces.ts",
      "load-balancers.ts",
      "network-acls.ts",
      "peerings.ts",
      "prefix-lists.ts",
      "route-tables.ts",
      "security-groups.ts",
      "vpc-endpoints.ts",
      "vpcs.ts",
    ].map((name) => [name, "topology reads them of resources, account of what AWS answered"]),
  ),
  "arguments.ts": "topology reads those of a resource, an expression's functions those of a call",
  "cidr.ts": "what a CIDR is: of IPv4, of either family, and Terraform's functions that are named after it",
  "private-ranges.ts": "those of IPv4, and those of either family",
  "disagreement.ts": "what a plan and its sources disagree about, and its words",
  "gateways.ts": "topology reads them, reachability walks through them",
  "address.ts": "one of IPv4, and one of either family",
  "json.ts": "Terraform's functions for JSON, and how the values of all expressions become JSON",
  "name-rules.ts": "names of one bridge file, and names across all of them",
  "network.ts": "the model of one, and how a question gets one to ask",
  "quota-rules.ts": "quotas of one bridge file, and quotas across all of them",
  "routes.ts": "topology reads them, reachability looks packets up in them",
  "services.ts": "topology reads AWS's services that have interfaces, the requirements those of a bridge file",
  "transit.ts": "the construct makes a transit gateway, reachability walks through one",
  "ways-in.ts": "topology reads them, reachability walks through them",
};

/** What each source file imports, by path below the folder: types, imports at run time and exports included. */
function importsIn(folder: string): Map<string, readonly string[]> {
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".ts"));
  return new Map(
    files.map((file) => {
      const { importedFiles } = ts.preProcessFile(readFileSync(join(folder, file), "utf8"), true, true);
      const own = importedFiles.map(({ fileName }) => fileName).filter((name) => name.startsWith("."));
      const found = own.flatMap((name) => {
        const path = resolve(folder, dirname(file), name);
        const there = [`${path}.ts`, join(path, "index.ts")].find((one) => existsSync(one));
        return there?.startsWith(folder + sep) ? [relative(folder, there)] : [];
      });
      return [file, found];
    }),
  );
}

/** Files that lead to each other, each circle as one line. */
function circlesIn(imports: ReadonlyMap<string, readonly string[]>): string[] {
  const reached = (from: string): Set<string> => {
    const seen = new Set<string>();
    const left = [...(imports.get(from) ?? [])];
    for (let next = left.pop(); next !== undefined; next = left.pop()) {
      if (seen.has(next)) continue;
      seen.add(next);
      left.push(...(imports.get(next) ?? []));
    }
    return seen;
  };
  const byFile = new Map([...imports.keys()].map((file) => [file, reached(file)]));
  const circles = [...byFile].flatMap(([file, all]) =>
    all.has(file) ? [[...all].filter((other) => byFile.get(other)?.has(file)).sort()] : [],
  );
  return [...new Set(circles.map((files) => files.join(", ")))].sort();
}

const roomOf = (file: string): string => file.split(sep)[0] ?? "";

/** Arrows from a room to one that it may not import. */
function forbiddenArrows(imports: ReadonlyMap<string, readonly string[]>): string[] {
  return [...imports].flatMap(([file, all]) => {
    const own = roomOf(file);
    if (ABOVE.includes(own)) return [];
    const may = [own, ...FOR_ALL, ...(ROOMS[own] ?? [])];
    return all.filter((other) => !may.includes(roomOf(other))).map((other) => `${file} -> ${other}`);
  });
}

/** File names that occur more than once. */
function namesakesIn(files: readonly string[]): string[] {
  const names = files.filter((file) => !NAMED_AFTER_OTHERS.includes(dirname(file))).map((file) => basename(file));
  return [...new Set(names.filter((name, place) => names.indexOf(name) !== place))].sort();
}

describe("the house", () => {
  const imports = importsIn(join(PROJECT, "src"));

  test("has no room that the drawing does not know", () => {
    const rooms = new Set([...imports.keys()].filter((file) => file.includes(sep)).map(roomOf));
    expect([...rooms].filter((room) => !(room in ROOMS) && !ABOVE.includes(room))).toEqual([]);
  });

  test("has no circle, types included", () => {
    expect(circlesIn(imports)).toEqual([]);
    expect(circlesIn(new Map(Object.entries(ROOMS)))).toEqual([]);
  });

  test("has no arrow that the drawing does not have", () => {
    expect(forbiddenArrows(imports)).toEqual([]);
  });

  test("has no two files of one name for different things", () => {
    expect(namesakesIn([...imports.keys()]).filter((name) => !(name in SAME_THING))).toEqual([]);
  });
});

describe("what guards the house", () => {
  const folder = mkdtempSync(join(tmpdir(), "overlap-house-"));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const write = (file: string, text: string): void => {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), text);
  };

  test("sees circles of types, of exports and of imports at run time, and arrows up", () => {
    write("ipv4/a.ts", 'import { type B } from "./b";\nexport type A = B;\n');
    write("ipv4/b.ts", 'export type { A as B } from "./a";\n');
    write("ipv4/c.ts", 'import type { A } from "./a";\nexport const d = (): Promise<A> => import("../topology");\n');
    write("topology/index.ts", 'export * from "./deep";\n');
    write("topology/deep.ts", 'export * from "../ipv4/c";\n');
    const imports = importsIn(folder);
    expect(circlesIn(imports)).toEqual(["ipv4/a.ts, ipv4/b.ts", "ipv4/c.ts, topology/deep.ts, topology/index.ts"]);
    expect(forbiddenArrows(imports)).toEqual(["ipv4/c.ts -> topology/index.ts"]);
  });

  test("sees two files of one name, but no command or row that is named after what it is of", () => {
    const command = join("cli", "commands", "matrix.ts");
    const row = join("terraform", "resource-types", "vpcs.ts");
    expect(namesakesIn([command, row, "reachability/matrix.ts", "topology/vpcs.ts"])).toEqual([]);
    expect(namesakesIn(["lab/text.ts", "diagram/text.ts", "lab/seal.ts"])).toEqual(["text.ts"]);
  });
});
