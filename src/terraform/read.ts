import { statSync } from "node:fs";
import { DEEPEST, isTooDeep, LimitFault, workOn } from "../limits";
import { type ResourceGraph, type TerraformKind } from "./graph";
import { InputFault } from "./input-fault";
import { type Json, type JsonObject, objectOf } from "./json-shapes";
import { readPlan } from "./plan-reader";
import { readAtMost, STDIN } from "./read-bytes";
import { readState } from "./state-reader";
import { type Sources } from "./sources/module-source";
import { parseText, withoutPreamble } from "./parse-text";
import { hasRepeatedKey, repeatedKey } from "./repeated-key";
import { readSynth } from "./synth-reader";

/** Bytes above which a file is refused: parsed, it would need several times as much memory. */
const MAX_BYTES = 90 * 1024 * 1024;

/** `any`: whichever of the kinds the JSON turns out to be. */
type AskedKind = TerraformKind | "any";

const HOW_TO: Readonly<Record<AskedKind, string>> = {
  synth: "give a cdk.tf.json, as `cdktf synth` writes it",
  plan: "write it with `terraform show -json plan.out > plan.json`",
  state: "write it with `terraform show -json > state.json`",
  any: "give a cdk.tf.json, or what `terraform show -json` writes of a plan or of the state",
};

function tooLarge(path: string, size: string): InputFault {
  return new InputFault(
    "too-large",
    `is larger than ${MAX_BYTES / 1024 / 1024} MiB${size}; split the configuration`,
    path,
  );
}

function sizeOf(path: string, kind: AskedKind): number {
  if (path === STDIN) return 0;
  try {
    const stat = statSync(path);
    if (stat.isDirectory()) throw new InputFault("folder", `is a folder; ${HOW_TO[kind]}`, path);
    return stat.size;
  } catch (error) {
    if (error instanceof InputFault) throw error;
    if ((error as NodeJS.ErrnoException).code === "ENOENT")
      throw new InputFault("missing", `there is no such file; ${HOW_TO[kind]}`, path);
    throw new InputFault("unreadable", `can't be read; ${HOW_TO[kind]}`, path);
  }
}

/** What is given the very bytes that are read, e.g. to name them by their checksum. */
type See = (bytes: Buffer) => void;

/**
 * The bytes of a file.
 * @throws InputFault when there is none, or more than can be read
 */
export function readBytes(path: string, kind: AskedKind): Buffer {
  const size = sizeOf(path, kind);
  if (size > MAX_BYTES) throw tooLarge(path, ` (${Math.round(size / 1024 / 1024)} MiB)`);
  let bytes: Buffer | undefined;
  try {
    bytes = readAtMost(path, size, MAX_BYTES);
  } catch {
    throw new InputFault("unreadable", "can't be read; check its permissions", path);
  }
  if (!bytes) throw tooLarge(path, "");
  return bytes;
}

/** Text as Terraform and the shells around it write it. */
export function textOf(bytes: Buffer): string {
  // PowerShell's `>` writes UTF-16 with a byte order mark.
  return bytes[0] === 0xff && bytes[1] === 0xfe ? bytes.subarray(2).toString("utf16le") : bytes.toString("utf8");
}

function readText(path: string, kind: AskedKind, see?: See): string {
  const bytes = readBytes(path, kind);
  see?.(bytes);
  return textOf(bytes);
}

/** Plans and states are Terraform's own, which repeats none; a configuration may be anybody's. */
function refuseRepeated(text: string, json: unknown, where: string): void {
  const found = hasRepeatedKey(text, json) ? repeatedKey(text) : undefined;
  if (found)
    throw new InputFault(
      "repeated-key",
      `line ${found.line}, column ${found.column}: a key that the object has already; Terraform takes both, so keep one of the two`,
      where,
    );
}

/**
 * Parses JSON that Terraform wrote.
 * @param where the file's name, for messages
 * @throws InputFault for everything that isn't a JSON object, with what to do
 */
export function parseJson(source: string, where: string, kind: AskedKind): JsonObject {
  const text = source.replace(/^\uFEFF/, "");
  if (text.startsWith("PK"))
    throw new InputFault("binary-plan", `is a plan in Terraform's binary form; ${HOW_TO.plan}`, where);
  const json = parseText(text, where, HOW_TO[kind]);
  if (typeof json !== "object" || json === null || Array.isArray(json))
    throw new InputFault("no-object", `is JSON, but no object; ${HOW_TO[kind]}`, where);
  if (kind === "synth" || (kind === "any" && kindOf(json) === "synth"))
    refuseRepeated(withoutPreamble(text), json, where);
  return json;
}

/** Tells what a JSON object is, by the keys that only one kind has. */
export function kindOf(json: JsonObject): TerraformKind | "raw state" | "redacted plan" | "other" {
  if (json.plan_format_version !== undefined) return "redacted plan";
  const isPlan = ["resource_changes", "planned_values", "prior_state", "configuration"].some((key) =>
    Object.hasOwn(json, key),
  );
  if (isPlan) return "plan";
  if (json.serial !== undefined && json.lineage !== undefined) return "raw state";
  if (Object.hasOwn(json, "values") || (json.format_version !== undefined && json.terraform_version !== undefined))
    return "state";
  if (json.format_version !== undefined && Object.keys(json).length === 1) return "state";
  if (["resource", "data", "terraform", "provider", "module", "locals"].some((key) => Object.hasOwn(json, key)))
    return "synth";
  return "other";
}

const NAMES: Readonly<Record<ReturnType<typeof kindOf>, string>> = {
  synth: "a configuration (cdk.tf.json)",
  plan: "a plan",
  state: "a state",
  "raw state": "a state file in Terraform's own form (tfstate)",
  "redacted plan": "HCP Terraform's redacted plan",
  other: "JSON of another kind",
};
const OPTION: Readonly<Record<TerraformKind, string>> = { synth: "--synth", plan: "--plan", state: "--state" };

/** A version as it stands there; what is none may be anything. */
function shortVersion(version: Json): string {
  const written = JSON.stringify(version);
  return /^"?[\w.+-]{1,20}"?$/.test(written) ? written : "that is none";
}

function refuseOtherKinds(json: JsonObject, where: string, kind: TerraformKind): void {
  const found = kindOf(json);
  if (found !== kind) {
    const instead =
      found === "synth" || found === "plan" || found === "state" ? `pass it with ${OPTION[found]}` : HOW_TO[kind];
    throw new InputFault("other-kind", `is ${NAMES[found]}, not ${NAMES[kind]}; ${instead}`, where);
  }
  const version = json.format_version;
  if (kind === "synth" || version === undefined) return;
  if (typeof version !== "string" || !/^[01]\./.test(version))
    throw new InputFault(
      "other-version",
      `has format_version ${shortVersion(version)}, but only 0.x and 1.x are understood; use a Terraform version that writes 1.x`,
      where,
    );
}

/**
 * One resource graph from parsed JSON.
 * @param sources of the configuration that a plan was made of
 * @throws InputFault when the JSON is of another kind or version, or can't be judged
 */
export function graphOf(json: JsonObject, where: string, kind: TerraformKind, sources?: Sources): ResourceGraph {
  refuseOtherKinds(json, where, kind);
  workOn(where);
  try {
    if (kind === "synth") return readSynth(objectOf(json));
    return kind === "plan" ? readPlan(json, sources) : readState(json);
  } catch (error) {
    if (error instanceof InputFault) throw new InputFault(error.rule, error.message, where);
    if (error instanceof LimitFault) {
      const instead = kind === "synth" ? ", or give the plan's JSON, in which Terraform worked it out" : "";
      throw new InputFault("limit", `${error.message}${instead}`, where);
    }
    if (error instanceof RangeError)
      throw new InputFault("too-deep", `is nested too deeply, or grows too large, to be read; ${HOW_TO[kind]}`, where);
    throw error;
  }
}

/** Parses what is of this kind. @throws InputFault when it is none, or of another kind */
export function jsonOfKind(text: string, where: string, kind: TerraformKind): JsonObject {
  const json = parseJson(text, where, kind);
  refuseOtherKinds(json, where, kind);
  return json;
}

/**
 * Reads a file of this kind, without judging what it holds.
 * @param path a file, or STDIN
 * @throws InputFault with one line that says what, where and what to do
 */
function readTerraformJson(path: string, kind: TerraformKind, see?: See): JsonObject {
  const where = path === STDIN ? "standard input" : path;
  try {
    return jsonOfKind(readText(path, kind, see), where, kind);
  } catch (error) {
    throw error instanceof InputFault && path === STDIN ? new InputFault(error.rule, error.reason, where) : error;
  }
}

/**
 * Reads a file into one resource graph.
 * @param see is given the very bytes that the graph is made of
 * @throws InputFault with one line that says what, where and what to do
 */
export function readTerraform(path: string, kind: TerraformKind, see?: See): ResourceGraph {
  return graphOf(readTerraformJson(path, kind, see), path, kind);
}

/**
 * One resource graph from a parsed synthesis, plan or state, whichever it is.
 * @throws InputFault when it is none of them, or can't be judged
 */
export function graphOfAny(json: JsonObject, where: string): ResourceGraph {
  if (isTooDeep(json))
    throw new InputFault(
      "too-deep",
      `has more than ${DEEPEST} lists and objects inside each other; ${HOW_TO.any}`,
      where,
    );
  const found = kindOf(json);
  if (found === "synth" || found === "plan" || found === "state") return graphOf(json, where, found);
  throw new InputFault("other-kind", `is ${NAMES[found]}; ${HOW_TO.any}`, where);
}

/** As {@link graphOfAny}, from JSON as text. */
export function graphOfText(text: string, where: string): ResourceGraph {
  return graphOfAny(parseJson(text, where, "any"), where);
}

/** As {@link graphOfAny}, from a file. */
export function graphOfFile(path: string): ResourceGraph {
  return graphOfText(readText(path, "any"), path);
}
