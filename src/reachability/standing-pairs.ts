import { type AddressSet, setsEqual } from "../ip";
import { push } from "../terraform";
import { type Subnet, type Topology } from "../topology";
import { kindsIn, STAND_INS } from "./alike-subnets";
import { type Block } from "./blocks";
import { type Receiver, type Sender } from "./ends";
import { usableAddresses } from "./packets";
import { keptIn, oncePer } from "./remembered";

/** Fewer receivers than this are asked faster than told apart. */
const FEW = 4;

function isAllOf(cidr: Subnet["cidr"], addresses: AddressSet): boolean {
  return cidr ? setsEqual(addresses, usableAddresses(cidr)) : addresses.length === 0;
}

/** The subnet for any host of which the receiver stands. */
function anyHostOf(to: Receiver): Subnet | undefined {
  if (to.kind !== "host" || to.nic || to.nat || to.isOneOf || !isAllOf(to.subnet.cidr, to.addresses)) return undefined;
  const { ipv6, subnet } = to;
  return !ipv6 || ("addresses" in ipv6 && isAllOf(subnet.ipv6Cidr, ipv6.addresses)) ? subnet : undefined;
}

/** A list of receivers, told apart once for all senders. */
interface ToldApart {
  /** Two of each kind, so that one of them is of another range than the sender, and all that are of no kind. */
  readonly common: readonly Receiver[];
  readonly byBlock: ReadonlyMap<Block, readonly Receiver[]>;
  /** For the ranges of receivers the kinds of these; undefined where one has no kind, so that the range is like no other. */
  readonly kindsAt: ReadonlyMap<Block, string | undefined>;
  /** Each of them is somewhere in the network, and no address as such. */
  readonly arePlaces: boolean;
}

const toldApartIn = oncePer((topology: Topology) => oncePer((to: readonly Receiver[]) => toldApart(topology, to)));

function toldApart(topology: Topology, to: readonly Receiver[]): ToldApart {
  const kinds = kindsIn(topology);
  const byBlock = new Map<Block, Receiver[]>();
  const kindsAt = new Map<Block, string | undefined>();
  const seen = new Map<string, Set<Block>>();
  const common = to.filter((receiver) => {
    const subnet = anyHostOf(receiver);
    const kind = subnet && kinds.get(subnet);
    const at = receiver.kind === "host" ? kinds.get(receiver.subnet)?.block : undefined;
    if (at)
      kindsAt.set(at, kind && (kindsAt.has(at) ? kindsAt.get(at) && `${kindsAt.get(at)};${kind.text}` : kind.text));
    if (!kind) return true;
    push(byBlock, kind.block, receiver);
    const blocks = keptIn(seen, kind.text, () => new Set<Block>());
    if (blocks.size >= STAND_INS) return false;
    blocks.add(kind.block);
    return true;
  });
  const arePlaces = to.every(({ kind }) => kind === "host" || kind === "balancer");
  return { common, byBlock, kindsAt, arePlaces };
}

/**
 * Receivers that stand for all: what does not get to one subnet gets to none that only names tell from it. Those of the
 * sender's own range are all among them, since it is told from others by the sender.
 */
function receiversFor(topology: Topology, from: Sender, to: readonly Receiver[]): readonly Receiver[] {
  if (to.length <= FEW || (from.kind !== "host" && from.kind !== "internet")) return to;
  const { common, byBlock } = toldApartIn(topology)(to);
  const own = from.kind === "host" ? kindsIn(topology).get(from.subnet)?.block : undefined;
  return own ? [...new Set([...common, ...(byBlock.get(own) ?? [])])] : common;
}

/** Senders that stand for all: one of those that only names tell apart, and whose ranges hold the same receivers. */
function sendersFor(topology: Topology, from: readonly Sender[], to: readonly Receiver[]): readonly Sender[] {
  if (from.length <= FEW) return from;
  const { kindsAt, arePlaces } = toldApartIn(topology)(to);
  if (!arePlaces) return from;
  const kinds = kindsIn(topology);
  const seen = new Set<string>();
  return from.filter((sender) => {
    const subnet = sender.kind === "host" ? anyHostOf(sender) : undefined;
    const kind = subnet && kinds.get(subnet);
    if (!kind || (kindsAt.has(kind.block) && kindsAt.get(kind.block) === undefined)) return true;
    const text = JSON.stringify([kind.text, kindsAt.get(kind.block)]);
    const isFirst = !seen.has(text);
    seen.add(text);
    return isFirst;
  });
}

/** A sender, and whom to ask about from there. */
export type Pairs = readonly [from: Sender, to: readonly Receiver[]];

/** Pairs that stand for every pair of a sender and a receiver, where nothing must get from any to any. */
export function standingPairs(topology: Topology, from: readonly Sender[], to: readonly Receiver[]): readonly Pairs[] {
  return sendersFor(topology, from, to).map((sender): Pairs => [sender, receiversFor(topology, sender, to)]);
}
