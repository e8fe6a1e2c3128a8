import { type Standing, filledIn, holds } from "./workflow-expressions";
import { type Job, type Workflow } from "./workflow-files";
import { type MatrixBridge } from "./workflow-lab";
import { type JobOptions, type JobResult } from "./workflow-run";

type Result = JobResult["result"] | "skipped";
type Needs = Record<string, { result: Result; outputs: Readonly<Record<string, string>> }>;

/** One job of a workflow's run, and for which bridge. */
export interface Ran {
  readonly job: string;
  readonly bridge?: string;
  readonly result: Result;
  /** Undefined where nobody approved, and where it was skipped. */
  readonly ran?: JobResult;
}

export interface WholeOptions {
  readonly vars?: Readonly<Record<string, string>>;
  /** What an approver says. Default: yes. "cancel" cancels the whole run instead of an answer. */
  readonly approve?: (bridge: string) => boolean | "cancel";
  /** What happens before a job starts. */
  readonly before?: (job: string) => void;
}

/** What jobs ran before, and how one is run. */
export interface WholeStart {
  readonly workflow: Workflow;
  readonly done: Needs;
  readonly run: (job: string, options: JobOptions) => Promise<JobResult>;
}

const listOf = (needs: Job["needs"]): readonly string[] => (needs === undefined ? [] : [needs].flat());

/** Every job that a job needs, and those that these need. */
function ancestors(workflow: Workflow, job: Job): string[] {
  const own = listOf(job.needs);
  return [...new Set([...own, ...own.flatMap((name) => ancestors(workflow, workflow.jobs[name]!))])];
}

/** The entries of a job's matrix; one without a bridge where it has none. */
function entriesOf(job: Job, needs: Needs): (MatrixBridge | undefined)[] {
  const [, from = "", output = ""] = /needs\.(\w+)\.outputs\.(\w+)/.exec(job.strategy?.matrix["bridge"] ?? "") ?? [];
  if (from === "") return [undefined];
  return JSON.parse(needs[from]?.outputs[output] || "[]") as MatrixBridge[];
}

/**
 * Runs the jobs of a workflow that have not run yet as GitHub does: one after the other in the file's order, which is the
 * one of `needs`; conditions, matrices and approvals included. GitHub's success() and failure() ask all jobs before.
 */
export async function runWhole(start: WholeStart, options: WholeOptions = {}): Promise<Ran[]> {
  const { workflow, run } = start;
  const needs: Needs = { ...start.done };
  const all: Ran[] = [];
  let cancelled = false;
  for (const [name, job] of Object.entries(workflow.jobs)) {
    if (name in needs) continue;
    options.before?.(name);
    const before = ancestors(workflow, job).map((one) => needs[one]?.result);
    const standing: Standing = { failed: before.some((one) => one !== "success"), cancelled };
    const own = Object.fromEntries(listOf(job.needs).map((one) => [one, needs[one]!]));
    const isWanted = holds(job.if, { needs: own, vars: options.vars ?? {} }, standing);
    const of: Ran[] = [];
    for (const bridge of isWanted ? entriesOf(job, own) : []) {
      const environment = job.environment && filledIn(job.environment.name, { matrix: { bridge } });
      const answer = environment === undefined || (options.approve?.(environment) ?? true);
      if (answer === "cancel") cancelled = true;
      const more = {
        needs: own as JobOptions["needs"],
        matrix: { bridge },
        ...(options.vars && { vars: options.vars }),
      };
      const ran = answer === true ? await run(name, more) : undefined;
      const result = ran?.result ?? (answer === "cancel" ? "cancelled" : "failure");
      of.push({ job: name, ...(bridge && { bridge: bridge.name }), result, ...(ran && { ran }) });
    }
    const bad = (["failure", "cancelled"] as const).find((one) => of.some(({ result }) => result === one));
    const result = of.length === 0 ? "skipped" : (bad ?? "success");
    needs[name] = { result, outputs: of[0]?.ran?.outputs ?? {} };
    all.push(...(of.length === 0 ? [{ job: name, result } as const] : of));
  }
  return all;
}
