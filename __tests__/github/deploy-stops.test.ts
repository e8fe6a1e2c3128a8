import { APPLY, CANCEL, DeploymentLab, DISCARD, logOf, planWithoutRoute, resultsOf } from "../support/deployment";
import { type Script, TOKENS } from "../support/terraform-cloud";
import { HEAD, PULL, WORKFLOW_RUN } from "../support/workflow-github";
import { describeWithWorkflows, handed, stepsThat } from "../support/workflow-lab";
import { type JobOptions, SHA } from "../support/workflow-run";

// Whole workflows, with a process for each call.
jest.setTimeout(180_000);

describeWithWorkflows()("deploy.yml stops", () => {
  let own: DeploymentLab;

  beforeAll(async () => {
    own = await DeploymentLab.start();
  });
  afterAll(() => own.stop());
  afterEach(() => expect(own.servers.unexpected).toEqual([]));

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
      const all = await own.deploy(script);
      expect(resultsOf(all)).toEqual({
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
      expect(own.servers.calls().filter((call) => call.includes("/api/v2/"))).toEqual([]);
    });

    test.each([
      ["of other files", { tree: "0".repeat(40) }, "files of the commit (git's tree): reviewed 0000"],
      ["of another stack", { stack: "1".repeat(64) }, "stack of article (SHA-256): reviewed 1111"],
      ["of nothing", { tree: null, stack: ["$(id)"] }, "files of the commit (git's tree): reviewed nothing, now"],
    ])("a review %s", async (_, origin, words) => {
      const all = await own.deploy({}, { origin });
      expect(resultsOf(all)).toMatchObject({ reviewed: "failure", plan: "skipped", end: "skipped" });
      expect(logOf(all, "reviewed")).toContain(`not what was reviewed: ${words}`);
    });

    test("the repository can have the approver asked all the same, and told", async () => {
      const all = await own.deploy({ pulls: [] }, { vars: { DEPLOY_UNREVIEWED: "ask" } });
      expect(resultsOf(all)).toMatchObject({ reviewed: "success", review: "success", apply: "success" });
      expect(all.find(({ job }) => job === "review")?.ran?.summary).toContain(
        `**Not reviewed in a pull request:** no pull request brought ${SHA} to main.`,
      );
      expect(own.actions()).toEqual([APPLY]);
    });

    test("which asks for no less of the plan itself", async () => {
      const all = await own.deploy({ pulls: [] }, { plan: planWithoutRoute(), vars: { DEPLOY_UNREVIEWED: "ask" } });
      expect(resultsOf(all)).toMatchObject({ review: "failure", apply: "skipped" });
      expect(own.actions()).toEqual([DISCARD]);
    });
  });

  describe("between plan and apply", () => {
    test("who refuses has the run discarded", async () => {
      const all = await own.deploy({}, { approve: () => false });
      expect(resultsOf(all)).toMatchObject({ apply: "failure", end: "success" });
      expect(own.actions()).toEqual([DISCARD]);
    });

    test("who cancels has the run discarded", async () => {
      const all = await own.deploy({}, { approve: () => "cancel" });
      expect(resultsOf(all)).toMatchObject({ apply: "cancelled", end: "success" });
      expect(own.actions()).toEqual([DISCARD]);
    });

    test("a newer merge has the older one's run not applied, but discarded", async () => {
      const all = await own.deploy(
        {},
        {
          before: (job) => job === "apply" && (own.servers.newest = "b".repeat(40)),
        },
      );
      expect(logOf(all, "apply")).toContain(`::notice::${SHA} is not deployed: main is at ${"b".repeat(40)} by now`);
      expect(own.actions()).toEqual([DISCARD]);
    });

    test("a run that was discarded in Terraform Cloud is not applied", async () => {
      const all = await own.deploy({ run: ["planned", "planned", "discarded"] });
      expect(resultsOf(all)).toMatchObject({ apply: "failure" });
      expect(own.actions()).not.toContain(APPLY);
    });

    test("a run that is applied already is told, not said to be not applied", async () => {
      const all = await own.deploy({ run: ["planned", "planned", "applied"] });
      expect(resultsOf(all)).toMatchObject({ apply: "failure" });
      expect(logOf(all, "apply")).toContain("::error::run run-1 is applied already");
      expect(logOf(all, "apply")).not.toContain("nothing was applied");
      expect(own.actions()).toEqual([]);
    });

    test.each([
      ["the configuration", { configuration: "cv-2" }, "is of configuration cv-2, not of cv-1, which was proved"],
      ["the plan", { plan: "plan-2" }, "has plan plan-2, not plan-1"],
      ["the workspace", { workspace: "ws-2" }, "is none of acme/overlap-bridge-article"],
      ["the kind of run", { planOnly: true }, "is a speculative one, or applies by itself"],
      ["auto-apply", { autoApply: true }, "is a speculative one, or applies by itself"],
    ])("another %s is not applied", async (_, is, words) => {
      const all = await own.deploy(
        { runIs: {} },
        {
          before: (job) => job === "apply" && Object.assign(own.servers.runIs, is),
        },
      );
      expect(resultsOf(all)).toMatchObject({ review: "success", apply: "failure" });
      expect(logOf(all, "apply")).toContain(words);
      expect(logOf(all, "apply")).toContain("nothing was applied");
      expect(own.actions()).not.toContain(APPLY);
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
      const all = await own.deploy(moved);
      expect(resultsOf(all)).toMatchObject({ review: "success", apply: "failure" });
      expect(logOf(all, "apply")).toContain(words);
      expect(own.actions()).toEqual([DISCARD]);
    });

    test("a workspace that has no state yet is deployed to", async () => {
      expect(resultsOf(await own.deploy({ states: [null] }))).toMatchObject({ apply: "success" });
    });

    test("a run that somebody else confirmed or discarded meanwhile fails", async () => {
      const all = await own.deploy({ applyAnswer: 409 });
      expect(logOf(all, "apply")).toContain("::error::run run-1 can't be confirmed any more");
    });

    test("an apply that errors fails", async () => {
      const all = await own.deploy({ afterApply: ["applying", "errored"] });
      expect(logOf(all, "apply")).toContain("::error::run run-1 errored");
      expect(own.actions()).toEqual([APPLY]);
    });

    test("an apply that takes too long is left alone", async () => {
      const all = await own.deploy({ afterApply: ["applying"] });
      expect(logOf(all, "apply")).toContain(
        "::error::run run-1 is not finished after 50 looks, 0.01 s apart; it goes on",
      );
      expect(logOf(all, "end")).toContain("run run-1 is applying: left alone");
      expect(own.actions()).toEqual([APPLY]);
    });
  });

  describe("the job `plan`", () => {
    const plan = (script: Script, options: JobOptions = {}) => {
      own.servers.play({ main: SHA, upload: ["uploaded"], run: ["planned"], ...script });
      const needs = { synth: handed(own.synth) };
      return own.lab.job("plan", { needs, matrix: { bridge: own.bridges[0] }, ...options }, own.runnerWith({}));
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
      expect(own.actions()).toEqual([
        "POST /api/v2/runs/run-0-waits/actions/discard",
        "POST /api/v2/runs/run-0-queued/actions/cancel",
      ]);
    });

    test("does nothing for a commit that is not the newest any more", async () => {
      const older = await plan({ main: "b".repeat(40) });
      expect(older.result).toBe("success");
      expect(older.log).toContain(`::notice::${SHA} is not deployed: main is at ${"b".repeat(40)} by now`);
      expect(own.servers.calls()).toEqual(["GET /repos/acme/overlap-bridge/git/ref/heads/main"]);
    });

    test("plans nothing when GitHub does not tell the newest commit", async () => {
      const failed = await plan({}, { github: { token: "expired" } });
      expect(failed.log).toContain("::error::GitHub does not tell the newest commit of main");
      expect(stepsThat("failure", failed)).toEqual(["Is this still the newest commit?"]);
      expect(own.servers.calls()).toHaveLength(1);
    });

    test("fails with a run that errors; there is nothing to end", async () => {
      const failed = await plan({ run: ["planning", "errored"], planStatus: "errored" });
      expect(stepsThat("failure", failed)).toEqual(["Run"]);
      expect(failed.log).toContain("run run-1 is errored: nothing to end");
      expect(own.actions()).toEqual([]);
    });

    test("discards a run that waits for somebody to override a policy, so that it locks nothing", async () => {
      const failed = await plan({ run: ["planning", "policy_override"] });
      expect(stepsThat("failure", failed)).toEqual(["Run"]);
      expect(failed.log).toContain("::error::a policy failed on run run-1 (policy_override)");
      expect(own.actions()).toEqual([DISCARD]);
    });

    test("cancels a run that waits in the workspace's queue for too long", async () => {
      const failed = await plan({ run: ["pending"] }, { env: { TFC_LOOKS: "2" } });
      expect(failed.log).toContain("::error::run run-1 is not finished after 2 looks, 0.01 s apart; it is pending");
      expect(own.actions()).toEqual([CANCEL]);
    });

    test("discards its run when it is cancelled", async () => {
      const cancelled = await plan({}, { cancelledIn: "Run" });
      expect(cancelled.result).toBe("cancelled");
      expect(own.actions()).toEqual([DISCARD]);
    });

    test.each([
      ["a missing token", {}, "there is no token for localhost"],
      ["a wrong token", { TFC_PLAN_TOKEN: "wrong-token" }, "refused the token (401)"],
    ])("tells %s, and uploads nothing", async (_, secrets, words) => {
      const failed = await plan({}, { secrets });
      expect(stepsThat("failure", failed)).toEqual(["End the runs of earlier merges"]);
      expect(failed.log).toContain(words);
      expect(own.servers.calls("archive")).toEqual([]);
      expect(failed.log).not.toContain("wrong-token");
    });

    test("uploads no stack that was changed after it was verified", async () => {
      const changed = await plan({}, { matrix: { bridge: { ...own.bridges[0], sha256: "0".repeat(64) } } });
      expect(changed.log).toContain("::error::stacks/article.tar.gz is not the stack that was verified");
      expect(own.servers.calls("archive")).toEqual([]);
    });
  });

  test("a token that may only plan can't apply", async () => {
    const runner = own.runnerWith({});
    own.servers.play({ main: SHA, run: ["planned"] });
    const planned = { run: "run-1", plan: "plan-1", configuration_version: "cv-1", state_version: "sv-1" };
    Object.assign(own.servers.runIs, { planOnly: false });
    const matrix = { bridge: { ...own.bridges[0], planned, link: "" } };
    const refused = await own.lab.job(
      "apply",
      { matrix, secrets: { TFC_APPLY_TOKEN: TOKENS.TFC_SPECULATIVE_TOKEN } },
      runner,
    );
    expect(stepsThat("failure", refused)).toEqual(["Apply"]);
    expect(refused.log).toContain("found nothing that this token may use (404)");
  });
});
