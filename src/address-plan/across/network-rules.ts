import { type KeyPath } from "../../config/key-path";
import { type Cidr, cidrEquals, cidrOverlaps, formatCidr } from "../../ipv4";
import { type BridgePlan } from "../bridge-plan";
import { hasOwnGateways, rangedClients } from "../hub/hub-ranges";
import { type AddressPlan, type WebTable } from "../plan";
import { byTable, type PlannedSubnet } from "../planned-subnet";
import { type PlannedSide, sidesOf } from "../planned-sides";
import { wholeVpcsOf } from "../rules/side-rules";
import { acrossRule, type AcrossRule, type Claim } from "./across-rule";

interface RangeOfVpc extends Claim {
  readonly vpc: string;
  readonly range: Cidr;
  /** adds: becomes the VPC's. answers: the VPC hears of it from elsewhere. has: the file says it is there. */
  readonly kind: "adds" | "answers" | "has" | "hasMore";
}

interface BridgeRange {
  readonly range: Cidr;
  readonly path: KeyPath;
  readonly kind: RangeOfVpc["kind"];
}

/** The bridge's own ranges that a side's VPC hears of. */
function bridgeRanges(plan: BridgePlan, { role, name }: PlannedSide): BridgeRange[] {
  const path = ["bridge", "cidr"];
  if (plan.place === "client") {
    const own: BridgeRange = { range: plan.bridgeCidr, path, kind: role === "client" ? "adds" : "answers" };
    return [own, ...virtualRanges(plan, role)];
  }
  const hub: BridgeRange = { range: plan.hubCidr, path, kind: "answers" };
  if (role === "web") return [hub];
  const client = rangedClients(plan).find((one) => one.name === name);
  // A client by endpoint hears of its endpoints alone.
  if (!client) return [];
  const kind = hasOwnGateways(client) ? "hasMore" : "adds";
  return [hub, { range: client.natCidr, path: [...client.path, "nat", "cidr"], kind }];
}

/** What an appliance shows a side: its own VPC's tables lead there, so no range of the VPC may be the same. */
function virtualRanges({ appliance }: AddressPlan, role: PlannedSide["role"]): BridgeRange[] {
  if (!appliance) return [];
  const shown = role === "client" ? [...appliance.web, ...appliance.clients] : appliance.clients;
  return shown.map(({ virtual: range, path }) => ({ range, path, kind: "answers" }));
}

function rangesOfVpcs(plan: BridgePlan): RangeOfVpc[] {
  return sidesOf(plan).flatMap((side): RangeOfVpc[] => {
    const { id, cidr, secondary_cidrs } = side.vpc;
    if (!id) return [];
    const claim = ({ range, path, kind }: BridgeRange) => ({ scope: id, vpc: id, range, path, kind });
    const at = [...side.path, "vpc"];
    return [
      ...bridgeRanges(plan, side).map(claim),
      claim({ range: cidr, path: [...at, "cidr"], kind: "has" }),
      ...secondary_cidrs.map((range, i) => claim({ range, path: [...at, "secondary_cidrs", i], kind: "hasMore" })),
    ];
  });
}

function rangesClash(one: RangeOfVpc, other: RangeOfVpc): boolean {
  if (!cidrOverlaps(one.range, other.range)) return false;
  const kinds = [one.kind, other.kind];
  // What one bridge has added, another one may list as there.
  if (kinds.includes("adds")) return !(kinds.includes("hasMore") && cidrEquals(one.range, other.range));
  return kinds.includes("answers") && (kinds.includes("has") || kinds.includes("hasMore"));
}

const RANGE_WORDS: Readonly<Record<RangeOfVpc["kind"], (vpc: string) => string>> = {
  adds: (vpc) => `adds to ${vpc}`,
  answers: (vpc) => `reaches ${vpc} from`,
  has: (vpc) => `says is a range of ${vpc}`,
  hasMore: (vpc) => `says is a range of ${vpc}`,
};

interface SubnetRange extends Claim {
  readonly range: Cidr;
  readonly isMade: boolean;
}

/** The subnets of VPCs that exist, outside the ranges that bridges add. */
function subnetRanges(plan: BridgePlan): SubnetRange[] {
  return wholeVpcsOf(plan).flatMap(({ side, subnets }) => {
    const { id } = side.vpc;
    if (!id) return [];
    return subnets
      .filter(({ role, existingId }) => role === side.role || role === "shadow" || existingId !== undefined)
      .map(({ role, cidr, path }): SubnetRange => ({ scope: id, path, range: cidr, isMade: role === "shadow" }));
  });
}

interface Destination extends Claim {
  readonly table: string;
  readonly range: Cidr;
}

/** Route tables that exist, and the destinations that a bridge adds to each. */
function destinations(plan: BridgePlan): Destination[] {
  const of = (tables: readonly WebTable[], ranges: readonly Cidr[]) =>
    tables.flatMap(({ existingId: table, subnets }) => {
      const path = (subnets[0]?.path ?? []).slice(0, -1);
      return table ? ranges.map((range) => ({ scope: table, path: [...path, "route_table"], table, range })) : [];
    });
  if (plan.place === "client") {
    const toAlb = plan.albSubnets.map((subnet) => subnet.cidr);
    const { webTwins = [], clientTwins = [], tables = [], attachmentTables = [] } = plan.appliance ?? {};
    const clientTables = tables.map(({ subnets }) => tableOf(subnets));
    const attached = attachmentTables.map((subnet) => tableOf([subnet]));
    return [
      ...of(plan.clientTables, toAlb),
      ...of(plan.webTables, [...plan.albPrefixes, ...clientTwins]),
      ...of(clientTables, webTwins),
      ...of(attached, clientTwins),
    ];
  }
  return [...plan.clients, ...plan.webs].flatMap((side) => {
    if (!("balancerPrefixes" in side)) return [];
    const gateways = side.way === "nat" ? byTable(side.natSubnets.filter(({ existingId }) => existingId)) : [];
    const existing = gateways.map((subnets) => tableOf(subnets));
    return of([...side.tables, ...existing], side.balancerPrefixes);
  });
}

function tableOf(subnets: readonly PlannedSubnet[]): WebTable {
  return { name: subnets[0]?.name ?? "", existingId: subnets[0]?.existingRouteTable, subnets };
}

interface GroupRule extends Claim {
  readonly prefix: string;
  readonly port: number;
}

/** The rules that a bridge adds to security groups of web servers that exist. */
function groupRules(plan: BridgePlan): GroupRule[] {
  const webs =
    plan.place === "hub"
      ? plan.webs.map((web) => ({ ...web, groups: web.config.security_groups }))
      : [
          {
            path: ["web"],
            balancerPrefixes: plan.albPrefixes,
            targetPorts: plan.targetPorts,
            groups: plan.config.web.security_groups,
          },
        ];
  return webs.flatMap(({ path, balancerPrefixes, targetPorts, groups = [] }) =>
    groups.flatMap((group, i) =>
      balancerPrefixes.map(formatCidr).flatMap((prefix) =>
        targetPorts.map((port) => ({
          scope: `${group} ${prefix} ${port}`,
          path: [...path, "security_groups", i],
          prefix,
          port,
        })),
      ),
    ),
  );
}

const ANOTHER_RANGE = "write another bridge.cidr in one of the two";

export const NETWORK_RULES: readonly AcrossRule[] = [
  acrossRule<RangeOfVpc>({
    name: "ranges-in-one-vpc",
    fact: "ranges of one VPC do not overlap, and what a VPC answers to is none of its own",
    source: "VPC user guide, VPC CIDR blocks and route priority",
    claims: rangesOfVpcs,
    clash: rangesClash,
    message: (_, other, place) =>
      `overlaps ${formatCidr(other.range)}, which ${place} ${RANGE_WORDS[other.kind](other.vpc)}`,
    fix: ANOTHER_RANGE,
  }),
  acrossRule<SubnetRange>({
    name: "subnets-in-one-vpc",
    fact: "subnets of one VPC do not overlap, whichever bridge makes them",
    source: "VPC user guide, subnet sizing",
    claims: subnetRanges,
    clash: (one, other) => {
      if (!cidrOverlaps(one.range, other.range)) return false;
      // What one bridge has made, another one may list as there.
      return one.isMade && other.isMade ? true : one.isMade !== other.isMade && !cidrEquals(one.range, other.range);
    },
    message: (_, other, place) =>
      `overlaps ${formatCidr(other.range)}, a subnet of the same VPC that ${place} ${other.isMade ? "makes" : "lists"}`,
    fix: "let one bridge make the subnet and the other one list it",
  }),
  acrossRule<Destination>({
    name: "destinations-in-one-table",
    fact: "a route table has one route per destination (RouteAlreadyExists), and of two that overlap the narrower one takes all",
    source: "EC2 API, CreateRoute; VPC user guide, route priority",
    claims: destinations,
    clash: (one, other) => cidrOverlaps(one.range, other.range),
    message: (mine, other, place) =>
      `gets a route to ${formatCidr(mine.range)} here, and one to ${formatCidr(other.range)} by ${place}`,
    fix: "write another bridge.cidr, or other ranges of an appliance, in one of the two",
  }),
  acrossRule<GroupRule>({
    name: "rules-of-one-group",
    fact: "a security group has each rule once (InvalidPermission.Duplicate)",
    source: "EC2 API, AuthorizeSecurityGroupIngress",
    claims: groupRules,
    clash: () => true,
    message: ({ prefix, port }, _, place) => `gets the rule for ${prefix} and port ${port} by ${place} too`,
    fix: ANOTHER_RANGE,
  }),
];
