import { lexExpression, lexTemplate, type Piece, type Token } from "./lex";
import { type Expression, type ForClause, NotUnderstood, SPLAT_ITEM } from "./syntax";

const BINARY: readonly (readonly string[])[] = [
  ["||"],
  ["&&"],
  ["==", "!="],
  ["<", "<=", ">", ">="],
  ["+", "-"],
  ["*", "/", "%"],
];
const MAX_DEPTH = 150;
/** Operators, attributes and indexes in a row: they are worked out one inside the other. */
const MAX_CHAIN = 500;
const ITEM: Expression = { kind: "name", name: SPLAT_ITEM };
const END: Token = { kind: "end", text: "" };

class Parser {
  private at = 0;
  private depth = 0;
  constructor(private readonly tokens: readonly Token[]) {}

  whole(): Expression {
    const expression = this.choice();
    this.done();
    return expression;
  }

  /** `if x`, `else`, `endif`, `for k, v in x`, `endfor` of a template. */
  directive(): { readonly word: string; readonly names: readonly string[]; readonly of?: Expression } {
    const word = this.name();
    const names = word === "for" ? this.names() : [];
    const of = word === "if" || word === "for" ? this.choice() : undefined;
    this.done();
    return { word, names, ...(of && { of }) };
  }

  private names(): string[] {
    const names = [this.name()];
    if (this.take(",")) names.push(this.name());
    this.expect("in");
    return names;
  }

  private done(): void {
    if (this.peek().kind !== "end") throw new NotUnderstood(this.peek().text);
  }

  private peek(ahead = 0): Token {
    return this.tokens[this.at + ahead] ?? this.tokens.at(-1) ?? END;
  }

  private take(text: string): boolean {
    const token = this.peek();
    if ((token.kind !== "sign" && token.kind !== "name") || token.text !== text) return false;
    this.at++;
    return true;
  }

  private expect(text: string): void {
    if (!this.take(text)) throw new NotUnderstood(`expected ${text}`);
  }

  private name(): string {
    const token = this.peek();
    if (token.kind !== "name") throw new NotUnderstood("expected a name");
    this.at++;
    return token.text;
  }

  private choice(): Expression {
    if (++this.depth > MAX_DEPTH) throw new NotUnderstood("nested too deeply");
    let found = this.binary(0);
    if (this.take("?")) {
      const yes = this.choice();
      this.expect(":");
      found = { kind: "choice", condition: found, yes, no: this.choice() };
    }
    this.depth--;
    return found;
  }

  private binary(level: number): Expression {
    const operators = BINARY[level];
    if (!operators) return this.unary();
    let left = this.binary(level + 1);
    for (let length = 0; ; length++) {
      if (length > MAX_CHAIN) throw new NotUnderstood("a chain that is too long");
      const operator = operators.find((sign) => this.peek().kind === "sign" && this.peek().text === sign);
      if (!operator) return left;
      this.at++;
      left = { kind: "binary", operator, left, right: this.binary(level + 1) };
    }
  }

  private unary(): Expression {
    for (const operator of ["!", "-"]) {
      if (!this.take(operator)) continue;
      if (++this.depth > MAX_DEPTH) throw new NotUnderstood("nested too deeply");
      const operand = this.unary();
      this.depth--;
      return { kind: "unary", operator, operand };
    }
    return this.postfix(this.primary());
  }

  private postfix(start: Expression): Expression {
    let of = start;
    for (let length = 0; ; length++) {
      if (length > MAX_CHAIN) throw new NotUnderstood("a chain that is too long");
      if (this.take(".")) of = this.take("*") ? this.attributeSplat(of) : this.attribute(of);
      else if (this.take("[")) {
        if (this.take("*")) {
          this.expect("]");
          // Everything that follows is done to each item.
          if (++this.depth > MAX_DEPTH) throw new NotUnderstood("nested too deeply");
          const each = this.postfix(ITEM);
          this.depth--;
          return { kind: "splat", of, each };
        }
        const index = this.choice();
        this.expect("]");
        of = { kind: "index", of, index };
      } else return of;
    }
  }

  private attribute(of: Expression): Expression {
    const token = this.peek();
    if (token.kind !== "number") return { kind: "attribute", of, name: this.name() };
    // `list.0` is the old spelling of `list[0]`; `list.0.1` looks like a fraction.
    if (!/^\d+$/.test(token.text)) throw new NotUnderstood("an index with a point");
    this.at++;
    return { kind: "index", of, index: { kind: "number", digits: token.text } };
  }

  /** `x.*.a.b`: only attributes belong to each item. */
  private attributeSplat(of: Expression): Expression {
    let each = ITEM;
    for (let length = 0; this.peek().text === "." && this.peek(1).kind === "name"; length++) {
      if (length > MAX_CHAIN) throw new NotUnderstood("a chain that is too long");
      this.at++;
      each = { kind: "attribute", of: each, name: this.name() };
    }
    if (this.peek().text === ".") throw new NotUnderstood("an index behind .*");
    return { kind: "splat", of, each };
  }

  private primary(): Expression {
    const token = this.peek();
    if (token.kind === "end" || token.kind === "newline") throw new NotUnderstood("ends too early");
    this.at++;
    if (token.kind === "number") return { kind: "number", digits: token.text };
    if (token.kind === "string") return fromPieces(token.pieces);
    if (token.kind === "name") {
      if (this.take("(")) return this.call(token.text);
      if (token.text === "true" || token.text === "false") return { kind: "literal", value: token.text === "true" };
      return token.text === "null" ? { kind: "literal", value: null } : { kind: "name", name: token.text };
    }
    if (token.text === "(") {
      const inner = this.choice();
      this.expect(")");
      return inner;
    }
    if (token.text === "[") return this.list();
    if (token.text === "{") return this.object();
    throw new NotUnderstood(token.text);
  }

  private call(name: string): Expression {
    const args: Expression[] = [];
    let expand = false;
    while (!this.take(")")) {
      args.push(this.choice());
      expand = this.take("...");
      if (expand) {
        this.take(",");
        this.expect(")");
        break;
      }
      if (!this.take(",") && this.peek().text !== ")") throw new NotUnderstood("expected , or )");
    }
    return { kind: "call", name, args, expand };
  }

  private list(): Expression {
    if (this.peek().text === "for" && this.peek().kind === "name") return this.loop("]");
    const items: Expression[] = [];
    while (!this.take("]")) {
      items.push(this.choice());
      if (!this.take(",") && this.peek().text !== "]") throw new NotUnderstood("expected , or ]");
    }
    return { kind: "list", items };
  }

  private newlines(): boolean {
    const from = this.at;
    while (this.peek().kind === "newline") this.at++;
    return this.at > from;
  }

  private object(): Expression {
    if (this.peek().text === "for" && this.peek().kind === "name") return this.loop("}");
    const entries: (readonly [Expression, Expression])[] = [];
    this.newlines();
    while (!this.take("}")) {
      const key = this.key();
      if (!this.take("=")) this.expect(":");
      entries.push([key, this.choice()]);
      const separated = this.take(",");
      if (!this.newlines() && !separated && this.peek().text !== "}") throw new NotUnderstood("expected , or }");
    }
    return { kind: "object", entries };
  }

  private key(): Expression {
    const token = this.peek();
    const isAlone = ["=", ":"].includes(this.peek(1).text);
    if (token.kind === "name" && isAlone) {
      this.at++;
      return { kind: "literal", value: token.text };
    }
    // Anything else that starts with a name is ambiguous to Terraform.
    if (token.kind === "name") throw new NotUnderstood("a key that is an expression without parentheses");
    return this.binary(0);
  }

  private loop(close: "]" | "}"): Expression {
    this.expect("for");
    const names = this.names();
    const source = this.choice();
    this.expect(":");
    let value = this.choice();
    let key: Expression | undefined;
    if (close === "}") {
      this.expect("=>");
      key = value;
      value = this.choice();
    }
    const group = close === "}" && this.take("...");
    const filter = this.take("if") ? this.choice() : undefined;
    this.expect(close);
    const clause: ForClause = { names, source, value, group, ...(key && { key }), ...(filter && { filter }) };
    return { kind: "for", clause };
  }
}

/** Cuts white space where a strip marker asks for it. */
function stripped(pieces: readonly Piece[]): Piece[] {
  return pieces.map((piece, i) => {
    if (piece.kind !== "text") return piece;
    const [before, after] = [pieces[i - 1], pieces[i + 1]];
    let { text } = piece;
    if (before && before.kind !== "text" && before.after) text = text.trimStart();
    if (after && after.kind !== "text" && after.before) text = text.trimEnd();
    // How much of several lines a marker cuts depends on the kind of string.
    if (text !== piece.text && piece.text.includes("\n")) throw new NotUnderstood("a strip marker at a line's end");
    return { kind: "text", text };
  });
}

/** The pieces of a template as one expression, `%{ if }` and `%{ for }` nested. */
class TemplateParser {
  private at = 0;
  private depth = 0;
  constructor(private readonly pieces: readonly Piece[]) {}

  whole(): Expression {
    const { parts, end } = this.parts([]);
    if (end !== undefined) throw new NotUnderstood(`${end} without its start`);
    const [only] = parts;
    const isWrapped = this.pieces.length === 1 && this.pieces[0]?.kind === "interpolation";
    if (only && isWrapped) return only;
    return parts.length === 1 && only?.kind === "literal" ? only : { kind: "template", parts };
  }

  /** Up to one of these words, or to the end. */
  private parts(ends: readonly string[]): { readonly parts: Expression[]; readonly end?: string } {
    if (++this.depth > MAX_DEPTH) throw new NotUnderstood("nested too deeply");
    const parts: Expression[] = [];
    for (let piece = this.pieces[this.at]; piece; piece = this.pieces[this.at]) {
      this.at++;
      if (piece.kind === "text") parts.push({ kind: "literal", value: piece.text });
      else if (piece.kind === "interpolation") parts.push(new Parser(piece.tokens).whole());
      else {
        const directive = new Parser(piece.tokens).directive();
        if (ends.includes(directive.word)) {
          this.depth--;
          return { parts, end: directive.word };
        }
        parts.push(this.block(directive));
      }
    }
    this.depth--;
    if (ends.length > 0) throw new NotUnderstood(`expected ${ends.join(" or ")}`);
    return { parts };
  }

  private block({ word, names, of }: ReturnType<Parser["directive"]>): Expression {
    if (of === undefined) throw new NotUnderstood(`${word} without its start`);
    if (word === "for") {
      const value: Expression = { kind: "template", parts: this.parts(["endfor"]).parts };
      return { kind: "repeat", clause: { names, source: of, value, group: false } };
    }
    const { parts: yes, end } = this.parts(["else", "endif"]);
    const no = end === "else" ? this.parts(["endif"]).parts : [];
    return {
      kind: "choice",
      condition: of,
      yes: { kind: "template", parts: yes },
      no: { kind: "template", parts: no },
    };
  }
}

function fromPieces(pieces: readonly Piece[]): Expression {
  const [only, ...others] = pieces;
  if (only === undefined) return { kind: "literal", value: "" };
  if (only.kind === "text" && others.length === 0) return { kind: "literal", value: only.text };
  return new TemplateParser(stripped(pieces)).whole();
}

/**
 * Reads an expression without its `${}`.
 * @throws NotUnderstood for what lies outside the understood part of the language
 */
export function parseExpression(text: string): Expression {
  return new Parser(lexExpression(text)).whole();
}

/**
 * Reads a string of Terraform's JSON syntax: text with `${...}` and `%{...}` in it (`$${` and `%%{` stand for themselves).
 * @throws NotUnderstood for what lies outside the understood part of the language
 */
export function parseTemplate(text: string): Expression {
  return fromPieces(lexTemplate(text));
}
