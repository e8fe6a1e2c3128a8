import { NotUnderstood } from "./syntax";

/** A piece of a template: text, `${...}` or `%{...}`; `before` and `after` are the strip markers `~`. */
export type Piece =
  | { readonly kind: "text"; readonly text: string }
  | {
      readonly kind: "interpolation" | "directive";
      readonly tokens: readonly Token[];
      readonly before: boolean;
      readonly after: boolean;
    };

export type Token =
  | { readonly kind: "number" | "name" | "sign" | "newline" | "end"; readonly text: string }
  | { readonly kind: "string"; readonly text: ""; readonly pieces: readonly Piece[] };

const NUMBER = /\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const MORE_DIGITS = /\.\d|[eE][+-]?\d/y;
const NAME = /[\p{ID_Start}_][\p{ID_Continue}-]*/uy;
/** White space and comments; a newline behind a comment still counts (HCL native syntax, comments and whitespace). */
const BETWEEN = /(?:[ \t]|(?:#|\/\/)[^\n]*|\/\*[^*]*\*+(?:[^/*][^*]*\*+)*\/)+/y;
const SIGN = /\.\.\.|=>|==|!=|<=|>=|&&|\|\||[-+*/%!<>?:.,()[\]{}=~]/y;
const ESCAPES: Readonly<Record<string, string>> = { n: "\n", t: "\t", r: "\r", '"': '"', "\\": "\\" };
const MAX_DEPTH = 60;

/** Reads Terraform's native syntax from one text; templates and expressions nest in each other. */
class Lexer {
  private at = 0;
  private depth = 0;
  constructor(private readonly text: string) {}

  /** A whole string of the JSON syntax: no quotes around it, no backslashes in it. */
  template(): Piece[] {
    return this.pieces(undefined);
  }

  /** A whole expression. */
  expression(): Token[] {
    const tokens = this.tokens();
    if (this.at < this.text.length) throw new NotUnderstood("} without {");
    return tokens;
  }

  private match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text)?.[0];
    if (found !== undefined) this.at += found.length;
    return found;
  }

  /** Tokens up to the `}` that closes what was opened before, or to the end. */
  private tokens(): Token[] {
    const tokens: Token[] = [];
    // Newlines count only between the entries of an object.
    const open: string[] = [];
    for (;;) {
      this.match(BETWEEN);
      const newline = this.match(/\r?\n/y);
      const next = this.text[this.at];
      if (newline !== undefined) {
        if (open.at(-1) === "{") tokens.push({ kind: "newline", text: "\n" });
      } else if (next === undefined || (next === "}" && open.length === 0)) {
        tokens.push({ kind: "end", text: "" });
        return tokens;
      } else {
        const token = this.token(next);
        tokens.push(token);
        this.nest(token, open);
      }
    }
  }

  private nest(token: Token, open: string[]): void {
    if (token.kind !== "sign") return;
    if (token.text === "{") open.push(/^\s*for\b(?![-\w])/.test(this.text.slice(this.at, this.at + 80)) ? "for" : "{");
    else if (token.text === "(" || token.text === "[") open.push(token.text);
    else if (/[)\]}]/.test(token.text)) open.pop();
  }

  private token(next: string): Token {
    if (next === '"') {
      this.at++;
      return { kind: "string", text: "", pieces: this.pieces('"') };
    }
    const number = this.match(NUMBER);
    if (number !== undefined) {
      // For Terraform all of `1.5.5` is one number, and no valid one.
      if (this.match(MORE_DIGITS) !== undefined) throw new NotUnderstood("a number of several parts");
      return { kind: "number", text: number };
    }
    const name = this.match(NAME);
    if (name !== undefined) return { kind: "name", text: name };
    const sign = this.match(SIGN);
    if (sign !== undefined) return { kind: "sign", text: sign };
    throw new NotUnderstood(this.text.slice(this.at, this.at + 20));
  }

  private pieces(end: '"' | undefined): Piece[] {
    if (++this.depth > MAX_DEPTH) throw new NotUnderstood("nested too deeply");
    const pieces: Piece[] = [];
    let plain = "";
    const flush = (): void => {
      if (plain !== "") pieces.push({ kind: "text", text: plain });
      plain = "";
    };
    for (;;) {
      const run = this.match(end ? /[^"\\$%\n]+/y : /[^$%]+/y);
      if (run !== undefined) plain += run;
      const next = this.text[this.at];
      if (next === end) break;
      if (next === undefined || next === "\n") throw new NotUnderstood("a string is never closed");
      if (next === "\\") plain += this.escape();
      else if (/^([$%])\1\{/.test(this.text.slice(this.at, this.at + 3))) {
        plain += `${next}{`;
        this.at += 3;
      } else if (this.text[this.at + 1] === "{") {
        flush();
        pieces.push(this.sequence(next === "$" ? "interpolation" : "directive"));
      } else {
        // What three of them before a brace mean is not worth knowing.
        if (/^([$%])\1\1+\{/.test(this.text.slice(this.at, this.at + 20))) throw new NotUnderstood("$$${");
        plain += next;
        this.at++;
      }
    }
    flush();
    this.at++;
    this.depth--;
    return pieces;
  }

  private sequence(kind: "interpolation" | "directive"): Piece {
    this.at += 2;
    const before = this.match(/~/y) !== undefined;
    const tokens = this.tokens();
    if (this.text[this.at] !== "}") throw new NotUnderstood("${ is never closed");
    this.at++;
    const last = tokens.at(-2);
    const after = last?.kind === "sign" && last.text === "~";
    if (after) tokens.splice(-2, 1);
    return { kind, tokens, before, after };
  }

  private escape(): string {
    const code = this.match(/\\u[0-9a-fA-F]{4}|\\U[0-9a-fA-F]{8}/y);
    if (code !== undefined) {
      const point = parseInt(code.slice(2), 16);
      if (point > 0x10ffff || (point >= 0xd800 && point < 0xe000)) throw new NotUnderstood(code);
      return String.fromCodePoint(point);
    }
    const escaped = ESCAPES[this.text[this.at + 1] ?? ""];
    if (escaped === undefined) throw new NotUnderstood("an escape");
    this.at += 2;
    return escaped;
  }
}

/**
 * The pieces of a string of Terraform's JSON syntax.
 * @throws NotUnderstood
 */
export function lexTemplate(text: string): Piece[] {
  return new Lexer(text).template();
}

/**
 * The tokens of an expression, the last one of kind `end`.
 * @throws NotUnderstood
 */
export function lexExpression(text: string): Token[] {
  return new Lexer(text).expression();
}
