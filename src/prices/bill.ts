import { type Component, COMPONENTS, countedWords, instanceTypeOf } from "./components";
import { dollarsText, type Micros, priceText } from "./money";
import { monthOf, type RegionPrices, unitPrice } from "./price-table";

/** A number of one component. */
export interface Charge {
  readonly component: Component;
  /** Undefined: not known until apply. */
  readonly count: number | undefined;
}

/** A part of a sum that nobody knows: how many there are, or what one costs. */
interface UnknownPart extends Charge {
  readonly unknown: "count" | "price";
}

/** A sum, and what has to be added to it that is not known. */
export interface Amount {
  readonly known: Micros;
  readonly unknown: readonly UnknownPart[];
}

export const NOTHING: Amount = { known: 0, unknown: [] };

/** All of them together. */
export function added(amounts: readonly Amount[]): Amount {
  const known = amounts.reduce((sum, one) => sum + one.known, 0);
  return { known, unknown: amounts.flatMap(({ unknown }) => unknown) };
}

function amountOf({ component, count }: Charge, price: Micros | undefined): Amount {
  if (count === 0) return NOTHING;
  // Nothing times an unknown number is nothing.
  if (price === 0) return NOTHING;
  if (price === undefined) return { known: 0, unknown: [{ component, count, unknown: "price" }] };
  if (count === undefined) return { known: 0, unknown: [{ component, count, unknown: "count" }] };
  return { known: price * count, unknown: [] };
}

/** Whether a component costs by being there. */
function isFixed(component: Component): boolean {
  if (instanceTypeOf(component) !== undefined) return true;
  const units: readonly string[] = COMPONENTS[component as keyof typeof COMPONENTS].units;
  return units.includes("hour") || units.includes("month");
}

/** What these cost a month by being there; what has no fixed price is left out. */
export function monthlyOf(charges: readonly Charge[], prices: RegionPrices | undefined): Amount {
  return added(
    charges.filter(({ component }) => isFixed(component)).map((one) => amountOf(one, monthOf(prices, one.component))),
  );
}

/** What these cost each time that they are done. */
export function onceOf(charges: readonly Charge[], prices: RegionPrices | undefined): Amount {
  const once = charges.filter(({ component }) => component === "path_analysis");
  return added(once.map((one) => amountOf(one, unitPrice(prices, one.component, "once"))));
}

/** What a gigabyte costs that goes through these, one after the other. */
export function gigabyteOf(path: readonly Component[], prices: RegionPrices | undefined): Amount {
  return added(path.map((component) => amountOf({ component, count: 1 }, unitPrice(prices, component, "gb"))));
}

/** Charges of one component put together, in the order in which they come; a number that is unknown makes theirs unknown. */
export function grouped(charges: readonly Charge[]): Charge[] {
  const found = new Map<Component, Charge>();
  for (const { component, count } of charges) {
    const before = found.get(component);
    const sum =
      before === undefined
        ? count
        : before.count === undefined || count === undefined
          ? undefined
          : before.count + count;
    found.set(component, { component, count: sum });
  }
  return [...found.values()];
}

function withUnknown(known: string, { known: sum, unknown }: Amount): string {
  if (unknown.length === 0) return known;
  return sum === 0 ? "unknown" : `${known} + unknown`;
}

/** `122.28`, `51.76 + unknown` or `unknown`: dollars a month. */
export function monthText(amount: Amount): string {
  return withUnknown(dollarsText(amount.known), amount);
}

/** `0.073`, `0.053 + unknown` or `unknown`: dollars for a gigabyte. */
export function gigabyteText(amount: Amount): string {
  return withUnknown(priceText(amount.known), amount);
}

/** What is not known of a sum, in words: "2 transit gateway attachments". */
export function unknownWords({ unknown }: Amount): string {
  return grouped(unknown)
    .map(({ component, count }) => countedWords(component, count))
    .join(", ");
}
