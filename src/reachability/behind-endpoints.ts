import { type AddressSet, ALL_ADDRESSES, isEmptySet, subtract, unionOf } from "../ip";
import { firstDoubt, isCertain, type LoadBalancer, type Nic, type PrivateLink } from "../topology";
import { type AtNode, behindNode, listenersFor } from "./balancer";
import { type BalancerEnd, endOfNic, type Flow, type Trip } from "./ends";
import { type Filtered, throughSecurityGroups } from "./filters";
import { type HopKind, type WalkedHop } from "./hops";
import { chained, every, type Leg, refused, some, unknown, unsure } from "./legs";
import { destinationOf, type Packets, type PortSet, portSet, reversed, split, TCP, UDP } from "./packets";
import { linkOf } from "./link-of";
import { type Explanation } from "./reasons";
import { nodesServing } from "./endpoint-zones";
import { type Journey } from "./round-trip";
import { type Walker } from "./walker";

/** Packets that have arrived at the interface of an endpoint that leads to an endpoint service. */
export interface AtLink {
  readonly link: PrivateLink;
  readonly nic: Nic;
  /** As they arrived. */
  readonly packets: Packets;
  /** AWS picks which of the addresses the sender has. */
  readonly isOneOf: boolean;
}

/** The endpoints' interfaces at which some of the packets have arrived. */
export function arrivedAtLinks({ topology }: Walker, journeys: readonly Journey[]): readonly AtLink[] {
  if (topology.privateLinks.length === 0) return [];
  const found = new Map<Nic, AtLink>();
  for (const { at, arrived, picks } of journeys) {
    const nic = at?.kind === "interface" ? at.nic : undefined;
    const link = linkOf(topology, nic);
    if (!nic || !link) continue;
    const known = found.get(nic);
    const src = known ? unionOf([known.packets.src, arrived.src]) : arrived.src;
    const isOneOf = known?.isOneOf === true || picks.includes("source") || picks.includes("other");
    found.set(nic, { link, nic, packets: { ...arrived, src }, isOneOf });
  }
  return [...found.values()];
}

/** A question to an endpoint of which no single port is asked: on which it can be met. */
export function portsOf(arrived: readonly AtLink[], { port, protocol }: Flow): PortSet | undefined {
  if (port !== undefined || (protocol !== TCP && protocol !== UDP)) return undefined;
  const listeners = arrived.flatMap(({ link }) => link.service?.balancers ?? []).flatMap((one) => one.listeners);
  const ports = listeners.flatMap((one) => (one.port === undefined ? [] : [portSet(one.port)]));
  return ports.length > 0 ? unionOf(ports) : undefined;
}

/** Over each port by itself: any of them where none was asked for, or all that were. */
export function overPorts(flow: Flow, open: PortSet, legOn: (flow: Flow) => Leg): Leg {
  const { ports, ...rest } = flow;
  const shut = ports ? subtract(ports, open) : [];
  const asked = isEmptySet(shut) ? (ports ?? open) : shut.slice(0, 1).map(({ start }) => ({ start, end: start + 1 }));
  const legs = asked.flatMap(({ start, end }) =>
    Array.from({ length: end - start }, (_, i) => legOn({ ...rest, port: start + i })),
  );
  return ports ? every(legs) : some(legs);
}

/**
 * What becomes of packets that have reached an endpoint's interface: they go on at a network load balancer of its service,
 * over connections of its own (AWS PrivateLink guide, create a service: the application sees the load balancer's address).
 */
export function behindLink(walker: Walker, at: AtLink, trip: Trip, explain: boolean): Leg {
  const { link, packets } = at;
  const { address, service, isPending } = link;
  if (packets.protocol !== TCP && packets.protocol !== UDP)
    return refused("PROTOCOL_RESTRICTION", address, { kind: "endpoint-carries-no-such-protocol" });
  if (isPending) return refused("BAD_STATE", address, { kind: "endpoint-not-accepted" });
  const note = firstDoubt(link, "service", "acceptance");
  if (note) return unsure(note);
  if (!service) return unknown(address, { kind: "end-not-in-input" });
  const [open] = service.doubts.balancers;
  if (open) return unsure(open);
  const serving = nodesServing(at.nic, service);
  if (serving.length === 0)
    return refused("VPCE_SERVICE_NOT_INSTALLED_IN_AZ", address, {
      ...{ kind: "service-not-in-zone", service: service.address, subnet: at.nic.subnet.address },
    });
  const legs = serving.map(({ balancer, node, isSure }) => ({
    isSure,
    leg: throughNode(at, { walker, from: trip.from, balancer, node, flow: flowOf(packets, trip.flow), explain }),
  }));
  const found = every(legs.map(({ leg }) => leg));
  const isMixed = legs.some(({ leg }) => leg.verdict !== found.verdict);
  if (isMixed && legs.some(({ isSure }) => !isSure)) return unknown(address, { kind: "endpoint-zones-not-known" });
  return isMixed && found.verdict === "DENIED" ? unknown(address, { kind: "endpoint-balancers-differ" }) : found;
}

/**
 * Why an endpoint surely takes none of a flow, whoever sends it: its service listens for nothing of it. As at a load
 * balancer, what lies behind it doesn't count where nothing may arrive.
 */
export function shutAtLink({ address, service, doubts }: PrivateLink, flow: Flow): Explanation | undefined {
  const isOpen = !service || doubts.service.length > 0 || !isCertain(service, "balancers");
  if (isOpen || flow.ports || service.balancers.some((one) => mayListen(one, flow))) return undefined;
  return { code: "ELBV2_LISTENERS_MISMATCH", address, reason: { kind: "no-listener", port: flow.port } };
}

function mayListen(balancer: LoadBalancer, flow: Flow): boolean {
  return !isCertain(balancer, "kind", "listeners", "subnets") || listenersFor(balancer, flow).length > 0;
}

function flowOf({ protocol }: Packets, { port, rule }: Flow): Flow {
  return { protocol, ...(port !== undefined && { port }), ...(rule && { rule }) };
}

/** From the endpoint's interface to one node, and on to the targets behind its listener. */
function throughNode(at: AtLink, own: AtNode): Leg {
  const { balancer, node, flow, explain } = own;
  const end = endOfNic(node);
  const dst = end.kind === "host" ? end.addresses : [];
  const handed: Packets = { ...at.packets, dst };
  const admitted = admittedBy(balancer, node, handed, at);
  if (admitted.verdict === "DENIED" && !explain) return admitted;
  const to: BalancerEnd = { kind: "balancer", balancer, ...flow.rule };
  const takesUdp = flow.protocol === UDP && behindNode(own, to).verdict !== "DENIED";
  if (takesUdp) return unknown(at.link.address, { kind: "udp-by-endpoint" });
  return chained(admitted, behindNode({ ...own, hidesClient: true }, to));
}

const NO_STEP = { route: undefined, rules: undefined, rewrite: undefined } as const;

/**
 * What the groups of the load balancer let in: they see the client's own address, not the endpoint's, unless they are not
 * asked at all (NLB guide, security groups, considerations).
 */
function admittedBy(balancer: LoadBalancer, node: Nic, packets: Packets, { link, isOneOf }: AtLink): Leg {
  const step = (kind: HopKind, address: string, own: Packets, rules?: readonly string[]): WalkedHop => ({
    ...{ kind, address, packets: own, ...NO_STEP },
    ...(rules && { rules: [rules] }),
  });
  const handing = (rules?: readonly string[]): Leg => ({
    verdict: "ALLOWED",
    forward: [step("handed-to-service", balancer.address, packets, rules)],
    back: [step("handed-to-endpoint", link.address, reversed(packets))],
    explanations: [],
  });
  if (balancer.filtersPrivateLinks === false || node.groups === undefined) return handing();
  const parts = throughSecurityGroups(node, "ingress", packets, undefined);
  const stopped = parts.filter((part) => part.result === "stop");
  const open = parts.find((part) => part.result === "unknown");
  if (stopped.length === 0)
    return open ? unsure(open.note) : handing(parts.flatMap((part) => (part.result === "pass" ? part.rules : [])));
  if (balancer.filtersPrivateLinks === "unknown")
    return unknown(balancer.address, { kind: "inbound-rules-not-known-to-count" });
  const naming = ruleNamingGroups(node, stopped);
  if (naming !== undefined) return unknown(naming, { kind: "group-behind-endpoint" });
  const legs = stopped.map(({ by: [first], cause, packets: own }) =>
    refused("ENI_SG_RULES_MISMATCH", first ?? balancer.address, {
      ...{ kind: "filter-stops", filter: "security group", cause, direction: "ingress", to: destinationOf(own) },
    }),
  );
  const isMixed = stopped.length < parts.length;
  return isMixed && isOneOf ? unknown(link.address, { kind: "client-address-not-known" }) : every(legs);
}

/** A rule that would admit some of them if its group's members were known behind an endpoint, which is not documented. */
function ruleNamingGroups({ groups = [] }: Nic, stopped: readonly Filtered[]): string | undefined {
  const addresses: AddressSet = ALL_ADDRESSES;
  return groups
    .flatMap(({ ingress }) => ingress)
    .find(
      (rule) =>
        rule.groups.length > 0 &&
        stopped.some(({ packets }) => split(packets, { match: rule.match, side: "src", addresses }).hit),
    )?.address;
}
