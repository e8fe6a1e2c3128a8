import { type Network, type Unique } from "./unique";

const IN_A = { subnet_ids: ["subnet-web"], security_group_ids: ["sg-web"] };

/** Services whose interfaces AWS places. */
export function services(u: Unique): Network {
  const groups = { vpc_security_group_ids: ["sg-web"] };
  const group = (type: string): Network => {
    const name = u.text();
    return { [`${type}.n`]: { id: name, name, subnet_ids: ["subnet-web"] } };
  };
  const named = (type: string, values: object): Network => ({ [`${type}.n`]: { id: u.text(), ...values } });
  return {
    ...group("aws_db_subnet_group"),
    ...group("aws_docdb_subnet_group"),
    ...group("aws_neptune_subnet_group"),
    ...group("aws_redshift_subnet_group"),
    ...group("aws_elasticache_subnet_group"),
    ...group("aws_memorydb_subnet_group"),
    ...group("aws_dax_subnet_group"),
    ...group("aws_dms_replication_subnet_group"),
    ...named("aws_db_instance", { ...groups, db_subnet_group_name: u.text(), publicly_accessible: true }),
    ...named("aws_rds_cluster", { ...groups, db_subnet_group_name: u.text() }),
    ...named("aws_rds_cluster_instance", { cluster_identifier: u.text(), publicly_accessible: false }),
    ...named("aws_docdb_cluster", { ...groups, db_subnet_group_name: u.text() }),
    ...named("aws_docdb_cluster_instance", { cluster_identifier: u.text() }),
    ...named("aws_neptune_cluster", { ...groups, neptune_subnet_group_name: u.text() }),
    ...named("aws_neptune_cluster_instance", { cluster_identifier: u.text() }),
    ...named("aws_redshift_cluster", { ...groups, cluster_subnet_group_name: u.text() }),
    ...named("aws_redshiftserverless_workgroup", { ...IN_A, publicly_accessible: false }),
    ...named("aws_elasticache_cluster", { replication_group_id: u.text() }),
    ...named("aws_elasticache_replication_group", { subnet_group_name: u.text(), security_group_ids: ["sg-web"] }),
    ...named("aws_elasticache_serverless_cache", IN_A),
    ...named("aws_memorydb_cluster", { subnet_group_name: u.text() }),
    ...named("aws_dax_cluster", { subnet_group_name: u.text() }),
    ...named("aws_opensearch_domain", { vpc_options: [IN_A] }),
    ...named("aws_elasticsearch_domain", { vpc_options: [IN_A] }),
    ...named("aws_msk_cluster", {
      broker_node_group_info: [{ client_subnets: ["subnet-web"], security_groups: ["sg-web"] }],
    }),
    ...named("aws_msk_serverless_cluster", { vpc_config: [IN_A] }),
    ...named("aws_mq_broker", { subnet_ids: ["subnet-web"], security_groups: ["sg-web"], publicly_accessible: false }),
    ...named("aws_dms_replication_instance", { ...groups, replication_subnet_group_id: u.text() }),
    ...named("aws_efs_mount_target", { subnet_id: "subnet-web", security_groups: ["sg-web"] }),
    ...named("aws_eks_cluster", { name: u.text(), vpc_config: [IN_A] }),
    ...named("aws_eks_node_group", { cluster_name: u.text(), subnet_ids: ["subnet-web"] }),
    ...named("aws_eks_fargate_profile", { cluster_name: u.text(), subnet_ids: ["subnet-web"] }),
    ...named("aws_lambda_function", { vpc_config: [IN_A] }),
    ...named("aws_lambda_function_url", { function_name: u.text(), authorization_type: "NONE" }),
    ...named("aws_codebuild_project", { vpc_config: [{ subnets: ["subnet-web"], security_group_ids: ["sg-web"] }] }),
    ...named("aws_apprunner_vpc_connector", { subnets: ["subnet-web"], security_groups: ["sg-web"] }),
    ...named("aws_apigatewayv2_vpc_link", IN_A),
  };
}
