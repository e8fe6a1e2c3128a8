import { readFileSync } from "node:fs";
import { BRIDGE_OUTPUT } from "../../src/address-plan/roles";
import { planForReal, whyNoPlan } from "../support/terraform";
import { whyNoPython } from "../support/python";
import type { BridgePlan } from "../../src/address-plan/bridge-plan";
import { bridgePlans, scannedFile } from "./examples";
import { judge, openLine, staleLines } from "./judged";
import { Refusal } from "./refusal";
import { scan } from "./scan";

const USAGE = "write npm run checkov -- [bridge [plan.json]]";

function chosen(args: readonly string[]): { bridges: readonly BridgePlan[]; plan?: string } {
  const [name, plan, ...more] = args;
  if (more.length > 0) throw new Refusal(`${JSON.stringify(more[0])} is one argument too many; ${USAGE}`);
  const all = bridgePlans();
  if (name === undefined) return { bridges: all };
  const bridges = all.filter((one) => one.name === name);
  const names = all.map((one) => one.name).join(", ");
  if (bridges.length === 0) throw new Refusal(`there is no bridges/${name}.yaml, only ${names}; ${USAGE}`);
  return { bridges, ...(plan !== undefined && { plan }) };
}

interface Outputs {
  readonly planned_values?: {
    readonly outputs?: Readonly<Record<string, { readonly value?: { readonly bridge?: unknown } }>>;
  };
}

/** @throws Refusal for what is no plan of the bridge: another one's findings would be held against this one's reasons */
function readPlan(file: string, bridge: string): object {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    throw new Refusal(`${file} can't be read: ${(error as Error).message}; write the file of terraform show -json`);
  }
  const plan = parsed(text);
  if (typeof plan !== "object" || plan === null || !("planned_values" in plan))
    throw new Refusal(`${file} is no plan as JSON; make it by terraform show -json plan.out > ${file}`);
  const named = (plan as Outputs).planned_values?.outputs?.[BRIDGE_OUTPUT]?.value?.bridge;
  if (named !== bridge)
    throw new Refusal(
      `${file} is no plan of the bridge ${bridge}: its output ${BRIDGE_OUTPUT} names ${JSON.stringify(named) ?? "none"}; ${USAGE}`,
    );
  return plan;
}

/** Undefined for what is no JSON: the parser's own words quote the content, which may be secret. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** What came of a scan, for a person. */
interface Told {
  readonly lines: readonly string[];
  /** 0: nothing fails that is not accepted; 1: something does. */
  readonly exit: 0 | 1;
}

/**
 * What Checkov finds in the plans of files in bridges/ and nobody accepts.
 * @param args none for all files, or a bridge's name, and its plan
 * @throws Refusal when it can't be said
 */
export function scanBridges(args: readonly string[]): Told {
  const { bridges, plan } = chosen(args);
  const given = plan === undefined ? undefined : readPlan(plan, bridges[0]?.name ?? "");
  const why = whyNoPython() ?? (given === undefined ? whyNoPlan() : undefined);
  if (why) throw new Refusal(`nothing can be scanned: ${why}`);
  const files = bridges.map(scannedFile);
  const plans = files.map((one) => [one.name, given ?? planForReal(one.plan).json] as const);
  const { results, unread } = scan(new Map(plans));
  if (unread.length > 0)
    throw new Refusal(
      `Checkov knows nothing of ${unread.join(", ")}; give the whole plan, as terraform show -json plan.out has it`,
    );
  // What constructs accept is for all bridges, and the tests hold it against enough of them.
  const judged = { ...judge({ results, unread }, files), staleOfConstructs: [] };
  const { open, accepted } = judged;
  const passed = results.filter(({ failed, input }) => !failed && plans.some(([name]) => name === input)).length;
  const lines = [...open.map(openLine), ...staleLines(judged)];
  const sum = `${passed} checks passed, ${open.length} failed, ${accepted.length} failed and are accepted (docs/safety.md)`;
  return { lines: [...lines, sum], exit: lines.length > 0 ? 1 : 0 };
}
