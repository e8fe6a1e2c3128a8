import { ownerOf } from "../review/networks";
import { type Addressed, thingsOf } from "../review/touched";
import { type ResourceGraph } from "../terraform";
import { impliedName, parseImplied, type Topology, type TransitGateway, type Vpc } from "../topology";
import { type Told } from "./counterparts";
import { type NewNames } from "./renamed-graph";

/** What a thing has one of from the start, by the attribute that names it. */
type OwnParts = readonly { readonly attribute: string; readonly part: Addressed | undefined }[];

const ownOfVpc = ({ mainTable, defaultTable, defaultGroup, defaultAcl }: Vpc): OwnParts => [
  { attribute: "main_route_table_id", part: mainTable },
  { attribute: "default_route_table_id", part: defaultTable },
  { attribute: "default_security_group_id", part: defaultGroup },
  { attribute: "default_network_acl_id", part: defaultAcl },
];

const ownOfGateway = ({ defaultAssociationTable, defaultPropagationTable }: TransitGateway): OwnParts => [
  { attribute: "association_default_route_table_id", part: defaultAssociationTable },
  { attribute: "propagation_default_route_table_id", part: defaultPropagationTable },
];

/** Whether a thing names another part than this one by its id, so that the two are surely not the same. */
function namesAnother(graph: ResourceGraph, { address }: Addressed, attribute: string, id: unknown): boolean {
  const own = graph.get(address)?.values[attribute];
  return typeof own === "string" && typeof id === "string" && own !== id;
}

/** What one source only implies of a thing and the other one has a resource of: by the name of the latter. */
function ofOwners<T extends Addressed>(
  [own, other]: readonly [Told, Told],
  ownersIn: (topology: Topology) => readonly T[],
  partsOf: (owner: T) => OwnParts,
): [string, string][] {
  const there = new Map(ownersIn(other.topology).map((one) => [one.address, one]));
  const taken = new Set([...thingsOf(own.topology)].map(({ address }) => address));
  return ownersIn(own.topology).flatMap((owner) => {
    const twin = there.get(owner.address);
    const theirs = new Map((twin ? partsOf(twin) : []).map(({ attribute, part }) => [attribute, part?.address]));
    return partsOf(owner).flatMap(({ attribute, part }): [string, string][] => {
      const [address, name] = [part?.address, theirs.get(attribute)];
      if (address === undefined || name === undefined) return [];
      if (!parseImplied(address) || parseImplied(name) || taken.has(name)) return [];
      const id = other.graph.get(name)?.values.id;
      return namesAnother(own.graph, owner, attribute, id) ? [] : [[address, name]];
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
  const both = [own, other] as const;
  return new Map([
    ...ofIds(own, other),
    ...ofOwners(both, ({ vpcs }) => vpcs, ownOfVpc),
    ...ofOwners(both, ({ transitGateways }) => transitGateways, ownOfGateway),
    ...ofInterfaces(own, other),
  ]);
}
