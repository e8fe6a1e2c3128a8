import {
  type Difference,
  distinct,
  type Explanation,
  type FactStatement,
  type Evaluation,
  minus,
  type Packets,
} from "../reachability";
import { fact, once } from "./statement-parts";

function explain({ kind, from, to, packets, doubts, route, isCertain }: Difference): Explanation {
  const address = route ?? from.name;
  const way = { kind: "way-differs", change: kind, from: from.name, to: to.name, packets } as const;
  return isCertain
    ? { code: "BAD_STATE", address, reason: { ...way, doubts: undefined } }
    : { code: "UNKNOWN_RESOURCE", address, reason: { ...way, doubts } };
}

/** A way that is meant to be gained: these packets of one sender, to anybody in the VPC. */
export interface MeantWay {
  /** Terraform address of the sender. */
  readonly from: string;
  readonly toVpc: string;
  readonly packets: Packets;
}

/** Senders with what is said when none of them gains a way. */
export interface GainStatement {
  readonly text: string;
  readonly isFrom: (sender: Difference["from"]) => boolean;
}

function beyondMeant(found: readonly Difference[], meant: readonly MeantWay[]): Difference[] {
  return found.flatMap((one) => {
    const { kind, from, to, packets } = one;
    const wanted = meant.filter((way) => kind === "gained" && way.from === from.name && way.toVpc === to.vpc);
    const left = minus(
      packets,
      wanted.map((way) => way.packets),
    );
    return left.map((rest): Difference => ({ ...one, packets: rest }));
  });
}

function evaluationOfAll(own: readonly Difference[]): Evaluation {
  const holds = own.some((one) => one.isCertain) ? false : own.length > 0 ? "unknown" : true;
  const sorted = [...own].sort((a, b) => Number(b.isCertain) - Number(a.isCertain));
  return { holds, explanations: distinct(sorted.map(explain)) };
}

/**
 * The network with the bridge beside the same one without it: for each statement whether its senders gain a way to
 * anybody who is there without the bridge too, and at last whether a way is lost.
 * @param compare works out the differences; called once, when the first of the statements is judged
 * @param meant ways that may be gained
 */
export function onlyMeantWays(
  compare: () => readonly Difference[],
  statements: readonly GainStatement[],
  meant: readonly MeantWay[],
): FactStatement[] {
  const found = once(() => beyondMeant(compare(), meant));
  return [
    ...statements.map(({ text, isFrom }) =>
      fact(text, () => evaluationOfAll(found().filter(({ kind, from }) => kind === "gained" && isFrom(from)))),
    ),
    fact("no way is lost that is there without the bridge", () =>
      evaluationOfAll(found().filter(({ kind }) => kind === "lost")),
    ),
  ];
}
