import { formatCidr } from "../ipv4";
import {
  type Attachment,
  sameZone,
  type TransitGateway,
  type TransitTable,
  type Topology,
  type Zone,
} from "../topology";
import { type Port } from "./places";
import { type Cable, deviceUp, type Space } from "./space";

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
  return `t${port.cable.slice(1)}`;
}

interface PeeringEnd {
  readonly attachment: Attachment;
  /** One device for each zone that packets come from. */
  readonly devices: readonly string[];
}

/** The interface that packets from a zone leave through: in the same zone if there is one, else the first. */
function exitOf(
  to: Attachment,
  zone: Zone,
  ports: readonly Port[],
  peerings: readonly PeeringEnd[],
  z: number,
): string | undefined {
  if (to.kind === "peering") return peerings.find(({ attachment }) => attachment === to)?.devices[z];
  const own = ports.filter(({ attachment }) => attachment === to);
  const exit = own.find(({ subnet }) => sameZone(subnet.zone, zone) === true) ?? own[0];
  return exit && deviceFor(exit);
}

function tableLines(table: TransitTable, number: number, exit: (to: Attachment) => string | undefined): string[] {
  const best = new Map<string, TransitTable["routes"][number]>();
  for (const route of table.routes) {
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
  return best.has("0.0.0.0/0") ? lines : [...lines, `route add blackhole 0.0.0.0/0 table ${number}`];
}

/** A transit gateway: one routing table for each of its route tables and zone, chosen by the attachment's interface. */
export function gatewayOf(
  topology: Topology,
  gateway: TransitGateway,
  name: string,
  all: readonly Port[],
  peerings: readonly PeeringEnd[],
): Space {
  const zones = zonesOf(all);
  const own = all.filter(({ attachment }) => attachment?.gateway === gateway);
  const tables = topology.transitTables.filter((table) => table.gateway === gateway);
  const numberOf = (table: TransitTable, zone: number): number =>
    FIRST_TABLE + tables.indexOf(table) * zones.length + zone;
  const tableOf = (attachment: Attachment): TransitTable | undefined =>
    tables.find((table) => table.associations.includes(attachment));
  const rule = (device: string, attachment: Attachment, zone: number): string[] => {
    const table = tableOf(attachment);
    return table ? [`rule add pref 100 iif ${device} lookup ${numberOf(table, zone)}`] : [];
  };
  const zoneIndex = (port: Port): number =>
    Math.max(
      zones.findIndex((zone) => sameZone(zone, port.subnet.zone) === true),
      0,
    );
  return {
    name,
    forwards: true,
    sysctls: {},
    ip: [
      ...own.map((port) => deviceUp(deviceFor(port))),
      ...peerings.flatMap(({ devices }) => devices.map(deviceUp)),
      ...own.flatMap((port) => (port.attachment ? rule(deviceFor(port), port.attachment, zoneIndex(port)) : [])),
      ...peerings.flatMap(({ attachment, devices }) => devices.flatMap((device, z) => rule(device, attachment, z))),
      ...tables.flatMap((table) =>
        zones.flatMap((zone, z) => tableLines(table, numberOf(table, z), (to) => exitOf(to, zone, own, peerings, z))),
      ),
      // What comes from an attachment without an association goes nowhere.
      "route add blackhole 0.0.0.0/0 table 900",
      "rule add pref 200 lookup 900",
    ],
    nft: [],
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
    zones.forEach((_, z) => {
      const device = `q${first + z}`;
      const [from, to] = sides.map((gateway) => ({ space: nameOf(gateway), device }));
      if (from && to) cables.push({ from, to });
    });
    for (const gateway of sides) {
      const devices = zones.map((_, z) => `q${first + z}`);
      ends.set(gateway, [...(ends.get(gateway) ?? []), { attachment, devices }]);
    }
  }
  return { cables, ends };
}
