import { loadPlans } from "./src/address-plan/load-plans";
import { formatFault } from "./src/config/fault";
import { synthesize } from "./src/stacks/synthesize";

const { plans, faults } = loadPlans("bridges");
if (faults.length > 0) {
  for (const fault of faults) console.error(formatFault(fault));
  process.exitCode = 2;
} else {
  synthesize(plans, process.env["CDKTF_OUTDIR"] ?? "cdktf.out");
}
