/** What an instance type means for an appliance. */
export interface ApplianceType {
  /** Network interfaces that it takes. */
  readonly interfaces: number;
  /** What its network carries for any length of time, in megabits a second; it bursts above it for minutes. */
  readonly baseline: number;
}

/**
 * Figures as of November 2026, none of them read off AWS's pages (EC2 instance types guide, network specifications): two sources
 * agree on t4g.nano and c7gn.medium, the others are the same families' steps. Nothing is refused by a baseline. One flow carries 5 Gbps at most (EC2 user guide, instance network bandwidth).
 */
export const APPLIANCE_TYPES: Readonly<Record<string, ApplianceType>> = {
  "t4g.nano": { interfaces: 2, baseline: 32 },
  "t4g.micro": { interfaces: 2, baseline: 64 },
  "t4g.small": { interfaces: 3, baseline: 128 },
  "t4g.medium": { interfaces: 3, baseline: 256 },
  "c6gn.medium": { interfaces: 2, baseline: 1600 },
  "c6gn.large": { interfaces: 3, baseline: 3000 },
  "c7gn.medium": { interfaces: 2, baseline: 3125 },
  "c7gn.large": { interfaces: 3, baseline: 6250 },
  "c7gn.xlarge": { interfaces: 4, baseline: 12500 },
  "c7gn.2xlarge": { interfaces: 4, baseline: 25000 },
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
