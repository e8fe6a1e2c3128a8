import {
  type AddressSet,
  type Cidr,
  cidrEquals,
  containsCidr,
  type Family,
  familyOfCidr,
  familyOfSet,
  formatCidr,
  intersect,
  isHostCidr,
  isEmptySet,
  setOfCidr,
  setOfCidrs,
  subtract,
} from "../ip";
import {
  firstDoubt,
  firstDoubtOver,
  isCertain,
  type Note,
  type Route,
  type RouteTable,
  type RouteTarget,
  type Subnet,
  type TransitRoute,
  type TransitTable,
  type Vpc,
  STAND_INS,
} from "../topology";
import { push } from "../terraform";
import { NOT_AWS, PUBLIC } from "./packets";
import { boundsOf, RangeIndex } from "./range-index";

/** What any table says of a set of destinations; of several lookups about the same packets one holds, and it isn't known which. */
type Looked<R> =
  | { readonly kind: "route"; readonly dst: AddressSet; readonly route: R; readonly isOneOf?: boolean }
  | { readonly kind: "none"; readonly dst: AddressSet; readonly isOneOf?: boolean }
  | { readonly kind: "unknown"; readonly dst: AddressSet; readonly note: Note; readonly isOneOf?: boolean };

/** What only a subnet's table says: the packets stay in the VPC, or AWS refuses their route. */
type LookedInVpc =
  | { readonly kind: "local"; readonly dst: AddressSet; readonly cidr: Route["cidr"]; readonly isOneOf?: boolean }
  | {
      readonly kind: "refused";
      readonly dst: AddressSet;
      readonly route: Route;
      readonly refusal: Refusal;
      readonly isOneOf?: boolean;
    };

/** What a route table says of a set of destinations. */
export type Lookup = Looked<Route> | LookedInVpc;

/** Whether AWS takes a route inside the VPC's own CIDR to it, or may: what can't be read is no refusal. */
const OVERRIDES_LOCAL: Readonly<Record<RouteTarget["kind"], boolean>> = {
  local: true,
  blackhole: true,
  "internet-gateway": false,
  "egress-only-internet-gateway": false,
  "nat-gateway": true,
  interface: true,
  "attachment-interface": true,
  "transit-gateway": false,
  peering: false,
  "vpn-gateway": false,
  "gateway-endpoint": false,
  unreadable: true,
};

/**
 * An entry of a prefix list with the VPC's own CIDR: the local route wins, as any route of its own. What a VPN gateway
 * propagates never takes anything from the local route, however narrow it is (VPC user guide, route priority).
 */
function isBelowLocal(route: Route, { vpc }: Subnet): boolean {
  if (route.propagated) return vpc.cidrs.some((own) => containsCidr(own, route.cidr));
  return route.isListed === true && vpc.cidrs.some((own) => cidrEquals(own, route.cidr));
}

/** What is wrong with it: what it leads to, or the range that it is for. */
export type Refusal = "target" | "range";

/**
 * Why AWS refuses a route inside the VPC's own CIDR: it must name one whole subnet and lead to a NAT gateway or an
 * interface (VPC user guide, subnet route tables). Undefined when it is legal.
 */
export function refusal(route: Route, subnet: Subnet): Refusal | undefined {
  const { vpc } = subnet;
  const inside = vpc.cidrs.find((own) => containsCidr(own, route.cidr));
  if (!inside || route.target.kind === "local" || isBelowLocal(route, subnet)) return undefined;
  if (!OVERRIDES_LOCAL[route.target.kind]) return "target";
  const isWhole =
    cidrEquals(inside, route.cidr) ||
    vpc.subnets.some(({ cidr, ipv6Cidr }) => [cidr, ipv6Cidr].some((own) => own && cidrEquals(own, route.cidr)));
  const isSure = areSubnetsKnown(vpc, familyOfCidr(route.cidr)) && vpc.isOutside !== true;
  return isWhole || !isSure ? undefined : "range";
}

function areSubnetsKnown(vpc: Vpc, family: Family): boolean {
  if (family === "ipv4") return isCertain(vpc, "ranges");
  return isCertain(vpc, "ipv6Ranges") && vpc.subnets.every((subnet) => isCertain(subnet, "ipv6"));
}

const LISTED_INSIDE = "a prefix list holds a part of the VPC's own CIDR, and what AWS makes of that is not documented";

interface Entry {
  readonly cidr: Route["cidr"];
  readonly addresses: AddressSet;
  /** Undefined for a local route. */
  readonly route: Route | undefined;
  /** Why AWS refuses it. */
  readonly refusal: Refusal | undefined;
}

interface Prepared {
  readonly entries: readonly Entry[];
  /** The VPC's own addresses. */
  readonly own: AddressSet;
  /** Routes to ranges of which it isn't known whether they hold one that AWS has not picked yet. */
  readonly holding: readonly Route[];
}

/** By the subnet's VPC, since local routes and what AWS refuses are the VPC's, and by table, of which a subnet may have several. */
const PREPARED = new WeakMap<Vpc, WeakMap<RouteTable, Prepared>>();

/** A table's routes in a VPC, longest first, worked out once: a topology never changes after it is built. */
function prepared(subnet: Subnet, table: RouteTable): Prepared {
  const ofVpc = PREPARED.get(subnet.vpc) ?? new WeakMap<RouteTable, Prepared>();
  PREPARED.set(subnet.vpc, ofVpc);
  const known = ofVpc.get(table);
  if (known) return known;
  const isReplaced = (cidr: Route["cidr"]): boolean =>
    table.routes.some(
      (route) => cidrEquals(route.cidr, cidr) && !isBelowLocal(route, subnet) && refusal(route, subnet) === undefined,
    );
  const entries: Entry[] = [];
  for (const route of table.routes) {
    if (isBelowLocal(route, subnet)) continue;
    const { cidr, target } = route;
    const other = target.kind === "local" ? undefined : route;
    entries.push({ cidr, addresses: setOfCidr(cidr), route: other, refusal: refusal(route, subnet) });
  }
  for (const cidr of subnet.vpc.cidrs)
    if (!isReplaced(cidr)) entries.push({ cidr, addresses: setOfCidr(cidr), route: undefined, refusal: undefined });
  entries.sort((a, b) => b.cidr.length - a.cidr.length);
  const holding = table.routes.filter((route) => route.mayHoldPicked === true);
  const result: Prepared = { entries, own: setOfCidrs(subnet.vpc.cidrs), holding };
  ofVpc.set(table, result);
  return result;
}

/**
 * Longest prefix first, over the table's routes and the VPC's local ones. A route as long as the local one replaces it.
 * @param isAbstractInternet the destination is "the internet" as such, so AWS's own services don't count
 */
export function lookUp(
  subnet: Subnet,
  table: RouteTable,
  dst: AddressSet,
  isAbstractInternet: boolean,
): readonly Lookup[] {
  const family = familyOfSet(dst);
  const note = firstDoubt(subnet, "table") ?? firstDoubtOver(table, family, "routes") ?? overridesOf(table, dst);
  if (note) return [{ kind: "unknown", dst, note }];
  const { entries, own, holding } = prepared(subnet, table);
  const found: Lookup[] = [];
  let rest = dst;
  for (const { cidr, addresses, route, refusal: refused } of entries) {
    const hit = intersect(rest, addresses);
    if (isEmptySet(hit)) continue;
    rest = subtract(rest, hit);
    if (!route) found.push({ kind: "local", dst: hit, cidr });
    else if (refused && route.isListed === true)
      found.push({ kind: "unknown", dst: hit, note: { address: route.address, reason: LISTED_INSIDE } });
    else if (refused) found.push({ kind: "refused", dst: hit, route, refusal: refused });
    else found.push({ kind: "route", dst: hit, route });
    if (isEmptySet(rest)) break;
  }
  if (!isEmptySet(rest)) found.push({ kind: "none", dst: rest });
  const asked = isAbstractInternet ? withoutServices(found) : found;
  const all = withPicked(asked, holding);
  const doubts: TableDoubts = {
    note: firstDoubtOver(table, family, "outsideRoutes") ?? ofFamilyOnly(subnet, table, dst),
    service: isAbstractInternet ? undefined : firstDoubt(table, "serviceRoutes"),
  };
  return doubts.note || doubts.service ? all.flatMap((one) => withDoubts(one, own, doubts)) : all;
}

/**
 * AWS's own services are not the internet (PrivateLink guide, gateway endpoints: no internet gateway is needed): nobody means
 * them who asks about it, but where packets to their addresses are all that is asked about.
 */
function withoutServices(found: readonly Lookup[]): readonly Lookup[] {
  const others = found.filter((one) => one.kind !== "route" || !leadsToService(one.route));
  return others.length > 0 ? others : found;
}

function leadsToService({ target }: Route): boolean {
  return target.kind === "gateway-endpoint" && target.isOfService === true;
}

const PICKED = setOfCidr(STAND_INS);

/**
 * A route to a range that is written may take packets to one that AWS has not picked yet, where no route is for that range:
 * what holds whether it takes them or not holds.
 */
function withPicked<R extends { readonly cidr: Cidr }, O extends LookedInVpc>(
  all: readonly (Looked<R> | O)[],
  holding: readonly R[],
): readonly (Looked<R> | O)[] {
  if (holding.length === 0) return all;
  return all.flatMap((found) => {
    const isOfRange = found.kind === "route" ? found.route.cidr.length > PUBLIC_LENGTH : found.kind !== "none";
    // Among all the internet nobody means those ranges.
    const isMeant = isEmptySet(subtract(found.dst, PICKED)) && !isEmptySet(found.dst);
    if (isOfRange || !isMeant) return [found];
    const others = holding.map((route): Looked<R> => ({ kind: "route", dst: found.dst, route, isOneOf: true }));
    return [{ ...found, isOneOf: true }, ...others];
  });
}

/** The prefix of all public addresses of IPv6. */
const PUBLIC_LENGTH = 3;

/** A route for IPv6 that is not known, and may take packets from the local route. */
function overridesOf(table: RouteTable, dst: AddressSet): Note | undefined {
  const note = firstDoubt(table, "ipv6Overrides");
  return note && familyOfSet(dst) === "ipv6" ? note : undefined;
}

/** What is open about the packets' own family. */
function ofFamilyOnly({ vpc }: Subnet, table: RouteTable, dst: AddressSet): Note | undefined {
  if (familyOfSet(dst) === "ipv4") return firstDoubt(vpc, "ranges");
  return firstDoubt(table, "ipv6Routes") ?? firstDoubt(vpc, "ipv6Ranges");
}

/** What may route packets besides the routes of the input. */
interface TableDoubts {
  /** Routes that others may have added. */
  readonly note: Note | undefined;
  /** Routes to AWS's services, whose addresses are not in the input. */
  readonly service: Note | undefined;
}

/** Routes that aren't in the input can be longer than the one found; only the local route is safe from most of them. */
function withDoubts(found: Lookup, own: AddressSet, { note, service }: TableDoubts): Lookup[] {
  if (found.kind === "local") return [found];
  const beyond = subtract(found.dst, own);
  if (isEmptySet(beyond)) return [found];
  const inner = intersect(found.dst, own);
  const kept: Lookup[] = isEmptySet(inner) ? [] : [{ ...found, dst: inner }];
  if (note) return [...kept, { kind: "unknown", dst: beyond, note }];
  if (!service) return [found];
  const doubtful = subtract(intersect(beyond, PUBLIC), NOT_AWS);
  const sure = subtract(found.dst, doubtful);
  const parts: Lookup[] = isEmptySet(sure) ? [] : [{ ...found, dst: sure }];
  if (!isEmptySet(doubtful)) parts.push({ kind: "unknown", dst: doubtful, note: service });
  return parts;
}

/** What a transit gateway route table says of a set of destinations. */
export type TransitLookup = Looked<TransitRoute>;

/** The ranges of a table's routes: a gateway may have thousands, and each packet meets some few of them. */
interface TransitRanges {
  readonly addresses: readonly AddressSet[];
  readonly index: RangeIndex;
  /** The routes to each range, in the table's order. */
  readonly same: ReadonlyMap<string, readonly TransitRoute[]>;
}

const TRANSIT_RANGES = new WeakMap<TransitTable, TransitRanges>();

function rangesIn(table: TransitTable): TransitRanges {
  const known = TRANSIT_RANGES.get(table);
  if (known?.addresses.length === table.routes.length) return known;
  const addresses = table.routes.map((route) => setOfCidr(route.cidr));
  const same = new Map<string, TransitRoute[]>();
  for (const route of table.routes) push(same, formatCidr(route.cidr), route);
  const placed = addresses.map(([range], place) => ({ ...boundsOf(range!), place }));
  const made = { addresses, index: new RangeIndex(placed), same };
  TRANSIT_RANGES.set(table, made);
  return made;
}

/** Places of the routes that may be for some of these addresses, in the table's order. */
function placesOver({ index }: TransitRanges, dst: AddressSet): readonly number[] {
  const places = new Set<number>();
  for (const range of dst) {
    const { start, end } = boundsOf(range);
    index.collect(start, end, places);
  }
  return [...places].sort((one, other) => one - other);
}

/** Other routes to the range of a propagated one, behind it in the table. */
function rivalsOf(route: TransitRoute, { same }: TransitRanges): readonly TransitRoute[] {
  const all = same.get(formatCidr(route.cidr)) ?? [];
  return all.slice(all.indexOf(route) + 1).filter(({ attachment }) => attachment !== route.attachment);
}

/** Longest prefix first, static before propagated (transit gateway guide, route evaluation order). */
export function lookUpTransit(table: TransitTable, dst: AddressSet): readonly TransitLookup[] {
  const note = firstDoubtOver(table, familyOfSet(dst), "routes");
  if (note) return [{ kind: "unknown", dst, note }];
  const found: TransitLookup[] = [];
  let rest = dst;
  const ranges = rangesIn(table);
  const { addresses } = ranges;
  for (const i of placesOver(ranges, dst)) {
    const hit = intersect(rest, addresses[i]!);
    if (isEmptySet(hit)) continue;
    const route = table.routes[i]!;
    rest = subtract(rest, hit);
    const rivals = route.propagated ? rivalsOf(route, ranges) : [];
    const [rival] = rivals;
    if (route.note) found.push({ kind: "unknown", dst: hit, note: route.note });
    else if (rival && [route, ...rivals].every((one) => one.isTold === true && !one.note))
      // Over several attachments to one range packets are spread (transit gateway guide, equal-cost multipath).
      for (const one of [route, ...rivals]) found.push({ kind: "route", dst: hit, route: one, isOneOf: true });
    else if (rival)
      found.push({
        kind: "unknown",
        dst: hit,
        note: {
          address: rival.address,
          reason: "two attachments propagate the same CIDR; which one came first decides",
        },
      });
    else found.push({ kind: "route", dst: hit, route });
    if (isEmptySet(rest)) break;
  }
  if (!isEmptySet(rest)) found.push({ kind: "none", dst: rest });
  const all = familyOfSet(dst) === "ipv4" ? found : withUnread(table, found);
  const learned = table.doubts.learnedRoutes;
  return learned.length === 0 ? all : all.flatMap((one) => withLearned(one, learned));
}

/** What may be routed otherwise over IPv6: by a route that could not be read, or by one that holds a range that AWS picks. */
function withUnread(table: TransitTable, found: readonly TransitLookup[]): readonly TransitLookup[] {
  const open = firstDoubt(table, "ipv6Routes");
  return withPicked<TransitRoute, never>(
    open ? found.map((one) => (isOfKnownVpc(one) ? one : { kind: "unknown", dst: one.dst, note: open })) : found,
    table.routes.filter((route) => route.mayHoldPicked === true),
  );
}

/**
 * What BGP tells a transit gateway may be longer than the route that is found, also a VPC's: nothing filters it (transit
 * gateway guide, route evaluation order). Only the route to a single address is sure, and what a connection that the route
 * leads to learns itself leads there, too.
 */
function withLearned(found: TransitLookup, learned: TransitTable["doubts"]["learnedRoutes"]): TransitLookup[] {
  if (found.kind === "unknown" || (found.kind === "route" && isHostCidr(found.route.cidr))) return [found];
  const parts: TransitLookup[] = [];
  const own = found.kind === "route" ? found.route.attachment?.address : undefined;
  let rest = found.dst;
  for (const note of learned) {
    if (note.address === own) continue;
    const hit = note.addresses ? intersect(rest, note.addresses) : rest;
    if (isEmptySet(hit)) continue;
    parts.push({ kind: "unknown", dst: hit, note });
    rest = subtract(rest, hit);
  }
  return isEmptySet(rest) ? parts : [{ ...found, dst: rest }, ...parts];
}

/** Whether it leads to a VPC whose own addresses these are: no range that another one propagates holds them. */
function isOfKnownVpc(found: TransitLookup): boolean {
  const to = found.kind === "route" ? found.route.attachment : undefined;
  if (to?.kind !== "vpc" || !to.vpc || !isCertain(to.vpc, "ipv6Ranges")) return false;
  return isEmptySet(subtract(found.dst, setOfCidrs(to.vpc.cidrs)));
}
