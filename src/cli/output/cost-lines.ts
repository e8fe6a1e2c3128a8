import { type PricedCharge, type PricedTraffic } from "../../choosing/bridge-cost";
import { table } from "../../escape/columns";
import {
  added,
  type Amount,
  componentWords,
  dollarsText,
  gigabyteText,
  monthText,
  NOTHING,
  type PriceTable,
  priceText,
  unitPrice,
} from "../../prices";
import { type PlanCost } from "../../project/plan-cost";
import { parseAddress } from "../../terraform";
import { type ChargedGraph, type PricedResources } from "../../questions/source-cost";
import { legWords, payerWords, pricesLines, sumWords, typesWords } from "./cost-words";
import { colorsFor, type Io } from "./io";

function countText(count: number | undefined): string {
  return count === undefined ? "unknown" : String(count);
}

/** A range of sums, one where both ends are the same. */
function rangeText([least, most]: readonly [Amount, Amount], text: (amount: Amount) => string): string {
  const [a, b] = [text(least), text(most)];
  return a === b ? a : `${a} to ${b}`;
}

function times({ known, unknown }: Amount, factor: number): Amount {
  return { known: known * factor, unknown };
}

function chargeRows({ cost }: PlanCost): string[][] {
  const hasAccounts = cost.payers.length > 1;
  const row = ({ component, count, each, amount, leg, provider }: PricedCharge): string[] => {
    const payer = cost.payers.find((one) => one.provider === provider) ?? { provider, id: undefined };
    const price = each === undefined ? "unknown" : dollarsText(each);
    const cells = [componentWords(component), countText(count), price, monthText(amount), legWords(leg)];
    return hasAccounts ? [...cells, payerWords(payer)] : cells;
  };
  const head = ["COMPONENT", "NUMBER", "$ EACH", "$/MONTH", "LEG"];
  const monthly = cost.charges.filter(({ component }) => component !== "path_analysis");
  return [hasAccounts ? [...head, "PAYS"] : head, ...monthly.map(row)];
}

function sumLines({ cost }: PlanCost): string[] {
  const legs = cost.byLeg.map(({ leg, amount }) => `${legWords(leg)} ${monthText(amount)}`);
  const accounts = cost.byAccount.map(({ payer, amount }) => `${payerWords(payer)} ${monthText(amount)}`);
  const hasOnce = cost.once.known > 0 || cost.once.unknown.length > 0;
  return table(
    [
      ["fixed", `${sumWords(cost.fixed)} $ a month`],
      ["by leg", legs.join(", ")],
      ...(cost.payers.length > 1 ? [["by account", accounts.join(", ")]] : []),
      ...(hasOnce ? [["each apply", `${sumWords(cost.once)} $ for the path analyses`]] : []),
    ],
    "  ",
  );
}

const WHAT: Readonly<Record<PricedTraffic["carries"], string>> = { HTTP: "HTTP", TCP: "TCP", all: "by appliance" };

/** What a gigabyte goes through, with each one's price. */
function hopsText({ hops }: PricedTraffic, { prices }: PlanCost): string {
  return hops
    .map(({ component }) => {
      const price = unitPrice(prices, component, "gb");
      return `${componentWords(component)} ${price === undefined ? "unknown" : priceText(price)}`;
    })
    .join(" + ");
}

function payersText({ payers }: PricedTraffic, { cost }: PlanCost): string[] {
  if (payers.length < 2) return [];
  const name = (provider: string): string =>
    payerWords(cost.payers.find((one) => one.provider === provider) ?? { provider, id: undefined });
  return payers.map(
    ({ provider, sent, answered }) =>
      `    ${name(provider)} pays ${gigabyteText(sent)} of a GB to the web side, ${gigabyteText(answered)} of one back`,
  );
}

function trafficLines(told: PlanCost, gigabytes: number | undefined): string[] {
  const { traffic, fixed } = told.cost;
  if (traffic.length === 0) return [];
  const rows = traffic.map((one) => [
    `${one.from} to ${one.to}, ${WHAT[one.carries]}`,
    gigabyteText(one.gigabyte),
    rangeText(one.crossing, gigabyteText),
    hopsText(one, told),
  ]);
  const lines = table([["TRAFFIC, BOTH DIRECTIONS", "$/GB", "BETWEEN ZONES", "MADE OF"], ...rows], "  ");
  const paying = traffic.flatMap((one) => {
    const own = payersText(one, told);
    return own.length > 0 ? [`  ${one.from} to ${one.to}, ${WHAT[one.carries]}, within a zone`, ...own] : [];
  });
  const ends = traffic.map(({ gigabyte, crossing }) => crossing.map((more) => added([gigabyte, more])));
  const total = (end: 0 | 1): Amount => {
    const all = ends.map((one) => added([fixed, times(one[end] ?? NOTHING, gigabytes ?? 0)]));
    const sorted = all.toSorted((a, b) => a.known - b.known);
    return (end === 0 ? sorted[0] : sorted.at(-1)) ?? fixed;
  };
  const month =
    gigabytes === undefined
      ? []
      : [`  with ${gigabytes} GB a month: ${rangeText([total(0), total(1)], monthText)} $ a month`];
  return [
    "",
    ...lines,
    ...paying,
    ...month,
    "  a load balancer's GB is one capacity unit; many connections or rules take more",
  ];
}

/** What is in no sum, and what in one that an account may not pay. */
function notInSum(byUse: readonly string[], components: readonly string[]): string[] {
  const types = byUse.map((address) => parseAddress(address)?.type ?? address);
  const used = types.length > 0 ? [`  by use, in no sum: ${typesWords(types)}`] : [];
  const isWatched = components.some((one) => one === "alarm" || one === "dashboard");
  const free = "  the free tier is not taken off: of an account 10 alarms and 3 dashboards cost nothing";
  return isWatched ? [...used, free] : used;
}

/** What a bridge costs: a line for each component and leg, then the sums, then what a gigabyte costs. */
export function costLines(io: Io, told: PlanCost, prices: PriceTable, gigabytes: number | undefined): string[] {
  return [
    colorsFor(io.stdout).bold(`${told.name}  ${told.region}`),
    ...pricesLines(told.region, told.prices, prices),
    "",
    ...table(chargeRows(told), "  "),
    "",
    ...sumLines(told),
    ...trafficLines(told, gigabytes),
    ...notInSum(
      told.byUse,
      told.cost.charges.map(({ component }) => component),
    ),
  ];
}

/** The same in two lines. */
export function shortCostLines({ name, region, cost }: PlanCost): string[] {
  const each = [...new Set(cost.traffic.map(({ gigabyte }) => gigabyteText(gigabyte)))].join(", ");
  return [
    `  costs ${sumWords(cost.fixed)} $ a month and ${each} $ a GB, by lists of ${region}; with what watches it and demo hosts`,
    `  overlap cost ${name} tells what of, leg by leg`,
  ];
}

function resourceRows(lines: readonly PricedResources[]): string[][] {
  const hasRegions = new Set(lines.map(({ region }) => region)).size > 1;
  const row = ({ component, count, each, amount, region }: PricedResources): string[] => [
    componentWords(component),
    countText(count),
    each === undefined ? "unknown" : dollarsText(each),
    monthText(amount),
    ...(hasRegions ? [region ?? "unknown"] : []),
  ];
  const head = ["COMPONENT", "NUMBER", "$ EACH", "$/MONTH"];
  return [hasRegions ? [...head, "REGION"] : head, ...lines.map(row)];
}

const REASONS = {
  type: "no price is known of",
  kind: "no price is known of this kind of",
  unknown: "not known until apply what kind:",
} as const;

/** What a configuration, a plan or a state costs, as far as it has components of the table. */
export function graphCostLines(io: Io, told: ChargedGraph, prices: PriceTable): string[] {
  const { bill, lines, fixed, once, regions, shown } = told;
  const hasOnce = once.known > 0 || once.unknown.length > 0;
  const unpriced = (["type", "kind", "unknown"] as const).flatMap((why) => {
    const types = bill.notPriced.filter((one) => one.why === why).map(({ type }) => type);
    return types.length > 0 ? [`  ${REASONS[why]} ${typesWords(types)}`] : [];
  });
  const isWhole = unpriced.length === 0 && bill.notRead.length === 0;
  return [
    colorsFor(io.stdout).bold(shown),
    ...(lines.length > 0 ? regions : []).flatMap(({ region, prices: own }) => pricesLines(region, own, prices)),
    "",
    ...(lines.length > 0 ? [...table(resourceRows(lines), "  "), ""] : []),
    `  fixed: ${sumWords(fixed)} $ a month${isWhole ? "" : ", and what no price is known of"}`,
    ...(hasOnce ? [`  each apply: ${sumWords(once)} $ for path analyses`] : []),
    ...unpriced,
    ...bill.notRead.map(({ address, reason }) => `  not read: ${address}: ${reason}`),
    ...notInSum(
      bill.byUse,
      lines.map(({ component }) => component),
    ),
    ...(lines.some(({ component }) => component.startsWith("instance:"))
      ? ["  instances are priced as Linux on demand"]
      : []),
  ];
}
