import { isIPv6 } from "node:net";
import { containsCidr as independentContains, excludeCidr, mergeCidr, overlapCidr } from "cidr-tools";
import fc from "fast-check";
import {
  type Address,
  after,
  ALL_ADDRESSES,
  ALL_IPV4,
  ALL_IPV6,
  type Cidr,
  cidr,
  cidrAround,
  cidrOverlaps,
  compareAddresses,
  compareCidrs,
  complement,
  containsAddress,
  containsCidr,
  familyOfSet,
  formatAddress,
  formatCidr,
  intersect,
  IPV6_END,
  IPV6_START,
  isCidrFault,
  isEmptySet,
  lastAddress,
  ofFamily,
  parseAddress,
  parseCidr,
  setHas,
  setOfAddresses,
  setOfCidr,
  setOfCidrs,
  setsEqual,
  setSize,
  subtract,
  toCidrs,
  union,
} from "../../src/ip";

/** Addresses and sets of both families, against an independent library and Node's own reader. */

const anyIpv6 = fc.bigInt({ min: IPV6_START, max: IPV6_END - 1n });
const anyAddress: fc.Arbitrary<Address> = fc.oneof(fc.integer({ min: 0, max: 2 ** 32 - 1 }), anyIpv6);
const anyCidr = fc.oneof(
  fc.tuple(fc.integer({ min: 0, max: 2 ** 32 - 1 }), fc.integer({ min: 0, max: 32 })),
  fc.tuple(anyIpv6, fc.integer({ min: 0, max: 128 })),
);
const blocks = anyCidr.map(([address, length]) => cidrAround(address, length));
// Close together, so that overlaps, adjacency and nesting happen often; of both families side by side.
const near = fc
  .tuple(fc.boolean(), fc.integer({ min: 0, max: 1023 }), fc.integer({ min: 22, max: 32 }))
  .map(([isIpv6, offset, length]) =>
    isIpv6
      ? cidrAround(after(cidr("2600:1f14::/64").base, offset), length + 96)
      : cidrAround(0x0a400000 + offset, length),
  );
const some = fc.array(near, { maxLength: 12 });
const texts = (list: readonly Cidr[]) => list.map(formatCidr);

describe("addresses", () => {
  test("format and parse are inverse", () => {
    fc.assert(fc.property(anyAddress, (address) => parseAddress(formatAddress(address)) === address));
  });

  test("IPv6 is written as RFC 5952 wants it", () => {
    const known = {
      "0:0:0:0:0:0:0:0": "::",
      "0:0:0:0:0:0:0:1": "::1",
      "2001:DB8:0:0:0:0:2:1": "2001:db8::2:1",
      "2001:db8:0:1:1:1:1:1": "2001:db8:0:1:1:1:1:1",
      "2001:0:0:1:0:0:0:1": "2001:0:0:1::1",
      "2001:db8:0:0:1:0:0:1": "2001:db8::1:0:0:1",
      "64:ff9b::192.0.2.33": "64:ff9b::c000:221",
      "::ffff:10.64.0.10": "::ffff:a40:a",
      "1::": "1::",
      "1:2:3:4:5:6:7::": "1:2:3:4:5:6:7:0",
    };
    for (const [text, canonical] of Object.entries(known))
      expect(formatAddress(parseAddress(text) ?? 0)).toBe(canonical);
  });

  test("what is an address is what Node takes for one, zone indexes apart", () => {
    const piece = fc.constantFrom(
      "",
      "0",
      "1",
      "ff",
      "2001",
      "db8",
      "12345",
      "g",
      "1.2.3.4",
      "256.1.1.1",
      ":",
      "01.2.3.4",
    );
    const written = fc.array(piece, { minLength: 1, maxLength: 10 }).map((parts) => parts.join(":"));
    fc.assert(
      fc.property(fc.oneof(written, anyIpv6.map(formatAddress), fc.string()), (text) => {
        fc.pre(text.includes(":") && !text.includes("%"));
        expect(parseAddress(text) !== undefined).toBe(isIPv6(text));
      }),
      { numRuns: 2000 },
    );
  });

  test("all of IPv4 comes before IPv6, and nothing of one is next to the other", () => {
    fc.assert(
      fc.property(anyAddress, anyAddress, (one, other) => {
        expect(Math.sign(compareAddresses(one, other))).toBe(-Math.sign(compareAddresses(other, one)) + 0);
        if (typeof one !== typeof other) expect(compareAddresses(one, other)).toBe(typeof one === "bigint" ? 1 : -1);
      }),
    );
    expect(union<Address>(ALL_IPV4, ALL_IPV6)).toHaveLength(2);
  });
});

describe("CIDRs", () => {
  test("format and parse are inverse", () => {
    fc.assert(fc.property(blocks, (block) => expect(parseCidr(formatCidr(block))).toEqual(block)));
  });

  test.each([
    ["2001:db8::", "has no prefix length"],
    ["2001:db8::/129", 'has the prefix length "129", which is not a number from 0 to 128'],
    ["2001:db8::1/64", "has host bits set"],
    ["2001:db8::/064", 'has the prefix length "064", which is not a number from 0 to 128'],
    ["2001:db8:::/64", "is not an IPv6 range"],
    [":/0", "is not an IPv6 range"],
  ])("%s %s", (text, reason) => {
    const result = parseCidr(text);
    expect(isCidrFault(result) && result.reason).toBe(reason);
  });

  test("containment and overlap agree with cidr-tools", () => {
    fc.assert(
      fc.property(fc.oneof(blocks, near), near, (one, other) => {
        expect(containsCidr(one, other)).toBe(independentContains(formatCidr(one), formatCidr(other)));
        expect(cidrOverlaps(one, other)).toBe(overlapCidr(formatCidr(one), formatCidr(other)));
        expect(cidrOverlaps(other, one)).toBe(cidrOverlaps(one, other));
      }),
    );
  });

  test("a block holds its first and last address and none beside them", () => {
    fc.assert(
      fc.property(blocks, (block) => {
        expect(containsAddress(block, block.base) && containsAddress(block, lastAddress(block))).toBe(true);
        expect(containsAddress(block, after(lastAddress(block)))).toBe(false);
        expect(containsAddress(block, after(block.base, -1))).toBe(false);
      }),
    );
  });

  test("sorting puts IPv4 first and wider blocks before narrow ones", () => {
    const sorted = ["2600::/16", "10.0.1.0/24", "2600::/12", "10.0.0.0/16"].map(cidr).sort(compareCidrs);
    expect(texts(sorted)).toEqual(["10.0.0.0/16", "10.0.1.0/24", "2600::/12", "2600::/16"]);
  });
});

describe("sets of both families", () => {
  test("aggregation agrees with cidr-tools", () => {
    fc.assert(fc.property(some, (list) => expect(texts(toCidrs(setOfCidrs(list)))).toEqual(mergeCidr(texts(list)))));
  });

  test("subtraction agrees with cidr-tools", () => {
    fc.assert(
      fc.property(some, some, (one, other) => {
        const mine = texts(toCidrs(subtract(setOfCidrs(one), setOfCidrs(other))));
        expect(mine).toEqual(mergeCidr(excludeCidr(texts(one), texts(other))));
      }),
    );
  });

  test("set algebra holds", () => {
    fc.assert(
      fc.property(some, some, (left, right) => {
        const [one, other] = [setOfCidrs(left), setOfCidrs(right)];
        expect(complement(complement(one))).toEqual(one);
        expect(union(intersect(one, other), subtract(one, other))).toEqual(one);
        expect(setSize(union(one, other))).toBe(setSize(one) + setSize(other) - setSize(intersect(one, other)));
        expect(setsEqual(union(one, other), union(other, one))).toBe(true);
        expect(isEmptySet(intersect(one, complement(one)))).toBe(true);
        expect(union(ofFamily(one, "ipv4"), ofFamily(one, "ipv6"))).toEqual(one);
        expect(ofFamily(one, "ipv6")).toEqual(intersect(one, ALL_IPV6));
      }),
    );
  });

  test("membership is that of some CIDR", () => {
    const address = near.map(({ base }) => base);
    fc.assert(
      fc.property(some, address, (list, one) => {
        expect(setHas(setOfCidrs(list), one)).toBe(list.some((block) => containsAddress(block, one)));
      }),
    );
  });

  test("everything, nothing and single addresses", () => {
    expect(texts(toCidrs(ALL_ADDRESSES))).toEqual(["0.0.0.0/0", "::/0"]);
    expect(complement(ALL_ADDRESSES)).toEqual([]);
    expect(complement(ALL_IPV4)).toEqual(ALL_IPV6);
    expect(texts(toCidrs(setOfAddresses([3, 1, 2, 2, IPV6_START])))).toEqual(["0.0.0.1/32", "0.0.0.2/31", "::/128"]);
    expect(familyOfSet(setOfCidr(cidr("::/0")))).toBe("ipv6");
  });
});
