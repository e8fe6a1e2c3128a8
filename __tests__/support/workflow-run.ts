import { spawn } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { PROJECT } from "./bridges";
import { type Contexts, filledIn, holds } from "./workflow-expressions";
import { type Job, type Step, titleOf, type Workflow } from "./workflow-files";

/** Steps that would run this very test suite, or install what the machine has: only that they are there is checked. */
export const NOT_RUN: Readonly<Record<string, string>> = {
  "npm ci": "node_modules is linked from the project instead",
  "npm run lint": "part of .ci/run",
  "npm run typecheck": "part of .ci/run",
  "npm run format:check": "part of .ci/run",
  "npm test": "this suite",
  "sudo .github/scripts/lab-packages.sh": "changes the machine; .ci/run installs the same packages",
};

/** What a job starts with: the files that are checked in and that the workflows use. */
const CHECKED_IN = ["package.json", ".terraform-version", ".nvmrc", "cdktf.json", "main.ts", "tsconfig.json"];
const CHECKED_IN_FOLDERS = ["src", ".gen", "modules", "schema", "bridges", ".github"];

export interface StepResult {
  readonly title: string;
  readonly outcome: "success" | "failure" | "skipped";
  readonly log: string;
  readonly outputs: Readonly<Record<string, string>>;
}
export interface JobResult {
  readonly result: "success" | "failure" | "cancelled";
  readonly steps: readonly StepResult[];
  readonly outputs: Readonly<Record<string, string>>;
  readonly log: string;
  readonly summary: string;
  readonly folder: string;
}
export interface JobOptions {
  readonly needs?: Readonly<Record<string, { result: string; outputs: Readonly<Record<string, string>> }>>;
  readonly matrix?: Readonly<Record<string, unknown>>;
  readonly secrets?: Readonly<Record<string, string>>;
  readonly github?: Contexts;
  readonly env?: Readonly<Record<string, string>>;
  /** The step during which the job is cancelled: it runs to its end, as those that ignore the signal do. */
  readonly cancelledIn?: string;
}

/** Runs jobs of a workflow file as a runner does, each in a folder of its own; `uses:` steps by what they are documented to do. */
export class Runner {
  private readonly artifacts: string;

  /**
   * @param folder temporary; everything happens in it
   * @param bridges the text of each bridge file, by name
   */
  constructor(
    private readonly folder: string,
    private readonly bridges: Readonly<Record<string, string>>,
  ) {
    this.artifacts = join(folder, "artifacts");
    mkdirSync(this.artifacts, { recursive: true });
  }

  /** The folder in which an artifact is kept. */
  artifact(name: string): string {
    return join(this.artifacts, name);
  }

  async run(workflow: Workflow, jobName: string, options: JobOptions = {}): Promise<JobResult> {
    const job = workflow.jobs[jobName] as Job;
    const root = mkdtempSync(join(this.folder, `${jobName}-`));
    const folder = join(root, "work");
    for (const one of [folder, join(root, "home"), join(root, "tmp")]) mkdirSync(one);
    const given = {
      github: { token: "github-token", event: { pull_request: { number: 7 } }, ...options.github },
      secrets: options.secrets ?? {},
      matrix: options.matrix ?? {},
      needs: options.needs ?? {},
    };
    const jobEnv = fill({ ...workflow.env, ...job.env }, given);
    const steps: Record<string, { outputs: Readonly<Record<string, string>>; outcome: string }> = {};
    const results: StepResult[] = [];
    let failed = false;
    let cancelled = false;
    for (const step of job.steps) {
      const contexts = { ...given, steps, env: jobEnv };
      let result: StepResult = { title: titleOf(step), outcome: "skipped", log: "", outputs: {} };
      if (holds(step.if, contexts, { failed, cancelled })) {
        if (step.run !== undefined) result = await this.runStep(step, contexts, root, { ...jobEnv, ...options.env });
        else {
          this.use(step, contexts, folder);
          result = { ...result, outcome: "success" };
        }
      }
      if (step.id !== undefined) steps[step.id] = { outputs: result.outputs, outcome: result.outcome };
      if (result.outcome === "failure") failed = true;
      if (options.cancelledIn === result.title) cancelled = true;
      results.push(result);
    }
    const summary = join(root, "summary");
    return {
      result: cancelled ? "cancelled" : failed ? "failure" : "success",
      steps: results,
      outputs: fill(job.outputs ?? {}, { ...given, steps, env: jobEnv }),
      log: results.map(({ log }) => log).join(""),
      summary: existsSync(summary) ? readFileSync(summary, "utf8") : "",
      folder,
    };
  }

  private async runStep(
    step: Step,
    contexts: Contexts,
    root: string,
    jobEnv: Readonly<Record<string, string>>,
  ): Promise<StepResult> {
    const folder = join(root, "work");
    const script = filledIn(step.run ?? "", contexts).trim();
    if (script in NOT_RUN) {
      if (script === "npm ci") symlinkSync(join(PROJECT, "node_modules"), join(folder, "node_modules"));
      return { title: titleOf(step), outcome: "success", log: "", outputs: {} };
    }
    const outputFile = join(mkdtempSync(join(root, "output-")), "output");
    writeFileSync(outputFile, "");
    // Nothing of the environment around: no proxy, no credentials, no registry settings but where programs are.
    const env = {
      PATH: process.env["PATH"] ?? "",
      HOME: join(root, "home"),
      TMPDIR: join(root, "tmp"),
      CI: "true",
      npm_config_update_notifier: "false",
      OVERLAP_TRANSPILE_CACHE: "off",
      GITHUB_OUTPUT: outputFile,
      GITHUB_STEP_SUMMARY: join(root, "summary"),
      GITHUB_REPOSITORY: "acme/overlap-bridge",
      GITHUB_SERVER_URL: "https://github.com",
      GITHUB_RUN_ID: "4711",
      GITHUB_WORKFLOW: "test",
      GITHUB_SHA: SHA,
      ...jobEnv,
      ...fill(step.env ?? {}, contexts),
    };
    const { code, log } = await bash(script, folder, env);
    const outputs = Object.fromEntries(
      readFileSync(outputFile, "utf8")
        .split("\n")
        .filter((line) => line.includes("="))
        .map((line) => [line.slice(0, line.indexOf("=")), line.slice(line.indexOf("=") + 1)]),
    );
    return { title: titleOf(step), outcome: code === 0 ? "success" : "failure", log, outputs };
  }

  /** What an action is documented to do to the job's folder. @throws Error for one that is not known here */
  private use(step: Step, contexts: Contexts, folder: string): void {
    const inputs = fill(
      Object.fromEntries(Object.entries(step.with ?? {}).map(([key, value]) => [key, String(value)])),
      contexts,
    );
    switch (titleOf({ ...step, name: undefined })) {
      case "actions/checkout":
        return this.checkOut(folder, inputs["sparse-checkout"]);
      case "actions/setup-node":
      case "hashicorp/setup-terraform":
        return;
      case "actions/upload-artifact":
        return cpSync(join(folder, inputs["path"] ?? ""), this.artifact(inputs["name"] ?? ""), { recursive: true });
      case "actions/download-artifact": {
        const prefix = inputs["pattern"]?.replace(/\*$/, "");
        const names = readdirSync(this.artifacts).filter((name) =>
          prefix === undefined ? name === inputs["name"] : name.startsWith(prefix),
        );
        if (prefix === undefined && names.length === 0) throw new Error(`no artifact ${inputs["name"]}`);
        for (const name of names) cpSync(this.artifact(name), join(folder, inputs["path"] ?? ""), { recursive: true });
        return;
      }
      default:
        throw new Error(`${step.uses} is not known to this test`);
    }
  }

  private checkOut(folder: string, only: string | undefined): void {
    const wanted = only === undefined ? [...CHECKED_IN, ...CHECKED_IN_FOLDERS] : [only];
    for (const one of wanted) {
      mkdirSync(dirname(join(folder, one)), { recursive: true });
      cpSync(join(PROJECT, one), join(folder, one), { recursive: true });
    }
    if (only !== undefined) return;
    for (const file of readdirSync(join(folder, "bridges")).filter((name) => name.endsWith(".yaml")))
      writeFileSync(join(folder, "bridges", file), this.bridges[file.replace(/\.yaml$/, "")] ?? "");
  }
}

/** The commit that the workflow runs for. */
export const SHA = "5a1e000000000000000000000000000000000001";

function fill(texts: Readonly<Record<string, string>>, contexts: Contexts): Record<string, string> {
  return Object.fromEntries(Object.entries(texts).map(([key, text]) => [key, filledIn(String(text), contexts)]));
}

/** Runs a script as GitHub's `shell: bash` does. Not spawnSync: the servers that it asks live in this process. */
function bash(script: string, cwd: string, env: Record<string, string>): Promise<{ code: number | null; log: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn("bash", ["--noprofile", "--norc", "-eo", "pipefail", "-c", script], { cwd, env });
    let log = "";
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding("utf8").on("data", (text: string) => (log += text));
    child.on("error", reject).on("close", (code) => resolve({ code, log }));
  });
}
