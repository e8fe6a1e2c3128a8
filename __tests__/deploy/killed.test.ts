import { bridgeText } from "../support/bridges";
import type { Contents } from "./support/account";
import { describeDeployment, inWords, onStage, type Stage } from "./support/life";
import { DEPLOY } from "./support/project";
import type { Finished } from "./support/processes";
import { standsStillAt } from "./support/standstill";
import { twice } from "./support/twice";

interface Life {
  readonly before: Contents;
  readonly killed: readonly { readonly at: string; readonly finished: Finished; readonly left: Contents }[];
  /** The deployment after a kill while the load balancer was being made. */
  readonly refused: Finished;
  readonly deployed: Contents;
  readonly exit: number | null;
  readonly destroyed: Contents;
}

/** Where Terraform and its provider are killed, one after the other: the call that is not done any more, and for what. */
const POINTS = [
  { action: "CreateVpc", type: "aws_vpc" },
  { action: "CreateSubnet", type: "aws_subnet" },
  { action: "CreateLoadBalancer", type: "aws_lb" },
];

/** Kills Terraform when it can do nothing more than wait for calls of that action. */
async function killAt(stage: Stage, action: string, type: string): Promise<Finished> {
  const { emulator, project } = stage;
  await emulator.hold(action, "before");
  const apply = project.startApply();
  await apply.until(standsStillAt(stage, type));
  apply.signal("SIGKILL");
  const finished = await apply.done;
  await emulator.release();
  return finished;
}

async function live(stage: Stage): Promise<Life> {
  const { account, project } = stage;
  const before = await account.contents();
  const killed = [];
  await project.prepare();
  for (const { action, type } of POINTS) {
    const finished = await killAt(stage, action, type);
    killed.push({ at: action, finished, left: await account.contents() });
  }
  const apply = project.startApply();
  // Everything else is made meanwhile; the load balancer takes the provider a minute, and AWS two.
  await apply.until(
    async () => [...apply.inFlight].join() === "aws_lb.front" && (await account.contents()).loadBalancers.length > 0,
  );
  apply.signal("SIGKILL");
  killed.push({ at: "the load balancer", finished: await apply.done, left: await account.contents() });

  const refused = await project.startCdktf(...DEPLOY, "article").done;
  const [orphan] = (await account.contents()).loadBalancers;
  await project.terraform("import", "-input=false", "-no-color", "aws_lb.front", orphan?.LoadBalancerArn ?? "");
  await project.deploy();
  const deployed = await account.contents();
  const exit = await project.detailedExitCode();
  // Terraform would wait long for what can't be deleted because of a second one beside it.
  if (twice(before, deployed).length === 0) await project.destroy();
  return { before, killed, refused, deployed, exit, destroyed: await account.contents() };
}

describeDeployment()("a deployment whose Terraform is killed", () => {
  let life: Life;
  beforeAll(async () => {
    life = await onStage("article", bridgeText("article"), {}, live);
  });

  test("every kill left it half-way, further each time", () => {
    const sizes = life.killed.map(({ left }) => [
      left.transitGateways.length,
      left.vpcs.length - life.before.vpcs.length,
      left.subnets.length - life.before.subnets.length,
      left.loadBalancers.length,
    ]);
    expect(sizes).toEqual([
      [1, 0, 0, 0],
      [1, 2, 0, 0],
      [1, 2, 5, 0],
      [1, 2, 5, 1],
    ]);
  });

  test("no lock is in the way of the next one: the state file's lock ends with the process", () => {
    expect(life.refused.output).not.toContain("Error acquiring the state lock");
  });

  test("a load balancer that was being made is not known to the next one, which says so and makes no second one", () => {
    expect(life.refused.exit).toBe(1);
    expect(life.refused.output).toContain("ELBv2 Load Balancer (overlap-article) already exists");
  });

  test("after `terraform import` the deployment finishes", () => {
    expect(life.exit).toBe(0);
    expect(inWords(life.deployed).targets).toEqual(["web 10.64.0.10:80 in us-east-1a: healthy"]);
  });

  test("nothing is there twice", () => expect(twice(life.before, life.deployed)).toEqual([]));

  test("destroy leaves the account as it was", () => expect(life.destroyed).toEqual(life.before));
});

describeDeployment()("a call that was done when Terraform was killed before it heard so", () => {
  test("is done a second time by the next deployment: Terraform does not know what it was not told", async () => {
    const gateways = await onStage("article", bridgeText("article"), {}, async (stage) => {
      const { emulator, account, project } = stage;
      const onlyTheGateway = "-target=aws_ec2_transit_gateway.transit";
      await project.prepare();
      await emulator.hold("CreateTransitGateway", "after");
      const killed = project.startApply(onlyTheGateway);
      await killed.until(async () => (await emulator.calls()).held > 0);
      killed.signal("SIGKILL");
      await killed.done;
      await emulator.release();
      await project.startApply(onlyTheGateway).done;
      return (await account.contents()).transitGateways;
    });
    expect(gateways).toHaveLength(2);
  });
});
