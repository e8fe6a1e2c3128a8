import { type HubConfig, type HubWebConfig } from "../../config/hub-schema";
import { clientsOf, type NamedSide, websOf } from "../../config/hub-sides";
import { setOfCidrs, toCidrs } from "../../ip";
import { type Ipv4, lastAddress } from "../../ipv4";
import { firstOfEachZone } from "../plan";
import { byTable, given, type PlannedSubnet } from "../planned-subnet";
import { carveBalancers } from "./carve-hub";
import { type HubAccounts } from "./hub-accounts";
import { type HubService, type HubWeb, type PlannedNlbListener } from "./hub-plan";
import { openListeners } from "./plan-hub-services";

/** A web side, with the client sides of way nat that reach it. */
export interface WebBehind {
  readonly web: HubWeb;
  readonly natClients: ReadonlySet<string>;
}

/** The subnets that hold one of these addresses, which are sorted. */
function holding(subnets: readonly PlannedSubnet[], addresses: readonly Ipv4[]): PlannedSubnet[] {
  return subnets.filter(({ cidr }) => {
    let [low, high] = [0, addresses.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((addresses[middle] ?? 0) < cidr.base) low = middle + 1;
      else high = middle;
    }
    const first = addresses[low];
    return first !== undefined && first <= lastAddress(cidr);
  });
}

/** The client sides of one way that reach one of these services, in the order of the file. */
function clientsOfWay(config: HubConfig, way: "nat" | "endpoint", services: readonly HubService[]): string[] {
  const used = new Set(services.flatMap(({ clients }) => clients));
  return clientsOf(config).flatMap(({ name, config: client }) => (client.way === way && used.has(name) ? [name] : []));
}

function nlbListenersOf(config: HubConfig, services: readonly HubService[]): PlannedNlbListener[] {
  const own = services.flatMap((service): PlannedNlbListener[] => {
    const {
      name,
      isHttp,
      config: { port, protocol },
    } = service;
    if (isHttp || port === undefined) return [];
    return [
      {
        port,
        protocol: protocol === "TLS" ? "TLS" : "TCP",
        to: { kind: "service", service: name },
        natClients: clientsOfWay(config, "nat", [service]),
      },
    ];
  });
  const handedOn = services.filter((one) => one.isHttp && clientsOfWay(config, "endpoint", [one]).length > 0);
  const toAlb = openListeners(config, handedOn).flatMap((listener): PlannedNlbListener[] => {
    const port = config.listeners[listener]?.port;
    return port === undefined ? [] : [{ port, protocol: "TCP", to: { kind: "alb", listener }, natClients: [] }];
  });
  return [...own, ...toAlb];
}

/** The hub's subnets for a web side's load balancers. */
function balancerSubnets({ bridge: { cidr, zones } }: HubConfig, web: string, place: number): PlannedSubnet[] {
  const ranges = carveBalancers(cidr, place, zones.length);
  return zones.flatMap((zone, i): PlannedSubnet[] => {
    const own = ranges[i];
    if (!own) return [];
    const path = ["bridge", "cidr"];
    return [{ name: `${web}-${zone}`, role: "balancer", cidr: own, zone, path, carved: true, clients: false }];
  });
}

function attachmentSubnets({ way, attachment_subnets: names }: HubWebConfig, subnets: readonly PlannedSubnet[]) {
  if (way === "peering") return [];
  return names ? subnets.filter(({ name }) => names.includes(name)) : firstOfEachZone(subnets);
}

function portsOf(services: readonly HubService[]): number[] {
  return [...new Set(services.flatMap((one) => [one.targetPort, one.healthPort]))].sort((a, b) => a - b);
}

interface Placed extends NamedSide<HubWebConfig> {
  readonly place: number;
  readonly account: string;
  readonly services: readonly HubService[];
}

function planWeb(config: HubConfig, { name, path, config: side, place, account, services }: Placed): WebBehind {
  const subnets = given("web", [...path, "subnets"], side.subnets);
  const balancers = balancerSubnets(config, name, place);
  const addresses = services.flatMap(({ targets }) => targets.map(({ address }) => address)).sort((a, b) => a - b);
  const http = services.filter((service) => service.isHttp);
  const web: HubWeb = {
    name,
    path,
    config: side,
    account,
    cidrs: [side.vpc.cidr, ...side.vpc.secondary_cidrs],
    subnets,
    way: side.way,
    balancerSubnets: balancers,
    balancerPrefixes: toCidrs(setOfCidrs(balancers.map(({ cidr }) => cidr))),
    destinations: holding(subnets, addresses).map((subnet) => ({ cidr: subnet.cidr, path: subnet.path })),
    tables: byTable(subnets).flatMap((own) => {
      const first = own[0];
      return first ? [{ name: first.name, existingId: first.existingRouteTable, subnets: own }] : [];
    }),
    attachmentSubnets: attachmentSubnets(side, subnets),
    targetPorts: portsOf(services),
    hasAlb: http.length > 0,
    albNatClients: clientsOfWay(config, "nat", http),
    nlbListeners: nlbListenersOf(config, services),
    endpointClients: clientsOfWay(config, "endpoint", services),
  };
  return { web, natClients: new Set(clientsOfWay(config, "nat", services)) };
}

/** The web sides of a hub, in the order of the file, with what stands in the hub for each. */
export function planHubWebs(config: HubConfig, accounts: HubAccounts, services: readonly HubService[]): WebBehind[] {
  const byWeb = new Map<string, HubService[]>();
  for (const service of services) {
    const own = byWeb.get(service.web);
    if (own) own.push(service);
    else byWeb.set(service.web, [service]);
  }
  return websOf(config).map((side, place) =>
    planWeb(config, {
      ...side,
      place,
      account: accounts.keyOf(side.config.account),
      services: byWeb.get(side.name) ?? [],
    }),
  );
}
