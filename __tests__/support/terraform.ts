import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";
import type { BridgePlan } from "../../src/address-plan/bridge-plan";
import { FORMATS, type StackFormat } from "../../src/stacks/stack-file";
import { draftStacks } from "../../src/stacks/synthesize";
import { inFolder } from "./bridges";
import { describeUnless } from "./describe-unless";

/** What of a plan the tests read. Source: Terraform's "JSON Output Format". */
export interface PlanJson {
  readonly complete: boolean;
  readonly errored: boolean;
  readonly resource_changes: readonly {
    readonly address: string;
    readonly type: string;
    readonly mode: "managed" | "data";
    readonly change: { readonly actions: readonly string[]; readonly after: Readonly<Record<string, unknown>> };
  }[];
  readonly planned_values: { readonly outputs: Readonly<Record<string, unknown>> };
  readonly configuration: { readonly root_module: { readonly resources: readonly ConfigResource[] } };
}
interface ConfigResource {
  readonly address: string;
  readonly expressions: Readonly<Record<string, { readonly references?: readonly string[] }>>;
}

const PROVIDER_FOLDER = "registry.terraform.io/hashicorp/aws";

/** The provider with keys that work nowhere, so that a plan asks nobody anything; the product's own files stay as they are. */
export const OFFLINE_PROVIDER = {
  access_key: "offline",
  secret_key: "offline",
  skip_credentials_validation: true,
  skip_requesting_account_id: true,
  skip_metadata_api_check: "true",
  skip_region_validation: true,
  allowed_account_ids: null,
};

/** An override file for the stack: state in the folder, and every provider of the stack offline. */
function offlineOverride(aliases: readonly (string | undefined)[]): string {
  const aws = aliases.map((alias) => (alias ? { alias, ...OFFLINE_PROVIDER } : OFFLINE_PROVIDER));
  return JSON.stringify({ terraform: { backend: { local: {} } }, provider: { aws } });
}

/**
 * Takes the roles out of a copied stack: an override can't, and entering one asks AWS.
 * @returns the aliases of its providers
 */
function enterNoRole(folder: string): (string | undefined)[] {
  const hcl = join(folder, FORMATS.hcl);
  if (existsSync(hcl)) {
    const text = readFileSync(hcl, "utf8");
    writeFileSync(hcl, text.replace(/^assume_role \{\n[^}]*\}\n/gm, ""));
    // cdktf's writer indents nothing, so a block ends where a line begins with a brace and a line without one follows.
    const providers = text.match(/^provider "aws" \{\n[^]*?(?=^(?:provider|resource|data) ")/gm) ?? [];
    return providers.map((one) => /^alias = "(.*)"$/m.exec(one)?.[1]);
  }
  const file = join(folder, FORMATS.json);
  const stack = JSON.parse(readFileSync(file, "utf8")) as {
    provider: { aws: { alias?: string; assume_role?: unknown }[] };
  };
  for (const provider of stack.provider.aws) delete provider.assume_role;
  writeFileSync(file, JSON.stringify(stack));
  return stack.provider.aws.map(({ alias }) => alias);
}

/** Folders that may hold a provider mirror: Terraform's implied ones, and one level below the usual prefixes. */
function mirrorCandidates(): string[] {
  const below = ["/opt", "/usr/local", "/usr/share", "/usr/local/share", "/usr/lib"].filter((folder) =>
    existsSync(folder),
  );
  return [
    join(homedir(), ".terraform.d/plugins"),
    join(homedir(), ".local/share/terraform/plugins"),
    "/usr/local/share/terraform/plugins",
    "/usr/share/terraform/plugins",
    ...below.flatMap((folder) => readdirSync(folder).map((name) => join(folder, name))),
  ];
}

/** Where the AWS provider comes from: the user's own CLI configuration, a mirror on disk, or Terraform's registry. */
function providerSource(): { config?: string; mirror?: string } {
  const config = process.env["TF_CLI_CONFIG_FILE"];
  if (config && existsSync(config)) return { config };
  const mirror = mirrorCandidates().find((folder) => existsSync(join(folder, PROVIDER_FOLDER)));
  return mirror ? { mirror } : {};
}

/**
 * Makes Terraform find the provider on disk also where cdktf's own matchers start it.
 * @returns what puts the environment back
 */
export function useMirror(): () => void {
  const before = process.env["TF_CLI_CONFIG_FILE"];
  const { mirror } = providerSource();
  if (!mirror) return () => undefined;
  const folder = mkdtempSync(join(tmpdir(), "overlap-mirror-"));
  process.env["TF_CLI_CONFIG_FILE"] = writeCliConfig(folder, mirror);
  return () => {
    rmSync(folder, { recursive: true, force: true });
    if (before === undefined) delete process.env["TF_CLI_CONFIG_FILE"];
    else process.env["TF_CLI_CONFIG_FILE"] = before;
  };
}

function writeCliConfig(folder: string, mirror: string): string {
  const file = join(folder, "offline.tfrc");
  writeFileSync(file, `provider_installation {\n  filesystem_mirror {\n    path = "${mirror}"\n  }\n}\n`);
  return file;
}

/** The environment without anything that says who the user is on AWS or how Terraform should behave. */
function cleanEnvironment(config: string | undefined): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => !/^(AWS_|TF_)/.test(name));
  return {
    ...Object.fromEntries(kept),
    CHECKPOINT_DISABLE: "1",
    TF_IN_AUTOMATION: "1",
    // Terraform and the provider are Go programs that live for seconds: collecting garbage less often saves a quarter of their CPU.
    GOGC: "400",
    ...(config ? { TF_CLI_CONFIG_FILE: config } : {}),
  };
}

/**
 * The environment in which Terraform finds its provider, without anything of the user's own.
 * @param folder where a CLI configuration is written that names the mirror on disk, when there is one
 */
export function terraformEnvironment(folder: string): NodeJS.ProcessEnv {
  const { config, mirror } = providerSource();
  return cleanEnvironment(mirror ? writeCliConfig(folder, mirror) : config);
}

export interface PlanSummary {
  /** "Plan: 56 to add, 0 to change, 0 to destroy." */
  readonly summary: string;
  readonly warnings: readonly string[];
}

export interface Planned extends PlanSummary {
  readonly json: PlanJson;
}

export interface TerraformRun {
  readonly stdout: string;
  readonly stderr: string;
}

/** A temporary copy of a synthesized stack in which Terraform runs without network or account. */
export class OfflineStack {
  readonly folder: string;
  private readonly env: NodeJS.ProcessEnv;

  /** @param stackFolder the folder that holds cdk.tf.json or cdk.tf */
  constructor(stackFolder: string) {
    this.folder = mkdtempSync(join(tmpdir(), "overlap-plan-"));
    cpSync(stackFolder, this.folder, { recursive: true });
    const aliases = enterNoRole(this.folder);
    writeFileSync(join(this.folder, "offline_override.tf.json"), offlineOverride(aliases));
    this.env = terraformEnvironment(this.folder);
  }

  /**
   * Runs terraform.
   * @throws Error with Terraform's own diagnostics when it fails
   */
  run(...args: string[]): TerraformRun {
    const result = spawnSync("terraform", args, {
      cwd: this.folder,
      env: this.env,
      encoding: "utf8",
      maxBuffer: 1 << 28,
    });
    if (result.error) throw result.error;
    if (result.status !== 0)
      throw new Error(`terraform ${args.join(" ")} exited ${result.status}\n${result.stderr || result.stdout}`);
    return { stdout: result.stdout, stderr: result.stderr };
  }

  /** init and plan. @returns what Terraform says that it would do, and the warnings that it and the provider gave */
  plan(): PlanSummary {
    this.run("init", "-input=false", "-no-color");
    const { stdout, stderr } = this.run("plan", "-input=false", "-no-color", "-out=plan.out");
    const [summary = stdout] = /^(Plan: .*|No changes\..*)$/m.exec(stdout) ?? [];
    return { summary, warnings: `${stdout}\n${stderr}`.match(/Warning: .*/g) ?? [] };
  }

  /** The plan that was made, as JSON. */
  show(): PlanJson {
    return JSON.parse(this.run("show", "-json", "plan.out").stdout) as PlanJson;
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** A test that runs these tests elsewhere says in this variable why no plan can be made there. */
export const WHY_NO_PLAN = "WHY_NO_PLAN";

/**
 * Why a plan can't be made here, or undefined when it can. Where CI is set nothing may be skipped, so it is always undefined
 * there and the test fails with Terraform's own words.
 */
export function whyNoPlan(): string | undefined {
  const told = process.env[WHY_NO_PLAN];
  if (told !== undefined) return told;
  if (process.env["CI"]) return undefined;
  if (spawnSync("terraform", ["version"]).error) return "terraform is not installed";
  const { config, mirror } = providerSource();
  if (config ?? mirror) return undefined;
  return networkReachable() ? undefined : "there is no provider mirror on disk and no network";
}

/** Whether Terraform's registry answers, asked the way Terraform would. */
function networkReachable(): boolean {
  const probe =
    'fetch("https://registry.terraform.io/.well-known/terraform.json").then(r => process.exit(r.ok ? 0 : 1), () => process.exit(1))';
  return spawnSync(process.execPath, ["-e", probe], { timeout: 5000 }).status === 0;
}

function withStack<T>(plan: BridgePlan, run: (stack: OfflineStack) => T, format: StackFormat = "json"): T {
  return inFolder((folder) => {
    const draft = draftStacks([plan], folder, format);
    draft.publish();
    draft.discard();
    const stack = new OfflineStack(join(folder, "stacks", plan.name));
    try {
      return run(stack);
    } finally {
      stack.remove();
    }
  });
}

/** A real `terraform init` and `plan` of a bridge, in a temporary folder. */
export function summarizeForReal(plan: BridgePlan): PlanSummary {
  return withStack(plan, (stack) => stack.plan());
}

/** The same, with the plan's JSON; reading that takes Terraform as long as planning. */
export function planForReal(plan: BridgePlan): Planned {
  return withStack(plan, (stack) => ({ ...stack.plan(), json: stack.show() }));
}

/** The plan of a bridge's stack in HCL, as `cdktf synth --hcl` writes it, once Terraform has called it valid. */
export function planHclForReal(plan: BridgePlan): Planned {
  const run = (stack: OfflineStack): Planned => {
    const planned = stack.plan();
    const { valid } = JSON.parse(stack.run("validate", "-json").stdout) as { valid: boolean };
    if (!valid) throw new Error("terraform validate says that it is not valid");
    return { ...planned, json: stack.show() };
  };
  return withStack(plan, run, "hcl");
}

/** The changes to resources, without those to data sources. */
export function managedChanges({ resource_changes }: PlanJson): PlanJson["resource_changes"] {
  return resource_changes.filter((change) => change.mode === "managed");
}

/** What every plan of a new bridge must be: nothing but creates, and no word of warning. */
export function expectOnlyCreates({ summary, warnings }: PlanSummary): void {
  expect(summary).toMatch(/^Plan: [1-9]\d* to add, 0 to change, 0 to destroy\.$/);
  expect(warnings).toEqual([]);
}

/** describe, or describe.skip with one line that says why. In CI it never skips: what can't run there fails. */
export function describeWithTerraform(): jest.Describe {
  return describeUnless(whyNoPlan(), "terraform plan tests");
}
