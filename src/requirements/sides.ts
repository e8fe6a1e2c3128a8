import { type BridgePlan } from "../address-plan/bridge-plan";
import { type PlannedSide, sidesOf } from "../address-plan/planned-sides";
import { formatCidr } from "../ip";
import { type ResourceGraph } from "../terraform";
import { type LoadBalancer, type Subnet, type Topology, type Vpc } from "../topology";
import { rolesIn } from "./found-roles";
import { type FoundRoles } from "./side-parts";

/** A network, and the bridge that it belongs to when one was named. */
interface OfBridge {
  readonly graph: ResourceGraph;
  readonly topology: Topology;
  readonly bridge?: BridgePlan;
}

/** Which side is meant: its part, and its name in the file. */
type SideName = Pick<PlannedSide, "role" | "name">;

/** The sides of a bridge in the client VPC, which the file calls so. */
export type Side = "client" | "web";

/** The VPC of a side: the one that plays this part, or the existing one with the id that the bridge file names. */
export function sideVpcOf(
  topology: Topology,
  roles: FoundRoles,
  side: SideName & Pick<PlannedSide, "vpc">,
): Vpc | undefined {
  const { id } = side.vpc;
  const wanted = id === undefined ? roles.of(side).vpc : roles.called(id);
  return topology.vpcs.find(({ address, origin }) => address === wanted || (id !== undefined && origin?.name === id));
}

/** The side of a bridge with this part and name. */
export function sideNamed(plan: BridgePlan, { role, name }: SideName): PlannedSide | undefined {
  return sidesOf(plan).find((side) => side.role === role && side.name === name);
}

/** The VPC of a side of the network's bridge. */
export function vpcOfSide({ graph, topology, bridge }: OfBridge, name: SideName): Vpc | undefined {
  const side = bridge && sideNamed(bridge, name);
  return side && sideVpcOf(topology, rolesIn(graph), side);
}

/** The VPC between the sides of a hub. */
export function hubVpcOf({ graph, topology }: OfBridge): Vpc | undefined {
  const { vpc } = rolesIn(graph).hub;
  return topology.vpcs.find(({ address }) => address === vpc);
}

/** The VPC of a side of a bridge in the client VPC. */
export function sideVpc(network: OfBridge, side: Side): Vpc | undefined {
  return vpcOfSide(network, { role: side, name: side });
}

/**
 * The words that stand for sides: their names. In a hub a client and a web may have one name, which stands for neither
 * then; `clients.<name>` and `webs.<name>` always tell which is meant.
 */
export function sideWords(plan: BridgePlan): ReadonlyMap<string, PlannedSide> {
  const words = new Map<string, PlannedSide>();
  const sides = sidesOf(plan);
  for (const side of sides) {
    if (plan.place === "hub") words.set(`${side.role}s.${side.name}`, side);
    if (!sides.some((one) => one !== side && one.name === side.name)) words.set(side.name, side);
  }
  return words;
}

/** The subnets that the bridge's file lists for a side; of a client side only those whose hosts are clients. */
export function subnetsOfSide(network: OfBridge, name: SideName): Subnet[] {
  const { bridge } = network;
  const side = bridge && sideNamed(bridge, name);
  if (!side) return [];
  const planned = side.role === "client" ? side.subnets.filter((one) => one.clients) : side.subnets;
  const wanted = new Set(planned.map((one) => formatCidr(one.cidr)));
  const vpc = vpcOfSide(network, name);
  return vpc?.subnets.filter((subnet) => subnet.cidr && wanted.has(formatCidr(subnet.cidr))) ?? [];
}

/** The load balancer of a bridge in the client VPC: the one that plays the part, or else any. */
export function loadBalancerOf({ graph, topology: { loadBalancers } }: OfBridge): LoadBalancer | undefined {
  const named = rolesIn(graph).of({ role: "web", name: "web" }).alb;
  return loadBalancers.find(({ address }) => address === named) ?? loadBalancers[0];
}

/** The load balancer that a service of the bridge stands behind. */
export function balancerOfService(network: OfBridge, name: string): LoadBalancer | undefined {
  const { bridge, graph, topology } = network;
  if (bridge?.place !== "hub") return loadBalancerOf(network);
  const service = bridge.services.find((one) => one.name === name);
  if (!service) return undefined;
  const { alb, nlb } = rolesIn(graph).of({ role: "web", name: service.web });
  return topology.loadBalancers.find(({ address }) => address === (service.isHttp ? alb : nlb));
}
