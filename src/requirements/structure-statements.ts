import { type ResourceGraph } from "../terraform";
import { isCertain } from "../topology";
import { formatCidr } from "../ip";
import {
  attachmentFlagsOff,
  evaluationOf,
  noMixedRoutes,
  noPropagation,
  routesWaitForAttachments,
  type Statement,
  steeredRoutesLegal,
  targetZonesUsable,
} from "../reachability";
import { onlyTheseAdditions } from "./additions";
import { ownGateway } from "./in-account/own-gateway";
import { routesOfAttached } from "./existing-attachments";
import { fact, missing, type Parts } from "./statement-parts";

/**
 * A state names the gateway by an id; whether the bridge's own is behind it only the gateway itself tells. Of a gateway
 * that only its id is known of nothing is stated: it is taken for granted (see taken-for-granted.ts).
 */
function gateway({ network, own: { topology }, plan }: Parts): Statement[] {
  const { graph } = network;
  const { id } = plan.config.transit_gateway;
  if (id !== undefined && graph.isWhole)
    return [
      topology.transitGateways.length > 0
        ? fact("the transit gateway is there", () => evaluationOf([]))
        : missing("the transit gateway is there", id),
    ];
  const isOutside = topology.transitGateways.some((one) => one.address === id && !isCertain(one, "attachments"));
  if (isOutside) return [];
  const text = "the transit gateway is there";
  const isThere = graph.resources.some((one) => one.type === "aws_ec2_transit_gateway");
  return [
    isThere ? fact(text, () => evaluationOf([])) : missing(text, "aws_ec2_transit_gateway"),
    ...ownGateway(network, topology, plan),
  ];
}

/** Statements about how Terraform's resources are written, of which nothing can be said of what there is in an account. */
export function asWritten(graph: ResourceGraph, ...statements: readonly Statement[]): readonly Statement[] {
  return graph.isWhole ? [] : statements;
}

/** How the parts are put together: what AWS would refuse, and what nobody wrote down. */
export function structural(parts: Parts): Statement[] {
  const { network, own, plan, client, web } = parts;
  const { graph } = network;
  const { topology } = own;
  const attached = routesOfAttached(plan, ({ role }) => ({ client, web })[role]);
  const gets = plan.config.web.attachment ? "has its attachment and gets" : "gets an attachment and";
  const subnets = new Set(plan.webSubnets.map((one) => formatCidr(one.cidr)));
  const routes = new Set([...plan.albPrefixes, ...plan.config.web.vpc.routes].map(formatCidr));
  return [
    ...gateway(parts),
    fact("no transit gateway table takes propagated routes", () => noPropagation(topology)),
    ...asWritten(
      graph,
      fact("no attachment joins a default route table", () => attachmentFlagsOff(graph)),
    ),
    fact(`the web VPC ${gets} routes to the ALB subnets, nothing else`, () =>
      onlyTheseAdditions(own, web, { subnets, routes, hasEndpoint: plan.config.demo?.web !== undefined }),
    ),
    fact("every route inside a VPC's own range is one that AWS accepts", () => steeredRoutesLegal(topology)),
    fact("every target's zone is one that the load balancer serves", () => targetZonesUsable(topology)),
    ...asWritten(
      graph,
      fact("every route to the transit gateway waits for the attachment", () =>
        routesWaitForAttachments(graph, attached),
      ),
      fact("no route table mixes inline routes with routes of their own", () => noMixedRoutes(graph)),
    ),
  ];
}
