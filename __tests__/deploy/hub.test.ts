import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parseDocument } from "yaml";
import { PROJECT } from "../support/bridges";
import { DRIFTS_OF_HUB } from "./drift-of-hub";
import { type Contents, counts, tally } from "./support/account";
import { describeDeployment, inWords, onStage, type Stage } from "./support/life";
import { forTrying } from "./support/local-bridge";
import { nameOf, NetworkWords } from "./support/network-words";
import type { Finished } from "./support/processes";
import { expectAllSeen, type Seen, seenIn } from "./by-hand/broken";
import { OF_HUB } from "./by-hand/of-hub";
import { type Agreement, agreementOf, capturesOf, expectAgreement } from "./support/state-and-account";
import { type Calls, expectCalls } from "./support/recorded-calls";
import { brokenInAccount } from "./support/verify-account";
import { verifyState } from "./support/verify-state";

const TEXT = forTrying(readFileSync(join(PROJECT, "bridges/hub.yaml"), "utf8"), "hub");
const ACCOUNT = "111122223333";

/** The hub with names for its services. */
function withNames(): string {
  const document = parseDocument(TEXT);
  document.set("dns", document.createNode({ zone: "example.internal" }));
  return document.toString();
}

function certificates(): string[] {
  return [TEXT.match(/arn:aws:acm:[\w:/-]+/)?.[0] ?? ""];
}

/** What the hub has in the account, in words. */
function hubInWords(contents: Contents) {
  const { peerings, endpointServices, vpcEndpoints, loadBalancers } = contents;
  return {
    ...inWords(contents),
    peerings: peerings.map((one) => `${nameOf(one)} ${one.Status?.Code}`).sort(),
    services: endpointServices
      .map((one) => `${nameOf(one)} accepts ${one.AcceptanceRequired ? "by hand" : "all"}`)
      .sort(),
    endpoints: vpcEndpoints.map((one) => `${nameOf(one)} ${one.State?.toLowerCase()}`).sort(),
    balancers: loadBalancers
      .map((one) =>
        [one.LoadBalancerName, one.Type, one.EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic ?? "-"].join(" "),
      )
      .sort(),
  };
}

interface Healed {
  readonly did: Readonly<Record<string, string>>;
  readonly spoilt: Contents;
  /** What does not hold in the spoilt account, though the state knows nothing of it. */
  readonly broken: readonly string[];
  readonly healed: Contents;
}

interface Life {
  readonly before: Contents;
  readonly deployed: Contents;
  readonly exit: number | null;
  readonly verified: Finished;
  readonly agreement: Agreement;
  readonly seen: Seen;
  /** Statements that do not hold in the account, before anybody changes anything by hand: it has no servers. */
  readonly brokenAtFirst: readonly string[];
  readonly drifts: ReadonlyMap<string, Healed>;
  /** After names were given to the services. */
  readonly named: {
    readonly did: Readonly<Record<string, string>>;
    readonly urls: unknown;
    readonly exit: number | null;
    readonly verified: Finished;
  };
  readonly destroyed: Contents;
  readonly calls: Calls;
}

async function healEach(stage: Stage): Promise<Life["drifts"]> {
  const { account, project } = stage;
  const drifts = new Map<string, Healed>();
  for (const { what, spoil } of DRIFTS_OF_HUB) {
    await spoil(account, await account.contents());
    const spoilt = await account.contents();
    const broken = await brokenInAccount(stage);
    const did = await project.apply();
    drifts.set(what, { did, spoilt, broken, healed: await account.contents() });
  }
  return drifts;
}

async function giveNames({ project }: Stage): Promise<Life["named"]> {
  project.write(withNames());
  const did = await project.apply();
  const urls: unknown = JSON.parse(await project.terraform("output", "-json", "service_urls"));
  const exit = await project.detailedExitCode();
  return { did, urls, exit, verified: await verifyState(project) };
}

/** From nothing to nothing, once; the tests look at what was seen on the way. */
async function live(stage: Stage): Promise<Life> {
  const { account, project } = stage;
  const before = await account.contents();
  await project.deploy();
  const deployed = await account.contents();
  const exit = await project.detailedExitCode();
  const verified = await verifyState(project);
  const captures = await capturesOf(stage);
  const agreement = await agreementOf(stage, captures);
  const seen = seenIn(captures, project.addressPlan(), OF_HUB);
  const brokenAtFirst = await brokenInAccount(stage);
  const drifts = await healEach(stage);
  const named = await giveNames(stage);
  await project.destroy();
  return {
    before,
    deployed,
    exit,
    verified,
    agreement,
    seen,
    brokenAtFirst,
    drifts,
    named,
    destroyed: await account.contents(),
    calls: project.calls(),
  };
}

describeDeployment()("the hub between four VPCs of one range, in an emulated account", () => {
  let life: Life;
  beforeAll(async () => {
    life = await onStage("hub", TEXT, { account: ACCOUNT, certificates: certificates() }, live);
  });

  test("in the account itself, only the servers are missing", () => {
    expect(life.brokenAtFirst.filter((text) => !/ -> /.test(text))).toEqual([]);
  });

  test("the state and the account itself give the same verdicts", () => expectAgreement(life.agreement));

  test("each statement is broken by what somebody does by hand, and names it", () => expectAllSeen(life.seen));

  test("the second plan is empty, and every statement holds on the state", () => {
    expect(life.exit).toBe(0);
    expect(life.verified.output).toMatch(/all \d+ statements hold/);
    expect(life.verified.exit).toBe(0);
  });

  test("five VPCs are there, of which four have one range; peerings are active, endpoints accepted", () => {
    const ranges = life.deployed.vpcs.map(({ CidrBlock }) => CidrBlock);
    expect(ranges.filter((range) => range === "10.0.0.0/16")).toHaveLength(4);
    expect(ranges).toContain("100.64.8.0/24");
    expect(hubInWords(life.deployed)).toMatchObject({
      peerings: ["hub-crm active", "hub-shop active"],
      services: ["hub-crm accepts by hand", "hub-shop accepts by hand"],
      endpoints: ["hub-batch-crm available", "hub-batch-shop available"],
      balancers: [
        "hub-crm-alb application -",
        "hub-crm-nlb network off",
        "hub-shop-alb application -",
        "hub-shop-nlb network off",
      ],
    });
  });

  test.each([
    ["hub-crm-a", "10.0.1.0/24 to the peering hub-crm, active"],
    ["hub-shop-a", "10.0.1.0/24 to the peering hub-shop, active"],
  ])("one and the same address leads from %s to its own web VPC", (subnet, route) => {
    const routes = new NetworkWords(life.deployed).routesOf(subnet);
    expect(routes).toContain(route);
    expect(routes.filter((one) => one.startsWith("10.0.1.0/24"))).toHaveLength(1);
  });

  describe.each(DRIFTS_OF_HUB)("when $what", ({ what, shows }) => {
    test("the plan shows it, and nothing else", () => expect(life.drifts.get(what)?.did).toEqual(shows));

    test("a capture shows that the bridge is broken", () => {
      const broken = life.drifts.get(what)?.broken ?? [];
      expect(broken.filter((text) => !life.brokenAtFirst.includes(text))).not.toEqual([]);
    });

    test("the network was spoilt, and the apply heals it", () => {
      const deployed = hubInWords(life.deployed);
      expect(hubInWords(life.drifts.get(what)?.spoilt ?? life.deployed)).not.toEqual(deployed);
      expect(hubInWords(life.drifts.get(what)?.healed ?? life.before)).toEqual(deployed);
    });
  });

  test("names are added beside all else, the next plan is empty, and the proof holds as before", () => {
    const { did, urls, exit, verified } = life.named;
    expect(exit).toBe(0);
    expect(new Set(Object.values(did))).toEqual(new Set(["create"]));
    expect(Object.keys(did).filter((address) => !address.startsWith("aws_route53_"))).toEqual([]);
    expect(Object.keys(did).sort()).toEqual([
      ...["crm", "orders-db", "shop"].map((name) => `aws_route53_record.names_apps_${name}`),
      ...["crm", "reports-db", "shop"].map((name) => `aws_route53_record.names_batch_${name}`),
      "aws_route53_zone.names_apps",
      "aws_route53_zone.names_batch",
    ]);
    expect(urls).toMatchObject({
      apps: { shop: "https://shop.example.internal/", "orders-db": "orders-db.example.internal:5432" },
      batch: { crm: "http://crm.example.internal/", "reports-db": "reports-db.example.internal:5432" },
    });
    expect(verified.output).toMatch(/all \d+ statements hold/);
  });

  test("destroy leaves the account as it was", () => {
    process.stderr.write(`hub: ${tally(life.before, life.deployed, life.destroyed)}\n`);
    expect(counts(life.destroyed)).toEqual(counts(life.before));
    expect(life.destroyed).toEqual(life.before);
  });

  test("Terraform asked AWS for what the policies in docs/iam allow, and for nothing else", () => {
    expectCalls("hub", life.calls);
  });
});
