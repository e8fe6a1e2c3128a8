import {
  type InternetGateway,
  type NatGateway,
  type Nic,
  type Note,
  type Peering,
  type Subnet,
  type Vpc,
} from "../topology";
import { type HopKind, type HopList, type RewrittenEnd, type TakenRoute, type WalkedHop } from "./hops";
import { type Packets } from "./packets";
import { type Picked, type Reason, type Explanation } from "./reasons";
import { type Code } from "./verdict";

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

/** A hop, with no more than it needs. */
export interface NewHop {
  readonly kind: HopKind;
  readonly address: string;
  readonly packets: Packets;
  readonly route?: TakenRoute;
  readonly rewrite?: RewrittenEnd;
}

/** The trail with one more hop. */
export function step(trail: Trail, { kind, address, packets, route, rewrite }: NewHop): Trail {
  const hop: WalkedHop = { kind, address, packets, route, rules: undefined, rewrite };
  return { ...trail, hops: { hop, before: trail.hops } };
}

export function stopped(trail: Trail, code: Code, address: string, reason: Reason): Trail {
  return { ...trail, stops: [...trail.stops, { code, address, reason }] };
}

export function doubted(trail: Trail, code: Code, address: string, reason: Reason): Trail {
  return { ...trail, doubts: [...trail.doubts, { code, address, reason }] };
}

/** The trail with what the topology says of something that it could not read. */
export function unsure(trail: Trail, { address, reason }: Note): Trail {
  return doubted(trail, "UNKNOWN_RESOURCE", address, { kind: "note", note: reason });
}

/** The last hop gets the rules of one more filter that let the packet through together. */
export function withRules(trail: Trail, rules: readonly string[]): Trail {
  const { hops } = trail;
  if (!hops) return trail;
  const { hop, before } = hops;
  return { ...trail, hops: { hop: { ...hop, rules: hop.rules ? [...hop.rules, rules] : [rules] }, before } };
}

/** Address of the last route that was followed. */
export function lastTable(trail: Trail): string | undefined {
  for (let at = trail.hops; at; at = at.before) if (at.hop.route) return at.hop.route.address;
  return undefined;
}

/** The trail without its sender's interface: beyond this point security groups see its address at most. */
export function anonymous(trail: Trail): Trail {
  return trail.isAnonymous ? trail : { ...trail, sender: undefined, isAnonymous: true };
}

/** The trail where AWS picks one more thing. */
export function picking(trail: Trail, picked: Picked): Trail {
  return trail.picks.includes(picked) ? trail : { ...trail, picks: [...trail.picks, picked] };
}
