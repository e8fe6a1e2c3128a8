import { type AddressSet, intersect, type Range, type RangeSet, setsEqual } from "../ip";
import { type LinuxRouter, movedRangesOf, namedValuesOf, namesSourcePorts, shifted } from "../linux-router";
import { type FirewallRule, type Topology } from "../topology";
import { ALL_PORTS } from "./packets";

/** The rules of all firewalls that routes can lead to, each once. */
function firewallRules({ nics }: Topology): FirewallRule[] {
  const policies = nics.flatMap(({ inspection }) => (inspection?.kind === "firewall" ? (inspection.policy ?? []) : []));
  return [...new Set(policies)].flatMap(({ stateless, stateful }) => [...stateless, ...stateful]);
}

/** The instances that forward, as far as their scripts can be read. */
function routersIn({ nics }: Topology): LinuxRouter[] {
  const readings = new Set(nics.flatMap(({ router }) => router?.reading ?? []));
  return [...readings].flatMap((one) => (one.kind === "read" ? [one.router] : []));
}

/** Addresses that firewalls and routers tell from others. */
export function toldApartByMiddleBoxes(topology: Topology): AddressSet[] {
  const routers = routersIn(topology);
  return [
    ...firewallRules(topology).flatMap(({ selectors }) => selectors.flatMap(({ src, dst }) => [src, dst])),
    ...routers.flatMap((router) => namedValuesOf(router).addresses),
  ];
}

/** Ports that they tell from others: those that requests go to, and those that replies come from. */
export function portsToldApart(topology: Topology): RangeSet<number>[] {
  return [
    ...firewallRules(topology).flatMap(({ selectors }) =>
      selectors.flatMap(({ srcPorts, dstPorts }) => [srcPorts, dstPorts]),
    ),
    ...routersIn(topology).flatMap((router) => namedValuesOf(router).ports),
  ];
}

/** What firewalls and routers name of protocols; nothing where there are none of them. */
export function protocolsToldApart(topology: Topology): {
  readonly isAny: boolean;
  readonly protocols: number[];
  readonly icmpTypes: number[];
} {
  const selectors = firewallRules(topology).flatMap((rule) => rule.selectors);
  const named = routersIn(topology).map(namedValuesOf);
  return {
    isAny: selectors.length > 0 || named.length > 0,
    protocols: [
      ...selectors.flatMap(({ protocols }) => protocols ?? []),
      ...named.flatMap(({ protocols }) => protocols),
    ],
    icmpTypes: named.flatMap(({ icmpTypes }) => icmpTypes),
  };
}

/** Most routers put one range in the place of another; behind another one it may be a third. */
const MOST_ROUTERS = 3;

/**
 * What ranges become where routers move them: a rule about a part of the range that clients are seen as tells clients apart.
 */
export function movedByRouters(topology: Topology, ranges: readonly Range[]): Range[] {
  const moves = routersIn(topology).flatMap(movedRangesOf);
  if (moves.length === 0) return [];
  const moved: Range[] = [];
  let last = ranges;
  for (let i = 0; i < MOST_ROUTERS && last.length > 0; i++) {
    last = last.flatMap((one) => moves.flatMap(({ range, by }) => shifted(intersect([one], range), by)));
    moved.push(...last);
  }
  return moved;
}

const asksForSource = ({ selectors }: FirewallRule): boolean =>
  selectors.some(({ srcPorts }) => !setsEqual(srcPorts, ALL_PORTS));

const BY_SOURCE_PORT = new WeakMap<Topology, boolean>();

/** Whether a firewall, or an instance that forwards, tells packets apart by the port that they are sent from. */
export function tellsSourcePorts(topology: Topology): boolean {
  const known =
    BY_SOURCE_PORT.get(topology) ??
    (routersIn(topology).some(namesSourcePorts) || firewallRules(topology).some(asksForSource));
  BY_SOURCE_PORT.set(topology, known);
  return known;
}
