import { NotUnderstood } from "./syntax";

/**
 * A number as Terraform holds it: `mantissa * 2^exponent`, rounded to `precision` bits, half to even (Go's math/big Float).
 * Literals have 512 bits, lengths 64, what goes through a float64 53; an operation has the greater of its operands'.
 */
export interface Numeric {
  /** Odd, or 0. */
  readonly mantissa: bigint;
  readonly exponent: number;
  readonly precision: number;
}

const PRECISION = 512;
/** Beyond 10^±1000 a few multiplications would cost seconds; no real configuration goes there. */
const MAX_EXPONENT = 3400;

function bits(value: bigint): number {
  // Most numbers are small.
  if (value >= 0n && value < 0x100000000n) return 32 - Math.clz32(Number(value));
  const positive = value < 0n ? -value : value;
  const hex = positive.toString(16);
  return positive === 0n ? 0 : (hex.length - 1) * 4 + (32 - Math.clz32(parseInt(hex[0] ?? "0", 16)));
}

/** Rounds half to even; `sticky` says that the true value is a little further from zero than `mantissa` tells. */
function rounded(mantissa: bigint, exponent: number, precision: number, sticky = false): Numeric {
  const negative = mantissa < 0n;
  let rest = negative ? -mantissa : mantissa;
  let shift = exponent;
  const excess = bits(rest) - precision;
  if (excess > 0) {
    const half = 1n << BigInt(excess - 1);
    const low = rest & ((1n << BigInt(excess)) - 1n);
    rest >>= BigInt(excess);
    shift += excess;
    if (low > half || (low === half && (sticky || (rest & 1n) === 1n))) rest += 1n;
  }
  if (rest === 0n) return { mantissa: 0n, exponent: 0, precision };
  const zeros = BigInt(trailingZeros(rest));
  rest >>= zeros;
  shift += Number(zeros);
  if (shift > MAX_EXPONENT || shift < -MAX_EXPONENT) throw new NotUnderstood("a number out of range");
  return { mantissa: negative ? -rest : rest, exponent: shift, precision };
}

function trailingZeros(value: bigint): number {
  return bits(value & -value) - 1;
}

/** A whole number, as `length` gives it. */
export function whole(value: number | bigint): Numeric {
  if (typeof value === "number" && value > 0 && value % 2 === 1 && value < 0x100000000)
    return { mantissa: BigInt(value), exponent: 0, precision: 64 };
  const exact = BigInt(value);
  return rounded(exact, 0, Math.max(64, bits(exact)));
}

/** A number that went through a float64. */
export function fromDouble(value: number): Numeric {
  if (!Number.isFinite(value)) throw new NotUnderstood("an infinite number");
  if (Object.is(value, -0)) throw new NotUnderstood("minus zero");
  let exponent = 0;
  let scaled = value;
  while (!Number.isInteger(scaled)) {
    scaled *= 2;
    exponent--;
  }
  return rounded(BigInt(scaled), exponent, 53);
}

/** @returns undefined for what Terraform surely doesn't take for a number. @throws NotUnderstood where that is unclear */
export function parseNumber(text: string): Numeric | undefined {
  const match = /^([+-]?)(\d{1,1000})(?:\.(\d{1,1000}))?(?:[eE]([+-]?\d{1,4}))?$/.exec(text);
  if (!match) {
    if (!/\d/.test(text) && !/inf/i.test(text)) return undefined;
    throw new NotUnderstood("a number in another notation");
  }
  const [, sign = "", integer = "", fraction = "", exponent = "0"] = match;
  const digits = BigInt(integer + fraction) * (sign === "-" ? -1n : 1n);
  if (digits === 0n && sign === "-") throw new NotUnderstood("minus zero");
  const ten = Number(exponent) - fraction.length;
  if (Math.abs(ten) > 1000) throw new NotUnderstood("a number out of range");
  if (ten >= 0) return rounded(digits * 10n ** BigInt(ten), 0, PRECISION);
  return quotient(digits, 10n ** BigInt(-ten), 0, PRECISION);
}

function quotient(dividend: bigint, divisor: bigint, exponent: number, precision: number): Numeric {
  const shift = Math.max(0, precision + 2 + bits(divisor) - bits(dividend));
  const scaled = dividend << BigInt(shift);
  return rounded(scaled / divisor, exponent - shift, precision, scaled % divisor !== 0n);
}

function common(a: Numeric, b: Numeric): readonly [bigint, bigint, number] {
  const exponent = Math.min(a.exponent, b.exponent);
  const scale = (one: Numeric): bigint => one.mantissa << BigInt(one.exponent - exponent);
  return [scale(a), scale(b), exponent];
}

function wider(a: Numeric, b: Numeric): number {
  return Math.max(a.precision, b.precision);
}

export function add(a: Numeric, b: Numeric): Numeric {
  const [left, right, exponent] = common(a, b);
  return rounded(left + right, exponent, wider(a, b));
}

export function subtract(a: Numeric, b: Numeric): Numeric {
  const [left, right, exponent] = common(a, b);
  return rounded(left - right, exponent, wider(a, b));
}

/** Terraform knows a minus zero and writes it `-0`; no result here is one. */
function refuseMinusZero(a: Numeric, b: Numeric): void {
  const isZero = a.mantissa === 0n || b.mantissa === 0n;
  if (isZero && (a.mantissa < 0n || b.mantissa < 0n)) throw new NotUnderstood("minus zero");
}

export function multiply(a: Numeric, b: Numeric): Numeric {
  refuseMinusZero(a, b);
  const product = a.mantissa * b.mantissa;
  // cty widens the result to what the product needs, up to 512 bits.
  return rounded(product, a.exponent + b.exponent, Math.min(PRECISION, Math.max(wider(a, b), bits(product))));
}

/** @param b not 0 */
export function divide(a: Numeric, b: Numeric): Numeric {
  refuseMinusZero(a, b);
  return quotient(a.mantissa, b.mantissa, a.exponent - b.exponent, wider(a, b));
}

/** The remainder with the sign of the dividend. @param b not 0 */
export function modulo(a: Numeric, b: Numeric): Numeric {
  const times = truncated(
    a.mantissa === 0n ? a : quotient(a.mantissa, b.mantissa, a.exponent - b.exponent, wider(a, b)),
  );
  if (times === 0n) return a;
  const [left, right, exponent] = common(a, b);
  return rounded(left - right * times, exponent, wider(a, b));
}

export function negate(a: Numeric): Numeric {
  if (a.mantissa === 0n) throw new NotUnderstood("minus zero");
  return { ...a, mantissa: -a.mantissa };
}

export function compare(a: Numeric, b: Numeric): number {
  const [left, right] = common(a, b);
  return left < right ? -1 : left > right ? 1 : 0;
}

export function isWhole(a: Numeric): boolean {
  return a.exponent >= 0;
}

/** Without what stands behind the point. */
export function truncated(a: Numeric): bigint {
  if (a.exponent >= 0) return a.mantissa << BigInt(a.exponent);
  const size = (a.mantissa < 0n ? -a.mantissa : a.mantissa) >> BigInt(-a.exponent);
  return a.mantissa < 0n ? -size : size;
}

/** The greatest whole number that is not greater. */
export function floor(a: Numeric): Numeric {
  const cut = truncated(a);
  if (isWhole(a)) return whole(cut);
  if (cut === 0n && a.mantissa > 0n) return whole(0);
  return whole(a.mantissa < 0n ? cut - 1n : cut);
}

/** The least whole number that is not less. */
export function ceil(a: Numeric): Numeric {
  const cut = truncated(a);
  return whole(isWhole(a) || a.mantissa < 0n ? cut : cut + 1n);
}

/** Digits and the place of the decimal point of `mantissa * 2^exponent`, without zeros at the end. */
interface Decimal {
  readonly digits: string;
  readonly point: number;
}

/** Without zeros at the end. */
export function withoutZeros(digits: string): string {
  let end = digits.length;
  while (digits[end - 1] === "0") end--;
  return digits.slice(0, end);
}

function decimal(mantissa: bigint, exponent: number): Decimal {
  const scaled = exponent >= 0 ? mantissa << BigInt(exponent) : mantissa * 5n ** BigInt(-exponent);
  const digits = scaled.toString();
  const point = digits.length + Math.min(0, exponent);
  return { digits: withoutZeros(digits), point };
}

function roundedUp({ digits, point }: Decimal, length: number): Decimal {
  const up = (BigInt(digits.slice(0, length)) + 1n).toString();
  return { digits: withoutZeros(up), point: point + up.length - length };
}

function roundedDown({ digits, point }: Decimal, length: number): Decimal {
  return { digits: withoutZeros(digits.slice(0, length)), point };
}

/** Where `length` digits suffice: half a unit of the next one decides, a tie goes to the even digit. */
function roundedNearest(value: Decimal, length: number): Decimal {
  const next = value.digits[length] ?? "0";
  const isTie = next === "5" && length + 1 === value.digits.length;
  const isOdd = Number(value.digits[length - 1] ?? "0") % 2 === 1;
  return next > "5" || (next === "5" && (!isTie || isOdd)) ? roundedUp(value, length) : roundedDown(value, length);
}

/** The shortest decimal that reads as the same number at its precision (math/big, roundShortest). */
function shortest(size: bigint, exponent: number, precision: number): Decimal {
  const shift = precision + 1 - bits(size);
  const mantissa = size << BigInt(shift);
  const value = decimal(mantissa, exponent - shift);
  const lower = decimal(mantissa - 1n, exponent - shift);
  const upper = decimal(mantissa + 1n, exponent - shift);
  const inclusive = (mantissa & 2n) === 0n;
  for (let i = 0; i < value.digits.length; i++) {
    const [m, l, u] = [value, lower, upper].map(({ digits }) => Number(digits[i] ?? "0"));
    if (m === undefined || l === undefined || u === undefined) break;
    const down = l !== m || (inclusive && i + 1 === lower.digits.length);
    const up = m !== u && (inclusive || m + 1 < u || i + 1 < upper.digits.length);
    if (down && up) return roundedNearest(value, i + 1);
    if (down) return roundedDown(value, i + 1);
    if (up) return roundedUp(value, i + 1);
  }
  return value;
}

/** The number as Terraform writes it in strings and in JSON: no exponent, as few digits as tell it apart. */
export function formatNumber({ mantissa, exponent, precision }: Numeric): string {
  if (mantissa === 0n) return "0";
  if (exponent >= 0 && bits(mantissa) + exponent <= 53) return (mantissa << BigInt(exponent)).toString();
  const { digits, point } = shortest(mantissa < 0n ? -mantissa : mantissa, exponent, precision);
  const sign = mantissa < 0n ? "-" : "";
  if (point <= 0) return `${sign}0.${"0".repeat(-point)}${digits}`;
  if (digits.length <= point) return sign + digits.padEnd(point, "0");
  return `${sign}${digits.slice(0, point)}.${digits.slice(point)}`;
}

/** The number with so many digits behind the point, the exact value rounded half to even, as `%.2f` of `format` does. */
export function formatFixed({ mantissa, exponent }: Numeric, places: number): string {
  const scaled = (mantissa < 0n ? -mantissa : mantissa) * 10n ** BigInt(places);
  let units = exponent >= 0 ? scaled << BigInt(exponent) : scaled >> BigInt(-exponent);
  if (exponent < 0) {
    const rest = scaled - (units << BigInt(-exponent));
    const half = 1n << BigInt(-exponent - 1);
    if (rest > half || (rest === half && (units & 1n) === 1n)) units += 1n;
  }
  const digits = units.toString().padStart(places + 1, "0");
  const whole = digits.slice(0, digits.length - places);
  return (mantissa < 0n ? "-" : "") + (places === 0 ? whole : `${whole}.${digits.slice(-places)}`);
}

/** As a JavaScript number, or undefined when that would be another one. */
export function toJs(value: Numeric): number | undefined {
  if (value.exponent >= 0 && bits(value.mantissa) + value.exponent <= 53)
    return Number(value.mantissa) * 2 ** value.exponent;
  const text = formatNumber(value);
  const near = Number(text);
  const again = /[eE]|Inf/.test(String(near)) ? undefined : parseNumber(String(near));
  return again && formatNumber(again) === text ? near : undefined;
}
