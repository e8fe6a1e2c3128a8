import { parseIpv4 } from "../ipv4";
import { type Resource, type Value, typesOf } from "../terraform";
import { noteOf } from "./arguments";
import { doubtOf } from "./doubts";
import { type Interfaces, setOnly, takePublicIp, withAddress } from "./interface-arguments";
import { type Nic } from "./model";
import { type Registry } from "./registry";

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
  for (const resource of graph.ofType(typesOf("interface")))
    for (const block of args.blocks(setOnly(resource, "attachment")))
      attach(block.instance ?? block.instance_id, nics.get(resource.address), block.device_index);
  for (const resource of graph.ofType(typesOf("interface-attachment"), "managed")) {
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
export function attachExtras(registry: Registry, found: Interfaces): void {
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
  for (const resource of graph.ofType(typesOf("elastic-ip")))
    put(resource, args.text(resource, "public_ip"), placesOf(resource));
  for (const resource of graph.ofType(typesOf("elastic-ip-association"), "managed")) {
    const eip = args.link(resource.values.allocation_id);
    const ip = eip.kind === "resource" ? args.text(eip.resource, "public_ip") : args.text(resource, "public_ip");
    put(resource, ip, [setOnly(resource, "instance_id"), setOnly(resource, "network_interface_id")]);
  }
  for (const resource of graph.ofType(typesOf("group-attachment"), "managed")) {
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
