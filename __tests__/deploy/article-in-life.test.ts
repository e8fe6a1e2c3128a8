import { bridgeText } from "../support/bridges";
import { type Changed, CHANGES_OF_ARTICLE, expected, followed, liveOn } from "./changes-in-life";
import { addForeignRule, DRIFTS } from "./drift";
import type { Contents } from "./support/account";
import { expectForetold } from "./support/expect-foretold";
import { describeDeployment, inWords, onStage, type Stage } from "./support/life";
import type { Finished } from "./support/processes";
import { type Calls, expectCalls } from "./support/recorded-calls";
import { brokenInAccount } from "./support/verify-account";
import { verifyState } from "./support/verify-state";

interface Healed {
  readonly planned: Readonly<Record<string, string>>;
  readonly spoilt: Contents;
  /** What does not hold in the spoilt account, though the state knows nothing of it. */
  readonly broken: readonly string[];
  readonly healed: Contents;
}

interface Life {
  readonly before: Contents;
  readonly deployed: Contents;
  /** Statements that do not hold in the account, before anybody changes anything by hand. */
  readonly brokenAtFirst: readonly string[];
  readonly drifts: ReadonlyMap<string, Healed>;
  /** Every drift at once, by the cdktf CLI. */
  readonly together: { readonly diff: string; readonly healed: Contents };
  readonly changes: ReadonlyMap<string, Changed>;
  readonly verifiedAfter: Finished;
  /** After somebody added a rule to a security group: what an apply did, and the proof of the state that it refreshed. */
  readonly foreignRule: { readonly did: Readonly<Record<string, string>>; readonly verified: Finished };
  readonly calls: Calls;
}

async function healEach(stage: Stage): Promise<Life["drifts"]> {
  const { account, project } = stage;
  const drifts = new Map<string, Healed>();
  for (const { what, spoil } of DRIFTS) {
    await spoil(account, await account.contents());
    const spoilt = await account.contents();
    const broken = await brokenInAccount(stage);
    const planned = await project.apply();
    drifts.set(what, { planned, spoilt, broken, healed: await account.contents() });
  }
  return drifts;
}

/** What a bridge that stands sees, one after the other; `article.test.ts` looks at how it got there. */
async function live(stage: Stage): Promise<Life> {
  const { account, project } = stage;
  const before = await account.contents();
  await project.prepare();
  await project.apply();
  const deployed = await account.contents();
  const brokenAtFirst = await brokenInAccount(stage);
  const drifts = await healEach(stage);
  for (const { spoil } of DRIFTS) await spoil(account, await account.contents());
  const diff = await project.diff();
  await project.deploy();
  const together = { diff, healed: await account.contents() };
  const changes = await liveOn(stage, "article", {}, CHANGES_OF_ARTICLE);
  const verifiedAfter = await verifyState(project);
  await addForeignRule(account, await account.contents());
  const foreignRule = { did: await project.apply(), verified: await verifyState(project) };
  return {
    ...{ before, deployed, brokenAtFirst, drifts, together, changes },
    ...{ verifiedAfter, foreignRule, calls: project.calls() },
  };
}

describeDeployment()("the article's bridge, once it is there", () => {
  let life: Life;
  beforeAll(async () => {
    life = await onStage("article", bridgeText("article"), {}, live);
  });

  test("every statement holds on what the account itself tells", () => {
    // What lies behind the gateway endpoint of the demo's packages is in no input, and moto does not tell an endpoint's policy.
    const open = /^(?:no way from private to the internet|demo web server 10\.64\.0\.10 -> packages of Amazon Linux)/;
    expect(life.brokenAtFirst.filter((one) => !open.test(one))).toEqual([]);
  });

  describe.each(DRIFTS)("when $what", ({ what, shows }) => {
    test("a capture shows that the bridge is broken", () => {
      const broken = life.drifts.get(what)?.broken ?? [];
      expect(broken.filter((one) => !life.brokenAtFirst.includes(one))).not.toEqual([]);
    });

    test("the plan shows it, and nothing else", () => expect(life.drifts.get(what)?.planned).toEqual(shows));

    test("the network was spoilt, and the apply heals it", () => {
      const deployed = inWords(life.deployed);
      expect(inWords(life.drifts.get(what)?.spoilt ?? life.deployed)).not.toEqual(deployed);
      expect(inWords(life.drifts.get(what)?.healed ?? life.before)).toEqual(deployed);
    });
  });

  test("every drift at once shows in `cdktf diff` and is healed by one `cdktf deploy`", () => {
    const addresses = new Set(DRIFTS.flatMap(({ shows }) => Object.keys(shows)));
    for (const address of addresses) expect(life.together.diff).toContain(`# ${address} `);
    expect(inWords(life.together.healed)).toEqual(inWords(life.deployed));
  });

  test.each(CHANGES_OF_ARTICLE)("when $what, Terraform touches nothing else than it must", (change) => {
    expect(life.changes.get(change.what)?.did).toEqual(expected(change));
  });

  test.each(CHANGES_OF_ARTICLE.slice(0, -1))(
    "when $what, the plan and its review tell what the state shows then",
    ({ what }) => {
      expectForetold(followed(CHANGES_OF_ARTICLE, what, life.changes));
    },
  );

  test.each([
    ["a NAT address is added at the end", ["10.0.1.10", "10.0.1.11"]],
    ["that NAT address is taken out", ["10.0.1.10"]],
    ["the first NAT address changes", ["10.0.1.12"]],
  ])("after %s the gateway has exactly the addresses that the ALB admits: %j", (what, addresses) => {
    const after = life.changes.get(what)?.after ?? life.before;
    const [gateway] = after.natGateways;
    expect(gateway?.NatGatewayAddresses?.map(({ PrivateIp }) => PrivateIp)).toEqual(addresses);
    const admitted = inWords(after).groups["article-alb"]?.filter((rule) => rule.startsWith("in "));
    expect(admitted).toEqual(addresses.map((address) => `in tcp/80 from ${address}/32`));
  });

  test("every statement holds after all changes", () => {
    expect(life.verifiedAfter.output).toMatch(/all \d+ statements hold/);
    expect(life.verifiedAfter.exit).toBe(0);
  });

  test("its API calls are those that the policies in docs/iam were made from", () => {
    expectCalls("article-in-life", life.calls);
  });

  test("a rule that somebody adds to a security group is in no plan, but breaks the proof of the refreshed state", () => {
    expect(life.foreignRule.did).toEqual({});
    expect(life.foreignRule.verified.output).toMatch(/BROKEN +the ALB admits the NAT gateways .*, nobody else/);
    expect(life.foreignRule.verified.exit).toBe(1);
  });
});
