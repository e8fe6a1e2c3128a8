import { visible } from "../escape/visible";

/** The variable that lets a guarded stack be deployed all the same: `TF_VAR_deploy_unproved=true`. */
export const DEPLOY_UNPROVED = "deploy_unproved";
const OUTPUT = "deployable";

/** Text that Terraform takes as it is, not as a template. */
function literal(text: string): string {
  return text.replace(/[$%]\{/g, (mark) => `${mark[0]}${mark}`);
}

/**
 * A stack's Terraform JSON that Terraform refuses to apply, and still plans and destroys: an output whose precondition
 * fails stops a plan after it is shown, makes a saved one inapplicable, and is not looked at in a destruction.
 * Source: Terraform language, Custom Conditions, "Input variable validation, preconditions and postconditions".
 * @param stack the JSON, whole
 * @param reason why, as Terraform is to say it; one sentence or more
 */
export function guardedJson(stack: string, reason: string): string {
  const json = JSON.parse(stack) as Record<string, Readonly<Record<string, unknown>> | undefined>;
  const guarded = {
    ...json,
    variable: {
      ...json["variable"],
      [DEPLOY_UNPROVED]: { type: "bool", default: false, description: "Deploy this stack although it is guarded." },
    },
    output: {
      ...json["output"],
      [OUTPUT]: {
        value: false,
        description: "Why this stack is not to be deployed is said by its precondition.",
        precondition: [{ condition: `\${var.${DEPLOY_UNPROVED}}`, error_message: literal(visible(reason)) }],
      },
    },
  };
  return JSON.stringify(guarded, null, 2);
}

/** The same for HCL, as `cdktf synth --hcl` writes it. */
export function guardedHcl(stack: string, reason: string): string {
  const head = `variable "${DEPLOY_UNPROVED}"`;
  if (stack.includes(head)) return stack;
  return `${stack.trimEnd()}

${head} {
  type    = bool
  default = false
}

output "${OUTPUT}" {
  value = false
  precondition {
    condition     = var.${DEPLOY_UNPROVED}
    error_message = ${literal(JSON.stringify(visible(reason)))}
  }
}
`;
}
