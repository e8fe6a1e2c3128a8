import { joinPatches, patchAt } from "../../../config/patch";
import { formatCidr } from "../../../ipv4";
import { type Break, type RuleOf } from "../../rules/rule";
import { type HubClient, type HubPlan, type HubWeb } from "../hub-plan";
import { CidrRegistry } from "./cidr-registry";

/** Web sides that the transit gateway can't tell from one before them. */
function sharedGateway({ webs }: HubPlan): Break[] {
  const taken = new CidrRegistry<HubWeb>();
  return webs
    .filter(({ way }) => way === "transit_gateway")
    .flatMap((web): Break[] => {
      const found = web.destinations.flatMap(({ cidr }) => {
        const other = taken.overlapping(cidr);
        return other ? [{ cidr, other }] : [];
      });
      const [first] = found;
      if (!first) {
        for (const { cidr } of web.destinations) taken.add(cidr, web);
        return [];
      }
      const { attachment, attachment_subnets: subnets } = web.config;
      const patch = joinPatches([
        patchAt([...web.path, "way"], "peering"),
        ...(attachment ? [patchAt([...web.path, "attachment"], null)] : []),
        ...(subnets ? [patchAt([...web.path, "attachment_subnets"], null)] : []),
      ]);
      const message = `leads ${formatCidr(first.cidr)} over the transit gateway, which leads these addresses to ${first.other.path.join(".")}`;
      const fix = "write way: peering, which tells webs of the same addresses apart";
      return [{ path: [...web.path, "way"], message, fix, mend: { patch } }];
    });
}

/** Sides whose attachments are associated with one route table, and what they both want in it. */
function doubledRoutes({ clients, webs }: HubPlan): Break[] {
  const sides = [...clients, ...webs].flatMap((side) => {
    const table = side.config.attachment?.route_table;
    return table !== undefined && "balancerPrefixes" in side ? [{ side, table }] : [];
  });
  const first = new Map<string, HubClient | HubWeb>();
  return sides.flatMap(({ side, table }) =>
    side.balancerPrefixes.flatMap((prefix): Break[] => {
      const key = `${table} ${formatCidr(prefix)}`;
      const other = first.get(key);
      first.set(key, other ?? side);
      if (!other || other === side) return [];
      const message = `gets the route to ${formatCidr(prefix)} for ${other.path.join(".")} already`;
      const fix = "associate each attachment with a route table of its own";
      return [{ path: [...side.path, "attachment", "route_table"], message, fix }];
    }),
  );
}

/** Sides that no service names. */
function idleSides({ clients, webs, services }: HubPlan): Break[] {
  if (services.length === 0) return [];
  const [asking, asked] = [new Set(services.flatMap((one) => one.clients)), new Set(services.map(({ web }) => web))];
  const fix = "keep it for services to come, or leave it out";
  return [
    ...clients
      .filter(({ name }) => !asking.has(name))
      .map(({ path }) => ({ path, message: "is a client of no service, so nothing is reached from it", fix })),
    ...webs
      .filter(({ name }) => !asked.has(name))
      .map(({ path }) => ({ path, message: "has no service, so nothing of it is reached", fix })),
  ];
}

export const HUB_WAY_RULES: readonly RuleOf<HubPlan>[] = [
  {
    name: "webs-share-gateway",
    fact: "a transit gateway's route table leads an address to one attachment, so webs that are reached at the same addresses can't share it; each peering has route tables of its own in the hub",
    source: "Transit gateway guide, how transit gateways work; VPC peering guide, routing to specific subnets",
    check: sharedGateway,
  },
  {
    name: "gateway-routes-once",
    fact: "a transit gateway's route table has one static route per destination (RouteAlreadyExists)",
    source: "EC2 API, CreateTransitGatewayRoute",
    check: doubledRoutes,
  },
  {
    name: "sides-used",
    warns: true,
    fact: "what is made for a side has an hourly price, and carries nothing where no service names the side",
    source: "Amazon VPC pricing, NAT gateway",
    check: idleSides,
  },
];
