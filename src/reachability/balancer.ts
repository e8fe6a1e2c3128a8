import { intersect, isEmptySet, setOfAddresses, setOfCidrs, setHas, subtract, union } from "../ipv4/address-set";
import { containsAddress } from "../ipv4/cidr";
import {
  firstDoubt,
  isCertain,
  type Listener,
  type ListenerAction,
  type LoadBalancer,
  type Nic,
  sameZone,
  type Target,
  type TargetGroup,
} from "../topology";
import { type AddressEnd, type BalancerEnd, endOfNic, type Flow, type HostEnd, type InternetEnd } from "./ends";
import { GATEWAY_PORTS, hasPorts, TCP, UDP } from "./packets";
import { type Ipv6End, ipv6Doubt } from "./ipv6";
import { actionTaking } from "./listener-rules";
import { chained, every, type Leg, legOf, refused, some, unknown, unsure } from "./legs";
import { roundTrip } from "./round-trip";
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

/** The actions that a request can meet: the first rule that fits, or all of them when no host or path was asked for. */
function actionsFor(listener: Listener, to: BalancerEnd): readonly ListenerAction[] {
  if (to.host === undefined && to.path === undefined) return listener.actions;
  const first = actionTaking(listener, to.host, to.path);
  return first ? [first] : [];
}

const IN_DNS = new WeakMap<LoadBalancer, readonly Nic[]>();

/**
 * The nodes whose addresses the load balancer's name resolves to: those with a target to use in every target group. With
 * cross-zone load balancing that is all of them; without, a node without one in its zone is taken out of the name and
 * answers nobody, and the load balancer works when the others do. When no node has one in each group, the name fails
 * open and resolves to all (AWS Knowledge Center, "elb-dns-cross-zone-balance-configuration"; NLB guide, target group
 * health checks). A target counts by its zone alone: what else keeps it from being healthy is a fault to be told.
 */
function nodesInDns(balancer: LoadBalancer): readonly Nic[] {
  const known = IN_DNS.get(balancer);
  if (known) return known;
  const actions = balancer.listeners.flatMap((listener) => listener.actions);
  const groups = [...new Set(actions.flatMap((action) => action.groups))];
  const isUsable = (node: Nic, group: TargetGroup, target: Target): boolean =>
    target.note !== undefined ||
    target.loadBalancer !== undefined ||
    zoneProblem(balancer, node, group, target)?.verdict !== "DENIED";
  const serves = (node: Nic, group: TargetGroup): boolean =>
    !isCertain(group, "targets") || group.targets.some((target) => isUsable(node, group, target));
  const serving = balancer.nodes.filter((node) => groups.every((group) => serves(node, group)));
  const found = serving.length > 0 ? serving : balancer.nodes;
  IN_DNS.set(balancer, found);
  return found;
}

/** From a sender to a load balancer: to each node that it may meet, and from there to the targets behind the listener. */
export function throughBalancer(
  walker: Walker,
  from: HostEnd | InternetEnd,
  to: BalancerEnd,
  flow: Flow,
  explain: boolean,
): Leg {
  const { balancer } = to;
  const note = firstDoubt(balancer, "kind", "subnets", "listeners");
  if (note) return unsure(note);
  if (balancer.nodes.length === 0) return unknown(balancer.address, { kind: "subnets-not-known" });
  const listeners = listenersFor(balancer, flow);
  const portless = balancer.listeners.find((one) => one.port === undefined);
  if (portless) {
    const doubt = firstDoubt(portless, "port", "actions");
    return unknown(portless.address, doubt ? { kind: "note", note: doubt.reason } : { kind: "port-not-known" });
  }
  if (listeners.length === 0) {
    const mismatch = refused("ELBV2_LISTENERS_MISMATCH", balancer.address, { kind: "no-listener", port: flow.port });
    if (!explain) return mismatch;
    const [node] = balancer.nodes;
    const first = node ? toNode(walker, from, node, flow, explain) : mismatch;
    return { ...mismatch, explanations: distinct([...mismatch.explanations, ...first.explanations]) };
  }
  const nodes = to.node ? [to.node] : nodesInDns(balancer);
  const legs = listeners.flatMap((listener) =>
    nodes.map((node) => {
      const own: Flow = { ...flow, ...(listener.port !== undefined && { port: listener.port }) };
      const first = toNode(walker, from, node, own, explain);
      if (first.verdict === "DENIED" && !explain) return first;
      return chained(first, behindListener(walker, from, balancer, node, listener, to, own, explain));
    }),
  );
  if (flow.port === undefined && listeners.length > 1) return some(legs);
  const found = every(legs);
  const isMixed = found.verdict === "DENIED" && legs.some((leg) => leg.verdict === "ALLOWED");
  if (isMixed && balancer.isNodeUncertain) return unknown(balancer.address, { kind: "nodes-differ" });
  return found;
}

/** The first leg: to one node of a load balancer. */
export function toNode(walker: Walker, from: HostEnd | InternetEnd, node: Nic, flow: Flow, explain: boolean): Leg {
  const end = endOfNode(walker, node);
  if (end.kind === "unknown") return unsure(end);
  return orOverIpv6(walker, legOf(roundTrip(walker, { from, to: end, flow }, explain)), { from, to: end, flow });
}

/** Whose leg it is. */
interface Asked {
  readonly from: Ipv6End;
  readonly to: Ipv6End | AddressEnd;
  readonly flow: Flow;
}

/** What is denied over IPv4 may still pass over IPv6, which is not judged. */
export function orOverIpv6(walker: Walker, leg: Leg, { from, to, flow }: Asked): Leg {
  if (leg.verdict !== "DENIED" || to.kind === "address") return leg;
  const doubt = ipv6Doubt(walker, { from, to, flow, isRoundTrip: true });
  return doubt ? { ...leg, verdict: "UNKNOWN", explanations: [doubt] } : leg;
}

/** Where AWS picks a node's address, it is none that a NAT gateway has. */
function endOfNode({ topology }: Walker, node: Nic): ReturnType<typeof endOfNic> {
  const end = endOfNic(node);
  if (end.kind !== "host" || node.privateIps) return end;
  const taken = topology.natGateways.flatMap((nat) => (nat.subnet === node.subnet ? [nat.privateIps ?? []] : []));
  return taken.length === 0 ? end : { ...end, addresses: subtract(end.addresses, union(...taken)) };
}

function behindListener(
  walker: Walker,
  from: HostEnd | InternetEnd,
  balancer: LoadBalancer,
  node: Nic,
  listener: Listener,
  to: BalancerEnd,
  flow: Flow,
  explain: boolean,
): Leg {
  const note = firstDoubt(listener, "port", "actions");
  if (note) return unknown(listener.address, { kind: "note", note: note.reason });
  const actions = actionsFor(listener, to);
  if (actions.length === 0) return refused("ELBV2_LISTENERS_MISMATCH", listener.address, { kind: "no-listener-rule" });
  const legs = actions.flatMap((action) => {
    if (action.kind === "unreadable") return [unknown(action.address, { kind: "action-not-known" })];
    if (action.kind === "answer") return [{ verdict: "ALLOWED" as const, forward: [], back: [], explanations: [] }];
    return action.groups.map((group) => toGroup(walker, from, balancer, node, group, flow, explain));
  });
  return every(legs);
}

/** A load balancer sends to the targets that work: one reachable target is enough. */
export function toGroup(
  walker: Walker,
  from: HostEnd | InternetEnd,
  balancer: LoadBalancer,
  node: Nic,
  group: TargetGroup,
  flow: Flow,
  explain: boolean,
): Leg {
  if (group.isIpv6 === true) return unknown(group.address, { kind: "targets-over-ipv6" });
  const legs = group.targets.map((target) => toTarget(walker, from, balancer, node, group, target, flow, explain));
  const note = firstDoubt(group, "targets");
  if (note) return legs.some((leg) => leg.verdict === "ALLOWED") ? some(legs) : unsure(note);
  if (group.type === "lambda") return unknown(group.address, { kind: "lambda-targets" });
  if (legs.length === 0) return refused("ELBV2_LISTENER_HAS_NO_TG", group.address, { kind: "no-targets" });
  return some(legs);
}

const OUTSIDE = { kind: "target-outside-needs-all-zones" } as const;

/** Whether a target is used by this node, by its zone; undefined when it is. */
export function zoneProblem(balancer: LoadBalancer, node: Nic, group: TargetGroup, target: Target): Leg | undefined {
  const { vpc } = node.subnet;
  const crossZone = group.crossZone ?? balancer.crossZone;
  let covering = target.nic?.subnet;
  const [range] = covering?.cidr ? setOfCidrs([covering.cidr]) : [];
  const isElsewhere = covering !== undefined && covering.vpc !== vpc && isCertain(vpc, "ranges") && range !== undefined;
  if (isElsewhere && target.zone !== "all" && isEmptySet(intersect([range], setOfCidrs(vpc.cidrs))))
    return refused(
      "ELBV2_NO_TARGETS_IN_AZ",
      target.address,
      group.type === "ip" ? OUTSIDE : { kind: "instance-in-another-vpc" },
    );
  if (target.ip !== undefined) {
    const { ip } = target;
    covering = vpc.subnets.find((subnet) => subnet.cidr && containsAddress(subnet.cidr, ip));
    const doubt = covering ? undefined : firstDoubt(vpc, "ranges");
    if (doubt) return unknown(doubt.address, { kind: "target-vpc-not-certain", vpc: vpc.address, note: doubt.reason });
    if (!covering && setHas(setOfCidrs(vpc.cidrs), ip)) return unknown(target.address, { kind: "target-in-no-subnet" });
    if (!covering && target.zone !== "all") return refused("ELBV2_NO_TARGETS_IN_AZ", target.address, OUTSIDE);
    if (covering && target.zone === "all")
      return refused("ELBV2_NO_TARGETS_IN_AZ", target.address, {
        kind: "target-inside-needs-no-zones",
        subnet: covering.address,
      });
  }
  if (!covering || target.zone === "all") return undefined;
  const zone = target.zone ?? covering.zone;
  const isSame = (one: Nic): boolean | undefined => (one.subnet === covering ? true : sameZone(one.subnet.zone, zone));
  if (target.zone !== undefined && sameZone(target.zone, covering.zone) === false)
    return refused("ELBV2_NO_TARGETS_IN_AZ", target.address, {
      kind: "target-in-another-zone",
      registered: target.zone,
      subnet: covering.address,
      zone: covering.zone,
    });
  const enabled = balancer.nodes.map(isSame);
  if (!enabled.includes(true)) {
    if (enabled.includes(undefined))
      return unknown(target.address, { kind: "balancer-zones-not-known", subnet: covering.address });
    return refused("ELBV2_NO_TARGETS_IN_AZ", target.address, {
      kind: "target-zone-not-served",
      subnet: covering.address,
    });
  }
  if (crossZone || isSame(node) === true) return undefined;
  if (isSame(node) === undefined) return unknown(target.address, { kind: "target-zone-or-node-zone-not-known" });
  return refused("ELB_NOT_CROSSZONE", target.address, { kind: "cross-zone-off", subnet: node.subnet.address });
}

function toTarget(
  walker: Walker,
  from: HostEnd | InternetEnd,
  balancer: LoadBalancer,
  node: Nic,
  group: TargetGroup,
  target: Target,
  flow: Flow,
  explain: boolean,
): Leg {
  if (target.note) return unsure(target.note);
  const port = target.port ?? group.port;
  if (port === undefined) return unknown(target.address, { kind: "target-port-not-known" });
  const problem = target.loadBalancer === undefined ? zoneProblem(balancer, node, group, target) : undefined;
  if (problem) return problem;
  const protocol = flow.protocol === UDP ? UDP : TCP;
  const source = sourceOf(walker, from, balancer, node, group);
  if (source.kind === "unknown") return unsure(source);
  const own: Flow = { protocol, port, sourcePorts: hasPorts(protocol) ? GATEWAY_PORTS : [] };
  if (target.loadBalancer !== undefined) {
    const next = walker.topology.loadBalancers.find((one) => one.address === target.loadBalancer);
    if (!next || next === balancer) return unknown(target.address, { kind: "target-balancer-not-in-input" });
    return throughBalancer(walker, source, { kind: "balancer", balancer: next }, own, explain);
  }
  if (source.catchesReply === true && target.nic !== undefined && from.kind === "host" && from.nic === target.nic)
    return refused("NO_PATH", target.address, { kind: "target-is-sender" });
  const to = target.nic
    ? endOfNic(target.nic)
    : ({ kind: "address", addresses: setOfAddresses([target.ip ?? 0]) } satisfies AddressEnd);
  if (to.kind === "unknown") return unsure(to);
  return legOf(roundTrip(walker, { from: source, to, flow: own }, explain));
}

/**
 * What the target sees as the source: the node, or the client where a network load balancer preserves its address
 * (NLB guide, client IP preservation: on for instance targets and for UDP, off for ip targets over TCP unless set).
 */
function sourceOf(
  walker: Walker,
  from: HostEnd | InternetEnd,
  balancer: LoadBalancer,
  node: Nic,
  group: TargetGroup,
): HostEnd | ReturnType<typeof endOfNic> {
  const end = endOfNode(walker, node);
  if (balancer.kind !== "network" || end.kind === "unknown") return end;
  const isUdp = group.protocol.toUpperCase().includes("UDP");
  const preserves = group.preserveClientIp ?? (group.type !== "ip" || isUdp);
  if (!preserves) return end;
  return { ...end, addresses: from.addresses, isOneOf: from.kind === "host" && from.isOneOf, catchesReply: true };
}
