import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { type Script, TOKENS } from "../support/terraform-cloud";
import { titleOf } from "../support/workflow-files";
import { describeWithWorkflows, handed, type MatrixBridge, stepsThat, WorkflowLab } from "../support/workflow-lab";
import { type JobOptions, type JobResult, NOT_RUN, SHA } from "../support/workflow-run";

const APPLY = "POST /api/v2/runs/run-1/actions/apply";
const DISCARD = "POST /api/v2/runs/run-1/actions/discard";
/** Everything that Terraform Cloud says on the way. */
const SLOWLY: Script = {
  upload: ["pending", "uploaded"],
  run: ["pending", "planning", "planned"],
  afterApply: ["apply_queued", "applying", "applied"],
};
const CANCEL = "POST /api/v2/runs/run-1/actions/cancel";

// Whole jobs, with a process for each call.
jest.setTimeout(180_000);

describeWithWorkflows()("deploy.yml", () => {
  let lab: WorkflowLab;
  let synth: JobResult;
  let bridges: readonly MatrixBridge[];

  beforeAll(async () => {
    lab = await WorkflowLab.start("deploy.yml");
    synth = await lab.job("synth");
    bridges = JSON.parse(synth.outputs["bridges"] ?? "[]") as MatrixBridge[];
  });
  afterAll(() => lab.stop());
  afterEach(() => expect(lab.servers.unexpected).toEqual([]));

  /** Where a test says nothing of it, nothing has to be waited for: each look is three processes. */
  const deploy = (script: Script, options: JobOptions = {}) => {
    lab.servers.play({ main: SHA, upload: ["uploaded"], run: ["planned"], afterApply: ["applied"], ...script });
    return lab.job("deploy", { needs: { synth: handed(synth) }, matrix: { bridge: bridges[0] }, ...options });
  };
  const actions = () => lab.servers.calls().filter((call) => call.includes("/actions/"));

  test("what was verified is uploaded byte for byte, planned and applied; every step runs", async () => {
    expect(synth.result).toBe("success");
    expect(bridges.map(({ name }) => name)).toEqual(["article", "production"]);
    for (const bridge of bridges) {
      const deployed = await deploy(SLOWLY, { matrix: { bridge } });
      expect(deployed.log).not.toContain("::error::");
      expect(deployed.result).toBe("success");
      expect(`${deployed.log}${deployed.summary}`).not.toContain(TOKENS.TFC_APPLY_TOKEN);
      expect(lab.servers.calls().filter((call) => call.startsWith("GET /api/v2/configuration-versions"))).toHaveLength(
        2,
      );
      expect(lab.servers.calls().filter((call) => call.includes("/runs/run-1?"))).toHaveLength(6);
      expect(stepsThat("skipped", deployed)).toEqual(["End a run that nobody will confirm"]);
      expect(actions()).toEqual([APPLY]);
      expect(lab.servers.calls()[1]).toBe(`GET /api/v2/organizations/acme/workspaces/overlap-bridge-${bridge.name}`);
      expect(lab.servers.calls().at(-1)).toBe("GET /api/v2/runs/run-1?include=plan");
      const uploaded = lab.servers.asked.find(({ method }) => method === "PUT")?.body ?? Buffer.alloc(0);
      expect(createHash("sha256").update(uploaded).digest("hex")).toBe(bridge.sha256);
      expect(lab.servers.sent("POST /api/v2/workspaces/ws-1/configuration-versions")).toMatchObject({
        data: { attributes: { speculative: false, "auto-queue-runs": false } },
      });
      expect(lab.servers.sent("POST /api/v2/runs")).toMatchObject({
        data: { attributes: { "plan-only": false, "auto-apply": false } },
      });
      // Nothing was there that could synthesize again.
      for (const one of ["node_modules", "cdktf.out", "src", "bridges"])
        expect(existsSync(join(deployed.folder, one))).toBe(false);
      const ran = new Set([...synth.steps, ...deployed.steps].map(({ title, outcome }) => `${outcome} ${title}`));
      const never = Object.values(lab.workflow.jobs)
        .flatMap((job) => job.steps.filter(({ run }) => run !== undefined))
        .filter((step) => !ran.has(`success ${titleOf(step)}`) && !((step.run ?? "") in NOT_RUN));
      // Has tests of its own below.
      expect(never.map(titleOf)).toEqual(["End a run that nobody will confirm"]);
    }
  });

  test("a plan without changes is not applied", async () => {
    expect(await deploy({ run: ["planning", "planned_and_finished"] })).toMatchObject({ result: "success" });
    expect(actions()).toEqual([]);
  });

  test("a run with cost estimate and policies is applied when it can be confirmed, not before", async () => {
    const run = ["planning", "planned", "cost_estimated", "policy_checking", "policy_checked"];
    expect(await deploy({ run, confirmableIn: "policy_checked" })).toMatchObject({ result: "success" });
    const calls = lab.servers.calls();
    expect(calls.slice(0, calls.indexOf(APPLY)).filter((call) => call.includes("/runs/run-1?"))).toHaveLength(5);
  });

  test("a commit that is not the newest any more is not deployed", async () => {
    const older = await deploy({ main: "b".repeat(40) });
    expect(older.result).toBe("success");
    expect(older.log).toContain(`::notice::${SHA} is not deployed: main is at ${"b".repeat(40)} by now`);
    expect(lab.servers.calls()).toEqual(["GET /repos/acme/overlap-bridge/git/ref/heads/main"]);
  });

  test("when GitHub does not tell the newest commit, nothing is deployed", async () => {
    const failed = await deploy({}, { github: { token: "expired" } });
    expect(failed.log).toContain("::error::GitHub does not tell the newest commit of main");
    expect(stepsThat("failure", failed)).toEqual(["Is this still the newest commit?"]);
    expect(lab.servers.calls()).toHaveLength(1);
  });

  test("a run that errors is not applied, and there is nothing to end", async () => {
    const failed = await deploy({ run: ["planning", "errored"], planStatus: "errored" });
    expect(stepsThat("failure", failed)).toEqual(["Run"]);
    expect(failed.log).toContain("run run-1 is errored: nothing to end");
    expect(actions()).toEqual([]);
  });

  test("a run that waits for somebody to override a policy fails and is discarded, so that it locks nothing", async () => {
    const failed = await deploy({ run: ["planning", "policy_override"] });
    expect(stepsThat("failure", failed)).toEqual(["Run"]);
    expect(failed.log).toContain("::error::a policy failed on run run-1 (policy_override)");
    expect(actions()).toEqual([DISCARD]);
  });

  test("a run that somebody else confirmed or discarded meanwhile fails", async () => {
    const failed = await deploy({ applyAnswer: 409 });
    expect(stepsThat("failure", failed)).toEqual(["Apply"]);
    expect(failed.log).toContain("::error::run run-1 can't be confirmed any more");
  });

  test("an apply that errors fails", async () => {
    const failed = await deploy({ afterApply: ["applying", "errored"] });
    expect(stepsThat("failure", failed)).toEqual(["Apply"]);
    expect(failed.log).toContain("::error::run run-1 errored");
    expect(actions()).toEqual([APPLY]);
  });

  test("an apply that takes too long is left alone", async () => {
    const failed = await deploy({ afterApply: ["applying"] }, { env: { TFC_LOOKS: "2" } });
    expect(failed.log).toContain(
      "::error::run run-1 is not finished after 2 looks, 0.01 s apart; it goes on in Terraform Cloud",
    );
    expect(failed.log).toContain("run run-1 is applying: left alone");
    expect(actions()).toEqual([APPLY]);
  });

  test("a run that waits in the workspace's queue for too long is cancelled", async () => {
    const failed = await deploy({ run: ["pending"] }, { env: { TFC_LOOKS: "2" } });
    expect(failed.log).toContain("::error::run run-1 is not finished after 2 looks, 0.01 s apart; it is pending");
    expect(actions()).toEqual([CANCEL]);
  });

  test("a job that is cancelled before it applies discards its run", async () => {
    const cancelled = await deploy({}, { cancelledIn: "Run" });
    expect(cancelled.result).toBe("cancelled");
    expect(actions()).toEqual([DISCARD]);
  });

  test.each([
    ["a missing token", {}, "there is no token for localhost"],
    ["a wrong token", { TFC_APPLY_TOKEN: "wrong-token" }, "refused the token (401)"],
  ])("%s is told, and nothing is uploaded", async (_, secrets, words) => {
    const failed = await deploy({}, { secrets });
    expect(stepsThat("failure", failed)).toEqual(["Upload the verified stack"]);
    expect(failed.log).toContain(words);
    expect(lab.servers.calls("archive")).toEqual([]);
    expect(failed.log).not.toContain("wrong-token");
  });

  test("a token that may only plan can neither apply nor discard", async () => {
    const refused = await deploy({}, { secrets: { TFC_APPLY_TOKEN: TOKENS.TFC_SPECULATIVE_TOKEN } });
    expect(stepsThat("failure", refused)).toEqual(["Apply", "End a run that nobody will confirm"]);
    expect(refused.log).toContain("found nothing that this token may use (404)");
    expect(actions()).toEqual([APPLY, DISCARD]);
  });

  test("a stack that was changed after it was verified is not uploaded", async () => {
    const changed = await deploy({}, { matrix: { bridge: { ...bridges[0], sha256: "0".repeat(64) } } });
    expect(changed.log).toContain("::error::stacks/article.tar.gz is not the stack that was verified");
    expect(lab.servers.calls()).toEqual(["GET /repos/acme/overlap-bridge/git/ref/heads/main"]);
  });
});
