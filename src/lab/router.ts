import { formatCidr, formatAddress, setOfCidrs } from "../ip";
import { refusal } from "../reachability";
import { refusalText } from "../words";
import {
  describeRoute,
  type Note,
  type Route,
  type RouteTarget,
  sameZone,
  type Subnet,
  type Topology,
  type VpcAttachment,
  type Vpc,
} from "../topology";
import { edgeLines } from "./edge-tables";
import { IS_FOREIGN, isInspection, marking } from "./marks";
import { countersOf, filtersOf } from "./rulesets";
import { type Port, type Uplinks } from "./places";
import { block, deviceUp, isOfLab, nftAddresses, type Space } from "./space";

/** Where the VPC's local route leads: to the interface that has the address, if any. */
const DELIVERY = 900;
const FIRST_TABLE = 1000;

/** A VPC with what hangs on its router. */
export interface RoutedVpc {
  readonly vpc: Vpc;
  /** The router's network namespace. */
  readonly name: string;
  /** The VPC's interfaces. */
  readonly own: readonly Port[];
  readonly uplinks: Uplinks;
}

export interface Router {
  readonly space: Space;
  /** Routes that the lab has to leave out. */
  readonly notes: readonly Note[];
}

/** The router's cable to the interface through which a packet from this subnet enters the attachment. */
function attachmentCable(
  own: readonly Port[],
  attachment: VpcAttachment | undefined,
  from: Subnet,
): string | undefined {
  const ports = own.filter((port) => port.attachment !== undefined && port.attachment === attachment);
  const same =
    ports.find(({ subnet }) => subnet === from) ??
    // A packet enters a transit gateway only in its own zone (transit gateway guide, how transit gateways work).
    ports.find(({ subnet }) => sameZone(subnet.zone, from.zone) === true);
  return same?.cable;
}

/**
 * The device that a route leads to; "throw" hands the packet to the local delivery, undefined drops it.
 * @returns a note in place of a device where the lab can't know
 */
function deviceOf(target: RouteTarget, subnet: Subnet, site: RoutedVpc): string | Note | undefined {
  const { own, uplinks } = site;
  switch (target.kind) {
    case "local":
      return "throw";
    case "blackhole":
      return undefined;
    case "nat-gateway":
      return own.find(({ nat }) => nat === target.gateway)?.cable;
    case "interface":
      return own.find(({ nic }) => nic === target.nic)?.cable;
    case "attachment-interface":
      return own.find((port) => port.attachment === target.attachment && port.subnet === target.subnet)?.cable;
    case "transit-gateway": {
      const attachment = target.gateway.attachments.find(
        (one): one is VpcAttachment => one.kind === "vpc" && one.vpc === subnet.vpc,
      );
      return attachmentCable(own, attachment, subnet);
    }
    case "peering":
      return uplinks.peerings.get(target.peering);
    case "internet-gateway":
      return target.gateway.vpc === subnet.vpc ? uplinks.internet : undefined;
    case "egress-only-internet-gateway":
      return { address: target.gateway.address, reason: "the lab has no IPv6" };
    case "vpn-gateway":
      return { address: target.gateway.address, reason: "the lab has no networks outside of AWS" };
    case "gateway-endpoint":
      return { address: target.address, reason: "the lab has no services behind gateway endpoints" };
    case "unreadable": {
      const one = likeliest(target.anyOf ?? [], subnet);
      return one ? deviceOf(one, subnet, site) : target.note;
    }
  }
}

/** Of several things that a route may lead to, an interface in the subnet's own zone if there is one: so people write it. */
function likeliest(all: readonly RouteTarget[], { zone }: Subnet): RouteTarget | undefined {
  return all.find((one) => one.kind === "interface" && sameZone(one.nic.subnet.zone, zone) === true) ?? all[0];
}

/** What a route's device does not tell: that the lab has picked one of several targets. */
function pickedNote({ address, target }: Route, device: string | Note | undefined): Note[] {
  if (target.kind !== "unreadable" || typeof device !== "string") return [];
  return [
    { address, reason: `${target.note.reason}; the lab takes one of ${target.anyOf?.length} things that it may be` },
  ];
}

/** The routes of one subnet, as lines of its Linux routing table; what can't be routed here is noted. */
function tableLines(site: RoutedVpc, subnet: Subnet, table: number, notes: Note[]): string[] {
  const { vpc } = subnet;
  const chosen = new Map<string, Route>();
  for (const route of subnet.table.routes) {
    if (!isOfLab(route.cidr)) {
      if (route.target.kind !== "local")
        notes.push({ address: route.address, reason: `${describeRoute(route)}: the lab has no IPv6` });
      continue;
    }
    const cidr = formatCidr(route.cidr);
    const rival = chosen.get(cidr);
    // Static before propagated (VPC user guide, route priority).
    if (!rival || (rival.propagated && !route.propagated)) chosen.set(cidr, route);
  }
  const lines = new Map<string, string>(
    vpc.cidrs.filter(isOfLab).map((cidr) => [formatCidr(cidr), `route add throw ${formatCidr(cidr)} table ${table}`]),
  );
  for (const [cidr, route] of chosen) {
    const refused = refusal(route, subnet);
    const device =
      refused === undefined
        ? deviceOf(route.target, subnet, site)
        : { address: route.address, reason: `${refusalText(refused)}; here it drops what it would carry` };
    if (typeof device === "object")
      notes.push({ address: route.address, reason: `${describeRoute(route)}: ${device.reason}` });
    notes.push(...pickedNote(route, device));
    if (device === "throw") lines.set(cidr, `route add throw ${cidr} table ${table}`);
    else if (typeof device === "string") lines.set(cidr, `route add ${cidr} dev ${device} table ${table}`);
    else lines.set(cidr, `route add blackhole ${cidr} table ${table}`);
  }
  if (!lines.has("0.0.0.0/0")) lines.set("0.0.0.0/0", `route add blackhole 0.0.0.0/0 table ${table}`);
  return [...lines.values()];
}

/**
 * A peering takes only packets between its two VPCs' own ranges (VPC peering guide, limitations), an internet gateway
 * only those of interfaces with a public address: what a transit gateway brings back into the VPC comes from none.
 */
function borderFilter({ vpc, own, uplinks }: RoutedVpc): string[] {
  const attachments = own.filter(({ kind }) => kind === "attachment").map(({ cable }) => `"${cable}"`);
  const fromGateway = attachments.length > 0 ? `iifname { ${attachments.join(", ")} } ` : undefined;
  const toInternet =
    fromGateway !== undefined && uplinks.internet !== undefined
      ? [`oifname "${uplinks.internet}" ${fromGateway}counter drop`]
      : [];
  // Behind an endpoint that inspects only the mark tells where they come from.
  const inspected = own.filter(isInspection).map(({ cable }) => `"${cable}"`);
  const isMarked =
    fromGateway === undefined || inspected.length === 0
      ? undefined
      : `iifname { ${inspected.join(", ")} } ${IS_FOREIGN} counter drop`;
  const leaving = [...(uplinks.internet === undefined ? [] : [uplinks.internet]), ...uplinks.peerings.values()];
  const marked = isMarked === undefined ? [] : leaving.map((cable) => `oifname "${cable}" ${isMarked}`);
  const toPeers = [...uplinks.peerings].flatMap(([peering, cable]) => {
    const other = peering.requester === vpc ? peering.accepter : peering.requester;
    const inside = nftAddresses(setOfCidrs(vpc.cidrs.filter(isOfLab)));
    const beyond = other ? nftAddresses(setOfCidrs(other.cidrs.filter(isOfLab))) : undefined;
    return [
      ...(fromGateway === undefined ? [] : [`oifname "${cable}" ${fromGateway}counter drop`]),
      `oifname "${cable}" ip saddr != ${inside} counter drop`,
      ...(beyond === undefined ? [] : [`oifname "${cable}" ip daddr != ${beyond} counter drop`]),
    ];
  });
  const lines = [...toInternet, ...marked, ...toPeers];
  return lines.length === 0
    ? []
    : block(
        "table ip border",
        block("chain forward", ["type filter hook forward priority 5; policy accept;", ...lines]),
      );
}

/**
 * A VPC's router: a routing table for each subnet, chosen by the interface that a packet comes from, then the local
 * delivery. It drops what has no route, without a word to the sender, as AWS does.
 * @param all every interface of the lab, for the members of security groups
 */
export function routerOf(topology: Topology, site: RoutedVpc, all: readonly Port[]): Router {
  const { vpc, name, own, uplinks } = site;
  const subnets = [...new Set(own.map(({ subnet }) => subnet))];
  const notes: Note[] = [];
  const tables = subnets.flatMap((subnet, i) => tableLines(site, subnet, FIRST_TABLE + i, notes));
  const gateway = vpc.internetGateway;
  const edge =
    gateway && uplinks.internet !== undefined
      ? edgeLines(gateway, own, uplinks.internet, FIRST_TABLE + subnets.length)
      : { ip: [], notes: [] };
  const devices = [
    ...own.map(({ cable }) => cable),
    ...uplinks.peerings.values(),
    ...(uplinks.internet ? [uplinks.internet] : []),
  ];
  return {
    notes: [...notes, ...edge.notes],
    space: {
      name,
      forwards: true,
      sysctls: {},
      ip: [
        ...devices.map(deviceUp),
        ...own.map(
          ({ cable, subnet }) => `rule add pref 100 iif ${cable} lookup ${FIRST_TABLE + subnets.indexOf(subnet)}`,
        ),
        `rule add pref 200 lookup ${DELIVERY}`,
        ...tables,
        ...edge.ip,
        ...own.flatMap(({ ips, cable }) =>
          [...new Set(ips)].map((ip) => `route replace ${formatAddress(ip)}/32 dev ${cable} table ${DELIVERY}`),
        ),
        `route add blackhole 0.0.0.0/0 table ${DELIVERY}`,
      ],
      nft: [
        ...filtersOf(topology, vpc, own, all),
        ...borderFilter(site),
        ...marking(own, uplinks, all),
        ...countersOf(own),
      ],
    },
  };
}
