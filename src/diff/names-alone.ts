import { ownerOf } from "../review/networks";
import { thingsOf } from "../review/touched";
import { type ResourceGraph } from "../terraform";
import { impliedName, parseImplied, type Topology, type Vpc } from "../topology";
import { type Told } from "./counterparts";
import { type NewNames } from "./renamed-graph";

/** What a VPC has one of from the start. */
const OWN = [
  { part: (vpc: Vpc) => vpc.mainTable, attributes: ["main_route_table_id"] },
  { part: (vpc: Vpc) => vpc.defaultTable, attributes: ["default_route_table_id"] },
  { part: (vpc: Vpc) => vpc.defaultGroup, attributes: ["default_security_group_id"] },
  { part: (vpc: Vpc) => vpc.defaultAcl, attributes: ["default_network_acl_id"] },
] as const;

/** Whether the VPC names another thing than this one by its id, so that the two are surely not the same. */
function namesAnother(graph: ResourceGraph, vpc: Vpc, attribute: string, id: unknown): boolean {
  const own = graph.get(vpc.address)?.values[attribute];
  return typeof own === "string" && typeof id === "string" && own !== id;
}

/** What one source only implies of a VPC and the other one has a resource of: by the name of the latter. */
function ofVpcs(own: Told, other: Told): [string, string][] {
  const there = new Map(other.topology.vpcs.map((vpc) => [vpc.address, vpc]));
  const taken = new Set([...thingsOf(own.topology)].map(({ address }) => address));
  return own.topology.vpcs.flatMap((vpc) => {
    const twin = there.get(vpc.address);
    if (!twin) return [];
    return OWN.flatMap(({ part, attributes: [attribute] }): [string, string][] => {
      const [{ address }, { address: name }] = [part(vpc), part(twin)];
      if (!parseImplied(address) || parseImplied(name) || taken.has(name)) return [];
      const id = other.graph.get(name)?.values.id;
      return namesAnother(own.graph, vpc, attribute, id) ? [] : [[address, name]];
    });
  });
}

/** What one source only names by its id and the other one has a resource of. */
function ofIds(own: Told, other: Told): [string, string][] {
  return [...thingsOf(own.topology)].flatMap(({ address }): [string, string][] => {
    const owner = ownerOf(address);
    if (own.graph.get(owner)) return [];
    const [resource] = other.graph.withIdentity(owner);
    if (!resource) return [];
    const implied = parseImplied(address);
    if (!implied) return [[address, resource.address]];
    const subnet = implied.what === "its VPC" ? subnetNamed(other.topology, resource.address) : undefined;
    return [[address, subnet ? subnet.vpc.address : impliedName(resource.address, implied.what)]];
  });
}

/** An account tells the interfaces of instances; a configuration has the first of each only as its instance. */
function ofInterfaces(own: Told, other: Told): [string, string][] {
  const there = new Map(other.topology.instances.map((one) => [one.address, one]));
  return own.topology.instances.flatMap(({ address, nics: [nic] }): [string, string][] => {
    const isImplied = there.get(address)?.nics[0]?.address === address;
    return nic && isImplied && nic.address !== address ? [[nic.address, address]] : [];
  });
}

function subnetNamed({ subnets }: Topology, address: string) {
  return subnets.find((one) => one.address === address);
}

/** New addresses of things that one of the sources has no resource of, by what the other one calls them. */
export function namesOfOthers(own: Told, other: Told): NewNames {
  return new Map([...ofIds(own, other), ...ofVpcs(own, other), ...ofInterfaces(own, other)]);
}
