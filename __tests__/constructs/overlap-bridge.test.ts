import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { Route53Zone } from "@cdktf/provider-aws/lib/route53-zone";
import { Vpc } from "@cdktf/provider-aws/lib/vpc";
import { Construct } from "constructs";
import { TerraformStack, Testing, Token } from "cdktf";
import { OverlapBridge } from "../../src";
import type { OverlapBridgeProps } from "../../src/constructs/overlap-bridge-props";
import { readNetwork } from "../../src/judge";
import "../../src/jest";
import { planOf } from "../support/bridges";
import { type StackJson, synthJson } from "../support/synthesized";

/** What bridges/article.yaml says. */
const ARTICLE: OverlapBridgeProps = {
  region: "us-east-1",
  client: { vpc: { cidr: "10.64.0.0/16" }, subnets: { private1: { cidr: "10.64.0.0/24", zone: "a" } } },
  web: { vpc: { cidr: "10.64.0.0/16" }, subnets: { private: { cidr: "10.64.0.0/24", zone: "a" } } },
  bridge: {
    cidr: "10.0.0.0/16",
    natSubnets: { private2: { cidr: "10.0.1.0/24", zone: "a", addresses: ["10.0.1.10"] } },
    albSubnets: { private3: { cidr: "10.0.2.0/24", zone: "a" }, private3b: { cidr: "10.0.3.0/24", zone: "b" } },
  },
  listeners: { http: { action: "forward" } },
  services: { web: { targets: ["10.64.0.10"], port: 80 } },
  demo: {
    client: { subnet: "private1", address: "10.64.0.20" },
    web: { subnet: "private", address: "10.64.0.10" },
    connectEndpoint: true,
  },
};

const OTHER_ACCOUNT = { client: { ...ARTICLE.client, account: { id: "111122223333" } } };

function stack(make: (scope: TerraformStack) => unknown): TerraformStack {
  const own = new TerraformStack(Testing.app(), "foreign");
  new AwsProvider(own, "aws", { region: "us-east-1" });
  make(own);
  return own;
}

const synth = (make: (scope: TerraformStack) => unknown): string => Testing.synth(stack(make), true);

/** What the stack refuses, and the constructs that are there all the same. */
function refused(props: OverlapBridgeProps, id = "orders"): string[] {
  const own = new TerraformStack(Testing.app(), "foreign");
  try {
    new OverlapBridge(own, id, props);
  } catch (error) {
    expect(own.node.children).toEqual([]);
    return (error as Error).message.split("\n");
  }
  return [];
}

/** All resources without their names, which the construct's path is a part of. */
function resources(json: StackJson): string[] {
  return Object.entries(json.resource).flatMap(([type, named]) => Object.keys(named).map(() => type));
}

test("makes what a bridge file makes", () => {
  const own = JSON.parse(synth((scope) => new OverlapBridge(scope, "article", ARTICLE))) as StackJson;
  const ofFile = synthJson(planOf("article"));
  expect(resources(own)).toEqual(resources(ofFile));
  const balancers = (json: StackJson) => Object.values(json.resource["aws_lb"]!).map(({ name }) => name);
  expect(balancers(own)).toEqual(["overlap-article"]);
  expect(balancers(own)).toEqual(balancers(ofFile));
});

test("is a bridge, says the judge", () => {
  const json = synth((scope) => new OverlapBridge(scope, "article", ARTICLE));
  const { resource } = JSON.parse(json) as StackJson;
  const [alb] = Object.keys(resource["aws_lb"]!);
  const [client, web] = ["client", "web"].map(
    (side) => `aws_instance.${Object.keys(resource["aws_instance"]!).find((name) => name.includes(`demo-${side}`))}`,
  );
  expect(json).toReach({ from: client!, to: `aws_lb.${alb}`, port: 80 });
  expect(json).not.toReach({ from: web!, to: client! });
  expect(json).not.toReach({ from: client!, to: web! });
  expect(readNetwork(json).unreadable).toEqual([]);
});

test("two in one stack are two bridges", () => {
  const json = JSON.parse(
    synth((scope) => {
      new OverlapBridge(scope, "orders", ARTICLE);
      new OverlapBridge(scope, "billing", ARTICLE);
    }),
  ) as StackJson;
  const balancers = Object.values(json.resource["aws_lb"]!).map(({ name }) => name);
  expect(balancers.sort()).toEqual(["overlap-billing", "overlap-orders"]);
  const groups = Object.values(json.resource["aws_lb_target_group"]!).map(({ name }) => name);
  expect(new Set(groups).size).toBe(2);
});

test("two that would have one name are refused", () => {
  const make = () =>
    stack((scope) => {
      new OverlapBridge(scope, "orders", ARTICLE);
      new OverlapBridge(new Construct(scope, "other"), "orders", ARTICLE);
    });
  expect(make).toThrow(
    /^the bridge foreign\/other\/orders is in the way of another one in its stack:\n {2}gives a load balancer the name "overlap-orders", as foreign\/orders does; /,
  );
});

test("the ids of what exists may be tokens", () => {
  const json = JSON.parse(
    synth((scope) => {
      const vpc = new Vpc(scope, "existing", { cidrBlock: "10.64.0.0/16" });
      const web = { vpc: { id: vpc.id, cidr: "10.64.0.0/16" }, securityGroups: [vpc.defaultSecurityGroupId] };
      const subnets = {
        private: { cidr: "10.64.0.0/24", zone: "a", id: "subnet-0123456789abcdef0", routeTable: vpc.mainRouteTableId },
      };
      new OverlapBridge(scope, "orders", { ...ARTICLE, web: { ...web, subnets }, demo: {} });
    }),
  ) as StackJson;
  expect(Object.keys(json.resource["aws_vpc"]!)).toHaveLength(2);
  expect(JSON.stringify(json)).not.toContain("f0000000000000000");
  const attachments = Object.values(json.resource["aws_ec2_transit_gateway_vpc_attachment"]!);
  expect(attachments.map((one) => one["vpc_id"])).toContain("${aws_vpc.existing.id}");
  const routes = Object.values(json.resource["aws_route"]!).map((one) => one["route_table_id"]);
  expect(routes).toContain("${aws_vpc.existing.main_route_table_id}");
});

test("the hosted zone may be one that the same stack makes", () => {
  const json = JSON.parse(
    synth((scope) => {
      const zone = new Route53Zone(scope, "zone", { name: "example.internal" });
      const dns = { zone: "example.internal", zoneId: zone.zoneId };
      const { names } = new OverlapBridge(scope, "orders", { ...ARTICLE, dns });
      expect(names?.fqdn("web.example.internal")).toMatch(/\S/);
    }),
  ) as StackJson;
  const records = Object.values(json.resource["aws_route53_record"]!);
  expect(records).toMatchObject([{ name: "web.example.internal", zone_id: "${aws_route53_zone.zone.zone_id}" }]);
});

test("the web side of another account is made by that account's provider", () => {
  const json = JSON.parse(
    synth((scope) => {
      const provider = new AwsProvider(scope, "aws-web", { region: "us-east-1", alias: "web" });
      const web = { ...ARTICLE.web, account: { id: "444455556666" }, provider };
      new OverlapBridge(scope, "orders", { ...ARTICLE, ...OTHER_ACCOUNT, web });
    }),
  ) as StackJson;
  expect(Object.values(json.resource["aws_vpc"]!).map((one) => one["provider"])).toEqual([undefined, "aws.web"]);
  expect(Object.values(json.resource["aws_ram_principal_association"]!)).toMatchObject([{ principal: "444455556666" }]);
});

describe("props that break a rule are refused, all at once, before anything is made", () => {
  test("each with key, value, rule and next step", () => {
    const bridge = { ...ARTICLE.bridge, cidr: "10.0.0.1/16" };
    const lines = refused({ ...ARTICLE, bridge, region: "us-east-one" });
    expect(lines[0]).toMatch(/^the bridge foreign\/orders can't be built; 2 things are wrong/);
    expect(lines.slice(1)).toEqual([
      expect.stringMatching(/^ {2}region: "us-east-one" must be an AWS Region; .* \[region\]$/),
      expect.stringMatching(/^ {2}bridge\.cidr: "10\.0\.0\.1\/16" .*; .*10\.0\.0\.0\/16.* \[cidr\]$/),
    ]);
  });

  test.each<[string, OverlapBridgeProps, RegExp]>([
    [
      "ranges that overlap",
      {
        ...ARTICLE,
        bridge: {
          ...ARTICLE.bridge,
          albSubnets: { private3: { cidr: "10.0.2.0/24", zone: "a" }, private3b: { cidr: "10.0.2.128/25", zone: "b" } },
        },
      },
      /^ {2}bridge\.albSubnets\.private3b\.cidr: "10\.0\.2\.128\/25" overlaps .* \[[a-z-]+\]$/,
    ],
    [
      "a Terraform expression",
      { ...ARTICLE, services: { web: { targets: ["10.64.0.10"], health: { path: "/${var.path}" } } } },
      /^ {2}services\.web\.health\.path: .* holds "\$\{", .* \[no-template\]$/,
    ],
    [
      "another account without its provider",
      { ...ARTICLE, ...OTHER_ACCOUNT, web: { ...ARTICLE.web, account: { id: "444455556666" } } },
      /^ {2}web\.provider: is missing, .* \[web-provider\]$/,
    ],
    [
      "a name with capitals",
      { ...ARTICLE, name: "Orders" },
      /^ {2}name: "Orders" must be lower-case letters.* \[bridge-name\]$/,
    ],
    [
      "a key that nobody knows",
      { ...ARTICLE, alb: { idleTimeOut: 30 } as object },
      /^ {2}alb(\.idleTimeOut)?: .*idle_time.*\]$/,
    ],
  ])("%s", (_, props, line) => {
    expect(refused(props).slice(1).join("\n")).toMatch(line);
  });

  test.each([
    [
      "a key of bridge files",
      { backend: { type: "local" } },
      /^ {2}backend is no prop of a bridge; leave it out; .*\]$/,
    ],
    [
      "another's spelling",
      { transit_gateway: {} },
      /^ {2}transit_gateway is no prop of a bridge; did you mean transitGateway\? \[unknown-key\]$/,
    ],
  ])("%s", (_, more, line) => {
    expect(
      refused({ ...ARTICLE, ...more })
        .slice(1)
        .join("\n"),
    ).toMatch(line);
  });

  test.each([
    ["a text", () => ({ bridge: { cidr: Token.asString({ a: 1 }), zones: ["a", "b"] } }), "bridge.cidr"],
    [
      "a number",
      () => ({ services: { web: { targets: ["10.64.0.10"], port: Token.asNumber({ a: 1 }) } } }),
      "services.web.port",
    ],
    ["a list", () => ({ services: { web: { targets: Token.asList({ a: 1 }) } } }), "services.web.targets[0]"],
  ])("%s that Terraform alone knows", (_, more, key) => {
    const lines = refused({ ...ARTICLE, ...more() }).slice(1);
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatch(
      / is a token, whose value Terraform alone knows; write the value itself; .* \[no-template\]$/,
    );
    expect(lines[0]).toContain(`  ${key}: `);
  });

  test("props that are undefined are not there", () => {
    const none = { name: undefined, zones: undefined, logs: undefined, alb: undefined, quotas: undefined };
    expect(refused({ ...ARTICLE, ...none })).toEqual([]);
  });

  test("the id is the name where none is given", () => {
    expect(refused(ARTICLE, "Orders")[1]).toMatch(/^ {2}name: .*must be lower-case/);
    expect(refused({ ...ARTICLE, name: "orders" }, "Orders")).toEqual([]);
  });
});

describe("what is watched", () => {
  test("has the file's thresholds under the props' names, and a dashboard", () => {
    const alarms = {
      topic: "arn:aws:sns:us-east-1:111122223333:network",
      target5xx: 1,
      natDrops: 0.5,
    };
    const text = synth((scope) => {
      new OverlapBridge(scope, "orders", {
        ...ARTICLE,
        alarms: { ...alarms, target4xx: false },
        dashboard: { name: "orders" },
      });
    });
    const { resource } = JSON.parse(text) as StackJson;
    const made = Object.values(resource["aws_cloudwatch_metric_alarm"] ?? {});
    const thresholds: Record<string, unknown> = Object.fromEntries(
      made.map(({ alarm_name: name, threshold }) => [String(name), threshold]),
    );
    expect(thresholds).toMatchObject({ "orders-web-target-5xx": 1, "orders-private2-packet-drops": 0.5 });
    expect(Object.keys(thresholds).filter((name) => name.includes("4xx"))).toEqual([]);
    const [dashboard] = Object.values(resource["aws_cloudwatch_dashboard"] ?? {});
    expect(dashboard?.["dashboard_name"]).toBe("orders");
    for (const name of Object.keys(resource["aws_cloudwatch_metric_alarm"] ?? {}))
      expect(dashboard?.["dashboard_body"]).toContain(`aws_cloudwatch_metric_alarm.${name}.arn`);
  });

  test("is refused as in a file", () => {
    const topic = "arn:aws:sns:us-east-1:111122223333:network";
    const lines = refused({ ...ARTICLE, alarms: { topic, target5xx: 101 }, dashboard: { name: "a b" } });
    expect(lines.join("\n")).toContain("alarms.target5xx: 101 must be at most 100");
    expect(lines.join("\n")).toContain('dashboard.name: "a b" is no name that CloudWatch gives a dashboard');
  });
});
