import { answerOf, legOf, throughBalancer } from "./balancer";
import { type Flow, type Receiver, type Sender, type UnknownEnd } from "./ends";
import { roundTrip } from "./round-trip";
import { type Answer } from "./verdict";
import { type Walker } from "./walker";

export interface Question {
  readonly from: Sender;
  readonly to: Receiver;
  readonly flow: Flow;
}

/**
 * Can the sender open a connection to the receiver, and does the answer come back?
 * @param explain look for everything that stops the packet, not only the first (slower)
 */
export function ask(walker: Walker, { from, to, flow }: Question, explain = true): Answer {
  if (from.kind === "unknown" && from.anyOf)
    return agreed(
      from,
      from.anyOf.map((one) => ask(walker, { from: one, to, flow }, explain)),
    );
  if (to.kind === "unknown" && to.anyOf && from.kind !== "unknown")
    return agreed(
      to,
      to.anyOf.map((one) => ask(walker, { from, to: one, flow }, explain)),
    );
  for (const end of [from, to])
    if (end.kind === "unknown")
      return {
        verdict: "UNKNOWN",
        forward: [],
        return: [],
        explanations: [{ code: "UNKNOWN_RESOURCE", address: end.address, message: end.reason }],
      };
  if (from.kind === "unknown" || to.kind === "unknown") throw new Error("unreachable");
  if (to.kind === "balancer") return answerOf(throughBalancer(walker, from, to, flow, explain));
  if (from.kind === "internet" && to.kind === "internet")
    return {
      verdict: "UNKNOWN",
      forward: [],
      return: [],
      explanations: [
        { code: "UNKNOWN_DESTINATION", address: "internet", message: "both ends are out on the internet" },
      ],
    };
  const journeys = roundTrip(walker, from, to, flow, explain);
  // Without a port the question is whether there is any that works.
  const open = flow.port === undefined ? journeys.filter((one) => one.verdict === "ALLOWED" && !one.isOneOf) : [];
  return answerOf(legOf(open.length > 0 ? open : journeys));
}

/** The answer that is the same for everything that an end may be; otherwise which one it is decides. */
function agreed({ address, reason }: UnknownEnd, answers: readonly Answer[]): Answer {
  const [first] = answers;
  if (first && answers.every(({ verdict }) => verdict === first.verdict)) return first;
  return {
    verdict: "UNKNOWN",
    forward: [],
    return: [],
    explanations: [{ code: "UNKNOWN_RESOURCE", address, message: `${reason}, and it makes a difference` }],
  };
}
