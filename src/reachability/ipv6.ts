import { ALL_ADDRESSES, intersect, isEmptySet } from "../ip";
import {
  type Attachment,
  type Direction,
  doubtsBeside,
  firstDoubt,
  type Ipv6Route,
  type Ipv6Rule,
  isCertain,
  type Match,
  type NatGateway,
  type Nic,
  type Subnet,
  type TransitGateway,
  type Vpc,
  type VpcAttachment,
} from "../topology";
import { type Flow, type HostEnd, type InternetEnd } from "./ends";
import { throughSecurityGroups } from "./filters";
import { ALL_PORTS, hasPorts, ICMP, ICMPV6, portSet } from "./packets";
import { portsOf } from "./shut-groups";
import { type Steps } from "./traffic";
import { type Explanation } from "./reasons";

/**
 * IPv6 is not judged. This tells whether two ends could meet over it at all, by what both need: addresses, routes that may
 * lead there and back, and rules that may let the packets through. Where something is left open, they could.
 */

export type Ipv6End = HostEnd | InternetEnd;

/** Who is asked about: what is on the way differs for packets that only have to arrive. */
export interface Ipv6Question {
  readonly from: Ipv6End;
  readonly to: Ipv6End;
  readonly flow: Flow;
  /** The answer matters too. */
  readonly isRoundTrip: boolean;
}

/** Where packets are to get: into a VPC, or out to the internet. */
type Aim = Vpc | "internet";

const aimOf = (end: Ipv6End): Aim => (end.kind === "internet" ? "internet" : end.subnet.vpc);

function hasAddress(end: Ipv6End): boolean {
  // Public addresses that were asked for as such are addresses of IPv4.
  if (end.kind === "internet") return end.isAbstract;
  if (end.nat) return false;
  return (end.nic ? end.nic.ipv6 : end.subnet.ipv6) === true;
}

/** The internet reaches into a VPC through an internet gateway only; one that isn't managed here may have one. */
function isOpenToInternet(vpc: Vpc): boolean {
  return vpc.internetGateway !== undefined || vpc.isOutside === true;
}

function isVpc(attachment: Attachment): attachment is VpcAttachment {
  return attachment.kind === "vpc";
}

function crossesTransitGateway(walker: Steps, gateway: TransitGateway, from: Vpc, to: Aim): boolean {
  const own = gateway.attachments.filter(isVpc).find((one) => one.vpc === from);
  if (own && own.ipv6 !== true) return false;
  if (!own) return !isCertain(gateway, "attachments") || gateway.attachments.some((one) => isVpc(one) && !one.vpc);
  const table = walker.tableOf(gateway, own);
  const isRouted = table
    ? table.hasIpv6Routes === true || table.propagations.length > 0 || !isCertain(table, "routes")
    : !isCertain(own, "policy") ||
      !isCertain(gateway, "attachments") ||
      walker.tablesOf(gateway).some((one) => !isCertain(one, "associations"));
  if (!isRouted) return false;
  const isElsewhere = gateway.attachments.some((one) => !isVpc(one)) || !isCertain(gateway, "attachments");
  const others = gateway.attachments.filter(isVpc).filter((one) => one !== own && one.ipv6 === true);
  const exits = others.some(({ vpc }) => !vpc || isOpenToInternet(vpc));
  if (to === "internet") return isElsewhere || exits;
  return isElsewhere || others.some(({ vpc }) => !vpc || vpc === to) || (exits && isOpenToInternet(to));
}

/** Packets on their way out of a VPC. */
interface WayOut {
  readonly from: Vpc;
  readonly to: Aim;
  readonly isReply: boolean;
}

/** Whether a route may lead to where the packets are to get. */
function leadsTo(walker: Steps, { target, isEgressOnly }: Ipv6Route, way: WayOut): boolean {
  const { from, to, isReply } = way;
  const isOut = to === "internet" || isOpenToInternet(to);
  // It takes back only what was asked for from inside, and sends nothing that answers what came another way.
  if (isEgressOnly) return !isReply && isOut;
  switch (target.kind) {
    case "local":
    case "blackhole":
      return false;
    case "internet-gateway":
      return isOut;
    case "peering": {
      const { requester, accepter } = target.peering;
      const other = requester === from ? accepter : requester;
      return to !== "internet" && (other === undefined || other === to);
    }
    case "transit-gateway":
      return crossesTransitGateway(walker, target.gateway, from, to);
    case "vpn-gateway":
      // A VPN gateway carries no IPv6 (Site-to-Site VPN guide, route priority).
      return false;
    case "nat-gateway":
      // It translates to IPv4: another question.
      return false;
    case "unreadable":
      return target.anyOf
        ? target.anyOf.some((one) => leadsTo(walker, { address: "", target: one, isEgressOnly }, way))
        : true;
    case "interface":
    case "attachment-interface":
    case "gateway-endpoint":
      return true;
  }
}

interface Way {
  readonly address: string;
}

function routesOf(subnet: Subnet): readonly Ipv6Route[] {
  return [subnet.table, ...(subnet.maybeTables ?? [])].flatMap(({ ipv6Routes = [] }) => ipv6Routes);
}

/** The route by which packets may leave the subnet towards the aim; the local one within a VPC. */
function wayOut(walker: Steps, subnet: Subnet, to: Aim, isReply: boolean): Way | undefined {
  if (to === subnet.vpc) return subnet.table;
  const tables = [subnet.table, ...(subnet.maybeTables ?? [])];
  const [note] = [...subnet.doubts.table, ...tables.flatMap((table) => doubtsBeside(table, "serviceRoutes"))];
  return note ?? routesOf(subnet).find((route) => leadsTo(walker, route, { from: subnet.vpc, to, isReply }));
}

function overlaps(match: Match, flow: Flow): boolean {
  const protocol = flow.protocol === ICMP ? ICMPV6 : flow.protocol;
  if (match.protocol !== "all" && match.protocol !== protocol) return false;
  if (!match.ports || !hasPorts(protocol)) return true;
  return !isEmptySet(intersect(portSet(match.ports.from, match.ports.to), portsOf(flow)));
}

/** What may admit the flow at an interface; a host that stands for any of a subnet admits everything. */
function mayPass(end: Ipv6End, direction: Direction, flow: Flow, other: Ipv6End): Way | undefined {
  if (end.kind === "internet") return { address: "internet" };
  const { nic, subnet } = end;
  if (!nic?.groups) return nic ?? subnet;
  const peer = other.kind === "host" ? other.nic : undefined;
  const isMember = (group: unknown): boolean => peer?.groups?.some((one) => one === group) === true;
  for (const group of nic.groups) {
    const note = firstDoubt(group, "rules");
    if (note) return note;
    const rule =
      group.ipv6Rules?.find((one) => one.direction === direction && overlaps(one.match, flow)) ??
      group[direction].find(
        ({ match, note: unsure, isPublicOnly, groups }) =>
          overlaps(match, flow) &&
          (unsure
            ? isPublicOnly !== true || other.kind === "internet"
            : groups.some(isMember) || (groups.length > 0 && peer !== undefined && !isCertain(peer, "groups"))),
      );
    if (rule) return rule;
  }
  return firstDoubt(nic, "groups");
}

/** The first rule that is sure to decide decides; others may. */
function mayCross(subnet: Subnet, direction: Direction, flow: Flow): boolean {
  const { acl } = subnet;
  if (!isCertain(subnet, "acl") || !isCertain(acl, "rules")) return true;
  const rules = (acl.ipv6Rules ?? [])
    .filter((one): one is Ipv6Rule & { number: number } => one.direction === direction && one.number !== undefined)
    .sort((a, b) => a.number - b.number);
  for (const { match, allow, isForAll } of rules) {
    if (allow && overlaps(match, flow)) return true;
    if (!allow && isForAll && match.protocol === "all") return false;
  }
  return false;
}

function isFiltered({ from, to, flow }: Ipv6Question): boolean {
  const [source, target] = [from, to].map((end) => (end.kind === "host" ? end.subnet : undefined));
  if (source === target) return false;
  return (
    (source !== undefined && !mayCross(source, "egress", flow)) ||
    (target !== undefined && !mayCross(target, "ingress", flow))
  );
}

/** A route for 64:ff9b::/96 to a NAT gateway carries IPv6 to hosts of IPv4 (VPC user guide, DNS64 and NAT64). */
function overNat64({ from, to, flow }: Ipv6Question): Way | undefined {
  if (from.kind === "internet" || !hasAddress(from)) return undefined;
  const route = routesOf(from.subnet).find(({ target }) => target.kind === "nat-gateway");
  if (route?.target.kind !== "nat-gateway") return undefined;
  const { gateway } = route.target;
  if (to.kind === "internet") return gateway.isPrivate ? undefined : route;
  return to.nat === undefined && maySee(to.nic, gateway, flow) ? route : undefined;
}

/** Whether the receiver's groups may admit what comes from the NAT gateway. */
function maySee(nic: Nic | undefined, gateway: NatGateway, flow: Flow): boolean {
  if (!nic) return true;
  const packets = {
    src: gateway.privateIps ?? ALL_ADDRESSES,
    dst: ALL_ADDRESSES,
    protocol: flow.protocol,
    srcPorts: ALL_PORTS,
    dstPorts: portsOf(flow),
  };
  return throughSecurityGroups(nic, "ingress", packets, undefined).some(({ result }) => result !== "stop");
}

const nameOf = (end: Ipv6End): string => (end.kind === "internet" ? "internet" : (end.nic ?? end.subnet).address);

/** Why it can't be said that nothing passes between the two: what may carry it and what may admit it over IPv6. */
export function ipv6Doubt(walker: Steps, question: Ipv6Question): Explanation | undefined {
  if (!walker.hasIpv6) return undefined;
  const found = overIpv6(walker, question) ?? withNat64(question);
  if (!found) return undefined;
  const { from, to } = question;
  const [route, rule] = [found.route.address, found.rule.address];
  const reason = { kind: "could-meet-over-ipv6", ends: [nameOf(from), nameOf(to)], route, rule } as const;
  return { code: "UNSUPPORTED_COMPONENT", address: rule, reason };
}

function withNat64(question: Ipv6Question): { route: Way; rule: Way } | undefined {
  const route = overNat64(question);
  const rule = route && mayPass(question.from, "egress", question.flow, question.to);
  return route && rule && { route, rule };
}

function overIpv6(walker: Steps, question: Ipv6Question): { route: Way; rule: Way } | undefined {
  const { from, to, flow, isRoundTrip } = question;
  if (!hasAddress(from) || !hasAddress(to) || isFiltered(question)) return undefined;
  const isInward = from.kind === "internet" && to.kind === "host";
  if (isInward && !isOpenToInternet(to.subnet.vpc)) return undefined;
  // An internal load balancer's nodes have addresses of IPv6 that internet gateways don't carry (ELB user guides, IP address type).
  if (isInward && to.nic?.kind === "load-balancer" && to.nic.publicIp === "none") return undefined;
  const out = from.kind === "host" ? wayOut(walker, from.subnet, aimOf(to), false) : undefined;
  if (from.kind === "host" && !out) return undefined;
  const back = to.kind === "host" ? wayOut(walker, to.subnet, aimOf(from), true) : undefined;
  if (to.kind === "host" && isRoundTrip && !back) return undefined;
  const [leaves, enters] = [mayPass(from, "egress", flow, to), mayPass(to, "ingress", flow, from)];
  const route = out ?? back ?? (to.kind === "host" ? to.subnet.vpc.internetGateway : undefined);
  return leaves && enters && { route: route ?? { address: nameOf(to) }, rule: enters };
}
