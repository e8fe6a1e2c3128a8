import { readContent } from "../../config/content";
import { type Fault, formatKey, type Hint, type Mend } from "../../config/fault";
import { loadBridge } from "../../config/load";
import { applyPatch, joinPatches, patchBetween } from "../../config/patch";
import { patchLines } from "../../config/patch-lines";
import { planBridge } from "../plan-bridge";
import { findBreaks } from "../rules";
import { findClashes } from ".";
import { type PlannedFile } from "./planned-file";

/** A clash of one file, told as a fault, and the change of that file that could make it go away. */
export interface ToldClash {
  readonly bridge: number;
  readonly fault: Fault;
  readonly mend?: Mend | undefined;
}

/** Each file with a hint is read, planned and compared anew; of more files than these nobody pastes. */
const MOST_FILES = 24;

const keyOf = (rule: string, path: Fault["path"]) => `${rule} ${formatKey(path)}`;

/** What to write into a file so that these clashes go away, if that brings no others and no fault of its own. */
function hintFor(files: readonly PlannedFile[], index: number, told: readonly ToldClash[]): Hint | undefined {
  const { path, file, plan } = files[index]!;
  const loaded = loadBridge(path, file);
  if (!("bridge" in loaded) || findBreaks(plan).length > 0) return undefined;
  const { input } = loaded;
  const mended = told.filter(({ mend }) => mend);
  const mends = mended.flatMap(({ mend }) => mend ?? []);
  const content = applyPatch(input, joinPatches(mends.map(({ patch }) => patch)));
  const { findings, config } = readContent(plan.name, content);
  if (!config || findings.length > 0) return undefined;
  const changed = planBridge({ name: plan.name, config }, plan.elsewhere);
  if (findBreaks(changed).length > 0) return undefined;
  const gone = new Set(mended.map(({ fault }) => fault));
  const left = new Set(told.filter(({ fault }) => !gone.has(fault)).map(({ fault }) => keyOf(fault.rule, fault.path)));
  const clashes = findClashes(files.map((one, i) => (i === index ? changed : one.plan)));
  const isClean = clashes.every(({ rule, clash }) => clash.bridge !== index || left.has(keyOf(rule.name, clash.path)));
  if (!isClean) return undefined;
  const patch = patchBetween(input, content);
  const onlyIf = [...new Set(mends.flatMap(({ onlyIf: one }) => one ?? []))];
  return { patch, lines: patchLines(patch, content), onlyIf };
}

/** The faults, those with a hint that following it makes go away; it is for one of the files, not for all at once. */
export function withClashHints(files: readonly PlannedFile[], told: readonly ToldClash[]): Fault[] {
  const mendable = new Set(told.flatMap(({ bridge, mend }) => (mend ? [bridge] : [])));
  if (mendable.size > MOST_FILES) return told.map(({ fault }) => fault);
  const hints = new Map(
    [...mendable].map((index) => [
      index,
      hintFor(
        files,
        index,
        told.filter(({ bridge }) => bridge === index),
      ),
    ]),
  );
  return told.map(({ bridge, fault, mend }) => {
    const hint = mend && hints.get(bridge);
    return hint ? { ...fault, hint } : fault;
  });
}
