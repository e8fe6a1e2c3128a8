import { distance } from "fastest-levenshtein";

const LONGEST = 200;

/**
 * The candidate most like the text, when it is close enough to be what was meant: at most a third of its letters differ.
 * @returns undefined when none is close
 */
export function nearest(text: string, candidates: readonly string[]): string | undefined {
  // Nobody mistypes a text of this length, and comparing takes as long as the product of the lengths.
  if (text.length > LONGEST) return undefined;
  let best: string | undefined;
  let bestDistance = Infinity;
  for (const candidate of candidates) {
    const most = Math.max(1, Math.ceil(candidate.length / 3));
    // So many letters are missing or too many at least.
    if (Math.abs(candidate.length - text.length) > Math.min(most, bestDistance - 1)) continue;
    const steps = distance(text.toLowerCase(), candidate);
    if (steps < bestDistance && steps <= most) {
      best = candidate;
      bestDistance = steps;
    }
  }
  return best;
}
