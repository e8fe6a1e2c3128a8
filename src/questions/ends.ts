import { containsAddress, type Ipv4, parseIpv4, setHas, setOfAddresses, setOfCidrs, subtract } from "../ipv4";
import {
  type BalancerEnd,
  endOfInstance,
  endOfNat,
  endOfNic,
  endOfOutsider,
  endOfSubnet,
  exampleOf,
  type HostEnd,
  NOT_PUBLIC,
  PUBLIC,
  type Receiver,
  type Sender,
  type UnknownEnd,
} from "../reachability";
import { type EndText, readEnd, splitPlace } from "../config/end-text";
import { nearest } from "../config/nearest";
import { type Network } from "../requirements/network";
import { loadBalancerOf, sideSubnets, sideVpc } from "../requirements/sides";
import { isForeignHost, type Nic, type Vpc } from "../topology";
import { UserError } from "../project/user-error";

/** An end as asked for, with what its text says of protocol and port. */
export interface NamedEnd<T> {
  /** Several when the word stands for several (all client subnets, all nodes of a load balancer). */
  readonly ends: readonly T[];
  readonly port?: number;
}

/** @throws UserError when it has a port that is none */
function partsOf(text: string): EndText {
  const parts = readEnd(text);
  if (parts.badPort !== undefined)
    throw new UserError(`"${text}": "${parts.badPort}" is no port; write a number from 0 to 65535`);
  return parts;
}

/** The parts, with the address that a resource has now in place of one that it moves from. */
function currentParts(network: Network, text: string): EndText {
  const parts = partsOf(text);
  const [address, place] = splitPlace(parts.name);
  const name =
    place && parseIpv4(address) !== undefined
      ? `${address}@${network.graph.currentAddress(place)}`
      : network.graph.currentAddress(parts.name);
  return { ...parts, name };
}

function vpcNamed(network: Network, name: string): Vpc | undefined {
  const { topology, graph } = network;
  if ((name === "client" || name === "web") && network.bridge) return sideVpc(network, name);
  const own = topology.vpcs.find((vpc) => vpc.address === name);
  if (own) return own;
  const byId = graph.withIdentity(name).map((resource) => resource.address);
  return topology.vpcs.find((vpc) => byId.includes(vpc.address));
}

/** An address in a VPC or subnet: the interface that holds it, a NAT gateway, or any host that could sit there. */
function endAt(network: Network, address: Ipv4, text: string, place: string): HostEnd | UnknownEnd {
  const subnetOwn = network.topology.subnets.find((one) => one.address === place);
  const vpc = subnetOwn?.vpc ?? vpcNamed(network, place);
  if (!vpc)
    throw new UserError(
      `"${text}": there is no VPC or subnet "${place}" in ${network.source}; ${known(network, ["vpcs"])}`,
    );
  const subnet = vpc.subnets.find((one) => one.cidr && containsAddress(one.cidr, address));
  if (!subnet) {
    if (vpc.notes[0] || vpc.subnets.some((one) => !one.cidr))
      return { kind: "unknown", address: vpc.address, reason: "its subnets are not all known" };
    throw new UserError(`"${text}": no subnet of ${vpc.address} holds this address; ${known(network, ["subnets"])}`);
  }
  const holds = (set: Nic["privateIps"]): boolean => set !== undefined && setHas(set, address);
  const nic = nicsOf(network).find((one) => one.subnet === subnet && holds(one.privateIps));
  const nat = network.topology.natGateways.find((one) => one.subnet === subnet && holds(one.privateIps));
  return {
    kind: "host",
    subnet,
    ...(nic && { nic }),
    ...(nat && { nat }),
    addresses: setOfAddresses([address]),
    isOneOf: false,
  };
}

function nicsOf(network: Network): readonly Nic[] {
  return [...network.topology.nics, ...network.topology.loadBalancers.flatMap((balancer) => balancer.nodes)];
}

function known(network: Network, kinds: readonly ("vpcs" | "subnets" | "instances" | "loadBalancers")[]): string {
  const names = kinds.flatMap((kind) => network.topology[kind].map((one) => one.address));
  const shown = names.slice(0, 6).join(", ");
  return names.length === 0
    ? "it has none"
    : `it has ${shown}${names.length > 6 ? ` and ${names.length - 6} more` : ""}`;
}

/** Whatever has this Terraform address and can send. Data sources and ids count too. */
function sendersAt(network: Network, name: string): (HostEnd | UnknownEnd)[] | undefined {
  const { topology, graph } = network;
  const names = new Set([name, ...graph.withIdentity(name).map((resource) => resource.address)]);
  const is = (one: { readonly address: string }): boolean => names.has(one.address);
  const instance = topology.instances.find(is);
  if (instance) return [endOfInstance(instance)];
  const nics = nicsOf(network).filter(is);
  if (nics.length > 0) return nics.map(endOfNic);
  const nat = topology.natGateways.find(is);
  if (nat) return [endOfNat(nat)];
  const subnet = topology.subnets.find(is);
  if (subnet) return [endOfSubnet(subnet, topology.natGateways)];
  const outsider = topology.outsiders.find(is);
  if (outsider) return [endOfOutsider(outsider)];
  const vpc = topology.vpcs.find(is);
  if (vpc && vpc.subnets.length > 0) return vpc.subnets.map((one) => endOfSubnet(one, network.topology.natGateways));
  return vpc ? [{ kind: "unknown", address: vpc.address, reason: "it has no known subnet" }] : undefined;
}

function isInternet(network: Network, name: string): boolean {
  return name === "internet" || network.topology.internetGateways.some((one) => one.address === name);
}

function internet(network: Network) {
  const own = setOfCidrs(network.topology.vpcs.flatMap((vpc) => vpc.cidrs));
  return { kind: "internet", addresses: subtract(PUBLIC, own), isAbstract: true } as const;
}

function missing(network: Network, text: string): UserError {
  const { instances, loadBalancers, subnets } = network.topology;
  const like = nearest(
    partsOf(text).name,
    [...instances, ...loadBalancers, ...subnets, ...nicsOf(network)].map((one) => one.address),
  );
  const hint = like === undefined ? known(network, ["instances", "loadBalancers", "subnets"]) : `did you mean ${like}?`;
  return new UserError(`"${text}" names nothing in ${network.source}; ${hint}`);
}

/** Endpoints without an interface here (gateway endpoints, and those in subnets that aren't known), groups of instances, databases. */
function foreignAt(network: Network, name: string): UnknownEnd[] | undefined {
  const resource = network.graph.get(name);
  if (resource?.type === "aws_vpc_endpoint")
    return [{ kind: "unknown", address: name, reason: "what lies behind the endpoint is not in the input" }];
  const stray = network.topology.strayInterfaces.find((one) => one.address === name);
  if (stray) return [{ kind: "unknown", ...stray }];
  if (!resource || !isForeignHost(resource)) return undefined;
  return [
    {
      kind: "unknown",
      address: name,
      reason: `the interfaces of a ${resource.type} are not in the input; ask from or to a subnet, or an address in it`,
    },
  ];
}

function refuseKnownTypes(network: Network, name: string): void {
  const resource = network.graph.get(name);
  if (resource)
    throw new UserError(
      `"${name}" is a ${resource.type}, which neither sends nor receives packets; name an instance, an interface, a subnet or a load balancer`,
    );
}

/**
 * Who sends: a Terraform address, `10.64.0.20@aws_vpc.client`, a bridge's word, a public address or `internet`.
 * @throws UserError when it names nothing
 */
export function senderNamed(network: Network, text: string): NamedEnd<Sender> {
  const { name } = currentParts(network, text);
  if (isInternet(network, name)) return { ends: [internet(network)] };
  const [address, place] = splitPlace(name);
  const ip = parseIpv4(address);
  if (ip !== undefined && place) return { ends: [endAt(network, ip, text, place)] };
  if (ip !== undefined) {
    if (setHas(NOT_PUBLIC, ip))
      throw new UserError(
        `"${text}" is a private address, which means nothing without its VPC; write ${name}@aws_vpc.<name>`,
      );
    return { ends: [{ kind: "internet", addresses: setOfAddresses([ip]), isAbstract: false }] };
  }
  if (network.bridge && (name === "client" || name === "web"))
    return { ends: sideSubnets(network, name).map((one) => endOfSubnet(one, network.topology.natGateways)) };
  const ends = sendersAt(network, name) ?? foreignAt(network, name);
  if (ends) return { ends };
  refuseKnownTypes(network, name);
  throw missing(network, text);
}

/** A service of the bridge, behind its load balancer. */
function serviceNamed(network: Network, name: string, path: string | undefined): BalancerEnd | undefined {
  const service = network.bridge?.services.find((one) => one.name === name);
  const balancer = loadBalancerOf(network);
  if (!service || !balancer) return undefined;
  const { match } = service.config;
  const [host, own] = [match?.hosts, match?.paths].map((patterns) => patterns?.[0] && exampleOf(patterns[0]));
  const wanted = path ?? own;
  return {
    kind: "balancer",
    balancer,
    ...(host !== undefined && { host }),
    ...(wanted !== undefined && { path: wanted }),
  };
}

/**
 * Who receives: as `senderNamed`, or a load balancer, a service's name, or a bare address as seen from the sender.
 * @throws UserError when it names nothing
 */
export function receiverNamed(network: Network, text: string): NamedEnd<Receiver> {
  const { name, port, path } = currentParts(network, text);
  const named = (ends: readonly Receiver[]): NamedEnd<Receiver> => ({ ends, ...(port !== undefined && { port }) });
  if (isInternet(network, name)) return named([internet(network)]);
  const [address, place] = splitPlace(name);
  const ip = parseIpv4(address);
  if (ip !== undefined && place) return named([endAt(network, ip, text, place)]);
  if (ip !== undefined) return named([{ kind: "address", addresses: setOfAddresses([ip]) }]);
  const isUrl = /^https?:/.test(text);
  const service = serviceNamed(network, name, path);
  if (service && (isUrl || !["client", "web"].includes(name))) return named([service]);
  const balancers = network.graph.withIdentity(name).map((resource) => resource.address);
  const balancer = network.topology.loadBalancers.find(
    (one) => one.address === name || balancers.includes(one.address),
  );
  if (balancer) return named([{ kind: "balancer", balancer, ...(path !== undefined && { path }) }]);
  if (network.bridge && (name === "client" || name === "web"))
    return named(sideSubnets(network, name).map((one) => endOfSubnet(one, network.topology.natGateways)));
  const ends = sendersAt(network, name) ?? foreignAt(network, name);
  if (ends) return named(ends);
  refuseKnownTypes(network, name);
  throw missing(network, text);
}
