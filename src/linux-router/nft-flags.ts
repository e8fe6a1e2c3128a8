import { type Cursor } from "./nft-tokens";
import { readSmallNumber } from "./nft-values";
import { type Match } from "./ruleset-model";
import { flagsWhere, TCP_FLAGS } from "./tcp-segments";

/** nft's names (nft(8), TCP header expression); it calls ECE after what it is for. */
const { ece, ...SAME } = TCP_FLAGS;
const NAMES = new Map<string, number>(Object.entries({ ...SAME, ecn: ece }));
const ALL_BITS = 0xff;

const among = (holds: (flags: number) => boolean): Match => ({ kind: "flags", set: flagsWhere(holds) });

function oneFlag(at: Cursor): number {
  const known = NAMES.get(at.peek()?.text ?? "");
  if (known === undefined) return readSmallNumber(at);
  at.next();
  return known;
}

/** Flags in parentheses, joined by bars. */
function inParentheses(at: Cursor): number | undefined {
  if (!at.takes("(")) return undefined;
  let bits = oneFlag(at);
  while (at.takes("|")) bits |= oneFlag(at);
  at.expect(")");
  return bits;
}

/** Flags joined by bars or by commas. */
function bitsAt(at: Cursor): number {
  const term = (): number => inParentheses(at) ?? oneFlag(at);
  let bits = term();
  while (at.takes("|") || at.takes(",")) bits |= term();
  return bits;
}

/** The bits that a rule looks at, in `tcp flags & (syn | ack)`. */
export function flagMaskAt(at: Cursor): number | undefined {
  if (!at.takes("&")) return undefined;
  const mask = inParentheses(at) ?? oneFlag(at);
  // Of what is joined without parentheses, a part only is the mask.
  if (at.peek()?.text === "|") at.fail();
  return mask;
}

/** Flags as elements of a set or keys of a map: those bits that are looked at are exactly so. */
export function flagsAmong(values: readonly Cursor[], mask: number | undefined, isNot: boolean): Match {
  const wanted = new Set(values.map(bitsAt));
  return among((flags) => wanted.has(flags & (mask ?? ALL_BITS)) !== isNot);
}

/**
 * Flags that no set is asked for. Without a sign one of them is enough, `!` means none of them; a slash puts the bits that
 * are looked at behind those that are to be set. Source: nft(8), TCP header expression, and what nft makes of each.
 */
export function flagsAsked(at: Cursor, mask: number | undefined): Match {
  const isNone = mask === undefined && (at.takes("!") || at.takes("not"));
  const isNot = !isNone && (at.takes("!=") || at.takes("ne"));
  const isExact = !isNone && !isNot && (at.takes("==") || at.takes("eq"));
  const bits = bitsAt(at);
  if (isNone) return among((flags) => (flags & bits) === 0);
  if (mask === undefined && at.takes("/")) {
    const seen = bitsAt(at);
    return among((flags) => ((flags & seen) === bits) !== isNot);
  }
  if (isNot || isExact) return among((flags) => ((flags & (mask ?? ALL_BITS)) === bits) !== isNot);
  // Between a mask and its bits there should be a sign.
  return mask === undefined ? among((flags) => (flags & bits) !== 0) : { kind: "unread" };
}
