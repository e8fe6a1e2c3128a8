import { type BridgePlan } from "../address-plan/bridge-plan";
import {
  type Amount,
  type Charge,
  gigabyteOf,
  grouped,
  type Micros,
  monthlyOf,
  monthOf,
  onceOf,
  type RegionPrices,
  unitPrice,
} from "../prices";
import { type Leg, legCharges, type LegCharge } from "./leg-charges";
import { type Hop, type Traffic, trafficOf } from "./carried-gigabyte";

/** A charge of a bridge with its price. */
export interface PricedCharge extends LegCharge {
  /** A month of one, or one time of what is charged each time; undefined: not known. */
  readonly each: Micros | undefined;
  readonly amount: Amount;
}

/** An account of a stack, by the key of its provider. */
export interface Payer {
  readonly provider: string;
  /** Undefined where the file names none. */
  readonly id: string | undefined;
}

export interface PricedTraffic extends Traffic {
  /** Of a gigabyte that changes no zone. */
  readonly gigabyte: Amount;
  /** What is added where it does, at least and at most. */
  readonly crossing: readonly [least: Amount, most: Amount];
  /** What each account pays for a gigabyte that clients send, and for one that servers answer, within a zone. */
  readonly payers: readonly { readonly provider: string; readonly sent: Amount; readonly answered: Amount }[];
}

/** What a bridge costs by the prices of one Region. */
export interface BridgeCost {
  readonly charges: readonly PricedCharge[];
  readonly payers: readonly Payer[];
  /** Dollars a month by being there. */
  readonly fixed: Amount;
  readonly byLeg: readonly { readonly leg: Leg; readonly amount: Amount }[];
  readonly byAccount: readonly { readonly payer: Payer; readonly amount: Amount }[];
  /** Charged each time that the stack is applied. */
  readonly once: Amount;
  readonly traffic: readonly PricedTraffic[];
}

/** A gigabyte is charged where it leaves a zone, and where it comes to the other one (EC2 pricing, data transfer). */
const WAYS_OF_CROSSING = 2;

function crossed(times: number, prices: RegionPrices | undefined): Amount {
  const all = Array.from({ length: times * WAYS_OF_CROSSING }, () => "cross_zone" as const);
  return gigabyteOf(all, prices);
}

function paidBy(provider: string, hops: readonly Hop[], prices: RegionPrices | undefined) {
  const of = (side: "payer" | "backPayer"): Amount =>
    gigabyteOf(
      hops.filter((hop) => hop[side] === provider).map(({ component }) => component),
      prices,
    );
  return { provider, sent: of("payer"), answered: of("backPayer") };
}

function pricedTraffic(traffic: Traffic, prices: RegionPrices | undefined): PricedTraffic {
  const { hops } = traffic;
  const sum = (end: "least" | "most"): number => hops.reduce((total, { crossings }) => total + crossings[end], 0);
  const providers = [...new Set(hops.flatMap(({ payer, backPayer }) => [payer, backPayer]))];
  return {
    ...traffic,
    gigabyte: gigabyteOf(
      hops.map(({ component }) => component),
      prices,
    ),
    crossing: [crossed(sum("least"), prices), crossed(sum("most"), prices)],
    payers: providers.map((provider) => paidBy(provider, hops, prices)),
  };
}

function payersOf(plan: BridgePlan): Payer[] {
  if (plan.place === "hub")
    return plan.accounts.map(({ key, id }) => ({ provider: key === "hub" ? "aws" : `aws.${key}`, id }));
  const { client, web } = plan.config;
  const own = { provider: "aws", id: client.account?.id };
  return plan.crossAccount ? [own, { provider: "aws.web", id: web.account?.id }] : [own];
}

function priced(charge: LegCharge, prices: RegionPrices | undefined): PricedCharge {
  const isOnce = charge.component === "path_analysis";
  const each = isOnce ? unitPrice(prices, charge.component, "once") : monthOf(prices, charge.component);
  return { ...charge, each, amount: (isOnce ? onceOf : monthlyOf)([charge], prices) };
}

/** One entry for each key, in the order in which they come. */
function groups<T>(items: readonly T[], key: (item: T) => string): T[][] {
  const found = new Map<string, T[]>();
  for (const item of items) found.set(key(item), [...(found.get(key(item)) ?? []), item]);
  return [...found.values()];
}

/**
 * What a bridge costs.
 * @param watching alarms and dashboards of its stack, with the providers that they are of
 */
export function bridgeCost(
  plan: BridgePlan,
  watching: readonly (Charge & { readonly provider: string })[],
  prices: RegionPrices | undefined,
): BridgeCost {
  const each: LegCharge[] = [
    ...legCharges(plan),
    ...watching.map(({ component, count, provider }) => ({
      component,
      count,
      provider,
      leg: { kind: "watching" } as const,
    })),
  ];
  const legs = groups(
    each,
    ({ component, leg, provider }) => `${component} ${leg.kind} ${leg.side} ${provider}`,
  ).flatMap((group) => grouped(group).flatMap((sum) => (group[0] ? [{ ...group[0], ...sum }] : [])));
  const payers = payersOf(plan);
  const fixed = legs.filter(({ component }) => component !== "path_analysis");
  return {
    charges: legs.map((charge) => priced(charge, prices)),
    payers,
    fixed: monthlyOf(legs, prices),
    byLeg: groups(fixed, ({ leg }) => `${leg.kind} ${leg.side}`).flatMap((group) =>
      group[0] ? [{ leg: group[0].leg, amount: monthlyOf(group, prices) }] : [],
    ),
    byAccount: groups(fixed, ({ provider }) => provider).map((group) => {
      const [first] = group;
      const payer = payers.find(({ provider }) => provider === first?.provider);
      return { payer: payer ?? { provider: first?.provider ?? "", id: undefined }, amount: monthlyOf(group, prices) };
    }),
    once: onceOf(legs, prices),
    traffic: trafficOf(plan).map((one) => pricedTraffic(one, prices)),
  };
}
