import fc from "fast-check";
import { type Candidate, choosePairs } from "../../src/review/pairs";

/** Pairs are chosen and counted without going through them; here each one is gone through. */

const somebody = {} as never;
const side = fc.option(
  fc.record({
    sender: fc.constantFrom(somebody, undefined),
    receiver: fc.constantFrom(somebody, undefined),
  }),
  { nil: undefined },
);
const candidate = fc.record({
  ...{ before: side, after: side, size: fc.integer({ min: 1, max: 4 }), services: fc.integer({ min: 0, max: 3 }) },
  ...{ isReached: fc.boolean(), hasChanged: fc.boolean(), isInternet: fc.constantFrom(false, false, false, true) },
}) as fc.Arbitrary<Candidate>;

function oneByOne(classes: readonly Candidate[], room: number) {
  const open = [0, 1, 2].map(() => ({ pairs: [] as object[], questions: 0 }));
  let [untouched, skipped] = [0, 0];
  for (const from of classes)
    for (const to of classes) {
      const pairs = from.size * (from === to ? from.size - 1 : to.size);
      const exists = (from.before?.sender && to.before?.receiver) ?? (from.after?.sender && to.after?.receiver);
      if (pairs === 0 || !exists || (from.isInternet && to.isInternet)) continue;
      if (!from.isReached || !to.isReached) {
        untouched += pairs;
        continue;
      }
      const own = open[Number(from.hasChanged) + Number(to.hasChanged)]!;
      if (own.questions >= room) skipped += pairs * to.services;
      else if (to.services > 0) own.pairs.push({ from, to, pairs });
      own.questions += to.services;
    }
  return { pairs: [...open].reverse().flatMap((one) => one.pairs), untouched, skipped };
}

test("pairs are those that come first, and the others are counted as one by one", () => {
  fc.assert(
    fc.property(fc.array(candidate, { maxLength: 9 }), fc.integer({ min: 0, max: 30 }), (classes, room) => {
      expect(choosePairs(classes, room)).toEqual(oneByOne(classes, room));
    }),
    { numRuns: 2000 },
  );
});

test("a hundred thousand classes are counted, not gone through pair by pair", () => {
  const end = { sender: somebody, receiver: somebody };
  const one = { before: undefined, after: end, size: 1, services: 2, isReached: true, hasChanged: true };
  const classes = Array.from({ length: 100_000 }, () => ({ ...one, isInternet: false }));
  const { pairs, skipped } = choosePairs(classes, 4000);
  expect(pairs.length).toBe(2000);
  expect(skipped).toBe(100_000 * 99_999 * 2 - 4000);
});
