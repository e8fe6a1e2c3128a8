import { type Resource, type ResourceGraph } from "../terraform";
import { charged, type Costing, FREE, notPriced, together } from "./charge-kinds";
import { blocksTold, lengthOf, resourceNamed, textTold } from "./charged-values";
import { instanceCosting } from "./instance-costing";

type Cost = (graph: ResourceGraph, resource: Resource) => Costing;

/** A text, or what stands where none is set; undefined where it is not known. */
function textOr(graph: ResourceGraph, resource: Resource, name: string, unset: string): string | undefined {
  const told = textTold(graph, resource, name);
  return told === "unset" ? unset : told === "unknown" ? undefined : told.value;
}

/** A regional one is charged for each zone that it has come to (VPC pricing). */
function natGateway(graph: ResourceGraph, resource: Resource): Costing {
  const mode = textOr(graph, resource, "availability_mode", "zonal");
  return charged("nat_gateway", mode === "zonal" ? 1 : undefined);
}

function loadBalancer(graph: ResourceGraph, resource: Resource): Costing {
  const kind = textOr(graph, resource, "load_balancer_type", "application");
  const itself =
    kind === "application"
      ? charged("application_load_balancer", 1)
      : kind === "network"
        ? charged("network_load_balancer", 1)
        : notPriced(kind === undefined ? "unknown" : "kind");
  const isInternal = textOr(graph, resource, "internal", "false") === "true";
  // Each of its nodes has a public address, and how many there are AWS decides.
  return isInternal || kind === "gateway" ? itself : together(itself, charged("public_ipv4", undefined));
}

/** One interface for each subnet; those of a gateway endpoint are none (PrivateLink guide, Pricing). */
function endpoint(graph: ResourceGraph, resource: Resource): Costing {
  const kind = textOr(graph, resource, "vpc_endpoint_type", "Gateway");
  if (kind === "Gateway") return FREE;
  if (kind !== "Interface") return notPriced(kind === undefined ? "unknown" : "kind");
  const subnets = lengthOf(graph, resource, "subnet_ids");
  if (subnets !== 0) return charged("interface_endpoint", subnets);
  return charged("interface_endpoint", lengthOf(graph, resource, "subnet_configuration"));
}

function endpointSubnet(graph: ResourceGraph, resource: Resource): Costing {
  const of = resourceNamed(graph, resource.values.vpc_endpoint_id);
  const kind = of && textOr(graph, of, "vpc_endpoint_type", "Gateway");
  if (kind === "Interface") return charged("interface_endpoint", 1);
  return notPriced(kind === undefined ? "unknown" : "kind");
}

/** Charged by metric: one that is worked out counts each metric that it is made of (CloudWatch pricing). */
function alarm(graph: ResourceGraph, resource: Resource): Costing {
  if (textTold(graph, resource, "threshold_metric_id") !== "unset") return notPriced("kind");
  const queries = blocksTold(graph, resource, "metric_query");
  if (queries === "unknown") return charged("alarm", undefined);
  const period = Number(textOr(graph, resource, "period", "60"));
  // A period below a minute makes it one of high resolution.
  if (period < 60) return notPriced("kind");
  if (queries === "unset") return charged("alarm", 1);
  const metrics = queries.value.filter(({ metric }) => metric !== undefined && metric !== null && !isEmpty(metric));
  return charged("alarm", Math.max(1, metrics.length));
}

const isEmpty = (value: unknown): boolean => Array.isArray(value) && value.length === 0;

/** An address that somebody brought along, or took from a pool, may cost nothing (VPC pricing). */
function elasticIp(graph: ResourceGraph, resource: Resource): Costing {
  const pools = ["public_ipv4_pool", "ipam_pool_id", "customer_owned_ipv4_pool"].map((name) =>
    textTold(graph, resource, name),
  );
  const isOwn = pools.some((told) => told !== "unset" && (told === "unknown" || told.value !== "amazon"));
  return isOwn ? notPriced("kind") : charged("public_ipv4", 1);
}

/** What a gp3 volume has for its price (EBS pricing). */
const BASELINE = { iops: 3000, throughput: 125 } as const;

function volume(graph: ResourceGraph, resource: Resource): Costing {
  if (textOr(graph, resource, "type", "gp2") !== "gp3") return notPriced("kind");
  const size = textTold(graph, resource, "size");
  const gigabytes = size === "unset" || size === "unknown" ? undefined : Number(size.value);
  const isMore = (["iops", "throughput"] as const).some((name) => {
    const told = textTold(graph, resource, name);
    return told === "unknown" || (told !== "unset" && Number(told.value) > BASELINE[name]);
  });
  return together(charged("volume_gp3", gigabytes), isMore ? notPriced("kind") : FREE);
}

/** Public certificates that stay in AWS are free; those of a private authority, or to take away, are not (ACM pricing). */
function certificate(graph: ResourceGraph, resource: Resource): Costing {
  const options = blocksTold(graph, resource, "options");
  const isTaken =
    options === "unknown" ||
    (options !== "unset" && options.value.some((block) => (block.export ?? "DISABLED") !== "DISABLED"));
  return isTaken || textTold(graph, resource, "certificate_authority_arn") !== "unset" ? notPriced("kind") : FREE;
}

function parameter(graph: ResourceGraph, resource: Resource): Costing {
  return textOr(graph, resource, "tier", "Standard") === "Standard" ? FREE : notPriced("kind");
}

const one =
  (component: Parameters<typeof charged>[0]): Cost =>
  () =>
    charged(component, 1);

/** What a resource of each type costs, as far as its arguments say it. */
export const PRICED: Readonly<Record<string, Cost>> = {
  aws_nat_gateway: natGateway,
  aws_ec2_transit_gateway_vpc_attachment: one("transit_gateway_attachment"),
  aws_lb: loadBalancer,
  aws_alb: loadBalancer,
  aws_vpc_endpoint: endpoint,
  aws_vpc_endpoint_subnet_association: endpointSubnet,
  aws_instance: instanceCosting,
  aws_cloudwatch_metric_alarm: alarm,
  aws_cloudwatch_dashboard: one("dashboard"),
  aws_route53_zone: one("hosted_zone"),
  aws_kms_key: one("kms_key"),
  aws_kms_external_key: one("kms_key"),
  aws_kms_replica_key: one("kms_key"),
  aws_kms_replica_external_key: one("kms_key"),
  aws_eip: elasticIp,
  aws_ebs_volume: volume,
  aws_ec2_network_insights_analysis: one("path_analysis"),
  aws_vpclattice_service: one("lattice_service"),
  aws_acm_certificate: certificate,
  aws_ssm_parameter: parameter,
};
