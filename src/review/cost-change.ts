import { billOf, type GraphBill, type ResourceCharge } from "../billing";
import {
  added,
  type Amount,
  AWS_PRICES,
  type Charge,
  type Component,
  grouped,
  monthlyOf,
  type PriceTable,
} from "../prices";
import { type ResourceGraph } from "../terraform";

/** How the number of a component changes in a Region. Undefined: not known until apply. */
export interface ChangedCount {
  readonly component: Component;
  /** Undefined: the plan does not tell. */
  readonly region: string | undefined;
  readonly before: number | undefined;
  readonly after: number | undefined;
}

/** How many resources there are of a type that nobody here knows the price of. */
interface ChangedType {
  readonly type: string;
  /** Whether a part of it has a price, as an instance whose disk has none. */
  readonly isPartly: boolean;
  readonly before: number;
  readonly after: number;
}

/** What a month costs. */
export interface Month extends Amount {
  /** False where there is more, of types that no price is known of, or that could not be read. */
  readonly isWhole: boolean;
}

/** What a plan does to what a month costs. */
export interface CostChange {
  readonly before: Month;
  readonly after: Month;
  /** What changes, where the price of one is known in both, or in none. */
  readonly counts: readonly ChangedCount[];
  readonly notPriced: readonly ChangedType[];
  /** Regions in which something changes, with the day of their prices; undefined: none are known. */
  readonly regions: readonly { readonly region: string | undefined; readonly date: string | undefined }[];
}

type Side = Pick<GraphBill, "charges" | "notPriced" | "notRead">;

function isMonthly({ component }: Charge): boolean {
  return component !== "path_analysis";
}

function byRegion(charges: readonly ResourceCharge[]): Map<string | undefined, readonly Charge[]> {
  const own = charges.filter(isMonthly);
  const regions = [...new Set(own.map(({ region }) => region))];
  return new Map(regions.map((region) => [region, grouped(own.filter((one) => one.region === region))]));
}

function changedCounts(before: Side, after: Side): ChangedCount[] {
  const [was, will] = [byRegion(before.charges), byRegion(after.charges)];
  return [...new Set([...was.keys(), ...will.keys()])].flatMap((region) => {
    const [old, next] = [was.get(region) ?? [], will.get(region) ?? []];
    const components = [...new Set([...old, ...next].map(({ component }) => component))];
    return components.flatMap((component): ChangedCount[] => {
      const counts = [old, next].map((all) => all.find((one) => one.component === component));
      const [a, b] = counts.map((one) => (one ? one.count : 0));
      return a === b ? [] : [{ component, region, before: a, after: b }];
    });
  });
}

function changedTypes(before: Side, after: Side): ChangedType[] {
  const count = ({ notPriced }: Side, type: string): number => notPriced.filter((one) => one.type === type).length;
  const types = [...new Set([...before.notPriced, ...after.notPriced].map(({ type }) => type))];
  return types.flatMap((type) => {
    const isPartly = [...before.notPriced, ...after.notPriced].some((one) => one.type === type && one.why !== "type");
    const change = { type, isPartly, before: count(before, type), after: count(after, type) };
    return change.before === change.after ? [] : [change];
  });
}

function monthOf({ charges, notPriced, notRead }: Side, table: PriceTable): Month {
  const sum = added(
    [...byRegion(charges)].map(([region, own]) => monthlyOf(own, region === undefined ? undefined : table.get(region))),
  );
  return { ...sum, isWhole: notPriced.length === 0 && notRead.length === 0 };
}

/**
 * What becomes of the fixed month; undefined where nothing that AWS charges for by being there changes in number.
 * @param before the network as it is, with its providers named as after the plan
 */
export function costChange(before: ResourceGraph, after: ResourceGraph, table = AWS_PRICES): CostChange | undefined {
  const [was, will] = [billOf(before), billOf(after)];
  const counts = changedCounts(was, will);
  const notPriced = changedTypes(was, will);
  if (counts.length === 0 && notPriced.length === 0) return undefined;
  const regions = [...new Set(counts.map(({ region }) => region))].map((region) => ({
    region,
    date: region === undefined ? undefined : table.get(region)?.date,
  }));
  return { before: monthOf(was, table), after: monthOf(will, table), counts, notPriced, regions };
}
