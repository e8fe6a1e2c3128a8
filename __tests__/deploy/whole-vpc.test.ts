import { readFileSync } from "node:fs";
import { join } from "node:path";
import { callOf } from "../iam/actions";
import { unseenCalls } from "../iam/recorded";
import { PROJECT } from "../support/bridges";
import { DELETED_ATTACHMENT, type DriftIn, DRIFTS_OF_WHOLE_VPC } from "./drift-of-whole-vpc";
import type { Account, Contents } from "./support/account";
import { counts, tally } from "./support/account";
import { describeDeployment, inWords, onStage, type Stage } from "./support/life";
import { forTrying } from "./support/local-bridge";
import { nameOf, NetworkWords } from "./support/network-words";
import type { Finished } from "./support/processes";
import { expectAllSeen, type Seen, seenIn } from "./by-hand/broken";
import { OF_WHOLE_VPC } from "./by-hand/of-whole-vpc";
import { type Agreement, agreementOf, capturesOf, expectAgreement } from "./support/state-and-account";
import { roleIn } from "./support/captured-account";
import type { Calls } from "./support/recorded-calls";
import { verifyState } from "./support/verify-state";
import { whatChanged } from "./support/what-changed";
import { type Accounts, IDS, makeWhatExists, ofEach, openAccounts } from "./support/whole-vpc-accounts";

const TEXT = forTrying(readFileSync(join(PROJECT, "bridges/whole-vpc.yaml"), "utf8"), "whole-vpc");
const OPTIONS = {
  account: IDS.client,
  region: "eu-central-1",
  certificates: [TEXT.match(/arn:aws:acm:[\w:/-]+/)?.[0] ?? ""],
};

/** Resource types of more than one account. */
const SHARING = [
  "aws_ec2_transit_gateway_vpc_attachment_accepter",
  "aws_ram_principal_association",
  "aws_ram_resource_association",
  "aws_ram_resource_share",
] as const;

/** The one is a permission that making a share with tags asks for, the other a change of the share's name. */
const NOT_IN_THIS_LIFE = ["ram:TagResource", "ram:UpdateResourceShare"];

type Words = Readonly<Record<string, unknown>>;

/** What the gateway's account sees of attachments, whoever made them. */
function attachmentsOf({ transitGatewayAttachments }: Contents): string[] {
  return transitGatewayAttachments.map((one) => `${nameOf(one)} of ${one.VpcOwnerId}: ${one.State}`).sort();
}

function wordsOf(contents: Contents): Words {
  return { ...inWords(contents), attachments: attachmentsOf(contents) };
}

interface Healed {
  readonly did: Readonly<Record<string, string>>;
  readonly spoilt: Accounts<Contents>;
  readonly healed: Accounts<Contents>;
}

interface Life {
  readonly before: Accounts<Contents>;
  readonly deployed: Accounts<Contents>;
  readonly exit: number | null;
  readonly verified: Finished;
  readonly agreement: Agreement;
  readonly seen: Seen;
  readonly drifted: Healed;
  readonly reattached: Healed & { readonly verified: Finished };
  readonly destroyed: Accounts<Contents>;
  readonly calls: Calls;
}

const contentsOf = (accounts: Accounts<Account>) => ofEach(accounts, (one) => one.contents());

async function heal(accounts: Accounts<Account>, { project }: Stage, drifts: readonly DriftIn[]): Promise<Healed> {
  const before = await contentsOf(accounts);
  await Promise.all(drifts.map(({ where, spoil }) => spoil(accounts[where], before[where])));
  const spoilt = await contentsOf(accounts);
  return { did: await project.apply(), spoilt, healed: await contentsOf(accounts) };
}

/** From what exists to what exists, once; the tests look at what was seen on the way. */
async function live(accounts: Accounts<Account>, stage: Stage): Promise<Life> {
  const { project } = stage;
  const before = await contentsOf(accounts);
  await project.prepare();
  await project.apply();
  const deployed = await contentsOf(accounts);
  const exit = await project.detailedExitCode();
  const verified = await verifyState(project);
  const captures = await capturesOf(stage, roleIn(IDS.web), roleIn(IDS.gateway));
  const agreement = await agreementOf(stage, captures);
  const seen = seenIn(captures, project.addressPlan(), OF_WHOLE_VPC);
  const drifted = await heal(accounts, stage, DRIFTS_OF_WHOLE_VPC);
  const reattached = {
    ...(await heal(accounts, stage, [DELETED_ATTACHMENT])),
    verified: await verifyState(project),
  };
  await project.terraform("destroy", "-auto-approve", "-input=false", "-no-color");
  const destroyed = await contentsOf(accounts);
  return { before, deployed, exit, verified, agreement, seen, drifted, reattached, destroyed, calls: project.calls() };
}

describeDeployment()("bridges/whole-vpc.yaml between VPCs that exist, over three emulated accounts", () => {
  let accounts: Accounts<Account>;
  let life: Life;
  beforeAll(async () => {
    const prepare = async (own: Account, emulator: Stage["emulator"]) => {
      accounts = await openAccounts(emulator, own);
      return makeWhatExists(accounts, TEXT);
    };
    life = await onStage("whole-vpc", prepare, OPTIONS, (stage) => live(accounts, stage));
  });

  const vpcOf = (where: keyof Accounts<unknown>, name: string) =>
    life.before[where].vpcs.find((one) => nameOf(one) === name)?.VpcId ?? "";
  const changed = (where: keyof Accounts<unknown>, name: string) =>
    whatChanged(life.before[where], life.deployed[where], vpcOf(where, name));

  test("the state and the account itself give the same verdicts", () => expectAgreement(life.agreement));

  test("each statement is broken by what somebody does by hand, and names it", () => expectAllSeen(life.seen));

  test("the second plan is empty, and every statement holds", () => {
    expect(life.exit).toBe(0);
    expect(life.verified.output).toMatch(/all \d+ statements hold/);
    expect(life.verified.exit).toBe(0);
  });

  test("the web VPC gets an attachment, one route and two rules, and loses nothing", () => {
    const { added, gone } = changed("web", "orders");
    expect({ added: [...added].sort(), gone }).toEqual({
      added: [
        "attachment available",
        "interface transit_gateway",
        "interface transit_gateway",
        "route 100.64.8.0/26 to the transit gateway (no name)",
        "rule of order-servers: in tcp/5432 from 100.64.8.0/26",
        "rule of order-servers: in tcp/8443 from 100.64.8.0/26",
      ],
      gone: [],
    });
    expect(life.deployed.web.vpcs).toHaveLength(life.before.web.vpcs.length);
  });

  test("the clients' own subnets get a route to the load balancers, and the VPC loses nothing but its list of ranges", () => {
    const words = new NetworkWords(life.deployed.client);
    for (const zone of ["a", "b"])
      expect(words.routesOf(`apps-${zone}`)).toEqual([
        "10.0.0.0/16 local",
        "100.64.16.0/26 local",
        `100.64.8.0/26 to the NAT gateway whole-vpc-client-nat-euc1-az${zone === "a" ? 1 : 2}`,
      ]);
    expect(changed("client", "clients").gone).toEqual([expect.stringMatching(/^vpc /)]);
  });

  test("the gateway's owner sees its own attachment and three others, accepted", () => {
    expect(attachmentsOf(life.deployed.gateway)).toEqual([
      `shared-services of ${IDS.gateway}: available`,
      `whole-vpc-client of ${IDS.client}: available`,
      `whole-vpc-hub of ${IDS.client}: available`,
      `whole-vpc-web of ${IDS.web}: available`,
    ]);
  });

  test("each attachment has a table of its own, and the gateway's default table is as it was", () => {
    const { gateway } = life.deployed;
    const words = new NetworkWords(gateway);
    const [default_] = life.before.gateway.transitGatewayRouteTables;
    const id = default_?.TransitGatewayRouteTableId;
    expect(gateway.transitGatewayRouteTables.find((one) => one.TransitGatewayRouteTableId === id)).toEqual(default_);
    expect(words.transitTable("whole-vpc-client-from")).toEqual({
      associations: ["whole-vpc-client"],
      propagations: [],
      routes: ["100.64.8.0/26 static active to whole-vpc-hub"],
    });
    expect(words.transitTable("whole-vpc-web-from")).toEqual({
      associations: ["whole-vpc-web"],
      propagations: [],
      routes: ["100.64.8.0/26 static active to whole-vpc-hub"],
    });
    expect(words.transitTable("whole-vpc-hub-from")).toEqual({
      associations: ["whole-vpc-hub"],
      propagations: [],
      routes: [
        "10.0.0.0/20 static active to whole-vpc-web",
        "10.0.16.0/20 static active to whole-vpc-web",
        "100.64.16.0/26 static active to whole-vpc-client",
      ],
    });
  });

  describe("when five things are changed by hand, one in each place", () => {
    test("the plan shows them, and nothing else", () => {
      const shows = Object.fromEntries(DRIFTS_OF_WHOLE_VPC.flatMap((one) => Object.entries(one.shows)));
      expect(life.drifted.did).toEqual(shows);
    });

    test("the network was spoilt in each account, and the apply heals it", async () => {
      const deployed = await ofEach(life.deployed, wordsOf);
      const spoilt = await ofEach(life.drifted.spoilt, wordsOf);
      for (const where of ["client", "web", "gateway"] as const) expect(spoilt[where]).not.toEqual(deployed[where]);
      expect(await ofEach(life.drifted.healed, wordsOf)).toEqual(deployed);
    });
  });

  describe(`when ${DELETED_ATTACHMENT.what}`, () => {
    test("the plan makes it again, with its acceptance, and what named it", () =>
      expect(life.reattached.did).toEqual(DELETED_ATTACHMENT.shows));

    test("the apply heals it, and every statement holds again", async () => {
      expect(attachmentsOf(life.reattached.spoilt.gateway)).toHaveLength(3);
      expect(await ofEach(life.reattached.healed, wordsOf)).toEqual(await ofEach(life.deployed, wordsOf));
      expect(life.reattached.verified.output).toMatch(/all \d+ statements hold/);
    });
  });

  test.each([...SHARING])(
    "%s asks for what docs/iam says, though no deployment shows it for those policies",
    (type) => {
      const { plan = [], apply = [] } = life.calls[type] ?? {};
      const asked = new Set([...plan, ...apply].map((one) => callOf(one).action));
      const told = unseenCalls().filter((one) => one.type === type && !NOT_IN_THIS_LIFE.includes(one.action));
      expect([...asked].sort()).toEqual([...new Set(told.map(({ action }) => action))].sort());
    },
  );

  test("destroy leaves all three accounts as they were", () => {
    for (const where of ["client", "web", "gateway"] as const) {
      const [before, deployed, destroyed] = [life.before[where], life.deployed[where], life.destroyed[where]];
      process.stderr.write(`whole-vpc, ${where}: ${tally(before, deployed, destroyed)}\n`);
      expect(counts(destroyed)).toEqual(counts(before));
      expect(destroyed).toEqual(before);
    }
  });
});
