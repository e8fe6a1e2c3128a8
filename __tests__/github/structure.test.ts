import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { PROJECT } from "../support/bridges";
import { type Job, titleOf, workflowNames, workflowOf, workflowText } from "../support/workflow-files";

const SCRIPTS = join(PROJECT, ".github/scripts");

/** Every permission that a job has beyond reading the repository, and what for. */
const BEYOND_READING = { "pull-request.yml/comment": { "pull-requests": "write" } } as Record<string, object>;

/** The secrets that each job may see. */
const SECRETS = {
  "pull-request.yml/synth": ["TFC_PLAN_TOKEN"],
  "pull-request.yml/plan": ["TFC_PLAN_TOKEN"],
  "deploy.yml/deploy": ["TFC_APPLY_TOKEN"],
} as Record<string, string[]>;

/** What stands in `${{ }}` inside scripts; values have to go through `env` instead. */
const inScripts = (job: Job) => job.steps.flatMap(({ run }) => run?.match(/\$\{\{.*?\}\}/g) ?? []);

const jobs = workflowNames().flatMap((file) =>
  Object.entries(workflowOf(workflowText(file)).jobs).map(([name, job]) => [`${file}/${name}`, job] as const),
);

test("the workflows are those that the document tells of", () => {
  expect(workflowNames()).toEqual(["deploy.yml", "pull-request.yml"]);
  expect(jobs.map(([name]) => name)).toEqual([
    "deploy.yml/synth",
    "deploy.yml/deploy",
    "pull-request.yml/test",
    "pull-request.yml/synth",
    "pull-request.yml/plan",
    "pull-request.yml/comment",
  ]);
});

describe.each(workflowNames())("%s", (file) => {
  const text = workflowText(file);
  const workflow = workflowOf(text);

  test("every action is pinned by its full commit hash, with its version behind it", () => {
    const uses = text.split("\n").filter((line) => /^\s*(- )?uses:/.test(line));
    expect(uses.length).toBeGreaterThan(4);
    const pinned = /^\s*(- )?uses: [\w.-]+\/[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/;
    expect(uses.filter((line) => !pinned.test(line))).toEqual([]);
  });

  test("nothing is permitted where a job does not ask for it", () => expect(workflow.permissions).toEqual({}));

  test("it runs for pull requests with their own rights only, or for main", () => {
    expect(text).not.toMatch(/pull_request_target|workflow_run|issue_comment/);
    expect(workflow.on).toEqual(file === "deploy.yml" ? { push: { branches: ["main"] } } : { pull_request: null });
  });
});

describe.each(jobs)("%s", (name, job) => {
  test("has the least permissions and a time limit", () => {
    expect(job.permissions).toEqual({ contents: "read", ...BEYOND_READING[name] });
    expect(job["timeout-minutes"]).toBeGreaterThan(0);
    expect(job["timeout-minutes"]).toBeLessThanOrEqual(120);
  });

  test("has no expression inside a script", () => expect(inScripts(job)).toEqual([]));

  test("keeps no token in the checkout", () => {
    const checkouts = job.steps.filter((step) => step.uses?.startsWith("actions/checkout@"));
    expect(checkouts).toHaveLength(1);
    expect(checkouts[0]?.with?.["persist-credentials"]).toBe(false);
  });

  test("sees only its own secrets, in the environment of single steps", () => {
    const outside = JSON.stringify({ ...job, steps: undefined });
    expect(outside).not.toMatch(/secrets\./);
    const named = job.steps.flatMap((step) => JSON.stringify(step).match(/secrets\.\w+/g) ?? []);
    expect([...new Set(named)]).toEqual((SECRETS[name] ?? []).map((secret) => `secrets.${secret}`));
    // `env: undefined` leaves the step's other parts.
    for (const step of job.steps) expect(JSON.stringify({ ...step, env: undefined })).not.toMatch(/secrets\./);
  });

  test("runs nothing from npm before the last step that has a token of Terraform Cloud", () => {
    const lastToken = job.steps.findLastIndex((step) => step.env?.["TFC_TOKEN"] !== undefined);
    const firstNpm = job.steps.findIndex((step) => /^(npm|npx) /.test(step.run ?? ""));
    if (lastToken >= 0 && firstNpm >= 0) expect(firstNpm).toBeGreaterThan(lastToken);
  });

  test("calls only scripts that are there and may be run", () => {
    const called = job.steps.flatMap(({ run }) => run?.match(/\.github\/scripts\/[\w-]+\.sh/g) ?? []);
    for (const script of called) expect(statSync(join(PROJECT, script)).mode & 0o111).toBe(0o111);
  });
});

test("a pull request's older run is cancelled, a deployment never", () => {
  const [deploy, pullRequest] = workflowNames().map((file) => workflowOf(workflowText(file)));
  expect(pullRequest?.concurrency).toEqual({
    group: "pull-request-${{ github.event.pull_request.number }}",
    "cancel-in-progress": true,
  });
  expect(deploy?.jobs["deploy"]?.concurrency).toEqual({
    group: "terraform-cloud-${{ matrix.bridge.organization }}-${{ matrix.bridge.workspace }}",
    "cancel-in-progress": false,
  });
});

test("a deployment asks for approval, bridge by bridge, and applies what was verified: nothing is installed or synthesized", () => {
  const deploy = workflowOf(workflowText("deploy.yml")).jobs["deploy"];
  expect(deploy?.environment?.name).toBe("${{ matrix.bridge.name }}");
  expect(deploy?.steps.map(titleOf)).not.toEqual(
    expect.arrayContaining([expect.stringMatching(/setup-|Install|Synth/)]),
  );
});

test("every script is used", () => {
  const all = workflowNames().map(workflowText).join("");
  const scripts = readdirSync(SCRIPTS).filter((name) => name !== "terraform-cloud.sh");
  expect(scripts.filter((name) => !all.includes(`.github/scripts/${name}`))).toEqual([]);
});

test("the packages of the packet lab are the same everywhere", () => {
  const list = /iproute2 [\w -]*openssl/.exec(readFileSync(join(PROJECT, ".ci/run"), "utf8"))?.[0] ?? "missing";
  expect(readFileSync(join(SCRIPTS, "lab-packages.sh"), "utf8")).toContain(` ${list}\n`);
  expect(readFileSync(join(PROJECT, "README.md"), "utf8")).toContain(` ${list}\n`);
});

test("the pull request workflow runs what the README says that must pass", () => {
  const runs = workflowOf(workflowText("pull-request.yml")).jobs["test"]?.steps.map(({ run }) => run);
  for (const command of ["npm ci", "npm run lint", "npm run typecheck", "npm run format:check", "npm test"])
    expect(runs).toContain(command);
});

describe("docs/terraform-cloud.md", () => {
  const document = readFileSync(join(PROJECT, "docs/terraform-cloud.md"), "utf8");

  test("names every secret and every job, and both READMEs lead to it", () => {
    const secrets = new Set(document.match(/TFC_\w+_TOKEN/g));
    expect([...secrets].sort()).toEqual([...new Set(Object.values(SECRETS).flat())].sort());
    const table = document.slice(0, document.indexOf("## The workspace"));
    for (const [name] of jobs) expect(table).toContain(`| \`${name.split("/")[1]}\``);
    for (const readme of ["README.md", "README.ja.md"])
      expect(readFileSync(join(PROJECT, readme), "utf8")).toContain("(docs/terraform-cloud.md)");
  });

  test("its trust policy lets in one workspace in one phase", () => {
    const [, json = ""] = /```json\n([\s\S]*?)```/.exec(document) ?? [];
    const policy = JSON.parse(json) as { Statement: { Condition: object }[] };
    expect(Object.keys(policy.Statement[0]?.Condition ?? {})).toEqual(["StringEquals"]);
    expect(json).toMatch(/organization:\w+:project:[\w ]+:workspace:[\w-]+:run_phase:plan"/);
    expect(json).not.toContain("*");
  });
});
