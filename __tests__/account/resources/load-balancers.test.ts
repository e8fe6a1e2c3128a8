import { formatAddress } from "../../../src/ip";
import { type LoadBalancer, type Topology } from "../../../src/topology";
import {
  BALANCED,
  balancer,
  DEFAULT_RULE,
  FORWARD,
  FRONT,
  group,
  HOST,
  listener,
  LISTENER,
  node,
  PATH,
  rule,
  target,
  WEB,
} from "../support/balanced-account";
import { type Told, topologyOf } from "../support/captured";

const built = (more: Told = {}): Topology => topologyOf({ told: { ...BALANCED, ...more } });

function front({ loadBalancers }: Topology): LoadBalancer {
  const [first] = loadBalancers;
  expect(loadBalancers).toHaveLength(1);
  return first!;
}

/** Nodes with their subnets and addresses. */
const nodes = (topology: Topology): string[] =>
  front(topology).nodes.map(
    ({ subnet, privateIps }) =>
      `${subnet.address} ${privateIps ? privateIps.map(({ start, end }) => `${formatAddress(start)}-${formatAddress(end)}`).join() : "?"}`,
  );

const reasonsOf = (doubts: readonly { readonly reason: string }[]): string[] => doubts.map(({ reason }) => reason);

describe("a load balancer that AWS tells of", () => {
  it("has the nodes that its interfaces are, however many there are in a subnet", () => {
    expect(nodes(built())).toEqual([
      "aws_subnet.subnet-0a 10.0.0.10-10.0.0.11",
      "aws_subnet.subnet-0b 10.0.1.10-10.0.1.12",
    ]);
    expect(front(built())).toMatchObject({
      address: "aws_lb.front-50dc6c495c0c9188",
      kind: "application",
      internal: true,
    });
  });

  it("takes no interface of another load balancer, nor one that somebody describes so", () => {
    const others = [
      node("eni-0a", "subnet-0a", "10.0.0.10", "app/front/0000000000000000"),
      { ...node("eni-0b", "subnet-0a", "10.0.0.11"), RequesterManaged: false },
    ];
    expect(nodes(built({ DescribeNetworkInterfaces: others }))).toEqual([
      "aws_subnet.subnet-0a ?",
      "aws_subnet.subnet-0b ?",
    ]);
  });

  it("has its own addresses where its interfaces are not told", () => {
    const topology = built({
      DescribeNetworkInterfaces: undefined,
      DescribeLoadBalancers: [
        balancer({
          Type: "network",
          AvailabilityZones: [{ SubnetId: "subnet-0a", LoadBalancerAddresses: [{ PrivateIPv4Address: "10.0.0.12" }] }],
        }),
      ],
    });
    expect(nodes(topology)).toEqual(["aws_subnet.subnet-0a 10.0.0.12-10.0.0.13"]);
  });

  it("is internal or not, of its kind, and across zones by its attribute", () => {
    const network = {
      DescribeLoadBalancers: [balancer({ Type: "network", Scheme: "internet-facing", SecurityGroups: [] })],
    };
    expect(front(built(network))).toMatchObject({ kind: "network", internal: false, crossZone: true });
    const off = { [FRONT]: [{ Key: "load_balancing.cross_zone.enabled", Value: "false" }] };
    expect(front(built({ ...network, DescribeLoadBalancerAttributes: off })).crossZone).toBe(false);
    expect(front(built(network)).nodes[0]!.groups).toBeUndefined();
    const gateway = front(built({ DescribeLoadBalancers: [balancer({ Type: "gateway" })] }));
    expect(reasonsOf(gateway.doubts.kind)).toHaveLength(1);
  });

  it("has its listeners, rules by priority with host and path, and the default action", () => {
    const [own] = front(built()).listeners;
    expect(own).toMatchObject({ port: 80, protocol: "HTTP" });
    expect(own!.actions.map(({ kind, hosts, paths, priority }) => ({ kind, hosts, paths, priority }))).toEqual([
      { kind: "answer", hosts: [], paths: [], priority: undefined },
      { kind: "forward", hosts: ["a.example"], paths: ["/a/*"], priority: 10 },
    ]);
  });

  it("forwards to several target groups by weight, and to none with weight 0", () => {
    const other = WEB.replace("web/73", "other/74");
    const weights = (first: number, second: number): Told => ({
      DescribeTargetGroups: [group(), group({ TargetGroupArn: other, TargetGroupName: "other" })],
      DescribeListeners: {
        [FRONT]: [
          listener({
            DefaultActions: [
              {
                Type: "forward",
                ForwardConfig: {
                  TargetGroups: [
                    { TargetGroupArn: WEB, Weight: first },
                    { TargetGroupArn: other, Weight: second },
                  ],
                },
              },
            ],
          }),
        ],
      },
      DescribeRules: { [LISTENER]: [DEFAULT_RULE] },
    });
    const groupsOf = (told: Told) => front(built(told)).listeners[0]!.actions[0]!.groups.length;
    expect(groupsOf(weights(1, 1))).toBe(2);
    expect(groupsOf(weights(1, 0))).toBe(1);
  });

  it("redirects, and authenticates before it forwards", () => {
    const actions = (...DefaultActions: object[]): Told => ({
      DescribeListeners: { [FRONT]: [listener({ DefaultActions })] },
      DescribeRules: { [LISTENER]: [DEFAULT_RULE] },
    });
    const first = (told: Told) => front(built(told)).listeners[0]!.actions[0];
    expect(
      first(actions({ Type: "redirect", RedirectConfig: { Protocol: "HTTPS", Port: "443", StatusCode: "HTTP_301" } })),
    ).toMatchObject({ kind: "answer", redirect: { protocol: "HTTPS", port: 443 } });
    expect(first(actions({ ...FORWARD, Order: 2 }, { Type: "authenticate-oidc", Order: 1 }))).toMatchObject({
      kind: "forward",
    });
  });

  it("has its targets with what AWS found of their health", () => {
    const health = (...told: object[]) =>
      built({ DescribeTargetHealth: { [WEB]: told } }).targetGroups[0]!.targets.map((one) => one.health);
    expect(
      health(
        target("10.0.0.1", "healthy"),
        target("10.0.0.2", "unavailable"),
        target("10.0.0.3", "unhealthy"),
        target("10.0.0.4", "initial"),
        target("10.0.0.5", "draining"),
        target("10.0.0.6", "unused", { Reason: "Target.InvalidState" }),
        target("10.0.0.7", "unused", { Reason: "Target.NotInUse" }),
      ),
    ).toEqual(["healthy", "healthy", "unhealthy", "unhealthy", "out", "out", undefined]);
  });

  it("leaves unhealthy targets in where it is set to send to them", () => {
    const topology = built({
      DescribeTargetGroupAttributes: {
        [WEB]: [
          { Key: "target_group_health.unhealthy_state_routing.minimum_healthy_targets.count", Value: "2" },
          { Key: "preserve_client_ip.enabled", Value: "true" },
          { Key: "proxy_protocol_v2.enabled", Value: "true" },
          { Key: "load_balancing.cross_zone.enabled", Value: "false" },
        ],
      },
    });
    const [web] = topology.targetGroups;
    expect(web!.targets.map(({ health }) => health)).toEqual(["healthy", undefined]);
    expect(web).toMatchObject({ preserveClientIp: true, proxyProtocol: true, crossZone: false });
  });

  it("says all zones only of a target that is registered so", () => {
    const told = [{ ...target("10.9.0.1", "healthy"), Target: { Id: "10.9.0.1", Port: 1, AvailabilityZone: "all" } }];
    const zones = (more: Told) => built(more).targetGroups[0]!.targets.map(({ zone }) => zone);
    expect(zones({ DescribeTargetHealth: { [WEB]: told } })).toEqual(["all"]);
    expect(zones({})).toEqual([undefined, undefined]);
  });

  it("has an address of its own although one in another account is called the same", () => {
    const theirs = FRONT.replace("111122223333", "444455556666");
    const topology = topologyOf(
      { told: BALANCED },
      {
        account: "444455556666",
        told: {
          DescribeVpcs: [],
          DescribeSubnets: [],
          DescribeLoadBalancers: [balancer({ LoadBalancerArn: theirs })],
          DescribeListeners: { [theirs]: [] },
        },
      },
    );
    expect(new Set(topology.loadBalancers.map(({ address }) => address)).size).toBe(2);
  });
});

describe("what AWS did not tell of a load balancer", () => {
  it.each<[keyof Told, "listeners" | "targets"]>([
    ["DescribeListeners", "listeners"],
    ["DescribeRules", "listeners"],
    ["DescribeTargetGroupAttributes", "targets"],
    ["DescribeTargetHealth", "targets"],
  ])("%s is a doubt about its %s", (call, covers) => {
    const doubtsIn = (topology: Topology): string[] =>
      covers === "listeners"
        ? reasonsOf(front(topology).doubts.listeners)
        : reasonsOf(topology.targetGroups[0]!.doubts.targets);
    expect(doubtsIn(built())).toEqual([]);
    expect(doubtsIn(built({ [call]: undefined }))).toEqual([`no answer of ${call} was given`]);
    const about = call === "DescribeListeners" ? FRONT : call === "DescribeRules" ? LISTENER : WEB;
    expect(doubtsIn(built({ [call]: { [about]: "AccessDenied" } }))).toEqual([`${call} was refused (AccessDenied)`]);
  });

  it("attributes are one about a network load balancer, of which they say whether it crosses zones", () => {
    const told: Told = { DescribeLoadBalancerAttributes: undefined };
    expect(front(built(told)).doubts.listeners).toEqual([]);
    const network = built({ ...told, DescribeLoadBalancers: [balancer({ Type: "network" })] });
    expect(reasonsOf(front(network).doubts.listeners)).toEqual([
      "no answer of DescribeLoadBalancerAttributes was given",
    ]);
  });

  it("a load balancer that failed is not there", () => {
    expect(built({ DescribeLoadBalancers: [balancer({ State: { Code: "failed" } })] }).loadBalancers).toEqual([]);
  });

  it("has a rule of the old spelling of conditions", () => {
    const old = rule({ Field: "host-header", Values: ["b.example"] }, { Field: "path-pattern", Values: ["/b"] });
    const [own] = front(built({ DescribeRules: { [LISTENER]: [old, DEFAULT_RULE] } })).listeners;
    expect(own!.actions[1]).toMatchObject({ hosts: ["b.example"], paths: ["/b"] });
    expect([HOST, PATH]).toHaveLength(2);
  });
});
