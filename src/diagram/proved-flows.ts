import { setOfAddresses } from "../ip";
import {
  decide,
  type Decision,
  describePorts,
  describeProtocol,
  endOfNic,
  type Flow,
  flowOf,
  GATEWAY_PORTS,
  linkOf,
  type Receiver,
  type Sender,
  type Service,
  TCP,
  UDP,
  zoneProblem,
  type WalkedHop,
  type Walker,
} from "../reachability";
import {
  type LoadBalancer,
  type Nic,
  type PrivateLink,
  type Subnet,
  type TargetGroup,
  type Topology,
} from "../topology";
import { push } from "../terraform";
import { INTERNET, NO_VPC, NOWHERE, scopeOf, subnetsOf } from "./site";
import { type Found, type Kin, type Verdicts } from "./verdicts";

/** A proved connection: who opens it, to whom, and the walk that proves it. */
export interface Proved {
  /** Connections of one colour: those that share what they are about. */
  readonly about: Subject;
  readonly from: string;
  readonly to: string;
  readonly walk: Decision;
  /** Of an end it is not known in which of several subnets it is: the walk is that of one of them. */
  readonly isAnyOf: boolean;
}

/** What a connection is about: ends wide enough that a picture has only a few of them. */
export interface Subject {
  readonly kind: "balancer" | "endpoint" | "vpcs" | "translated" | "inside" | "from-internet" | "to-internet";
  /** The VPC, load balancer, interface endpoint or internet that it starts and ends at. */
  readonly from: string;
  readonly to: string;
  /** The target group behind the load balancer. */
  readonly service?: string;
  /** "tcp/80" */
  readonly ports: string;
  /** Of hosts that could stand where there are only gateways. */
  readonly isSupposed: boolean;
}

/** Why a proved connection is not drawn. */
export type LeftOut = "inside" | "serving" | "endpoint" | "redirect";

/** Targets of a group that are walked to from each node. */
const MOST_TARGETS = 50;

export interface ProvedFlows {
  readonly proved: readonly Proved[];
  /** What the proved connections above stand for. */
  readonly drawn: readonly Found[];
  readonly leftOut: ReadonlyMap<LeftOut, readonly Found[]>;
}

function portsOf({ protocol, ports }: Service): string {
  return `${describeProtocol(protocol)}${ports ? `/${describePorts(ports)}` : ""}`;
}

/** Subnets that hold nothing but a NAT gateway, a load balancer's nodes or an attachment, beside others of their VPC. */
function servingSubnets(topology: Topology): ReadonlySet<Subnet> {
  const serving = new Set<Subnet>();
  for (const { subnet } of topology.natGateways) if (subnet) serving.add(subnet);
  for (const { nodes } of topology.loadBalancers) for (const node of nodes) serving.add(node.subnet);
  for (const { attachments } of topology.transitGateways)
    for (const one of attachments.flatMap(subnetsOf)) serving.add(one);
  const housed = new Set(topology.nics.map((nic) => nic.subnet));
  for (const vpc of topology.vpcs)
    if (vpc.subnets.every((subnet) => serving.has(subnet) && !housed.has(subnet)))
      for (const subnet of vpc.subnets) serving.delete(subnet);
  return serving;
}

/** An interface or an instance, not a subnet that stands for any host in it. */
const isHost = (end: Sender | Receiver | undefined): boolean =>
  end?.kind === "unknown" || (end?.kind === "host" && end.nic !== undefined);

const groupsOf = (balancer: LoadBalancer, { ports }: Service): TargetGroup[] => {
  const listeners = balancer.listeners.filter((one) => one.port === ports?.[0]?.start);
  return [...new Set(listeners.flatMap((one) => one.actions.flatMap((action) => action.groups)))];
};

/** What a picture shows of a network's proved connections, and what it leaves out. */
class Chooser {
  private readonly serving: ReadonlySet<Subnet>;
  /** Senders and load balancers behind which they get to a target. */
  private readonly served = new Set<string>();

  constructor(
    private readonly topology: Topology,
    verdicts: Verdicts,
  ) {
    this.serving = servingSubnets(topology);
    for (const { from, to, service } of verdicts.allowed) {
      const { receiver } = to.first;
      if (receiver?.kind === "balancer" && groupsOf(receiver.balancer, service).length > 0)
        this.served.add(`${from.first.address} ${to.first.address}`);
    }
  }

  /**
   * Why a connection is left out, if it is. Worth a line are those into load balancers, between VPCs, to and from the
   * internet, and between hosts of different subnets; what every VPC does by itself, any subnet to any other, is not.
   */
  reasonFor({ from, to, service }: Found): LeftOut | undefined {
    const [sender, receiver] = [from.first.sender, to.first.receiver];
    if (sender?.kind === "host" && sender.nic?.kind === "endpoint") return "endpoint";
    if (receiver?.kind === "balancer") {
      const isServed = this.served.has(`${from.first.address} ${to.first.address}`);
      if (isServed && groupsOf(receiver.balancer, service).length === 0) return "redirect";
    } else if (this.isLink(receiver)) return undefined;
    else if (from.scope === to.scope) {
      const isSame = sender?.kind === "host" && receiver?.kind === "host" && sender.subnet === receiver.subnet;
      if (isSame || from === to || !isHost(sender) || !isHost(receiver)) return "inside";
    }
    return this.isServing(from) || (receiver?.kind !== "balancer" && this.isServing(to)) ? "serving" : undefined;
  }

  /** An endpoint by which its VPC gets to a service in another one. */
  private isLink(receiver: Receiver | undefined): boolean {
    return receiver?.kind === "host" && linkOf(this.topology, receiver.nic) !== undefined;
  }

  /** Whether all members are hosts that could stand in subnets of gateways. */
  private isServing({ first, subnets }: Kin): boolean {
    return (
      !isHost(first.sender ?? first.receiver) && subnets.size > 0 && [...subnets].every((one) => this.serving.has(one))
    );
  }
}

/**
 * The connections worth a line, of all that are proved. Hosts that could stand in a subnet of gateways are drawn only
 * where nobody else goes from that VPC to the other.
 */
export function provedFlows(walker: Walker, verdicts: Verdicts): ProvedFlows {
  const chooser = new Chooser(walker.topology, verdicts);
  const leftOut = new Map<LeftOut, Found[]>();
  const leave = (found: Found, reason: LeftOut): void => {
    push(leftOut, reason, found);
  };
  const drawn: Found[] = [];
  const waiting: Found[] = [];
  for (const found of verdicts.allowed) {
    const reason = chooser.reasonFor(found);
    if (reason === undefined) drawn.push(found);
    else if (reason === "serving") waiting.push(found);
    else leave(found, reason);
  }
  const proved = drawn.flatMap((found) => connectionsOf(walker, found));
  const crossed = crossingsOf(walker.topology, proved);
  for (const found of waiting) {
    if (crossed.has(`${found.from.scope} ${found.to.scope}`)) leave(found, "serving");
    else {
      drawn.push(found);
      proved.push(...connectionsOf(walker, found, true));
    }
  }
  return { proved, drawn, leftOut };
}

/** From which VPC to which other (or the internet) some drawn connection gets, also on its way through a load balancer. */
function crossingsOf(topology: Topology, proved: readonly Proved[]): ReadonlySet<string> {
  const scopes = new Map<string, string>();
  for (const subnet of topology.subnets) scopes.set(subnet.address, scopeOf(subnet.vpc));
  for (const nic of topology.nics) scopes.set(nic.address, scopeOf(nic.subnet.vpc));
  for (const { address, nodes } of topology.loadBalancers)
    if (nodes[0]) scopes.set(address, scopeOf(nodes[0].subnet.vpc));
  const crossed = new Set<string>();
  for (const { about, walk } of proved) {
    const middle = scopes.get(about.to) ?? about.to;
    crossed.add(`${about.from} ${middle}`);
    if (about.kind !== "balancer") continue;
    const last = scopes.get(walk.forward.at(-1)?.address ?? "") ?? middle;
    crossed.add(`${about.from} ${last}`).add(`${middle} ${last}`);
  }
  return crossed;
}

function connectionsOf(walker: Walker, found: Found, isSupposed = false): Proved[] {
  const { from, to, walk } = found;
  const { receiver } = to.first;
  if (receiver?.kind === "balancer") return throughBalancer(walker, found, receiver.balancer, isSupposed);
  const link = receiver?.kind === "host" ? linkOf(walker.topology, receiver.nic) : undefined;
  if (link) return throughLink(walker, found, link, isSupposed);
  const isAnyOf = from.first.sender?.kind === "unknown" || receiver?.kind === "unknown";
  return [
    { about: { ...subjectOf(found), isSupposed }, from: from.first.address, to: to.first.address, walk, isAnyOf },
  ];
}

function subjectOf({ from, to, service }: Found): Omit<Subject, "isSupposed"> {
  const [a, b] = [from.scope, to.scope];
  const isInside = a === b && a !== NOWHERE && a !== NO_VPC;
  const kind = a === INTERNET ? "from-internet" : b === INTERNET ? "to-internet" : isInside ? "inside" : "vpcs";
  return { kind, from: a, to: b, ports: portsOf(service) };
}

/** The walks of one connection to a load balancer: into each node, and from each node to each target. */
function throughBalancer(
  walker: Walker,
  { from, service, walk: whole }: Found,
  balancer: LoadBalancer,
  isSupposed: boolean,
): Proved[] {
  const { sender, address } = from.first;
  if (!sender) return [];
  const about = {
    kind: "balancer",
    from: from.scope,
    to: balancer.address,
    ports: portsOf(service),
    isSupposed,
  } as const;
  const base = { from: address, to: balancer.address, isAnyOf: sender.kind === "unknown" };
  const isAllowed = (walk: Decision): boolean => walk.verdict === "ALLOWED";
  const intoNodes = balancer.nodes
    .map((node) => decide(walker, { from: sender, to: endOfNic(node), flow: flowOf(service) }, false))
    .filter(isAllowed);
  const groups = groupsOf(balancer, service);
  const proved = groups.flatMap((group) => {
    const behind = balancer.nodes.flatMap((node) => toTargets(walker, balancer, node, group)).filter(isAllowed);
    // Behind a balancer that keeps its client's address only the whole walk tells the way.
    const walks = behind.length > 0 ? [...intoNodes, ...behind] : groups.length === 1 ? [whole] : [];
    return walks.map((walk): Proved => ({ ...base, about: { ...about, service: group.address }, walk }));
  });
  return proved.length > 0 ? proved : [{ ...base, about, walk: whole }];
}

/** The walks of one connection to an endpoint: into each of its interfaces and on, and from each node to each target. */
function throughLink(walker: Walker, found: Found, link: PrivateLink, isSupposed: boolean): Proved[] {
  const { from, service, walk: whole } = found;
  const { sender, address } = from.first;
  if (!sender) return [];
  const balancers = link.service?.balancers ?? [];
  const groups = balancers.flatMap((balancer) => groupsOf(balancer, service).map((group) => ({ balancer, group })));
  const [only] = groups;
  const about = {
    ...({ kind: "endpoint", from: from.scope, to: link.address, ports: portsOf(service), isSupposed } as const),
    ...(only && { service: only.group.address }),
  };
  const base = { about, from: address, to: link.address, isAnyOf: sender.kind === "unknown" };
  const walks = link.nics.flatMap((nic) => {
    const walk = decide(walker, { from: sender, to: endOfNic(nic), flow: flowOf(service) }, false);
    return walk.verdict === "ALLOWED" ? [{ ...walk, ...placedAt(walk, link.address, nic) }] : [];
  });
  const behind = groups.flatMap(({ balancer, group }) =>
    balancer.nodes.flatMap((node) => toTargets(walker, balancer, node, group)),
  );
  const all = [...walks, ...behind.filter(({ verdict }) => verdict === "ALLOWED")];
  return (all.length > 0 ? all : [whole]).map((walk) => ({ ...base, walk }));
}

/** The walk with the endpoint in the subnet of this interface: all of its interfaces have one address in Terraform. */
function placedAt({ forward, back }: Decision, address: string, { subnet }: Nic): Pick<Decision, "forward" | "back"> {
  const place = (hop: WalkedHop): WalkedHop => (hop.address === address ? { ...hop, address: subnet.address } : hop);
  return { forward: forward.map(place), back: back.map(place) };
}

function toTargets(walker: Walker, balancer: LoadBalancer, node: Nic, group: TargetGroup): Decision[] {
  const from = endOfNic(node);
  if (from.kind === "unknown") return [];
  return group.targets.slice(0, MOST_TARGETS).flatMap((target) => {
    const port = target.port ?? group.port;
    if (port === undefined || target.note || target.loadBalancer !== undefined) return [];
    if (zoneProblem(balancer, node, group, target)) return [];
    const to: Receiver | undefined = target.nic
      ? endOfNic(target.nic)
      : target.ip === undefined
        ? undefined
        : { kind: "address", addresses: setOfAddresses([target.ip]) };
    const flow: Flow = { protocol: /UDP/i.test(group.protocol) ? UDP : TCP, port, sourcePorts: GATEWAY_PORTS };
    return to ? [decide(walker, { from, to, flow }, false)] : [];
  });
}
