import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { canonical, readerOf } from "../../support/expression-reader";
import { type Answer, askTerraform } from "../../support/terraform-console";

/**
 * One expression with what `terraform console` 1.11.4 makes of it: `value`, or its JSON as text where JavaScript would lose
 * digits, or `error`, which is "static" where not even `try` would catch it. `understood: false` marks values that the reader
 * leaves unknown.
 */
export interface Row {
  readonly expression: string;
  readonly value?: unknown;
  readonly json?: string;
  readonly error?: true | "static";
  readonly understood?: false;
}

const FILE = join(__dirname, "conformance.jsonl");

export function readTable(): Row[] {
  const lines = readFileSync(FILE, "utf8").split("\n");
  return lines.filter((line) => line !== "").map((line) => JSON.parse(line) as Row);
}

/** The row's JSON, or undefined for an error. */
export function expected({ value, json, error }: Row): Answer {
  return error ? undefined : (json ?? canonical(JSON.stringify(value)));
}

function rowOf(expression: string, answer: Answer, isStatic: boolean): Row {
  if (answer === undefined) return { expression, error: isStatic ? "static" : true };
  const written = canonical(answer);
  const isExact = canonical(JSON.stringify(JSON.parse(written))) === written;
  const row = isExact ? { expression, value: JSON.parse(written) as unknown } : { expression, json: written };
  return readerOf(expression) === undefined ? { ...row, understood: false } : row;
}

/** Writes the table anew with what Terraform answers. */
export function writeTable(expressions: readonly string[]): void {
  const answers = askTerraform(expressions);
  const refused = expressions.filter((_, i) => answers[i] === undefined);
  const caught = askTerraform(refused.map((one) => `can(${one})`));
  const isStatic = new Set(refused.filter((_, i) => caught[i] === undefined));
  const rows = expressions.map((expression, i) => rowOf(expression, answers[i], isStatic.has(expression)));
  writeFileSync(FILE, rows.map((row) => `${JSON.stringify(row)}\n`).join(""));
}
