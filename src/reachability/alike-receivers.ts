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
}

const toldApartIn = oncePer((topology: Topology) => oncePer((to: readonly Receiver[]) => toldApart(topology, to)));

function toldApart(topology: Topology, to: readonly Receiver[]): ToldApart {
  const kinds = kindsIn(topology);
  const byBlock = new Map<Block, Receiver[]>();
  const seen = new Map<string, Set<Block>>();
  const common = to.filter((receiver) => {
    const subnet = anyHostOf(receiver);
    const kind = subnet && kinds.get(subnet);
    if (!kind) return true;
    push(byBlock, kind.block, receiver);
    const blocks = keptIn(seen, kind.text, () => new Set<Block>());
    if (blocks.size >= STAND_INS) return false;
    blocks.add(kind.block);
    return true;
  });
  return { common, byBlock };
}

/**
 * Receivers that stand for all: what does not get to one subnet gets to none that only names tell from it. Those of the
 * sender's own range are all among them, since it is told from others by the sender.
 */
export function standingFor(topology: Topology, from: Sender, to: readonly Receiver[]): readonly Receiver[] {
  if (to.length <= FEW || (from.kind !== "host" && from.kind !== "internet")) return to;
  const { common, byBlock } = toldApartIn(topology)(to);
  const own = from.kind === "host" ? kindsIn(topology).get(from.subnet)?.block : undefined;
  return own ? [...new Set([...common, ...(byBlock.get(own) ?? [])])] : common;
}
