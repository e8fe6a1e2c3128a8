import { type AddressSet, containsAddress, parseIpv4, setOfAddresses } from "../ipv4";
import { isUnknown, type Resource, type Value } from "../terraform";
import { noteOf } from "./arguments";
import { type Instance, type Nic, type Note, type SecurityGroup, type Subnet } from "./model";
import { type Registry } from "./registry";

/** Interfaces and instances by Terraform address, and where an Elastic IP sits. */
export interface Interfaces {
  readonly nics: Map<string, Nic>;
  readonly instances: Map<string, Instance>;
}

/** Addresses in arguments of any spelling; undefined when one of them isn't known. */
function addresses(registry: Registry, ...values: readonly (Value | undefined)[]): AddressSet | undefined {
  const found: number[] = [];
  for (const value of values) {
    const { items, unknown } = registry.args.list(value);
    if (unknown) return undefined;
    for (const item of items) {
      const text = registry.args.textOf(item);
      const address = text === undefined ? undefined : parseIpv4(text);
      if (address === undefined) return undefined;
      found.push(address);
    }
  }
  return found.length > 0 ? setOfAddresses(found) : undefined;
}

/** Set arguments only: what AWS fills in is left out. */
function setOnly(resource: Resource, name: string): Value | undefined {
  const value = resource.values[name];
  return isUnknown(value) && resource.configured?.has(name) !== true ? undefined : value;
}

function groupsOf(
  registry: Registry,
  owner: Resource,
  values: readonly (Value | undefined)[],
  subnet: Subnet,
): { groups: SecurityGroup[]; notes: Note[] } {
  const groups: SecurityGroup[] = [];
  const notes: Note[] = [];
  let isSet = false;
  for (const value of values) {
    if (value === undefined || value === null) continue;
    const { items, unknown } = registry.args.list(value);
    if (unknown) notes.push(noteOf(owner, "which security groups it has is not known"));
    for (const item of items) {
      const group = registry.group(item);
      if (group) groups.push(group);
      else notes.push(noteOf(owner, "one of its security groups is not known"));
    }
    isSet ||= items.length > 0 || unknown !== undefined;
  }
  // Without groups of its own an interface gets its VPC's default group (EC2 user guide, security groups).
  return { groups: isSet ? [...new Set(groups)] : [subnet.vpc.defaultGroup], notes };
}

function publicIpOf(registry: Registry, resource: Resource, subnet: Subnet): Nic["publicIp"] {
  const known = registry.args.text(resource, "public_ip");
  const address = known === undefined ? undefined : parseIpv4(known);
  if (address !== undefined) return setOfAddresses([address]);
  if (registry.args.isSetUnknown(resource, "associate_public_ip_address")) return "unknown";
  const asked = registry.args.flag(resource, "associate_public_ip_address");
  if (asked === undefined && registry.graph.kind === "state") return "none";
  return (asked ?? subnet.mapPublicIp) ? "some" : "none";
}

function readInterface(registry: Registry, resource: Resource): Nic | undefined {
  const subnet = registry.subnet(resource.values.subnet_id);
  if (!subnet) return undefined;
  const kind = resource.values.interface_type;
  const { groups, notes } = groupsOf(
    registry,
    resource,
    [setOnly(resource, "security_groups"), setOnly(resource, "security_group_ids")],
    subnet,
  );
  const isManagedByAws =
    typeof kind === "string" && ["nat_gateway", "transit_gateway", "gateway_load_balancer_endpoint"].includes(kind);
  const ips = addresses(
    registry,
    setOnly(resource, "private_ips"),
    setOnly(resource, "private_ip"),
    setOnly(resource, "private_ip_list"),
  );
  return {
    address: resource.address,
    kind: "interface",
    subnet,
    ...(ips && { privateIps: ips }),
    ...(!isManagedByAws && { groups }),
    groupNotes: notes,
    sourceDestCheck: registry.args.flag(resource, "source_dest_check") ?? true,
    publicIp: "none",
  };
}

/** The arguments that a launch template gives to an instance that doesn't set them itself. */
function launchTemplate(
  registry: Registry,
  resource: Resource,
): { groups: readonly (Value | undefined)[]; note?: Note } {
  const [block] = registry.args.blocks(resource.values.launch_template);
  if (!block) return { groups: [] };
  const linked = registry.args.link(block.id ?? block.name);
  const template =
    linked.kind === "resource"
      ? linked.resource
      : registry.graph.ofType(["aws_launch_template"]).find((one) => one.values.name === block.name);
  if (!template) return { groups: [], note: noteOf(resource, "its launch template is not in the input") };
  const nested = registry.args.blocks(template.values.network_interfaces).map((one) => one.security_groups);
  return {
    groups: [setOnly(template, "vpc_security_group_ids"), setOnly(template, "security_group_names"), ...nested],
  };
}

function readInstance(registry: Registry, resource: Resource, nics: Map<string, Nic>): Instance {
  const { args } = registry;
  const notes: Note[] = [];
  const own: Nic[] = [];
  // Providers from 6.0 on call the block of the first interface `primary_network_interface`.
  const attached = ["network_interface", "primary_network_interface"].flatMap((name) =>
    args.isSetUnknown(resource, name) ? [] : args.blocks(setOnly(resource, name)),
  );
  const isConfigured = attached.some(
    (block) => block.network_interface_id !== undefined && block.network_interface_id !== null,
  );
  if (args.isSetUnknown(resource, "network_interface"))
    notes.push(noteOf(resource, "its network interfaces are not known"));
  if (isConfigured && (resource.values.subnet_id === undefined || attached.length > 0)) {
    for (const block of [...attached].sort(
      (a, b) => (args.numberOf(a.device_index) ?? 0) - (args.numberOf(b.device_index) ?? 0),
    )) {
      const linked = args.link(block.network_interface_id);
      const nic = linked.kind === "resource" ? nics.get(linked.resource.address) : undefined;
      if (nic) own.push(nic);
      else notes.push(noteOf(resource, "one of its network interfaces is not known"));
    }
    if (own.length > 0) return { address: resource.address, nics: own, notes };
  }
  const subnet = registry.subnet(setOnly(resource, "subnet_id"));
  if (subnet) return { address: resource.address, nics: [...own, ownInterface(registry, resource, subnet)], notes };
  const maybe = candidateSubnets(registry, resource).map((one) => ownInterface(registry, resource, one));
  notes.push(noteOf(resource, "its subnet is not known"));
  return { address: resource.address, nics: own, notes, ...(own.length === 0 && maybe.length > 0 && { maybe }) };
}

/** The subnets that an instance may be in, where a plan has lost which; an address of its own tells them apart. */
function candidateSubnets(registry: Registry, resource: Resource): Subnet[] {
  const linked = registry.args.link(setOnly(resource, "subnet_id"));
  if (linked.kind !== "unknown") return [];
  const found = linked.candidates.flatMap((one) => registry.subnets.get(one.address) ?? []);
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
  const { groups, notes: groupNotes } = groupsOf(
    registry,
    resource,
    hasOwn ? direct.slice(0, Array.isArray(direct[0]) && direct[0].length > 0 ? 1 : 2) : template.groups,
    subnet,
  );
  if (!hasOwn && template.note) groupNotes.push(template.note);
  const primary = setOnly(resource, "private_ip");
  const secondary = setOnly(resource, "secondary_private_ips");
  const ips =
    primary === undefined || primary === null ? undefined : addresses(registry, primary, secondary ?? undefined);
  return {
    address: resource.address,
    kind: "instance",
    subnet,
    ...(ips && { privateIps: ips }),
    groups,
    groupNotes,
    sourceDestCheck: args.flag(resource, "source_dest_check") ?? true,
    publicIp: publicIpOf(registry, resource, subnet),
  };
}

/** Arguments of an address that say where it is: of one that moves, those that nobody set still hold the old place. */
function placesOf(resource: Resource): readonly (Value | undefined)[] {
  const keys = ["instance", "network_interface"];
  const set = keys.filter((key) => resource.configured?.has(key) === true);
  return (set.length > 0 ? set : keys).map((key) => setOnly(resource, key));
}

/** Whether the interface's or instance's own configuration says which groups it has (provider documentation, both). */
function listsGroups({ graph }: Registry, { address }: Nic): boolean {
  const configured = graph.get(address)?.configured;
  return configured?.has("security_groups") === true || configured?.has("vpc_security_group_ids") === true;
}

/** Elastic IPs and extra security groups, which other resources put on an interface. */
function attachExtras(registry: Registry, found: Interfaces): void {
  const { args, graph } = registry;
  const nicsOf = (value: Value | undefined): readonly Nic[] => {
    const linked = args.link(value);
    if (linked.kind !== "resource") return [];
    const own = found.nics.get(linked.resource.address);
    const instance = found.instances.get(linked.resource.address);
    return own ? [own] : (instance?.nics.slice(0, 1) ?? []).concat(instance?.maybe ?? []);
  };
  const nicOf = (value: Value | undefined): Nic | undefined => nicsOf(value)[0];
  const put = (resource: Resource, address: string | undefined, values: readonly (Value | undefined)[]): void => {
    const ip = address === undefined ? undefined : parseIpv4(address);
    for (const nic of values.flatMap(nicsOf)) {
      nic.publicIp = ip === undefined ? "some" : setOfAddresses([ip]);
      nic.publicIpAddress = resource.address;
    }
  };
  for (const resource of graph.ofType(["aws_eip"])) put(resource, args.text(resource, "public_ip"), placesOf(resource));
  for (const resource of graph.ofType(["aws_eip_association"], "managed")) {
    const eip = args.link(resource.values.allocation_id);
    const ip = eip.kind === "resource" ? args.text(eip.resource, "public_ip") : args.text(resource, "public_ip");
    put(resource, ip, [setOnly(resource, "instance_id"), setOnly(resource, "network_interface_id")]);
  }
  for (const resource of graph.ofType(["aws_network_interface_attachment"], "managed")) {
    const [instance, nic] = [args.link(resource.values.instance_id), nicOf(resource.values.network_interface_id)];
    if (instance.kind === "resource" && nic) found.instances.get(instance.resource.address)?.nics.push(nic);
  }
  for (const resource of graph.ofType(["aws_network_interface_sg_attachment"], "managed")) {
    const [group, nics] = [
      registry.group(resource.values.security_group_id),
      nicsOf(resource.values.network_interface_id),
    ];
    for (const nic of nics)
      if (listsGroups(registry, nic))
        nic.groupNotes.push(noteOf(resource, `${nic.address} lists its groups too, which takes this one off again`));
      else if (group) nic.groups?.push(group);
      else nic.groupNotes.push(noteOf(resource, "which security group it adds is not known"));
    if (nics.length === 0)
      registry.unreadable.push(noteOf(resource, "the interface that it adds a security group to is not known"));
  }
}

/** EC2 instances with their interfaces, and interfaces of their own. */
export function readInterfaces(registry: Registry): Interfaces {
  const nics = new Map<string, Nic>();
  const instances = new Map<string, Instance>();
  const isFound = (resource: Resource): boolean =>
    resource.mode === "managed" || typeof resource.values.id === "string";
  for (const resource of registry.resources(["aws_network_interface"]).filter(isFound)) {
    const nic = readInterface(registry, resource);
    if (nic) nics.set(resource.address, nic);
    else registry.unreadable.push(noteOf(resource, "its subnet is not known"));
  }
  for (const resource of registry.resources(["aws_instance", "aws_spot_instance_request"]).filter(isFound))
    instances.set(resource.address, readInstance(registry, resource, nics));
  const found = { nics, instances };
  attachExtras(registry, found);
  return found;
}
