import { type PortRange } from "../../config/appliance-schema";
import { type BridgeConfig } from "../../config/schema";
import { type Cidr, cidrOverlaps, type Ipv4 } from "../../ipv4";
import { byTable, firstFree, type PlannedSubnet, type Steer } from "../planned-subnet";
import { joined, mapPrefixes, type MappedPrefix, twinOf } from "./virtual-ranges";

/** Traffic that one side may open towards the other one. */
export interface PlannedTraffic {
  /** icmp: echo requests. */
  readonly protocol: "tcp" | "udp" | "icmp";
  /** Destination ports in their order, none of them touching; of ICMP none. */
  readonly ports: readonly PortRange[];
}

/** The appliance of one zone. */
export interface PlannedApplianceZone {
  readonly zone: string;
  readonly inner: PlannedSubnet;
  readonly outer: PlannedSubnet;
  readonly innerAddress: Ipv4;
  readonly outerAddress: Ipv4;
  /** Where what it sends enters the transit gateway; none: a rule tells. */
  readonly attachmentSubnet: PlannedSubnet | undefined;
}

/** A route table of client subnets, and the zone whose appliance its clients use. */
interface ApplianceTable {
  readonly name: string;
  readonly subnets: readonly PlannedSubnet[];
  readonly zone: string;
}

/** Everything of a bridge's appliances, worked out. */
export interface PlannedAppliance {
  /** How the web side sees clients. */
  readonly clients: readonly MappedPrefix[];
  /** How clients see the web side. */
  readonly web: readonly MappedPrefix[];
  /** Ranges of the clients themselves, as few as possible. */
  readonly clientRanges: readonly Cidr[];
  /** What stands for them, as few ranges as possible: what the web side routes and admits. */
  readonly clientTwins: readonly Cidr[];
  /** What clients route to their appliance. */
  readonly webTwins: readonly Cidr[];
  readonly clientToWeb: readonly PlannedTraffic[];
  /** Nothing unless the web side may open connections. */
  readonly webToClient: readonly PlannedTraffic[];
  readonly zones: readonly PlannedApplianceZone[];
  readonly tables: readonly ApplianceTable[];
  /** Subnets that hold the attachment, one of each route table: where replies arrive. */
  readonly attachmentTables: readonly PlannedSubnet[];
  /** The web subnets that are mapped, as the outer subnets send packets to them. */
  readonly steers: readonly Steer[];
}

/** What of the rest of the plan an appliance is worked out from. */
export interface AroundAppliance {
  readonly config: BridgeConfig;
  /** Every range of the two VPCs, and what they route. */
  readonly taken: readonly Cidr[];
  readonly clientVpcCidrs: readonly Cidr[];
  readonly clientSubnets: readonly PlannedSubnet[];
  readonly webSubnets: readonly PlannedSubnet[];
  readonly inner: readonly PlannedSubnet[];
  readonly outer: readonly PlannedSubnet[];
  readonly attachmentSubnets: readonly PlannedSubnet[];
}

type WrittenTraffic = NonNullable<BridgeConfig["appliance"]>["client_to_web"];

function mergedPorts(ranges: readonly PortRange[]): PortRange[] {
  const merged: PortRange[] = [];
  for (const { from, to } of [...ranges].sort((a, b) => a.from - b.from)) {
    const last = merged.at(-1);
    if (last && from <= last.to + 1) merged[merged.length - 1] = { from: last.from, to: Math.max(last.to, to) };
    else merged.push({ from, to });
  }
  return merged;
}

/** Each protocol once, in the order in which the file first names it. */
function planTraffic(written: WrittenTraffic): PlannedTraffic[] {
  const names = { TCP: "tcp", UDP: "udp", ICMP: "icmp" } as const;
  const protocols = [...new Set(written.map(({ protocol }) => protocol))];
  return protocols.map((protocol) => ({
    protocol: names[protocol],
    ports: mergedPorts(written.flatMap((one) => (one.protocol === protocol ? (one.ports ?? []) : []))),
  }));
}

/** The zones that have an appliance. */
export function applianceZones({ appliance, bridge, client }: BridgeConfig): readonly string[] {
  if (!appliance) return [];
  if (appliance.zones) return appliance.zones;
  if (!bridge.zones) return [...new Set(Object.values(bridge.inner_subnets ?? {}).map(({ zone }) => zone))];
  const ofClients = new Set(Object.values(client.subnets).flatMap((one) => (one.clients ? [one.zone] : [])));
  const zones = bridge.zones.filter((zone) => ofClients.has(zone));
  return zones.length > 0 ? zones : bridge.zones.slice(0, 1);
}

function planZones({ config, inner, outer, attachmentSubnets }: AroundAppliance): PlannedApplianceZone[] {
  const at = (subnets: readonly PlannedSubnet[], zone: string) => subnets.find((subnet) => subnet.zone === zone);
  return applianceZones(config).flatMap((zone) => {
    const [inside, outside] = [at(inner, zone), at(outer, zone)];
    if (!inside || !outside) return [];
    return {
      zone,
      inner: inside,
      outer: outside,
      innerAddress: firstFree(inside.cidr),
      outerAddress: firstFree(outside.cidr),
      attachmentSubnet: at(attachmentSubnets, zone),
    };
  });
}

function planTables(clients: readonly PlannedSubnet[], zones: readonly PlannedApplianceZone[]): ApplianceTable[] {
  return byTable(clients).flatMap((subnets) => {
    const first = subnets[0];
    const zone = zones.find((one) => one.zone === first?.zone) ?? zones[0];
    return first && zone ? [{ name: first.name, subnets, zone: zone.zone }] : [];
  });
}

/** What stands for the clients of some subnets. */
export function twinsOf(clients: readonly MappedPrefix[], subnets: readonly PlannedSubnet[]): Cidr[] {
  return joined(subnets.flatMap(({ cidr }) => twinOf(clients, cidr) ?? []));
}

/** Works out the appliances of a bridge; undefined where its file has none. */
export function planAppliance(around: AroundAppliance): PlannedAppliance | undefined {
  const { config, clientSubnets, webSubnets, taken, clientVpcCidrs } = around;
  const { appliance } = config;
  if (!appliance) return undefined;
  const ofClients = clientSubnets.filter((subnet) => subnet.clients);
  const [clientRanges, webRanges] = [ofClients, webSubnets].map((subnets) => joined(subnets.map(({ cidr }) => cidr)));
  const { clients_seen_as: asClients, web_seen_as: asWeb } = appliance;
  const written = [asClients, asWeb].flatMap((seen) =>
    seen === undefined ? [] : "whole" in seen ? [seen.whole] : seen.pairs.map(({ virtual }) => virtual),
  );
  const off = [...taken, ...written];
  const web = mapPrefixes(asWeb, ["appliance", "web_seen_as"], webRanges ?? [], off);
  const used = [...off, ...web.map(({ virtual }) => virtual)];
  const clients = mapPrefixes(asClients, ["appliance", "clients_seen_as"], clientRanges ?? [], used);
  const zones = planZones(around);
  return {
    clients,
    web,
    clientRanges: clientRanges ?? [],
    clientTwins: twinsOf(clients, ofClients),
    webTwins: joined(web.map(({ virtual }) => virtual)),
    clientToWeb: planTraffic(appliance.client_to_web),
    webToClient: appliance.initiate === "both" ? planTraffic(appliance.web_to_client) : [],
    zones,
    tables: planTables(ofClients, zones),
    attachmentTables: byTable(around.attachmentSubnets).flatMap(([first]) => first ?? []),
    steers: webSubnets
      .filter(({ cidr }) => web.some(({ real }) => cidrOverlaps(real, cidr)))
      .map(({ cidr: destination, path }) => {
        const isInside = clientVpcCidrs.some((range) => cidrOverlaps(range, destination));
        return { destination, path, via: isInside ? "interface" : "transit-gateway" };
      }),
  };
}
