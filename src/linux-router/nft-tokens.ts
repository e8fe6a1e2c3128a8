import { type Line, giveUp } from "./script-line";

/** A word, a quoted text, a sign, or the end of a statement. */
export interface Token {
  readonly kind: "word" | "text" | "sign" | "end";
  readonly text: string;
  readonly line: Line;
}

const SIGNS = [
  "==",
  "!=",
  "<=",
  ">=",
  "<<",
  ">>",
  "{",
  "}",
  "(",
  ")",
  ",",
  ":",
  "=",
  "<",
  ">",
  "&",
  "|",
  "^",
  "@",
  "$",
  "!",
];
const WORD = /^[A-Za-z0-9_./*\\+-]$/;
/** An address of IPv6, whose colons part nothing. */
const IPV6 = /^(?:[0-9A-Fa-f]{0,4}:){2,7}[0-9A-Fa-f]{0,4}(?:\/[0-9]{1,3})?(?![0-9A-Za-z:.])/;
const LONGEST_IPV6 = 50;

/** A text of nft's language with the number of its first line in the script. */
export interface NftText {
  readonly text: string;
  readonly firstLine: number;
}

/** Cuts a text into tokens. A line break ends a statement, as a semicolon does (nft(8), lexical conventions). */
export function tokensOf({ text, firstLine }: NftText): Token[] {
  const rows = text.split("\n");
  const tokens: Token[] = [];
  let isJoined = false;
  rows.forEach((row, place) => {
    const line = { number: firstLine + place, text: row.trim() };
    const isContinued = row.endsWith("\\");
    tokensOfRow(isContinued ? row.slice(0, -1) : row, line, tokens);
    isJoined = isContinued;
    if (!isJoined) tokens.push({ kind: "end", text: "\n", line });
  });
  return tokens;
}

function tokensOfRow(row: string, line: Line, tokens: Token[]): void {
  for (let at = 0; at < row.length;) {
    const sign = row[at]!;
    if (sign === "#") return;
    if (sign === " " || sign === "\t" || sign === "\r") at++;
    else if (sign === ";") {
      tokens.push({ kind: "end", text: ";", line });
      at++;
    } else if (sign === '"') {
      const close = row.indexOf('"', at + 1);
      if (close < 0) giveUp("ruleset", line);
      tokens.push({ kind: "text", text: row.slice(at + 1, close), line });
      at = close + 1;
    } else at = wordOrSign(row, at, line, tokens);
  }
}

function wordOrSign(row: string, at: number, line: Line, tokens: Token[]): number {
  const ipv6 = IPV6.exec(row.slice(at, at + LONGEST_IPV6))?.[0];
  if (ipv6 !== undefined) {
    tokens.push({ kind: "word", text: ipv6, line });
    return at + ipv6.length;
  }
  let end = at;
  while (end < row.length && WORD.test(row[end]!)) end++;
  if (end > at) {
    tokens.push({ kind: "word", text: row.slice(at, end), line });
    return end;
  }
  const sign = SIGNS.find((one) => row.startsWith(one, at)) ?? giveUp("ruleset", line);
  tokens.push({ kind: "sign", text: sign, line });
  return at + sign.length;
}

/** Goes through tokens one by one. */
export class Cursor {
  private at = 0;

  constructor(
    private readonly tokens: readonly Token[],
    private readonly last: Line,
  ) {}

  get line(): Line {
    return this.tokens[this.at]?.line ?? this.tokens.at(-1)?.line ?? this.last;
  }

  get isDone(): boolean {
    return this.at >= this.tokens.length;
  }

  peek(ahead = 0): Token | undefined {
    return this.tokens[this.at + ahead];
  }

  next(): Token {
    return this.tokens[this.at++] ?? this.fail();
  }

  /** Takes the next token if it is this word or sign. */
  takes(text: string): boolean {
    const token = this.peek();
    if (token?.text !== text || token.kind === "text") return false;
    this.at++;
    return true;
  }

  /** Takes several if they all come next. */
  takesAll(...texts: readonly string[]): boolean {
    if (!texts.every((text, ahead) => this.peek(ahead)?.text === text)) return false;
    this.at += texts.length;
    return true;
  }

  expect(text: string): void {
    if (!this.takes(text)) this.fail();
  }

  /** A word as it is written. */
  word(): string {
    const { kind, text } = this.next();
    return kind === "word" || kind === "text" ? text : this.fail();
  }

  /** Line breaks and semicolons, where they end nothing. */
  skipEnds(): void {
    while (this.peek()?.kind === "end") this.at++;
  }

  fail(): never {
    return giveUp("ruleset", this.line);
  }
}
