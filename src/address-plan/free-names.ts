/** Names of a bridge file have at most 24 characters (src/config/values.ts). */
const LONGEST_NAME = 24;

/** The name, cut to what a bridge file takes, or with the first number that makes it one of its own. */
export function freeName(name: string, taken: ReadonlySet<string>): string {
  const cut = (length: number) => name.slice(0, length).replace(/-$/, "");
  if (!taken.has(cut(LONGEST_NAME))) return cut(LONGEST_NAME);
  for (let number = 2; ; number++) {
    const candidate = `${cut(LONGEST_NAME - String(number).length - 1)}-${number}`;
    if (!taken.has(candidate)) return candidate;
  }
}
