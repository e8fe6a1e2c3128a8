import { patchAt } from "../../config/patch";
import { QUOTA_NAMES, QUOTAS } from "../../config/quotas";
import { formatCidr, formatIpv4 } from "../../ipv4";
import { type BridgePlan } from "../bridge-plan";
import {
  endpointUses,
  gatewayUses,
  hubAlbUses,
  hubGroupUses,
  hubRouteUses,
  nlbUses,
  peeringUses,
  rangeUses,
  subnetUses,
  tableUses,
} from "../hub/hub-quota-uses";
import { clientVpcSubnets } from "../plan";
import { albUses, groupUses, routeUses } from "./client-quota-uses";
import { breaksOf, isRefused, limitOf, type QuotaRule, quotaRule, use, usesOf } from "./quota-use";
import { natsBySide } from "./route-rules";
import { type RuleOf } from "./rule";
import { wholeVpcsOf } from "./side-rules";

const COUNTED: readonly QuotaRule[] = [
  {
    name: "cidrs-per-vpc",
    fact: "a VPC has 5 IPv4 ranges, up to 50 on request",
    page: "cidrs_per_vpc",
    client: (plan) => {
      const count = plan.clientCidrs.length + 1;
      return [use("cidrs_per_vpc", count, ["bridge", "cidr"], `would be the client VPC's range number ${count}`)];
    },
    hub: rangeUses,
  },
  {
    name: "subnets-per-vpc",
    fact: "a VPC has 200 subnets, more on request",
    page: "subnets_per_vpc",
    client: (plan) =>
      wholeVpcsOf(plan).map(({ side: { role }, subnets: { length } }) =>
        use("subnets_per_vpc", length, [role, "subnets"], `the ${role} VPC would have ${length} subnets`),
      ),
    hub: subnetUses,
  },
  {
    name: "routes-per-route-table",
    fact: "a route table has 500 routes, local ones included, more on request",
    page: "routes_per_route_table",
    client: routeUses,
    hub: hubRouteUses,
  },
  {
    name: "route-tables-per-vpc",
    fact: "a VPC has 200 route tables, more on request",
    page: "route_tables_per_vpc",
    client: (plan) => {
      const count = clientVpcSubnets(plan).length + 1;
      const text = `the client VPC would have ${count} route tables`;
      return [use("route_tables_per_vpc", count, ["client", "subnets"], text)];
    },
    hub: tableUses,
  },
  {
    name: "routes-per-transit-gateway",
    fact: "a transit gateway has 10,000 static routes in all its tables and 20 tables, more on request",
    page: "routes_per_transit_gateway",
    client: (plan) => {
      const { steers = [], clientTwins = [] } = plan.appliance ?? {};
      const destinations = new Set([...plan.steers, ...steers].map(({ destination }) => formatCidr(destination)));
      const count = destinations.size + plan.albPrefixes.length + clientTwins.length;
      const text = `the transit gateway would have ${count} routes`;
      return [use("routes_per_transit_gateway", count, ["bridge"], text)];
    },
    hub: gatewayUses,
  },
  {
    name: "alb-quotas",
    fact: "an ALB has quotas for rules, targets and certificates, and fixed ones for target groups, and condition values and wildcards per rule",
    page: "rules_per_alb",
    client: albUses,
    hub: hubAlbUses,
  },
  {
    name: "security-group-rules",
    fact: "a security group has 60 rules per direction, more on request",
    page: "rules_per_security_group",
    client: groupUses,
    hub: hubGroupUses,
  },
  {
    name: "nlb-quotas",
    fact: "an NLB has 50 listeners, and quotas for certificates and for targets, of which an ALB counts as a hundred",
    page: "listeners_per_nlb",
    hub: nlbUses,
  },
  {
    name: "peerings-per-vpc",
    fact: "a VPC has 50 active peerings, up to 125 on request",
    page: "peerings_per_vpc",
    hub: peeringUses,
  },
  {
    name: "endpoints-per-vpc",
    fact: "a VPC has 50 interface endpoints, more on request",
    page: "endpoints_per_vpc",
    hub: endpointUses,
  },
];

/** What holds in every place, of quotas that are no counts of the whole plan alone. */
const OF_EVERY_PLACE: readonly RuleOf<BridgePlan>[] = [
  {
    name: "addresses-per-nat-gateway",
    fact: "a NAT gateway has up to 8 private addresses, each good for 55,000 connections to one destination",
    source: "VPC user guide, NAT gateway basics",
    check: (plan) => {
      const quota = Math.min(8, plan.config.quotas.addresses_per_nat_gateway);
      return natsBySide(plan)
        .flatMap(({ nats }) => nats)
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
        COUNTED.flatMap((counted) => usesOf(plan, counted)).filter(({ quota }) => !isRefused(plan, quota)),
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

export const QUOTA_RULES: readonly RuleOf<BridgePlan>[] = [
  ...COUNTED.filter(({ client }) => client).map(quotaRule),
  ...OF_EVERY_PLACE,
];

/** The same for hubs. */
export const HUB_QUOTA_RULES: readonly RuleOf<BridgePlan>[] = [...COUNTED.map(quotaRule), ...OF_EVERY_PLACE];
