import { formatAddress, isHostCidr, toCidrs, containsCidr, type AddressSet } from "../ip";
import {
  describeCidr,
  isStandIn,
  allDoubts,
  doubtsAbout,
  type ListenerAction,
  type LoadBalancer,
  type NatGateway,
  type Nic,
  type Note,
  type Route,
  type RouteTarget,
  type Subnet,
  type Topology,
  type TransitTable,
} from "../topology";
import { type Mark, type Row } from "./picture";
import { isDoubtful, subnetsOf } from "./site";

/** Rows of one kind in one box; the rest is counted. */
const MOST_ROWS = 6;

/** What rows need to know of the flows. */
export interface Told {
  /** Numbers of the flows that come by a thing, by its Terraform address. */
  flowsOf(address: string): readonly number[];
  /** What people call the thing of this address. */
  readonly nameOf: (address: string) => string;
  /** A line's label says already that this subnet's packets take this route. */
  isTold(subnet: Subnet, route: Route): boolean;
  /** Some drawn flow takes the route out of this subnet. */
  isTaken(subnet: Subnet, route: Route): boolean;
  /** What a change does to the thing of this address. */
  markOf(address: string): Mark | undefined;
}

/** A row about the thing of this address, with the flows that pass it and what a change does to it. */
function rowAbout(address: string, text: string, told: Told, isUncertain = false): Row {
  const mark = told.markOf(address);
  return { text, address, flows: told.flowsOf(address), ...(isUncertain && { isUncertain }), ...(mark && { mark }) };
}

/** The first rows, and a row that counts the others; what a change marks is never only counted. */
export function few(all: readonly Row[], what: string, most = MOST_ROWS): Row[] {
  const rows = all.some((row) => row.mark)
    ? [...all.filter((row) => row.mark), ...all.filter((row) => !row.mark)]
    : all;
  const marked = rows.filter((row) => row.mark).length;
  if (marked >= most) return rows.slice(0, marked);
  if (rows.length <= most) return [...rows];
  const rest = rows.slice(most - 1);
  const flows = [...new Set(rest.flatMap((row) => row.flows))].sort((a, b) => a - b);
  const isUncertain = rest.some((row) => row.isUncertain);
  return [
    ...rows.slice(0, most - 1),
    { text: `and ${rest.length} more ${what}`, flows, ...(isUncertain && { isUncertain }) },
  ];
}

const PICKED = "IPv6 picked by AWS";

function addressesText(set: AddressSet | undefined): string {
  if (!set) return "address picked by AWS";
  const cidrs = toCidrs(set);
  const [first] = cidrs;
  if (!first) return "no address";
  if (isStandIn(first)) return PICKED;
  const text = isHostCidr(first) ? formatAddress(first.base) : describeCidr(first);
  return cidrs.length > 1 ? `${text} and ${cidrs.length - 1} more` : text;
}

/** The addresses of an interface: those of IPv4, unless its subnet has none, and those of IPv6. */
function hostAddresses({ privateIps, ipv6, doubts, subnet }: Nic): string {
  const ipv4 = !privateIps && subnet.isIpv6Only === true ? [] : [addressesText(privateIps)];
  if (doubts.ipv6.length > 0) return [...ipv4, "IPv6 not certain"].join(", ");
  return [...ipv4, ...(ipv6 ? [ipv6 === "picked" ? PICKED : addressesText(ipv6)] : [])].join(", ");
}

function hostRow(nic: Nic, told: Told): Row {
  const { address, kind, privateIps, publicIp } = nic;
  const what = { instance: "host", interface: "host", "load-balancer": "node", endpoint: "endpoint" }[kind];
  const open = publicIp === "none" ? "" : publicIp === "unknown" ? ", public address not known" : ", public";
  const where = kind === "endpoint" && !privateIps ? "" : `, ${hostAddresses(nic)}`;
  return rowAbout(address, `${what} ${told.nameOf(address)}${where}${open}`, told);
}

function natRow(nat: NatGateway, told: Told): Row {
  const { address, isPrivate, privateIps } = nat;
  const text = `${isPrivate ? "private " : ""}NAT gateway ${told.nameOf(address)}${privateIps ? `, ${addressesText(privateIps)}` : ""}`;
  return rowAbout(address, text, told, allDoubts(nat).length > 0);
}

/** Where a route leads, in few words. */
export function targetText(target: RouteTarget, { nameOf }: Pick<Told, "nameOf">): string {
  switch (target.kind) {
    case "local":
    case "blackhole":
      return target.kind;
    case "internet-gateway":
      return "internet gateway";
    case "egress-only-internet-gateway":
      return "egress-only internet gateway";
    case "nat-gateway":
      return `NAT gateway ${nameOf(target.gateway.address)}`;
    case "interface":
      return `interface of ${nameOf(target.nic.address)}`;
    case "attachment-interface":
      return "attachment's interface";
    case "transit-gateway":
      return `transit gateway ${nameOf(target.gateway.address)}`;
    case "vpn-gateway":
      return `VPN gateway ${nameOf(target.gateway.address)}`;
    case "peering":
      return `peering ${nameOf(target.peering.address)}`;
    case "gateway-endpoint":
      return `endpoint ${nameOf(target.address)}`;
    case "unreadable":
      return "target not known";
  }
}

/** A route inside the VPC's own range that leads elsewhere: more specific than the local route, so it wins. */
export function isSteered({ cidr, target }: Route, subnet: Subnet): boolean {
  return target.kind !== "local" && subnet.vpc.cidrs.some((own) => containsCidr(own, cidr));
}

function routeRow(route: Route, subnet: Subnet, told: Told): Row {
  const steered = isSteered(route, subnet) ? "steered: " : "";
  const text = `${steered}${describeCidr(route.cidr)} → ${targetText(route.target, told)}`;
  return rowAbout(route.address, text, told, route.target.kind === "unreadable");
}

const uncertain = (text: string, address?: string): Row => ({
  text: text,
  flows: [],
  isUncertain: true,
  ...(address !== undefined && { address }),
});

/** Everything that is in a subnet, or leaves it by a route that no line tells of. */
export function subnetRows(topology: Topology, subnet: Subnet, told: Told): Row[] {
  const hosts = topology.nics.filter((nic) => nic.subnet === subnet).map((nic) => hostRow(nic, told));
  // One that may be in several boxes is in none of them.
  const services = topology.services
    .filter(({ nics: [first, ...others] }) => first?.subnet === subnet && others.length === 0)
    .map(({ address }) => rowAbout(address, `service ${told.nameOf(address)}`, told));
  const nats = topology.natGateways.filter((nat) => nat.subnet === subnet).map((nat) => natRow(nat, told));
  const nodes = topology.loadBalancers
    .filter((one) => one.nodes.some((node) => node.subnet === subnet))
    .map((one) => rowAbout(one.address, `node of ${told.nameOf(one.address)}`, told));
  const attachments = topology.transitGateways.flatMap((gateway) =>
    gateway.attachments
      .filter((one) => subnetsOf(one).includes(subnet))
      .map((one): Row => ({
        ...rowAbout(one.address, `attachment ${told.nameOf(one.address)}`, told, isDoubtful(one)),
        isAttachment: true,
      })),
  );
  const routes = subnet.table.routes
    .filter((route) => route.target.kind !== "local" && !told.isTold(subnet, route))
    .map((route) => routeRow(route, subnet, told));
  const because = (what: string, [first]: readonly Note[]): Row[] =>
    first ? [uncertain(`${what}: ${told.nameOf(first.address)}: ${first.reason}`, first.address)] : [];
  const doubts = [
    ...(subnet.cidr || subnet.isIpv6Only === true ? [] : [uncertain("range not known")]),
    ...because("IPv6 not certain", subnet.doubts.ipv6),
    ...because("route table not certain", subnet.doubts.table),
    ...because("routes not known", subnet.table.doubts.routes),
    ...because("network ACL not certain", subnet.doubts.acl),
  ];
  return [
    ...few(hosts, "hosts"),
    ...few(services, "services"),
    ...few(nats, "NAT gateways"),
    ...few(nodes, "load balancers"),
    ...few(attachments, "attachments"),
    ...few(routes, "routes"),
    ...doubts,
  ];
}

function actionText(action: ListenerAction, { nameOf }: Told): string {
  const condition = [...action.hosts, ...action.paths].join(" ");
  const { redirect } = action;
  const to =
    action.kind === "unreadable"
      ? "target not known"
      : redirect
        ? `redirect to ${[redirect.protocol, redirect.port].filter((one) => one !== undefined).join(" ")}`
        : action.kind === "answer"
          ? "answers itself"
          : action.groups.map((group) => nameOf(group.address)).join(", ");
  return `${condition === "" ? "" : `${condition} `}→ ${to}`;
}

/** What a load balancer does, a row for each rule of each listener. */
export function balancerRows(balancer: LoadBalancer, told: Told): Row[] {
  const rows = balancer.listeners.flatMap((listener): Row[] => {
    const ofListener = told.markOf(listener.address);
    const port = `${listener.protocol} ${listener.port ?? "(port not known)"}`;
    const doubts = allDoubts(listener).length > 0 || listener.port === undefined;
    return listener.actions.map((action): Row => {
      const mark = told.markOf(action.address) ?? ofListener;
      return {
        text: `${port} ${actionText(action, told)}`,
        address: action.address,
        flows: [...new Set(action.groups.flatMap((group) => told.flowsOf(group.address)))].sort((a, b) => a - b),
        ...((doubts || action.kind === "unreadable") && { isUncertain: true }),
        ...(mark && { mark }),
      };
    });
  });
  return [
    ...few(rows, "rules", 8),
    ...allDoubts(balancer)
      .slice(0, 1)
      .map((note) => uncertain(note.reason, note.address)),
  ];
}

/** The routes of a transit gateway's table, and whose packets it routes. */
export function transitRows(table: TransitTable, told: Told): Row[] {
  const routes = table.routes.map((route) => {
    const to = route.note ? "not known" : route.attachment ? told.nameOf(route.attachment.address) : "blackhole";
    const text = `${describeCidr(route.cidr)} → ${to}${route.propagated ? ", propagated" : ""}`;
    return rowAbout(route.address, text, told, route.note !== undefined);
  });
  const names = table.associations.map((one) => told.nameOf(one.address));
  const sources = names.length > 2 ? `${names.length} attachments` : names.join(", ");
  const title = table.isDefault === true ? "default route table" : `route table ${told.nameOf(table.address)}`;
  const of = names.length === 0 ? "for no attachment that is known" : `for packets from ${sources}`;
  const head: Row = { ...rowAbout(table.address, `${title}, ${of}`, told), flows: [], isHeading: true };
  const doubts = doubtsAbout(table, "routes", "learnedRoutes", "associations")
    .slice(0, 1)
    .map((note) => uncertain(note.reason, note.address));
  return [head, ...few(routes, "routes"), ...doubts];
}

/** The word for a load balancer of this kind. */
export function balancerTitle({ kind, internal, address }: LoadBalancer, { nameOf }: Told): string {
  const what = { application: "ALB", network: "NLB", other: "load balancer" }[kind];
  return `${internal ? "internal" : "public"} ${what} ${nameOf(address)}`;
}
