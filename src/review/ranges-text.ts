import {
  type Address,
  type AddressSet,
  ALL_ADDRESSES,
  ALL_IPV4,
  after,
  bitsOf,
  type Cidr,
  cidrAround,
  familyOf,
  formatAddress,
  lastAddress,
  setOfCidr,
  setsEqual,
  subtract,
  toCidrs,
} from "../ip";
import { describeCidr } from "../topology";

const MOST_TEXTS = 12;
/** Exceptions above which a range is not written as a wider one without them. */
const MOST_EXCEPTIONS = 2;

/** The smallest block that holds all of these addresses. */
function blockAround(first: Address, last: Address): Cidr {
  let length = bitsOf(first);
  while (cidrAround(first, length).base !== cidrAround(last, length).base) length--;
  return cidrAround(first, length);
}

function plainText(set: AddressSet): string[] {
  return set.flatMap(({ start, end }) => {
    const cidrs = toCidrs([{ start, end }]);
    return cidrs.length <= 2 ? cidrs.map(describeCidr) : [`${formatAddress(start)}-${formatAddress(after(end, -1))}`];
  });
}

/** The longest run of ranges from this one on that is one block without a few others. */
function exceptText(set: AddressSet, from: number): { text: string; taken: number } | undefined {
  const first = set[from];
  if (!first) return undefined;
  const family = familyOf(first.start);
  const most = set.slice(from, from + MOST_EXCEPTIONS + 1).filter(({ start }) => familyOf(start) === family).length;
  for (let taken = most; taken > 0; taken--) {
    const own = set.slice(from, from + taken);
    const block = blockAround(first.start, after(own.at(-1)!.end, -1));
    // What lies in the block behind these ranges belongs to it or is an exception; it can't be left to a later text.
    const behind = set[from + taken];
    if (behind && behind.start <= lastAddress(block)) continue;
    const missing = toCidrs(subtract(setOfCidr(block), own));
    if (missing.length === 0 || missing.length > MOST_EXCEPTIONS) continue;
    if (taken === 1 && (missing.length > 1 || toCidrs(own).length <= 2)) continue;
    return { text: `${describeCidr(block)} (without ${missing.map(describeCidr).join(" and ")})`, taken };
  }
  return undefined;
}

/** A set of addresses as few words as hold it exactly; only what is too long for a person is counted instead. */
export function rangesText(set: AddressSet): string {
  if (setsEqual(set, ALL_IPV4) || setsEqual(set, ALL_ADDRESSES)) return "anywhere";
  const texts: string[] = [];
  for (let from = 0; from < set.length;) {
    const found = exceptText(set, from);
    texts.push(...(found ? [found.text] : plainText(set.slice(from, from + 1))));
    from += found?.taken ?? 1;
  }
  const shown = texts.slice(0, MOST_TEXTS).join(", ");
  return texts.length > MOST_TEXTS ? `${shown} and ${texts.length - MOST_TEXTS} more` : shown;
}
