import { type Address, type AddressSet, setsEqual } from "../ip";
import { type Connection } from "../linux-router";
import {
  type HostRouter,
  type InternetGateway,
  type NatGateway,
  type Nic,
  type OnPremises,
  type Peering,
  type Subnet,
  type Vpc,
  type VpcAttachment,
} from "../topology";
import { type Engine } from "./firewall-rules";
import { type HopList } from "./hops";
import { type Packets } from "./packets";
import { type Explanation, type Picked } from "./reasons";

/** A place in a subnet: an interface, a NAT gateway, or any host that could be there. */
export type Spot =
  | { readonly kind: "interface"; readonly subnet: Subnet; readonly nic: Nic }
  | { readonly kind: "nat-gateway"; readonly subnet: Subnet; readonly nat: NatGateway }
  /** With `isVacant`: all interfaces of the subnet are told, and none has the address. */
  | { readonly kind: "any-host"; readonly subnet: Subnet; readonly isVacant?: true };

/** In a network outside of AWS. */
interface AtPremises {
  readonly kind: "on-premises";
  readonly site: OnPremises;
}

/** Beyond an internet gateway. */
interface OnInternet {
  readonly kind: "internet";
  /** Or at the sender by any other way: no gateway has changed its address of IPv6, so answers need not come by one. */
  readonly sender?: Spot;
}

/** Where packets are to arrive: at a place in a subnet, beyond an internet gateway, or wherever their address leads to. */
export type Goal = Spot | OnInternet | AtPremises | { readonly kind: "address" };

/** Where packets have arrived. */
export type ArrivalPoint = Spot | { readonly kind: "internet" } | AtPremises;

/** The place of somebody in a subnet. */
export function spotOf({
  subnet,
  nic,
  nat,
  isVacant,
}: {
  readonly subnet: Subnet;
  readonly nic?: Nic | undefined;
  readonly nat?: NatGateway | undefined;
  readonly isVacant?: true | undefined;
}): Spot {
  if (nat) return { kind: "nat-gateway", subnet, nat };
  return nic ? { kind: "interface", subnet, nic } : { kind: "any-host", subnet, ...(isVacant && { isVacant }) };
}

/** The place in a subnet that is meant; undefined for the internet, for networks outside and for addresses. */
export function spotIn(place: Goal): Spot | undefined {
  return place.kind === "internet" || place.kind === "on-premises" || place.kind === "address" ? undefined : place;
}

/** Terraform address of what is there; of the subnet where that is any host. */
export function addressOfSpot(spot: Spot): string {
  switch (spot.kind) {
    case "interface":
      return spot.nic.address;
    case "nat-gateway":
      return spot.nat.address;
    case "any-host":
      return spot.subnet.address;
  }
}

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
      readonly gateway: Pick<InternetGateway, "address" | "edgeTable">;
      readonly vpc: Vpc;
      readonly subnet: Subnet;
      readonly before: Packets;
    }
  | { readonly kind: "router"; readonly crossing: Crossing; readonly before: Packets };

/** A way through an instance that forwards, with the connection that it keeps of it. */
export interface Crossing {
  readonly host: HostRouter;
  readonly connection: Connection;
  readonly from: Nic;
  readonly to: Nic;
}

/** An endpoint by which packets were inspected, and what there let them pass. */
export interface InspectedBy {
  readonly nic: Nic;
  /** "unread": what nothing, or not all, is known of. */
  readonly by: Engine | "unread";
  /** A rule of the stateful engine passed them, not the absence of one. */
  readonly isByRule?: boolean;
}

/** The subnet of an attachment in appliance mode that a flow comes out in, both ways. */
interface KeptZone {
  readonly attachment: VpcAttachment;
  readonly subnet: Subnet;
}

/** A route lookup: packets that come to the same one again go round in a loop. */
export interface Visit {
  /** Terraform address of the subnet or of the transit gateways' peering. */
  readonly at: string;
  /** Terraform address of the NAT gateway that sends, or of the transit gateway; "" for others. */
  readonly from: string;
  readonly dst: AddressSet;
  /** First of the source addresses, or of the destinations where all of them don't count. */
  readonly first: Address | undefined;
}

/** Whether packets have come by here before. */
export function hasSeen({ seen }: Trail, { at, from, dst, first }: Visit): boolean {
  return seen.some((one) => one.at === at && one.from === from && one.first === first && setsEqual(one.dst, dst));
}

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
  readonly seen: readonly Visit[];
  /** The sender's interface as long as security groups may refer to it. */
  readonly sender: Nic | undefined;
  /** Nothing but its source address tells the sender any more. */
  readonly isAnonymous: boolean;
  /** What AWS picks, so that the packets are some of the set, not all of them: an address of an end, or something else. */
  readonly picks: readonly Picked[];
  /** The endpoints by which they were inspected on their way. */
  readonly inspectors: readonly InspectedBy[];
  /** Of a reply: those by which the request was inspected. */
  readonly asked: readonly InspectedBy[];
  /** Where appliance mode keeps a flow; of a reply, where it has put the request. */
  readonly kept: readonly KeptZone[];
  /** Instances that handed them on as they are; of a reply, those that have not seen it yet. */
  readonly crossed: readonly Crossing[];
  /** An instance has forwarded them, so their sender is no member of any group that a rule names. */
  readonly hasBeenForwarded: boolean;
  /** After a dead end the walk went on by a route that is not there: to a transit gateway, and from one to the goal's VPC. */
  readonly isRouteAssumed: boolean;
  readonly isTransitRouteAssumed: boolean;
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
  inspectors: [],
  asked: [],
  kept: [],
  crossed: [],
  hasBeenForwarded: false,
  isRouteAssumed: false,
  isTransitRouteAssumed: false,
};

/** The same trail to be written on. Property by property: the hottest place of every walk, where a spread costs ten times as much. */
export function copyOf(trail: Trail): { -readonly [K in keyof Trail]: Trail[K] } {
  return {
    hops: trail.hops,
    stops: trail.stops,
    doubts: trail.doubts,
    rewrites: trail.rewrites,
    seen: trail.seen,
    sender: trail.sender,
    isAnonymous: trail.isAnonymous,
    picks: trail.picks,
    inspectors: trail.inspectors,
    asked: trail.asked,
    kept: trail.kept,
    crossed: trail.crossed,
    hasBeenForwarded: trail.hasBeenForwarded,
    isRouteAssumed: trail.isRouteAssumed,
    isTransitRouteAssumed: trail.isTransitRouteAssumed,
  };
}

/** Where a part of the packets ended up. */
export interface Leaf {
  readonly packets: Packets;
  readonly trail: Trail;
  /** Set when they arrived somewhere (with stops in the trail: would have arrived). */
  readonly at?: ArrivalPoint;
}

/** Sends each part of some packets on. Most never part, and a list of one costs less without another list. */
export function parted<P>(parts: readonly P[], sendOn: (part: P) => Leaf[]): Leaf[] {
  return parts.length === 1 ? sendOn(parts[0]!) : parts.flatMap(sendOn);
}

/** Address of the last route that was followed. */
export function lastTable(trail: Trail): string | undefined {
  for (let at = trail.hops; at; at = at.before) if (at.hop.route) return at.hop.route.address;
  return undefined;
}

/** The trail where AWS picks one more thing. */
export function withPick(trail: Trail, picked: Picked): Trail {
  if (trail.picks.includes(picked)) return trail;
  const picking = copyOf(trail);
  picking.picks = [...trail.picks, picked];
  return picking;
}
