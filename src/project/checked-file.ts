import { ACROSS_RULES } from "../address-plan/across";
import { withHint } from "../address-plan/hints";
import { faultsOf } from "../address-plan/load-plans";
import { type BridgePlan } from "../address-plan/bridge-plan";
import { planBridge } from "../address-plan/plan-bridge";
import { judgePlan } from "../address-plan/rules";
import { type RuleVerdict } from "../address-plan/rules/rule";
import { summarizeHub } from "../address-plan/hub/hub-summary";
import { summarizePlan } from "../address-plan/summary";
import { type Fault, formatKey } from "../config/fault";
import { type ChosenFile } from "./chosen-files";
import { loadChosen } from "./load-chosen";
import { type Neighbours } from "./neighbours";

/** What a rule says of a file, with its faults at their places. */
export type LocatedVerdict = RuleVerdict & { readonly faults: readonly Fault[] };

/** A file that can't be read, or says what no bridge can be. */
export interface FaultyFile {
  readonly faults: readonly Fault[];
  readonly json: object;
}

/** A file of which every rule was asked. */
export interface JudgedFile {
  readonly plan: BridgePlan;
  /** The file as its messages name it. */
  readonly file: string;
  readonly verdicts: readonly LocatedVerdict[];
  /** No rule is broken; warnings do not count. */
  readonly holds: boolean;
  readonly json: object;
}

/** A fault as data, after schema/check.schema.json. */
export function faultAsJson(fault: Fault) {
  const { file, line, column, value, rule, message, fix, hint } = fault;
  const place = { file, line, column, key: formatKey(fault.path), value };
  return { ...place, rule, message, fix, ...(hint && { hint: { patch: hint.patch, only_if: hint.onlyIf } }) };
}

function verdictAsJson({ rule, fact, source, warns, holds, faults }: LocatedVerdict) {
  return { rule, fact, source, ...(warns && { warns }), holds, faults: faults.map(faultAsJson) };
}

/** What a rule between files says of one of them. */
function acrossVerdicts(clashes: readonly Fault[]): LocatedVerdict[] {
  return ACROSS_RULES.map(({ name, fact, source }) => {
    const faults = clashes.filter((fault) => fault.rule === name);
    return { rule: name, fact, source, warns: false, holds: faults.length === 0, findings: [], faults };
  });
}

/**
 * Asks every rule of a file.
 * @param others the files that it lies beside; undefined for a file that is compared with none
 */
export function checkFile(chosen: ChosenFile, others: Neighbours | undefined): FaultyFile | JudgedFile {
  const loaded = loadChosen(chosen);
  const file = chosen.shown;
  if ("faults" in loaded) {
    const faults = [...faultsOf(loaded, others?.elsewhere), ...(others?.clashes ?? [])];
    return { faults, json: { file, faults: faults.map(faultAsJson) } };
  }
  const { bridge, input } = loaded;
  const plan = planBridge(bridge, others?.elsewhere);
  const found = judgePlan(plan);
  const located = bridge.locate(found.flatMap((verdict) => verdict.findings));
  const told = withHint(bridge.name, input, located, others?.elsewhere);
  const judged = found.map((verdict) => ({ ...verdict, faults: told.filter((fault) => fault.rule === verdict.rule) }));
  const verdicts = [...judged, ...(others ? acrossVerdicts(others.clashes) : [])];
  const holds = verdicts.every((verdict) => verdict.holds || verdict.warns);
  const summary = { name: bridge.name, file, plan: plan.place === "hub" ? summarizeHub(plan) : summarizePlan(plan) };
  return { plan, file: bridge.file, verdicts, holds, json: { ...summary, rules: verdicts.map(verdictAsJson), holds } };
}
