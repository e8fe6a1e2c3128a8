import { planAddresses, type AddressPlan } from "../../src/address-plan/plan";
import { judgePlan } from "../../src/address-plan/rules";
import { findContradictions } from "../../src/config/contradictions";
import { type Fault, type Finding, formatFault, formatKey } from "../../src/config/fault";
import { type Bridge } from "../../src/config/load";
import { SourceFile } from "../../src/config/source-file";
import { type BridgeConfig, bridgeSchema } from "../../src/config/schema";
import { type Edit, patch } from "../config/bridge-texts";
import { type At, type Named } from "../support/told";

/** A bridge in the client VPC. */
type ClientBridge = Bridge & { readonly config: BridgeConfig };

/** A bridge of a text whose values are well-formed. */
export function bridgeOf(text: string, name = "test"): ClientBridge {
  const file = `${name}.yaml`;
  const source = new SourceFile(file, text);
  const content = source.toJS();
  if ("fault" in content) throw new Error(formatFault(content.fault));
  const locate = (findings: readonly Finding[]): Fault[] => findings.map((finding) => source.fault(finding));
  return { name, file, config: bridgeSchema.parse(content.value), locate };
}

/**
 * The address plan of a text.
 * @throws Error when the text contradicts itself, unless that is asked for: rules are to be tested alone
 */
export function planOf(text: string, name?: string): AddressPlan {
  const bridge = bridgeOf(text, name);
  const contradictions = bridge.locate(findContradictions(bridge.config));
  if (contradictions.length > 0) throw new Error(contradictions.map(formatFault).join("\n"));
  return planAddresses(bridge);
}

/** A finding without its place in a file, for whoever reads why a property does not hold. */
export function tell({ path, message, fix, rule }: Finding): string {
  return `${formatKey(path)}: ${message}; ${fix} [${rule}]`;
}

/** A plan that breaks a rule. */
export interface BrokenCase extends Named {
  readonly rule: string;
  readonly text: string;
  /** The bridge's name; default: test. */
  readonly name?: string;
  /** Where the rule finds something; the findings of other rules are their own cases. */
  readonly found: readonly At[];
}

/** The file that the case's faults are told of. */
export function fileOf({ name = "test" }: BrokenCase): string {
  return `${name}.yaml`;
}

/** What the case's rule finds, at its place. */
export function foundBy({ rule, text, name }: BrokenCase): Fault[] {
  const verdict = judgePlan(planOf(text, name)).find((candidate) => candidate.rule === rule);
  return bridgeOf(text, name).locate(verdict?.findings ?? []);
}

/** A plan on the rule's edge that still keeps every rule. */
export interface HoldingCase extends Named {
  readonly rule: string;
  readonly text: string;
}

export function broken(
  rule: string,
  what: string,
  base: string,
  edits: readonly Edit[],
  found: readonly At[],
): BrokenCase {
  return { id: `${rule}: ${what}`, rule, text: patch(base, ...edits), found };
}

export function holds(rule: string, what: string, base: string, ...edits: readonly Edit[]): HoldingCase {
  return { id: `${rule}: ${what}`, rule, text: patch(base, ...edits) };
}

/** The edit that adds quotas to a text. */
export function quotas(text: string): Edit {
  return ["services:", `quotas: { ${text} }\nservices:`];
}
