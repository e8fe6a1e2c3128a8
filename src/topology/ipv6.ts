import { type Resource, type Value, type ValueObject, typesOf } from "../terraform";
import { type Arguments } from "./arguments";
import { type Nic, type Subnet } from "./model";
import { prefixListOf } from "./prefix-lists";
import { type Registry } from "./registry";

/**
 * IPv6 is not judged: its addresses are not looked into. What is read is where there may be any, so that nothing is
 * called denied which two ends could still do over IPv6.
 */

/** Arguments of rules and routes that hold ranges of IPv6. */
const RANGES = ["ipv6_cidr_blocks", "cidr_ipv6", "ipv6_cidr_block", "destination_ipv6_cidr_block"];
const LISTS = ["prefix_list_ids", "prefix_list_id", "destination_prefix_list_id"];

/** Arguments that give a VPC or a subnet a range of IPv6. */
const VPC_ARGUMENTS = [
  "assign_generated_ipv6_cidr_block",
  "ipv6_cidr_block",
  "ipv6_ipam_pool_id",
  "ipv6_netmask_length",
];
const SUBNET_ARGUMENTS = ["ipv6_cidr_block", "ipv6_native", "ipv6_ipam_pool_id", "ipv6_netmask_length"];

/** Arguments that give an interface addresses of IPv6. */
const ADDRESS_ARGUMENTS = [
  "ipv6_addresses",
  "ipv6_address_list",
  "ipv6_address_count",
  "ipv6_prefixes",
  "ipv6_prefix_count",
];

/** Whether a rule or route is for IPv6 too; a prefix list that is not in the input may hold anything. */
export function namesIpv6(args: Arguments, from: ValueObject): boolean {
  const isRange = (value: Value | undefined): boolean => {
    const { items, unknown } = args.list(value);
    return unknown !== undefined || items.some((item) => item !== null && item !== "");
  };
  const isList = (value: Value | undefined): boolean => {
    const { items, unknown } = args.list(value);
    return (
      unknown !== undefined ||
      items.some((item) => {
        const list = item === null || item === "" ? undefined : prefixListOf(args, item);
        return list?.kind === "unknown" || (list?.kind === "ranges" && list.hasIpv6 === true);
      })
    );
  };
  return RANGES.some((key) => isRange(from[key])) || LISTS.some((key) => isList(from[key]));
}

/** The argument is set to something that gives addresses, or to what isn't known. */
function gives(registry: Registry, resource: Resource, name: string): boolean {
  const { args } = registry;
  const value = resource.values[name];
  if (value === undefined || value === null) return false;
  if (args.isUncertain(value)) return resource.configured?.has(name) !== false;
  const { items } = args.list(value);
  return items.some((item) => item !== null && item !== "" && item !== false && item !== 0 && item !== "0");
}

function readRanges(registry: Registry): void {
  const { args, graph } = registry;
  for (const [address, vpc] of registry.vpcs) {
    const resource = graph.get(address);
    if (resource && VPC_ARGUMENTS.some((name) => gives(registry, resource, name))) vpc.ipv6 = true;
  }
  for (const resource of graph.ofType(typesOf("vpc-ipv6-range"))) {
    const own = registry.vpc(resource.values.vpc_id);
    for (const vpc of own ? [own] : registry.vpcs.values()) vpc.ipv6 = true;
  }
  for (const [address, subnet] of registry.subnets) {
    const resource = graph.get(address);
    // Of a subnet that is not in the input only its VPC tells.
    const isRead = resource !== undefined && (resource.mode === "managed" || args.cidr(resource.values.cidr_block));
    if (resource && SUBNET_ARGUMENTS.some((name) => gives(registry, resource, name))) subnet.ipv6 = true;
    else if (!isRead && subnet.vpc.ipv6 === true) subnet.ipv6 = true;
  }
}

/** A new interface gets an address of IPv6 unasked where its subnet says so (VPC user guide, IPv6 addressing attribute). */
function assignsAddresses(registry: Registry, subnet: Subnet): boolean {
  if (subnet.ipv6 !== true) return false;
  const resource = registry.graph.get(subnet.address);
  if (!resource) return true;
  return ["assign_ipv6_address_on_creation", "ipv6_native"].some((name) => gives(registry, resource, name));
}

/** A template that isn't in the input may ask for addresses. */
function templateGives(registry: Registry, resource: Resource): boolean {
  const { args, graph } = registry;
  const [block] = args.blocks(resource.values.launch_template);
  if (!block) return false;
  const linked = args.link(block.id ?? block.name);
  const template =
    linked.kind === "resource"
      ? linked.resource
      : graph.ofType(typesOf("launch-template")).find((one) => one.values.name === block.name);
  if (!template) return true;
  return args
    .blocks(template.values.network_interfaces)
    .some((one) => ADDRESS_ARGUMENTS.some((name) => gives(registry, { ...template, values: one }, name)));
}

function mayHaveAddress(registry: Registry, { address, kind, subnet }: Nic): boolean {
  const { args, graph } = registry;
  const resource = graph.get(address);
  if (!resource) return false;
  if (kind === "load-balancer" || kind === "endpoint") {
    const type = args.text(resource, "ip_address_type");
    return type === undefined
      ? args.isSetUnknown(resource, "ip_address_type")
      : type.includes("dualstack") || type === "ipv6";
  }
  if (ADDRESS_ARGUMENTS.some((name) => gives(registry, resource, name))) return true;
  // A state, and a plan of what exists already, list the addresses that there are.
  const isListed = graph.kind !== "synth" && args.list(resource.values.ipv6_addresses).unknown === undefined;
  if (isListed && resource.values.ipv6_addresses !== undefined) return false;
  return subnet.ipv6 === true && (assignsAddresses(registry, subnet) || templateGives(registry, resource));
}

/** Marks each VPC, subnet and interface that has, or may have, addresses of IPv6. */
export function readIpv6(registry: Registry, { nics }: { readonly nics: Iterable<Nic> }): void {
  readRanges(registry);
  for (const nic of nics) if (mayHaveAddress(registry, nic)) nic.ipv6 = true;
}
