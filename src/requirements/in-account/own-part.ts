import { type BridgePlan } from "../../address-plan/bridge-plan";
import { clientVpcSubnets } from "../../address-plan/plan";
import { type PlannedSubnet } from "../../address-plan/planned-subnet";
import { type PlannedSide, sidesOf } from "../../address-plan/planned-sides";
import { type Subnet, type Topology, type TransitGateway, type Vpc } from "../../topology";
import { rolesIn } from "../found-roles";
import { type Network } from "../judged-network";
import { hubVpcOf, sideVpcOf } from "../sides";
import { isPlanned } from "../planned-in";

/**
 * What of a network a bridge answers for. Terraform's inputs hold nothing else. An account holds what others have there too:
 * whether packets get to it, the statements about packets say; how it is built is nobody's business here.
 */
export interface OwnPart {
  /** Only what is the bridge's, or in the way of its packets. */
  readonly topology: Topology;
  /** The subnets of a VPC whose tables the bridge answers for: of one that exists already, those that the file names. */
  subnetsOf(vpc: Vpc): readonly Subnet[];
  /** Whether a VPC may have ways out of which the bridge's file says nothing. */
  mayHaveOthers(vpc: Vpc): boolean;
}

/** The subnets of a side that the plan knows, the bridge's own among them. */
export function plannedOf(plan: BridgePlan, { role, name, subnets }: PlannedSide): readonly PlannedSubnet[] {
  if (plan.place === "client") return role === "client" ? clientVpcSubnets(plan) : subnets;
  const client = role === "client" ? plan.clients.find((one) => one.name === name) : undefined;
  return client?.way === "nat" ? [...subnets, ...client.natSubnets, ...client.attachmentSubnets] : subnets;
}

/** The gateways that the bridge's attachments are at, and all that VPCs which it made are attached to. */
function gatewaysOf(
  { graph, topology }: Network,
  plan: BridgePlan,
  isCreated: (vpc: Vpc | undefined) => boolean,
): TransitGateway[] {
  const roles = rolesIn(graph);
  const named = [roles.hub.attachment, ...sidesOf(plan).map((side) => roles.of(side).attachment)];
  return topology.transitGateways.filter(({ attachments }) =>
    attachments.some((one) => named.includes(one.address) || (one.kind === "vpc" && isCreated(one.vpc))),
  );
}

function partOfAccount(network: Network, plan: BridgePlan): OwnPart {
  const { graph, topology } = network;
  const roles = rolesIn(graph);
  const hub = plan.place === "hub" ? hubVpcOf(network) : undefined;
  const sides = sidesOf(plan).flatMap((side) => {
    const vpc = sideVpcOf(topology, roles, side);
    return vpc ? [{ side, vpc }] : [];
  });
  const vpcs = new Set([...(hub ? [hub] : []), ...sides.map(({ vpc }) => vpc)]);
  const others = new Set(sides.filter(({ side }) => side.vpc.id !== undefined).map(({ vpc }) => vpc));
  const planned = new Map(sides.map(({ side, vpc }) => [vpc, plannedOf(plan, side)]));
  const subnetsOf = (vpc: Vpc): readonly Subnet[] =>
    others.has(vpc) ? vpc.subnets.filter((one) => isPlanned(planned.get(vpc) ?? [], one)) : vpc.subnets;
  const subnets = new Set([...vpcs].flatMap(subnetsOf));
  const isCreated = (vpc: Vpc | undefined): boolean => vpc !== undefined && vpcs.has(vpc) && !others.has(vpc);
  const gateways = gatewaysOf(network, plan, isCreated);
  const isMade = plan.config.transit_gateway.id === undefined;
  const balancers = new Set(sides.flatMap(({ side }) => [roles.of(side).alb, roles.of(side).nlb]));
  const named = new Set(sides.map(({ side }) => roles.of(side).peering));
  const isOurs = (vpc: Vpc | undefined): boolean => vpc !== undefined && vpcs.has(vpc);
  return {
    topology: {
      ...topology,
      vpcs: [...vpcs],
      subnets: [...subnets],
      natGateways: topology.natGateways.filter(({ subnet }) => subnet && subnets.has(subnet)),
      peerings: topology.peerings.filter(
        ({ address, requester, accepter }) => named.has(address) || isCreated(requester) || isCreated(accepter),
      ),
      transitGateways: gateways,
      transitTables: topology.transitTables.filter(
        ({ gateway, associations }) =>
          gateway &&
          gateways.includes(gateway) &&
          (isMade || associations.some((one) => one.kind === "vpc" && isOurs(one.vpc))),
      ),
      loadBalancers: topology.loadBalancers.filter(
        ({ address, nodes }) => balancers.has(address) || nodes.some(({ subnet }) => isCreated(subnet.vpc)),
      ),
      nics: topology.nics.filter(({ subnet }) => subnets.has(subnet)),
    },
    subnetsOf,
    mayHaveOthers: (vpc) => others.has(vpc),
  };
}

/** What of a network a bridge answers for. */
export function ownPart(network: Network, plan: BridgePlan): OwnPart {
  if (network.graph.isWhole) return partOfAccount(network, plan);
  return { topology: network.topology, subnetsOf: ({ subnets }) => subnets, mayHaveOthers: () => false };
}
