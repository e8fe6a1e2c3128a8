import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { loadPlan } from "../../../src/address-plan/load-plans";
import type { AddressPlan } from "../../../src/address-plan/plan";
import { formatFault } from "../../../src/config/fault";
import { synthesize } from "../../../src/stacks/synthesize";
import type { JsonObject } from "../../../src/terraform";
import { PROJECT } from "../../support/bridges";
import { terraformEnvironment } from "../../support/terraform";
import type { Emulator } from "./emulator";
import { run, type RunOptions, type Running, start } from "./processes";

/** What the project's own commands need; the bridges are the copy's own. */
const LINKED = ["main.ts", "src", "modules", ".gen", "node_modules", "cdktf.json", "package.json", "tsconfig.json"];

/** A change that a plan makes. Source: Terraform's "JSON Output Format". */
export interface Change {
  readonly address: string;
  readonly mode: "managed" | "data";
  readonly change: { readonly actions: readonly string[]; readonly replace_paths?: readonly (readonly string[])[] };
}

/** A temporary copy of the project with one bridge, whose Terraform talks to an emulated account. */
export class DeployProject {
  readonly folder = mkdtempSync(join(tmpdir(), "overlap-deploy-"));
  private readonly env: NodeJS.ProcessEnv;

  constructor(
    readonly name: string,
    emulator: Emulator,
    text: string,
    private readonly onOutput?: (text: string) => void,
  ) {
    for (const entry of LINKED) symlinkSync(join(PROJECT, entry), join(this.folder, entry));
    mkdirSync(join(this.folder, "bridges"));
    this.env = { ...terraformEnvironment(this.folder), ...emulator.environment(), NO_COLOR: "1" };
    this.write(text);
  }

  /** Where Terraform runs. */
  get stack(): string {
    return join(this.folder, "cdktf.out/stacks", this.name);
  }

  /** Writes the bridge file, the first time or changed. */
  write(text: string): void {
    writeFileSync(join(this.folder, "bridges", `${this.name}.yaml`), text);
  }

  /** The bridge's plan of addresses. */
  addressPlan(): AddressPlan {
    const loaded = loadPlan(join(this.folder, "bridges", `${this.name}.yaml`));
    if ("faults" in loaded) throw new Error(loaded.faults.map(formatFault).join("\n"));
    return loaded.plan;
  }

  /** Starts the real cdktf CLI, which synthesizes by the command in cdktf.json and runs Terraform. */
  startCdktf(...args: string[]): Running {
    return start(join(PROJECT, "node_modules/.bin/cdktf"), args, this.options(this.folder));
  }

  /** @throws Error with all that it said when it fails */
  async cdktf(...args: string[]): Promise<string> {
    return run(join(PROJECT, "node_modules/.bin/cdktf"), args, this.options(this.folder));
  }

  async deploy(): Promise<string> {
    return this.cdktf(...DEPLOY, this.name);
  }

  async diff(): Promise<string> {
    return this.cdktf("diff", this.name, "--skip-provider-lock");
  }

  async destroy(): Promise<string> {
    return this.cdktf("destroy", this.name, "--auto-approve");
  }

  /** Terraform itself in the stack's folder. */
  async terraform(...args: string[]): Promise<string> {
    return run("terraform", args, this.options(this.stack));
  }

  startTerraform(...args: string[]): Running {
    return start("terraform", args, this.options(this.stack));
  }

  /**
   * Synthesizes the bridge as it is written and plans it, for `apply`.
   * @returns what would change, by address; nothing when the cloud is as written
   */
  async plan(): Promise<Readonly<Record<string, string>>> {
    synthesize([this.addressPlan()], join(this.folder, "cdktf.out"));
    await this.terraform("plan", "-input=false", "-no-color", "-out=plan.out");
    const shown = await this.terraform("show", "-json", "plan.out");
    const { resource_changes } = JSON.parse(shown) as { resource_changes: readonly Change[] };
    const changing = resource_changes.filter(
      ({ mode, change }) => mode === "managed" && change.actions.some((action) => action !== "no-op"),
    );
    return Object.fromEntries(changing.map(({ address, change }) => [address, wordFor(change.actions)]));
  }

  /** Applies what was planned last. */
  async apply(): Promise<void> {
    await this.terraform("apply", "-input=false", "-no-color", "plan.out");
  }

  /** `terraform plan -detailed-exitcode`: 0 no changes, 2 changes. */
  async detailedExitCode(): Promise<number | null> {
    const args = ["plan", "-input=false", "-no-color", "-detailed-exitcode", "-lock=false"];
    return (await start("terraform", args, this.options(this.stack)).done).exit;
  }

  /** `terraform show -json` of what was applied. */
  async state(): Promise<JsonObject> {
    return JSON.parse(await this.terraform("show", "-json")) as JsonObject;
  }

  outputs(file: string): unknown {
    return JSON.parse(readFileSync(file, "utf8"));
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  private options(cwd: string): RunOptions {
    return { cwd, env: this.env, onOutput: this.onOutput };
  }
}

/** The arguments of a deployment without questions and without network. */
export const DEPLOY = ["deploy", "--auto-approve", "--skip-provider-lock"];

/** In the words of a reviewer; the order of the actions is the order of a replacement. */
function wordFor(actions: readonly string[]): string {
  switch (actions.join()) {
    case "create,delete":
      return "create before destroy";
    case "delete,create":
      return "destroy before create";
    default:
      return actions.join();
  }
}
