import { restriction } from "../address-plan/restricted-ranges";
import { type Cidr, freeCidr, RFC_1918, SHARED } from "../ipv4";
import { type AccountView, isIpv4Range, rangesOf } from "./account-view";

/** Where ranges are looked for: 100.64.0.0/10 first, which AWS adds to nearly every VPC; then the private ones. */
const POOLS = [SHARED, ...RFC_1918];

/** Every range that somebody in the accounts has, or routes anywhere; a default route says nothing of who is behind it. */
export function takenRanges({ topology }: AccountView): readonly Cidr[] {
  const routes = [...topology.tables, ...topology.transitTables].flatMap((table) =>
    table.routes.map((one) => one.cidr),
  );
  return [...topology.vpcs.flatMap(rangesOf), ...routes.filter(isIpv4Range).filter(({ length }) => length > 0)];
}

/**
 * A range of this length that overlaps with none of the taken ones.
 * @param vpc ranges of the VPC that it is to be added to, the primary one first; empty where it is added to none
 */
export function freeRange(taken: readonly Cidr[], length: number, vpc: readonly Cidr[] = []): Cidr | undefined {
  for (const pool of POOLS) {
    const others = [...taken];
    for (let found = freeCidr(pool, length, others); found; found = freeCidr(pool, length, others)) {
      const refused = restriction(vpc, found);
      if (!refused) return found;
      others.push(refused.forbidden);
    }
  }
  return undefined;
}
