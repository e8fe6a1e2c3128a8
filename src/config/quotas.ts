/** One of AWS's quotas that a bridge can run into. */
export interface Quota {
  readonly default: number;
  readonly what: string;
  /** The page on which AWS documents the default. */
  readonly page: string;
  /** The day on which the page was read. */
  readonly read: string;
  /**
   * Whether AWS raises it on request. What needs more than the default of such a quota can be built in some accounts, so
   * it is a warning; more than the default of any other is refused.
   */
  readonly adjustable: boolean;
}

/** The pages, each with the day it was read. A test fails for a quota without them, so that a new one says where it is from. */
const VPC = { page: "Amazon VPC quotas", read: "2026-11-26" };
const ALB = { page: "Quotas for your Application Load Balancers", read: "2026-11-26" };
const NLB = { page: "Quotas for your Network Load Balancers", read: "2026-11-27" };
const ENDPOINTS = { page: "AWS PrivateLink quotas", read: "2026-11-27" };
const TGW = { page: "Quotas for your transit gateways", read: "2026-11-26" };

/** AWS's default quotas. An account's own stand in the bridge file under `quotas`. */
export const QUOTAS = {
  cidrs_per_vpc: { default: 5, what: "IPv4 CIDR blocks per VPC", adjustable: true, ...VPC },
  subnets_per_vpc: { default: 200, what: "subnets per VPC", adjustable: true, ...VPC },
  route_tables_per_vpc: { default: 200, what: "route tables per VPC", adjustable: true, ...VPC },
  // 50 until June 2025.
  routes_per_route_table: {
    default: 500,
    what: "routes per route table, local ones included",
    adjustable: true,
    ...VPC,
  },
  rules_per_security_group: {
    default: 60,
    what: "rules per security group and direction",
    adjustable: true,
    ...VPC,
  },
  addresses_per_nat_gateway: { default: 8, what: "private addresses per NAT gateway", adjustable: false, ...VPC },
  targets_per_alb: { default: 1000, what: "targets per Application Load Balancer", adjustable: true, ...ALB },
  targets_per_target_group: { default: 1000, what: "targets per target group", adjustable: true, ...ALB },
  target_groups_per_alb: {
    default: 100,
    what: "target groups per Application Load Balancer",
    adjustable: false,
    ...ALB,
  },
  rules_per_alb: {
    default: 100,
    what: "rules per Application Load Balancer, not counting default rules",
    adjustable: true,
    ...ALB,
  },
  certificates_per_alb: {
    default: 25,
    what: "certificates per Application Load Balancer, not counting default certificates",
    adjustable: true,
    ...ALB,
  },
  condition_values_per_rule: {
    default: 5,
    what: "condition values, each one match evaluation, per rule",
    adjustable: false,
    ...ALB,
  },
  wildcards_per_rule: { default: 6, what: "condition wildcards per rule", adjustable: false, ...ALB },
  routes_per_transit_gateway: {
    default: 10000,
    what: "static routes per transit gateway",
    adjustable: true,
    ...TGW,
  },
  route_tables_per_transit_gateway: { default: 20, what: "route tables per transit gateway", adjustable: true, ...TGW },
  // Up to 125 on request.
  peerings_per_vpc: { default: 50, what: "active VPC peering connections per VPC", adjustable: true, ...VPC },
  endpoints_per_vpc: {
    default: 50,
    what: "interface and Gateway Load Balancer endpoints per VPC",
    adjustable: true,
    ...ENDPOINTS,
  },
  listeners_per_nlb: { default: 50, what: "listeners per Network Load Balancer", adjustable: false, ...NLB },
  // With cross-zone load balancing, as here; an ALB as a target counts as a hundred.
  targets_per_nlb: {
    default: 500,
    what: "targets per Network Load Balancer that balances across zones",
    adjustable: true,
    ...NLB,
  },
  certificates_per_nlb: { default: 25, what: "certificates per Network Load Balancer", adjustable: true, ...NLB },
} as const satisfies Record<string, Quota>;

export type QuotaName = keyof typeof QUOTAS;
export const QUOTA_NAMES = Object.keys(QUOTAS) as QuotaName[];
