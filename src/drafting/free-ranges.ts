import { isRestricted } from "../address-plan/restricted-ranges";
import { type Cidr, cidr, cidrOverlaps } from "../ip";
import { type AccountView, rangesOf } from "./account-view";

/** Where ranges are looked for: 100.64.0.0/10 first, which AWS adds to nearly every VPC; then the private ones. */
const POOLS = ["100.64.0.0/10", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"].map(
  (one) => cidr(one) as Cidr<number>,
);
/** Steps from one candidate to the next: a /24. */
const STEP = 256;
/** EKS and others use it by default, so it is taken last. */
const LAST = cidr("198.19.0.0/16");

/** Every range that somebody in the accounts has, or routes anywhere; a default route says nothing of who is behind it. */
export function takenRanges({ topology }: AccountView): readonly Cidr[] {
  const routes = [...topology.tables, ...topology.transitTables].flatMap((table) =>
    table.routes.map((one) => one.cidr),
  );
  return [...topology.vpcs.flatMap(rangesOf), ...routes.filter(({ length }) => length > 0), LAST];
}

/**
 * A range of this length that overlaps with none of the taken ones.
 * @param vpc ranges of the VPC that it is to be added to, the primary one first; empty where it is added to none
 */
export function freeRange(
  taken: readonly Cidr[],
  length: number,
  vpc: readonly Cidr<number>[] = [],
): Cidr<number> | undefined {
  for (const pool of POOLS) {
    const end = pool.base + 2 ** (32 - pool.length);
    for (let base = pool.base; base < end; base += STEP) {
      const candidate = { base, length } as Cidr<number>;
      if (taken.some((one) => cidrOverlaps(one, candidate))) continue;
      if (vpc.length === 0 || !isRestricted(vpc, candidate)) return candidate;
    }
  }
  return undefined;
}
