import { type AddressSet, type Family } from "../ip";

/** Something that could not be read: what it touches is UNKNOWN, and this says why. */
export interface Note {
  /** Terraform address at fault. */
  readonly address: string;
  readonly reason: string;
}

/** What of a VPC is open: its ranges, and with them which subnets it may have; of IPv6 whether it has any, and which. */
export type VpcCover = "ranges" | "ipv6Ranges";

/**
 * What of a subnet is open: which route table it uses, which network ACL filters it, and who else has interfaces in it
 * (databases, tasks: AWS picks their addresses, and this program does not look into them), and its range of IPv6.
 */
export type SubnetCover = "table" | "acl" | "tenants" | "ipv6";

/**
 * What of a route table is open: any route, one that AWS never lets override the local route (its target is a gateway),
 * one to the public addresses of a service of AWS, which are not in the input, or one for IPv6, of either kind.
 */
export type RouteTableCover = "routes" | "outsideRoutes" | "serviceRoutes" | "ipv6Routes" | "ipv6Overrides";

/** Whether an internet gateway carries anything, or only what nobody inside asked for (replies to NAT gateways pass). */
export type InternetGatewayCover = "passage" | "unasked";

export type EgressOnlyGatewayCover = "passage";

export type NatGatewayCover = "subnet" | "connectivity";

/** Whether a peering is accepted, which VPCs it joins, and whether it leads to another Region. */
export type PeeringCover = "acceptance" | "vpcs" | "region";

/** A transit gateway's attachments, and the tables that they use. */
export type TransitGatewayCover = "attachments";

/** Under a policy table its rules choose the route table; they are not looked into. */
export type AttachmentCover = "policy";

export type VpcAttachmentCover = AttachmentCover | "subnets" | "vpc" | "ipv6";

/** Which ways there are to it. */
export type PremisesCover = "links";

/** Which addresses it carries packets of and to, and where its ends are. */
export type PremisesLinkCover = "ranges" | "ends";

/** Which VPC it is attached to, and what lies behind it. */
export type VpnGatewayCover = "attachment" | "links";

/**
 * Its routes; those for IPv6 alone; those that attachments tell it by BGP, which are longer than any that is known; and
 * which attachments are associated with it.
 */
export type TransitTableCover = "routes" | "ipv6Routes" | "learnedRoutes" | "associations";

/** Security groups and network ACLs. */
export type FilterCover = "rules";

/** Its security groups, and its addresses of IPv6. */
export type NicCover = "groups" | "ipv6";

export type InstanceCover = "interfaces";

export type TargetGroupCover = "targets";

export type ListenerCover = "port" | "actions";

/** What it is and does as a whole, the subnets of its nodes, and its listeners. */
export type LoadBalancerCover = "kind" | "subnets" | "listeners";

/** The load balancers of an endpoint service. */
export type EndpointServiceCover = "balancers";

/** Which service an interface endpoint leads to, and whether it is accepted. */
export type PrivateLinkCover = "service" | "acceptance";

/** Everything that can be open of one thing or another. */
export type Cover =
  | VpcCover
  | SubnetCover
  | RouteTableCover
  | InternetGatewayCover
  | NatGatewayCover
  | PeeringCover
  | TransitGatewayCover
  | VpcAttachmentCover
  | PremisesCover
  | PremisesLinkCover
  | VpnGatewayCover
  | TransitTableCover
  | FilterCover
  | NicCover
  | InstanceCover
  | TargetGroupCover
  | ListenerCover
  | LoadBalancerCover
  | EndpointServiceCover
  | PrivateLinkCover;

/** A doubt about one thing: which part of it is open, and why. All the rest of it is known in spite of the doubt. */
export interface Doubt<C extends Cover = Cover> extends Note {
  readonly covers: C;
  /** Only these of its addresses are in doubt; undefined: all. */
  readonly addresses?: AddressSet;
  /** Only packets of this family are in doubt; undefined: all. */
  readonly family?: Family;
}

/** A thing's doubts by what they cover: walks ask for them at every step. */
type Doubts<C extends Cover> = { readonly [K in C]: Doubt<K>[] };

/** A thing of which some of these parts may be open. */
export interface Doubtful<C extends Cover> {
  readonly doubts: Doubts<C>;
}

/** A doubt that a resource gives rise to. */
export function doubtOf<C extends Cover>(
  { address }: { readonly address: string },
  covers: C,
  reason: string,
): Doubt<C> {
  return { address, reason, covers };
}

/** All doubts about these parts of a thing, part by part. */
export function doubtsAbout<C extends Cover>({ doubts }: Doubtful<C>, ...covers: readonly C[]): readonly Doubt<C>[] {
  return covers.flatMap((one) => doubts[one]);
}

/** The first doubt about these parts of a thing: one is enough to leave something open. */
export function firstDoubt<C extends Cover>({ doubts }: Doubtful<C>, ...covers: readonly C[]): Doubt<C> | undefined {
  for (const one of covers) {
    const [first] = doubts[one];
    if (first) return first;
  }
  return undefined;
}

/** The first doubt about these parts of a thing that concerns packets of a family. */
export function firstDoubtOver<C extends Cover>(
  { doubts }: Doubtful<C>,
  family: Family,
  ...covers: readonly C[]
): Doubt<C> | undefined {
  for (const cover of covers)
    for (const one of doubts[cover]) if (one.family === undefined || one.family === family) return one;
  return undefined;
}

/** Whatever may be open of a thing, without its covers being named: one that is added later counts at once. */
export function allDoubts<C extends Cover>(thing: Doubtful<C>): readonly Doubt<C>[] {
  return doubtsBeside(thing);
}

/** Whatever may be open of a thing beside these parts of it. */
export function doubtsBeside<C extends Cover>(
  { doubts }: Doubtful<C>,
  ...covers: readonly NoInfer<C>[]
): readonly Doubt<C>[] {
  const lists: readonly (readonly [string, readonly Doubt<C>[]])[] = Object.entries(doubts);
  return lists.flatMap(([cover, list]) => (covers.some((one) => one === cover) ? [] : list));
}

/** Nothing of these parts is open. */
export function isCertain<C extends Cover>({ doubts }: Doubtful<C>, ...covers: readonly C[]): boolean {
  return covers.every((one) => doubts[one].length === 0);
}
