import { ALL_OUT, asking } from "../support/asked";
import { stateJson } from "../support/networks";
import { type Blocks, DB, G, network, S, tcp } from "./service-network";

const APP = "aws_instance.app";
const OTHER = "aws_instance.other";

describe("names that are not the only ones", () => {
  const OPEN = { ingress: [{ ...ALL_OUT }], egress: [ALL_OUT] };
  const ARN = (region: string, what: string): string => `arn:aws:rds:${region}:123456789012:${what}`;
  /** Two Regions that have a subnet group, a template and a cluster of the same name; what counts is in the second. */
  const regions = (arns: boolean) => {
    const arn = (region: string, what: string) => (arns ? { arn: ARN(region, what) } : {});
    return asking(
      stateJson({
        aws_vpc: { a: { id: "vpc-1", cidr_block: "10.0.0.0/16" }, b: { id: "vpc-2", cidr_block: "10.1.0.0/16" } },
        aws_subnet: {
          a: { id: "subnet-a", vpc_id: "vpc-1", cidr_block: "10.0.1.0/24" },
          b: { id: "subnet-b", vpc_id: "vpc-2", cidr_block: "10.1.1.0/24" },
        },
        aws_security_group: {
          a: { id: "sg-a", vpc_id: "vpc-1", ...OPEN },
          b: { id: "sg-b", vpc_id: "vpc-2", ...OPEN },
        },
        aws_db_subnet_group: {
          a: { id: "main", name: "main", subnet_ids: ["subnet-a"], ...arn("eu-west-1", "subgrp:main") },
          b: { id: "main", name: "main", subnet_ids: ["subnet-b"], ...arn("us-east-1", "subgrp:main") },
        },
        aws_launch_template: {
          a: { id: "lt-a", name: "web", vpc_security_group_ids: ["sg-a"] },
          b: { id: "lt-b", name: "web", vpc_security_group_ids: ["sg-b"] },
        },
        // Anything may be called as a template is.
        aws_iam_role: { web: { id: "web" } },
        aws_instance: {
          b: { id: "i-b", subnet_id: "subnet-b", private_ip: "10.1.1.9", vpc_security_group_ids: ["sg-b"] },
        },
        aws_db_instance: {
          b: { id: "db", db_subnet_group_name: "main", vpc_security_group_ids: ["sg-b"], ...arn("us-east-1", "db:b") },
        },
        aws_autoscaling_group: {
          b: { id: "w", vpc_zone_identifier: ["subnet-b"], launch_template: [{ name: "web" }] },
        },
      }),
      "state",
    );
  };

  test("are told apart by Region and account where ARNs tell these", () => {
    expect(regions(true).verdict("aws_instance.b", "aws_db_instance.b", 5432)).toBe("ALLOWED");
    expect(regions(false).verdict("aws_instance.b", "aws_db_instance.b", 5432)).toBe("UNKNOWN");
  });

  test("leave open which launch template is meant", () => {
    expect(regions(true).verdict("aws_instance.b", "aws_autoscaling_group.b", 80)).toBe("UNKNOWN");
  });

  test("don't matter where a reference tells which is meant, or the provider does", () => {
    const elsewhere = { name: "d", subnet_ids: [], provider: "aws.far" };
    for (const name of ["${aws_db_subnet_group.d.name}", "d"]) {
      const { verdict } = network(
        { aws_db_instance: { d: { ...DB, db_subnet_group_name: name } } },
        (blocks) => void (blocks.aws_db_subnet_group = { far: elsewhere, ...blocks.aws_db_subnet_group }),
      );
      expect(verdict(APP, "aws_db_instance.d", 5432)).toBe("ALLOWED");
    }
  });
});

describe("a part of what is not in the input", () => {
  const part = (more: object, cluster: object = {}) =>
    network(
      {
        aws_rds_cluster_instance: { i: { db_subnet_group_name: DB.db_subnet_group_name, ...more } },
        aws_rds_cluster: { c: { ...DB, cluster_identifier: "c", ...cluster } },
      },
      (blocks) => {
        blocks.aws_default_security_group = {
          s: { vpc_id: "${aws_vpc.a.id}", ingress: [tcp(5432, { cidr_blocks: ["10.0.0.0/8"] })], egress: [] },
        };
      },
    );
  const I = "aws_rds_cluster_instance.i";

  test("has groups that nobody knows, not its VPC's default one", () => {
    for (const cluster_identifier of ["elsewhere", "${var.cluster}"]) {
      expect(part({ cluster_identifier }).verdict(APP, I, 5432)).toBe("UNKNOWN");
      expect(part({ cluster_identifier }).verdict(OTHER, I, 5433)).toBe("UNKNOWN");
    }
    expect(part({ cluster_identifier: "c" }).verdict(OTHER, I, 5432)).toBe("DENIED");
    expect(part({ cluster_identifier: "c" }).verdict(APP, I, 5432)).toBe("ALLOWED");
  });

  test("may be a public one of any cluster", () => {
    const asks = (cluster_identifier: string) => part({ cluster_identifier }).answer("internet", "aws_rds_cluster.c");
    const of = (cluster_identifier: string) =>
      network({
        aws_rds_cluster: { c: { ...DB, cluster_identifier: "c" } },
        aws_rds_cluster_instance: {
          i: { cluster_identifier: "c", publicly_accessible: false },
          other: { cluster_identifier, publicly_accessible: true },
        },
      }).topology.services.find(({ address }) => address === "aws_rds_cluster.c")?.nics[0]?.publicIp;
    expect(asks("c").verdict).toBe("DENIED");
    expect(of("elsewhere")).toBe("none");
    expect(of("${var.cluster}")).toBe("unknown");
  });
});

describe("in subnets of both families", () => {
  const both = (blocks: Blocks): void => {
    blocks.aws_vpc!.a = { cidr_block: "10.0.0.0/16", ipv6_cidr_block: "2a05:d018::/56" };
    for (const [i, name] of ["x", "y", "z"].entries())
      blocks.aws_subnet![name] = { ...blocks.aws_subnet![name], ipv6_cidr_block: `2a05:d018:0:${i}::/64` };
    blocks.aws_route_table = {
      p: {
        vpc_id: "${aws_vpc.a.id}",
        route: ["cidr_block", "ipv6_cidr_block"].map((name, i) => ({
          [name]: ["0.0.0.0/0", "::/0"][i],
          gateway_id: "${aws_internet_gateway.i.id}",
        })),
      },
    };
    blocks.aws_main_route_table_association = {
      m: { vpc_id: "${aws_vpc.a.id}", route_table_id: "${aws_route_table.p.id}" },
    };
    blocks.aws_security_group!.db = {
      vpc_id: "${aws_vpc.a.id}",
      ingress: [tcp(5432, { cidr_blocks: ["0.0.0.0/0"], ipv6_cidr_blocks: ["::/0"] })],
      egress: [ALL_OUT],
    };
  };
  const SUBNETS = [S("y"), S("z")];
  const cluster = (more: object): Blocks => ({
    aws_rds_cluster: { c: { ...DB, cluster_identifier: "c", ...more } },
    aws_rds_cluster_instance: { d: { cluster_identifier: "c", db_subnet_group_name: DB.db_subnet_group_name } },
  });

  test.each<[string, Blocks, Blocks]>([
    [
      "aws_db_instance.d",
      { aws_db_instance: { d: { ...DB, network_type: "IPV4" } } },
      { aws_db_instance: { d: { ...DB, network_type: "DUAL" } } },
    ],
    // What its subnet group leads to.
    [
      "aws_db_instance.d",
      { aws_db_instance: { d: { ...DB, network_type: "IPV4", snapshot_identifier: "s" } } },
      { aws_db_instance: { d: DB } },
    ],
    ["aws_rds_cluster_instance.d", cluster({ network_type: "IPV4" }), cluster({ network_type: "DUAL" })],
    ["aws_rds_cluster_instance.d", cluster({ network_type: "IPV4" }), cluster({})],
    [
      "aws_opensearch_domain.d",
      {
        aws_opensearch_domain: {
          d: { ip_address_type: "ipv4", vpc_options: [{ subnet_ids: SUBNETS, security_group_ids: [G("db")] }] },
        },
      },
      {
        aws_opensearch_domain: {
          d: { ip_address_type: "dualstack", vpc_options: [{ subnet_ids: SUBNETS, security_group_ids: [G("db")] }] },
        },
      },
    ],
  ])("%s is surely reached over IPv4 only where it says so", (address, plain, dual) => {
    expect(network(plain, both).verdict("internet", address, 5432)).toBe("DENIED");
    expect(network(dual, both).verdict("internet", address, 5432)).toBe("UNKNOWN");
  });

  test("a function sends over IPv6 only where that is allowed", () => {
    const fn = (more: object) =>
      network(
        {
          aws_lambda_function: {
            f: { vpc_config: [{ subnet_ids: SUBNETS, security_group_ids: [G("db")], ...more }] },
          },
        },
        both,
      ).verdict("aws_lambda_function.f", "internet", 443);
    expect(fn({})).toBe("DENIED");
    expect(fn({ ipv6_allowed_for_dual_stack: false })).toBe("DENIED");
    expect(fn({ ipv6_allowed_for_dual_stack: true })).toBe("UNKNOWN");
    expect(fn({ ipv6_allowed_for_dual_stack: "${var.ipv6}" })).toBe("UNKNOWN");
  });
});
