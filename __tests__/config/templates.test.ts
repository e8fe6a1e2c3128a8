import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { parseDocument, visit } from "yaml";
import { loadPlan } from "../../src/address-plan/load-plans";
import { type KeyPath } from "../../src/config/key-path";
import { loadBridge } from "../../src/config/load";
import { findTemplates } from "../../src/config/templates";
import { EXAMPLES, inFolder, PROJECT } from "../support/bridges";
import { writeBridge } from "../support/write-bridge";
import { EXISTING, LARGE, SMALL } from "./bridge-texts";

const EXPRESSIONS = ['${file("/etc/hostname")}', "%{ if true }x%{ endif }"] as const;
const TEXTS = {
  SMALL,
  LARGE,
  EXISTING,
  ...Object.fromEntries(EXAMPLES.map((name) => [name, readFileSync(join(PROJECT, `bridges/${name}.yaml`), "utf8")])),
};

/** The text with a value or key made an expression, for every scalar that it has. */
function poisoned(text: string, expression: string): string[] {
  let count = 0;
  visit(parseDocument(text), { Scalar: () => void count++ });
  return Array.from({ length: count }, (_, wanted) => {
    const document = parseDocument(text);
    let i = 0;
    visit(document, {
      Scalar: (_key, node) => {
        if (i++ === wanted) node.value = expression;
      },
    });
    return document.toString();
  });
}

const faultsOf = (text: string) =>
  inFolder((folder) => {
    const loaded = loadPlan(writeBridge(folder, "x", text));
    return "faults" in loaded ? loaded.faults : [];
  });

describe.each(Object.entries(TEXTS))("%s", (_, text) => {
  test.each(EXPRESSIONS)("a value or a key that is %s is refused, wherever it stands", (expression) => {
    const texts = poisoned(text, expression);
    expect(texts.length).toBeGreaterThan(50);
    const without = texts.filter((one) => !faultsOf(one).some(({ rule }) => rule === "no-template"));
    expect(without).toEqual([]);
  });
});

test("single characters of the marks are text", () => {
  expect(findTemplates({ a: "$ { % {", b: ["$", "{", "%"], $: { "{": "}" } })).toEqual([]);
});

test("the words of further statements never reach Terraform", () => {
  expect(findTemplates({ expect: [{ from: '${x["a"]}' }] })).toEqual([]);
});

test("every text is looked at, however deep, once", () => {
  const leaf = fc.oneof(fc.string(), fc.constantFrom(...EXPRESSIONS), fc.integer(), fc.constant(null));
  const key = fc.oneof(fc.string({ minLength: 1 }), fc.constantFrom(...EXPRESSIONS)).filter((k) => k !== "expect");
  const { tree } = fc.letrec((tie) => ({
    tree: fc.oneof(
      { maxDepth: 4 },
      leaf,
      fc.array(tie("tree"), { maxLength: 3 }),
      fc.dictionary(key, tie("tree"), { maxKeys: 3 }),
    ),
  }));
  fc.assert(
    fc.property(tree, (value) => {
      const text = JSON.stringify(value);
      expect(findTemplates(value).length > 0).toBe(text.includes("${") || text.includes("%{"));
    }),
  );
});

test("an anchor that holds itself is looked at once", () => {
  const loop: unknown[] = ["${x}"];
  loop.push(loop);
  expect(findTemplates({ a: loop }).map(({ path }): KeyPath => path)).toEqual([["a", 0]]);
});

test("loadBridge tells the expression instead of the form that it breaks", () => {
  inFolder((folder) => {
    const loaded = loadBridge(writeBridge(folder, "x", SMALL.replace("us-east-1", "'${x}'")));
    expect("faults" in loaded && loaded.faults.map(({ rule }) => rule)).toEqual(["no-template"]);
  });
});
