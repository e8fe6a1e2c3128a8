import {
  classesOf,
  decide,
  describePorts,
  describeProtocol,
  type Endpoint,
  endpointsOf,
  endOfNic,
  type Flow,
  flowOf,
  GATEWAY_PORTS,
  TCP,
  type Receiver,
  type Service,
  type Sender,
  type Walker,
  zoneProblem,
} from "../reachability";
import { type LoadBalancer, type Nic, type Subnet, type TargetGroup, type Topology } from "../topology";
import { INTERNET, subnetsOf } from "./site";

/** A verdict with the walk behind it, not put into words: most hops are never told. */
export type Walk = ReturnType<typeof decide>;

/** A proved connection: who opens it, to whom, and the walk that proves it. */
export interface Proved {
  /** Connections of one colour: those that share what they are about. */
  readonly about: Subject;
  readonly from: string;
  readonly to: string;
  readonly walk: Walk;
}

/** What a connection is about: ends wide enough that a picture has only a few of them. */
export interface Subject {
  readonly kind: "balancer" | "vpcs" | "inside" | "from-internet" | "to-internet";
  /** The VPC, load balancer or internet that it starts and ends at. */
  readonly from: string;
  readonly to: string;
  /** The target group behind the load balancer. */
  readonly service?: string;
  /** "tcp/80" */
  readonly ports: string;
}

/** Classes of senders and receivers that are asked of each other; beyond it a picture would take minutes. */
const MOST_CLASSES = 400;
/** Targets of a group that are walked to from each node. */
const MOST_TARGETS = 50;

export interface ProvedFlows {
  readonly proved: readonly Proved[];
  /** Whoever is treated as this endpoint is, itself included: what is proved of one holds for all. */
  readonly alike: (address: string) => readonly string[];
  /** Why there may be more flows than these. */
  readonly notes: readonly string[];
}

function portsOf({ protocol, ports }: Service): string {
  return `${describeProtocol(protocol)}${ports ? `/${describePorts(ports)}` : ""}`;
}

const subnetOf = (end: Sender | Receiver | undefined): Subnet | undefined =>
  end?.kind === "host" ? end.subnet : undefined;

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

/**
 * The connections worth a line: into load balancers, between VPCs, to and from the internet, and between hosts of
 * different subnets. What every VPC does by itself, any subnet to any other, is left out.
 */
function isTelling(from: Endpoint, to: Endpoint): boolean {
  const [a, b] = [subnetOf(from.sender), subnetOf(to.receiver)];
  const isHost = (end: Sender | Receiver | undefined): boolean => end?.kind === "host" && end.nic !== undefined;
  if (from.sender?.kind === "host" && from.sender.nic?.kind === "endpoint") return false;
  if (to.receiver?.kind === "balancer") return true;
  if (!a || !b) return true;
  if (a.vpc !== b.vpc) return true;
  return a !== b && isHost(from.sender) && isHost(to.receiver);
}

/** Asks for every telling pair and keeps what is ALLOWED, with its walk. Endpoints that nothing tells apart are asked once. */
export function provedFlows(walker: Walker): ProvedFlows {
  const { topology } = walker;
  const endpoints = endpointsOf(topology);
  const classes = classesOf(topology, endpoints);
  const serving = servingSubnets(topology);
  const first = new Map<string, Endpoint>();
  const alike = new Map<Endpoint, string[]>();
  for (const one of endpoints) {
    const subnet = subnetOf(one.sender);
    const isHost = one.sender?.kind === "host" && one.sender.nic !== undefined;
    if (subnet && !isHost && serving.has(subnet)) continue;
    // One class of hosts may lie in several subnets, which are several boxes.
    const key = `${classes.get(one)}|${isHost ? subnet?.address : ""}`;
    const known = first.get(key);
    if (!known) first.set(key, one);
    alike.set(known ?? one, [...(alike.get(known ?? one) ?? []), one.address]);
  }
  const asked = [...first.values()];
  if (asked.length > MOST_CLASSES)
    return {
      proved: [],
      notes: [`flows are not drawn: ${asked.length} kinds of hosts and subnets are too many`],
      alike: (address) => [address],
    };
  const notes = new Set<string>();
  const proved: Proved[] = [];
  let undecided = 0;
  for (const from of asked)
    for (const to of asked) {
      if (!from.sender || !to.receiver || from === to || !isTelling(from, to)) continue;
      if (from.sender.kind === "internet" && to.receiver.kind === "internet") continue;
      for (const service of to.services) {
        const walk = decide(walker, { from: from.sender, to: to.receiver, flow: flowOf(service) }, false);
        if (walk.verdict === "UNKNOWN") undecided++;
        if (walk.verdict !== "ALLOWED") continue;
        if (to.receiver.kind === "balancer")
          proved.push(...throughBalancer(walker, from, to.receiver.balancer, service, walk));
        else proved.push({ about: subjectOf(from, to, service), from: from.address, to: to.address, walk });
      }
    }
  if (undecided > 0)
    notes.add(
      `${undecided === 1 ? "1 connection is" : `${undecided} connections are`} undecided: a value or a place on the way is not known`,
    );
  for (const { address, reason } of topology.outsiders) notes.add(`${address}: ${reason}`);
  for (const { address } of topology.waysIn)
    notes.add(`${address}: what it carries in from the internet is not judged`);
  const membersOf = new Map([...alike].map(([one, members]) => [one.address, members]));
  return { proved, notes: [...notes], alike: (address) => membersOf.get(address) ?? [address] };
}

function subjectOf(from: Endpoint, to: Endpoint, service: Service): Subject {
  const [a, b] = [subnetOf(from.sender)?.vpc, subnetOf(to.receiver)?.vpc];
  const kind = !a ? "from-internet" : !b ? "to-internet" : a === b ? "inside" : "vpcs";
  return { kind, from: a?.address ?? INTERNET, to: b?.address ?? INTERNET, ports: portsOf(service) };
}

/** The walks of one connection to a load balancer: into each node, and from each node to each target. */
function throughBalancer(
  walker: Walker,
  from: Endpoint,
  balancer: LoadBalancer,
  service: Service,
  whole: Walk,
): Proved[] {
  const vpc = subnetOf(from.sender)?.vpc;
  const about = { kind: "balancer", from: vpc?.address ?? INTERNET, to: balancer.address } as const;
  const port = service.ports?.[0]?.start;
  const listeners = balancer.listeners.filter((one) => one.port === port);
  const groups = [...new Set(listeners.flatMap((one) => one.actions.flatMap((action) => action.groups)))];
  const ports = portsOf(service);
  if (groups.length === 0)
    return [{ about: { ...about, ports }, from: from.address, to: balancer.address, walk: whole }];
  const { sender } = from;
  if (!sender) return [];
  const intoNodes = balancer.nodes.flatMap((node) => {
    const to = endOfNic(node);
    return decide(walker, { from: sender, to, flow: flowOf(service) }, false);
  });
  const isAllowed = (walk: Walk): boolean => walk.verdict === "ALLOWED";
  return groups.flatMap((group) => {
    const behind = balancer.nodes.flatMap((node) => toTargets(walker, balancer, node, group)).filter(isAllowed);
    // Behind a balancer that keeps its client's address only the whole walk tells the way.
    const walks = behind.length > 0 ? [...intoNodes.filter(isAllowed), ...behind] : groups.length === 1 ? [whole] : [];
    return walks.map((walk) => ({
      about: { ...about, service: group.address, ports },
      from: from.address,
      to: balancer.address,
      walk,
    }));
  });
}

function toTargets(walker: Walker, balancer: LoadBalancer, node: Nic, group: TargetGroup): Walk[] {
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
        : { kind: "address", addresses: [{ start: target.ip, end: target.ip + 1 }] };
    const flow: Flow = { protocol: /UDP/i.test(group.protocol) ? 17 : TCP, port, sourcePorts: GATEWAY_PORTS };
    return to ? [decide(walker, { from, to, flow }, false)] : [];
  });
}
