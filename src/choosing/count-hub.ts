import { type HubClient, type HubPlan, type HubWeb } from "../address-plan/hub/hub-plan";
import { type Component } from "../prices";
import { type Counted, hostedZones } from "./counted";
import { type Asked, asked, askedTogether, type FileWay, type SeenClient } from "./way";

/** What is made for a client side; what exists already is not counted. */
function askedOfClient(client: HubClient): Asked {
  if (client.way === "endpoint") return asked({ endpoints: client.endpoints.length });
  const exists = client.config.nat?.gateways !== undefined;
  const made = client.config.attachment === undefined;
  return asked({
    secondaryRanges: exists ? 0 : 1,
    subnets: [...client.natSubnets, ...client.attachmentSubnets].filter(({ carved }) => carved).length,
    natGateways: exists ? 0 : client.nats.length,
    attachments: made ? 1 : 0,
    routes: client.tables.length * client.balancerPrefixes.length,
  });
}

function askedOfWeb({ way, config, tables, balancerPrefixes, targetPorts }: HubWeb): Asked {
  const groups = config.security_groups?.length ?? 1;
  return asked({
    attachments: way === "transit_gateway" && config.attachment === undefined ? 1 : 0,
    peerings: way === "peering" ? 1 : 0,
    routes: tables.length * balancerPrefixes.length,
    rules: groups * balancerPrefixes.length * targetPorts.length,
  });
}

/** What a gigabyte goes through on its way from a client to a service behind a web side's load balancer. */
function pathOf(client: HubClient, web: HubWeb, isHttp: boolean): Component[] {
  const toHub: Component[] =
    client.way === "nat" ? ["nat_gateway", "transit_gateway_attachment"] : ["interface_endpoint"];
  // An endpoint leads to a network load balancer only, which hands requests on.
  const alb = "application_load_balancer";
  const nlb = "network_load_balancer";
  const balancers: Component[] = isHttp ? (client.way === "endpoint" ? [nlb, alb] : [alb]) : [nlb];
  return [...toHub, ...balancers, web.way === "peering" ? "vpc_peering" : "transit_gateway_attachment"];
}

/** What a gigabyte goes through, for each kind of client, web side and service that there is. */
function pathsOf({ clients, webs, services }: HubPlan): Component[][] {
  const clientOf = new Map(clients.map((client) => [client.name, client]));
  const webOf = new Map(webs.map((web) => [web.name, web]));
  const found = new Map<string, Component[]>();
  for (const service of services) {
    const web = webOf.get(service.web);
    for (const name of service.clients) {
      const client = clientOf.get(name);
      if (!client || !web) continue;
      const path = pathOf(client, web, service.isHttp);
      found.set(path.join(), path);
    }
  }
  return [...found.values()];
}

function seesOf({ clients, services }: HubPlan): SeenClient {
  if (clients.some(({ way }) => way === "nat")) return "nat-gateway";
  return services.some(({ isHttp }) => !isHttp) ? "proxy-protocol" : "nothing";
}

/** The way that a hub's sides have in common. */
function wayOf({ clients, webs }: HubPlan): FileWay {
  const [client] = clients;
  const [web] = webs;
  const isMixed = clients.some(({ way }) => way !== client?.way) || webs.some(({ way }) => way !== web?.way);
  if (!client || !web || isMixed) return "hub-mixed";
  return `hub-${client.way}-${web.way === "peering" ? "peering" : "transit-gateway"}`;
}

/** What a hub is made of. */
export function countHub(plan: HubPlan): Counted {
  const { clients, webs, config } = plan;
  const asks = {
    client: askedTogether(clients.map(askedOfClient)),
    web: askedTogether(webs.map(askedOfWeb)),
  };
  const endpoints = clients.flatMap((client) => (client.way === "endpoint" ? client.endpoints : []));
  const own = plan.hasTransitGateway ? 1 : 0;
  return {
    way: wayOf(plan),
    asks,
    zones: { balancers: config.bridge.zones.length, natGateways: natZones(clients) },
    charges: [
      { component: "nat_gateway", count: asks.client.natGateways },
      { component: "transit_gateway_attachment", count: own + asks.client.attachments + asks.web.attachments },
      { component: "application_load_balancer", count: webs.filter(({ hasAlb }) => hasAlb).length },
      { component: "network_load_balancer", count: webs.filter(({ nlbListeners }) => nlbListeners.length > 0).length },
      { component: "interface_endpoint", count: endpoints.reduce((sum, { subnets }) => sum + subnets.length, 0) },
      { component: "hosted_zone", count: hostedZones(plan, clients.length) },
    ],
    paths: pathsOf(plan),
    sees: seesOf(plan),
  };
}

/** Zones with a NAT gateway in the client VPC that has the fewest. */
function natZones(clients: readonly HubClient[]): number {
  const counts = clients.flatMap((client) =>
    client.way === "nat" ? [new Set(client.nats.map(({ zone }) => zone)).size] : [],
  );
  return counts.length > 0 ? Math.min(...counts) : 0;
}
