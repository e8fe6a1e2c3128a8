import { type HubService } from "../../address-plan/hub/hub-plan";
import { sideNamed } from "../sides";
import { type AddressSet, setOfAddresses, setOfCidrs, union } from "../../ip";
import { type Statement, TCP } from "../../reachability";
import { type Direction, type LoadBalancer, type Nic, type SecurityGroup } from "../../topology";
import { answeredFor } from "../in-account/shared-groups";
import { type AdmittedTraffic, admitsExactly } from "../conformity";
import { webGroupsOf } from "../facts";
import { rolesIn } from "../found-roles";
import { fact, missing } from "../statement-parts";
import { endpointIn } from "./hub-reach-statements";
import { type FoundClient, type FoundWeb, type HubFound } from "./hub-found";

/** TCP to ports, each with all the addresses that are named for it. */
function onPorts(pairs: readonly (readonly [port: number, addresses: AddressSet])[]): AdmittedTraffic[] {
  const byPort = new Map<number, AddressSet>();
  for (const [port, addresses] of pairs) byPort.set(port, union(byPort.get(port) ?? [], addresses));
  return [...byPort].map(([port, addresses]) => ({ protocol: TCP, port, addresses }));
}

/** Groups admit exactly this; without any, whoever they should keep out gets in. */
function admits(
  text: string,
  groups: readonly SecurityGroup[],
  direction: Direction,
  wanted: readonly AdmittedTraffic[],
): Statement {
  if (groups.length === 0) return missing(text, "security group");
  return fact(text, () => admitsExactly(groups, direction, wanted));
}

function groupsOf(nodes: readonly Nic[]): SecurityGroup[] {
  return [...new Set(nodes.flatMap(({ groups }) => groups ?? []))];
}

/** The addresses that client sides by NAT are seen by. */
function natAddresses({ clients }: HubFound, names: readonly string[]): AddressSet {
  return setOfAddresses(
    clients.flatMap(({ plan }) =>
      plan.way === "nat" && names.includes(plan.name) ? plan.nats.flatMap(({ addresses }) => addresses) : [],
    ),
  );
}

/** What a load balancer opens towards the targets of its services. */
function toTargets(services: readonly HubService[]): (readonly [number, AddressSet])[] {
  return services.flatMap(({ targets, targetPort, healthPort }) => {
    const addresses = setOfAddresses(targets.map(({ address }) => address));
    return [[targetPort, addresses] as const, [healthPort, addresses] as const];
  });
}

/** The ports of a web side's ALB that its NLB hands connections on to. */
function handedOn({ plan: { config } }: HubFound, { plan }: FoundWeb): number[] {
  return plan.nlbListeners.flatMap(({ to }) => (to.kind === "alb" ? (config.listeners[to.listener]?.port ?? []) : []));
}

function ofAlb(found: HubFound, web: FoundWeb, alb: LoadBalancer): Statement[] {
  const groups = groupsOf(alb.nodes);
  const nats = natAddresses(found, web.plan.albNatClients);
  const ofNlb = setOfCidrs(web.plan.balancerPrefixes);
  const byEndpoint = handedOn(found, web).length > 0;
  const ports = alb.listeners.flatMap(({ port }) => port ?? []);
  const wanted = onPorts(ports.map((port) => [port, byEndpoint ? union(nats, ofNlb) : nats] as const));
  const opened = onPorts(toTargets(web.services.filter(({ isHttp }) => isHttp)));
  const whom = byEndpoint ? "NAT gateways and its own NLB" : "NAT gateways";
  return [
    admits(`the ${web.label} side's ALB admits ${whom} on its listeners, nobody else`, groups, "ingress", wanted),
    admits(`the ${web.label} side's ALB opens connections to its targets, nowhere else`, groups, "egress", opened),
  ];
}

function ofNlb(found: HubFound, web: FoundWeb, nlb: LoadBalancer): Statement[] {
  const groups = groupsOf(nlb.nodes);
  const label = `the ${web.label} side's NLB`;
  const admitted = onPorts(
    web.plan.nlbListeners.flatMap(({ port, natClients }) =>
      natClients.length > 0 ? [[port, natAddresses(found, natClients)] as const] : [],
    ),
  );
  const nodes = setOfCidrs(web.plan.balancerSubnets.map(({ cidr }) => cidr));
  const opened = onPorts([
    ...toTargets(web.services.filter(({ isHttp }) => !isHttp)),
    ...handedOn(found, web).map((port) => [port, nodes] as const),
  ]);
  return [
    admits(`${label} admits the NAT gateways of each listener's clients, nobody else`, groups, "ingress", admitted),
    admits(`${label} opens connections to its targets, nowhere else`, groups, "egress", opened),
  ];
}

/** The security groups of the servers: those that exist hold rules of others too, of which nothing is stated. */
function ofServers({ network, plan }: HubFound, web: FoundWeb): Statement[] {
  const side = sideNamed(plan, { role: "web", name: web.plan.name });
  const named = side ? webGroupsOf(side, rolesIn(network.graph)) : [];
  const all = network.topology.securityGroups.filter(({ address }) => named.includes(address));
  const { groups, isShared } = answeredFor(network.graph, plan, all, web.plan.config.security_groups !== undefined);
  const text = isShared
    ? `the ${web.label} side's security groups get rules for its load balancers on the targets' ports, no others`
    : `the ${web.label} side's servers admit its load balancers on the targets' ports, nobody else`;
  const prefixes = setOfCidrs(web.plan.balancerPrefixes);
  // Of an existing group that gets no rule, as on a side without services, the input says nothing.
  if (groups.length === 0 && web.plan.targetPorts.length === 0) return [];
  return [admits(text, groups, "ingress", onPorts(web.plan.targetPorts.map((port) => [port, prefixes] as const)))];
}

function ofEndpoints(found: HubFound, client: FoundClient): Statement[] {
  const { plan } = client;
  if (plan.way !== "endpoint") return [];
  const clients = setOfCidrs(plan.subnets.filter((one) => one.clients).map(({ cidr }) => cidr));
  return plan.endpoints.flatMap(({ web, subnets, ports }) => {
    const label = `the ${client.label} side's endpoint for ${web}`;
    const wanted = onPorts(ports.map((port) => [port, clients] as const));
    const groups = groupsOf(subnets.flatMap((at) => endpointIn(found, client, web, at) ?? []));
    return [
      admits(`${label} admits its client subnets on its services' ports, nobody else`, groups, "ingress", wanted),
      admits(`${label} opens nothing`, groups, "egress", []),
    ];
  });
}

/** What the security groups of load balancers, servers and endpoints admit. */
export function hubAdmissions(found: HubFound): Statement[] {
  return [
    ...found.webs.flatMap((web) => [
      ...(web.alb ? ofAlb(found, web, web.alb) : []),
      ...(web.nlb ? ofNlb(found, web, web.nlb) : []),
      ...ofServers(found, web),
    ]),
    ...found.clients.flatMap((client) => ofEndpoints(found, client)),
  ];
}
