import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { findContradictions } from "../../src/config/consistency";
import { bridgeOf, tell } from "../address-plan/rule-case";
import { EXISTING, LARGE, SMALL } from "./bridge-texts";
import { NETWORK_CONTRADICTIONS } from "./network-contradictions";
import { SERVICE_CONTRADICTIONS } from "./service-contradictions";

const CASES = [...NETWORK_CONTRADICTIONS, ...SERVICE_CONTRADICTIONS];
const CONFIG = join(__dirname, "../../src/config");

/** The rule names that the checks of src/config/ use: every quoted name with a hyphen in the files that make findings. */
function rulesInSource(): string[] {
  const sources = readdirSync(CONFIG)
    .map((file) => readFileSync(join(CONFIG, file), "utf8"))
    .filter((source) => /export (const|function) (CONSISTENCY_CHECKS|distinctEntries)\b/.test(source));
  return [
    ...new Set(
      sources.flatMap((source) => [...source.matchAll(/"([a-z]+(?:-[a-z]+)+)"/g)].map(([, name]) => `${name}`)),
    ),
  ].sort();
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
