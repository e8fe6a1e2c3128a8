/** Dollars in millionths: prices have up to six decimal places, and so add up without a fraction lost. */
export type Micros = number;

/** Hours that AWS counts for a month. */
export const HOURS = 730;

export const DOLLAR: Micros = 1_000_000;
const CENT = DOLLAR / 100;

/** Rounded to whole cents, as a number of dollars. */
export function toDollars(micros: Micros): number {
  return Math.round(micros / CENT) / 100;
}

/** `122.28`; a difference with its sign is for {@link signedText}. */
export function dollarsText(micros: Micros): string {
  return toDollars(micros).toFixed(2);
}

/** `+32.85`, `-32.85`. */
export function signedText(micros: Micros): string {
  return `${micros < 0 ? "-" : "+"}${dollarsText(Math.abs(micros))}`;
}

/** As many decimal places as there are, four at most: `0.073`. */
export function priceText(micros: Micros): string {
  return String(Number((micros / DOLLAR).toFixed(4)));
}
