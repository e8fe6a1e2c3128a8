import { readFileSync } from "node:fs";
import { join } from "node:path";
import { OVERLAP } from "../../support/programs";
import { Account } from "../support/account";
import { Emulator } from "../support/emulator";
import { type ExistingVpcs, makeServedVpcs, TARGETS } from "../support/existing-vpcs";
import { forTrying } from "../support/local-bridge";
import { run } from "../support/processes";
import { DEPLOY, DeployProject } from "../support/project";
import { whyNoDeployment } from "../support/python";

const NAME = "orders";
const say = (line: string): void => void process.stdout.write(`${line}\n`);

/** The commands, one after the other; each says what it says to anybody. */
async function follow(project: DeployProject, { clientVpc, webVpc }: ExistingVpcs): Promise<void> {
  const overlap = async (...args: string[]): Promise<void> => {
    say(`\n$ overlap ${args.join(" ")}`);
    await run(process.execPath, [OVERLAP, ...args], project.options());
  };
  await overlap("capture", "--region", "us-east-1", "-o", "before.json");
  await overlap("init", NAME, "--account", "before.json", "--client", clientVpc, "--web", webVpc, ...TARGETS);
  const file = join("bridges", `${NAME}.yaml`);
  const text = readFileSync(join(project.folder, file), "utf8");
  say(`\n$ cat ${file}\n${text}`);
  // The state is kept beside the project, and the load balancer may be destroyed again.
  project.write(forTrying(text, NAME));
  await overlap("synth", "--draw");
  say(`\n$ cdktf ${DEPLOY.join(" ")} ${NAME}`);
  await project.deploy();
  await overlap("capture", "--region", "us-east-1", "-o", "after.json");
  await overlap("verify", NAME, "--account", "after.json");
}

async function main(): Promise<void> {
  const why = whyNoDeployment();
  if (why !== undefined) throw new Error(`nothing can be deployed here: ${why}`);
  say("preparing the emulator; the first time takes half a minute");
  const emulator = await Emulator.start();
  try {
    const existing = await makeServedVpcs(new Account(emulator));
    say(`an emulated account has ${existing.clientVpc} with clients, and ${existing.webVpc} with servers`);
    const project = new DeployProject(NAME, emulator, undefined, (output) => void process.stdout.write(output));
    try {
      await follow(project, existing);
    } finally {
      project.remove();
    }
  } finally {
    await emulator.stop();
  }
}

main().catch((error: Error) => {
  process.stderr.write(`try:account: ${error.message.split("\n")[0]}\n`);
  process.exitCode = 1;
});
