import { containsAddress, setOfAddresses } from "../ip";
import { parseIpv4 } from "../ipv4";
import { type Resource, type ValueObject } from "../terraform";
import { type Linked } from "./arguments";
import { type Doubt, doubtOf } from "./doubts";
import { addresses, groupsOf, setOnly, takePublicIp } from "./interface-arguments";
import { launchTemplate, type Template } from "./launch-templates";
import { type Instance, type Nic, type Subnet } from "./model";
import { type Registry } from "./registry";

function publicIpOf(registry: Registry, resource: Resource, subnet: Subnet, template: Template): Nic["publicIp"] {
  const known = registry.args.text(resource, "public_ip");
  const address = known === undefined ? undefined : parseIpv4(known);
  if (address !== undefined) return setOfAddresses([address]);
  if (registry.args.isSetUnknown(resource, "associate_public_ip_address")) return "unknown";
  const asked = registry.args.flag(resource, "associate_public_ip_address");
  if (asked !== undefined) return asked ? "some" : "none";
  if (registry.graph.isApplied) return "none";
  return template.publicIp ?? (subnet.isOutside === true ? "unknown" : subnet.mapPublicIp ? "some" : "none");
}

/** What one interface that an instance may have costs, in pairs of things compared: it takes about half a kilobyte. */
const COST_OF_INTERFACE = 50;

/** An instance with the interfaces that it names, its own one, or one in each subnet that it may be in. */
export function readInstance(registry: Registry, resource: Resource, nics: ReadonlyMap<string, Nic>): Instance {
  const { address } = resource;
  const interfaces: Doubt<"interfaces">[] = [];
  if (registry.args.isSetUnknown(resource, "network_interface"))
    interfaces.push(doubtOf(resource, "interfaces", "its network interfaces are not known"));
  const named: Nic[] = [];
  for (const linked of namedInterfaces(registry, resource)) {
    const nic = linked.kind === "resource" ? nics.get(linked.resource.address) : undefined;
    if (nic) named.push(nic);
    else if (!isOwn(resource, linked))
      interfaces.push(doubtOf(resource, "interfaces", "one of its network interfaces is not known"));
  }
  if (named.length > 0) {
    takePublicIp(registry, resource, named[0]);
    return { address, nics: named, doubts: { interfaces } };
  }
  const subnet = registry.subnet(setOnly(resource, "subnet_id"));
  if (subnet) return { address, nics: [ownInterface(registry, resource, subnet)], doubts: { interfaces } };
  const places = candidateSubnets(registry, resource);
  registry.maybePlaces.spend(places.length * COST_OF_INTERFACE);
  const maybe = places.map((one) => ownInterface(registry, resource, one));
  interfaces.push(doubtOf(resource, "interfaces", "its subnet is not known"));
  return { address, nics: [], doubts: { interfaces }, ...(maybe.length > 0 && { maybe }) };
}

/** The interfaces that an instance's blocks name, the first one first. */
function namedInterfaces({ args }: Registry, resource: Resource): readonly Linked[] {
  // Providers from 6.0 on call the block of the first interface `primary_network_interface`.
  const blocks = ["network_interface", "primary_network_interface"].flatMap((name) =>
    args.isSetUnknown(resource, name) ? [] : args.blocks(setOnly(resource, name)),
  );
  const isNamed = ({ network_interface_id: id }: ValueObject): boolean => id !== undefined && id !== null;
  if (!blocks.some(isNamed)) return [];
  const indexOf = (block: ValueObject): number => args.numberOf(block.device_index) ?? 0;
  return [...blocks].sort((a, b) => indexOf(a) - indexOf(b)).map((block) => args.link(block.network_interface_id));
}

/** A state lists an instance's own interface, which no other resource describes, by its id. */
function isOwn(resource: Resource, linked: Linked): boolean {
  return linked.kind === "outside" && linked.id === resource.values.primary_network_interface_id;
}

/** The subnets that an instance may be in, where a plan has lost which; an address of its own tells them apart. */
function candidateSubnets(registry: Registry, resource: Resource): readonly Subnet[] {
  const found = registry.maybeSubnets(setOnly(resource, "subnet_id"));
  const ip = parseIpv4(registry.args.text(resource, "private_ip") ?? "");
  return ip === undefined ? found : found.filter(({ cidr }) => !cidr || containsAddress(cidr, ip));
}

/** The interface that an instance gets in its subnet. */
function ownInterface(registry: Registry, resource: Resource, subnet: Subnet): Nic {
  const { args } = registry;
  const template = launchTemplate(registry, resource);
  const direct = [setOnly(resource, "vpc_security_group_ids"), setOnly(resource, "security_groups")];
  const hasOwn = direct.some(
    (value) => value !== undefined && value !== null && !(Array.isArray(value) && value.length === 0),
  );
  const { groups, doubts } = groupsOf(
    registry,
    resource,
    hasOwn ? direct.slice(0, Array.isArray(direct[0]) && direct[0].length > 0 ? 1 : 2) : template.groups,
    subnet,
  );
  const isLost = !hasOwn && template.doubt !== undefined;
  if (isLost && template.doubt) doubts.push(template.doubt);
  const primary = setOnly(resource, "private_ip");
  const secondary = setOnly(resource, "secondary_private_ips");
  const ips =
    primary === undefined || primary === null ? undefined : addresses(registry, primary, secondary ?? undefined);
  return {
    address: resource.address,
    kind: "instance",
    subnet,
    ...(ips && { privateIps: ips }),
    // What its template gives it may take the place of the VPC's default group.
    groups: isLost ? [] : groups,
    doubts: { groups: doubts, ipv6: [] },
    sourceDestCheck: args.flag(resource, "source_dest_check") ?? true,
    publicIp: publicIpOf(registry, resource, subnet, template),
  };
}
