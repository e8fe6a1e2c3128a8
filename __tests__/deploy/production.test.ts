import { bridgeText, type Changes } from "../support/bridges";
import { type Changed, CHANGES_OF_PRODUCTION, liveOn } from "./changes-in-life";
import { type Contents, counts } from "./support/account";
import { describeDeployment, inWords, onStage, type Stage } from "./support/life";
import { nameOf, NetworkWords } from "./support/network-words";
import type { Finished } from "./support/processes";
import { verifyState } from "./support/verify-state";

const ACCOUNT = "111122223333";
const REGION = "eu-central-1";
const CERTIFICATE = `arn:aws:acm:${REGION}:${ACCOUNT}:certificate/0f3c1a52-5d0e-4f0e-9a53-0f6f3d6b8c11`;

/** The production bridge with its state in a file and hosts to try it with. */
const DEPLOYED: Changes = {
  backend: { type: "local", path: "state/production.tfstate" },
  demo: {
    client: { subnet: "clients-a", address: "10.64.0.20" },
    web: { subnet: "web-a", address: "10.64.0.10" },
  },
};

interface Life {
  readonly before: Contents;
  readonly deployed: Contents;
  readonly diff: string;
  readonly verified: Finished;
  readonly changes: readonly Changed[];
  readonly verifiedAfter: Finished;
  readonly protectedDestroy: Finished;
  readonly destroyed: Contents;
}

async function live(stage: Stage): Promise<Life> {
  const { account, project } = stage;
  const before = await account.contents();
  await project.deploy();
  const deployed = await account.contents();
  const diff = await project.diff();
  const verified = await verifyState(project);
  const changes = await liveOn(stage, "production", DEPLOYED, CHANGES_OF_PRODUCTION);
  const verifiedAfter = await verifyState(project);
  const protectedDestroy = await project.startCdktf("destroy", "production", "--auto-approve").done;
  project.write(bridgeText("production", { ...DEPLOYED, "alb.deletion_protection": false }));
  await project.deploy();
  await project.destroy();
  return {
    before,
    deployed,
    diff,
    verified,
    changes,
    verifiedAfter,
    protectedDestroy,
    destroyed: await account.contents(),
  };
}

describeDeployment()("the production bridge in an emulated account", () => {
  let life: Life;
  let words: NetworkWords;
  beforeAll(async () => {
    const options = { account: ACCOUNT, region: REGION, certificates: [CERTIFICATE] };
    life = await onStage("production", bridgeText("production", DEPLOYED), options, live);
    words = new NetworkWords(life.deployed);
  });

  test("x", () => {
    for (const { what, changed } of life.changes) console.log(what, JSON.stringify(changed, null, 1));
    console.log(life.protectedDestroy.exit, life.protectedDestroy.output.slice(-1500));
    console.log(life.verifiedAfter.output);
    console.log(life.verified.output);
    console.log(JSON.stringify(inWords(life.deployed), null, 1));
    console.log(life.diff.slice(-300));
    expect(words).toBeDefined();
    expect(nameOf(undefined)).toBe("(no name)");
  });

  test("destroy leaves the account as it was", () => {
    expect(counts(life.destroyed)).toEqual(counts(life.before));
    expect(life.destroyed).toEqual(life.before);
  });
});
