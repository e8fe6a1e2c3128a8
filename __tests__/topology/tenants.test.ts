import "../../src/jest";
import { ALL_OUT, asked, asking, INSTANCE } from "../support/asked";
import { handMadePlan, to } from "../support/hand-made-plan";
import { readProviderTypes } from "../terraform/resource-types/provider-types";

/** A VPC with a host in one subnet, and another subnet in which only what a service places has interfaces. */
const network = (extra: object = {}) =>
  asked({
    aws_vpc: { a: { cidr_block: "10.0.0.0/16" } },
    aws_subnet: {
      x: { vpc_id: "${aws_vpc.a.id}", cidr_block: "10.0.1.0/24", availability_zone: "eu-central-1a" },
      y: { vpc_id: "${aws_vpc.a.id}", cidr_block: "10.0.2.0/24", availability_zone: "eu-central-1a" },
    },
    aws_security_group: { g: { vpc_id: "${aws_vpc.a.id}", ingress: [ALL_OUT], egress: [ALL_OUT] } },
    aws_instance: {
      h: { ...INSTANCE, subnet_id: "${aws_subnet.x.id}", vpc_security_group_ids: ["${aws_security_group.g.id}"] },
    },
    ...extra,
  });
const group = { aws_autoscaling_group: { app: { max_size: 2, vpc_zone_identifier: ["${aws_subnet.y.id}"] } } };

test("an address that nobody holds is lost for certain only where nothing else has interfaces", () => {
  expect(network()).not.toReach({ from: "aws_instance.h", to: "10.0.2.9", port: 80 });
  const found = network(group).answer("aws_instance.h", "10.0.2.9", { port: 80 });
  expect(found.verdict).toBe("UNKNOWN");
  expect(found.explanations.map(({ address }) => address)).toEqual(["aws_autoscaling_group.app"]);
  expect(network(group).verdict("aws_instance.h", "10.0.1.9", 80)).toBe("UNKNOWN");
  expect(network(group)).not.toReach({ from: "10.0.2.9@aws_vpc.a", to: "10.0.3.9", port: 80 });
});

test.each([
  [
    "a service's network configuration",
    { aws_ecs_service: { s: { network_configuration: [{ subnets: ["${aws_subnet.y.id}"] }] } } },
  ],
  ["a database's subnet group", { aws_db_subnet_group: { s: { subnet_ids: ["${aws_subnet.y.id}"] } } }],
])("%s counts", (_, resources) => {
  expect(network(resources).verdict("aws_instance.h", "10.0.2.9", 80)).toBe("UNKNOWN");
});

/** Arguments of the provider that hold subnets; groups of them are resources of their own. */
const OF_SUBNETS = [...new Set(Object.values(readProviderTypes().networkArguments).flat())].filter(
  (name) => /(^|_)subnets?(_|$)/.test(name) && !/group|table|mapping|configuration|protection|existing/.test(name),
);

test.each(OF_SUBNETS)("whatever names it in %s counts", (argument) => {
  for (const value of ["${aws_subnet.y.id}", ["${aws_subnet.y.arn}"]]) {
    const resources = { aws_mq_broker: { s: { deep: [{ [argument]: value }] } } };
    expect(network(resources).verdict("aws_instance.h", "10.0.2.9", 80)).toBe("UNKNOWN");
  }
});

test("a parameter that only notes a subnet does not", () => {
  const resources = { aws_ssm_parameter: { s: { name: "x", type: "String", value: "${aws_subnet.y.id}" } } };
  expect(network(resources)).not.toReach({ from: "aws_instance.h", to: "10.0.2.9", port: 80 });
});

test("what has interfaces that are not in the input is UNKNOWN as an end, and named", () => {
  const template = { aws_launch_template: { t: { instance_type: "t3.micro" } } };
  const { answer } = network({ ...group, ...template });
  for (const end of ["aws_autoscaling_group.app", "aws_launch_template.t"])
    for (const found of [answer("aws_instance.h", end, { port: 80 }), answer(end, "aws_instance.h", { port: 80 })]) {
      expect(found.verdict).toBe("UNKNOWN");
      expect(found.explanations.map(({ address }) => address)).toEqual([end]);
    }
  expect(() => answer("aws_instance.h", "aws_security_group.g")).toThrow("neither sends nor receives");
});

const endpoint = (type: string, more: object) => ({
  aws_vpc_endpoint: { e: { vpc_id: "${aws_vpc.a.id}", service_name: "s", vpc_endpoint_type: type, ...more } },
});
const TO_NOBODY = ["aws_instance.h", "10.0.2.9", 80] as const;

describe("an endpoint's addresses are not read, so any address of its subnets may be its own", () => {
  test.each(["GatewayLoadBalancer", "Resource", "ServiceNetwork", "Interface", "${var.type}"])("type %s", (type) => {
    expect(network(endpoint(type, { subnet_ids: ["${aws_subnet.y.id}"] })).verdict(...TO_NOBODY)).toBe("UNKNOWN");
    const configured = { subnet_configuration: [{ subnet_id: "${aws_subnet.y.id}", ipv4: "10.0.2.9" }] };
    expect(network(endpoint(type, configured)).verdict(...TO_NOBODY)).toBe("UNKNOWN");
    expect(network(endpoint(type, { subnet_ids: ["${aws_subnet.x.id}"] })).verdict(...TO_NOBODY)).toBe("DENIED");
  });

  test.each(["vpce-0123", "${aws_vpc_endpoint.e.id}"])("that an association puts there: %s", (id) => {
    const resources = {
      ...endpoint("GatewayLoadBalancer", {}),
      aws_vpc_endpoint_subnet_association: { a: { vpc_endpoint_id: id, subnet_id: "${aws_subnet.y.id}" } },
    };
    expect(network(resources).verdict(...TO_NOBODY)).toBe("UNKNOWN");
  });
});

test("a launch template's subnet counts: whatever is started from it is there", () => {
  const resources = { aws_launch_template: { t: { network_interfaces: [{ subnet_id: "${aws_subnet.y.id}" }] } } };
  expect(network(resources).verdict(...TO_NOBODY)).toBe("UNKNOWN");
});

describe("what is in one of two subnets counts in both", () => {
  const either = "${var.other ? aws_subnet.x.id : aws_subnet.y.id}";
  test.each([
    ["an interface", { aws_network_interface: { i: { subnet_id: either } } }],
    ["an interface endpoint", endpoint("Interface", { subnet_ids: [either] })],
    ["a connect endpoint", { aws_ec2_instance_connect_endpoint: { e: { subnet_id: either } } }],
    ["a load balancer", { aws_lb: { b: { internal: true, subnet_mapping: [{ subnet_id: either }] } } }],
  ])("%s", (_, resources) => {
    expect(network(resources).verdict(...TO_NOBODY)).toBe("UNKNOWN");
    expect(network(resources).verdict("aws_instance.h", "10.0.1.9", 80)).toBe("UNKNOWN");
  });

  test("an interface with addresses counts only with these, and only where they fit", () => {
    const { verdict } = network({
      aws_subnet: {
        x: { vpc_id: "${aws_vpc.a.id}", cidr_block: "10.0.1.0/24" },
        y: { vpc_id: "${aws_vpc.a.id}", cidr_block: "10.0.2.0/24" },
        same: { vpc_id: "${aws_vpc.b.id}", cidr_block: "10.0.2.0/24" },
      },
      aws_vpc: { a: { cidr_block: "10.0.0.0/16" }, b: { cidr_block: "10.0.0.0/16" } },
      aws_network_interface: {
        i: { subnet_id: "${var.other ? aws_subnet.same.id : aws_subnet.y.id}", private_ips: ["10.0.2.9"] },
      },
    });
    expect(verdict(...TO_NOBODY)).toBe("UNKNOWN");
    expect(verdict("aws_instance.h", "10.0.2.10", 80)).toBe("DENIED");
  });
});

test.each([["subnets"], ["subnet_mapping"]])("a load balancer whose %s a plan does not know counts", (argument) => {
  const subnet = (name: string, cidr_block: string) =>
    ({ address: `aws_subnet.${name}`, after: { cidr_block }, refers: { vpc_id: to("aws_vpc.a.id") } }) as const;
  const plan = handMadePlan([
    { address: "aws_vpc.a", after: { cidr_block: "10.0.0.0/16" } },
    subnet("x", "10.0.1.0/24"),
    subnet("y", "10.0.2.0/24"),
    { address: "aws_instance.h", after: { private_ip: "10.0.1.5" }, refers: { subnet_id: to("aws_subnet.x.id") } },
    {
      address: "aws_lb.b",
      after: { internal: true, load_balancer_type: "network" },
      refers: { [argument]: [...to("aws_subnet.x.id"), ...to("aws_subnet.y.id")] },
    },
  ]);
  expect(asking(plan, "plan").verdict("10.0.1.5@aws_vpc.a", "10.0.2.9", 80)).toBe("UNKNOWN");
});
