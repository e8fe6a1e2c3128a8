import { type Granted } from "../../requirements/granted";

/** Lines for people; none when nothing is supposed. */
export function describeGranted(granted: readonly Granted[]): string[] {
  if (granted.length === 0) return [];
  return [
    "",
    "  taken for granted, since neither the file nor the JSON tells:",
    ...granted.flatMap(({ what, about, learn }) => [`    ${about.join(", ")}: ${what}`, `      see  ${learn}`]),
  ];
}

/** One line for commands that only count; none when nothing is supposed. */
export function countGranted(granted: readonly Granted[], bridge: string): string[] {
  const { length } = granted;
  if (length === 0) return [];
  return [
    `${length} ${length === 1 ? "thing is" : "things are"} taken for granted; overlap verify ${bridge} lists them`,
  ];
}
