import { asked } from "../support/asked";
import { type Blocks, having, privateLink, tcp } from "../support/private-link";

const CLIENT = "aws_instance.client";
const DATA = "aws_instance.data";
const ENDPOINT = "aws_vpc_endpoint.data";
const FRONT = "aws_lb.front";
const GROUP = "aws_security_group";

const found = (blocks: Blocks, port = 5432, more: object = {}) => {
  const { verdict, explanations } = asked(blocks).answer(CLIENT, ENDPOINT, { port, ...more });
  return [verdict, ...new Set(explanations.map(({ code, address }) => `${code} ${address}`))];
};

test("packets get by the endpoint to what stands behind the load balancer, and the answers come back", () => {
  const { verdict, forward, return: back } = asked(privateLink()).answer(CLIENT, ENDPOINT, { port: 5432 });
  expect(verdict).toBe("ALLOWED");
  expect(forward.map(({ at, address }) => `${at} ${address}`)).toEqual([
    `leaves the interface ${CLIENT}`,
    "is routed aws_subnet.client",
    `arrives ${ENDPOINT}`,
    `is handed to the service's load balancer ${FRONT}`,
    `leaves the load balancer's node ${FRONT}`,
    "is routed aws_subnet.front_a",
    `arrives ${DATA}`,
  ]);
  expect(back.at(-1)).toMatchObject({ at: "arrives", address: CLIENT });
  // The database sees the load balancer, the load balancer's group the client.
  expect(forward.at(-1)?.source).toMatch(/^10\.0\.1\.4-/);
  expect(forward[3]?.source).toMatch(/^10\.0\.3\.20:/);
});

test("nothing but the endpoint leads there: not the addresses of the service's VPC, nor the way back", () => {
  const { verdict } = asked(privateLink());
  expect(verdict(CLIENT, FRONT, 5432)).toBe("DENIED");
  expect(verdict(CLIENT, DATA, 5432)).toBe("DENIED");
  for (const from of [DATA, ENDPOINT]) expect(verdict(from, CLIENT, 5432)).toBe("DENIED");
  const { explanations } = asked(privateLink()).answer(ENDPOINT, CLIENT, { port: 5432 });
  expect(explanations.map(({ code, address }) => `${code} ${address}`)).toEqual([`NO_PATH ${ENDPOINT}`]);
});

type Case = readonly [what: string, type: string, name: string, more: Record<string, unknown> | undefined, by: string];
const STOPPED: readonly Case[] = [
  [
    "the endpoint's group does not admit the client",
    GROUP,
    "endpoint",
    { ingress: [tcp(5432, "10.0.9.0/24")] },
    `ENI_SG_RULES_MISMATCH ${GROUP}.endpoint`,
  ],
  [
    "the load balancer's group admits the endpoint, not the client",
    GROUP,
    "front",
    { ingress: [tcp(5432, "10.0.1.0/24", "10.0.2.0/24")] },
    `ENI_SG_RULES_MISMATCH ${GROUP}.front`,
  ],
  [
    "the database's group admits the client, not the load balancer",
    GROUP,
    "data",
    { ingress: [tcp(5432, "10.0.3.20/32")] },
    `ENI_SG_RULES_MISMATCH ${GROUP}.data`,
  ],
  ["the listener takes another port", "aws_lb_listener", "data", { port: 5433 }, `ELBV2_LISTENERS_MISMATCH ${FRONT}`],
  [
    "nothing is registered",
    "aws_lb_target_group_attachment",
    "data",
    undefined,
    "ELBV2_LISTENER_HAS_NO_TG aws_lb_target_group.data",
  ],
  [
    "the service has no load balancer in the zone of one of the endpoint's subnets",
    "aws_lb",
    "front",
    { subnets: ["${aws_subnet.front_a.id}"] },
    `VPCE_SERVICE_NOT_INSTALLED_IN_AZ ${ENDPOINT}`,
  ],
  [
    "without cross-zone load balancing one zone has no target",
    "aws_lb",
    "front",
    { enable_cross_zone_load_balancing: false },
    "ELB_NOT_CROSSZONE aws_lb_target_group_attachment.data",
  ],
  [
    "the endpoint waits for its acceptance",
    "aws_vpc_endpoint",
    "data",
    { state: "pendingAcceptance" },
    `BAD_STATE ${ENDPOINT}`,
  ],
  ["the endpoint was rejected", "aws_vpc_endpoint", "data", { state: "rejected" }, `BAD_STATE ${ENDPOINT}`],
];

test.each(STOPPED)("nothing gets there where %s", (_, type, name, more, stopped) => {
  expect(found(having(type, name, more))).toEqual(["DENIED", stopped]);
});

const OPEN: readonly Case[] = [
  ["the service is not in the input", "aws_vpc_endpoint_service", "data", undefined, ENDPOINT],
  [
    "the service is another one's",
    "aws_vpc_endpoint",
    "data",
    { service_name: "com.amazonaws.vpce.eu-central-1.vpce-svc-0123456789abcdef0" },
    ENDPOINT,
  ],
  ["the service's name is not known", "aws_vpc_endpoint", "data", { service_name: "${var.service}" }, ENDPOINT],
  [
    "the service asks for an acceptance, and nobody gives it",
    "aws_vpc_endpoint_service",
    "data",
    { acceptance_required: true },
    ENDPOINT,
  ],
  [
    "whether it asks is not known",
    "aws_vpc_endpoint_service",
    "data",
    { acceptance_required: "${var.asks}" },
    ENDPOINT,
  ],
  [
    "its load balancers are not known",
    "aws_vpc_endpoint_service",
    "data",
    { network_load_balancer_arns: "${var.balancers}" },
    "aws_vpc_endpoint_service.data",
  ],
  [
    "the endpoint's groups are not known",
    "aws_vpc_endpoint",
    "data",
    { security_group_ids: "${var.groups}" },
    ENDPOINT,
  ],
  ["the load balancer's groups are not known", "aws_lb", "front", { security_groups: "${var.groups}" }, FRONT],
];

test.each(OPEN)("it is UNKNOWN where %s", (_, type, name, more, address) => {
  expect(found(having(type, name, more))).toEqual(["UNKNOWN", `UNKNOWN_RESOURCE ${address}`]);
});

test("a group that would stop them does not where it is not asked about private links", () => {
  const shut = having(GROUP, "front", { ingress: [] });
  const argument = "enforce_security_group_inbound_rules_on_private_link_traffic";
  const enforcing = (value: string) => found(having("aws_lb", "front", { [argument]: value }, shut));
  expect(enforcing("off")).toEqual(["ALLOWED"]);
  expect(enforcing("on")).toEqual(["DENIED", `ENI_SG_RULES_MISMATCH ${GROUP}.front`]);
  expect(enforcing("${var.enforced}")).toEqual(["UNKNOWN", `UNKNOWN_RESOURCE ${FRONT}`]);
  // What comes by addresses is filtered all the same.
  const off = having("aws_lb", "front", { [argument]: "off" }, shut);
  expect(asked(off).verdict("aws_subnet.front_b", FRONT, 5432)).toBe("DENIED");
});

test("whom a rule that names a group admits behind an endpoint is not documented", () => {
  const naming = {
    protocol: "tcp",
    from_port: 5432,
    to_port: 5432,
    security_groups: ["${aws_security_group.client.id}"],
  };
  const [verdict, by] = found(having(GROUP, "front", { ingress: [naming] }));
  expect([verdict, by]).toEqual(["UNKNOWN", `UNKNOWN_RESOURCE ${GROUP}.front.ingress[0]`]);
  // Not on another port.
  expect(found(having(GROUP, "front", { ingress: [{ ...naming, from_port: 22, to_port: 22 }] }))[0]).toBe("DENIED");
});

describe("a service that asks for an acceptance", () => {
  const asking = () => having("aws_vpc_endpoint_service", "data", { acceptance_required: true });

  test.each<[string, Blocks]>([
    ["itself", having("aws_vpc_endpoint", "data", { auto_accept: true }, asking())],
    ["by an accepter", { ...asking(), ...accepter("${aws_vpc_endpoint.data.id}") }],
    ["as its state says", having("aws_vpc_endpoint", "data", { state: "available" }, asking())],
    [
      "after it waited",
      {
        ...having("aws_vpc_endpoint", "data", { state: "pendingAcceptance" }, asking()),
        ...accepter("${aws_vpc_endpoint.data.id}"),
      },
    ],
  ])("gets it from the endpoint %s", (_, blocks) => {
    expect(found(blocks)).toEqual(["ALLOWED"]);
  });

  test("does not get it from the accepter of another endpoint", () => {
    expect(found({ ...asking(), ...accepter("vpce-0123") })[0]).toBe("UNKNOWN");
  });

  test("may get it from an accepter of which it is not known whom it accepts", () => {
    const waiting = having("aws_vpc_endpoint", "data", { state: "pendingAcceptance" }, asking());
    expect(found({ ...waiting, ...accepter("${var.endpoint}") })).toEqual(["UNKNOWN", `UNKNOWN_RESOURCE ${ENDPOINT}`]);
  });

  function accepter(vpc_endpoint_id: string): Blocks {
    const vpc_endpoint_service_id = "${aws_vpc_endpoint_service.data.id}";
    return { aws_vpc_endpoint_connection_accepter: { data: { vpc_endpoint_service_id, vpc_endpoint_id } } };
  }
});

test("other ports, UDP and ping do not get there", () => {
  expect(found(privateLink(), 22)[0]).toBe("DENIED");
  const open = having(GROUP, "endpoint", {
    ingress: [{ protocol: "-1", from_port: 0, to_port: 0, cidr_blocks: ["0.0.0.0/0"] }],
  });
  expect(found(open, 22)).toEqual([
    "DENIED",
    `ENI_SG_RULES_MISMATCH ${GROUP}.front`,
    `ELBV2_LISTENERS_MISMATCH ${FRONT}`,
  ]);
  expect(found(open, 5432, { protocol: "udp" })[0]).toBe("DENIED");
  const { verdict, explanations } = asked(open).answer(CLIENT, ENDPOINT, { protocol: "icmp" });
  expect([verdict, ...explanations.map(({ code }) => code)]).toEqual(["DENIED", "PROTOCOL_RESTRICTION"]);
});

test("under which conditions UDP gets there is not judged", () => {
  const listening = having("aws_lb_listener", "data", { protocol: "UDP" });
  const grouped = having("aws_lb_target_group", "data", { protocol: "UDP" }, listening);
  const open = { protocol: "udp", from_port: 5432, to_port: 5432, cidr_blocks: ["0.0.0.0/0"] };
  const blocks = ["endpoint", "front", "data"].reduce(
    (own, name) => having(GROUP, name, { ingress: [open] }, own),
    grouped,
  );
  expect(found(blocks, 5432, { protocol: "udp" })).toEqual(["UNKNOWN", `UNKNOWN_RESOURCE ${ENDPOINT}`]);
  expect(found(blocks)[0]).toBe("DENIED");
});

test("without a port, the ports count that the service listens on and the groups admit", () => {
  const all = { protocol: "-1", from_port: 0, to_port: 0, cidr_blocks: ["0.0.0.0/0"] };
  const anyPort = (blocks: Blocks) => asked(blocks).verdict(CLIENT, ENDPOINT);
  expect(anyPort(privateLink())).toBe("ALLOWED");
  expect(anyPort(having(GROUP, "endpoint", { ingress: [tcp(22, "0.0.0.0/0")] }))).toBe("DENIED");
  expect(anyPort(having(GROUP, "front", { ingress: [tcp(22, "0.0.0.0/0")] }))).toBe("DENIED");
  expect(anyPort(having(GROUP, "endpoint", { ingress: [all] }))).toBe("ALLOWED");
});

test("an address of the endpoint leads there, too, where it is fixed", () => {
  const fixed = having("aws_vpc_endpoint", "data", {
    subnet_configuration: [
      { subnet_id: "${aws_subnet.endpoint_a.id}", ipv4: "10.0.1.10" },
      { subnet_id: "${aws_subnet.endpoint_b.id}", ipv4: "10.0.2.10" },
    ],
  });
  const { verdict } = asked(fixed);
  for (const to of ["10.0.1.10", "10.0.2.10", "10.0.1.10@aws_vpc.client"])
    expect(verdict(CLIENT, to, 5432)).toBe("ALLOWED");
  expect(verdict(CLIENT, "10.0.1.11", 5432)).not.toBe("ALLOWED");
  const shut = asked(having(GROUP, "front", { ingress: [] }, fixed));
  for (const to of ["10.0.1.10", "10.0.2.10@aws_vpc.client"]) expect(shut.verdict(CLIENT, to, 5432)).toBe("DENIED");
  expect(shut.verdict(CLIENT, "10.0.1.10")).toBe("DENIED");
});

test("a service of AWS itself ends at the endpoint", () => {
  const names = [
    "com.amazonaws.eu-central-1.ssm",
    "com.amazonaws.${data.aws_region.here.name}.ssm",
    "aws.sagemaker.eu-central-1.notebook",
    "${data.aws_vpc_endpoint_service.ssm.service_name}",
  ];
  for (const service_name of names) {
    const blocks = having("aws_vpc_endpoint", "data", { service_name });
    const data = { aws_vpc_endpoint_service: { ssm: { service: "ssm" } }, aws_region: { here: {} } };
    expect([service_name, asked(blocks, { data }).verdict(CLIENT, ENDPOINT, 5432)]).toEqual([service_name, "ALLOWED"]);
  }
});

test("a lookup by name leads to the service of that name", () => {
  const blocks = having("aws_vpc_endpoint", "data", {
    service_name: "${data.aws_vpc_endpoint_service.found.service_name}",
  });
  const looking = (found: object) => asked(blocks, { data: { aws_vpc_endpoint_service: { found } } });
  const own = looking({ service_name: "${aws_vpc_endpoint_service.data.service_name}" });
  expect(own.verdict(CLIENT, ENDPOINT, 5432)).toBe("ALLOWED");
  expect(own.verdict(CLIENT, ENDPOINT, 22)).toBe("DENIED");
  for (const other of [
    { filter: [{ name: "tag:Name", values: ["data"] }] },
    { service_name: "com.amazonaws.vpce.eu-central-1.vpce-svc-9" },
  ])
    expect(looking(other).verdict(CLIENT, ENDPOINT, 5432)).toBe("UNKNOWN");
});

test("a load balancer that is a target is reached by all of its nodes, by none, or nobody knows", () => {
  const behind = (...subnets: string[]): Blocks => {
    const base = privateLink();
    const web = { vpc_id: "${aws_vpc.web.id}" };
    return {
      ...having("aws_lb_target_group", "data", { target_type: "alb" }, base),
      aws_lb: {
        ...base.aws_lb,
        web: {
          ...{ load_balancer_type: "application", internal: true, security_groups: ["${aws_security_group.web.id}"] },
          subnets: ["a", "b"].map((zone) => `\${aws_subnet.front_${zone}.id}`),
        },
      },
      aws_security_group: {
        ...base.aws_security_group,
        web: { ...web, ingress: [tcp(5432, "10.0.1.0/24", "10.0.2.0/24")] },
      },
      aws_lb_listener: {
        ...base.aws_lb_listener,
        web: {
          ...{ load_balancer_arn: "${aws_lb.web.arn}", port: 5432, protocol: "HTTP" },
          default_action: [{ type: "fixed-response", fixed_response: { content_type: "text/plain" } }],
        },
      },
      aws_lb_target_group_attachment: {
        data: { target_group_arn: "${aws_lb_target_group.data.arn}", target_id: "${aws_lb.web.arn}" },
      },
      aws_network_acl: {
        web: {
          ...{ ...web, subnet_ids: subnets.map((name) => `\${aws_subnet.${name}.id}`) },
          ingress: [{ rule_no: 1, action: "deny", protocol: "-1", cidr_block: "0.0.0.0/0", from_port: 0, to_port: 0 }],
        },
      },
    };
  };
  const endpoint = { subnet_ids: ["${aws_subnet.endpoint_a.id}"] };
  const verdictOf = (blocks: Blocks) => found(having("aws_vpc_endpoint", "data", endpoint, blocks));
  const openly = (...subnets: string[]): Blocks =>
    having("aws_lb", "front", { security_groups: undefined }, behind(...subnets));
  expect(verdictOf(openly())).toEqual(["ALLOWED"]);
  expect(verdictOf(openly("front_b"))).toEqual(["UNKNOWN", "UNKNOWN_RESOURCE aws_lb.web"]);
  const shut = having(GROUP, "web", { ingress: [tcp(5432, "10.0.9.0/24")] }, openly());
  expect(verdictOf(shut)).toEqual(["DENIED", `ENI_SG_RULES_MISMATCH ${GROUP}.web`]);
});
