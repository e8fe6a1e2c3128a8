import * as fc from "fast-check";
import {
  AWS_PRICES,
  type Charge,
  type Component,
  COMPONENTS,
  type ComponentName,
  gigabyteOf,
  gigabyteText,
  grouped,
  HOURS,
  instanceOf,
  monthlyOf,
  monthText,
  onceOf,
  type RegionPrices,
  toDollars,
  unknownWords,
} from "../../src/prices";

const OWN = AWS_PRICES.get("us-east-1");
const FRANKFURT = AWS_PRICES.get("eu-central-1");

/** The table of the project's notes, by hand: dollars of us-east-1. */
const BY_HAND: Readonly<Record<string, readonly [hour: number, gigabyte: number]>> = {
  nat_gateway: [0.045, 0.045],
  transit_gateway_attachment: [0.05, 0.02],
  application_load_balancer: [0.0225, 0.008],
  network_load_balancer: [0.0225, 0.006],
  interface_endpoint: [0.01, 0.01],
  lattice_service: [0.025, 0.025],
};

function monthly(parts: Partial<Record<Component, number>>, prices: RegionPrices | undefined = OWN): number {
  const charges = Object.entries(parts).map(([component, count]) => ({ component, count }) as Charge);
  const { known, unknown } = monthlyOf(charges, prices);
  expect(unknown).toEqual([]);
  return toDollars(known);
}

test.each(Object.entries(BY_HAND))("%s costs what the list says", (component, [hour, gigabyte]) => {
  expect(monthly({ [component]: 4 })).toBeCloseTo(hour * HOURS * 4, 6);
  expect(gigabyteOf([component as Component], OWN)).toEqual({ known: Math.round(gigabyte * 1e6), unknown: [] });
});

test("the article's network costs what its author counted", () => {
  expect(monthly({ nat_gateway: 1, transit_gateway_attachment: 2, application_load_balancer: 1 })).toBe(122.28);
  expect(monthly({ nat_gateway: 1 })).toBe(32.85);
  const path = ["nat_gateway", "application_load_balancer", "transit_gateway_attachment"] as const;
  expect(gigabyteText(gigabyteOf(path, OWN))).toBe("0.073");
});

test("nothing costs nothing, and a zone half a dollar", () => {
  expect(monthly({})).toBe(0);
  expect(gigabyteOf([], OWN).known).toBe(0);
  expect(monthly({ hosted_zone: 3 })).toBe(1.5);
});

test("an instance costs by the hour or by the month, whichever is known", () => {
  expect(monthly({ [instanceOf("t4g.nano")]: 2 })).toBe(6.13);
  expect(monthly({ [instanceOf("c7gn.medium")]: 2 })).toBe(96);
});

describe("what is not known is never 0", () => {
  const charges: Charge[] = [
    { component: "nat_gateway", count: 1 },
    { component: "transit_gateway_attachment", count: 2 },
  ];

  test("the price of a component", () => {
    const amount = monthlyOf(charges, FRANKFURT);
    expect(monthText(amount)).toBe("37.96 + unknown");
    expect(unknownWords(amount)).toBe("2 transit gateway attachments");
    expect(monthText(monthlyOf(charges.slice(1), FRANKFURT))).toBe("unknown");
  });

  test("all prices of a Region, and an instance type that no list has", () => {
    expect(monthText(monthlyOf(charges, undefined))).toBe("unknown");
    expect(gigabyteText(gigabyteOf(["nat_gateway"], undefined))).toBe("unknown");
    const amount = monthlyOf([{ component: instanceOf("x9.huge"), count: 1 }], OWN);
    expect(amount).toMatchObject({ known: 0, unknown: [{ component: "instance:x9.huge", unknown: "price" }] });
  });

  test("how many there are", () => {
    const amount = monthlyOf([...charges, { component: "interface_endpoint", count: undefined }], OWN);
    expect(monthText(amount)).toBe("105.85 + unknown");
    expect(unknownWords(amount)).toBe("an unknown number of endpoint interfaces");
  });

  test("but what costs nothing, or is not there, is known", () => {
    expect(gigabyteOf(["vpc_peering"], OWN)).toEqual({ known: 0, unknown: [] });
    expect(monthlyOf([{ component: "transit_gateway_attachment", count: 0 }], FRANKFURT).unknown).toEqual([]);
  });
});

test("what is charged each time that it is done is no part of a month", () => {
  const charges: Charge[] = [{ component: "path_analysis", count: 2 }];
  expect(monthlyOf(charges, OWN)).toEqual({ known: 0, unknown: [] });
  expect(onceOf(charges, OWN)).toEqual({ known: 200_000, unknown: [] });
});

test("charges of one component are told together; an unknown number makes theirs unknown", () => {
  const charges: Charge[] = [
    { component: "alarm", count: 2 },
    { component: "nat_gateway", count: 1 },
    { component: "alarm", count: 3 },
  ];
  expect(grouped(charges)).toEqual([
    { component: "alarm", count: 5 },
    { component: "nat_gateway", count: 1 },
  ]);
  expect(grouped([...charges, { component: "alarm", count: undefined }])[0]?.count).toBeUndefined();
});

test("more of anything never costs less, and prices add up to the cent", () => {
  const names = (Object.keys(COMPONENTS) as ComponentName[]).filter((name) => name !== "path_analysis");
  const counts = fc.dictionary(fc.constantFrom(...names), fc.nat({ max: 200 }));
  fc.assert(
    fc.property(counts, counts, (some, more) => {
      const both = Object.fromEntries(names.map((name) => [name, (some[name] ?? 0) + (more[name] ?? 0)]));
      expect(monthly(both)).toBeGreaterThanOrEqual(monthly(some));
      // Each of the three is rounded once.
      expect(Math.abs(monthly(both) - monthly(some) - monthly(more))).toBeLessThan(0.0151);
    }),
  );
});
