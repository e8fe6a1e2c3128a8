import { readFileSync, statSync } from "node:fs";
import {
  Composer,
  type Document,
  isMap,
  isNode,
  isScalar,
  isSeq,
  LineCounter,
  type Pair,
  type ParsedNode,
  Parser,
  visit,
  type YAMLError,
  type YAMLMap,
  YAMLParseError,
} from "yaml";
import { cut } from "../escape/cut";
import { type Fault, type Finding, formatValue, shorten } from "./fault";
import { type KeyPath } from "./key-path";
import { lexed } from "./nesting";

/** A bridge file larger than this is no bridge file. A thousand services take about 150 kB. */
export const LARGEST_FILE_BYTES = 1024 * 1024;
/** Aliases may repeat parts of a file, but not multiply them ("billion laughs"). */
const MOST_ALIASES = 50;
const MOST_ALIASES_OF_ALL = 2000;
/** As much of a key as is shown in a message. */
const LONGEST_KEY = 60;

const OPTIONS = {
  prettyErrors: false,
  // Found below: the library compares each key with all before it.
  uniqueKeys: false,
  // Tags such as !!set and !!binary would bring in values that no JSON has.
  resolveKnownTags: false,
  logLevel: "error",
} as const;

/** What the library's parseDocument makes of a text: the lexer's tokens are there already, and lexing costs as much as parsing. */
function documentOf(tokens: readonly string[], length: number, lines: LineCounter): Document {
  const parser = new Parser(lines.addNewLine);
  function* parsed() {
    lines.addNewLine(0);
    for (const token of tokens) yield* parser.next(token);
    yield* parser.end();
  }
  const documents = new Composer(OPTIONS).compose(parsed(), true, length);
  // The composer is told to make one in any case.
  const document = documents.next().value as Document;
  const second = documents.next();
  if (second.done !== true) {
    const [start, end] = second.value.range;
    document.errors.push(new YAMLParseError([start, end], "MULTIPLE_DOCS", "The text contains multiple documents"));
  }
  return document;
}

/** What a file is to be, for what is said where it is nothing. */
interface FileKind {
  /** What to write instead. */
  readonly fix: string;
  /** What one file holds one of. */
  readonly one: string;
}

const BRIDGE_FILE: FileKind = { fix: "write a bridge, e.g. a copy of bridges/article.yaml", one: "bridge" };

/** A YAML document that remembers where each value stands. */
export class SourceFile {
  private readonly lines = new LineCounter();
  private readonly document: Document;
  private content: unknown;
  private readonly tooDeepAt: number | undefined;
  private readonly pairs = new Map<YAMLMap, Map<string, Pair>>();

  /** @param file the name to show in messages */
  constructor(
    readonly file: string,
    private readonly text: string,
    private readonly kind = BRIDGE_FILE,
  ) {
    const read = lexed(text);
    const isRead = "tokens" in read;
    this.tooDeepAt = isRead ? undefined : read.tooDeepAt;
    this.document = isRead ? documentOf(read.tokens, text.length, this.lines) : documentOf([], 0, this.lines);
  }

  /** Faults of the YAML itself; when there are any, {@link toJS} must not be called. */
  syntaxFaults(): Fault[] {
    if (this.tooDeepAt !== undefined) return [this.tooDeep(this.tooDeepAt)];
    const errors = [...this.document.errors, ...this.document.warnings];
    const faults = [...errors.map((error) => this.syntaxFault(error)), ...this.repeatedKeys()];
    if (faults.length > 0) return faults.sort((a, b) => a.line - b.line || a.column - b.column);
    return this.nodeFaults();
  }

  /** Keys that stand twice in one map. */
  private repeatedKeys(): Fault[] {
    const faults: Fault[] = [];
    visit(this.document, {
      Map: (_, map) => {
        const seen = new Set<unknown>();
        for (const { key } of map.items) {
          const value = isScalar(key) ? key.value : key;
          if (seen.has(value)) faults.push(this.repeatedKey(isNode(key) ? (key.range?.[0] ?? 0) : 0));
          seen.add(value);
        }
      },
    });
    return faults;
  }

  private repeatedKey(offset: number): Fault {
    const key = /^[^\s:]*/.exec(this.text.slice(offset))?.[0] ?? "";
    const words = `the key ${cut(key, LONGEST_KEY)} is there already`;
    return this.faultAt(offset, "yaml-duplicate-key", words, "write each key once");
  }

  /** What YAML allows and a bridge file does not: aliases of nothing, and keys that plain objects can't hold. */
  private nodeFaults(): Fault[] {
    const faults: Fault[] = [];
    const anchors = new Set<string>();
    let aliases = 0;
    visit(this.document, {
      Value: (_, node) => {
        if (node.anchor) anchors.add(node.anchor);
      },
      Alias: (_, alias) => {
        // The library goes through all anchors for each of them.
        if (++aliases > MOST_ALIASES_OF_ALL) {
          faults.splice(0, Infinity, this.tooManyAliases(alias.range?.[0] ?? 0));
          return visit.BREAK;
        }
        if (anchors.has(alias.source)) return undefined;
        const message = `*${alias.source} refers to no anchor before it`;
        faults.push(this.faultAt(alias.range?.[0], "yaml-alias", message, "write the value out"));
        return undefined;
      },
      Pair: (_, pair) => {
        const { key } = pair as Pair<ParsedNode>;
        if (isScalar(key) && key.value !== "__proto__" && key.value !== null) return;
        faults.push(this.faultAt(key?.range?.[0], "yaml-key", "this key is no name", "write a plain word as the key"));
      },
    });
    return faults;
  }

  private tooManyAliases(offset: number): Fault {
    const message = "aliases multiply the file's size";
    return this.faultAt(offset, "yaml-aliases", message, "write the values out instead of using * aliases");
  }

  private tooDeep(offset: number): Fault {
    return this.faultAt(offset, "yaml-depth", "lists and maps are nested too deeply", this.kind.fix);
  }

  /**
   * The document's content as plain values.
   * @returns a fault instead when its aliases would multiply it, or when it holds nothing but a comment
   */
  toJS(): { value: unknown } | { fault: Fault } {
    const { contents } = this.document;
    if (contents === null || (isScalar(contents) && contents.value === null)) {
      return { fault: this.faultAt(0, "yaml-empty", "the file is empty", this.kind.fix) };
    }
    try {
      this.content = this.document.toJS({ maxAliasCount: MOST_ALIASES });
      return { value: this.content };
    } catch {
      return { fault: this.tooManyAliases(0) };
    }
  }

  /** Puts a finding at its place: at its key when the value is missing or a map, at its value otherwise. */
  fault(finding: Finding): Fault {
    return { ...finding, ...this.place(this.offsetOf(finding.path)), value: this.valueAt(finding.path) };
  }

  private place(offset: number | undefined) {
    const { line, col } = this.lines.linePos(offset ?? 0);
    return { file: this.file, line: Math.max(1, line), column: Math.max(1, col) };
  }

  /** A fault of the YAML rather than of a value. */
  private faultAt(offset: number | undefined, rule: string, message: string, fix: string): Fault {
    return { ...this.place(offset), path: [], value: "", rule, message, fix };
  }

  /** The scalar at a path: numbers as they are written (0123 is not 123), also those that an alias stands for. */
  private valueAt(path: KeyPath): string {
    if (path.length === 0) return "";
    const node = this.nodeAt(path);
    if (isScalar(node) && typeof node.value === "number" && node.source) return shorten(node.source);
    const value = path.reduce<unknown>(
      (at, key) => (at as Record<string | number, unknown> | null)?.[key],
      this.content,
    );
    return typeof value === "object" && value !== null ? "" : formatValue(value);
  }

  /** The entry of a map, by an index of its own: the library goes through all entries for each. */
  private pairOf(map: YAMLMap, key: string): Pair | undefined {
    let pairs = this.pairs.get(map);
    if (!pairs) {
      pairs = new Map();
      for (const pair of map.items) {
        const name = String(isNode(pair.key) ? pair.key.toJSON() : pair.key);
        if (!pairs.has(name)) pairs.set(name, pair);
      }
      this.pairs.set(map, pairs);
    }
    return pairs.get(key);
  }

  private nodeAt(path: KeyPath): unknown {
    let node: unknown = this.document.contents;
    for (const key of path) {
      if (isMap(node)) node = this.pairOf(node, String(key))?.value;
      else if (isSeq(node) && typeof key === "number") node = node.items[key];
      else return undefined;
    }
    return node;
  }

  private offsetOf(path: KeyPath): number {
    for (let depth = path.length; depth > 0; depth--) {
      const parent = this.nodeAt(path.slice(0, depth - 1));
      const key = path[depth - 1];
      if (isMap(parent)) {
        const pair = this.pairOf(parent, String(key));
        if (!pair) continue;
        const node = isNode(pair.value) && !isMap(pair.value) && depth === path.length ? pair.value : pair.key;
        if (isNode(node) && node.range) return node.range[0];
      }
      const node = this.nodeAt(path.slice(0, depth));
      if (isNode(node) && node.range) return node.range[0];
    }
    return isNode(this.document.contents) ? (this.document.contents.range?.[0] ?? 0) : 0;
  }

  private syntaxFault(error: YAMLError): Fault {
    const [offset] = error.pos;
    const words = `is not valid YAML: ${error.message.split("\n")[0]?.replace(/[.:]$/, "")}`;
    switch (error.code) {
      case "TAB_AS_INDENT":
        return this.faultAt(offset, "yaml-tab", words, "indent with spaces");
      case "MULTIPLE_DOCS":
        return this.faultAt(
          offset,
          "yaml-documents",
          "a second document begins",
          `write one ${this.kind.one} per file`,
        );
      default:
        return this.faultAt(offset, "yaml", words, "write valid YAML 1.2");
    }
  }
}

/** A fault of the file as a whole, which stands in no line of it. */
function fileFault(file: string, rule: string, message: string, fix: string): Fault {
  return { file, line: 1, column: 1, path: [], value: "", rule, message, fix };
}

function tooLarge(file: string, hasMore: string): Fault {
  const message = `${hasMore} the ${LARGEST_FILE_BYTES} a bridge may have`;
  return fileFault(file, "file-size", message, "split it into several bridges");
}

/**
 * The text of bytes that were read.
 * @param bytes undefined: more than {@link LARGEST_FILE_BYTES}
 * @param file the name to show in messages
 * @returns a fault when they are no UTF-8
 */
export function textOf(bytes: Uint8Array | undefined, file: string): { text: string } | { fault: Fault } {
  if (!bytes || bytes.length > LARGEST_FILE_BYTES) return { fault: tooLarge(file, "has more bytes than") };
  try {
    return { text: new TextDecoder("utf-8", { fatal: true }).decode(bytes) };
  } catch {
    return { fault: fileFault(file, "file-readable", "is not UTF-8 text", "save it as UTF-8") };
  }
}

/**
 * Reads a file as text.
 * @param path where it is
 * @param file the name to show in messages
 * @returns a fault when it is no readable UTF-8 text of at most {@link LARGEST_FILE_BYTES}
 */
export function readText(path: string, file: string): { text: string } | { fault: Fault } {
  try {
    const stat = statSync(path);
    if (!stat.isFile()) {
      return {
        fault: fileFault(
          file,
          "file-kind",
          stat.isDirectory() ? "is a folder" : "is not a regular file",
          "put a YAML file there",
        ),
      };
    }
    if (stat.size > LARGEST_FILE_BYTES) return { fault: tooLarge(file, `has ${stat.size} bytes, more than`) };
    return textOf(readFileSync(path), file);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? "unknown error";
    const reason: Record<string, [string, string]> = {
      ENOENT: ["does not exist", "check the name"],
      EACCES: ["can't be read: permission denied", "give yourself read permission"],
      EPERM: ["can't be read: permission denied", "give yourself read permission"],
    };
    const [message, fix] = reason[code] ?? [`can't be read (${code})`, "check the file and the disk"];
    return { fault: fileFault(file, "file-readable", message, fix) };
  }
}
