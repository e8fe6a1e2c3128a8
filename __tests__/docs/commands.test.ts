import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { main } from "../../src/cli/main";
import { gzipSync } from "node:zlib";
import { answersOf, captureOf, writeFolder } from "../diff/answers";
import { goldenPlan } from "../review/plans/golden-plans";
import { bridgeText, PROJECT } from "../support/bridges";
import { emulatedState } from "../support/emulated-state";
import { captureIo } from "../support/io";
import { SAMPLE } from "../who/sample";
import { commandLines, PAGES } from "./page-files";

const OVERLAP = /npx (?:--no )?overlap ([^|;&]*)/;

/** Every use of the program in a page's blocks, as arguments. */
const USES = [
  ...new Set(
    PAGES.flatMap(commandLines).flatMap((line) => {
      const match = OVERLAP.exec(line);
      return match ? [(match[1] ?? "").replace(/>.*$/, "").trim()] : [];
    }),
  ),
];
/** Those that can't be run here, each with the reason. Their options are looked at all the same. */
const NOT_RUN: readonly [RegExp, string][] = [
  [/^lab /, "needs a machine that can run the lab; __tests__/lab does"],
  [/^review - /, "reads standard input"],
  [/^capture /, "asks AWS; __tests__/capture does, of an emulated one"],
  [/--account /, "reads what a capture wrote; __tests__/account does"],
  [/plan\.out|--config infra/, "needs Terraform, or the sources; __tests__/cli/plan-sources does"],
  [/--bridge orders/, "the bridge is the reader's own"],
];
const isRun = (use: string): boolean => !NOT_RUN.some(([pattern]) => pattern.test(`${use} `));

let folder = "";
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "overlap-pages-"));
  mkdirSync(join(folder, "bridges"));
  writeFileSync(join(folder, "bridges", "article.yaml"), bridgeText("article"));
  expect(await main(["synth"], captureIo(folder))).toBe(0);
  const plan = goldenPlan("new-bridge");
  writeFileSync(join(folder, "plan.json"), JSON.stringify(plan));
  writeFileSync(join(folder, "state.json"), JSON.stringify(emulatedState(plan)));
  writeCompared();
  writeFileSync(join(folder, "prices.yaml"), priceFile());
  for (const name of ["flow", "access"] as const) {
    mkdirSync(join(folder, `${name}-logs`));
    writeFileSync(join(folder, `${name}-logs`, "one.log"), SAMPLE[name === "flow" ? "flows.log" : "access.log"]);
  }
  const io = captureIo(folder);
  expect(await main(["review", "plan.json", "--json"], io)).toBe(0);
  writeFileSync(join(folder, "reviewed.json"), io.out());
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The file of prices that the page on costs shows. */
function priceFile(): string {
  const page = readFileSync(join(PROJECT, "docs", "cost.md"), "utf8");
  const [, yaml] = /^```yaml\n(regions:\n[^`]*)```$/m.exec(page) ?? [];
  if (yaml === undefined) throw new Error("docs/cost.md shows no file of prices");
  return yaml;
}

/** What the page on the diff compares. */
function writeCompared(): void {
  const capture = (account?: string): string => JSON.stringify(captureOf(answersOf(), { account }));
  for (const name of ["yesterday.json.gz", "today.json.gz"]) writeFileSync(join(folder, name), gzipSync(capture()));
  for (const name of ["a2.json", "b2.json"]) writeFileSync(join(folder, name), capture("444455556666"));
  for (const name of ["captured", "a", "b"]) writeFolder(join(folder, name), answersOf());
  for (const name of ["old", "new"]) {
    mkdirSync(join(folder, name));
    copyFileSync(join(folder, "cdktf.out/stacks/article/cdk.tf.json"), join(folder, name, "cdk.tf.json"));
  }
}

test("the pages show every command", async () => {
  const io = captureIo(folder);
  expect(await main(["--help"], io)).toBe(0);
  const commands = [...io.out().matchAll(/^ {2}([a-z]+) \[/gm)].map((match) => match[1] ?? "");
  expect(commands.length).toBeGreaterThan(6);
  const shown = new Set(USES.map((use) => use.split(" ")[0] ?? ""));
  expect(commands.filter((command) => !["help", "synth"].includes(command) && !shown.has(command))).toEqual([]);
});

test.each(USES)("overlap %s has these options", async (use) => {
  const [command = "", ...args] = use.split(/\s+/);
  const io = captureIo(folder);
  expect(await main([command, "--help"], io)).toBe(0);
  const options = args.filter((one) => one.startsWith("--") && one.length > 2);
  expect(options.filter((option) => !new RegExp(`${option}\\b`).test(io.out()))).toEqual([]);
});

test.each(USES.filter(isRun))("overlap %s works", async (use) => {
  const io = captureIo(folder);
  const exit = await main(use.split(/\s+/), io);
  expect(io.err()).not.toMatch(/^(overlap|error):/m);
  expect([exit, io.err()]).not.toEqual([2, expect.anything()]);
  expect(use.includes(" -o ") || io.out() !== "").toBe(true);
});

test("most of them are run", () => {
  expect(USES.filter(isRun).length).toBeGreaterThan(10);
  for (const [pattern] of NOT_RUN) expect(USES.some((use) => pattern.test(`${use} `))).toBe(true);
});

test("every script that a page names is there", () => {
  const { scripts } = JSON.parse(readFileSync(join(PROJECT, "package.json"), "utf8")) as { scripts: object };
  for (const { path, text } of PAGES) {
    const named = [...text.matchAll(/npm run ([a-z:]+)/g)].map((match) => match[1] ?? "");
    expect([path, named.filter((name) => !(name in scripts))]).toEqual([path, []]);
  }
});
