import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { PROJECT } from "../../support/bridges";
import buildOnce from "../../support/build-once";
import { python, whyNoDeployment } from "./python";

/**
 * Builds the programs, and makes the emulator's Python once, before the first test file; where nothing can be deployed the tests say so themselves.
 * And the folder of the result file, which Jest does not make.
 */
export default function globalSetup(): void {
  buildOnce();
  mkdirSync(join(PROJECT, "test-results"), { recursive: true });
  if (whyNoDeployment() === undefined) python();
}
