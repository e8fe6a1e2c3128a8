/** Where a key stands that its object has already: not which, since a key may be a secret. Both from 1 on. */
export interface RepeatedKey {
  readonly line: number;
  /** In UTF-16 code units. */
  readonly column: number;
}

/** The end of the string that begins at `from`: the place of its closing quotation mark. */
function endOfString(text: string, from: number): number {
  let at = from + 1;
  while (at < text.length && text[at] !== '"') at += text[at] === "\\" ? 2 : 1;
  return at;
}

function isKeyBefore(text: string, from: number): boolean {
  let at = from;
  while (" \t\r\n".includes(text[at] ?? "x")) at++;
  return text[at] === ":";
}

function placeOf(text: string, at: number): RepeatedKey {
  const before = text.slice(0, at).split("\n");
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}

/** A string, and a colon behind it where it is a key. Unrolled, so that it takes linear time. */
const STRINGS = /"[^"\\]*(?:\\.[^"\\]*)*"([ \t\r\n]*:)?/g;

/** How many keys the text has. */
function keysWritten(text: string): number {
  let count = 0;
  STRINGS.lastIndex = 0;
  for (let found = STRINGS.exec(text); found; found = STRINGS.exec(text)) if (found[1] !== undefined) count++;
  return count;
}

/** How many keys there are in what JSON.parse made of it; what is `__proto__` is a key like any other there. */
function keysIn(json: unknown): number {
  let count = 0;
  const open: unknown[] = [json];
  while (open.length > 0) {
    const one = open.pop();
    if (typeof one !== "object" || one === null) continue;
    const values: unknown[] = Object.values(one);
    if (!Array.isArray(one)) count += values.length;
    for (const value of values) open.push(value);
  }
  return count;
}

/**
 * Whether an object of the text has a key twice: then the text has more keys than what was made of it. Most texts have
 * none, and this is several times faster than to look for the place.
 */
export function hasRepeatedKey(text: string, json: unknown): boolean {
  return keysWritten(text) !== keysIn(json);
}

/**
 * The first key that is there twice in one object. JSON.parse keeps the last of them only, Terraform takes the blocks of
 * all (HCL JSON Syntax Specification, "Bodies": property names may be repeated). Reads each character once.
 * @param text JSON that JSON.parse accepts
 */
export function repeatedKey(text: string): RepeatedKey | undefined {
  /** The keys of each object that is open; undefined for a list. */
  const open: (Set<string> | undefined)[] = [];
  for (let at = 0; at < text.length; at++) {
    const sign = text[at];
    if (sign === "{") open.push(new Set());
    else if (sign === "[") open.push(undefined);
    else if (sign === "}" || sign === "]") open.pop();
    if (sign !== '"') continue;
    const end = endOfString(text, at);
    const keys = open.at(-1);
    if (keys && isKeyBefore(text, end + 1)) {
      const key = JSON.parse(text.slice(at, end + 1)) as string;
      if (keys.has(key)) return placeOf(text, at);
      keys.add(key);
    }
    at = end;
  }
  return undefined;
}
