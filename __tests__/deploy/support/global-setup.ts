import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { PROJECT } from "../../support/bridges";
import { python, whyNoDeployment } from "./python";

/**
 * Makes the emulator's Python once, before the first test file; where nothing can be deployed the tests say so themselves.
 * And the folder of the result file, which Jest does not make.
 */
export default function globalSetup(): void {
  mkdirSync(join(PROJECT, "test-results"), { recursive: true });
  if (whyNoDeployment() === undefined) python();
}
