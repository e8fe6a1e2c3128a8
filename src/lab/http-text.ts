/** What can stand in an HTTP request: nobody can ask for anything else, so no rule that wants it ever fits. */

/** A host without a port: the characters of a registered name (RFC 3986, 3.2.2). */
export function isHost(text: string): boolean {
  return /^[A-Za-z0-9._~!$&'()*+,;=%-]+$/.test(text);
}

/** A path, without a query and a fragment: visible characters of ASCII (RFC 9112, 3.2; HAProxy refuses others). */
export function isPath(text: string): boolean {
  return /^\/[!-"$->@-~]*$/.test(text);
}

/** A path and a query. */
export function isTarget(text: string): boolean {
  return /^\/[!-"$-~]*$/.test(text);
}

export function isPort(port: number): boolean {
  return Number.isInteger(port) && port >= 1 && port <= 65535;
}

/** A host or path that a pattern matches, with a slash in front where a path needs it and the pattern lets it. */
export function pathLike(example: string, pattern: string): string {
  if (example.startsWith("/") || !/^[*?]/.test(pattern)) return example;
  return pattern.startsWith("*") ? `/${example}` : `/${example.slice(1)}`;
}
