import { type Family, union } from "../ip";
import {
  classesOf,
  decide,
  type Decision,
  describePorts,
  describeProtocol,
  endOfSubnet,
  type Endpoint,
  endpointsOf,
  FAMILIES,
  flowOf,
  hasBothFamilies,
  mayShare,
  type PortSet,
  portSet,
  type Receiver,
  type Service,
  TCP,
  type Verdict,
  portsToldApart,
} from "../reachability";
import { type Subnet } from "../topology";
import { isGiven, type Networks, type PlanSide } from "./networks";
import { type Candidate, choosePairs } from "./pairs";
import { touchedBy } from "./touched";

/** Endpoints that neither the old network nor the new one tells apart. */
export interface Alike {
  readonly members: readonly string[];
  /** They are there with and without the plan, though the old network may not name them. */
  readonly isGiven?: boolean;
  readonly before?: Endpoint;
  readonly after?: Endpoint;
}

/** The internet is a class of its own. */
export function isInternet({ members }: Alike): boolean {
  return members[0] === "internet";
}

/** One question, asked in both networks, that stands for every pair of the two classes. */
export interface ComparedFlow {
  readonly from: Alike;
  readonly to: Alike;
  /** Addresses of the two ends that were walked between. */
  readonly ends: readonly [string, string];
  readonly service: Service;
  readonly pairs: number;
  /** Undefined where an end does not exist. */
  readonly before?: Decision;
  readonly after?: Decision;
}

export interface ComparedFlows {
  /** Those that work, may work, or worked. */
  readonly flows: readonly ComparedFlow[];
  /** Pairs of endpoints with a service that don't work before and after, as far as they were asked. */
  readonly denied: number;
  /** Pairs of endpoints that no change can touch. */
  readonly untouched: number;
  /** Pairs that were not looked at because there are too many. */
  readonly skipped: number;
}

/** Questions above which no more are asked; each takes two walks. */
const MOST_QUESTIONS = 4_000;
/** Parts of a receiver's ports above which they are not told apart. */
const MOST_PARTS = 40;

export function portsOf({ ports }: Service): string {
  return ports ? describePorts(ports) : "any";
}

export function protocolText({ protocol }: Service): string {
  return describeProtocol(protocol);
}

/** Address of the VPC that an end is in; the internet is in none. */
export function vpcOf({ receiver, sender }: Endpoint): string | undefined {
  const end = receiver ?? sender;
  if (end?.kind === "host") return end.subnet.vpc.address;
  return end?.kind === "balancer" ? end.balancer.nodes[0]?.subnet.vpc.address : undefined;
}

function keysOf({ topology }: PlanSide): Map<string, { endpoint: Endpoint; key: string }> {
  const endpoints = endpointsOf(topology);
  return new Map([...classesOf(topology, endpoints)].map(([endpoint, key]) => [endpoint.address, { endpoint, key }]));
}

function endIn(subnet: Subnet, { topology }: PlanSide): Endpoint {
  const end = endOfSubnet(subnet, topology.natGateways);
  const { address } = subnet;
  return { address, sender: end, receiver: end, services: [{ protocol: TCP }], likeness: `subnet|${address}` };
}

/** Every end by its address, and every subnet: also those that are none, since an interface is known in them. */
export function endsOf(side: PlanSide): Map<string, Endpoint> {
  const ends = new Map(endpointsOf(side.topology).map((one) => [one.address, one]));
  for (const subnet of side.topology.subnets)
    if (!ends.has(subnet.address)) ends.set(subnet.address, endIn(subnet, side));
  return ends;
}

/**
 * A subnet is an end as long as no interface is known in it. Where one comes or goes the subnet stays, and other hosts
 * may sit there: without this its flows would seem to come and go.
 */
function addSubnets(side: PlanSide, own: ReturnType<typeof keysOf>, others: ReturnType<typeof keysOf>): void {
  for (const subnet of side.topology.subnets) {
    const { address } = subnet;
    if (own.has(address) || !others.has(address)) continue;
    const endpoint = endIn(subnet, side);
    own.set(address, { endpoint, key: endpoint.likeness });
  }
}

function alikeIn({ before, after, sources }: Networks): Alike[] {
  const [old, next] = [keysOf(before), keysOf(after)];
  addSubnets(before, old, next);
  addSubnets(after, next, old);
  const classes = new Map<string, { members: string[]; isGiven?: boolean; before?: Endpoint; after?: Endpoint }>();
  for (const address of new Set([...old.keys(), ...next.keys()])) {
    const [was, will] = [old.get(address), next.get(address)];
    const isOut = address === "internet";
    if (!isOut && sources?.isLeftOut(address)) continue;
    const given = !isOut && !was && isGiven(after, address);
    // What is no longer looked up, or named, goes on all the same.
    if (!isOut && !will && isGiven(before, address)) continue;
    const key = `${was?.key ?? ""}\n${will?.key ?? ""}\n${given}`;
    const own = classes.get(key);
    if (own) own.members.push(address);
    else
      classes.set(key, {
        members: [address],
        ...(given && { isGiven: true }),
        ...(was && { before: was.endpoint }),
        ...(will && { after: will.endpoint }),
      });
  }
  return [...classes.values()];
}

/** Where the rules of the network ACL on the way in tell ports apart. */
function aclBorders(endpoint: Endpoint | undefined): number[] {
  const subnet = endpoint?.receiver?.kind === "host" ? endpoint.receiver.subnet : undefined;
  return (subnet?.acl.ingress ?? []).flatMap(({ match: { ports } }) => (ports ? [ports.from, ports.to + 1] : []));
}

/** Where the rules of firewalls and of instances that forward tell ports apart. */
function middleBoxBorders({ before, after }: Networks): number[] {
  const ranges = [before, after].flatMap(({ topology }) => portsToldApart(topology)).flat();
  const edges = ranges.flatMap(({ start, end }) => [start, end]);
  return [...new Set(edges)].filter((port) => port > 0 && port < 65536);
}

/** What somebody listens on before or after, cut so that each part is wholly in or out of every rule that names ports. */
export function partsOf(
  { before, after }: Pick<Alike, "before" | "after">,
  onTheWay: readonly number[] = [],
): Service[] {
  const services = [...(before?.services ?? []), ...(after?.services ?? [])];
  const extra = [...aclBorders(before), ...aclBorders(after), ...onTheWay];
  return [...new Set(services.map(({ protocol }) => protocol))].flatMap((protocol) => {
    const own = services.filter((one) => one.protocol === protocol);
    const covered = own.map(({ ports }) => ports ?? portSet(0, 65535));
    const borders = [...new Set([...covered.flat().flatMap(({ start, end }) => [start, end]), ...extra])].sort(
      (a, b) => a - b,
    );
    if (borders.length > MOST_PARTS || own.every(({ ports }) => !ports && extra.length === 0))
      return [...new Map(own.map((one) => [portsOf(one), one])).values()];
    const all: PortSet = union(...covered);
    return borders.slice(0, -1).flatMap((start, i): Service[] => {
      const ports: PortSet = [{ start, end: borders[i + 1]! }];
      return all.some((range) => range.start <= start && start < range.end) ? [{ protocol, ports }] : [];
    });
  });
}

function asked(
  side: PlanSide,
  from: Endpoint | undefined,
  to: Endpoint | undefined,
  service: Service,
): Decision | undefined {
  if (!from?.sender || !to?.receiver) return undefined;
  return decide(side.walker, { from: from.sender, to: to.receiver, flow: flowOf(service) }, false);
}

export function verdictOf(walk: Decision | undefined): Verdict {
  return walk?.verdict ?? "DENIED";
}

/** The places on the way, there and back. With several nodes of a load balancer, the way over each of them. */
export function pathOf(side: PlanSide, flow: ComparedFlow, walk: Decision, which: "before" | "after"): string[] {
  const [from, to] = [flow.from[which], flow.to[which]];
  const receiver = to?.receiver;
  const walks =
    receiver?.kind === "balancer" && from?.sender && receiver.balancer.nodes.length > 1
      ? receiver.balancer.nodes.map((node) =>
          decide(
            side.walker,
            { from: from.sender!, to: { ...receiver, node } satisfies Receiver, flow: flowOf(flow.service) },
            false,
          ),
        )
      : [walk];
  const places = walks.flatMap(({ forward, back }) => [...forward, ...back].map(({ address }) => address));
  return places.filter((place, i) => place !== places[i - 1]);
}

/**
 * Over which families a pair is asked about, each for itself: a flow that goes on over one and begins or ends over the other
 * is not unchanged. Where both ends only ever have IPv4, there is one question.
 */
function familiesBetween({ before, after }: Networks, from: Alike, to: Alike): readonly (Family | undefined)[] {
  const isShared = ([side, sender, receiver]: readonly [
    PlanSide,
    Endpoint | undefined,
    Endpoint | undefined,
  ]): boolean =>
    hasBothFamilies(side.topology) &&
    sender?.sender !== undefined &&
    receiver?.receiver !== undefined &&
    mayShare("ipv6", sender.sender, receiver.receiver);
  const sides = [[before, from.before, to.before] as const, [after, from.after, to.after] as const];
  return sides.some(isShared) ? FAMILIES : [undefined];
}

/** A flow in both networks; none where it works in neither. */
function comparedOn(networks: Networks, flow: Omit<ComparedFlow, "before" | "after">): ComparedFlow[] {
  const { from, to, service } = flow;
  const before = asked(networks.before, from.before, to.before, service);
  const after = asked(networks.after, from.after, to.after, service);
  if (verdictOf(before) === "DENIED" && verdictOf(after) === "DENIED") return [];
  return [{ ...flow, ...(before && { before }), ...(after && { after }) }];
}

/**
 * Every endpoint with every other in both networks, on what it listens on in either. Classes of alike endpoints are asked
 * once, and pairs that no change can reach are not asked at all.
 */
export function compareFlows(networks: Networks): ComparedFlows {
  const touched = touchedBy(networks);
  const inspected = middleBoxBorders(networks);
  const hasChanged = ({ before, after, members }: Alike): boolean =>
    !before || !after || members.some((address) => networks.changed.has(address));
  const isReached = ({ before, after }: Alike): boolean =>
    [before, after].some((end) => end && touched.reaches(vpcOf(end)));
  const classes = alikeIn(networks).map((own): Candidate & { own: Alike; parts: readonly Service[] } => {
    const parts = partsOf(own, inspected);
    const isOut = isInternet(own);
    return {
      own,
      parts,
      size: own.members.length,
      services: parts.length,
      isInternet: isOut,
      before: own.before,
      after: own.after,
      hasChanged: hasChanged(own),
      isReached: touched.count > 0 && (isOut || isReached(own)),
    };
  });
  const { pairs: chosen, untouched, skipped: crowdedOut } = choosePairs(classes, MOST_QUESTIONS);
  const flows: ComparedFlow[] = [];
  let [questions, denied, skipped] = [0, 0, crowdedOut];
  for (const { from: sending, to: receiving, pairs } of chosen)
    for (const service of receiving.parts) {
      const [from, to] = [sending.own, receiving.own];
      if (questions++ >= MOST_QUESTIONS) {
        skipped += pairs;
        continue;
      }
      const ends = [from.members[0]!, (from === to ? to.members[1] : to.members[0])!] as const;
      const found = familiesBetween(networks, from, to).flatMap((family) =>
        comparedOn(networks, { from, to, ends, pairs, service: { ...service, ...(family && { family }) } }),
      );
      if (found.length === 0) denied += pairs;
      flows.push(...found);
    }
  return { flows, denied, untouched, skipped };
}
