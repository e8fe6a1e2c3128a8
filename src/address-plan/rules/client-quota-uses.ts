import { listenersOf } from "../../config/bridge-facts";
import { type QuotaName } from "../../config/quotas";
import { type AddressPlan } from "../plan";
import { type Use, use } from "./quota-use";
import { type Break } from "./rule";

/** Routes of the tables that a bridge in the client VPC has routes in. */
export function routeUses(plan: AddressPlan): Use[] {
  // Every table has a local route per range of its VPC.
  const clientLocal = plan.clientCidrs.length + 1;
  const { client, web } = plan.config;
  const [toWeb, toClients] = [plan.appliance?.webTwins.length ?? 0, plan.appliance?.clientTwins.length ?? 0];
  const inTable = (count: number, path: Break["path"], table: string) =>
    use("routes_per_route_table", count, path, `${table} would have ${count} routes`);
  return [
    inTable(
      clientLocal + plan.albSubnets.length + toWeb + client.vpc.routes.length,
      ["client", "subnets"],
      "the clients' route table",
    ),
    inTable(clientLocal + plan.steers.length + toClients, ["bridge"], "an ALB subnet's route table"),
    ...(plan.appliance
      ? [inTable(clientLocal + plan.appliance.steers.length, ["bridge"], "an outer subnet's route table")]
      : []),
    inTable(
      plan.webCidrs.length + plan.albPrefixes.length + toClients + web.vpc.routes.length,
      ["web", "subnets"],
      "a web subnet's route table",
    ),
  ];
}

/** What its ALB needs. */
export function albUses(plan: AddressPlan): Use[] {
  const services = Object.entries(plan.config.services);
  const rules = services.reduce(
    (sum, [, service]) => sum + (service.match ? listenersOf(plan.config, service).length : 0),
    0,
  );
  const certificates = Math.max(0, (plan.config.listeners.https?.certificates.length ?? 0) - 1);
  const counted = (quota: QuotaName, count: number, path: Break["path"], what: string) =>
    use(quota, count, path, `${what}: ${count}`);
  return [
    counted("rules_per_alb", rules, ["services"], "listener rules"),
    counted("target_groups_per_alb", services.length, ["services"], "target groups"),
    counted("targets_per_alb", plan.targets.length, ["services"], "targets"),
    counted(
      "certificates_per_alb",
      certificates,
      ["listeners", "https", "certificates"],
      "certificates beside the default one",
    ),
    ...services.flatMap(([name, { match, targets }]) => {
      const values = [...(match?.hosts ?? []), ...(match?.paths ?? [])];
      const wildcards = values.join("").replace(/[^*?]/g, "").length;
      const path = ["services", name, "match"];
      return [
        counted("condition_values_per_rule", values.length, path, "hosts and paths of one rule"),
        counted("wildcards_per_rule", wildcards, path, "wildcards of one rule"),
        counted("targets_per_target_group", targets.length, ["services", name, "targets"], "targets of one service"),
      ];
    }),
  ];
}

/** Rules of the security groups that it makes or adds to. */
export function groupUses(plan: AddressPlan): Use[] {
  const { listeners } = plan.config;
  const ports = Number(listeners.http !== undefined) + Number(listeners.https !== undefined);
  const ingress = plan.nats.reduce((sum, nat) => sum + nat.addresses.length, 0) * ports;
  const ofAlb = plan.albPrefixes.length * plan.targetPorts.length;
  const { clientToWeb = [], clientTwins = [] } = plan.appliance ?? {};
  const admitted = clientTwins.length * clientToWeb.reduce((sum, { ports }) => sum + Math.max(1, ports.length), 0);
  const rules = (count: number, path: Break["path"], what: string) =>
    use("rules_per_security_group", count, path, `${what}: ${count}`);
  return [
    rules(ingress, ["bridge"], "ingress rules of the ALB (NAT address times listener)"),
    rules(targetPairs(plan).size, ["services"], "egress rules of the ALB (target times port)"),
    rules(ofAlb + admitted, [ofAlb > 0 ? "services" : "appliance"], "ingress rules of the web servers"),
  ];
}

/** Each address and port that the ALB opens connections to, as "address:port". */
function targetPairs(plan: AddressPlan): Set<string> {
  const pairs = new Set<string>();
  for (const { config, targets } of plan.services) {
    for (const { address, port } of targets)
      pairs.add(`${address}:${port}`).add(`${address}:${config.health.port ?? port}`);
  }
  return pairs;
}
