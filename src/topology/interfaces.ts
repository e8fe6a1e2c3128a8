import { type AddressSet, isEmptySet, setOfAddresses, setOfCidr, setOfCidrs, subtract, union } from "../ip";
import { parseIpv4 } from "../ipv4";
import { type Resource, typesOf } from "../terraform";
import { noteOf } from "./arguments";
import { attachExtras } from "./attached";
import { doubtOf, type Note } from "./doubts";
import { readInstance } from "./instances";
import { addresses, groupsOf, type Interfaces, setOnly } from "./interface-arguments";
import { makerOf } from "./made-by-aws";
import { type Instance, type Nic, type Subnet } from "./model";
import { type Registry } from "./registry";

/** The addresses that an interface's arguments name. */
function addressesOf(registry: Registry, resource: Resource): AddressSet | undefined {
  const names = ["private_ips", "private_ip", "private_ip_list"];
  const own = addresses(registry, ...names.map((name) => setOnly(resource, name)));
  // Whole ranges may be delegated to it (EC2 user guide, prefix delegation).
  const { items } = registry.args.list(setOnly(resource, "ipv4_prefixes"));
  return own && union(own, setOfCidrs(items.flatMap((item) => registry.args.cidr(item) ?? [])));
}

/** The subnets that an interface may be in, as far as its addresses fit. */
function maybeIn(registry: Registry, resource: Resource): readonly Subnet[] {
  const found = registry.maybeSubnets(setOnly(resource, "subnet_id"));
  const ips = addressesOf(registry, resource);
  return ips ? found.filter(({ cidr }) => !cidr || isEmptySet(subtract(ips, setOfCidr(cidr)))) : found;
}

/** The subnet that an interface is in: the one that it names, or the only one that it can be by its address. */
function subnetOf(registry: Registry, resource: Resource): Subnet | undefined {
  const own = registry.subnet(setOnly(resource, "subnet_id"));
  if (own || !addressesOf(registry, resource)) return own;
  const fitting = maybeIn(registry, resource);
  return fitting.length === 1 ? fitting[0] : undefined;
}

/** An interface of which it isn't known where it is: it may have any address of the subnets that it may be in. */
function readStray(registry: Registry, resource: Resource): Note {
  const note = noteOf(resource, "its subnet is not known");
  registry.unreadable.push(note);
  const ips = addressesOf(registry, resource);
  for (const { doubts } of maybeIn(registry, resource))
    doubts.tenants.push({
      ...doubtOf(resource, "tenants", "it may be in this subnet"),
      ...(ips && { addresses: ips }),
    });
  return note;
}

function readInterface(registry: Registry, resource: Resource, subnet: Subnet): Nic {
  const { args } = registry;
  const { groups, doubts } = groupsOf(
    registry,
    resource,
    [setOnly(resource, "security_groups"), setOnly(resource, "security_group_ids")],
    subnet,
  );
  const ips = addressesOf(registry, resource);
  // A lookup tells of the address that is associated with it, AWS of those of its further private addresses too.
  const publicIps = args
    .blocks(resource.values.association)
    .flatMap((association) => parseIpv4(args.textOf(association.public_ip) ?? "") ?? []);
  return {
    address: resource.address,
    kind: "interface",
    subnet,
    ...(ips && { privateIps: ips }),
    groups,
    doubts: { groups: doubts, ipv6: [] },
    sourceDestCheck: args.flag(resource, "source_dest_check") ?? true,
    publicIp: publicIps.length === 0 ? "none" : setOfAddresses(publicIps),
  };
}

/** EC2 instances with their interfaces, and interfaces of their own. */
export function readInterfaces(registry: Registry): Interfaces {
  const nics = new Map<string, Nic>();
  const instances = new Map<string, Instance>();
  const isFound = (resource: Resource): boolean =>
    resource.mode === "managed" || typeof resource.values.id === "string";
  const stray: Note[] = [];
  for (const resource of registry.resources(typesOf("interface")).filter(isFound)) {
    const subnet = subnetOf(registry, resource);
    const maker = makerOf(registry.args, resource);
    if (maker !== undefined) {
      const ips = addressesOf(registry, resource);
      const tenant = doubtOf(resource, "tenants", `it belongs to what made it (${maker})`);
      subnet?.doubts.tenants.push({ ...tenant, ...(ips && { addresses: ips }) });
      stray.push(noteOf(resource, tenant.reason));
    } else if (subnet) nics.set(resource.address, readInterface(registry, resource, subnet));
    else stray.push(readStray(registry, resource));
  }
  for (const resource of registry.resources(typesOf("instance")).filter(isFound))
    instances.set(resource.address, readInstance(registry, resource, nics));
  const found = { nics, instances, stray };
  attachExtras(registry, found);
  return found;
}
