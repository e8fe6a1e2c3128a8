import {
  type Address,
  type AddressSet,
  endOfCidr,
  hostCidr,
  intersect,
  setHas,
  setOfCidr,
  setSize,
  unionOf,
} from "../ip";
import { type Cidr } from "../ip";
import { type Match, type Rule } from "../linux-router";
import { type Machine } from "./machines";

/** A range that stands for another one, host by host: who sends to an address of it reaches its twin. */
export interface TwinRange {
  readonly from: Cidr;
  readonly to: Cidr;
}

/** All rules of a machine's rulesets, those of chains that others jump to among them. */
export function rulesOf({ router }: Machine): Rule[] {
  const chains = new Set(router.chains.flatMap((chain) => [chain, ...chain.siblings.values()]));
  return [...chains].flatMap(({ rules }) => rules);
}

/** Where a match names addresses that packets are sent to, the first of them. */
function destinationOf(match: Match): Address[] {
  return match.kind === "addresses" && match.end === "dst" && !match.isNot
    ? match.set.slice(0, 1).map(({ start }) => start)
    : [];
}

function single(addresses: AddressSet | undefined): Address[] {
  return addresses && setSize(addresses) === 1 ? [addresses[0]!.start] : [];
}

function pair(from: readonly Address[], to: readonly Address[]): TwinRange[] {
  return from.flatMap((one) => to.map((other) => ({ from: hostCidr(one), to: hostCidr(other) })));
}

/** Senders of a range that are seen as another one: by that others would ask for them, whether they may or not. */
function turned({ from, to }: TwinRange): TwinRange[] {
  return from.length === to.length ? [{ from: to, to: from }] : [];
}

function twinRangesOfRule({ matches, statement }: Rule): TwinRange[] {
  if (statement.kind !== "nat") return [];
  const { translation, end } = statement;
  if (end === "src") return translation.kind === "prefixes" ? translation.entries.flatMap(turned) : [];
  switch (translation.kind) {
    case "prefixes":
      return translation.entries.filter(({ from, to }) => from.length === to.length);
    case "map":
      return translation.entries.flatMap(({ match, target }) => pair(destinationOf(match), single(target.addresses)));
    case "to":
      return pair(matches.flatMap(destinationOf), single(translation.target.addresses));
    case "masquerade":
      return [];
  }
}

/** What machines make of the addresses that packets are sent to. */
export function twinRanges(machines: Iterable<Machine>): TwinRange[] {
  return [...machines].flatMap((machine) => rulesOf(machine).flatMap(twinRangesOfRule));
}

function shifted(address: Address, by: TwinRange): Address {
  return Number(by.to.base) + Number(address) - Number(by.from.base);
}

/** The addresses by which a host with this one may be reached. */
export function twinsOf(ip: Address, ranges: readonly TwinRange[]): Address[] {
  return ranges.flatMap(({ from, to }) => (setHas(setOfCidr(to), ip) ? [shifted(ip, { from: to, to: from })] : []));
}

/** Whom packets to these addresses reach. */
export function reachedBy(addresses: AddressSet, ranges: readonly TwinRange[]): AddressSet {
  return unionOf(
    ranges.map((range) =>
      intersect(addresses, setOfCidr(range.from)).map(({ start, end }) => {
        const first = shifted(start, range);
        return { start: first, end: end >= endOfCidr(range.from) ? endOfCidr(range.to) : shifted(end, range) };
      }),
    ),
  );
}
