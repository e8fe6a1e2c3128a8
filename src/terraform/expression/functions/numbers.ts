import { add, ceil, compare, floor, fromDouble, isWhole, negate, type Numeric, truncated, whole } from "../number";
import { NotUnderstood, Refused } from "../syntax";
import { list, numeral, type Term } from "../term";
import { NUMBER } from "../type";
import { takes, type TableEntry, given, integerOf, numberOf, sequenceOf, stringOf } from "./arguments";

/** Terraform refuses a `range` of more. */
const MAX_RANGE = 1024;
const ZERO = whole(0);

function range(args: readonly Term[]): Term {
  const [first = ZERO, second, third] = args.map(numberOf);
  const [from, to] = second === undefined ? [ZERO, first] : [first, second];
  const isDown = third === undefined ? compare(to, from) < 0 : third.mantissa < 0n;
  const step = third ?? whole(isDown ? -1 : 1);
  if (step.mantissa === 0n) throw new Refused("a step of 0");
  if (isDown ? compare(to, from) > 0 : compare(to, from) < 0) throw new Refused("the wrong direction");
  const found: Term[] = [];
  for (let at = from; isDown ? compare(at, to) > 0 : compare(at, to) < 0; at = add(at, step)) {
    if (found.length === MAX_RANGE) throw new Refused("a range of more than 1024 numbers");
    found.push(numeral(at));
  }
  return list(NUMBER, found);
}

function sum(args: readonly Term[]): Term {
  const sequence = sequenceOf(args[0]);
  if (sequence.loose && sequence.items.length > 1) throw new NotUnderstood("an argument that may be a set");
  const [first, ...others] = sequence.items.map(numberOf);
  if (first === undefined) throw new Refused("sum of nothing");
  return numeral(others.reduce(add, first));
}

function extreme(args: readonly Term[], sign: number): Term {
  return numeral(args.map(numberOf).reduce((best, one) => (sign * compare(one, best) > 0 ? one : best)));
}

function absolute(value: Numeric): Numeric {
  return value.mantissa < 0n ? negate(value) : value;
}

function sign(value: Numeric): Numeric {
  if (!isWhole(value)) throw new Refused("not a whole number");
  return whole(compare(value, ZERO));
}

function parseInt(args: readonly Term[]): Term {
  const value = given(args[0]);
  if (value.kind !== "string")
    throw value.kind === "null" || !value.loose ? new Refused("no string") : new NotUnderstood("");
  const base = integerOf(args[1]);
  if (base < 2 || base > 62) throw new Refused("no base");
  if (base > 36) throw new NotUnderstood("a base with capital letters");
  const match = /^([+-]?)([0-9a-z]{1,200})$/i.exec(stringOf(value));
  if (!match) {
    if (/^[+-]?[0-9a-z]+$/i.test(value.text)) throw new NotUnderstood("a huge number");
    throw new Refused("no number");
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
function power(args: readonly Term[]): Term {
  const [base, exponent] = args.map(numberOf);
  if (!base || !exponent || !isWhole(base) || !isWhole(exponent) || exponent.mantissa < 0n)
    throw new NotUnderstood("a power that is no whole number");
  const times = truncated(exponent);
  if (times > 64n) throw new NotUnderstood("a huge power");
  const result = Number(truncated(base) ** times);
  if (!Number.isSafeInteger(Number(truncated(base))) || !Number.isSafeInteger(result))
    throw new NotUnderstood("a huge power");
  return numeral(fromDouble(result));
}

function rounding(args: readonly Term[], round: (value: Numeric) => Numeric): Term {
  return numeral(round(numberOf(args[0])));
}

export const NUMBERS: Readonly<Record<string, TableEntry>> = {
  range: takes([1, 3], range),
  sum: takes(1, sum),
  min: takes([1, Infinity], (args) => extreme(args, -1)),
  max: takes([1, Infinity], (args) => extreme(args, 1)),
  floor: takes(1, (args) => rounding(args, floor)),
  ceil: takes(1, (args) => rounding(args, ceil)),
  abs: takes(1, (args) => rounding(args, absolute)),
  signum: takes(1, (args) => rounding(args, sign)),
  parseint: takes(2, parseInt),
  pow: takes(2, power),
};
