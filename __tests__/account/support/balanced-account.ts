import { ACCOUNT, type Told } from "./captured";
import { subnet, vpc } from "./hub-account";

const ELB = `arn:aws:elasticloadbalancing:eu-central-1:${ACCOUNT}`;
export const FRONT = `${ELB}:loadbalancer/app/front/50dc6c495c0c9188`;
export const LISTENER = `${ELB}:listener/app/front/50dc6c495c0c9188/f2f7dc8efc522ab2`;
export const RULE = `${ELB}:listener-rule/app/front/50dc6c495c0c9188/f2f7dc8efc522ab2/9683b2d02a6cabee`;
export const WEB = `${ELB}:targetgroup/web/73e2d6bc24d8a067`;

export const node = (id: string, inSubnet: string, address: string, of = "app/front/50dc6c495c0c9188") => ({
  NetworkInterfaceId: id,
  SubnetId: inSubnet,
  VpcId: "vpc-0a",
  OwnerId: ACCOUNT,
  Description: `ELB ${of}`,
  InterfaceType: "interface",
  RequesterId: "amazon-elb",
  RequesterManaged: true,
  PrivateIpAddress: address,
  PrivateIpAddresses: [{ PrivateIpAddress: address, Primary: true }],
  Groups: [{ GroupId: "sg-0a", GroupName: "front" }],
  SourceDestCheck: true,
  Status: "in-use",
});

export const target = (Id: string, State: string, more: object = {}) => ({
  Target: { Id, Port: 8080, AvailabilityZone: "eu-central-1a" },
  HealthCheckPort: "8080",
  TargetHealth: { State, ...more },
});

export const balancer = (more: object = {}) => ({
  LoadBalancerArn: FRONT,
  LoadBalancerName: "front",
  DNSName: "internal-front-1.eu-central-1.elb.amazonaws.com",
  Scheme: "internal",
  Type: "application",
  VpcId: "vpc-0a",
  State: { Code: "active" },
  AvailabilityZones: [
    { ZoneName: "eu-central-1a", SubnetId: "subnet-0a", LoadBalancerAddresses: [] },
    { ZoneName: "eu-central-1b", SubnetId: "subnet-0b", LoadBalancerAddresses: [] },
  ],
  SecurityGroups: ["sg-0a"],
  IpAddressType: "ipv4",
  ...more,
});

export const group = (more: object = {}) => ({
  TargetGroupArn: WEB,
  TargetGroupName: "web",
  Protocol: "HTTP",
  Port: 80,
  VpcId: "vpc-0a",
  HealthCheckProtocol: "HTTP",
  HealthCheckPort: "traffic-port",
  HealthCheckPath: "/health",
  LoadBalancerArns: [FRONT],
  TargetType: "ip",
  IpAddressType: "ipv4",
  ...more,
});

export const listener = (more: object = {}) => ({
  ListenerArn: LISTENER,
  LoadBalancerArn: FRONT,
  Port: 80,
  Protocol: "HTTP",
  DefaultActions: [
    { Type: "fixed-response", FixedResponseConfig: { StatusCode: "404", ContentType: "text/plain" }, Order: 1 },
  ],
  ...more,
});

export const FORWARD = {
  Type: "forward",
  TargetGroupArn: WEB,
  Order: 1,
  ForwardConfig: { TargetGroups: [{ TargetGroupArn: WEB, Weight: 1 }] },
};

export const DEFAULT_RULE = {
  RuleArn: RULE.replace(/[^/]*$/, "0000000000000000"),
  Priority: "default",
  Conditions: [],
  Actions: [],
  IsDefault: true,
};

export const rule = (...conditions: object[]) => ({
  RuleArn: RULE,
  Priority: "10",
  Conditions: conditions,
  Actions: [FORWARD],
  IsDefault: false,
});

export const HOST = { Field: "host-header", Values: ["a.example"], HostHeaderConfig: { Values: ["a.example"] } };
export const PATH = { Field: "path-pattern", Values: ["/a/*"], PathPatternConfig: { Values: ["/a/*"] } };

/** An application load balancer in two subnets of a VPC, with one rule that forwards. */
export const BALANCED: Told = {
  DescribeVpcs: [vpc("vpc-0a", "10.0.0.0/16")],
  DescribeSubnets: [
    subnet("subnet-0a", "vpc-0a", "10.0.0.0/24"),
    subnet("subnet-0b", "vpc-0a", "10.0.1.0/24", "eu-central-1b"),
  ],
  DescribeNetworkInterfaces: [
    node("eni-0a", "subnet-0a", "10.0.0.10"),
    node("eni-0b", "subnet-0b", "10.0.1.10"),
    node("eni-0c", "subnet-0b", "10.0.1.11"),
  ],
  DescribeLoadBalancers: [balancer()],
  DescribeLoadBalancerAttributes: { [FRONT]: [{ Key: "load_balancing.cross_zone.enabled", Value: "true" }] },
  DescribeListeners: { [FRONT]: [listener()] },
  DescribeRules: { [LISTENER]: [rule(HOST, PATH), DEFAULT_RULE] },
  DescribeTargetGroups: [group()],
  DescribeTargetGroupAttributes: {
    [WEB]: [
      { Key: "deregistration_delay.timeout_seconds", Value: "300" },
      { Key: "load_balancing.cross_zone.enabled", Value: "use_load_balancer_configuration" },
    ],
  },
  DescribeTargetHealth: { [WEB]: [target("10.0.0.20", "healthy"), target("10.0.1.20", "unhealthy")] },
};
