import { describeUnless } from "../../support/describe-unless";
import { Account, type Contents } from "./account";
import { Emulator, type EmulatorOptions } from "./emulator";
import { NetworkWords } from "./network-words";
import { DeployProject } from "./project";
import { whyNoDeployment } from "./python";

/** describe, or describe.skip with one line that says why. In CI it never skips: what can't run there fails. */
export function describeDeployment(): jest.Describe {
  return describeUnless(whyNoDeployment(), "deployment tests");
}

export interface Stage {
  readonly emulator: Emulator;
  readonly account: Account;
  readonly project: DeployProject;
}

/** Runs with an emulated account of its own and a project with one bridge; both are gone afterwards, whatever happens. */
export async function onStage<T>(
  name: string,
  text: string | ((account: Account, emulator: Emulator) => Promise<string>),
  options: EmulatorOptions,
  run: (stage: Stage) => Promise<T>,
): Promise<T> {
  const emulator = await Emulator.start(options);
  try {
    const account = new Account(emulator);
    const project = new DeployProject(name, emulator, typeof text === "string" ? text : await text(account, emulator));
    try {
      return await run({ emulator, account, project });
    } finally {
      project.remove();
    }
  } finally {
    await emulator.stop();
  }
}

/** What a bridge has in the account, in words: equal before and after something that must change nothing. */
export function inWords(contents: Contents) {
  const words = new NetworkWords(contents);
  return {
    subnets: Object.fromEntries(
      contents.subnets
        .flatMap(({ Tags }) => Tags?.find(({ Key }) => Key === "Name")?.Value ?? [])
        .map((name) => [name, words.routesOf(name)]),
    ),
    transit: Object.fromEntries(
      contents.transitGatewayRouteTables
        .flatMap(({ Tags }) => Tags?.find(({ Key }) => Key === "Name")?.Value ?? [])
        .map((name) => [name, words.transitTable(name)]),
    ),
    groups: Object.fromEntries(
      contents.securityGroups
        .map(({ GroupName = "" }) => GroupName)
        .filter((name) => name !== "default")
        .map((name) => [name, words.rulesOf(name)]),
    ),
    defaultGroups: Object.fromEntries(
      contents.vpcs
        .flatMap(({ Tags }) => Tags?.find(({ Key }) => Key === "Name")?.Value ?? [])
        .map((name) => [name, words.defaultRulesOf(name)]),
    ),
    listeners: words.listeners(),
    targets: words.targets(),
  };
}
