import { basename, relative, resolve } from "node:path";
import { loadPlans } from "../../address-plan/load-plans";
import { type AddressPlan } from "../../address-plan/plan";
import { BRIDGE_FILE_ENDING } from "../../config/bridge-files";
import { type Fault, formatFault } from "../../config/fault";
import { faultLines } from "../output/fault-lines";
import { whyNotDeployed, whyNotDeployedAsBefore } from "../../project/guard";
import { EXIT, type Io } from "../output/io";
import { summaryOf } from "../../requirements/summary";
import { verify } from "../../questions/promises";
import { BRIDGES_FOLDER } from "../../project/project";
import { type Proved, synthesizeProved } from "../../project/synthesis";

function stackOf(file: string): string {
  return basename(file, BRIDGE_FILE_ENDING);
}

function told({ plan, judged }: Proved): string[] {
  const reason = whyNotDeployed(plan, judged);
  if (reason !== undefined) return [`Terraform will refuse to deploy ${plan.name}. ${reason}`];
  const isProved = judged.every((one) => one.holds);
  return isProved ? [] : [`proof of ${plan.name}: ${summaryOf(judged)}; see npx overlap verify ${plan.name}`];
}

/** What is told of files with a fault while the others are synthesized. */
function toldOfFaulty(faults: readonly Fault[]): string[] {
  const names = [...new Set(faults.map(({ file }) => stackOf(file)))].join(", ");
  return [...faultLines(faults), `${names}: not synthesized, and not to be deployed as it was; the others go on`];
}

/** The bridges whose files have no fault: a fault between two files is told in one of them, or in both. */
function withoutFault(plans: readonly AddressPlan[], faults: readonly Fault[]): AddressPlan[] {
  const faulty = new Set(faults.map(({ file }) => stackOf(file)));
  return plans.filter(({ name }) => !faulty.has(name));
}

/**
 * What the cdktf CLI runs before each of its commands, and then chooses stacks from. A file with a fault must not keep
 * the other bridges from their commands, and one whose proof is broken must not be deployed; but it can be planned, and
 * destroyed. The CLI shows what is written to standard output.
 * @param outdir the folder that the CLI reads
 */
export async function runApp(io: Io, outdir: string): Promise<number> {
  const { plans, faults } = loadPlans(BRIDGES_FOLDER);
  const good = withoutFault(plans, faults);
  if (good.length === 0) {
    io.stderr.lines(faultLines(faults));
    return EXIT.badInput;
  }
  const firstOf = new Map([...faults].reverse().map((fault) => [stackOf(fault.file), formatFault(fault)]));
  const proved = await synthesizeProved(
    good.map((plan) => ({ plan, path: resolve(io.cwd(), BRIDGES_FOLDER, `${plan.name}${BRIDGE_FILE_ENDING}`) })),
    {
      outdir,
      prove: verify,
      shown: (path) => relative(io.cwd(), path),
      kept(name) {
        const fault = firstOf.get(name);
        return fault === undefined ? false : { guard: whyNotDeployedAsBefore(name, fault) };
      },
    },
  );
  const lines = [...(faults.length > 0 ? toldOfFaulty(faults) : []), ...proved.flatMap(told)];
  io.stdout.lines(lines);
  return EXIT.ok;
}
