import {
  type Attachment,
  type NatGateway,
  type Nic,
  type Subnet,
  type Topology,
  type TransitGateway,
  type TransitTable,
} from "../topology";
import { type Packets } from "./packets";
import { type Goal, type Leaf, type Trail } from "./trail";

/** What sends: an interface (or a host that stands for all of a subnet), a NAT gateway, or an attachment that hands traffic in. */
export interface Origin {
  readonly kind: "host" | "nat" | "attachment";
  readonly nic?: Nic;
  readonly nat?: NatGateway;
}

export interface Mode {
  readonly goal: Goal;
  readonly isReply: boolean;
  /** Go on after a dead end as if the setting were right, to find what else is wrong. */
  readonly explain: boolean;
  /** The destination is the internet as such. */
  readonly toInternet: boolean;
}

export type Next = (packets: Packets, trail: Trail) => Leaf[];

/** What the steps of a walk ask of each other; the walker provides it. */
export interface Steps {
  readonly topology: Topology;
  /** Something in the topology has addresses of IPv6, or may have. */
  readonly hasIpv6: boolean;
  nicsIn(subnet: Subnet): readonly Nic[];
  natsIn(subnet: Subnet): readonly NatGateway[];
  tablesOf(gateway: TransitGateway): readonly TransitTable[];
  /** The table that an attachment is associated with in this gateway; a peering has one in each. */
  tableOf(gateway: TransitGateway, attachment: Attachment): TransitTable | undefined;
  /** The input associates it with two tables of one gateway, which AWS refuses (Resource.AlreadyAssociated). */
  isAssociatedTwice(attachment: Attachment): boolean;
  /** The route table of the subnet decides. */
  emit(subnet: Subnet, origin: Origin, packets: Packets, trail: Trail, mode: Mode): Leaf[];
  /** After a dead end: what else would stop the packet if this setting were right. */
  deadEnd(subnet: Subnet | undefined, origin: Origin, packets: Packets, trail: Trail, mode: Mode): Leaf[];
  /** The filters of the goal, for packets that do not get there. */
  finish(goal: Goal & { kind: "host" }, packets: Packets, trail: Trail, mode: Mode): Leaf[];
}
