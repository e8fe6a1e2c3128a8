import { billOf, type GraphBill } from "../billing";
import {
  added,
  type Amount,
  type Charge,
  grouped,
  type Micros,
  monthlyOf,
  monthOf,
  onceOf,
  type PriceTable,
  type RegionPrices,
} from "../prices";
import { type ReadFile } from "../project/network-of";
import { type Secrets } from "../terraform";

/** A component of one Region, priced. */
export interface PricedResources extends Charge {
  /** Undefined: the input does not tell. */
  readonly region: string | undefined;
  readonly each: Micros | undefined;
  readonly amount: Amount;
}

/** What a graph costs. */
export interface ChargedGraph {
  readonly shown: string;
  readonly bill: GraphBill;
  readonly lines: readonly PricedResources[];
  readonly regions: readonly { readonly region: string | undefined; readonly prices: RegionPrices | undefined }[];
  readonly fixed: Amount;
  /** What is charged each time that it is applied. */
  readonly once: Amount;
  readonly secrets: Secrets;
}

/**
 * What a configuration, a plan, a state or an account costs.
 * @param region by whose prices; default: each resource by those of its own
 */
export function costOfSource({ graph, shown }: ReadFile, table: PriceTable, region: string | undefined): ChargedGraph {
  const bill = billOf(graph);
  const charges = bill.charges.map((one) => ({ ...one, region: region ?? one.region }));
  const names = [...new Set(charges.map((one) => one.region))];
  const regions = (names.length > 0 ? names : [region]).map((name) => ({
    region: name,
    prices: name === undefined ? undefined : table.get(name),
  }));
  const each = regions.map(({ region: name, prices }) => {
    const own = grouped(charges.filter((one) => one.region === name));
    const lines = own
      .filter(({ component }) => component !== "path_analysis")
      .map((one): PricedResources => {
        return { ...one, region: name, each: monthOf(prices, one.component), amount: monthlyOf([one], prices) };
      });
    return { lines, fixed: monthlyOf(own, prices), once: onceOf(own, prices) };
  });
  return {
    shown,
    bill,
    lines: each.flatMap(({ lines }) => lines),
    regions,
    fixed: added(each.map(({ fixed }) => fixed)),
    once: added(each.map(({ once }) => once)),
    secrets: graph.secrets,
  };
}
