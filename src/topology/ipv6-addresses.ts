import { type AddressSet, isCidrFault, parseAddress, parseCidr, setOfAddresses, setOfCidr, union } from "../ip";
import { type Resource, typesOf, type Value } from "../terraform";
import { type Doubt, doubtOf } from "./doubts";
import { hasIpv6, isStandIn } from "./ipv6-ranges";
import { type Nic, type Subnet } from "./model";
import { type Registry } from "./registry";

/** Arguments that name addresses of IPv6. */
const NAMED = ["ipv6_addresses", "ipv6_address_list", "ipv6_prefixes"];
/** Arguments that ask AWS for some. */
const COUNTS = ["ipv6_address_count", "ipv6_prefix_count"];

/** What is known of an interface's addresses of IPv6; neither of both: it has none. */
interface Found {
  readonly ipv6?: AddressSet | "picked";
  readonly doubt?: Doubt<"ipv6">;
}

type Answer = "yes" | "no" | "maybe";

function isGiven(value: Value | undefined): boolean {
  return value !== undefined && value !== null && value !== "";
}

/** Whether an argument is set to something, or to what isn't known. */
function asks({ args }: Registry, resource: Resource, name: string): Answer {
  const value = resource.values[name];
  if (!isGiven(value)) return "no";
  if (args.isUncertain(value)) return resource.configured?.has(name) === false ? "no" : "maybe";
  const { items } = args.list(value);
  return items.some((item) => item !== null && item !== "" && item !== false && item !== 0 && item !== "0")
    ? "yes"
    : "no";
}

function rangeIn(text: string): AddressSet {
  const address = parseAddress(text);
  if (address !== undefined) return setOfAddresses([address]);
  const range = parseCidr(text);
  return isCidrFault(range) ? [] : setOfCidr(range);
}

/** The addresses that arguments name; "maybe" where one of them is not known. */
function named({ args }: Registry, { values, configured }: Resource): AddressSet | "maybe" {
  const found: AddressSet[] = [];
  for (const name of NAMED) {
    const value = values[name];
    if (!isGiven(value) || configured?.has(name) === false) continue;
    const { items, unknown } = args.list(value);
    if (unknown) return "maybe";
    for (const item of items) {
      const text = args.textOf(item);
      if (text === undefined) return "maybe";
      found.push(rangeIn(text));
    }
  }
  return union(...found);
}

/** A state, and a plan of what exists already, list the addresses that there are. */
function listed(registry: Registry, resource: Resource): AddressSet | undefined {
  const value = resource.values.ipv6_addresses;
  if (registry.graph.kind === "synth" || value === undefined || value === null) return undefined;
  const { items, unknown } = registry.args.list(value);
  return unknown ? undefined : union(...items.map((item) => rangeIn(registry.args.textOf(item) ?? "")));
}

/** A new interface gets an address of IPv6 unasked where its subnet says so (VPC user guide, IPv6 addressing attribute). */
function assigns(registry: Registry, subnet: Subnet): Answer {
  const resource = registry.graph.get(subnet.address);
  if (!resource || resource.mode === "data") return "maybe";
  const answers = ["assign_ipv6_address_on_creation", "ipv6_native"].map((name) => asks(registry, resource, name));
  return answers.includes("yes") ? "yes" : answers.includes("maybe") ? "maybe" : "no";
}

/** Whether an instance's launch template asks for addresses; one that isn't in the input may. */
function templateGives(registry: Registry, resource: Resource): Answer {
  const { args, graph } = registry;
  const [block] = args.blocks(resource.values.launch_template);
  if (!block) return "no";
  const linked = args.link(block.id ?? block.name);
  const template =
    linked.kind === "resource"
      ? linked.resource
      : graph.ofType(typesOf("launch-template")).find((one) => one.values.name === block.name);
  if (!template || args.isSetUnknown(template, "network_interfaces")) return "maybe";
  const interfaces = args.blocks(template.values.network_interfaces);
  const answers = interfaces.flatMap((values) =>
    [...NAMED, ...COUNTS].map((name) => asks(registry, { ...template, values }, name)),
  );
  if (answers.every((one) => one === "no")) return "no";
  return answers.includes("yes") && interfaces.length === 1 ? "yes" : "maybe";
}

/** Load balancers and endpoints have addresses of both families where their type says so. */
function ofAddressType(registry: Registry, resource: Resource): Answer {
  const type = registry.args.text(resource, "ip_address_type");
  if (type === undefined) return registry.args.isSetUnknown(resource, "ip_address_type") ? "maybe" : "no";
  return type.includes("dualstack") || type === "ipv6" ? "yes" : "no";
}

function found(registry: Registry, { kind, subnet }: Nic, resource: Resource): AddressSet | Answer {
  if (kind === "load-balancer" || kind === "endpoint") return ofAddressType(registry, resource);
  const own = named(registry, resource);
  if (own !== "maybe" && own.length > 0) return own;
  const counts = COUNTS.map((name) => asks(registry, resource, name));
  const known = listed(registry, resource);
  if (known && known.length > 0) return known;
  if (counts.includes("yes")) return "yes";
  if (own === "maybe" || counts.includes("maybe")) return "maybe";
  if (known || !hasRange(subnet)) return "no";
  const answers = [assigns(registry, subnet), templateGives(registry, resource)];
  return answers.includes("yes") ? "yes" : answers.includes("maybe") ? "maybe" : "no";
}

/** Whether a subnet has a range of IPv6, or may have one. */
function hasRange({ ipv6Cidr, doubts }: Subnet): boolean {
  return ipv6Cidr !== undefined || doubts.ipv6.length > 0;
}

function addressesOf(registry: Registry, nic: Nic): Found {
  const { address, subnet } = nic;
  const resource = registry.graph.get(address);
  if (!resource) return {};
  const answer = found(registry, nic, resource);
  if (answer === "no") return {};
  const [unsure] = subnet.doubts.ipv6;
  if (typeof answer !== "string") {
    const isPicked = subnet.ipv6Cidr !== undefined && isStandIn(subnet.ipv6Cidr);
    return isPicked || unsure ? { doubt: doubtOf(resource, "ipv6", OUTSIDE) } : { ipv6: answer };
  }
  if (answer === "yes" && subnet.ipv6Cidr && !unsure) return { ipv6: "picked" };
  // AWS gives none where there is no range; whether a subnet that is not managed here has one is not known.
  const isManaged = subnet.isOutside !== true && subnet.vpc.isOutside !== true;
  if (answer === "yes" && !unsure && isManaged && !hasIpv6(subnet.vpc)) return {};
  return { doubt: doubtOf(resource, "ipv6", "whether it has an address of IPv6, and which, is not known") };
}

/** An interface that AWS makes in a subnet may have an address of IPv6 where the subnet has a range. */
export function maybeIpv6(owner: Resource, subnet: Subnet): Doubt<"ipv6">[] {
  return hasRange(subnet) ? [doubtOf(owner, "ipv6", "whether it has an address of IPv6 is not known")] : [];
}

const OUTSIDE = "whether its addresses of IPv6 lie in its subnet's range is not known";

/** Gives each interface its addresses of IPv6. */
export function readIpv6Addresses(registry: Registry, nics: Iterable<Nic>): void {
  for (const nic of nics) {
    const { ipv6, doubt } = addressesOf(registry, nic);
    if (ipv6) nic.ipv6 = ipv6;
    if (doubt) nic.doubts.ipv6.push(doubt);
  }
}
