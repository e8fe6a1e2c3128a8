import { join } from "node:path";
import { PROJECT } from "../../support/bridges";
import { pythonWith, whyNoPython } from "../../support/python";
import { whyNoPlan } from "../../support/terraform";

export const EMULATOR = join(PROJECT, "__tests__/deploy/emulator");

/** Why nothing can be deployed here, or undefined when it can. Where CI is set nothing is skipped: what is missing fails. */
export function whyNoDeployment(): string | undefined {
  return whyNoPython() ?? whyNoPlan();
}

/** The Python that has the emulator. Takes half a minute the first time. @throws Error when a package can't be had */
export function python(): string {
  return join(pythonWith(join(EMULATOR, "requirements.txt"), "emulator"), "python");
}
