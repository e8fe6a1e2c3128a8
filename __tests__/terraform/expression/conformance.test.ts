import { FUNCTIONS } from "../../../src/terraform/expression/functions";
import { canonical, readerOf } from "../../support/expression-reader";
import { describeWithTerraform } from "../../support/terraform";
import { askTerraform } from "../../support/terraform-console";
import { expected, readTable, type Row } from "./table";
import { callsOfWrongArity } from "./wrong-calls";

const rows = readTable();

describeWithTerraform()("the table", () => {
  test("holds what terraform console says", () => {
    const alone = new Set(rows.filter(({ error }) => error === "static").map(({ expression }) => expression));
    const all = rows.map(({ expression }) => expression);
    const answers = askTerraform(all, alone).map((one) => one && canonical(one));
    const wrong = rows.filter((row, i) => expected(row) !== answers[i]);
    expect(wrong.map(({ expression }) => expression)).toEqual([]);
  });
});

test("the table knows every kind of answer", () => {
  expect(rows.length).toBeGreaterThan(1000);
  expect(rows.filter(({ error }) => error).length).toBeGreaterThan(250);
  expect(rows.filter(({ understood }) => understood === false).length).toBeLessThan(rows.length / 10);
});

test("the reader gives Terraform's value or none", () => {
  const wrong = rows.filter((row) => {
    const found = readerOf(row.expression);
    return found !== undefined && found !== expected(row);
  });
  expect(wrong).toEqual([]);
});

/** What `can` makes of a row: true for a value, false for a refusal, nothing for what not even `try` catches. */
function caught({ error }: Row): string | undefined {
  if (error === "static") return undefined;
  return error ? "false" : "true";
}

test("the reader refuses only what Terraform refuses in a way that try and can catch", () => {
  const wrong = rows.filter((row) => {
    const found = readerOf(`can(${row.expression})`);
    return found !== undefined && found !== caught(row);
  });
  expect(wrong).toEqual([]);
});

test("the reader understands all rows but those that are marked", () => {
  const lost = rows.filter(({ expression, error, understood }) => {
    const isExpected = !error && understood !== false;
    return isExpected !== (readerOf(expression) !== undefined);
  });
  expect(lost).toEqual([]);
});

test("every function that the reader knows has rows, with errors among them", () => {
  const missing = Object.keys(FUNCTIONS).filter((name) => {
    const own = rows.filter(({ expression }) => expression.startsWith(`${name}(`));
    return own.length < 3 || !own.some(({ error }) => error) || own.every(({ error }) => error);
  });
  expect(missing).toEqual([]);
});

test("Terraform refuses one argument less and one more than each function takes", () => {
  const refused = new Set(rows.filter(({ error }) => error === true).map(({ expression }) => expression));
  expect(callsOfWrongArity().filter((expression) => !refused.has(expression))).toEqual([]);
});
