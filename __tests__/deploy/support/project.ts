import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { loadPlan } from "../../../src/address-plan/load-plans";
import type { BridgePlan } from "../../../src/address-plan/bridge-plan";
import { formatFault } from "../../../src/config/fault";
import { draftStacks, synthesize } from "../../../src/stacks/synthesize";
import type { JsonObject } from "../../../src/terraform";
import { PROJECT } from "../../support/bridges";
import { terraformEnvironment } from "../../support/terraform";
import type { Emulator } from "./emulator";
import { type Condition, run, type RunOptions, type Running, start, waitUntil } from "./processes";
import { type Calls, callsIn, recordingEnvironment } from "./recorded-calls";

/** What the project's own commands need; the bridges are the copy's own. */
const LINKED = ["bin", "modules", ".gen", "node_modules", "cdktf.json", "package.json"];

/** What of Terraform's machine-readable messages is read. Source: "Machine-Readable UI" in Terraform's documentation. */
interface Message {
  readonly type: string;
  readonly "@message": string;
  readonly "@level": string;
  readonly change?: { readonly action: string; readonly resource: { readonly addr: string } };
  readonly hook?: { readonly action?: string; readonly resource?: { readonly addr: string } };
}

/** A temporary copy of the project with one bridge, whose Terraform talks to an emulated account. */
export class DeployProject {
  readonly folder = mkdtempSync(join(tmpdir(), "overlap-deploy-"));
  private readonly env: NodeJS.ProcessEnv;

  constructor(
    readonly name: string,
    emulator: Emulator,
    /** @default - it has no bridge yet */
    text?: string,
    /** Hears what the cdktf CLI says, as it comes. @default - nobody */
    private readonly onOutput?: (text: string) => void,
  ) {
    for (const entry of LINKED) symlinkSync(join(PROJECT, entry), join(this.folder, entry));
    mkdirSync(join(this.folder, "bridges"));
    this.env = {
      ...terraformEnvironment(this.folder),
      ...emulator.environment(),
      ...recordingEnvironment(this.log),
      NO_COLOR: "1",
    };
    if (text !== undefined) this.write(text);
  }

  /** Where Terraform runs. */
  get stack(): string {
    return join(this.folder, "cdktf.out/stacks", this.name);
  }

  private get log(): string {
    return join(this.folder, "provider.log");
  }

  /** Every API operation that Terraform asked for until now. */
  calls(): Calls {
    return callsIn(readFileSync(this.log, "utf8"));
  }

  /** Where the project's own commands run, and reach the emulated account. */
  options(cwd: string = this.folder): RunOptions {
    return { cwd, env: this.env, onOutput: this.onOutput };
  }

  /** Writes the bridge file, the first time or changed. */
  write(text: string): void {
    writeFileSync(join(this.folder, "bridges", `${this.name}.yaml`), text);
  }

  /** The bridge's plan of addresses. */
  addressPlan(): BridgePlan {
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

  /** Synthesizes and runs `terraform init`, as the first deployment does, for Terraform without the cdktf CLI. */
  async prepare(): Promise<void> {
    synthesize([this.addressPlan()], join(this.folder, "cdktf.out"));
    await this.terraform("init", "-input=false", "-no-color");
  }

  /** Terraform itself in the stack's folder. */
  async terraform(...args: string[]): Promise<string> {
    return run("terraform", args, { cwd: this.stack, env: this.env });
  }

  /** Starts `terraform apply` itself and follows what it is at. */
  startApply(...options: string[]): FollowedApply {
    const inFlight = new Set<string>();
    let rest = "";
    const onOutput = (text: string) => {
      const lines = (rest + text).split("\n");
      rest = lines.pop() ?? "";
      for (const { type, hook } of messagesOf(lines)) {
        const address = hook?.resource?.addr ?? "";
        if (type === "apply_start") inFlight.add(address);
        if (type === "apply_complete" || type === "apply_errored") inFlight.delete(address);
      }
    };
    const running = start("terraform", [...APPLY, ...options], { ...this.options(this.stack), onOutput });
    return { ...running, inFlight, until: (condition) => waitUntil(condition, running) };
  }

  /**
   * Synthesizes the bridge as it is written and applies it.
   * @returns what was changed, by address, in a reviewer's words: create, update, delete, "create before destroy",
   * "destroy before create"; nothing when the cloud was as written
   */
  async apply(): Promise<Readonly<Record<string, string>>> {
    synthesize([this.addressPlan()], join(this.folder, "cdktf.out"));
    const messages = messagesOf((await this.terraform(...APPLY)).split("\n"));
    return done(messages, messages);
  }

  /** The same by a saved plan, which is shown, too: it holds the state read anew as its `prior_state`. */
  async applyShown(): Promise<{ readonly did: Readonly<Record<string, string>>; readonly plan: JsonObject }> {
    synthesize([this.addressPlan()], join(this.folder, "cdktf.out"));
    const planned = messagesOf((await this.terraform("plan", "-input=false", "-json", "-out=plan.out")).split("\n"));
    const plan = JSON.parse(await this.terraform("show", "-json", "plan.out")) as JsonObject;
    const applied = messagesOf((await this.terraform("apply", "-input=false", "-json", "plan.out")).split("\n"));
    return { did: done(planned, applied), plan };
  }

  /** `terraform plan -detailed-exitcode`: 0 no changes, 2 changes. */
  async detailedExitCode(folder = this.stack): Promise<number | null> {
    const args = ["plan", "-input=false", "-no-color", "-detailed-exitcode", "-lock=false"];
    return (await start("terraform", args, this.options(folder)).done).exit;
  }

  /** The same of the stack in HCL, in a folder as deep as the one of cdktf (docs/moving.md). */
  async exitCodeInHcl(): Promise<number | null> {
    const draft = draftStacks([this.addressPlan()], join(this.folder, "hcl"), "hcl");
    draft.publish();
    draft.discard();
    const folder = join(this.folder, "hcl/stacks", this.name);
    await run("terraform", ["init", "-input=false", "-no-color"], this.options(folder));
    return this.detailedExitCode(folder);
  }

  /** `terraform show -json` of what was applied. */
  async state(): Promise<JsonObject> {
    return JSON.parse(await this.terraform("show", "-json")) as JsonObject;
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** The arguments of a deployment without questions and without network. */
export const DEPLOY = ["deploy", "--auto-approve", "--skip-provider-lock"];

const APPLY = ["apply", "-auto-approve", "-input=false", "-json"];

export interface FollowedApply extends Running {
  /** Addresses of the resources that it is making, changing or deleting right now. */
  readonly inFlight: ReadonlySet<string>;
  /** Waits for something to be so. @throws Error with its last words when it ends before */
  until(condition: Condition): Promise<void>;
}

function messagesOf(lines: readonly string[]): Message[] {
  return lines.filter((line) => line.startsWith("{")).map((line) => JSON.parse(line) as Message);
}

/** What was changed, by address, in a reviewer's words. */
function done(planned: readonly Message[], applied: readonly Message[]): Readonly<Record<string, string>> {
  const changes = planned.filter(({ type }) => type === "planned_change").flatMap(({ change }) => change ?? []);
  return Object.fromEntries(
    changes
      .filter(({ action }) => action !== "read")
      .map(({ action, resource: { addr } }) => [addr, action === "replace" ? replacement(applied, addr) : action]),
  );
}

/** In which order a resource was replaced, as it happened. */
function replacement(messages: readonly Message[], address: string): string {
  const first = messages.find(({ type, hook }) => type === "apply_start" && hook?.resource?.addr === address);
  return first?.hook?.action === "create" ? "create before destroy" : "destroy before create";
}
