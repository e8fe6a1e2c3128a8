import { containsCidr, type Family, hostCidr, NAT64_PREFIX } from "../ip";
import { hasIpv6, type Topology } from "../topology";
import { type WalkedHop } from "./hops";
import { type Explanation } from "./reasons";
import { type Verdict } from "./verdict";

/** What holds of a question's packets of one family. */
export interface OverFamily {
  readonly family: Family;
  readonly verdict: Verdict;
  /**
   * The packets of IPv6 become IPv4 on the way, by NAT64 at a NAT gateway.
   * @default - they stay what they are
   */
  readonly nat64?: true;
}

export const FAMILIES: readonly Family[] = ["ipv4", "ipv6"];

export function isFamily(text: string): text is Family {
  return (FAMILIES as readonly string[]).includes(text);
}

/** Whether there may be packets of both families: then a verdict says over which it holds. */
export function hasBothFamilies({ vpcs }: Pick<Topology, "vpcs">): boolean {
  return vpcs.some(hasIpv6);
}

/** Whether a walk goes to an address that DNS64 made up for one of IPv4. */
function goesOverNat64([first]: readonly WalkedHop[]): boolean {
  const start = first?.packets.dst[0]?.start;
  return typeof start === "bigint" && containsCidr(NAT64_PREFIX, hostCidr(start));
}

interface Found {
  readonly verdict: Verdict;
  readonly forward?: readonly WalkedHop[];
  readonly explanations: readonly Explanation[];
}

/**
 * What holds over each family, by the answer to the question of that family. One that the ends have no addresses of is not
 * among them, and of what is DENIED there is nothing to tell: it is so over each.
 */
export function byFamily(verdict: Verdict, over: (family: Family) => Found): readonly OverFamily[] | undefined {
  if (verdict === "DENIED") return undefined;
  return FAMILIES.flatMap((family) => overFamily(family, over(family)) ?? []);
}

/** The same of one family; undefined where the ends have no addresses of it. */
export function overFamily(family: Family, { verdict, forward = [], explanations }: Found): OverFamily | undefined {
  const isNone = explanations.length > 0 && explanations.every(({ reason }) => reason.kind === "no-common-family");
  if (verdict === "DENIED" && isNone) return undefined;
  return { family, verdict, ...(family === "ipv6" && goesOverNat64(forward) && { nat64: true }) };
}
