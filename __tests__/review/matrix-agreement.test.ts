import { readdirSync } from "node:fs";
import { matrixOf, type MatrixEntry } from "../../src/reachability";
import { readChanges } from "../../src/review/changes";
import { compareFlows, type ComparedFlow, verdictOf } from "../../src/review/compared-flows";
import { networksOf } from "../../src/review/networks";
import { reviewPlan } from "../../src/review";
import { type JsonObject } from "../../src/terraform";
import { Dice } from "../lab/dice";
import { randomNetwork } from "../lab/random-network";
import { applied, refreshed } from "../support/simulated/apply";
import { planned } from "../support/simulated/plan";
import { goldenPlan, PLANS } from "./plans/golden-plans";
import { changed, respelled, thinned } from "./random-change";

/** ComparedFlows by their pairs of ends. */
function byPair(flows: readonly ComparedFlow[]): ReadonlyMap<string, ComparedFlow[]> {
  const found = new Map<string, ComparedFlow[]>();
  for (const flow of flows)
    for (const from of flow.from.members)
      for (const to of flow.to.members) {
        const key = `${from} > ${to}`;
        found.set(key, [...(found.get(key) ?? []), flow]);
      }
  return found;
}

function isWithin({ service: { protocol, ports } }: ComparedFlow, entry: MatrixEntry): boolean {
  const names: Readonly<Record<string, number>> = { icmp: 1, tcp: 6, udp: 17 };
  if ((names[entry.protocol] ?? Number(entry.protocol)) !== protocol) return false;
  if (entry.ports === "any" || !ports) return entry.ports === "any" && !ports;
  const [start = 0, end = start] = entry.ports.split("-").map(Number);
  return ports.every((range) => range.start >= start && range.end - 1 <= end);
}

/** What the review says against the matrix of the same plan; empty when nothing. */
function contradictions(plan: JsonObject): string[] {
  const networks = networksOf(plan, readChanges(plan));
  const pairs = byPair(compareFlows(networks).flows);
  const { entries } = matrixOf(networks.after.walker);
  return entries.flatMap((entry) => {
    const verdicts = (pairs.get(`${entry.from} > ${entry.to}`) ?? [])
      .filter((flow) => flow.after && isWithin(flow, entry))
      .map((flow) => verdictOf(flow.after));
    if (verdicts.length === 0) return [];
    const isSame =
      entry.verdict === "ALLOWED"
        ? verdicts.every((one) => one === "ALLOWED")
        : verdicts.some((one) => one !== "ALLOWED");
    return isSame
      ? []
      : [`${entry.from} > ${entry.to} ${entry.protocol}/${entry.ports}: ${entry.verdict}, ${verdicts.join()}`];
  });
}

const NAMES = readdirSync(PLANS)
  .filter((one) => one.endsWith(".json"))
  .map((one) => one.replace(".json", ""));

test.each(NAMES)("%s: review and matrix say the same of each pair", (name) => {
  expect(contradictions(goldenPlan(name))).toEqual([]);
});

test("random plans: review and matrix say the same of each pair", () => {
  for (let seed = 1; seed <= 60; seed++) {
    const dice = new Dice(seed);
    const whole = respelled(randomNetwork(dice), dice);
    const first = thinned(whole, dice, 0.2);
    const objects = refreshed(applied(first, new Map()));
    const { plan } = planned({ stack: first, objects }, changed(whole, dice));
    expect({ seed, found: contradictions(plan as JsonObject) }).toEqual({ seed, found: [] });
  }
});

test("random plans of new networks: where the matrix can't tell, the review can't either; what it allows begins or opens", () => {
  let [unknown, safe] = [0, 0];
  for (let seed = 1; seed <= 60; seed++) {
    const dice = new Dice(seed);
    const stack = respelled(randomNetwork(dice), dice);
    const none = { stack: { resource: {}, data: {} }, objects: new Map() };
    const plan = planned(none, stack).plan as JsonObject;
    const { entries, counts } = matrixOf(networksOf(plan, readChanges(plan)).after.walker);
    const review = reviewPlan(plan);
    expect({ seed, unknown: review.unknown }).toEqual({
      seed,
      unknown: counts.UNKNOWN > 0 || review.incidents.length + review.notJudged.length > 0,
    });
    const told = [...review.flows.begun, ...review.flows.opened].flatMap(({ from, to }) =>
      from.flatMap((one) => to.map((other) => `${one} > ${other}`)),
    );
    const allowed = new Set(
      entries.flatMap(({ from, to, verdict }) => (verdict === "ALLOWED" ? [`${from} > ${to}`] : [])),
    );
    for (const pair of allowed)
      expect({ seed, pair, isTold: told.includes(pair) }).toEqual({ seed, pair, isTold: true });
    if (counts.UNKNOWN > 0) unknown++;
    else safe++;
  }
  expect(Math.min(unknown, safe)).toBeGreaterThan(3);
});
