import type * as z from "zod";
import { type Finding } from "./fault";
import { openSchemaAt, placeOf, schemaAt, valueAt } from "./file-schema";
import { type KeyPath } from "./key-path";
import { foreignLetter } from "./look-alikes";
import { nearest } from "../naming/nearest";
import { otherPlaceFinding } from "./other-place";
import { beyondAlb, isBeyondAlb, unspoken } from "./protocol-words";
import { type IssueParams } from "./values";

type Issue = z.core.$ZodIssue;

const ARTICLES: Readonly<Record<string, string>> = {
  array: "a list",
  object: "a map of keys and values",
  record: "a map of keys and values",
  string: "text",
  number: "a number",
  int: "a whole number",
  boolean: "true or false",
};

function typeFinding(path: KeyPath, expected: string, input: unknown): Finding {
  const value = valueAt(input, path);
  const wanted = ARTICLES[expected] ?? expected;
  if (value === undefined) {
    return { path, rule: "required", message: "is missing", fix: `write ${exampleAt(path, input) ?? wanted}` };
  }
  const got =
    value === null
      ? "nothing"
      : Array.isArray(value)
        ? "a list"
        : typeof value === "object"
          ? "a map"
          : typeof value === "number" && !Number.isFinite(value)
            ? "not finite"
            : `a ${typeof value}`;
  if (path.length === 0) {
    const message = `the file is ${got}, not ${wanted}`;
    return { path, rule: "type", message, fix: "write a bridge, e.g. a copy of bridges/article.yaml" };
  }
  const quotable = expected === "string" && (typeof value === "number" || typeof value === "boolean");
  const fix = quotable ? "put it in quotes" : `write ${wanted}`;
  return { path, rule: "type", message: `is ${got}, not ${wanted}`, fix };
}

/** What can be written where nothing is: an example of a text, or the keys that a map must have, of a choice with theirs. */
function exampleAt(path: KeyPath, input: unknown): string | undefined {
  const node = openSchemaAt(path, input);
  const [option] = node?.oneOf ?? [];
  const { fix, required = [], properties = {} } = option ?? node ?? {};
  if (fix !== undefined) return `e.g. ${fix}`;
  if (required.length === 0) return undefined;
  const entries = required.map((key) => `${key}: ${properties[key]?.const ?? properties[key]?.fix ?? "..."}`);
  return option ? `e.g. { ${entries.join(", ")} }` : `a map with ${required.join(", ")}`;
}

/** Keys that can still be written at a place. */
function freeKeys(path: KeyPath, input: unknown): string[] {
  const there = new Set(Object.keys((valueAt(input, path) as object | undefined) ?? {}));
  const all = Object.keys(schemaAt(path, input)?.properties ?? {});
  // A key that is there already can't be meant, nor written once more.
  return all.filter((name) => !there.has(name));
}

/** @param known the keys that can still be written there */
function unknownKeyFinding(path: KeyPath, key: string, known: readonly string[], input: unknown): Finding {
  const ofOther = otherPlaceFinding(path, key, input);
  if (ofOther) return ofOther;
  if (path[0] === "listeners" && path.length === 1 && isBeyondAlb(key)) {
    const said = unspoken(key, ["http", "https"], placeOf(input)) ?? beyondAlb(key, "write http or https");
    // Which service it would be for, the key does not say.
    return { path: [...path, key], rule: "unknown-key", message: said.message, fix: said.fix };
  }
  const guess = nearest(key, known);
  const fix = guess
    ? `did you mean ${guess}?`
    : known.length > 0
      ? `write one of ${known.join(", ")}`
      : "leave it out: all keys that can stand here do";
  return { path: [...path, key], rule: "unknown-key", message: "is no key of a bridge file here", fix };
}

/** Kinds of issues that are about how a value, or a key, is written; a letter that only looks like ASCII's explains them. */
const SPELLINGS: readonly Issue["code"][] = ["invalid_format", "invalid_value", "custom"];
const KEY_SPELLINGS: readonly Issue["code"][] = ["unrecognized_keys", "invalid_key"];

/** Turns one zod issue into findings: the place, the rule in words, and what to write instead. */
export function explainIssue(issue: Issue, input: unknown): Finding[] {
  const findings = explain(issue, input);
  const isKey = KEY_SPELLINGS.includes(issue.code);
  if (!isKey && !SPELLINGS.includes(issue.code)) return findings;
  return findings.map((found) => {
    const text = isKey ? found.path.at(-1) : valueAt(input, found.path);
    return typeof text === "string" ? { ...found, message: found.message + foreignLetter(text) } : found;
  });
}

function explain(issue: Issue, input: unknown): Finding[] {
  const path = issue.path.filter((part): part is string | number => typeof part !== "symbol");
  const at = (rule: string, message: string, fix: string): Finding[] => [{ path, rule, message, fix }];
  switch (issue.code) {
    case "invalid_type":
      return [typeFinding(path, issue.expected, input)];
    case "unrecognized_keys": {
      // Once for all of them: there may be tens of thousands.
      const known = freeKeys(path, input);
      return issue.keys.map((key) => unknownKeyFinding(path, key, known, input));
    }
    case "invalid_value":
      return choiceFinding(path, issue.values.map(String), input);
    case "invalid_union": {
      const node = openSchemaAt(path, input);
      const isMissing = valueAt(input, path) === undefined;
      if (node?.rule && !isMissing) return at(node.rule, "is nothing that can stand here", `write ${node.fix}`);
      const options = openSchemaAt(path.slice(0, -1), input)?.oneOf ?? [];
      const types = options.map((option) => option.properties?.["type"]?.const);
      return choiceFinding(path, types.map(String), input);
    }
    case "too_small":
    case "too_big":
      return at("range", ...bounds(issue));
    case "invalid_format": {
      const schema = schemaAt(path, input);
      return at(schema?.rule ?? "format", issue.message, `write e.g. ${schema?.fix ?? "another value"}`);
    }
    case "invalid_key": {
      const inner = issue.issues[0];
      const isBound = inner?.code === "too_small" || inner?.code === "too_big";
      const rule = isBound ? bounds(inner)[0] : (inner?.message ?? "is not allowed");
      return at("name", `is a key that ${rule}`, "give it another name");
    }
    case "custom": {
      const params = issue.params as IssueParams | undefined;
      return at(params?.rule ?? "value", issue.message, `write ${params?.fix ?? "another value"}`);
    }
    default:
      return at("value", issue.message, "write another value");
  }
}

/** What limits count, one and many; numbers themselves have no unit. */
const UNITS: Readonly<Record<string, readonly [string, string]>> = {
  array: ["entry", "entries"],
  string: ["character", "characters"],
};

/** What is wrong with a word that stands where a choice is to be made, and that means something. */
function spokenOf(path: KeyPath, value: string, choices: readonly string[], input: unknown) {
  const isService = path[0] === "services" && (path.at(-1) === "protocol" || path.at(-2) === "listeners");
  const said = isService && path.at(-2) !== "health" ? unspoken(value, choices, placeOf(input)) : undefined;
  if (said) return said;
  const same = choices.find((choice) => choice.toLowerCase() === value.toLowerCase());
  return same === undefined ? undefined : { message: "is not one of the choices", fix: `write ${same}` };
}

function choiceFinding(path: KeyPath, ofPlace: readonly string[], input: unknown): Finding[] {
  const value = valueAt(input, path);
  // Each place's schema knows but itself.
  const choices = path.join(".") === "bridge.place" ? ["client", "hub"] : ofPlace;
  const missing = value === undefined;
  const spoken = typeof value === "string" ? spokenOf(path, value, choices, input) : undefined;
  if (spoken) return [{ path, rule: "choice", ...spoken }];
  const message = missing ? "is missing" : "is not one of the choices";
  return [{ path, rule: missing ? "required" : "choice", message, fix: `write one of ${choices.join(", ")}` }];
}

function bounds(issue: Extract<Issue, { code: "too_small" | "too_big" }>): [message: string, fix: string] {
  const unit = UNITS[issue.origin];
  const verb = unit ? "have" : "be";
  const limit = (count: number | bigint) => (unit ? `${count} ${unit[Number(count) === 1 ? 0 : 1]}` : `${count}`);
  if (issue.code === "too_small")
    return [`must ${verb} at least ${limit(issue.minimum)}`, `write ${limit(issue.minimum)} or more`];
  return [`must ${verb} at most ${limit(issue.maximum)}`, `write ${limit(issue.maximum)} or fewer`];
}
