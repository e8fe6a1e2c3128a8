import { union } from "../ip";
import { push } from "../terraform";
import { egressOnlyIn, type Match, type Nic, type Note, type Topology } from "../topology";
import { standIns } from "./alike-subnets";
import { endOfInternet, endOfNic, endOfSubnet, type Flow, type HostEnd, type InternetEnd } from "./ends";
import { ECHO_REQUEST, ICMP, ICMPV6_ECHO_REQUEST, isIcmp, minus, type Packets, TCP, UDP } from "./packets";
import { tripsOf } from "./families";
import { protocolsToldApart } from "./told-apart";
import { packetsOf, walkThere } from "./round-trip";
import { hopsOf } from "./hops";
import { type Explanation, keyOfExplanation } from "./reasons";
import { type Leaf, START } from "./trail";
import { type Walker } from "./walker";

type End = HostEnd | InternetEnd;

/** A sender or receiver that is in both networks, as each of them knows it. */
export interface CommonEnd {
  /** Terraform address, or `internet`. */
  readonly name: string;
  /** Terraform address of its VPC; the internet has none. */
  readonly vpc?: string;
  readonly before: End;
  readonly after: End;
}

/**
 * Flows that stand for all there are: each protocol (and ICMP type and code) that some filter names, and one that none names.
 * TCP is among them in any case: what no filter names fares like TCP at a NAT gateway and like the unnamed one elsewhere.
 */
function flowsToAsk(...topologies: readonly Topology[]): Flow[] {
  const groups = topologies
    .flatMap((one) => one.securityGroups)
    .flatMap(({ ingress, egress }) => [...ingress, ...egress]);
  const acls = topologies.flatMap((one) => one.networkAcls).flatMap(({ ingress, egress }) => [...ingress, ...egress]);
  const matches = [...groups, ...acls].map(({ match }) => match);
  const told = topologies.map(protocolsToldApart);
  const named = new Set([
    ...[TCP, ...matches.flatMap(({ protocol }) => (protocol === "all" ? [] : [protocol]))],
    ...told.flatMap(({ protocols }) => protocols),
  ]);
  // What a firewall is open about is mostly TCP or UDP, and a ping fares otherwise.
  if (told.some(({ isAny }) => isAny)) [UDP, ICMP].forEach((one) => named.add(one));
  // A refusal of TCP alone lets through what TCP can't stand for.
  if (acls.some(({ allow, match }) => !allow && match.protocol !== "all")) [UDP, ICMP].forEach((one) => named.add(one));
  const typed = told.flatMap(({ icmpTypes }) => icmpTypes).map((icmpType): Match => ({ protocol: ICMP, icmpType }));
  const unnamed = Array.from({ length: 256 }, (_, i) => (i + 50) % 256).find((one) => !named.has(one));
  return [...named, ...(unnamed === undefined ? [] : [unnamed])].flatMap((protocol) =>
    isIcmp(protocol) ? typedFlows(protocol, [...matches, ...typed]) : [{ protocol }],
  );
}

/** Pings, and each other type and code that some filter names. */
function typedFlows(protocol: number, matches: readonly Match[]): readonly Flow[] {
  const echo = protocol === ICMP ? ECHO_REQUEST : ICMPV6_ECHO_REQUEST;
  const flows = [{}, ...matches.filter((one) => one.protocol === protocol)].map(
    ({ icmpType = echo, icmpCode = 0 }: Partial<Match>): Flow => ({ protocol, icmpType, icmpCode }),
  );
  return [...new Map(flows.map((one) => [`${one.icmpType}/${one.icmpCode}`, one])).values()];
}

/** Hosts that no route and no filter tells apart, with the addresses of all of them: a thousand targets are one end. */
function alike(
  nics: readonly Nic[],
): { readonly name: string; readonly members: readonly Nic[]; readonly end: HostEnd }[] {
  const classes = new Map<string, Nic[]>();
  for (const nic of nics) {
    const groups = (nic.groups ?? []).map(({ address }) => address).sort();
    const notes = nic.doubts.groups.map(({ address, reason }) => `${address} ${reason}`);
    const isAlone = nic.privateIps === undefined || nic.publicIp !== "none";
    const key = [nic.subnet.address, nic.sourceDestCheck, groups, notes, isAlone ? nic.address : ""].join("|");
    push(classes, key, nic);
  }
  return [...classes.values()].flatMap((members) => {
    const [first] = members;
    const end = first && endOfNic(first);
    if (end?.kind !== "host") return [];
    const addresses = first!.privateIps ? union(...members.map(({ privateIps }) => privateIps ?? [])) : end.addresses;
    return [{ name: first!.address, members, end: { ...end, addresses } }];
  });
}

/**
 * Who is there before and after: any host of each subnet, each kind of interface, and the internet. Nodes of load
 * balancers are not among them, nor what is in only one of the two networks.
 */
function commonEnds(before: Topology, after: Topology): CommonEnd[] {
  const subnets = new Map(after.subnets.map((subnet) => [subnet.address, endOfSubnet(subnet, after.natGateways)]));
  // Web servers that only the bridge file tells of have their service's name, several of them the same one.
  const keyOf = ({ address, privateIps }: Nic): string => `${address}|${privateIps?.[0]?.start ?? ""}`;
  const nics = new Map(after.nics.map((nic) => [keyOf(nic), endOfNic(nic)]));
  return [
    ...before.subnets.flatMap((subnet): CommonEnd[] => {
      const [was, is] = [endOfSubnet(subnet, before.natGateways), subnets.get(subnet.address)];
      if (was.kind !== "host" || is?.kind !== "host") return [];
      return [{ name: subnet.address, vpc: subnet.vpc.address, before: was, after: is }];
    }),
    ...alike(before.nics).flatMap(({ name, members, end }): CommonEnd[] => {
      const is = nics.get(keyOf(members[0]!));
      if (is?.kind !== "host" || members.some((one) => !nics.has(keyOf(one)))) return [];
      return [{ name, vpc: end.subnet.vpc.address, before: end, after: { ...is, addresses: end.addresses } }];
    }),
    // As in the matrix: without an internet gateway nothing comes from there and nothing gets out.
    ...([before, after].some((one) => one.internetGateways.length + egressOnlyIn(one.tables).length > 0)
      ? [{ name: "internet", before: endOfInternet(before), after: endOfInternet(after) }]
      : []),
  ];
}

/** What arrives, with what it hangs on where that is not known. */
interface Arrival extends Pick<Leaf, "packets" | "trail"> {
  /** None when it is certain. */
  readonly doubts: readonly Explanation[];
}

/** The way there only: the way back is another pair's way there, since every end is asked for with every other. */
function arrivals(walker: Walker, from: End, to: End, flow: Flow): Arrival[] {
  return tripsOf({ from, to, flow }).flatMap((trip) => {
    if ("note" in trip) return [open(trip.note, packetsOf(from, to.addresses, flow))];
    return walkThere(walker, trip, false).flatMap(({ packets, trail, at }): Arrival[] => {
      const { stops, doubts } = trail;
      if (stops.length > 0 || (!at && doubts.length === 0)) return [];
      return [{ packets, trail, doubts }];
    });
  });
}

/** Packets of which something is not known that decides whether there are any. */
function open({ address, reason }: Note, packets: Packets): Arrival {
  const doubt: Explanation = { code: "UNKNOWN_RESOURCE", address, reason: { kind: "note", note: reason } };
  return { packets, trail: START, doubts: [doubt] };
}

/** Packets that one network lets through and the other does not, or may not. */
interface Part {
  readonly packets: Packets;
  readonly isCertain: boolean;
}

/** The parts of an arrival that the others don't cover. What hangs on the same unknown thing is the same. */
function beyond({ packets, doubts }: Arrival, others: readonly Arrival[]): Part[] {
  const keyOf = (some: readonly Explanation[]): string => some.map(keyOfExplanation).join();
  const isLike = (other: Arrival): boolean => other.doubts.length === 0 || keyOf(other.doubts) === keyOf(doubts);
  const packetsOf = (some: readonly Arrival[]): Packets[] => some.map((one) => one.packets);
  return minus(packets, packetsOf(others.filter(isLike))).flatMap((rest): Part[] => {
    const certain = doubts.length === 0 ? minus(rest, packetsOf(others.filter((one) => !isLike(one)))) : [];
    return certain.length > 0
      ? certain.map((one) => ({ packets: one, isCertain: true }))
      : [{ packets: rest, isCertain: false }];
  });
}

/** A way between two ends that is in one network and not in the other, or may be. */
export interface Difference extends Part {
  readonly kind: "gained" | "lost";
  readonly from: CommonEnd;
  readonly to: CommonEnd;
  /** What it hangs on, where that is not known; none when it is. */
  readonly doubts: readonly Explanation[];
  /** Terraform address of the last route on the way; undefined when there is none. */
  readonly route?: string;
}

/** The last route that was followed on a way. */
function lastRoute({ trail }: Arrival): string | undefined {
  return hopsOf(trail.hops).findLast((hop) => hop.route)?.route?.address;
}

/** The two networks. */
type Walkers = Readonly<Record<"before" | "after", Walker>>;

/** Two ends in both networks, for packets of every protocol and port. */
interface Compared {
  /** Something arrives, or may, in one of the networks. */
  readonly isReached: boolean;
  readonly differences: readonly Difference[];
}

function compare({ before, after }: Walkers, from: CommonEnd, to: CommonEnd, flows: readonly Flow[]): Compared {
  let isReached = false;
  const differences = flows.flatMap((flow): Difference[] => {
    const was = arrivals(before, from.before, to.before, flow);
    const is = arrivals(after, from.after, to.after, flow);
    if (was.length + is.length > 0) isReached = true;
    const differing = (kind: Difference["kind"], some: readonly Arrival[], others: readonly Arrival[]): Difference[] =>
      some.flatMap((arrival) =>
        beyond(arrival, others).map((part): Difference => {
          const route = lastRoute(arrival);
          return { ...part, kind, from, to, doubts: arrival.doubts, ...(route !== undefined && { route }) };
        }),
      );
    return [...differing("gained", is, was), ...differing("lost", was, is)];
  });
  return { isReached, differences };
}

const subnetOf = ({ before }: CommonEnd): string => (before.kind === "host" ? before.subnet.address : "");

/**
 * Every end with every other: what arrives after and would not have before, and the other way round. Any host of a
 * subnet stands for an interface there that lets everything out and in: where nothing gets from one subnet to the other,
 * nothing gets from interface to interface. Of hundreds of subnets that are alike, two stand for all.
 */
export function differencesBetween(before: Walker, after: Walker): Difference[] {
  const all = commonEnds(before.topology, after.topology);
  const flows = flowsToAsk(before.topology, after.topology);
  const isAsked = standIns(before.topology, after.topology);
  const ends = all.filter((end) => end.before.kind !== "host" || isAsked(subnetOf(end)));
  const subnets = ends.filter((end) => end.name === subnetOf(end));
  const found: Difference[] = [];
  const unreached = new Set<string>();
  for (const from of subnets)
    for (const to of subnets) {
      const compared = compare({ before, after }, from, to, flows);
      found.push(...compared.differences);
      if (!compared.isReached) unreached.add(`${from.name}|${to.name}`);
    }
  for (const from of ends)
    for (const to of ends) {
      const isDone = from.name === subnetOf(from) && to.name === subnetOf(to);
      const isOutside = from.name === "internet" && to.name === "internet";
      if (isDone || isOutside || unreached.has(`${subnetOf(from)}|${subnetOf(to)}`)) continue;
      found.push(...compare({ before, after }, from, to, flows).differences);
    }
  return found;
}
