import { type AddressSet, parseIpv4, setOfAddresses } from "../ipv4";
import { isUnknown, type Resource, type Value } from "../terraform";
import { doubtOf, isCertain } from "./doubts";
import { candidatesOf } from "./lost-indexes";
import { type InternetGateway, type NatGateway, type Peering, type Vpc } from "./model";
import { type Registry } from "./registry";

/** Gateways by Terraform address. */
export interface Gateways {
  readonly internet: Map<string, InternetGateway>;
  readonly nat: Map<string, NatGateway>;
  readonly peering: Map<string, Peering>;
}

function ips(registry: Registry, values: readonly (Value | undefined)[]): AddressSet | undefined {
  const found = values
    .flatMap((value) => registry.args.list(value).items)
    .flatMap((item) => parseIpv4(registry.args.textOf(item) ?? "") ?? []);
  return found.length > 0 ? setOfAddresses(found) : undefined;
}

function readNat(registry: Registry, resource: Resource): NatGateway {
  const subnet = registry.subnet(resource.values.subnet_id);
  const connectivity = isUnknown(resource.values.connectivity_type)
    ? [doubtOf(resource, "connectivity", "its connectivity_type is not known")]
    : [];
  const primary = ips(registry, [resource.values.private_ip]);
  const privateIps =
    primary && ips(registry, [resource.values.private_ip, resource.values.secondary_private_ip_addresses]);
  const eip = registry.args.link(resource.values.allocation_id);
  const publicIps = ips(registry, [
    resource.values.public_ip,
    eip.kind === "resource" ? eip.resource.values.public_ip : undefined,
  ]);
  const nat: NatGateway = {
    address: resource.address,
    isPrivate: registry.args.text(resource, "connectivity_type") === "private",
    ...(subnet && { subnet }),
    ...(privateIps && { privateIps }),
    ...(publicIps && { publicIps }),
    doubts: { subnet: subnet ? [] : [doubtOf(resource, "subnet", "its subnet is not known")], connectivity },
  };
  const places =
    subnet || connectivity.length > 0 ? [] : candidatesOf(registry.args, resource.values.subnet_id, registry.subnets);
  return places.length === 0
    ? nat
    : { ...nat, maybe: places.map((one) => ({ ...nat, subnet: one, doubts: { subnet: [], connectivity: [] } })) };
}

/** Peerings work once accepted: by `auto_accept`, by an accepter resource, or as their status says. */
function readPeering(registry: Registry, resource: Resource, accepted: ReadonlySet<string>): Peering {
  const [requester, accepter] = [registry.vpc(resource.values.vpc_id), registry.vpc(resource.values.peer_vpc_id)];
  const status = registry.args.text(resource, "accept_status") ?? registry.args.text(resource, "status");
  const isAccepted =
    registry.args.flag(resource, "auto_accept") === true || accepted.has(resource.address) || status === "active";
  const isPending = status !== undefined && status !== "active" && !isAccepted;
  const { region, ...crossing } = regionsOf(registry, resource, requester, accepter);
  return {
    address: resource.address,
    ...(requester && { requester }),
    ...(accepter && { accepter }),
    isPending,
    ...crossing,
    doubts: {
      acceptance:
        isAccepted || isPending
          ? []
          : [doubtOf(resource, "acceptance", "it is not accepted in the input (auto_accept or an accepter)")],
      vpcs: requester && accepter ? [] : [doubtOf(resource, "vpcs", "one of its VPCs is not known")],
      region,
    },
  };
}

/** The Region of a VPC: its own argument (providers from 6.0 on), its ARN, or the zones of its subnets. */
function regionOf({ graph, args }: Registry, vpc: Vpc | undefined): string | undefined {
  const resource = vpc && graph.get(vpc.address);
  const arn = resource && args.text(resource, "arn");
  const zones = (vpc?.subnets ?? []).flatMap(
    ({ zone }) => /^([a-z]{2}(?:-[a-z]+)+-\d)[a-z]$/.exec(zone ?? "")?.[1] ?? [],
  );
  return (resource && args.text(resource, "region")) ?? arn?.split(":")[3] ?? zones[0];
}

/**
 * Whether a peering leads to another Region, where groups can't be referred to (VPC peering guide, security groups). The
 * provider fills `peer_region` in every state, so only another one than the VPC's own tells that it does.
 */
function regionsOf(
  registry: Registry,
  resource: Resource,
  requester: Vpc | undefined,
  accepter: Vpc | undefined,
): Pick<Peering, "crossesRegions"> & Pick<Peering["doubts"], "region"> {
  const named = registry.args.text(resource, "peer_region");
  const other = named ?? regionOf(registry, accepter);
  const own = registry.args.text(resource, "region") ?? regionOf(registry, requester);
  if (own !== undefined && other !== undefined) return { crossesRegions: own !== other, region: [] };
  // One provider serves one Region; a state names them all by the same name.
  const isOneProvider = registry.graph.kind !== "state" && requester?.provider === accepter?.provider;
  if (named === undefined || (isOneProvider && requester && accepter)) return { crossesRegions: false, region: [] };
  return {
    crossesRegions: false,
    region: [doubtOf(resource, "region", `whether ${named} is another Region is not known`)],
  };
}

/**
 * A region's block on public access (VPC user guide, block public access): inbound only, it spares NAT gateways.
 * Exclusions may be made elsewhere, so it leaves a doubt and no verdict.
 */
function blockPublicAccess(registry: Registry, internet: ReadonlyMap<string, InternetGateway>): void {
  for (const resource of registry.graph.ofType(["aws_vpc_block_public_access_options"], "managed")) {
    const mode = registry.args.text(resource, "internet_gateway_block_mode");
    if (mode === "off") continue;
    const reason = "it blocks public access, unless the VPC or subnet is excluded";
    for (const { doubts } of internet.values())
      if (mode === "block-ingress") doubts.unasked.push(doubtOf(resource, "unasked", reason));
      else doubts.passage.push(doubtOf(resource, "passage", reason));
  }
}

/** The VPC that a gateway's own argument names: it stays detached where nobody set that and nothing attaches it. */
function vpcOfGateway({ args }: Registry, resource: Resource): Value | undefined {
  const value = resource.values.vpc_id;
  return isUnknown(value) && !args.isSetUnknown(resource, "vpc_id") ? undefined : value;
}

/** Internet gateways (with their attachments), NAT gateways and VPC peerings. */
export function readGateways(registry: Registry): Gateways {
  const { args, graph } = registry;
  const internet = new Map<string, InternetGateway>();
  const attachments = graph.ofType(["aws_internet_gateway_attachment"], "managed");
  const isLost = attachments.some((one) => args.link(one.values.internet_gateway_id).kind === "unknown");
  for (const resource of registry.resources(["aws_internet_gateway"])) {
    const attachment = attachments.find((one) => {
      const linked = args.link(one.values.internet_gateway_id);
      return linked.kind === "resource" && linked.resource === resource;
    });
    const named = attachment ? attachment.values.vpc_id : vpcOfGateway(registry, resource);
    const vpc = registry.vpc(named);
    const gateway: InternetGateway = {
      address: resource.address,
      ...(vpc && { vpc }),
      doubts: { passage: [], unasked: [] },
    };
    const isNamed = named !== undefined && named !== null && named !== "";
    if (!vpc && (isNamed || isLost))
      gateway.doubts.passage.push(
        doubtOf(attachment ?? resource, "passage", "which VPC it is attached to is not known"),
      );
    internet.set(resource.address, gateway);
    if (vpc) vpc.internetGateway = gateway;
  }
  // A gateway whose VPC isn't known may be that of any VPC that has none.
  for (const gateway of internet.values())
    if (!gateway.vpc && !isCertain(gateway, "passage"))
      for (const vpc of registry.vpcs.values()) vpc.internetGateway ??= gateway;
  blockPublicAccess(registry, internet);
  const nat = new Map(
    registry.resources(["aws_nat_gateway"]).map((resource) => [resource.address, readNat(registry, resource)]),
  );
  const accepters = graph.ofType(["aws_vpc_peering_connection_accepter"]);
  const accepted = new Set(
    accepters.flatMap((resource) => {
      const linked = args.link(resource.values.vpc_peering_connection_id);
      return args.flag(resource, "auto_accept") === true && linked.kind === "resource" ? [linked.resource.address] : [];
    }),
  );
  const peering = new Map(
    registry
      .resources(["aws_vpc_peering_connection"])
      .map((resource) => [resource.address, readPeering(registry, resource, accepted)]),
  );
  // Routes may name the accepter instead of the connection: it has the connection's id.
  for (const resource of accepters) {
    const linked = args.link(resource.values.vpc_peering_connection_id);
    const own = linked.kind === "resource" ? peering.get(linked.resource.address) : undefined;
    if (own) peering.set(resource.address, own);
  }
  return { internet, nat, peering };
}
