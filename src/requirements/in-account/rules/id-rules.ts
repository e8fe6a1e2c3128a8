import { type Break } from "../../../address-plan/rules/rule";
import { sidesOf } from "../../../address-plan/planned-sides";
import { type PlannedSubnet } from "../../../address-plan/planned-subnet";
import { formatCidr } from "../../../ip";
import { textValue } from "../../../terraform";
import { type AccountFacts, type AccountRule, broken, existingSides, FIX_OF_MISSING, NOT_THERE } from "./account-rule";
import { zoneName } from "../../zone-name";

function vpcs(facts: AccountFacts): Break[] {
  return sidesOf(facts.plan).flatMap(({ path, vpc, account }) => {
    if (vpc.id === undefined) return [];
    const found = facts.graph.managedWithId("aws_vpc", vpc.id);
    if (!found) return [broken([...path, "vpc", "id"], NOT_THERE, FIX_OF_MISSING)];
    const [owner, wanted] = [textValue(found, "owner_id"), account?.id];
    if (owner === undefined || wanted === undefined || owner === wanted) return [];
    return [broken([...path, "account", "id"], `does not own ${vpc.id}: ${owner} does`, `write "${owner}"`)];
  });
}

function ranges(facts: AccountFacts): Break[] {
  return existingSides(facts).flatMap(({ side: { path, vpc: config }, id, vpc }) => {
    const primary = textValue(facts.graph.managedWithId("aws_vpc", id), "cidr_block");
    const have = vpc.cidrs.filter(({ base }) => typeof base === "number").map(formatCidr);
    const said = [config.cidr, ...config.secondary_cidrs].map(formatCidr);
    const wrong =
      primary === formatCidr(config.cidr)
        ? []
        : [
            broken(
              [...path, "vpc", "cidr"],
              `is not the primary range of ${id}, which is ${primary}`,
              `write ${primary}`,
            ),
          ];
    const lacking = have.filter((one) => !said.includes(one) && one !== primary);
    const strange = config.secondary_cidrs.map(formatCidr).filter((one) => !have.includes(one));
    return [
      ...wrong,
      ...lacking.map((one) =>
        broken([...path, "vpc"], `leaves out the range ${one} of ${id}`, `add ${one} to secondary_cidrs`),
      ),
      ...strange.map((one) =>
        broken([...path, "vpc", "secondary_cidrs"], `names ${one}, which ${id} does not have`, `remove ${one}`),
      ),
    ];
  });
}

/** Where the file says what a subnet is, and where its id. */
interface SaidAt {
  readonly path: Break["path"];
  readonly idKey: string;
}

function subnet(facts: AccountFacts, vpc: string, planned: PlannedSubnet, { path, idKey }: SaidAt): Break[] {
  const { existingId, cidr, zone, existingRouteTable } = planned;
  if (existingId === undefined) return [];
  const found = facts.graph.managedWithId("aws_subnet", existingId);
  if (!found) return [broken([...path, idKey], NOT_THERE, FIX_OF_MISSING)];
  const at = facts.topology.subnets.find(({ address }) => address === found.address);
  const [in_, range] = [textValue(found, "vpc_id"), textValue(found, "cidr_block")];
  const zones = [textValue(found, "availability_zone"), textValue(found, "availability_zone_id")];
  const table = at && facts.graph.get(at.table.address);
  const tableId = textValue(table, "id");
  const wantedZone = zoneName(facts.plan.config.region, zone);
  return [
    ...(in_ === vpc ? [] : [broken([...path, idKey], `is not in ${vpc}, but in ${in_}`, "write a subnet of that VPC")]),
    ...(range === formatCidr(cidr)
      ? []
      : [broken([...path, "cidr"], `is not the range of ${existingId}, which is ${range}`, `write ${range}`)]),
    ...(zones.every((one) => one === undefined) || zones.includes(wantedZone)
      ? []
      : [
          broken(
            [...path, "zone"],
            `is not the zone of ${existingId}, which is in ${zones.filter((one) => one !== undefined).join(", ")}`,
            `write ${zones[1] ?? zones[0]}`,
          ),
        ]),
    ...(existingRouteTable === undefined || tableId === undefined || tableId === existingRouteTable
      ? []
      : [
          broken(
            [...path, "route_table"],
            `is not the route table of ${existingId}, which uses ${tableId}`,
            `write ${tableId}`,
          ),
        ]),
  ];
}

function subnets(facts: AccountFacts): Break[] {
  return existingSides(facts).flatMap(({ side, id }) => [
    ...side.subnets.flatMap((planned) =>
      subnet(facts, id, planned, { path: [...side.path, "subnets", planned.name], idKey: "id" }),
    ),
    ...side.existingNats.flatMap(({ subnet: planned, path }) =>
      subnet(facts, id, planned, { path: path.slice(0, -1), idKey: "subnet" }),
    ),
  ]);
}

function groups(facts: AccountFacts): Break[] {
  return existingSides(facts).flatMap(({ side, id }) =>
    side.securityGroups.flatMap((group, i) => {
      const path = [...side.path, "security_groups", i];
      const found = facts.graph.managedWithId("aws_security_group", group);
      if (!found) return [broken(path, NOT_THERE, FIX_OF_MISSING)];
      const vpc = textValue(found, "vpc_id");
      return vpc === id ? [] : [broken(path, `is not in ${id}, but in ${vpc}`, "write a group of that VPC")];
    }),
  );
}

function gateway(facts: AccountFacts): Break[] {
  const { id } = facts.plan.config.transit_gateway;
  if (id === undefined) return [];
  const path = ["transit_gateway", "id"];
  return facts.graph.managedWithId("aws_ec2_transit_gateway", id) ? [] : [broken(path, NOT_THERE, FIX_OF_MISSING)];
}

/** Whether the ids of a file are there, and are what the file says of them. */
export const ID_RULES: readonly AccountRule[] = [
  {
    name: "account-vpcs",
    fact: "VPCs that exist are in the accounts, and owned by the account of their side",
    source: "EC2 API, DescribeVpcs",
    check: vpcs,
  },
  {
    name: "account-ranges",
    fact: "VPCs that exist have just the ranges that the file says",
    source: "EC2 API, Vpc: CidrBlockAssociationSet",
    check: ranges,
  },
  {
    name: "account-subnets",
    fact: "subnets that exist have the VPC, range, zone and route table that the file says",
    source: "EC2 API, DescribeSubnets and DescribeRouteTables",
    check: subnets,
  },
  {
    name: "account-security-groups",
    fact: "security groups that exist are in the VPC of the servers",
    source: "EC2 API, DescribeSecurityGroups",
    check: groups,
  },
  {
    name: "account-transit-gateway",
    fact: "a transit gateway that exists is in the accounts",
    source: "EC2 API, DescribeTransitGateways",
    check: gateway,
  },
];
