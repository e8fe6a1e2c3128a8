import { type NatClient } from "../../address-plan/hub/hub-plan";
import { type PlannedSubnet } from "../../address-plan/planned-subnet";
import { type Cidr, cidrEquals } from "../../ip";
import { evaluationOf, type Evaluation, fault, type Explanation, type Statement } from "../../reachability";
import { type NatGateway, type Peering, type RouteTarget, type Subnet, type Vpc } from "../../topology";
import { transitTableExactly, type TransitDestination } from "../conformity";
import { isPlanned, subnetOf } from "../planned-in";
import { fact } from "../statement-parts";
import { tablesExactly, type WantedRoute } from "../table-routes";
import { type FoundClient, type FoundWeb, type HubFound } from "./hub-found";

function toTransitGateway(cidr: Cidr, { own: { topology } }: HubFound, vpc: Vpc): WantedRoute {
  const own = topology.transitGateways.filter(({ attachments }) =>
    attachments.some((one) => one.kind === "vpc" && one.vpc === vpc),
  );
  const isTo = (target: RouteTarget): boolean => target.kind === "transit-gateway" && own.includes(target.gateway);
  return { cidr, isTo, to: "the transit gateway" };
}

/** The peerings between the hub and a web VPC. */
function peeringsOf({ hub, network }: HubFound, { vpc }: FoundWeb): Peering[] {
  return network.topology.peerings.filter(
    ({ requester, accepter }) => (requester === hub && accepter === vpc) || (requester === vpc && accepter === hub),
  );
}

/** By the way of a web side: its peering, or the transit gateway. */
function byWay(cidr: Cidr, found: HubFound, web: FoundWeb, from: Vpc): WantedRoute {
  if (web.plan.way === "transit_gateway") return toTransitGateway(cidr, found, from);
  const own = peeringsOf(found, web);
  const isTo = (target: RouteTarget): boolean => target.kind === "peering" && own.includes(target.peering);
  return { cidr, isTo, to: `the peering of the hub with ${web.vpc.address}` };
}

/** What the file says to be in existing tables beside the bridge's routes. */
function others(cidrs: readonly Cidr[], planned: PlannedSubnet | undefined): WantedRoute[] {
  if (planned?.existingRouteTable === undefined) return [];
  return cidrs.map((cidr) => ({ cidr, isTo: () => true, to: "anything", isOther: true }));
}

function plannedAt(planned: readonly PlannedSubnet[]): (subnet: Subnet) => PlannedSubnet | undefined {
  return ({ cidr }) => cidr && planned.find((one) => cidrEquals(one.cidr, cidr));
}

function natIn({ own }: HubFound, { vpc }: FoundClient, subnet: PlannedSubnet): NatGateway | undefined {
  return own.topology.natGateways.find(
    (nat) => nat.subnet?.vpc === vpc && nat.subnet.cidr && cidrEquals(nat.subnet.cidr, subnet.cidr),
  );
}

/** Client subnets lead to their NAT gateway, its subnet to the transit gateway, and the others nowhere. */
function natClientRoutes(found: HubFound, client: FoundClient, plan: NatClient): Map<Subnet, WantedRoute[]> {
  const ofSubnet = plannedAt(client.planned);
  const table = new Map(plan.tables.flatMap((one) => one.subnets.map((subnet) => [subnet.name, one.nat] as const)));
  return new Map(
    found.own.subnetsOf(client.vpc).map((subnet): [Subnet, WantedRoute[]] => {
      const planned = ofSubnet(subnet);
      const own = others(plan.config.vpc.routes, planned);
      if (planned && isPlanned(plan.natSubnets, subnet))
        return [subnet, [...own, ...plan.balancerPrefixes.map((cidr) => toTransitGateway(cidr, found, client.vpc))]];
      const planNat = planned && isPlanned(plan.subnets, subnet) ? table.get(planned.name) : undefined;
      if (!planNat) return [subnet, own];
      const nat = natIn(found, client, planNat.subnet);
      const isTo = (target: RouteTarget): boolean => target.kind === "nat-gateway" && target.gateway === nat;
      const to = `the NAT gateway in ${planNat.subnet.name}`;
      return [subnet, [...own, ...plan.balancerPrefixes.map((cidr) => ({ cidr, isTo, to }))]];
    }),
  );
}

function clientRoutes(found: HubFound, client: FoundClient): Map<Subnet, WantedRoute[]> {
  const { plan, vpc } = client;
  if (plan.way === "nat") return natClientRoutes(found, client, plan);
  const ofSubnet = plannedAt(client.planned);
  return new Map(found.own.subnetsOf(vpc).map((subnet) => [subnet, others(plan.config.vpc.routes, ofSubnet(subnet))]));
}

function webRoutes(found: HubFound, web: FoundWeb): Map<Subnet, WantedRoute[]> {
  const ofSubnet = plannedAt(web.plan.subnets);
  const back = web.plan.balancerPrefixes.map((cidr) => byWay(cidr, found, web, web.vpc));
  return new Map(
    found.own
      .subnetsOf(web.vpc)
      .map((subnet) => [subnet, [...others(web.plan.config.vpc.routes, ofSubnet(subnet)), ...back]]),
  );
}

/** Names of the client sides by NAT that reach a web side. */
function natClientsOf({ plan }: FoundWeb): ReadonlySet<string> {
  return new Set([...plan.albNatClients, ...plan.nlbListeners.flatMap(({ natClients }) => natClients)]);
}

/** The hub's subnets for a web side lead to its servers and back to the clients by NAT that reach it. */
function hubRoutes(found: HubFound): Map<Subnet, WantedRoute[]> {
  const wanted = new Map<Subnet, WantedRoute[]>(found.hub.subnets.map((subnet) => [subnet, []]));
  for (const web of found.webs) {
    const names = natClientsOf(web);
    const back = found.clients.flatMap(({ plan }) =>
      plan.way === "nat" && names.has(plan.name) ? [toTransitGateway(plan.natCidr, found, found.hub)] : [],
    );
    const there = web.plan.destinations.map(({ cidr }) => byWay(cidr, found, web, found.hub));
    for (const { cidr } of web.plan.balancerSubnets) {
      const subnet = subnetOf(found.hub, cidr);
      if (subnet) wanted.set(subnet, [...there, ...back]);
    }
  }
  return wanted;
}

/** Where the tables of the transit gateway lead, each its own attachment's. */
function transitStatements(found: HubFound): Statement[] {
  const { hub, own } = found;
  const { topology } = own;
  const toClients = found.clients.flatMap(({ plan, vpc }): TransitDestination[] =>
    plan.way === "nat" ? [{ cidr: plan.natCidr, to: vpc }] : [],
  );
  const toWebs = found.webs.flatMap(({ plan, vpc }): TransitDestination[] =>
    plan.way === "transit_gateway" ? plan.destinations.map(({ cidr }) => ({ cidr, to: vpc })) : [],
  );
  const toHub = (prefixes: readonly Cidr[]): TransitDestination[] => prefixes.map((cidr) => ({ cidr, to: hub }));
  const exactly = (vpc: Vpc, wanted: readonly TransitDestination[]) => () => transitTableExactly(topology, vpc, wanted);
  const clients = found.clients.flatMap(({ label, plan, vpc }) => {
    if (plan.way !== "nat") return [];
    const text = `the ${label} side's transit gateway table leads to the load balancers of its services, nowhere else`;
    return [fact(text, exactly(vpc, toHub(plan.balancerPrefixes)))];
  });
  const webs = found.webs.flatMap(({ label, plan, vpc }) => {
    if (plan.way !== "transit_gateway") return [];
    const text = `the ${label} side's transit gateway table leads to its load balancers, nowhere else`;
    return [fact(text, exactly(vpc, toHub(plan.balancerPrefixes)))];
  });
  const all = [...toClients, ...toWebs];
  if (all.length === 0) return [];
  const text = "the hub's transit gateway table leads to NAT gateways and web subnets, nowhere else";
  return [fact(text, exactly(hub, all)), ...clients, ...webs];
}

/** The ways out of a VPC, and how many of each there are to be. */
function doorsExactly({ own: part }: HubFound, vpc: Vpc, attachments: number, peers: readonly Vpc[]): Evaluation {
  const { transitGateways, peerings } = part.topology;
  const own = transitGateways.flatMap((one) => one.attachments.filter((at) => at.kind === "vpc" && at.vpc === vpc));
  const faults: Explanation[] = [];
  if (own.length !== attachments)
    faults.push(fault(vpc.address, `it has ${own.length} transit gateway attachments instead of ${attachments}`));
  if (vpc.internetGateway && !part.mayHaveOthers(vpc))
    faults.push(fault(vpc.internetGateway.address, `an internet gateway of ${vpc.address}`));
  const found = new Set<Vpc>();
  for (const { address, requester, accepter } of peerings) {
    if (requester !== vpc && accepter !== vpc) continue;
    const other = requester === vpc ? accepter : requester;
    if (!other || !peers.includes(other) || found.has(other))
      faults.push(fault(address, `a peering of ${vpc.address}, which the bridge does not need`));
    else found.add(other);
  }
  for (const peer of peers)
    if (!found.has(peer)) faults.push(fault(vpc.address, `it has no peering with ${peer.address}`));
  return evaluationOf(faults);
}

/** Each VPC has the ways out that its side's way needs, and no others. */
function doors(found: HubFound): Statement[] {
  const { hub, plan } = found;
  const peered = found.webs.filter((web) => web.plan.way === "peering").map(({ vpc }) => vpc);
  return [
    fact("the hub VPC has its attachment and peerings, and no other way out", () =>
      doorsExactly(found, hub, plan.hasTransitGateway ? 1 : 0, peered),
    ),
    ...found.clients.map(({ label, vpc, plan: { way } }) =>
      fact(`the ${label} VPC gets ${way === "nat" ? "an attachment" : "endpoints"}, and no other way out`, () =>
        doorsExactly(found, vpc, way === "nat" ? 1 : 0, []),
      ),
    ),
    ...found.webs.map(({ label, vpc, plan: { way } }) =>
      fact(
        `the ${label} VPC gets ${way === "peering" ? "a peering with the hub" : "an attachment"}, and no other way out`,
        () => doorsExactly(found, vpc, way === "peering" ? 0 : 1, way === "peering" ? [hub] : []),
      ),
    ),
  ];
}

/** Every table of every VPC has exactly the routes that are planned. */
export function hubRouteStatements(found: HubFound): Statement[] {
  return [
    ...doors(found),
    fact("the hub's route tables lead each web side's load balancers to it and to its clients, nowhere else", () =>
      tablesExactly(hubRoutes(found)),
    ),
    ...found.clients.map((client) =>
      fact(
        client.plan.way === "nat"
          ? `the ${client.label} VPC's route tables lead to the load balancers by its NAT gateways, nowhere else`
          : `the ${client.label} VPC's route tables get no routes`,
        () => tablesExactly(clientRoutes(found, client)),
      ),
    ),
    ...found.webs.map((web) =>
      fact(`the ${web.label} VPC's route tables lead to its load balancers, nowhere else`, () =>
        tablesExactly(webRoutes(found, web)),
      ),
    ),
    ...transitStatements(found),
  ];
}
