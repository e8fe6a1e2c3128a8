import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Ajv from "ajv";
import { run as runCommand } from "../../src/cli/main";
import { PROJECT } from "../support/bridges";
import { captureIo } from "../support/io";
import { OVERLAP } from "../support/programs";
import { BAD_INPUTS } from "../terraform/bad-inputs";

const PLANS = join(PROJECT, "__tests__/review/golden/plans");

const folder = mkdtempSync(join(tmpdir(), "overlap-review-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function run(...args: string[]) {
  const io = captureIo(folder);
  return { ...(await runCommand(["review", ...args], io)), out: io.out(), err: io.err() };
}

const plan = (name: string): string => join(PLANS, `${name}.json`);

test("prints Markdown and exits with 0, whatever the plan does", async () => {
  const { exit, out, err } = await run(plan("route-removed"));
  expect({ exit, err }).toEqual({ exit: 0, err: "" });
  expect(out).toMatch(/^## Plan review: cuts traffic\n/);
});

test("reads standard input for -", () => {
  const input = readFileSync(plan("route-removed"));
  const { status, stdout } = spawnSync(process.execPath, [OVERLAP, "review", "-"], { input, encoding: "utf8" });
  expect(status).toBe(0);
  expect(stdout).toBe(readFileSync(join(PROJECT, "__tests__/review/golden/route-removed.md"), "utf8"));
});

test("prints JSON after its schema", async () => {
  const schema = JSON.parse(readFileSync(join(PROJECT, "schema/review.schema.json"), "utf8")) as object;
  const { exit, out } = await run(plan("security-group-opened-too-far"), "--json");
  expect(exit).toBe(0);
  const review = JSON.parse(out) as { verdict: string; opens: boolean; cuts: boolean };
  expect(new Ajv().validate(schema, review)).toBe(true);
  expect(review).toMatchObject({ verdict: "opens", opens: true, cuts: false });
});

test.each([
  ["route-removed", ["--fail-on", "cuts"], 1],
  ["route-removed", ["--fail-on", "opens"], 0],
  ["route-removed", ["--fail-on", "opens", "--fail-on", "cuts"], 1],
  ["nat-gateway-replaced", ["--fail-on", "cuts"], 1],
  ["security-group-opened-too-far", ["--fail-on", "cuts,opens"], 1],
  ["rule-known-after-apply", ["--fail-on", "unknown"], 1],
  ["rule-known-after-apply", ["--fail-on", "cuts, opens"], 0],
  ["nothing-changes", ["--fail-on", "cuts,opens,unknown"], 0],
])("%s %j exits with %d", async (name, args, expected) => {
  expect((await run(plan(name), ...args)).exit).toBe(expected);
});

describe("--against", () => {
  const reviewed = async (name: string): Promise<string> => {
    const file = join(folder, `${name}.review.json`);
    writeFileSync(file, (await run(plan(name), "--json")).out);
    return file;
  };

  test("exits with 0 when the plan does what was reviewed, and says so", async () => {
    const { exit, out, err } = await run(plan("route-removed"), "--against", await reviewed("route-removed"));
    expect({ exit, err }).toEqual({ exit: 0, err: "" });
    expect(out).toContain("\nThe same effect as in the review that was made before.\n");
  });

  test("exits with 1 when it does anything else, and tells each difference on a line", async () => {
    const { exit, out, err } = await run(plan("target-moved"), "--against", await reviewed("nothing-changes"));
    expect(exit).toBe(1);
    expect(out).toMatch(/\n\*\*Not what was reviewed before: \d+ differences\.\*\*\n/);
    expect(out).toContain("\n### Not as it was reviewed\n");
    for (const line of err.trimEnd().split("\n"))
      expect(line).toMatch(/^overlap: (not what was reviewed: |and \d+ more)/);
    expect(err).toContain("not what was reviewed: verdict: reviewed safe, now cuts\n");
  });

  test("cuts names of any length, and keeps them apart", async () => {
    const file = await reviewed("nothing-changes");
    const review = JSON.parse(readFileSync(file, "utf8")) as { resources: object[] };
    const more = ["b", "c"].map((end) => ({ address: `${"a".repeat(100_000)}${end}`, action: "update", digest: "0" }));
    writeFileSync(file, JSON.stringify({ ...review, resources: [...review.resources, ...more] }));
    const { err } = await run(plan("nothing-changes"), "--against", file);
    const lines = err.trimEnd().split("\n");
    expect(new Set(lines).size).toBe(2);
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThan(500);
  });

  test("prints JSON after its schema", async () => {
    const schema = JSON.parse(readFileSync(join(PROJECT, "schema/review.schema.json"), "utf8")) as object;
    const { exit, out } = await run(plan("target-moved"), "--against", await reviewed("nothing-changes"), "--json");
    expect(exit).toBe(1);
    const review = JSON.parse(out) as { against: { same: boolean } };
    expect(new Ajv().validate(schema, review)).toBe(true);
    expect(review.against.same).toBe(false);
  });
});

describe("bad input is told in one line and exits with 2", () => {
  // A plan that is a part is reviewed for what it does (left-open.test.ts).
  const plans = BAD_INPUTS.filter(({ kind, rule }) => kind === "plan" && rule !== "incomplete-plan");

  test.each(plans.map((one) => [one.id, one] as const))("%s", async (_, { content, rule, commandRule = rule }) => {
    writeFileSync(join(folder, "bad.json"), content);
    const { exit, refusal, out, err } = await run("bad.json");
    expect({ exit, refusal, out }).toEqual({ exit: 2, refusal: { rule: commandRule, input: "bad.json" }, out: "" });
    expect(err).toMatch(/^overlap: bad\.json: [^\n]+\n$/);
  });

  test("half of a real plan, and one that is nested too deeply", async () => {
    const change = `{"actions":["create"],"after":{"tags":${'{"a":'.repeat(50_000)}1${"}".repeat(50_000)}}}`;
    for (const [content, rule] of [
      [readFileSync(plan("nothing-changes")).subarray(0, 5000), "cut-off"],
      [
        `{"resource_changes":[{"address":"aws_vpc.a","type":"aws_vpc","mode":"managed","name":"a","change":${change}}]}`,
        "too-deep",
      ],
    ] as const) {
      writeFileSync(join(folder, "bad.json"), content);
      expect(await run("bad.json")).toMatchObject({ exit: 2, refusal: { rule, input: "bad.json" }, out: "" });
    }
  });

  test("a hundred megabytes", async () => {
    writeFileSync(join(folder, "large.json"), "");
    truncateSync(join(folder, "large.json"), 100 * 1024 * 1024);
    const { exit, refusal } = await run("large.json");
    expect({ exit, refusal }).toEqual({ exit: 2, refusal: { rule: "too-large", input: "large.json" } });
  });

  test.each([
    ["text", "No changes."],
    ["a state", '{"format_version":"1.0","values":{}}'],
    ["an errored plan", '{"resource_changes":[],"errored":true}'],
  ])("standard input: %s", (_, input) => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [OVERLAP, "review", "-"], {
      input,
      encoding: "utf8",
    });
    expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
    expect(stderr).toMatch(/^overlap: standard input: [^\n]+\n$/);
  });

  test("a file that isn't there, and a folder", async () => {
    const refused = async (file: string) => (await run(file)).refusal;
    expect(await refused("nobody.json")).toEqual({ rule: "missing", input: "nobody.json" });
    expect(await refused(".")).toEqual({ rule: "folder", input: "." });
  });
});

test("a wrapper's line before the JSON is skipped", async () => {
  writeFileSync(
    join(folder, "wrapped.json"),
    `Running plan in HCP Terraform...\n${readFileSync(plan("route-removed"), "utf8")}`,
  );
  expect((await run("wrapped.json")).out).toMatch(/^## Plan review: cuts traffic/);
});

test("has help that tells the exit codes", async () => {
  const { exit, out } = await run("--help");
  expect(exit).toBe(0);
  expect(out).toMatch(/--fail-on/);
  expect(out).toMatch(/Exit code: 0 when the review was made/);
});
