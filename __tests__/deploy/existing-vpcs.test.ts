import { type Account, type Contents, counts, tally } from "./support/account";
import type { Emulator } from "./support/emulator";
import { drafted, type ExistingVpcs, makeServedVpcs } from "./support/existing-vpcs";
import { describeDeployment, inWords, onStage, type Stage } from "./support/life";
import type { Finished } from "./support/processes";
import { type Calls, expectCalls } from "./support/recorded-calls";
import { type Agreement, agreementOf, capturesOf, expectAgreement } from "./support/state-and-account";
import { brokenInAccount } from "./support/verify-account";
import { verifyState } from "./support/verify-state";
import { whatChanged } from "./support/what-changed";

interface Life {
  readonly before: Contents;
  readonly deployed: Contents;
  readonly exit: number | null;
  readonly verified: Finished;
  readonly agreement: Agreement;
  /** Statements that do not hold in the account. */
  readonly broken: readonly string[];
  readonly destroyed: Contents;
  readonly calls: Calls;
}

const NAME = "orders";

/** What `npm run try:account` does before people's eyes. */
describeDeployment()("a bridge that init wrote between VPCs that exist, in an emulated account", () => {
  let existing: ExistingVpcs;
  let life: Life;
  let text: string;
  const prepare = async (account: Account, emulator: Emulator) => {
    existing = await makeServedVpcs(account);
    // Tags are the owner's choice, and ask for permissions of their own.
    text = `${await drafted(emulator, NAME, existing)}\ntags: { Bridge: orders }\n`;
    return text;
  };

  beforeAll(async () => {
    life = await onStage(NAME, prepare, {}, async (stage: Stage): Promise<Life> => {
      const { account, project } = stage;
      const before = await account.contents();
      await project.deploy();
      const deployed = await account.contents();
      const exit = await project.detailedExitCode();
      const verified = await verifyState(project);
      const captures = await capturesOf(stage);
      const agreement = await agreementOf(stage, captures);
      const broken = await brokenInAccount(stage);
      await project.destroy();
      return {
        before,
        deployed,
        exit,
        verified,
        agreement,
        broken,
        destroyed: await account.contents(),
        calls: project.calls(),
      };
    });
  });

  const compare = (vpcId: string) => whatChanged(life.before, life.deployed, vpcId);

  test("the state and the account itself give the same verdicts", () => expectAgreement(life.agreement));

  test("the web VPC gets an attachment, one route and one ingress rule, and loses nothing", () => {
    expect(compare(existing.webVpc)).toEqual({
      added: [
        "route 100.64.0.0/26 to the transit gateway orders",
        "route 100.64.0.0/26 to the transit gateway orders",
        "rule of order-servers: in tcp/8080 from 100.64.0.0/26",
        "interface transit_gateway",
        "attachment available",
      ],
      gone: [],
    });
  });

  test("the client VPC's own subnets get routes to the ALB's, and nothing of theirs is gone but the list of ranges", () => {
    const words = inWords(life.deployed).subnets;
    expect(words["apps-a"]).toEqual([
      "10.64.0.0/16 local",
      "100.64.0.0/24 local",
      "100.64.0.0/27 to the NAT gateway orders-nat-a",
      "100.64.0.32/27 to the NAT gateway orders-nat-a",
    ]);
    expect(words["apps-b"]).toEqual([
      "10.64.0.0/16 local",
      "100.64.0.0/24 local",
      "100.64.0.0/27 to the NAT gateway orders-nat-b",
      "100.64.0.32/27 to the NAT gateway orders-nat-b",
    ]);
    expect(compare(existing.clientVpc).gone).toEqual([expect.stringMatching(/^vpc /)]);
  });

  test("the ALB's subnets lead to the web side by their own zone's interface, and its targets are healthy", () => {
    const { subnets, targets } = inWords(life.deployed);
    expect(subnets["orders-alb-a"]).toContain("10.64.0.0/24 to the interface of orders-client in us-east-1a");
    expect(subnets["orders-alb-b"]).toContain("10.64.0.0/24 to the interface of orders-client in us-east-1b");
    expect(targets).toEqual([
      "http-8080 10.64.0.10:8080 in us-east-1a: healthy",
      "http-8080 10.64.0.11:8080 in us-east-1a: healthy",
    ]);
  });

  test("the file that init wrote knows every subnet, and the servers' group", () => {
    for (const name of ["apps-a", "apps-b", "orders", "databases"])
      expect(text).toMatch(new RegExp(`^ +${name}:\\s+\\{\\s+id: subnet-`, "m"));
    expect(text).toContain(existing.servers.group);
  });

  test("every statement holds in what AWS itself tells afterwards", () => expect(life.broken).toEqual([]));

  test("the second plan is empty and every statement holds", () => {
    expect(life.exit).toBe(0);
    expect(life.verified.output).toMatch(/all \d+ statements hold/);
    expect(life.verified.exit).toBe(0);
  });

  test("its API calls are those that the policies in docs/iam were made from", () => {
    expectCalls("existing-vpcs", life.calls);
  });

  test("destroy leaves both VPCs and the account as they were", () => {
    process.stderr.write(`existing VPCs: ${tally(life.before, life.deployed, life.destroyed)}\n`);
    expect(counts(life.destroyed)).toEqual(counts(life.before));
    expect(life.destroyed).toEqual(life.before);
  });
});
