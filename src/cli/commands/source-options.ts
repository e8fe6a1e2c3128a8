import { type Command } from "commander";
import { repeated } from "./repeated-option";

export const CONFIG_HELP =
  "where terraform plan ran: what the plan's JSON only names is read there (default: the plan's folder, if it is that)";

export const FAMILY_HELP = "ipv4 or ipv6: over this family of addresses only";

/** What AWS itself answered, as it is given to every command that takes it. */
export const ACCOUNT_OPTION = [
  "--account <path>",
  "what `overlap capture` wrote, or a folder of the AWS CLI's JSON outputs; more of them are judged together",
  repeated,
] as const;

/** The options that say which Terraform JSON to read. */
export function addSourceOptions(command: Command): Command {
  return command
    .option("--synth <file>", "a cdk.tf.json (default: the bridge's own in cdktf.out), - for standard input")
    .option("--plan <file>", "plan.out itself, or what `terraform show -json plan.out` printed, - for standard input")
    .option("--config <folder>", `with --plan: ${CONFIG_HELP}`)
    .option(
      "--state <file>",
      "what `terraform show -json` printed after `terraform apply -refresh-only`, - for standard input",
    )
    .option(...ACCOUNT_OPTION);
}
