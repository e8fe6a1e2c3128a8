import { type Component, type ComponentName, instanceTypeOf, type Unit } from "./components";
import { HOURS, type Micros } from "./money";

/** A price by its units; `null` says that it is not known. */
export type Price = Readonly<Partial<Record<Unit, Micros | null>>> & {
  readonly date: string;
  readonly source: string;
};

/** What is known of one Region. */
export interface RegionPrices {
  readonly region: string;
  /** The day that the prices were noted, as `2026-11-27`. */
  readonly date: string;
  /** Where they come from, and how sure that is. */
  readonly source: string;
  readonly prices: ReadonlyMap<ComponentName, Price>;
  /** By instance type: Linux, on demand. */
  readonly instances: ReadonlyMap<string, Price>;
}

/** Prices by Region. */
export type PriceTable = ReadonlyMap<string, RegionPrices>;

/** The price of a component; undefined where nothing is said of it. */
export function priceOf(prices: RegionPrices | undefined, component: Component): Price | undefined {
  const type = instanceTypeOf(component);
  return type === undefined ? prices?.prices.get(component as ComponentName) : prices?.instances.get(type);
}

/** What one of it costs in a unit; undefined where that is not known. */
export function unitPrice(prices: RegionPrices | undefined, component: Component, unit: Unit): Micros | undefined {
  return priceOf(prices, component)?.[unit] ?? undefined;
}

/** What one of it costs a month by being there; undefined where that is not known. */
export function monthOf(prices: RegionPrices | undefined, component: Component): Micros | undefined {
  const hour = unitPrice(prices, component, "hour");
  return hour === undefined ? unitPrice(prices, component, "month") : hour * HOURS;
}

/** A table with another's Regions and prices put over it. */
export function withPrices(table: PriceTable, over: PriceTable): PriceTable {
  const both = new Map(table);
  for (const [region, added] of over) {
    const own = table.get(region);
    both.set(region, {
      ...added,
      prices: new Map([...(own?.prices ?? []), ...added.prices]),
      instances: new Map([...(own?.instances ?? []), ...added.instances]),
    });
  }
  return both;
}
