import { cpSync, mkdirSync, mkdtempSync, renameSync, rmSync } from "node:fs";
import { basename, join } from "node:path";
import { App } from "cdktf";
import type { AddressPlan } from "../address-plan/plan";
import { OverlapBridgeStack } from "./overlap-bridge-stack";
import { withoutTokenStacks } from "./token-stacks";

/** The HCL modules that stacks may use; cdktf copies them beside the stack. The CLI says the same in its context. */
const RELATIVE_MODULES = ["./modules/reachability-analyzer"];

/**
 * Synthesizes a stack per plan into `outdir` (cdktf.out). Everything is written beside it first and moved in at the end,
 * so an error leaves what was there untouched. Stacks that are not among the plans stay.
 * @returns the path of each stack's Terraform JSON, in the order of the plans
 */
export function synthesize(plans: readonly AddressPlan[], outdir: string): string[] {
  mkdirSync(outdir, { recursive: true });
  const draft = mkdtempSync(join(outdir, ".draft-"));
  try {
    // Without cdktf's own validations: one of them runs `terraform version`, which synthesis does not need.
    const app = new App({
      outdir: draft,
      skipValidation: true,
      context: { cdktfRelativeModules: RELATIVE_MODULES },
    });
    withoutTokenStacks(() => {
      for (const plan of plans) new OverlapBridgeStack(app, plan);
      app.synth();
    });
    return publish(plans, draft, outdir, app.hclOutput);
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
}

/** Moves what was synthesized to where Terraform looks for it, keeping a stack's .terraform folder, lock file and plans. */
function publish(plans: readonly AddressPlan[], draft: string, outdir: string, hcl: boolean): string[] {
  const [made, stale] = hcl ? ["cdk.tf", "cdk.tf.json"] : ["cdk.tf.json", "cdk.tf"];
  const files = plans.map(({ name }) => {
    const from = join(draft, "stacks", name);
    const to = join(outdir, "stacks", name);
    cpSync(from, to, { recursive: true, force: true, filter: (source) => basename(source) !== made });
    // Terraform would read both and stop at the duplicates.
    rmSync(join(to, stale), { force: true });
    renameSync(join(from, made), join(to, made));
    return join(to, made);
  });
  renameSync(join(draft, "manifest.json"), join(outdir, "manifest.json"));
  return files;
}
