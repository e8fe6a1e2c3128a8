import { homeOf, isOneRegion, regionName, type Resource, typesOf } from "../terraform";
import { doubtOf } from "./doubts";
import { type Peering, type Vpc } from "./model";
import { type Registry } from "./registry";

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

/** The Region of a VPC by name: its own, that of its ARN, or that of the zones of its subnets. */
function regionOf({ graph, args }: Registry, vpc: Vpc | undefined): string | undefined {
  const resource = vpc && graph.get(vpc.address);
  const arn = resource && args.text(resource, "arn");
  const zones = (vpc?.subnets ?? []).flatMap(
    ({ zone }) => /^([a-z]{2}(?:-[a-z]+)+-\d)[a-z]$/.exec(zone ?? "")?.[1] ?? [],
  );
  return (vpc && regionName(vpc.home)) ?? arn?.split(":")[3] ?? zones[0];
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
  const { args, graph } = registry;
  const named = args.text(resource, "peer_region");
  const home = homeOf(graph, resource);
  const own = args.text(resource, "region") ?? regionOf(registry, requester) ?? regionName(home);
  const other = named ?? regionOf(registry, accepter);
  if (own !== undefined && other !== undefined) return { crossesRegions: own !== other, region: [] };
  // One provider serves one Region, unless resources name others; a state names all providers by the same name.
  const isOne = !graph.isApplied && requester && accepter && isOneRegion(requester.home, accepter.home) === true;
  const isLost =
    args.isSetUnknown(resource, "peer_region") ||
    [home, requester?.home, accepter?.home].some((one) => one?.isRegionLost);
  if (isOne || (named === undefined && !isLost)) return { crossesRegions: false, region: [] };
  const reason =
    named === undefined
      ? "whether it leads to another Region is not known"
      : `whether ${named} is another Region is not known`;
  return { crossesRegions: false, region: [doubtOf(resource, "region", reason)] };
}

/** VPC peerings by Terraform address, also that of their accepters. */
export function readPeerings(registry: Registry): Map<string, Peering> {
  const { args, graph } = registry;
  const accepters = graph.ofType(typesOf("peering-accepter")).flatMap((resource) => {
    const linked = args.link(resource.values.vpc_peering_connection_id);
    return linked.kind === "resource" ? [{ resource, of: linked.resource.address }] : [];
  });
  const accepted = new Set(
    accepters.filter(({ resource }) => args.flag(resource, "auto_accept") === true).map((one) => one.of),
  );
  const peerings = new Map(
    registry
      .resources(typesOf("peering"))
      .map((resource) => [resource.address, readPeering(registry, resource, accepted)]),
  );
  // Routes may name the accepter instead of the connection: it has the connection's id.
  for (const { resource, of } of accepters) {
    const own = peerings.get(of);
    if (own) peerings.set(resource.address, own);
  }
  return peerings;
}
