import { numbers } from "../support/mutate-json";

/** Chance from a seed: the same seed makes the same input on every machine. */
export class Dice {
  /**
   * @param random numbers from 0 to 1
   * @param scale part of the sizes that {@link size} is asked for: 1 makes inputs as large as the findings were
   * @param most what no size is above
   */
  constructor(
    readonly random: () => number,
    private readonly scale: number,
    private readonly most = Infinity,
  ) {}

  static of(seed: number, scale: number): Dice {
    return new Dice(numbers(seed), scale);
  }

  /** The same chance for what is to stay small. */
  small(most: number): Dice {
    return new Dice(this.random, this.scale, most);
  }

  /** A whole number from 0 to below this one. */
  below(end: number): number {
    return Math.floor(this.random() * end);
  }

  pick<T>(items: readonly T[]): T {
    return items[this.below(items.length)]!;
  }

  isTrue(chance: number): boolean {
    return this.random() < chance;
  }

  /** How many there are of something: exactly so many at full scale, else any number, small ones as likely as large. */
  size(full: number): number {
    const size = this.scale >= 1 ? full : Math.max(1, Math.round(Math.max(1, full * this.scale) ** this.random()));
    return Math.min(this.most, size);
  }
}

export function times<T>(count: number, make: (i: number) => T): T[] {
  return Array.from({ length: count }, (_, i) => make(i));
}
