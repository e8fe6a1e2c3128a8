import { type Reasoned } from "../../support/reasoned";
import { ALL_4, association, OUT, ref, sg, subnet, tcp, vpc } from "./parts";

const IN = [subnet("a"), subnet("b")];
const ROLE = "arn:aws:iam::111122223333:role/r";
/** A group that admits one port from the apps' group, and lets nothing out. */
const from = (port: number): Record<string, unknown> => ({
  vpc_id: vpc("v"),
  ingress: [tcp(port, { security_groups: [sg("app")] })],
  egress: [],
});
const open = (port: number): Record<string, unknown> => ({ vpc_id: vpc("v"), ingress: [tcp(port, ALL_4)], egress: [] });

const PUBLIC = [
  [
    "aws_route_table.pub",
    { vpc_id: vpc("v"), route: [{ cidr_block: "0.0.0.0/0", gateway_id: ref("aws_internet_gateway.g") }] },
  ],
  ["aws_route_table_association.a", association("a", "pub")],
  ["aws_route_table_association.b", association("b", "pub")],
] as const;

/**
 * What AWS starts in two private subnets: it picks which, and both are alike, so what holds in one holds. Tasks, a function and
 * an auto scaling group are under the apps' group; a database, a cache, a warehouse and a cluster admit that group on their
 * ports (user guides of each, on VPCs). A function takes no packets itself: who invokes it asks Lambda's API, by its URL too.
 */
const SERVICES: Reasoned = {
  name: "services in private subnets",
  blocks: {
    aws_vpc: { v: { cidr_block: "10.0.0.0/16" } },
    aws_internet_gateway: { g: { vpc_id: vpc("v") } },
    aws_subnet: {
      a: { vpc_id: vpc("v"), cidr_block: "10.0.1.0/24", availability_zone: "eu-west-1a" },
      b: { vpc_id: vpc("v"), cidr_block: "10.0.2.0/24", availability_zone: "eu-west-1b" },
    },
    aws_security_group: {
      app: { vpc_id: vpc("v"), ingress: [], egress: [OUT] },
      db: from(5432),
      cache: from(6379),
      warehouse: from(5439),
      k: from(443),
    },
    aws_db_subnet_group: { d: { name: "d", subnet_ids: IN } },
    aws_db_instance: {
      d: {
        ...{ identifier: "d", instance_class: "db.t3.micro", allocated_storage: 20, engine: "postgres" },
        ...{ username: "u", manage_master_user_password: true, skip_final_snapshot: true },
        db_subnet_group_name: ref("aws_db_subnet_group.d", "name"),
        vpc_security_group_ids: [sg("db")],
        publicly_accessible: false,
      },
    },
    aws_elasticache_subnet_group: { c: { name: "c", subnet_ids: IN } },
    aws_elasticache_replication_group: {
      c: {
        ...{ replication_group_id: "c", description: "c", node_type: "cache.t3.micro" },
        subnet_group_name: ref("aws_elasticache_subnet_group.c", "name"),
        security_group_ids: [sg("cache")],
      },
    },
    aws_redshift_subnet_group: { r: { name: "r", subnet_ids: IN } },
    aws_redshift_cluster: {
      r: {
        ...{ cluster_identifier: "r", node_type: "ra3.large", master_username: "u", manage_master_password: true },
        cluster_subnet_group_name: ref("aws_redshift_subnet_group.r", "name"),
        vpc_security_group_ids: [sg("warehouse")],
        publicly_accessible: false,
        skip_final_snapshot: true,
      },
    },
    aws_ecs_service: {
      t: {
        ...{ name: "t", task_definition: "t:1", launch_type: "FARGATE", cluster: "c" },
        network_configuration: [{ subnets: IN, security_groups: [sg("app")] }],
      },
    },
    aws_lambda_function: {
      f: {
        ...{
          function_name: "f",
          role: ROLE,
          package_type: "Image",
          image_uri: "111122223333.dkr.ecr.eu-west-1.amazonaws.com/f:1",
        },
        vpc_config: [{ subnet_ids: IN, security_group_ids: [sg("app")] }],
      },
    },
    aws_lambda_function_url: {
      f: { function_name: ref("aws_lambda_function.f", "function_name"), authorization_type: "NONE" },
    },
    aws_launch_template: { w: { image_id: "ami-1", instance_type: "t3.micro", vpc_security_group_ids: [sg("app")] } },
    aws_autoscaling_group: {
      w: {
        ...{ min_size: 1, max_size: 2, vpc_zone_identifier: IN },
        launch_template: [{ id: ref("aws_launch_template.w"), version: "$Latest" }],
      },
    },
    aws_eks_cluster: {
      k: {
        ...{ name: "k", role_arn: ROLE },
        vpc_config: [
          {
            subnet_ids: IN,
            security_group_ids: [sg("k")],
            endpoint_public_access: false,
            endpoint_private_access: true,
          },
        ],
      },
    },
    aws_eks_node_group: {
      n: {
        ...{ cluster_name: ref("aws_eks_cluster.k", "name"), node_role_arn: ROLE, subnet_ids: IN },
        scaling_config: [{ desired_size: 1, max_size: 1, min_size: 1 }],
      },
    },
  },
  verdicts: {
    "aws_ecs_service.t -> aws_db_instance.d 5432": "ALLOWED",
    "aws_autoscaling_group.w -> aws_db_instance.d 5432": "ALLOWED",
    "aws_lambda_function.f -> aws_db_instance.d 5432": "ALLOWED",
    "aws_ecs_service.t -> aws_db_instance.d 80": "DENIED",
    "aws_db_instance.d -> aws_ecs_service.t 80": "DENIED",
    "aws_ecs_service.t -> aws_elasticache_replication_group.c 6379": "ALLOWED",
    "aws_ecs_service.t -> aws_redshift_cluster.r 5439": "ALLOWED",
    "aws_ecs_service.t -> aws_eks_cluster.k 443": "ALLOWED",
    "aws_ecs_service.t -> aws_lambda_function.f 443": "UNKNOWN",
    "aws_ecs_service.t -> internet 443": "DENIED",
    "aws_lambda_function.f -> internet 443": "DENIED",
    "internet -> aws_db_instance.d 5432": "DENIED",
    "internet -> aws_redshift_cluster.r 5439": "DENIED",
    "internet -> aws_eks_cluster.k 443": "DENIED",
    "internet -> aws_autoscaling_group.w 80": "DENIED",
    // EKS gives nodes a group of its own, which is not in the input.
    "aws_ecs_service.t -> aws_eks_node_group.n 443": "UNKNOWN",
  },
  settings: [
    [
      "a database that is public, in subnets that are, and open",
      [...PUBLIC, ["aws_db_instance.d.publicly_accessible", true], ["aws_security_group.db", open(5432)]],
      { "internet -> aws_db_instance.d 5432": "ALLOWED" },
    ],
    ["one that is not public", [...PUBLIC, ["aws_security_group.db", open(5432)]], {}],
    [
      "one that is public in private subnets",
      [
        ["aws_db_instance.d.publicly_accessible", true],
        ["aws_security_group.db", open(5432)],
      ],
      {},
    ],
    [
      "one that is public in public subnets, with a group for the apps",
      [...PUBLIC, ["aws_db_instance.d.publicly_accessible", true]],
      {},
    ],
    [
      "a warehouse that is public, in subnets that are, and open",
      [...PUBLIC, ["aws_redshift_cluster.r.publicly_accessible", true], ["aws_security_group.warehouse", open(5439)]],
      { "internet -> aws_redshift_cluster.r 5439": "ALLOWED" },
    ],
    // Up to provider 5 it is public unless it says otherwise, from 6 on it is not.
    [
      "a warehouse that does not say whether it is",
      [...PUBLIC, "aws_redshift_cluster.r.publicly_accessible", ["aws_security_group.warehouse", open(5439)]],
      { "internet -> aws_redshift_cluster.r 5439": "UNKNOWN" },
    ],
    [
      "a database whose subnet b has an ACL that refuses all",
      [["aws_network_acl.n", { vpc_id: vpc("v"), subnet_ids: [subnet("b")] }]],
      {
        "aws_ecs_service.t -> aws_db_instance.d 5432": "UNKNOWN",
        "aws_autoscaling_group.w -> aws_db_instance.d 5432": "UNKNOWN",
        "aws_lambda_function.f -> aws_db_instance.d 5432": "UNKNOWN",
        "aws_ecs_service.t -> aws_elasticache_replication_group.c 6379": "UNKNOWN",
        "aws_ecs_service.t -> aws_redshift_cluster.r 5439": "UNKNOWN",
        "aws_ecs_service.t -> aws_eks_cluster.k 443": "UNKNOWN",
      },
    ],
    [
      "tasks under another group",
      [["aws_ecs_service.t.network_configuration", [{ subnets: IN, security_groups: [sg("db")] }]]],
      {
        "aws_ecs_service.t -> aws_db_instance.d 5432": "DENIED",
        "aws_ecs_service.t -> aws_elasticache_replication_group.c 6379": "DENIED",
        "aws_ecs_service.t -> aws_redshift_cluster.r 5439": "DENIED",
        "aws_ecs_service.t -> aws_eks_cluster.k 443": "DENIED",
        "aws_ecs_service.t -> aws_lambda_function.f 443": "DENIED",
        "aws_ecs_service.t -> aws_eks_node_group.n 443": "DENIED",
      },
    ],
    [
      "hosts of a template under another group",
      [["aws_launch_template.w.vpc_security_group_ids", [sg("cache")]]],
      { "aws_autoscaling_group.w -> aws_db_instance.d 5432": "DENIED" },
    ],
    [
      "a cluster with a public endpoint",
      [["aws_eks_cluster.k.vpc_config.0.endpoint_public_access", true]],
      { "internet -> aws_eks_cluster.k 443": "UNKNOWN" },
    ],
    [
      "a cluster that does not say whether it has one",
      ["aws_eks_cluster.k.vpc_config.0.endpoint_public_access"],
      { "internet -> aws_eks_cluster.k 443": "UNKNOWN" },
    ],
    // Its interfaces have the group that EKS makes, too; whom that admits is not in the input.
    [
      "a cluster whose own group admits nobody",
      [["aws_security_group.k.ingress", []]],
      { "aws_ecs_service.t -> aws_eks_cluster.k 443": "UNKNOWN" },
    ],
    [
      "public subnets, and tasks with public addresses",
      [...PUBLIC, ["aws_ecs_service.t.network_configuration.0.assign_public_ip", true]],
      { "aws_ecs_service.t -> internet 443": "ALLOWED" },
    ],
    ["public subnets, where a function has no public address", [...PUBLIC], {}],
  ],
};

export const IN_SUBNETS: readonly Reasoned[] = [SERVICES];
