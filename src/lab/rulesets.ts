import { type AddressSet, familyOfCidr, ofFamily, rangeSize, setOfAddresses, setOfCidr, union } from "../ip";
import {
  type Direction,
  type AclRule,
  type Match,
  type NetworkAcl,
  type SecurityGroup,
  type SecurityGroupRule,
  type Subnet,
  type Topology,
  type Vpc,
} from "../topology";
import { type Dialect, inDialect } from "./dialects";
import { isInspection, isNotInspected } from "./packet-marks";
import { type Port } from "./places";
import { block, nftAddresses } from "./space";

type Kind = "ports" | "echo" | "other";

/** One kind of flow: what its packets have, and the type of a set of such flows. */
interface FlowKind {
  readonly name: Kind;
  readonly guard: string;
  readonly type: string;
}

/** The three kinds of flow that are told apart: by ports, by the identifier of an echo, by protocol alone. */
export function flowKinds({
  header,
  addressType,
  protocol,
  icmp,
  icmpName,
}: Dialect): readonly [FlowKind, FlowKind, FlowKind] {
  const port = "inet_service";
  return [
    {
      name: "ports",
      guard: `${protocol} { tcp, udp }`,
      type: `type inet_proto . ${addressType} . ${port} . ${addressType} . ${port}`,
    },
    {
      name: "echo",
      guard: `${icmp} type { echo-request, echo-reply }`,
      type: `typeof ${header} saddr . ${header} daddr . ${icmp} id`,
    },
    {
      name: "other",
      guard: `${protocol} != { ${icmpName}, tcp, udp }`,
      type: `type inet_proto . ${addressType} . ${addressType}`,
    },
  ];
}

/** What a packet's flow is known by; for a reply, what the flow is known by that it answers. */
export function flowKey({ header, protocol, icmp }: Dialect, kind: Kind, isReply: boolean): string {
  const [from, to] = isReply ? (["d", "s"] as const) : (["s", "d"] as const);
  const [source, target] = [`${header} ${from}addr`, `${header} ${to}addr`];
  if (kind === "ports") return `${protocol} . ${source} . th ${from}port . ${target} . th ${to}port`;
  if (kind === "echo") return `${source} . ${target} . ${icmp} id`;
  return `${protocol} . ${source} . ${target}`;
}

function isByte(value: number | undefined): boolean {
  return value === undefined || (Number.isInteger(value) && value >= 0 && value <= 255);
}

/** A match that AWS takes: a range does not end before it begins, and numbers are those of packets. */
function isTaken({ protocol, ports, icmpType, icmpCode }: Match): boolean {
  const isRange = (from: number, to: number): boolean =>
    Number.isInteger(from) && Number.isInteger(to) && 0 <= from && from <= to && to <= 65535;
  return (
    (protocol === "all" || isByte(protocol)) &&
    (ports === undefined || isRange(ports.from, ports.to)) &&
    isByte(icmpType) &&
    isByte(icmpCode)
  );
}

function matchText(dialect: Dialect, { protocol, ports, icmpType, icmpCode }: Match): string {
  if (protocol === "all") return "";
  if ((protocol === 6 || protocol === 17) && ports && (ports.from > 0 || ports.to < 65535))
    return `${protocol === 6 ? "tcp" : "udp"} dport ${ports.from}-${ports.to} `;
  const { icmp } = dialect;
  const hasType = protocol === dialect.icmpNumber && icmpType !== undefined;
  const type = hasType ? `${icmp} type ${icmpType} ` : "";
  const code = hasType && icmpCode !== undefined ? `${icmp} code ${icmpCode} ` : "";
  return `${dialect.protocol} ${protocol} ${type}${code}`;
}

function addressText({ header, bits }: Dialect, side: "saddr" | "daddr", set: AddressSet): string {
  const isAll = set.length === 1 && rangeSize(set[0]!) === 2 ** bits;
  return isAll ? "" : `${header} ${side} ${nftAddresses(set)} `;
}

/** The VPCs whose members a reference to a group can mean, wherever the packets come from: the own one and peered ones. */
function peeredWith({ peerings }: Topology, own: Vpc): Set<Vpc> {
  const found = new Set([own]);
  for (const { requester, accepter, crossesRegions, isPending } of peerings) {
    if (crossesRegions || isPending || !requester || !accepter) continue;
    if (requester === own) found.add(accepter);
    if (accepter === own) found.add(requester);
  }
  return found;
}

/**
 * The VPCs whose members a reference can mean for what a transit gateway brings: those joined for it. Only inbound
 * rules may name them (VPC user guide, security group referencing), and the own VPC's packets are none of theirs,
 * although VPCs here can have the same addresses.
 */
function joinedWith({ transitGateways }: Topology, own: Vpc): Set<Vpc> {
  const found = new Set<Vpc>();
  for (const gateway of transitGateways) {
    const joined = gateway.attachments.filter((one) => one.kind === "vpc" && one.securityGroupReferencing);
    if (!gateway.securityGroupReferencing || !joined.some((one) => one.kind === "vpc" && one.vpc === own)) continue;
    for (const one of joined) if (one.kind === "vpc" && one.vpc && one.vpc !== own) found.add(one.vpc);
  }
  return found;
}

/** The private addresses of a group's members (VPC user guide, security group referencing). */
function membersOf(ports: readonly Port[], vpcs: ReadonlySet<Vpc>, groups: readonly SecurityGroup[]): AddressSet {
  return setOfAddresses(
    ports
      .filter(({ nic, subnet }) => vpcs.has(subnet.vpc) && nic?.groups?.some((group) => groups.includes(group)))
      .flatMap(({ ips }) => ips),
  );
}

/** Whom a rule's groups mean, in the packets of one family. */
interface Members {
  readonly dialect: Dialect;
  readonly near: (groups: readonly SecurityGroup[]) => AddressSet;
  readonly joined: (groups: readonly SecurityGroup[]) => AddressSet;
  /** The cables by which packets of joined VPCs come. */
  readonly arrivals: readonly string[];
  /** Which packets' senders are seen at all; "" where nothing can hide them. */
  readonly seen: string;
}

function ruleLines(
  rule: SecurityGroupRule,
  direction: Direction,
  { dialect, near, joined, arrivals, seen }: Members,
  admit: string,
): string[] {
  if (rule.note || !isTaken(rule.match)) return [];
  const side = direction === "ingress" ? "saddr" : "daddr";
  const line = (set: AddressSet, guard = ""): string[] => {
    const peers = ofFamily(set, dialect.family);
    if (peers.length === 0) return [];
    return [`${guard}${matchText(dialect, rule.match)}${addressText(dialect, side, peers)}goto ${admit}`];
  };
  const isHidden = direction === "ingress" && rule.groups.length > 0 && seen !== "";
  const lines = isHidden
    ? [...line(rule.cidrs), ...line(near(rule.groups), seen)]
    : line(rule.groups.length > 0 ? union(rule.cidrs, near(rule.groups)) : rule.cidrs);
  if (direction === "egress" || rule.groups.length === 0 || arrivals.length === 0) return lines;
  return [...lines, ...line(joined(rule.groups), `iifname { ${arrivals.join(", ")} } ${seen}`)];
}

/**
 * One direction of an interface's security groups. A packet that answers a flow of the other direction passes without
 * a rule (VPC user guide, connection tracking). Flows are kept by interface, not by the router: the same packet can
 * pass it several times.
 */
function groupChain(port: Port, groups: readonly SecurityGroup[], direction: Direction, members: Members): string[] {
  const [own, other] = direction === "ingress" ? (["in", "out"] as const) : (["out", "in"] as const);
  const admit = `${own}_admit_${port.cable}`;
  const { dialect } = members;
  const kinds = flowKinds(dialect);
  return [
    ...kinds.flatMap(({ name, type }) =>
      block(`set ${own}_${name}_${port.cable}`, [type, "flags dynamic,timeout", "timeout 350s"]),
    ),
    ...block(
      `chain ${admit}`,
      kinds.map(
        ({ name, guard }) => `${guard} update @${own}_${name}_${port.cable} { ${flowKey(dialect, name, false)} }`,
      ),
    ),
    ...block(`chain ${own}_${port.cable}`, [
      ...kinds.map(
        ({ name, guard }) => `${guard} ${flowKey(dialect, name, true)} @${other}_${name}_${port.cable} return`,
      ),
      ...groups.flatMap((group) => group[direction].flatMap((rule) => ruleLines(rule, direction, members, admit))),
      "counter drop",
    ]),
  ];
}

function aclLines(dialect: Dialect, rules: readonly AclRule[], side: "saddr" | "daddr"): string[] {
  return rules
    .filter(({ note, match, cidr }) => note === undefined && isTaken(match) && familyOfCidr(cidr) === dialect.family)
    .map((rule) => {
      const addresses = rule.cidr.length === 0 ? "" : addressText(dialect, side, setOfCidr(rule.cidr));
      return `${matchText(dialect, rule.match)}${addresses}${rule.allow ? "return" : "counter drop"}`;
    });
}

/**
 * A subnet's network ACL, stateless, at its border. Towards an attachment's interface it is checked within the subnet
 * too (transit gateway guide, how network ACLs work with transit gateways).
 */
function aclChains(dialect: Dialect, index: number, acl: NetworkAcl, members: readonly Port[]): string[] {
  const names = (list: readonly Port[]): string => `{ ${list.map(({ cable }) => `"${cable}"`).join(", ")} }`;
  const inner = members.filter(({ kind }) => kind !== "attachment");
  const within = (side: "iifname" | "oifname", list: readonly Port[]): string[] =>
    list.length === 0 ? [] : [`${side} ${names(list)} return`];
  const enter = aclLines(dialect, acl.ingress, "saddr");
  return [
    ...block(`chain leave_${index}`, [
      ...within("oifname", inner),
      ...aclLines(dialect, acl.egress, "daddr"),
      "counter drop",
    ]),
    ...block(`chain enter_${index}`, [...within("iifname", members), ...enter, "counter drop"]),
    ...block(`chain enter_attachment_${index}`, [...enter, "counter drop"]),
  ];
}

/** Drops what an interface may not send or take (EC2 user guide, source/destination checks). */
function checkLine(dialect: Dialect, port: Port, side: "saddr" | "daddr"): string[] {
  const isChecked = port.kind !== "attachment" && port.kind !== "nat" && port.nic?.sourceDestCheck !== false;
  if (!isChecked) return [];
  const own = inDialect(port.ips, dialect);
  return [
    own.length > 0 ? `${dialect.header} ${side} != ${nftAddresses(setOfAddresses(own))} counter drop` : "counter drop",
  ];
}

/** What is checked of an interface's packets: its chains, and its security groups' if it has any. */
function interfaceChains(port: Port, index: number, members: Members): string[] {
  const { cable, nic } = port;
  // An endpoint that inspects has none (AWS PrivateLink guide, Gateway Load Balancer endpoints).
  const groups = isInspection(port) ? undefined : nic?.groups;
  return [
    ...(groups
      ? [...groupChain(port, groups, "egress", members), ...groupChain(port, groups, "ingress", members)]
      : []),
    ...block(`chain from_${cable}`, [
      ...checkLine(members.dialect, port, "saddr"),
      ...(groups ? [`jump out_${cable}`] : []),
      `jump leave_${index}`,
    ]),
    ...block(`chain to_${cable}`, [
      ...checkLine(members.dialect, port, "daddr"),
      `jump ${port.kind === "attachment" ? "enter_attachment" : "enter"}_${index}`,
      ...(groups ? [`jump in_${cable}`] : []),
    ]),
  ];
}

/**
 * What one VPC's router does with the packets of its interfaces: source/destination check, security groups, network ACLs.
 * @param own the VPC's interfaces
 * @returns the lines of the ruleset `aws`
 */
export function filtersOf(
  topology: Topology,
  { vpc, own }: { readonly vpc: Vpc; readonly own: readonly Port[] },
  all: readonly Port[],
  dialect: Dialect,
): string[] {
  const [near, joined] = [peeredWith(topology, vpc), joinedWith(topology, vpc)];
  const members: Members = {
    dialect,
    near: (groups) => membersOf(all, near, groups),
    joined: (groups) => membersOf(all, joined, groups),
    arrivals: own.filter(({ kind }) => kind === "attachment").map(({ cable }) => `"${cable}"`),
    seen: all.some(isInspection) ? `${isNotInspected(dialect)} ` : "",
  };
  const subnets: Subnet[] = [...new Set(own.map(({ subnet }) => subnet))];
  const chains = own.flatMap((port) => interfaceChains(port, subnets.indexOf(port.subnet), members));
  const vmap = (side: string, prefix: "from" | "to"): string[] => {
    const entries = own.map(({ cable }) => `"${cable}" : jump ${prefix}_${cable}`);
    return entries.length > 0 ? [`${side} vmap { ${entries.join(", ")} }`] : [];
  };
  const acls = subnets.flatMap((subnet, k) =>
    aclChains(
      dialect,
      k,
      subnet.acl,
      own.filter((one) => one.subnet === subnet),
    ),
  );
  return block(`table ${dialect.header} aws`, [
    ...acls,
    ...chains,
    // The router itself keeps no connections: flows are told apart by interface above.
    ...block("chain untracked", ["type filter hook prerouting priority raw; policy accept;", "notrack"]),
    ...block("chain forward", [
      "type filter hook forward priority filter; policy accept;",
      ...vmap("iifname", "from"),
      ...vmap("oifname", "to"),
    ]),
  ]);
}

/** The first packet of a TCP connection. */
export const OPENING = "tcp flags & (syn | ack) == syn";
