import {
  type Cidr,
  cidr,
  cidrAround,
  cidrOverlaps,
  containsCidr,
  formatCidr,
  formatIpv4,
  freeCidr,
  RFC_1918,
  SHARED,
} from "../ipv4";
import { type Mend } from "../config/fault";
import { joinPatches, type Patch, patchAt } from "../config/patch";
import { longestCarved } from "./carve";
import { type AddressPlan, bridgeOwnSubnets } from "./plan";
import { type PlannedSubnet } from "./planned-subnet";
import { forNoVpc, isRestricted } from "./restricted-ranges";

/** Sizes of a VPC's range and of a subnet, in bits. Source: VPC user guide, VPC CIDR blocks and subnet sizing. */
const [WIDEST, NARROWEST] = [16, 28];

/** Where a bridge range is looked for, in this order; these first, then any room in the pools. */
const FIRST = ["100.64.0.0", "100.80.0.0", "100.127.0.0", "10.0.0.0", "10.255.0.0", "172.31.0.0"];
const POOLS = [SHARED, ...RFC_1918];

function isFree(plan: AddressPlan, range: Cidr): boolean {
  const { client, web } = plan.config;
  const longest = plan.config.bridge.zones ? longestCarved(plan) : NARROWEST;
  return (
    range.length >= WIDEST &&
    range.length <= longest &&
    !forNoVpc(range) &&
    ![...plan.clientCidrs, ...plan.webCidrs, ...plan.elsewhere].some((other) => cidrOverlaps(other, range)) &&
    ![...client.vpc.routes, ...web.vpc.routes].some((destination) => containsCidr(range, destination)) &&
    !isRestricted(plan.clientCidrs, range)
  );
}

/** The subnets that the file gives to the bridge, rather than having them carved. */
function givenSubnets(plan: AddressPlan): PlannedSubnet[] {
  return bridgeOwnSubnets(plan).filter(({ carved, existingId }) => !carved && existingId === undefined);
}

/** The ranges of these lengths (bits) that hold all of the others, the widest first: so that there is room for more. */
function enclosing(ranges: readonly Cidr[], widest: number): Cidr[] {
  const [first] = ranges;
  if (!first) return [];
  const around = Array.from({ length: first.length - widest + 1 }, (_, i) => cidrAround(first.base, widest + i));
  return around.filter((range) => ranges.every((one) => containsCidr(range, one)));
}

/** Ranges of private addresses of this length (bits) that are worth a try, the likelier ones first; default routes hold none of them. */
export function usualRanges(length: number, taken: readonly Cidr[]): Cidr[] {
  const narrow = taken.filter((range) => range.length > 0);
  return [
    ...FIRST.map((base) => cidr(`${base}/${length}`)),
    ...POOLS.flatMap((pool) => freeCidr(pool, length, narrow) ?? []),
  ];
}

/** A range that could be the bridge's: the file's own in another size, one around its subnets, or one that is free everywhere. */
export function freeBridge(plan: AddressPlan): Cidr | undefined {
  const { bridgeCidr, config } = plan;
  const longest = config.bridge.zones ? longestCarved(plan) : NARROWEST;
  const length = Math.min(longest, Math.max(WIDEST, bridgeCidr.length));
  const routed = [...config.client.vpc.routes, ...config.web.vpc.routes];
  const taken = [...plan.clientCidrs, ...plan.webCidrs, ...plan.elsewhere, ...routed];
  const candidates = [
    ...(length === bridgeCidr.length ? [] : [cidrAround(bridgeCidr.base, length)]),
    ...enclosing(
      givenSubnets(plan).map((subnet) => subnet.cidr),
      length,
    ),
    ...usualRanges(length, taken),
  ];
  return candidates.find((range) => isFree(plan, range));
}

/** Where a subnet goes: to the same place in the new range, or where there is room. */
function placeIn(range: Cidr, subnet: PlannedSubnet, old: Cidr, taken: readonly Cidr[]): Cidr | undefined {
  const { base, length } = subnet.cidr;
  const same = { base: base - old.base + range.base, length };
  const fits = containsCidr(old, subnet.cidr) && containsCidr(range, same);
  return fits && !taken.some((other) => cidrOverlaps(other, same)) ? same : freeCidr(range, length, taken);
}

function moved(plan: AddressPlan, subnet: PlannedSubnet, to: Cidr): Patch {
  const path = subnet.path.slice(0, -1);
  const addresses = plan.config.bridge.nat_subnets?.[subnet.name]?.addresses;
  const shifted = addresses?.map((address) => formatIpv4(address - subnet.cidr.base + to.base));
  const isNat = subnet.role === "nat" && shifted;
  return joinPatches([
    patchAt([...path, "cidr"], formatCidr(to)),
    ...(isNat ? [patchAt([...path, "addresses"], shifted)] : []),
  ]);
}

/** The change that puts the bridge into a range, with the subnets that the file gives; undefined when they don't fit. */
function moveTo(plan: AddressPlan, range: Cidr): Mend | undefined {
  const given = givenSubnets(plan);
  const staying = given.filter((subnet) => containsCidr(range, subnet.cidr));
  const taken = staying.map((subnet) => subnet.cidr);
  const patches =
    formatCidr(range) === formatCidr(plan.bridgeCidr) ? [] : [patchAt(["bridge", "cidr"], formatCidr(range))];
  for (const subnet of given) {
    if (staying.includes(subnet)) continue;
    const to = placeIn(range, subnet, plan.bridgeCidr, taken);
    if (!to) return undefined;
    taken.push(to);
    patches.push(moved(plan, subnet, to));
  }
  return { patch: joinPatches(patches) };
}

/** The change that gives the bridge a range that nobody else has. */
export function bridgeMend(plan: AddressPlan): Mend | undefined {
  const range = freeBridge(plan);
  return range && moveTo(plan, range);
}

/** The change that brings the bridge's own subnets into its range. */
export function subnetsMend(plan: AddressPlan): Mend | undefined {
  return isFree(plan, plan.bridgeCidr) ? moveTo(plan, plan.bridgeCidr) : bridgeMend(plan);
}

/** Room for one more subnet of the bridge's own, or for one that there is in another size: around it, if possible. */
export function roomFor(
  plan: AddressPlan,
  length: number,
  taken: readonly Cidr[] = [],
  instead?: PlannedSubnet,
): Cidr | undefined {
  const others = givenSubnets(plan).flatMap((subnet) => (subnet === instead ? [] : [subnet.cidr]));
  const around = instead && freeCidr(cidrAround(instead.cidr.base, length), length, [...others, ...taken]);
  return around ?? freeCidr(plan.bridgeCidr, length, [...others, ...taken]);
}
