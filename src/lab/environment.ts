import { labPath } from "./requirements";

type Environment = Readonly<Record<string, string | undefined>>;

/** Found in the environment of a lab's processes: a later command looks for labs by it, and then checks them (see seal). */
export const NAME_VARIABLE = "OVERLAP_LAB";

function only(env: Environment, isWanted: (name: string) => boolean): Record<string, string> {
  const entries = Object.entries(env).filter(
    (entry): entry is [string, string] => entry[1] !== undefined && isWanted(entry[0]),
  );
  return Object.fromEntries(entries);
}

/**
 * What a lab's processes get of the caller's environment: where programs are, and nothing else, for a lab that is left up
 * lives longer than the session whose secrets the rest may hold. Messages come untranslated, since some are understood.
 */
export function labEnvironment(env: Environment, name: string): Record<string, string> {
  return { ...only(env, (one) => one === "PATH"), LC_ALL: "C", [NAME_VARIABLE]: name };
}

/** What somebody who enters a host keeps: what a terminal and a language need. */
const KEPT_BY_SHELLS = /^(PATH|TERM|COLORTERM|HOME|LANG|LANGUAGE|LC_[A-Z]+|TZ)$/;

/** The environment of a command in a lab that is up. */
export function shellEnvironment(env: Environment): Record<string, string> {
  return { ...only(env, (one) => KEPT_BY_SHELLS.test(one)), PATH: labPath(env["PATH"]) };
}
