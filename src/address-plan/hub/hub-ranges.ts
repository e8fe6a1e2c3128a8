import { type Mend } from "../../config/fault";
import { type KeyPath } from "../../config/key-path";
import { patchAt } from "../../config/patch";
import { type Cidr, cidrAround, cidrEquals, cidrOverlaps, containsCidr, formatCidr } from "../../ipv4";
import { usualRanges } from "../bridge-range";
import { sidesOf } from "../planned-sides";
import { forNoVpc, isRestricted } from "../restricted-ranges";
import { hubLengthFor, natLengthFor } from "./carve-hub";
import { type HubPlan, type NatClient } from "./hub-plan";
import { natZonesOf } from "./plan-hub";

/** The widest range of a VPC, in bits. Source: VPC user guide, VPC CIDR blocks. */
const WIDEST = 16;

/** The client sides that get a range of their own, or have one. */
export function rangedClients(plan: HubPlan): NatClient[] {
  return plan.clients.flatMap((client) => (client.way === "nat" && client.config.nat ? [client] : []));
}

/** Whether a client's range, and the gateways in it, are there already. */
export function hasOwnGateways(client: NatClient): boolean {
  return client.config.nat?.gateways !== undefined;
}

/** The longest prefix of the hub's range that has room for all web sides and zones. */
function hubLengthOf({ webs, config }: HubPlan): number {
  return hubLengthFor(webs.length, config.bridge.zones.length);
}

/** Ranges of sides, which no range of the bridge's own may overlap. */
function foreignRanges(plan: HubPlan): Cidr[] {
  return sidesOf(plan).flatMap(({ cidrs }) => cidrs);
}

/** Where the tables of sides lead already, without default routes. */
function narrowRoutes(plan: HubPlan): Cidr[] {
  return sidesOf(plan).flatMap(({ vpc }) => vpc.routes.filter(({ length }) => length > 0));
}

/** What a range must keep off, and further conditions. */
interface Wanted {
  readonly now: Cidr;
  /** The longest prefix with enough room. */
  readonly longest: number;
  readonly taken: readonly Cidr[];
  /** What somebody else has planned for itself: what is there already may be in its way, what is chosen anew is not. */
  readonly avoided: readonly Cidr[];
  readonly routes: readonly Cidr[];
  readonly isAllowed: (range: Cidr) => boolean;
}

/** The range as it is where nothing is against it, else one that is free; undefined where there is none. */
function soundRange({ now, longest, taken, avoided, routes, isAllowed }: Wanted): Cidr | undefined {
  const isSound = (range: Cidr) =>
    range.length >= WIDEST &&
    range.length <= longest &&
    !forNoVpc(range) &&
    !taken.some((other) => cidrOverlaps(other, range)) &&
    !routes.some((destination) => containsCidr(range, destination)) &&
    isAllowed(range);
  if (isSound(now)) return now;
  const length = Math.min(longest, Math.max(WIDEST, now.length));
  const all = [...taken, ...avoided, ...routes];
  // The place that it has is the first that is tried, in a size that will do.
  return [cidrAround(now.base, length), ...usualRanges(length, all)].find(
    (range) => isSound(range) && !avoided.some((other) => cidrOverlaps(other, range)),
  );
}

/** The ranges of the hub and of its clients by NAT as they can be: those of the file, as far as nothing is against them. */
function solveRanges(plan: HubPlan): ReadonlyMap<string, Cidr> {
  const { hubCidr, elsewhere } = plan;
  const clients = rangedClients(plan);
  const fixed = clients.filter(hasOwnGateways).map(({ natCidr }) => natCidr);
  const free = clients.filter((client) => !hasOwnGateways(client));
  const sides = foreignRanges(plan);
  const solved = new Map<string, Cidr>();
  const hub = soundRange({
    now: hubCidr,
    longest: hubLengthOf(plan),
    taken: [...sides, ...fixed],
    // Only routes into what the bridge routes itself are in the way, but a range that is chosen anew keeps off all.
    avoided: [...elsewhere, ...free.map(({ natCidr }) => natCidr), ...narrowRoutes(plan)],
    routes: narrowRoutes(plan).filter((route) =>
      plan.webs.some(({ balancerPrefixes }) => balancerPrefixes.some((prefix) => containsCidr(prefix, route))),
    ),
    isAllowed: () => true,
  });
  if (hub) solved.set(keyOf(["bridge", "cidr"]), hub);
  const chosen = [hub ?? hubCidr, ...fixed];
  free.forEach((client, i) => {
    const range = soundRange({
      now: client.natCidr,
      longest: natLengthFor(natZonesOf(client.config).length),
      taken: [...sides, ...chosen],
      avoided: [...elsewhere, ...free.slice(i + 1).map(({ natCidr }) => natCidr)],
      routes: client.config.vpc.routes,
      isAllowed: (one) => !isRestricted(client.cidrs, one),
    });
    if (range) solved.set(keyOf([...client.path, "nat", "cidr"]), range);
    chosen.push(range ?? client.natCidr);
  });
  return solved;
}

const keyOf = (path: KeyPath) => JSON.stringify(path);

/** A range for this place of the file that nothing is against, all places considered; the one that is there may be it. */
export function rangeFor(plan: HubPlan, path: KeyPath): Cidr | undefined {
  return solveRanges(plan).get(keyOf(path));
}

/** The change that writes such a range; undefined where there is none, or nothing to change. */
export function hubRangeMend(plan: HubPlan, path: KeyPath): Mend | undefined {
  const range = rangeFor(plan, path);
  const own = [
    { range: plan.hubCidr, path: ["bridge", "cidr"] },
    ...rangedClients(plan).map((client) => ({ range: client.natCidr, path: [...client.path, "nat", "cidr"] })),
  ].find((one) => keyOf(one.path) === keyOf(path));
  if (!range || !own || cidrEquals(range, own.range)) return undefined;
  return { patch: patchAt(path, formatCidr(range)) };
}
