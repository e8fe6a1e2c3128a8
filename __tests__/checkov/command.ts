import { readFileSync } from "node:fs";
import { planForReal, whyNoPlan } from "../support/terraform";
import { whyNoPython } from "../support/python";
import { CommentFault } from "./accepted";
import { bridgeFiles, type ScannedPlan } from "./examples";
import { judge, openLine, staleLines } from "./judged";
import { scan } from "./scan";

/** What a person may want to be told in one line, rather than where in the program it happened. */
class Refusal extends Error {}

const USAGE = "write npm run checkov -- [bridge [plan.json]]";

function chosen(args: readonly string[]): { files: ScannedPlan[]; plan?: string } {
  const [name, plan, ...more] = args;
  if (more.length > 0) throw new Refusal(`${JSON.stringify(more[0])} is one argument too many; ${USAGE}`);
  const all = bridgeFiles();
  if (name === undefined) return { files: all };
  const files = all.filter((one) => one.name === name);
  const names = all.map((one) => one.name).join(", ");
  if (files.length === 0) throw new Refusal(`there is no bridges/${name}.yaml, only ${names}; ${USAGE}`);
  return { files, ...(plan !== undefined && { plan }) };
}

function readPlan(file: string): object {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    throw new Refusal(`${file} can't be read: ${(error as Error).message}; write the file of terraform show -json`);
  }
  try {
    const plan = JSON.parse(text) as unknown;
    if (typeof plan === "object" && plan !== null && "planned_values" in plan) return plan;
  } catch {
    // Told below, without the content, which may be secret.
  }
  throw new Refusal(`${file} is no plan as JSON; make it by terraform show -json plan.out > ${file}`);
}

/** `npm run checkov`: what Checkov finds in the plans of the files in bridges/ and nobody accepts. */
function main(args: readonly string[]): number {
  const why = whyNoPython() ?? (args.length < 2 ? whyNoPlan() : undefined);
  if (why) throw new Refusal(`nothing can be scanned: ${why}`);
  const { files, plan } = chosen(args);
  const plans = files.map(
    (one) => [one.name, plan === undefined ? planForReal(one.plan).json : readPlan(plan)] as const,
  );
  const { results, unread } = scan(new Map(plans));
  // Constructs accept what other bridges need, so only the files can be held against a part of them.
  const judged = { ...judge({ results, unread }, files), ...(args.length > 0 && { staleOfConstructs: [] }) };
  const lines = [
    ...unread.map((one) => `${one}: Checkov can't read it`),
    ...judged.open.map(openLine),
    ...staleLines(judged),
  ];
  for (const line of lines) console.log(line);
  const passed = results.filter(({ failed }) => !failed).length;
  console.log(
    `${passed} checks passed, ${judged.open.length} failed, ${judged.accepted.length} failed and are accepted (docs/safety.md)`,
  );
  return lines.length > 0 ? 1 : 0;
}

try {
  process.exitCode = main(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof Refusal || error instanceof CommentFault)) throw error;
  console.error(error.message);
  process.exitCode = 2;
}
