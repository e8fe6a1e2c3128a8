import { hasRole, type Resource, rowsOf, type TypeOf, type Value, type ValueObject } from "../terraform";
import { accelerationOf } from "./accelerators";
import { type Arguments } from "./arguments";
import { type Nic, type WayIn } from "./model";
import { type Registry } from "./registry";

/** What may be led to, by Terraform address. */
export interface Inside {
  readonly nics: readonly Nic[];
  readonly instances: Iterable<{ readonly address: string; readonly nics: readonly Nic[] }>;
}

/** The values of a resource that name where it leads. */
type Named = (args: Arguments, values: ValueObject) => readonly (Value | undefined)[];

const RDS_ARNS = ["rds_db_instance_arn", "rds_db_cluster_arn", "rds_db_proxy_arn"];

/**
 * Services of AWS that carry packets from the internet to what has no public address: by type, the values that name where
 * they lead (Global Accelerator guide, endpoints; CloudFront guide, VPC origins; API Gateway guide, VPC links; Verified
 * Access guide, endpoints).
 */
const WAYS: Readonly<Record<TypeOf<"way-in">, Named>> = {
  aws_globalaccelerator_endpoint_group: (args, values) => nested(args, values, "endpoint_configuration", "endpoint_id"),
  aws_globalaccelerator_custom_routing_endpoint_group: (args, values) =>
    nested(args, values, "endpoint_configuration", "endpoint_id"),
  aws_cloudfront_vpc_origin: (args, values) => nested(args, values, "vpc_origin_endpoint_config", "arn"),
  aws_api_gateway_vpc_link: (args, values) => listed(args, values.target_arns),
  aws_apigatewayv2_integration: (args, values) =>
    args.textOf(values.connection_type) === "VPC_LINK" ? [values.integration_uri] : [],
  aws_api_gateway_integration: (args, values) =>
    args.textOf(values.connection_type) === "VPC_LINK" ? listed(args, values.integration_target) : [],
  aws_verifiedaccess_endpoint: (args, values) => [
    ...nested(args, values, "load_balancer_options", "load_balancer_arn"),
    ...nested(args, values, "network_interface_options", "network_interface_id"),
    ...RDS_ARNS.flatMap((name) => nested(args, values, "rds_options", name)).filter((one) => one !== undefined),
  ],
};

/** The items of a list; what isn't known of it is one item, so that it is noticed. */
function listed(args: Arguments, value: Value | undefined): readonly Value[] {
  const { items, unknown } = args.list(value);
  return unknown ? [...items, unknown] : items;
}

function nested(args: Arguments, values: ValueObject, block: string, key: string): readonly (Value | undefined)[] {
  const { unknown } = args.list(values[block]);
  return [...(unknown ? [unknown] : []), ...args.blocks(values[block]).map((one) => one[key])];
}

/** Everything that a resource stands for: an address's interface, a subnet's hosts, a listener's load balancer. */
export function ledTo(registry: Registry, { address, type, values }: Resource, { nics, instances }: Inside): string[] {
  if (hasRole(type, "elastic-ip"))
    return nics.filter((nic) => nic.publicIpAddress === address).map((nic) => nic.address);
  if (hasRole(type, "listener")) {
    const linked = registry.args.link(values.load_balancer_arn);
    return linked.kind === "resource" ? [linked.resource.address] : [];
  }
  const subnet = registry.subnets.get(address);
  if (subnet) return [address, ...nics.filter((nic) => nic.subnet === subnet).map((nic) => nic.address)];
  const instance = [...instances].find((one) => one.address === address);
  return [address, ...(instance?.nics ?? []).map((nic) => nic.address)];
}

/** Ways from the internet that lead past the public addresses of what they lead to. */
export function readWaysIn(registry: Registry, inside: Inside): WayIn[] {
  const { args, graph } = registry;
  return rowsOf(WAYS).flatMap(([type, valuesOf]) =>
    graph.ofType([type], "managed").map((resource): WayIn => {
      const named = valuesOf(args, resource.values).map((value) => args.link(value));
      const found = named.flatMap((one) =>
        one.kind === "resource" ? [one.resource] : one.kind === "unknown" ? one.candidates : [],
      );
      // What may be anything leads to anything; so do a registry of services and a range.
      const isAnywhere =
        named.some((one) => one.kind === "unknown" && one.candidates.length === 0) ||
        found.some((one) => one.type === "aws_service_discovery_service") ||
        args.blocks(resource.values.cidr_options).length > 0;
      const to = new Set(found.flatMap((one) => ledTo(registry, one, inside)));
      const acceleration = accelerationOf(registry, resource);
      return { address: resource.address, type, ...(!isAnywhere && { to }), ...(acceleration && { acceleration }) };
    }),
  );
}

/**
 * The endpoint of an EKS cluster's API answers on the internet unless that is turned off: by addresses of AWS, so that no
 * packet of it is one of the VPC (EKS user guide, cluster API server endpoint). Who gets in is IAM's and Kubernetes' to say.
 */
export function readPublicEndpoints({ args, graph }: Registry): WayIn[] {
  return graph.ofType(["aws_eks_cluster"], "managed").flatMap(({ address, type, values }): WayIn[] => {
    const [config] = args.blocks(values.vpc_config);
    if (args.textOf(config?.endpoint_public_access) === "false") return [];
    const reason = "its public endpoint answers the ranges of its public_access_cidrs, past the VPC";
    return [{ address, type, to: new Set([address]), reason }];
  });
}
