import { hasRole, type Resource, rowsOf, type TypeOf, type Value, type ValueObject } from "../terraform";
import { accelerationOf } from "./accelerators";
import { type Arguments, type Linked } from "./arguments";
import { type Nic, type WayIn } from "./model";
import { type Registry } from "./registry";
import { partsOf } from "./services";
import { ledToByHttpApi, ledToByRestApi } from "./vpc-links";
import { ledToByOrigins } from "./vpc-origins";

/** What may be led to, by Terraform address. */
export interface Inside {
  readonly nics: readonly Nic[];
  readonly instances: Iterable<{ readonly address: string; readonly nics: readonly Nic[] }>;
}

/** What a resource says of where it leads. */
type Named = (registry: Registry, values: ValueObject) => readonly Linked[];

const RDS_ARNS = ["rds_db_instance_arn", "rds_db_cluster_arn", "rds_db_proxy_arn"];

const ofEndpoints: Named = ({ args }, values) => nested(args, values, "endpoint_configuration", "endpoint_id");

/**
 * Services of AWS that carry packets from the internet to what has no public address: by type, where they lead (Global
 * Accelerator guide, endpoints; CloudFront guide, VPC origins; API Gateway guide, VPC links; Verified Access guide,
 * endpoints).
 */
const WAYS: Readonly<Record<TypeOf<"way-in">, Named>> = {
  aws_globalaccelerator_endpoint_group: ofEndpoints,
  aws_globalaccelerator_custom_routing_endpoint_group: ofEndpoints,
  aws_cloudfront_vpc_origin: ({ args }, values) => nested(args, values, "vpc_origin_endpoint_config", "arn"),
  aws_cloudfront_distribution: ledToByOrigins,
  aws_api_gateway_vpc_link: ({ args }, values) => listed(args, values.target_arns),
  aws_apigatewayv2_integration: ledToByHttpApi,
  aws_api_gateway_integration: ledToByRestApi,
  aws_verifiedaccess_endpoint: ({ args }, values) => [
    ...nested(args, values, "load_balancer_options", "load_balancer_arn"),
    ...nested(args, values, "network_interface_options", "network_interface_id"),
    ...RDS_ARNS.flatMap((name) => nested(args, values, "rds_options", name)).filter(({ kind }) => kind !== "none"),
  ],
};

const ANYBODY: Linked = { kind: "unknown", candidates: [], text: "" };

/** What the items of a list lead to; what isn't known of it is one item, so that it is noticed. */
function listed(args: Arguments, value: Value | undefined): readonly Linked[] {
  const { items, unknown } = args.list(value);
  return (unknown ? [...items, unknown] : items).map((one) => args.link(one));
}

function nested(args: Arguments, values: ValueObject, block: string, key: string): readonly Linked[] {
  const { items, unknown } = args.list(values[block]);
  const blocks = args.blocks(values[block]);
  const named = blocks.map((one) => args.link(one[key]));
  if (blocks.length < items.length) return [...named, ANYBODY];
  return unknown ? [args.link(unknown), ...named] : named;
}

/** Everything that a resource stands for: an address's interface, a subnet's hosts, a listener's load balancer, a cluster's parts. */
export function ledTo(registry: Registry, resource: Resource, { nics, instances }: Inside): string[] {
  const { address, type, values } = resource;
  if (hasRole(type, "elastic-ip"))
    return nics.filter((nic) => nic.publicIpAddress === address).map((nic) => nic.address);
  if (hasRole(type, "listener")) {
    const linked = registry.args.link(values.load_balancer_arn);
    return linked.kind === "resource" ? [linked.resource.address] : [];
  }
  const subnet = registry.subnets.get(address);
  if (subnet) return [address, ...nics.filter((nic) => nic.subnet === subnet).map((nic) => nic.address)];
  const instance = [...instances].find((one) => one.address === address);
  return [address, ...(instance?.nics ?? []).map((nic) => nic.address), ...partsOf(registry, resource)];
}

/** Ways from the internet that lead past the public addresses of what they lead to; none of what leads to nothing in the input. */
export function readWaysIn(registry: Registry, inside: Inside): WayIn[] {
  const { args, graph } = registry;
  return rowsOf(WAYS).flatMap(([type, namedBy]) =>
    graph.ofType([type], "managed").flatMap((resource): WayIn[] => {
      const named = namedBy(registry, resource.values);
      const found = named.flatMap((one) =>
        one.kind === "resource" ? [one.resource] : one.kind === "unknown" ? one.candidates : [],
      );
      // What may be anything leads to anything; so do a registry of services and a range.
      const isAnywhere =
        named.some((one) => one.kind === "unknown" && one.candidates.length === 0) ||
        found.some((one) => one.type === "aws_service_discovery_service") ||
        args.blocks(resource.values.cidr_options).length > 0;
      const to = new Set(found.flatMap((one) => ledTo(registry, one, inside)));
      if (to.size === 0 && !isAnywhere) return [];
      const acceleration = accelerationOf(registry, resource);
      return [{ address: resource.address, type, ...(!isAnywhere && { to }), ...(acceleration && { acceleration }) }];
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
