import { findContradictions } from "../../src/config/contradictions";
import { type Fault } from "../../src/config/fault";
import { hubOf } from "../address-plan/hub/hub-case";
import { bridgeOf } from "../address-plan/rule-case";
import { type At, type Named } from "../support/told";
import { type Edit, patch } from "./bridge-texts";

/** A text that contradicts itself, and where it is told; nowhere where the text just passes. */
export interface ContradictionCase extends Named {
  readonly rule: string;
  readonly text: string;
  readonly found: readonly At[];
}

export function breaks(
  rule: string,
  what: string,
  base: string,
  edits: readonly Edit[],
  found: readonly At[],
): ContradictionCase {
  return { id: `${rule}: ${what}`, rule, text: patch(base, ...edits), found };
}

export function passes(rule: string, what: string, base: string, ...edits: readonly Edit[]): ContradictionCase {
  return { id: `${rule}: ${what}`, rule, text: patch(base, ...edits), found: [] };
}

/** What keys of a text say against each other, at its place. */
export function contradictionsIn(text: string): Fault[] {
  const bridge = text.includes("place: hub") ? hubOf(text) : bridgeOf(text);
  return bridge.locate(findContradictions(bridge.config));
}

/** The edit that adds keys at the top of a text. */
export const add = (text: string): Edit => ["services:", `${text}\nservices:`];
export const demo = (text: string): Edit => add(`demo: { ${text} }`);
