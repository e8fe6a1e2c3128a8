import { isExisting } from "../../config/bridge-facts";
import { formatCidr, formatIpv4 } from "../../ipv4";
import { hubBalancerName } from "../names";
import { type PlannedSubnet } from "../planned-subnet";
import { type HubClient, type HubPlan, type HubWeb, type NatClient, type PlannedNlbListener } from "./hub-plan";
import { openListeners } from "./plan-hub-services";

/** A side's VPC. */
interface SideSummary {
  readonly name: string;
  readonly way: string;
  readonly cidrs: readonly string[];
  readonly existing: boolean;
  /** Its account's id; null where the file says none. */
  readonly account: string | null;
}

/** A load balancer in the hub. */
interface BalancerSummary {
  readonly name: string;
  readonly kind: "alb" | "nlb";
  readonly web: string;
  readonly listeners: readonly {
    readonly port: number;
    readonly protocol: string;
    /** The service that all of it goes to, or the ALB that it is handed on to; null where rules decide. */
    readonly to: string | null;
  }[];
}

/** A hub's plan as plain values, for --json and for the tables people read. */
export interface HubSummary {
  readonly place: "hub";
  readonly hub_vpc: { readonly cidr: string; readonly zones: readonly string[]; readonly account: string | null };
  readonly clients: readonly (SideSummary & { readonly nat_cidr: string | null })[];
  readonly webs: readonly SideSummary[];
  readonly subnets: readonly {
    /** `hub`, `client apps`, `web shop`. */
    readonly vpc: string;
    readonly name: string;
    readonly cidr: string;
    readonly zone: string;
    readonly use: string;
  }[];
  readonly routes: readonly {
    readonly vpc: string;
    readonly table: string;
    readonly destination: string;
    readonly target: string;
  }[];
  readonly transit_gateway_routes: readonly {
    readonly table: string;
    readonly destination: string;
    readonly attachment: string;
  }[];
  readonly peerings: readonly { readonly requester: "hub"; readonly accepter: string }[];
  readonly endpoints: readonly {
    readonly client: string;
    readonly web: string;
    readonly subnets: readonly string[];
    readonly ports: readonly number[];
  }[];
  readonly load_balancers: readonly BalancerSummary[];
  readonly services: readonly {
    readonly service: string;
    readonly protocol: string;
    readonly web: string;
    readonly clients: readonly string[];
    readonly targets: readonly string[];
  }[];
}

const nameOf = (role: "client" | "web", { name }: { readonly name: string }) =>
  name === role ? role : `${role} ${name}`;
const texts = (ranges: readonly PlannedSubnet["cidr"][]) => ranges.map(formatCidr);

function natClients({ clients }: HubPlan): NatClient[] {
  return clients.flatMap((client) => (client.way === "nat" ? [client] : []));
}

function side(plan: HubPlan, { name, way, cidrs, config, account }: HubClient | HubWeb): SideSummary {
  const { id = null } = plan.accounts.find(({ key }) => key === account) ?? {};
  return { name, way, cidrs: texts(cidrs), existing: isExisting(config), account: id };
}

/** What a subnet of a side is for, beside holding an attachment. */
function ownUse(client: HubClient | HubWeb, subnet: PlannedSubnet): string {
  if (subnet.role === "web") return "web servers";
  if (!subnet.clients) return "no clients of the bridge";
  if (client.way === "nat") {
    const nat = client.tables.find((table) => table.subnets.includes(subnet))?.nat;
    return nat ? `clients, by NAT gateway ${nat.subnet.name}` : "clients";
  }
  const webs = "endpoints" in client ? client.endpoints.filter(({ subnets }) => subnets.includes(subnet)) : [];
  const end = webs.length > 0 ? `, endpoint of ${webs.map(({ web }) => web).join(", ")}` : "";
  return `clients, by endpoint${end}`;
}

function subnetsOf(plan: HubPlan): HubSummary["subnets"] {
  const row = (vpc: string, use: (subnet: PlannedSubnet) => string) => (subnet: PlannedSubnet) => {
    const { name, cidr, zone } = subnet;
    return { vpc, name, cidr: formatCidr(cidr), zone, use: use(subnet) };
  };
  const attached = (one: HubClient | HubWeb, subnet: PlannedSubnet) =>
    "attachmentSubnets" in one && one.attachmentSubnets.includes(subnet) ? ", transit gateway attachment" : "";
  const own = (role: "client" | "web", one: HubClient | HubWeb) =>
    one.subnets.map(row(nameOf(role, one), (subnet) => ownUse(one, subnet) + attached(one, subnet)));
  const nats = (client: HubClient) => {
    if (client.way !== "nat") return [];
    const addresses = (subnet: PlannedSubnet) =>
      client.nats
        .find((nat) => nat.subnet === subnet)
        ?.addresses.map(formatIpv4)
        .join(", ");
    const carved = client.attachmentSubnets.filter((subnet) => subnet.role === "attachment");
    return [
      ...client.natSubnets.map(
        row(nameOf("client", client), (subnet) => `NAT gateway ${addresses(subnet)}${attached(client, subnet)}`),
      ),
      ...carved.map(row(nameOf("client", client), () => "transit gateway attachment")),
    ];
  };
  return [
    ...plan.webs.flatMap((web) => web.balancerSubnets.map(row("hub", () => `load balancers of ${nameOf("web", web)}`))),
    ...plan.attachmentSubnets.map(row("hub", () => "transit gateway attachment")),
    ...plan.clients.flatMap((client) => [...own("client", client), ...nats(client)]),
    ...plan.webs.flatMap((web) => own("web", web)),
  ];
}

/** The NAT ranges of the clients that reach a web side: what its load balancers answer to. */
function natRangesOf(plan: HubPlan, web: HubWeb): string[] {
  const names = new Set([...web.albNatClients, ...web.nlbListeners.flatMap((one) => one.natClients)]);
  return texts(natClients(plan).flatMap((client) => (names.has(client.name) ? [client.natCidr] : [])));
}

const GATEWAY = "transit gateway";
const wayTo = ({ way }: HubWeb) => (way === "peering" ? "peering" : GATEWAY);

function hubRoutes(plan: HubPlan, web: HubWeb): HubSummary["routes"] {
  const there = web.destinations.map(({ cidr }) => ({ destination: formatCidr(cidr), target: wayTo(web) }));
  const back = natRangesOf(plan, web).map((destination) => ({ destination, target: GATEWAY }));
  return web.balancerSubnets.flatMap(({ name }) =>
    [...there, ...back].map((route) => ({ vpc: "hub", table: name, ...route })),
  );
}

function clientRoutes(client: NatClient): HubSummary["routes"] {
  const vpc = nameOf("client", client);
  return texts(client.balancerPrefixes).flatMap((destination) => [
    ...client.tables.map((table) => ({
      vpc,
      table: table.name,
      destination,
      target: `NAT gateway ${table.nat.subnet.name}`,
    })),
    ...client.natSubnets.map(({ name }) => ({ vpc, table: name, destination, target: GATEWAY })),
  ]);
}

function routesOf(plan: HubPlan): HubSummary["routes"] {
  return [
    ...natClients(plan).flatMap(clientRoutes),
    ...plan.webs.flatMap((web) => hubRoutes(plan, web)),
    ...plan.webs.flatMap((web) =>
      web.tables.flatMap(({ name }) =>
        texts(web.balancerPrefixes).map((destination) => {
          return { vpc: nameOf("web", web), table: name, destination, target: wayTo(web) };
        }),
      ),
    ),
  ];
}

function gatewayRoutes(plan: HubPlan): HubSummary["transit_gateway_routes"] {
  const webs = plan.webs.filter(({ way }) => way === "transit_gateway");
  const toHub = (table: string, ranges: readonly PlannedSubnet["cidr"][]) =>
    texts(ranges).map((destination) => ({ table, destination, attachment: "hub" }));
  const toSide = (attachment: string, ranges: readonly PlannedSubnet["cidr"][]) =>
    texts(ranges).map((destination) => ({ table: "hub", destination, attachment }));
  return [
    ...natClients(plan).flatMap((client) => toHub(nameOf("client", client), client.balancerPrefixes)),
    ...webs.flatMap((web) => toHub(nameOf("web", web), web.balancerPrefixes)),
    ...natClients(plan).flatMap((client) => toSide(nameOf("client", client), [client.natCidr])),
    ...webs.flatMap((web) =>
      toSide(
        nameOf("web", web),
        web.destinations.map(({ cidr }) => cidr),
      ),
    ),
  ];
}

function balancersOf(plan: HubPlan): BalancerSummary[] {
  return plan.webs.flatMap((web): BalancerSummary[] => {
    const name = (kind: "alb" | "nlb") => hubBalancerName(plan.name, web.name, kind);
    const to = (listener: PlannedNlbListener) => (listener.to.kind === "service" ? listener.to.service : name("alb"));
    const own = plan.services.filter((service) => service.web === web.name);
    const open = openListeners(plan.config, own).flatMap((protocol) => {
      const port = plan.config.listeners[protocol]?.port;
      return port === undefined ? [] : [{ port, protocol: protocol.toUpperCase(), to: null }];
    });
    const nlb = web.nlbListeners.map((one) => ({ port: one.port, protocol: one.protocol, to: to(one) }));
    return [
      ...(web.hasAlb ? [{ name: name("alb"), kind: "alb" as const, web: web.name, listeners: open }] : []),
      ...(nlb.length > 0 ? [{ name: name("nlb"), kind: "nlb" as const, web: web.name, listeners: nlb }] : []),
    ];
  });
}

/** Sums up a hub's plan. */
export function summarizeHub(plan: HubPlan): HubSummary {
  const peered = plan.webs.filter(({ way }) => way === "peering");
  return {
    place: "hub",
    hub_vpc: { cidr: formatCidr(plan.hubCidr), zones: plan.config.bridge.zones, account: plan.accounts[0]?.id ?? null },
    clients: plan.clients.map((client) => ({
      ...side(plan, client),
      nat_cidr: client.way === "nat" ? formatCidr(client.natCidr) : null,
    })),
    webs: plan.webs.map((web) => side(plan, web)),
    subnets: subnetsOf(plan),
    routes: routesOf(plan),
    transit_gateway_routes: gatewayRoutes(plan),
    peerings: peered.map((web) => ({ requester: "hub", accepter: nameOf("web", web) })),
    endpoints: plan.clients.flatMap((client) =>
      client.way === "endpoint"
        ? client.endpoints.map(({ web, subnets, ports }) => {
            return { client: client.name, web, subnets: subnets.map(({ name }) => name), ports };
          })
        : [],
    ),
    load_balancers: balancersOf(plan),
    services: plan.services.map(({ name, config, web, clients, targets }) => ({
      service: name,
      protocol: config.protocol,
      web,
      clients,
      targets: targets.map(({ address, port }) => `${formatIpv4(address)}:${port}`),
    })),
  };
}
