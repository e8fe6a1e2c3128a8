import { type HubPlan } from "../../../src/address-plan/hub/hub-plan";
import { planHub } from "../../../src/address-plan/hub/plan-hub";
import { judgePlan } from "../../../src/address-plan/rules";
import { type Fault, type Finding, formatFault } from "../../../src/config/fault";
import { type HubConfig, hubSchema } from "../../../src/config/hub-schema";
import { type Bridge } from "../../../src/config/load";
import { SourceFile } from "../../../src/config/source-file";
import { type BrokenCase } from "../rule-case";

/** A hub. */
type HubBridge = Bridge & { readonly config: HubConfig };

/** A hub of a text whose values are well-formed. */
export function hubOf(text: string, name = "test"): HubBridge {
  const file = `${name}.yaml`;
  const source = new SourceFile(file, text);
  const content = source.toJS();
  if ("fault" in content) throw new Error(formatFault(content.fault));
  const locate = (findings: readonly Finding[]): Fault[] => findings.map((finding) => source.fault(finding));
  return { name, file, config: hubSchema.parse(content.value), locate };
}

/** The plan of a text. */
export function hubPlanOf(text: string, name?: string): HubPlan {
  return planHub(hubOf(text, name), []);
}

/** What the case's rule finds in a hub, at its place. */
export function hubFoundBy({ rule, text, name }: BrokenCase): Fault[] {
  const verdict = judgePlan(hubPlanOf(text, name)).find((candidate) => candidate.rule === rule);
  return hubOf(text, name).locate(verdict?.findings ?? []);
}
