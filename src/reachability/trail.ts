import { type InternetGateway, type NatGateway, type Nic, type Peering, type Subnet, type Vpc } from "../topology";
import { describeAddresses, describePorts, hasPorts, type Packets } from "./packets";
import { type Code, type Explanation, type Hop } from "./verdict";

/** A hop whose packets are put into words only when somebody asks: most walks are never shown. */
export interface WalkedHop extends Pick<Hop, "at" | "address"> {
  readonly packets: Packets;
  readonly route: Hop["route"] | undefined;
  readonly rules: Hop["rules"] | undefined;
  readonly rewrite: string | undefined;
}

/** The hop as it is shown. */
export function shownHop({ at, address, packets, route, rules, rewrite }: WalkedHop): Hop {
  return {
    at,
    address,
    source: describeSource(packets),
    destination: describe(packets),
    ...(route && { route }),
    ...(rules && { rules: [...new Set(rules)] }),
    ...(rewrite !== undefined && { rewrite }),
  };
}

/** Where packets are to arrive: in a subnet, at an interface or a NAT gateway there, or beyond an internet gateway. */
export type Goal =
  | { readonly kind: "host"; readonly subnet: Subnet; readonly nic?: Nic; readonly nat?: NatGateway }
  | { readonly kind: "internet"; readonly leavesBy?: Vpc }
  /** Wherever the address leads to. */
  | { readonly kind: "address" };

/** A change of addresses on the way out that the reply undoes. */
export type Rewrite =
  | {
      readonly kind: "nat";
      readonly gateway: NatGateway;
      readonly before: Packets;
      /** The peering that its packets left the VPC by: replies come back to it over this one without a route. */
      readonly over?: Peering;
    }
  | {
      readonly kind: "igw";
      readonly gateway: InternetGateway;
      readonly vpc: Vpc;
      readonly subnet: Subnet;
      readonly before: Packets;
    };

/** Hops, the latest first: most walks are never shown, and adding one must not copy the others. */
export interface HopList {
  readonly hop: WalkedHop;
  readonly before: HopList | undefined;
}

/** The hops in the order they were taken. */
export function hopsOf(list: HopList | undefined): WalkedHop[] {
  const hops: WalkedHop[] = [];
  for (let at = list; at; at = at.before) hops.push(at.hop);
  return hops.reverse();
}

/** What AWS picks: an address of the sender, of the receiver, or what can't be told from the packets any more. */
export type Picked = "source" | "destination" | "other";

/**
 * What a set of packets has met so far. Never changed in place: packets part, and each part has its own. A matrix makes
 * millions of them, so all have the same properties, undefined ones too: engines are quick with objects of one shape.
 */
export interface Trail {
  readonly hops: HopList | undefined;
  readonly stops: readonly Explanation[];
  readonly doubts: readonly Explanation[];
  readonly rewrites: readonly Rewrite[];
  /** Route lookups done, to find loops. */
  readonly seen: readonly string[];
  /** The sender's interface as long as security groups may refer to it. */
  readonly sender: Nic | undefined;
  /** Nothing but its source address tells the sender any more. */
  readonly isAnonymous: boolean;
  /** What AWS picks, so that the packets are some of the set, not all of them: an address of an end, or something else. */
  readonly picks: readonly Picked[];
  /** Only the verdict is asked for: what is stopped goes no further, and parts that pass alike stay together. */
  readonly isBrief: boolean;
}

export const START: Trail = {
  hops: undefined,
  stops: [],
  doubts: [],
  rewrites: [],
  seen: [],
  sender: undefined,
  isAnonymous: false,
  picks: [],
  isBrief: false,
};

/** Where a part of the packets ended up. */
export interface Leaf {
  readonly packets: Packets;
  readonly trail: Trail;
  /** Set when they arrived somewhere (with stops in the trail: would have arrived). */
  readonly at?: Place;
}

export type Place =
  | { readonly kind: "host"; readonly subnet: Subnet; readonly nic?: Nic; readonly nat?: NatGateway }
  | { readonly kind: "internet"; readonly vpc?: Vpc };

function endpointText(addresses: Packets["src"], ports: Packets["srcPorts"], packets: Packets): string {
  const text = describeAddresses(addresses);
  return hasPorts(packets.protocol) ? `${text}:${describePorts(ports)}` : text;
}

/** The trail with one more hop. */
export function step(
  trail: Trail,
  packets: Packets,
  at: string,
  address: string,
  extra: Pick<Hop, "route" | "rules" | "rewrite"> = {},
): Trail {
  const hop: WalkedHop = { at, address, packets, route: extra.route, rules: extra.rules, rewrite: extra.rewrite };
  return { ...trail, hops: { hop, before: trail.hops } };
}

export function stopped(trail: Trail, code: Code, address: string, message: string): Trail {
  return { ...trail, stops: [...trail.stops, { code, address, message }] };
}

export function doubted(trail: Trail, code: Code, address: string, message: string): Trail {
  return { ...trail, doubts: [...trail.doubts, { code, address, message }] };
}

/** The last hop gets one more rule that let the packet through. */
export function withRule(trail: Trail, rule: string): Trail {
  const { hops } = trail;
  if (!hops) return trail;
  const { hop, before } = hops;
  return { ...trail, hops: { hop: { ...hop, rules: hop.rules ? [...hop.rules, rule] : [rule] }, before } };
}

/** Address of the last route that was followed. */
export function lastTable(trail: Trail): string | undefined {
  for (let at = trail.hops; at; at = at.before) if (at.hop.route) return at.hop.route.address;
  return undefined;
}

/** Destination and ports, for messages. */
export function describe(packets: Packets): string {
  return endpointText(packets.dst, packets.dstPorts, packets);
}

export function describeSource(packets: Packets): string {
  return endpointText(packets.src, packets.srcPorts, packets);
}

/** The trail without its sender's interface: beyond this point security groups see its address at most. */
export function anonymous(trail: Trail): Trail {
  return trail.isAnonymous ? trail : { ...trail, sender: undefined, isAnonymous: true };
}

/** The trail where AWS picks one more thing. */
export function picking(trail: Trail, picked: Picked): Trail {
  return trail.picks.includes(picked) ? trail : { ...trail, picks: [...trail.picks, picked] };
}
