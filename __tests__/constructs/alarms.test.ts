import type { BridgePlan } from "../../src/address-plan/bridge-plan";
import { watchedOf } from "../../src/address-plan/planned-alarms";
import { ATTACHED, changedText, type Changes, planOf, planOfText, WITH_GATEWAY } from "../support/bridges";
import { hubPlanOf } from "../support/hubs";
import { allOf, at, type Attributes, type StackJson, synthJson } from "../support/synthesized";

const ALARM = "aws_cloudwatch_metric_alarm";
const TOPIC = "arn:aws:sns:us-east-1:111122223333:network";
const EU_TOPIC = "arn:aws:sns:eu-central-1:111122223333:network";
const OFF = {
  target_4xx: false,
  target_5xx: false,
  nat_drops: false,
  attachment_drops: false,
};

const appliance = (changes: Changes): BridgePlan => planOfText("appliance", changedText("appliance", changes));

interface Query {
  readonly id: string;
  readonly expression?: string;
  readonly metric?: Attributes;
}

const queriesOf = (alarm: Attributes): Query[] => (alarm["metric_query"] ?? []) as Query[];

/** The metrics that an alarm looks at: namespace and name. */
function metricsOf(alarm: Attributes): string[] {
  const metrics = queriesOf(alarm).flatMap(({ metric }) => (metric ? [metric] : []));
  return [alarm, ...metrics].flatMap(({ namespace, metric_name: name }) =>
    typeof namespace === "string" && typeof name === "string" ? [`${namespace} ${name}`] : [],
  );
}

const namesIn = (stack: StackJson): string[] =>
  Object.values(allOf(stack, ALARM))
    .map((alarm) => String(alarm["alarm_name"]))
    .sort();

describe("the plan knows the name of each alarm that is made, and no two are alike", () => {
  const plans: readonly (readonly [string, BridgePlan])[] = [
    ["production", planOf("production")],
    ["production, all that can be left out", planOf("production", { alarms: { topic: EU_TOPIC, ...OFF } })],
    ["article", planOf("article", { alarms: { topic: TOPIC } })],
    ["article, without alarms", planOf("article")],
    [
      "attachments and a NAT gateway that exist",
      planOf("article", { ...ATTACHED, ...WITH_GATEWAY, alarms: { topic: TOPIC } }),
    ],
    ["an appliance", appliance({})],
    ["an appliance that nobody hears of", appliance({ alarms: undefined })],
    ["an appliance of a larger type", appliance({ "appliance.instance_type": "c7gn.medium" })],
    [
      "an appliance of an unknown type, whose load is nobody's business",
      appliance({
        "appliance.instance_type": "m7g.large",
        "appliance.instance_interfaces": 3,
        alarms: { topic: TOPIC, appliance_cpu: false },
      }),
    ],
    ["hub", hubPlanOf("hub")],
    ["hub, all that can be left out", hubPlanOf("hub", { alarms: { topic: TOPIC, ...OFF, nlb_resets: false } })],
    ["whole-vpc", hubPlanOf("whole-vpc", { alarms: { topic: EU_TOPIC } })],
  ];

  test.each(plans)("%s", (_, plan) => {
    const planned = watchedOf(plan).flatMap(({ alarms }) => alarms);
    expect(new Set(planned).size).toBe(planned.length);
    expect(namesIn(synthJson(plan))).toEqual([...planned].sort());
  });

  test("in the account that the plan says", () => {
    const plan = hubPlanOf("whole-vpc", { alarms: { topic: EU_TOPIC } });
    const accounts = new Map(watchedOf(plan).flatMap(({ alarms, account }) => alarms.map((name) => [name, account])));
    const made = Object.values(allOf(synthJson(plan), ALARM)).map(
      ({ alarm_name: name, provider }) => [String(name), provider] as const,
    );
    for (const [name, provider] of made)
      expect([name, provider]).toEqual([
        name,
        accounts.get(name) === "777788889999" ? "aws.transit-gateway" : undefined,
      ]);
    expect(made.filter(([, provider]) => provider !== undefined)).toHaveLength(6);
  });
});

test("alarms of NAT gateways in another account are made there", () => {
  const account = { id: "222233334444", role: "arn:aws:iam::222233334444:role/deploy" };
  const plan = hubPlanOf("whole-vpc", { alarms: { topic: EU_TOPIC }, "client.account": account });
  const made = Object.entries(allOf(synthJson(plan), ALARM)).filter(([, { provider }]) => provider === "aws.client");
  expect(made.map(([name]) => name).sort()).toEqual([
    "alarms_nat_client-nat-euc1-az1-drops",
    "alarms_nat_client-nat-euc1-az1-ports",
    "alarms_nat_client-nat-euc1-az2-drops",
    "alarms_nat_client-nat-euc1-az2-ports",
  ]);
  const accounts = watchedOf(plan).map((watched) => watched.account);
  expect(new Set(accounts)).toEqual(new Set(["222233334444", "111122223333", "777788889999"]));
});

describe("alarms of a bridge in the client VPC", () => {
  const stack = synthJson(planOf("production"));

  test("look at these metrics", () => {
    const seen = Object.values(allOf(stack, ALARM)).flatMap(metricsOf);
    expect([...new Set(seen)].sort()).toEqual([
      "AWS/ApplicationELB HTTPCode_ELB_5XX_Count",
      "AWS/ApplicationELB HTTPCode_Target_4XX_Count",
      "AWS/ApplicationELB HTTPCode_Target_5XX_Count",
      "AWS/ApplicationELB HealthyHostCount",
      "AWS/ApplicationELB RequestCount",
      "AWS/ApplicationELB UnHealthyHostCount",
      "AWS/NATGateway ErrorPortAllocation",
      "AWS/NATGateway PacketsDropCount",
      "AWS/NATGateway PacketsInFromDestination",
      "AWS/NATGateway PacketsInFromSource",
      "AWS/TransitGateway PacketDropCountBlackhole",
      "AWS/TransitGateway PacketDropCountNoRoute",
    ]);
  });

  test("tell the topic of both their ends", () => {
    const topic = ["arn:aws:sns:eu-central-1:111122223333:network-alarms"];
    for (const alarm of Object.values(allOf(stack, ALARM)))
      expect(alarm).toMatchObject({ alarm_actions: topic, ok_actions: topic, evaluation_periods: 3 });
  });

  test("go off where a zone finds no healthy target, and stay as they are where AWS says nothing", () => {
    expect(at(stack, `${ALARM}.alarms_shop-no-healthy-b`)).toMatchObject({
      namespace: "AWS/ApplicationELB",
      metric_name: "HealthyHostCount",
      dimensions: {
        AvailabilityZone: "eu-central-1b",
        LoadBalancer: "${aws_lb.front.arn_suffix}",
        TargetGroup: "${aws_lb_target_group.front_shop.arn_suffix}",
      },
      statistic: "Maximum",
      comparison_operator: "LessThanThreshold",
      threshold: 1,
      treat_missing_data: "ignore",
    });
  });

  test("compare a service's errors with its requests", () => {
    const alarm = at(stack, `${ALARM}.alarms_shop-target-5xx`);
    const dimensions = {
      LoadBalancer: "${aws_lb.front.arn_suffix}",
      TargetGroup: "${aws_lb_target_group.front_shop.arn_suffix}",
    };
    const metric = { namespace: "AWS/ApplicationELB", dimensions, stat: "Sum", period: 60 };
    expect(alarm["metric_query"]).toEqual([
      {
        id: "share",
        expression: "100 * part / whole1",
        label: "HTTPCode_Target_5XX_Count, percent",
        return_data: true,
      },
      { id: "part", metric: { ...metric, metric_name: "HTTPCode_Target_5XX_Count" } },
      { id: "whole1", metric: { ...metric, metric_name: "RequestCount" } },
    ]);
    expect(alarm).toMatchObject({ threshold: 2, comparison_operator: "GreaterThanThreshold" });
    expect(alarm["treat_missing_data"]).toBe("notBreaching");
    expect(at(stack, `${ALARM}.alarms_shop-target-4xx`)["threshold"]).toBe(25);
  });

  test("measure a NAT gateway's drops as AWS does", () => {
    const alarm = at(stack, `${ALARM}.alarms_nat-a-drops`);
    expect(queriesOf(alarm)[0]?.expression).toBe("100 * part / (whole1 + whole2)");
    expect(alarm["threshold"]).toBe(0.01);
  });

  test("name an attachment by itself and its gateway", () => {
    expect(at(stack, `${ALARM}.alarms_web-no-route`)).toMatchObject({
      metric_name: "PacketDropCountNoRoute",
      dimensions: {
        TransitGateway: "${aws_ec2_transit_gateway.transit.id}",
        TransitGatewayAttachment: "${aws_ec2_transit_gateway_vpc_attachment.transit_web.id}",
      },
      statistic: "Sum",
      threshold: 0,
    });
  });

  test("take thresholds from the file", () => {
    const alarms = { topic: EU_TOPIC, target_4xx: 50, nat_drops: 0.5, attachment_drops: 10 };
    const own = synthJson(planOf("production", { alarms }));
    const thresholds = ["shop-target-4xx", "nat-a-drops", "client-blackhole", "client-no-route"].map(
      (name) => at(own, `${ALARM}.alarms_${name}`)["threshold"],
    );
    expect(thresholds).toEqual([50, 0.5, 10, 10]);
  });

  test("learn the name of a zone that the file gives by its id", () => {
    const hub = synthJson(hubPlanOf("whole-vpc", { alarms: { topic: EU_TOPIC } }));
    const alarm = at(hub, `${ALARM}.alarms_balancer_orders-no-healthy-euc1-az1`);
    expect((alarm["dimensions"] as Attributes)["AvailabilityZone"]).toMatch(
      /^\$\{aws_subnet\.hub_balancers_.*\.availability_zone\}$/,
    );
  });
});

describe("alarms of an appliance", () => {
  const stack = synthJson(appliance({}));
  const of = (what: string) => at(stack, `${ALARM}.appliance_a_${what}`);

  test("tell of one that is stopped, which sends nothing", () => {
    expect(of("down")).toMatchObject({
      metric_name: "StatusCheckFailed",
      threshold: 1,
      comparison_operator: "GreaterThanOrEqualToThreshold",
      evaluation_periods: 5,
      treat_missing_data: "breaching",
    });
  });

  test("that make AWS act don't do so before the first boot", () => {
    for (const what of ["recover", "reboot"]) expect(of(what)["treat_missing_data"]).toBe("missing");
  });

  test("compare what it sends with what its type carries: 80 % of 32 Mbps for five minutes", () => {
    expect(of("bandwidth")).toMatchObject({
      metric_name: "NetworkOut",
      statistic: "Sum",
      period: 300,
      threshold: 0.8 * 32e6 * 300 * 0.125,
    });
  });

  test("tell of a CPU that is busy, and of one that costs more than its type earns", () => {
    expect(of("cpu")).toMatchObject({ metric_name: "CPUUtilization", statistic: "Average", threshold: 80 });
    expect(of("credits")).toMatchObject({ metric_name: "CPUSurplusCreditsCharged", threshold: 0 });
  });

  test("watch its attachments, too", () => {
    expect(
      Object.keys(allOf(stack, ALARM))
        .filter((name) => name.startsWith("alarms_"))
        .sort(),
    ).toEqual(["alarms_client-blackhole", "alarms_client-no-route", "alarms_web-blackhole", "alarms_web-no-route"]);
  });
});

describe("alarms of a hub", () => {
  const stack = synthJson(hubPlanOf("hub"));

  test("compare an NLB's resets with its new connections", () => {
    const alarm = at(stack, `${ALARM}.alarms_balancer_crm-nlb-target-resets`);
    expect(metricsOf(alarm)).toEqual(["AWS/NetworkELB TCP_Target_Reset_Count", "AWS/NetworkELB NewFlowCount"]);
    expect(alarm["threshold"]).toBe(50);
    expect(metricsOf(at(stack, `${ALARM}.alarms_balancer_crm-nlb-own-resets`))).toContain(
      "AWS/NetworkELB TCP_ELB_Reset_Count",
    );
    expect(at(stack, `${ALARM}.alarms_balancer_crm-nlb-ports`)["metric_name"]).toBe("PortAllocationErrorCount");
  });

  test("know nothing of answers that no HTTP gives", () => {
    const names = Object.keys(allOf(stack, ALARM)).filter((name) => name.includes("orders-db"));
    expect(names.sort()).toEqual([
      "alarms_balancer_orders-db-no-healthy-a",
      "alarms_balancer_orders-db-no-healthy-b",
      "alarms_balancer_orders-db-unhealthy",
    ]);
  });
});
