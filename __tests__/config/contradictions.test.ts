import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { namedTwice, told, toldAt } from "../support/told";
import { EXISTING, LARGE, SMALL } from "./bridge-texts";
import { contradictionsIn } from "./contradiction-case";
import { HUB, WHOLE_VPC } from "./hub-texts";
import { CONTRADICTIONS } from "./contradictions";

const CHECKS = join(__dirname, "../../src/config/contradictions");

/** The rule names that the checks use: every quoted name with a hyphen in their files. */
function rulesInSource(): string[] {
  const text = readdirSync(CHECKS, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts"))
    .map((file) => readFileSync(join(CHECKS, file), "utf8"))
    .join("\n");
  const withoutImports = text.replace(/^import .*$/gm, "");
  return [...new Set([...withoutImports.matchAll(/"([a-z]+(?:-[a-z]+)+)"/g)].map(([, name]) => `${name}`))].sort();
}

test("each case has a name of its own", () => {
  expect(namedTwice(CONTRADICTIONS)).toEqual([]);
});

test.each(CONTRADICTIONS.map((one) => [one.found.length > 0 ? "broken" : "kept", one.id, one] as const))(
  "%s: %s",
  (_kept, _id, { rule, text, found }) => {
    expect(contradictionsIn(text).map(told)).toEqual(toldAt(rule, "test.yaml", found));
  },
);

test("every rule of the checks is broken by a case, and the cases name no other", () => {
  const broken = CONTRADICTIONS.filter((entry) => entry.found.length > 0).map((entry) => entry.rule);
  expect(rulesInSource().length).toBeGreaterThan(20);
  expect([...new Set(broken)].sort()).toEqual(rulesInSource());
});

test.each([
  ["small", SMALL],
  ["large", LARGE],
  ["existing", EXISTING],
  ["hub", HUB],
  ["whole VPC", WHOLE_VPC],
])("the %s text contradicts itself nowhere", (_, text) => {
  expect(contradictionsIn(text)).toEqual([]);
});
