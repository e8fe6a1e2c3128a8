import { changedText } from "../support/bridges";
import { type Contents, counts, tally } from "./support/account";
import { describeDeployment, inWords, onStage, type Stage } from "./support/life";
import { nameOf, NetworkWords } from "./support/network-words";
import type { Finished } from "./support/processes";
import { type Calls, expectCalls } from "./support/recorded-calls";
import { expectAllSeen, type Seen, seenIn } from "./by-hand/broken";
import { OF_APPLIANCE } from "./by-hand/of-appliance";
import { type Agreement, agreementOf, capturesOf, expectAgreement } from "./support/state-and-account";
import { brokenIn, brokenInAccount } from "./support/verify-account";
import { verifyState } from "./support/verify-state";

interface Life {
  readonly before: Contents;
  readonly deployed: Contents;
  /** `terraform plan -detailed-exitcode`: 0 where nothing is left to do. */
  readonly secondPlan: number | null;
  readonly verified: Finished;
  /** Statements that do not hold in the account where it does not tell user data, and where it tells a hash of them. */
  readonly openWithoutHash: readonly string[];
  readonly openWithHash: readonly string[];
  /** The same after the bridge file lists another port, and nothing was applied. */
  readonly openAfterEdit: readonly string[];
  readonly agreement: Agreement;
  readonly seen: Seen;
  /** After another port was listed. */
  readonly changed: {
    readonly did: Readonly<Record<string, string>>;
    readonly contents: Contents;
    readonly secondPlan: number | null;
    readonly verified: Finished;
  };
  /** After Session Manager got its way in. */
  readonly withSessions: { readonly verified: Finished; readonly open: readonly string[] };
  readonly destroyed: Contents;
  readonly calls: Calls;
}

const OTHER_PORT = changedText("appliance", { "appliance.client_to_web": [{ protocol: "TCP", ports: [5433] }] });
const OTHER_TYPE = { "appliance.instance_type": "t4g.micro" };
const CHANGED = changedText("appliance", OTHER_TYPE);
const WITH_SESSIONS = changedText("appliance", { ...OTHER_TYPE, "appliance.session_access": true });

/** From nothing to nothing, once; the tests look at what was seen on the way. */
async function live(stage: Stage): Promise<Life> {
  const { account, project } = stage;
  const before = await account.contents();
  await project.prepare();
  await project.apply();
  const deployed = await account.contents();
  const secondPlan = await project.detailedExitCode();
  const verified = await verifyState(project);
  const openWithoutHash = await brokenInAccount(stage);
  const captures = await capturesOf(stage);
  const openWithHash = await brokenIn(project, captures);
  const agreement = await agreementOf(stage, captures);
  const seen = seenIn(captures, project.addressPlan(), OF_APPLIANCE);
  project.write(OTHER_PORT);
  const openAfterEdit = await brokenIn(project, captures);
  project.write(CHANGED);
  const did = await project.apply();
  const changed = {
    did,
    contents: await account.contents(),
    secondPlan: await project.detailedExitCode(),
    verified: await verifyState(project),
  };
  project.write(WITH_SESSIONS);
  await project.apply();
  const withSessions = {
    verified: await verifyState(project),
    open: await brokenIn(project, await capturesOf(stage)),
  };
  await project.terraform("destroy", "-auto-approve", "-input=false", "-no-color");
  const destroyed = await account.contents();
  const open = { openWithoutHash, openWithHash, openAfterEdit };
  const calls = project.calls();
  return { before, deployed, secondPlan, verified, ...open, agreement, seen, changed, withSessions, destroyed, calls };
}

function interfacesOf({ networkInterfaces }: Contents): string[] {
  return networkInterfaces
    .filter((one) => one.Description?.startsWith("Appliance, "))
    .map(
      (one) =>
        `${one.NetworkInterfaceId} ${one.PrivateIpAddress} ${one.SourceDestCheck} ${one.Attachment?.DeviceIndex}`,
    )
    .sort();
}

describeDeployment()("the bridge with an appliance in an emulated account", () => {
  let life: Life;
  beforeAll(async () => {
    life = await onStage("appliance", changedText("appliance", {}), {}, live);
  });

  test.each([
    ["appliance-private1", ['100.64.1.0/24 to the interface "Appliance, towards the clients"']],
    ["appliance-outer", ["10.64.0.0/24 to the interface of appliance-client in us-east-1a"]],
    ["appliance-transit", ['100.64.2.0/24 to the interface "Appliance, towards the web side"']],
  ])("the table of %s has its local routes and %j", (subnet, routes) => {
    const local = ["10.0.0.0/16 local", "10.64.0.0/16 local"];
    expect(new NetworkWords(life.deployed).routesOf(subnet)).toEqual([...local, ...routes].sort());
  });

  test("both interfaces take packets for others, at the planned addresses", () => {
    expect(interfacesOf(life.deployed).map((one) => one.replace(/^\S+ /, ""))).toEqual(
      expect.arrayContaining(["10.0.4.4 false 0", "10.0.5.4 false 1"]),
    );
  });

  test("a second plan is empty", () => {
    expect(life.secondPlan).toBe(0);
  });

  test("every statement holds on the state", () => {
    expect(life.verified.output).toMatch(/all \d+ statements hold/);
    expect(life.verified.exit).toBe(0);
  });

  test("an account that does not tell user data leaves open what goes through the appliance, and breaks nothing", () => {
    expect(life.openWithoutHash).not.toEqual([]);
    expect(life.openWithoutHash.filter((text) => !/: UNKNOWN_RESOURCE aws_instance\.i-\w+$/.test(text))).toEqual([]);
  });

  test("every statement holds in an account that tells a hash of user data", () => {
    expect(life.openWithHash).toEqual([]);
  });

  test("the hash of another script than the bridge file's proves nothing", () => {
    for (const text of [
      "private -> clients by their",
      "the appliance's ruleset alone",
      "the appliance in zone a forwards",
    ])
      expect(life.openAfterEdit).toContainEqual(
        expect.stringMatching(new RegExp(`^${text}.*: UNKNOWN_RESOURCE aws_instance\\.i-\\w+$`)),
      );
  });

  test("the state and the account itself give the same verdicts", () => expectAgreement(life.agreement));

  test("each statement is broken by what somebody does by hand, and names it", () => expectAllSeen(life.seen));

  describe("with another instance type", () => {
    test("the instance is replaced, and no route and no interface changes", () => {
      expect(life.changed.did).toMatchObject({
        "aws_launch_template.appliance_a": "update",
        "aws_instance.appliance_a": "destroy before create",
      });
      expect(Object.keys(life.changed.did).filter((one) => /aws_(route|network_interface)\./.test(one))).toEqual([]);
      expect(inWords(life.changed.contents)).toEqual(inWords(life.deployed));
      expect(interfacesOf(life.changed.contents)).toEqual(interfacesOf(life.deployed));
      const idOf = ({ instances }: Contents) =>
        instances.filter((one) => nameOf(one) === "appliance-appliance-a").map(({ InstanceId }) => InstanceId);
      expect(idOf(life.changed.contents)).toHaveLength(1);
      expect(idOf(life.changed.contents)).not.toEqual(idOf(life.deployed));
    });

    test("a second plan is empty", () => {
      expect(life.changed.secondPlan).toBe(0);
    });

    test("it is proved", () => {
      expect(life.changed.verified.output).toMatch(/all \d+ statements hold/);
    });
  });

  test("with a way in for Session Manager, it is proved on the state and in the account", () => {
    expect(life.withSessions.verified.output).toMatch(/all \d+ statements hold/);
    expect(life.withSessions.open).toEqual([]);
  });

  test("its API calls are those that the policies in docs/iam were made from", () => {
    expectCalls("appliance", life.calls);
  });

  test("destroy leaves the account as it was", () => {
    process.stderr.write(`appliance: ${tally(life.before, life.deployed, life.destroyed)}\n`);
    expect(counts(life.destroyed)).toEqual(counts(life.before));
  });
});
