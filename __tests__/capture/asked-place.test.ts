import fc from "fast-check";
import { answersOfCapture, CAPTURE_KEY, type CapturedCall } from "../../src/account/capture-file";
import { CALLS, type CallName, parentOf, shapeOf } from "../../src/account/calls";
import { askPlace } from "../../src/capture/asked-place";
import { CaptureFault } from "../../src/capture/capture-fault";
import { type Json, type JsonObject } from "../../src/terraform";
import { type Answer, StandIn } from "./stand-in";

const EVERY = Object.keys(CALLS) as CallName[];
/** The calls that are asked without a request. */
const NAMES = EVERY.filter((name) => !shapeOf(name).isOnRequest);
const balancer = "arn:aws:elasticloadbalancing:us-east-1:111122223333:loadbalancer/app/web/50dc6c495c0c9188";
const listener =
  "arn:aws:elasticloadbalancing:us-east-1:111122223333:listener/app/web/50dc6c495c0c9188/f2f7dc8efc522ab2";

/** One thing for each call that others are asked about. */
const PARENTS = NAMES.flatMap((name) => {
  const parent = parentOf(name);
  return parent
    ? [[parent.call, { [shapeOf(parent.call).list]: [{ [parent.key]: `id-${parent.call}` }] }] as const]
    : [];
});
const ANSWERS: Readonly<Record<string, Answer>> = {
  ...Object.fromEntries(PARENTS),
  DescribeVpcs: {
    Vpcs: [
      {
        VpcId: "vpc-2",
        CidrBlock: "10.0.0.0/16",
        Tags: [
          { Key: "Owner", Value: "ann" },
          { Key: "Name", Value: "b" },
        ],
      },
      { VpcId: "vpc-1", CidrBlock: "10.0.0.0/16" },
    ],
  },
  DescribeManagedPrefixLists: { PrefixLists: [{ PrefixListId: "pl-1", State: "create-complete" }] },
  DescribeTransitGatewayRouteTables: {
    TransitGatewayRouteTables: [
      { TransitGatewayRouteTableId: "tgw-rtb-1", State: "available" },
      { TransitGatewayRouteTableId: "tgw-rtb-gone", State: "deleted" },
    ],
  },
  DescribeLoadBalancers: { LoadBalancers: [{ LoadBalancerArn: balancer, State: { Code: "active" } }] },
  DescribeListeners: { Listeners: [{ ListenerArn: listener, LoadBalancerArn: balancer }] },
  DescribeTargetGroups: { TargetGroups: [{ TargetGroupArn: "tg-1" }] },
};

const all = (aws: StandIn): Promise<CapturedCall[]> => askPlace(aws.ask, { tags: false });
const one = (calls: readonly CapturedCall[], operation: string): CapturedCall[] =>
  calls.filter((call) => call.operation === operation);

/** An instance with an interface that checks sources and destinations, or does not. */
const host = (InstanceId: string, SourceDestCheck: boolean) => ({
  InstanceId,
  NetworkInterfaces: [{ SourceDestCheck: true }, { SourceDestCheck }],
});

describe("a Region of an account", () => {
  test("tells a hash of the user data of instances that forward, where somebody wants it", async () => {
    const DescribeInstances = { Reservations: [{ Instances: [host("i-host", true), host("i-nat", false)] }] };
    const DescribeInstanceAttribute = { InstanceId: "i-nat", UserData: { Value: "aGVsbG8=" } };
    const aws = new StandIn({ ...ANSWERS, DescribeInstances, DescribeInstanceAttribute });
    const calls = await askPlace(aws.ask, { tags: true, userDataHash: true });
    expect(aws.inputsOf("DescribeInstanceAttribute")).toEqual([{ Attribute: "userData", InstanceId: "i-nat" }]);
    const hash = "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824";
    const answer = { InstanceId: "i-nat", UserDataSha256: hash };
    expect(one(calls, "DescribeInstanceAttribute")).toEqual([
      { operation: "DescribeInstanceAttribute", about: "i-nat", answer },
    ]);
    expect(JSON.stringify(calls)).not.toContain("aGVsbG8");
    expect(one(await all(aws), "DescribeInstanceAttribute")).toEqual([]);
  });

  test("tells the quotas of every service in one answer", async () => {
    const codes: Readonly<Record<string, string>> = { vpc: "L-1", ec2: "L-2", elasticloadbalancing: "L-3" };
    const ListServiceQuotas: Answer = ({ input }) => ({
      Quotas: [{ QuotaCode: codes[String(input["ServiceCode"])], Value: 1 }],
    });
    const [quotas, ...others] = one(await all(new StandIn({ ...ANSWERS, ListServiceQuotas })), "ListServiceQuotas");
    expect(others).toEqual([]);
    expect(quotas?.answer?.["Quotas"]).toEqual(["L-1", "L-2", "L-3"].map((QuotaCode) => ({ QuotaCode, Value: 1 })));
  });

  test("answers with the thing itself where that is no list", async () => {
    const definition = { ipResource: { ipAddress: "10.0.0.9" } };
    const GetResourceConfiguration = { id: "rcfg-1", type: "SINGLE", resourceConfigurationDefinition: definition };
    const ListResourceConfigurations = { items: [{ id: "rcfg-1", arn: "arn", type: "SINGLE", status: "ACTIVE" }] };
    const calls = await all(new StandIn({ ...ANSWERS, GetResourceConfiguration, ListResourceConfigurations }));
    expect(one(calls, "GetResourceConfiguration")).toEqual([
      { operation: "GetResourceConfiguration", about: "rcfg-1", answer: GetResourceConfiguration },
    ]);
  });

  test("is asked each call of the table, those about one thing about each that is there", async () => {
    const aws = new StandIn(ANSWERS);
    const calls = await all(aws);
    for (const name of NAMES) {
      const inputs = aws.inputsOf(name);
      const { of } = shapeOf(name);
      if (of) for (const input of inputs) expect(input[of.parameter]).toBeDefined();
      else expect([name, inputs.length]).toEqual([name, shapeOf(name).each?.length ?? 1]);
    }
    expect(one(calls, "SearchTransitGatewayRoutes").map(({ about }) => about)).toEqual(["tgw-rtb-1"]);
    expect(one(calls, "DescribeRules").map(({ about }) => about)).toEqual([listener]);
    expect(one(calls, "DescribeTargetHealth").map(({ about }) => about)).toEqual(["tg-1"]);
  });

  test("asks what it was allowed to ask and no more: the actions of the least policy", async () => {
    const aws = new StandIn(ANSWERS);
    await all(aws);
    const made = new Set(aws.asked.map(({ service, operation }) => `${service}:${operation}`));
    expect([...made].sort()).toEqual(NAMES.map((name) => `${CALLS[name].service}:${name}`).sort());
  });

  test("can be read again, with everything that was answered and refused", async () => {
    const aws = new StandIn({ ...ANSWERS, DescribeNetworkAcls: "UnauthorizedOperation" });
    const calls = await all(aws);
    const file = { [CAPTURE_KEY]: 1, places: [{ account: "111122223333", region: "us-east-1", calls }] };
    const read = answersOfCapture(JSON.parse(JSON.stringify(file)) as JsonObject, "a.json");
    expect(read.refusals).toEqual([
      expect.objectContaining({ call: "DescribeNetworkAcls", code: "UnauthorizedOperation" }),
    ]);
    expect(new Set([...read.answers, ...read.refusals].map(({ call }) => call))).toEqual(
      new Set(NAMES.filter((name) => aws.inputsOf(name).length > 0)),
    );
  });

  test.each(NAMES)("has %s refused with AWS's code, and all that would be asked about its things", async (name) => {
    const calls = await all(new StandIn({ ...ANSWERS, [name]: "UnauthorizedOperation" }));
    const below = (call: CallName): boolean => {
      const parent = parentOf(call)?.call;
      return call === name || (parent !== undefined && below(parent));
    };
    const refused = calls.filter((call) => call.refused === "UnauthorizedOperation").map(({ operation }) => operation);
    const isAsked = name === "DescribeVpcs" || new Set(calls.map(({ operation }) => operation)).has(name);
    expect([...new Set(refused)].sort()).toEqual(isAsked ? NAMES.filter(below).sort() : []);
  });

  test("ends with the first fault that lets nothing more be asked", async () => {
    const fault = new CaptureFault("expired", "ExpiredToken", "expired");
    const aws = new StandIn({
      ...ANSWERS,
      DescribeSubnets: () => {
        throw fault;
      },
    });
    await expect(all(aws)).rejects.toBe(fault);
    expect(aws.asked.length).toBeLessThan(NAMES.length);
  });

  test("is asked a few questions at a time", async () => {
    const many = Array.from({ length: 100 }, (_, i) => ({ TargetGroupArn: `tg-${i}` }));
    const aws = new StandIn({ ...ANSWERS, DescribeTargetGroups: { TargetGroups: many } });
    await all(aws);
    expect(aws.mostAtOnce).toBeGreaterThan(1);
    expect(aws.mostAtOnce).toBeLessThanOrEqual(8);
  });

  test("tells how far it is, and ends with all answered", async () => {
    const told: { answered: number; known: number }[] = [];
    await askPlace(new StandIn(ANSWERS).ask, { tags: false, onProgress: (progress) => told.push(progress) });
    expect(told.at(-1)!.answered).toBe(told.at(-1)!.known);
    for (const { answered, known } of told) expect(answered).toBeLessThanOrEqual(known);
  });
});

/** A shuffled copy, keys and lists alike; lists whose order says something stay. */
function shuffled(json: Json, random: () => number): Json {
  const mixed = <T>(list: readonly T[]): T[] =>
    list
      .map((item) => [random(), item] as const)
      .sort(([a], [b]) => a - b)
      .map(([, item]) => item);
  if (Array.isArray(json)) return mixed(json.map((item) => shuffled(item, random)));
  if (typeof json !== "object" || json === null) return json;
  return Object.fromEntries(
    mixed(Object.entries(json).map(([key, value]): [string, Json] => [key, shuffled(value, random)])),
  );
}

test("the same account gives the same bytes, in whatever order AWS answers", async () => {
  const before = JSON.stringify(await all(new StandIn(ANSWERS)));
  await fc.assert(
    fc.asyncProperty(fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true })), async (stream) => {
      const random = (): number => stream.next().value as number;
      const answers = Object.fromEntries(
        Object.entries(ANSWERS).map(([name, answer]) => [name, shuffled(answer as Json, random) as JsonObject]),
      );
      expect(JSON.stringify(await all(new StandIn(answers)))).toBe(before);
    }),
    { numRuns: 20 },
  );
});

describe("a capture holds", () => {
  const kept = async (answers: Readonly<Record<string, Answer>>, tags = false): Promise<string> =>
    JSON.stringify(await askPlace(new StandIn({ ...ANSWERS, ...answers }).ask, { tags }));

  test("no tag but Name, unless all are asked for", async () => {
    expect(await kept({})).toContain('"Tags":[{"Key":"Name","Value":"b"}]');
    expect(await kept({})).not.toContain("ann");
    expect(await kept({}, true)).toContain("ann");
    const shares = {
      resourceShares: [{ resourceShareArn: "a", owningAccountId: "1", tags: [{ key: "x", value: "ann" }] }],
    };
    expect(await kept({ GetResourceShares: shares })).not.toContain("ann");
  });

  const SECRET = "s3cr3t-value";
  test.each<[string, string, JsonObject]>([
    ["user data", "DescribeInstances", { Reservations: [{ Instances: [{ InstanceId: "i-1", UserData: SECRET }] }] }],
    [
      "the configuration of a VPN",
      "DescribeVpnConnections",
      {
        VpnConnections: [
          {
            VpnConnectionId: "vpn-1",
            CustomerGatewayConfiguration: `<pre_shared_key>${SECRET}</pre_shared_key>`,
            Options: { TunnelOptions: [{ OutsideIpAddress: "203.0.113.1", PreSharedKey: SECRET }] },
          },
        ],
      },
    ],
    [
      "a client's secret",
      "DescribeListeners",
      {
        Listeners: [{ ListenerArn: listener, DefaultActions: [{ AuthenticateOidcConfig: { ClientSecret: SECRET } }] }],
      },
    ],
    [
      "what a listener answers",
      "DescribeListeners",
      {
        Listeners: [{ ListenerArn: listener, DefaultActions: [{ FixedResponseConfig: { MessageBody: SECRET } }] }],
      },
    ],
    [
      "a header's value",
      "DescribeRules",
      {
        Rules: [
          {
            RuleArn: "r",
            Conditions: [{ Field: "http-header", HttpHeaderConfig: { HttpHeaderName: "X-Origin", Values: [SECRET] } }],
          },
        ],
      },
    ],
  ])("not %s", async (_, operation, answer) => {
    const text = await kept({ [operation]: answer });
    expect(JSON.stringify(answer)).toContain(SECRET);
    expect(text).not.toContain(SECRET);
    expect(text).toContain(`"operation":"${operation}"`);
  });

  test("the addresses of a VPN's tunnels, and the name of a header that is looked for", async () => {
    const tunnel = { TunnelOptions: [{ OutsideIpAddress: "203.0.113.1", PreSharedKey: SECRET }] };
    expect(
      await kept({ DescribeVpnConnections: { VpnConnections: [{ VpnConnectionId: "vpn-1", Options: tunnel }] } }),
    ).toContain("203.0.113.1");
    const condition = { Field: "http-header", HttpHeaderConfig: { HttpHeaderName: "X-Origin", Values: [SECRET] } };
    expect(await kept({ DescribeRules: { Rules: [{ RuleArn: "r", Conditions: [condition] }] } })).toContain(
      '{"HttpHeaderName":"X-Origin","Values":["(hidden)"]}',
    );
  });
});
