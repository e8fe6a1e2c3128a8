import { Lexer } from "yaml";

/** Lists and maps inside each other. A bridge file has up to eight. */
const MOST_NESTED = 64;
/** The lexer's sign that the next token is a plain scalar's text. */
const SCALAR = "\u001f";

/** What is open at a place of a YAML text: columns where block lists and maps began, and brackets. */
class OpenParts {
  private readonly columns: number[] = [];
  private brackets = 0;
  private column = 0;
  private isLineStart = true;

  /** @returns how many lists and maps are open after the token; a list in a map may share its column, so never too few */
  after(token: string, isText: boolean): number {
    const isEmpty = token.trim() === "" || (!isText && token.startsWith("#"));
    if (!isEmpty && this.brackets === 0) this.block(!isText && (token === "-" || token === "?"));
    if (!isText && (token === "[" || token === "{")) this.brackets++;
    if (!isText && (token === "]" || token === "}")) this.brackets = Math.max(0, this.brackets - 1);
    const line = token.lastIndexOf("\n");
    this.column = line < 0 ? this.column + token.length : token.length - line - 1;
    if (line >= 0) this.isLineStart = true;
    return this.columns.length * 2 + this.brackets;
  }

  private block(isIndicator: boolean): void {
    if (!this.isLineStart && !isIndicator) return;
    if (this.isLineStart) while ((this.columns.at(-1) ?? -1) > this.column) this.columns.pop();
    this.isLineStart = false;
    if ((this.columns.at(-1) ?? -1) < this.column) this.columns.push(this.column);
  }
}

/** The lexer's tokens of a text; or where its lists and maps are nested too deeply, as an offset in UTF-16 code units. */
export type Lexed = { readonly tokens: readonly string[] } | { readonly tooDeepAt: number };

/**
 * Takes a YAML text apart, up to where lists and maps are nested too deeply to be read: the library calls itself for each,
 * and near the end of the stack Node may end the process.
 */
export function lexed(text: string): Lexed {
  const tokens: string[] = [];
  const open = new OpenParts();
  let [offset, isText] = [0, false];
  for (const token of new Lexer().lex(text)) {
    tokens.push(token);
    // Signs that the lexer adds stand in no text.
    if (token === SCALAR || token === "\u0002" || token === "\u0018" || token === "\ufeff") {
      isText = token === SCALAR;
      if (token === "\ufeff") offset += token.length;
      continue;
    }
    if (open.after(token, isText) > MOST_NESTED) return { tooDeepAt: offset };
    offset += token.length;
    isText = false;
  }
  return { tokens };
}
