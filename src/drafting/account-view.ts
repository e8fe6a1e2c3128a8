import { type EncryptionControl } from "../address-plan/encryption/encryption-facts";
import { type Cidr } from "../ip";
import { type Cidr as Ipv4Cidr } from "../ipv4";
import { isObject, type ResourceGraph, textValue } from "../terraform";
import { type Topology, type Vpc } from "../topology";

/** What is read of accounts to draft a bridge file. */
export interface AccountView {
  readonly graph: ResourceGraph;
  readonly topology: Topology;
  /** Values of service quotas by code. */
  readonly quotas: ReadonlyMap<string, number>;
  /** Of VPCs and of transit gateways, by their ids. */
  readonly encryption: {
    readonly controls: ReadonlyMap<string, EncryptionControl>;
    readonly gateways: ReadonlyMap<string, boolean>;
  };
}

/** The id in AWS of what stands at an address. */
export function idAt({ graph }: AccountView, address: string): string | undefined {
  return textValue(graph.get(address), "id");
}

/** The Name tag of what stands at an address. */
export function nameAt({ graph }: AccountView, address: string): string | undefined {
  const tags = graph.get(address)?.values.tags;
  const name = isObject(tags) ? tags.Name : undefined;
  return typeof name === "string" && name !== "" ? name : undefined;
}

/** The VPC with an id. */
export function vpcWithId({ graph, topology }: AccountView, id: string): Vpc | undefined {
  const address = graph.managedWithId("aws_vpc", id)?.address;
  return topology.vpcs.find((vpc) => vpc.address === address);
}

export function isIpv4Range(range: Cidr): range is Ipv4Cidr {
  return typeof range.base === "number";
}

/** The ranges of IPv4 of a VPC, the primary one first. */
export function rangesOf(vpc: Vpc): readonly Ipv4Cidr[] {
  return vpc.cidrs.filter(isIpv4Range);
}
