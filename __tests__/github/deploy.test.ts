import { createHash } from "node:crypto";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { goldenPlan } from "../review/plans/golden-plans";
import { PROJECT } from "../support/bridges";
import { type Script, TOKENS } from "../support/terraform-cloud";
import { titleOf } from "../support/workflow-files";
import { HEAD, PULL, WORKFLOW_RUN } from "../support/workflow-github";
import { describeWithWorkflows, handed, type MatrixBridge, stepsThat, WorkflowLab } from "../support/workflow-lab";
import { type JobOptions, type JobResult, NOT_RUN, SHA } from "../support/workflow-run";
import { type Ran, runWhole, type WholeOptions } from "../support/workflow-whole";

const APPLY = "POST /api/v2/runs/run-1/actions/apply";
const DISCARD = "POST /api/v2/runs/run-1/actions/discard";
const CANCEL = "POST /api/v2/runs/run-1/actions/cancel";

type Plan = Record<string, unknown> & {
  resource_changes: { address: string; type: string; change: Record<string, Record<string, unknown>> }[];
};
const newBridge = (): Plan => structuredClone(goldenPlan("new-bridge")) as unknown as Plan;

/** The plan without one of its routes: a statement breaks. */
function planWithoutRoute(): Plan {
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

/** The plan with another value in one argument that moves no traffic. */
function planWithTag(): Plan {
  const plan = newBridge();
  plan.resource_changes.find(({ type }) => type === "aws_vpc")!.change["after"]!["tags"] = { Name: "renamed" };
  return plan;
}

// Whole workflows, with a process for each call.
jest.setTimeout(180_000);

describeWithWorkflows()("deploy.yml", () => {
  let lab: WorkflowLab;
  let synth: JobResult;
  let bridges: readonly MatrixBridge[];
  let reviewOfNewBridge: string;

  /** What `overlap review --json` says in the pull request. */
  const reviewOf = (plan: Plan): string => {
    const file = join(mkdtempSync(join(lab.folder, "plan-")), "plan.json");
    writeFileSync(file, JSON.stringify(plan));
    const args = [join(PROJECT, "src/cli/overlap.js"), "review", file, "--bridge", "article", "--json"];
    return spawnSync(process.execPath, args, { cwd: synth.folder, encoding: "utf8", maxBuffer: 1 << 26 }).stdout;
  };

  beforeAll(async () => {
    lab = await WorkflowLab.start("deploy.yml");
    synth = await lab.job("synth");
    bridges = JSON.parse(synth.outputs["bridges"] ?? "[]") as MatrixBridge[];
    reviewOfNewBridge = reviewOf(newBridge());
  });
  afterAll(() => lab.stop());
  afterEach(() => expect(lab.servers.unexpected).toEqual([]));

  interface Deployment extends WholeOptions {
    /** The plan that Terraform Cloud makes for the deployment. */
    readonly plan?: Plan;
    /** The review that the pull request left. */
    readonly review?: string;
    /** Of what content it says it is. */
    readonly origin?: object;
    readonly only?: readonly string[];
  }
  /** A runner with what was packed, and with what the pull request's run left. */
  const runnerWith = ({ review = reviewOfNewBridge, origin, only = ["article"] }: Deployment) => {
    const runner = lab.runnerFor("deploy", lab.servers.host);
    cpSync(lab.runner.artifact("stacks"), runner.artifact("stacks"), { recursive: true });
    for (const { name, stack } of bridges.filter((one) => only.includes(one.name))) {
      const folder = join(runner.artifactsOf(String(WORKFLOW_RUN.id)), `review-${name}`);
      mkdirSync(folder);
      writeFileSync(join(folder, `${name}.json`), review);
      const told = { commit: "merge", tree: synth.outputs["tree"], stack, ...origin };
      writeFileSync(join(folder, `${name}.origin.json`), JSON.stringify(told));
    }
    return runner;
  };
  /** The whole workflow behind `synth`, for the article's bridge. Where nothing is said, nothing has to be waited for. */
  const deploy = async (script: Script = {}, how: Deployment = {}): Promise<Ran[]> => {
    const { plan = newBridge(), only = ["article"] } = how;
    const runner = runnerWith(how);
    lab.servers.play({ main: SHA, upload: ["uploaded"], run: ["planned"], afterApply: ["applied"], plan, ...script });
    const matrix = JSON.stringify(bridges.filter(({ name }) => only.includes(name)));
    const done = { synth: { ...handed(synth), outputs: { ...synth.outputs, bridges: matrix } } };
    const run = (job: string, options: JobOptions) => lab.job(job, options, runner);
    return runWhole({ workflow: lab.workflow, done, run }, how);
  };
  const actions = () => lab.servers.calls().filter((call) => call.includes("/actions/") && call.startsWith("POST"));
  const results = (all: readonly Ran[]) => Object.fromEntries(all.map(({ job, result }) => [job, result]));
  const logOf = (all: readonly Ran[], job: string) => all.find((one) => one.job === job)?.ran?.log ?? "";

  test("synth: what the program is made of is told, those packages that it runs with included", () => {
    const { components } = JSON.parse(readFileSync(lab.runner.artifact("sbom"), "utf8")) as {
      components: { name: string; version: string }[];
    };
    const { dependencies } = JSON.parse(readFileSync(join(PROJECT, "package.json"), "utf8")) as {
      dependencies: Record<string, string>;
    };
    const told = components.map(({ name, version }) => `${name}@${version}`);
    expect(told).toEqual(expect.arrayContaining(Object.entries(dependencies).map((one) => one.join("@"))));
  });

  test("what was verified is planned, judged, compared, approved, and applied: that very run; every step runs", async () => {
    expect(synth.result).toBe("success");
    expect(bridges.map(({ name }) => name)).toEqual(["article", "production"]);
    const script: Script = {
      upload: ["pending", "uploaded"],
      run: ["pending", "planning", "planned"],
      afterApply: ["apply_queued", "applying", "applied"],
    };
    const asked: string[] = [];
    let applied = 0;
    const all = await deploy(script, {
      approve(bridge) {
        asked.push(bridge);
        // Whoever is asked can have read the review, and nothing is applied yet.
        applied = actions().length;
        return true;
      },
    });
    expect(all.map(({ ran }) => ran?.log ?? "").join("")).not.toContain("::error::");
    expect(new Set(all.map(({ result }) => result))).toEqual(new Set(["success"]));
    expect({ asked, applied }).toEqual({ asked: ["article"], applied: 0 });
    expect(actions()).toEqual([APPLY]);
    expect(logOf(all, "end")).toContain("run run-1 is applied: nothing to end");
    const uploaded = lab.servers.asked.find(({ method }) => method === "PUT")?.body ?? Buffer.alloc(0);
    expect(createHash("sha256").update(uploaded).digest("hex")).toBe(bridges[0]?.sha256);
    expect(lab.servers.sent("POST /api/v2/workspaces/ws-1/configuration-versions")).toMatchObject({
      data: { attributes: { speculative: false, "auto-queue-runs": false } },
    });
    expect(lab.servers.sent("POST /api/v2/runs")).toMatchObject({
      data: {
        attributes: { "plan-only": false, "auto-apply": false },
        relationships: { "configuration-version": { data: { id: "cv-1" } } },
      },
    });
    // The token that applies is used for nothing else, and the other one never applies.
    for (const { path, authorization } of lab.servers.asked)
      if (path.endsWith("/actions/apply")) expect(authorization).toBe(`Bearer ${TOKENS.TFC_APPLY_TOKEN}`);
    const summary = all.map(({ ran }) => ran?.summary ?? "").join("\n");
    expect(summary).toContain("# Bridge article ([run](https://localhost:");
    expect(summary).toContain(
      "Compared with the plan of [pull request 7](https://github.com/acme/overlap-bridge/pull/7).",
    );
    expect(summary).toContain("all 49 statements hold");
    expect(summary).toContain("The same effect as in the review that was made before.");
    expect(summary).toContain("- article: waits for approval, its review stands on this page");
    for (const { ran } of all) for (const token of Object.values(TOKENS)) expect(ran?.log).not.toContain(token);
    // The plan stays nowhere, and nothing that could synthesize is where a token can apply.
    const folderOf = (job: string) => all.find((one) => one.job === job)?.ran?.folder ?? "";
    expect(existsSync(join(folderOf("review"), "plan.json"))).toBe(false);
    for (const one of ["node_modules", "cdktf.out", "src", "bridges"])
      for (const job of ["plan", "apply"]) expect(existsSync(join(folderOf(job), one))).toBe(false);
    const ran = new Set(
      [...synth.steps, ...all.flatMap((one) => one.ran?.steps ?? [])].map(
        ({ title, outcome }) => `${outcome} ${title}`,
      ),
    );
    const never = Object.values(lab.workflow.jobs)
      .flatMap((job) => job.steps.filter(({ run }) => run !== undefined))
      .filter((step) => !ran.has(`success ${titleOf(step)}`) && !((step.run ?? "") in NOT_RUN));
    // Has tests of its own below.
    expect(never.map(titleOf)).toEqual(["End a run that goes no further"]);
  });

  describe("nobody is asked, nothing is applied, and the run is discarded at once", () => {
    const STOPPED = { review: "failure", gate: "success", apply: "skipped", end: "success" };

    test("when a statement does not hold on the plan", async () => {
      const plan = planWithoutRoute();
      const all = await deploy({}, { plan, review: reviewOf(plan), vars: { DEPLOY_FAIL_ON: "none" } });
      expect(results(all)).toMatchObject(STOPPED);
      expect(logOf(all, "review")).toContain("::error::article: a statement does not hold on this plan");
      expect(logOf(all, "gate")).toContain("run run-1: discard");
      expect(actions()).toEqual([DISCARD]);
    });

    test("when the plan does not do what was reviewed: each difference is a line", async () => {
      const all = await deploy({}, { plan: planWithTag() });
      expect(results(all)).toMatchObject(STOPPED);
      const log = logOf(all, "review");
      expect(log).toMatch(
        /overlap: not what was reviewed: resources: aws_vpc\.\w+, attributes\.tags\.after: reviewed .*, now .*renamed/,
      );
      expect(log).toContain("::error::article: the plan does not do what was reviewed in pull request 7");
      const summary = all.find(({ job }) => job === "review")?.ran?.summary;
      expect(summary).toContain("**Not deployed:** the plan does not do what was reviewed");
      expect(summary).toContain("### Not as it was reviewed");
      expect(actions()).toEqual([DISCARD]);
    });

    test.each([["the default"], ["cuts,opens"]])("when it does what may not be done: %s", async (words) => {
      const plan = newBridge();
      // The internet gets in: an outcome that the review calls forbidden.
      for (const { type, change } of plan.resource_changes)
        if (type === "aws_ec2_transit_gateway" && change["after"])
          change["after"]["default_route_table_propagation"] = "enable";
      const vars: Record<string, string> = words === "the default" ? {} : { DEPLOY_FAIL_ON: words };
      const all = await deploy({}, { plan, review: reviewOf(plan), vars });
      expect(results(all)).toMatchObject(STOPPED);
      expect(logOf(all, "review")).toMatch(/::error::article: (the plan does what DEPLOY_FAIL_ON names|a statement)/);
      expect(actions()).toEqual([DISCARD]);
    });

    test.each(["everything", "cuts;rm -rf .", "$(id)", ",", "none,cuts"])(
      "when DEPLOY_FAIL_ON is %j",
      async (words) => {
        const all = await deploy({}, { vars: { DEPLOY_FAIL_ON: words } });
        expect(results(all)).toMatchObject(STOPPED);
        expect(logOf(all, "review")).toContain("::error::DEPLOY_FAIL_ON is");
        expect(actions()).toEqual([DISCARD]);
      },
    );

    test.each([
      ["is no review", "{}"],
      ["is nothing", ""],
      ["is cut off", '{"verdict": "safe"'],
    ])("when what the pull request left %s", async (_, review) => {
      const all = await deploy({}, { review });
      expect(results(all)).toMatchObject(STOPPED);
      expect(logOf(all, "review")).toContain("is no review");
      expect(actions()).toEqual([DISCARD]);
    });

    test("when the run is not as the job before left it", async () => {
      let job = "";
      const all = await deploy(
        { runIs: {} },
        {
          before(name) {
            job = name;
            if (job === "review") Object.assign(lab.servers.runIs, { configuration: "cv-2" });
          },
        },
      );
      expect(results(all)).toMatchObject(STOPPED);
      expect(logOf(all, "review")).toContain("run run-1 is of configuration cv-2, not of cv-1, which was proved");
      expect(actions()).toEqual([DISCARD]);
    });
  });

  test("of two bridges, one of which is not what was reviewed, the other one is deployed", async () => {
    const asked: string[] = [];
    const all = await deploy({}, { only: ["article", "production"], approve: (one) => asked.push(one) > 0 });
    // The plan that the server has is the article's.
    expect(all.filter(({ job }) => job === "review").map(({ bridge, result }) => [bridge, result])).toEqual([
      ["article", "success"],
      ["production", "failure"],
    ]);
    expect(asked).toEqual(["article"]);
    expect(logOf(all, "gate")).toContain("article: waits for approval");
    expect(logOf(all, "gate")).toContain(
      'production: its plan is not to be applied; the job "review production" tells why',
    );
    expect(all.filter(({ job }) => job === "apply").map(({ bridge }) => bridge)).toEqual(["article"]);
    expect(logOf(all, "gate").match(/run run-1: discard/g)).toHaveLength(1);
  });

  test("a plan without changes asks nobody", async () => {
    const all = await deploy({ run: ["planning", "planned_and_finished"] });
    expect(results(all)).toMatchObject({ review: "success", gate: "success", apply: "skipped", end: "success" });
    expect(logOf(all, "gate")).toContain("article: nothing changes");
    expect(actions()).toEqual([]);
  });

  test("a run with cost estimate and policies goes on when it can be confirmed, not before", async () => {
    const run = ["planning", "planned", "cost_estimated", "policy_checking", "policy_checked"];
    const all = await deploy({ run, confirmableIn: "policy_checked" });
    expect(results(all)).toMatchObject({ apply: "success" });
    expect(actions()).toEqual([APPLY]);
  });

  describe("without a review to compare with, nothing is planned", () => {
    const fork = { full_name: "mallory/overlap-bridge" };
    const CASES: readonly (readonly [string, Script, string])[] = [
      ["a push without a pull request", { pulls: [] }, `no pull request brought ${SHA} to main`],
      ["a pull request that was not merged", { pulls: [{ ...PULL, merged_at: null }] }, "no pull request brought"],
      [
        "a pull request that another commit closed",
        { pulls: [{ ...PULL, merge_commit_sha: "b".repeat(40) }] },
        "no pull request brought",
      ],
      ["a merge into another branch", { pulls: [{ ...PULL, base: { ...PULL.base, ref: "next" } }] }, "no pull request"],
      ["a fork", { pulls: [{ ...PULL, head: { ...PULL.head, repo: fork } }] }, "pull request 7 comes from a fork"],
      ["a fork that is gone", { pulls: [{ ...PULL, head: { ...PULL.head, repo: null } }] }, "comes from a fork"],
      ["no run of the workflow", { workflowRuns: [] }, `did not run for ${HEAD}, the head of pull request 7`],
      ["a run of a fork", { workflowRuns: [{ ...WORKFLOW_RUN, head_repository: fork }] }, "did not run for"],
      [
        "a run of another workflow",
        { workflowRuns: [{ ...WORKFLOW_RUN, path: ".github/workflows/x.yml" }] },
        "did not",
      ],
      ["a run for a push", { workflowRuns: [{ ...WORKFLOW_RUN, event: "push" }] }, "did not run for"],
      ["a run for another head", { workflowRuns: [{ ...WORKFLOW_RUN, head_sha: SHA }] }, "did not run for"],
      [
        "a newer run that failed",
        { workflowRuns: [WORKFLOW_RUN, { ...WORKFLOW_RUN, id: 4701, run_number: 13, conclusion: "failure" }] },
        'the workflow "pull request" ended with failure',
      ],
      [
        "a run that is not finished",
        { workflowRuns: [{ ...WORKFLOW_RUN, conclusion: null, status: "queued" }] },
        "queued",
      ],
      ["a review that expired", { artifacts: { "review-article": "expired" } }, "has expired"],
      ["a review that is missing", { artifacts: { "review-article": "missing" } }, "has no review of article"],
    ];

    test.each(CASES)("%s", async (_, script, words) => {
      const all = await deploy(script);
      expect(results(all)).toEqual({
        reviewed: "failure",
        plan: "skipped",
        review: "skipped",
        gate: "skipped",
        apply: "skipped",
        end: "skipped",
      });
      expect(logOf(all, "reviewed")).toContain("::error::nothing is deployed: ");
      expect(logOf(all, "reviewed")).toContain(words);
      expect(logOf(all, "reviewed")).toContain("Open a pull request (an empty commit will do)");
      expect(lab.servers.calls().filter((call) => call.includes("/api/v2/"))).toEqual([]);
    });

    test.each([
      ["of other files", { tree: "0".repeat(40) }, "files of the commit (git's tree): reviewed 0000"],
      ["of another stack", { stack: "1".repeat(64) }, "stack of article (SHA-256): reviewed 1111"],
      ["of nothing", { tree: null, stack: ["$(id)"] }, "reviewed nothing, now"],
    ])("a review %s", async (_, origin, words) => {
      const all = await deploy({}, { origin });
      expect(results(all)).toMatchObject({ reviewed: "failure", plan: "skipped", end: "skipped" });
      expect(logOf(all, "reviewed")).toContain(`not what was reviewed: ${words}`);
    });

    test("the repository can have the approver asked all the same, and told", async () => {
      const all = await deploy({ pulls: [] }, { vars: { DEPLOY_UNREVIEWED: "ask" } });
      expect(results(all)).toMatchObject({ reviewed: "success", review: "success", apply: "success" });
      expect(all.find(({ job }) => job === "review")?.ran?.summary).toContain(
        `**Not reviewed in a pull request:** no pull request brought ${SHA} to main.`,
      );
      expect(actions()).toEqual([APPLY]);
    });

    test("which asks for no less of the plan itself", async () => {
      const all = await deploy({ pulls: [] }, { plan: planWithoutRoute(), vars: { DEPLOY_UNREVIEWED: "ask" } });
      expect(results(all)).toMatchObject({ review: "failure", apply: "skipped" });
      expect(actions()).toEqual([DISCARD]);
    });
  });

  describe("between plan and apply", () => {
    test("who refuses has the run discarded", async () => {
      const all = await deploy({}, { approve: () => false });
      expect(results(all)).toMatchObject({ apply: "failure", end: "success" });
      expect(actions()).toEqual([DISCARD]);
    });

    test("who cancels has the run discarded", async () => {
      const all = await deploy({}, { approve: () => "cancel" });
      expect(results(all)).toMatchObject({ apply: "cancelled", end: "success" });
      expect(actions()).toEqual([DISCARD]);
    });

    test("a newer merge has the older one's run not applied, but discarded", async () => {
      const all = await deploy(
        {},
        {
          before: (job) => job === "apply" && (lab.servers.newest = "b".repeat(40)),
        },
      );
      expect(logOf(all, "apply")).toContain(`::notice::${SHA} is not deployed: main is at ${"b".repeat(40)} by now`);
      expect(actions()).toEqual([DISCARD]);
    });

    test("a run that was discarded in Terraform Cloud is not applied", async () => {
      const all = await deploy({ run: ["planned", "planned", "planned", "discarded"] });
      expect(results(all)).toMatchObject({ apply: "failure" });
      expect(actions()).not.toContain(APPLY);
    });

    test.each([
      ["the configuration", { configuration: "cv-2" }, "is of configuration cv-2, not of cv-1, which was proved"],
      ["the plan", { plan: "plan-2" }, "has plan plan-2, not plan-1"],
      ["the workspace", { workspace: "ws-2" }, "is none of acme/overlap-bridge-article"],
      ["the kind of run", { planOnly: true }, "is a speculative one, or applies by itself"],
      ["auto-apply", { autoApply: true }, "is a speculative one, or applies by itself"],
    ])("another %s is not applied", async (_, is, words) => {
      const all = await deploy(
        { runIs: {} },
        {
          before: (job) => job === "apply" && Object.assign(lab.servers.runIs, is),
        },
      );
      expect(results(all)).toMatchObject({ review: "success", apply: "failure" });
      expect(logOf(all, "apply")).toContain(words);
      expect(logOf(all, "apply")).toContain("nothing was applied");
      expect(actions()).not.toContain(APPLY);
    });

    test.each([
      [
        "another run has the workspace",
        { current: ["run-1", "run-1", "run-1", "run-9"] },
        "is not the workspace's current one",
      ],
      [
        "the state is another one",
        { states: ["sv-1", "sv-1", "sv-1", "sv-1", "sv-2"] },
        "is not the one that run run-1 was planned on",
      ],
      [
        "there is a state now",
        { states: [null, null, null, null, "sv-2"] },
        "is not the one that run run-1 was planned on",
      ],
    ] as const)("where %s, nothing is applied", async (_, moved, words) => {
      const all = await deploy(moved);
      expect(results(all)).toMatchObject({ review: "success", apply: "failure" });
      expect(logOf(all, "apply")).toContain(words);
      expect(actions()).toEqual([DISCARD]);
    });

    test("a workspace that has no state yet is deployed to", async () => {
      expect(results(await deploy({ states: [null] }))).toMatchObject({ apply: "success" });
    });

    test("a run that somebody else confirmed or discarded meanwhile fails", async () => {
      const all = await deploy({ applyAnswer: 409 });
      expect(logOf(all, "apply")).toContain("::error::run run-1 can't be confirmed any more");
    });

    test("an apply that errors fails", async () => {
      const all = await deploy({ afterApply: ["applying", "errored"] });
      expect(logOf(all, "apply")).toContain("::error::run run-1 errored");
      expect(actions()).toEqual([APPLY]);
    });

    test("an apply that takes too long is left alone", async () => {
      const all = await deploy({ afterApply: ["applying"] });
      expect(logOf(all, "apply")).toContain(
        "::error::run run-1 is not finished after 50 looks, 0.01 s apart; it goes on",
      );
      expect(logOf(all, "end")).toContain("run run-1 is applying: left alone");
      expect(actions()).toEqual([APPLY]);
    });
  });

  describe("the job `plan`", () => {
    const plan = (script: Script, options: JobOptions = {}) => {
      lab.servers.play({ main: SHA, upload: ["uploaded"], run: ["planned"], ...script });
      const needs = { synth: handed(synth) };
      return lab.job("plan", { needs, matrix: { bridge: bridges[0] }, ...options }, runnerWith({}));
    };

    test("ends runs of earlier merges that wait, and nobody else's", async () => {
      const message = `acme/overlap-bridge ${"c".repeat(40)} (test 4000)`;
      const others = [
        { id: "run-0-waits", status: "planned", message },
        { id: "run-0-queued", status: "pending", message },
        { id: "run-0-applies", status: "applying", message },
        { id: "run-0-laptop", status: "planned", message: "by hand" },
        { id: "run-0-other", status: "planned", message: `acme/other ${"c".repeat(40)} (test 4000)` },
      ];
      const planned = await plan({ others });
      expect(planned.result).toBe("success");
      expect(actions()).toEqual([
        "POST /api/v2/runs/run-0-waits/actions/discard",
        "POST /api/v2/runs/run-0-queued/actions/cancel",
      ]);
    });

    test("does nothing for a commit that is not the newest any more", async () => {
      const older = await plan({ main: "b".repeat(40) });
      expect(older.result).toBe("success");
      expect(older.log).toContain(`::notice::${SHA} is not deployed: main is at ${"b".repeat(40)} by now`);
      expect(lab.servers.calls()).toEqual(["GET /repos/acme/overlap-bridge/git/ref/heads/main"]);
    });

    test("plans nothing when GitHub does not tell the newest commit", async () => {
      const failed = await plan({}, { github: { token: "expired" } });
      expect(failed.log).toContain("::error::GitHub does not tell the newest commit of main");
      expect(stepsThat("failure", failed)).toEqual(["Is this still the newest commit?"]);
      expect(lab.servers.calls()).toHaveLength(1);
    });

    test("fails with a run that errors; there is nothing to end", async () => {
      const failed = await plan({ run: ["planning", "errored"], planStatus: "errored" });
      expect(stepsThat("failure", failed)).toEqual(["Run"]);
      expect(failed.log).toContain("run run-1 is errored: nothing to end");
      expect(actions()).toEqual([]);
    });

    test("discards a run that waits for somebody to override a policy, so that it locks nothing", async () => {
      const failed = await plan({ run: ["planning", "policy_override"] });
      expect(stepsThat("failure", failed)).toEqual(["Run"]);
      expect(failed.log).toContain("::error::a policy failed on run run-1 (policy_override)");
      expect(actions()).toEqual([DISCARD]);
    });

    test("cancels a run that waits in the workspace's queue for too long", async () => {
      const failed = await plan({ run: ["pending"] }, { env: { TFC_LOOKS: "2" } });
      expect(failed.log).toContain("::error::run run-1 is not finished after 2 looks, 0.01 s apart; it is pending");
      expect(actions()).toEqual([CANCEL]);
    });

    test("discards its run when it is cancelled", async () => {
      const cancelled = await plan({}, { cancelledIn: "Run" });
      expect(cancelled.result).toBe("cancelled");
      expect(actions()).toEqual([DISCARD]);
    });

    test.each([
      ["a missing token", {}, "there is no token for localhost"],
      ["a wrong token", { TFC_PLAN_TOKEN: "wrong-token" }, "refused the token (401)"],
    ])("tells %s, and uploads nothing", async (_, secrets, words) => {
      const failed = await plan({}, { secrets });
      expect(stepsThat("failure", failed)).toEqual(["End the runs of earlier merges"]);
      expect(failed.log).toContain(words);
      expect(lab.servers.calls("archive")).toEqual([]);
      expect(failed.log).not.toContain("wrong-token");
    });

    test("uploads no stack that was changed after it was verified", async () => {
      const changed = await plan({}, { matrix: { bridge: { ...bridges[0], sha256: "0".repeat(64) } } });
      expect(changed.log).toContain("::error::stacks/article.tar.gz is not the stack that was verified");
      expect(lab.servers.calls("archive")).toEqual([]);
    });
  });

  test("a token that may only plan can't apply", async () => {
    const runner = runnerWith({});
    lab.servers.play({ main: SHA, run: ["planned"] });
    const planned = { run: "run-1", plan: "plan-1", configuration_version: "cv-1", state_version: "sv-1" };
    Object.assign(lab.servers.runIs, { planOnly: false });
    const matrix = { bridge: { ...bridges[0], planned, link: "" } };
    const refused = await lab.job(
      "apply",
      { matrix, secrets: { TFC_APPLY_TOKEN: TOKENS.TFC_SPECULATIVE_TOKEN } },
      runner,
    );
    expect(stepsThat("failure", refused)).toEqual(["Apply"]);
    expect(refused.log).toContain("found nothing that this token may use (404)");
  });
});
