import { loadPlans } from "./src/address-plan/load-plans";
import { faultLines } from "./src/cli/fault-lines";
import { EXIT, explainSystemError } from "./src/cli/io";
import { synthesize } from "./src/stacks/synthesize";

/** All bridges or none, and nothing else: what there is to measure, and what `overlap synth` does more of. */
function synthesizeAll(): number {
  const { plans, faults } = loadPlans("bridges");
  for (const line of faultLines(faults)) console.error(line);
  if (faults.length > 0) return EXIT.badInput;
  synthesize(plans, "cdktf.out");
  return EXIT.ok;
}

/** The cdktf CLI says where it will read; it goes on to deploy, so the stacks are proved first. */
async function main(outdir: string | undefined): Promise<number> {
  if (outdir === undefined) return synthesizeAll();
  const { runApp } = await import("./src/cli/app");
  const { stdout, stderr } = process;
  return runApp({ stdout, stderr, cwd: () => process.cwd() }, outdir);
}

main(process.env["CDKTF_OUTDIR"]).then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    const line = explainSystemError(error);
    if (line === undefined) throw error;
    console.error(line);
    process.exitCode = EXIT.badInput;
  },
);
