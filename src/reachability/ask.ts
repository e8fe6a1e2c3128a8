import { intersect, isEmptySet, subtract, unionOf } from "../ip";
import { throughBalancer } from "./balancer";
import { type Flow, type HostEnd, type Receiver, type Sender, type UnknownEnd } from "./ends";
import { type NatGateway } from "../topology";
import { overFamilies } from "./over-families";
import { isIpv6, type PortSet } from "./packets";
import { answerOf, chained, every, type Leg, legOf, refused, unknown, unsure } from "./legs";
import { linkOf } from "./link-of";
import { arrivedAtLinks, behindLink, overPorts, portsOf } from "./behind-endpoints";
import { type Journey, roundTrip } from "./round-trip";
import { type Answer } from "./legs";
import { type Verdict } from "./verdict";
import { shutByGroup } from "./shut-groups";
import { shutToInternet } from "./unknown-ranges";
import { type Walker } from "./walker";
import { isLet, isNotLet } from "./restricted";
import { byWayIn } from "./ways-in";
import { onPorts } from "./wider";

export interface Question {
  readonly from: Sender;
  readonly to: Receiver;
  readonly flow: Flow;
  /** Walks between the same ends on these ports and others, if somebody has made them. */
  readonly wider?: readonly Journey[];
}

const BOTH_OUTSIDE: Leg = {
  verdict: "UNKNOWN",
  forward: [],
  back: [],
  explanations: [{ code: "UNKNOWN_DESTINATION", address: "internet", reason: { kind: "both-ends-on-the-internet" } }],
};

/** What lies between the internet and a network outside is neither in AWS nor in the input. */
export function areBothOutside(from: Sender, to: Receiver): boolean {
  if (from.kind === "internet") return to.kind === "internet" || to.kind === "on-premises";
  return from.kind === "on-premises" && to.kind === "on-premises" && from.site === to.site;
}

/**
 * A NAT gateway sends only what others send through it, and the answers in those flows (VPC user guide, NAT gateways).
 * It opens no connection of its own.
 */
function startsNothing({ address, subnet }: NatGateway): Leg {
  return refused("NO_PATH", address, { kind: "nat-gateway-starts-nothing", subnet: subnet?.address });
}

/** A verdict with the walk behind it, not put into words: most hops are never told. */
export type Decision = Leg;

/** The verdict and the walk behind it, not yet put into words. */
export function decide(walker: Walker, question: Question, explain: boolean): Leg {
  const found = walked(walker, question, explain);
  // No group keeps a query off the resolver.
  const isOpen =
    found.verdict === "UNKNOWN" && !found.explanations.some(({ reason }) => reason.kind === "dns-resolver");
  const shut = isOpen ? shutByGroup(question.from, question.to, question.flow) : undefined;
  const leg: Leg = shut ? { ...found, verdict: "DENIED", explanations: [shut] } : found;
  const way = leg.verdict === "DENIED" ? byWayIn(walker, question) : undefined;
  if (way?.verdict !== "UNKNOWN") return way ?? leg;
  return { ...leg, verdict: "UNKNOWN", explanations: way.explanations };
}

function walked(walker: Walker, { from, to, flow, wider }: Question, explain: boolean): Leg {
  if (from.kind === "unknown" && from.anyOf)
    return agreed(from, from.anyOf, (one) => decide(walker, { from: one, to, flow }, explain));
  if (to.kind === "unknown" && to.anyOf && from.kind !== "unknown")
    return agreed(to, to.anyOf, (one) => decide(walker, { from, to: one, flow }, explain));
  const restricted = from.kind === "unknown" ? asRestricted(walker, { from, to, flow }, explain) : undefined;
  if (restricted) return restricted;
  const shut = shutToInternet(from, to);
  if (shut) return { verdict: "DENIED", forward: [], back: [], explanations: [shut] };
  if (from.kind === "unknown") return unsure(from);
  if (from.kind === "host" && from.nat) return startsNothing(from.nat);
  const sending = from.kind === "host" ? linkOf(walker.topology, from.nic) : undefined;
  if (sending) return refused("NO_PATH", sending.address, { kind: "endpoint-starts-nothing" });
  if (to.kind === "unknown") return unsure(to);
  if (to.kind === "balancer") return throughBalancer(walker, { from, to, flow }, explain);
  if (areBothOutside(from, to)) return BOTH_OUTSIDE;
  if (to.kind === "host" && to.others) return toEach(walker, { from, to, flow }, explain);
  // Without a port the question is whether there is any that works.
  const isOpen = flow.port === undefined && flow.ports === undefined;
  return overFamilies({ from, to, flow }, (trip) => {
    const journeys =
      wider && !isIpv6({ dst: trip.to.addresses }) ? onPorts(wider, flow) : roundTrip(walker, trip, explain);
    const leg = legOf(isOpen ? anyPort(journeys) : everyPort(journeys), isOpen);
    const arrived = arrivedAtLinks(walker, journeys);
    if (arrived.length === 0) return leg;
    const ports = portsOf(arrived, flow);
    if (ports) return overPorts(flow, ports, (own) => walked(walker, { from, to, flow: own }, explain));
    if (leg.verdict === "DENIED" && !explain) return leg;
    return chained(leg, every(arrived.map((at) => behindLink(walker, at, trip, explain))));
  });
}

/** To each of the interfaces of something that has several, as its name leads to any of them. */
function toEach(walker: Walker, { from, to, flow }: Question & { readonly to: HostEnd }, explain: boolean): Leg {
  const { others = [], ...first } = to;
  return every([first, ...others].map((one) => walked(walker, { from, to: one, flow }, explain)));
}

const withVerdict = (journeys: readonly Journey[], ...verdicts: Verdict[]): Journey[] =>
  journeys.filter((one) => verdicts.includes(one.verdict));

/** Those of `some` on ports that none of the others is on. */
function onPortsOfTheirOwn(some: readonly Journey[], others: readonly Journey[]): Journey[] {
  const portsOf = (all: readonly Journey[]): PortSet => unionOf(all.map((one) => one.arrived.dstPorts));
  const ports = subtract(portsOf(some), portsOf(others));
  return some.filter((one) => !isEmptySet(intersect(one.arrived.dstPorts, ports)));
}

/**
 * What decides whether there is a port that works: one on which nothing is stopped, or nothing that is sure to be.
 * A part of the packets that passes on a port says nothing of the others, which other addresses send.
 */
function anyPort(journeys: readonly Journey[]): readonly Journey[] {
  const of = (...verdicts: Verdict[]): Journey[] => withVerdict(journeys, ...verdicts);
  const open = onPortsOfTheirOwn(of("ALLOWED"), of("DENIED", "UNKNOWN"));
  if (open.length > 0) return open;
  const maybe = onPortsOfTheirOwn(of("ALLOWED", "UNKNOWN"), of("DENIED"));
  return maybe.length > 0 ? maybe : journeys;
}

/** What decides whether all ports work: one on which nothing passes shows that they don't, whichever address AWS picks. */
function everyPort(journeys: readonly Journey[]): readonly Journey[] {
  const denied = withVerdict(journeys, "DENIED");
  if (denied.length === 0 || denied.length === journeys.length) return journeys;
  const isSure = onPortsOfTheirOwn(denied, withVerdict(journeys, "ALLOWED", "UNKNOWN")).length > 0;
  return isSure ? denied : journeys;
}

/**
 * Can the sender open a connection to the receiver, and does the answer come back?
 * @param explain look for everything that stops the packet, not only the first (slower)
 */
export function ask(walker: Walker, question: Question, explain = true): Answer {
  return answerOf(decide(walker, question, explain));
}

/** What holds of a sender whose rules are known in part: where they let it get nowhere, or surely, that decides. */
function asRestricted(
  walker: Walker,
  { from, to, flow }: Question & { readonly from: UnknownEnd },
  explain: boolean,
): Leg | undefined {
  const { atMost, address } = from;
  if (!atMost) return undefined;
  if (isNotLet(from, to)) return refused("NO_PATH", address, { kind: "not-authorized" });
  const legs = atMost.map((one) => decide(walker, { from: one, to, flow }, explain));
  const [first] = legs;
  const verdict = isLet(from, to) ? first?.verdict : "DENIED";
  return first && verdict !== "UNKNOWN" && legs.every((one) => one.verdict === verdict) ? first : undefined;
}

/** So many of those that an end may be are looked at for why it is UNKNOWN; the verdict is certain by then. */
const FEW = 3;

/**
 * What is the same for everything that an end may be; otherwise which one it is decides. Asked one after the other, and
 * no more than it takes: two ends of which each may be in any of some hundred subnets have ten thousand pairs.
 */
function agreed({ address, reason }: UnknownEnd, all: readonly HostEnd[], askFor: (one: HostEnd) => Leg): Leg {
  const [one, ...others] = all;
  const first = one && askFor(one);
  const more = first?.verdict === "UNKNOWN" ? others.slice(0, FEW) : others;
  if (first && more.every((other) => askFor(other).verdict === first.verdict)) return first;
  return unknown(address, { kind: "ends-differ", note: reason });
}
