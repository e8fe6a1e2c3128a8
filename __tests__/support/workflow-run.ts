import { spawn, spawnSync } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { PROJECT } from "./bridges";
import { runAction } from "./tfci";
import { type Contexts, filledIn, holds } from "./workflow-expressions";
import { type Job, type Step, titleOf, type Workflow } from "./workflow-files";

/** Steps that would run this very test suite, or install what the machine has: only that they are there is checked. */
export const NOT_RUN: Readonly<Record<string, string>> = {
  "npm ci --ignore-scripts": "node_modules is linked from the project instead",
  "npm ci --omit=dev --ignore-scripts": "the same, without the packages that are for development only",
  "npm run lint": "part of .ci/run",
  "npm run knip": "part of .ci/run",
  "npm run typecheck": "part of .ci/run",
  "npm run format:check": "part of .ci/run",
  "npm test": "this suite",
  "sudo .github/scripts/lab-packages.sh": "changes the machine; .ci/run installs the same packages",
};

/** The commit that the workflow runs for. */
export const SHA = "5a1e000000000000000000000000000000000001";

/** What of its context GitHub also puts into the environment. */
const GITHUB = {
  REPOSITORY: "acme/overlap-bridge",
  SERVER_URL: "https://github.com",
  RUN_ID: "4711",
  WORKFLOW: "test",
  SHA,
};

/** What a job starts with: the files that are checked in and that the workflows use. */
const CHECKED_IN = [
  "package.json",
  "package-lock.json",
  ".terraform-version",
  ".nvmrc",
  "build.js",
  "cdktf.json",
  "main.ts",
  "tsconfig.json",
];
const CHECKED_IN_FOLDERS = ["bin", "src", ".gen", "modules", "schema", "bridges", ".github"];

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
  /** The repository's variables. */
  readonly vars?: Readonly<Record<string, string>>;
  readonly env?: Readonly<Record<string, string>>;
  /** The step during which the job is cancelled: it runs to its end, as those that ignore the signal do. */
  readonly cancelledIn?: string;
  /** A job that went before, whose folder this one goes on in, and the step that it goes on with. */
  readonly resume?: { readonly after: JobResult; readonly at: string };
}

const TFC_ACTION = /^hashicorp\/tfc-workflows-github\/actions\/(.*)$/;

/**
 * Runs jobs of a workflow file as a runner does, one after the other and all at the same path, so that what Node.js keeps of
 * the project's sources stays good; `uses:` steps by what they are documented to do.
 */
export class Runner {
  private readonly artifacts: string;

  /**
   * @param folder temporary; what the jobs leave is kept in it
   * @param machine temporary; the jobs run in it, and what Node.js keeps stays in it
   * @param bridges the text of each bridge file, by name
   */
  constructor(
    private readonly folder: string,
    private readonly machine: string,
    private readonly bridges: Readonly<Record<string, string>>,
  ) {
    this.artifacts = join(folder, "artifacts");
    mkdirSync(this.artifacts, { recursive: true });
  }

  /** The folder in which an artifact is kept. */
  artifact(name: string): string {
    return join(this.artifacts, name);
  }

  /** The folder in which the artifacts of another workflow run are kept. */
  artifactsOf(run: string): string {
    const folder = join(this.folder, `artifacts-of-${run}`);
    mkdirSync(folder, { recursive: true });
    return folder;
  }

  async run(workflow: Workflow, jobName: string, options: JobOptions = {}): Promise<JobResult> {
    const job = workflow.jobs[jobName] as Job;
    const root = mkdtempSync(join(this.folder, `${jobName}-`));
    const folder = join(this.machine, "work");
    const { after, at } = options.resume ?? {};
    rmSync(folder, { recursive: true, force: true });
    if (after) cpSync(after.folder, folder, { recursive: true, verbatimSymlinks: true });
    for (const one of [folder, join(root, "home"), join(root, "tmp")]) mkdirSync(one, { recursive: true });
    const given = {
      github: {
        ...{ token: "github-token", event: { pull_request: { number: 7 } } },
        ...Object.fromEntries(Object.entries(GITHUB).map(([key, value]) => [key.toLowerCase(), value])),
        ...options.github,
      },
      secrets: options.secrets ?? {},
      vars: options.vars ?? {},
      matrix: options.matrix ?? {},
      needs: options.needs ?? {},
    };
    const jobEnv = fill({ ...workflow.env, ...job.env }, given);
    const steps: Record<string, { outputs: Readonly<Record<string, string>>; outcome: string }> = {};
    const results: StepResult[] = [];
    let resumed = at === undefined;
    let failed = false;
    let cancelled = false;
    for (const step of job.steps) {
      const contexts = { ...given, steps, env: jobEnv };
      let result: StepResult = { title: titleOf(step), outcome: "skipped", log: "", outputs: {} };
      resumed ||= at === result.title;
      const before = after?.steps.find(({ title }) => title === result.title);
      if (!resumed && before) result = before;
      else if (holds(step.if, contexts, { failed, cancelled })) {
        const env = { ...jobEnv, ...options.env, ...fill(step.env ?? {}, contexts) };
        const one = step.run === undefined ? this.use(step, contexts, env) : this.runStep(step, contexts, root, env);
        result = await one;
      }
      if (step.id !== undefined) steps[step.id] = { outputs: result.outputs, outcome: result.outcome };
      if (result.outcome === "failure") failed = true;
      if (options.cancelledIn === result.title) cancelled = true;
      results.push(result);
    }
    const summary = join(root, "summary");
    renameSync(folder, join(root, "work"));
    return {
      result: cancelled ? "cancelled" : failed ? "failure" : "success",
      steps: results,
      outputs: fill(job.outputs ?? {}, { ...given, steps, env: jobEnv }),
      log: results.map(({ log }) => log).join(""),
      summary: existsSync(summary) ? readFileSync(summary, "utf8") : "",
      folder: join(root, "work"),
    };
  }

  private async runStep(
    step: Step,
    contexts: Contexts,
    root: string,
    stepEnv: Readonly<Record<string, string>>,
  ): Promise<StepResult> {
    const folder = join(this.machine, "work");
    const script = filledIn(step.run ?? "", contexts).trim();
    if (script in NOT_RUN) {
      if (script.startsWith("npm ci"))
        symlinkSync(this.packages(script.includes("--omit=dev")), join(folder, "node_modules"));
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
      GITHUB_OUTPUT: outputFile,
      GITHUB_STEP_SUMMARY: join(root, "summary"),
      ...Object.fromEntries(Object.entries(GITHUB).map(([key, value]) => [`GITHUB_${key}`, value])),
      ...stepEnv,
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

  /** The project's packages, in a folder in which programs may keep things; without those for development only, or with them. */
  private packages(isProduction: boolean): string {
    const folder = join(this.machine, isProduction ? "production-modules" : "node_modules");
    if (existsSync(folder)) return folder;
    const { packages } = JSON.parse(readFileSync(join(PROJECT, "package-lock.json"), "utf8")) as {
      packages: Record<string, { dev?: boolean; devOptional?: boolean }>;
    };
    for (const [path, { dev, devOptional }] of Object.entries(packages)) {
      const [, name] = /^node_modules\/((?:@[^/]+\/)?[^/]+)$/.exec(path) ?? [];
      if (name === undefined || (isProduction && (dev || devOptional)) || !existsSync(join(PROJECT, path))) continue;
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      symlinkSync(join(PROJECT, path), join(folder, name));
    }
    return folder;
  }

  private async use(step: Step, contexts: Contexts, env: Readonly<Record<string, string>>): Promise<StepResult> {
    const folder = join(this.machine, "work");
    const title = titleOf(step);
    const uses = titleOf({ ...step, name: undefined });
    const inputs = fill(
      Object.fromEntries(Object.entries(step.with ?? {}).map(([key, value]) => [key, String(value)])),
      contexts,
    );
    const [, tfcAction] = TFC_ACTION.exec(uses) ?? [];
    if (tfcAction === undefined) {
      this.change(folder, uses, inputs);
      return { title, outcome: "success", log: "", outputs: {} };
    }
    const ended = await runAction(tfcAction, inputs, env, folder, env["CURL_CA_BUNDLE"] ?? "");
    return { title, outcome: ended.code === 0 ? "success" : "failure", log: ended.log, outputs: ended.outputs };
  }

  /** What an action is documented to do to the job's folder. @throws Error for one that is not known here */
  private change(folder: string, uses: string, inputs: Readonly<Record<string, string>>): void {
    switch (uses) {
      case "actions/checkout":
        return this.checkOut(folder, inputs["sparse-checkout"]);
      case "actions/setup-node":
      case "hashicorp/setup-terraform":
        return;
      case "actions/upload-artifact":
        return cpSync(join(folder, inputs["path"] ?? ""), this.artifact(inputs["name"] ?? ""), { recursive: true });
      case "actions/download-artifact": {
        const prefix = inputs["pattern"]?.replace(/\*$/, "");
        const { "run-id": run, "github-token": token } = inputs;
        if ((run === undefined) !== (token === undefined)) throw new Error("another run's artifacts need a token");
        const from = run === undefined ? this.artifacts : this.artifactsOf(run);
        const names = readdirSync(from).filter((name) =>
          prefix === undefined ? name === inputs["name"] : name.startsWith(prefix),
        );
        if (prefix === undefined && names.length === 0) throw new Error(`no artifact ${inputs["name"]}`);
        for (const name of names)
          cpSync(join(from, name), join(folder, inputs["path"] ?? ""), { recursive: true, verbatimSymlinks: true });
        return;
      }
      default:
        throw new Error(`${uses} is not known to this test`);
    }
  }

  private checkOut(folder: string, only: string | undefined): void {
    const wanted = only === undefined ? [...CHECKED_IN, ...CHECKED_IN_FOLDERS] : [only];
    for (const one of wanted) {
      mkdirSync(dirname(join(folder, one)), { recursive: true });
      cpSync(join(PROJECT, one), join(folder, one), { recursive: true });
    }
    // A commit, whose tree has a name; what is in it does not matter here.
    for (const command of ["init --quiet", "-c user.name=a -c user.email=a commit --quiet --allow-empty --message=a"])
      spawnSync("git", command.split(" "), { cwd: folder });
    if (only !== undefined) return;
    for (const file of readdirSync(join(folder, "bridges")).filter((name) => name.endsWith(".yaml"))) {
      const text = this.bridges[file.replace(/\.yaml$/, "")];
      if (text === undefined) rmSync(join(folder, "bridges", file));
      else writeFileSync(join(folder, "bridges", file), text);
    }
  }
}

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
