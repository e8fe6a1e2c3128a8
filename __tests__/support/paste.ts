import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { parse, parseDocument } from "yaml";
import { main } from "../../src/cli/main";
import { captureIo } from "./io";

/** A bridge file's text with the lines pasted into it, as a person would: keys where they are nested, comments obeyed. */
export function paste(text: string, lines: readonly string[]): string {
  const document = parseDocument(text);
  const path: string[] = [];
  for (const line of lines) {
    const depth = (line.length - line.trimStart().length) / 2;
    path.length = depth;
    const gone = /^\s*# take (.+) out$/.exec(line);
    if (gone) {
      document.deleteIn([...path, gone[1]]);
      continue;
    }
    const content = parse(line.trim()) as Record<string, unknown>;
    const [[key, value] = ["", null]] = Object.entries(content);
    if (value === null) path.push(key);
    else document.setIn([...path, key], document.createNode(value));
  }
  return document.toString({ lineWidth: 0 });
}

export interface Told {
  readonly exit: number;
  /** What was printed on both streams. */
  readonly text: string;
  /** The block to paste, without the line above it; empty where none is told. */
  readonly block: readonly string[];
  /** The line above the block. */
  readonly heading: string;
  /** `--json`'s word for the file. */
  readonly json: Shown;
}
interface Shown {
  readonly faults?: readonly ShownFault[];
  readonly rules?: readonly { readonly faults: readonly ShownFault[] }[];
}
export interface ShownFault {
  readonly rule: string;
  readonly key: string;
  readonly message: string;
  readonly fix: string;
  readonly hint?: { readonly patch: Record<string, never>; readonly only_if: readonly string[] };
}

/** The lines below the one that says where to write them. */
export function blockIn(text: string): { heading: string; block: string[] } {
  const lines = text.split("\n");
  const start = lines.findIndex((line) => /^ +write in \S+.*:$/.test(line));
  const heading = lines[start] ?? "";
  const indent = heading.length - heading.trimStart().length + 2;
  const after = start < 0 ? [] : lines.slice(start + 1);
  const end = after.findIndex((line) => !line.startsWith(" ".repeat(indent)));
  return {
    heading: heading.trim(),
    block: after.slice(0, end < 0 ? undefined : end).map((line) => line.slice(indent)),
  };
}

/** A folder with one bridge file, and the commands in it. */
export async function withBridge<T>(
  text: string,
  run: (overlap: (...args: string[]) => Promise<{ exit: number; text: string }>) => Promise<T>,
): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), "overlap-hint-"));
  try {
    mkdirSync(join(folder, "bridges"));
    writeFileSync(join(folder, "bridges/test.yaml"), text);
    return await run(async (...args) => {
      const io = captureIo(folder);
      const exit = await main(args, io);
      return { exit, text: stripVTControlCharacters(io.out() + io.err()) };
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What `overlap check` says of a bridge file. */
export function check(text: string): Promise<Told> {
  return withBridge(text, async (overlap) => {
    const told = await overlap("check", "test");
    const { text: json } = await overlap("check", "test", "--json");
    return { ...told, ...blockIn(told.text), json: (JSON.parse(json) as [Shown])[0] };
  });
}

/** The faults that `--json` tells. */
export function faultsIn({ json }: Told): readonly ShownFault[] {
  return json.faults ?? (json.rules ?? []).flatMap((rule) => rule.faults);
}
