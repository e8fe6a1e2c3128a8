import { NETWORK, type ResourceType } from "./answers";

/** AWS places its interfaces in subnets that the input names, and picks their addresses. */
const SERVICE = { ...NETWORK, role: "service", interfaces: "elsewhere" } as const;

/** It names subnets for services; it has no interface itself. */
const SUBNET_GROUP = { ...NETWORK, role: "subnet-group", interfaces: "elsewhere" } as const;

/** Databases, caches, clusters, functions: ends of packets whose subnets and groups the model reads. */
export const SERVICE_TYPES = {
  aws_db_instance: SERVICE,
  aws_rds_cluster: SERVICE,
  aws_rds_cluster_instance: SERVICE,
  aws_docdb_cluster: SERVICE,
  aws_docdb_cluster_instance: SERVICE,
  aws_neptune_cluster: SERVICE,
  aws_neptune_cluster_instance: SERVICE,
  aws_redshift_cluster: SERVICE,
  aws_redshiftserverless_workgroup: SERVICE,
  aws_elasticache_cluster: SERVICE,
  aws_elasticache_replication_group: SERVICE,
  aws_elasticache_serverless_cache: SERVICE,
  aws_memorydb_cluster: SERVICE,
  aws_dax_cluster: SERVICE,
  aws_opensearch_domain: SERVICE,
  aws_elasticsearch_domain: SERVICE,
  aws_msk_cluster: SERVICE,
  aws_msk_serverless_cluster: SERVICE,
  aws_mq_broker: SERVICE,
  aws_dms_replication_instance: SERVICE,
  aws_efs_mount_target: SERVICE,
  aws_eks_cluster: SERVICE,
  aws_eks_node_group: SERVICE,
  aws_eks_fargate_profile: SERVICE,
  aws_lambda_function: SERVICE,
  aws_codebuild_project: SERVICE,
  aws_apprunner_vpc_connector: SERVICE,
  aws_apigatewayv2_vpc_link: SERVICE,
  aws_db_subnet_group: SUBNET_GROUP,
  aws_docdb_subnet_group: SUBNET_GROUP,
  aws_neptune_subnet_group: SUBNET_GROUP,
  aws_redshift_subnet_group: SUBNET_GROUP,
  aws_elasticache_subnet_group: SUBNET_GROUP,
  aws_memorydb_subnet_group: SUBNET_GROUP,
  aws_dax_subnet_group: SUBNET_GROUP,
  aws_dms_replication_subnet_group: SUBNET_GROUP,
} as const satisfies Record<string, ResourceType>;
