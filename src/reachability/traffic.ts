import { type AddressSet } from "../ip";
import {
  type Attachment,
  type EgressOnlyGateway,
  type HostRouter,
  type NatGateway,
  type Nic,
  type Note,
  type Subnet,
  type Topology,
  type TransitGateway,
  type TransitTable,
  type Vpc,
  type VpcAttachment,
} from "../topology";
import { type HopKind, type HopList, type RewrittenEnd, type TakenRoute, type WalkedHop } from "./hops";
import { type Packets, withDestinations } from "./packets";
import { type Picked, type Reason } from "./reasons";
import {
  copyOf,
  type Goal,
  type InspectedBy,
  type Leaf,
  type ArrivalPoint,
  type Spot,
  type Trail,
  type Visit,
  withPick,
} from "./trail";
import { type Code } from "./verdict";

/** What packets are walked for. */
export interface Mode {
  readonly goal: Goal;
  readonly isReply: boolean;
  /** Go on after a dead end as if the setting were right, to find what else is wrong. */
  readonly explain: boolean;
  /** The destination is the internet as such. */
  readonly toInternet: boolean;
  /** Only the verdict is asked for: what is stopped goes no further, and parts that pass alike stay together. */
  readonly isBrief: boolean;
  /** Of replies over IPv6: where the request left its VPC for the internet, with the address that it had. */
  readonly leftBy?: { readonly gateway: Pick<EgressOnlyGateway, "address">; readonly vpc: Vpc };
  /** Of replies: the instance that rewrote the request last, and has to undo it. */
  readonly rewrittenBy?: HostRouter;
}

/** What sends by a subnet's route table: any host of it, an interface, a NAT gateway, or an attachment that hands traffic in. */
export type Emitter =
  | { readonly kind: "any-host" }
  /** `isForeign`: packets of others, which the instance forwards. */
  | { readonly kind: "interface"; readonly nic: Nic; readonly isForeign?: true }
  | { readonly kind: "nat-gateway"; readonly nat: NatGateway }
  | { readonly kind: "attachment" };

/** The subnet whose route table decides, and what sends there. */
export interface Departure {
  readonly subnet: Subnet;
  readonly emitter: Emitter;
  /** Where the emitter is, if the packets come out of an endpoint in another subnet. */
  readonly home?: Subnet;
}

export type Next = (traffic: Traffic) => Leaf[];

/** What the steps of a walk ask of each other; the walker provides it. */
export interface Steps {
  readonly topology: Topology;
  nicsIn(subnet: Subnet): readonly Nic[];
  natsIn(subnet: Subnet): readonly NatGateway[];
  tablesOf(gateway: TransitGateway): readonly TransitTable[];
  /** The table that an attachment is associated with in this gateway; a peering has one in each. */
  tableOf(gateway: TransitGateway, attachment: Attachment): TransitTable | undefined;
  /** The input associates it with two tables of one gateway, which AWS refuses (Resource.AlreadyAssociated). */
  isAssociatedTwice(attachment: Attachment): boolean;
  /** The route table of the subnet decides. */
  emit(traffic: Traffic, from: Departure): Leaf[];
  /**
   * After a dead end: what else would stop the packets if this setting were right.
   * @param from what would send them on, by the route table of its subnet; undefined where nothing would
   */
  deadEnd(traffic: Traffic, from: Departure | undefined): Leaf[];
  /** The filters of the goal, for packets that do not get there. */
  finish(traffic: Traffic, goal: Spot): Leaf[];
}

/** What a hop may tell besides its place. */
interface HopDetails {
  readonly route?: TakenRoute;
  readonly rewrite?: RewrittenEnd;
}

const NO_DETAILS: HopDetails = {};

/**
 * Packets on their way: which they are, what they have met, and what they are walked for. Never changed in place, since
 * packets part and each part goes its own way: what happens to them gives other traffic.
 */
export class Traffic {
  constructor(
    readonly walker: Steps,
    readonly mode: Mode,
    readonly packets: Packets,
    readonly trail: Trail,
  ) {}

  /** Other packets with the same past: a part of these, or these with an address rewritten. */
  with(packets: Packets): Traffic {
    return new Traffic(this.walker, this.mode, packets, this.trail);
  }

  /** The part that is addressed to these. */
  to(dst: AddressSet): Traffic {
    return dst === this.packets.dst ? this : this.with(withDestinations(this.packets, dst));
  }

  having(trail: Trail): Traffic {
    return new Traffic(this.walker, this.mode, this.packets, trail);
  }

  /** One hop further; not noted where only the verdict is asked for. */
  step(kind: HopKind, address: string, { route, rewrite }: HopDetails = NO_DETAILS): Traffic {
    const { packets, trail, mode } = this;
    if (mode.isBrief) return this;
    return this.withHop({ kind, address, packets, route, rules: undefined, rewrite }, trail.hops);
  }

  private withHop(hop: WalkedHop, before: HopList | undefined): Traffic {
    const stepped = copyOf(this.trail);
    stepped.hops = { hop, before };
    return this.having(stepped);
  }

  /** Something stops them for certain. */
  stop(code: Code, address: string, reason: Reason): Traffic {
    const stopped = copyOf(this.trail);
    stopped.stops = [...stopped.stops, { code, address, reason }];
    return this.having(stopped);
  }

  /** Whether something stops them can't be told. */
  doubt(code: Code, address: string, reason: Reason): Traffic {
    const doubted = copyOf(this.trail);
    doubted.doubts = [...doubted.doubts, { code, address, reason }];
    return this.having(doubted);
  }

  /** The doubt that the topology has about something that it could not read. */
  unsure({ address, reason }: Note): Traffic {
    return this.doubt("UNKNOWN_RESOURCE", address, { kind: "note", note: reason });
  }

  /** The last hop gets the rules of one more filter that let the packets through together. */
  admittedBy(rules: readonly string[]): Traffic {
    const { trail } = this;
    if (!trail.hops) return this;
    const { hop, before } = trail.hops;
    const { kind, address, packets, route, rewrite } = hop;
    const all = hop.rules ? [...hop.rules, rules] : [rules];
    return this.withHop({ kind, address, packets, route, rules: all, rewrite }, before);
  }

  /** They come by something where they must not come by again: a loop. */
  seeing(visit: Visit): Traffic {
    const seeing = copyOf(this.trail);
    seeing.seen = [...seeing.seen, visit];
    return this.having(seeing);
  }

  /** They are handed to what inspects them. */
  inspectedBy(by: InspectedBy): Traffic {
    const inspected = copyOf(this.trail);
    inspected.inspectors = [...inspected.inspectors, by];
    return this.having(inspected);
  }

  /** Their flow is kept in this subnet of an attachment in appliance mode. */
  keptIn(attachment: VpcAttachment, subnet: Subnet): Traffic {
    const kept = copyOf(this.trail);
    kept.kept = [...kept.kept, { attachment, subnet }];
    return this.having(kept);
  }

  /** AWS picks one more thing of them. */
  picking(picked: Picked): Traffic {
    return this.having(withPick(this.trail, picked));
  }

  /** Without their sender's interface: beyond this point security groups see its address at most. */
  anonymous(): Traffic {
    if (this.trail.isAnonymous) return this;
    const anonymous = copyOf(this.trail);
    anonymous.sender = undefined;
    anonymous.isAnonymous = true;
    return this.having(anonymous);
  }

  /** Their walk ends here, where they are meant for nobody. */
  lost(): Leaf[] {
    return [{ packets: this.packets, trail: this.trail }];
  }

  /** They are where they were to get (with stops in the trail: would be). */
  arrived(at: ArrivalPoint): Leaf[] {
    return [{ packets: this.packets, trail: this.trail, at }];
  }
}
