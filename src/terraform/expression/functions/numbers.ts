import { add, ceil, compare, floor, fromDouble, isWhole, negate, type Numeric, truncated, whole } from "../number";
import { NotUnderstood, Refused } from "../syntax";
import { list, numeral, type Term } from "../term";
import { NUMBER } from "../type";
import { define, type TableEntry } from "./entry";

/** Terraform refuses a `range` of more. */
const MAX_RANGE = 1024;
const ZERO = whole(0);

interface Steps {
  readonly from: Numeric;
  readonly to: Numeric;
  readonly step: Numeric;
  readonly isDown: boolean;
}

function steps(first: Numeric, second?: Numeric, third?: Numeric): Steps {
  const [from, to] = second === undefined ? [ZERO, first] : [first, second];
  const isDown = third === undefined ? compare(to, from) < 0 : third.mantissa < 0n;
  return { from, to, step: third ?? whole(isDown ? -1 : 1), isDown };
}

function isWrongDirection({ from, to, isDown }: Steps): boolean {
  return isDown ? compare(to, from) > 0 : compare(to, from) < 0;
}

/** A step of 0 never arrives, unless it is there already. */
function range({ from, to, step, isDown }: Steps): Term {
  const found: Term[] = [];
  for (let at = from; isDown ? compare(at, to) > 0 : compare(at, to) < 0; at = add(at, step)) {
    if (found.length === MAX_RANGE) throw new Refused("more than 1024 numbers");
    found.push(numeral(at));
  }
  return list(NUMBER, found);
}

function sum(numbers: readonly Numeric[]): Term {
  return numeral(numbers.reduce(add));
}

function extreme(numbers: readonly Numeric[], sign: number): Term {
  return numeral(numbers.reduce((best, one) => (sign * compare(one, best) > 0 ? one : best)));
}

function absolute(value: Numeric): Numeric {
  return value.mantissa < 0n ? negate(value) : value;
}

function sign(value: bigint): Numeric {
  return whole(value < 0n ? -1 : value > 0n ? 1 : 0);
}

function parseInt(value: string, base: number): Term {
  if (base > 36) throw new NotUnderstood("a base with capital letters");
  const match = /^([+-]?)([0-9a-z]{1,200})$/i.exec(value);
  if (!match) {
    if (/^[+-]?[0-9a-z]+$/i.test(value)) throw new NotUnderstood("a huge number");
    throw new Refused("no number in this base");
  }
  let total = 0n;
  for (const digit of (match[2] ?? "").toLowerCase()) {
    const worth = Number.parseInt(digit, 36);
    if (worth >= base) throw new Refused("no number in this base");
    total = total * BigInt(base) + BigInt(worth);
  }
  return numeral(whole(match[1] === "-" ? -total : total));
}

/** Terraform computes powers with floats of 64 bits: what those hold exactly is certain. */
function power(base: Numeric, exponent: Numeric): Term {
  if (!isWhole(base) || !isWhole(exponent) || exponent.mantissa < 0n)
    throw new NotUnderstood("a power that is no whole number");
  const times = truncated(exponent);
  if (times > 64n) throw new NotUnderstood("a huge power");
  const result = Number(truncated(base) ** times);
  if (!Number.isSafeInteger(Number(truncated(base))) || !Number.isSafeInteger(result))
    throw new NotUnderstood("a huge power");
  return numeral(fromDouble(result));
}

function simple(change: (value: Numeric) => Numeric): TableEntry {
  return define({ takes: ["number"], run: (value) => numeral(change(value)) });
}

export const NUMBERS: Readonly<Record<string, TableEntry>> = {
  range: define({
    takes: ["number"],
    optional: ["number", "number"],
    refuses: [
      { when: "the wrong direction", holds: (...args) => isWrongDirection(steps(...args)) },
      { when: "more than 1024 numbers" },
    ],
    run: (...args) => range(steps(...args)),
  }),
  sum: define({
    takes: ["list of numbers"],
    refuses: [{ when: "an empty list", holds: ({ length }) => length === 0 }],
    run: sum,
  }),
  min: define({ takes: [], rest: "number", leastOfRest: 1, run: (all) => extreme(all, -1) }),
  max: define({ takes: [], rest: "number", leastOfRest: 1, run: (all) => extreme(all, 1) }),
  floor: simple(floor),
  ceil: simple(ceil),
  abs: simple(absolute),
  signum: define({
    takes: ["huge whole number"],
    refuses: [{ when: "more than 64 bits", holds: (value) => BigInt.asIntN(64, value) !== value }],
    run: (value) => numeral(sign(value)),
  }),
  parseint: define({
    takes: ["unconverted string", "whole number"],
    refuses: [
      { when: "a base below 2 or above 62", holds: (_, base) => base < 2 || base > 62 },
      { when: "no number in this base" },
    ],
    run: parseInt,
  }),
  pow: define({ takes: ["number", "number"], run: power }),
};
