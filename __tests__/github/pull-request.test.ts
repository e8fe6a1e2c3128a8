import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { spawnSync } from "node:child_process";
import { planOf } from "../support/bridges";
import { planForReal } from "../support/terraform";
import { type Script, TOKEN } from "../support/terraform-cloud";
import { titleOf } from "../support/workflow-files";
import { describeWithWorkflows, handed, type MatrixBridge, stepsThat, WorkflowLab } from "../support/workflow-lab";
import { type JobOptions, type JobResult, NOT_RUN } from "../support/workflow-run";

const MARKER = "<!-- overlap-bridge: plan review -->";
const bot = { login: "github-actions[bot]" };

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
    return lab.job("plan", { needs: { synth: handed(synth) }, matrix: { bridge: bridges[0] }, ...options });
  };
  const comment = (reviews: Readonly<Record<string, string>>, script: Script = {}, more: JobOptions = {}) => {
    const runner = lab.runnerFor("comment", lab.servers.host);
    for (const [file, text] of Object.entries(reviews)) {
      const folder = runner.artifact(`review-${file.replace(/\.\w+$/, "")}`);
      mkdirSync(folder, { recursive: true });
      writeFileSync(join(folder, file), text);
    }
    lab.servers.play(script);
    return lab.job("comment", { needs: { synth: handed(synth) }, ...more }, runner);
  };

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

  test("synth: without a token, as for a fork, nothing is planned and the job says why", async () => {
    const fork = await lab.job("synth", { secrets: {} }, lab.runnerFor("fork", lab.servers.host));
    expect(fork).toMatchObject({ result: "success", outputs: { bridges: "[]" } });
    expect(fork.log).toContain("::notice::no plan by Terraform Cloud");
    expect(stepsThat("skipped", fork)).toEqual(["actions/upload-artifact"]);
  });

  test("synth: a bridge that would send the token elsewhere is refused", async () => {
    const elsewhere = await lab.job("synth", {}, lab.runnerFor("elsewhere", "terraform.example.com"));
    expect(elsewhere).toMatchObject({ result: "failure", outputs: { bridges: "" } });
    expect(elsewhere.log).toMatch(
      /::error::backend\.hostname is not localhost:\d+: article \(terraform\.example\.com\)/,
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
    const result = await runner.run({ ...lab.workflow, jobs: { synth: broken } }, "synth");
    expect(stepsThat("failure", result)).toEqual(["Verify"]);
    expect(result.log).toContain("::error::article: a statement does not hold");
    expect(existsSync(runner.artifact("stacks"))).toBe(false);
  });

  test("a plan is made, read, reviewed and commented; every step runs", async () => {
    const json = planForReal(planOf("article")).json;
    const planned = await plan({ plan: json, json: [204, 204, 307] });
    expect(planned.log).not.toContain("::error::");
    expect(planned.result).toBe("success");
    expect(stepsThat("skipped", planned)).toEqual(["End a run that nobody waits for"]);
    expect(lab.servers.calls()).toEqual([
      "GET /api/v2/organizations/acme/workspaces/overlap-bridge-article",
      "POST /api/v2/workspaces/ws-1/configuration-versions",
      "GET /api/v2/configuration-versions/cv-1",
      "GET /api/v2/configuration-versions/cv-1",
      "GET /api/v2/organizations/acme/workspaces/overlap-bridge-article",
      "POST /api/v2/runs",
      ...Array.from({ length: 3 }, () => "GET /api/v2/runs/run-1?include=plan"),
      ...Array.from({ length: 3 }, () => "GET /api/v2/plans/plan-1/json-output"),
    ]);
    expect(lab.servers.calls("archive")).toEqual([
      "PUT /v1/object/upload?secret=a%26b",
      "GET /v1/object/plan?secret=c%26d",
    ]);
    expect(lab.servers.sent("POST /api/v2/workspaces/ws-1/configuration-versions")).toMatchObject({
      data: { attributes: { speculative: true, "auto-queue-runs": false } },
    });
    expect(lab.servers.sent("POST /api/v2/runs")).toMatchObject({
      data: {
        attributes: { "plan-only": true, "auto-apply": false },
        relationships: {
          workspace: { data: { type: "workspaces", id: "ws-1" } },
          "configuration-version": { data: { type: "configuration-versions", id: "cv-1" } },
        },
      },
    });
    expect(planned.summary).toMatch(/^## Plan review: /);
    // The plan holds sensitive values: it stays nowhere, and is in no artifact.
    expect(existsSync(join(planned.folder, "plan.json"))).toBe(false);
    expect(existsSync(join(lab.runner.artifact("review-article"), "plan.json"))).toBe(false);

    const needs = { synth: handed(synth), plan: handed(planned) };
    const commented = await lab.job("comment", { needs });
    expect(commented.log).toBe("");
    const [first] = lab.servers.written();
    expect(first?.body.startsWith(`${MARKER}\n# Bridge article ([run](https://localhost:`)).toBe(true);
    expect(first?.body).toContain(planned.summary);
    expect(first?.body).toContain("# Bridge production\n\n**No review**");

    const runs = [...synth.steps, ...planned.steps, ...commented.steps].filter(({ outcome }) => outcome === "success");
    const all = Object.values(lab.workflow.jobs).flatMap((job) => job.steps.filter(({ run }) => run !== undefined));
    const never = all.filter((step) => !runs.some(({ title }) => title === titleOf(step)));
    // What is left is known not to be run here, or has its own test below.
    expect(never.map(({ run }) => run).filter((run) => !((run ?? "") in NOT_RUN))).toEqual([
      '.github/scripts/discard-run.sh "$RUN"',
    ]);
  });

  test("a run that errors fails the job; nothing is read or reviewed", async () => {
    const failed = await plan({ run: ["planning", "errored"], planStatus: "errored" });
    expect(stepsThat("failure", failed)).toEqual(["Speculative run"]);
    expect(failed.log).toMatch(
      /::error::run run-1 errored; its log tells why: https:\/\/localhost:\d+\/app\/acme\/workspaces\/overlap-bridge-article\/runs\/run-1/,
    );
    expect(lab.servers.calls().filter((call) => call.includes("json-output"))).toEqual([]);
  });

  test.each([
    ["a soft policy", "policy_soft_failed", "a policy failed on run run-1"],
    ["a mandatory policy", "errored", "run run-1 errored"],
  ])("%s that fails makes the job red, but the plan is read all the same", async (_, status, words) => {
    const failed = await plan({ run: ["planning", status] });
    expect(failed.result).toBe("failure");
    expect(failed.log).toContain(words);
    expect(stepsThat("success", failed)).toContain("The plan as JSON");
  });

  test("a run that never ends is given up", async () => {
    const waiting = await plan({ run: ["planning"] }, { env: { TFC_LOOKS: "4" } });
    expect(stepsThat("failure", waiting)).toEqual(["Speculative run"]);
    expect(waiting.log).toContain("::error::run run-1 is not finished after 4 looks, 0.01 s apart; it is planning");
  });

  test("a plan whose JSON never comes is given up", async () => {
    const waiting = await plan({ json: [204] }, { env: { TFC_LOOKS: "4" } });
    expect(stepsThat("failure", waiting)).toEqual(["The plan as JSON"]);
    expect(waiting.log).toContain("::error::plan plan-1 is not finished after 4 looks, 0.01 s apart");
    expect(existsSync(join(waiting.folder, "plan.json"))).toBe(false);
  });

  test("an address of the plan that ran out is asked for again", async () => {
    const again = await plan({ download: [403, 200] });
    expect(stepsThat("success", again)).toContain("The plan as JSON");
    expect(lab.servers.calls().filter((call) => call.endsWith("json-output"))).toHaveLength(2);
  });

  test.each([[403], [404]])("a plan's JSON that is refused (%s) says what the token needs", async (status) => {
    const refused = await plan({ json: [status] });
    expect(stepsThat("failure", refused)).toEqual(["The plan as JSON"]);
    expect(refused.log).toContain(
      `refuses its JSON (${status}); that needs a user's or a team's token with admin access`,
    );
  });

  test("a wrong token is told, and printed nowhere", async () => {
    const refused = await plan({}, { secrets: { TFC_PLAN_TOKEN: "wrong-token" } });
    expect(stepsThat("failure", refused)).toEqual(["Upload the stack"]);
    expect(refused.log).toMatch(
      /::error::workspace acme\/overlap-bridge-article: localhost:\d+ refused the token \(401\)/,
    );
    expect(refused.log).not.toContain("wrong-token");
    expect(lab.servers.calls()).toHaveLength(1);
  });

  test("a configuration that Terraform Cloud can't read fails the job", async () => {
    const failed = await plan({ upload: ["pending", "errored"] });
    expect(stepsThat("failure", failed)).toEqual(["Upload the stack"]);
    expect(failed.log).toContain("::error::Terraform Cloud could not read stacks/article.tar.gz");
  });

  test("a server that is busy is asked again", async () => {
    const busy = await plan({ first: [429, 503] });
    expect(stepsThat("success", busy)).toContain("The plan as JSON");
  });

  test("a stack that was changed after it was verified is not uploaded", async () => {
    const changed = await plan({}, { matrix: { bridge: { ...bridges[0], sha256: bridges[1]?.sha256 } } });
    expect(changed.log).toContain("::error::stacks/article.tar.gz is not the stack that was verified");
    expect(lab.servers.asked).toEqual([]);
  });

  test("a job that is cancelled ends its run", async () => {
    const cancelled = await plan({ run: ["planning"] }, { cancelledIn: "Speculative run", env: { TFC_LOOKS: "4" } });
    expect(stepsThat("success", cancelled)).toContain("End a run that nobody waits for");
    expect(lab.servers.calls().at(-1)).toBe("POST /api/v2/runs/run-1/actions/cancel");
  });

  describe("the comment", () => {
    const reviews = { "article.md": "## Plan review: safe\n", "production.md": "## Plan review: cuts traffic\n" };

    test("is one, for both bridges", async () => {
      expect(await comment(reviews)).toMatchObject({ result: "success" });
      expect(lab.servers.written().map(({ body }) => body)).toEqual([
        `${MARKER}\n# Bridge article\n\n## Plan review: safe\n\n# Bridge production\n\n## Plan review: cuts traffic\n\n`,
      ]);
    });

    test("is changed where it is there already, even behind a hundred others", async () => {
      const others = Array.from({ length: 130 }, (_, id) => ({ id, user: { login: "octocat" }, body: "hello" }));
      const own = { id: 500, user: bot, body: `${MARKER}\nold` };
      await comment(reviews, { comments: [...others, own] });
      expect(lab.servers.calls().at(-1)).toBe("PATCH /repos/acme/overlap-bridge/issues/comments/500");
      expect(lab.servers.written()).toHaveLength(131);
      expect(lab.servers.written().at(-1)?.body).toContain("cuts traffic");
    });

    test("of a person with the same marker, and of a workflow without it, is left alone", async () => {
      const comments = [
        { id: 1, user: { login: "octocat" }, body: `${MARKER}\nmine` },
        { id: 2, user: bot, body: "coverage" },
      ];
      await comment(reviews, { comments });
      expect(lab.servers.written().map(({ body }) => body.split("\n")[1])).toEqual([
        "mine",
        undefined,
        "# Bridge article",
      ]);
    });

    test("that somebody deleted meanwhile is written anew", async () => {
      await comment(reviews, { comments: [{ id: 5, user: bot, body: MARKER }], deleted: [5] });
      expect(lab.servers.written()).toHaveLength(2);
    });

    test("says where a review is missing", async () => {
      await comment({ "production.md": reviews["production.md"] });
      const [written] = lab.servers.written();
      expect(written?.body).toContain("# Bridge article\n\n**No review**: the plan was not made or could not be read.");
      expect(written?.body).toContain("https://github.com/acme/overlap-bridge/actions/runs/4711");
      expect(written?.body).toContain("cuts traffic");
    });

    test("that would be too long keeps the head of every review", async () => {
      const long = `## Plan review: cuts traffic\n\n**Two flows break.**\n\n### Flows that break\n\n${"- a flow ü\n".repeat(4000)}`;
      expect(await comment({ "article.md": long, "production.md": long })).toMatchObject({ result: "success" });
      const [written] = lab.servers.written();
      expect(Buffer.byteLength(written?.body ?? "")).toBeLessThan(65_536);
      expect(written?.body.match(/\*\*Two flows break\.\*\*/g)).toHaveLength(2);
      expect(written?.body.match(/### Flows that break/g)).toHaveLength(1);
      expect(written?.body).toContain("_The rest did not fit into a comment: see [the summary of the job]");
    });

    test("that GitHub refuses fails the job", async () => {
      const refused = await comment(
        reviews,
        {},
        { github: { token: "read-only", event: { pull_request: { number: 7 } } } },
      );
      expect(refused.result).toBe("failure");
      expect(refused.log).toContain("GitHub answered 401; the job needs pull-requests: write");
    });
  });

  test("the token is printed by no step", async () => {
    const { log, summary } = await plan({});
    expect(`${log}${summary}`).not.toContain(TOKEN);
  });
});
