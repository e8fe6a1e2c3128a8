import * as fc from "fast-check";
import { byGigabyte, HOURS, monthly, PRICES, type Part } from "../../src/choosing/prices";

/** The table of the project's notes, by hand: dollars. */
const BY_HAND: Readonly<Record<Part, readonly [hour: number, gigabyte: number]>> = {
  natGateway: [0.045, 0.045],
  attachment: [0.05, 0.02],
  alb: [0.0225, 0.008],
  nlb: [0.0225, 0.006],
  endpointZone: [0.01, 0.01],
  latticeService: [0.025, 0.025],
  peering: [0, 0],
};

test.each(Object.entries(BY_HAND) as [Part, [number, number]][])("%s costs what the list says", (part, [hour, gb]) => {
  expect(monthly({ [part]: 4 })).toBeCloseTo(hour * HOURS * 4, 6);
  expect(byGigabyte([part])).toBe(gb);
});

test("the article's network costs what its author counted", () => {
  expect(monthly({ natGateway: 1, attachment: 2, alb: 1 })).toBe(122.28);
  expect(monthly({ natGateway: 1 })).toBe(32.85);
  expect(byGigabyte(["natGateway", "alb", "attachment"])).toBe(0.073);
});

test("nothing costs nothing, and a zone half a dollar", () => {
  expect(monthly({})).toBe(0);
  expect(byGigabyte([])).toBe(0);
  expect(monthly({ hostedZones: 3 })).toBe(1.5);
});

test("more of anything never costs less, and prices add up to the cent", () => {
  const counts = fc.dictionary(fc.constantFrom(...(Object.keys(PRICES) as Part[])), fc.nat({ max: 200 }));
  fc.assert(
    fc.property(counts, counts, (some, more) => {
      const parts = Object.keys(PRICES) as Part[];
      const both = Object.fromEntries(parts.map((part) => [part, (some[part] ?? 0) + (more[part] ?? 0)]));
      expect(monthly(both)).toBeGreaterThanOrEqual(monthly(some));
      // Each of the three is rounded once.
      expect(Math.abs(monthly(both) - monthly(some) - monthly(more))).toBeLessThan(0.0151);
    }),
  );
});
