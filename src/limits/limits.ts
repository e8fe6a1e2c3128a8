/** One thing that a file of a few lines can ask more of than any machine has. */
interface Limit {
  readonly default: number;
  /** What is counted, in words: "... takes more than 50000 instances". */
  readonly what: string;
}

/**
 * How much one command works before it gives up. Tried below them: 10,000 hosts of one group and subnet (review, draw,
 * trace), 40,000 rules of one group and 4,000 rules that name one local (review), 60,000 references in one argument.
 * `--limit NAME=NUMBER` raises each of them.
 */
export const LIMITS = {
  instances: { default: 50_000, what: "instances of blocks with count or for_each" },
  work: { default: 10_000_000, what: "steps of expressions and references" },
  pairs: { default: 100_000_000, what: "pairs of things to compare" },
  endpoints: { default: 3000, what: "interfaces, subnets and load balancers in a matrix" },
  boxes: { default: 5000, what: "boxes in a picture" },
} as const satisfies Readonly<Record<string, Limit>>;

export type LimitName = keyof typeof LIMITS;
export const LIMIT_NAMES = Object.keys(LIMITS) as LimitName[];

/** Limits that differ from the default. */
export type GivenLimits = Readonly<Partial<Record<LimitName, number>>>;

let given: GivenLimits = {};
let source = "";

/** Sets the limits of all that follows in this process; each command of the command line does it once, at its start. */
export function setLimits(limits: GivenLimits): void {
  given = limits;
  source = "";
}

export function limitOf(name: LimitName): number {
  return given[name] ?? LIMITS[name].default;
}

/** Notes which input is worked on, as it is shown to people: a fault of a later stage names it. */
export function workOn(shown: string): void {
  source = shown;
}

/** What {@link workOn} said last; "" when nothing was read yet. */
export function workedOn(): string {
  return source;
}
