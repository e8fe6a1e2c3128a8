import { type BridgePlan } from "../address-plan/bridge-plan";
import { type AddressPlan } from "../address-plan/plan";
import { type RoleAddresses } from "../address-plan/roles";
import { formatCidr } from "../ip";
import { type ResourceGraph } from "../terraform";
import { type LoadBalancer, type Subnet, type Topology, type Vpc } from "../topology";
import { rolesIn } from "./found-roles";

export type Side = "client" | "web";

/** A network, and the bridge that it belongs to when one was named. */
interface OfBridge {
  readonly graph: ResourceGraph;
  readonly topology: Topology;
  readonly bridge?: BridgePlan;
}

/** The VPC of a side: the one that plays this part, or the existing one with the id that the bridge file names. */
export function sideVpcOf(topology: Topology, plan: AddressPlan, roles: RoleAddresses, side: Side): Vpc | undefined {
  const { id } = plan.config[side].vpc;
  return topology.vpcs.find(({ address, origin }) =>
    id === undefined ? address === roles[`${side}_vpc`] : address === id || origin?.name === id,
  );
}

export function sideVpc({ graph, topology, bridge }: OfBridge, side: Side): Vpc | undefined {
  return bridge?.place === "client" ? sideVpcOf(topology, bridge, rolesIn(graph), side) : undefined;
}

/** The subnets that the bridge's file lists for a side; of the client side only those whose hosts are clients. */
export function sideSubnets(network: OfBridge, side: Side): Subnet[] {
  const vpc = sideVpc(network, side);
  const { bridge } = network;
  if (bridge?.place !== "client") return [];
  const planned = side === "client" ? bridge.clientSubnets.filter((one) => one.clients) : bridge.webSubnets;
  const wanted = new Set(planned.map((one) => formatCidr(one.cidr)));
  return vpc?.subnets.filter((subnet) => subnet.cidr && wanted.has(formatCidr(subnet.cidr))) ?? [];
}

/** The bridge's load balancer: the one that plays the part, or else any. */
export function loadBalancerOf({ graph, topology: { loadBalancers } }: OfBridge): LoadBalancer | undefined {
  const named = rolesIn(graph).load_balancer;
  return loadBalancers.find(({ address }) => address === named) ?? loadBalancers[0];
}
