import { homeOf, isOneRegion, regionName, type Resource, type ResourceGraph, typesOf } from "../terraform";

/** Things of one Region that only things of the same Region may be put into, attached to or led to. */
const PLACES = new Set<string>([
  ...typesOf("vpc"),
  ...typesOf("subnet"),
  ...typesOf("route-table"),
  ...typesOf("network-acl"),
  ...typesOf("internet-gateway"),
  ...typesOf("egress-only-internet-gateway"),
  ...typesOf("nat-gateway"),
  ...typesOf("interface"),
  ...typesOf("instance"),
  ...typesOf("transit-gateway"),
  ...typesOf("transit-table"),
  ...typesOf("transit-vpc-attachment"),
  ...typesOf("target-group"),
]);

/** What puts itself into those, or leads there. Peerings, of VPCs and of transit gateways, are what may cross. */
const WITHIN = new Set<string>([
  ...PLACES,
  ...typesOf("security-group"),
  ...typesOf("main-table-association"),
  ...typesOf("table-association"),
  ...typesOf("route"),
  ...typesOf("acl-rule"),
  ...typesOf("acl-association"),
  ...typesOf("internet-gateway-attachment"),
  ...typesOf("transit-association"),
  ...typesOf("transit-propagation"),
  ...typesOf("interface-attachment"),
  ...typesOf("load-balancer"),
  ...typesOf("listener"),
  ...typesOf("listener-rule"),
  ...typesOf("target-attachment"),
]);

/** Something that names a thing of another Region, which AWS refuses. */
export interface Crossing {
  readonly address: string;
  readonly reason: string;
  readonly touches: readonly string[];
}

/** What a resource names, by reference or by id. */
function* namedBy(graph: ResourceGraph, resource: Resource): Generator<Resource> {
  for (const { to, exact } of graph.references(resource)) {
    const [only] = to;
    const found = exact && only ? graph.get(only.address) : undefined;
    if (found) yield found;
  }
  for (const value of Object.values(resource.values))
    for (const one of [value].flat())
      if (typeof one === "string") yield* graph.withIdentity(one).filter((found) => found !== resource);
}

/**
 * Things of one Region that surely name one of another: VPC, subnet, table, gateway, attachment and target group are a
 * Region's own (EC2 user guide, "Resource locations"), so AWS refuses that, and the apply ends half-way.
 */
export function crossingsIn(graph: ResourceGraph): Crossing[] {
  const within = graph.resources.filter(({ type, mode }) => mode === "managed" && WITHIN.has(type));
  const hasOwn = within.some(({ values, providerRegion }) => (values.region ?? providerRegion) !== undefined);
  if (!hasOwn) return [];
  return within.flatMap((resource): Crossing[] => {
    const home = homeOf(graph, resource);
    if (regionName(home) === undefined) return [];
    const all = [...namedBy(graph, resource)];
    const other = all.find((one) => PLACES.has(one.type) && isOneRegion(home, homeOf(graph, one)) === false);
    if (!other) return [];
    const [own, its] = [regionName(home), regionName(homeOf(graph, other))];
    const reason = `is in ${own}, and names ${other.address} in ${its}, which AWS refuses`;
    return [{ address: resource.address, reason, touches: [resource.address, ...all.map(({ address }) => address)] }];
  });
}
