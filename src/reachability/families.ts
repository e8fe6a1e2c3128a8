import {
  type AddressSet,
  type Family,
  familyOfSet,
  intersect,
  isEmptySet,
  NAT64_PREFIX,
  ofFamily,
  type Range,
  setOfCidr,
} from "../ip";
import { isCertain, type Nic, type NatGateway, type Note, type RouteTarget, type Subnet } from "../topology";
import { type Trip } from "./ends";
import { ECHO_REQUEST, ICMP, ICMPV6, ICMPV6_ECHO_REQUEST, PUBLIC_IPV4 } from "./packets";

/**
 * Every packet is of one family, and ends may have addresses of both: a question about them is one about IPv4 and one about
 * IPv6. Hosts of IPv6 also get to those of IPv4 through a NAT gateway (VPC user guide, DNS64 and NAT64).
 */

/** A trip of which something is not known that decides whether there is any. */
export interface OpenTrip {
  readonly note: Note;
}

type End = Trip["from"] | Trip["to"];

const NONE: AddressSet = [];

/** The addresses that an end has of a family; a note where that is not known. */
function sideOf(end: End, family: Family): { readonly addresses: AddressSet; readonly isOneOf?: boolean } | OpenTrip {
  if (end.kind !== "host") return { addresses: ofFamily(end.addresses, family) };
  if (family === "ipv4") return { addresses: end.addresses, isOneOf: end.isOneOf };
  return end.ipv6 ?? { addresses: NONE };
}

function withAddresses<E extends End>(end: E, addresses: AddressSet, isOneOf: boolean | undefined): E {
  if (end.addresses === addresses) return end;
  return { ...end, addresses, ...(isOneOf !== undefined && { isOneOf }) };
}

/** Ping and its like have numbers of their own over IPv6 (RFC 4443). */
function overIpv6<F extends Trip["flow"]>(flow: F): F {
  if (flow.protocol !== ICMP) return flow;
  const isEcho = flow.icmpType === undefined || flow.icmpType === ECHO_REQUEST;
  return { ...flow, protocol: ICMPV6, ...(isEcho && { icmpType: ICMPV6_ECHO_REQUEST }) };
}

/** What most hosts say at once. */
function isOfIpv4(end: End): boolean {
  return end.kind === "host" && end.ipv6 === undefined;
}

function tripOver(family: Family, { from, to, flow }: Trip): Trip | OpenTrip | undefined {
  if (family === "ipv6" && (isOfIpv4(from) || isOfIpv4(to))) return undefined;
  const [source, target] = [sideOf(from, family), sideOf(to, family)];
  const isNothing = (side: typeof source): boolean => !("note" in side) && isEmptySet(side.addresses);
  if (isNothing(source) || isNothing(target)) return undefined;
  if ("note" in source) return source;
  if ("note" in target) return target;
  return {
    from: withAddresses(from, source.addresses, source.isOneOf),
    to: withAddresses(to, target.addresses, target.isOneOf),
    flow: family === "ipv6" ? overIpv6(flow) : flow,
  };
}

/** Addresses of IPv4 as hosts of IPv6 write them: behind the prefix of NAT64 (RFC 6052). */
function embedded(set: AddressSet): AddressSet {
  const base = BigInt(NAT64_PREFIX.base);
  const at = (address: Range["start"]): bigint => base + BigInt(address);
  return ofFamily(set, "ipv4").map(({ start, end }) => ({ start: at(start), end: at(end) }));
}

/** The addresses of IPv4 that stand behind the prefix of NAT64. */
export function extracted(set: AddressSet): AddressSet {
  const base = BigInt(NAT64_PREFIX.base);
  const at = (address: Range["start"]): number => Number(BigInt(address) - base);
  return intersect<Range["start"]>(set, setOfCidr(NAT64_PREFIX)).map(({ start, end }) => ({
    start: at(start),
    end: at(end),
  }));
}

/** What a packet to the prefix of NAT64 never comes to a NAT gateway by. */
const WITHOUT_NAT64: ReadonlySet<RouteTarget["kind"]> = new Set([
  "local",
  "blackhole",
  "internet-gateway",
  "egress-only-internet-gateway",
]);

/**
 * Whether a subnet's table may send the prefix of NAT64 to a NAT gateway: its own VPC's, or one behind a transit gateway, a
 * firewall or what else is on the way. The walk tells which; a table that is not wholly known may have such a route.
 */
export function mayHaveNat64(subnet: Subnet): boolean {
  const { table, maybeTables = [] } = subnet;
  if (!isCertain(subnet, "table")) return true;
  const wanted = setOfCidr(NAT64_PREFIX);
  return [table, ...maybeTables].some(
    (one) =>
      !isCertain(one, "routes", "outsideRoutes", "ipv6Routes", "ipv6Overrides") ||
      one.routes.some(
        ({ cidr, target }) =>
          !WITHOUT_NAT64.has(target.kind) &&
          familyOfSet(setOfCidr(cidr)) === "ipv6" &&
          !isEmptySet(intersect<Range["start"]>(setOfCidr(cidr), wanted)),
      ),
  );
}

/** From a host of IPv6 to one of IPv4, by the address that DNS64 makes up for it. */
function tripOverNat64({ from, to, flow }: Trip): Trip | OpenTrip | undefined {
  if (from.kind !== "host" || !from.ipv6 || !mayHaveNat64(from.subnet)) return undefined;
  if (to.kind === "host" && to.nat) return undefined;
  const isWhole = to.kind === "internet" && to.isAbstract;
  const addresses = embedded(isWhole ? intersect<Range["start"]>(to.addresses, PUBLIC_IPV4) : to.addresses);
  if (isEmptySet(addresses)) return undefined;
  if ("note" in from.ipv6) return from.ipv6;
  return {
    from: withAddresses(from, from.ipv6.addresses, from.ipv6.isOneOf),
    to: { ...to, addresses },
    flow: overIpv6(flow),
  };
}

/** Whether an end surely has no address of a family. */
export function isWithout(end: End, family: Family): boolean {
  const side = sideOf(end, family);
  return !("note" in side) && isEmptySet(side.addresses);
}

/** Only IPv6 has addresses of which nothing is known. */
export function familyOfTrip(trip: Trip | OpenTrip): Family {
  return "note" in trip ? "ipv6" : familyOfSet(trip.to.addresses);
}

/** Whether a trip goes to addresses that DNS64 made up for some of IPv4. */
export function isOverNat64(trip: Trip | OpenTrip): boolean {
  return !("note" in trip) && familyOfTrip(trip) === "ipv6" && !isEmptySet(extracted(trip.to.addresses));
}

/** The trips that a question stands for: one for each family that both ends have addresses of. One of them is enough. */
export function tripsOf(trip: Trip): readonly (Trip | OpenTrip)[] {
  const { family } = trip.flow;
  const ipv4 = family === "ipv6" ? undefined : tripOver("ipv4", trip);
  const ipv6 = family === "ipv4" ? undefined : tripOver("ipv6", trip);
  const nat64 = family === "ipv4" ? undefined : tripOverNat64(trip);
  const trips: (Trip | OpenTrip)[] = [];
  if (ipv4) trips.push(ipv4);
  if (ipv6) trips.push(ipv6);
  if (nat64) trips.push(nat64);
  return trips;
}

/** What an interface or NAT gateway holds of a family; undefined where AWS picks an address. */
export function heldOf(holder: Nic | NatGateway, family: Family): AddressSet | undefined {
  if (family === "ipv4") return holder.privateIps;
  const ipv6 = "ipv6" in holder ? holder.ipv6 : undefined;
  return ipv6 === "picked" ? undefined : (ipv6 ?? NONE);
}

/** The ranges of a subnet, of both families. */
export function rangesOf(subnet: Subnet): AddressSet {
  const known = RANGES.get(subnet);
  if (known) return known;
  const { cidr, ipv6Cidr } = subnet;
  const ranges = [...(cidr ? setOfCidr(cidr) : NONE), ...(ipv6Cidr ? setOfCidr(ipv6Cidr) : NONE)];
  RANGES.set(subnet, ranges);
  return ranges;
}

/** Of subnets as a topology has them once it is whole: walks ask at every step. */
const RANGES = new WeakMap<Subnet, AddressSet>();
