import { type AddressPlan } from "../../src/address-plan/plan";
import { withAssumedTargets } from "../../src/requirements/facts";
import { rolesIn } from "../../src/requirements/found-roles";
import { type Address, cidrOverlaps, containsCidr, familyOf, setOfCidr, subtract } from "../../src/ip";
import { endOfSubnet, linkOf, type Receiver, Walker } from "../../src/reachability";
import { buildTopology, type Topology } from "../../src/topology";
import { type LabNetwork, labNetwork } from "../../src/lab/lab-network";
import { throughMachines } from "../../src/lab/machine-questions";
import { expectedOf, type LabQuestion } from "../../src/lab/questions";
import { type ProbeEnd, type Probe } from "../../src/lab/probes";
import { type Dialect, dialectsOf, inDialect, IPV6 } from "../../src/lab/dialects";
import { egressOnlyGatewaysOf } from "../../src/lab/ipv6-border";
import { type Port } from "../../src/lab/places";
import { describeCheck, tryChecks } from "../../src/lab/health";
import { type HttpRequest, urlOf } from "../../src/lab/http-request";
import { requestsFrom, type TriedRequest, tryRequests } from "../../src/lab/requests";
import { tryAll, works } from "../../src/lab/run";
import { type Sandbox } from "../../src/lab/sandbox";
import { setupScript } from "../../src/lab/setup";
import { type Dice } from "./dice";
import { PORTS } from "./draft";
import { featuresOf } from "./features";
import { randomNetworkOfBoth } from "./random-network";
import { Tally } from "./tally";
import { graphFrom, topologyOf } from "../support/networks";

/** One network's questions and how proof and kernel answered them. */
export interface Compared {
  readonly asked: number;
  /** Probes that the proof left open; the kernel's answer is not held against it. */
  readonly unknown: number;
  readonly allowed: number;
  readonly disagreements: readonly string[];
  /** What the network has. */
  readonly features: ReadonlySet<string>;
  /** The proof's verdicts, each with its cause. */
  readonly verdicts: Tally;
}

const NUMBER_OF_PROBES = 40;

/** The first address of a family that a place has. */
function pointOf({ places }: LabNetwork, place: ProbeEnd, dialect: Dialect): Address | undefined {
  const ips = place === "internet" ? places.internetIps : place === "anywhere" ? [] : place.ips;
  return inDialect(ips, dialect)[0];
}

/** The ports on which a node of a load balancer listens, or an endpoint that leads to some. */
function listeningPorts({ loadBalancers, privateLinks }: Topology, { nic }: Port): number[] {
  const own = loadBalancers.filter(({ nodes }) => nic && nodes.includes(nic));
  const behind = privateLinks.find(({ nics }) => nic && nics.includes(nic))?.service?.balancers ?? [];
  return [...new Set([...own, ...behind].flatMap(({ listeners }) => listeners.flatMap(({ port }) => port ?? [])))];
}

/** Whose requests are tried: the sender of a packet that reached a node, and a host of each VPC with an endpoint. */
function clientsOf({ places, topology }: LabNetwork, reached: ProbeEnd | undefined): Port[] {
  const hosts = places.ports.filter(({ kind }) => kind === "host");
  const first = hosts.filter((one) => one === reached);
  const vpcs = new Set(topology.privateLinks.flatMap(({ nics }) => nics.map(({ subnet }) => subnet.vpc)));
  const others = [...vpcs].flatMap((vpc) => hosts.filter(({ subnet }) => subnet.vpc === vpc).slice(0, 2));
  return [...new Set([...first, ...others])];
}

/**
 * What makes AWS refuse a network, so that neither proof nor kernel has to know what it would do: subnets of one VPC
 * that overlap or lie outside of it (InvalidSubnet.Conflict, InvalidSubnet.Range), two route tables for one attachment
 * (Resource.AlreadyAssociated), addresses outside of their subnet (InvalidParameterValue), and route tables, groups and attachments of another VPC (InvalidParameterValue).
 */
function refusedByAws({ vpcs, subnets, nics, natGateways, transitGateways, transitTables }: Topology): boolean {
  const associated = transitTables.flatMap(({ associations }) => associations);
  const attachments = transitGateways.flatMap((gateway) => gateway.attachments);
  return (
    new Set(associated).size < associated.length ||
    attachments.some((one) => one.kind === "vpc" && one.subnets.some(({ vpc }) => vpc !== one.vpc)) ||
    subnets.some(({ table, vpc }) => table.vpc !== undefined && table.vpc !== vpc) ||
    nics.some(({ groups, subnet }) => groups?.some(({ vpc }) => vpc !== undefined && vpc !== subnet.vpc)) ||
    [...nics, ...natGateways].some(
      ({ privateIps = [], subnet }) =>
        subnet?.cidr !== undefined && subtract(privateIps, setOfCidr(subnet.cidr)).length > 0,
    ) ||
    vpcs.some((vpc) => {
      const own = vpc.subnets.flatMap(({ cidr }) => cidr ?? []);
      return own.some(
        (one, i) =>
          !vpc.cidrs.some((outer) => containsCidr(outer, one)) ||
          own.slice(i + 1).some((other) => cidrOverlaps(one, other)),
      );
    })
  );
}

/** Random packets between everything that can send and everything that can receive. */
function randomProbes(dice: Dice, lab: LabNetwork, topology: Topology): Probe[] {
  const hosts: ProbeEnd[] = lab.places.ports.filter(({ kind }) => kind === "host");
  const nodes: ProbeEnd[] = lab.places.ports.filter(({ kind }) => kind === "node");
  const nats: ProbeEnd[] = lab.places.ports.filter(({ kind }) => kind === "nat");
  const hasOutside = topology.internetGateways.length + egressOnlyGatewaysOf(topology).length > 0;
  const outside: ProbeEnd[] = hasOutside ? ["internet"] : [];
  const dialects = dialectsOf(lab.places.ports);
  const senders = [...hosts, ...nodes, ...outside];
  const receivers = [...hosts, ...hosts, ...nodes, ...nats, ...outside];
  const probes: Probe[] = [];
  for (let tries = 0; tries < 400 && probes.length < NUMBER_OF_PROBES; tries++) {
    const [from, to] = [dice.pick(senders), dice.pick(receivers)];
    const dialect = dice.pick(dialects);
    const [source, receiver] = [pointOf(lab, from, dialect), pointOf(lab, to, dialect)];
    if (from === to || source === undefined || receiver === undefined) continue;
    // An address of IPv6 is public itself.
    const outer = typeof to === "string" ? undefined : dialect === IPV6 ? receiver : to.publicIps.get(receiver);
    // A public address leads through the internet also from inside.
    const destination = from === "internet" ? outer : dice.chance(0.15) ? (outer ?? receiver) : receiver;
    if (destination === undefined || (destination !== receiver && from !== "internet")) continue;
    if (typeof from !== "string" && from.ips.includes(destination)) continue;
    // A load balancer's node answers on its listeners' ports only.
    const isNode = typeof to !== "string" && to.kind === "node";
    const listening = isNode ? listeningPorts(topology, to) : PORTS;
    if (listening.length === 0) continue;
    const roll = dice.next();
    const pair = { from, source, to, destination };
    if (roll < 0.6) probes.push({ ...pair, protocol: 6, port: dice.pick(listening) });
    else if (roll < 0.8) probes.push({ ...pair, protocol: dialect.icmpNumber });
    else if (roll < 0.93 && !isNode) probes.push({ ...pair, protocol: 17, port: 53 });
    else if (!isNode) {
      // Without ports a packet the other way is an answer, and security groups let answers pass.
      const isAnswer = probes.some(
        (one) =>
          one.protocol === 50 &&
          ((one.from === to && one.to === from) || (one.source === destination && one.destination === source)),
      );
      if (!isAnswer) probes.push({ ...pair, protocol: 50 });
    }
  }
  return probes;
}

interface Laid {
  readonly lab: LabNetwork;
  readonly walker: Walker;
  readonly questions: readonly LabQuestion[];
  readonly features: ReadonlySet<string>;
}

function laidOut(dice: Dice, json: object, topology: Topology, ends: readonly Receiver[]): Laid {
  const lab = labNetwork(topology, ends);
  const questions = [{ text: "random", probes: randomProbes(dice, lab, topology) }, ...throughMachines(lab)];
  return { lab, walker: new Walker(topology), questions, features: featuresOf(topology, json) };
}

/** A random network, as Terraform JSON and as a lab. */
export function randomLab(dice: Dice, hasRouters = false): Laid & { readonly json: object } {
  const stack = randomNetworkOfBoth(dice, hasRouters);
  return { ...laidOut(dice, stack, topologyOf(stack), []), json: stack };
}

/** A bridge's network with a fault in it, unless AWS would refuse it; its subnets get hosts beside those that it has. */
export function mutatedLab(dice: Dice, stack: object, plan: AddressPlan): Laid | undefined {
  const graph = graphFrom(stack);
  const topology = withAssumedTargets(buildTopology(graph), plan, rolesIn(graph));
  if (refusedByAws(topology)) return undefined;
  const ends = topology.subnets
    .map((subnet) => endOfSubnet(subnet, topology.natGateways))
    .filter((end) => end.kind === "host");
  return laidOut(dice, stack, topology, ends);
}

/** The requests, and once more those that should get an answer and get none: the machine may have been busy. */
async function tryPatiently(
  sandbox: Sandbox,
  lab: LabNetwork,
  walker: Walker,
  requests: readonly HttpRequest[],
): Promise<TriedRequest[]> {
  const tried = await tryRequests(sandbox, lab, walker, requests);
  const late = tried.filter(({ agrees, says }) => !agrees && says === "ALLOWED");
  const again = await tryRequests(
    sandbox,
    lab,
    walker,
    late.map(({ request }) => request),
  );
  return tried.map((one) => again[late.indexOf(one)] ?? one);
}

/** Tries random packets and requests of one network in the kernel, and holds them against the proof. */
export async function compare(sandbox: Sandbox, { lab, walker, questions, features }: Laid): Promise<Compared> {
  await sandbox.run(setupScript(lab));
  const tried = await tryAll(sandbox, lab, walker, questions);
  const all = tried.flatMap((one) => one.tried);
  const reached = all.find((one) => works(one) && typeof one.probe.to !== "string" && one.probe.to.kind === "node");
  const requests = clientsOf(lab, reached?.probe.from).flatMap((client) => requestsFrom(lab, client));
  const checks = await tryChecks(sandbox, lab, walker);
  const answers = await tryPatiently(sandbox, lab, walker, requests);
  const isOpen = ({ says }: (typeof all)[number]): boolean => {
    const { verdict, arrival } = expectedOf(says);
    return verdict === "UNKNOWN" && arrival === "UNKNOWN";
  };
  const verdicts = new Tally();
  for (const { says, probe } of all) {
    const over = familyOf(probe.destination) === "ipv6" ? " over IPv6" : "";
    if (says.ifLetPass) verdicts.add(`${says.ifLetPass.verdict} if let pass where it is inspected${over}`);
    else
      verdicts.add(
        says.verdict === "ALLOWED" ? `ALLOWED${over}` : `${says.verdict} ${says.cause ?? "nothing listens"}${over}`,
      );
  }
  for (const { says, check } of checks)
    verdicts.add(`${says} health check${familyOf(check.address) === "ipv6" ? " over IPv6" : ""}`);
  for (const { says, request } of answers)
    verdicts.add(
      `${says} request ${linkOf(lab.topology, request.node.nic) ? "by an endpoint" : "through a load balancer"}${familyOf(request.destination) === "ipv6" ? " over IPv6" : ""}`,
    );
  const told = [...checks, ...answers];
  return {
    asked: all.length + told.length,
    unknown: all.filter(isOpen).length + told.filter(({ says }) => says === "UNKNOWN").length,
    allowed: all.filter(works).length,
    features,
    verdicts,
    disagreements: [
      ...tried.flatMap((one) => one.disagreements.map(({ message }) => message)),
      ...checks.filter((one) => !one.agrees).map(describeCheck),
      ...answers
        .filter((one) => !one.agrees)
        .map(
          ({ request, says, response }) =>
            `${request.from.address} asks ${urlOf(request)} ${request.host ?? ""} of ${request.node.address}: the proof says ${says}, the answer is ${response.status}`,
        ),
    ],
  };
}
