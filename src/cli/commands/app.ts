import { type Fault } from "../../config/fault";
import { whyNotDeployed } from "../../project/why-not-deployed";
import { stackOf, synthesizeSound } from "../../project/sound-bridges";
import { type ProvedStack } from "../../project/synthesis";
import { verify } from "../../questions/promises";
import { summaryOf } from "../../requirements/held-count";
import { faultLines } from "../output/fault-lines";
import { EXIT, type Io } from "../output/io";

function told({ plan, judged }: ProvedStack): string[] {
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

/**
 * What the cdktf CLI runs before each of its commands, and then chooses stacks from. A file with a fault must not keep
 * the other bridges from their commands, and one whose proof is broken must not be deployed; but it can be planned, and
 * destroyed. The CLI shows what is written to standard output.
 * @param outdir the folder that the CLI reads
 */
export async function runApp(io: Io, outdir: string): Promise<number> {
  const { proved, faults } = await synthesizeSound(io.cwd(), outdir, verify);
  if (proved.length === 0) {
    io.stderr.lines(faultLines(faults));
    return EXIT.badInput;
  }
  io.stdout.lines([...(faults.length > 0 ? toldOfFaulty(faults) : []), ...proved.flatMap(told)]);
  return EXIT.ok;
}
