import { matrixOf, type MatrixEntry } from "../../src/reachability";
import { type Review, reviewPlan } from "../../src/review";
import { readChanges } from "../../src/review/changes";
import { networksOf } from "../../src/review/networks";
import { planBetween } from "../support/plan-between";
import { type Network, WAYS_AND_SERVICES } from "../support/ways-and-services";

const ALL = Object.keys(WAYS_AND_SERVICES);
const CHANGED = ALL.slice(ALL.indexOf("aws_db_subnet_group.d"));

function without(address: string): Network {
  return Object.fromEntries(Object.entries(WAYS_AND_SERVICES).filter(([one]) => one !== address));
}

function isTold({ flows }: Review, { from, to, protocol, verdict }: MatrixEntry, will: string): boolean {
  const lines = [verdict, will].includes("UNKNOWN")
    ? flows.undecided
    : verdict === "ALLOWED"
      ? flows.broken
      : flows.opened;
  return lines.some((line) => line.from.includes(from) && line.to.includes(to) && line.protocol === protocol);
}

/** What changes between the matrices of both networks, and isn't told by the review. */
function untold(before: Network, after: Network): readonly string[] {
  const plan = planBetween(before, after);
  const networks = networksOf(plan, readChanges(plan));
  const review = reviewPlan(plan);
  const keyOf = ({ from, to, protocol, ports }: MatrixEntry): string => `${from} > ${to} ${protocol}/${ports}`;
  const next = new Map(matrixOf(networks.after.walker).entries.map((one) => [keyOf(one), one.verdict]));
  return matrixOf(networks.before.walker).entries.flatMap((entry) => {
    const will = next.get(keyOf(entry)) ?? entry.verdict;
    return will === entry.verdict || isTold(review, entry, will) ? [] : [`${keyOf(entry)}: ${entry.verdict}, ${will}`];
  });
}

test.each(CHANGED)("what comes and goes with %s is told", (address) => {
  expect(untold(WAYS_AND_SERVICES, without(address))).toEqual([]);
  expect(untold(without(address), WAYS_AND_SERVICES)).toEqual([]);
});
