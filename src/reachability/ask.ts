import { answerOf, legOf, throughBalancer } from "./balancer";
import { type Flow, type Receiver, type Sender } from "./ends";
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
