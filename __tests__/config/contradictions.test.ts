import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { findContradictions } from "../../src/config/contradictions";
import { bridgeOf, tell } from "../address-plan/rule-case";
import { EXISTING, LARGE, SMALL } from "./bridge-texts";
import { EXPECT_CONTRADICTIONS } from "./expect-contradictions";
import { NETWORK_CONTRADICTIONS } from "./network-contradictions";
import { SERVICE_CONTRADICTIONS } from "./service-contradictions";

const CASES = [...NETWORK_CONTRADICTIONS, ...SERVICE_CONTRADICTIONS, ...EXPECT_CONTRADICTIONS];
const CHECKS = join(__dirname, "../../src/config/contradictions");

/** The rule names that the checks use: every quoted name with a hyphen in their files. */
function rulesInSource(): string[] {
  const text = readdirSync(CHECKS)
    .map((file) => readFileSync(join(CHECKS, file), "utf8"))
    .join("\n");
  const withoutImports = text.replace(/^import .*$/gm, "");
  return [...new Set([...withoutImports.matchAll(/"([a-z]+(?:-[a-z]+)+)"/g)].map(([, name]) => `${name}`))].sort();
}

test.each(CASES.map((entry) => [entry.rule, entry.found.length > 0 ? "broken" : "kept", entry.what, entry] as const))(
  "%s is %s: %s",
  (_rule, _kept, _what, { text, found }) => {
    expect(findContradictions(bridgeOf(text).config).map(tell)).toEqual(found);
  },
);

test("every rule of the checks is broken by a case, and the cases name no other", () => {
  const broken = CASES.filter((entry) => entry.found.length > 0).map((entry) => entry.rule);
  expect(rulesInSource().length).toBeGreaterThan(20);
  expect([...new Set(broken)].sort()).toEqual(rulesInSource());
});

test.each([
  ["small", SMALL],
  ["large", LARGE],
  ["existing", EXISTING],
])("the %s text contradicts itself nowhere", (_, text) => {
  expect(findContradictions(bridgeOf(text).config).map(tell)).toEqual([]);
});
