import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { PROJECT } from "../support/bridges";
import { type Job, type Step, titleOf, workflowNames, workflowOf, workflowText } from "../support/workflow-files";

const SCRIPTS = join(PROJECT, ".github/scripts");

/** Every permission that a job has beyond reading the repository, and what for. */
const BEYOND_READING = {
  "pull-request.yml/comment": { "pull-requests": "write" },
  // Finds the pull request of a commit, and what its run left.
  "deploy.yml/reviewed": { actions: "read", "pull-requests": "read" },
} as Record<string, object>;

/** The secrets that each job may see. */
const SECRETS = {
  // Only whether they are there: see below.
  "pull-request.yml/synth": ["TFC_SPECULATIVE_TOKEN", "TFC_PLAN_TOKEN"],
  "pull-request.yml/plan": ["TFC_SPECULATIVE_TOKEN"],
  "pull-request.yml/review": ["TFC_PLAN_TOKEN"],
  "deploy.yml/plan": ["TFC_PLAN_TOKEN"],
  "deploy.yml/review": ["TFC_PLAN_TOKEN"],
  "deploy.yml/gate": ["TFC_PLAN_TOKEN"],
  "deploy.yml/apply": ["TFC_APPLY_TOKEN"],
  "deploy.yml/end": ["TFC_PLAN_TOKEN"],
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
    "deploy.yml/reviewed",
    "deploy.yml/plan",
    "deploy.yml/review",
    "deploy.yml/gate",
    "deploy.yml/apply",
    "deploy.yml/end",
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

  test("installs without scripts, and without packages for development where a token or a plan is", () => {
    const installs = job.steps.flatMap(({ run = "" }) => run.match(/npm (?:ci|i|install|exec)\b.*/g) ?? []);
    const expected =
      name === "pull-request.yml/test" ? "npm ci --ignore-scripts" : "npm ci --omit=dev --ignore-scripts";
    for (const install of installs) expect(install).toBe(expected);
    expect(job.steps.flatMap(({ run }) => run?.match(/\bnpx\b/g) ?? [])).toEqual([]);
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

test("a pull request's older run is cancelled, a deployment never; one at a time is planned for a workspace", () => {
  const [deploy, pullRequest] = workflowNames().map((file) => workflowOf(workflowText(file)));
  expect(pullRequest?.concurrency).toEqual({
    group: "pull-request-${{ github.event.pull_request.number }}",
    "cancel-in-progress": true,
  });
  expect(deploy?.concurrency).toBeUndefined();
  const groups = Object.entries(deploy?.jobs ?? {}).filter(([, job]) => job.concurrency !== undefined);
  expect(groups.map(([name, { concurrency }]) => [name, concurrency])).toEqual([
    [
      "plan",
      {
        group: "terraform-cloud-${{ matrix.bridge.organization }}-${{ matrix.bridge.workspace }}",
        "cancel-in-progress": false,
      },
    ],
  ]);
});

describe("a deployment", () => {
  const { jobs: own } = workflowOf(workflowText("deploy.yml"));
  const before = (name: string): string[] => {
    const needs = [own[name]?.needs ?? []].flat();
    return [...needs, ...needs.flatMap(before)];
  };
  const scripts = (name: string): string[] =>
    own[name]?.steps.flatMap(({ run }) => run?.match(/[\w-]+\.sh/g) ?? []) ?? [];

  test("asks for approval bridge by bridge, in the one job that applies, and the only secret behind it is its own", () => {
    const asking = jobs.filter(([, { environment }]) => environment !== undefined);
    expect(asking.map(([name]) => name)).toEqual(["deploy.yml/apply"]);
    expect(own["apply"]?.environment).toEqual({ name: "${{ matrix.bridge.name }}", url: "${{ matrix.bridge.link }}" });
    const applying = jobs.filter(([, { steps }]) => steps.some(({ run }) => run?.includes("apply-run.sh")));
    expect(applying.map(([name]) => name)).toEqual(["deploy.yml/apply"]);
  });

  test("plans, proves, reviews and compares before it asks, and applies only what passed", () => {
    expect(before("apply")).toEqual(expect.arrayContaining(["gate", "review", "plan", "reviewed", "synth"]));
    expect(scripts("plan")).toContain("create-run.sh");
    expect(scripts("review")).toEqual(["same-run.sh", "plan-json.sh", "judge-plan.sh"]);
    expect(own["apply"]?.strategy?.matrix["bridge"]).toBe("${{ fromJSON(needs.gate.outputs.ready) }}");
    expect(own["apply"]?.if).toContain("needs.gate.result == 'success'");
    expect(own["apply"]?.if).not.toContain("always()");
  });

  test("applies the run that was planned: nothing is installed, synthesized, uploaded or planned behind the approval", () => {
    expect(scripts("apply")).toEqual(["newest.sh", "apply-run.sh"]);
    const apply = own["apply"]?.steps.find(({ run }) => run?.includes("apply-run.sh"));
    expect(apply?.env?.["PLANNED"]).toBe("${{ toJSON(matrix.bridge.planned) }}");
    expect(own["apply"]?.steps.map(titleOf)).not.toEqual(
      expect.arrayContaining([expect.stringMatching(/setup-|Install|Synth|artifact/)]),
    );
  });

  test("ends what does not go on, whatever happened", () => {
    expect(own["end"]?.if).toContain("always()");
    expect(own["end"]?.needs).toEqual(expect.arrayContaining(Object.keys(own).filter((name) => name !== "end")));
    expect(scripts("end")).toEqual(["end-runs.sh"]);
    expect(scripts("gate")).toEqual(["gate.sh", "end-runs.sh"]);
  });

  test("by default nothing goes on that cuts, opens or can't be told, or that nobody reviewed", () => {
    const judge = own["review"]?.steps.find(({ run }) => run?.includes("judge-plan.sh"));
    expect(judge?.env?.["FAIL_ON"]).toBe("${{ vars.DEPLOY_FAIL_ON || 'cuts,opens,unknown' }}");
    expect(own["reviewed"]?.env?.["UNREVIEWED"]).toBe("${{ vars.DEPLOY_UNREVIEWED }}");
    expect(readFileSync(join(SCRIPTS, "reviewed.sh"), "utf8")).toContain('[ "${UNREVIEWED-}" = ask ] ||');
  });
});

test("scripts end with a fault that they meet, and take nothing of input for a command or an option", () => {
  for (const name of readdirSync(SCRIPTS)) {
    const text = readFileSync(join(SCRIPTS, name), "utf8");
    if (!/^source .*terraform-cloud\.sh"|^source .*reviewed\.sh"/m.test(text))
      expect(text).toMatch(/^set -euo pipefail$/m);
    expect(text).not.toMatch(/\beval\b|bash -c|xargs/);
  }
});

test("every script is used", () => {
  const all = workflowNames().map(workflowText).join("");
  const texts = readdirSync(SCRIPTS)
    .map((name) => readFileSync(join(SCRIPTS, name), "utf8"))
    .join("");
  const isUsed = (name: string): boolean =>
    all.includes(`.github/scripts/${name}`) || texts.includes(`$(dirname "$0")/${name}"`);
  expect(readdirSync(SCRIPTS).filter((name) => !isUsed(name))).toEqual([]);
});

test("the packages of the packet lab are the same everywhere", () => {
  const list = /iproute2 [\w -]*openssl/.exec(readFileSync(join(PROJECT, ".ci/run"), "utf8"))?.[0] ?? "missing";
  expect(readFileSync(join(SCRIPTS, "lab-packages.sh"), "utf8")).toContain(` ${list}\n`);
  expect(readFileSync(join(PROJECT, "README.md"), "utf8")).toContain(` ${list}\n`);
});

test("the pull request workflow runs what the README says that must pass", () => {
  const runs = workflowOf(workflowText("pull-request.yml")).jobs["test"]?.steps.map(({ run }) => run);
  // Without install scripts, which npm 11 would ask about.
  for (const command of [
    "npm ci --ignore-scripts",
    "npm run lint",
    "npm run knip",
    "npm run typecheck",
    "npm run format:check",
    "npm test",
  ])
    expect(runs).toContain(command);
});

describe("docs/terraform-cloud.md", () => {
  const document = readFileSync(join(PROJECT, "docs/terraform-cloud.md"), "utf8");

  test("names every secret and every job, and both READMEs lead to it", () => {
    const secrets = new Set(document.match(/TFC_\w+_TOKEN/g));
    expect([...secrets].sort()).toEqual([...new Set(Object.values(SECRETS).flat())].sort());
    const table = document.slice(0, document.indexOf("## The workspace"));
    for (const variable of new Set(workflowNames().flatMap((name) => workflowText(name).match(/vars\.(\w+)/g) ?? [])))
      expect(document).toContain(`\`${variable.replace("vars.", "")}\``);
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
