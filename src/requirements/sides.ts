import { type AddressPlan } from "../address-plan/plan";
import { formatCidr } from "../ipv4";
import { type Subnet, type Topology, type Vpc } from "../topology";

/** A network, and the bridge that it belongs to when one was named. */
interface OfBridge {
  readonly topology: Topology;
  readonly bridge?: AddressPlan;
}

/** The VPC that a bridge calls `client` or `web`: created under that name, or existing with an id. */
export function sideVpcOf(topology: Topology, plan: AddressPlan, side: "client" | "web"): Vpc | undefined {
  const { id } = plan.config[side].vpc;
  return topology.vpcs.find(({ address, origin }) =>
    id === undefined ? address === `aws_vpc.${side}` : address === id || origin?.name === id,
  );
}

export function sideVpc(network: OfBridge, side: "client" | "web"): Vpc | undefined {
  return network.bridge && sideVpcOf(network.topology, network.bridge, side);
}

/** The subnets that the bridge's file lists for a side; of the client side only those whose hosts are clients. */
export function sideSubnets(network: OfBridge, side: "client" | "web"): Subnet[] {
  const vpc = sideVpc(network, side);
  const planned =
    side === "client"
      ? (network.bridge?.clientSubnets.filter((one) => one.clients) ?? [])
      : (network.bridge?.webSubnets ?? []);
  const wanted = new Set(planned.map((one) => formatCidr(one.cidr)));
  return vpc?.subnets.filter((subnet) => subnet.cidr && wanted.has(formatCidr(subnet.cidr))) ?? [];
}
