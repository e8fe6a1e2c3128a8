import { type KeyPath } from "../../../config/key-path";
import { type Cidr, cidrOverlaps, containsCidr, formatCidr } from "../../../ipv4";
import { otherRange } from "../../added-range-mend";
import { type PlannedSide, sidesOf, vpcName } from "../../planned-sides";
import { type Break, type RuleOf } from "../../rules/rule";
import { hubLengthFor, natLengthFor, natZonesIn, roomIn } from "../carve-hub";
import { type HubPlan, type NatClient } from "../hub-plan";
import { hasOwnGateways, rangedClients } from "../hub-ranges";
import { natZonesOf } from "../plan-hub";

const HUB_CIDR: KeyPath = ["bridge", "cidr"];
const natPath = (client: NatClient): KeyPath => [...client.path, "nat", "cidr"];

/** Whose range is overlapped, the first of them in words. */
interface Overlaps {
  readonly range: Cidr;
  readonly whose: string;
  readonly more: number;
}

/** What of the sides' ranges a range overlaps. */
function overlappedSides(sides: readonly PlannedSide[], range: Cidr): Overlaps | undefined {
  const found = sides.flatMap((side) =>
    side.cidrs.flatMap((own) => (cidrOverlaps(own, range) ? [{ range: own, whose: `the ${vpcName(side)}` }] : [])),
  );
  const [first] = found;
  return first && { ...first, more: found.length - 1 };
}

function overlapMessage({ range, whose, more }: Overlaps): string {
  const others = more === 0 ? "" : `, and ${more} other ${more === 1 ? "range" : "ranges"} of the sides`;
  return `overlaps ${formatCidr(range)} of ${whose}${others}`;
}

function hubRoom(plan: HubPlan): Break[] {
  const { hubCidr, webs, config } = plan;
  const zones = config.bridge.zones.length;
  const wanted = hubLengthFor(webs.length, zones);
  if (hubCidr.length < 16) return [{ path: HUB_CIDR, message: "is not a /16 to /28", ...otherRange(plan, HUB_CIDR) }];
  if (hubCidr.length <= wanted) return [];
  const room = roomIn(hubCidr);
  const needed = `${webs.length} ${webs.length === 1 ? "web side" : "web sides"} in ${zones} zones`;
  const message =
    room.webs === 0
      ? `has no room for ${needed}`
      : `has room for ${room.webs} ${room.webs === 1 ? "web side" : "web sides"} in ${room.zones} zones, not for ${needed}`;
  return [{ path: HUB_CIDR, message, ...otherRange(plan, HUB_CIDR, { words: `write a /${wanted} or larger` }) }];
}

/** What a client's NAT range overlaps: a side, the hub, or a range of a client before it. */
function natOverlap(plan: HubPlan, client: NatClient, before: readonly NatClient[]): string | undefined {
  const isOwn = (side: PlannedSide) => side.role === "client" && side.name === client.name;
  // A range that is there already is one of its VPC's.
  const sides = sidesOf(plan).filter((side) => !(hasOwnGateways(client) && isOwn(side)));
  const found = overlappedSides(sides, client.natCidr);
  if (found) return overlapMessage(found);
  if (cidrOverlaps(plan.hubCidr, client.natCidr)) return `overlaps the hub's ${formatCidr(plan.hubCidr)}`;
  const other = before.find(({ natCidr }) => cidrOverlaps(natCidr, client.natCidr));
  return other && `overlaps ${formatCidr(other.natCidr)}, the NAT range of ${other.path.join(".")}`;
}

function natRoom(plan: HubPlan, client: NatClient): Break[] {
  if (hasOwnGateways(client)) return [];
  const zones = natZonesOf(client.config).length;
  const [path, room, wanted] = [natPath(client), natZonesIn(client.natCidr), natLengthFor(zones)];
  if (client.natCidr.length < 16) return [{ path, message: "is not a /16 to /28", ...otherRange(plan, path) }];
  if (room >= zones) return [];
  const has = room === 0 ? "has no room for a NAT gateway" : `has room for NAT gateways in ${room} of ${zones} zones`;
  const words = { words: `write a /${wanted} or larger`, or: room > 0 ? ", or fewer zones in nat.zones" : "" };
  return [{ path, message: has, ...otherRange(plan, path, words) }];
}

/** Routes that a VPC has to a wider range, which hide what is behind them; a default route hides nothing that is known. */
function hiddenRoutes(plan: HubPlan): Break[] {
  return sidesOf(plan).flatMap((side) => {
    const own = (side.role === "client" ? plan.clients : plan.webs).find(({ name }) => name === side.name);
    const ours = own && "balancerPrefixes" in own ? own.balancerPrefixes : [];
    return side.vpc.routes.flatMap((route, i) => {
      const inside = ours.find(
        (range) => route.length > 0 && containsCidr(route, range) && route.length < range.length,
      );
      if (!inside) return [];
      const message = `holds ${formatCidr(inside)} of the hub, so hosts of these addresses behind that route are not reached any more`;
      const path = [...side.path, "vpc", "routes", i];
      return [{ path, message, fix: "leave it if there are none, else write another bridge.cidr" }];
    });
  });
}

export const HUB_RANGE_RULES: readonly RuleOf<HubPlan>[] = [
  {
    name: "hub-room",
    fact: "the hub's VPC is a /16 to a /25 with a block for each web side, of two zones in a /24 and of four in more, and the last /26 for the attachment",
    source: "this project; VPC user guide, VPC CIDR blocks; ELB user guide, subnets for your load balancer",
    check: hubRoom,
  },
  {
    name: "hub-overlaps",
    fact: "the hub's range is nobody else's: clients and webs route to it, a local route of theirs would win, and no peering joins ranges that overlap",
    source: "VPC user guide, route priority; VPC peering guide, limitations",
    check: (plan) => {
      const found = overlappedSides(sidesOf(plan), plan.hubCidr);
      return found ? [{ path: HUB_CIDR, message: overlapMessage(found), ...otherRange(plan, HUB_CIDR) }] : [];
    },
  },
  {
    name: "nat-range-overlaps",
    fact: "a client's NAT range tells its packets from everybody else's, so it is no part of any side, of the hub, or of another client's",
    source: "this network's design; VPC user guide, route priority",
    check: (plan) =>
      rangedClients(plan).flatMap((client, i, all) => {
        const message = natOverlap(plan, client, all.slice(0, i));
        if (message === undefined) return [];
        const path = natPath(client);
        // The range of gateways that exist is what it is.
        if (hasOwnGateways(client)) return [{ path, message, fix: "use NAT gateways in a range of their own" }];
        return [{ path, message, ...otherRange(plan, path) }];
      }),
  },
  {
    name: "nat-range-room",
    fact: "a NAT range is a /16 to a /27 with a /28 for the NAT gateway and a /28 for the attachment in each zone",
    source: "this project; VPC user guide, VPC CIDR blocks and subnet sizing",
    check: (plan) => rangedClients(plan).flatMap((client) => natRoom(plan, client)),
  },
  {
    name: "nat-gateway-in-range",
    fact: "the NAT gateways that exist are in the NAT range, to which the hub sends its answers",
    source: "this network's design",
    check: (plan) =>
      rangedClients(plan)
        .filter(hasOwnGateways)
        .flatMap(({ natSubnets, natCidr }) =>
          natSubnets
            .filter(({ cidr }) => !containsCidr(natCidr, cidr))
            .map(({ path }) => ({
              path,
              message: `is not in nat.cidr ${formatCidr(natCidr)}`,
              fix: "write the range that holds the subnets of all of them as nat.cidr",
            })),
        ),
  },
  {
    name: "route-hidden",
    warns: true,
    fact: "the narrowest route takes a packet, so one to the hub takes what a wider one led elsewhere",
    source: "VPC user guide, route priority",
    check: hiddenRoutes,
  },
];
