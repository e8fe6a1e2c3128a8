import { python, whyNoDeployment } from "./python";

/** Makes the emulator's Python once, before the first test file; where nothing can be deployed the tests say so themselves. */
export default function globalSetup(): void {
  if (whyNoDeployment() === undefined) python();
}
