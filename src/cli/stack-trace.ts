import { readFileSync } from "node:fs";
import { SourceMap, type SourceMapPayload } from "node:module";
import { dirname, resolve } from "node:path";

const PLACE = /^:(\d+):(\d+)/;

/** Where the sources of this built file are; undefined where the sources themselves run. */
function sourceMap(): SourceMap | undefined {
  try {
    return new SourceMap(JSON.parse(readFileSync(`${__filename}.map`, "utf8")) as SourceMapPayload);
  } catch {
    return undefined;
  }
}

/** A line of a trace with the source's place instead of the built file's. */
function pointedToSource(line: string, map: SourceMap): string {
  const at = line.indexOf(`${__filename}:`);
  const rest = line.slice(at + __filename.length);
  const [place = "", row, column] = at < 0 ? [] : (PLACE.exec(rest) ?? []);
  if (place === "") return line;
  const entry = map.findEntry(Number(row) - 1, Number(column) - 1);
  if (!("originalSource" in entry)) return line;
  const source = resolve(dirname(__filename), entry.originalSource);
  return `${line.slice(0, at)}${source}:${entry.originalLine + 1}:${entry.originalColumn + 1}${rest.slice(place.length)}`;
}

/**
 * A fault of this program, line by line, with places in the sources. Node.js can do that too, but every start would wait
 * for it; here only who meets a fault does.
 */
export function linesOfFault(error: unknown): string[] {
  const lines = String((error as Error | undefined)?.stack ?? error).split("\n");
  const map = sourceMap();
  return map ? lines.map((line) => pointedToSource(line, map)) : lines;
}
