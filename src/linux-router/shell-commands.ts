import { giveUp, type Line } from "./script-line";

/** A piece of a word: text as it is, a variable, or what a command prints. */
type Piece =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "variable"; readonly name: string }
  | { readonly kind: "output"; readonly command: string };

export type Word = readonly Piece[];

/** A text that follows a command (here-document); `isPlain`: nothing in it is expanded. */
export interface HereDocument {
  readonly pieces: Word;
  readonly firstLine: number;
}

interface Redirection {
  readonly sign: ">" | ">>" | "<" | "<<" | "<<<";
  readonly target: Word;
  body?: HereDocument;
}

/** A command with what joins it to the next one. */
export interface Command {
  readonly line: Line;
  readonly words: readonly Word[];
  readonly redirections: readonly Redirection[];
  joint: ";" | "&" | "&&" | "||" | "|";
}

const NAME = /^[A-Za-z_][A-Za-z0-9_]*/;
const SPECIAL = /^[0-9@*#?$!-]/;

/** Reads a script of the shell from left to right (POSIX, shell command language); what it can't read it gives up on. */
class ShellReader {
  private at = 0;
  private row = 1;
  private readonly commands: Command[] = [];
  private words: Word[] = [];
  private redirections: Redirection[] = [];
  private readonly waiting: { redirection: Redirection; end: string; isPlain: boolean; isIndented: boolean }[] = [];
  private startedAt = 1;
  private readonly lines: readonly string[];

  constructor(private readonly script: string) {
    this.lines = script.split("\n");
  }

  read(): readonly Command[] {
    while (this.at < this.script.length) this.step();
    this.ends(";");
    if (this.waiting.length > 0) giveUp("command", this.line);
    return this.commands;
  }

  private get line(): Line {
    return this.lineAt(this.row);
  }

  private lineAt(number: number): Line {
    return { number, text: (this.lines[number - 1] ?? "").trim() };
  }

  private get isFresh(): boolean {
    return this.words.length === 0 && this.redirections.length === 0;
  }

  private step(): void {
    const rest = this.script.slice(this.at, this.at + 2);
    const [sign = ""] = rest;
    if (sign === "\n") this.breaks();
    else if (sign === " " || sign === "\t" || sign === "\r") this.at++;
    else if (rest === "\\\n") this.skip(2);
    else if (sign === "#") this.toLineEnd();
    else if (rest === "&&" || rest === "||") this.joins(rest);
    else if (sign === ";" || sign === "|" || (sign === "&" && this.script[this.at + 1] !== ">")) this.joins(sign);
    else if (sign === "(" || sign === ")" || rest === ";;") giveUp("command", this.line);
    else if (/^(?:[0-9]?[<>]|&>)/.test(rest)) this.redirects();
    else {
      if (this.isFresh) this.startedAt = this.row;
      this.words.push(this.word());
    }
  }

  private skip(signs: number): void {
    for (let i = 0; i < signs; i++) if (this.script[this.at++] === "\n") this.row++;
  }

  private toLineEnd(): void {
    while (this.at < this.script.length && this.script[this.at] !== "\n") this.at++;
  }

  /** The end of a line: bodies of here-documents come next. */
  private breaks(): void {
    this.ends(";");
    this.skip(1);
    for (const one of this.waiting.splice(0)) {
      const firstLine = this.row;
      const rows: string[] = [];
      for (;;) {
        if (this.at >= this.script.length) giveUp("command", this.lineAt(firstLine - 1));
        const close = this.script.indexOf("\n", this.at);
        const row = this.script.slice(this.at, close < 0 ? undefined : close);
        this.at = close < 0 ? this.script.length : close + 1;
        this.row++;
        const text = one.isIndented ? row.replace(/^\t+/, "") : row;
        if (text === one.end) break;
        rows.push(text);
      }
      const text = rows.map((row) => `${row}\n`).join("");
      const pieces: Word = one.isPlain ? [{ kind: "text", text }] : this.expanding(text);
      one.redirection.body = { pieces, firstLine };
    }
  }

  private joins(joint: string): void {
    if (this.isFresh) giveUp("command", this.line);
    this.ends(joint as Command["joint"]);
    this.at += joint.length;
    // A list goes on behind a line break.
    if (joint === "&&" || joint === "||" || joint === "|") {
      while (/^\s$/.test(this.script[this.at] ?? "")) {
        if (this.script[this.at] === "\n" && this.waiting.length > 0) giveUp("command", this.line);
        this.skip(1);
      }
    }
  }

  private ends(joint: Command["joint"]): void {
    if (this.isFresh) return;
    const { words, redirections } = this;
    this.commands.push({ line: this.lineAt(this.startedAt), words, redirections, joint });
    [this.words, this.redirections] = [[], []];
  }

  private redirects(): void {
    if (this.isFresh) this.startedAt = this.row;
    const [found = ""] =
      /^(?:[0-9]?(?:<<<|<<-?|>>|>&|<&|>\||>|<)|&>>?)/.exec(this.script.slice(this.at, this.at + 4)) ?? [];
    this.at += found.length;
    while (this.script[this.at] === " ") this.at++;
    if (found.endsWith(">&") || found.endsWith("<&")) {
      // Another number of the same file.
      const [number] =
        /^(?:[0-9]|-)(?![A-Za-z0-9])/.exec(this.script.slice(this.at, this.at + 2)) ?? giveUp("command", this.line);
      this.at += number.length;
      return;
    }
    const isHere = /(?:^|[^<])<<-?$/.test(found);
    const start = this.at;
    const target = this.word();
    if (isHere) this.awaits(target, this.script.slice(start, this.at), found.endsWith("-"));
    else {
      const sign = found.includes(">>") ? ">>" : found.includes(">") ? ">" : found.endsWith("<<<") ? "<<<" : "<";
      this.redirections.push({ sign, target });
    }
  }

  private awaits(target: Word, written: string, isIndented: boolean): void {
    const [only, more] = target;
    const end = only?.kind === "text" && !more ? only.text : giveUp("command", this.line);
    const redirection: Redirection = { sign: "<<", target };
    this.redirections.push(redirection);
    this.waiting.push({ redirection, end, isPlain: /["'\\]/.test(written), isIndented });
  }

  private word(): Word {
    const pieces: Piece[] = [];
    for (
      let sign = this.script[this.at];
      sign !== undefined && !/[\s;&|<>()]/.test(sign);
      sign = this.script[this.at]
    ) {
      if (sign === "'") {
        const close = this.script.indexOf("'", this.at + 1);
        if (close < 0) giveUp("command", this.line);
        pieces.push({ kind: "text", text: this.script.slice(this.at + 1, close) });
        this.skip(close + 1 - this.at);
      } else if (sign === '"') this.quoted(pieces);
      else if (sign === "\\") {
        const escaped = this.script[this.at + 1] ?? "";
        if (escaped !== "\n") pieces.push({ kind: "text", text: escaped });
        this.skip(2);
      } else if (sign === "$" || sign === "`") pieces.push(this.expansion());
      else {
        pieces.push({ kind: "text", text: sign });
        this.at++;
      }
    }
    return joined(pieces);
  }

  private quoted(pieces: Piece[]): void {
    this.at++;
    pieces.push({ kind: "text", text: "" });
    for (;;) {
      const sign = this.script[this.at] ?? giveUp("command", this.line);
      if (sign === '"') break;
      if (sign === "$" || sign === "`") pieces.push(this.expansion());
      else if (sign === "\\" && /^[$`"\\\n]$/.test(this.script[this.at + 1] ?? "")) {
        const escaped = this.script[this.at + 1]!;
        if (escaped !== "\n") pieces.push({ kind: "text", text: escaped });
        this.skip(2);
      } else {
        pieces.push({ kind: "text", text: sign });
        this.skip(1);
      }
    }
    this.at++;
  }

  /** `$name`, `${name}` and `$(command)`. */
  private expansion(): Piece {
    const rest = this.script.slice(this.at + 1, this.at + 200);
    if (this.script[this.at] === "$") {
      if (rest.startsWith("(") && !rest.startsWith("((")) return this.output();
      const braced = rest.startsWith("{") ? NAME.exec(rest.slice(1))?.[0] : undefined;
      if (braced !== undefined && rest[braced.length + 1] === "}") {
        this.at += braced.length + 3;
        return { kind: "variable", name: braced };
      }
      const name = rest.startsWith("{") ? undefined : (NAME.exec(rest) ?? SPECIAL.exec(rest))?.[0];
      if (name !== undefined) {
        this.at += name.length + 1;
        return { kind: "variable", name };
      }
      if (/^[\s"]|^$/.test(rest)) {
        this.at++;
        return { kind: "text", text: "$" };
      }
    }
    return giveUp("variable", this.line);
  }

  private output(): Piece {
    const start = this.at + 2;
    let depth = 1;
    let quote = "";
    this.at = start;
    for (;;) {
      const sign = this.script[this.at] ?? giveUp("command", this.line);
      if (quote !== "") {
        if (sign === quote) quote = "";
      } else if (sign === "'" || sign === '"') quote = sign;
      else if (sign === "(") depth++;
      else if (sign === ")" && --depth === 0) break;
      this.skip(1);
    }
    return { kind: "output", command: this.script.slice(start, this.at++) };
  }

  /** The text of a here-document, in which variables are expanded. */
  private expanding(text: string): Word {
    const inner = new ShellReader(text);
    const pieces: Piece[] = [];
    while (inner.at < text.length) {
      const sign = text[inner.at]!;
      if (sign === "$" || sign === "`") pieces.push(this.expandedBy(inner));
      else if (sign === "\\" && /^[$`\\\n]$/.test(text[inner.at + 1] ?? "")) {
        if (text[inner.at + 1] !== "\n") pieces.push({ kind: "text", text: text[inner.at + 1]! });
        inner.at += 2;
      } else {
        pieces.push({ kind: "text", text: sign });
        inner.at++;
      }
    }
    return joined(pieces);
  }

  private expandedBy(inner: ShellReader): Piece {
    return inner.expansion();
  }
}

/** Neighbouring texts as one. */
function joined(pieces: readonly Piece[]): Word {
  const all: Piece[] = [];
  for (const piece of pieces) {
    const last = all.at(-1);
    if (last?.kind === "text" && piece.kind === "text")
      all.splice(-1, 1, { kind: "text", text: last.text + piece.text });
    else all.push(piece);
  }
  return all;
}

/** The commands of a script, in their order. */
export function commandsOf(script: string): readonly Command[] {
  return new ShellReader(script).read();
}
