import { type Flow, type Receiver, type Sender } from "./ends";
import { decide } from "./ask";
import { ipv6Doubt } from "./ipv6";
import { roundTrip } from "./round-trip";
import { hopsOf } from "./hops";
import { sourceOf } from "./packets";
import { distinct, type Explanation } from "./reasons";
import { type Verdict } from "./verdict";
import { type Walker } from "./walker";
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

/** Something about the configuration itself; UNKNOWN when it can't be told. */
export interface FactStatement {
  readonly kind: "fact";
  readonly text: string;
  readonly holds: boolean | "unknown";
  readonly explanations: readonly Explanation[];
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

/** One sender and one receiver of a statement, with one of its flows. */
interface Pair {
  readonly from: Sender;
  readonly to: Receiver;
  readonly flow: Flow;
}

/** What happens to the packets of one pair: for a forbidden pair, whether any of them arrives at all. */
function judgePair(
  walker: Walker,
  { from, to, flow }: Pair,
  expected: Judged["expected"],
): { verdict: Verdict; explanations: readonly Explanation[] } {
  const isGateway = from.kind === "host" && from.nat !== undefined;
  const isOpen = from.kind === "unknown" || to.kind === "unknown";
  if (expected === "ALLOWED" || isOpen || isGateway || to.kind === "balancer")
    return decide(walker, { from, to, flow }, false);
  if (from.kind === "internet" && to.kind === "internet") return { verdict: "UNKNOWN", explanations: [] };
  const journeys = roundTrip(walker, { from, to, flow }, false);
  const delivered = journeys.find((one) => one.isDelivered && !one.isArrivalDoubted);
  if (delivered) {
    const hops = hopsOf(delivered.forward);
    const last = hops.at(-1);
    const routes = hops.flatMap((hop) => (hop.route ? [hop.route.address] : []));
    const reason = { kind: "arrives", source: last && sourceOf(last.packets), routes } as const;
    return { verdict: "ALLOWED", explanations: [{ code: "NO_PATH", address: last?.address ?? "", reason }] };
  }
  const open = journeys.filter((one) => one.verdict !== "DENIED" || one.isDelivered);
  if (open.length > 0 && !shutByGroup(from, to, flow))
    return {
      verdict: "UNKNOWN",
      explanations: open.flatMap(({ doubts, explanations }) => (doubts.length > 0 ? doubts : explanations)),
    };
  const way = wayIn(walker, { from, to });
  if (way) return { verdict: "UNKNOWN", explanations: [way] };
  const ipv6 = to.kind === "address" ? undefined : ipv6Doubt(walker, { from, to, flow, isRoundTrip: false });
  return ipv6 ? { verdict: "UNKNOWN", explanations: [ipv6] } : { verdict: "DENIED", explanations: [] };
}

/** The verdict on a statement. UNKNOWN never holds. */
export function judge(walker: Walker, statement: Statement): Judged {
  if (statement.kind === "fact") {
    const verdict: Verdict = statement.holds === "unknown" ? "UNKNOWN" : statement.holds ? "ALLOWED" : "DENIED";
    return {
      kind: "fact",
      text: statement.text,
      expected: "ALLOWED",
      verdict,
      holds: statement.holds === true,
      explanations: statement.explanations,
    };
  }
  const { text, from, to, flows, expected } = statement;
  let verdict: Verdict = expected;
  const explanations: Explanation[] = [];
  for (const sender of from)
    for (const receiver of to)
      for (const flow of flows) {
        const found = judgePair(walker, { from: sender, to: receiver, flow }, expected);
        if (found.verdict === expected) continue;
        if (verdict === expected || found.verdict !== "UNKNOWN") verdict = found.verdict;
        explanations.push(...found.explanations);
      }
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
  return { kind: "reach", text, expected, verdict, holds: verdict === expected, explanations: distinct(explanations) };
}
