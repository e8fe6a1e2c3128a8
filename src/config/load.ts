import { isBridgeName, LONGEST_NAME } from "./bridge-name";
import { basename } from "node:path";
import { BRIDGE_FILE_ENDING } from "./bridge-files";
import { findContradictions } from "./contradictions";
import { explainIssue } from "./explain";
import type { Fault, Finding } from "./fault";
import { findIgnoredKeys } from "./ignored-keys";
import { foreignLetter } from "./look-alikes";
import { readText, SourceFile } from "./read";
import { type BridgeConfig, bridgeSchema } from "./schema";
import { findTemplates } from "./templates";
import { isKeptWord, KEPT_WORD } from "./values";

/** A bridge file that was read without a fault. */
export interface Bridge {
  /** The file's name without .yaml; names the stack. */
  readonly name: string;
  /** The file as shown in messages. */
  readonly file: string;
  readonly config: BridgeConfig;
  /** Puts findings of later checks, such as the address plan's rules, at their place in the file. */
  locate(findings: readonly Finding[]): Fault[];
}

/**
 * `parsed`: the bridge in spite of its faults, when each of its values is well-formed; so that more can be told of it.
 * `input`: the file's content as plain values, when it is YAML.
 */
export type Loaded =
  | { readonly bridge: Bridge; readonly input: unknown }
  | { readonly faults: readonly Fault[]; readonly parsed?: Bridge; readonly input?: unknown };

/**
 * Reads and checks one bridge file: its YAML, every key, and what keys say together. Never throws for bad input.
 * @param path where the file is
 * @param file its name in messages; default: the path
 * @param readAs what reads it
 */
export function loadBridge(path: string, file = path, readAs = readText): Loaded {
  const name = basename(path, BRIDGE_FILE_ENDING);
  const read = readAs(path, file);
  if ("fault" in read) return { faults: [read.fault] };
  const source = new SourceFile(file, read.text);
  const syntaxFaults = source.syntaxFaults();
  if (syntaxFaults.length > 0) return { faults: syntaxFaults };
  const content = source.toJS();
  if ("fault" in content) return { faults: [content.fault] };

  const { findings, config } = readContent(name, content.value);
  const locate = (list: readonly Finding[]) => list.map((finding) => source.fault(finding));
  const bridge = config && { name, file, config, locate };
  const input = content.value;
  if (findings.length > 0 || !bridge) return { faults: locate(findings).sort(byPlace), parsed: bridge, input };
  return { bridge, input };
}

/** What the values of a bridge file say, and what is wrong with them; no config when one of them is malformed. */
export function readContent(name: string, input: unknown): { findings: Finding[]; config: BridgeConfig | undefined } {
  const findings = nameFindings(name);
  const parsed = bridgeSchema.safeParse(input);
  if (!parsed.success) findings.push(...parsed.error.issues.flatMap((issue) => explainIssue(issue, input)));
  // Unknown keys hide nothing: without them the rest can be checked too, so that all faults are told at once.
  const config = parsed.success ? parsed.data : withoutUnknownKeys(input, parsed.error.issues);
  if (config) findings.push(...findContradictions(config), ...findIgnoredKeys(config, input));
  return { findings: instead(findings, findTemplates(input)), config };
}

/** Orders faults of one file as they stand in it. */
export function byPlace(a: Fault, b: Fault): number {
  return a.line - b.line || a.column - b.column;
}

/** The findings, without those at places of which the better ones say what is wrong. */
function instead(findings: readonly Finding[], better: readonly Finding[]): Finding[] {
  const places = new Set(better.map(({ path }) => JSON.stringify(path)));
  return [...findings.filter(({ path }) => !places.has(JSON.stringify(path))), ...better];
}

function nameFindings(name: string): Finding[] {
  const isWellFormed = isBridgeName(name);
  if (isWellFormed && !isKeptWord(name)) return [];
  const message = isWellFormed
    ? `the file name "${name}" ${KEPT_WORD}`
    : `the file name "${name}" must be lower-case letters, digits and single inner hyphens, at most ${LONGEST_NAME}${foreignLetter(name)}`;
  return [{ path: [], rule: "bridge-name", message, fix: "rename the file: its name is the stack's" }];
}

type Issues = readonly { code?: string; keys?: readonly string[]; path: readonly PropertyKey[] }[];

/** The config as if unknown keys were not there, when they are all that is wrong. */
function withoutUnknownKeys(input: unknown, issues: Issues): BridgeConfig | undefined {
  if (issues.some((issue) => issue.code !== "unrecognized_keys")) return undefined;
  const copy = structuredClone(input);
  for (const issue of issues) {
    const parent = issue.path.reduce<unknown>((value, key) => (value as Record<PropertyKey, unknown>)[key], copy);
    for (const key of issue.keys ?? []) delete (parent as Record<string, unknown>)[key];
  }
  return bridgeSchema.safeParse(copy).data;
}
