import { execFileSync } from "node:child_process";
import { join } from "node:path";

const PROJECT = join(__dirname, "../..");

/** In a process of its own: esbuild wants the real globals, not those of a test. */
const BUNDLE = `
  const [entry] = process.argv.slice(1);
  require("esbuild")
    .build({
      entryPoints: [entry], bundle: true, write: false, metafile: true, platform: "node", logLevel: "error",
      external: ["@cdktn/hcl2json"],
    })
    .then(({ metafile }) => console.log(JSON.stringify({
      inputs: Object.keys(metafile.inputs),
      outside: Object.values(metafile.outputs).flatMap(({ imports }) => imports.map(({ path }) => path)),
    })));
`;

/** Rooms that write bridges, or that know them. */
const NOT_OF_THE_JUDGE = "config address-plan constructs stacks project requirements questions cli".split(" ");

interface Imported {
  /** Every file that the entry is made of, types aside. */
  readonly inputs: readonly string[];
  /** What stays outside of a bundle: modules of Node, and packages that are not bundled. */
  readonly outside: readonly string[];
}

function importedBy(entry: string): Imported {
  const told = execFileSync(process.execPath, ["-e", BUNDLE, entry], { cwd: PROJECT, encoding: "utf8" });
  return JSON.parse(told) as Imported;
}

const roomOf = (path: string): string => /^src\/([^/]+)\//.exec(path)?.[1] ?? path;
const packageOf = (path: string): string => /^.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1] ?? path;

describe.each(["src/judge.ts", "src/jest.ts"])("%s", (entry) => {
  const { inputs, outside } = importedBy(entry);

  test("brings along no package but the one that finds the nearest word", () => {
    const packages = inputs.filter((path) => path.includes("node_modules/")).map(packageOf);
    expect([...new Set(packages)]).toEqual(["fastest-levenshtein"]);
    expect(outside.filter((path) => !path.startsWith("node:"))).toEqual([]);
  });

  test("is made of the judging half alone", () => {
    const rooms = inputs.filter((path) => path.startsWith("src/") && path.split("/").length > 2).map(roomOf);
    expect(rooms).toContain("reachability");
    expect(rooms.filter((room) => NOT_OF_THE_JUDGE.includes(room))).toEqual([]);
  });
});
