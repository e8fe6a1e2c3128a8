import { graphOf, isWhollyKnown, type Value } from "../../src/terraform";

/** Keys in one order, so that the texts of equal values are equal. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  return Object.fromEntries(entries.map(([key, item]) => [key, sorted(item)]));
}

/** JSON in which equal values are equal texts; numbers that JavaScript can't hold stay as they are written. */
export function canonical(json: string): string {
  const again = JSON.stringify(sorted(JSON.parse(json)));
  return /\d{16,}/.test(json) ? json : again;
}

/** What the reader of configurations makes of an expression, as JSON; undefined when it doesn't understand it. */
export function readerOf(expression: string, more: object = {}): string | undefined {
  const json = { resource: { aws_thing: { it: { value: `\${${expression}}` } } }, ...more };
  const graph = graphOf(json, "test", "synth");
  const value: Value | undefined = graph.get("aws_thing.it")?.values.value;
  return value === undefined || !isWhollyKnown(value) ? undefined : canonical(JSON.stringify(value));
}
