import { ALL_IPV4, ALL_IPV6, type AddressSet, type Cidr, type Family, setOfCidr, union } from "../ip";
import { isUnknown, type Resource, type Value, typesOf } from "../terraform";
import { isSet, type Linked } from "./arguments";
import { type Doubt, doubtOf } from "./doubts";
import { dxAssociation, dxAssociations } from "./dx-associations";
import { candidatesOf } from "./lost-indexes";
import { type OnPremises, type PremisesLink, type PremisesRoute, type VpnGateway } from "./model";
import { type Registry } from "./registry";

/** Networks outside of AWS, the gateways towards them and the ways there, by Terraform address. */
export interface Premises {
  readonly sites: ReadonlyMap<string, OnPremises>;
  readonly gateways: ReadonlyMap<string, VpnGateway>;
  readonly links: ReadonlyMap<string, PremisesLink>;
  vpnGateway(linked: Linked): VpnGateway | undefined;
}

class PremisesRegistry implements Premises {
  readonly sites = new Map<string, OnPremises>();
  readonly gateways = new Map<string, VpnGateway>();
  readonly links = new Map<string, PremisesLink>();

  constructor(readonly registry: Registry) {}

  vpnGateway(linked: Linked): VpnGateway | undefined {
    if (linked.kind !== "resource") return undefined;
    const { address, values } = linked.resource;
    const own = this.gateways.get(address);
    if (own || typeof values.id !== "string") return own;
    return this.registry.graph.withIdentity(values.id).flatMap((one) => this.gateways.get(one.address) ?? [])[0];
  }

  /** The network behind a customer gateway or a Direct Connect gateway; one that is not managed here has an id only. */
  site(value: Value | undefined): OnPremises | undefined {
    const linked = this.registry.args.link(value);
    if (linked.kind === "outside") return this.addSite(linked.id, true);
    if (linked.kind !== "resource") return undefined;
    return this.sites.get(linked.resource.address);
  }

  addSite(address: string, isOutside: boolean): OnPremises {
    const known = this.sites.get(address);
    if (known) return known;
    const reason = "it is not managed in the input, so there may be other ways to it";
    const site: OnPremises = {
      address,
      links: [],
      doubts: { links: isOutside ? [doubtOf({ address }, "links", reason)] : [] },
    };
    this.sites.set(address, site);
    return site;
  }
}

/** Networks outside, with every way to them. Transit gateways add their attachments to these ways afterwards. */
export function readPremises(registry: Registry): Premises {
  const premises = new PremisesRegistry(registry);
  const sites = [...typesOf("customer-gateway"), ...typesOf("dx-gateway")];
  for (const { address, mode } of registry.resources(sites)) premises.addSite(address, mode === "data");
  for (const resource of registry.resources(typesOf("vpn-gateway"))) readVpnGateway(premises, resource);
  for (const resource of registry.graph.ofType(typesOf("vpn-connection"), "managed"))
    readConnection(premises, resource);
  readStaticRoutes(premises);
  for (const resource of dxAssociations(registry)) addLink(premises, resource, dxAssociation(registry.args, resource));
  for (const resource of registry.graph.ofType(typesOf("dx-interface"), "managed")) readInterface(premises, resource);
  for (const resource of registry.graph.ofType(typesOf("dx-core-attachment"), "managed"))
    readCoreAttachment(premises, resource);
  return premises;
}

function readVpnGateway({ registry, gateways }: PremisesRegistry, resource: Resource): void {
  const { args, graph } = registry;
  const isOutside = resource.mode === "data";
  const attachments = graph.ofType(typesOf("vpn-gateway-attachment"), "managed");
  const own = attachments.find((one) => {
    const linked = args.link(one.values.vpn_gateway_id);
    return linked.kind === "resource" && registry.isSame(linked.resource, resource);
  });
  const isLost = attachments.some((one) => args.link(one.values.vpn_gateway_id).kind === "unknown");
  const value = own ? own.values.vpc_id : isOutside ? resource.values.attached_vpc_id : resource.values.vpc_id;
  // It stays detached where nobody set the argument and nothing attaches it.
  const isComputed = !own && !isOutside && isUnknown(value) && !args.isSetUnknown(resource, "vpc_id");
  const vpc = isComputed ? undefined : registry.vpc(value);
  const isOpen = !vpc && (isLost || isOutside || (isSet(value) && !isComputed));
  const elsewhere = "the VPN gateway is not managed in the input";
  const attachment = isOpen ? [doubtOf(own ?? resource, "attachment", "which VPC it is attached to is not known")] : [];
  gateways.set(resource.address, {
    address: resource.address,
    ...(vpc && { vpc }),
    links: [],
    doubts: { attachment, links: isOutside ? [doubtOf(resource, "links", elsewhere)] : [] },
  });
}

const WHOLE = { ipv4: ALL_IPV4, ipv6: ALL_IPV6 } as const;

/**
 * A connection carries one family, IPv4 unless it says so, and IPv6 only with a transit gateway (Site-to-Site VPN guide,
 * how it works).
 */
function carriedBy({ args }: Registry, resource: Resource): readonly Family[] {
  const { vpn_gateway_id: gateway, tunnel_inside_ip_version: version } = resource.values;
  if (isSet(gateway) && !isUnknown(gateway)) return ["ipv4"];
  if (isUnknown(version)) return args.isSetUnknown(resource, "tunnel_inside_ip_version") ? ["ipv4", "ipv6"] : ["ipv4"];
  return version === "ipv6" ? ["ipv6"] : ["ipv4"];
}

/** The addresses of one side of a connection: all, unless it names a part (EC2 API, VpnConnectionOptionsSpecification). */
function rangeOf({ registry }: PremisesRegistry, resource: Resource, side: "local" | "remote"): AddressSet | undefined {
  const { args } = registry;
  const sets = carriedBy(registry, resource).map((family): AddressSet | undefined => {
    const all = WHOLE[family];
    const key = `${side}_${family}_network_cidr`;
    const value = resource.values[key];
    const cidr = args.cidr(value);
    if (cidr) return setOfCidr(cidr);
    return args.isSetUnknown(resource, key) && isUnknown(value) ? undefined : all;
  });
  return sets.includes(undefined) ? undefined : union(...sets.flatMap((one) => (one ? [one] : [])));
}

/** A connection is static only where it says so; without, BGP tells AWS what is on the other side. */
function readConnection(premises: PremisesRegistry, resource: Resource): void {
  const { values } = resource;
  const isStatic = premises.registry.args.flag(resource, "static_routes_only") === true;
  const gateway =
    isSet(values.transit_gateway_id) && !isUnknown(values.transit_gateway_id) ? undefined : values.vpn_gateway_id;
  const sides = [rangeOf(premises, resource, "local"), rangeOf(premises, resource, "remote")] as const;
  addLink(premises, resource, { gateway, site: values.customer_gateway_id, isStatic, sides });
}

/** A private virtual interface that leads to a VPN gateway itself; by a Direct Connect gateway its associations count. */
function readInterface(premises: PremisesRegistry, resource: Resource): void {
  const { vpn_gateway_id: gateway } = resource.values;
  if (!isSet(gateway)) return;
  premises.addSite(resource.address, false);
  addLink(premises, resource, { gateway, at: resource.address });
}

/** A Direct Connect gateway at Cloud WAN: it leads to what the core network lets it get to, which is not judged. */
function readCoreAttachment({ registry, sites }: PremisesRegistry, resource: Resource): void {
  const value = resource.values.direct_connect_gateway_arn;
  const linked = registry.args.link(value);
  const own = linked.kind === "resource" ? sites.get(linked.resource.address) : undefined;
  for (const one of own ? [own] : linked.kind === "unknown" ? lostAmong(registry, value, sites) : [])
    one.doubts.links.push(doubtOf(resource, "links", "it leads into Cloud WAN, whose policy is not judged"));
}

interface LinkEnds {
  readonly gateway: Value | undefined;
  readonly site?: Value | undefined;
  /** The site's address, where the way is one of its own. */
  readonly at?: string;
  readonly isStatic?: boolean;
  readonly advertised?: readonly Cidr[];
  readonly sides?: readonly [local: AddressSet | undefined, remote: AddressSet | undefined];
}

const EVERYTHING: AddressSet = [...ALL_IPV4, ...ALL_IPV6];

function addLink(
  premises: PremisesRegistry,
  resource: Resource,
  { gateway, site, at, isStatic, sides, advertised }: LinkEnds,
): void {
  const { registry, gateways } = premises;
  const { address } = resource;
  const vpnGateway = premises.vpnGateway(registry.args.link(gateway));
  const found = at === undefined ? premises.site(site) : premises.sites.get(at);
  const [local, remote] = sides ?? [EVERYTHING, EVERYTHING];
  const isKnown = local !== undefined && remote !== undefined;
  const ranges = isKnown ? [] : [doubtOf(resource, "ranges", "which addresses it carries packets of is not known")];
  const ends: Doubt<"ends">[] = found
    ? []
    : [doubtOf(resource, "ends", "which network outside it leads to is not known")];
  const link: PremisesLink = {
    address,
    ...(found && { site: found }),
    ...(isStatic === true && { routes: [] }),
    local: local ?? EVERYTHING,
    remote: remote ?? EVERYTHING,
    ...(advertised && { advertised }),
    ...(vpnGateway && { vpnGateway }),
    doubts: { ranges, ends },
  };
  premises.links.set(address, link);
  found?.links.push(link);
  vpnGateway?.links.push(link);
  // Whichever customer gateway it may be of, each may have this way too.
  if (!found)
    for (const one of lostAmong(registry, site, premises.sites))
      one.doubts.links.push(doubtOf(resource, "links", "which network outside it leads to is not known"));
  if (!vpnGateway && isUnknown(gateway))
    for (const one of lostAmong(registry, gateway, gateways))
      one.doubts.links.push(doubtOf(resource, "links", "which gateway it is a connection of is not known"));
}

function lostAmong<T>({ args }: Registry, value: Value | undefined, all: ReadonlyMap<string, T>): Iterable<T> {
  const candidates = candidatesOf(args, value, all);
  return candidates.length > 0 ? candidates : all.values();
}

/** Static routes of connections, as resources of their own; a state repeats them in the connection. */
function readStaticRoutes({ registry: { args, graph }, links }: PremisesRegistry): void {
  for (const resource of graph.ofType(typesOf("vpn-connection-route"), "managed")) {
    const linked = args.link(resource.values.vpn_connection_id);
    const link = linked.kind === "resource" ? links.get(linked.resource.address) : undefined;
    const cidr = args.cidr(resource.values.destination_cidr_block);
    if (link?.routes && cidr) addRoute(link.routes, { address: resource.address, cidr });
    else if (!link || !cidr)
      for (const one of link ? [link] : links.values())
        if (one.routes) one.doubts.ranges.push(doubtOf(resource, "ranges", "one of its static routes is not known"));
  }
  for (const link of links.values()) {
    const resource = link.routes && graph.get(link.address);
    for (const { destination_cidr_block: value } of args.blocks(resource?.values.routes)) {
      const cidr = args.cidr(value);
      if (cidr) addRoute(link.routes!, { address: link.address, cidr });
    }
  }
}

function addRoute(routes: PremisesRoute[], route: PremisesRoute): void {
  const { base, length } = route.cidr;
  if (!routes.some(({ cidr }) => cidr.base === base && cidr.length === length)) routes.push(route);
}
