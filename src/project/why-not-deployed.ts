import { type BridgePlan } from "../address-plan/bridge-plan";
import { type ShownJudged } from "../words";
import { DEPLOY_UNPROVED } from "../stacks/guard";
import { summaryOf } from "../requirements/held-count";

/** How to deploy a guarded stack all the same. */
function wayPast(name: string): string {
  return `To deploy it all the same: TF_VAR_${DEPLOY_UNPROVED}=true npx cdktf deploy ${name}`;
}

/**
 * Why a bridge with this proof is not to be deployed. What is unknown is no reason: it is told, and is often about what
 * exists already and is not in the file.
 * @returns undefined when no statement is broken
 */
export function whyNotDeployed({ name }: BridgePlan, judged: readonly ShownJudged[]): string | undefined {
  const broken = judged.find((one) => !one.holds && one.verdict !== "UNKNOWN");
  if (!broken) return undefined;
  const first = `The first that is broken: ${broken.text}.`;
  return `The proof of ${name} is broken: ${summaryOf(judged)}. ${first} See npx overlap verify ${name}. ${wayPast(name)}`;
}

/** Why a stack that was synthesized earlier is not to be deployed now that its bridge file has a fault. */
export function whyNotDeployedAsBefore(name: string, fault: string): string {
  return `This is ${name} as it was synthesized last; now its file has a fault: ${fault}. ${wayPast(name)}`;
}
