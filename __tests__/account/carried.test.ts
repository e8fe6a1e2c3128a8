import { ask, endOfNic, Walker } from "../../src/reachability";
import { type JsonObject } from "../../src/terraform";
import { HOST, LISTENER, RULE, target, WEB } from "./support/balanced-account";
import { CARRIED } from "./support/carried-account";
import { ATTACHMENT_B, route, TABLE } from "./support/hub-account";
import { askingGraph, changing, graphTold, refusing, type Told } from "./support/told";
import { route as vpcRoute } from "./support/two-vpcs-told";

const asking = (told: Told) => askingGraph(graphTold(told));
const DIRECT = ["aws_instance.i-client", "aws_instance.i-web"] as const;
const BALANCED = ["aws_instance.i-client", "aws_lb.front-50dc6c495c0c9188"] as const;
const direct = (told: Told) => asking(told).verdict(...DIRECT, 8080);
const balanced = (told: Told) => asking(told).verdict(...BALANCED, 80);

describe("what an account's transit gateway and load balancer carry", () => {
  it("goes from the client to the server, and by the load balancer", () => {
    const network = asking(CARRIED);
    expect(network.topology.unreadable).toEqual([]);
    expect(network.verdict(...DIRECT, 8080)).toBe("ALLOWED");
    expect(network.verdict(...BALANCED, 80)).toBe("ALLOWED");
    expect(network.verdict(...DIRECT, 22)).toBe("DENIED");
  });

  const transit = (routes: readonly object[]): Told => ({
    ...CARRIED,
    SearchTransitGatewayRoutes: { [TABLE]: routes },
  });
  const health = (...told: readonly object[]): Told => ({ ...CARRIED, DescribeTargetHealth: { [WEB]: told } });
  const pending = (item: JsonObject) => ({ ...item, State: "pendingAcceptance" });

  it.each<[string, Told]>([
    ["without the way there", transit([route("10.0.0.0/16", "tgw-attach-0a")])],
    ["without the way back", transit([route("10.1.0.0/16", ATTACHMENT_B)])],
    [
      "with a blackhole",
      transit([route("10.0.0.0/16", "tgw-attach-0a"), route("10.1.0.0/16", ATTACHMENT_B, { State: "blackhole" })]),
    ],
    [
      "with a narrower blackhole",
      transit([
        ...["0a", "0b"].map((id, i) => route(`10.${i}.0.0/16`, `tgw-attach-${id}`)),
        { DestinationCidrBlock: "10.1.0.0/24", Type: "static", State: "blackhole" },
      ]),
    ],
    [
      "without an association",
      {
        ...CARRIED,
        GetTransitGatewayRouteTableAssociations: { [TABLE]: [] },
        DescribeTransitGatewayAttachments: [],
      },
    ],
    [
      "with an attachment that nobody accepted",
      changing(
        changing(CARRIED, "DescribeTransitGatewayVpcAttachments", 0, pending),
        "DescribeTransitGatewayAttachments",
        0,
        pending,
      ),
    ],
  ])("nothing %s", (_, told) => {
    expect(direct(told)).toBe("DENIED");
  });

  it.each<[string, Told]>([
    ["its routes", refusing(CARRIED, "SearchTransitGatewayRoutes")],
    [
      "its associations",
      refusing(CARRIED, "GetTransitGatewayRouteTableAssociations", "DescribeTransitGatewayAttachments"),
    ],
    ["its attachments", refusing(CARRIED, "DescribeTransitGatewayVpcAttachments", "DescribeTransitGatewayAttachments")],
    ["its tables", refusing(CARRIED, "DescribeTransitGatewayRouteTables")],
  ])("is UNKNOWN where AWS did not tell %s", (_, told) => {
    expect(direct(told)).toBe("UNKNOWN");
  });

  it("needs nothing of the gateway itself where its attachments, tables and routes are told", () => {
    expect(direct(refusing(CARRIED, "DescribeTransitGateways"))).toBe("ALLOWED");
  });

  it("goes to each of several attachments of one range, if it arrives by all", () => {
    const both = (second: string): Told =>
      transit([
        route("10.0.0.0/16", "tgw-attach-0a"),
        {
          ...route("10.1.0.0/16", ATTACHMENT_B),
          TransitGatewayAttachments: [ATTACHMENT_B, second].map((id) => ({ TransitGatewayAttachmentId: id })),
        },
      ]);
    expect(direct(both(ATTACHMENT_B))).toBe("ALLOWED");
    expect(direct(both("tgw-attach-0a"))).toBe("UNKNOWN");
  });

  it("comes in by an attachment's interface that a route leads to", () => {
    const led = (nic: string): Told =>
      changing(CARRIED, "DescribeRouteTables", 0, (item) => ({
        ...item,
        Routes: [...(item.Routes as object[]).slice(0, 1), vpcRoute("10.1.0.0/16", { NetworkInterfaceId: nic })],
      }));
    expect(direct(led("eni-ta"))).toBe("ALLOWED");
    expect(direct(led("eni-client"))).not.toBe("ALLOWED");
  });

  it("meets only healthy targets, and none that is draining", () => {
    const unreachable = target("10.0.0.77", "healthy");
    const server = (State: string) => ({
      Target: { Id: "10.1.0.20", Port: 8080, AvailabilityZone: "all" },
      TargetHealth: { State },
    });
    expect(balanced(health(server("unhealthy")))).toBe("ALLOWED");
    expect(balanced(health(server("unhealthy"), unreachable))).not.toBe("ALLOWED");
    expect(balanced(health(server("healthy"), unreachable))).toBe("ALLOWED");
    expect(balanced(health(server("draining")))).toBe("DENIED");
    expect(balanced(health())).toBe("DENIED");
  });

  describe("with a rule before the one that forwards", () => {
    const fixed = [{ Type: "forward", TargetGroupArn: WEB.replace("web/73", "gone/74") }];
    const ruled = (...Conditions: object[]): Told => ({
      ...CARRIED,
      DescribeRules: {
        [LISTENER]: [{ RuleArn: RULE, Priority: "1", IsDefault: false, Actions: fixed, Conditions }],
      },
    });
    const asked = (told: Told, host: string) => {
      const { topology } = asking(told);
      const [client] = topology.instances.flatMap(({ address, nics }) => (address === BALANCED[0] ? nics : []));
      const [balancer] = topology.loadBalancers;
      const question = {
        from: endOfNic(client!),
        to: { kind: "balancer", balancer: balancer!, host },
        flow: { protocol: 6, port: 80 },
      } as const;
      return ask(new Walker(topology), question).verdict;
    };
    const header = { Field: "http-header", HttpHeaderConfig: { HttpHeaderName: "x-a", Values: ["1"] } };

    it("leaves other hosts to the next rule", () => {
      expect(asked(ruled(HOST), "b.example")).toBe("ALLOWED");
      expect(asked(ruled(HOST), "a.example")).not.toBe("ALLOWED");
    });

    it.each<[string, object]>([
      ["a header", header],
      ["a sender", { Field: "source-ip", SourceIpConfig: { Values: ["10.9.0.0/16"] } }],
      ["a query", { Field: "query-string", QueryStringConfig: { Values: [{ Key: "a", Value: "1" }] } }],
      ["a method", { Field: "http-request-method", HttpRequestMethodConfig: { Values: ["POST"] } }],
      ["a host by expression", { Field: "host-header", HostHeaderConfig: { RegexValues: ["^c"] } }],
      ["a kind of a later version", { Field: "moon-phase" }],
    ])("takes what it may take by %s, and is certain of none", (_, condition) => {
      // Whichever rule takes the request, it must arrive.
      expect(asked(ruled(condition), "b.example")).not.toBe("ALLOWED");
      expect(asked(ruled(condition, HOST), "b.example")).toBe("ALLOWED");
    });
  });

  it.each<[string, Told]>([
    ["its targets", refusing(CARRIED, "DescribeTargetHealth")],
    ["its listeners", refusing(CARRIED, "DescribeListeners")],
    ["its rules", refusing(CARRIED, "DescribeRules")],
  ])("is UNKNOWN behind a load balancer of which AWS did not tell %s", (_, told) => {
    expect(balanced(told)).toBe("UNKNOWN");
  });

  it("is decided at the load balancer's own address, which its interface has", () => {
    const network = asking(CARRIED);
    expect(network.verdict("aws_instance.i-client", "10.0.0.10", 80)).toBe("ALLOWED");
    const closed = changing(CARRIED, "DescribeSecurityGroups", 3, (item) => ({ ...item, IpPermissions: [] }));
    expect(asking(closed).verdict("aws_instance.i-client", "10.0.0.10", 80)).toBe("DENIED");
    expect(balanced(closed)).toBe("DENIED");
  });
});
