import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline/promises";
import { Command } from "commander";
import { loadPlan } from "../../src/address-plan/load-plans";
import { formatFault } from "../../src/config/fault";
import { PROJECT } from "../support/bridges";
import { Emulator } from "./support/emulator";
import { accountFor, whyNotEmulated, forTrying } from "./support/local-bridge";
import { verifyState } from "./support/verify-state";
import { DEPLOY, DeployProject } from "./support/project";
import { python, whyNoDeployment } from "./support/python";
import type { Running } from "./support/processes";

/** What a person may want to be told in one line, rather than where in the program it happened. */
class Refusal extends Error {}

/** Ends what runs when the user wants to stop: the first Ctrl-C as Terraform does it, the second at once. */
class Interruption {
  private running: Running | undefined;
  private readonly waiting = new AbortController();
  private count = 0;

  constructor() {
    for (const name of ["SIGINT", "SIGTERM"] as const) process.on(name, () => this.interrupt());
  }

  get happened(): boolean {
    return this.count > 0;
  }

  /** Aborts when the user wants to stop. */
  get signal(): AbortSignal {
    return this.waiting.signal;
  }

  async follow(running: Running): Promise<number | null> {
    this.running = running;
    const { exit } = await running.done;
    this.running = undefined;
    return exit;
  }

  private interrupt(): void {
    this.count += 1;
    this.running?.signal(this.count === 1 ? "SIGINT" : "SIGKILL");
    this.waiting.abort();
  }
}

function readBridge(name: string) {
  const file = join(PROJECT, "bridges", `${name}.yaml`);
  if (!existsSync(file)) throw new Refusal(`there is no bridges/${name}.yaml; name a file in bridges/ without .yaml`);
  const loaded = loadPlan(file);
  if ("faults" in loaded) throw new Refusal(loaded.faults.map(formatFault).join("\n"));
  const why = whyNotEmulated(loaded.plan);
  if (why) throw new Refusal(`bridges/${name}.yaml can't be tried here: ${why}`);
  return { text: forTrying(readFileSync(file, "utf8"), name), options: accountFor(loaded.plan) };
}

async function untilAsked(signal: AbortSignal): Promise<void> {
  const lines = createInterface({ input: process.stdin, output: process.stdout });
  await lines.question("Press Enter to destroy it. ", { signal }).catch(() => undefined);
  lines.close();
}

async function deployAndDestroy(name: string, emulator: Emulator, text: string, stay: boolean): Promise<number> {
  const interruption = new Interruption();
  const say = (line: string) => process.stdout.write(`\n${line}\n`);
  const project = new DeployProject(name, emulator, text, (output) => process.stdout.write(output));
  try {
    say(`deploying ${name} to an emulated account at ${emulator.url}`);
    const deployed = await interruption.follow(project.startCdktf(...DEPLOY, name));
    if (interruption.happened || deployed !== 0) return interruption.happened ? 130 : 1;
    const verified = await verifyState(project);
    say(verified.output);
    if (stay) {
      say(`It is up. Terraform is in ${project.stack}; an AWS client looks around with`);
      for (const [key, value] of Object.entries(emulator.environment())) say(`  export ${key}=${value}`);
      await untilAsked(interruption.signal);
    }
    if (interruption.happened) return 130;
    const destroyed = await interruption.follow(project.startCdktf("destroy", name, "--auto-approve"));
    return destroyed === 0 ? (verified.exit ?? 1) : 1;
  } finally {
    project.remove();
  }
}

async function tryDeployment(name: string, { once }: { readonly once?: boolean }): Promise<number> {
  const why = whyNoDeployment();
  if (why) throw new Refusal(`nothing can be deployed here: ${why}`);
  const { text, options } = readBridge(name);
  process.stdout.write("preparing the emulator; the first time takes half a minute\n");
  python();
  const emulator = await Emulator.start(options);
  try {
    return await deployAndDestroy(name, emulator, text, !once && process.stdin.isTTY);
  } finally {
    await emulator.stop();
  }
}

new Command("npm run try:deploy --")
  .description("Deploys a bridge to an AWS account that is emulated on this machine, proves its state, and destroys it")
  .argument("[bridge]", "name of a file in bridges/", "article")
  .exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : 2))
  .option("--once", "do not wait before destroying; so it is without a terminal")
  .addHelpText(
    "after",
    "\nNothing leaves this machine but the packages of the emulator. Ctrl-C ends everything that was started." +
      "\nExit code: 0 when it was deployed, proved and destroyed; 1 when one of them failed; 2 for bad input; 130 when interrupted.",
  )
  .action(async (bridge: string, options: { once?: boolean }) => {
    try {
      process.exitCode = await tryDeployment(bridge, options);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      process.stderr.write(`try:deploy: ${error.message}\n`);
      process.exitCode = 2;
    }
  })
  .parse();
