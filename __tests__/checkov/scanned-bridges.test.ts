import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { inFolder } from "../support/bridges";
import { Refusal } from "./refusal";
import { scanBridges } from "./scanned-bridges";

/** Why it scans nothing; none of these gets as far as Checkov. */
function refused(...args: readonly string[]): string {
  try {
    scanBridges(args);
  } catch (error) {
    if (error instanceof Refusal) return error.message;
    throw error;
  }
  throw new Error("it was not refused");
}

const withPlan = (text: string) =>
  inFolder((folder) => {
    const file = join(folder, "plan.json");
    writeFileSync(file, text);
    return refused("article", file).replace(folder, "");
  });

const named = (bridge: unknown) =>
  JSON.stringify({ planned_values: { outputs: { overlap_bridge: { value: { bridge } } } } });

describe("npm run checkov refuses in one line", () => {
  test.each([
    ["a bridge that there is not", ["nosuch"], /no bridges\/nosuch\.yaml, only .*article.*; write npm run checkov/],
    ["a third word", ["article", "a.json", "b"], /"b" is one argument too many; write npm run checkov/],
    ["a plan that is not there", ["article", "/no/plan.json"], /^\/no\/plan\.json can't be read: ENOENT/],
  ] as const)("%s", (_what, args, line) => expect(refused(...args)).toMatch(line));

  test.each([
    ["what is no JSON, without quoting it", '{"secret": "hunter2', /^\/plan\.json is no plan as JSON; make it by/],
    ["what is no plan", '{"a": 1}', /^\/plan\.json is no plan as JSON; make it by/],
    [
      "another bridge's plan",
      named("hub"),
      /^\/plan\.json is no plan of the bridge article: .* names "hub"; write npm/,
    ],
    [
      "a plan of no bridge",
      named(undefined),
      /^\/plan\.json is no plan of the bridge article: .* names none; write npm/,
    ],
    [
      "a name that is for a terminal",
      named("\u001b[2J"),
      /^\/plan\.json is no plan of the bridge article: .*; write npm/,
    ],
  ])("%s", (_what, text, line) => {
    const told = withPlan(text);
    expect(told).toMatch(line);
    expect(told).not.toMatch(/hunter2|\u001b|\n/);
  });
});
