import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { PROJECT } from "../support/bridges";
import { type Job, type Step, titleOf, workflowNames, workflowOf, workflowText } from "../support/workflow-files";

const SCRIPTS = join(PROJECT, ".github/scripts");

/** Every permission that a job has beyond reading the repository, and what for. */
const BEYOND_READING = { "pull-request.yml/comment": { "pull-requests": "write" } } as Record<string, object>;

/** The secrets that each job may see. */
const SECRETS = {
  // Only whether they are there: see below.
  "pull-request.yml/synth": ["TFC_SPECULATIVE_TOKEN", "TFC_PLAN_TOKEN"],
  "pull-request.yml/plan": ["TFC_SPECULATIVE_TOKEN"],
  "pull-request.yml/review": ["TFC_PLAN_TOKEN"],
  "deploy.yml/deploy": ["TFC_APPLY_TOKEN"],
} as Record<string, string[]>;

/** Actions that run an image which a tag names: the hash behind `uses:` does not pin it. */
const RUNS_AN_IMAGE = /^hashicorp\/tfc-workflows-github\//;

/** Whether a step runs something of npm's, itself or in the script that it calls. */
function runsNpm({ run = "" }: Step): boolean {
  const [script] = /\.github\/scripts\/[\w-]+\.sh/.exec(run) ?? [];
  return /^\s*(npm|npx|node) /m.test(script === undefined ? run : readFileSync(join(PROJECT, script), "utf8"));
}

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
    "pull-request.yml/review",
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
    const lastToken = job.steps.findLastIndex(({ env = {} }) => "TFC_TOKEN" in env || "TF_API_TOKEN" in env);
    const firstNpm = job.steps.findIndex(runsNpm);
    if (lastToken >= 0 && firstNpm >= 0) expect(firstNpm).toBeGreaterThan(lastToken);
  });

  test("gives an action that runs an image no token but the one that can only plan", () => {
    const images = job.steps.filter(({ uses = "" }) => RUNS_AN_IMAGE.test(uses));
    expect(images).toHaveLength(name === "pull-request.yml/plan" ? 2 : 0);
    for (const { env } of images)
      expect(Object.keys(env ?? {}).filter((key) => key !== "TF_MAX_TIMEOUT")).toEqual(["TF_API_TOKEN"]);
    for (const { env } of images) expect(env?.["TF_API_TOKEN"]).toBe("${{ secrets.TFC_SPECULATIVE_TOKEN }}");
    // It could take whatever the job has: no other secret, and no right to write.
    if (images.length === 0) return;
    expect(JSON.stringify(job)).not.toMatch(/github\.token|secrets\.(?!TFC_SPECULATIVE_TOKEN)/);
    expect(job.permissions).toEqual({ contents: "read" });
  });

  test("calls only scripts that are there and may be run", () => {
    const called = job.steps.flatMap(({ run }) => run?.match(/\.github\/scripts\/[\w-]+\.sh/g) ?? []);
    for (const script of called) expect(statSync(join(PROJECT, script)).mode & 0o111).toBe(0o111);
  });
});

test("where nothing is planned, it is only asked whether the tokens are there", () => {
  const [pack] = workflowOf(workflowText("pull-request.yml")).jobs["synth"]?.steps.filter(({ env }) => env) ?? [];
  expect(pack?.env).toEqual({
    HAS_TOKEN: "${{ secrets.TFC_SPECULATIVE_TOKEN != '' && secrets.TFC_PLAN_TOKEN != '' }}",
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
