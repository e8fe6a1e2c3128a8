import { type Topology, type Vpc } from "../topology";
import { type NamedThings, namesOf, type Networks, type PlanSide } from "./networks";

export interface Addressed {
  readonly address: string;
}

export function isAddressed(value: unknown): value is Addressed {
  return typeof value === "object" && value !== null && typeof (value as { address?: unknown }).address === "string";
}

/** Everything of a topology that has a text of its own; where another thing leads to it, that one only names it. */
export function thingsOf({ secrets: _, ...lists }: Topology): Set<Addressed> {
  // What may not be shown routes nothing.
  const listed: readonly (readonly Addressed[])[] = Object.values(lists);
  const { vpcs, subnets, transitGateways } = lists;
  return new Set([
    ...listed.flat(),
    ...vpcs.flatMap((vpc) => [vpc.defaultGroup, vpc.defaultAcl]),
    // One of them stands for every VPC that it could be.
    ...subnets.map(({ vpc }) => vpc),
    ...transitGateways.flatMap(({ attachments }) => attachments),
  ]);
}

/** What a thing is made of as text: all that it holds, and the names of other things that it leads to. */
function textOf(thing: Addressed, things: ReadonlySet<object>): string {
  const written = new Set<object>();
  const shape = (value: unknown): unknown => {
    // JSON has no such numbers, and addresses of IPv6 are some.
    if (typeof value === "bigint") return String(value);
    if (typeof value !== "object" || value === null) return value;
    if (Array.isArray(value)) return value.map(shape);
    if (value instanceof Set) return [...value].map(shape);
    if (isAddressed(value)) {
      if (value !== thing && (things.has(value) || written.has(value))) return value.address;
      written.add(value);
    }
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, shape(item)]));
  };
  return JSON.stringify(shape(thing));
}

/** Everything of a topology by address, as text: equal texts route and filter alike. */
function textsOf({ topology }: PlanSide): Map<string, string> {
  const things = thingsOf(topology);
  const texts = new Map<string, string>();
  for (const thing of things) texts.set(thing.address, (texts.get(thing.address) ?? "") + textOf(thing, things));
  return texts;
}

/** Addresses of everything that differs between the two networks. */
function differing(before: PlanSide, after: PlanSide): Set<string> {
  const [old, next] = [textsOf(before), textsOf(after)];
  const found = new Set<string>();
  for (const address of new Set([...old.keys(), ...next.keys()]))
    if (old.get(address) !== next.get(address)) found.add(address);
  return found;
}

/** Groups of VPCs between which packets can pass: no walk ever leaves its group. */
class Groups {
  private readonly parents = new Map<string, string>();

  root(address: string): string {
    let at = address;
    for (let up = this.parents.get(at); up !== undefined; up = this.parents.get(at)) at = up;
    // Whoever asked on the way is led there at once the next time: a chain of thousands is walked once.
    for (let from = address; from !== at;) {
      const up = this.parents.get(from)!;
      this.parents.set(from, at);
      from = up;
    }
    return at;
  }

  join(addresses: readonly string[]): void {
    const [first, ...others] = addresses.map((one) => this.root(one));
    for (const other of others)
      if (first !== undefined && this.root(other) !== this.root(first))
        this.parents.set(this.root(other), this.root(first));
  }
}

/** What a thing belongs to: VPCs, and transit gateways, which are joined with the VPCs attached to them. */
function belongings(topology: Topology): [string, readonly (Vpc | Addressed | undefined)[]][] {
  return [
    ...topology.vpcs.flatMap((vpc): [string, Vpc[]][] =>
      [vpc, vpc.defaultGroup, vpc.defaultAcl, vpc.mainTable, vpc.defaultTable].map((one) => [one.address, [vpc]]),
    ),
    ...topology.subnets.flatMap((subnet): [string, Vpc[]][] =>
      [subnet, subnet.table, subnet.acl].map((one) => [one.address, [subnet.vpc]]),
    ),
    ...topology.internetGateways.map((one): [string, (Vpc | undefined)[]] => [one.address, [one.vpc]]),
    ...topology.natGateways.map((one): [string, (Vpc | undefined)[]] => [one.address, [one.subnet?.vpc]]),
    ...topology.peerings.map((one): [string, (Vpc | undefined)[]] => [one.address, [one.requester, one.accepter]]),
    ...topology.transitGateways.flatMap((gateway): [string, (Addressed | undefined)[]][] => [
      [gateway.address, [gateway]],
      ...gateway.attachments.map((one): [string, (Addressed | undefined)[]] => [
        one.address,
        [gateway, one.kind === "vpc" ? one.vpc : one.kind === "peering" ? one.peer : undefined],
      ]),
    ]),
    ...topology.transitTables.map((one): [string, (Addressed | undefined)[]] => [one.address, [one.gateway]]),
    ...topology.nics.flatMap((nic): [string, Vpc[]][] =>
      [nic, ...(nic.groups ?? [])].map((one) => [one.address, [nic.subnet.vpc]]),
    ),
    ...topology.instances.flatMap((one): [string, Vpc[]][] => [
      [one.address, [...one.nics, ...(one.maybe ?? [])].map(({ subnet }) => subnet.vpc)],
    ]),
    ...topology.services.flatMap(({ nics }) =>
      nics.flatMap((nic): [string, Vpc[]][] =>
        [nic, ...(nic.groups ?? [])].map((one) => [one.address, [nic.subnet.vpc]]),
      ),
    ),
    ...topology.loadBalancers.flatMap((one): [string, Vpc[]][] =>
      one.nodes.flatMap((node): [string, Vpc[]][] =>
        [one, ...(node.groups ?? [])].map(({ address }) => [address, [node.subnet.vpc]]),
      ),
    ),
    // By an endpoint packets get into the VPC of the service's load balancers, whatever routes there are.
    ...topology.privateLinks.flatMap(({ address, nics, service }): [string, Vpc[]][] => {
      const nodes = service?.balancers.flatMap((balancer) => balancer.nodes) ?? [];
      const vpcs = [...nics, ...nodes].map(({ subnet }) => subnet.vpc);
      return [address, ...(service ? [service.address] : [])].map((one) => [one, vpcs]);
    }),
    ...topology.targetGroups.map((one): [string, (Vpc | undefined)[]] => [one.address, [one.vpc]]),
    ...topology.securityGroups.map((one): [string, (Vpc | undefined)[]] => [one.address, one.vpc ? [one.vpc] : []]),
  ];
}

/** Whom the differences between two networks can reach. */
export interface Touched {
  /** Whether packets from or to something in this VPC can meet a difference; `internet` has no VPC. */
  reaches(vpc: string | undefined): boolean;
  /** How much differs or changes. */
  readonly count: number;
}

/** Things that change without looking any different afterwards: replaced by their like, or taken away and put back. */
function passing({ before, after, changed }: Networks): NamedThings[][] {
  return [...changed.keys()].map((address) => {
    const links = [before, after].flatMap(({ graph }) => {
      const resource = graph.get(address);
      return resource ? namesOf(graph, resource) : [];
    });
    return [[{ address }], ...links];
  });
}

type Places = ReadonlyMap<string, ReadonlySet<string>>;

/** The places of everything in a list of names; one list that thousands name is gone through once. */
function placesOf(places: Places): (named: NamedThings) => ReadonlySet<string> {
  const known = new Map<NamedThings, ReadonlySet<string>>();
  return (named) => {
    const found = known.get(named) ?? new Set(named.flatMap(({ address }) => [...(places.get(address) ?? [])]));
    known.set(named, found);
    return found;
  };
}

/** Which VPCs' packets can meet any difference between the two networks, or what happens in between. */
export function touchedBy(networks: Networks): Touched {
  const { before, after } = networks;
  const differences = differing(before, after);
  const groups = new Groups();
  const places = new Map<string, Set<string>>();
  for (const { topology } of [before, after])
    for (const [address, owners] of belongings(topology)) {
      const known = owners.flatMap((owner) => (owner ? [owner.address] : []));
      groups.join(known);
      const own = places.get(address) ?? new Set<string>();
      known.forEach((one) => own.add(one));
      places.set(address, own);
    }
  const dirty = new Set<string>();
  let isAnywhere = false;
  for (const address of differences) {
    const own = places.get(address);
    if (!own) isAnywhere = true;
    else for (const place of own) dirty.add(groups.root(place));
  }
  const others = passing(networks);
  const placesIn = placesOf(places);
  for (const names of others) {
    const own = names.map(placesIn);
    if (own.every(({ size }) => size === 0)) isAnywhere = true;
    for (const some of own) for (const place of some) dirty.add(groups.root(place));
  }
  return {
    reaches: (vpc) => isAnywhere || vpc === undefined || dirty.has(groups.root(vpc)),
    count: differences.size + others.length,
  };
}
