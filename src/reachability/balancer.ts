import { type Family, ofFamily, setOfAddresses, subtract, union } from "../ip";
import {
  firstDoubt,
  isCertain,
  type Listener,
  type ListenerAction,
  type LoadBalancer,
  type Nic,
  type Target,
  type TargetGroup,
} from "../topology";
import {
  type AddressEnd,
  type AskedRule,
  type BalancerEnd,
  endOfNic,
  type Flow,
  type HostEnd,
  type InternetEnd,
  type OnPremisesEnd,
} from "./ends";
import { GATEWAY_PORTS, hasPorts, TCP, UDP } from "./packets";
import { firstOf, overFamilies } from "./over-families";
import { actionsTaking } from "./listener-rules";
import { chained, every, type Leg, legOf, refused, some, unknown, unsure } from "./legs";
import { keptIn, oncePer } from "./remembered";
import { roundTrip } from "./round-trip";
import { zoneProblem } from "./target-zones";
import { distinct } from "./reasons";
import { type Walker } from "./walker";

const PROTOCOLS: Readonly<Record<string, readonly number[]>> = {
  HTTP: [TCP],
  HTTPS: [TCP],
  TCP: [TCP],
  TLS: [TCP],
  UDP: [UDP],
  TCP_UDP: [TCP, UDP],
};

/** The listeners that take the protocol and port; every one of the protocol, where no port was asked for. */
export function listenersFor({ listeners }: LoadBalancer, flow: Flow): readonly Listener[] {
  return listeners.filter(
    (one) =>
      (PROTOCOLS[one.protocol.toUpperCase()] ?? []).includes(flow.protocol) &&
      (flow.port === undefined || one.port === flow.port || one.port === undefined),
  );
}

/** Every node, whether the load balancer's name resolves to its address or not; the one that was asked for, if any was. */
export function nodesOf({ node, balancer }: BalancerEnd): readonly Nic[] {
  return node ? [node] : balancer.nodes;
}

/** Whether the listener may have a rule for the host and path that were asked for. */
export function mayTake(listener: Listener, to: BalancerEnd): boolean {
  return !isCertain(listener, "port", "actions") || actionsFor(listener, to).length > 0;
}

/** The host and path that were asked for, if any were. */
export function ruleAsked({ host, path }: AskedRule): AskedRule | undefined {
  if (host === undefined && path === undefined) return undefined;
  return { ...(host !== undefined && { host }), ...(path !== undefined && { path }) };
}

/** The actions that a request can meet: the first rule that fits for certain and those before it that may, or all when none was asked for. */
function actionsFor(listener: Listener, to: BalancerEnd): readonly ListenerAction[] {
  if (to.host === undefined && to.path === undefined) return listener.actions;
  return actionsTaking(listener, to.host, to.path);
}

/**
 * The nodes whose addresses the load balancer's name resolves to: those with a target to use in every target group. With
 * cross-zone load balancing that is all of them; without, a node without one in its zone is taken out of the name and
 * answers nobody, and the load balancer works when the others do. When no node has one in each group, the name fails
 * open and resolves to all (AWS Knowledge Center, "elb-dns-cross-zone-balance-configuration"; NLB guide, target group
 * health checks). A target counts by its zone alone: what else keeps it from being healthy is a fault to be told.
 */
const nodesInDns = oncePer((balancer: LoadBalancer): readonly Nic[] => {
  const actions = balancer.listeners.flatMap((listener) => listener.actions);
  const groups = [...new Set(actions.flatMap((action) => action.groups))];
  const isUsable = (node: Nic, group: TargetGroup, target: Target): boolean =>
    target.note !== undefined ||
    target.loadBalancer !== undefined ||
    zoneProblem(balancer, node, group, target)?.verdict !== "DENIED";
  const serves = (node: Nic, group: TargetGroup): boolean =>
    !isCertain(group, "targets") || group.targets.some((target) => isUsable(node, group, target));
  const serving = balancer.nodes.filter((node) => groups.every((group) => serves(node, group)));
  return serving.length > 0 ? serving : balancer.nodes;
});

/** A sender's question to a load balancer. */
export interface BalancerQuestion {
  readonly from: HostEnd | InternetEnd | OnPremisesEnd;
  readonly to: BalancerEnd;
  readonly flow: Flow;
}

/** From a sender to a load balancer: to each node that it may meet, and from there to the targets behind the listener. */
export function throughBalancer(walker: Walker, question: BalancerQuestion, explain: boolean): Leg {
  const { from, to, flow } = question;
  const { balancer } = to;
  const rule = ruleAsked(to) ?? flow.rule;
  const note = firstDoubt(balancer, "kind", "subnets", "listeners");
  if (note) return unsure(note);
  const [first] = balancer.nodes;
  if (!first) return unknown(balancer.address, { kind: "subnets-not-known" });
  const portless = balancer.listeners.find((one) => one.port === undefined);
  if (portless) return portNotKnown(portless);
  const atNode = (node: Nic, port: number | undefined): AtNode => {
    const own: Flow = { ...flow, ...(port !== undefined && { port }), ...(rule && { rule }) };
    return { walker, from, balancer, node, flow: own, explain };
  };
  const listeners = balancer.listeners.filter((one) => isMeant(one, flow));
  if (listeners.length === 0) {
    const mismatch = refused("ELBV2_LISTENERS_MISMATCH", balancer.address, { kind: "no-listener", port: flow.port });
    if (!explain) return mismatch;
    const explanations = distinct([...mismatch.explanations, ...toNode(atNode(first, flow.port)).explanations]);
    return { ...mismatch, explanations };
  }
  const nodes = to.node ? [to.node] : nodesInDns(balancer);
  const legs = listeners.flatMap((listener) =>
    nodes.map((node) => {
      const [first, ...others] = clientsOf(atNode(node, listener.port));
      return firstOf(first, others, (at) => {
        const there = toNode(at);
        return there.verdict === "DENIED" && !explain ? there : chained(there, behindListener(at, listener, to));
      });
    }),
  );
  if (flow.port === undefined && listeners.length > 1) return some(legs);
  const found = every(legs);
  const isMixed = found.verdict === "DENIED" && legs.some((leg) => leg.verdict === "ALLOWED");
  return isMixed && balancer.isNodeUncertain ? unknown(balancer.address, { kind: "nodes-differ" }) : found;
}

/**
 * Clients of each family by themselves, where a network load balancer has addresses of both: its targets see the address of
 * one of theirs only, and the load balancer's own in place of one of the other (NLB guide, client IP preservation).
 */
function clientsOf(at: AtNode): readonly [AtNode, ...AtNode[]] {
  const { balancer, node, flow } = at;
  const isDual = node.ipv6 !== undefined || node.doubts.ipv6.length > 0;
  if (balancer.kind !== "network" || !isDual || flow.family !== undefined) return [at];
  const of = (family: Family): AtNode => ({ ...at, flow: { ...flow, family } });
  return [of("ipv4"), of("ipv6")];
}

function portNotKnown(listener: Listener): Leg {
  const note = firstDoubt(listener, "port", "actions");
  return unknown(listener.address, note ? { kind: "note", note: note.reason } : { kind: "port-not-known" });
}

/** Whether a listener takes packets of the flow. */
function isMeant({ protocol, port }: Listener, flow: Flow): boolean {
  const protocols = PROTOCOLS[protocol.toUpperCase()] ?? [];
  return protocols.includes(flow.protocol) && (flow.port === undefined || port === flow.port);
}

/** A sender's packets at one node of a load balancer. */
export interface AtNode {
  readonly walker: Walker;
  readonly from: HostEnd | InternetEnd | OnPremisesEnd;
  readonly balancer: LoadBalancer;
  readonly node: Nic;
  readonly flow: Flow;
  readonly explain: boolean;
  /**
   * No client's address is kept, though the group may say so: they came by an interface endpoint (NLB guide, client IP
   * preservation), or the node checks health by itself.
   */
  readonly hidesClient?: boolean;
}

/** The first leg: to one node of a load balancer. */
function toNode({ walker, from, node, flow, explain }: AtNode): Leg {
  const to = endOfNode(walker, node);
  if (to.kind === "unknown") return unsure(to);
  return overFamilies({ from, to, flow }, (trip) => legOf(roundTrip(walker, trip, explain)));
}

/** Where AWS picks a node's address, it is none that a NAT gateway has. */
function endOfNode(walker: Walker, node: Nic): ReturnType<typeof endOfNic> {
  const end = endOfNic(node);
  if (end.kind !== "host" || node.privateIps) return end;
  const taken = walker.natsIn(node.subnet).map((nat) => nat.privateIps ?? []);
  return taken.length === 0 ? end : { ...end, addresses: subtract(end.addresses, union(...taken)) };
}

/** What becomes of packets that have reached a node, by whatever way. */
export function behindNode(at: AtNode, to: BalancerEnd): Leg {
  const { balancer, flow } = at;
  const note = firstDoubt(balancer, "kind", "subnets", "listeners");
  if (note) return unsure(note);
  const portless = balancer.listeners.find((one) => one.port === undefined);
  if (portless) return portNotKnown(portless);
  const listeners = balancer.listeners.filter((one) => isMeant(one, flow));
  return listeners.length === 0
    ? refused("ELBV2_LISTENERS_MISMATCH", balancer.address, { kind: "no-listener", port: flow.port })
    : every(listeners.map((one) => behindListener(at, one, to)));
}

function behindListener(at: AtNode, listener: Listener, to: BalancerEnd): Leg {
  const note = firstDoubt(listener, "port", "actions");
  if (note) return unknown(listener.address, { kind: "note", note: note.reason });
  const actions = actionsFor(listener, to);
  if (actions.length === 0) return refused("ELBV2_LISTENERS_MISMATCH", listener.address, { kind: "no-listener-rule" });
  const legs = actions.flatMap((action) => {
    if (action.kind === "unreadable") return [unknown(action.address, { kind: "action-not-known" })];
    if (action.kind === "answer") return [{ verdict: "ALLOWED" as const, forward: [], back: [], explanations: [] }];
    return action.groups.map((group) => toGroup(at, group));
  });
  return every(legs);
}

/**
 * The targets that get requests: unhealthy ones only while none is healthy. Without cross-zone load balancing each zone
 * decides for itself, so all may (ELB user guides, target group health).
 */
function sentTo(balancer: LoadBalancer, { targets, crossZone }: TargetGroup): readonly Target[] {
  const left = targets.filter(({ health }) => health !== "out");
  const isHealthyOnly = (crossZone ?? balancer.crossZone) && left.some(({ health }) => health === "healthy");
  return isHealthyOnly ? left.filter(({ health }) => health !== "unhealthy") : left;
}

/** A load balancer sends to the targets that work: one reachable target is enough. */
export function toGroup(at: AtNode, group: TargetGroup): Leg {
  const legs = sentTo(at.balancer, group).map((target) => toTarget(at, group, target));
  const note = firstDoubt(group, "targets");
  if (note) return legs.some((leg) => leg.verdict === "ALLOWED") ? some(legs) : unsure(note);
  if (group.type === "lambda") return unknown(group.address, { kind: "lambda-targets" });
  if (legs.length === 0) return refused("ELBV2_LISTENER_HAS_NO_TG", group.address, { kind: "no-targets" });
  return some(legs);
}

function toTarget(at: AtNode, group: TargetGroup, target: Target): Leg {
  const { balancer, node } = at;
  if (target.note) return unsure(target.note);
  const port = target.port ?? group.port;
  if (port === undefined) return unknown(target.address, { kind: "target-port-not-known" });
  const problem = target.loadBalancer === undefined ? zoneProblem(balancer, node, group, target) : undefined;
  if (problem) return problem;
  const source = sourceOf(at, group);
  if (source.kind === "unknown") return unsure(source);
  const sending: Sending = { target, port, source };
  if (source.catchesReply === true) return fromSource(at, group, sending);
  return keptIn(fromNode(at, target), keyOf(at, group, sending), () => fromSource(at, group, sending));
}

/** What sends to a target, and where. */
interface Sending {
  readonly target: Target;
  readonly port: number;
  readonly source: HostEnd;
}

function fromSource(at: AtNode, group: TargetGroup, { target, port, source }: Sending): Leg {
  const { walker, from, balancer, flow, explain } = at;
  const protocol = flow.protocol === UDP ? UDP : TCP;
  const family = group.isIpv6 === true ? "ipv6" : "ipv4";
  const own: Flow = { protocol, port, sourcePorts: hasPorts(protocol) ? GATEWAY_PORTS : [], family };
  if (target.loadBalancer !== undefined) {
    const behind: Flow = { ...own, ...(flow.rule && { rule: flow.rule }) };
    const next = walker.topology.loadBalancers.find((one) => one.address === target.loadBalancer);
    if (!next || next === balancer) return unknown(target.address, { kind: "target-balancer-not-in-input" });
    return toBalancer({ walker, from: source, balancer: next, flow: behind, explain });
  }
  if (source.catchesReply === true && target.nic !== undefined && from.kind === "host" && from.nic === target.nic)
    return refused("NO_PATH", target.address, { kind: "target-is-sender" });
  const to = target.nic
    ? endOfNic(target.nic)
    : ({ kind: "address", addresses: setOfAddresses([target.ip ?? 0]) } satisfies AddressEnd);
  if (to.kind === "unknown") return unsure(to);
  return overFamilies({ from: source, to, flow: own }, (trip) => legOf(roundTrip(walker, trip, explain)));
}

/**
 * To a load balancer that is a target: by all of its nodes, by none, or nobody knows. By which of them it is checked and
 * sent to is not documented (NLB guide, use ALBs as targets).
 */
function toBalancer({ walker, from, balancer, flow, explain }: Omit<AtNode, "node">): Leg {
  const to: BalancerEnd = { kind: "balancer", balancer, ...flow.rule };
  const whole = throughBalancer(walker, { from, to, flow }, explain);
  if (whole.verdict !== "DENIED") return whole;
  const isOpen = nodesInDns(balancer).some(
    (node) => throughBalancer(walker, { from, to: { ...to, node }, flow }, false).verdict !== "DENIED",
  );
  return isOpen ? unknown(balancer.address, { kind: "target-nodes-differ" }) : whole;
}

/** The ways from nodes to targets, each under what it hangs on besides. */
const waysOf = oncePer((_walker: Walker) => new Map<Nic, Map<Target, Map<string, Leg>>>());

/** A node's ways to a target: the same for every client whose address it doesn't keep, so walked once for all of them. */
function fromNode({ walker, node }: AtNode, target: Target): Map<string, Leg> {
  const ofNode = keptIn(waysOf(walker), node, () => new Map<Target, Map<string, Leg>>());
  return keptIn(ofNode, target, () => new Map<string, Leg>());
}

function keyOf({ flow, explain }: AtNode, { address }: TargetGroup, { target, port }: Sending): string {
  // Only a load balancer reads what is requested.
  const { host, path } = (target.loadBalancer !== undefined && flow.rule) || {};
  return JSON.stringify([address, port, flow.protocol === UDP, explain, host, path]);
}

/**
 * Whether targets see the client's address, where the load balancer is a network load balancer (NLB guide, client IP
 * preservation: on for instance targets and for UDP, off for ip targets over TCP unless set).
 */
export function keepsClientAddress({ preserveClientIp, type, protocol }: TargetGroup): boolean {
  return preserveClientIp ?? (type !== "ip" || protocol.toUpperCase().includes("UDP"));
}

/** What the target sees as the source: the node, or the client where a network load balancer preserves its address. */
function sourceOf(
  { walker, from, balancer, node, flow, hidesClient }: AtNode,
  group: TargetGroup,
): HostEnd | ReturnType<typeof endOfNic> {
  const end = endOfNode(walker, node);
  if (balancer.kind !== "network" || end.kind === "unknown" || hidesClient === true) return end;
  const addresses = ofFamily(from.addresses, "ipv4");
  const isOneOf = from.kind !== "internet" && from.isOneOf;
  const ipv6 = from.kind === "host" ? from.ipv6 : { addresses: ofFamily(from.addresses, "ipv6"), isOneOf };
  // A client of the other family than the targets is translated, so its address is lost (NLB guide, IP address type).
  const isOfFamily = group.isIpv6 === true ? ipv6 !== undefined : addresses.length > 0;
  const isOther = flow.family !== undefined && flow.family !== (group.isIpv6 === true ? "ipv6" : "ipv4");
  if (!keepsClientAddress(group) || !isOfFamily || isOther) return end;
  return { ...end, addresses, isOneOf, ...(ipv6 && { ipv6 }), catchesReply: true };
}
