/** What a cut text ends with; a whole text that ends so is cut as well, or it could be made to look like another's. */
const LOOKS_CUT = /…[0-9a-z]{25}$/;
const DIGEST_LENGTH = 25;
/** Of what is kept, this part is the end: the keys of Terraform's addresses stand there. */
const TAIL = 1 / 4;

/** 128 bits, so that nobody finds two texts that share them, in letters and digits that mean nothing in any format. */
function digestOf(text: string): string {
  // Loaded when something is cut, which is seldom.
  const hex = process
    .getBuiltinModule("node:crypto")
    .createHash("sha256")
    .update(text, "utf16le")
    .digest("hex")
    .slice(0, 32);
  return BigInt(`0x${hex}`).toString(36).padStart(DIGEST_LENGTH, "0");
}

/**
 * A text of at most `most` UTF-16 units: as it is, or its head, its tail and a digest of all of it, so that two texts are
 * never cut to the same one.
 * @param most above 40
 */
export function cut(text: string, most: number): string {
  if (text.length <= most && !LOOKS_CUT.test(text)) return text;
  const room = Math.max(0, Math.min(most, text.length) - DIGEST_LENGTH - 2);
  const tail = Math.floor(room * TAIL);
  const start = text.slice(0, room - tail).replace(/[\uD800-\uDBFF]$/, "");
  const end = text.slice(text.length - tail).replace(/^[\uDC00-\uDFFF]?\p{M}*/u, "");
  return `${start}…${end}…${digestOf(text)}`;
}
