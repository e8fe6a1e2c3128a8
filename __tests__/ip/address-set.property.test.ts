import fc from "fast-check";
import { complement, intersect, setHas, setOfAddresses, subtract, union, unionOf } from "../../src/ip";

/** Sets that find their place by halving, against lists of single addresses. */

const MOST = 40;
const members = fc.uniqueArray(fc.integer({ min: 0, max: MOST }), { maxLength: MOST });
const all = Array.from({ length: MOST + 1 }, (_, address) => address);

test("intersection, difference, union and membership are those of the addresses", () => {
  fc.assert(
    fc.property(members, members, (a, b) => {
      const [left, right] = [setOfAddresses(a), setOfAddresses(b)];
      const of = (wanted: (address: number) => boolean) => setOfAddresses(all.filter(wanted));
      expect(intersect(left, right)).toEqual(of((one) => a.includes(one) && b.includes(one)));
      expect(subtract(left, right)).toEqual(of((one) => a.includes(one) && !b.includes(one)));
      expect(union(left, right)).toEqual(of((one) => a.includes(one) || b.includes(one)));
      expect(complement(complement(left))).toEqual(left);
      expect(all.filter((one) => setHas(left, one))).toEqual([...a].sort((x, y) => x - y));
    }),
  );
});

test("a union of more sets than a function takes arguments", () => {
  const sets = Array.from({ length: 300_000 }, (_, i) => setOfAddresses([i]));
  expect(unionOf(sets)).toEqual([{ start: 0, end: 300_000 }]);
});
