import { type Cidr, cidrOverlaps, compareCidrs, containsCidr, formatCidr } from "../../ipv4";
import { type BridgePlan } from "../bridge-plan";
import { clientVpcSubnets } from "../plan";
import { type PlannedSubnet } from "../planned-subnet";
import { type PlannedSide, sidesOf, vpcName } from "../planned-sides";
import { steeringMend } from "../solve-steering";
import { type Break, type RuleOf } from "./rule";

/** A side with all subnets of its VPC that the file gives: its own, and the bridge's. */
export interface WholeVpc {
  readonly side: PlannedSide;
  readonly subnets: readonly PlannedSubnet[];
}

/** All subnets of each side's VPC, with those that the bridge has there. */
export function wholeVpcsOf(plan: BridgePlan): WholeVpc[] {
  return sidesOf(plan).map((side) => ({ side, subnets: [...side.subnets, ...bridgeSubnetsIn(plan, side)] }));
}

function bridgeSubnetsIn(plan: BridgePlan, { role, name }: PlannedSide): readonly PlannedSubnet[] {
  if (role === "web") return [];
  if (plan.place === "client") return clientVpcSubnets(plan).filter((subnet) => subnet.role !== "client");
  const client = plan.clients.find((one) => one.name === name);
  if (client?.way !== "nat") return [];
  return [...client.natSubnets, ...client.attachmentSubnets.filter(({ carved }) => carved)];
}

/** Whether a range is of no size that AWS has for VPCs and subnets. */
export function outsideLengths(range: Cidr): boolean {
  return range.length < 16 || range.length > 28;
}

/** Breaks of subnets that lie in none of a VPC's ranges. */
function outside(subnets: readonly PlannedSubnet[], side: PlannedSide): Break[] {
  return subnets
    .filter((subnet) => !side.cidrs.some((range) => containsCidr(range, subnet.cidr)))
    .map(({ path }) => ({
      path,
      message: `is not in the ${vpcName(side)}'s ${side.cidrs.map(formatCidr).join(", ")}`,
      fix: side.cidrs.length > 1 ? "write a range inside one of them" : "write a range inside it",
    }));
}

/** Each subnet that overlaps an earlier one, found in sorted order so that a thousand subnets stay cheap. */
function overlapping(subnets: readonly PlannedSubnet[]): Break[] {
  const sorted = [...subnets].sort((a, b) => compareCidrs(a.cidr, b.cidr));
  const breaks: Break[] = [];
  let widest: PlannedSubnet | undefined;
  for (const subnet of sorted) {
    if (widest && containsCidr(widest.cidr, subnet.cidr)) {
      breaks.push({
        path: subnet.path,
        message: `overlaps ${widest.name} ${formatCidr(widest.cidr)}`,
        fix: "write a range that no other subnet of the VPC has",
      });
    } else widest = subnet;
  }
  return breaks;
}

function overlappingRanges({ path, vpc: { cidr, secondary_cidrs: more } }: PlannedSide): Break[] {
  return more.flatMap((range, i): Break[] => {
    // One that is listed twice is told by another rule.
    const earlier = [cidr, ...more.slice(0, i).filter((other) => compareCidrs(other, range) !== 0)];
    const found = earlier.find((other) => cidrOverlaps(other, range));
    if (!found) return [];
    const message = `overlaps ${formatCidr(found)}, which the VPC has too`;
    return [{ path: [...path, "vpc", "secondary_cidrs", i], message, fix: "write the ranges that the VPC has" }];
  });
}

/** What the sides of every bridge keep. */
export const SIDE_RULES: readonly RuleOf<BridgePlan>[] = [
  {
    name: "vpc-size",
    fact: "a VPC's range is a /16 to a /28",
    source: "VPC user guide, VPC CIDR blocks",
    check: (plan) =>
      sidesOf(plan)
        .filter(({ vpc }) => outsideLengths(vpc.cidr))
        .map(({ path }) => ({
          path: [...path, "vpc", "cidr"],
          message: "is not a /16 to /28",
          fix: "write a range between these sizes",
        })),
  },
  {
    name: "vpc-ranges-overlap",
    fact: "the ranges that a VPC has already do not overlap, so such a list is none of a VPC",
    source: "VPC user guide, VPC CIDR blocks",
    check: (plan) => sidesOf(plan).flatMap(overlappingRanges),
  },
  {
    name: "subnet-size",
    fact: "a subnet is a /16 to a /28",
    source: "VPC user guide, subnet sizing",
    check: (plan) =>
      wholeVpcsOf(plan)
        .flatMap(({ subnets }) => subnets)
        .filter((subnet) => outsideLengths(subnet.cidr))
        .map(({ path }) => ({ path, message: "is not a /16 to /28", fix: "write a range between these sizes" })),
  },
  {
    name: "subnet-in-vpc",
    fact: "a subnet lies in one of its VPC's ranges; only the bridge's own subnets lie in the range that is added for them",
    source: "VPC user guide, subnet sizing",
    check: (plan) =>
      wholeVpcsOf(plan).flatMap(({ side, subnets }) =>
        outside(
          // In a hub a NAT gateway that exists may be in the range of nat.
          subnets.filter(
            ({ role, existingId }) =>
              role === side.role || role === "shadow" || (plan.place === "client" && existingId !== undefined),
          ),
          side,
        ),
      ),
  },
  {
    name: "subnets-overlap",
    fact: "subnets of one VPC do not overlap",
    source: "VPC user guide, subnet sizing",
    // Carved subnets overlap one only where it, or the bridge itself, lies in the wrong range; other rules tell that.
    check: (plan) =>
      wholeVpcsOf(plan).flatMap(({ subnets }) => {
        const found = overlapping(subnets.filter((subnet) => !subnet.carved));
        // A shadow subnet is there for the route alone, and goes where there is another way to have it.
        const hasShadow = found.some(({ path }) => path[1] === "shadow_subnets");
        const mend = hasShadow && plan.place === "client" ? steeringMend(plan) : undefined;
        return found.map((one) => (one.path[1] === "shadow_subnets" && mend ? { ...one, mend } : one));
      }),
  },
];
