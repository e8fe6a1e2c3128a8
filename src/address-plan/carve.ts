import { hasAlb } from "../config/bridge-facts";
import { type BridgeConfig } from "../config/schema";
import { type Cidr, nthCidr } from "../ipv4";

/** The widest bridge range (bits) that carving fits into: 4 ALB subnets of /27 in its first half, /28s in the rest. */
export const CARVE_LONGEST_PREFIX = 24;
/** As many zones as carving leaves room for, so that adding a zone moves no subnet. */
export const CARVE_MOST_ZONES = 4;

const LARGEST_ALB_LENGTH = 24;
const SMALL_LENGTH = 28;

/** The widest bridge range (bits) in which an appliance has room beside an ALB: quarters with eight /28s each. */
export const APPLIANCE_LONGEST_PREFIX = 23;

/** The subnets of one zone. */
export interface CarvedZone {
  readonly zone: string;
  readonly alb: Cidr;
  readonly nat: Cidr;
  readonly attachment: Cidr;
  /** Of an appliance; none where the range is too narrow for one beside an ALB. */
  readonly inner: Cidr | undefined;
  readonly outer: Cidr | undefined;
}

/**
 * Cuts a bridge range into subnets: the first half holds the ALB's (side by side, so that one route covers them), the
 * third quarter the NAT gateways' and the appliances' inner ones, the last the attachment's and their outer ones. A zone's place depends on its position in the list only.
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
    // Behind the four of the NAT gateways, and of the attachment.
    const inner = third && nthCidr(third, SMALL_LENGTH, CARVE_MOST_ZONES + i);
    const outer = fourth && nthCidr(fourth, SMALL_LENGTH, CARVE_MOST_ZONES + i);
    return alb && nat && attachment ? [{ zone, alb, nat, attachment, inner, outer }] : [];
  });
}

/** How long a prefix (bits) may be that is carved for what a plan holds. */
export function longestCarved({ config }: { readonly config: Pick<BridgeConfig, "services" | "appliance"> }): number {
  return config.appliance && hasAlb(config) ? APPLIANCE_LONGEST_PREFIX : CARVE_LONGEST_PREFIX;
}

/** The halves of a bridge range without an ALB that hold the appliances' subnets, and the quarter of the attachment's. */
export function carveAppliance(bridge: Cidr, zones: readonly string[]): CarvedZone[] {
  const whole = carve(bridge, zones);
  // As beside an ALB, so that services can be added later and no subnet moves; a narrow range has the ALB's half instead.
  if (bridge.length <= APPLIANCE_LONGEST_PREFIX) return whole;
  const half = nthCidr(bridge, bridge.length + 1, 0);
  return whole.map((one, i) => ({
    ...one,
    inner: half && nthCidr(half, SMALL_LENGTH, i),
    outer: half && nthCidr(half, SMALL_LENGTH, CARVE_MOST_ZONES + i),
  }));
}
