import { type AddressSet } from "../ip";
import { hasRole, isUnknown, type Resource, typesOf } from "../terraform";
import { type Doubt, doubtOf } from "./doubts";
import { type EndpointServices, privateLinkOf, readEndpointServices } from "./endpoint-services";
import { addresses, setOnly } from "./interface-arguments";
import { type LoadBalancer, type Nic, type PrivateLink, type SecurityGroup, type Subnet } from "./model";
import { type Registry } from "./registry";
import { modelOfEndpoint } from "./vpc-endpoints";

/** Groups that associations of their own put on an endpoint; one may stand in for the VPC's default group. */
interface AddedGroups {
  readonly groups: readonly SecurityGroup[];
  readonly doubts: readonly Doubt<"groups">[];
  readonly replacesDefault: boolean;
}

/** What is put on an endpoint by a resource of its own. */
type Association = "endpoint-group" | "endpoint-subnet";

function associationsOf({ args, graph }: Registry, role: Association, endpoint: Resource): Resource[] {
  return graph.ofType(typesOf(role), "managed").filter((one) => {
    const linked = args.link(one.values.vpc_endpoint_id);
    return linked.kind === "resource" && linked.resource === endpoint;
  });
}

function groupsAddedTo(registry: Registry, endpoint: Resource): AddedGroups {
  const groups: SecurityGroup[] = [];
  const doubts: Doubt<"groups">[] = [];
  let replacesDefault = false;
  for (const one of associationsOf(registry, "endpoint-group", endpoint)) {
    const group = registry.group(one.values.security_group_id);
    if (group) groups.push(group);
    else doubts.push(doubtOf(one, "groups", "which security group it adds is not known"));
    replacesDefault ||= registry.args.flag(one, "replace_default_association") === true;
  }
  return { groups, doubts, replacesDefault };
}

/** The subnets of an endpoint, from its own argument and from associations of their own. */
export function subnetsOf(registry: Registry, endpoint: Resource): ReadonlySet<Subnet> {
  const listed = endpoint.values.subnet_ids ?? endpoint.values.subnet_id;
  const added = associationsOf(registry, "endpoint-subnet", endpoint);
  return new Set([
    ...registry.subnetList(listed, endpoint).subnets,
    ...added.flatMap((one) => registry.subnet(one.values.subnet_id) ?? []),
  ]);
}

/** An endpoint's interfaces, and what stands behind them where that is no service of AWS's own. */
interface ReadEndpoint {
  readonly nics: readonly Nic[];
  readonly privateLink?: PrivateLink;
}

/** The address that is fixed for an endpoint's interface in a subnet, or that a state tells. */
export function addressIn(registry: Registry, endpoint: Resource, subnet: Subnet): AddressSet | undefined {
  const own = registry.args
    .blocks(setOnly(endpoint, "subnet_configuration"))
    .find((block) => registry.subnet(block.subnet_id) === subnet);
  return addresses(registry, own?.ipv4);
}

function readEndpoint(registry: Registry, services: EndpointServices, endpoint: Resource): ReadEndpoint {
  const listed = endpoint.values.security_group_ids;
  // Computed where nobody set it: known once the endpoint is there.
  const isLeft = isUnknown(listed) && endpoint.configured?.has("security_group_ids") === false;
  const { items, unknown } = registry.args.list(isLeft ? undefined : listed);
  const added = groupsAddedTo(registry, endpoint);
  const groups = items.flatMap((item) => registry.group(item) ?? []);
  const isOpen = unknown !== undefined || groups.length < items.length;
  const doubts = isOpen ? [doubtOf(endpoint, "groups", "which security groups it has is not known")] : [];
  const hasOwn = groups.length > 0 || isOpen || added.replacesDefault;
  const isInterface = hasRole(endpoint.type, "vpc-endpoint");
  const privateLink = isInterface ? privateLinkOf(registry, services, endpoint) : undefined;
  const nics = [...subnetsOf(registry, endpoint)].map((subnet): Nic => ({
    address: endpoint.address,
    kind: "endpoint",
    subnet,
    ...fixedAddress(addressIn(registry, endpoint, subnet)),
    groups: [...(hasOwn ? groups : [subnet.vpc.defaultGroup]), ...added.groups],
    doubts: { groups: [...doubts, ...added.doubts], ipv6: [] },
    sourceDestCheck: true,
    publicIp: "none",
  }));
  return { nics, ...(privateLink && { privateLink: { ...privateLink, nics } }) };
}

export function fixedAddress(privateIps: AddressSet | undefined): Pick<Nic, "privateIps"> {
  return privateIps ? { privateIps } : {};
}

/** Interface endpoints, one interface per subnet, and EC2 Instance Connect Endpoints. */
export function readInterfaceEndpoints(
  registry: Registry,
  balancers: ReadonlyMap<string, LoadBalancer>,
): { readonly nics: readonly Nic[]; readonly privateLinks: readonly PrivateLink[] } {
  const { args, graph } = registry;
  const services = readEndpointServices(registry, balancers);
  const read = graph
    .ofType(typesOf("vpc-endpoint"), "managed")
    .filter((resource) => modelOfEndpoint(args, resource) === "interfaces")
    .concat(graph.ofType(typesOf("connect-endpoint"), "managed"))
    .map((resource) => readEndpoint(registry, services, resource));
  return {
    nics: read.flatMap(({ nics }) => nics),
    privateLinks: read.flatMap(({ privateLink }) => privateLink ?? []),
  };
}
