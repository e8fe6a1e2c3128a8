import { type Address, compareAddresses, type Range } from "../ip";
import { allDoubts, type Subnet, type Topology } from "../topology";
import { addressRoles, doingOf, ordinaryNics } from "./address-roles";
import { type Block, Blocks, isSingle, placeIn, type Within } from "./blocks";
import { rangesOf } from "./families";
import { keptIn, oncePer } from "./remembered";
import { inhabited } from "./set-apart";

/**
 * Which subnets nothing tells apart, so that to exchange them changes nothing but names. Subnets of one range belong
 * together, of whichever VPC: a range is exchanged for another one everywhere. What is done to all addresses of both, or to
 * none, is the same for both; what is done to some within one must be done within the other, too.
 */

/** Of ranges that are alike, this many stand for all: one sends to itself, to the other, and to everybody else. */
export const STAND_INS = 2;

/** More ranges within one are not looked into. */
const MANY = 64;

/** What is done within a block, beside what is done to all of it. */
interface Inside {
  /** Ranges of it, by their places. */
  readonly wide: Map<string, Range>;
  /** Single addresses, each with what is done to it. */
  readonly singles: Map<Address, string[]>;
  readonly told: string[];
}

/** How many borders lie below the address, or at it as well. */
function bordersUpTo(borders: readonly Address[], address: Address, isAtToo: boolean): number {
  let [low, high] = [0, borders.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    const border = borders[middle]!;
    if (border < address || (isAtToo && border === address)) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Tells of each block what the network does to it; equal where it does the same. */
class Teller {
  private readonly insides = new Map<Block, Inside>();
  private readonly borders: readonly Address[];
  private readonly subnetText: (subnet: Subnet) => string;
  private readonly own: ReadonlySet<Subnet>;

  constructor(topology: Topology, blocks: Blocks) {
    const borders = new Set<Address>();
    const isBlock = new Set(blocks.all.flatMap((block) => [...block.subnets]));
    const outer = topology.subnets.filter((subnet) => !isBlock.has(subnet)).flatMap(rangesOf);
    const roles = [...addressRoles(topology), ...outer.map((range) => ({ range, text: undefined }))];
    for (const { range, text } of roles) {
      const within = blocks.around(range);
      if (within) this.add(within, range, text);
      else borders.add(range.start).add(range.end);
    }
    this.borders = [...borders].sort(compareAddresses);
    this.own = new Set(topology.subnets);
    this.subnetText = subnetTexts(topology);
  }

  private add(within: Within, range: Range, text: string | undefined): void {
    const { wide, singles, told } = keptIn(this.insides, within.block, () => ({
      ...{ wide: new Map<string, Range>(), singles: new Map<Address, string[]>(), told: [] as string[] },
    }));
    // Nothing else is at this address.
    const role = text ?? `only ${range.start}-${range.end}`;
    if (isSingle(range)) keptIn(singles, range.start, (): string[] => []).push(role);
    else {
      const place = placeIn(within, range);
      wide.set(place, range);
      told.push(`${place} ${role}`);
    }
  }

  textOf(block: Block): string {
    const places = block.ranges.map(({ start, end }) => {
      const first = bordersUpTo(this.borders, start, true);
      // A border inside tells some of its addresses from others.
      return first === bordersUpTo(this.borders, end, false) ? `${first}` : `only ${start}`;
    });
    const subnets = [...block.subnets]
      .filter((subnet) => this.own.has(subnet))
      .map((subnet) => this.memberText(block, subnet));
    return JSON.stringify([places, subnets.sort(), this.insideText(block)]);
  }

  /** A subnet, and which of the block's ranges are its own. */
  memberText({ ranges }: Block, subnet: Subnet): string {
    const own = rangesOf(subnet).map(({ start, end }) => {
      const at = ranges.findIndex((range) => range.start === start);
      return placeIn({ block: { ranges, subnets: new Set() }, range: ranges[at]! }, { start, end });
    });
    return `${own.join()} ${this.subnetText(subnet)}`;
  }

  /** Of single addresses it doesn't matter which they are and how many are the same. */
  private insideText(block: Block): unknown {
    const inside = this.insides.get(block);
    if (!inside) return [];
    const { wide, singles, told } = inside;
    if (wide.size > MANY) return [`only ${block.ranges[0]!.start}`];
    const at = [...singles].map(([address, roles]) => {
      const around = [...wide].flatMap(([place, { start, end }]) => (start <= address && address < end ? [place] : []));
      return `${[...new Set(roles)].sort().join()} in ${around.sort().join()}`;
    });
    return [[...new Set(told)].sort(), [...new Set(at)].sort()];
  }
}

/** What a network does to a subnet, whatever its range and its name are; its address, where nothing may be like it. */
function subnetTexts(topology: Topology): (subnet: Subnet) => string {
  const ordinary = ordinaryNics(topology);
  const taken = inhabited({ ...topology, nics: topology.nics.filter((nic) => !ordinary.has(nic)) });
  const doings = new Map<string, number>();
  return (subnet) => {
    const { address, vpc, zone, mapPublicIp, acl, isOutside, maybeTables } = subnet;
    const doing = doingOf(subnet.table);
    const isOpen = allDoubts(subnet).length > 0 || maybeTables !== undefined;
    if (doing === undefined || isOpen || taken.has(subnet)) return address;
    const ways = topology.waysIn.flatMap(({ to }, i) => (to?.has(address) === true ? [i] : []));
    const table = keptIn(doings, doing, () => doings.size);
    return [vpc.address, zone, mapPublicIp, isOutside, acl.address, table, ways.join()].join("|");
  };
}

/** The addresses of subnets that can be left out, because two others of the same kind stand for them in all networks. */
export function standIns(...topologies: readonly Topology[]): (address: string) => boolean {
  const blocks = new Blocks(topologies.flatMap(({ subnets }) => subnets));
  const tellers = topologies.map((topology) => new Teller(topology, blocks));
  const alike = new Map<string, Block[]>();
  for (const block of blocks.all)
    keptIn(alike, tellers.map((one) => one.textOf(block)).join("||"), (): Block[] => []).push(block);
  const spared = [...alike.values()].flatMap((all) => all.slice(STAND_INS));
  const addresses = new Set(spared.flatMap(({ subnets }) => [...subnets].map(({ address }) => address)));
  return (address) => !addresses.has(address);
}

/** A subnet's block, and what else is of its kind. */
export interface Kind {
  readonly block: Block;
  /** Equal for subnets that can be exchanged. */
  readonly text: string;
}

/** The kinds of a network's subnets; none for those whose range is not known, or holds another one's. */
export const kindsIn = oncePer((topology: Topology): ReadonlyMap<Subnet, Kind> => {
  const blocks = new Blocks(topology.subnets);
  const teller = new Teller(topology, blocks);
  const kinds = blocks.all.flatMap((block) => {
    const text = teller.textOf(block);
    return [...block.subnets].map((subnet): [Subnet, Kind] => [
      subnet,
      { block, text: `${teller.memberText(block, subnet)} of ${text}` },
    ]);
  });
  return new Map(kinds);
});
