import { DEEPEST, isTooDeep } from "../limits";
import { InputFault } from "./input-fault";
import { type Json } from "./json-shapes";

/** Where the JSON starts: wrappers like to print a line first. */
export function withoutPreamble(text: string): string {
  // The first brace that only white space stands before in its line. A pattern for that takes quadratic time.
  for (let line = 0; line >= 0;) {
    let at = line;
    while (" \t\r\n".includes(text[at] ?? "x")) at++;
    if (text[at] === "{" || text[at] === "[") return at > 0 ? text.slice(at) : text;
    const end = text.indexOf("\n", at);
    line = end < 0 ? -1 : end + 1;
  }
  return text;
}

/** Where the parser stopped; not in its own words, which quote what stands there, and that may be a secret. */
function placeIn(detail: string, text: string): string {
  const [, place] = /at position (\d+)/.exec(detail) ?? [];
  if (place !== undefined) return `from character ${Number(place) + 1} on`;
  return text.trimStart().startsWith("{") ? "a value in it is none of JSON's" : "it doesn't begin with {";
}

/** Whether the parser stopped behind the last character: something more was to come. */
function isAtEnd(detail: string, text: string): boolean {
  const [, place] = /at position (\d+)/.exec(detail) ?? [];
  return place !== undefined && Number(place) >= text.trimEnd().length;
}

/**
 * Parses text that may have a line of another program before the JSON.
 * @param where the file's name, for messages
 * @param next what to do instead, for messages
 * @throws InputFault for everything that isn't JSON, or is nested too deeply
 */
export function parseText(source: string, where: string, next: string): Json {
  const text = source.replace(/^\uFEFF/, "");
  if (text.trim() === "") throw new InputFault("empty", `is empty; ${next}`, where);
  let json: unknown;
  const whole = withoutPreamble(text);
  try {
    json = JSON.parse(whole);
  } catch (error) {
    const detail = (error as Error).message;
    if (/end of JSON|Unterminated/i.test(detail) || isAtEnd(detail, whole))
      throw new InputFault("cut-off", `is cut off: the JSON ends too early; ${next}`, where);
    throw new InputFault("not-json", `is not JSON (${placeIn(detail, text)}); ${next}`, where);
  }
  if (isTooDeep(json))
    throw new InputFault("too-deep", `has more than ${DEEPEST} lists and objects inside each other; ${next}`, where);
  return json as Json;
}
