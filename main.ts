// First, so that it serves every import that follows.
import { loadPlans } from "./src/address-plan/load-plans";
import { EXIT, explainSystemError } from "./src/cli/io";
import { formatFaults } from "./src/config/fault";
import { synthesize } from "./src/stacks/synthesize";

const { plans, faults } = loadPlans("bridges");
for (const line of formatFaults(faults)) console.error(line);
try {
  if (faults.length > 0) process.exitCode = EXIT.badInput;
  else synthesize(plans, process.env["CDKTF_OUTDIR"] ?? "cdktf.out");
} catch (error) {
  const line = explainSystemError(error);
  if (line === undefined) throw error;
  console.error(line);
  process.exitCode = EXIT.badInput;
}
