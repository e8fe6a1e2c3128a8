import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Ajv from "ajv";
import { main } from "../../src/cli/main";
import { goldenPlan } from "../review/plans/golden-plans";
import { bridgeText, PROJECT } from "../support/bridges";
import { captureIo } from "../support/io";

const ACTION = { address: "action.aws_lambda_invoke.x", type: "aws_lambda_invoke", config_values: { payload: "p" } };
const ROUTE = { address: "aws_route.later", type: "aws_route", change: { actions: ["create"] } };
/** What a plan of a bridge leaves open, and what is said of it. */
const OPEN: readonly (readonly [what: string, more: object, address: string])[] = [
  ["an action", { action_invocations: [ACTION] }, ACTION.address],
  [
    "a deferred action",
    { deferred_action_invocations: [{ reason: "excluded", action_invocation: ACTION }] },
    ACTION.address,
  ],
  ["a deferred change", { deferred_changes: [{ reason: "excluded", resource_change: ROUTE }] }, ROUTE.address],
];

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "overlap-left-open-"));
  mkdirSync(join(folder, "bridges"));
  writeFileSync(join(folder, "bridges/article.yaml"), bridgeText("article"));
  writeFileSync(join(folder, "whole.json"), JSON.stringify(goldenPlan("new-bridge")));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function run(...args: string[]) {
  const io = captureIo(folder);
  return { exit: await main(args, io), out: io.out(), err: io.err() };
}

function planWith(more: object): string {
  writeFileSync(join(folder, "plan.json"), JSON.stringify({ ...goldenPlan("new-bridge"), ...more }));
  return "plan.json";
}

function faultsOf(name: string, text: string) {
  const schema = JSON.parse(readFileSync(join(PROJECT, `schema/${name}.schema.json`), "utf8")) as object;
  const validate = new Ajv().compile(schema);
  return validate(JSON.parse(text)) ? [] : validate.errors;
}

const STATEMENT = /UNKNOWN.*the plan tells everything that its apply does/;
const ENDS = ["--from", "client", "--to", "http://web"];

test("nothing is said of a plan that tells everything", async () => {
  const { exit, out } = await run("verify", "article", "--plan", "whole.json");
  expect([exit, /tells everything/.test(out)]).toEqual([0, false]);
});

describe.each(OPEN)("%s", (_, more, address) => {
  const line = `not read: ${address}: is `;

  test("is never certified by verify", async () => {
    const { exit, out } = await run("verify", "article", "--plan", planWith(more));
    expect(exit).toBe(1);
    expect(out).toMatch(STATEMENT);
    expect(out).toContain(line);
    const json = await run("verify", "article", "--plan", "plan.json", "--json");
    expect(faultsOf("verify", json.out)).toEqual([]);
    expect(JSON.parse(json.out)).toMatchObject({ holds: false, unreadable: [{ address }] });
  });

  test("is named by trace, matrix and draw", async () => {
    const plan = planWith(more);
    expect((await run("trace", "article", "--plan", plan, ...ENDS)).out).toContain(`\n\n${line}`);
    const json = (await run("trace", "article", "--plan", plan, ...ENDS, "--json")).out;
    expect(faultsOf("trace", json)).toEqual([]);
    expect(JSON.parse(json)).toMatchObject({ unreadable: [{ address }] });
    expect((await run("matrix", "--plan", plan)).out).toContain(line);
    expect((await run("draw", "--plan", plan, "-o", "net.svg")).err).toContain(`overlap: ${line}`);
    writeFileSync(join(folder, "questions.jsonl"), `${JSON.stringify({ from: "client", to: "http://web" })}\n`);
    const asked = await run("trace", "article", "--plan", plan, "--questions", "questions.jsonl");
    expect(asked.err).toBe(`overlap: ${line}${asked.err.slice(`overlap: ${line}`.length)}`);
    expect(asked.out.trim().split("\n")).toHaveLength(1);
  });

  test("makes a review that can't tell, and a diff", async () => {
    const plan = planWith(more);
    expect((await run("review", plan, "--fail-on", "unknown")).exit).toBe(1);
    expect((await run("diff", "whole.json", plan)).out).toMatch(/can't tell/);
  });
});

describe("a plan that is a part", () => {
  test.each([["verify", "article"], ["trace", "article", ...ENDS], ["matrix"], ["draw", "-o", "part.svg"]])(
    "is refused by %s, with what reviews it",
    async (...args) => {
      const { exit, err } = await run(...args, "--plan", planWith({ complete: false }));
      expect(exit).toBe(2);
      expect(err).toMatch(/^overlap: plan\.json: the plan is incomplete [^\n]*`overlap review`[^\n]*\n$/);
    },
  );

  test("is reviewed", async () => {
    const { exit, out } = await run("review", planWith({ complete: false }), "--fail-on", "unknown");
    expect(exit).toBe(1);
    expect(out).toMatch(/`complete`: false in the plan/);
  });
});
