import fc from "fast-check";
import { graphOf, InputFault, parseAddress, parseJson, withoutKeys } from "../../src/terraform";
import { lastModule, withoutLastKey } from "../../src/terraform/resource-address";
import { matchesHost, matchesPath } from "../../src/reachability/listener-rules";
import { nearest } from "../../src/naming/nearest";
import { withoutPrefixes } from "../../src/terraform/reference-tree";

/** What each of them did before, when it took a pattern or compared all with all. */
const BEFORE = {
  withoutKeys: (text: string) => text.replace(/\[(?:"(?:[^"\\]|\\.)*"|[^\]]*)\]/g, ""),
  withoutLastKey: (text: string) => text.replace(/\[[^\]]*\]$/, ""),
  withoutPrefixes: (all: readonly string[]) =>
    all.filter(
      (one, i) => !all.slice(0, i).some((other) => other.startsWith(`${one}.`) || other.startsWith(`${one}[`)),
    ),
  matches: (pattern: string, text: string) =>
    new RegExp(
      `^${pattern
        .replace(/[.+^${}()|[\]\\]/g, "\\$&")
        .replace(/\*/g, "[^]*")
        .replace(/\?/g, "[^]")}$`,
    ).test(text),
};

const signs = (text: string) => fc.string({ unit: fc.constantFrom(...text), maxLength: 14 });

test("keys are taken out as before", () => {
  fc.assert(
    fc.property(signs('ab.["]\\0'), (text) => {
      expect(withoutKeys(text)).toBe(BEFORE.withoutKeys(text));
      expect(withoutLastKey(text)).toBe(BEFORE.withoutLastKey(text));
    }),
    { numRuns: 5000 },
  );
});

test("beginnings of references are left out as before", () => {
  fc.assert(
    fc.property(fc.array(signs("ab.[]"), { maxLength: 8 }), (all) => {
      const some = all.filter((one) => one !== "");
      expect(withoutPrefixes(some)).toEqual(BEFORE.withoutPrefixes(some));
    }),
    { numRuns: 3000 },
  );
});

test("hosts and paths match as before", () => {
  fc.assert(
    fc.property(signs("aA.*?+("), signs("aA.+("), (pattern, text) => {
      expect(matchesPath(pattern, text)).toBe(BEFORE.matches(pattern, text));
      expect(matchesHost(pattern, text)).toBe(BEFORE.matches(pattern.toLowerCase(), text.toLowerCase()));
    }),
    { numRuns: 5000 },
  );
});

test.each([
  ["module.a", { parent: "", name: "a", key: "" }],
  ['module.a["x.y"].module.b[0]', { parent: 'module.a["x.y"]', name: "b", key: "[0]" }],
  ['module.a["]"].module.b', { parent: 'module.a["]"]', name: "b", key: "" }],
  ["", undefined],
  ["aws_vpc.a", undefined],
])("%s is parted", (module, step) => {
  expect(lastModule(module)).toEqual(step);
});

/** 200 kB of what makes patterns go back and forth. */
const RUNS = [
  "a",
  "f0",
  "0",
  "${",
  "[",
  '["',
  "]",
  " ",
  "\n ",
  '"',
  "\\",
  '\\"',
  ".",
  "-",
  "_",
  "module.",
  "*",
  "?*a",
  "(",
  "$$",
  "\r\n",
].map((piece) => [JSON.stringify(piece), piece.repeat(Math.ceil(200_000 / piece.length))] as const);

// Jest's own limit of a minute is a thousand times what they take; before, some of them took hours.
describe.each(RUNS)("a run of %s", (_, run) => {
  test("does not hold up what reads texts", () => {
    for (const text of [run, `x${run}x`, `module.a[${run}`, `["${run}`]) {
      withoutKeys(text);
      withoutLastKey(text);
      lastModule(`module.${text}`);
      parseAddress(`aws_vpc.${text}`);
      nearest(text, ["region", text.slice(1)]);
      matchesPath("/*a*a*a*a*a*a*a*a*a*a*a*b", `/${text}`);
      withoutPrefixes([text, text.slice(0, -1), text.slice(1)]);
      try {
        parseJson(text, "x", "plan");
      } catch (error) {
        expect(error).toBeInstanceOf(InputFault);
      }
    }
  });

  test("does not hold up expressions and references", () => {
    const long = JSON.stringify(run);
    for (const text of [
      run,
      `\${${run}}`,
      `\${chomp(${long})}`,
      `\${replace(${long}, ${long}, "x")}`,
      `\${f(${long})}`,
    ]) {
      const json = { resource: { aws_instance: { i: { tags: { x: text }, [run.slice(0, 1000)]: text } } } };
      expect(graphOf(json, "test", "synth").get("aws_instance.i")).toBeDefined();
    }
    const refers = { subnet_id: { references: [run, `var.${run}`, `module.${run}`, `each.value.${run}`] } };
    const configuration = { root_module: { resources: [{ address: "aws_instance.i", expressions: refers }] } };
    const change = { actions: ["create"], after: {}, after_unknown: { subnet_id: true } };
    const changes = [{ address: "aws_instance.i", type: "aws_instance", name: "i", change }];
    const plan = { format_version: "1.2", resource_changes: changes, configuration };
    expect(graphOf(plan, "test", "plan").get("aws_instance.i")).toBeDefined();
  });
});
