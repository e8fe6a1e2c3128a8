import { type QuotaName } from "../../config/quotas";
import { sideLabel } from "../planned-sides";
import { type Use, use } from "../rules/quota-use";
import { type Break } from "../rules/rule";
import { type HubClient, type HubPlan, type HubService, type HubWeb } from "./hub-plan";

/** What an ALB counts as, where it is a target of an NLB that balances across zones. Source: quotas for your Network Load Balancers. */
const ALB_AS_TARGET = 100;

type Path = Break["path"];

function labelOf({ name }: HubClient | HubWeb, role: "client" | "web"): string {
  return sideLabel({ role, name });
}

/** The services of each web side. */
function servicesByWeb({ services }: HubPlan): Map<string, HubService[]> {
  const byWeb = new Map<string, HubService[]>();
  for (const service of services) {
    const own = byWeb.get(service.web);
    if (own) own.push(service);
    else byWeb.set(service.web, [service]);
  }
  return byWeb;
}

/** How many NAT addresses each client side of way nat has. */
function natAddresses({ clients }: HubPlan): Map<string, number> {
  const counts = clients.map((client): [string, number] => {
    const nats = client.way === "nat" ? client.nats : [];
    return [client.name, nats.reduce((sum, { addresses }) => sum + addresses.length, 0)];
  });
  return new Map(counts);
}

/** Names of the clients by NAT whose packets the balancers of a web side answer. */
function natClientsOf(web: HubWeb): Set<string> {
  return new Set([...web.albNatClients, ...web.nlbListeners.flatMap(({ natClients }) => natClients)]);
}

/** The ranges of each client VPC that gets one. */
export function rangeUses({ clients }: HubPlan): Use[] {
  return clients.flatMap((client): Use[] => {
    if (client.way !== "nat" || !client.config.nat || client.config.nat.gateways) return [];
    const count = client.cidrs.length + 1;
    const text = `would be the ${labelOf(client, "client")} VPC's range number ${count}`;
    return [use("cidrs_per_vpc", count, [...client.path, "nat", "cidr"], text)];
  });
}

/** Subnets of each VPC. */
export function subnetUses({ clients, webs, attachmentSubnets }: HubPlan): Use[] {
  const inVpc = (count: number, path: Path, vpc: string) =>
    use("subnets_per_vpc", count, path, `the ${vpc} VPC would have ${count} subnets`);
  const hub = webs.reduce((sum, { balancerSubnets }) => sum + balancerSubnets.length, attachmentSubnets.length);
  return [
    ...clients.map((client) => {
      const own = client.way === "nat" ? client.natSubnets.length + client.attachmentSubnets.length : 0;
      return inVpc(client.subnets.length + own, [...client.path, "subnets"], labelOf(client, "client"));
    }),
    ...webs.map((web) => inVpc(web.subnets.length, [...web.path, "subnets"], labelOf(web, "web"))),
    inVpc(hub, ["webs"], "hub"),
  ];
}

/** Route tables of the VPCs that get some. */
export function tableUses({ clients, webs }: HubPlan): Use[] {
  const inVpc = (count: number, path: Path, vpc: string) =>
    use("route_tables_per_vpc", count, path, `the ${vpc} VPC would have ${count} route tables`);
  // With the main one; the attachment's subnets share one.
  const hub = webs.reduce((sum, { balancerSubnets }) => sum + balancerSubnets.length, 2);
  return [
    ...clients.map((client) => {
      const own = client.way === "nat" ? client.natSubnets.length + client.attachmentSubnets.length : 0;
      return inVpc(client.subnets.length + own + 1, [...client.path, "subnets"], labelOf(client, "client"));
    }),
    inVpc(hub, ["webs"], "hub"),
  ];
}

/** Routes of each kind of table. */
export function hubRouteUses({ clients, webs }: HubPlan): Use[] {
  const inTable = (count: number, path: Path, table: string) =>
    use("routes_per_route_table", count, path, `${table} would have ${count} routes`);
  return [
    ...clients.flatMap((client): Use[] => {
      if (client.way !== "nat") return [];
      const count = client.cidrs.length + 1 + client.balancerPrefixes.length + client.config.vpc.routes.length;
      return [
        inTable(count, [...client.path, "subnets"], `a route table of the ${labelOf(client, "client")}'s subnets`),
      ];
    }),
    ...webs.flatMap((web) => {
      const name = labelOf(web, "web");
      const local = web.cidrs.length + web.balancerPrefixes.length + web.config.vpc.routes.length;
      const inHub = 1 + web.destinations.length + natClientsOf(web).size;
      return [
        inTable(local, [...web.path, "subnets"], `a route table of the ${name}'s subnets`),
        inTable(inHub, [...web.path, "subnets"], `a route table of the ${name}'s load balancers`),
      ];
    }),
  ];
}

/** Tables and routes of the transit gateway. */
export function gatewayUses({ clients, webs, hasTransitGateway }: HubPlan): Use[] {
  if (!hasTransitGateway) return [];
  const nats = clients.flatMap((client) => (client.way === "nat" ? [client] : []));
  const attached = webs.filter(({ way }) => way === "transit_gateway");
  const made = [...nats, ...attached].filter(({ config }) => config.attachment === undefined).length;
  const routes =
    nats.reduce((sum, { balancerPrefixes }) => sum + balancerPrefixes.length + 1, 0) +
    attached.reduce(
      (sum, { balancerPrefixes, destinations }) => sum + balancerPrefixes.length + destinations.length,
      0,
    );
  const path = ["transit_gateway"];
  return [
    use("routes_per_transit_gateway", routes, path, `the transit gateway would have ${routes} routes`),
    use("route_tables_per_transit_gateway", made + 1, path, `the transit gateway would have ${made + 1} route tables`),
  ];
}

const counted = (quota: QuotaName, count: number, path: Path, what: string) =>
  use(quota, count, path, `${what}: ${count}`);

/** What each web side's ALB needs. */
export function hubAlbUses(plan: HubPlan): Use[] {
  const certificates = Math.max(0, (plan.config.listeners.https?.certificates.length ?? 0) - 1);
  const byWeb = servicesByWeb(plan);
  return plan.webs
    .filter(({ hasAlb }) => hasAlb)
    .flatMap((web) => {
      const services = (byWeb.get(web.name) ?? []).filter(({ isHttp }) => isHttp);
      const rules = services.reduce((sum, { config, listeners }) => sum + (config.match ? listeners.length : 0), 0);
      const targets = services.reduce((sum, service) => sum + service.targets.length, 0);
      const at = `of the ${labelOf(web, "web")}'s ALB`;
      return [
        counted("rules_per_alb", rules, ["services"], `listener rules ${at}`),
        counted("target_groups_per_alb", services.length, ["services"], `target groups ${at}`),
        counted("targets_per_alb", targets, ["services"], `targets ${at}`),
        counted(
          "certificates_per_alb",
          certificates,
          ["listeners", "https", "certificates"],
          `certificates ${at} beside the default one`,
        ),
        ...services.flatMap(ruleUses),
      ];
    });
}

function ruleUses({ name, config: { match }, targets }: HubService): Use[] {
  const values = [...(match?.hosts ?? []), ...(match?.paths ?? [])];
  const wildcards = values.join("").replace(/[^*?]/g, "").length;
  const path = ["services", name, "match"];
  return [
    counted("condition_values_per_rule", values.length, path, "hosts and paths of one rule"),
    counted("wildcards_per_rule", wildcards, path, "wildcards of one rule"),
    counted("targets_per_target_group", targets.length, ["services", name, "targets"], "targets of one service"),
  ];
}

/** What each web side's NLB needs. */
export function nlbUses(plan: HubPlan): Use[] {
  const byWeb = servicesByWeb(plan);
  return plan.webs.flatMap((web) => {
    const services = (byWeb.get(web.name) ?? []).filter(({ isHttp }) => !isHttp);
    const albs = web.nlbListeners.filter(({ to }) => to.kind === "alb").length;
    const targets = services.reduce((sum, service) => sum + service.targets.length, albs * ALB_AS_TARGET);
    const certificates = services.reduce((sum, { config }) => sum + (config.certificates?.length ?? 0), 0);
    const at = `of the ${labelOf(web, "web")}'s NLB`;
    const handedOn = albs > 0 ? `, the ALB counted as ${ALB_AS_TARGET} for each of its listeners` : "";
    return [
      counted("listeners_per_nlb", web.nlbListeners.length, ["services"], `listeners ${at}`),
      counted("targets_per_nlb", targets, ["services"], `targets ${at}${handedOn}`),
      counted("certificates_per_nlb", certificates, ["services"], `certificates ${at}`),
      ...services.map(({ name, targets: { length } }) =>
        counted("targets_per_target_group", length, ["services", name, "targets"], "targets of one service"),
      ),
    ];
  });
}

/** Rules of the security groups that a hub makes or adds to. */
export function hubGroupUses(plan: HubPlan): Use[] {
  const nats = natAddresses(plan);
  const addressesOf = (names: readonly string[]) => names.reduce((sum, name) => sum + (nats.get(name) ?? 0), 0);
  const { listeners } = plan.config;
  const ports = Number(listeners.http !== undefined) + Number(listeners.https !== undefined);
  const byWeb = servicesByWeb(plan);
  return plan.webs.flatMap((web) => {
    const [path, name] = [["services"], labelOf(web, "web")];
    const rules = (count: number, what: string) => counted("rules_per_security_group", count, path, what);
    const services = byWeb.get(web.name) ?? [];
    const toAlb = web.nlbListeners.filter(({ to }) => to.kind === "alb").length;
    const fromNlb = toAlb * web.balancerPrefixes.length;
    const ofNlb = web.nlbListeners.reduce((sum, { natClients }) => sum + addressesOf(natClients), 0);
    const [http, others] = [services.filter(({ isHttp }) => isHttp), services.filter(({ isHttp }) => !isHttp)];
    return [
      rules(addressesOf(web.albNatClients) * ports + fromNlb, `ingress rules of the ${name}'s ALB`),
      rules(targetPairs(http), `egress rules of the ${name}'s ALB (target times port)`),
      rules(ofNlb, `ingress rules of the ${name}'s NLB (NAT address times listener)`),
      rules(targetPairs(others) + toAlb * web.balancerSubnets.length, `egress rules of the ${name}'s NLB`),
      rules(web.balancerPrefixes.length * web.targetPorts.length, `ingress rules of the ${name}'s servers`),
    ];
  });
}

/** How many pairs of address and port load balancers open connections to. */
function targetPairs(services: readonly HubService[]): number {
  const pairs = services.flatMap(({ targets, targetPort, healthPort }) =>
    targets.flatMap(({ address }) => [`${address}:${targetPort}`, `${address}:${healthPort}`]),
  );
  return new Set(pairs).size;
}

/** Peerings of the hub's VPC. */
export function peeringUses({ webs }: HubPlan): Use[] {
  const count = webs.filter(({ way }) => way === "peering").length;
  return [use("peerings_per_vpc", count, ["webs"], `the hub VPC would have ${count} peerings`)];
}

/** Endpoints of each client's VPC, as far as they are the hub's. */
export function endpointUses({ clients }: HubPlan): Use[] {
  return clients.flatMap((client) => {
    if (client.way !== "endpoint") return [];
    const { length } = client.endpoints;
    return [
      use(
        "endpoints_per_vpc",
        length,
        client.path,
        `the ${labelOf(client, "client")} VPC would have ${length} endpoints`,
      ),
    ];
  });
}
