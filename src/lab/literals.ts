/**
 * Text of the input as it stands in what other programs read: one function for each program. What it returns means the
 * text and nothing else there; the tests hold each against the program itself.
 */

/** @throws RangeError for what can't stand in a word at all */
function without(text: string, forbidden: RegExp): string {
  if (forbidden.test(text)) throw new RangeError("a control character can't be written there");
  return text;
}

/** A word of a POSIX shell's script (XCU 2.2.2, single quotes), on one line, so that it ends no here-document. */
export function shellWord(text: string): string {
  return `'${without(text, /[\0-\x1f\x7f]/).replace(/'/g, "'\\''")}'`;
}

/** A value in curl's configuration (curl's manual page, -K). */
export function curlWord(text: string): string {
  return `"${without(text, /[\0-\x1f\x7f]/).replace(/["\\]/g, "\\$&")}"`;
}

/** Bytes that HAProxy's configuration has no meaning for. */
const PLAIN_FOR_HAPROXY = /^[A-Za-z0-9_.:/-]$/;

/** A word of HAProxy's configuration, each other byte by its number (management guide 2.2, quoting and escaping). */
export function haproxyWord(text: string): string {
  const bytes = [...Buffer.from(without(text, /\0/), "utf8")];
  const written = bytes.map((byte) => {
    const plain = String.fromCharCode(byte);
    return PLAIN_FOR_HAPROXY.test(plain) ? plain : `\\x${byte.toString(16).padStart(2, "0")}`;
  });
  return written.length === 0 ? "''" : written.join("");
}

/** The same where HAProxy takes a log format: there a percent sign begins a variable (configuration manual 8.2.4). */
export function haproxyFormat(text: string): string {
  return haproxyWord(text.replace(/%/g, "%%"));
}

/** What {@link nginxText} needs in the `http` block: nginx has no other way to write a dollar sign. */
export const NGINX_DOLLAR = 'geo $lab_dollar { default "$"; }';

/** A text in nginx's configuration where variables may stand, such as a header's value. */
export function nginxText(text: string): string {
  const plain = without(text, /[\0-\x1f\x7f]/).replace(/["\\]/g, "\\$&");
  return `"${plain.replace(/\$/g, "${lab_dollar}")}"`;
}
