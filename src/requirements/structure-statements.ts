import { type ResourceGraph } from "../terraform";
import { formatCidr } from "../ip";
import {
  attachmentFlagsOff,
  noMixedRoutes,
  noPropagation,
  routesWaitForAttachments,
  type Statement,
  steeredRoutesLegal,
  targetZonesUsable,
} from "../reachability";
import { onlyTheseAdditions } from "./additions";
import { clientSubnets } from "./in-account/client-subnets";
import { gatewayStatements } from "./in-account/own-gateway";
import { routesOfAttached } from "./existing-attachments";
import { returnsIn, returnsTo } from "./returns";
import { fact, type Parts } from "./statement-parts";

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
  const routes = new Set([...returnsIn(plan), ...plan.config.web.vpc.routes].map(formatCidr));
  return [
    ...gatewayStatements(network, topology, plan),
    fact("no transit gateway table takes propagated routes", () => noPropagation(topology)),
    ...asWritten(
      graph,
      fact("no attachment joins a default route table", () => attachmentFlagsOff(graph)),
    ),
    fact(`the web VPC ${gets} routes to ${returnsTo(plan)}, nothing else`, () =>
      onlyTheseAdditions(own, web, { subnets, routes, hasEndpoint: plan.config.demo?.web !== undefined }),
    ),
    ...clientSubnets(parts),
    fact("every route inside a VPC's own range is one that AWS accepts", () => steeredRoutesLegal(topology)),
    ...(parts.balancer
      ? [fact("every target's zone is one that the load balancer serves", () => targetZonesUsable(topology))]
      : []),
    ...asWritten(
      graph,
      fact("every route to the transit gateway waits for the attachment", () =>
        routesWaitForAttachments(graph, attached),
      ),
      fact("no route table mixes inline routes with routes of their own", () => noMixedRoutes(graph)),
    ),
  ];
}
