import { readFileSync } from "node:fs";
import { join } from "node:path";
import { bridgeText } from "../support/bridges";
import { describeWithLab } from "../support/lab";
import { type Contents, counts, tally } from "./support/account";
import { describeDeployment, onStage, type Stage } from "./support/life";
import { NetworkWords, nameOf } from "./support/network-words";
import type { Finished } from "./support/processes";
import { type Calls, expectCalls } from "./support/recorded-calls";
import { expectAllSeen, type Seen, seenIn } from "./by-hand/broken";
import { OF_ARTICLE } from "./by-hand/of-article";
import { type Agreement, agreementOf, capturesOf, expectAgreement } from "./support/state-and-account";
import { labOfState, verifyState } from "./support/verify-state";

interface Life {
  readonly before: Contents;
  readonly deployed: Contents;
  readonly secondPlan: { readonly exit: number | null; readonly diff: string; readonly exitInHcl: number | null };
  readonly outputs: { readonly article: Readonly<Record<string, unknown>> };
  readonly verified: Finished;
  readonly agreement: Agreement;
  readonly seen: Seen;
  readonly packets: Finished | undefined;
  readonly destroyed: Contents;
  readonly calls: Calls;
}

/** From nothing to nothing, once; the tests look at what was seen on the way. */
async function live(stage: Stage): Promise<Life> {
  const { account, project } = stage;
  const before = await account.contents();
  await project.deploy();
  const deployed = await account.contents();
  const secondPlan = {
    diff: await project.diff(),
    exit: await project.detailedExitCode(),
    exitInHcl: await project.exitCodeInHcl(),
  };
  const outputsFile = join(project.folder, "outputs.json");
  await project.cdktf("output", "article", "--outputs-file", outputsFile, "--skip-synth");
  const outputs = JSON.parse(readFileSync(outputsFile, "utf8")) as Life["outputs"];
  const verified = await verifyState(project);
  const captures = await capturesOf(stage);
  const agreement = await agreementOf(stage, captures);
  const seen = seenIn(captures, project.addressPlan(), OF_ARTICLE);
  const packets = await labOfState(project);
  await project.destroy();
  return {
    before,
    deployed,
    secondPlan,
    outputs,
    verified,
    agreement,
    seen,
    packets,
    destroyed: await account.contents(),
    calls: project.calls(),
  };
}

describeDeployment()("the article's bridge in an emulated account", () => {
  let life: Life;
  let words: NetworkWords;
  beforeAll(async () => {
    life = await onStage("article", bridgeText("article"), {}, live);
    words = new NetworkWords(life.deployed);
  });

  describe("deployed", () => {
    test("the client VPC has its own range and the bridge's, the web VPC only its own", () => {
      const ranges = life.deployed.vpcs.map((vpc) => [
        nameOf(vpc),
        vpc.CidrBlockAssociationSet?.map(({ CidrBlock }) => CidrBlock),
      ]);
      expect(ranges).toContainEqual(["article-client", ["10.64.0.0/16", "10.0.0.0/16"]]);
      expect(ranges).toContainEqual(["article-web", ["10.64.0.0/16"]]);
    });

    test.each([
      ["article-private1", "10.64.0.0/24", "us-east-1a"],
      ["article-private2", "10.0.1.0/24", "us-east-1a"],
      ["article-private3", "10.0.2.0/24", "us-east-1a"],
      ["article-private3b", "10.0.3.0/24", "us-east-1b"],
      ["article-web-private", "10.64.0.0/24", "us-east-1a"],
    ])("the subnet %s is %s in %s and makes nothing public", (name, CidrBlock, AvailabilityZone) => {
      expect(life.deployed.subnets.filter((subnet) => nameOf(subnet) === name)).toEqual([
        expect.objectContaining({ CidrBlock, AvailabilityZone, MapPublicIpOnLaunch: false }),
      ]);
    });

    test.each([
      [
        "article-private1",
        ["10.0.2.0/24 to the NAT gateway article-private2", "10.0.3.0/24 to the NAT gateway article-private2"],
      ],
      ["article-private2", []],
      ["article-private3", ["10.64.0.0/24 to the interface of article-client in us-east-1a"]],
      ["article-private3b", ["10.64.0.0/24 to the interface of article-client in us-east-1b"]],
    ])("the table of %s has its local routes and nothing else than %j", (subnet, routes) => {
      const local = ["10.0.0.0/16 local", "10.64.0.0/16 local"];
      expect(words.routesOf(subnet)).toEqual([...local, ...routes].sort());
    });

    test("the web subnet's table leads the ALB's replies to the transit gateway, and the demo server to S3", () => {
      expect(words.routesOf("article-web-private")).toEqual([
        "10.0.2.0/23 to the transit gateway article",
        "10.64.0.0/16 local",
        expect.stringMatching(/^pl-\S+ to the endpoint of com\.amazonaws\.us-east-1\.s3$/),
      ]);
    });

    test("the NAT gateway is private and has the planned address", () => {
      expect(life.deployed.natGateways).toEqual([
        expect.objectContaining({
          ConnectivityType: "private",
          NatGatewayAddresses: [expect.objectContaining({ PrivateIp: "10.0.1.10", IsPrimary: true })],
        }),
      ]);
    });

    test("the transit gateway associates and propagates nothing by itself", () => {
      expect(life.deployed.transitGateways).toHaveLength(1);
      expect(life.deployed.transitGateways[0]?.Options).toMatchObject({
        DefaultRouteTableAssociation: "disable",
        DefaultRouteTablePropagation: "disable",
        AutoAcceptSharedAttachments: "disable",
      });
      expect(life.deployed.transitGatewayRouteTables.map(nameOf).sort()).toEqual([
        "article-from-client",
        "article-from-web",
      ]);
    });

    test.each([
      ["article-from-client", "article-client", ["10.64.0.0/24 static active to article-web"]],
      ["article-from-web", "article-web", ["10.0.2.0/23 static active to article-client"]],
    ])("its table %s serves %s with static routes only", (table, attachment, routes) => {
      expect(words.transitTable(table)).toEqual({ associations: [attachment], propagations: [], routes });
    });

    test("the ALB is internal, in both ALB subnets, and drops invalid headers", () => {
      expect(life.deployed.loadBalancers).toEqual([
        expect.objectContaining({ Scheme: "internal", Type: "application", LoadBalancerName: "overlap-article" }),
      ]);
      const [alb] = life.deployed.loadBalancers;
      expect(alb?.AvailabilityZones?.map(({ ZoneName }) => ZoneName).sort()).toEqual(["us-east-1a", "us-east-1b"]);
      expect(alb?.attributes).toMatchObject({ "routing.http.drop_invalid_header_fields.enabled": "true" });
    });

    test("its listener forwards to the target, whose zone AWS took from the client's subnet", () => {
      expect(words.listeners()).toEqual(["HTTP 80, default: forward to web"]);
      expect(words.targets()).toEqual(["web 10.64.0.10:80 in us-east-1a: healthy"]);
    });

    test.each([
      ["article-alb", ["in tcp/80 from 10.0.1.10/32", "out tcp/80 to 10.64.0.10/32"]],
      ["article-web-servers", ["in tcp/80 from 10.0.2.0/23", "out tcp/443 to the endpoint's prefix list"]],
      ["article-demo-client", ["in tcp/22 from article-connect", "out tcp/80 to 10.0.2.0/23"]],
      ["article-connect", ["out tcp/22 to 10.64.0.20/32"]],
    ])("the security group %s has exactly the rules %j", (group, rules) => {
      expect(words.rulesOf(group)).toEqual(rules);
    });

    test("the demo hosts have the planned addresses and no public one", () => {
      const hosts = life.deployed.instances.map((instance) => [
        nameOf(instance),
        instance.PrivateIpAddress,
        instance.PublicIpAddress,
      ]);
      expect(hosts.sort()).toEqual([
        ["article-demo-client", "10.64.0.20", undefined],
        ["article-demo-web", "10.64.0.10", undefined],
      ]);
    });

    test("the second plan is empty", () => {
      expect(life.secondPlan.exit).toBe(0);
      expect(life.secondPlan.diff).toContain("No changes. Your infrastructure matches the configuration.");
    });

    test("is taken over by the same stack in HCL without a change", () => expect(life.secondPlan.exitInHcl).toBe(0));

    test("the outputs tell the URL, the addresses and what was added to the web VPC", () => {
      const [attachment] = life.deployed.transitGatewayAttachments.filter((one) => nameOf(one) === "article-web");
      expect(life.outputs.article).toMatchObject({
        url: `http://${life.deployed.loadBalancers[0]?.DNSName}`,
        nat_addresses: ["10.0.1.10"],
        added_to_web_vpc: { attachment: attachment?.TransitGatewayAttachmentId },
      });
    });

    test("every statement holds on the state", () => {
      expect(life.verified.output).toMatch(/all \d+ statements hold/);
      expect(life.verified.exit).toBe(0);
    });

    describeWithLab()("and built from that state in the packet lab", () => {
      test("the client's request gets nginx's page, by the way of the proof", () => {
        expect(life.packets?.output).toMatch(/^ {2}answer {4}200 Welcome to nginx!$/m);
        expect(life.packets?.output).toMatch(/X-Forwarded-For="10\.0\.1\.10"$/m);
        expect(life.packets?.output).toMatch(/proof and kernel agree on every one$/m);
        expect(life.packets?.exit).toBe(0);
      });
    });
  });

  test("the state and the account itself give the same verdicts", () => expectAgreement(life.agreement));

  test("each statement is broken by what somebody does by hand, and names it", () => expectAllSeen(life.seen));

  test("destroy leaves the account as it was", () => {
    process.stderr.write(`article: ${tally(life.before, life.deployed, life.destroyed)}\n`);
    expect(counts(life.destroyed)).toEqual(counts(life.before));
    expect(life.destroyed).toEqual(life.before);
  });

  test("its API calls are those that the policies in docs/iam were made from", () => {
    expectCalls("article", life.calls);
  });

  test("there was something to destroy", () => {
    const had = counts(life.before);
    const added = Object.entries(counts(life.deployed)).map(([kind, count]) => [kind, count - (had[kind] ?? 0)]);
    expect(Object.fromEntries(added)).toMatchObject({ vpcs: 2, subnets: 5, natGateways: 1, transitGateways: 1 });
  });
});
