import { type Edit, EXISTING, patch } from "../config/bridge-texts";
import {
  ELSEWHERE,
  type AcrossCase,
  both,
  CLIENT_VPC,
  range,
  sameClient,
  sameGateway,
  sameWeb,
  two,
} from "./across-case";

const webTables: readonly Edit[] = [
  ["id: subnet-4a444444, route_table: rtb-3a333333", "id: subnet-4a444444, route_table: rtb-33333333"],
  ["id: subnet-5a555555, route_table: rtb-3a333333", "id: subnet-5a555555, route_table: rtb-33333333"],
];

/** Bridges in one client VPC whose web sides are where it has no subnet. */
function shadows(first: string, second = first): [string, string] {
  const of = (text: string, cidr: string) =>
    patch(
      text,
      ["web-1: { cidr: 10.64.0.0/24", `web-1: { cidr: ${cidr}`],
      ["targets: [10.64.0.10", `targets: [${cidr.replace("0/24", "10")}`],
      [
        "  zones: [use1-az1, use1-az2]",
        `  zones: [use1-az1, use1-az2]\n  shadow_subnets: { s: { cidr: ${cidr}, zone: use1-az1 } }`,
      ],
    );
  return [of(EXISTING, first), of(patch(ELSEWHERE, sameClient, range("100.65.0.0/24")), second)];
}

/** A bridge of EXISTING's kind with an appliance beside its ALB. */
function withAppliance(text: string, bridge: string, seen = "100.66.0.0/24"): string {
  return patch(
    text,
    ["more: { cidr: 10.70.0.0/24", "more: { cidr: 10.64.1.0/24"],
    ["cidr: 100.64.0.0/24", `cidr: ${bridge}`],
    [
      "transit_gateway:",
      `appliance: { clients_seen_as: { 10.64.0.0/23: ${seen.replace("/24", "/23")} }, client_to_web: [{ protocol: ICMP }] }\ntransit_gateway:`,
    ],
  );
}

export const NETWORK_CASES: readonly AcrossCase[] = [
  two(
    "one-attachment",
    "one client VPC and gateway",
    [EXISTING, patch(ELSEWHERE, sameClient, sameGateway, range("100.65.0.0/24"))],
    both(5, "client.vpc.id"),
  ),
  two(
    "one-attachment",
    "one web VPC and gateway",
    [EXISTING, patch(ELSEWHERE, sameWeb, sameGateway, range("100.65.0.0/24"))],
    both(12, "web.vpc.id"),
  ),
  two(
    "one-attachment",
    "the client VPC of one is the web VPC of the other",
    [EXISTING, patch(ELSEWHERE, ["id: vpc-2a222222", "id: vpc-11111111"], sameGateway, range("100.65.0.0/24"))],
    [
      [
        ["one", 5, "client.vpc.id"],
        ["two", 12, "web.vpc.id"],
      ],
      [
        ["two", 12, "web.vpc.id"],
        ["one", 5, "client.vpc.id"],
      ],
    ],
  ),
  two("one-attachment", "one VPC and two gateways", [EXISTING, patch(ELSEWHERE, sameClient, range("100.65.0.0/24"))]),
  two("one-attachment", "one gateway and four VPCs", [EXISTING, patch(ELSEWHERE, sameGateway)]),
  two(
    "ranges-in-one-vpc",
    "ranges that overlap in one client VPC",
    [EXISTING, patch(ELSEWHERE, sameClient, range("100.64.0.0/20"))],
    both(18, "bridge.cidr"),
  ),
  two(
    "ranges-in-one-vpc",
    "a range that the other knows in part",
    [
      EXISTING,
      patch(
        ELSEWHERE,
        [CLIENT_VPC, "{ id: vpc-11111111, cidr: 10.64.0.0/16, secondary_cidrs: [10.70.0.0/16, 100.64.0.0/25]"],
        range("100.65.0.0/24"),
      ),
    ],
    [
      [
        ["one", 18, "bridge.cidr"],
        ["two", 5, "client.vpc.secondary_cidrs[1]"],
      ],
      [
        ["two", 5, "client.vpc.secondary_cidrs[1]"],
        ["one", 18, "bridge.cidr"],
      ],
    ],
  ),
  two(
    "ranges-in-one-vpc",
    "a web VPC to which the other adds the range that it hears",
    [
      EXISTING,
      patch(ELSEWHERE, [CLIENT_VPC, "{ id: vpc-22222222, cidr: 10.64.0.0/16, secondary_cidrs: [10.70.0.0/16]"]),
    ],
    both(18, "bridge.cidr"),
  ),
  two("ranges-in-one-vpc", "a range that the other has added, and lists", [
    EXISTING,
    patch(
      ELSEWHERE,
      [CLIENT_VPC, "{ id: vpc-11111111, cidr: 10.64.0.0/16, secondary_cidrs: [10.70.0.0/16, 100.64.0.0/24]"],
      range("100.65.0.0/24"),
    ),
  ]),
  two("ranges-in-one-vpc", "one range in two VPCs", [EXISTING, ELSEWHERE]),
  two("ranges-in-one-vpc", "ranges side by side", [EXISTING, patch(ELSEWHERE, sameClient, range("100.64.1.0/24"))]),
  two("ranges-in-one-vpc", "one web VPC that hears one range of two gateways, by tables of their own", [
    EXISTING,
    patch(ELSEWHERE, sameWeb),
  ]),
  two(
    "subnets-in-one-vpc",
    "a shadow that both make",
    shadows("10.64.5.0/24", "10.64.5.0/24"),
    both(20, "bridge.shadow_subnets.s.cidr"),
  ),
  two(
    "subnets-in-one-vpc",
    "a shadow over a subnet that the other lists",
    [
      shadows("10.64.5.0/24")[0],
      patch(ELSEWHERE, sameClient, range("100.65.0.0/24"), [
        "batch: { cidr: 10.64.9.0/24",
        "batch: { cidr: 10.64.5.0/25",
      ]),
    ],
    [
      [
        ["one", 20, "bridge.shadow_subnets.s.cidr"],
        ["two", 9, "client.subnets.batch.cidr"],
      ],
      [
        ["two", 9, "client.subnets.batch.cidr"],
        ["one", 20, "bridge.shadow_subnets.s.cidr"],
      ],
    ],
  ),
  two("subnets-in-one-vpc", "a shadow that the other lists as it is", [
    shadows("10.64.5.0/24")[0],
    patch(ELSEWHERE, sameClient, range("100.65.0.0/24"), [
      "batch: { cidr: 10.64.9.0/24",
      "batch: { cidr: 10.64.5.0/24",
    ]),
  ]),
  two("subnets-in-one-vpc", "shadows side by side", shadows("10.64.5.0/24", "10.64.6.0/24")),
  two(
    "destinations-in-one-table",
    "one web table that gets two ways to overlapping ranges",
    [EXISTING, patch(ELSEWHERE, sameWeb, range("100.64.0.0/20"), ...webTables)],
    both(14, "web.subnets.web-1.route_table"),
  ),
  two("destinations-in-one-table", "one web table with ways to ranges apart", [
    EXISTING,
    patch(ELSEWHERE, sameWeb, range("100.65.0.0/24"), ...webTables),
  ]),
  two(
    "rules-of-one-group",
    "one group that two gateways' bridges open alike",
    [EXISTING, patch(ELSEWHERE, sameWeb, ["[sg-1a111111]", "[sg-11111111]"])],
    both(16, "web.security_groups[0]"),
  ),
  two("rules-of-one-group", "one group for other ports", [
    EXISTING,
    patch(ELSEWHERE, sameWeb, ["[sg-1a111111]", "[sg-11111111]"], ["172.20.0.10]", "172.20.0.10]\n    port: 8080"]),
  ]),
  two(
    "destinations-in-one-table",
    "appliances of two client VPCs show the web side the same ranges",
    [withAppliance(EXISTING, "100.64.0.0/23"), withAppliance(patch(ELSEWHERE, sameWeb, ...webTables), "100.68.0.0/23")],
    both(14, "web.subnets.web-1.route_table"),
  ),
  two("destinations-in-one-table", "appliances that show other ranges", [
    withAppliance(EXISTING, "100.64.0.0/23"),
    withAppliance(patch(ELSEWHERE, sameWeb, ...webTables), "100.68.0.0/23", "100.69.0.0/24"),
  ]),
];
