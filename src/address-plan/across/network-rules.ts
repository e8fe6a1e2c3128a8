import { type KeyPath } from "../../config/key-path";
import { type Cidr, cidrEquals, cidrOverlaps, formatCidr } from "../../ipv4";
import { type AddressPlan } from "../plan";
import { acrossRule, type AcrossRule, type Claim, ofClientPlace } from "./across-rule";

const SIDES = ["client", "web"] as const;

interface Attachment extends Claim {
  readonly gateway: string;
}

function attachments({ config }: AddressPlan): Attachment[] {
  const gateway = config.transit_gateway.id;
  if (!gateway) return [];
  return SIDES.flatMap((side) => {
    const { id } = config[side].vpc;
    return id ? [{ scope: `${gateway} ${id}`, path: [side, "vpc", "id"], gateway }] : [];
  });
}

interface RangeOfVpc extends Claim {
  readonly vpc: string;
  readonly range: Cidr;
  /** adds: becomes the VPC's. answers: the VPC hears of it from elsewhere. has: the file says it is there. */
  readonly kind: "adds" | "answers" | "has" | "hasMore";
}

function rangesOfVpcs({ config, bridgeCidr }: AddressPlan): RangeOfVpc[] {
  return SIDES.flatMap((side): RangeOfVpc[] => {
    const { id, cidr, secondary_cidrs } = config[side].vpc;
    if (!id) return [];
    const claim = (range: Cidr, path: KeyPath, kind: RangeOfVpc["kind"]) => ({ scope: id, vpc: id, range, path, kind });
    return [
      claim(bridgeCidr, ["bridge", "cidr"], side === "client" ? "adds" : "answers"),
      claim(cidr, [side, "vpc", "cidr"], "has"),
      ...secondary_cidrs.map((range, i) => claim(range, [side, "vpc", "secondary_cidrs", i], "hasMore")),
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

/** The subnets of VPCs that exist, outside the bridges' own ranges. */
function subnetRanges({ config, clientSubnets, webSubnets, shadowSubnets }: AddressPlan): SubnetRange[] {
  const of = (vpc: string | undefined, subnets: AddressPlan["webSubnets"], isMade: boolean) =>
    vpc ? subnets.map(({ cidr, path }): SubnetRange => ({ scope: vpc, path, range: cidr, isMade })) : [];
  return [
    ...of(config.client.vpc.id, clientSubnets, false),
    ...of(config.client.vpc.id, shadowSubnets, true),
    ...of(config.web.vpc.id, webSubnets, false),
  ];
}

interface Destination extends Claim {
  readonly table: string;
  readonly range: Cidr;
}

function destinations({ clientTables, webTables, albSubnets, albPrefixes }: AddressPlan): Destination[] {
  const of = (tables: AddressPlan["webTables"], ranges: readonly Cidr[]) =>
    tables.flatMap(({ existingId: table, subnets }) => {
      const path = (subnets[0]?.path ?? []).slice(0, -1);
      return table ? ranges.map((range) => ({ scope: table, path: [...path, "route_table"], table, range })) : [];
    });
  const toAlb = albSubnets.map((subnet) => subnet.cidr);
  return [...of(clientTables, toAlb), ...of(webTables, albPrefixes)];
}

interface GroupRule extends Claim {
  readonly prefix: string;
  readonly port: number;
}

function groupRules({ config, albPrefixes, targetPorts }: AddressPlan): GroupRule[] {
  return (config.web.security_groups ?? []).flatMap((group, i) =>
    albPrefixes.map(formatCidr).flatMap((prefix) =>
      targetPorts.map((port) => ({
        scope: `${group} ${prefix} ${port}`,
        path: ["web", "security_groups", i],
        prefix,
        port,
      })),
    ),
  );
}

const ANOTHER_RANGE = "write another bridge.cidr in one of the two";

export const NETWORK_RULES: readonly AcrossRule[] = [
  acrossRule<Attachment>({
    name: "one-attachment",
    fact: "a VPC is attached to a transit gateway once (DuplicateTransitGatewayAttachment)",
    source: "Transit gateway guide, attachments to a VPC",
    claims: ofClientPlace(attachments),
    clash: () => true,
    message: ({ gateway }, _, place) => `is attached to ${gateway} by ${place} too`,
    fix: "put the services into one bridge, or leave transit_gateway.id out of one, which then creates a gateway of its own",
  }),
  acrossRule<RangeOfVpc>({
    name: "ranges-in-one-vpc",
    fact: "ranges of one VPC do not overlap, and what a VPC answers to is none of its own",
    source: "VPC user guide, VPC CIDR blocks and route priority",
    claims: ofClientPlace(rangesOfVpcs),
    clash: rangesClash,
    message: (_, other, place) =>
      `overlaps ${formatCidr(other.range)}, which ${place} ${RANGE_WORDS[other.kind](other.vpc)}`,
    fix: ANOTHER_RANGE,
  }),
  acrossRule<SubnetRange>({
    name: "subnets-in-one-vpc",
    fact: "subnets of one VPC do not overlap, whichever bridge makes them",
    source: "VPC user guide, subnet sizing",
    claims: ofClientPlace(subnetRanges),
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
    claims: ofClientPlace(destinations),
    clash: (one, other) => cidrOverlaps(one.range, other.range),
    message: (mine, other, place) =>
      `gets a route to ${formatCidr(mine.range)} here, and one to ${formatCidr(other.range)} by ${place}`,
    fix: ANOTHER_RANGE,
  }),
  acrossRule<GroupRule>({
    name: "rules-of-one-group",
    fact: "a security group has each rule once (InvalidPermission.Duplicate)",
    source: "EC2 API, AuthorizeSecurityGroupIngress",
    claims: ofClientPlace(groupRules),
    clash: () => true,
    message: ({ prefix, port }, _, place) => `gets the rule for ${prefix} and port ${port} by ${place} too`,
    fix: ANOTHER_RANGE,
  }),
];
