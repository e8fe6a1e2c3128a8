import { FUNCTIONS } from "../../../src/terraform/expression/functions";

/** Calls of every function with one argument less than it takes, and with one more. */
export function callsOfWrongArity(): string[] {
  return Object.entries(FUNCTIONS).flatMap(([name, { least, most }]) =>
    [least - 1, most + 1]
      .filter((number) => number >= 0 && Number.isFinite(number))
      .map((number) => `${name}(${Array.from({ length: number }, () => "null").join(",")})`),
  );
}
