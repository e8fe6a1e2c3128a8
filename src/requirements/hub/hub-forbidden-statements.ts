import { subtract, unionOf } from "../../ip";
import {
  ALL_PORTS,
  ANYTHING,
  endOfInternet,
  endOfNat,
  endOfNic,
  type Flow,
  portSet,
  type Receiver,
  type Statement,
  TCP,
} from "../../reachability";
import { natsExactly } from "../conformity";
import { isPlanned } from "../planned-in";
import { fact, nothing } from "../statement-parts";
import { balancersOf, type FoundClient, type FoundWeb, type HubFound } from "./hub-found";
import { endpointIn, openedBy } from "./hub-reach-statements";
import { hostsIn, shut } from "./hub-shut";

function nodesOf(web: FoundWeb): Receiver[] {
  return balancersOf(web).flatMap(({ nodes }) => nodes.map(endOfNic));
}

/** The hub joins no two sides but by its load balancers. */
function betweenSides(found: HubFound): Statement[] {
  const sides = [...found.clients, ...found.webs];
  const hosts = new Map(sides.map((side) => [side, hostsIn(found, side.vpc.subnets)]));
  return sides.flatMap((from) =>
    sides.flatMap((to) => {
      if (from === to) return [];
      const text = `no packet from the ${from.label} VPC to the ${to.label} VPC`;
      return shut(found, { text, from: from.vpc.subnets, to: hosts.get(to) ?? [] });
    }),
  );
}

/** What a web side must not open: NAT gateways, endpoints' interfaces and load balancers. */
function fromWebs(found: HubFound): Statement[] {
  const { natGateways } = found.own.topology;
  const inVpcs = new Set(found.clients.map(({ vpc }) => vpc));
  const nats = natGateways.filter(({ subnet }) => subnet && inVpcs.has(subnet.vpc)).map(endOfNat);
  const nodes = found.webs.flatMap(nodesOf);
  return found.webs.flatMap((web) => {
    const text = `no packet from the ${web.label} VPC`;
    const from = web.vpc.subnets;
    return [
      ...shut(found, { text: `${text} to a NAT gateway`, from, to: nats }),
      ...shut(found, { text: `${text} opens anything on a load balancer`, from, to: nodes }),
    ];
  });
}

/** The nodes of one web side open nothing on another. */
function fromBalancers(found: HubFound): Statement[] {
  return found.webs.flatMap((web) => {
    const own = web.plan.balancerSubnets;
    const from = found.hub.subnets.filter((subnet) => isPlanned(own, subnet));
    const others = found.webs.filter((other) => other !== web);
    const to = others.flatMap(({ vpc }) => hostsIn(found, vpc.subnets));
    return shut(found, {
      text: `no packet from the load balancers of the ${web.label} side to another web VPC`,
      from,
      to,
    });
  });
}

/** All that may be sent to a receiver but TCP to these ports. */
function flowsBeside(ports: readonly number[]): readonly Flow[] {
  const rest = subtract(ALL_PORTS, unionOf(ports.map((port) => portSet(port))));
  return ANYTHING.map((flow) => (flow.protocol === TCP ? { ...flow, ports: rest } : flow));
}

/** A client side by NAT opens the ports of its own services, on the load balancers of the web sides that they name. */
function byNat(found: HubFound, client: FoundClient): Statement[] {
  const { plan } = client;
  if (plan.way !== "nat") return [];
  const { natGateways } = found.own.topology;
  const withClients = plan.subnets.filter((one) => one.clients);
  const known = natGateways.filter(({ subnet }) => subnet?.vpc === client.vpc);
  const from = client.vpc.subnets.filter((subnet) => isPlanned(withClients, subnet));
  const beside = found.webs.flatMap((web) =>
    openedBy(found, client, web).flatMap(({ balancer, name, ports }): Statement[] => {
      const to = balancer.nodes.map(endOfNic);
      const label = `the ${web.label} side's ${name}`;
      const what = ports.length === 0 ? "anything" : `another port than ${ports.join(" and ")}`;
      const text = `no packet from the ${client.label} VPC opens ${what} on ${label}`;
      return shut(found, { text, from, to, flows: flowsBeside(ports) });
    }),
  );
  return [
    fact(`the NAT gateways of the ${client.label} VPC have the addresses that the load balancers' groups name`, () =>
      natsExactly(plan.nats, known),
    ),
    ...beside,
  ];
}

/** A client side by endpoint opens nothing on load balancers but by its endpoints, and there its own services' ports. */
function byEndpoint(found: HubFound, client: FoundClient): Statement[] {
  const { plan } = client;
  if (plan.way !== "endpoint") return [];
  const from = client.vpc.subnets;
  const past = `no packet from the ${client.label} VPC opens anything on a load balancer past its endpoints`;
  const others = plan.endpoints.flatMap(({ web, subnets, ports }): Statement[] => {
    const to = subnets.flatMap((at) => endpointIn(found, client, web, at) ?? []).map(endOfNic);
    const text = `no packet from the ${client.label} VPC opens another port than ${ports.join(" and ")} on its endpoint for ${web}`;
    return shut(found, { text, from, to, flows: flowsBeside(ports) });
  });
  return [...shut(found, { text: past, from, to: found.webs.flatMap(nodesOf) }), ...others];
}

/** Subnets whose hosts are no clients get nowhere by the bridge. */
function withoutClients(found: HubFound, client: FoundClient): Statement[] {
  const withClients = client.plan.subnets.filter((one) => one.clients);
  const from = client.vpc.subnets.filter((subnet) => !isPlanned(withClients, subnet));
  const text = `no packet from a subnet without clients of the ${client.label} VPC opens anything on`;
  const { plan } = client;
  const endpoints = plan.way === "endpoint" ? plan.endpoints : [];
  const nics = endpoints.flatMap(({ web, subnets }) =>
    subnets.flatMap((at) => endpointIn(found, client, web, at) ?? []).map(endOfNic),
  );
  return [
    ...(plan.way === "nat"
      ? shut(found, { text: `${text} a load balancer`, from, to: found.webs.flatMap(nodesOf) })
      : []),
    ...shut(found, { text: `${text} an endpoint`, from, to: nics }),
  ];
}

function internet(found: HubFound): Statement[] {
  const outside = endOfInternet(found.network.topology);
  const created = [...found.clients, ...found.webs].filter(({ plan }) => plan.config.vpc.id === undefined);
  const ways = created.flatMap(({ label, vpc }) =>
    shut(found, { text: `no way from the ${label} VPC to the internet`, from: vpc.subnets, to: [outside] }),
  );
  return [
    ...ways,
    ...shut(found, { text: "no way from the hub VPC to the internet", from: found.hub.subnets, to: [outside] }),
    ...nothing("no way from the internet to a load balancer", [outside], found.webs.flatMap(nodesOf)),
  ];
}

/** What must stay impossible in a hub. */
export function hubForbidden(found: HubFound): Statement[] {
  return [
    ...betweenSides(found),
    ...fromWebs(found),
    ...fromBalancers(found),
    ...found.clients.flatMap((client) => [
      ...byNat(found, client),
      ...byEndpoint(found, client),
      ...withoutClients(found, client),
    ]),
    ...internet(found),
  ];
}
