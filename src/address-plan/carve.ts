import { type Cidr, nthCidr } from "../ipv4";

/** The widest bridge range (bits) that carving fits into: 4 ALB subnets of /27 in its first half, /28s in the rest. */
export const CARVE_LONGEST_PREFIX = 24;
/** As many zones as carving leaves room for, so that adding a zone moves no subnet. */
export const CARVE_MOST_ZONES = 4;

const LARGEST_ALB_LENGTH = 24;
const SMALL_LENGTH = 28;

/** The subnets of one zone. */
export interface CarvedZone {
  readonly zone: string;
  readonly alb: Cidr;
  readonly nat: Cidr;
  readonly attachment: Cidr;
}

/**
 * Cuts a bridge range into subnets: the first half holds the ALB's (side by side, so that one route covers them), the
 * third quarter the NAT gateways', the last the attachment's. A zone's place depends on its position in the list only.
 * @returns no zones when the range is narrower than {@link CARVE_LONGEST_PREFIX} or there are too many zones
 */
export function carve(bridge: Cidr, zones: readonly string[]): CarvedZone[] {
  if (bridge.length > CARVE_LONGEST_PREFIX || zones.length > CARVE_MOST_ZONES) return [];
  const quarter = bridge.length + 2;
  const half = nthCidr(bridge, bridge.length + 1, 0);
  const third = nthCidr(bridge, quarter, 2);
  const fourth = nthCidr(bridge, quarter, 3);
  return zones.flatMap((zone, i) => {
    const alb = half && nthCidr(half, Math.max(LARGEST_ALB_LENGTH, bridge.length + 3), i);
    const nat = third && nthCidr(third, SMALL_LENGTH, i);
    const attachment = fourth && nthCidr(fourth, SMALL_LENGTH, i);
    return alb && nat && attachment ? [{ zone, alb, nat, attachment }] : [];
  });
}
