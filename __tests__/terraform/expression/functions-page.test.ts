import { join } from "node:path";
import { FUNCTIONS } from "../../../src/terraform/expression/functions";
import { type TableEntry } from "../../../src/terraform/expression/functions/entry";
import { KINDS } from "../../../src/terraform/expression/functions/kinds";
import { expectGolden } from "../../support/golden";

function signature(name: string, { takes, optional, rest, least }: TableEntry): string {
  const needed = rest === undefined ? [] : Array.from({ length: least - takes.length }, () => rest);
  const further = rest === undefined ? [] : [`${rest}...`];
  return `${name}(${[...takes, ...optional.map((kind) => `[${kind}]`), ...needed, ...further].join(", ")})`;
}

function line(what: string, reasons: readonly string[]): string {
  return `- \`${what}\`${reasons.length === 0 ? "" : `: ${reasons.join("; ")}`}\n`;
}

test("docs/functions.md is the table of functions", () => {
  const kinds = Object.entries(KINDS).map(([kind, { refuses }]) => line(kind, refuses));
  const functions = Object.entries(FUNCTIONS)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, entry]) =>
      line(
        signature(name, entry),
        entry.refuses.map(({ when }) => when),
      ),
    );
  const page = `# Functions of Terraform's language

The reader of configurations works out these functions. A call of another one is an unknown value. This page is written from the
table in \`src/terraform/expression/functions\` by \`UPDATE_GOLDEN=1 npx jest functions-page\`, and a test compares them.

## What an argument can be, and when Terraform refuses it

${kinds.join("")}
## Functions, and when Terraform refuses a call besides

Arguments in brackets may be left out; of those before three dots there may be more.

${functions.join("")}`;
  expectGolden(join(__dirname, "../../../docs/functions.md"), page);
});
