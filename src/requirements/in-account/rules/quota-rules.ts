import { type Break } from "../../../address-plan/rules/rule";
import { type PlannedSubnet } from "../../../address-plan/planned-subnet";
import { type QuotaName, QUOTAS } from "../../../config/quotas";
import { isPlanned } from "../../planned-in";
import { plannedOf } from "../own-part";
import { type AccountFacts, type AccountRule, broken, existingSides, type ExistingSide } from "./account-rule";

/** Codes of service quotas [Service Quotas console, Amazon VPC, Amazon EC2 and Elastic Load Balancing]. */
export const QUOTA_CODES: Readonly<Partial<Record<QuotaName, string>>> = {
  cidrs_per_vpc: "L-83CA0A9D",
  subnets_per_vpc: "L-407747CB",
  route_tables_per_vpc: "L-589F43AA",
  routes_per_route_table: "L-93826ACB",
  rules_per_security_group: "L-0EA8095F",
  peerings_per_vpc: "L-7E9ECCDB",
  routes_per_transit_gateway: "L-BCC1FB47",
  route_tables_per_transit_gateway: "L-43872EB7",
  targets_per_alb: "L-7E6692B2",
  targets_per_target_group: "L-A0D0B863",
  rules_per_alb: "L-7EED9B64",
  certificates_per_alb: "L-9365A611",
  certificates_per_nlb: "L-52964454",
};

/** What the account has of a quota: what AWS told, else what the file says. */
function limitOf({ plan, quotas }: AccountFacts, name: QuotaName): number {
  const code = QUOTA_CODES[name];
  return (code === undefined ? undefined : quotas.get(code)) ?? plan.config.quotas[name];
}

/** The subnets that the bridge makes in a VPC that exists. */
function madeIn({ plan }: AccountFacts, { side }: ExistingSide): readonly PlannedSubnet[] {
  return plannedOf(plan, side).filter(({ existingId }) => existingId === undefined);
}

function usesOf(facts: AccountFacts, one: ExistingSide): { quota: QuotaName; count: number }[] {
  const { vpc } = one;
  const made = madeIn(facts, one);
  const peered =
    facts.plan.place === "hub" &&
    facts.plan.webs.some((web) => one.side.role === "web" && web.name === one.side.name && web.way === "peering");
  const peerings = facts.topology.peerings.filter(({ requester, accepter }) => requester === vpc || accepter === vpc);
  const tables = facts.topology.tables.filter((table) => table.vpc === vpc);
  return [
    { quota: "cidrs_per_vpc", count: vpc.cidrs.length + (made.length > 0 ? 1 : 0) },
    { quota: "subnets_per_vpc", count: vpc.subnets.length + made.length },
    { quota: "route_tables_per_vpc", count: tables.length + made.length },
    { quota: "peerings_per_vpc", count: peerings.length + (peered ? 1 : 0) },
  ];
}

/** Routes of the longest of the tables that get some, local ones included. */
function routesOf(facts: AccountFacts, { side, vpc }: ExistingSide): number {
  const { plan } = facts;
  const listed = vpc.subnets.filter((subnet) => isPlanned(side.subnets, subnet));
  const longest = Math.max(0, ...listed.map(({ table }) => table.routes.length));
  const added =
    plan.place === "client"
      ? (side.role === "client" ? plan.albSubnets : plan.albPrefixes).length
      : [...plan.clients, ...plan.webs].flatMap((one) =>
          one.name === side.name && "balancerPrefixes" in one ? one.balancerPrefixes : [],
        ).length;
  return vpc.cidrs.length + longest + added;
}

function quotas(facts: AccountFacts): Break[] {
  return existingSides(facts).flatMap((one) => {
    const uses = [...usesOf(facts, one), { quota: "routes_per_route_table" as const, count: routesOf(facts, one) }];
    return uses.flatMap(({ quota, count }) => {
      const limit = limitOf(facts, quota);
      if (count <= limit) return [];
      const message = `would come to ${count} ${QUOTAS[quota].what}, more than the ${limit} that ${one.id} has`;
      return [broken([...one.side.path, "vpc", "id"], message, "ask AWS for more of this quota, or remove some")];
    });
  });
}

/** Quotas that the file says to be raised, and that are not. */
function stated(facts: AccountFacts): Break[] {
  const names = Object.keys(QUOTA_CODES) as QuotaName[];
  return names.flatMap((name) => {
    const told = facts.quotas.get(QUOTA_CODES[name] ?? "");
    const said = facts.plan.config.quotas[name];
    if (told === undefined || said === QUOTAS[name].default || said <= told) return [];
    return [broken(["quotas", name], `is more than the account has, which is ${told}`, `write ${told}`)];
  });
}

/** What the account allows. */
export const LIMIT_RULES: readonly AccountRule[] = [
  {
    name: "account-quotas",
    fact: "what is there and what the bridge adds are within the account's quotas",
    source: "Service Quotas API, ListServiceQuotas; Amazon VPC quotas",
    check: quotas,
  },
  {
    name: "account-stated-quotas",
    fact: "quotas that the file says to be raised are raised",
    source: "Service Quotas API, ListServiceQuotas",
    check: stated,
  },
];
