import { type PricedCharge, type PricedTraffic } from "../../choosing/bridge-cost";
import {
  added,
  type Amount,
  type Charge,
  DOLLAR,
  type Micros,
  priceOf,
  type RegionPrices,
  toDollars,
} from "../../prices";
import { type PlanCost } from "../../project/plan-cost";
import { type ChargedGraph } from "../../questions/source-cost";

const dollarsOf = (micros: Micros): number => micros / DOLLAR;

/** A sum: null where something of it is not known, and then what. */
function amountAsJson({ known, unknown }: Amount, toNumber = toDollars) {
  return {
    usd: unknown.length === 0 ? toNumber(known) : null,
    known: toNumber(known),
    ...(unknown.length > 0 && {
      unknown: unknown.map(({ component, count, unknown: what }) => ({
        component,
        number: count ?? null,
        unknown: what,
      })),
    }),
  };
}

function pricesAsJson(region: string | undefined, prices: RegionPrices | undefined) {
  if (!prices) return { region: region ?? null, known: false };
  return { region: prices.region, known: true, date: prices.date, source: prices.source };
}

function chargeAsJson(
  charge: Charge & { readonly each: Micros | undefined; readonly amount: Amount },
  prices: RegionPrices | undefined,
) {
  const { component, count, each, amount } = charge;
  const price = priceOf(prices, component);
  return {
    component,
    number: count ?? null,
    each: each === undefined ? null : dollarsOf(each),
    ...amountAsJson(amount),
    ...(price && { date: price.date, source: price.source }),
  };
}

function trafficAsJson({ from, to, carries, hops, gigabyte, crossing, payers }: PricedTraffic) {
  const gb = (amount: Amount) => amountAsJson(amount, dollarsOf);
  return {
    from,
    to,
    carries,
    through: hops.map(({ component, leg }) => ({ component, leg })),
    gb: gb(gigabyte),
    between_zones: crossing.map(gb),
    accounts: payers.map(({ provider, sent, answered }) => ({ provider, to_web: gb(sent), back: gb(answered) })),
  };
}

/** What a bridge costs as data, after schema/cost.schema.json; without the path analyses, which are no part of a month. */
export function costAsJson({ region, prices, cost, byUse }: PlanCost) {
  const { charges, fixed, byLeg, byAccount, once, traffic, payers } = cost;
  const monthly = charges.filter(({ component }) => component !== "path_analysis");
  const component = (charge: PricedCharge) => ({
    ...chargeAsJson(charge, prices),
    leg: charge.leg,
    account: { provider: charge.provider, id: payers.find(({ provider }) => provider === charge.provider)?.id ?? null },
  });
  return {
    region,
    prices: [pricesAsJson(region, prices)],
    components: monthly.map(component),
    fixed: amountAsJson(fixed),
    legs: byLeg.map(({ leg, amount }) => ({ leg, ...amountAsJson(amount) })),
    accounts: byAccount.map(({ payer, amount }) => ({
      provider: payer.provider,
      id: payer.id ?? null,
      ...amountAsJson(amount),
    })),
    each_apply: amountAsJson(once),
    traffic: traffic.map(trafficAsJson),
    by_use: byUse,
  };
}

/** What a configuration, a plan or a state costs as data, after schema/cost.schema.json. */
export function graphCostAsJson({ bill, lines, regions, fixed, once, shown }: ChargedGraph) {
  const isWhole = bill.notPriced.length === 0 && bill.notRead.length === 0;
  return {
    source: shown,
    prices: regions.map(({ region, prices }) => pricesAsJson(region, prices)),
    components: lines.map((line) => {
      const prices = regions.find(({ region }) => region === line.region)?.prices;
      return { ...chargeAsJson(line, prices), region: line.region ?? null };
    }),
    fixed: { ...amountAsJson(fixed), ...(!isWhole && { usd: null }) },
    each_apply: amountAsJson(once),
    by_use: bill.byUse,
    not_priced: bill.notPriced.map(({ address, type, why }) => ({ address, type, why })),
    not_read: bill.notRead,
  };
}

/** The sum of several bridges. */
export function sumAsJson(amounts: readonly Amount[]) {
  return amountAsJson(added(amounts));
}
