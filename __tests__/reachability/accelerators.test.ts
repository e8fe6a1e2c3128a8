import { ALL_OUT, asked, INSTANCE } from "../support/asked";

type Blocks = Record<string, Record<string, object>>;

const https = (more: object) => ({ protocol: "tcp", from_port: 443, to_port: 443, ...more });
const FROM_ALL = https({ cidr_blocks: ["0.0.0.0/0"] });
const L = "aws_lb.l";
const H = "aws_instance.h";

/**
 * An internal load balancer and an instance in private subnets, behind an accelerator on port 443. Both keep the client's
 * address, their groups take 443 from everybody, and the VPC has an internet gateway, to which no route leads: none is
 * needed, since the answers go back to the accelerator's own interface.
 */
const base = (): Blocks => ({
  aws_vpc: { a: { cidr_block: "10.0.0.0/16" } },
  aws_internet_gateway: { i: { vpc_id: "${aws_vpc.a.id}" } },
  aws_subnet: {
    a: { vpc_id: "${aws_vpc.a.id}", cidr_block: "10.0.1.0/24", availability_zone: "eu-central-1a" },
    b: { vpc_id: "${aws_vpc.a.id}", cidr_block: "10.0.2.0/24", availability_zone: "eu-central-1b" },
  },
  aws_security_group: {
    front: { vpc_id: "${aws_vpc.a.id}", ingress: [FROM_ALL], egress: [ALL_OUT] },
    host: { vpc_id: "${aws_vpc.a.id}", ingress: [FROM_ALL], egress: [ALL_OUT] },
  },
  aws_instance: {
    h: { ...INSTANCE, subnet_id: "${aws_subnet.a.id}", vpc_security_group_ids: ["${aws_security_group.host.id}"] },
  },
  aws_lb: {
    l: {
      internal: true,
      subnets: ["${aws_subnet.a.id}", "${aws_subnet.b.id}"],
      security_groups: ["${aws_security_group.front.id}"],
    },
  },
  aws_lb_target_group: { t: { port: 443, protocol: "HTTPS", vpc_id: "${aws_vpc.a.id}" } },
  aws_lb_target_group_attachment: {
    t: { target_group_arn: "${aws_lb_target_group.t.arn}", target_id: "${aws_instance.h.id}" },
  },
  aws_lb_listener: {
    l: {
      load_balancer_arn: "${aws_lb.l.arn}",
      port: 443,
      protocol: "HTTPS",
      default_action: [{ type: "forward", target_group_arn: "${aws_lb_target_group.t.arn}" }],
    },
  },
  aws_globalaccelerator_accelerator: { g: { name: "g", enabled: true } },
  aws_globalaccelerator_listener: {
    g: {
      accelerator_arn: "${aws_globalaccelerator_accelerator.g.id}",
      protocol: "TCP",
      port_range: [{ from_port: 443, to_port: 443 }],
    },
  },
  aws_globalaccelerator_endpoint_group: {
    g: {
      listener_arn: "${aws_globalaccelerator_listener.g.id}",
      endpoint_configuration: [
        { endpoint_id: "${aws_lb.l.arn}", weight: 100 },
        { endpoint_id: "${aws_instance.h.id}", weight: 100 },
      ],
    },
  },
});

/** The network with something of it otherwise; undefined takes it away. */
const having = (type: string, name: string, more: object | undefined) => {
  const blocks = base();
  const own = blocks[type] ?? {};
  blocks[type] = more === undefined ? {} : { ...own, [name]: { ...own[name], ...more } };
  return asked(blocks);
};
const whole = () => asked(base());
const GROUP = "aws_globalaccelerator_endpoint_group";

test("an accelerator carries packets from the internet to what has no public address", () => {
  const { answer, verdict } = whole();
  for (const end of [L, H]) {
    const found = answer("internet", end, { port: 443 });
    expect(found.verdict).toBe("ALLOWED");
    expect(found.forward.map(({ at, address }) => `${at} ${address}`)).toEqual([
      "comes in by the accelerator aws_globalaccelerator_endpoint_group.g",
      `arrives ${end}`,
    ]);
    expect(verdict("198.51.100.9", end, 443)).toBe("ALLOWED");
  }
});

test("it carries its listeners' ports alone", () => {
  expect(whole().verdict("internet", H, 22)).toBe("DENIED");
  expect(whole().verdict("internet", H, 443, { protocol: "udp" })).toBe("DENIED");
  expect(whole().verdict("internet", H, undefined, { protocol: "icmp" })).toBe("DENIED");
});

const DENYING: readonly [string, string, string, object | undefined][] = [
  ["the accelerator is off", "aws_globalaccelerator_accelerator", "g", { enabled: false }],
  [
    "the listener takes another port",
    "aws_globalaccelerator_listener",
    "g",
    { port_range: [{ from_port: 80, to_port: 80 }] },
  ],
  ["the listener takes another protocol", "aws_globalaccelerator_listener", "g", { protocol: "UDP" }],
  ["the endpoint group is gone", GROUP, "g", undefined],
  ["the VPC has no internet gateway", "aws_internet_gateway", "i", undefined],
];

test.each(DENYING)("nothing arrives where %s", (_, type, name, more) => {
  const { verdict } = having(type, name, more);
  expect(verdict("internet", L, 443)).toBe("DENIED");
  expect(verdict("internet", H, 443)).toBe("DENIED");
});

test.each([
  ["nobody", []],
  ["the VPC only", [https({ cidr_blocks: ["10.0.0.0/16"] })]],
  ["another port", [{ ...FROM_ALL, from_port: 80, to_port: 80 }]],
])("nothing arrives where the group admits %s", (_, ingress) => {
  expect(having("aws_security_group", "host", { ingress }).verdict("internet", H, 443)).toBe("DENIED");
  expect(having("aws_security_group", "front", { ingress }).verdict("internet", L, 443)).toBe("DENIED");
});

test("the client's address counts, where a group admits some", () => {
  const { verdict } = having("aws_security_group", "host", { ingress: [https({ cidr_blocks: ["198.51.100.0/24"] })] });
  expect(verdict("198.51.100.9", H, 443)).toBe("ALLOWED");
  expect(verdict("203.0.113.9", H, 443)).toBe("DENIED");
  expect(verdict("internet", H, 443)).toBe("UNKNOWN");
});

test("a network ACL sees the answers only", () => {
  const entry = { rule_no: 1, action: "allow", protocol: "-1", cidr_block: "0.0.0.0/0", from_port: 0, to_port: 0 };
  const acl = (more: object) =>
    having("aws_network_acl", "n", { vpc_id: "${aws_vpc.a.id}", subnet_ids: ["${aws_subnet.a.id}"], ...more });
  expect(acl({ ingress: [], egress: [entry] }).verdict("internet", H, 443)).toBe("ALLOWED");
  expect(acl({ ingress: [entry], egress: [] }).verdict("internet", H, 443)).toBe("UNKNOWN");
});

const OPEN: readonly [string, string, string, object][] = [
  ["the listener is not in the input", GROUP, "g", { listener_arn: "arn:elsewhere" }],
  ["the listener's ports are not known", "aws_globalaccelerator_listener", "g", { port_range: "${var.ports}" }],
  ["the endpoints are not known", GROUP, "g", { endpoint_configuration: [{ endpoint_id: "${var.endpoint}" }] }],
  ["no share goes there", GROUP, "g", { traffic_dial_percentage: 0 }],
  ["the group is not known", "aws_instance", "h", { vpc_security_group_ids: ["${var.group}"] }],
  [
    "the group names one that may be the accelerator's",
    "aws_security_group",
    "host",
    { ingress: [https({ security_groups: ["sg-accelerator"] })] },
  ],
];

test.each(OPEN)("it is UNKNOWN where %s", (_, type, name, more) => {
  const { answer } = having(type, name, more);
  const found = answer("internet", H, { port: 443 });
  expect(found.verdict).toBe("UNKNOWN");
  expect(found.explanations.map(({ address }) => address)).toEqual(["aws_globalaccelerator_endpoint_group.g"]);
});

test("a port that stands in for the listener's arrives", () => {
  const override = (more: object[]) => having(GROUP, "g", { port_override: more });
  const found = override([{ listener_port: 443, endpoint_port: 8443 }]);
  expect(found.verdict("internet", H, 8443)).toBe("DENIED");
  const blocks = base();
  blocks.aws_security_group!.host = { vpc_id: "${aws_vpc.a.id}", ingress: [ALL_OUT], egress: [ALL_OUT] };
  blocks[GROUP]!.g = { ...blocks[GROUP]!.g, port_override: [{ listener_port: 443, endpoint_port: 8443 }] };
  expect(asked(blocks).verdict("internet", H, 8443)).toBe("ALLOWED");
  expect(asked(blocks).verdict("internet", H, 9443)).toBe("DENIED");
});

test("what the load balancer can't reach is not reached", () => {
  const { verdict } = having("aws_security_group", "host", { ingress: [] });
  expect(verdict("internet", L, 443)).not.toBe("ALLOWED");
});

test("an address of a network load balancer, or of one that does not keep the client's, stays open", () => {
  const network = { load_balancer_type: "network", security_groups: [] };
  expect(having("aws_lb", "l", network).verdict("internet", L, 443)).toBe("UNKNOWN");
  const elastic: Blocks = { ...base(), aws_eip: { e: { instance: "${aws_instance.h.id}" } } };
  elastic[GROUP]!.g = { ...elastic[GROUP]!.g, endpoint_configuration: [{ endpoint_id: "${aws_eip.e.id}" }] };
  expect(asked(elastic).verdict("internet", H, 443)).not.toBe("ALLOWED");
});

test.each(["aws_globalaccelerator_accelerator.g", `${GROUP}.g`])("%s as an end tells whom to ask about", (name) => {
  const { verdict, explanations } = asked(base()).answer("internet", name, { port: 443 });
  expect(verdict).toBe("UNKNOWN");
  expect(JSON.stringify(explanations)).toMatch(/it leads to [^"]*aws_lb\.l/);
});
