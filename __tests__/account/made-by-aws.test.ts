import { type JsonObject } from "../../src/terraform";
import { askingGraph, changing, graphTold, refusing, type Told } from "./support/told";
import { eni, ENIS, route, TWO_VPCS } from "./support/two-vpcs-told";

const [APP, WEB, DB] = ["aws_instance.i-app", "aws_instance.i-web", "aws_network_interface.eni-db"];
const GROUP = { Groups: [{ GroupId: "sg-endpoint" }] };
const asking = (told: Told) => askingGraph(graphTold(told));

/** The two VPCs with one more interface in the public subnet. */
const withInterface = (more: object): Told => ({
  ...TWO_VPCS,
  DescribeNetworkInterfaces: [...Object.values(ENIS), eni("eni-x", "subnet-pub", "vpc-a", ["10.0.1.50"], more)],
});
const made = (type: string, requester: string, description: string) => ({
  InterfaceType: type,
  RequesterId: requester,
  RequesterManaged: true,
  Description: description,
  ...GROUP,
});

describe("a packet to the address of an interface that AWS made", () => {
  test.each([
    ["nat_gateway", "111122223333", "Interface for NAT Gateway nat-x", "UNKNOWN"],
    ["natGateway", "111122223333", "Interface for NAT Gateway nat-x", "UNKNOWN"],
    ["interface", "amazon-elb", "ELB app/front/0123456789abcdef", "UNKNOWN"],
    ["network_load_balancer", "amazon-elb", "ELB net/front/0123456789abcdef", "UNKNOWN"],
    ["gateway_load_balancer_endpoint", "amazon-aws", "VPC Endpoint Interface vpce-x", "UNKNOWN"],
    ["transit_gateway", "amazon-aws", "Network Interface for Transit Gateway Attachment tgw-attach-x", "UNKNOWN"],
    ["vpc_endpoint", "amazon-aws", "VPC Endpoint Interface vpce-x", "UNKNOWN"],
    ["ec2_instance_connect_endpoint", "amazon-aws", "EC2 Instance Connect Endpoint eice-0a1", "ALLOWED"],
    ["interface", "amazon-rds", "RDSNetworkInterface", "ALLOWED"],
    ["lambda", "amazon-lambda", "AWS Lambda VPC ENI-fn", "ALLOWED"],
    ["interface", "amazon-elasticache", "ElastiCache cache-001", "ALLOWED"],
    ["interface", "amazon-efs", "EFS mount target for fs-1", "ALLOWED"],
    ["of_a_later_version", "amazon-new", "whatever", "ALLOWED"],
  ])("of type %s, requester %s: %s, is %s", (type, requester, description, verdict) => {
    const { verdict: ask } = asking(withInterface(made(type, requester, description)));
    expect(ask(APP, "10.0.1.50", 443)).toBe(verdict);
    expect(ask(APP, "10.0.1.51", 443)).toBe("DENIED");
  });

  test("is that of whoever made it himself, whatever he called it", () => {
    const { verdict } = asking(withInterface({ Description: "ELB app/mine/1", ...GROUP }));
    expect(verdict(APP, "10.0.1.50", 443)).toBe("ALLOWED");
    expect(verdict(APP, "10.0.1.50", 22)).toBe("DENIED");
  });

  test("is not known where it has no group", () =>
    expect(asking(withInterface({})).verdict(APP, "10.0.1.50", 443)).toBe("UNKNOWN"));
});

const INSPECTED: Told = changing(
  {
    ...withInterface(made("gateway_load_balancer_endpoint", "amazon-aws", "VPC Endpoint Interface vpce-gwlb")),
    DescribeVpcEndpoints: [
      ...(TWO_VPCS.DescribeVpcEndpoints as object[]),
      {
        VpcEndpointId: "vpce-gwlb",
        VpcEndpointType: "GatewayLoadBalancer",
        VpcId: "vpc-a",
        ServiceName: "com.amazonaws.vpce.eu-west-1.vpce-svc-1",
        State: "available",
        SubnetIds: ["subnet-pub"],
        NetworkInterfaceIds: ["eni-x"],
        RouteTableIds: [],
        Groups: [],
      },
    ],
  },
  "DescribeRouteTables",
  1,
  (table) => ({
    ...table,
    Routes: [
      ...(table.Routes as JsonObject[]).filter((one) => one.NatGatewayId === undefined),
      route("0.0.0.0/0", { GatewayId: "vpce-gwlb" }),
    ],
  }),
);

test("a route to an endpoint of a Gateway Load Balancer, which AWS lists among gateways, leads through it", () => {
  const { answer, verdict } = asking(INSPECTED);
  expect(verdict(APP, "203.0.113.200", 443)).toBe("UNKNOWN");
  expect(JSON.stringify(answer(APP, "203.0.113.200", { port: 443 }))).toContain("aws_vpc_endpoint.vpce-gwlb");
  // Its own address is known, so that no other one may be its.
  expect(verdict(APP, "10.0.1.51", 443)).toBe("DENIED");
});

describe("routes that a gateway propagates", () => {
  const learned = { GatewayId: "vgw-x", Origin: "EnableVgwRoutePropagation" };
  const plus = (isFirst: boolean, more: object): Told =>
    changing(TWO_VPCS, "DescribeRouteTables", 1, (table) => {
      const routes = table.Routes as JsonObject[];
      const own = { DestinationCidrBlock: "10.1.0.0/16", State: "active", ...more };
      return {
        ...table,
        PropagatingVgws: [{ GatewayId: "vgw-x" }],
        Routes: isFirst ? [own, ...routes] : [...routes, own],
      };
    });

  test.each([true, false])("come behind those of the table itself, listed first: %s", (isFirst) =>
    expect(asking(plus(isFirst, learned)).verdict(APP, DB, 5432)).toBe("ALLOWED"),
  );

  test("take what is theirs alone", () => {
    const longer = { ...learned, DestinationCidrBlock: "10.1.1.0/24" };
    expect(asking(plus(true, longer)).verdict(APP, DB, 5432)).toBe("UNKNOWN");
    expect(asking(plus(true, longer)).verdict(APP, "203.0.113.200", 443)).toBe("ALLOWED");
  });

  test("are no more than AWS lists: nothing else is learned", () =>
    expect(asking(plus(true, { ...learned, DestinationCidrBlock: "192.168.0.0/16" })).verdict(APP, DB, 5432)).toBe(
      "ALLOWED",
    ));
});

test("a peered VPC of an account that is not in the input has the ranges that the peering tells", () => {
  const own = { ...TWO_VPCS, DescribeVpcs: (TWO_VPCS.DescribeVpcs as object[]).slice(0, 1) };
  const alone: Told = { ...own, DescribeSubnets: (TWO_VPCS.DescribeSubnets as object[]).slice(0, 2) };
  const { topology, verdict } = asking(refusing(alone, "DescribeSecurityGroupRules"));
  expect(topology.vpcs.find(({ address }) => address === "data.aws_vpc.vpc-b")?.cidrs).toHaveLength(1);
  expect(verdict(APP, "10.1.1.40", 5432)).toBe("UNKNOWN");
  // Outside of its range a peering carries nothing.
  expect(verdict(WEB, "10.1.1.40", 5432)).toBe("DENIED");
});

test("an instance of which only its interface tells is an instance all the same", () => {
  const { verdict } = asking(refusing(TWO_VPCS, "DescribeInstances"));
  expect(verdict(WEB, APP, 8080)).toBe("ALLOWED");
});

test("an instance that is terminated is none, and one that is stopped keeps its address", () => {
  const state = (name: string): Told =>
    changing(TWO_VPCS, "DescribeInstances", 0, (one) => ({
      ...one,
      Instances: (one.Instances as JsonObject[]).map((each) => ({ ...each, State: { Name: name } })),
    }));
  expect(asking(state("stopped")).verdict(WEB, APP, 8080)).toBe("ALLOWED");
  const gone = { ...state("terminated"), DescribeNetworkInterfaces: Object.values(ENIS).slice(1) };
  expect(() => asking(gone).verdict(WEB, APP, 8080)).toThrow("names nothing");
});
