import { combined, type Journey } from "./round-trip";
import { type Note } from "../topology";
import { hopsOf, type WalkedHop } from "./hops";
import { type OverFamily } from "./by-family";
import { type Reason, distinct, type Explanation } from "./reasons";
import { type Code, type Verdict } from "./verdict";

/** A verdict with the walk there and back that shows it, and with what stops the packets or leaves them undecided. */
export interface Answer {
  readonly verdict: Verdict;
  readonly forward: readonly WalkedHop[];
  readonly return: readonly WalkedHop[];
  readonly explanations: readonly Explanation[];
  /** What holds over each family; undefined where the network has only IPv4, or one family was asked for. */
  readonly families?: readonly OverFamily[];
}

/** A walk with its verdict, one way or several after each other. */
export interface Leg {
  readonly verdict: Verdict;
  readonly forward: readonly WalkedHop[];
  readonly back: readonly WalkedHop[];
  readonly explanations: readonly Explanation[];
}

export const refused = (code: Code, address: string, reason: Reason): Leg => ({
  verdict: "DENIED",
  forward: [],
  back: [],
  explanations: [{ code, address, reason }],
});
export const unknown = (address: string, reason: Reason): Leg => ({
  verdict: "UNKNOWN",
  forward: [],
  back: [],
  explanations: [{ code: "UNKNOWN_RESOURCE", address, reason }],
});
/** Open for the reason that the topology, or an end whose place is not known, gives. */
export const unsure = ({ address, reason }: Note): Leg => unknown(address, { kind: "note", note: reason });

/** All legs must work. */
export function every(legs: readonly Leg[]): Leg {
  const verdict: Verdict = legs.some((leg) => leg.verdict === "DENIED")
    ? "DENIED"
    : legs.some((leg) => leg.verdict === "UNKNOWN")
      ? "UNKNOWN"
      : "ALLOWED";
  const shown =
    legs.find((leg) => leg.verdict === verdict && leg.forward.length > 0) ??
    legs.find((leg) => leg.verdict === verdict) ??
    legs[0];
  const explanations = legs
    .filter((leg) => leg.verdict === verdict && verdict !== "ALLOWED")
    .flatMap((leg) => leg.explanations);
  return { verdict, forward: shown?.forward ?? [], back: shown?.back ?? [], explanations: distinct(explanations) };
}

/** One is enough. */
export function some(legs: readonly Leg[]): Leg {
  const found = legs.find((leg) => leg.verdict === "ALLOWED") ?? legs.find((leg) => leg.verdict === "UNKNOWN");
  return found ?? every(legs);
}

/** One leg after the other; the reply comes the other way round. */
export function chained(first: Leg, second: Leg): Leg {
  const both = every([first, second]);
  return {
    verdict: both.verdict,
    explanations: distinct([...first.explanations, ...second.explanations]),
    forward: [...first.forward, ...second.forward],
    back: [...second.back, ...first.back],
  };
}

/** Why a part leaves the whole open: by what isn't known, or since AWS may pick what is stopped, or something else. */
function leavingOpen({ verdict, explanations, picks }: Journey): readonly Explanation[] {
  if (verdict !== "DENIED") return explanations;
  return explanations.map(({ address, reason }) => ({
    code: "UNKNOWN_RESOURCE",
    address,
    reason: { kind: "some-of-what-aws-picks", picks, reason },
  }));
}

/** @param isAnyPort one port that works is enough */
export function legOf(journeys: readonly Journey[], isAnyPort = false): Leg {
  const verdict = combined(journeys, isAnyPort);
  let known: Pick<Leg, "forward" | "back" | "explanations"> | undefined;
  const told = (): NonNullable<typeof known> => (known ??= wordsOf(journeys, verdict));
  // A matrix asks for verdicts by the million, and for nothing else.
  return {
    verdict,
    get forward() {
      return told().forward;
    },
    get back() {
      return told().back;
    },
    get explanations() {
      return told().explanations;
    },
  };
}

/** The walk that shows the verdict, and what else than ALLOWED there is to tell. */
function wordsOf(journeys: readonly Journey[], verdict: Verdict): Omit<Leg, "verdict"> {
  const shown = journeys.find((one) => one.verdict === verdict) ?? journeys[0];
  const told = journeys.filter((one) => one.verdict !== "ALLOWED");
  const telling = verdict === "UNKNOWN" ? told.flatMap(leavingOpen) : told.flatMap((one) => one.explanations);
  return {
    forward: hopsOf(shown?.forward),
    back: hopsOf(shown?.return),
    explanations: verdict === "ALLOWED" ? [] : distinct(telling),
  };
}

export function answerOf(leg: Leg): Answer {
  return {
    verdict: leg.verdict,
    forward: leg.forward,
    return: leg.back,
    explanations: leg.verdict === "ALLOWED" ? [] : leg.explanations,
  };
}
