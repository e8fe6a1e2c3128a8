import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { goldenPlan } from "../review/plans/golden-plans";
import { OVERLAP } from "./programs";
import { type Script } from "./terraform-cloud";
import { WORKFLOW_RUN } from "./workflow-github";
import { handed, type MatrixBridge, WorkflowLab } from "./workflow-lab";
import { type JobOptions, type JobResult, type Runner, SHA } from "./workflow-run";
import { type Ran, runWhole, type WholeOptions } from "./workflow-whole";

export const APPLY = "POST /api/v2/runs/run-1/actions/apply";
export const DISCARD = "POST /api/v2/runs/run-1/actions/discard";
export const CANCEL = "POST /api/v2/runs/run-1/actions/cancel";

export type Plan = Record<string, unknown> & {
  resource_changes: { address: string; type: string; change: Record<string, Record<string, unknown>> }[];
};
/** What Terraform plans for the article's bridge, all new. */
const newBridge = (): Plan => structuredClone(goldenPlan("new-bridge")) as unknown as Plan;

/** The plan without one of its routes: a statement breaks. */
export function planWithoutRoute(): Plan {
  const plan = newBridge();
  const isRoute = ({ type }: { type: string }): boolean => type === "aws_route";
  const gone = plan.resource_changes.find(isRoute)?.address;
  const without = (value: unknown): unknown => {
    if (Array.isArray(value))
      return value.filter((one) => (one as { address?: string } | null)?.address !== gone).map(without);
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, without(one)]));
  };
  return without(plan) as Plan;
}

/** The plan with a resource that no statement is about, and that the review can't read. */
export function planThatCannotBeTold(): Plan {
  const plan = newBridge();
  const change = { actions: ["create"], before: null, after: { name: "x" }, after_unknown: { id: true } };
  const one = { address: "aws_dx_gateway.x", mode: "managed", type: "aws_dx_gateway", name: "x", change };
  plan.resource_changes.push(one as unknown as Plan["resource_changes"][number]);
  return plan;
}

/** The plan with another value in one argument that moves no traffic. */
export function planWithTag(): Plan {
  const plan = newBridge();
  plan.resource_changes.find(({ type }) => type === "aws_vpc")!.change["after"]!["tags"] = { Name: "renamed" };
  return plan;
}

export interface Deployment extends WholeOptions {
  /** The plan that Terraform Cloud makes for the deployment. */
  readonly plan?: Plan;
  /** The review that the pull request left. */
  readonly review?: string;
  /** Of what content it says it is. */
  readonly origin?: object;
  readonly only?: readonly string[];
}

/** deploy.yml, its job `synth` done, the servers around it, and what the pull request of the merge left. */
export class DeploymentLab {
  private constructor(
    readonly lab: WorkflowLab,
    readonly synth: JobResult,
    readonly bridges: readonly MatrixBridge[],
  ) {}

  static async start(): Promise<DeploymentLab> {
    const lab = await WorkflowLab.start("deploy.yml");
    const synth = await lab.job("synth");
    return new DeploymentLab(lab, synth, JSON.parse(synth.outputs["bridges"] ?? "[]") as MatrixBridge[]);
  }

  stop(): Promise<void> {
    return this.lab.stop();
  }

  get servers() {
    return this.lab.servers;
  }

  private known: string | undefined;

  /** What `overlap review --json` says of a plan in the pull request. */
  reviewOf(plan: Plan): string {
    const file = join(mkdtempSync(join(this.lab.folder, "plan-")), "plan.json");
    writeFileSync(file, JSON.stringify(plan));
    const args = [OVERLAP, "review", file, "--bridge", "article", "--json"];
    const options = { cwd: this.synth.folder, encoding: "utf8" as const, maxBuffer: 1 << 26 };
    return spawnSync(process.execPath, args, options).stdout;
  }

  /** A runner with what was packed, and with what the pull request's run left. */
  runnerWith({ review, origin, only = ["article"] }: Deployment): Runner {
    const runner = this.lab.runnerFor("deploy", this.servers.host);
    cpSync(this.lab.runner.artifact("stacks"), runner.artifact("stacks"), { recursive: true });
    for (const { name, stack } of this.bridges.filter((one) => only.includes(one.name))) {
      const folder = join(runner.artifactsOf(String(WORKFLOW_RUN.id)), `review-${name}`);
      mkdirSync(folder);
      writeFileSync(join(folder, `${name}.json`), review ?? (this.known ??= this.reviewOf(newBridge())));
      const told = { commit: "merge", tree: this.synth.outputs["tree"], stack, ...origin };
      writeFileSync(join(folder, `${name}.origin.json`), JSON.stringify(told));
    }
    return runner;
  }

  /** The whole workflow behind `synth`, for the article's bridge. Where nothing is said, nothing has to be waited for. */
  deploy(script: Script = {}, how: Deployment = {}): Promise<Ran[]> {
    const { plan = newBridge(), only = ["article"] } = how;
    const runner = this.runnerWith(how);
    this.servers.play({ main: SHA, upload: ["uploaded"], run: ["planned"], afterApply: ["applied"], plan, ...script });
    const matrix = JSON.stringify(this.bridges.filter(({ name }) => only.includes(name)));
    const done = { synth: { ...handed(this.synth), outputs: { ...this.synth.outputs, bridges: matrix } } };
    const run = (job: string, options: JobOptions) => this.lab.job(job, options, runner);
    return runWhole({ workflow: this.lab.workflow, done, run }, how);
  }

  /** What was done to runs. */
  actions(): string[] {
    return this.servers.calls().filter((call) => call.includes("/actions/") && call.startsWith("POST"));
  }
}

/** How each job ended. */
export const resultsOf = (all: readonly Ran[]) => Object.fromEntries(all.map(({ job, result }) => [job, result]));

export const logOf = (all: readonly Ran[], job: string): string => all.find((one) => one.job === job)?.ran?.log ?? "";
