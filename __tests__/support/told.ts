import { type Fault, formatKey } from "../../src/config/fault";

/** What a case asserts of a fault: which rule is broken, and where. Its words stand in __tests__/wording. */
export interface Told {
  readonly rule: string;
  readonly file: string;
  readonly line: number;
  readonly key: string;
}

export function told({ rule, file, line, path }: Fault): Told {
  return { rule, file, line, key: formatKey(path) };
}

/** A fault in a table of cases that are of one rule: the line and the key. */
export type At = readonly [line: number, key: string];

/** What the faults at these places are, told of one file by one rule. */
export function toldAt(rule: string, file: string, places: readonly At[]): Told[] {
  return places.map(([line, key]) => ({ rule, file, line, key }));
}

/** A case by its name in the tables, which tells it from all others; its words stand under it in __tests__/wording. */
export interface Named {
  readonly id: string;
}

/** The names that more than one case has. */
export function namedTwice(cases: readonly Named[]): string[] {
  const seen = new Set<string>();
  return cases.map(({ id }) => id).filter((id) => seen.has(id) || !seen.add(id));
}
