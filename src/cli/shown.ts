import { InputFault, type Secrets } from "../terraform";
import { UserError } from "./io";

/** What a fault says of an input, without what may not be shown. */
export function hiddenIn(secrets: Secrets, error: unknown): unknown {
  if (error instanceof UserError) return new UserError(secrets.text(error.message));
  if (error instanceof InputFault) return new InputFault(secrets.text(error.message));
  return error;
}

/** Runs; a fault is told without what may not be shown. */
export function hiding<T>(secrets: Secrets, run: () => T): T {
  try {
    return run();
  } catch (error) {
    throw hiddenIn(secrets, error);
  }
}

/** Data as the JSON that a command prints, without what may not be shown. */
export function jsonOf(secrets: Secrets, data: unknown): string {
  return `${JSON.stringify(secrets.data(data), null, 2)}\n`;
}

/** One line of JSON Lines. */
export function jsonLineOf(secrets: Secrets, data: unknown): string {
  return `${JSON.stringify(secrets.data(data))}\n`;
}

/** Lines as a command prints them, without what may not be shown. */
export function linesOf(secrets: Secrets, lines: readonly string[]): string {
  return `${lines.map((line) => secrets.text(line)).join("\n")}\n`;
}
