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

/** Names with commas between them, the only form beside a slash. */
function namesAt(at: Cursor): number {
  let bits = 0;
  do bits |= NAMES.get(at.word()) ?? at.fail();
  while (at.takes(","));
  return bits;
}

/** Whether a slash follows names with commas between them. */
function isSlashed(at: Cursor): boolean {
  let ahead = 0;
  while (at.peek(ahead + 1)?.text === ",") ahead += 2;
  return at.peek(ahead + 1)?.text === "/";
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
  if (mask === undefined && !isNone && isSlashed(at)) {
    const wanted = namesAt(at);
    at.expect("/");
    // Behind a slash there are several (nft's own grammar).
    if (at.peek(1)?.text !== ",") at.fail();
    const seen = namesAt(at);
    return among((flags) => ((flags & seen) === wanted) !== isNot);
  }
  const bits = bitsAt(at);
  if (isNone) return among((flags) => (flags & bits) === 0);
  if (isNot || isExact) return among((flags) => ((flags & (mask ?? ALL_BITS)) === bits) !== isNot);
  // Between a mask and its bits there should be a sign.
  return mask === undefined ? among((flags) => (flags & bits) !== 0) : { kind: "unread" };
}
