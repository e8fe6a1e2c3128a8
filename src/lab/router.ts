import { cidrOverlaps, familyOfCidr, formatCidr, formatAddress, NAT64_PREFIX, setOfCidrs } from "../ip";
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
import { arrivalsOf } from "./arrivals";
import { arrivingAs } from "./arriving-as";
import { edgeLines } from "./edge-routes";
import { isForeign, isInspection, marking } from "./packet-marks";
import { countersOf } from "./counting";
import { filtersOf } from "./rulesets";
import { type Dialect, dialectsOf, inDialect, IPV4, IPV6 } from "./dialects";
import { machineOf } from "./machines";
import { natReturns } from "./nat-returns";
import { type Port, type Uplinks } from "./places";
import { block, deviceUp, nftAddresses, type Space } from "./space";

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
function deviceOf(route: Route, subnet: Subnet, site: RoutedVpc): string | Note | undefined {
  const { own, uplinks } = site;
  const { target } = route;
  switch (target.kind) {
    case "local":
      return "throw";
    case "blackhole":
      return undefined;
    case "nat-gateway":
      if (cidrOverlaps(route.cidr, NAT64_PREFIX))
        return { address: target.gateway.address, reason: "the lab has no NAT64" };
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
      return target.gateway.vpc === subnet.vpc ? uplinks.egress : undefined;
    case "vpn-gateway":
      return { address: target.gateway.address, reason: "the lab has no networks outside of AWS" };
    case "gateway-endpoint":
      return { address: target.address, reason: "the lab has no services behind gateway endpoints" };
    case "unreadable": {
      const one = likeliest(target.anyOf ?? [], subnet);
      return one ? deviceOf({ ...route, target: one }, subnet, site) : target.note;
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

/** A Linux routing table that stands for the routes of one family of a subnet's. */
interface LinuxTable {
  readonly subnet: Subnet;
  readonly number: number;
  readonly dialect: Dialect;
}

/** The routes of one subnet, as lines of its Linux routing table; what can't be routed here is noted. */
function tableLines(site: RoutedVpc, { subnet, number: table, dialect }: LinuxTable, notes: Note[]): string[] {
  const { vpc } = subnet;
  const { family, everything } = dialect;
  const chosen = new Map<string, Route>();
  for (const route of subnet.table.routes) {
    if (familyOfCidr(route.cidr) !== family) continue;
    const cidr = formatCidr(route.cidr);
    const rival = chosen.get(cidr);
    // Static before propagated (VPC user guide, route priority).
    if (!rival || (rival.propagated && !route.propagated)) chosen.set(cidr, route);
  }
  const lines = new Map<string, string>(
    rangesOf(vpc, dialect).map((cidr) => [formatCidr(cidr), `route add throw ${formatCidr(cidr)} table ${table}`]),
  );
  for (const [cidr, route] of chosen) {
    const refused = refusal(route, subnet);
    const device =
      refused === undefined
        ? deviceOf(route, subnet, site)
        : { address: route.address, reason: `${refusalText(refused)}; here it drops what it would carry` };
    if (typeof device === "object")
      notes.push({ address: route.address, reason: `${describeRoute(route)}: ${device.reason}` });
    notes.push(...pickedNote(route, device));
    if (device === "throw") lines.set(cidr, `route add throw ${cidr} table ${table}`);
    else if (typeof device === "string") lines.set(cidr, `route add ${cidr} dev ${device} table ${table}`);
    else lines.set(cidr, `route add blackhole ${cidr} table ${table}`);
  }
  if (!lines.has(everything)) lines.set(everything, `route add blackhole ${everything} table ${table}`);
  return [...lines.values()];
}

function rangesOf({ cidrs }: Vpc, { family }: Dialect): Vpc["cidrs"] {
  return cidrs.filter((cidr) => familyOfCidr(cidr) === family);
}

/**
 * A peering takes only packets between its two VPCs' own ranges (VPC peering guide, limitations), an internet gateway
 * only those of interfaces with a public address: what a transit gateway brings back into the VPC comes from none.
 */
function borderFilter({ vpc, own, uplinks }: RoutedVpc, dialect: Dialect): string[] {
  const { header } = dialect;
  const attachments = own.filter(({ kind }) => kind === "attachment").map(({ cable }) => `"${cable}"`);
  const fromGateway = attachments.length > 0 ? `iifname { ${attachments.join(", ")} } ` : undefined;
  const ways = [uplinks.internet, ...(dialect === IPV6 ? [uplinks.egress] : [])];
  const toInternet = ways.flatMap((device) =>
    fromGateway !== undefined && device !== undefined ? [`oifname "${device}" ${fromGateway}counter drop`] : [],
  );
  // Behind an endpoint that inspects only the mark tells where they come from.
  const inspected = own.filter(isInspection).map(({ cable }) => `"${cable}"`);
  const isMarked =
    fromGateway === undefined || inspected.length === 0
      ? undefined
      : `iifname { ${inspected.join(", ")} } ${isForeign(dialect)} counter drop`;
  const leaving = [...ways, ...uplinks.peerings.values()].filter((one) => one !== undefined);
  const marked = isMarked === undefined ? [] : leaving.map((cable) => `oifname "${cable}" ${isMarked}`);
  const toPeers = [...uplinks.peerings].flatMap(([peering, cable]) => {
    const other = peering.requester === vpc ? peering.accepter : peering.requester;
    const only = (side: "saddr" | "daddr", { cidrs }: Pick<Vpc, "cidrs">): string => {
      const set = setOfCidrs(cidrs);
      return `oifname "${cable}" ${set.length > 0 ? `${header} ${side} != ${nftAddresses(set)} ` : ""}counter drop`;
    };
    return [
      ...(fromGateway === undefined ? [] : [`oifname "${cable}" ${fromGateway}counter drop`]),
      only("saddr", { cidrs: rangesOf(vpc, dialect) }),
      ...(other ? [only("daddr", { cidrs: rangesOf(other, dialect) })] : []),
    ];
  });
  const lines = [...toInternet, ...marked, ...toPeers];
  return lines.length === 0
    ? []
    : block(
        `table ${header} border`,
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
  const dialects = dialectsOf(all);
  const returns = natReturns(vpc, uplinks.peerings, all);
  const routing = (dialect: Dialect): string[] => [
    ...own.map(({ cable, subnet }) => `rule add pref 100 iif ${cable} lookup ${FIRST_TABLE + subnets.indexOf(subnet)}`),
    `rule add pref 200 lookup ${DELIVERY}`,
    ...edgeLines(site, dialect, FIRST_TABLE + subnets.length, notes),
    ...subnets.flatMap((subnet, i) => tableLines(site, { subnet, number: FIRST_TABLE + i, dialect }, notes)),
    ...own.flatMap(({ ips, cable }) =>
      [...new Set(inDialect(ips, dialect))].map(
        (ip) => `route replace ${formatAddress(ip)}/${dialect.bits} dev ${cable} table ${DELIVERY}`,
      ),
    ),
    `route add blackhole ${dialect.everything} table ${DELIVERY}`,
  ];
  const devices = [
    ...own.map(({ cable }) => cable),
    ...uplinks.peerings.values(),
    ...[uplinks.internet, uplinks.egress].filter((one) => one !== undefined),
  ];
  return {
    notes,
    space: {
      name,
      forwards: true,
      sysctls: {},
      ip: [...devices.map(deviceUp), ...returns.ip, ...routing(IPV4)],
      ...(dialects.includes(IPV6) && { ip6: routing(IPV6) }),
      nft: dialects
        .flatMap((dialect) => [
          ...filtersOf(topology, { vpc, own }, all, dialect),
          ...borderFilter(site, dialect),
          ...marking(site, all, dialect),
          ...countersOf(dialect),
          ...arrivalsOf(dialect, own),
        ])
        .concat(returns.nft, all.some(({ nic }) => machineOf(nic)) ? arrivingAs() : []),
    },
  };
}
