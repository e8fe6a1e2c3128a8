import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { inFolder, PROJECT } from "../support/bridges";
import { pythonWith } from "../support/python";

/** What Checkov says of one resource, or of one job of a workflow. */
export interface CheckResult {
  /** The plan's name, or the path of a file of the project. */
  readonly input: string;
  /** Id of the check. */
  readonly check: string;
  /** What should be so, in Checkov's words. */
  readonly title: string;
  readonly address: string;
  readonly failed: boolean;
}

/** What Checkov says of plans and of the project's own files. */
export interface Scan {
  readonly results: readonly CheckResult[];
  /** Inputs that Checkov could not read, and plans of which it says nothing: it reads past what is no plan to it. */
  readonly unread: readonly string[];
}

/** What of Checkov's JSON is read. Source: Checkov's documentation, reviewing scan results. */
interface Report {
  readonly results: {
    readonly passed_checks: readonly Told[];
    readonly failed_checks: readonly Told[];
    readonly skipped_checks: readonly Told[];
    readonly parsing_errors: readonly string[];
  };
}
interface Told {
  readonly check_id: string;
  readonly check_name: string;
  readonly file_path: string;
  readonly resource: string;
  readonly resource_address: string | null;
}

/** Where plans are put, and what of the project is scanned beside them. */
const PLANS = "plans";
const OWN_FOLDERS = [".github", "modules"];

/** The Python that has the Checkov of requirements.txt. Takes a minute the first time. @throws Error when a package can't be had */
export function pythonOfCheckov(): string {
  return join(pythonWith(join(__dirname, "requirements.txt"), "checkov"), "python");
}

/**
 * One run over all plans, the workflows and the modules, since each run takes Checkov's own start of some seconds. It asks nothing
 * of the network, and finds no configuration of anybody's: its home is the temporary folder.
 * @param plans JSON of `terraform show`, by names for them
 * @throws Error with Checkov's words when it does not end well
 */
export function scan(plans: ReadonlyMap<string, object>): Scan {
  return inFolder((folder) => {
    mkdirSync(join(folder, PLANS));
    for (const [name, plan] of plans) writeFileSync(join(folder, PLANS, `${name}.json`), JSON.stringify(plan));
    for (const own of OWN_FOLDERS) cpSync(join(PROJECT, own), join(folder, own), { recursive: true });
    const reports = runCheckov(folder);
    const results = reports.flatMap(({ results: { passed_checks, failed_checks, skipped_checks } }) => {
      const [skipped] = skipped_checks;
      if (skipped) throw new Error(`Checkov was told elsewhere to skip ${skipped.check_id} of ${skipped.resource}`);
      return [
        ...passed_checks.map((told) => resultOf(told, false)),
        ...failed_checks.map((told) => resultOf(told, true)),
      ];
    });
    const said = new Set(results.map(({ input }) => input));
    const unread = reports.flatMap((report) => report.results.parsing_errors.map(inputOf));
    return { results, unread: [...new Set([...unread, ...[...plans.keys()].filter((name) => !said.has(name))])] };
  });
}

function runCheckov(folder: string): readonly Report[] {
  const frameworks = ["--framework", "terraform_plan", "github_actions", "terraform"];
  const options = ["--directory", folder, ...frameworks, "--skip-download", "--soft-fail", "--output", "json"];
  // As a module: the script beside it names the folder that the environment was made in.
  const { error, status, stdout, stderr } = spawnSync(pythonOfCheckov(), ["-m", "checkov.main", ...options], {
    cwd: folder,
    env: { PATH: process.env["PATH"], HOME: folder, LANG: "C.UTF-8" },
    encoding: "utf8",
    maxBuffer: 1 << 28,
  });
  if (error) throw error;
  if (status !== 0) throw new Error(`checkov exited ${status}\n${stderr}`);
  return [JSON.parse(stdout) as Report | readonly Report[]].flat();
}

function resultOf({ check_id, check_name, file_path, resource, resource_address }: Told, failed: boolean): CheckResult {
  return {
    input: inputOf(file_path),
    check: check_id,
    title: check_name,
    address: resource_address ?? resource,
    failed,
  };
}

/** plans/article.json is the plan article; other paths are the project's. */
function inputOf(path: string): string {
  const [, plan] = /(?:^|\/)plans\/([^/]+)\.json$/.exec(path) ?? [];
  return plan ?? path.replace(/^\//, "");
}
