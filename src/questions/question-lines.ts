import { closeSync, openSync } from "node:fs";
import { StringDecoder } from "node:string_decoder";
import { nearest } from "../naming/nearest";
import { readWaiting, STDIN } from "../terraform";
import { type ShownAnswer } from "../words";
import { cut } from "../escape/cut";
import { type Surroundings } from "../project/surroundings";
import { UserError } from "../project/user-error";
import { fileNamed } from "./named-file";
import { type AskedQuestion, askedQuestion } from "./asked";

/** Characters of one line above which it is no question. */
const LONGEST = 1 << 20;

function objectIn(line: string): Record<string, unknown> {
  let json: unknown;
  try {
    json = JSON.parse(line);
  } catch {
    throw new UserError(
      { rule: "not-json", input: "" },
      `is not JSON; write one object per line, {"from": "...", "to": "..."}`,
    );
  }
  if (typeof json !== "object" || json === null || Array.isArray(json))
    throw new UserError({ rule: "no-object", input: "" }, `is no object; write {"from": "...", "to": "..."}`);
  return json as Record<string, unknown>;
}

/** The words of a question that need not be there, with all that each may be called. `id` is the asker's own. */
const WORDS = {
  protocol: ["protocol"],
  port: ["port"],
  icmpType: ["icmp_type", "icmpType", "icmp-type"],
  sourcePort: ["source_port", "sourcePort", "source-port"],
  family: ["family"],
} as const;
const KNOWN = ["from", "to", "id", ...Object.values(WORDS).flat()];

/** A word that is read by nobody would change the question in silence. @throws UserError */
function refuseOtherWords(echo: Record<string, unknown>): void {
  const unknown = Object.keys(echo).find((key) => !KNOWN.includes(key));
  if (unknown !== undefined) {
    const guess = nearest(
      unknown,
      KNOWN.filter((key) => !["from", "to"].includes(key) || !(key in echo)),
    );
    const next = guess === undefined ? `write one of ${KNOWN.join(", ")}` : `did you mean "${guess}"?`;
    throw new UserError(
      { rule: "unknown-key", input: unknown },
      `"${cut(unknown, 60)}" is no key of a question; ${next}`,
    );
  }
  const twice = Object.values(WORDS).find((names) => names.filter((name) => name in echo).length > 1);
  if (twice) throw new UserError({ rule: "repeated-key", input: twice[0] }, `says "${twice[0]}" twice; write it once`);
}

function questionIn(echo: Record<string, unknown>): AskedQuestion {
  const { from, to } = echo;
  refuseOtherWords(echo);
  if (typeof from !== "string" || typeof to !== "string")
    throw new UserError(
      { rule: "type", input: typeof from === "string" ? "to" : "from" },
      `"from" and "to" must be strings`,
    );
  const scalar = (keys: readonly string[]): string | number | undefined => {
    const key = keys.find((one) => echo[one] !== undefined && echo[one] !== null);
    const value = key === undefined ? undefined : echo[key];
    if (value !== undefined && typeof value !== "string" && typeof value !== "number")
      throw new UserError({ rule: "type", input: String(key) }, `"${key}" must be a string or a number`);
    return value;
  };
  const family = scalar(WORDS.family);
  return askedQuestion(from, to, {
    protocol: scalar(WORDS.protocol),
    port: scalar(WORDS.port),
    icmpType: scalar(WORDS.icmpType),
    sourcePort: scalar(WORDS.sourcePort),
    family: family === undefined ? undefined : String(family),
  });
}

/**
 * The lines of a file, read piece by piece: a million questions take no more memory than one.
 * @throws UserError when it can't be read
 */
function* linesOf(io: Surroundings, file: string): Generator<string> {
  const { path, shown } = fileNamed(io, file);
  const unreadable = (): UserError =>
    new UserError({ rule: "unreadable", input: shown }, `${shown}: can't be read; give a file of JSON Lines`);
  let handle: number;
  try {
    handle = path === STDIN ? 0 : openSync(path, "r");
  } catch {
    throw unreadable();
  }
  try {
    const decoder = new StringDecoder("utf8");
    const chunk = Buffer.allocUnsafe(1 << 16);
    let rest = "";
    for (;;) {
      let count: number;
      try {
        count = readWaiting(handle, chunk);
      } catch {
        throw unreadable();
      }
      if (count === 0) break;
      const lines = (rest + decoder.write(chunk.subarray(0, count))).split("\n");
      rest = lines.pop() ?? "";
      yield* lines;
      if (rest.length > LONGEST)
        throw new UserError(
          { rule: "line-length", input: file },
          `${file}: has a line that is too long; write one question per line`,
        );
    }
    yield rest + decoder.end();
  } finally {
    if (handle !== 0) closeSync(handle);
  }
}

/** What is written for one line of questions. */
export interface AnsweredLine {
  /** The question with its answer, or with an `error` in its place. */
  readonly json: object;
  /** What is wrong with the line, with its place; undefined when it was answered. */
  readonly fault?: UserError;
}

/**
 * Many questions in one process. A line that can't be answered gets an `error` instead of an answer, and the others
 * their answers.
 * @throws UserError when the file can't be read
 */
export function* answersIn(
  io: Surroundings,
  file: string,
  answer: (question: AskedQuestion) => ShownAnswer,
): Generator<AnsweredLine> {
  let number = 0;
  for (const raw of linesOf(io, file)) {
    number++;
    const line = number === 1 ? raw.replace(/^\uFEFF/, "") : raw;
    if (line.trim() === "") continue;
    let echo: Record<string, unknown> = {};
    try {
      echo = objectIn(line);
      yield { json: { ...echo, ...answer(questionIn(echo)) } };
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      const { rule, input: key } = error.refusal;
      const fault = new UserError({ rule, input: file, line: number, key }, `${file}:${number}: ${error.message}`);
      // A key that was refused must not be taken for a part of the answer, as "verdict" would be.
      const known = Object.entries(echo).filter(([key]) => KNOWN.includes(key));
      yield { json: { ...Object.fromEntries(known), error: fault.message }, fault };
    }
  }
}
