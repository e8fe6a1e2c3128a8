import { type AddressSet, setOfAddresses } from "../ip";
import { parseIpv4 } from "../ipv4";
import { homeOf, isOneRegion, isUnknown, type Resource, type Value, typesOf } from "../terraform";
import { doubtOf, isCertain } from "./doubts";
import { type EgressOnlyGateway, type InternetGateway, type NatGateway, type Peering, type RouteTable } from "./model";
import { readPeerings } from "./peerings";
import { type Registry } from "./registry";

/** Gateways by Terraform address. */
export interface Gateways {
  readonly internet: Map<string, InternetGateway>;
  readonly egressOnly: Map<string, EgressOnlyGateway>;
  readonly nat: Map<string, NatGateway>;
  readonly peering: Map<string, Peering>;
}

function ips(registry: Registry, values: readonly (Value | undefined)[]): AddressSet | undefined {
  const found = values
    .flatMap((value) => registry.args.list(value).items)
    .flatMap((item) => parseIpv4(registry.args.textOf(item) ?? "") ?? []);
  return found.length > 0 ? setOfAddresses(found) : undefined;
}

/** A regional one stands in no subnet, works in several zones, and has a route table of its own (VPC user guide, regional NAT gateways). */
function whyNoSubnet({ args }: Registry, resource: Resource): string {
  const isRegional = args.text(resource, "availability_mode") === "regional";
  return isRegional ? "it is a regional one, which is not modelled" : "its subnet is not known";
}

function readNat(registry: Registry, resource: Resource): NatGateway {
  const subnet = registry.subnet(resource.values.subnet_id);
  const connectivity = isUnknown(resource.values.connectivity_type)
    ? [doubtOf(resource, "connectivity", "its connectivity_type is not known")]
    : [];
  const primary = ips(registry, [resource.values.private_ip]);
  const privateIps =
    primary && ips(registry, [resource.values.private_ip, resource.values.secondary_private_ip_addresses]);
  const allocations = [
    resource.values.allocation_id,
    ...registry.args.list(resource.values.secondary_allocation_ids).items,
  ];
  const elastic = allocations.map((allocation) => {
    const eip = registry.args.link(allocation);
    return eip.kind === "resource" ? eip.resource.values.public_ip : undefined;
  });
  const publicIps = ips(registry, [resource.values.public_ip, resource.values.secondary_public_ips, ...elastic]);
  const nat: NatGateway = {
    address: resource.address,
    isPrivate: registry.args.text(resource, "connectivity_type") === "private",
    ...(subnet && { subnet }),
    ...(privateIps && { privateIps }),
    ...(publicIps && { publicIps }),
    doubts: { subnet: subnet ? [] : [doubtOf(resource, "subnet", whyNoSubnet(registry, resource))], connectivity },
  };
  const places = subnet || connectivity.length > 0 ? [] : registry.maybeSubnets(resource.values.subnet_id);
  return places.length === 0
    ? nat
    : { ...nat, maybe: places.map((one) => ({ ...nat, subnet: one, doubts: { subnet: [], connectivity: [] } })) };
}

/**
 * A region's block on public access (VPC user guide, block public access): inbound only, it spares NAT gateways.
 * Exclusions may be made elsewhere, so it leaves a doubt and no verdict.
 */
function blockPublicAccess(registry: Registry, internet: ReadonlyMap<string, InternetGateway>): void {
  for (const resource of registry.graph.ofType(typesOf("vpc-public-access"), "managed")) {
    const mode = registry.args.text(resource, "internet_gateway_block_mode");
    if (mode === "off") continue;
    const reason = "it blocks public access, unless the VPC or subnet is excluded";
    const home = homeOf(registry.graph, resource);
    const here = [...internet.values()].filter(({ vpc }) => !vpc || isOneRegion(home, vpc.home) !== false);
    for (const { doubts } of here)
      if (mode === "block-ingress") doubts.unasked.push(doubtOf(resource, "unasked", reason));
      else doubts.passage.push(doubtOf(resource, "passage", reason));
  }
}

/** The VPC that a gateway's own argument names: it stays detached where nobody set that and nothing attaches it. */
function vpcOfGateway({ args }: Registry, resource: Resource): Value | undefined {
  const value = resource.values.vpc_id;
  return isUnknown(value) && !args.isSetUnknown(resource, "vpc_id") ? undefined : value;
}

/** Internet gateways with their attachments. */
function readInternetGateways(registry: Registry): Map<string, InternetGateway> {
  const { args, graph } = registry;
  const internet = new Map<string, InternetGateway>();
  const attachments = graph.ofType(typesOf("internet-gateway-attachment"), "managed");
  const isLost = attachments.some((one) => args.link(one.values.internet_gateway_id).kind === "unknown");
  for (const resource of registry.resources(typesOf("internet-gateway"))) {
    const attachment = attachments.find((one) => {
      const linked = args.link(one.values.internet_gateway_id);
      return linked.kind === "resource" && linked.resource === resource;
    });
    const named = attachment ? attachment.values.vpc_id : vpcOfGateway(registry, resource);
    const vpc = registry.vpc(named);
    const isNamed = named !== undefined && named !== null && named !== "";
    const isOpen = !vpc && (isNamed || isLost);
    const reason = "which VPC it is attached to is not known";
    const passage = isOpen ? [doubtOf(attachment ?? resource, "passage", reason)] : [];
    const gateway = { address: resource.address, ...(vpc && { vpc }), doubts: { passage, unasked: [] } };
    internet.set(resource.address, gateway);
    if (vpc) vpc.internetGateway = gateway;
  }
  // A gateway whose VPC isn't known may be that of any VPC that has none.
  for (const gateway of internet.values())
    if (!gateway.vpc && !isCertain(gateway, "passage"))
      for (const vpc of registry.vpcs.values()) vpc.internetGateway ??= gateway;
  blockPublicAccess(registry, internet);
  return internet;
}

/** The egress-only internet gateways that some route leads to; others change nothing. */
export function egressOnlyIn(tables: readonly RouteTable[]): readonly EgressOnlyGateway[] {
  const targets = tables.flatMap(({ routes }) => routes.map(({ target }) => target));
  return [
    ...new Set(targets.flatMap((target) => (target.kind === "egress-only-internet-gateway" ? [target.gateway] : []))),
  ];
}

/** Internet gateways, NAT gateways and VPC peerings. */
export function readGateways(registry: Registry): Gateways {
  return {
    internet: readInternetGateways(registry),
    egressOnly: new Map(
      registry.resources(typesOf("egress-only-internet-gateway")).map((resource) => {
        const vpc = registry.vpc(resource.values.vpc_id);
        const reason = "which VPC it is of is not known";
        const passage = vpc ? [] : [doubtOf(resource, "passage", reason)];
        return [resource.address, { address: resource.address, ...(vpc && { vpc }), doubts: { passage } }];
      }),
    ),
    nat: new Map(
      registry.resources(typesOf("nat-gateway")).map((resource) => [resource.address, readNat(registry, resource)]),
    ),
    peering: readPeerings(registry),
  };
}
