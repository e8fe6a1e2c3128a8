import { valueAt } from "../config/file-schema";
import { type KeyPath } from "../config/key-path";
import { formatKey, type Fault, type Finding, type Hint } from "../config/fault";
import { readContent } from "../config/content";
import { hubMend } from "../config/hub-mend";
import { applyPatch, joinPatches, patchBetween } from "../config/patch";
import { patchLines } from "../config/patch-lines";
import { type Cidr } from "../ipv4";
import { planBridge } from "./plan-bridge";
import { findBreaks } from "./rules";

/** A mend may bring up what another one mends; more steps than this are no way to write a file. */
const MOST_ROUNDS = 6;
/** Of more findings only all mends at once are tried, for each try reads the file anew. */
const MOST_ALONE = 24;

/** The bridge that a file is read as. */
export interface NamedBridge {
  readonly name: string;
  /** The ranges of the other bridges beside it. */
  readonly elsewhere: readonly Cidr[];
}

/** Everything that is wrong with the content of a bridge file. */
export function findingsIn(bridge: NamedBridge, input: unknown): Finding[] {
  const { name, elsewhere } = bridge;
  const { findings, config } = readContent(name, input);
  if (!config) return [...withHubMend(input, findings), ...hiddenFindings(bridge, input, findings)];
  return withHubMend(input, [...findings, ...findBreaks(planBridge({ name, config }, elsewhere))]);
}

/**
 * What is wrong beside values that only a hub has: as long as these stand in a file of the client VPC's place, it can't be
 * planned, and the rest of its faults would be told one paste later.
 */
export function hiddenFindings(bridge: NamedBridge, input: unknown, findings: readonly Finding[]): Finding[] {
  if (findings.length === 0 || !findings.every(({ inHub }) => inHub)) return [];
  const mend = hubMend(input);
  if (!mend) return [];
  const isThere = (path: KeyPath) => valueAt(input, path) !== undefined;
  return findingsIn(bridge, applyPatch(input, mend.patch)).filter((one) => !one.mend && isThere(one.path));
}

/** The findings that a hub would not have, each with the change that makes the file one. */
function withHubMend(input: unknown, findings: readonly Finding[]): Finding[] {
  if (!findings.some(({ inHub }) => inHub)) return [...findings];
  const mend = hubMend(input);
  return findings.map((found) => (found.inHub && mend ? { ...found, mend } : found));
}

function keyOf({ rule, path }: Finding): string {
  return `${rule} ${formatKey(path)}`;
}

/** A file's content on the way from what is wrong to what is right. */
interface Draft {
  readonly content: unknown;
  readonly findings: readonly Finding[];
  readonly onlyIf: ReadonlySet<string>;
}

function mended(bridge: NamedBridge, draft: Draft, by: readonly Finding[]): Draft {
  const mends = by.flatMap(({ mend }) => mend ?? []);
  const content = applyPatch(draft.content, joinPatches(mends.map(({ patch }) => patch)));
  const conditions = mends.flatMap(({ onlyIf }) => onlyIf ?? []);
  return { content, findings: findingsIn(bridge, content), onlyIf: new Set([...draft.onlyIf, ...conditions]) };
}

/** Goes on with the mends that the findings carry, until none is left, or there is no end to it. */
function followed(bridge: NamedBridge, start: Draft, first: readonly Finding[]): Draft {
  let draft = mended(bridge, start, first);
  for (let round = 1; round < MOST_ROUNDS; round++) {
    const known = new Set(start.findings.map(keyOf));
    const next = draft.findings.filter((finding) => finding.mend && !known.has(keyOf(finding)));
    if (next.length === 0) break;
    draft = mended(bridge, draft, next);
  }
  return draft;
}

/** The draft with as many mends as bring nothing new: all at once, or where that fails, one after the other. */
function bestOf(bridge: NamedBridge, start: Draft): Draft {
  const original = new Set(start.findings.map(keyOf));
  const isProgress = (draft: Draft, before: Draft) =>
    draft.findings.length < before.findings.length && draft.findings.every((finding) => original.has(keyOf(finding)));
  const mendable = start.findings.filter(({ mend }) => mend);
  const all = followed(bridge, start, mendable);
  if (isProgress(all, start) && all.findings.every(({ mend }) => !mend)) return all;
  if (mendable.length > MOST_ALONE) return start;
  return mendable.reduce((draft, { rule, path }) => {
    const still = draft.findings.find((finding) => keyOf(finding) === keyOf({ rule, path } as Finding));
    if (!still?.mend) return draft;
    const next = followed(bridge, draft, [still]);
    return isProgress(next, draft) ? next : draft;
  }, start);
}

/** A file's content with all mends followed that lead on. */
interface Mended {
  readonly content: unknown;
  /** What is wrong with it then. */
  readonly left: readonly Finding[];
  /** What is wrong with it as it is. */
  readonly before: readonly Finding[];
  /** What must be so for the mends to be right, each the end of the sentence "if ...". */
  readonly onlyIf: readonly string[];
}

/** Follows the mends that the findings of a file carry. */
export function mendedContent(bridge: NamedBridge, input: unknown): Mended {
  const start: Draft = { content: input, findings: findingsIn(bridge, input), onlyIf: new Set() };
  const { content, findings, onlyIf } = start.findings.some(({ mend }) => mend) ? bestOf(bridge, start) : start;
  return { content, left: findings, before: start.findings, onlyIf: [...onlyIf] };
}

/**
 * The faults of one file, with one hint on each of those that following it makes go away. It was followed here, so that
 * it is not refused again, brings no other fault, and clashes with no other hint.
 * @param name the bridge's name
 * @param input the file's content as plain values
 * @param elsewhere the ranges of the other bridges beside it, which a range that is suggested keeps off
 */
export function withHint(
  name: string,
  input: unknown,
  faults: readonly Fault[],
  elsewhere: readonly Cidr[] = [],
): Fault[] {
  const bridge = { name, elsewhere };
  if (!faults.some(({ mend, inHub }) => mend ?? inHub)) return [...faults];
  const findings = findingsIn(bridge, input);
  const draft = bestOf(bridge, { content: input, findings, onlyIf: new Set() });
  const patch = patchBetween(input, draft.content);
  if (Object.keys(patch).length === 0) return [...faults];
  const left = new Set(draft.findings.map(keyOf));
  const hint: Hint = { patch, lines: patchLines(patch, draft.content), onlyIf: [...draft.onlyIf] };
  return faults.map((fault) => (left.has(keyOf(fault)) ? fault : { ...fault, hint }));
}
