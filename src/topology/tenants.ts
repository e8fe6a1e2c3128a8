import { isList, isObject, type Resource, type Value } from "../terraform";
import { doubtOf } from "./doubts";
import { type Subnet } from "./model";
import { type Registry } from "./registry";

/** Arguments by which a resource says in which subnets its interfaces are to be. */
const SUBNET_ARGUMENTS = new Set(["subnet_id", "subnet_ids", "subnets", "vpc_zone_identifier"]);

/** Types that name subnets and place no interface of their own in them, or that this program looks into itself. */
const READ_ELSEWHERE = new Set([
  "aws_alb",
  "aws_default_network_acl",
  "aws_ec2_instance_connect_endpoint",
  "aws_ec2_subnet_cidr_reservation",
  "aws_ec2_transit_gateway_vpc_attachment",
  "aws_flow_log",
  "aws_instance",
  "aws_launch_template",
  "aws_lb",
  "aws_nat_gateway",
  "aws_network_acl",
  "aws_network_acl_association",
  "aws_network_interface",
  "aws_route_table_association",
  "aws_spot_instance_request",
  "aws_vpc_block_public_access_exclusion",
  "aws_vpc_endpoint",
  "aws_vpc_endpoint_subnet_association",
]);

/** Types that send or receive packets though they name no subnet themselves. */
const ELSEWHERE =
  /^aws_(launch_(template|configuration)|spot_fleet_request|ec2_fleet|ecs_task_definition|db_|rds_|elasticache_|redshift|docdb_|neptune_|vpn_|customer_gateway$|dx_|elb$|cloudfront_|globalaccelerator_|api_gateway|apigatewayv2_|vpclattice_|s3_bucket$|lambda_function$)/;

/** Whether something that this program can't look into is at the ends of packets: an auto scaling group, a database. */
export function isForeignHost(resource: Resource): boolean {
  if (resource.mode !== "managed" || READ_ELSEWHERE.has(resource.type)) return resource.type === "aws_launch_template";
  return ELSEWHERE.test(resource.type) || subnetValues(resource.values).length > 0;
}

/** What arguments of these names hold, however deep they lie. */
function subnetValues(value: Value | undefined, isWanted = false): Value[] {
  if (isList(value)) return value.flatMap((item) => subnetValues(item, isWanted));
  if (isObject(value))
    return Object.entries(value).flatMap(([key, item]) => subnetValues(item, SUBNET_ARGUMENTS.has(key)));
  return isWanted && value !== undefined && value !== null ? [value] : [];
}

/** Notes on each subnet what else has interfaces there, so that an address that nobody here holds is no certain loss. */
export function readTenants(registry: Registry): void {
  const { args, graph } = registry;
  const subnetsOf = (value: Value): Subnet[] => {
    const linked = args.link(value);
    const named = linked.kind === "resource" ? [linked.resource] : linked.kind === "unknown" ? linked.candidates : [];
    return named.flatMap(({ address }) => registry.subnets.get(address) ?? []);
  };
  for (const resource of graph.resources) {
    if (resource.mode !== "managed" || READ_ELSEWHERE.has(resource.type) || !resource.type.startsWith("aws_")) continue;
    const subnets = subnetValues(resource.values).flatMap(subnetsOf);
    for (const subnet of new Set(subnets))
      subnet.doubts.tenants.push(doubtOf(resource, "tenants", "the interfaces that it has there are not in the input"));
  }
}
