import { type Expression, type ForClause, NotUnderstood } from "./syntax";

const TOKEN =
  /\s*(?:(\d+(?:\.\d+)?)|([A-Za-z_][\w-]*)|("(?:[^"\\$%]|\\.|\$(?!\{)|%(?!\{)|\$\{(?:[^{}"]|"(?:[^"\\]|\\.)*"|\{[^{}]*\})*\})*")|(\.\.\.|=>|==|!=|<=|>=|&&|\|\||[-+*/%!<>?:.,()[\]{}=]))/y;
const BINARY: readonly (readonly string[])[] = [
  ["||"],
  ["&&"],
  ["==", "!="],
  ["<", "<=", ">", ">="],
  ["+", "-"],
  ["*", "/", "%"],
];
const ESCAPES: Readonly<Record<string, string>> = { n: "\n", t: "\t", r: "\r", '"': '"', "\\": "\\" };

interface Token {
  readonly kind: "number" | "name" | "string" | "sign" | "end";
  readonly text: string;
}

function tokenize(text: string): Token[] {
  const tokens: Token[] = [];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < text.length) {
    const from = TOKEN.lastIndex;
    const match = TOKEN.exec(text);
    if (!match) {
      if (text.slice(from).trim() === "") break;
      throw new NotUnderstood(text.slice(from));
    }
    if (match[1] !== undefined) tokens.push({ kind: "number", text: match[1] });
    else if (match[2] !== undefined) tokens.push({ kind: "name", text: match[2] });
    else if (match[3] !== undefined) tokens.push({ kind: "string", text: match[3].slice(1, -1) });
    else tokens.push({ kind: "sign", text: match[4] ?? "" });
  }
  tokens.push({ kind: "end", text: "" });
  return tokens;
}

class Parser {
  private at = 0;
  constructor(private readonly tokens: readonly Token[]) {}

  whole(): Expression {
    const expression = this.choice();
    if (this.peek().kind !== "end") throw new NotUnderstood(this.peek().text);
    return expression;
  }

  private peek(ahead = 0): Token {
    return this.tokens[Math.min(this.at + ahead, this.tokens.length - 1)]!;
  }

  private take(text: string): boolean {
    const token = this.peek();
    if (token.kind === "string" || token.text !== text) return false;
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
    const condition = this.binary(0);
    if (!this.take("?")) return condition;
    const yes = this.choice();
    this.expect(":");
    return { kind: "choice", condition, yes, no: this.choice() };
  }

  private binary(level: number): Expression {
    const operators = BINARY[level];
    if (!operators) return this.unary();
    let left = this.binary(level + 1);
    for (;;) {
      const operator = operators.find((sign) => this.peek().kind === "sign" && this.peek().text === sign);
      if (!operator) return left;
      this.at++;
      left = { kind: "binary", operator, left, right: this.binary(level + 1) };
    }
  }

  private unary(): Expression {
    for (const operator of ["!", "-"])
      if (this.take(operator)) return { kind: "unary", operator, operand: this.unary() };
    return this.postfix(this.primary());
  }

  private postfix(start: Expression): Expression {
    let of = start;
    for (;;) {
      if (this.take(".")) {
        if (this.take("*")) return this.postfix({ kind: "splat", of, each: this.attributes() });
        const token = this.peek();
        // `list.0` is the old spelling of `list[0]`.
        if (token.kind === "number") {
          this.at++;
          of = { kind: "index", of, index: { kind: "literal", value: Number(token.text) } };
        } else of = { kind: "attribute", of, name: this.name() };
      } else if (this.take("[")) {
        if (this.take("*")) {
          this.expect("]");
          return this.postfix({ kind: "splat", of, each: this.attributes() });
        }
        const index = this.choice();
        this.expect("]");
        of = { kind: "index", of, index };
      } else return of;
    }
  }

  private attributes(): string[] {
    const names: string[] = [];
    while (this.peek().text === "." && this.peek(1).kind === "name") {
      this.at++;
      names.push(this.name());
    }
    return names;
  }

  private primary(): Expression {
    const token = this.peek();
    if (token.kind === "end") throw new NotUnderstood("ends too early");
    this.at++;
    if (token.kind === "number") return { kind: "literal", value: Number(token.text) };
    if (token.kind === "string") return parseTemplate(unescape(token.text));
    if (token.kind === "name") {
      if (token.text === "true" || token.text === "false") return { kind: "literal", value: token.text === "true" };
      if (token.text === "null") return { kind: "literal", value: null };
      return this.take("(") ? this.call(token.text) : { kind: "name", name: token.text };
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

  private object(): Expression {
    if (this.peek().text === "for" && this.peek().kind === "name") return this.loop("}");
    const entries: (readonly [Expression, Expression])[] = [];
    while (!this.take("}")) {
      const bare = this.peek();
      const isName = bare.kind === "name" && ["=", ":"].includes(this.peek(1).text);
      if (isName) this.at++;
      const key: Expression = isName ? { kind: "literal", value: bare.text } : this.binary(0);
      if (!this.take("=")) this.expect(":");
      entries.push([key, this.choice()]);
      this.take(",");
    }
    return { kind: "object", entries };
  }

  private loop(close: "]" | "}"): Expression {
    this.expect("for");
    const names = [this.name()];
    if (this.take(",")) names.push(this.name());
    this.expect("in");
    const source = this.choice();
    this.expect(":");
    let value = this.choice();
    let key: Expression | undefined;
    if (close === "}") {
      this.expect("=>");
      key = value;
      value = this.choice();
    }
    const group = this.take("...");
    const filter = this.take("if") ? this.choice() : undefined;
    this.expect(close);
    const clause: ForClause = { names, source, value, group, ...(key && { key }), ...(filter && { filter }) };
    return { kind: "for", clause };
  }
}

function unescape(text: string): string {
  return text.replace(/\\(.)/g, (_, escaped: string) => ESCAPES[escaped] ?? escaped);
}

/**
 * Reads an expression without its `${}`.
 * @throws NotUnderstood for what lies outside the understood part of the language
 */
export function parseExpression(text: string): Expression {
  return new Parser(tokenize(text)).whole();
}

/** Where the `}` stands that closes the interpolation opened before `from`; strings inside may hold braces. */
function closingBrace(text: string, from: number): number {
  let depth = 0;
  for (let i = from; i < text.length; i++) {
    const char = text[i];
    if (char === '"') {
      for (i++; i < text.length && text[i] !== '"'; i++) {
        if (text[i] === "\\") i++;
        else if (text.startsWith("${", i)) i = closingBrace(text, i + 2);
      }
    } else if (char === "{") depth++;
    else if (char === "}" && depth-- === 0) return i;
  }
  throw new NotUnderstood("${ is never closed");
}

/** Reads a string of Terraform's JSON syntax: text with `${...}` in it (`$${` stands for itself). */
export function parseTemplate(text: string): Expression {
  if (!text.includes("${") && !text.includes("%{")) return { kind: "literal", value: text };
  if (/(^|[^%])%\{/.test(text)) throw new NotUnderstood("template directive");
  const parts: Expression[] = [];
  let plain = "";
  for (let i = 0; i < text.length;) {
    if (text.startsWith("$${", i) || text.startsWith("%%{", i)) {
      plain += text.slice(i + 1, i + 3);
      i += 3;
    } else if (text.startsWith("${", i)) {
      const end = closingBrace(text, i + 2);
      if (plain) parts.push({ kind: "literal", value: plain });
      plain = "";
      parts.push(parseExpression(text.slice(i + 2, end)));
      i = end + 1;
    } else plain += text[i++];
  }
  if (plain) parts.push({ kind: "literal", value: plain });
  const [only] = parts;
  if (parts.length === 1 && only) return only;
  return { kind: "template", parts };
}
