import { isBridgeName, LONGEST_NAME } from "./bridge-name";
import { findContradictions } from "./contradictions";
import { explainIssue } from "./explain";
import { type Finding } from "./fault";
import { findIgnoredKeys } from "./ignored-keys";
import { foreignLetter } from "./look-alikes";
import { type FileConfig } from "./file-config";
import { schemaOf } from "./file-schema";
import { findTemplates } from "./templates";
import { isKeptWord, KEPT_WORD } from "./values";

/** What the values of a bridge file say, and what is wrong with them; no config when one of them is malformed. */
export function readContent(name: string, input: unknown): { findings: Finding[]; config: FileConfig | undefined } {
  const findings = nameFindings(name);
  const parsed = schemaOf(input).safeParse(input);
  if (!parsed.success) findings.push(...parsed.error.issues.flatMap((issue) => explainIssue(issue, input)));
  // Unknown keys hide nothing: without them the rest can be checked too, so that all faults are told at once.
  const config = parsed.success ? parsed.data : withoutUnknownKeys(input, parsed.error.issues);
  if (config) findings.push(...findContradictions(config), ...findIgnoredKeys(config, input));
  return { findings: instead(findings, findTemplates(input)), config };
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
function withoutUnknownKeys(input: unknown, issues: Issues): FileConfig | undefined {
  if (issues.some((issue) => issue.code !== "unrecognized_keys")) return undefined;
  const copy = structuredClone(input);
  for (const issue of issues) {
    const parent = issue.path.reduce<unknown>((value, key) => (value as Record<PropertyKey, unknown>)[key], copy);
    for (const key of issue.keys ?? []) delete (parent as Record<string, unknown>)[key];
  }
  return schemaOf(copy).safeParse(copy).data;
}
