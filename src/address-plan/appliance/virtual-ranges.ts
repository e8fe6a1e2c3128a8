import { type SeenAs, type WrittenPair } from "../../config/appliance-schema";
import { type KeyPath } from "../../config/key-path";
import { setOfCidrs, toCidrs } from "../../ip";
import { type Cidr, cidr, containsAddress, containsCidr, freeCidr, type Ipv4, PRIVATE, SHARED } from "../../ipv4";

/** A real prefix and the one that the other side sees in its place: the nth address of one is the nth of the other. */
export interface MappedPrefix {
  readonly real: Cidr;
  readonly virtual: Cidr;
  /** Where the file says it; where it says nothing, where it could. */
  readonly path: KeyPath;
  /** Chosen here rather than written. */
  readonly carved: boolean;
}

/** Where virtual ranges are looked for: behind the shared addresses that bridge ranges are taken of first. */
const POOLS: readonly Cidr[] = [cidr("100.96.0.0/11"), SHARED, ...PRIVATE];

/** Ranges as few prefixes as possible, which together hold nothing else. */
export function joined(ranges: readonly Cidr[]): Cidr[] {
  return toCidrs(setOfCidrs(ranges));
}

function carved(reals: readonly Cidr[], path: KeyPath, taken: readonly Cidr[]): MappedPrefix[] {
  const used = taken.filter(({ length }) => length > 0);
  return reals.flatMap((real) => {
    const virtual = POOLS.map((pool) => freeCidr(pool, real.length, used)).find((range) => range !== undefined);
    if (!virtual) return [];
    used.push(virtual);
    return [{ real, virtual, path, carved: true }];
  });
}

/**
 * How a side is seen: as the file maps it, or each of its prefixes as a free range of the same size.
 * @param reals the prefixes of the side
 * @param taken what a range that is chosen here keeps off
 */
export function mapPrefixes(
  seen: SeenAs | undefined,
  path: KeyPath,
  reals: readonly Cidr[],
  taken: readonly Cidr[],
): MappedPrefix[] {
  if (!seen) return carved(reals, path, taken);
  if ("pairs" in seen)
    return seen.pairs.map(({ real, virtual, key }: WrittenPair) => ({
      real,
      virtual,
      path: [...path, key],
      carved: false,
    }));
  // One range stands for one prefix; that there are more of them, a rule tells.
  return reals.slice(0, 1).map((real) => ({ real, virtual: seen.whole, path, carved: false }));
}

/** What stands for a range that one mapped prefix holds. */
export function twinOf(mapped: readonly MappedPrefix[], range: Cidr): Cidr | undefined {
  const found = mapped.find(({ real }) => containsCidr(real, range));
  return found && { base: range.base - found.real.base + found.virtual.base, length: range.length };
}

/** What stands for one address. */
export function twinAddress(mapped: readonly MappedPrefix[], address: Ipv4): Ipv4 | undefined {
  const found = mapped.find(({ real }) => containsAddress(real, address));
  return found && address - found.real.base + found.virtual.base;
}
