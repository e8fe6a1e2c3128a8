import { type Cidr } from "../ip";
import { isObject, type Resource, type ResourceGraph, type TypeName } from "../terraform";
import { type Topology, type Vpc } from "../topology";

/** What is read of accounts to draft a bridge file. */
export interface AccountView {
  readonly graph: ResourceGraph;
  readonly topology: Topology;
  /** Values of service quotas by code. */
  readonly quotas: ReadonlyMap<string, number>;
}

/** A text attribute of a resource; undefined where it has none. */
export function textOf(resource: Resource | undefined, name: string): string | undefined {
  const value = resource?.values[name];
  return typeof value === "string" && value !== "" ? value : undefined;
}

/** The id in AWS of what stands at an address. */
export function idAt({ graph }: AccountView, address: string): string | undefined {
  return textOf(graph.get(address), "id");
}

/** The Name tag of what stands at an address. */
export function nameAt({ graph }: AccountView, address: string): string | undefined {
  const tags = graph.get(address)?.values.tags;
  const name = isObject(tags) ? tags.Name : undefined;
  return typeof name === "string" && name !== "" ? name : undefined;
}

/** The VPC with an id. */
export function vpcWithId({ graph, topology }: AccountView, id: string): Vpc | undefined {
  const address = resourceWithId(graph, "aws_vpc", id)?.address;
  return topology.vpcs.find((vpc) => vpc.address === address);
}

export function resourceWithId(graph: ResourceGraph, type: TypeName, id: string): Resource | undefined {
  return graph.withIdentity(id).find((one) => one.type === type && one.mode === "managed");
}

/** The ranges of IPv4 of a VPC, the primary one first. */
export function rangesOf(vpc: Vpc): readonly Cidr<number>[] {
  return vpc.cidrs.filter((one): one is Cidr<number> => typeof one.base === "number");
}
