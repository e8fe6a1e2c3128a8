import { type KeyPath } from "../../config/key-path";
import { type Cidr, cidrOverlaps, formatCidr } from "../../ipv4";
import { type BridgePlan } from "../bridge-plan";
import { type PlannedSide, sidesOf } from "../planned-sides";
import { acrossRule, type AcrossRule, type Claim } from "./across-rule";
import { useAttachmentOf } from "./use-attachment";

interface Attached extends Claim {
  readonly gateway: string;
  readonly plan: BridgePlan;
  readonly side: PlannedSide;
}

/** The VPCs that a bridge attaches to a gateway that exists; a side whose attachment exists is not attached again. */
function attachments(plan: BridgePlan): Attached[] {
  const gateway = plan.config.transit_gateway.id;
  if (!gateway) return [];
  return sidesOf(plan)
    .filter(({ joinsGateway, attachment }) => joinsGateway && !attachment)
    .flatMap((side) => {
      const { id } = side.vpc;
      return id ? [{ scope: `${gateway} ${id}`, path: [...side.path, "vpc", "id"], gateway, plan, side }] : [];
    });
}

interface GatewayRoute extends Claim {
  readonly range: Cidr;
  /** Whether this bridge makes the attachment, and so its table. */
  readonly isMade: boolean;
  /** What tells that two routes are in one table: its id, or the attachment that it is of. */
  readonly by: "table" | "attachment";
}

/** Where the packets of a side's VPC are led by its table of the transit gateway. */
function rangesFrom(plan: BridgePlan, { role, name }: PlannedSide): readonly Cidr[] {
  if (plan.place === "client")
    return role === "client" ? plan.steers.map(({ destination }) => destination) : plan.albPrefixes;
  const sides = role === "client" ? plan.clients : plan.webs;
  const side = sides.find((one) => one.name === name);
  return side && "balancerPrefixes" in side ? side.balancerPrefixes : [];
}

function gatewayRoutes(plan: BridgePlan): GatewayRoute[] {
  const gateway = plan.config.transit_gateway.id;
  return sidesOf(plan).flatMap((side): GatewayRoute[] => {
    const { joinsGateway, attachment, vpc, path } = side;
    if (!gateway || !joinsGateway || vpc.id === undefined) return [];
    const at: KeyPath = attachment ? [...path, "attachment", "route_table"] : [...path, "vpc", "id"];
    const scopes = [
      { scope: `${gateway} ${vpc.id}`, by: "attachment" as const },
      ...(attachment ? [{ scope: attachment.route_table, by: "table" as const }] : []),
    ];
    return rangesFrom(plan, side).flatMap((range) =>
      scopes.map((scope) => ({ ...scope, path: at, range, isMade: !attachment })),
    );
  });
}

/** Of one attachment that both use, the id of its table tells; of one that both make, another rule. */
function routesClash(one: GatewayRoute, other: GatewayRoute): boolean {
  return cidrOverlaps(one.range, other.range) && (one.by === "table" || one.isMade !== other.isMade);
}

function routesMessage(mine: GatewayRoute, other: GatewayRoute, place: string): string {
  const [here, there] = [formatCidr(mine.range), formatCidr(other.range)];
  return mine.isMade
    ? `has one table at the transit gateway, which gets a route to ${here} here, and one to ${there} by ${place}`
    : `gets a route to ${here} here, and one to ${there} by ${place}`;
}

export const ATTACHMENT_RULES: readonly AcrossRule[] = [
  acrossRule<Attached>({
    name: "one-attachment",
    fact: "a VPC is attached to a transit gateway once (DuplicateTransitGatewayAttachment)",
    source: "Transit gateway guide, attachments to a VPC",
    claims: attachments,
    clash: () => true,
    message: ({ gateway }, _, place) => `is attached to ${gateway} by ${place} too`,
    fix: "use the attachment of one in the other (attachment, attachment_subnets); or put the services into one bridge; or leave transit_gateway.id out of one, which then creates a gateway of its own",
    mend: useAttachmentOf,
  }),
  acrossRule<GatewayRoute>({
    name: "routes-of-one-attachment",
    fact: "an attachment has one transit gateway route table, which has one route per destination; of two that overlap the narrower one takes all",
    source: "EC2 API, CreateTransitGatewayRoute; Transit gateway guide, how transit gateways work",
    claims: gatewayRoutes,
    clash: routesClash,
    message: routesMessage,
    fix: "let them lead to ranges apart; or leave transit_gateway.id and attachment out of one, which then creates a gateway of its own; or make both one hub",
  }),
];
