import { type Pairs, standingPairs } from "./standing-pairs";
import { areBothOutside, decide, type Question } from "./ask";
import { shutAtLink } from "./behind-endpoints";
import { byFamily, hasBothFamilies, type OverFamily } from "./by-family";
import { type Flow, type HostEnd, type Receiver, type Sender, type Trip } from "./ends";
import { type Note } from "../topology";
import { type Evaluation } from "./evaluation";
import { tripsOf } from "./families";
import { hopsOf } from "./hops";
import { linkOf } from "./link-of";
import { ALL_PORTS, hasPorts, sourceOf } from "./packets";
import { distinct, type Explanation } from "./reasons";
import { type Journey, roundTrip } from "./round-trip";
import { tellsSourcePorts } from "./told-apart";
import { type Verdict } from "./verdict";
import { type Walker } from "./walker";
import { nodePortsOf } from "./shut-balancer";
import { isNotLet } from "./restricted";
import { shutByGroup } from "./shut-groups";
import { wayIn } from "./ways-in";

/** Packets that must get through and back (ALLOWED), or of which none may even arrive (DENIED). */
export interface ReachStatement {
  readonly kind: "reach";
  readonly text: string;
  readonly from: readonly Sender[];
  readonly to: readonly Receiver[];
  readonly flows: readonly Flow[];
  readonly expected: "ALLOWED" | "DENIED";
}

/** Something about the configuration itself. */
export interface FactStatement {
  readonly kind: "fact";
  readonly text: string;
  /** Works it out, which may take long: whoever needs only the text and the packets of statements does not ask. */
  readonly judge: () => Evaluation;
}

export type Statement = ReachStatement | FactStatement;

export interface Judged {
  readonly kind: Statement["kind"];
  readonly text: string;
  readonly expected: "ALLOWED" | "DENIED";
  readonly verdict: Verdict;
  /** True only when the verdict is what was expected for every packet of the statement. */
  readonly holds: boolean;
  readonly explanations: readonly Explanation[];
}

type Found = Pick<Judged, "verdict" | "explanations">;

/** What holds of each of several: any of which packets arrive decides, then any that leaves it open. */
function worstFor(all: readonly Found[]): Found {
  const of = (verdict: Verdict): Found | undefined => all.find((one) => one.verdict === verdict);
  return of("ALLOWED") ?? of("UNKNOWN") ?? all[0] ?? { verdict: "UNKNOWN", explanations: [] };
}

/** Everything that an end may be; itself, where that is known. */
function allOf<T extends Receiver>(end: T): readonly (T | HostEnd)[] {
  return end.kind === "unknown" ? (end.anyOf ?? end.atMost ?? []) : [end];
}

/** A pair of which one end may be several: that the packets of each are stopped in part shuts out nobody. */
function forbiddenOfSeveral(walker: Walker, pair: Question): Found {
  const found = decide(walker, pair, false);
  if (found.verdict !== "DENIED") return found;
  if (pair.from.kind === "unknown" && isNotLet(pair.from, pair.to)) return found;
  const parts = allOf(pair.from).flatMap((from) =>
    allOf(pair.to).map((to) => forbidden(walker, { from, to, flow: pair.flow })),
  );
  const { verdict, explanations } = parts.length > 0 ? worstFor(parts) : found;
  return verdict === "DENIED" ? found : { verdict: "UNKNOWN", explanations };
}

/** Whether any packet of a pair arrives at all. */
function forbidden(walker: Walker, pair: Question): Found {
  const { from, to, flow } = pair;
  if (from.kind === "unknown" || to.kind === "unknown") return forbiddenOfSeveral(walker, pair);
  if (from.kind === "host" && startsNothing(walker, from)) return decide(walker, pair, false);
  if (to.kind === "host" && to.others) {
    const { others, ...first } = to;
    return worstFor([first, ...others].map((one) => forbidden(walker, { from, to: one, flow })));
  }
  if (to.kind === "balancer") {
    const places = nodePortsOf(to, flow);
    if ("verdict" in places) return places;
    return worstFor(places.map((place) => forbidden(walker, { from, to: place.node, flow: place.flow })));
  }
  if (areBothOutside(from, to)) return { verdict: "UNKNOWN", explanations: [] };
  const link = to.kind === "host" ? linkOf(walker.topology, to.nic) : undefined;
  const shut = link && shutAtLink(link, flow);
  if (shut) return { verdict: "DENIED", explanations: [shut] };
  const found = tripsOf({ from, to, flow }).map((trip) =>
    "note" in trip ? doubted(trip.note) : overOne(walker, trip),
  );
  const worst = found.length === 0 ? NOTHING : worstFor(found);
  const way = worst.verdict === "DENIED" ? wayIn(walker, { from, to, flow }) : undefined;
  return way ? { verdict: "UNKNOWN", explanations: [way] } : worst;
}

/** Who never opens a connection. */
function startsNothing({ topology }: Walker, { nat, nic }: HostEnd): boolean {
  return nat !== undefined || linkOf(topology, nic) !== undefined;
}

const NOTHING: Found = { verdict: "DENIED", explanations: [] };

function doubted({ address, reason }: Note): Found {
  return {
    verdict: "UNKNOWN",
    explanations: [{ code: "UNKNOWN_RESOURCE", address, reason: { kind: "note", note: reason } }],
  };
}

/** Whether any packet of one family arrives. */
function overOne(walker: Walker, trip: Trip): Found {
  const { from, to } = trip;
  const flow = fromAnyPort(walker, trip.flow);
  const journeys = roundTrip(walker, { ...trip, flow }, false);
  const delivered = journeys.find((one) => one.isDelivered && !one.isArrivalDoubted);
  if (delivered) return { verdict: "ALLOWED", explanations: [arrival(delivered)] };
  const open = journeys.filter((one) => one.verdict !== "DENIED" || one.isDelivered);
  if (open.length > 0 && !shutByGroup(from, to, flow))
    return {
      verdict: "UNKNOWN",
      explanations: open.flatMap(({ doubts, explanations }) => (doubts.length > 0 ? doubts : explanations)),
    };
  return NOTHING;
}

/** Hosts send from some ports by themselves, and from any that a program asks for: where that counts, it is not to be relied on. */
function fromAnyPort({ topology }: Walker, flow: Flow): Flow {
  const isOpen = hasPorts(flow.protocol) && flow.sourcePorts === undefined && tellsSourcePorts(topology);
  return isOpen ? { ...flow, sourcePorts: ALL_PORTS } : flow;
}

function arrival({ forward }: Journey): Explanation {
  const hops = hopsOf(forward);
  const last = hops.at(-1);
  const routes = hops.flatMap((hop) => (hop.route ? [hop.route.address] : []));
  const reason = { kind: "arrives", source: last && sourceOf(last.packets), routes } as const;
  return { code: "NO_PATH", address: last?.address ?? "", reason };
}

/** The verdict on a statement. UNKNOWN never holds. */
export function judge(walker: Walker, statement: Statement): Judged {
  if (statement.kind === "fact") {
    const { holds, explanations } = statement.judge();
    const verdict: Verdict = holds === "unknown" ? "UNKNOWN" : holds ? "ALLOWED" : "DENIED";
    return { kind: "fact", text: statement.text, expected: "ALLOWED", verdict, holds: holds === true, explanations };
  }
  const { text, from, to, expected } = statement;
  const isEmpty = from.length === 0 || to.length === 0;
  if (isEmpty)
    return {
      kind: "reach",
      text,
      expected,
      verdict: "UNKNOWN",
      holds: false,
      explanations: [{ code: "NO_PATH", address: "", reason: { kind: "end-not-in-input" } }],
    };
  const { verdict, explanations } = judgedReach(walker, statement);
  return { kind: "reach", text, expected, verdict, holds: verdict === expected, explanations: distinct(explanations) };
}

/** That nothing gets from any to any is told by pairs that stand for all; where something does, each is asked. */
function judgedReach(walker: Walker, statement: ReachStatement): Found {
  const { from, to, expected } = statement;
  const all = from.map((sender): Pairs => [sender, to]);
  if (expected === "ALLOWED") return judgedPairs(walker, statement, all);
  const few = judgedPairs(walker, statement, standingPairs(walker.topology, from, to));
  return few.verdict === expected ? few : judgedPairs(walker, statement, all);
}

function judgedPairs(walker: Walker, { flows, expected }: ReachStatement, pairs: readonly Pairs[]): Found {
  let verdict: Verdict = expected;
  const explanations: Explanation[] = [];
  for (const [sender, receivers] of pairs)
    for (const receiver of receivers)
      for (const flow of flows) {
        const pair: Question = { from: sender, to: receiver, flow };
        const found = expected === "ALLOWED" ? decide(walker, pair, false) : forbidden(walker, pair);
        if (found.verdict === expected) continue;
        if (verdict === expected || found.verdict !== "UNKNOWN") verdict = found.verdict;
        explanations.push(...found.explanations);
      }
  return { verdict, explanations };
}

/** The verdict on a statement over each family; undefined where the network has only IPv4, or the statement is of one. */
export function judgedByFamily(
  walker: Walker,
  statement: Statement,
  { verdict }: Pick<Judged, "verdict">,
): readonly OverFamily[] | undefined {
  if (statement.kind === "fact" || !hasBothFamilies(walker.topology)) return undefined;
  const { flows } = statement;
  if (flows.some(({ family }) => family !== undefined)) return undefined;
  return byFamily(verdict, (family) =>
    judge(walker, { ...statement, flows: flows.map((flow) => ({ ...flow, family })) }),
  );
}
