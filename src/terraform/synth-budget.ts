import { NotUnderstood } from "./expression";
import { InputFault } from "./input-fault";

const MAX_INSTANCES = 10_000;
/** Of all blocks together; each instance costs some kilobytes. */
const MAX_ALL_INSTANCES = 50_000;
/** Work that the expressions of one file may cost: a real configuration takes thousands, a doubling in each of 40 locals 2^40. */
const MAX_STEPS = 2_000_000;
/** Work that one string with expressions may cost before it counts as not understood. */
const MAX_STEPS_OF_ONE = 300_000;

/** How much work one configuration may ask for; a file of some lines can ask for more than any machine can do. */
export class Budget {
  private steps = 0;
  /** Up to where the string that is being worked out may go. */
  private stepsOfOne = Infinity;
  private instances = 0;

  /**
   * Counts steps done.
   * @param where names what is being worked out, for the fault
   * @throws NotUnderstood when one string costs too much
   * @throws InputFault when all of them do
   */
  spend(steps: number, where: () => string): void {
    this.steps += steps;
    if (this.steps > this.stepsOfOne) throw new NotUnderstood("an expression that grows too large");
    if (this.steps <= MAX_STEPS) return;
    throw new InputFault(
      `the expressions grow too large at ${where()}; give the plan's JSON, in which Terraform worked them out`,
    );
  }

  /** Runs what works out one string; one inside another counts towards both. */
  ofOne<T>(run: () => T): T {
    const before = this.stepsOfOne;
    this.stepsOfOne = Math.min(before, this.steps + MAX_STEPS_OF_ONE);
    try {
      return run();
    } finally {
      this.stepsOfOne = before;
    }
  }

  /** @throws InputFault when the block, or all blocks up to it, ask for more instances than are read */
  takeInstances(address: string, count: number): void {
    if (count > MAX_INSTANCES)
      throw new InputFault(`${address} asks for ${count} instances; at most ${MAX_INSTANCES} are read`);
    this.instances += count;
    if (this.instances > MAX_ALL_INSTANCES)
      throw new InputFault(
        `the blocks up to ${address} ask for ${this.instances} instances; at most ${MAX_ALL_INSTANCES} are read of one file`,
      );
  }
}
