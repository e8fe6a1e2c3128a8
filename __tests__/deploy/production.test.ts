import { type Dimension } from "@aws-sdk/client-cloudwatch";
import { type WidgetJson } from "../support/dashboards";
import { type Changed, expected, followed, GROWTH, liveOn } from "./changes-in-life";
import { type Contents, counts, tally } from "./support/account";
import { expectForetold } from "./support/expect-foretold";
import { describeDeployment, inWords, type Stage } from "./support/life";
import { nameOf } from "./support/network-words";
import type { Finished } from "./support/processes";
import { type Calls, expectCalls } from "./support/recorded-calls";
import { DEPLOYED, onProduction, REGION, WEB_ACL } from "./support/production-bridge";
import { expectAllSeen, type Seen, seenIn } from "./by-hand/broken";
import { OF_PRODUCTION } from "./by-hand/of-production";
import { type Agreement, agreementOf, capturesOf, expectAgreement } from "./support/state-and-account";
import { verifyState } from "./support/verify-state";

interface Life {
  readonly before: Contents;
  readonly deployed: Contents;
  readonly diff: string;
  readonly verified: Finished;
  readonly agreement: Agreement;
  readonly seen: Seen;
  readonly changes: ReadonlyMap<string, Changed>;
  readonly verifiedAfter: Finished;
  readonly destroyed: Contents;
  readonly calls: Calls;
}

/** From nothing to nothing, once; the tests look at what was seen on the way. */
async function live(stage: Stage): Promise<Life> {
  const { account, project } = stage;
  const before = await account.contents();
  await project.deploy();
  const deployed = await account.contents();
  const diff = await project.diff();
  const verified = await verifyState(project);
  const captures = await capturesOf(stage);
  const agreement = await agreementOf(stage, captures);
  const seen = seenIn(captures, project.addressPlan(), OF_PRODUCTION);
  const changes = await liveOn(stage, "production", DEPLOYED, GROWTH);
  const verifiedAfter = await verifyState(project);
  await project.destroy();
  const destroyed = await account.contents();
  return {
    before,
    deployed,
    diff,
    verified,
    agreement,
    seen,
    changes,
    verifiedAfter,
    destroyed,
    calls: project.calls(),
  };
}

describeDeployment()("the production bridge with demo hosts in an emulated account", () => {
  let life: Life;
  beforeAll(async () => {
    life = await onProduction(live);
  });

  const LOCAL = ["10.64.0.0/16 local", "100.64.0.0/24 local"];
  const steered = (zone: string) => [
    `10.64.0.0/24 to the interface of production-client in ${REGION}${zone}`,
    `10.64.1.0/24 to the interface of production-client in ${REGION}${zone}`,
  ];
  const throughNat = (zone: string) => [
    `100.64.0.0/27 to the NAT gateway production-nat-${zone}`,
    `100.64.0.32/27 to the NAT gateway production-nat-${zone}`,
  ];

  test("the state and the account itself give the same verdicts", () => expectAgreement(life.agreement));

  test("each statement is broken by what somebody does by hand, and names it", () => expectAllSeen(life.seen));

  describe("deployed", () => {
    test.each([
      ["clients-a", throughNat("a")],
      ["clients-b", throughNat("b")],
      ["batch-a", []],
      ["nat-a", []],
      ["nat-b", []],
      ["attachment-a", []],
      ["attachment-b", []],
      ["alb-a", steered("a")],
      ["alb-b", steered("b")],
    ])("the table of %s has its local routes and nothing else than %j", (subnet, routes) => {
      expect(inWords(life.deployed).subnets[`production-${subnet}`]).toEqual([...LOCAL, ...routes].sort());
    });

    test("each zone has a private NAT gateway of its own", () => {
      const gateways = life.deployed.natGateways.map((one) => [nameOf(one), one.ConnectivityType]);
      expect(gateways.sort()).toEqual([
        ["production-nat-a", "private"],
        ["production-nat-b", "private"],
      ]);
    });

    test("the attachment has an interface in each of its own subnets, not in the ALB's", () => {
      const subnets = new Map(life.deployed.subnets.map((subnet) => [subnet.SubnetId, nameOf(subnet)]));
      const [attachment] = life.deployed.transitGatewayAttachments.filter((one) => nameOf(one) === "production-client");
      expect(attachment?.SubnetIds?.map((id) => subnets.get(id)).sort()).toEqual([
        "production-attachment-a",
        "production-attachment-b",
      ]);
    });

    test.each([
      [
        "production-from-client",
        "production-client",
        ["10.64.0.0/24 static active to production-web", "10.64.1.0/24 static active to production-web"],
      ],
      ["production-from-web", "production-web", ["100.64.0.0/26 static active to production-client"]],
    ])("the transit gateway's table %s serves %s with static routes only", (table, attachment, routes) => {
      const { associations, propagations, routes: has } = inWords(life.deployed).transit[table] ?? {};
      expect({ associations, propagations, routes: has?.sort() }).toEqual({
        associations: [attachment],
        propagations: [],
        routes,
      });
    });

    test("the listeners redirect to HTTPS and tell the services apart", () => {
      expect(inWords(life.deployed).listeners).toEqual([
        "HTTP 80, default: redirect to HTTPS 443",
        "HTTPS 443, 5 path-pattern /api/* and host-header shop.example.com: forward to shop-api",
        "HTTPS 443, 10 host-header shop.example.com: forward to shop",
        "HTTPS 443, 30 host-header accounts.example.com: forward to accounts",
        "HTTPS 443, default: fixed-response 404",
      ]);
    });

    test("every target is in the zone of the client subnet that covers it", () => {
      expect(inWords(life.deployed).targets).toEqual([
        `accounts 10.64.0.12:8443 in ${REGION}a: healthy`,
        `accounts 10.64.1.12:8443 in ${REGION}b: healthy`,
        `accounts 10.64.1.13:8443 in ${REGION}b: healthy`,
        `shop 10.64.0.10:8443 in ${REGION}a: healthy`,
        `shop 10.64.1.10:8443 in ${REGION}b: healthy`,
        `shop-api 10.64.0.11:8443 in ${REGION}a: healthy`,
        `shop-api 10.64.1.11:8443 in ${REGION}b: healthy`,
      ]);
    });

    test("logs are written to the bucket", () => {
      expect(life.deployed.buckets.map(({ Name }) => Name)).toEqual(["acme-overlap-bridge-production-logs"]);
      expect(life.deployed.loadBalancers[0]?.attributes).toMatchObject({
        "access_logs.s3.enabled": "true",
        "deletion_protection.enabled": "true",
      });
      const logged = life.deployed.flowLogs.map(({ ResourceId = "", LogDestination }) => [
        ResourceId.split("-")[0],
        LogDestination?.split(":::")[1],
      ]);
      const bucket = "acme-overlap-bridge-production-logs";
      expect(logged.sort()).toEqual([
        ["eni", `${bucket}/production-flow/`],
        ["eni", `${bucket}/production-flow/`],
        ["vpc", `${bucket}/production-vpc-flow/`],
        ["vpc", `${bucket}/production-vpc-flow/`],
      ]);
    });

    test("alarms watch what is there, by the ids that AWS gave", () => {
      expect(life.deployed.alarms).toHaveLength(24);
      const of = (name: string) => life.deployed.alarms.find(({ AlarmName }) => AlarmName === name);
      const dimensions = ({ Dimensions = [] }: { readonly Dimensions?: readonly Dimension[] }) =>
        Object.fromEntries(Dimensions.map(({ Name = "", Value }) => [Name, Value]));
      const [balancer] = life.deployed.loadBalancers;
      const LoadBalancer = balancer?.LoadBalancerArn?.split(":loadbalancer/")[1];
      const group = life.deployed.targetGroups.find(({ TargetGroupName }) => TargetGroupName?.startsWith("shop-api"));
      const TargetGroup = group?.TargetGroupArn?.split(":").at(-1);
      expect(dimensions(of("production-shop-api-no-healthy-target-b") ?? {})).toEqual({
        AvailabilityZone: `${REGION}b`,
        LoadBalancer,
        TargetGroup,
      });
      const answers = of("production-shop-api-target-5xx")?.Metrics ?? [];
      const watched = answers.map(({ Id, Expression, MetricStat }) => [
        Id,
        Expression ?? MetricStat?.Metric?.MetricName,
      ]);
      expect(Object.fromEntries(watched)).toEqual({
        share: "100 * part / whole1",
        part: "HTTPCode_Target_5XX_Count",
        whole1: "RequestCount",
      });
      const web = life.deployed.transitGatewayAttachments.find((one) => nameOf(one) === "production-web");
      expect(dimensions(of("production-web-attachment-no-route") ?? {})).toEqual({
        TransitGateway: web?.TransitGatewayId,
        TransitGatewayAttachment: web?.TransitGatewayAttachmentId,
      });
    });

    test("one dashboard shows all of them, and metrics by ids that AWS gave", () => {
      const [dashboard, ...others] = life.deployed.dashboards;
      expect([dashboard?.name, others]).toEqual(["overlap-production", []]);
      const { widgets } = JSON.parse(dashboard?.body ?? "") as { widgets: readonly WidgetJson[] };
      const arns = life.deployed.alarms.map(({ AlarmArn }) => AlarmArn);
      expect(widgets.flatMap(({ properties: { alarms = [] } }) => alarms).sort()).toEqual(arns.sort());
      expect(dashboard?.body).not.toMatch(/\$\{|aws_/);
      for (const { NatGatewayId = "" } of life.deployed.natGateways) expect(dashboard?.body).toContain(NatGatewayId);
    });

    test("the bucket keeps what is deleted or overwritten, for thirty days", () => {
      expect(life.deployed.buckets[0]?.versioning).toBe("Enabled");
      expect(life.deployed.buckets[0]?.lifecycle).toMatchObject([
        { ID: "expire", Expiration: { Days: 90 }, NoncurrentVersionExpiration: { NoncurrentDays: 30 } },
        { ID: "markers", Expiration: { ExpiredObjectDeleteMarker: true } },
      ]);
    });

    test("requests pass the web ACL, and none that could be read in two ways", () => {
      expect(life.deployed.loadBalancers[0]?.webAcl).toBe(WEB_ACL);
      expect(life.deployed.loadBalancers[0]?.attributes).toMatchObject({
        "routing.http.desync_mitigation_mode": "strictest",
        "routing.http.xff_header_processing.mode": "append",
        "routing.http.xff_client_port.enabled": "true",
      });
    });

    test("the second plan is empty", () => {
      expect(life.diff).toContain("No changes. Your infrastructure matches the configuration.");
    });

    test("every statement holds on the state", () => {
      expect(life.verified.output).toMatch(/all \d+ statements hold/);
      expect(life.verified.exit).toBe(0);
    });
  });

  test.each(GROWTH)("when $what, Terraform touches nothing else than it must", (change) => {
    expect(life.changes.get(change.what)?.did).toEqual(expected(change));
  });

  test.each(GROWTH.slice(0, -1))("when $what, the plan and its review tell what the state shows then", ({ what }) => {
    expectForetold(followed(GROWTH, what, life.changes));
  });

  test("every statement holds after that", () => {
    expect(life.verifiedAfter.output).toMatch(/all \d+ statements hold/);
    expect(life.verifiedAfter.exit).toBe(0);
  });

  test("after a zone was added, its routes and the others' lead to interfaces that are there", () => {
    const { subnets } = inWords([...life.changes.values()].at(-1)?.after ?? life.destroyed);
    for (const zone of ["a", "b", "c"])
      expect(subnets[`production-alb-${zone}`]).toEqual([...LOCAL, ...steered(zone)].sort());
  });

  test("its API calls are those that the policies in docs/iam were made from", () => {
    expectCalls("production", life.calls);
  });

  test("destroy leaves the account as it was", () => {
    process.stderr.write(`production: ${tally(life.before, life.deployed, life.destroyed)}\n`);
    expect(counts(life.destroyed)).toEqual(counts(life.before));
    expect(life.destroyed).toEqual(life.before);
  });
});
