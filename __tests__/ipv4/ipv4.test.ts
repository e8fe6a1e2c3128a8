import { containsCidr as independentContains, overlapCidr } from "cidr-tools";
import fc from "fast-check";
import {
  ADDRESS_SPACE,
  type Cidr,
  cidr,
  cidrAround,
  cidrEquals,
  cidrOverlaps,
  compareCidrs,
  containsAddress,
  containsCidr,
  formatCidr,
  formatIpv4,
  isCidrFault,
  lastAddress,
  nthCidr,
  parseCidr,
  parseIpv4,
} from "../../src/ipv4";

const anyAddress = fc.integer({ min: 0, max: ADDRESS_SPACE - 1 });
const anyCidr = fc
  .tuple(anyAddress, fc.integer({ min: 0, max: 32 }))
  .map(([address, length]) => cidrAround(address, length));
// Close together, so that overlaps, adjacency and nesting happen often.
const nearCidr = fc
  .tuple(fc.integer({ min: 0, max: 1023 }), fc.integer({ min: 22, max: 32 }))
  .map(([offset, length]) => cidrAround(0x0a400000 + offset, length));
const texts = (cidrs: readonly Cidr[]) => cidrs.map(formatCidr);

describe("addresses", () => {
  test("format and parse are inverse", () => {
    fc.assert(fc.property(anyAddress, (address) => parseIpv4(formatIpv4(address)) === address));
  });

  test.each([
    "",
    "10.0.0",
    "10.0.0.0.0",
    "10.0.0.256",
    "10.0.0.01",
    "10.0.0.-1",
    "a.b.c.d",
    " 10.0.0.1",
    "10.0.0.1 ",
    "0x0a.0.0.1",
    "::1",
  ])("%j is no address", (text) => {
    expect(parseIpv4(text)).toBeUndefined();
  });
});

describe("CIDRs", () => {
  test("format and parse are inverse", () => {
    fc.assert(fc.property(anyCidr, (block) => expect(parseCidr(formatCidr(block))).toEqual(block)));
  });

  test.each([
    ["10.64.0.1/24", "has host bits set", "10.64.0.0/24"],
    ["10.64.0.0", "has no prefix length", "10.64.0.0/32"],
    ["10.64.0.0/33", 'has the prefix length "33", which is not a number from 0 to 32', undefined],
    ["10.64.0.0/08", 'has the prefix length "08", which is not a number from 0 to 32', undefined],
    ["10.64.0.0/", 'has the prefix length "", which is not a number from 0 to 32', undefined],
    ["fd00::/64", "is IPv6; only IPv4 ranges are bridged", undefined],
    ["ten/8", "is not an IPv4 range", "10.64.0.0/24"],
  ])("%s %s", (text, reason, suggestion) => {
    const result = parseCidr(text);
    expect(result).toEqual(suggestion === undefined ? { reason } : { reason, suggestion });
    expect(isCidrFault(result)).toBe(true);
    expect(() => cidr(text)).toThrow(reason);
  });

  test("containment agrees with cidr-tools", () => {
    fc.assert(
      fc.property(
        fc.oneof(anyCidr, nearCidr),
        nearCidr,
        (a, b) => containsCidr(a, b) === independentContains(formatCidr(a), formatCidr(b)),
      ),
    );
  });

  test("overlap agrees with cidr-tools and is symmetric", () => {
    fc.assert(
      fc.property(fc.oneof(anyCidr, nearCidr), nearCidr, (a, b) => {
        expect(cidrOverlaps(a, b)).toBe(overlapCidr(formatCidr(a), formatCidr(b)));
        expect(cidrOverlaps(b, a)).toBe(cidrOverlaps(a, b));
      }),
    );
  });

  test("the n-th block lies inside, in order, and the last one ends where the outer one ends", () => {
    fc.assert(
      fc.property(anyCidr, fc.integer({ min: 0, max: 8 }), (outer, extra) => {
        const length = Math.min(32, outer.length + extra);
        const count = 2 ** (length - outer.length);
        expect(nthCidr(outer, length, 0)?.base).toBe(outer.base);
        const last = nthCidr(outer, length, count - 1);
        expect(last && lastAddress(last)).toBe(lastAddress(outer));
        expect(nthCidr(outer, length, count)).toBeUndefined();
        expect(nthCidr(outer, length, -1)).toBeUndefined();
      }),
    );
    expect(nthCidr(cidr("10.0.0.0/24"), 23, 0)).toBeUndefined();
  });

  test("sorting puts wider blocks first", () => {
    const sorted = ["10.0.1.0/24", "10.0.0.0/24", "10.0.0.0/16"].map(cidr).sort(compareCidrs);
    expect(texts(sorted)).toEqual(["10.0.0.0/16", "10.0.0.0/24", "10.0.1.0/24"]);
  });

  test("the ends of the address space", () => {
    const all = cidr("0.0.0.0/0");
    expect(lastAddress(all)).toBe(ADDRESS_SPACE - 1);
    expect(containsAddress(all, ADDRESS_SPACE - 1)).toBe(true);
    expect(cidrEquals(cidr("255.255.255.255/32"), cidrAround(ADDRESS_SPACE - 1, 32))).toBe(true);
  });
});
