import { type Cidr, nthCidr } from "../../ipv4";

/** A load balancer's subnet, and one zone's part of a web side's block: AWS asks for /27 or wider. */
const BALANCER_LENGTH = 27;
/** A subnet of NAT gateways or of an attachment: as small as AWS lets subnets be. */
const SMALL_LENGTH = 28;
/** The last block of this length is the attachment's: /28s for four zones. */
const ATTACHMENT_LENGTH = 26;
/** The longest prefix of a hub's range that has room for one web side in two zones. */
const HUB_LONGEST_PREFIX = 25;
/** The longest prefix of a NAT range: one /28 of NAT gateways and one of the attachment. */
const NAT_LONGEST_PREFIX = 27;

/** Two zones of /27 where the hub's range is narrow, else four. */
function blockLength(hub: Cidr): number {
  return hub.length >= 24 ? 26 : 25;
}

/** How many web sides a hub's range has blocks for, and in how many zones each. */
export function roomIn(hub: Cidr): { readonly webs: number; readonly zones: number } {
  const length = blockLength(hub);
  // The last one is kept for the attachment.
  return { webs: Math.max(0, 2 ** (length - hub.length) - 1), zones: 2 ** (BALANCER_LENGTH - length) };
}

/** The widest length of a hub's range that has room for so many web sides and zones. */
export function hubLengthFor(webs: number, zones: number): number {
  if (zones <= 2 && webs <= 3) return webs <= 1 ? HUB_LONGEST_PREFIX : 24;
  return Math.min(23, 25 - Math.ceil(Math.log2(webs + 1)));
}

/**
 * A web side's balancer subnets, one per zone: its block has a place by its position in the file only, so that a side added
 * at the end moves no other.
 * @returns no ranges for what lies outside of the hub's range
 */
export function carveBalancers(hub: Cidr, web: number, zones: number): (Cidr | undefined)[] {
  const room = roomIn(hub);
  const block = web < room.webs ? nthCidr(hub, blockLength(hub), web) : undefined;
  return Array.from({ length: zones }, (_, zone) => block && nthCidr(block, BALANCER_LENGTH, zone));
}

/** The subnets of the hub's attachment, one per zone: the last /26 of its range. */
export function carveAttachment(hub: Cidr, zones: number): (Cidr | undefined)[] {
  const block = nthCidr(hub, ATTACHMENT_LENGTH, 2 ** (ATTACHMENT_LENGTH - hub.length) - 1);
  return Array.from({ length: zones }, (_, zone) => block && nthCidr(block, SMALL_LENGTH, zone));
}

/** How many zones a NAT range has room for. */
export function natZonesIn(range: Cidr): number {
  return range.length > NAT_LONGEST_PREFIX ? 0 : 2 ** (NAT_LONGEST_PREFIX - range.length);
}

/** The length of a NAT range with room for so many zones. */
export function natLengthFor(zones: number): number {
  return NAT_LONGEST_PREFIX - Math.ceil(Math.log2(Math.max(1, zones)));
}

/** One zone's subnets of a NAT range: the NAT gateways' in its first half, the attachment's in its second. */
export function carveNat(range: Cidr, zone: number): { readonly nat: Cidr; readonly attachment: Cidr } | undefined {
  const [first, second] = [0, 1].map((half) => nthCidr(range, range.length + 1, half));
  const nat = first && nthCidr(first, SMALL_LENGTH, zone);
  const attachment = second && nthCidr(second, SMALL_LENGTH, zone);
  return nat && attachment && { nat, attachment };
}
