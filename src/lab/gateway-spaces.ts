import { familyOfCidr, formatCidr } from "../ip";
import {
  type Attachment,
  sameZone,
  type TransitGateway,
  type TransitTable,
  type Topology,
  type Zone,
} from "../topology";
import { type Dialect, dialectsOf, IPV4, IPV6 } from "./dialects";
import { type Port } from "./places";
import { block, type Cable, deviceUp, type Space } from "./space";

const FIRST_TABLE = 1000;

/** The zones of a lab, each once; names and ids that mean the same count as one. */
export function zonesOf(ports: readonly Port[]): Zone[] {
  const zones: Zone[] = [];
  for (const { subnet } of ports)
    if (subnet.zone !== undefined && !zones.some((one) => sameZone(one, subnet.zone) === true)) zones.push(subnet.zone);
  return zones.length > 0 ? zones : [""];
}

/** The device in a gateway's namespace for one of its own attachments' interfaces. */
export function deviceFor(port: Port): string {
  return `t${port.number}`;
}

/** A gateway's end of a peering. */
interface PeeringEnd {
  readonly attachment: Attachment;
  /** One device for each zone that packets come from. */
  readonly devices: readonly string[];
}

/** What hangs on a transit gateway. */
interface Hub {
  /** The zones of the lab: packets of each go their own way. */
  readonly zones: readonly Zone[];
  /** The interfaces of its attachments to VPCs. */
  readonly ports: readonly Port[];
  readonly tables: readonly TransitTable[];
  readonly peerings: readonly PeeringEnd[];
}

/**
 * The device that packets of a zone leave through: in the same zone if there is one, else the first. In appliance mode
 * both directions of a flow keep to one zone that AWS picks (transit gateway guide, appliance mode): the first of all.
 */
function exitOf({ zones, ports, peerings }: Hub, to: Attachment, zone: number): string | undefined {
  if (to.kind === "peering") return peerings.find(({ attachment }) => attachment === to)?.devices[zone];
  const own = ports.filter(({ attachment }) => attachment === to);
  const isPicked = to.kind === "vpc" && to.applianceMode;
  const near = isPicked ? undefined : own.find(({ subnet }) => sameZone(subnet.zone, zones[zone]) === true);
  const exit = near ?? own[0];
  return exit && deviceFor(exit);
}

/** The Linux routing table of a zone's packets that a table of the gateway routes. */
function numberOf({ tables, zones }: Hub, table: TransitTable, zone: number): number {
  return FIRST_TABLE + tables.indexOf(table) * zones.length + zone;
}

/** Sends what comes in by an attachment's device through the table that the attachment is associated with. */
function ruleLines(hub: Hub, attachment: Attachment, device: string, zone: number): string[] {
  const table = hub.tables.find(({ associations }) => associations.includes(attachment));
  return table ? [`rule add pref 100 iif ${device} lookup ${numberOf(hub, table, zone)}`] : [];
}

/** The zone that an interface is in, by its place among the lab's zones. */
function zoneOf({ zones }: Hub, { subnet }: Port): number {
  const found = zones.findIndex((zone) => sameZone(zone, subnet.zone) === true);
  return Math.max(found, 0);
}

/** The routes of one family of a table, as a Linux routing table. */
function tableLines(
  { family, everything }: Dialect,
  table: TransitTable,
  number: number,
  exit: (to: Attachment) => string | undefined,
): string[] {
  const best = new Map<string, TransitTable["routes"][number]>();
  for (const route of table.routes.filter(({ cidr }) => familyOfCidr(cidr) === family)) {
    const cidr = formatCidr(route.cidr);
    const rival = best.get(cidr);
    // Static before propagated (transit gateway guide, route evaluation order).
    if (!rival || (rival.propagated && !route.propagated)) best.set(cidr, route);
  }
  const lines = [...best].map(([cidr, { attachment }]) => {
    const device = attachment && exit(attachment);
    return device === undefined
      ? `route add blackhole ${cidr} table ${number}`
      : `route add ${cidr} dev ${device} table ${number}`;
  });
  return best.has(everything) ? lines : [...lines, `route add blackhole ${everything} table ${number}`];
}

/** The rules and tables of one family. */
function routing(hub: Hub, dialect: Dialect): string[] {
  const { ports, peerings, tables, zones } = hub;
  return [
    ...ports.flatMap((port) =>
      port.attachment ? ruleLines(hub, port.attachment, deviceFor(port), zoneOf(hub, port)) : [],
    ),
    ...peerings.flatMap(({ attachment, devices }) =>
      devices.flatMap((device, zone) => ruleLines(hub, attachment, device, zone)),
    ),
    ...tables.flatMap((table) =>
      zones.flatMap((_, zone) => tableLines(dialect, table, numberOf(hub, table, zone), (to) => exitOf(hub, to, zone))),
    ),
    // What comes from an attachment without an association goes nowhere.
    `route add blackhole ${dialect.everything} table 900`,
    "rule add pref 200 lookup 900",
  ];
}

/** Drops what attachments don't carry: packets of IPv6 where that is not turned on (transit gateway guide, VPC attachments). */
function supportFilter({ ports }: Hub): string[] {
  const without = ports.filter(({ attachment }) => attachment?.ipv6 !== true);
  if (without.length === 0) return [];
  const devices = `{ ${without.map((port) => `"${deviceFor(port)}"`).join(", ")} }`;
  return block(
    "table ip6 support",
    block("chain forward", [
      "type filter hook forward priority filter; policy accept;",
      `iifname ${devices} counter drop`,
      `oifname ${devices} counter drop`,
    ]),
  );
}

/**
 * A transit gateway: one routing table for each of its route tables and zone, chosen by the attachment's interface.
 * @param all every interface of the lab
 */
export function gatewaySpace(
  name: string,
  gateway: TransitGateway,
  { topology, all }: { readonly topology: Topology; readonly all: readonly Port[] },
  peerings: readonly PeeringEnd[],
): Space {
  const hub: Hub = {
    zones: zonesOf(all),
    ports: all.filter(({ attachment }) => attachment?.gateway === gateway),
    tables: topology.transitTables.filter((table) => table.gateway === gateway),
    peerings,
  };
  const isOfBoth = dialectsOf(all).includes(IPV6);
  return {
    name,
    forwards: true,
    sysctls: {},
    ip: [
      ...hub.ports.map((port) => deviceUp(deviceFor(port))),
      ...peerings.flatMap(({ devices }) => devices.map(deviceUp)),
      ...routing(hub, IPV4),
    ],
    ...(isOfBoth && { ip6: routing(hub, IPV6) }),
    nft: isOfBoth ? supportFilter(hub) : [],
  };
}

/** The cables between peered gateways, one for each zone, and each gateway's ends of them. */
export function gatewayPeerings(
  topology: Topology,
  nameOf: (gateway: TransitGateway) => string,
  zones: readonly Zone[],
): { readonly cables: Cable[]; readonly ends: Map<TransitGateway, PeeringEnd[]> } {
  const cables: Cable[] = [];
  const ends = new Map<TransitGateway, PeeringEnd[]>();
  const attachments = new Set(topology.transitGateways.flatMap((gateway) => gateway.attachments));
  for (const attachment of attachments) {
    if (attachment.kind !== "peering" || !attachment.peer || !topology.transitGateways.includes(attachment.peer))
      continue;
    const sides = [attachment.gateway, attachment.peer];
    const first = cables.length;
    zones.forEach((_, zone) => {
      const device = `q${first + zone}`;
      const [from, to] = sides.map((gateway) => ({ space: nameOf(gateway), device }));
      if (from && to) cables.push({ from, to });
    });
    for (const gateway of sides) {
      const devices = zones.map((_, zone) => `q${first + zone}`);
      ends.set(gateway, [...(ends.get(gateway) ?? []), { attachment, devices }]);
    }
  }
  return { cables, ends };
}
