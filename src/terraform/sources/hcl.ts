import type * as Parser from "@cdktn/hcl2json";
import { type Json, type JsonObject } from "../json-shapes";
import { SourcesFault } from "./files";

/** Brackets inside each other: the parser works by recursion, and is of no use any more once it ran out of stack. */
const DEEPEST = 200;
/** Signs in a row that nest without a bracket: `!!!x`, `a ? b : c ? d : e`. */
const MOST_SIGNS = 2000;
const LONGEST_WAIT = 20_000;

function isTooDeep(text: string): boolean {
  let depth = 0;
  let deepest = 0;
  for (const char of text) {
    if (char === "(" || char === "[" || char === "{") deepest = Math.max(deepest, ++depth);
    else if (char === ")" || char === "]" || char === "}") depth = Math.max(0, depth - 1);
  }
  return deepest > DEEPEST || /(?:[-!]\s*){100}/.test(text) || (text.match(/\?/g)?.length ?? 0) > MOST_SIGNS;
}

/** A promise that is kept in time: a parser that ended its run would leave whoever waits for it without a word. */
async function inTime<T>(work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new SourcesFault("can't be parsed")), LONGEST_WAIT);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** Where the parser stopped: `main.tf:3,5`; its own words quote the file. */
function placeIn(message: string): string {
  return /:(\d+),\d+/.exec(message)?.[1] ?? "";
}

/**
 * The Terraform JSON that a file in native syntax says the same as. The parser is HashiCorp's own, compiled to WebAssembly;
 * it is loaded when the first file is read.
 * @throws SourcesFault
 */
export async function jsonOfHcl(name: string, text: string): Promise<JsonObject> {
  if (isTooDeep(text)) throw new SourcesFault(`nest too deeply in ${name}`);
  // Not by `import()`, which a command can't do that is run from compiled code.
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- see above
  const { parse } = require("@cdktn/hcl2json") as typeof Parser;
  try {
    return (await inTime(parse(name, text))) as JsonObject;
  } catch (error) {
    if (error instanceof SourcesFault) throw error;
    const line = placeIn((error as Error).message);
    throw new SourcesFault(`can't be parsed: ${name}${line === "" ? "" : `, line ${line}`}`);
  }
}

/** @throws SourcesFault */
export function jsonOfJson(name: string, text: string): JsonObject {
  try {
    const json = JSON.parse(text.replace(/^\uFEFF/, "")) as Json;
    if (typeof json === "object" && json !== null && !Array.isArray(json)) return json;
  } catch {
    // Told below.
  }
  throw new SourcesFault(`can't be parsed: ${name}`);
}
