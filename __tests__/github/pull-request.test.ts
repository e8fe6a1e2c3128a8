import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { spawnSync } from "node:child_process";
import { goldenPlan } from "../review/plans/golden-plans";
import { type Script, TOKENS } from "../support/terraform-cloud";
import { titleOf } from "../support/workflow-files";
import { describeWithWorkflows, handed, type MatrixBridge, stepsThat, WorkflowLab } from "../support/workflow-lab";
import { type JobOptions, type JobResult, NOT_RUN, SHA } from "../support/workflow-run";

const PACK = "Pack the verified stacks";
const MARKER = "<!-- overlap-bridge: plan review -->";

/** Of a run that is planned when it is looked at. */
const PLANNED = { run: ["planned_and_finished"] };

/** Path and text of every file in an archive, e.g. what was uploaded. */
function filesOf(archive: Buffer = Buffer.alloc(0)): Record<string, string> {
  const tar = (...args: string[]) =>
    spawnSync("tar", args, { input: archive, encoding: "utf8", maxBuffer: 1 << 26 }).stdout;
  const names = tar("-tz")
    .split("\n")
    .filter((name) => name !== "" && !name.endsWith("/"));
  return Object.fromEntries(names.sort().map((name) => [name, tar("-xzO", name)]));
}

// Whole jobs, with a process for each call.
jest.setTimeout(180_000);

describeWithWorkflows()("pull-request.yml", () => {
  let lab: WorkflowLab;
  let synth: JobResult;
  let bridges: readonly MatrixBridge[];

  beforeAll(async () => {
    lab = await WorkflowLab.start("pull-request.yml");
    synth = await lab.job("synth");
    bridges = JSON.parse(synth.outputs["bridges"] ?? "[]") as MatrixBridge[];
  });
  afterAll(() => lab.stop());
  afterEach(() => expect(lab.servers.unexpected).toEqual([]));

  const plan = (script: Script, options: JobOptions = {}) => {
    lab.servers.play(script);
    rmSync(lab.runner.artifact("run-article"), { recursive: true, force: true });
    return lab.job("plan", { needs: { synth: handed(synth) }, matrix: { bridge: bridges[0] }, ...options });
  };
  /** The job behind `plan`, which gets nothing of it but the run's id; undefined: there was none. */
  const review = (script: Script, options: JobOptions = {}, run: string | undefined = "run-1") => {
    const folder = lab.runner.artifact("run-article");
    rmSync(folder, { recursive: true, force: true });
    if (run !== "") {
      mkdirSync(folder);
      writeFileSync(join(folder, "article"), run);
    }
    lab.servers.play(script);
    return behind(options);
  };
  const behind = (options: JobOptions = {}) =>
    lab.job("review", { needs: { synth: handed(synth) }, matrix: { bridge: bridges[0] }, ...options });
  /** The tokens that Terraform Cloud was asked with. */
  const tokens = () => [
    ...new Set(lab.servers.asked.filter(({ server }) => server === "api").map((one) => one.authorization)),
  ];

  test("synth: every bridge is synthesized and verified, those in Terraform Cloud become the matrix", () => {
    expect(synth.log).toContain("article  cdktf.out/stacks/article/cdk.tf.json");
    expect(synth.log).toContain("production  cdktf.out/stacks/production/cdk.tf.json");
    expect(synth.result).toBe("success");
    expect(bridges.map(({ name, organization, workspace }) => [name, organization, workspace])).toEqual([
      ["article", "acme", "overlap-bridge-article"],
      ["production", "acme", "overlap-bridge-production"],
    ]);
  });

  test("synth: an archive holds exactly the stack that was verified", () => {
    const archive = join(lab.runner.artifact("stacks"), "article.tar.gz");
    const { stdout } = spawnSync("tar", ["-xzOf", archive, "./cdk.tf.json"], { encoding: "utf8", maxBuffer: 1 << 26 });
    expect(stdout).toBe(readFileSync(join(synth.folder, "cdktf.out/stacks/article/cdk.tf.json"), "utf8"));
    expect(spawnSync("sha256sum", [archive], { encoding: "utf8" }).stdout).toContain(bridges[0]?.sha256);
  });

  test.each([
    ["without tokens, as for a fork", {}],
    ["with one token only", { TFC_PLAN_TOKEN: TOKENS.TFC_PLAN_TOKEN }],
  ])("synth: %s, nothing is planned and the job says why", async (_, secrets) => {
    const options = { secrets, resume: { after: synth, at: PACK } };
    const fork = await lab.job("synth", options, lab.runnerFor("fork", lab.servers.host));
    expect(fork).toMatchObject({ result: "success", outputs: { bridges: "[]" } });
    expect(fork.log).toContain("::notice::no plan by Terraform Cloud");
    expect(stepsThat("skipped", fork)).toEqual(["actions/upload-artifact"]);
  });

  test("synth: a bridge that would send the token elsewhere is refused", async () => {
    const options = { env: { TFC_HOSTNAME: "terraform.example.com" }, resume: { after: synth, at: PACK } };
    const elsewhere = await lab.job("synth", options, lab.runnerFor("elsewhere", lab.servers.host));
    expect(elsewhere).toMatchObject({ result: "failure", outputs: { bridges: "" } });
    expect(elsewhere.log).toMatch(
      /::error::backend\.hostname is not terraform\.example\.com: article \(localhost:\d+\)/,
    );
  });

  test("synth: a stack that does not hold is not packed", async () => {
    const runner = lab.runnerFor("broken", lab.servers.host);
    const { steps } = lab.workflow.jobs["synth"] ?? { steps: [] };
    // Between synthesis and verification the stack loses a route, as if the synthesizer had forgotten it.
    const breakIt = {
      name: "break",
      run: `node -e 'const f="cdktf.out/stacks/article/cdk.tf.json",fs=require("fs"),j=JSON.parse(fs.readFileSync(f));delete j.resource.aws_route[Object.keys(j.resource.aws_route)[0]];fs.writeFileSync(f,JSON.stringify(j))'`,
    };
    const at = steps.findIndex((step) => step.name === "Verify");
    const broken = { ...lab.workflow.jobs["synth"], steps: [...steps.slice(0, at), breakIt, ...steps.slice(at)] };
    const options = { resume: { after: synth, at: "break" } };
    const result = await runner.run({ ...lab.workflow, jobs: { synth: broken } }, "synth", options);
    expect(stepsThat("failure", result)).toEqual(["Verify"]);
    expect(result.log).toContain("::error::article: a statement does not hold");
    expect(existsSync(runner.artifact("stacks"))).toBe(false);
  });

  test("a plan is made, read, reviewed and commented; every step runs", async () => {
    // What Terraform plans for the article's bridge; stacks/plan.test.ts has one made and reviewed at each run.
    const planned = await plan({ plan: goldenPlan("new-bridge"), json: [204, 204, 307] });
    expect(planned.log).not.toContain("::error::");
    expect(planned.result).toBe("success");
    expect(stepsThat("skipped", planned)).toEqual([]);
    expect(planned.log).toContain("Plan: 1 to add");
    expect(tokens()).toEqual([`Bearer ${TOKENS.TFC_SPECULATIVE_TOKEN}`]);
    const workspace = "GET /api/v2/organizations/acme/workspaces/overlap-bridge-article";
    const stages = "GET /api/v2/runs/run-1/task-stages";
    expect(lab.servers.calls()).toEqual([
      "GET /api/v2/ping",
      workspace,
      "POST /api/v2/workspaces/ws-1/configuration-versions",
      "GET /api/v2/configuration-versions/cv-1",
      "GET /api/v2/configuration-versions/cv-1",
      "GET /api/v2/ping",
      workspace,
      "GET /api/v2/configuration-versions/cv-1",
      "POST /api/v2/runs",
      ...Array.from({ length: 3 }, () => "GET /api/v2/runs/run-1?include=cost_estimate%2Cplan"),
      ...[stages, "GET /api/v2/plans/plan-1", "GET /api/v2/plans/plan-1", stages],
      "GET /api/v2/workspaces/ws-1",
    ]);
    expect(lab.servers.calls("archive")[0]).toBe("PUT /v1/object/upload?secret=a%26b");
    expect(lab.servers.sent("POST /api/v2/workspaces/ws-1/configuration-versions")).toMatchObject({
      data: { attributes: { speculative: true, "auto-queue-runs": false } },
    });
    expect(lab.servers.sent("POST /api/v2/runs")).toMatchObject({
      data: {
        attributes: { "plan-only": true, message: `acme/overlap-bridge ${SHA} (test 4711)` },
        relationships: {
          workspace: { data: { type: "workspaces", id: "ws-1" } },
          "configuration-version": { data: { type: "configuration-versions", id: "cv-1" } },
        },
      },
    });
    // Exactly the stack goes up: nothing of it is missing, nothing else is there.
    const uploaded = lab.servers.asked.find(({ method }) => method === "PUT")?.body;
    expect(filesOf(uploaded)).toEqual(filesOf(readFileSync(join(lab.runner.artifact("stacks"), "article.tar.gz"))));

    lab.servers.asked.length = 0;
    const reviewed = await behind();
    expect(reviewed.log).not.toContain("::error::");
    expect(reviewed.result).toBe("success");
    expect(stepsThat("skipped", reviewed)).toEqual([]);
    expect(tokens()).toEqual([`Bearer ${TOKENS.TFC_PLAN_TOKEN}`]);
    expect(lab.servers.calls()).toEqual([
      workspace,
      ...Array.from({ length: 2 }, () => "GET /api/v2/runs/run-1?include=plan"),
      ...Array.from({ length: 3 }, () => "GET /api/v2/plans/plan-1/json-output"),
    ]);
    expect(lab.servers.calls("archive")).toEqual(["GET /v1/object/plan?secret=c%26d"]);
    expect(reviewed.summary).toMatch(/^## Plan review: /);
    // The plan holds sensitive values: it stays nowhere, and is in no artifact.
    expect(existsSync(join(reviewed.folder, "plan.json"))).toBe(false);
    expect(existsSync(join(lab.runner.artifact("review-article"), "plan.json"))).toBe(false);

    const commented = await lab.job("comment", { needs: { synth: handed(synth), review: handed(reviewed) } });
    expect(commented.log).toBe("");
    const [first] = lab.servers.written();
    expect(first?.body.startsWith(`${MARKER}\n# Bridge article ([run](https://localhost:`)).toBe(true);
    expect(first?.body).toContain("/app/acme/workspaces/overlap-bridge-article/runs/run-1)");
    expect(first?.body).toContain(reviewed.summary);
    expect(first?.body).toContain("# Bridge production\n\n**No review**");

    const steps = [synth, planned, reviewed, commented].flatMap((job) => job.steps);
    const ran = new Set(steps.filter(({ outcome }) => outcome === "success").map(({ title }) => title));
    const all = Object.values(lab.workflow.jobs).flatMap((job) => job.steps.filter(({ run }) => run !== undefined));
    // What is left is known not to be run here.
    expect(all.filter((step) => !ran.has(titleOf(step)) && !((step.run ?? "") in NOT_RUN))).toEqual([]);
    for (const { log, summary } of [synth, planned, reviewed, commented])
      for (const token of Object.values(TOKENS)) expect(`${log}${summary}`).not.toContain(token);
  });

  test("a run that errors fails both jobs; nothing is read or reviewed", async () => {
    const script = { run: ["planning", "errored"], planStatus: "errored" };
    const failed = await plan(script);
    expect(stepsThat("failure", failed)).toEqual(["Speculative run"]);
    expect(failed.log).toContain("run has ended with: 'errored' status");
    // It is handed on all the same.
    const behindIt = await behind();
    expect(stepsThat("failure", behindIt)).toEqual(["The run"]);
    expect(behindIt.log).toMatch(
      /::error::run run-1 errored; its log tells why: https:\/\/localhost:\d+\/app\/acme\/workspaces\/overlap-bridge-article\/runs\/run-1/,
    );
    expect(stepsThat("skipped", behindIt)).toContain("Review");
    expect(lab.servers.calls().filter((call) => call.includes("json-output"))).toEqual([]);
  });

  test.each([
    ["a soft policy", "policy_soft_failed", "success", "a policy failed on run run-1"],
    ["a mandatory policy", "errored", "failure", "run run-1 errored"],
    ["a policy that may be overridden", "post_plan_awaiting_decision", "failure", "waits for a decision"],
  ])("%s that fails makes the checks red, but the plan is read all the same", async (_, status, result, words) => {
    expect(await plan({ run: ["planning", status], plan: goldenPlan("new-bridge") })).toMatchObject({ result });
    const reviewed = await behind();
    expect(reviewed.result).toBe("failure");
    expect(reviewed.log).toContain(words);
    expect(stepsThat("success", reviewed)).toEqual(expect.arrayContaining(["The plan as JSON", "Review"]));
  });

  test("a run whose policies are still to be checked when the action ends is waited for", async () => {
    const run = ["planning", "post_plan_completed", "policy_checking", "policy_soft_failed"];
    expect(await plan({ run })).toMatchObject({ result: "success" });
    const reviewed = await behind();
    expect(reviewed.result).toBe("failure");
    expect(reviewed.log).toContain("::error::a policy failed on run run-1 (policy_soft_failed)");
  });

  test("a run that never ends is given up by both jobs", async () => {
    const waiting = await plan({ run: ["planning"] });
    expect(stepsThat("failure", waiting)).toEqual(["Speculative run"]);
    expect(waiting.log).toContain("create run  has exceeded maximum timeout");
    expect(waiting.steps.find(({ title }) => title === "Speculative run")?.outputs["status"]).toBe("Timeout");
    const behindIt = await behind({ env: { TFC_LOOKS: "2" } });
    expect(stepsThat("failure", behindIt)).toEqual(["The run"]);
    expect(behindIt.log).toContain("::error::run run-1 is not finished after 2 looks, 0.01 s apart; it is planning");
  });

  test.each([
    ["another workspace's run", { runIs: { workspace: "ws-2" } }, "run-1", "is no speculative run of acme/"],
    ["a run that could be applied", { runIs: { planOnly: false } }, "run-1", "is no speculative run of acme/"],
    ["an id that is none", {}, "../plans/plan-1", "gave no id"],
    ["no run at all", {}, "", 'no run was started for overlap-bridge-article; the job "plan article" tells why'],
  ])("of the job before, %s is not believed", async (_, script, run, words) => {
    const refused = await review(script, {}, run);
    expect(stepsThat("failure", refused)).toEqual(["The run"]);
    expect(refused.log).toContain(words);
    expect(lab.servers.calls().filter((call) => call.includes("plans/"))).toEqual([]);
  });

  test("a plan whose JSON never comes is given up", async () => {
    const waiting = await review({ ...PLANNED, json: [204] }, { env: { TFC_LOOKS: "2" } });
    expect(stepsThat("failure", waiting)).toEqual(["The plan as JSON"]);
    expect(waiting.log).toContain("::error::plan plan-1 is not finished after 2 looks, 0.01 s apart");
    expect(existsSync(join(waiting.folder, "plan.json"))).toBe(false);
  });

  test("an address of the plan that ran out is asked for again", async () => {
    const again = await review({ ...PLANNED, download: [403, 200] });
    expect(stepsThat("success", again)).toContain("The plan as JSON");
    expect(lab.servers.calls().filter((call) => call.endsWith("json-output"))).toHaveLength(2);
  });

  test.each([
    ["403", { ...PLANNED, json: [403] }, TOKENS.TFC_PLAN_TOKEN, 403],
    ["404", { ...PLANNED, json: [404] }, TOKENS.TFC_PLAN_TOKEN, 404],
    ["to the token that may only plan", PLANNED, TOKENS.TFC_SPECULATIVE_TOKEN, 404],
  ])("a plan's JSON that is refused (%s) says what the token needs", async (_, script, token, status) => {
    const refused = await review(script, { secrets: { TFC_PLAN_TOKEN: token } });
    expect(stepsThat("failure", refused)).toEqual(["The plan as JSON"]);
    expect(refused.log).toContain(
      `refuses its JSON (${status}); that needs a user's or a team's token with admin access`,
    );
  });

  test("a wrong token is told, and printed nowhere", async () => {
    const refused = await plan({}, { secrets: { TFC_SPECULATIVE_TOKEN: "wrong-token" } });
    expect(stepsThat("failure", refused)).toEqual(["Upload the stack"]);
    expect(refused.log).toContain("error uploading configuration version to Terraform Cloud: unauthorized");
    expect(lab.servers.calls()).toHaveLength(2);
    const behindIt = await review({}, { secrets: { TFC_PLAN_TOKEN: "wrong-token" } });
    expect(stepsThat("failure", behindIt)).toEqual(["The run"]);
    expect(behindIt.log).toMatch(
      /::error::workspace acme\/overlap-bridge-article: localhost:\d+ refused the token \(401\)/,
    );
    expect(`${refused.log}${behindIt.log}`).not.toContain("wrong-token");
    expect(lab.servers.calls()).toHaveLength(1);
  });

  test("a configuration that Terraform Cloud can't read fails the job, and no run is started", async () => {
    const failed = await plan({ upload: ["pending", "errored"] });
    expect(stepsThat("failure", failed)).toEqual(["Was the stack read?"]);
    expect(failed.log).toContain("::error::Terraform Cloud could not read the stack of article (errored)");
    expect(lab.servers.calls()).not.toContain("POST /api/v2/runs");
  });

  test("a server that is busy is asked again", async () => {
    expect(await plan({ first: [204, 429, 503] })).toMatchObject({ result: "success" });
    const busy = await review({ ...PLANNED, first: [429, 503] });
    expect(stepsThat("success", busy)).toContain("The plan as JSON");
  });

  test("a stack that was changed after it was verified is not uploaded", async () => {
    const changed = await plan({}, { matrix: { bridge: { ...bridges[0], sha256: bridges[1]?.sha256 } } });
    expect(stepsThat("failure", changed)).toEqual(["Unpack the verified stack"]);
    expect(changed.log).toContain("::error::stacks/article.tar.gz is not the stack that was verified");
    expect(lab.servers.asked).toEqual([]);
  });

  test("a job that is cancelled hands nothing on, and leaves its run, which is in nobody's way", async () => {
    const cancelled = await plan({ run: ["planning"] }, { cancelledIn: "Speculative run" });
    expect(cancelled.result).toBe("cancelled");
    expect(stepsThat("skipped", cancelled)).toEqual(["Hand the run on", "actions/upload-artifact"]);
    expect(lab.servers.calls().filter((call) => call.includes("/actions/"))).toEqual([]);
  });
});
