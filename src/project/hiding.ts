import { InputFault, type Secrets } from "../terraform";
import { UserError } from "./user-error";

/** What a fault says of an input, without what may not be shown. */
export function hiddenIn(secrets: Secrets, error: unknown): unknown {
  if (error instanceof UserError)
    return new UserError({ ...error.refusal, input: secrets.text(error.refusal.input) }, secrets.text(error.message));
  if (error instanceof InputFault) return new InputFault(error.rule, secrets.text(error.reason), error.where);
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
