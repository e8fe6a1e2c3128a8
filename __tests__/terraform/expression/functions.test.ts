import fc from "fast-check";
import { evaluate, NotUnderstood, NULL, parseExpression, Refused, type Scope } from "../../../src/terraform/expression";
import { FUNCTIONS } from "../../../src/terraform/expression/functions";
import { call, type TableEntry } from "../../../src/terraform/expression/functions/entry";
import { KINDS } from "../../../src/terraform/expression/functions/kinds";
import { readTable } from "./table";
import { someArguments } from "./terms";
import { callsOfWrongKind, callText, EXAMPLES } from "./wrong-calls";

const rows = readTable();
const refusedRows = new Set(rows.filter(({ error }) => error === true).map(({ expression }) => expression));
const otherRows = new Set(rows.filter(({ error }) => !error).map(({ expression }) => expression));
const NO_NAMES: Scope = {
  lookUp: () => undefined,
  readAttribute: () => NULL,
  spend: () => undefined,
};

/** Why the table refuses this call, where it does. `own` when the arguments are of the right kinds. */
function refusalOf(expression: string): { readonly name: string; readonly reason: string; readonly own: boolean }[] {
  try {
    const parsed = parseExpression(expression);
    if (parsed.kind !== "call" || parsed.expand) return [];
    const [{ name }, entry] = [parsed, FUNCTIONS[parsed.name]];
    const args = parsed.args.map((arg) => evaluate(arg, NO_NAMES));
    const reason = entry && messageOf(() => call(entry, args));
    if (entry === undefined || reason === undefined) return [];
    const kindsOnly: TableEntry = { ...entry, refuses: [], implementation: () => NULL };
    return [{ name, reason, own: messageOf(() => call(kindsOnly, args)) === undefined }];
  } catch (error) {
    if (error instanceof NotUnderstood) return [];
    throw error;
  }
}

function messageOf(run: () => unknown): string | undefined {
  try {
    run();
  } catch (error) {
    if (error instanceof Refused) return error.message;
    if (!(error instanceof NotUnderstood)) throw error;
  }
  return undefined;
}

/** Every reason that the table gives for this function. */
function declaredOf({ takes, optional, rest, refuses }: TableEntry): Set<string> {
  const kinds = [...takes, ...optional, ...(rest ? [rest] : [])];
  return new Set([...kinds.flatMap((kind) => KINDS[kind].refuses), ...refuses.map(({ when }) => when)]);
}

describe("the table of functions says where Terraform refuses a call", () => {
  test("each function has an example that Terraform takes, with every parameter", () => {
    expect(Object.keys(EXAMPLES)).toEqual(Object.keys(FUNCTIONS));
    const examples = Object.entries(EXAMPLES).map(([name, args]) => ({ name, args, entry: FUNCTIONS[name] }));
    expect(examples.filter(({ name, args }) => !otherRows.has(callText(name, args)))).toEqual([]);
    const short = examples.filter(({ args, entry }) => {
      const [named, more] = [(entry?.takes.length ?? 0) + (entry?.optional.length ?? 0), entry?.rest ? 1 : 0];
      return args.length < named + more || (more === 0 && args.length > named);
    });
    expect(short).toEqual([]);
  });

  test("Terraform refuses the example with one argument that its parameter refuses, for each reason", () => {
    const wrong = callsOfWrongKind();
    expect(wrong.length).toBeGreaterThan(200);
    expect(wrong.filter(({ expression }) => !refusedRows.has(expression))).toEqual([]);
  });

  test("and the table refuses it for the same reason", () => {
    const others = callsOfWrongKind().filter(({ expression, reason }) => {
      const [found] = refusalOf(expression);
      return found?.reason !== reason || found.own;
    });
    expect(others).toEqual([]);
  });

  test("each further reason of a function has a call that Terraform refuses and the table for this reason", () => {
    const refusals = rows.filter(({ error }) => error === true).flatMap(({ expression }) => refusalOf(expression));
    const seen = new Set(refusals.filter(({ own }) => own).map(({ name, reason }) => `${name}: ${reason}`));
    const declared = Object.entries(FUNCTIONS).flatMap(([name, { refuses }]) =>
      refuses.map(({ when }) => `${name}: ${when}`),
    );
    expect(declared.filter((one) => !seen.has(one))).toEqual([]);
  });

  test("no row is refused for a reason that the table doesn't have", () => {
    const found = rows.flatMap(({ expression }) => refusalOf(expression));
    const undeclared = found.filter(({ name, reason }) => {
      const entry = FUNCTIONS[name];
      return entry && reason !== "another number of arguments" && !declaredOf(entry).has(reason);
    });
    expect(undeclared).toEqual([]);
  });
});

test.each(Object.entries(FUNCTIONS))(
  "%s refuses for no reason that the table doesn't have, and never crashes",
  (_, entry) => {
    const declared = declaredOf(entry);
    fc.assert(
      fc.property(someArguments(entry), (args) => {
        const reason = messageOf(() => call(entry, args));
        if (reason !== undefined) expect([...declared]).toContain(reason);
      }),
      { numRuns: 300 },
    );
  },
);

test("a number of arguments that a function doesn't take is refused before anything is read", () => {
  const wrong = Object.entries(FUNCTIONS).flatMap(([name, entry]) =>
    [entry.least - 1, entry.most + 1]
      .filter((count) => count >= 0 && Number.isFinite(count))
      .filter((count) => messageOf(() => call(entry, new Array(count).fill(NULL))) !== "another number of arguments")
      .map((count) => `${name} of ${count}`),
  );
  expect(wrong).toEqual([]);
});
