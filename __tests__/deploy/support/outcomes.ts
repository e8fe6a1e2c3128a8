import { readChanges } from "../../../src/review/changes";
import { compareFlows, partsOf } from "../../../src/review/compared-flows";
import { networksOf } from "../../../src/review/networks";
import { type Fate, fateOf, type Outcome } from "../../../src/review/outcomes";
import { endpointsOf, type Service, type Verdict } from "../../../src/reachability";
import { type JsonObject } from "../../../src/terraform";
import { type Judged, verdictOn } from "./judged";

/** Outcomes that a review may tell, by what is judged before and after; "none" is a pair that it doesn't list. */
const FITTING: Readonly<Record<string, readonly (Outcome | "none")[]>> = {
  "ALLOWED ALLOWED": ["unchanged", "moved", "none"],
  "DENIED DENIED": ["none"],
  "ALLOWED DENIED": ["broken", "removed"],
  "DENIED ALLOWED": ["opened", "new"],
};

function holds({ flow }: Fate, from: string, to: string, { protocol, ports }: Service): boolean {
  if (flow.service.protocol !== protocol) return false;
  if (!flow.from.members.includes(from) || !flow.to.members.includes(to)) return false;
  const [start] = ports?.map((one) => one.start) ?? [];
  const own = flow.service.ports;
  return start === undefined || !own || own.some((range) => range.start <= start && start < range.end);
}

export interface Disagreement {
  readonly question: string;
  readonly told: Outcome | "none";
  readonly judged: readonly [Verdict, Verdict];
}

/**
 * Where a plan's review tells of a flow something else than the states before and after its apply; what either of them
 * can't decide is left out.
 */
export function disagreements(plan: JsonObject, before: Judged, after: Judged): Disagreement[] {
  const networks = networksOf(plan, readChanges(plan));
  const { flows, skipped } = compareFlows(networks);
  if (skipped > 0) throw new Error(`the review left out ${skipped} pairs`);
  const fates = flows.map((flow) => fateOf(networks, flow));
  const found: Disagreement[] = [];
  const ends = [before, after].flatMap(({ side }) => endpointsOf(side.topology));
  const addresses = [...new Set(ends.map(({ address }) => address))];
  for (const to of addresses) {
    const [was, will] = [before.ends.get(to), after.ends.get(to)];
    const services = partsOf({ ...(was && { before: was }), ...(will && { after: will }) });
    for (const from of addresses.filter((one) => one !== to && !(one === "internet" && to === "internet")))
      for (const service of services) {
        const judged = [
          verdictOn(before, from, to, service) ?? "DENIED",
          verdictOn(after, from, to, service) ?? "DENIED",
        ] as const;
        const told = fates.find((one) => holds(one, from, to, service))?.outcome ?? "none";
        if (told === "undecided" || told === "undecided-still") continue;
        const fitting = FITTING[judged.join(" ")];
        if (fitting && !fitting.includes(told)) found.push({ question: `${from} -> ${to}`, told, judged });
      }
  }
  return found;
}
