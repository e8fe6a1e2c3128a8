import { parse } from "yaml";
import { planAddresses, type AddressPlan } from "../../src/address-plan/plan";
import { findContradictions } from "../../src/config/contradictions";
import { type Finding, formatKey } from "../../src/config/fault";
import { type Bridge } from "../../src/config/load";
import { bridgeSchema } from "../../src/config/schema";
import { type Edit, patch } from "../config/bridge-texts";

/** A bridge of a text whose values are well-formed. */
export function bridgeOf(text: string, name = "test"): Bridge {
  const config = bridgeSchema.parse(parse(text));
  return { name, file: `${name}.yaml`, config, locate: () => [] };
}

/**
 * The address plan of a text.
 * @throws Error when the text contradicts itself, unless that is asked for: rules are to be tested alone
 */
export function planOf(text: string, name?: string): AddressPlan {
  const bridge = bridgeOf(text, name);
  const contradictions = findContradictions(bridge.config).map(tell);
  if (contradictions.length > 0) throw new Error(contradictions.join("\n"));
  return planAddresses(bridge);
}

/** A finding as it is told, without its place in a file. */
export function tell({ path, message, fix, rule }: Finding): string {
  return `${formatKey(path)}: ${message}; ${fix} [${rule}]`;
}

/** A plan that breaks a rule, and every word of it. */
export interface BrokenCase {
  readonly rule: string;
  readonly what: string;
  readonly text: string;
  /** The bridge's name; default: test. */
  readonly name?: string;
  /** What the rule finds; the findings of other rules are their own cases. */
  readonly found: readonly string[];
}

/** A plan on the rule's edge that still keeps every rule. */
export interface HoldingCase {
  readonly rule: string;
  readonly what: string;
  readonly text: string;
}

export function broken(
  rule: string,
  what: string,
  base: string,
  edits: readonly Edit[],
  found: readonly string[],
): BrokenCase {
  return { rule, what, text: patch(base, ...edits), found: found.map((line) => `${line} [${rule}]`) };
}

export function holds(rule: string, what: string, base: string, ...edits: readonly Edit[]): HoldingCase {
  return { rule, what, text: patch(base, ...edits) };
}

/** The edit that adds quotas to a text. */
export function quotas(text: string): Edit {
  return ["services:", `quotas: { ${text} }\nservices:`];
}
