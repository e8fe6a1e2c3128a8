import { billOf } from "../../src/billing";
import { graphOfAny, type JsonObject } from "../../src/terraform";

type Blocks = Readonly<Record<string, Readonly<Record<string, object>>>>;

function billed(resource: Blocks) {
  return billOf(graphOfAny({ resource } as unknown as JsonObject, "test"));
}

/** What one resource costs: components with their numbers, and why there may be more. */
function costOf(type: string, one: object, others: Blocks = {}) {
  const { charges, notPriced } = billed({ ...others, [type]: { one } });
  const own = charges.filter(({ address }) => address === `${type}.one`);
  const why = notPriced.filter(({ address }) => address === `${type}.one`).map((found) => found.why);
  return { charges: own.map(({ component, count }) => [component, count]), why };
}

type Case = readonly [what: string, type: string, body: object, charges: readonly unknown[], why?: string];

const INSTANCE = { instance_type: "t4g.nano", ami: "ami-1" };
const AL2023 = "resolve:ssm:/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-arm64";

const CASES: readonly Case[] = [
  ["a NAT gateway", "aws_nat_gateway", {}, [["nat_gateway", 1]]],
  ["a regional NAT gateway", "aws_nat_gateway", { availability_mode: "regional" }, [["nat_gateway", undefined]]],
  ["an ALB", "aws_lb", { internal: true }, [["application_load_balancer", 1]]],
  ["an ALB by its other name", "aws_alb", { internal: true }, [["application_load_balancer", 1]]],
  ["an NLB", "aws_lb", { internal: true, load_balancer_type: "network" }, [["network_load_balancer", 1]]],
  [
    "an ALB that faces the internet",
    "aws_lb",
    {},
    [
      ["application_load_balancer", 1],
      ["public_ipv4", undefined],
    ],
  ],
  ["a GWLB", "aws_lb", { load_balancer_type: "gateway" }, [], "kind"],
  [
    "a load balancer of an unknown kind",
    "aws_lb",
    { internal: true, load_balancer_type: "${var.kind}" },
    [],
    "unknown",
  ],
  ["a gateway endpoint", "aws_vpc_endpoint", { service_name: "s3" }, []],
  [
    "an interface endpoint in two zones",
    "aws_vpc_endpoint",
    { vpc_endpoint_type: "Interface", subnet_ids: ["subnet-1", "${aws_subnet.b.id}"] },
    [["interface_endpoint", 2]],
  ],
  [
    "an interface endpoint in an unknown number of zones",
    "aws_vpc_endpoint",
    { vpc_endpoint_type: "Interface", subnet_ids: "${var.subnets}" },
    [["interface_endpoint", undefined]],
  ],
  ["an endpoint of a GWLB", "aws_vpc_endpoint", { vpc_endpoint_type: "GatewayLoadBalancer" }, [], "kind"],
  ["an endpoint of an unknown kind", "aws_vpc_endpoint", { vpc_endpoint_type: "${var.kind}" }, [], "unknown"],
  ["an alarm", "aws_cloudwatch_metric_alarm", { metric_name: "x", period: 60 }, [["alarm", 1]]],
  [
    "an alarm on two metrics",
    "aws_cloudwatch_metric_alarm",
    {
      metric_query: [
        { id: "e", expression: "a+b" },
        { id: "a", metric: [{}] },
        { id: "b", metric: [{}] },
      ],
    },
    [["alarm", 2]],
  ],
  ["an alarm of high resolution", "aws_cloudwatch_metric_alarm", { period: 10 }, [], "kind"],
  ["an alarm on an anomaly", "aws_cloudwatch_metric_alarm", { threshold_metric_id: "e1" }, [], "kind"],
  ["a dashboard", "aws_cloudwatch_dashboard", {}, [["dashboard", 1]]],
  ["a hosted zone", "aws_route53_zone", {}, [["hosted_zone", 1]]],
  ["a key", "aws_kms_key", {}, [["kms_key", 1]]],
  ["an elastic IP", "aws_eip", {}, [["public_ipv4", 1]]],
  ["an elastic IP that somebody brought", "aws_eip", { public_ipv4_pool: "ipv4pool-ec2-1" }, [], "kind"],
  ["a gp3 volume", "aws_ebs_volume", { type: "gp3", size: 20 }, [["volume_gp3", 20]]],
  ["a faster gp3 volume", "aws_ebs_volume", { type: "gp3", size: 20, iops: 4000 }, [["volume_gp3", 20]], "kind"],
  ["a gp2 volume", "aws_ebs_volume", { size: 20 }, [], "kind"],
  ["a path analysis", "aws_ec2_network_insights_analysis", {}, [["path_analysis", 1]]],
  ["a VPC Lattice service", "aws_vpclattice_service", {}, [["lattice_service", 1]]],
  ["a public certificate", "aws_acm_certificate", { domain_name: "a.example" }, []],
  ["a private certificate", "aws_acm_certificate", { certificate_authority_arn: "arn:1" }, [], "kind"],
  ["a certificate to take away", "aws_acm_certificate", { options: { export: "ENABLED" } }, [], "kind"],
  ["a parameter", "aws_ssm_parameter", { type: "String" }, []],
  ["a large parameter", "aws_ssm_parameter", { tier: "Advanced" }, [], "kind"],
  // Instances and their disks.
  [
    "an instance of an image of somebody's",
    "aws_instance",
    INSTANCE,
    [
      ["instance:t4g.nano", 1],
      ["volume_gp3", undefined],
    ],
  ],
  [
    "an instance of Amazon Linux 2023",
    "aws_instance",
    { ...INSTANCE, ami: AL2023 },
    [
      ["instance:t4g.nano", 1],
      ["volume_gp3", 8],
    ],
  ],
  [
    "an instance with disks of its own",
    "aws_instance",
    {
      ...INSTANCE,
      root_block_device: { volume_type: "gp3", volume_size: 30 },
      ebs_block_device: [{ volume_type: "io2" }],
    },
    [
      ["instance:t4g.nano", 1],
      ["volume_gp3", 30],
    ],
    "kind",
  ],
  [
    "an instance of an unknown type",
    "aws_instance",
    { instance_type: "${var.type}", ami: AL2023 },
    [["volume_gp3", 8]],
    "unknown",
  ],
  [
    "a spot instance",
    "aws_instance",
    { ...INSTANCE, ami: AL2023, instance_market_options: { market_type: "spot" } },
    [["volume_gp3", 8]],
    "kind",
  ],
  [
    "an instance on hardware of its own",
    "aws_instance",
    { ...INSTANCE, ami: AL2023, tenancy: "dedicated" },
    [["volume_gp3", 8]],
    "kind",
  ],
  [
    "an instance with a public address",
    "aws_instance",
    { ...INSTANCE, ami: AL2023, associate_public_ip_address: true },
    [
      ["instance:t4g.nano", 1],
      ["volume_gp3", 8],
      ["public_ipv4", 1],
    ],
  ],
  // Of types without a row.
  ["a database", "aws_db_instance", { instance_class: "db.t4g.micro" }, [], "type"],
  ["a cluster", "aws_eks_cluster", {}, [], "type"],
  ["a VPN connection", "aws_vpn_connection", {}, [], "type"],
  ["an attachment of a peering", "aws_ec2_transit_gateway_peering_attachment", {}, [], "type"],
  ["another cloud's instance", "google_compute_instance", {}, [], "type"],
  ["a type by the name of what objects inherit", "constructor", {}, [], "type"],
  ["a subnet", "aws_subnet", {}, []],
  ["a default group", "aws_default_security_group", {}, []],
  ["a random name", "random_pet", {}, []],
];

test.each(CASES.map(([what, ...rest]) => [what, rest] as const))("%s", (_, [type, body, charges, why]) => {
  expect(costOf(type, body)).toEqual({ charges, why: why === undefined ? [] : [why] });
});

describe("an instance started from a launch template", () => {
  const template = (more: object = {}) => ({
    aws_launch_template: { t: { name: "t", image_id: AL2023, instance_type: "t4g.small", ...more } },
  });
  const BY_ID = { launch_template: { id: "${aws_launch_template.t.id}" } };

  test("is of the template's type and has its disks", () => {
    const mapped = {
      block_device_mappings: [
        { ebs: { volume_type: "gp3", volume_size: 20 } },
        { ebs: { volume_type: "gp3", volume_size: 5 } },
      ],
    };
    expect(costOf("aws_instance", BY_ID, template(mapped)).charges).toEqual([
      ["instance:t4g.small", 1],
      ["volume_gp3", 20],
      ["volume_gp3", 5],
    ]);
    expect(costOf("aws_instance", { launch_template: { name: "t" } }, template()).charges).toContainEqual([
      "volume_gp3",
      8,
    ]);
  });

  test("says itself what it says", () => {
    expect(costOf("aws_instance", { ...BY_ID, instance_type: "t4g.nano" }, template()).charges[0]).toEqual([
      "instance:t4g.nano",
      1,
    ]);
  });

  test("may be bought otherwise by it", () => {
    for (const more of [{ instance_market_options: [{}] }, { placement: [{ tenancy: "host" }] }])
      expect(costOf("aws_instance", { ...BY_ID }, template(more)).why).toEqual(["kind"]);
  });

  test("of another configuration is of a type that nobody knows", () => {
    expect(costOf("aws_instance", { launch_template: { id: "lt-1" } })).toEqual({ charges: [], why: ["unknown"] });
  });
});

describe("a subnet of an endpoint", () => {
  const endpoint = (kind: string) => ({ aws_vpc_endpoint: { e: { vpc_endpoint_type: kind } } });
  const body = { vpc_endpoint_id: "${aws_vpc_endpoint.e.id}" };

  test.each([
    ["Interface", [["interface_endpoint", 1]], []],
    ["GatewayLoadBalancer", [], ["kind"]],
  ])("of kind %s", (kind, charges, why) => {
    expect(costOf("aws_vpc_endpoint_subnet_association", body, endpoint(kind))).toEqual({ charges, why });
  });

  test("that is not in the input", () => {
    expect(costOf("aws_vpc_endpoint_subnet_association", { vpc_endpoint_id: "vpce-1" }).why).toEqual(["unknown"]);
  });
});

test("what is looked up is somebody else's, and what is charged by use has no number", () => {
  const json = {
    data: { aws_nat_gateway: { theirs: {} } },
    resource: { aws_s3_bucket: { logs: {} }, aws_flow_log: { all: {} } },
  };
  expect(billOf(graphOfAny(json as unknown as JsonObject, "test"))).toEqual({
    charges: [],
    notPriced: [],
    byUse: ["aws_s3_bucket.logs", "aws_flow_log.all"],
    notRead: [],
  });
});

test("each instance of a block counts; of an unknown number, and in modules, nobody knows how many", () => {
  const json = {
    resource: {
      aws_nat_gateway: { three: { count: 3 }, some: { count: "${var.n}" }, each: { for_each: { a: 1, b: 2 } } },
    },
    module: { more: { source: "./more" } },
  };
  const bill = billOf(graphOfAny(json, "test"));
  expect(bill.charges.map(({ count }) => count)).toEqual([1, 1, 1, 1, 1]);
  expect(bill.notRead.map(({ address }) => address)).toEqual(["aws_nat_gateway.some", "module.more"]);
});
