import { readFileSync, statSync } from "node:fs";
import { type Document, isMap, isNode, LineCounter, parseDocument, type YAMLError } from "yaml";
import { type Fault, type Finding, formatValue, type KeyPath } from "./fault";

/** A bridge file larger than this is no bridge file. A thousand services take about 150 kB. */
export const LARGEST_FILE_BYTES = 1024 * 1024;
/** Aliases may repeat parts of a file, but not multiply them ("billion laughs"). */
const MOST_ALIASES = 50;

/** A YAML document that remembers where each value stands. */
export class SourceFile {
  private readonly lines = new LineCounter();
  private readonly document: Document;

  /** @param file the name to show in messages */
  constructor(
    readonly file: string,
    text: string,
  ) {
    this.document = parseDocument(text, { lineCounter: this.lines, prettyErrors: false, uniqueKeys: true });
  }

  /** Faults of the YAML itself; when there are any, {@link toJS} must not be called. */
  syntaxFaults(): Fault[] {
    return [...this.document.errors, ...this.document.warnings].map((error) => this.syntaxFault(error));
  }

  /**
   * The document's content as plain values.
   * @returns a fault instead when its aliases would multiply it, or when it holds nothing but a comment
   */
  toJS(): { value: unknown } | { fault: Fault } {
    if (this.document.contents === null) {
      return {
        fault: this.fault({
          path: [],
          rule: "yaml-empty",
          message: "the file is empty",
          fix: "write a bridge, e.g. a copy of bridges/article.yaml",
        }),
      };
    }
    try {
      return { value: this.document.toJS({ maxAliasCount: MOST_ALIASES }) };
    } catch {
      return {
        fault: this.fault({
          path: [],
          rule: "yaml-aliases",
          message: "aliases multiply the file's size or refer to themselves",
          fix: "write the values out instead of using * aliases",
        }),
      };
    }
  }

  /** Puts a finding at its place: at its key when the value is missing or a map, at its value otherwise. */
  fault(finding: Finding, value?: unknown): Fault {
    const offset = this.offsetOf(finding.path);
    const { line, col } = this.lines.linePos(offset);
    return {
      ...finding,
      file: this.file,
      line: Math.max(1, line),
      column: Math.max(1, col),
      value: formatValue(value ?? this.scalarAt(finding.path)),
    };
  }

  private scalarAt(path: KeyPath): unknown {
    if (path.length === 0) return undefined;
    const value: unknown = this.document.getIn(path);
    return isNode(value) ? undefined : value;
  }

  private offsetOf(path: KeyPath): number {
    for (let depth = path.length; depth > 0; depth--) {
      const parent: unknown =
        depth === 1 ? this.document.contents : this.document.getIn(path.slice(0, depth - 1), true);
      const key = path[depth - 1];
      if (isMap(parent)) {
        const pair = parent.items.find(
          (item) => String(isNode(item.key) ? item.key.toJSON() : item.key) === String(key),
        );
        if (!pair) continue;
        const node = isNode(pair.value) && !isMap(pair.value) && depth === path.length ? pair.value : pair.key;
        if (isNode(node) && node.range) return node.range[0];
      }
      const node: unknown = this.document.getIn(path.slice(0, depth), true);
      if (isNode(node) && node.range) return node.range[0];
    }
    return isNode(this.document.contents) ? (this.document.contents.range?.[0] ?? 0) : 0;
  }

  private syntaxFault(error: YAMLError): Fault {
    const { line, col } = this.lines.linePos(error.pos[0]);
    const { rule, fix } = SYNTAX[error.code] ?? { rule: "yaml", fix: "write valid YAML 1.2" };
    const message = `is not valid YAML: ${error.message.split("\n")[0]?.replace(/[.:]$/, "")}`;
    return {
      path: [],
      rule,
      message,
      fix,
      file: this.file,
      line: Math.max(1, line),
      column: Math.max(1, col),
      value: "",
    };
  }
}

const SYNTAX: Readonly<Record<string, { rule: string; fix: string }>> = {
  TAB_AS_INDENT: { rule: "yaml-tab", fix: "indent with spaces" },
  DUPLICATE_KEY: { rule: "yaml-duplicate-key", fix: "write each key once" },
  MULTIPLE_DOCS: { rule: "yaml-documents", fix: "write one bridge per file" },
};

/** A fault of the file as a whole, which stands in no line of it. */
function fileFault(file: string, rule: string, message: string, fix: string): Fault {
  return { file, line: 1, column: 1, path: [], value: "", rule, message, fix };
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
    if (stat.size > LARGEST_FILE_BYTES) {
      const message = `has ${stat.size} bytes, more than the ${LARGEST_FILE_BYTES} a bridge may have`;
      return { fault: fileFault(file, "file-size", message, "split it into several bridges") };
    }
    const text = new TextDecoder("utf-8", { fatal: true }).decode(readFileSync(path));
    return { text };
  } catch (error) {
    if (error instanceof TypeError)
      return { fault: fileFault(file, "file-encoding", "is not UTF-8 text", "save it as UTF-8") };
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
