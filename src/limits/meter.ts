import { LimitFault } from "./limit-fault";
import { type LimitName, limitOf, LIMITS } from "./limits";
import { checkMemory } from "./memory";

/** Units of work between two looks at the memory: one look costs some microseconds. */
const BETWEEN_LOOKS = 1 << 14;

/** The next power of ten, half of one or a fifth: a number to write. */
function rounded(atLeast: number): number {
  const power = 10 ** Math.floor(Math.log10(Math.max(1, atLeast)));
  return [1, 2, 5, 10].map((times) => times * power).find((one) => one >= atLeast) ?? atLeast;
}

/** Counts what one piece of work takes, before it is done. */
export class Meter {
  private spent = 0;
  private looked = 0;

  /**
   * @param name what is counted
   * @param what the work in words: "the matrix"
   */
  constructor(
    private readonly name: LimitName,
    private readonly what: string,
  ) {}

  /**
   * Counts so many units more.
   * @param at names the part that asks for them, where that is not the whole
   * @throws LimitFault when all of them are more than the limit, or when the memory is nearly full
   */
  spend(units: number, at?: () => string): void {
    this.spent += units;
    const limit = limitOf(this.name);
    if (this.spent > limit) throw tooMuch(this.name, this.spent, at?.() ?? this.what);
    if (this.spent - this.looked < BETWEEN_LOOKS) return;
    this.looked = this.spent;
    checkMemory(() => at?.() ?? this.what);
  }
}

/** The fault of what takes more than its limit. */
export function tooMuch(name: LimitName, units: number, what: string): LimitFault {
  const count = Number.isFinite(units) ? `${Math.ceil(units)}` : "endlessly many";
  const raised = Number.isFinite(units) ? rounded(units * 1.01) : `NUMBER`;
  return new LimitFault(
    `${what} asks for ${count} ${LIMITS[name].what}, more than ${limitOf(name)}; raise that with --limit ${name}=${raised}`,
  );
}
