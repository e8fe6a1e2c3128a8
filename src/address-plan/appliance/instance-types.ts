/** What an instance type means for an appliance. */
export interface ApplianceType {
  /** Network interfaces that it takes. */
  readonly interfaces: number;
  /** What its network carries for any length of time, in megabits a second; it bursts above it for minutes. */
  readonly baseline: number;
  /** List price of us-east-1 for a month of 730 hours, in whole dollars. */
  readonly monthly: number;
}

/**
 * Figures as of November 2026, none of them read off AWS's pages (EC2 instance types guide, network specifications; EC2
 * on-demand pricing): two sources agree on t4g.nano and c7gn.medium, the others are the same families' steps. Nothing is refused
 * by a baseline or a price. One flow carries 5 Gbps at most (EC2 user guide, instance network bandwidth).
 */
export const APPLIANCE_TYPES: Readonly<Record<string, ApplianceType>> = {
  "t4g.nano": { interfaces: 2, baseline: 32, monthly: 3 },
  "t4g.micro": { interfaces: 2, baseline: 64, monthly: 6 },
  "t4g.small": { interfaces: 3, baseline: 128, monthly: 12 },
  "t4g.medium": { interfaces: 3, baseline: 256, monthly: 25 },
  "c6gn.medium": { interfaces: 2, baseline: 1600, monthly: 32 },
  "c6gn.large": { interfaces: 3, baseline: 3000, monthly: 63 },
  "c7gn.medium": { interfaces: 2, baseline: 3125, monthly: 48 },
  "c7gn.large": { interfaces: 3, baseline: 6250, monthly: 96 },
  "c7gn.xlarge": { interfaces: 4, baseline: 12500, monthly: 192 },
  "c7gn.2xlarge": { interfaces: 4, baseline: 25000, monthly: 384 },
};

/** One towards the clients and one towards the web side. */
export const NEEDED_INTERFACES = 2;

/** What is known of a type by its name; not what every object has. */
export function applianceType(name: string): ApplianceType | undefined {
  return Object.hasOwn(APPLIANCE_TYPES, name) ? APPLIANCE_TYPES[name] : undefined;
}

/** Whether a type's CPU runs on credits above a baseline. Source: EC2 user guide, burstable performance instances. */
export function isBurstable(name: string): boolean {
  return /^t\d/.test(name);
}
