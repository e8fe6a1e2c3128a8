import { blocksAwaited, type Resource, type ResourceGraph, typesOf, withoutKeys } from "../../terraform";
import { modulesAround } from "../../terraform/resource-address";
import { isMade, isWritten } from "../changes";
import { type IncidentRule } from "./incident";
import { named } from "./named";

const ATTACHMENTS = [...typesOf("transit-vpc-attachment"), ...typesOf("transit-vpc-accepter")];

/** Everything that a resource waits for, by blocks: what it names, what that names, and so on. */
function waitsFor(resource: Resource, byBlock: ReadonlyMap<string, Resource>): Set<string> {
  const found = new Set<string>();
  const pending = [resource];
  for (let next = pending.pop(); next; next = pending.pop()) {
    for (const block of blocksAwaited(next)) {
      if (found.has(block)) continue;
      found.add(block);
      const known = byBlock.get(block);
      if (known) pending.push(known);
    }
  }
  return found;
}

/** An attachment that is waited for by name, or by the whole module that it is in. */
function isAwaited(attachment: string, blocks: ReadonlySet<string>): boolean {
  const block = withoutKeys(attachment);
  return blocks.has(block) || modulesAround(block).some((one) => blocks.has(one));
}

/** Whether the attachment is the one that the route needs: of the same gateway, and of the table's VPC where both are told. */
function isNeededBy(graph: ResourceGraph, route: Resource, { values }: Resource): boolean {
  const gateway = named(graph, route.values.transit_gateway_id);
  if (gateway === undefined || gateway !== named(graph, values.transit_gateway_id)) return false;
  const table = graph.get(named(graph, route.values.route_table_id) ?? "");
  const [own, other] = [named(graph, table?.values.vpc_id), named(graph, values.vpc_id)];
  return own === undefined || other === undefined || own === other;
}

/** InvalidTransitGatewayID.NotFound: AWS refuses the route until the VPC is attached (terraform-aws-transit-gateway 144). */
export const routeBeforeAttachment: IncidentRule = {
  name: "route-before-attachment",
  find: ({ after: { graph }, changed }) => {
    const isComing = ({ address }: Resource): boolean => isMade(changed.get(address));
    const attachments = graph.ofType(ATTACHMENTS, "managed").filter(isComing);
    const routes = graph.ofType(["aws_route"], "managed").filter((one) => isWritten(changed.get(one.address)));
    if (attachments.length === 0 || routes.length === 0) return [];
    const byBlock = new Map(graph.resources.map((one) => [withoutKeys(one.address), one]));
    return routes.flatMap((route) => {
      const own = attachments.filter((one) => isNeededBy(graph, route, one));
      const blocks = waitsFor(route, byBlock);
      if (own.length === 0 || own.some(({ address }) => isAwaited(address, blocks))) return [];
      return [
        {
          addresses: [route.address],
          text: "the route to the transit gateway does not wait for its VPC's attachment, so the apply may fail with InvalidTransitGatewayID.NotFound",
          advice: "add the attachment to the route's `depends_on`",
        },
      ];
    });
  },
};
