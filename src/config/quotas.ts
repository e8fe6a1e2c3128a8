/** One of AWS's quotas that a bridge can run into. */
export interface Quota {
  readonly default: number;
  readonly what: string;
  /** Where AWS documents the default. */
  readonly source: string;
}

const VPC_QUOTAS = "Amazon VPC quotas";
const ALB_QUOTAS = "Quotas for your Application Load Balancers";
const TGW_QUOTAS = "Quotas for your transit gateways";

/** AWS's default quotas. AWS raises most of them on request, so a bridge file can override each under `quotas`. */
export const QUOTAS = {
  cidrs_per_vpc: { default: 5, what: "IPv4 CIDR blocks per VPC", source: VPC_QUOTAS },
  subnets_per_vpc: { default: 200, what: "subnets per VPC", source: VPC_QUOTAS },
  route_tables_per_vpc: { default: 200, what: "route tables per VPC", source: VPC_QUOTAS },
  routes_per_route_table: { default: 50, what: "routes per route table", source: VPC_QUOTAS },
  rules_per_security_group: { default: 60, what: "rules per security group and direction", source: VPC_QUOTAS },
  addresses_per_nat_gateway: { default: 8, what: "private addresses per NAT gateway", source: VPC_QUOTAS },
  targets_per_alb: { default: 1000, what: "targets per Application Load Balancer", source: ALB_QUOTAS },
  targets_per_target_group: { default: 1000, what: "targets per target group", source: ALB_QUOTAS },
  target_groups_per_alb: { default: 100, what: "target groups per Application Load Balancer", source: ALB_QUOTAS },
  rules_per_alb: {
    default: 100,
    what: "rules per Application Load Balancer, not counting default rules",
    source: ALB_QUOTAS,
  },
  certificates_per_alb: {
    default: 25,
    what: "certificates per Application Load Balancer, not counting default certificates",
    source: ALB_QUOTAS,
  },
  condition_values_per_rule: { default: 5, what: "condition values per rule", source: ALB_QUOTAS },
  wildcards_per_rule: { default: 5, what: "condition wildcards per rule", source: ALB_QUOTAS },
  routes_per_transit_gateway: { default: 10000, what: "static routes per transit gateway", source: TGW_QUOTAS },
} as const satisfies Record<string, Quota>;

export type QuotaName = keyof typeof QUOTAS;
