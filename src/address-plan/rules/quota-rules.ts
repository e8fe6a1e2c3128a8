import { listenersOf } from "../../config/bridge-facts";
import { patchAt } from "../../config/patch";
import { QUOTA_NAMES, type QuotaName, QUOTAS } from "../../config/quotas";
import { formatIpv4 } from "../../ipv4";
import { type AddressPlan, clientVpcSubnets, type PlannedSubnet } from "../plan";
import { type Break, type Rule } from "./rule";

/** How much of a quota one part of a bridge needs. */
interface Use {
  readonly quota: QuotaName;
  readonly count: number;
  readonly path: Break["path"];
  /** What is counted, as a sentence up to ", more than <quota>". */
  readonly text: string;
}

type Uses = (plan: AddressPlan) => Use[];

function use(quota: QuotaName, count: number, path: Break["path"], text: string): Use {
  return { quota, count, path, text };
}

/** What the plan's account has: what the file says, or AWS's default. */
function limitOf(plan: AddressPlan, quota: QuotaName): number {
  return plan.config.quotas[quota];
}

/** Whether it can't be built: the quota is never raised, or the file says what the account has. */
function isRefused(plan: AddressPlan, quota: QuotaName): boolean {
  return !QUOTAS[quota].adjustable || limitOf(plan, quota) !== QUOTAS[quota].default;
}

function breaksOf(plan: AddressPlan, uses: readonly Use[], fix: (quota: QuotaName) => string): Break[] {
  return uses
    .filter(({ quota, count }) => count > limitOf(plan, quota))
    .map(({ quota, path, text }) => ({
      path,
      message: `${text}, more than ${limitOf(plan, quota)}`,
      fix: fix(quota),
    }));
}

function fixOf(quota: QuotaName): string {
  return QUOTAS[quota].adjustable
    ? `write fewer, or quotas.${quota} if AWS raised it`
    : "write fewer: AWS does not raise it";
}

/** A rule on quotas: broken by what can't be built; what AWS may have raised, default-quotas warns of. */
interface QuotaRule {
  readonly name: string;
  readonly fact: string;
  /** One of its quotas, all of which are from one page. */
  readonly page: QuotaName;
  readonly uses: Uses;
}

function ruleOf({ name, fact, page, uses }: QuotaRule): Rule {
  const check = (plan: AddressPlan) =>
    breaksOf(
      plan,
      uses(plan).filter(({ quota }) => isRefused(plan, quota)),
      fixOf,
    );
  return { name, fact, source: `${QUOTAS[page].page}, read ${QUOTAS[page].read}`, check };
}

function subnetsByVpc(plan: AddressPlan): { vpc: string; subnets: readonly PlannedSubnet[] }[] {
  return [
    { vpc: "client", subnets: clientVpcSubnets(plan) },
    { vpc: "web", subnets: plan.webSubnets },
  ];
}

function routeUses(plan: AddressPlan): Use[] {
  // Every table has a local route per range of its VPC.
  const clientLocal = plan.clientCidrs.length + 1;
  const { client, web } = plan.config;
  const inTable = (count: number, path: Break["path"], table: string) =>
    use("routes_per_route_table", count, path, `${table} would have ${count} routes`);
  return [
    inTable(
      clientLocal + plan.albSubnets.length + client.vpc.routes.length,
      ["client", "subnets"],
      "the clients' route table",
    ),
    inTable(clientLocal + plan.steers.length, ["bridge"], "an ALB subnet's route table"),
    inTable(
      plan.webCidrs.length + plan.albPrefixes.length + web.vpc.routes.length,
      ["web", "subnets"],
      "a web subnet's route table",
    ),
  ];
}

function albUses(plan: AddressPlan): Use[] {
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

function groupUses(plan: AddressPlan): Use[] {
  const { listeners } = plan.config;
  const ports = Number(listeners.http !== undefined) + Number(listeners.https !== undefined);
  const ingress = plan.nats.reduce((sum, nat) => sum + nat.addresses.length, 0) * ports;
  const rules = (count: number, path: Break["path"], what: string) =>
    use("rules_per_security_group", count, path, `${what}: ${count}`);
  return [
    rules(ingress, ["bridge"], "ingress rules of the ALB (NAT address times listener)"),
    rules(targetPairs(plan).size, ["services"], "egress rules of the ALB (target times port)"),
    rules(plan.albPrefixes.length * plan.targetPorts.length, ["services"], "ingress rules of the web servers"),
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

const COUNTED: readonly QuotaRule[] = [
  {
    name: "cidrs-per-vpc",
    fact: "a VPC has 5 IPv4 ranges, up to 50 on request",
    page: "cidrs_per_vpc",
    uses: (plan) => {
      const count = plan.clientCidrs.length + 1;
      return [use("cidrs_per_vpc", count, ["bridge", "cidr"], `would be the client VPC's range number ${count}`)];
    },
  },
  {
    name: "subnets-per-vpc",
    fact: "a VPC has 200 subnets, more on request",
    page: "subnets_per_vpc",
    uses: (plan) =>
      subnetsByVpc(plan).map(({ vpc, subnets: { length } }) =>
        use("subnets_per_vpc", length, [vpc, "subnets"], `the ${vpc} VPC would have ${length} subnets`),
      ),
  },
  {
    name: "routes-per-route-table",
    fact: "a route table has 500 routes, local ones included, more on request",
    page: "routes_per_route_table",
    uses: routeUses,
  },
  {
    name: "route-tables-per-vpc",
    fact: "a VPC has 200 route tables, more on request",
    page: "route_tables_per_vpc",
    uses: (plan) => {
      const count = clientVpcSubnets(plan).length + 1;
      const text = `the client VPC would have ${count} route tables`;
      return [use("route_tables_per_vpc", count, ["client", "subnets"], text)];
    },
  },
  {
    name: "routes-per-transit-gateway",
    fact: "a transit gateway has 10,000 static routes in all its tables, more on request",
    page: "routes_per_transit_gateway",
    uses: (plan) => {
      const count = plan.steers.length + plan.albPrefixes.length;
      const text = `the transit gateway would have ${count} routes`;
      return [use("routes_per_transit_gateway", count, ["bridge"], text)];
    },
  },
  {
    name: "alb-quotas",
    fact: "an ALB has quotas for rules, targets and certificates, and fixed ones for target groups, and condition values and wildcards per rule",
    page: "rules_per_alb",
    uses: albUses,
  },
  {
    name: "security-group-rules",
    fact: "a security group has 60 rules per direction, more on request",
    page: "rules_per_security_group",
    uses: groupUses,
  },
];

export const QUOTA_RULES: readonly Rule[] = [
  ...COUNTED.map(ruleOf),
  {
    name: "addresses-per-nat-gateway",
    fact: "a NAT gateway has up to 8 private addresses, each good for 55,000 connections to one destination",
    source: "VPC user guide, NAT gateway basics",
    check: (plan) => {
      const quota = Math.min(8, plan.config.quotas.addresses_per_nat_gateway);
      return plan.nats
        .filter((nat) => nat.addresses.length > quota)
        .map(({ path, addresses }) => ({
          path,
          message: `has ${addresses.length} addresses, more than ${quota}`,
          fix: `list ${quota} or fewer`,
          mend: { patch: patchAt(path, addresses.slice(0, quota).map(formatIpv4)) },
        }));
    },
  },
  {
    name: "default-quotas",
    fact: "what needs more than a default quota can be built where AWS raised that quota",
    source: "Service Quotas user guide, requesting a quota increase",
    warns: true,
    check: (plan) =>
      breaksOf(
        plan,
        COUNTED.flatMap(({ uses }) => uses(plan)).filter(({ quota }) => !isRefused(plan, quota)),
        (quota) => `have AWS raise it before deploying, and write the account's quotas.${quota}`,
      ),
  },
  {
    name: "fixed-quotas",
    fact: "AWS raises some quotas for nobody who asks by Service Quotas",
    source: "the pages that the quotas are from, column Adjustable",
    warns: true,
    check: (plan) =>
      QUOTA_NAMES.filter((quota) => !QUOTAS[quota].adjustable && limitOf(plan, quota) > QUOTAS[quota].default).map(
        (quota) => ({
          path: ["quotas", quota],
          message: `is more than the ${QUOTAS[quota].default} that AWS gives to every account and does not raise`,
          fix: "leave it out, unless AWS told you otherwise",
        }),
      ),
  },
];
