import { type BridgeConfig, type ServiceConfig } from "../config/schema";
import { type KeyPath } from "../config/key-path";
import { hasAlb, isCrossAccount } from "../config/bridge-facts";
import { type Cidr, cidrEquals, cidrOverlaps, containsAddress, type Ipv4 } from "../ipv4";
import { setOfCidrs, toCidrs } from "../ip";
import { type PlannedAppliance, planAppliance } from "./appliance/appliance-plan";
import { bridgeSubnets, type BridgeSubnets } from "./bridge-subnets";
import { byTable, firstFree, type GivenGateways, given, type PlannedSubnet, type Steer } from "./planned-subnet";

export interface PlannedNat {
  readonly zone: string;
  readonly subnet: PlannedSubnet;
  /** The first one is the primary address; all are fixed, so that the ALB's security group can name them. */
  readonly addresses: readonly Ipv4[];
  readonly path: KeyPath;
  /** Id of a gateway that exists. */
  readonly existingId?: string;
}

/** A route table of client subnets: every ALB subnet goes to one NAT gateway. */
export interface ClientTable {
  /** Name of its first subnet; names the table. */
  readonly name: string;
  readonly existingId?: string;
  readonly subnets: readonly PlannedSubnet[];
  readonly nat: PlannedNat;
}

/** A route table of web subnets. */
export interface WebTable {
  readonly name: string;
  readonly existingId?: string;
  readonly subnets: readonly PlannedSubnet[];
}

export interface PlannedTarget {
  readonly service: string;
  readonly address: Ipv4;
  readonly port: number;
  /** The subnet of the client VPC that covers the address: AWS takes the target's zone from it. */
  readonly coveredBy?: PlannedSubnet;
  /** The target's `availability_zone` argument: refused by AWS for a covered address, required ("all") for any other. */
  readonly availabilityZone?: "all";
  readonly path: KeyPath;
}

export interface PlannedService {
  readonly name: string;
  readonly config: ServiceConfig;
  /** Priority of its listener rules: the file's, or 10 per place in the list, so that one added at the end moves no other. */
  readonly priority: number;
  readonly targets: readonly PlannedTarget[];
}

/** Every address and route of a bridge in the client VPC, worked out before any construct exists. */
export interface AddressPlan {
  readonly place: "client";
  readonly name: string;
  readonly config: BridgeConfig;
  readonly crossAccount: boolean;
  /** The client VPC's ranges without the bridge's. */
  readonly clientCidrs: readonly Cidr[];
  readonly bridgeCidr: Cidr;
  /** Ranges of other bridges, as far as they are known: no rule looks at them, but what is suggested keeps off them. */
  readonly elsewhere: readonly Cidr[];
  readonly webCidrs: readonly Cidr[];
  readonly clientSubnets: readonly PlannedSubnet[];
  readonly natSubnets: readonly PlannedSubnet[];
  readonly albSubnets: readonly PlannedSubnet[];
  /** Subnets made for the attachment alone; empty when it lives in the ALB's subnets. */
  readonly dedicatedAttachmentSubnets: readonly PlannedSubnet[];
  /** The subnets that hold the client side's attachment. */
  readonly attachmentSubnets: readonly PlannedSubnet[];
  /** Subnets of the appliances' interfaces, towards the clients and towards the web side. */
  readonly innerSubnets: readonly PlannedSubnet[];
  readonly outerSubnets: readonly PlannedSubnet[];
  readonly shadowSubnets: readonly PlannedSubnet[];
  readonly webSubnets: readonly PlannedSubnet[];
  readonly webAttachmentSubnets: readonly PlannedSubnet[];
  readonly nats: readonly PlannedNat[];
  readonly clientTables: readonly ClientTable[];
  readonly webTables: readonly WebTable[];
  readonly steers: readonly Steer[];
  /** The ALB subnets as few ranges as possible, none wider than what it holds: what the web side routes and admits. */
  readonly albPrefixes: readonly Cidr[];
  readonly services: readonly PlannedService[];
  /** The targets of all services. */
  readonly targets: readonly PlannedTarget[];
  /** Ports of the web servers that the ALB opens connections to, health checks included; sorted. */
  readonly targetPorts: readonly number[];
  /** Undefined where the file has none. */
  readonly appliance: PlannedAppliance | undefined;
}

/** All subnets of the client VPC that the plan knows. */
export function clientVpcSubnets(plan: AddressPlan): PlannedSubnet[] {
  return [...plan.clientSubnets, ...bridgeOwnSubnets(plan), ...plan.shadowSubnets];
}

/** The subnets of the bridge itself, those of NAT gateways that exist among them. */
export function bridgeOwnSubnets(plan: AddressPlan): PlannedSubnet[] {
  const { natSubnets, albSubnets, dedicatedAttachmentSubnets, innerSubnets, outerSubnets } = plan;
  return [...natSubnets, ...albSubnets, ...dedicatedAttachmentSubnets, ...innerSubnets, ...outerSubnets];
}

/** The attachment subnet in an ALB subnet's zone: its network interface is where that ALB node's traffic leaves. */
export function attachmentSubnetFor(plan: AddressPlan, albSubnet: PlannedSubnet): PlannedSubnet | undefined {
  return plan.attachmentSubnets.find((subnet) => subnet.zone === albSubnet.zone);
}

/** Subnets of these names, in the order of the names; those of no subnet a rule tells of. */
export function namedSubnets(subnets: readonly PlannedSubnet[], names: readonly string[]): PlannedSubnet[] {
  const byName = new Map(subnets.map((subnet) => [subnet.name, subnet]));
  return names.flatMap((name) => byName.get(name) ?? []);
}

/** The subnets that hold the client side's attachment: those where it is, or its own, or the ALB's. */
function clientAttachmentSubnets(
  { client }: BridgeConfig,
  clientSubnets: readonly PlannedSubnet[],
  { alb, attachment }: BridgeSubnets,
): readonly PlannedSubnet[] {
  if (client.attachment) return namedSubnets(clientSubnets, client.attachment_subnets ?? []);
  return attachment.length > 0 ? attachment : alb;
}

/** NAT gateways that exist. */
export function existingNats(path: KeyPath, gateways: GivenGateways, subnets: readonly PlannedSubnet[]): PlannedNat[] {
  return subnets.flatMap((subnet) => {
    const gateway = gateways[subnet.name];
    if (!gateway) return [];
    const { addresses, id } = gateway;
    return [{ zone: subnet.zone, subnet, addresses, path: [...path, subnet.name, "addresses"], existingId: id }];
  });
}

function planNats(config: BridgeConfig, natSubnets: readonly PlannedSubnet[]): PlannedNat[] {
  const { nat_gateways: gateways } = config.bridge;
  if (gateways) return existingNats(["bridge", "nat_gateways"], gateways, natSubnets);
  return natSubnets.map((subnet) => {
    const addresses = config.bridge.nat_subnets?.[subnet.name]?.addresses;
    return {
      zone: subnet.zone,
      subnet,
      addresses: addresses ?? [firstFree(subnet.cidr)],
      path: addresses ? ["bridge", "nat_subnets", subnet.name, "addresses"] : subnet.path,
    };
  });
}

/** The tables of subnets with clients, each with the NAT gateway that its clients use. */
export function planClientTables(clientSubnets: readonly PlannedSubnet[], nats: readonly PlannedNat[]): ClientTable[] {
  return byTable(clientSubnets.filter((subnet) => subnet.clients)).flatMap((subnets) => {
    const first = subnets[0];
    // A zone without a NAT gateway of its own uses the first one.
    const nat = nats.find((candidate) => candidate.zone === first?.zone) ?? nats[0];
    return first && nat ? [{ name: first.name, existingId: first.existingRouteTable, subnets, nat }] : [];
  });
}

function planSteers(config: BridgeConfig, vpcCidrs: readonly Cidr[], webSubnets: readonly PlannedSubnet[]): Steer[] {
  const targets = Object.values(config.services).flatMap((service) => service.targets);
  const wanted: { destination: Cidr; path: KeyPath }[] = config.bridge.steer
    ? config.bridge.steer.map((destination, i) => ({ destination, path: ["bridge", "steer", i] }))
    : webSubnets
        .filter((subnet) => targets.some((target) => containsAddress(subnet.cidr, target)))
        .map((subnet) => ({ destination: subnet.cidr, path: subnet.path }));
  return wanted.map(({ destination, path }) => ({
    destination,
    path,
    via: vpcCidrs.some((cidr) => cidrOverlaps(cidr, destination)) ? "interface" : "transit-gateway",
  }));
}

/** The first subnet of each zone. */
export function firstOfEachZone(subnets: readonly PlannedSubnet[]): PlannedSubnet[] {
  return subnets.filter((subnet, i) => subnets.findIndex((other) => other.zone === subnet.zone) === i);
}

/** The default priority of the rules of the service at this place in the list, counted from 0. */
export function priorityAt(place: number): number {
  return (place + 1) * PRIORITY_STEP;
}

const PRIORITY_STEP = 10;

function planServices(config: BridgeConfig, clientVpc: readonly PlannedSubnet[]): PlannedService[] {
  return Object.entries(config.services).map(([name, service], i) => ({
    name,
    config: service,
    priority: service.priority ?? priorityAt(i),
    targets: service.targets.map((address, k): PlannedTarget => {
      const target = { service: name, address, port: service.port, path: ["services", name, "targets", k] };
      const coveredBy = clientVpc.find((subnet) => containsAddress(subnet.cidr, address));
      return coveredBy ? { ...target, coveredBy } : { ...target, availabilityZone: "all" };
    }),
  }));
}

/** A bridge file of place client, read. */
interface BridgeFile {
  readonly name: string;
  readonly config: BridgeConfig;
}

/** Every range and subnet of the two VPCs. */
function placesOf(config: BridgeConfig) {
  const { client, web, bridge } = config;
  const clientSubnets = given("client", ["client", "subnets"], client.subnets);
  const own = bridgeSubnets(config);
  const clientCidrs = [client.vpc.cidr, ...client.vpc.secondary_cidrs];
  return {
    clientCidrs,
    vpcCidrs: [...clientCidrs, bridge.cidr],
    webCidrs: [web.vpc.cidr, ...web.vpc.secondary_cidrs],
    clientSubnets,
    webSubnets: given("web", ["web", "subnets"], web.subnets),
    ...own,
    // None is made beside an attachment that exists.
    attachment: client.attachment ? [] : own.attachment,
    attachmentSubnets: clientAttachmentSubnets(config, clientSubnets, own),
    shadowSubnets: given("shadow", ["bridge", "shadow_subnets"], bridge.shadow_subnets),
  };
}

/** Each port once, those of health checks too. */
function portsOf(config: BridgeConfig): number[] {
  const ports = Object.values(config.services).flatMap(({ port, health }) => [port, health.port ?? port]);
  return [...new Set(ports)].sort((a, b) => a - b);
}

function planWebTables(webSubnets: readonly PlannedSubnet[]): WebTable[] {
  return byTable(webSubnets).flatMap((subnets) => {
    const first = subnets[0];
    return first ? [{ name: first.name, existingId: first.existingRouteTable, subnets }] : [];
  });
}

function webAttachmentSubnets({ web }: BridgeConfig, webSubnets: readonly PlannedSubnet[]): PlannedSubnet[] {
  const { attachment_subnets: names } = web;
  return names ? webSubnets.filter(({ name }) => names.includes(name)) : firstOfEachZone(webSubnets);
}

/**
 * Works out every subnet, route and target of a bridge in the client VPC. Pure; whether AWS would accept it is for the rules to say.
 * @param elsewhere the ranges of the other bridges of its VPCs
 */
export function planAddresses(bridge: BridgeFile, elsewhere: readonly Cidr[] = []): AddressPlan {
  const { config } = bridge;
  const { web, client } = config;
  const places = placesOf(config);
  const { clientSubnets, webSubnets, alb, nat, attachment, inner, outer, shadowSubnets } = places;
  const { clientCidrs, webCidrs, vpcCidrs, attachmentSubnets } = places;
  const nats = planNats(config, nat);
  const ofBridge = [...nat, ...alb, ...attachment, ...inner, ...outer];
  const services = planServices(config, [...clientSubnets, ...ofBridge, ...shadowSubnets]);
  const taken = [...vpcCidrs, ...webCidrs, ...client.vpc.routes, ...web.vpc.routes];
  return {
    place: "client",
    name: bridge.name,
    config,
    crossAccount: isCrossAccount(config),
    clientCidrs,
    bridgeCidr: config.bridge.cidr,
    elsewhere,
    webCidrs,
    clientSubnets,
    natSubnets: nat,
    albSubnets: alb,
    dedicatedAttachmentSubnets: attachment,
    attachmentSubnets,
    innerSubnets: inner,
    outerSubnets: outer,
    shadowSubnets,
    webSubnets,
    webAttachmentSubnets: webAttachmentSubnets(config, webSubnets),
    nats,
    clientTables: planClientTables(clientSubnets, nats),
    webTables: planWebTables(webSubnets),
    steers: hasAlb(config) ? planSteers(config, vpcCidrs, webSubnets) : [],
    albPrefixes: toCidrs(setOfCidrs(alb.map((subnet) => subnet.cidr))),
    services,
    targets: services.flatMap((service) => service.targets),
    targetPorts: portsOf(config),
    appliance: planAppliance({
      config,
      taken,
      clientVpcCidrs: vpcCidrs,
      clientSubnets,
      webSubnets,
      inner,
      outer,
      attachmentSubnets,
    }),
  };
}

/** The client or shadow subnet whose range is exactly this one. */
export function subnetEqualTo(plan: AddressPlan, destination: Cidr): PlannedSubnet | undefined {
  return clientVpcSubnets(plan).find((subnet) => cidrEquals(subnet.cidr, destination));
}
