import { type Edit } from "../../config/bridge-texts";
import { HUB, WHOLE_VPC } from "../../config/hub-texts";
import { broken, type BrokenCase, holds, type HoldingCase, quotas } from "../rule-case";

const CERTIFICATE = "arn:aws:acm:us-east-1:111122223333:certificate";

/** The database over TLS, with two certificates. */
const TLS: Edit = [
  "    protocol: TCP\n",
  `    protocol: TLS
    certificates: ["${CERTIFICATE}/a", "${CERTIFICATE}/b"]
`,
];

export const BROKEN_HUB_QUOTAS: readonly BrokenCase[] = [
  broken(
    "cidrs-per-vpc",
    "a NAT range is one more of its client VPC",
    WHOLE_VPC,
    [quotas("cidrs_per_vpc: 2")],
    [[11, "client.nat.cidr"]],
  ),
  broken(
    "subnets-per-vpc",
    "the client by NAT, and the hub",
    HUB,
    [quotas("subnets_per_vpc: 5")],
    [
      [7, "clients.apps.subnets"],
      [17, "webs"],
    ],
  ),
  broken(
    "route-tables-per-vpc",
    "the client by NAT, and the hub",
    HUB,
    [quotas("route_tables_per_vpc: 5")],
    [
      [7, "clients.apps.subnets"],
      [17, "webs"],
    ],
  ),
  broken(
    "routes-per-route-table",
    "a client's table, a web's and its load balancers'",
    HUB,
    [quotas("routes_per_route_table: 2")],
    [
      [7, "clients.apps.subnets"],
      [21, "webs.shop.subnets"],
      [26, "webs.crm.subnets"],
    ],
  ),
  broken(
    "routes-per-transit-gateway",
    "routes and tables",
    WHOLE_VPC,
    [quotas("routes_per_transit_gateway: 4, route_tables_per_transit_gateway: 2")],
    [
      [26, "transit_gateway"],
      [26, "transit_gateway"],
    ],
  ),
  broken("peerings-per-vpc", "two webs by peering", HUB, [quotas("peerings_per_vpc: 1")], [[17, "webs"]]),
  broken("endpoints-per-vpc", "two webs", HUB, [quotas("endpoints_per_vpc: 1")], [[11, "clients.batch"]]),
  broken(
    "nlb-quotas",
    "listeners, those of the ALB among them, and targets",
    HUB,
    [quotas("listeners_per_nlb: 1, targets_per_nlb: 100")],
    [
      [39, "services"],
      [39, "services"],
    ],
  ),
  broken("nlb-quotas", "certificates", HUB, [TLS, quotas("certificates_per_nlb: 1")], [[39, "services"]]),
  broken("alb-quotas", "each web's ALB is counted alone", HUB, [quotas("targets_per_alb: 1")], [[39, "services"]]),
  broken(
    "security-group-rules",
    "both ALBs open to clients, and the NLB to the ALB",
    HUB,
    [quotas("rules_per_security_group: 2")],
    [
      [39, "services"],
      [39, "services"],
      [39, "services"],
    ],
  ),
];

export const HOLDING_HUB_QUOTAS: readonly HoldingCase[] = [
  holds("peerings-per-vpc", "as many as there may be", HUB, quotas("peerings_per_vpc: 2")),
  holds("endpoints-per-vpc", "as many as there may be", HUB, quotas("endpoints_per_vpc: 2")),
  holds("nlb-quotas", "as many as there may be", HUB, quotas("listeners_per_nlb: 2, targets_per_nlb: 101")),
  holds("nlb-quotas", "as many certificates as there may be", HUB, TLS, quotas("certificates_per_nlb: 2")),
];
