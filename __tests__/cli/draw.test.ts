import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Ajv from "ajv";
import { main } from "../../src/cli/main";
import { bridgeText, PROJECT } from "../support/bridges";
import { captureIo } from "../support/io";

const HUB = join(PROJECT, "__tests__/reachability/networks/hub-and-spoke-default-tables.tf.json");
let folder = "";

async function run(...args: string[]) {
  const io = captureIo(folder);
  const exit = await main(["draw", ...args], io);
  return { exit, out: io.out(), err: io.err() };
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "overlap-draw-"));
  mkdirSync(join(folder, "bridges"));
  writeFileSync(join(folder, "bridges/article.yaml"), bridgeText("article"));
  await main(["synth"], captureIo(folder));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test("draws a bridge to the standard output, as SVG unless told otherwise", async () => {
  const svg = await run("article");
  expect([svg.exit, svg.err]).toEqual([0, ""]);
  expect(svg.out).toMatch(/^<\?xml[\s\S]*<\/svg>\n$/);
  expect((await run("article", "--mermaid")).out).toMatch(/^flowchart TB\n/);
});

test("--json is the boxes and lines, after its schema", async () => {
  const schema = JSON.parse(readFileSync(join(PROJECT, "schema/draw.schema.json"), "utf8")) as object;
  const validate = new Ajv().compile(schema);
  const { out } = await run("article", "--json");
  expect([validate(JSON.parse(out)), validate.errors]).toEqual([true, null]);
});

test.each([
  ["network.svg", /^<\?xml/],
  ["network.SVG", /^<\?xml/],
  ["network.mmd", /^flowchart/],
  ["network.mermaid", /^flowchart/],
  ["network.json", /^\{\n/],
])("-o %s says which format", async (file, starts) => {
  const { exit, out, err } = await run("--synth", HUB, "-o", file);
  expect([exit, out, err]).toEqual([0, "", ""]);
  expect(readFileSync(join(folder, file), "utf8")).toMatch(starts);
  rmSync(join(folder, file));
});

test("a file is replaced as a whole, and nothing is left beside it", async () => {
  writeFileSync(join(folder, "old.svg"), "old");
  await run("article", "-o", "old.svg");
  expect(readFileSync(join(folder, "old.svg"), "utf8")).toMatch(/<\/svg>\n$/);
  expect(readdirSync(folder).filter((name) => name.startsWith("."))).toEqual([]);
  rmSync(join(folder, "old.svg"));
});

test("a picture below a file is refused in one line, and nothing is written", async () => {
  const before = readdirSync(folder, { recursive: true });
  const { exit, out, err } = await run("article", "-o", "bridges/article.yaml/x.svg");
  expect([exit, out]).toEqual([2, ""]);
  expect(err).toMatch(/^overlap: [^\n]*bridges\/article\.yaml\/x\.svg: [^\n]+\n$/);
  expect(readdirSync(folder, { recursive: true })).toEqual(before);
});
