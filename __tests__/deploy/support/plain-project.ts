import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { JsonObject } from "../../../src/terraform";
import { terraformEnvironment } from "../../support/terraform";
import type { Emulator } from "./emulator";
import { run } from "./processes";

/** How many calls at once: most of an apply waits for the provider's own polling. */
const AT_ONCE = "-parallelism=40";
const PLAIN = ["-input=false", "-no-color"];

/** A configuration in Terraform's JSON syntax, which Terraform applies to an emulated account, without any bridge. */
export class PlainProject {
  readonly folder = mkdtempSync(join(tmpdir(), "overlap-plain-"));
  private readonly env: NodeJS.ProcessEnv;

  constructor(private readonly emulator: Emulator) {
    this.env = { ...terraformEnvironment(this.folder), ...emulator.environment() };
  }

  /**
   * Writes the configuration, the first time or changed.
   * @param config what stands beside the provider
   * @param folders modules by folder
   */
  async write(config: object, folders: Readonly<Record<string, object>> = {}): Promise<void> {
    const provider = { aws: [{ region: this.emulator.region, skip_region_validation: true }] };
    const terraform = { required_providers: { aws: { source: "hashicorp/aws" } } };
    writeFileSync(join(this.folder, "main.tf.json"), JSON.stringify({ terraform, provider, ...config }, null, 1));
    for (const [name, content] of Object.entries(folders)) {
      mkdirSync(join(this.folder, name), { recursive: true });
      writeFileSync(join(this.folder, name, "main.tf.json"), JSON.stringify(content));
    }
    await this.terraform("init", ...PLAIN);
  }

  /** A plan of what is written, over the state as it is: nothing is read anew. */
  async plan(): Promise<JsonObject> {
    await this.terraform("plan", ...PLAIN, "-refresh=false", "-out=plan.out");
    return JSON.parse(await this.terraform("show", "-json", "plan.out")) as JsonObject;
  }

  /** Applies the plan that was made last. */
  async applyPlan(): Promise<void> {
    await this.terraform("apply", ...PLAIN, AT_ONCE, "plan.out");
  }

  /** Reads every resource anew into the state, as each ordinary plan does first. */
  async refresh(): Promise<void> {
    await this.terraform("apply", ...PLAIN, AT_ONCE, "-refresh-only", "-auto-approve");
  }

  /** `terraform show -json` of what was applied. */
  async state(): Promise<JsonObject> {
    return JSON.parse(await this.terraform("show", "-json")) as JsonObject;
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  private async terraform(...args: string[]): Promise<string> {
    return run("terraform", args, { cwd: this.folder, env: this.env });
  }
}
