import fc from "fast-check";
import { RangeIndex } from "../../src/reachability/range-index";

const range = fc
  .tuple(fc.integer({ min: 0, max: 40 }), fc.integer({ min: 1, max: 45 }))
  .map(([start, size]) => ({ start, end: start + size }));

test("an index finds exactly the ranges that overlap, wide ones that begin long before too", () => {
  fc.assert(
    fc.property(fc.array(range, { maxLength: 40 }), range, (ranges, wanted) => {
      const found = new Set<number>();
      new RangeIndex(ranges.map((one, place) => ({ ...one, place }))).collect(wanted.start, wanted.end, found);
      const overlapping = ranges.flatMap(({ start, end }, place) =>
        start < wanted.end && wanted.start < end ? [place] : [],
      );
      expect([...found].sort((a, b) => a - b)).toEqual(overlapping);
    }),
  );
});
