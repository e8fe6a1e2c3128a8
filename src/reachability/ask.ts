import { answerOf, type Leg, legOf, throughBalancer } from "./balancer";
import { type Flow, type Receiver, type Sender, type UnknownEnd } from "./ends";
import { type NatGateway } from "../topology";
import { roundTrip } from "./round-trip";
import { type Answer } from "./verdict";
import { type Walker } from "./walker";

export interface Question {
  readonly from: Sender;
  readonly to: Receiver;
  readonly flow: Flow;
}

const undecided = (code: "UNKNOWN_RESOURCE" | "UNKNOWN_DESTINATION", address: string, message: string): Leg => ({
  verdict: "UNKNOWN",
  forward: [],
  back: [],
  explanations: [{ code, address, message }],
});

/**
 * A NAT gateway sends only what others send through it, and answers of those flows (VPC user guide, NAT gateways); so
 * what it would send on its own account, there is not.
 */
function startsNothing({ address, subnet }: NatGateway): Leg {
  const message =
    "a NAT gateway starts no flow of its own, it only passes on what hosts send through it; " +
    `ask from a host or subnet whose route table leads to it${subnet ? `, not from ${subnet.address} where it stands` : ""}`;
  return { verdict: "DENIED", forward: [], back: [], explanations: [{ code: "NO_PATH", address, message }] };
}

/** The verdict and the walk behind it, not yet put into words. */
export function decide(walker: Walker, { from, to, flow }: Question, explain: boolean): Leg {
  if (from.kind === "unknown" && from.anyOf)
    return agreed(
      from,
      from.anyOf.map((one) => decide(walker, { from: one, to, flow }, explain)),
    );
  if (to.kind === "unknown" && to.anyOf && from.kind !== "unknown")
    return agreed(
      to,
      to.anyOf.map((one) => decide(walker, { from, to: one, flow }, explain)),
    );
  if (from.kind === "unknown") return undecided("UNKNOWN_RESOURCE", from.address, from.reason);
  if (from.kind === "host" && from.nat) return startsNothing(from.nat);
  if (to.kind === "unknown") return undecided("UNKNOWN_RESOURCE", to.address, to.reason);
  if (to.kind === "balancer") return throughBalancer(walker, from, to, flow, explain);
  if (from.kind === "internet" && to.kind === "internet")
    return undecided("UNKNOWN_DESTINATION", "internet", "both ends are out on the internet");
  const journeys = roundTrip(walker, from, to, flow, explain);
  // Without a port the question is whether there is any that works.
  const isOpen = flow.port === undefined && flow.ports === undefined;
  const open = isOpen ? journeys.filter((one) => one.verdict === "ALLOWED" && !one.isOneOf) : [];
  return legOf(open.length > 0 ? open : journeys);
}

/**
 * Can the sender open a connection to the receiver, and does the answer come back?
 * @param explain look for everything that stops the packet, not only the first (slower)
 */
export function ask(walker: Walker, question: Question, explain = true): Answer {
  return answerOf(decide(walker, question, explain));
}

/** What is the same for everything that an end may be; otherwise which one it is decides. */
function agreed({ address, reason }: UnknownEnd, legs: readonly Leg[]): Leg {
  const [first] = legs;
  if (first && legs.every(({ verdict }) => verdict === first.verdict)) return first;
  return undecided("UNKNOWN_RESOURCE", address, `${reason}, and it makes a difference`);
}
