import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { bridgeText } from "./bridges";
import { describeUnless } from "./describe-unless";
import { describeWithTerraform } from "./terraform";
import { Servers, TOKENS } from "./terraform-cloud";
import { type JobOptions, type JobResult, Runner } from "./workflow-run";
import { type Workflow, workflowOf, workflowText } from "./workflow-files";

/** One entry of the matrix that the job `synth` makes. */
export interface MatrixBridge {
  readonly name: string;
  readonly organization: string;
  readonly workspace: string;
  readonly sha256: string;
  readonly stack: string;
}

const cloud = (name: string, hostname: string) => ({
  backend: { type: "cloud", organization: "acme", workspace: `overlap-bridge-${name}`, hostname },
});

/**
 * A workflow, the two example bridges with their states in Terraform Cloud, and the servers that stand for it and for GitHub.
 * The only change to the workflow is the host name.
 */
export class WorkflowLab {
  readonly workflow: Workflow;
  readonly runner: Runner;

  private constructor(
    readonly folder: string,
    readonly servers: Servers,
    file: string,
  ) {
    this.workflow = workflowOf(workflowText(file).replaceAll("app.terraform.io", servers.host));
    this.runner = this.runnerFor("bridges", servers.host);
  }

  static async start(file: string): Promise<WorkflowLab> {
    const folder = mkdtempSync(join(tmpdir(), "overlap-workflow-"));
    return new WorkflowLab(folder, await Servers.start(folder), file);
  }

  async stop(): Promise<void> {
    await this.servers.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** A runner with artifacts of its own. @param host what the bridges say where their state is */
  runnerFor(name: string, host: string): Runner {
    const bridges = Object.fromEntries(
      (["article", "production"] as const).map((one) => [one, bridgeText(one, cloud(one, host))]),
    );
    return new Runner(mkdtempSync(join(this.folder, `${name}-`)), this.folder, bridges);
  }

  /** @param more what differs from a run with all secrets, in which waits are short */
  job(name: string, more: JobOptions = {}, runner: Runner = this.runner): Promise<JobResult> {
    return runner.run(this.workflow, name, {
      ...more,
      secrets: more.secrets ?? TOKENS,
      env: {
        CURL_CA_BUNDLE: this.servers.certificate,
        GITHUB_API_URL: `https://${this.servers.host}`,
        TFC_POLL_SECONDS: "0.01",
        TFC_LOOKS: "50",
        ...more.env,
      },
    });
  }
}

/** What the scripts in .github/scripts, and the certificate of the servers, are made with. GitHub's runners have all of it. */
const PROGRAMS = ["bash", "curl", "git", "gzip", "jq", "openssl", "sha256sum", "tar"];

/**
 * `describe` where the workflows' steps can run, skipped with one line where they can't, failing where CI is set.
 * `overlap synth` of a bridge with its state in Terraform Cloud asks terraform for its version, so that is needed too.
 */
export function describeWithWorkflows(): jest.Describe {
  const missing = PROGRAMS.filter((program) => spawnSync(program, ["--version"]).error !== undefined);
  if (missing.length === 0 || process.env["CI"]) return describeWithTerraform();
  return describeUnless(`install ${missing.join(", ")}`, "tests of the workflows");
}

/** What a job hands to those that need it. */
export const handed = ({ result, outputs }: JobResult) => ({ result, outputs });

/** Titles of the steps with this outcome, in order. */
export const stepsThat = (outcome: "success" | "failure" | "skipped", { steps }: JobResult): string[] =>
  steps.filter((step) => step.outcome === outcome).map(({ title }) => title);
