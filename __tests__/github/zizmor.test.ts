import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describeUnless } from "../support/describe-unless";
import { inFolder, PROJECT } from "../support/bridges";
import { pythonWith, whyNoPython } from "../support/python";
import { workflowNames } from "../support/workflow-files";

/** What of a finding is read. Source: zizmor's documentation, output format json-v1. */
interface Finding {
  readonly ident: string;
  readonly desc: string;
  readonly determinations: { readonly severity: "Informational" | "Low" | "Medium" | "High" };
  readonly locations: readonly {
    readonly concrete: { readonly location: { readonly start_point: { readonly row: number } } };
  }[];
}

/** Every finding in a folder, also those that only auditors want to see, by the folder's own .github/zizmor.yml. */
function audit(zizmor: string, folder: string): Finding[] {
  const args = ["--offline", "--strict-collection", "--persona=auditor", "--format=json-v1", "--no-exit-codes", "."];
  const { error, status, stdout, stderr } = spawnSync(zizmor, args, { cwd: folder, encoding: "utf8" });
  if (error) throw error;
  if (status !== 0) throw new Error(`zizmor exited ${status}\n${stderr}`);
  for (const name of workflowNames())
    if (!stderr.includes(name)) throw new Error(`zizmor did not read ${name}\n${stderr}`);
  return JSON.parse(stdout) as Finding[];
}

const grave = (findings: readonly Finding[]) =>
  findings
    .filter(({ determinations }) => ["Medium", "High"].includes(determinations.severity))
    .map(
      ({ ident, desc, locations }) =>
        `${ident}: ${desc}, line ${(locations[0]?.concrete.location.start_point.row ?? 0) + 1}`,
    );

/** Runs in a copy of the project's .github with one more workflow, of one job with these steps. */
function withWorkflow<T>(steps: string, run: (folder: string) => T): T {
  return inFolder((folder) => {
    cpSync(join(PROJECT, ".github"), join(folder, ".github"), { recursive: true });
    mkdirSync(join(folder, ".git"));
    const head = "on: pull_request_target\npermissions: {}\njobs:\n  a:\n    runs-on: ubuntu-24.04\n    steps:\n";
    writeFileSync(join(folder, ".github/workflows/wrong.yml"), `${head}      - ${steps}\n`);
    return run(folder);
  });
}

describeUnless(whyNoPython(), "zizmor over the workflows")("zizmor", () => {
  let zizmor: string;
  beforeAll(() => {
    zizmor = join(pythonWith(join(__dirname, "zizmor/requirements.txt"), "zizmor"), "zizmor");
  }, 180_000);

  test("finds nothing above low in the workflows and dependabot.yml; reasons stand in .github/zizmor.yml", () => {
    expect(grave(audit(zizmor, PROJECT))).toEqual([]);
  });

  test.each([
    ["a title in a script", 'run: echo "${{ github.event.pull_request.title }}"', "template-injection"],
    ["an action by its tag", "uses: actions/checkout@v4", "unpinned-uses"],
    ["a secret of the repository", "env: { A: '${{ secrets.OTHER }}' }\n        run: echo", "secrets-outside-env"],
    ["a workflow with a fork's code and the repository's rights", "run: echo", "dangerous-triggers"],
  ])("finds %s", (_, steps, ident) => {
    const found = withWorkflow(steps, (folder) => grave(audit(zizmor, folder)));
    expect(found.map((line) => line.split(":")[0])).toContain(ident);
  });
});
