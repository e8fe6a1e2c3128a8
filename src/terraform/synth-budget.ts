import { limitOf, Meter, moveWhenLarge, tooMuch } from "../limits";
import { NotUnderstood } from "./expression";

/** Work that one string with expressions may cost before it counts as not understood. */
const MAX_STEPS_OF_ONE = 300_000;

/** How much work one configuration may ask for; a file of some lines can ask for more than any machine can do. */
export class Budget {
  private readonly meter = new Meter("work", "the configuration");
  private steps = 0;
  /** Up to where the string that is being worked out may go. */
  private stepsOfOne = Infinity;
  private instances = 0;

  /**
   * Counts steps done.
   * @param where names what is being worked out, for the fault
   * @throws NotUnderstood when one string costs too much
   * @throws LimitFault when all of them do
   */
  spend(steps: number, where: () => string): void {
    this.steps += steps;
    if (this.steps > this.stepsOfOne) throw new NotUnderstood("an expression that grows too large");
    this.meter.spend(steps, () => `working out ${where()}`);
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

  /** @throws LimitFault when the blocks up to this one ask for more instances than are read */
  takeInstances(address: string, count: number): void {
    this.instances += count;
    moveWhenLarge(this.instances);
    if (this.instances <= limitOf("instances")) return;
    throw tooMuch("instances", this.instances, count === this.instances ? address : `all up to ${address}`);
  }
}
