import { readdirSync, readFileSync } from "node:fs";
import { basename, dirname, join, relative } from "node:path";
import { type JsonObject, type SourceKind } from "../../src/terraform";
import { Dice } from "../lab/dice";
import { randomNetwork } from "../lab/random-network";
import { IN_USE } from "../review/incidents/in-use-cases";
import { REFUSED } from "../review/incidents/refused-cases";
import { type TrapCase } from "../review/incidents/trap-case";
import { UNIQUE } from "../review/incidents/unique-cases";
import { HAND_MADE } from "../review/plans/hand-made";
import { trapPlan } from "../review/plans/trap-plan";
import { changed, respelled, thinned } from "../review/random-change";
import { PROJECT } from "../support/bridges";
import { applied, refreshed } from "../support/simulated/apply";
import { planned } from "../support/simulated/plan";

/** One document of Terraform. */
export interface Input {
  readonly name: string;
  readonly kind: SourceKind;
  readonly json: () => object;
}

/** Inputs whose answers stand in one file of baselines. */
export interface Group {
  readonly name: string;
  readonly inputs: readonly Input[];
}

const TESTS = join(PROJECT, "__tests__");
/** Folders of JSON that is no network, or that Terraform did not write. */
const ELSEWHERE = new Set(["verdicts", "iam", "deploy", "node_modules"]);

function jsonFilesIn(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return ELSEWHERE.has(entry.name) ? [] : jsonFilesIn(path);
    return entry.isFile() && entry.name.endsWith(".json") ? [path] : [];
  });
}

/** What a document is, by its own keys; undefined when it is none of Terraform's. */
function kindOf(json: JsonObject): SourceKind | undefined {
  if ("resource_changes" in json || "planned_values" in json) return "plan";
  if ("values" in json && "format_version" in json) return "state";
  return "resource" in json ? "synth" : undefined;
}

/**
 * Every document of Terraform that is checked in. Its group is called as its folder and itself, without what is around
 * them: so tests may move without their baselines.
 */
export function checkedIn(): Group[] {
  return jsonFilesIn(TESTS)
    .sort()
    .flatMap((path) => {
      const json = JSON.parse(readFileSync(path, "utf8")) as JsonObject;
      const kind = kindOf(json);
      if (!kind) return [];
      const name = `${basename(dirname(path))}--${basename(path, ".json")}`;
      return [{ name, inputs: [{ name: relative(PROJECT, path), kind, json: () => json }] }];
    });
}

const SEEDS = Array.from({ length: 40 }, (_, i) => i + 1);

/** The plan of a random change of a random network. */
function randomPlan(seed: number): object {
  const dice = new Dice(seed);
  const whole = respelled(randomNetwork(dice), dice);
  const stack = thinned(whole, dice, 0.15);
  const next = changed(thinned(whole, dice, 0.15), dice);
  const built = applied(stack, new Map());
  return planned({ stack, objects: seed % 2 === 0 ? refreshed(built) : built }, next).plan;
}

const TRAPS: readonly TrapCase[] = [...IN_USE, ...UNIQUE, ...REFUSED];

/** Those that tests make. */
export function made(): Group[] {
  return [
    {
      name: "random-networks",
      inputs: SEEDS.map((seed) => ({
        name: `seed ${seed}`,
        kind: "synth",
        json: () => randomNetwork(new Dice(seed)),
      })),
    },
    {
      name: "random-changes",
      inputs: SEEDS.map((seed) => ({ name: `seed ${seed}`, kind: "plan", json: () => randomPlan(seed) })),
    },
    {
      name: "hand-made-plans",
      inputs: HAND_MADE.map(({ name, plan }) => ({ name, kind: "plan", json: plan })),
    },
    {
      name: "traps",
      inputs: TRAPS.map(({ rule, wrong }, i) => ({ name: `${i} ${rule}`, kind: "plan", json: () => trapPlan(wrong) })),
    },
  ];
}
