import { distance } from "fastest-levenshtein";

/**
 * The candidate most like the text, when it is close enough to be what was meant: at most a third of its letters differ.
 * @returns undefined when none is close
 */
export function nearest(text: string, candidates: readonly string[]): string | undefined {
  let best: string | undefined;
  let bestDistance = Infinity;
  for (const candidate of candidates) {
    const steps = distance(text.toLowerCase(), candidate);
    if (steps < bestDistance && steps <= Math.max(1, Math.ceil(candidate.length / 3))) {
      best = candidate;
      bestDistance = steps;
    }
  }
  return best;
}
