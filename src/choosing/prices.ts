/** What AWS charges for, as far as a bridge or another way for the same job is made of it. */
interface Price {
  /** By the hour, in hundredths of a cent: prices have four places, and so add up without a fraction lost. */
  readonly hour: number;
  /** By the gigabyte that goes through, in tenths of a cent. */
  readonly gigabyte: number;
}

/** Hours that AWS counts for a month. */
export const HOURS = 730;

/**
 * List prices of us-east-1, noted in November 2026, second-hand from several sources that agree; those of VPC Lattice and of
 * PrivateLink's traffic stand on AWS's pages (VPC Lattice pricing, PrivateLink pricing). A load balancer's gigabyte is the price of one
 * capacity unit, which 1 GB an hour takes; many connections or rules take more. Of VPC Lattice resources no price was found.
 */
export const PRICES = {
  natGateway: { hour: 450, gigabyte: 45 },
  attachment: { hour: 500, gigabyte: 20 },
  alb: { hour: 225, gigabyte: 8 },
  nlb: { hour: 225, gigabyte: 6 },
  /** An interface endpoint's interface in one zone. */
  endpointZone: { hour: 100, gigabyte: 10 },
  latticeService: { hour: 250, gigabyte: 25 },
  /** Traffic within a zone; between zones AWS charges 0.01 $ each way, here as everywhere. */
  peering: { hour: 0, gigabyte: 0 },
} as const satisfies Record<string, Price>;

/** A private hosted zone's price for a month, in hundredths of a cent; of the first 25 of an account. */
const HOSTED_ZONE = 5000;

/** In hundredths of a cent. */
const DOLLAR = 10_000;

export type Part = keyof typeof PRICES;

/** How many of each there are. */
export type Parts = Readonly<Partial<Record<Part, number>>> & {
  readonly hostedZones?: number;
  /** What instances cost a month, in dollars. */
  readonly instances?: number;
};

function entries(parts: Parts): [Part, number][] {
  return (Object.keys(PRICES) as Part[]).map((part) => [part, parts[part] ?? 0]);
}

/** What parts cost by being there: dollars for a month, rounded to cents. */
export function monthly(parts: Parts): number {
  const hourly = entries(parts).reduce((sum, [part, count]) => sum + PRICES[part].hour * count, 0);
  const byMonth = HOSTED_ZONE * (parts.hostedZones ?? 0) + DOLLAR * (parts.instances ?? 0);
  return Math.round((hourly * HOURS + byMonth) / 100) / 100;
}

/** What a gigabyte costs that goes through these, one after the other: dollars. */
export function byGigabyte(path: readonly Part[]): number {
  return path.reduce((sum, part) => sum + PRICES[part].gigabyte, 0) / 1000;
}
