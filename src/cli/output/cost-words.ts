import { nearest } from "../../naming/nearest";
import { type Leg } from "../../choosing/leg-charges";
import { type Payer } from "../../choosing/bridge-cost";
import { type Amount, HOURS, monthText, type PriceTable, type RegionPrices, unknownWords } from "../../prices";

const LEGS: Readonly<Record<Leg["kind"], string>> = {
  client: "client",
  hub: "hub",
  web: "web",
  appliance: "appliance",
  demo: "demo hosts",
  analyzer: "analyzer",
  watching: "watching",
};

export function legWords({ kind, side }: Leg): string {
  return side === undefined ? LEGS[kind] : `${LEGS[kind]} ${side}`;
}

/** An account by its number, or by the provider that works in it. */
export function payerWords({ provider, id }: Payer): string {
  return id ?? (provider === "aws" ? "the default provider's" : `the provider ${provider}'s`);
}

/** A sum, and in words what of it is not known. */
export function sumWords(amount: Amount): string {
  const left = amount.unknown.length > 0 ? ` (${unknownWords(amount)})` : "";
  return `${monthText(amount)}${left}`;
}

/** Where the prices come from; of a Region without any, what to do. */
export function pricesLines(region: string | undefined, prices: RegionPrices | undefined, table: PriceTable): string[] {
  if (region === undefined)
    return [
      "  prices: of no Region, for the input does not tell where this is; give --region, such as --region us-east-1",
    ];
  if (!prices) {
    const known = [...table.keys()];
    const like = nearest(region, known);
    const next = `${like === undefined ? "" : `did you mean ${like}? else `}write some into a file and give it with --prices FILE`;
    return [`  prices: none are known of ${region}, only of ${known.join(", ")}; ${next}`];
  }
  return [`  prices: ${region}, in US dollars, noted ${prices.date}, ${prices.source}; a month has ${HOURS} hours`];
}

/** "aws_flow_log 2, aws_s3_bucket 1": how many there are of each type. */
export function typesWords(types: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const type of types) counts.set(type, (counts.get(type) ?? 0) + 1);
  return [...counts].map(([type, count]) => (count === 1 ? type : `${count} ${type}`)).join(", ");
}
