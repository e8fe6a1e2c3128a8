import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Ajv from "ajv";
import { main } from "../../src/cli/main";
import { PROJECT } from "../support/bridges";
import { captureIo } from "../support/io";
import { OVERLAP } from "../support/programs";

const PLANS = join(PROJECT, "__tests__/review/golden/plans");

const folder = mkdtempSync(join(tmpdir(), "overlap-review-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function run(...args: string[]) {
  const io = captureIo(folder);
  const exit = await main(["review", ...args], io);
  return { exit, out: io.out(), err: io.err() };
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

  test.each([
    ["nothing", "", "is no review"],
    ["a plan", "{}", "is no review"],
    ["half of it", '{"verdict": "safe", "cuts"', "is no review"],
    ["deep JSON", "[".repeat(100_000), "is no review"],
  ])("is bad input with %s", async (_, text, words) => {
    writeFileSync(join(folder, "none.json"), text);
    const { exit, out, err } = await run(plan("nothing-changes"), "--against", "none.json");
    expect({ exit, out }).toEqual({ exit: 2, out: "" });
    expect(err).toMatch(/^overlap: none\.json: [^\n]+; make it with `overlap review PLAN --json`\n$/);
    expect(err).toContain(words);
  });

  test("is bad input where there is none, a folder, or standard input is read twice", async () => {
    expect((await run(plan("nothing-changes"), "--against", "nobody")).err).toContain("nobody: there is no such file");
    expect((await run(plan("nothing-changes"), "--against", ".")).err).toContain("can't be read");
    expect((await run("-", "--against", "-")).err).toContain("plan and --against can't both be -");
    expect((await run(plan("nothing-changes"), "--bridge", "-", "--against", "-")).exit).toBe(2);
  });
});

describe("bad input is told in one line and exits with 2", () => {
  const whole = (): Record<string, unknown> =>
    JSON.parse(readFileSync(plan("nothing-changes"), "utf8")) as Record<string, unknown>;
  const BAD: readonly (readonly [string, string | Buffer, RegExp])[] = [
    [
      "cut off",
      readFileSync(plan("nothing-changes")).subarray(0, 5000),
      /is cut off: the JSON ends too early; write it with/,
    ],
    ["binary", Buffer.from("PK\u0003\u0004plan"), /is cut off: the archive has no end; make the plan anew/],
    ["empty", "", /is empty; write it with `terraform show -json plan\.out/],
    ["a state", JSON.stringify({ format_version: "1.0", values: {} }), /is a state, not a plan/],
    ["a configuration", JSON.stringify({ resource: {} }), /is a configuration \(cdk\.tf\.json\), not a plan/],
    [
      "redacted",
      JSON.stringify({ plan_format_version: "1.0", resource_changes: [] }),
      /is HCP Terraform's redacted plan/,
    ],
    ["of a later format", JSON.stringify({ ...whole(), format_version: "2.0" }), /has format_version "2\.0"/],
    ["errored", JSON.stringify({ ...whole(), errored: true }), /the plan ended with an error/],
    ["incomplete", JSON.stringify({ ...whole(), complete: false }), /the plan is incomplete/],
    [
      "deeply nested",
      `{"resource_changes":[{"address":"aws_vpc.a","type":"aws_vpc","mode":"managed","name":"a","change":{"actions":["create"],"after":{"tags":${'{"a":'.repeat(50_000)}1${"}".repeat(50_000)}}}}]}`,
      /has more than 300 lists and objects inside each other/,
    ],
  ];

  test.each(BAD)("%s", async (name, content, says) => {
    const file = `${name.replace(/ /g, "-")}.json`;
    writeFileSync(join(folder, file), content);
    const { exit, out, err } = await run(file);
    expect({ exit, out }).toEqual({ exit: 2, out: "" });
    expect(err).toMatch(says);
    expect(err).toMatch(new RegExp(`^overlap: ${file}: [^\\n]+\\n$`));
  });

  test("a hundred megabytes", async () => {
    writeFileSync(join(folder, "large.json"), "");
    truncateSync(join(folder, "large.json"), 100 * 1024 * 1024);
    const { exit, err } = await run("large.json");
    expect(exit).toBe(2);
    expect(err).toMatch(/^overlap: large\.json: is larger than 90 MiB \(100 MiB\); [^\n]+\n$/);
  });

  test.each([
    [
      "text",
      "No changes.",
      /^overlap: standard input: is not JSON \(.*\); write it with `terraform show -json plan\.out > plan\.json`$/m,
    ],
    ["a state", '{"format_version":"1.0","values":{}}', /^overlap: standard input: is a state, not a plan/],
    [
      "an errored plan",
      '{"resource_changes":[],"errored":true}',
      /^overlap: standard input: the plan ended with an error/,
    ],
  ])("standard input: %s", (_, input, says) => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [OVERLAP, "review", "-"], {
      input,
      encoding: "utf8",
    });
    expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
    expect(stderr).toMatch(says);
    expect(stderr.trimEnd()).not.toContain("\n");
  });

  test("a file that isn't there, a folder, and a condition that is none", async () => {
    expect(await run("nobody.json")).toMatchObject({
      exit: 2,
      err: expect.stringMatching(/^overlap: nobody\.json: there is no such file/) as string,
    });
    expect(await run(".")).toMatchObject({ exit: 2, err: expect.stringMatching(/is a folder/) as string });
    const { exit, err } = await run(plan("nothing-changes"), "--fail-on", "everything");
    expect(exit).toBe(2);
    expect(err).toBe('overlap: --fail-on "everything" is none of cuts, opens, unknown; write --fail-on cuts,opens\n');
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
