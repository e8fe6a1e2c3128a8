import { type Address, type Family, familyOf, ofFamily, parseAddress, setHas, setOfAddresses } from "../ip";
import { type EndText, ON_PREMISES, readEnd, splitPlace } from "../naming/end-text";
import { nearest } from "../naming/nearest";
import { hasRole, type Resource, type ResourceGraph } from "../terraform";
import {
  isForeignHost,
  isStandIn,
  type NatGateway,
  type Nic,
  type Service,
  type Subnet,
  type Topology,
  type Vpc,
} from "../topology";
import { rangesDoubt } from "./delivery";
import {
  type AskedRule,
  type BalancerEnd,
  endOfInstance,
  endOfInternet,
  endOfNat,
  endOfNic,
  endOfOutsider,
  endOfService,
  endOfSubnet,
  receiverOfService,
  type HostEnd,
  type InternetEnd,
  type Receiver,
  type Sender,
  type UnknownEnd,
} from "./ends";
import { ruleAsked } from "./balancer";
import { heldOf, rangesOf } from "./families";
import { type PortSet, PUBLIC } from "./packets";
import { premisesNamed } from "./named-premises";
import { QuestionFault } from "./question-fault";

/** What a network's owner calls things in it, beside their Terraform addresses. */
interface OwnWords {
  /** Whether the word stands for one side of the network: a VPC, and the subnets in it that are meant. */
  isSide(word: string): boolean;
  /** A word that is a side's and a service's means the service, where it receives. */
  readonly servicesFirst?: boolean;
  vpcOf(side: string): Vpc | undefined;
  subnetsOf(side: string): readonly Subnet[];
  /** What the word stands for behind a load balancer. */
  balancerOf(word: string, path: string | undefined): BalancerEnd | undefined;
  /** How it is met where its load balancer has other things behind it, or where these senders come to it by endpoints. */
  doorOf?(word: string, from: readonly Sender[]): Door | undefined;
}

/** How something behind a load balancer is met. */
export interface Door {
  readonly ports: PortSet;
  /** Interfaces of endpoints that lead to it; undefined: the load balancer's own. */
  readonly endpoints?: readonly Receiver[];
}

/** A network whose things can be named. */
export interface NamedNetwork {
  readonly graph: ResourceGraph;
  readonly topology: Topology;
  /** What was read, for people. */
  readonly source: string;
  readonly words?: OwnWords;
}

/** An end as asked for, with what its text says of the port. */
export interface NamedEnd<T> {
  /** Several when the word stands for several (all client subnets, all nodes of a load balancer). */
  readonly ends: readonly T[];
  readonly port?: number;
  /** Where the text says no port: those on which what it means is met. */
  readonly ports?: PortSet;
  /** What is requested there, where something else than the ends reads it. */
  readonly rule?: AskedRule;
}

/** @throws QuestionFault when it has a port that is none */
function partsOf(text: string): EndText {
  const parts = readEnd(text);
  if (parts.badPort !== undefined)
    throw new QuestionFault("number", text, `"${text}": "${parts.badPort}" is no port; write a number from 0 to 65535`);
  return parts;
}

/** The parts, with the address that a resource has now in place of one that it moves from. */
function currentParts(network: NamedNetwork, text: string): EndText {
  const parts = partsOf(text);
  const [address, place] = splitPlace(parts.name);
  const name =
    place && (parseAddress(address) !== undefined || address === ON_PREMISES)
      ? `${address}@${network.graph.currentAddress(place)}`
      : network.graph.currentAddress(parts.name);
  return { ...parts, name };
}

function vpcNamed(network: NamedNetwork, name: string): Vpc | undefined {
  const { topology, graph, words } = network;
  if (words?.isSide(name)) return words.vpcOf(name);
  const own = topology.vpcs.find((vpc) => vpc.address === name);
  if (own) return own;
  const byId = graph.withIdentity(name).map((resource) => resource.address);
  return topology.vpcs.find((vpc) => byId.includes(vpc.address));
}

/** An address in a VPC or subnet: the interface that holds it, a NAT gateway, or any host that could sit there. */
function endAt(network: NamedNetwork, address: Address, text: string, place: string): HostEnd | UnknownEnd {
  const subnetOwn = network.topology.subnets.find((one) => one.address === place);
  const vpc = subnetOwn?.vpc ?? vpcNamed(network, place);
  if (!vpc)
    throw new QuestionFault(
      "names-nothing",
      text,
      `"${text}": there is no VPC or subnet "${place}" in ${network.source}; ${known(network, ["vpcs"])}`,
    );
  const subnet = vpc.subnets.find((one) => setHas(rangesOf(one), address));
  if (!subnet) {
    if (mayHoldMore(vpc, familyOf(address)))
      return { kind: "unknown", address: vpc.address, reason: "its subnets are not all known" };
    throw new QuestionFault(
      "no-subnet",
      text,
      `"${text}": no subnet of ${vpc.address} holds this address; ${known(network, ["subnets"])}`,
    );
  }
  const family = familyOf(address);
  const holds = (one: Nic | NatGateway): boolean => one.subnet === subnet && setHas(heldOf(one, family) ?? [], address);
  const nic = nicsOf(network).find(holds);
  const nat = network.topology.natGateways.find(holds);
  const addresses = setOfAddresses([address]);
  return {
    kind: "host",
    subnet,
    ...(nic && { nic }),
    ...(nat && { nat }),
    addresses: ofFamily(addresses, "ipv4"),
    isOneOf: false,
    ...(family === "ipv6" && { ipv6: { addresses, isOneOf: false } }),
  };
}

/** Whoever is sent to at an address: where AWS itself listed all interfaces, nobody else than they could sit there. */
function receiverAt(network: NamedNetwork, end: HostEnd | UnknownEnd): HostEnd | UnknownEnd {
  const isVacant = network.graph.kind === "account" && end.kind === "host" && !end.nic && !end.nat;
  return isVacant ? { ...end, isVacant } : end;
}

/** Whether some subnet of the VPC may hold an address of the family that none is known to hold. */
function mayHoldMore(vpc: Vpc, family: Family): boolean {
  if (rangesDoubt(vpc, family)) return true;
  return vpc.subnets.some(({ cidr, ipv6Cidr, isIpv6Only }) =>
    family === "ipv4" ? !cidr && isIpv6Only !== true : ipv6Cidr !== undefined && isStandIn(ipv6Cidr),
  );
}

function nicsOf({ topology }: NamedNetwork): readonly Nic[] {
  return [...topology.nics, ...topology.loadBalancers.flatMap((balancer) => balancer.nodes)];
}

function known(network: NamedNetwork, kinds: readonly ("vpcs" | "subnets" | "instances" | "loadBalancers")[]): string {
  const names = kinds.flatMap((kind) => network.topology[kind].map((one) => one.address));
  const shown = names.slice(0, 6).join(", ");
  return names.length === 0
    ? "it has none"
    : `it has ${shown}${names.length > 6 ? ` and ${names.length - 6} more` : ""}`;
}

/** The service of this address or id. */
function serviceAt({ topology, graph }: NamedNetwork, name: string): Service | undefined {
  const byId = graph.withIdentity(name).map((resource) => resource.address);
  return topology.services.find(({ address }) => address === name || byId.includes(address));
}

/** Whatever has this Terraform address and can send. Data sources and ids count too. */
function sendersAt(network: NamedNetwork, name: string): (HostEnd | UnknownEnd)[] | undefined {
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
  const service = serviceAt(network, name);
  if (service) return [endOfService(service)];
  const outsider = topology.outsiders.find(is);
  if (outsider) return [endOfOutsider(outsider)];
  const vpc = topology.vpcs.find(is);
  if (vpc && vpc.subnets.length > 0) return vpc.subnets.map((one) => endOfSubnet(one, topology.natGateways));
  return vpc ? [{ kind: "unknown", address: vpc.address, reason: "it has no known subnet" }] : undefined;
}

function sideNamed({ words, topology }: NamedNetwork, name: string): (HostEnd | UnknownEnd)[] | undefined {
  if (!words?.isSide(name)) return undefined;
  return words.subnetsOf(name).map((one) => endOfSubnet(one, topology.natGateways));
}

function isInternet(network: NamedNetwork, name: string): boolean {
  return name === "internet" || network.topology.internetGateways.some((one) => one.address === name);
}

function internet(network: NamedNetwork): InternetEnd {
  return endOfInternet(network.topology);
}

function missing(network: NamedNetwork, text: string): QuestionFault {
  const { instances, loadBalancers, subnets, services, outsiders, onPremises } = network.topology;
  const things = [...instances, ...loadBalancers, ...subnets, ...nicsOf(network), ...services, ...outsiders];
  const words = onPremises.length > 0 ? [ON_PREMISES] : [];
  const like = nearest(partsOf(text).name, [...things.map((one) => one.address), ...words]);
  const hint = like === undefined ? known(network, ["instances", "loadBalancers", "subnets"]) : `did you mean ${like}?`;
  return new QuestionFault("names-nothing", text, `"${text}" names nothing in ${network.source}; ${hint}`);
}

/** Endpoints without an interface here (gateway endpoints, and those in subnets that aren't known), groups of instances, databases. */
function foreignAt(network: NamedNetwork, name: string): UnknownEnd[] | undefined {
  const resource = network.graph.get(name);
  if (resource?.type === "aws_vpc_endpoint")
    return [{ kind: "unknown", address: name, reason: "what lies behind the endpoint is not in the input" }];
  const stray = network.topology.strayInterfaces.find((one) => one.address === name);
  if (stray) return [{ kind: "unknown", ...stray }];
  if (!resource || !isForeignHost(resource)) return undefined;
  const led = ledToBy(network, resource);
  if (led.length > 0)
    return [
      { kind: "unknown", address: name, reason: `it leads to ${led.join(", ")}; ask from internet to one of them` },
    ];
  return [
    {
      kind: "unknown",
      address: name,
      reason: `the interfaces of a ${resource.type} are not in the input; ask from or to a subnet, or an address in it`,
    },
  ];
}

/** What a way in from the internet leads to. An accelerator's endpoint groups are named one by one. */
function ledToBy({ topology }: NamedNetwork, { address, type }: Resource): string[] {
  const isAccelerator = hasRole(type, "accelerator") || hasRole(type, "accelerator-listener");
  const isMeant = (way: Topology["waysIn"][number]): boolean =>
    way.address === address || (isAccelerator && way.acceleration !== undefined);
  return [...new Set(topology.waysIn.filter(isMeant).flatMap(({ to = [] }) => [...to]))];
}

/** What can be asked of instead of a thing: for an endpoint service who leads to it, and what stands behind it. */
function insteadOf({ topology }: NamedNetwork, name: string): string {
  const links = topology.privateLinks.filter(({ service }) => service?.address === name);
  const ends = links.flatMap(({ address, service }) => [
    address,
    ...(service?.balancers ?? []).map((one) => one.address),
  ]);
  const listed = [...new Set(ends)].slice(0, MOST_INSTEAD).join(" or ");
  return listed || "an instance, an interface, a subnet or a load balancer";
}

const MOST_INSTEAD = 4;

function refuseKnownTypes(network: NamedNetwork, name: string): void {
  const resource = network.graph.get(name);
  if (resource)
    throw new QuestionFault(
      "no-sender-or-receiver",
      name,
      `"${name}" is a ${resource.type}, which neither sends nor receives packets; name ${insteadOf(network, name)}`,
    );
}

/**
 * Who sends: a Terraform address, `10.64.0.20@aws_vpc.client`, a word of the owner, a public address or `internet`.
 * @throws QuestionFault when it names nothing
 */
export function senderNamed(network: NamedNetwork, text: string): NamedEnd<Sender> {
  const { name } = currentParts(network, text);
  if (isInternet(network, name)) return { ends: [internet(network)] };
  const premises = premisesNamed(network, text, name);
  if (premises) return { ends: [premises] };
  const [address, place] = splitPlace(name);
  const ip = parseAddress(address);
  if (ip !== undefined && place) return { ends: [endAt(network, ip, text, place)] };
  if (ip !== undefined) {
    if (!setHas(PUBLIC, ip))
      throw new QuestionFault(
        "address-without-vpc",
        text,
        `"${text}" is a private address, which means nothing without its VPC; write ${name}@aws_vpc.<name>`,
      );
    // An address of IPv6 that a subnet has is nobody else's (VPC user guide, IPv6 addressing).
    const own = familyOf(ip) === "ipv6" && network.topology.subnets.find((one) => setHas(rangesOf(one), ip));
    if (own) return { ends: [endAt(network, ip, text, own.address)] };
    return { ends: [{ kind: "internet", addresses: setOfAddresses([ip]), isAbstract: false }] };
  }
  const ends = sideNamed(network, name) ?? sendersAt(network, name) ?? foreignAt(network, name);
  if (ends) return { ends };
  refuseKnownTypes(network, name);
  throw missing(network, text);
}

/** A load balancer by its own address, id or ARN, or by a word of the owner. */
function balancerNamed(network: NamedNetwork, text: string, { name, path }: EndText): BalancerEnd | undefined {
  const { words, graph, topology } = network;
  const isUrl = /^https?:/.test(text);
  const isService = isUrl || words?.servicesFirst === true || words?.isSide(name) === false;
  const own = isService ? words?.balancerOf(name, path) : undefined;
  if (own) return own;
  const byId = graph.withIdentity(name).map((resource) => resource.address);
  const balancer = topology.loadBalancers.find((one) => one.address === name || byId.includes(one.address));
  return balancer && { kind: "balancer", balancer, ...(path !== undefined && { path }) };
}

/**
 * Who receives: as `senderNamed`, or a load balancer, or a bare address as seen from the sender.
 * @param from who sends: a service's name may lead each to a place of its own
 * @throws QuestionFault when it names nothing
 */
export function receiverNamed(network: NamedNetwork, text: string, from: readonly Sender[] = []): NamedEnd<Receiver> {
  const parts = currentParts(network, text);
  const { name, port } = parts;
  const named = (ends: readonly Receiver[]): NamedEnd<Receiver> => ({ ends, ...(port !== undefined && { port }) });
  if (isInternet(network, name)) return named([internet(network)]);
  const premises = premisesNamed(network, text, name);
  if (premises) return named([premises]);
  const [address, place] = splitPlace(name);
  const ip = parseAddress(address);
  if (ip !== undefined && place) return named([receiverAt(network, endAt(network, ip, text, place))]);
  if (ip !== undefined) return named([{ kind: "address", addresses: setOfAddresses([ip]) }]);
  const balancer = balancerNamed(network, text, parts);
  if (balancer) {
    const door =
      network.words?.balancerOf(name, undefined)?.balancer === balancer.balancer && network.words.doorOf?.(name, from);
    if (!door) return named([balancer]);
    const rule = door.endpoints && ruleAsked(balancer);
    const met = { ...(port === undefined && { ports: door.ports }), ...(rule && { rule }) };
    return { ...named(door.endpoints ?? [balancer]), ...met };
  }
  const service = serviceAt(network, name);
  if (service) return named([receiverOfService(service)]);
  const ends = sideNamed(network, name) ?? sendersAt(network, name) ?? foreignAt(network, name);
  if (ends) return named(ends);
  refuseKnownTypes(network, name);
  throw missing(network, text);
}
