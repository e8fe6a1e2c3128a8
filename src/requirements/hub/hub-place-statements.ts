import { type PlannedSubnet } from "../../address-plan/planned-subnet";
import { type Cidr, cidrEquals } from "../../ip";
import {
  attachmentFlagsOff,
  defaultGroupsClosed,
  evaluationOf,
  type Evaluation,
  fault,
  noMixedRoutes,
  noPropagation,
  oneVpcEach,
  routesWaitForAttachments,
  type Statement,
  steeredRoutesLegal,
  targetZonesUsable,
} from "../../reachability";
import { type Vpc } from "../../topology";
import { hasSubnets, nodesExactly, nothingIsPublic } from "../conformity";
import { routesOfAttached } from "../existing-attachments";
import { gatewayStatements } from "../in-account/own-gateway";
import { isStatedIn } from "../stated";
import { isPlanned } from "../planned-in";
import { fact } from "../statement-parts";
import { asWritten } from "../structure-statements";
import { zoneName } from "../zone-name";
import { balancersOf, type HubFound } from "./hub-found";

/** A VPC has these ranges and subnets; one that the bridge makes has no others. */
function exactly(found: HubFound, vpc: Vpc, ranges: readonly Cidr[], planned: readonly PlannedSubnet[]): Evaluation {
  const { region } = found.plan.config;
  const expected = planned.map(({ name, cidr, zone }) => ({ name, cidr, zone: zoneName(region, zone) }));
  // A NAT range that exists may be among the ranges that the file lists for the VPC.
  const once = ranges.filter((range, i) => !ranges.slice(0, i).some((other) => cidrEquals(other, range)));
  const known = hasSubnets(vpc, once, expected);
  const strange = found.own.subnetsOf(vpc).filter((subnet) => !isPlanned(planned, subnet));
  const more = evaluationOf(strange.map(({ address }) => fault(address, "the bridge file knows no such subnet")));
  return {
    holds: known.holds === true ? more.holds : known.holds,
    explanations: [...known.explanations, ...more.explanations],
  };
}

function created(found: HubFound): Vpc[] {
  const sides = [...found.clients, ...found.webs].filter(({ plan }) => plan.config.vpc.id === undefined);
  return [found.hub, ...sides.map(({ vpc }) => vpc)];
}

/** Ranges and subnets of all VPCs, and what stands in them. */
function places(found: HubFound): Statement[] {
  const { plan, hub, own: part } = found;
  const own = [...plan.webs.flatMap(({ balancerSubnets }) => balancerSubnets), ...plan.attachmentSubnets];
  const all = [found.hub, ...[...found.clients, ...found.webs].map(({ vpc }) => vpc)];
  return [
    fact("the hub VPC has its range and its subnets, each in its zone, and no others", () =>
      exactly(found, hub, [plan.hubCidr], own),
    ),
    ...found.clients.map(({ label, vpc, planned, plan: side }) => {
      const ranges = side.way === "nat" ? [...side.cidrs, side.natCidr] : side.cidrs;
      const text = `the ${label} VPC has its ranges and subnets, each in its zone, and no others`;
      return fact(text, () => exactly(found, vpc, ranges, planned));
    }),
    ...found.webs.map(({ label, vpc, plan: side }) =>
      fact(`the ${label} VPC has its ranges and subnets, each in its zone, and no others`, () =>
        exactly(found, vpc, side.cidrs, side.subnets),
      ),
    ),
    ...found.webs.map((web) =>
      fact(`the nodes of the ${web.label} side's load balancers are in their subnets`, () => {
        const wanted = web.plan.balancerSubnets.map(({ cidr }) => cidr);
        return evaluationOf(balancersOf(web).flatMap((one) => nodesExactly(one, wanted).explanations));
      }),
    ),
    fact("nothing of the bridge is public", () =>
      nothingIsPublic(
        part.topology,
        all
          .filter((vpc) => !part.mayHaveOthers(vpc))
          .flatMap(({ subnets }) => subnets.filter((subnet) => !isStatedIn(plan, subnet))),
      ),
    ),
    fact("tables, groups and targets are in the VPC of what uses them", () => oneVpcEach(part.topology)),
    fact("the default security groups are empty", () => defaultGroupsClosed(created(found))),
  ];
}

/** The transit gateway, its tables, and what attaches to it. */
function gateway(found: HubFound): Statement[] {
  const { network, own, plan } = found;
  const { graph } = network;
  const { topology } = own;
  const sides = [...found.clients, ...found.webs];
  if (!plan.hasTransitGateway) return [];
  return [
    ...gatewayStatements(network, topology, plan),
    fact("no transit gateway table takes propagated routes", () => noPropagation(topology)),
    ...asWritten(
      graph,
      fact("no attachment joins a default route table", () => attachmentFlagsOff(graph)),
      fact("every route to the transit gateway waits for the attachment", () =>
        routesWaitForAttachments(
          graph,
          routesOfAttached(plan, ({ path }) => sides.find((one) => one.plan.path === path)?.vpc),
        ),
      ),
    ),
  ];
}

/** How the parts of a hub are put together: where they stand, what AWS would refuse, and what nobody wrote down. */
export function hubPlaces(found: HubFound): Statement[] {
  const { graph } = found.network;
  const { topology } = found.own;
  return [
    ...places(found),
    ...gateway(found),
    fact("every route inside a VPC's own range is one that AWS accepts", () => steeredRoutesLegal(topology)),
    fact("every target's zone is one that the load balancer serves", () => targetZonesUsable(topology)),
    ...asWritten(
      graph,
      fact("no route table mixes inline routes with routes of their own", () => noMixedRoutes(graph)),
    ),
  ];
}
