import * as z from "zod";
import { type Finding } from "./fault";
import { type KeyPath } from "./key-path";
import { foreignLetter } from "./look-alikes";
import { nearest } from "../naming/nearest";
import { OTHER_WAYS } from "./other-ways";
import { bridgeSchema } from "./schema";
import { type IssueParams } from "./values";

type Issue = z.core.$ZodIssue;

/** The part of a JSON Schema that explanations need. */
interface SchemaNode {
  readonly type?: string;
  readonly properties?: Readonly<Record<string, SchemaNode>>;
  readonly additionalProperties?: SchemaNode | false;
  readonly items?: SchemaNode;
  readonly oneOf?: readonly SchemaNode[];
  readonly const?: string;
  readonly rule?: string;
  readonly fix?: string;
}

/** The JSON Schema of a bridge file as editors use it; also what explanations look keys up in. */
export function bridgeJsonSchema(): Record<string, unknown> {
  return z.toJSONSchema(bridgeSchema, { io: "input", target: "draft-2020-12" });
}

let cachedSchema: SchemaNode | undefined;

/** The schema of the value at a path; a choice of objects is left open. */
function openSchemaAt(path: KeyPath, input: unknown): SchemaNode | undefined {
  let node: SchemaNode | undefined = (cachedSchema ??= bridgeJsonSchema());
  let value = input;
  for (const part of path) {
    node = chosen(node, value);
    if (typeof part === "number") node = node?.items;
    else node = ownProperty(node?.properties, part) ?? (node?.additionalProperties || undefined);
    value = (value as Record<string | number, unknown> | undefined)?.[part];
  }
  return node;
}

/** The schema of the value at a path; for a choice of objects, the one with the given `type`. */
function schemaAt(path: KeyPath, input: unknown): SchemaNode | undefined {
  return chosen(openSchemaAt(path, input), valueAt(input, path));
}

function chosen(node: SchemaNode | undefined, value: unknown): SchemaNode | undefined {
  if (!node?.oneOf) return node;
  const type = (value as { type?: unknown } | undefined)?.type;
  return node.oneOf.find((option) => option.properties?.["type"]?.const === type);
}

/** Not what every object has, such as a constructor. */
function ownProperty<T>(values: Readonly<Record<string, T>> | undefined, key: string): T | undefined {
  return values && Object.hasOwn(values, key) ? values[key] : undefined;
}

function valueAt(input: unknown, path: KeyPath): unknown {
  return path.reduce<unknown>((value, part) => (value as Record<string | number, unknown> | undefined)?.[part], input);
}

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
    return { path, rule: "required", message: "is missing", fix: `write ${wanted}` };
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

/** Keys that can still be written at a place. */
function freeKeys(path: KeyPath, input: unknown): string[] {
  const there = new Set(Object.keys((valueAt(input, path) as object | undefined) ?? {}));
  const all = Object.keys(schemaAt(path, input)?.properties ?? {});
  // A key that is there already can't be meant, nor written once more.
  return all.filter((name) => !there.has(name));
}

/** @param known keys that could stand there instead */
function unknownKeyFinding(path: KeyPath, key: string, known: readonly string[]): Finding {
  if (path[0] === "listeners" && path.length === 1 && OTHER_PROTOCOLS.test(key))
    return { path: [...path, key], rule: "unknown-key", ...beyondAlb("write http or https") };
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
      const known = freeKeys(path, input);
      return issue.keys.map((key) => unknownKeyFinding(path, key, known));
    }
    case "invalid_value":
      return choiceFinding(path, issue.values.map(String), input);
    case "invalid_union": {
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

/** What load balancers and people call protocols that an Application Load Balancer has no target groups for. */
const OTHER_PROTOCOLS =
  /^(tcp|tls|ssl|udp|tcp_udp|quic|dtls|icmp|sctp|geneve|mqtts?|amqps?|ldaps?|s?ftps?|ssh|smtps?|redis|postgres(ql)?|mysql|rdp|dns|any|all|-1)$/i;
/** Protocols that begin as HTTP, so that an ALB carries them. Source: ELB user guide, listeners: WebSockets; target groups: protocol version. */
const WITHIN_HTTP: Readonly<Record<string, string>> = {
  ws: "HTTP",
  wss: "HTTPS",
  http2: "HTTP",
  h2: "HTTP",
  h2c: "HTTP",
};

/** Why a service can't have a protocol, and where to go with it. */
function unspoken(
  path: KeyPath,
  value: string,
  choices: readonly string[],
): Pick<Finding, "message" | "fix"> | undefined {
  const isProtocol = path[0] === "services" && path.at(-1) === "protocol";
  const isListener = path[0] === "services" && path.at(-2) === "listeners";
  const lower = value.toLowerCase();
  const inner = Object.hasOwn(WITHIN_HTTP, lower) ? WITHIN_HTTP[lower] : undefined;
  if (isProtocol && inner) return { message: `goes over ${inner} for an ALB`, fix: `write ${inner}` };
  if ((isProtocol || isListener) && OTHER_PROTOCOLS.test(value)) return beyondAlb(`write ${choices.join(" or ")}`);
  const same = choices.find((choice) => choice.toLowerCase() === lower);
  return same === undefined ? undefined : { message: "is not one of the choices", fix: `write ${same}` };
}

/** Why an ALB, and so this bridge, has no other protocols; and where to go with them. */
function beyondAlb(words: string): Pick<Finding, "message" | "fix"> {
  return {
    message: "is nothing that an ALB speaks, and only an ALB takes an address as its target that its own VPC has too",
    fix: `${words} if the servers speak it; for anything else use ${OTHER_WAYS}`,
  };
}

function choiceFinding(path: KeyPath, choices: readonly string[], input: unknown): Finding[] {
  const value = valueAt(input, path);
  const missing = value === undefined;
  const spoken = typeof value === "string" ? unspoken(path, value, choices) : undefined;
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
