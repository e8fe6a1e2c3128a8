import { type Span } from "./spans";

const DIGITS = /(?<![\w.])\d+(?![\w]|\.\d)/g;
/** What stands before a port, a type or a priority, and not before a count. */
const BEFORE = /(?:[/:]|\d-|\b(?:ports?|types?|codes?|priority|rule|tcp|udp|icmp) )$/i;
/** What stands before the length of a prefix. */
const BEFORE_LENGTH = /\d\.\d{1,3}\/$/;
/** Smaller numbers count things in many sentences. */
const SMALLEST = 10;
/** The first and the last port: they bound every rule for all ports. */
const BOUNDS: ReadonlySet<number> = new Set([0, 65535]);

/** Numbers that may not be shown: ports, priorities, and the edges that a range of ports takes from them. */
export class SecretNumbers {
  private readonly numbers = new Set<number>();

  get isEmpty(): boolean {
    return this.numbers.size === 0;
  }

  add(number: number): void {
    if (Number.isInteger(number) && number > 0 && !BOUNDS.has(number)) this.numbers.add(number);
  }

  has(number: number): boolean {
    return this.numbers.has(number);
  }

  /** What of a text is such a number. */
  spans(text: string): readonly Span[] {
    if (this.isEmpty) return [];
    const found: Span[] = [];
    for (const { 0: digits, index } of text.matchAll(DIGITS)) {
      const span = { start: index, end: index + digits.length };
      if (this.hides(Number(digits), text, span)) found.push(span);
    }
    return found;
  }

  private hides(number: number, text: string, { start, end }: Span): boolean {
    const before = text.slice(Math.max(0, start - 12), start);
    if (BEFORE_LENGTH.test(before)) return false;
    if (this.numbers.has(number))
      return number >= SMALLEST || isAlone(text, start, end) || text[end] === "-" || BEFORE.test(before);
    if (BOUNDS.has(number) || (text[start - 1] !== "-" && text[end] !== "-")) return false;
    return this.numbers.has(number - 1) || this.numbers.has(number + 1);
  }
}

/** Nothing else is in the text, as in a field for ports. */
function isAlone(text: string, start: number, end: number): boolean {
  return start === 0 && end === text.length;
}
