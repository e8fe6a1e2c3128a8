import { type Mend } from "../../config/fault";
import { joinPatches, type Patch, patchAt } from "../../config/patch";
import { cidrEquals, containsCidr, formatCidr } from "../../ipv4";
import { type BridgePlan } from "../bridge-plan";
import { freeName } from "../free-names";
import { type PlannedSubnet } from "../planned-subnet";
import { addedRangesOf, type PlannedSide, sidesOf } from "../planned-sides";

/** A side and the bridge that it is of. */
interface SideOfPlan {
  readonly plan: BridgePlan;
  readonly side: PlannedSide;
}

/** How ids begin that nobody knows before the other bridge is deployed. */
const UNKNOWN = "0123456789abcde";

/** An attachment, its table, and subnet and table in four zones. */
const IDS_OF_SIDE = 16;

/** Ids of things that are still to be made, well-formed and each another one in the whole file. */
class UnknownIds {
  private count: number;

  constructor({ plan, side }: SideOfPlan) {
    const place = sidesOf(plan).findIndex(({ path }) => path.join() === side.path.join());
    this.count = place * IDS_OF_SIDE;
  }

  next(prefix: string): string {
    return `${prefix}-${UNKNOWN}${(this.count++).toString(16).padStart(2, "0")}`;
  }
}

/** The subnets that another bridge's attachment is in, by this side's names, and those that its file does not list yet. */
function listed({ side }: SideOfPlan, theirs: readonly PlannedSubnet[], ids: UnknownIds) {
  const taken = new Set(side.subnets.map(({ name }) => name));
  const added: [string, Patch][] = [];
  const names = theirs.map(({ existingId, existingRouteTable, cidr, zone }) => {
    // Of one VPC, a range is one subnet.
    const known = side.subnets.find((own) => cidrEquals(own.cidr, cidr));
    if (known) return known.name;
    const name = freeName(`attached-${zone}`, taken);
    taken.add(name);
    added.push([
      name,
      {
        cidr: formatCidr(cidr),
        zone,
        id: existingId ?? ids.next("subnet"),
        route_table: existingRouteTable ?? ids.next("rtb"),
        ...(side.role === "client" && { clients: false }),
      },
    ]);
    return name;
  });
  return { names, added };
}

/** The ranges that the other bridge adds to the VPC and its attachment is in, which are the VPC's for this one. */
function rangesWith({ side }: SideOfPlan, other: SideOfPlan): Patch[] {
  const strange = other.side.attachmentSubnets.filter(
    ({ cidr }) => !side.cidrs.some((range) => containsCidr(range, cidr)),
  );
  const ranges = addedRangesOf(other.plan)
    .map(({ range }) => range)
    .filter((range) => strange.some(({ cidr }) => containsCidr(range, cidr)));
  if (ranges.length === 0) return [];
  return [patchAt([...side.path, "vpc", "secondary_cidrs"], [...side.vpc.secondary_cidrs, ...ranges].map(formatCidr))];
}

/** What has no use beside an attachment that exists. */
function withoutIdle({ plan, side }: SideOfPlan): Patch[] {
  if (plan.place === "hub") return [];
  return side.role === "client"
    ? [patchAt(["bridge", "attachment_subnets"], null)]
    : [patchAt(["transit_gateway", "share"], null)];
}

/**
 * The change that has a side use the attachment that another bridge makes for its VPC.
 * @param file the other bridge's file
 */
export function useAttachmentOf(mine: SideOfPlan, other: SideOfPlan, file: string): Mend {
  const { path } = mine.side;
  const ids = new UnknownIds(mine);
  const attachment = { id: ids.next("tgw-attach"), route_table: ids.next("tgw-rtb") };
  const { names, added } = listed(mine, other.side.attachmentSubnets, ids);
  const patch = joinPatches([
    ...rangesWith(mine, other),
    ...added.map(([name, subnet]) => patchAt([...path, "subnets", name], subnet)),
    patchAt([...path, "attachment"], attachment),
    patchAt([...path, "attachment_subnets"], names),
    ...withoutIdle(mine),
  ]);
  return {
    patch,
    onlyIf: `${file} is deployed first, with the ids of what it made in place of those that begin with ${UNKNOWN}`,
  };
}
