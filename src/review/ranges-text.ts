import {
  type AddressSet,
  type Cidr,
  cidrAround,
  formatCidr,
  formatIpv4,
  intersect,
  setOfCidr,
  setSize,
  subtract,
  toCidrs,
} from "../ipv4";

const MOST_TEXTS = 12;
/** Exceptions above which a range is not written as a wider one without them. */
const MOST_EXCEPTIONS = 2;

/** The smallest block that holds all of these addresses. */
function blockAround(first: number, last: number): Cidr {
  let length = 32;
  while (cidrAround(first, length).base !== cidrAround(last, length).base) length--;
  return cidrAround(first, length);
}

function plainText(set: AddressSet): string[] {
  return set.flatMap(({ start, end }) => {
    const cidrs = toCidrs([{ start, end }]);
    return cidrs.length <= 2 ? cidrs.map(formatCidr) : [`${formatIpv4(start)}-${formatIpv4(end - 1)}`];
  });
}

/** The longest run of ranges from the first on that is one block without a few others. */
function exceptText(set: AddressSet): { text: string; taken: number } | undefined {
  const [first] = set;
  if (!first) return undefined;
  for (let taken = Math.min(set.length, MOST_EXCEPTIONS + 1); taken > 0; taken--) {
    const own = set.slice(0, taken);
    const block = blockAround(first.start, own.at(-1)!.end - 1);
    // What lies in the block behind these ranges belongs to it or is an exception; it can't be left to a later text.
    const inside = intersect(set, setOfCidr(block));
    const missing = toCidrs(subtract(setOfCidr(block), inside));
    if (inside.length !== taken || missing.length === 0 || missing.length > MOST_EXCEPTIONS) continue;
    if (taken === 1 && (missing.length > 1 || toCidrs(own).length <= 2)) continue;
    return { text: `${formatCidr(block)} (without ${missing.map(formatCidr).join(" and ")})`, taken };
  }
  return undefined;
}

/** A set of addresses as few words as hold it exactly; only what is too long for a person is counted instead. */
export function rangesText(set: AddressSet): string {
  if (setSize(set) === 2 ** 32) return "anywhere";
  const texts: string[] = [];
  for (let rest = set; rest.length > 0;) {
    const found = exceptText(rest);
    texts.push(...(found ? [found.text] : plainText(rest.slice(0, 1))));
    rest = rest.slice(found?.taken ?? 1);
  }
  const shown = texts.slice(0, MOST_TEXTS).join(", ");
  return texts.length > MOST_TEXTS ? `${shown} and ${texts.length - MOST_TEXTS} more` : shown;
}
