import { type TypeOf } from "../terraform";

/** Types whose interfaces AWS places; the last two make targets as well. */
export type ServiceType = TypeOf<"service"> | "aws_autoscaling_group" | "aws_ecs_service";

/** By which arguments a service says where its interfaces are. Names are those of the provider 5.100.0. */
export interface Spelling {
  /** The block that holds the arguments. */
  readonly block?: string;
  /** The argument that lists subnets, or names one. */
  readonly subnets?: string;
  /** The argument that names a subnet group; names of groups of several types may be equal. */
  readonly subnetGroup?: { readonly argument: string; readonly type: TypeOf<"subnet-group"> };
  readonly groups?: string;
  /** It is part of another resource, which says what it doesn't say itself. */
  readonly partOf?: { readonly argument: string; readonly type: TypeOf<"service"> };
  /** The argument that gives it public addresses; without it they are never given. */
  readonly publicly?: {
    readonly argument: string;
    /** What holds where it isn't set: `unknown` where releases of the provider differ. */
    readonly unset: "none" | "unknown";
  };
  /** Parts of it that may be public on their own, by the type whose `partOf` it is. */
  readonly publicParts?: TypeOf<"service">;
  /** Groups come from its launch template. */
  readonly isLaunched?: true;
  /** AWS adds, or may add, a group that is not in the input. */
  readonly addedGroup?: "always" | "without a template's groups";
  /** Why nothing can be sent to its interfaces. */
  readonly sendsOnly?: string;
  /** The argument with its address. */
  readonly address?: string;
  /** The argument that says over which families it is reached. */
  readonly families?: {
    readonly argument: string;
    /** What holds where it isn't set, if that is told. */
    readonly unset?: "ipv4";
  };
}

/** RDS API, NetworkType; ElastiCache guide, network type; OpenSearch Service API, IPAddressType. */
const NETWORK_TYPE = { argument: "network_type" } as const;
const ADDRESS_TYPE = { families: { argument: "ip_address_type" } } as const;

const PUBLICLY = { argument: "publicly_accessible", unset: "none" } as const;

/** In the subnets of a subnet group. */
const grouped = (argument: string, type: TypeOf<"subnet-group">, groups = "vpc_security_group_ids"): Spelling => ({
  subnetGroup: { argument, type },
  groups,
});
const RDS: Spelling = { ...grouped("db_subnet_group_name", "aws_db_subnet_group"), families: NETWORK_TYPE };
const DOCDB = grouped("db_subnet_group_name", "aws_docdb_subnet_group");
const NEPTUNE = grouped("neptune_subnet_group_name", "aws_neptune_subnet_group");
const ELASTICACHE: Spelling = {
  ...grouped("subnet_group_name", "aws_elasticache_subnet_group", "security_group_ids"),
  families: NETWORK_TYPE,
};

const LISTED = { subnets: "subnet_ids", groups: "security_group_ids" } as const;
const INVOKED = "nothing is sent to its interfaces: they carry what it sends itself";

/** What AWS starts in subnets, and by what it is told which (user guides of each service, on VPCs). */
export const SERVICES: Readonly<Record<ServiceType, Spelling>> = {
  aws_autoscaling_group: { subnets: "vpc_zone_identifier", isLaunched: true },
  aws_ecs_service: {
    block: "network_configuration",
    subnets: "subnets",
    groups: "security_groups",
    publicly: { argument: "assign_public_ip", unset: "none" },
  },
  aws_eks_cluster: { ...LISTED, block: "vpc_config", addedGroup: "always" },
  aws_eks_node_group: { subnets: "subnet_ids", isLaunched: true, addedGroup: "without a template's groups" },
  aws_eks_fargate_profile: { subnets: "subnet_ids", addedGroup: "always" },
  aws_lambda_function: {
    ...LISTED,
    block: "vpc_config",
    sendsOnly: INVOKED,
    families: { argument: "ipv6_allowed_for_dual_stack", unset: "ipv4" },
  },
  aws_codebuild_project: { block: "vpc_config", subnets: "subnets", groups: "security_group_ids", sendsOnly: INVOKED },
  aws_apprunner_vpc_connector: { subnets: "subnets", groups: "security_groups", sendsOnly: INVOKED },
  aws_apigatewayv2_vpc_link: { ...LISTED, sendsOnly: INVOKED },
  aws_db_instance: { ...RDS, publicly: PUBLICLY },
  aws_rds_cluster: { ...RDS, publicParts: "aws_rds_cluster_instance" },
  aws_rds_cluster_instance: {
    ...RDS,
    partOf: { argument: "cluster_identifier", type: "aws_rds_cluster" },
    publicly: PUBLICLY,
  },
  aws_docdb_cluster: DOCDB,
  aws_docdb_cluster_instance: {
    ...DOCDB,
    partOf: { argument: "cluster_identifier", type: "aws_docdb_cluster" },
  },
  aws_neptune_cluster: {
    ...NEPTUNE,
    publicParts: "aws_neptune_cluster_instance",
  },
  aws_neptune_cluster_instance: {
    ...NEPTUNE,
    partOf: { argument: "cluster_identifier", type: "aws_neptune_cluster" },
    publicly: PUBLICLY,
  },
  aws_redshift_cluster: {
    ...grouped("cluster_subnet_group_name", "aws_redshift_subnet_group"),
    ...ADDRESS_TYPE,
    // True up to provider 5, false from 6 on.
    publicly: { argument: "publicly_accessible", unset: "unknown" },
  },
  aws_redshiftserverless_workgroup: { ...LISTED, publicly: PUBLICLY },
  aws_elasticache_cluster: {
    ...ELASTICACHE,
    partOf: { argument: "replication_group_id", type: "aws_elasticache_replication_group" },
  },
  aws_elasticache_replication_group: ELASTICACHE,
  aws_elasticache_serverless_cache: LISTED,
  aws_memorydb_cluster: grouped("subnet_group_name", "aws_memorydb_subnet_group", "security_group_ids"),
  aws_dax_cluster: grouped("subnet_group_name", "aws_dax_subnet_group", "security_group_ids"),
  aws_opensearch_domain: { ...LISTED, ...ADDRESS_TYPE, block: "vpc_options" },
  aws_elasticsearch_domain: { ...LISTED, ...ADDRESS_TYPE, block: "vpc_options" },
  aws_msk_cluster: {
    block: "broker_node_group_info",
    subnets: "client_subnets",
    groups: "security_groups",
    publicly: { argument: "connectivity_info", unset: "none" },
  },
  aws_msk_serverless_cluster: { ...LISTED, block: "vpc_config" },
  aws_mq_broker: { subnets: "subnet_ids", groups: "security_groups", publicly: PUBLICLY },
  aws_dms_replication_instance: {
    ...grouped("replication_subnet_group_id", "aws_dms_replication_subnet_group"),
    publicly: { argument: "publicly_accessible", unset: "none" },
    families: NETWORK_TYPE,
  },
  aws_efs_mount_target: { subnets: "subnet_id", groups: "security_groups", address: "ip_address" },
};
