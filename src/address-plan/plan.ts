import { type BridgeConfig, type ServiceConfig } from "../config/schema";
import { type KeyPath } from "../config/key-path";
import { isCrossAccount } from "../config/bridge-facts";
import { type Cidr, cidrEquals, cidrOverlaps, containsAddress, type Ipv4 } from "../ipv4";
import { setOfCidrs, toCidrs } from "../ip";
import { carve } from "./carve";

type SubnetRole = "client" | "nat" | "alb" | "balancer" | "attachment" | "shadow" | "web";

export interface PlannedSubnet {
  readonly name: string;
  readonly role: SubnetRole;
  readonly cidr: Cidr;
  readonly zone: string;
  /** Where the subnet's range comes from in the bridge file. */
  readonly path: KeyPath;
  /** Cut from the bridge range rather than written in the file. */
  readonly carved: boolean;
  /** Whether its hosts are clients of the bridge; client subnets only. */
  readonly clients: boolean;
  readonly existingId?: string;
  readonly existingRouteTable?: string;
}

export interface PlannedNat {
  readonly zone: string;
  readonly subnet: PlannedSubnet;
  /** The first one is the primary address; all are fixed, so that the ALB's security group can name them. */
  readonly addresses: readonly Ipv4[];
  readonly path: KeyPath;
}

/** A route table of client subnets: every ALB subnet goes to one NAT gateway. */
export interface ClientTable {
  /** Name of its first subnet; names the table. */
  readonly name: string;
  readonly existingId?: string;
  readonly subnets: readonly PlannedSubnet[];
  readonly nat: PlannedNat;
}

/** A destination that the ALB's subnets send to the web side. */
export interface Steer {
  readonly destination: Cidr;
  /**
   * interface: inside the client VPC's own ranges, where only a network interface may be the target.
   * transit-gateway: outside of them, an ordinary route.
   */
  readonly via: "interface" | "transit-gateway";
  readonly path: KeyPath;
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
}

/** AWS keeps the first four addresses of every subnet and the last one (VPC user guide, "Subnet sizing"). */
const RESERVED_AT_START = 4;

/** The first address of a subnet that AWS leaves to its hosts. */
export function firstFree(subnet: Cidr): Ipv4 {
  return subnet.base + RESERVED_AT_START;
}

/** All subnets of the client VPC that the plan knows. */
export function clientVpcSubnets(plan: AddressPlan): PlannedSubnet[] {
  const { clientSubnets, natSubnets, albSubnets, dedicatedAttachmentSubnets, shadowSubnets } = plan;
  return [...clientSubnets, ...natSubnets, ...albSubnets, ...dedicatedAttachmentSubnets, ...shadowSubnets];
}

/** The attachment subnet in an ALB subnet's zone: its network interface is where that ALB node's traffic leaves. */
export function attachmentSubnetFor(plan: AddressPlan, albSubnet: PlannedSubnet): PlannedSubnet | undefined {
  return plan.attachmentSubnets.find((subnet) => subnet.zone === albSubnet.zone);
}

interface SubnetConfig {
  readonly cidr: Cidr;
  readonly zone: string;
  readonly id?: string | undefined;
  readonly route_table?: string | undefined;
  readonly clients?: boolean;
}

/** The subnets that the file names. */
export function given(
  role: SubnetRole,
  path: KeyPath,
  subnets: Readonly<Record<string, SubnetConfig>> = {},
): PlannedSubnet[] {
  return Object.entries(subnets).map(([name, subnet]) => ({
    name,
    role,
    cidr: subnet.cidr,
    zone: subnet.zone,
    path: [...path, name, "cidr"],
    carved: false,
    clients: role === "client" && subnet.clients !== false,
    existingId: subnet.id,
    existingRouteTable: subnet.route_table,
  }));
}

function bridgeSubnets({ bridge }: BridgeConfig) {
  if (!bridge.zones) {
    return {
      alb: given("alb", ["bridge", "alb_subnets"], bridge.alb_subnets),
      nat: given("nat", ["bridge", "nat_subnets"], bridge.nat_subnets),
      attachment: given("attachment", ["bridge", "attachment_subnets"], bridge.attachment_subnets),
    };
  }
  const zones = carve(bridge.cidr, bridge.zones);
  const carved = (role: "alb" | "nat" | "attachment"): PlannedSubnet[] =>
    zones.map((zone) => ({
      name: `${role}-${zone.zone}`,
      role,
      cidr: zone[role],
      zone: zone.zone,
      path: ["bridge", "cidr"],
      carved: true,
      clients: false,
    }));
  return { alb: carved("alb"), nat: carved("nat"), attachment: carved("attachment") };
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
  { alb, attachment }: ReturnType<typeof bridgeSubnets>,
): PlannedSubnet[] {
  if (client.attachment) return namedSubnets(clientSubnets, client.attachment_subnets ?? []);
  return attachment.length > 0 ? attachment : alb;
}

function planNats(config: BridgeConfig, natSubnets: readonly PlannedSubnet[]): PlannedNat[] {
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

/** Groups subnets by the route table they share; created subnets have one each. */
export function byTable(subnets: readonly PlannedSubnet[]): PlannedSubnet[][] {
  const tables = new Map<string, PlannedSubnet[]>();
  for (const subnet of subnets) {
    const key = subnet.existingRouteTable ?? subnet.name;
    tables.set(key, [...(tables.get(key) ?? []), subnet]);
  }
  return [...tables.values()];
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

/**
 * Works out every subnet, route and target of a bridge in the client VPC. Pure; whether AWS would accept it is for the rules to say.
 * @param elsewhere the ranges of the other bridges of its VPCs
 */
export function planAddresses(bridge: BridgeFile, elsewhere: readonly Cidr[] = []): AddressPlan {
  const { config } = bridge;
  const clientSubnets = given("client", ["client", "subnets"], config.client.subnets);
  const webSubnets = given("web", ["web", "subnets"], config.web.subnets);
  const own = bridgeSubnets(config);
  const { alb, nat } = own;
  // None is made beside an attachment that exists.
  const attachment = config.client.attachment ? [] : own.attachment;
  const shadowSubnets = given("shadow", ["bridge", "shadow_subnets"], config.bridge.shadow_subnets);
  const clientCidrs = [config.client.vpc.cidr, ...config.client.vpc.secondary_cidrs];
  const nats = planNats(config, nat);
  const services = planServices(config, [...clientSubnets, ...nat, ...alb, ...attachment, ...shadowSubnets]);
  const ports = Object.values(config.services).flatMap((service) => [
    service.port,
    service.health.port ?? service.port,
  ]);
  return {
    place: "client",
    name: bridge.name,
    config,
    crossAccount: isCrossAccount(config),
    clientCidrs,
    bridgeCidr: config.bridge.cidr,
    elsewhere,
    webCidrs: [config.web.vpc.cidr, ...config.web.vpc.secondary_cidrs],
    clientSubnets,
    natSubnets: nat,
    albSubnets: alb,
    dedicatedAttachmentSubnets: attachment,
    attachmentSubnets: clientAttachmentSubnets(config, clientSubnets, own),
    shadowSubnets,
    webSubnets,
    webAttachmentSubnets: config.web.attachment_subnets
      ? webSubnets.filter((subnet) => config.web.attachment_subnets?.includes(subnet.name))
      : firstOfEachZone(webSubnets),
    nats,
    clientTables: planClientTables(clientSubnets, nats),
    webTables: byTable(webSubnets).flatMap((subnets) => {
      const first = subnets[0];
      return first ? [{ name: first.name, existingId: first.existingRouteTable, subnets }] : [];
    }),
    steers: planSteers(config, [...clientCidrs, config.bridge.cidr], webSubnets),
    albPrefixes: toCidrs(setOfCidrs(alb.map((subnet) => subnet.cidr))),
    services,
    targets: services.flatMap((service) => service.targets),
    targetPorts: [...new Set(ports)].sort((a, b) => a - b),
  };
}

/** The client or shadow subnet whose range is exactly this one. */
export function subnetEqualTo(plan: AddressPlan, destination: Cidr): PlannedSubnet | undefined {
  return clientVpcSubnets(plan).find((subnet) => cidrEquals(subnet.cidr, destination));
}
