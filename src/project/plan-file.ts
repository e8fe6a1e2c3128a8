import { spawnSync } from "node:child_process";
import { dirname, join } from "node:path";
import { cut } from "../escape/cut";
import { visible } from "../escape/visible";
import { isThere } from "./project";
import { UserError } from "./user-error";

/** Bytes above which what Terraform prints is refused, as a plan's JSON is. */
const MOST_BYTES = 90 * 1024 * 1024;
const LONGEST_RUN = 300_000;
const LONGEST_WORD = 200;

/** The program that makes plans here. The CLIs of cdktf and cdktn ask the same variable for it, so one word moves all to OpenTofu. */
function program(): string {
  return process.env["TERRAFORM_BINARY_NAME"] || "terraform";
}

function instead(): string {
  return `write its JSON: ${visible(program())} show -json plan.out > plan.json`;
}

/** Where Terraform was initialized for a plan file: its folder, or the nearest one above that has `.terraform`. */
function initializedFolder(path: string): string {
  const own = dirname(path);
  for (let at = own; ; at = dirname(at)) {
    if (isThere(join(at, ".terraform"))) return at;
    if (dirname(at) === at) return own;
  }
}

/** The environment without credentials and what changes the answer; Terraform asks nobody whether there is a newer version. */
function environment(): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => !/^(AWS_|TF_(CLI_ARGS|LOG))/.test(name));
  return { ...Object.fromEntries(kept), CHECKPOINT_DISABLE: "1", TF_IN_AUTOMATION: "1", TF_INPUT: "0" };
}

/** The first fault in what Terraform says, without its frame. */
function firstFault(output: string): string {
  const lines = output.split("\n").map((line) => line.replace(/^[│╷╵\s]+/, "").trim());
  const found = lines.find((line) => line.startsWith("Error: ")) ?? lines.find((line) => line !== "") ?? "no word why";
  return cut(found.replace(/^Error: /, "").replace(/\.$/, ""), LONGEST_WORD);
}

/**
 * What `terraform show -json` prints of a plan file. Terraform reads it with the providers that were installed for it, and
 * asks nobody.
 * @param shown the file in messages
 * @throws UserError where Terraform is not there, or refuses
 */
export function showPlanFile(path: string, shown: string): string {
  const shownProgram = visible(program());
  const { status, error, stdout, stderr } = spawnSync(program(), ["show", "-json", "-no-color", path], {
    cwd: initializedFolder(path),
    env: environment(),
    encoding: "utf8",
    maxBuffer: MOST_BYTES,
    timeout: LONGEST_RUN,
    stdio: ["ignore", "pipe", "pipe"],
  });
  const code = error && "code" in error ? error.code : undefined;
  if (code === "ENOENT")
    throw new UserError(
      { rule: "no-terraform", input: shown },
      `${shown}: is a plan file, and there is no ${shownProgram} on the PATH to read it; where there is one, ${instead()}`,
    );
  if (code === "ENOBUFS")
    throw new UserError(
      { rule: "too-large", input: shown },
      `${shown}: says more than 90 MiB as JSON; split the configuration`,
    );
  if (code === "ETIMEDOUT")
    throw new UserError(
      { rule: "too-slow", input: shown },
      `${shown}: ${shownProgram} took more than 5 minutes to read it; where it was made, ${instead()}`,
    );
  if (error || status !== 0)
    throw new UserError(
      { rule: "terraform-refuses", input: shown },
      `${shown}: ${shownProgram} can't read it (${firstFault(stderr || stdout)}); run ${shownProgram} init where it was made, or ${instead()}`,
    );
  return stdout;
}
