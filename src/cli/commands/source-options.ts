import { type Command } from "commander";

/** The options that say which Terraform JSON to read. */
export function addSourceOptions(command: Command): Command {
  return command
    .option("--synth <file>", "a cdk.tf.json (default: the bridge's own in cdktf.out), - for standard input")
    .option("--plan <file>", "what `terraform show -json plan.out` printed, - for standard input")
    .option(
      "--state <file>",
      "what `terraform show -json` printed after `terraform apply -refresh-only`, - for standard input",
    );
}
