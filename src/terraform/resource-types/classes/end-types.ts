import { type ClassGroup } from "./class-group";

/**
 * What sends or receives packets by interfaces in subnets that it names, or from outside of every VPC, by the service that
 * places them there. The model reads none of these interfaces: whoever shares a subnet with them may meet them.
 */
export const ENDS: readonly ClassGroup[] = [
  { what: "Amazon AppStream 2.0", types: ["aws_appstream_fleet", "aws_appstream_image_builder"] },
  { what: "Amazon Bedrock", types: ["aws_bedrock_custom_model"] },
  { what: "Amazon Comprehend", types: ["aws_comprehend_document_classifier", "aws_comprehend_entity_recognizer"] },
  {
    what: "Amazon DocumentDB",
    types: ["aws_docdbelastic_cluster"],
  },
  { what: "Amazon EC2", types: ["aws_ec2_fleet", "aws_launch_configuration", "aws_spot_fleet_request"] },
  { what: "Amazon ECS", types: ["aws_ecs_task_execution", "aws_ecs_task_set"] },
  {
    what: "Amazon EMR",
    types: ["aws_emr_cluster", "aws_emr_instance_fleet", "aws_emr_instance_group", "aws_emr_studio"],
  },
  { what: "Amazon EMR Serverless", types: ["aws_emrserverless_application"] },
  // ECS tasks that a rule, a schedule or a pipe starts, and what a pipe reads from.
  {
    what: "Amazon EventBridge",
    types: ["aws_cloudwatch_event_target", "aws_pipes_pipe", "aws_scheduler_schedule"],
  },
  { what: "Amazon FinSpace", types: ["aws_finspace_kx_cluster"] },
  {
    what: "Amazon FSx",
    types: [
      "aws_fsx_file_cache",
      "aws_fsx_lustre_file_system",
      "aws_fsx_ontap_file_system",
      "aws_fsx_ontap_storage_virtual_machine",
      "aws_fsx_openzfs_file_system",
      "aws_fsx_windows_file_system",
    ],
  },
  { what: "Amazon GameLift Servers", types: ["aws_gamelift_fleet", "aws_gamelift_game_server_group"] },
  {
    what: "Amazon Kinesis and Firehose",
    types: ["aws_kinesis_firehose_delivery_stream", "aws_kinesisanalyticsv2_application"],
  },
  {
    what: "Amazon Lightsail",
    types: [
      "aws_lightsail_container_service",
      "aws_lightsail_container_service_deployment_version",
      "aws_lightsail_database",
      "aws_lightsail_instance",
      "aws_lightsail_instance_public_ports",
      "aws_lightsail_lb",
      "aws_lightsail_lb_attachment",
      "aws_lightsail_static_ip",
      "aws_lightsail_static_ip_attachment",
    ],
  },
  { what: "Amazon Managed Grafana", types: ["aws_grafana_workspace"] },
  { what: "Amazon Managed Service for Prometheus", types: ["aws_prometheus_scraper"] },
  { what: "Amazon Managed Workflows for Apache Airflow", types: ["aws_mwaa_environment"] },
  {
    what: "Amazon MSK",
    types: ["aws_msk_replicator", "aws_msk_vpc_connection", "aws_mskconnect_connector"],
  },
  { what: "Amazon Neptune", types: ["aws_neptunegraph_graph"] },
  {
    what: "Amazon OpenSearch Service",
    types: [
      "aws_elasticsearch_vpc_endpoint",
      "aws_opensearch_vpc_endpoint",
      "aws_opensearchserverless_vpc_endpoint",
      "aws_osis_pipeline",
    ],
  },
  { what: "Amazon Quick Sight", types: ["aws_quicksight_vpc_connection"] },
  {
    what: "Amazon RDS",
    types: ["aws_db_proxy", "aws_db_proxy_endpoint", "aws_rds_shard_group"],
  },
  {
    what: "Amazon Redshift",
    types: ["aws_redshift_endpoint_access", "aws_redshiftserverless_endpoint_access"],
  },
  { what: "Amazon Route 53 Resolver", types: ["aws_route53_resolver_endpoint"] },
  { what: "Amazon S3 on Outposts", types: ["aws_s3outposts_endpoint"] },
  {
    what: "Amazon SageMaker AI",
    types: [
      "aws_sagemaker_data_quality_job_definition",
      "aws_sagemaker_domain",
      "aws_sagemaker_model",
      "aws_sagemaker_notebook_instance",
      "aws_sagemaker_user_profile",
      "aws_sagemaker_workforce",
    ],
  },
  { what: "Amazon Timestream for InfluxDB", types: ["aws_timestreaminfluxdb_db_instance"] },
  { what: "Amazon WorkLink", types: ["aws_worklink_fleet"] },
  {
    what: "Amazon WorkSpaces",
    types: ["aws_workspaces_directory", "aws_workspaces_workspace", "aws_workspacesweb_network_settings"],
  },
  { what: "AWS App Runner", types: ["aws_apprunner_service"] },
  { what: "AWS Batch", types: ["aws_batch_compute_environment"] },
  { what: "AWS Cloud9", types: ["aws_cloud9_environment_ec2"] },
  { what: "AWS CloudHSM", types: ["aws_cloudhsm_v2_cluster", "aws_cloudhsm_v2_hsm"] },
  { what: "AWS CodeBuild", types: ["aws_codebuild_fleet"] },
  { what: "AWS CodeConnections", types: ["aws_codeconnections_host", "aws_codestarconnections_host"] },
  {
    what: "AWS Database Migration Service",
    types: ["aws_dms_replication_config"],
  },
  {
    what: "AWS DataSync",
    types: [
      "aws_datasync_agent",
      "aws_datasync_location_efs",
      "aws_datasync_location_fsx_lustre_file_system",
      "aws_datasync_location_fsx_ontap_file_system",
      "aws_datasync_location_fsx_openzfs_file_system",
      "aws_datasync_location_fsx_windows_file_system",
    ],
  },
  { what: "AWS Device Farm", types: ["aws_devicefarm_test_grid_project"] },
  { what: "AWS Directory Service", types: ["aws_directory_service_directory", "aws_directory_service_region"] },
  { what: "AWS Elastic Disaster Recovery", types: ["aws_drs_replication_configuration_template"] },
  { what: "AWS Elemental MediaLive", types: ["aws_medialive_channel", "aws_medialive_input"] },
  { what: "AWS Glue", types: ["aws_glue_connection", "aws_glue_dev_endpoint"] },
  { what: "AWS IoT Core", types: ["aws_iot_topic_rule_destination"] },
  { what: "AWS KMS, keys in a store outside", types: ["aws_kms_custom_key_store"] },
  // A mapping of a self-managed cluster has interfaces in subnets of its own.
  { what: "AWS Lambda", types: ["aws_lambda_event_source_mapping"] },
  { what: "AWS Mainframe Modernization", types: ["aws_m2_environment"] },
  {
    what: "AWS OpsWorks",
    types: [
      "aws_opsworks_custom_layer",
      "aws_opsworks_ecs_cluster_layer",
      "aws_opsworks_ganglia_layer",
      "aws_opsworks_haproxy_layer",
      "aws_opsworks_instance",
      "aws_opsworks_java_app_layer",
      "aws_opsworks_memcached_layer",
      "aws_opsworks_mysql_layer",
      "aws_opsworks_nodejs_app_layer",
      "aws_opsworks_php_app_layer",
      "aws_opsworks_rails_app_layer",
      "aws_opsworks_stack",
      "aws_opsworks_static_web_layer",
    ],
  },
  { what: "AWS Storage Gateway", types: ["aws_storagegateway_gateway"] },
  { what: "AWS Transfer Family", types: ["aws_transfer_connector", "aws_transfer_server"] },
  {
    what: "CloudWatch Synthetics and Network Synthetic Monitor",
    types: ["aws_networkmonitor_probe", "aws_synthetics_canary"],
  },
  { what: "EC2 Image Builder", types: ["aws_imagebuilder_infrastructure_configuration"] },
];

/** By which packets come in past a VPC's own gateways, of those that have no role. */
export const WAYS_IN: readonly ClassGroup[] = [
  { what: "Amazon Lightsail", types: ["aws_lightsail_distribution"] },
  { what: "Amazon VPC Lattice", types: ["aws_vpclattice_*"] },
  { what: "AWS App Runner", types: ["aws_apprunner_vpc_ingress_connection"] },
  {
    what: "AWS Global Accelerator",
    types: ["aws_globalaccelerator_custom_routing_accelerator", "aws_globalaccelerator_custom_routing_listener"],
  },
  { what: "AWS Lambda", types: ["aws_lambda_function_url"] },
];
