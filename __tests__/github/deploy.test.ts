import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { PROJECT } from "../support/bridges";
import {
  APPLY,
  DeploymentLab,
  DISCARD,
  logOf,
  planThatCannotBeTold,
  planWithoutRoute,
  planWithTag,
  resultsOf,
} from "../support/deployment";
import { type Script, TOKENS } from "../support/terraform-cloud";
import { titleOf } from "../support/workflow-files";
import { describeWithWorkflows } from "../support/workflow-lab";
import { NOT_RUN } from "../support/workflow-run";

// Whole workflows, with a process for each call.
jest.setTimeout(180_000);

describeWithWorkflows()("deploy.yml", () => {
  let own: DeploymentLab;

  beforeAll(async () => {
    own = await DeploymentLab.start();
  });
  afterAll(() => own.stop());
  afterEach(() => expect(own.servers.unexpected).toEqual([]));

  test("synth: what the program is made of is told, those packages that it runs with included", () => {
    const { components } = JSON.parse(readFileSync(own.lab.runner.artifact("sbom"), "utf8")) as {
      components: { purl: string }[];
    };
    const { dependencies } = JSON.parse(readFileSync(join(PROJECT, "package.json"), "utf8")) as {
      dependencies: Record<string, string>;
    };
    // By package URL: a package that is there under another name too is listed once.
    const told = components.map(({ purl }) => purl.replace("pkg:npm/", "").replace("%40", "@"));
    expect(told).toEqual(expect.arrayContaining(Object.entries(dependencies).map((one) => one.join("@"))));
  });

  test("what was verified is planned, judged, compared, approved, and applied: that very run; every step runs", async () => {
    expect(own.synth.result).toBe("success");
    expect(own.bridges.map(({ name }) => name)).toEqual(["article", "production"]);
    const script: Script = {
      upload: ["pending", "uploaded"],
      run: ["pending", "planning", "planned"],
      afterApply: ["apply_queued", "applying", "applied"],
    };
    const asked: string[] = [];
    let applied = 0;
    const all = await own.deploy(script, {
      approve(bridge) {
        asked.push(bridge);
        // Whoever is asked can have read the review, and nothing is applied yet.
        applied = own.actions().length;
        return true;
      },
    });
    expect(all.map(({ ran }) => ran?.log ?? "").join("")).not.toContain("::error::");
    expect(new Set(all.map(({ result }) => result))).toEqual(new Set(["success"]));
    expect({ asked, applied }).toEqual({ asked: ["article"], applied: 0 });
    expect(own.actions()).toEqual([APPLY]);
    expect(logOf(all, "end")).toContain("run run-1 is applied: nothing to end");
    const uploaded = own.servers.asked.find(({ method }) => method === "PUT")?.body ?? Buffer.alloc(0);
    expect(createHash("sha256").update(uploaded).digest("hex")).toBe(own.bridges[0]?.sha256);
    expect(own.servers.sent("POST /api/v2/workspaces/ws-1/configuration-versions")).toMatchObject({
      data: { attributes: { speculative: false, "auto-queue-runs": false } },
    });
    expect(own.servers.sent("POST /api/v2/runs")).toMatchObject({
      data: {
        attributes: { "plan-only": false, "auto-apply": false },
        relationships: { "configuration-version": { data: { id: "cv-1" } } },
      },
    });
    // The token that applies is used for nothing else, and the other one never applies.
    for (const { path, authorization } of own.servers.asked)
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
      [...own.synth.steps, ...all.flatMap((one) => one.ran?.steps ?? [])].map(
        ({ title, outcome }) => `${outcome} ${title}`,
      ),
    );
    const never = Object.values(own.lab.workflow.jobs)
      .flatMap((job) => job.steps.filter(({ run }) => run !== undefined))
      .filter((step) => !ran.has(`success ${titleOf(step)}`) && !((step.run ?? "") in NOT_RUN));
    // Has tests of its own below.
    expect(never.map(titleOf)).toEqual(["End a run that goes no further"]);
  });

  describe("nobody is asked, nothing is applied, and the run is discarded at once", () => {
    const STOPPED = { review: "failure", gate: "success", apply: "skipped", end: "success" };

    test("when a statement does not hold on the plan", async () => {
      const plan = planWithoutRoute();
      const all = await own.deploy({}, { plan, review: own.reviewOf(plan), vars: { DEPLOY_FAIL_ON: "none" } });
      expect(resultsOf(all)).toMatchObject(STOPPED);
      expect(logOf(all, "review")).toContain("::error::article: a statement does not hold on this plan");
      expect(logOf(all, "gate")).toContain("run run-1: discard");
      expect(own.actions()).toEqual([DISCARD]);
    });

    test("when the plan does not do what was reviewed: each difference is a line", async () => {
      const all = await own.deploy({}, { plan: planWithTag() });
      expect(resultsOf(all)).toMatchObject(STOPPED);
      const log = logOf(all, "review");
      expect(log).toMatch(
        /overlap: not what was reviewed: resources: aws_vpc\.\w+, attributes\.tags\.after: reviewed .*, now .*renamed/,
      );
      expect(log).toContain("::error::article: the plan does not do what was reviewed in pull request 7");
      const summary = all.find(({ job }) => job === "review")?.ran?.summary;
      expect(summary).toContain("**Not deployed:** the plan does not do what was reviewed");
      expect(summary).toContain("### Not as it was reviewed");
      expect(own.actions()).toEqual([DISCARD]);
    });

    test.each([
      ["by default", undefined, "unknown"],
      ["as the repository says", "opens,unknown", "unknown"],
    ])("when it does what may not be done %s", async (_, words, named) => {
      const plan = planThatCannotBeTold();
      const vars: Record<string, string> = words === undefined ? {} : { DEPLOY_FAIL_ON: words };
      const all = await own.deploy({}, { plan, review: own.reviewOf(plan), vars });
      expect(resultsOf(all)).toMatchObject(STOPPED);
      expect(logOf(all, "review")).toContain(`::error::article: the plan does what DEPLOY_FAIL_ON names (${named})`);
      expect(own.actions()).toEqual([DISCARD]);
    });

    test.each(["everything", "cuts;rm -rf .", "$(id)", ",", "none,cuts"])(
      "when DEPLOY_FAIL_ON is %j",
      async (words) => {
        const all = await own.deploy({}, { vars: { DEPLOY_FAIL_ON: words } });
        expect(resultsOf(all)).toMatchObject(STOPPED);
        expect(logOf(all, "review")).toContain("::error::DEPLOY_FAIL_ON is");
        expect(own.actions()).toEqual([DISCARD]);
      },
    );

    test.each([
      ["is no review", "{}"],
      ["is nothing", ""],
      ["is cut off", '{"verdict": "safe"'],
    ])("when what the pull request left %s", async (_, review) => {
      const all = await own.deploy({}, { review });
      expect(resultsOf(all)).toMatchObject(STOPPED);
      expect(logOf(all, "review")).toContain("is no review");
      expect(own.actions()).toEqual([DISCARD]);
    });

    test("when the run is not as the job before left it", async () => {
      let job = "";
      const all = await own.deploy(
        { runIs: {} },
        {
          before(name) {
            job = name;
            if (job === "review") Object.assign(own.servers.runIs, { configuration: "cv-2" });
          },
        },
      );
      expect(resultsOf(all)).toMatchObject(STOPPED);
      expect(logOf(all, "review")).toContain("run run-1 is of configuration cv-2, not of cv-1, which was proved");
      expect(own.actions()).toEqual([DISCARD]);
    });
  });

  test.each(["none", "cuts,opens"])(
    "what may be done where DEPLOY_FAIL_ON is %j goes on to approval",
    async (words) => {
      const plan = planThatCannotBeTold();
      const all = await own.deploy({}, { plan, review: own.reviewOf(plan), vars: { DEPLOY_FAIL_ON: words } });
      expect(resultsOf(all)).toMatchObject({ review: "success", apply: "success" });
      expect(own.actions()).toEqual([APPLY]);
    },
  );

  test("of two bridges, one of which is not what was reviewed, the other one is deployed", async () => {
    const asked: string[] = [];
    const all = await own.deploy({}, { only: ["article", "production"], approve: (one) => asked.push(one) > 0 });
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
    const all = await own.deploy({ run: ["planning", "planned_and_finished"] });
    expect(resultsOf(all)).toMatchObject({ review: "success", gate: "success", apply: "skipped", end: "success" });
    expect(logOf(all, "gate")).toContain("article: nothing changes");
    expect(own.actions()).toEqual([]);
  });

  test("a run with cost estimate and policies goes on when it can be confirmed, not before", async () => {
    const run = ["planning", "planned", "cost_estimated", "policy_checking", "policy_checked"];
    const all = await own.deploy({ run, confirmableIn: "policy_checked" });
    expect(resultsOf(all)).toMatchObject({ apply: "success" });
    expect(own.actions()).toEqual([APPLY]);
  });
});
