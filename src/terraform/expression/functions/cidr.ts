import { NotUnderstood, Refused } from "../syntax";
import { list, type Term, text } from "../term";
import { STRING } from "../type";
import { define, type TableEntry } from "./entry";
import { formatAddress, formatRange, type Range } from "./range";

function subnet(outer: Range, more: number, index: bigint): Range {
  const length = outer.length + more;
  return { ...outer, base: outer.base | (index << BigInt(outer.bits - length)), length };
}

function isNoSubnet(outer: Range, more: number, index: bigint): boolean {
  if (more < 0 || index < 0n) throw new NotUnderstood("a negative subnet");
  return outer.length + more > outer.bits || index >= 1n << BigInt(more);
}

function subnets(outer: Range, bits: readonly number[]): Term {
  const end = outer.base + sizeOf(outer);
  // The search for the first one starts one address before, which there isn't.
  if (outer.base === 0n && bits.length > 0) throw new NotUnderstood("subnets of the first range");
  let next = outer.base;
  const found = bits.map((more) => {
    const length = outer.length + more;
    if (more < 1 || more > 32 || length > outer.bits) throw new Refused("no such prefix length");
    const size = 1n << BigInt(outer.bits - length);
    const base = ((next + size - 1n) / size) * size;
    if (base >= end) throw new Refused("the range is used up");
    next = base + size;
    return text(formatRange({ ...outer, base, length }));
  });
  return list(STRING, found);
}

function sizeOf({ bits, length }: Range): bigint {
  return 1n << BigInt(bits - length);
}

export const CIDRS: Readonly<Record<string, TableEntry>> = {
  cidrsubnet: define({
    takes: ["range", "whole number", "huge whole number"],
    refuses: [{ when: "no such subnet", holds: isNoSubnet }],
    run: (outer, more, index) => text(formatRange(subnet(outer, more, index))),
  }),
  cidrsubnets: define({
    takes: ["range"],
    rest: "whole number",
    refuses: [{ when: "no such prefix length" }, { when: "the range is used up" }],
    run: subnets,
  }),
  cidrhost: define({
    takes: ["range", "huge whole number"],
    refuses: [{ when: "no such host", holds: (outer, index) => index >= sizeOf(outer) || index < -sizeOf(outer) }],
    run: (outer, index) => {
      const fromStart = index < 0n ? sizeOf(outer) + index : index;
      return text(formatAddress(outer.base + fromStart, outer.bits));
    },
  }),
  cidrnetmask: define({
    takes: ["range"],
    refuses: [{ when: "IPv6 has no netmasks", holds: ({ bits }) => bits === 128 }],
    run: ({ length }) => text(formatAddress(((1n << BigInt(length)) - 1n) << BigInt(32 - length), 32)),
  }),
};
