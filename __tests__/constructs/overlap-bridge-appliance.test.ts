import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { TerraformStack, Testing, Token } from "cdktf";
import { OverlapBridge } from "../../src";
import type { OverlapBridgeProps } from "../../src/constructs/overlap-bridge-props";
import "../../src/jest";
import { appliancePlan } from "../support/appliances";
import { type StackJson, synthJson } from "../support/synthesized";

/** What bridges/appliance.yaml says. */
const ALONE: OverlapBridgeProps = {
  region: "us-east-1",
  client: { vpc: { cidr: "10.64.0.0/16" }, subnets: { private1: { cidr: "10.64.0.0/24", zone: "a" } } },
  web: { vpc: { cidr: "10.64.0.0/16" }, subnets: { private: { cidr: "10.64.0.0/24", zone: "a" } } },
  bridge: {
    cidr: "10.0.0.0/16",
    attachmentSubnets: { transit: { cidr: "10.0.3.0/28", zone: "a" } },
    innerSubnets: { inner: { cidr: "10.0.4.0/28", zone: "a" } },
    outerSubnets: { outer: { cidr: "10.0.5.0/28", zone: "a" } },
  },
  appliance: {
    webSeenAs: "100.64.1.0/24",
    clientsSeenAs: { "10.64.0.0/24": "100.64.2.0/24" },
    initiate: "both",
    clientToWeb: [{ protocol: "TCP", ports: [5432] }, { protocol: "UDP", ports: [161] }, { protocol: "ICMP" }],
    webToClient: [{ protocol: "TCP", ports: ["8443"] }],
    instanceType: "t4g.nano",
  },
  dns: { zone: "corp.internal", records: { db: "10.64.0.10" } },
  alarms: { topic: "arn:aws:sns:us-east-1:111122223333:network-alarms" },
  dashboard: true,
  demo: {
    client: { subnet: "private1", address: "10.64.0.10" },
    web: { subnet: "private", address: "10.64.0.10" },
  },
};

function stack(props: OverlapBridgeProps): { bridge: OverlapBridge; json: string } {
  const own = new TerraformStack(Testing.app(), "foreign");
  new AwsProvider(own, "aws", { region: "us-east-1" });
  const bridge = new OverlapBridge(own, "appliance", props);
  return { bridge, json: Testing.synth(own, true) };
}

/** What makes the construct refuse its props; nothing where it takes them. */
function refused(props: OverlapBridgeProps): string {
  try {
    stack(props);
  } catch (error) {
    return (error as Error).message;
  }
  return "";
}

const withAppliance = (more: NonNullable<OverlapBridgeProps["appliance"]>): OverlapBridgeProps => ({
  ...ALONE,
  appliance: { ...ALONE.appliance, ...more },
});

test("an appliance alone is what a bridge file makes of it", () => {
  const { bridge, json } = stack(ALONE);
  const [own, ofFile] = [JSON.parse(json) as StackJson, synthJson(appliancePlan())];
  const counts = ({ resource }: StackJson) =>
    Object.fromEntries(Object.entries(resource).map(([type, named]) => [type, Object.keys(named).length]));
  expect(counts(own)).toEqual(counts(ofFile));
  const scripts = ({ resource }: StackJson) =>
    Object.values(resource["aws_instance"] ?? {}).map(({ user_data_base64: script }) => script ?? null);
  expect(scripts(own)).toEqual(scripts(ofFile));
  expect([...(bridge.appliance?.hosts.keys() ?? [])]).toEqual(["a"]);
});

test("is a bridge, says the judge", () => {
  const { bridge, json } = stack(ALONE);
  const [client, web] = [bridge.demoClient!, bridge.demoWeb!].map(
    ({ host }) => `aws_instance.${host.instance.friendlyUniqueId}`,
  ) as [string, string];
  expect(json).toReach({ from: client, to: "100.64.1.10", port: 5432 });
  expect(json).not.toReach({ from: client, to: "100.64.1.10", port: 22 });
  expect(json).toReach({ from: web, to: "100.64.2.10", port: 8443 });
  expect(json).not.toReach({ from: web, to: "100.64.2.10", port: 5432 });
});

test("has no part of an ALB, and says so to who asks for one", () => {
  const { bridge } = stack(ALONE);
  for (const part of ["nat", "steering", "frontDoor"] as const)
    expect(() => bridge[part]).toThrow(
      new RegExp(`^the bridge foreign/appliance has no ${part}, which comes with services, and its props list none; `),
    );
});

test("stands beside an ALB as well", () => {
  const { bridge } = stack({
    ...ALONE,
    bridge: { cidr: "100.70.0.0/23", zones: ["a", "b"] },
    listeners: { http: { port: 80 } },
    services: { shop: { targets: ["10.64.0.30"] } },
  });
  expect([bridge.frontDoor.alb.nameInput, bridge.nat.gateways.size > 0, bridge.appliance?.hosts.size]).toEqual([
    "overlap-appliance",
    true,
    1,
  ]);
});

test("the groups of existing clients may be tokens", () => {
  const group = Token.asString({ Ref: "group" });
  const existing = (number: string) => ({
    vpc: { id: `vpc-0123456789abcdef${number}`, cidr: "10.64.0.0/16" },
    subnets: {
      private1: {
        ...{ id: `subnet-0123456789abcdef${number}`, routeTable: `rtb-0123456789abcdef${number}` },
        ...{ cidr: "10.64.0.0/24", zone: "a" },
      },
    },
  });
  const { json } = stack({ ...ALONE, client: { ...existing("0"), securityGroups: [group] }, demo: undefined });
  const rules = Object.values((JSON.parse(json) as StackJson).resource["aws_vpc_security_group_ingress_rule"] ?? {});
  expect(rules.filter(({ security_group_id: id }) => typeof id !== "string" || !id.startsWith("${aws_"))).toHaveLength(
    1,
  );
});

describe("bad props", () => {
  test.each<[string, OverlapBridgeProps, RegExp]>([
    ["neither services nor an appliance", { ...ALONE, appliance: undefined }, /services/],
    [
      "a virtual range inside a VPC",
      withAppliance({ webSeenAs: "10.64.9.0/24" }),
      /appliance\.webSeenAs: "10\.64\.9\.0\/24" .*\[appliance-apart\]/,
    ],
    ["sizes that differ", withAppliance({ webSeenAs: "100.64.1.0/25" }), /\[appliance-sizes\]/],
    [
      "a port that is none",
      withAppliance({ clientToWeb: [{ protocol: "TCP", ports: [70000] }] }),
      /appliance\.clientToWeb\[0\]\.ports\[0\]: .*70000/,
    ],
    ["no ports", withAppliance({ clientToWeb: [{ protocol: "TCP", ports: [] }] }), /clientToWeb\[0\]\.ports/],
    [
      "a range that is no range, in a map",
      withAppliance({ clientsSeenAs: { "10.64.0.0/24": "100.64.2.0/33" } }),
      /clientsSeenAs/,
    ],
    ["a key that is none", withAppliance({ webSeenAS: "100.64.1.0/24" } as never), /\[unknown-key\]/],
    ["a token where the value decides", withAppliance({ webSeenAs: Token.asString({ Ref: "x" }) }), /\[no-template\]/],
  ])("%s", (_, props, expected) => {
    expect(refused(props)).toMatch(expected);
  });
});
