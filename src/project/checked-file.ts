import { basename } from "node:path";
import { ACROSS_RULES } from "../address-plan/across";
import { withHint } from "../address-plan/hints";
import { faultsOf } from "../address-plan/load-plans";
import { type BridgePlan } from "../address-plan/bridge-plan";
import { planBridge } from "../address-plan/plan-bridge";
import { judgePlan } from "../address-plan/rules";
import { type RuleVerdict } from "../address-plan/rules/rule";
import { summarizeHub } from "../address-plan/hub/hub-summary";
import { summarizePlan } from "../address-plan/summary";
import { BRIDGE_FILE_ENDING } from "../config/bridge-files";
import { type Fault, type Finding, formatKey } from "../config/fault";
import { type Way } from "../choosing/way";
import { regionIn, waysFor } from "../choosing/ways";
import { waysAsJson } from "../choosing/ways-lines";
import { AWS_PRICES, type PriceTable } from "../prices";
import { type ChosenFile } from "./chosen-files";
import { loadChosen } from "./load-chosen";
import { type Neighbours } from "./neighbours";

/** What a rule says of a file, with its faults at their places. */
export type LocatedVerdict = RuleVerdict & { readonly faults: readonly Fault[] };

/** A file that can't be read, or says what no bridge can be. */
export interface FaultyFile {
  readonly faults: readonly Fault[];
  /** What could do its job; none where it can't be told what that is. */
  readonly ways: readonly Way[];
  /** As the file says it; "" where it says none. */
  readonly region: string;
  readonly json: object;
}

/** A file of which every rule was asked. */
export interface JudgedFile {
  readonly plan: BridgePlan;
  /** The file as its messages name it. */
  readonly file: string;
  readonly verdicts: readonly LocatedVerdict[];
  /** Where findings stand in the file. */
  readonly locate: (findings: readonly Finding[]) => Fault[];
  /** No rule is broken; warnings do not count. */
  readonly holds: boolean;
  /** What could do its job. */
  readonly ways: readonly Way[];
  readonly region: string;
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
 * @param table what AWS charges, for the ways
 * @param others the files that it lies beside; undefined for a file that is compared with none
 */
export function checkFile(
  chosen: ChosenFile,
  others: Neighbours | undefined,
  table: PriceTable = AWS_PRICES,
): FaultyFile | JudgedFile {
  const loaded = loadChosen(chosen);
  const file = chosen.shown;
  const elsewhere = others?.elsewhere ?? [];
  if ("faults" in loaded) {
    const faults = [...faultsOf(loaded, elsewhere), ...(others?.clashes ?? [])];
    const ways = waysFor({ name: basename(chosen.path, BRIDGE_FILE_ENDING), elsewhere }, loaded.read?.input, table);
    return {
      faults,
      ways,
      region: regionIn(loaded.read?.input),
      json: { file, faults: faults.map(faultAsJson), ...(ways.length > 0 && { ways: waysAsJson(ways) }) },
    };
  }
  const { bridge, input } = loaded;
  const plan = planBridge(bridge, elsewhere);
  const found = judgePlan(plan);
  const located = bridge.locate(found.flatMap((verdict) => verdict.findings));
  const told = withHint(bridge.name, input, located, elsewhere);
  const judged = found.map((verdict) => ({ ...verdict, faults: told.filter((fault) => fault.rule === verdict.rule) }));
  const verdicts = [...judged, ...(others ? acrossVerdicts(others.clashes) : [])];
  const holds = verdicts.every((verdict) => verdict.holds || verdict.warns);
  const ways = waysFor({ name: bridge.name, elsewhere }, input, table);
  const summary = { name: bridge.name, file, plan: plan.place === "hub" ? summarizeHub(plan) : summarizePlan(plan) };
  const json = { ...summary, rules: verdicts.map(verdictAsJson), holds, ways: waysAsJson(ways) };
  return {
    plan,
    file: bridge.file,
    verdicts,
    locate: (findings) => bridge.locate(findings),
    holds,
    ways,
    region: bridge.config.region,
    json,
  };
}
