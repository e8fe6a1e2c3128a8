import {
  type AddressSet,
  containsAddress,
  isEmptySet,
  parseIpv4,
  setOfAddresses,
  setOfCidr,
  subtract,
  union,
} from "../ipv4";
import { isUnknown, type Resource, type Value } from "../terraform";
import { noteOf } from "./arguments";
import { type Doubt, doubtOf, type Note } from "./doubts";
import { makerOf } from "./made-by-aws";
import { type Instance, type Nic, type SecurityGroup, type Subnet } from "./model";
import { type Registry } from "./registry";

/** Interfaces and instances by Terraform address, and where an Elastic IP sits. */
export interface Interfaces {
  readonly nics: Map<string, Nic>;
  readonly instances: Map<string, Instance>;
  readonly stray: Note[];
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
): { groups: SecurityGroup[]; doubts: Doubt<"groups">[] } {
  const groups: SecurityGroup[] = [];
  const doubts: Doubt<"groups">[] = [];
  let isSet = false;
  for (const value of values) {
    if (value === undefined || value === null) continue;
    const { items, unknown } = registry.args.list(value);
    if (unknown) doubts.push(doubtOf(owner, "groups", "which security groups it has is not known"));
    for (const item of items) {
      const group = registry.group(item);
      if (group) groups.push(group);
      else doubts.push(doubtOf(owner, "groups", "one of its security groups is not known"));
    }
    isSet ||= items.length > 0 || unknown !== undefined;
  }
  // Without groups of its own an interface gets its VPC's default group (EC2 user guide, security groups).
  return { groups: isSet ? [...new Set(groups)] : [subnet.vpc.defaultGroup], doubts };
}

function publicIpOf(registry: Registry, resource: Resource, subnet: Subnet): Nic["publicIp"] {
  const known = registry.args.text(resource, "public_ip");
  const address = known === undefined ? undefined : parseIpv4(known);
  if (address !== undefined) return setOfAddresses([address]);
  if (registry.args.isSetUnknown(resource, "associate_public_ip_address")) return "unknown";
  const asked = registry.args.flag(resource, "associate_public_ip_address");
  if (asked === undefined && registry.graph.kind === "state") return "none";
  if (asked === undefined && subnet.isOutside === true) return "unknown";
  return (asked ?? subnet.mapPublicIp) ? "some" : "none";
}

/** The addresses that an interface's arguments name. */
function addressesOf(registry: Registry, resource: Resource): AddressSet | undefined {
  const names = ["private_ips", "private_ip", "private_ip_list"];
  return addresses(registry, ...names.map((name) => setOnly(resource, name)));
}

/** The subnet that an interface is in: the one that it names, or the only one that it can be by its address. */
function subnetOf(registry: Registry, resource: Resource): Subnet | undefined {
  const value = setOnly(resource, "subnet_id");
  const own = registry.subnet(value);
  if (own) return own;
  const linked = registry.args.link(value);
  const ips = addressesOf(registry, resource);
  if (linked.kind !== "unknown" || !ips) return undefined;
  const named = linked.candidates.flatMap((one) => registry.subnets.get(one.address) ?? []);
  const fitting = named.filter(({ cidr }) => !cidr || isEmptySet(subtract(ips, setOfCidr(cidr))));
  return fitting.length === 1 ? fitting[0] : undefined;
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
  // A lookup tells of the address that is associated with it.
  const [association] = args.blocks(resource.values.association);
  const publicIp = parseIpv4(args.textOf(association?.public_ip) ?? "");
  return {
    address: resource.address,
    kind: "interface",
    subnet,
    ...(ips && { privateIps: ips }),
    groups,
    doubts: { groups: doubts },
    sourceDestCheck: args.flag(resource, "source_dest_check") ?? true,
    publicIp: publicIp === undefined ? "none" : setOfAddresses([publicIp]),
  };
}

/** The arguments that a launch template gives to an instance that doesn't set them itself. */
function launchTemplate(
  registry: Registry,
  resource: Resource,
): { groups: readonly (Value | undefined)[]; doubt?: Doubt<"groups"> } {
  const [block] = registry.args.blocks(resource.values.launch_template);
  if (!block) return { groups: [] };
  const linked = registry.args.link(block.id ?? block.name);
  const template =
    linked.kind === "resource"
      ? linked.resource
      : registry.graph.ofType(["aws_launch_template"]).find((one) => one.values.name === block.name);
  if (!template) return { groups: [], doubt: doubtOf(resource, "groups", "its launch template is not in the input") };
  const nested = registry.args.blocks(template.values.network_interfaces).map((one) => one.security_groups);
  return {
    groups: [setOnly(template, "vpc_security_group_ids"), setOnly(template, "security_group_names"), ...nested],
  };
}

/** What one interface that an instance may have costs, in pairs of things compared: it takes about half a kilobyte. */
const COST_OF_INTERFACE = 50;

function readInstance(registry: Registry, resource: Resource, nics: Map<string, Nic>): Instance {
  const { args } = registry;
  const interfaces: Doubt<"interfaces">[] = [];
  const own: Nic[] = [];
  // Providers from 6.0 on call the block of the first interface `primary_network_interface`.
  const attached = ["network_interface", "primary_network_interface"].flatMap((name) =>
    args.isSetUnknown(resource, name) ? [] : args.blocks(setOnly(resource, name)),
  );
  const isConfigured = attached.some(
    (block) => block.network_interface_id !== undefined && block.network_interface_id !== null,
  );
  if (args.isSetUnknown(resource, "network_interface"))
    interfaces.push(doubtOf(resource, "interfaces", "its network interfaces are not known"));
  if (isConfigured && (resource.values.subnet_id === undefined || attached.length > 0)) {
    for (const block of [...attached].sort(
      (a, b) => (args.numberOf(a.device_index) ?? 0) - (args.numberOf(b.device_index) ?? 0),
    )) {
      const linked = args.link(block.network_interface_id);
      const nic = linked.kind === "resource" ? nics.get(linked.resource.address) : undefined;
      if (nic) own.push(nic);
      else if (!isOwn(resource, linked))
        interfaces.push(doubtOf(resource, "interfaces", "one of its network interfaces is not known"));
    }
    if (own.length > 0) {
      takePublicIp(registry, resource, own[0]);
      return { address: resource.address, nics: own, doubts: { interfaces } };
    }
  }
  const subnet = registry.subnet(setOnly(resource, "subnet_id"));
  if (subnet)
    return {
      address: resource.address,
      nics: [...own, ownInterface(registry, resource, subnet)],
      doubts: { interfaces },
    };
  const places = candidateSubnets(registry, resource);
  registry.maybePlaces.spend(places.length * COST_OF_INTERFACE);
  const maybe = places.map((one) => ownInterface(registry, resource, one));
  interfaces.push(doubtOf(resource, "interfaces", "its subnet is not known"));
  return {
    address: resource.address,
    nics: own,
    doubts: { interfaces },
    ...(own.length === 0 && maybe.length > 0 && { maybe }),
  };
}

/** A state lists an instance's own interface, which no other resource describes, by its id. */
function isOwn(resource: Resource, linked: ReturnType<Registry["args"]["link"]>): boolean {
  return linked.kind === "outside" && linked.id === resource.values.primary_network_interface_id;
}

/** The public address of an instance sits on its first interface, also where that is a resource of its own. */
function takePublicIp(registry: Registry, resource: Resource, nic: Nic | undefined): void {
  const ip = parseIpv4(registry.args.text(resource, "public_ip") ?? "");
  if (nic && ip !== undefined) nic.publicIp = withAddress(nic.publicIp, ip);
}

function withAddress(known: Nic["publicIp"], ip: number): AddressSet {
  return typeof known === "string" ? setOfAddresses([ip]) : union(known, setOfAddresses([ip]));
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
  const { groups, doubts } = groupsOf(
    registry,
    resource,
    hasOwn ? direct.slice(0, Array.isArray(direct[0]) && direct[0].length > 0 ? 1 : 2) : template.groups,
    subnet,
  );
  if (!hasOwn && template.doubt) doubts.push(template.doubt);
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
    doubts: { groups: doubts },
    sourceDestCheck: args.flag(resource, "source_dest_check") ?? true,
    publicIp: publicIpOf(registry, resource, subnet),
  };
}

/** The first interface of the instance that a state calls it by the id of. */
function instancesWith({ graph }: Registry, { instances }: Interfaces, id: string): readonly Nic[] {
  const isNamed = (address: string): boolean => graph.get(address)?.values.primary_network_interface_id === id;
  return [...instances].flatMap(([address, { nics }]) => (isNamed(address) ? nics.slice(0, 1) : []));
}

/** Interfaces that an attachment, or a block of their own, puts on an instance; number 0 is its first one. */
function attachInterfaces(registry: Registry, { nics, instances }: Interfaces): void {
  const { args, graph } = registry;
  const attach = (instanceId: Value | undefined, nic: Nic | undefined, index: Value | undefined): void => {
    const linked = args.link(instanceId);
    const instance = linked.kind === "resource" ? instances.get(linked.resource.address) : undefined;
    if (!instance || !nic || instance.nics.includes(nic)) return;
    const [first] = instance.nics;
    if (args.numberOf(index) !== 0) instance.nics.push(nic);
    else if (first?.kind === "instance") instance.nics.splice(0, 1, nic);
    else instance.nics.unshift(nic);
    if (linked.kind === "resource" && instance.nics[0] === nic) takePublicIp(registry, linked.resource, nic);
  };
  for (const resource of graph.ofType(["aws_network_interface"]))
    for (const block of args.blocks(setOnly(resource, "attachment")))
      attach(block.instance ?? block.instance_id, nics.get(resource.address), block.device_index);
  for (const resource of graph.ofType(["aws_network_interface_attachment"], "managed")) {
    const linked = args.link(resource.values.network_interface_id);
    const nic = linked.kind === "resource" ? nics.get(linked.resource.address) : undefined;
    attach(resource.values.instance_id, nic, resource.values.device_index);
  }
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
  attachInterfaces(registry, found);
  const nicsOf = (value: Value | undefined): readonly Nic[] => {
    const linked = args.link(value);
    if (linked.kind === "outside") return instancesWith(registry, found, linked.id);
    if (linked.kind !== "resource") return [];
    const own = found.nics.get(linked.resource.address);
    const instance = found.instances.get(linked.resource.address);
    return own ? [own] : (instance?.nics.slice(0, 1) ?? []).concat(instance?.maybe ?? []);
  };
  const put = (resource: Resource, address: string | undefined, values: readonly (Value | undefined)[]): void => {
    const ip = address === undefined ? undefined : parseIpv4(address);
    for (const nic of values.flatMap(nicsOf)) {
      nic.publicIp = ip === undefined ? "some" : withAddress(nic.publicIp, ip);
      nic.publicIpAddress = resource.address;
    }
  };
  for (const resource of graph.ofType(["aws_eip"])) put(resource, args.text(resource, "public_ip"), placesOf(resource));
  for (const resource of graph.ofType(["aws_eip_association"], "managed")) {
    const eip = args.link(resource.values.allocation_id);
    const ip = eip.kind === "resource" ? args.text(eip.resource, "public_ip") : args.text(resource, "public_ip");
    put(resource, ip, [setOnly(resource, "instance_id"), setOnly(resource, "network_interface_id")]);
  }
  for (const resource of graph.ofType(["aws_network_interface_sg_attachment"], "managed")) {
    const [group, nics] = [
      registry.group(resource.values.security_group_id),
      nicsOf(resource.values.network_interface_id),
    ];
    for (const nic of nics)
      if (listsGroups(registry, nic))
        nic.doubts.groups.push(
          doubtOf(resource, "groups", `${nic.address} lists its groups too, which takes this one off again`),
        );
      else if (group) nic.groups?.push(group);
      else nic.doubts.groups.push(doubtOf(resource, "groups", "which security group it adds is not known"));
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
  const stray: Note[] = [];
  for (const resource of registry.resources(["aws_network_interface"]).filter(isFound)) {
    const subnet = subnetOf(registry, resource);
    const maker = makerOf(registry.args, resource);
    if (maker !== undefined) {
      const ips = addressesOf(registry, resource);
      const tenant = doubtOf(resource, "tenants", `it belongs to what made it (${maker})`);
      subnet?.doubts.tenants.push({ ...tenant, ...(ips && { addresses: ips }) });
      stray.push(noteOf(resource, tenant.reason));
    } else if (subnet) nics.set(resource.address, readInterface(registry, resource, subnet));
    else {
      stray.push(noteOf(resource, "its subnet is not known"));
      registry.unreadable.push(noteOf(resource, "its subnet is not known"));
    }
  }
  for (const resource of registry.resources(["aws_instance", "aws_spot_instance_request"]).filter(isFound))
    instances.set(resource.address, readInstance(registry, resource, nics));
  const found = { nics, instances, stray };
  attachExtras(registry, found);
  return found;
}
