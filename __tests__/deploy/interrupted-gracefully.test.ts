import { bridgeText } from "../support/bridges";
import type { Contents } from "./support/account";
import { describeDeployment, inWords, onStage, type Stage } from "./support/life";
import { DEPLOY } from "./support/project";
import { type Finished, waitUntil } from "./support/processes";
import { standsStillAt } from "./support/standstill";
import { twice } from "./support/twice";

interface Life {
  readonly interrupted: readonly { readonly at: string; readonly finished: Finished; readonly left: Contents }[];
  readonly deployed: Contents;
  readonly exit: number | null;
  readonly destroyed: Contents;
  readonly before: Contents;
}

/** Where the deployment is interrupted, one after the other: when it can only wait for calls of that action. */
const POINTS = [
  { at: "CreateSubnet", type: "aws_subnet" },
  { at: "CreateLoadBalancer", type: "aws_lb" },
];

async function live(stage: Stage): Promise<Life> {
  const { emulator, account, project } = stage;
  const before = await account.contents();
  const interrupted = [];
  for (const { at, type } of POINTS) {
    await emulator.hold(at, "before");
    const deployment = project.startCdktf(...DEPLOY, "article");
    await waitUntil(standsStillAt(stage, type), deployment);
    deployment.signal("SIGINT");
    const finished = await deployment.done;
    await emulator.release();
    interrupted.push({ at, finished, left: await account.contents() });
  }
  // The last one where an apply spends most of its time: while the load balancer is being made.
  const deployment = project.startCdktf(...DEPLOY, "article");
  await waitUntil(async () => (await account.contents()).loadBalancers.length > 0, deployment);
  deployment.signal("SIGINT");
  interrupted.push({ at: "the load balancer", finished: await deployment.done, left: await account.contents() });

  await project.deploy();
  const deployed = await account.contents();
  const exit = await project.detailedExitCode();
  // Terraform would wait long for what can't be deleted because of a second one beside it.
  if (twice(before, deployed).length === 0) await project.destroy();
  return { before, interrupted, deployed, exit, destroyed: await account.contents() };
}

describeDeployment()("a deployment that is interrupted as by Ctrl-C", () => {
  let life: Life;
  beforeAll(async () => {
    life = await onStage("article", bridgeText("article"), {}, live);
  });

  test("every interruption stopped it half-way", () => {
    const states = life.interrupted.map(({ at, finished, left }) => [at, finished.exit, left.natGateways.length]);
    expect(states).toEqual([
      ["CreateSubnet", 1, 0],
      ["CreateLoadBalancer", 1, 1],
      ["the load balancer", 1, 1],
    ]);
  });

  test("the next deployment finishes", () => {
    expect(life.exit).toBe(0);
    expect(inWords(life.deployed).targets).toEqual(["web 10.64.0.10:80 in us-east-1a: healthy"]);
  });

  test("nothing is there twice", () => expect(twice(life.before, life.deployed)).toEqual([]));

  test("destroy leaves the account as it was", () => expect(life.destroyed).toEqual(life.before));
});
