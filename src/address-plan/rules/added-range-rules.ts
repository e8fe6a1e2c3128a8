import { type KeyPath } from "../../config/key-path";
import { type Cidr, cidrSize, containsCidr, formatCidr } from "../../ipv4";
import { otherRange } from "../added-range-mend";
import { type BridgePlan } from "../bridge-plan";
import { hasOwnGateways, rangedClients } from "../hub/hub-ranges";
import { type PlannedSide, sidesOf, vpcName } from "../planned-sides";
import { restriction } from "../restricted-ranges";
import { type Break, type RuleOf } from "./rule";

/** A range that becomes one of a side's VPC. */
interface AddedTo {
  readonly side: PlannedSide;
  readonly range: Cidr;
  readonly path: KeyPath;
}

/** The ranges that the bridge adds to VPCs of its sides. */
function rangesAdded(plan: BridgePlan): AddedTo[] {
  const clients = sidesOf(plan).filter(({ role }) => role === "client");
  if (plan.place === "client")
    return clients.map((side) => ({ side, range: plan.bridgeCidr, path: ["bridge", "cidr"] }));
  const byName = new Map(clients.map((side) => [side.name, side]));
  return rangedClients(plan).flatMap((client) => {
    const side = byName.get(client.name);
    if (!side || hasOwnGateways(client)) return [];
    return [{ side, range: client.natCidr, path: [...client.path, "nat", "cidr"] }];
  });
}

/** Destinations that the bridge must route itself in the tables of a side, and the range that they are of. */
interface Routed {
  readonly side: PlannedSide;
  readonly ours: readonly Cidr[];
}

function routedBySide(plan: BridgePlan): Routed[] {
  return sidesOf(plan).map((side): Routed => {
    if (plan.place === "client")
      return { side, ours: side.role === "client" ? plan.albSubnets.map(({ cidr }) => cidr) : plan.albPrefixes };
    const own = (side.role === "client" ? plan.clients : plan.webs).find(({ name }) => name === side.name);
    return { side, ours: own && "balancerPrefixes" in own ? own.balancerPrefixes : [] };
  });
}

function takenRoutes(plan: BridgePlan, { side, ours }: Routed): Break[] {
  return side.vpc.routes.flatMap((route, i): Break[] => {
    if (!ours.some((destination) => containsCidr(destination, route))) return [];
    const isSame = ours.some((destination) => cidrSize(destination) === cidrSize(route));
    const message = isSame
      ? "is a destination that the bridge must route itself"
      : "would take packets that the bridge must route itself";
    const { fix, mend } = otherRange(plan, ["bridge", "cidr"], {
      words: "choose other bridge addresses",
      or: ", or remove that route",
    });
    return [{ path: [...side.path, "vpc", "routes", i], message, fix, ...(mend && { mend }) }];
  });
}

/** What holds for ranges that become a side's, or that a side routes to the bridge. */
export const ADDED_RANGE_RULES: readonly RuleOf<BridgePlan>[] = [
  {
    name: "secondary-cidr-restricted",
    fact: "some ranges can't be added to a VPC, depending on its primary one (InvalidVpc.Range)",
    source: "VPC user guide, IPv4 CIDR block association restrictions",
    check: (plan) =>
      rangesAdded(plan).flatMap(({ side, range, path }): Break[] => {
        const found = restriction(side.cidrs, range);
        if (!found) return [];
        const message = `is in ${formatCidr(found.forbidden)}, which AWS does not add to a VPC that has ${formatCidr(found.because)}`;
        return [{ path, message, ...otherRange(plan, path) }];
      }),
  },
  {
    name: "secondary-cidr-route",
    fact: "a secondary range may not be equal to or larger than the destination of a route the VPC has",
    source: "VPC user guide, VPC CIDR blocks",
    check: (plan) =>
      rangesAdded(plan).flatMap(({ side, range, path }) =>
        side.vpc.routes
          .filter((destination) => containsCidr(range, destination))
          .map((destination) => ({
            path,
            message: `holds the destination ${formatCidr(destination)} of a route that the ${vpcName(side)} has`,
            ...otherRange(plan, path),
          })),
      ),
  },
  {
    name: "bridge-routes-free",
    fact: "a route table has one route per destination (RouteAlreadyExists), and a narrower one takes its part of the packets",
    source: "EC2 API, CreateRoute; VPC user guide, route priority",
    check: (plan) => routedBySide(plan).flatMap((routed) => takenRoutes(plan, routed)),
  },
];
