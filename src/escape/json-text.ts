import { withoutHidden } from "./visible";

/** Each of its UTF-16 units as JSON writes it (RFC 8259, section 7). */
function unitsOf(one: string): string {
  return one
    .split("")
    .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`)
    .join("");
}

/**
 * JSON for a terminal too: the same value, with everything that hides or steers written as `\u202e`.
 * @param indent spaces of one level; without it all on one line
 */
export function jsonText(value: unknown, indent?: number): string {
  return withoutHidden(JSON.stringify(value, null, indent), unitsOf);
}
