import { loadPlans } from "./src/address-plan/load-plans";
import { faultLines } from "./src/cli/output/fault-lines";
import { EXIT, ioOn } from "./src/cli/output/io";
import { linesOfFault } from "./src/cli/stack-trace";
import { systemFault } from "./src/project/system-errors";
import { UserError } from "./src/project/user-error";
import { synthesize } from "./src/stacks/synthesize";

const io = ioOn(process);

/** All bridges or none, and nothing else: what there is to measure, and what `overlap synth` does more of. */
function synthesizeAll(): number {
  const { plans, faults } = loadPlans("bridges");
  io.stderr.lines(faultLines(faults));
  if (faults.length > 0) return EXIT.badInput;
  synthesize(plans, "cdktf.out");
  return EXIT.ok;
}

/** The cdktf CLI says where it will read; it goes on to deploy, so the stacks are proved first. */
async function main(outdir: string | undefined): Promise<number> {
  if (outdir === undefined) return synthesizeAll();
  const { runApp } = await import("./src/cli/commands/app");
  return runApp(io, outdir);
}

main(process.env["CDKTF_OUTDIR"]).then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    const fault = error instanceof UserError ? error : systemFault(error);
    // A fault of this program is told whole; what it says may hold names.
    io.stderr.lines(fault ? [`overlap: ${fault.message}`] : linesOfFault(error));
    process.exitCode = fault ? EXIT.badInput : EXIT.broken;
  },
);
