import {
  type Resource,
  type ResourceGraph,
  rowOf,
  rowsOf,
  type TypeOf,
  type Value,
  type ValueObject,
} from "../terraform";
import { type Doubt, doubtOf } from "./doubts";
import { addresses, groupsOf, setOnly } from "./interface-arguments";
import { launchedWith } from "./launch-templates";
import { type Nic, type SecurityGroup, type Service, type Subnet } from "./model";
import { maybeIpv6 } from "./ipv6-addresses";
import { namedByName } from "./named-by-name";
import { type Registry } from "./registry";
import { SERVICES, type Spelling } from "./service-spellings";

/** A service as it is read. */
interface Read {
  readonly registry: Registry;
  readonly resource: Resource;
  readonly spelling: Spelling;
  /** What holds its arguments: itself or one of its blocks; undefined where it has no such block. */
  readonly values: ValueObject | undefined;
  /** What it is part of. */
  readonly whole: Read | undefined;
}

function reading(registry: Registry, resource: Resource): Read | undefined {
  const spelling = rowOf(SERVICES, resource.type);
  if (!spelling) return undefined;
  const { block, partOf } = spelling;
  const values = block === undefined ? resource.values : registry.args.blocks(resource.values[block])[0];
  const owner = partOf && namedByName(registry, partOf.type, resource, setOnly(resource, partOf.argument));
  return { registry, resource, spelling, values, whole: owner && reading(registry, owner) };
}

/** An argument, without what AWS fills in where nobody set it. */
function argument({ resource, values, spelling }: Read, name: string | undefined): Value | undefined {
  if (name === undefined || !values) return undefined;
  return spelling.block === undefined ? setOnly(resource, name) : values[name];
}

function isGiven(value: Value | undefined): value is Value {
  return value !== undefined && value !== null && value !== "" && !(Array.isArray(value) && value.length === 0);
}

/** The subnets that it may be in; undefined where it may be in others too. */
function subnetsOf(read: Read): readonly Subnet[] | undefined {
  const { registry, spelling, whole } = read;
  const { subnets, subnetGroup } = spelling;
  const listed = argument(read, subnets);
  if (isGiven(listed)) return subnetsIn(registry, listed);
  const group = argument(read, subnetGroup?.argument);
  if (!subnetGroup || !isGiven(group)) return whole && subnetsOf(whole);
  const found = namedByName(registry, subnetGroup.type, read.resource, group);
  return found && subnetsIn(registry, found.values.subnet_ids);
}

function subnetsIn(registry: Registry, value: Value | undefined): readonly Subnet[] | undefined {
  const { items, unknown } = registry.args.list(value);
  const found = new Set<Subnet>();
  for (const item of unknown ? [...items, unknown] : items) {
    const own = registry.subnet(item);
    const all = own ? [own] : registry.maybeSubnets(item);
    if (all.length === 0) return undefined;
    for (const one of all) found.add(one);
  }
  return found.size > 0 ? [...found] : undefined;
}

interface Groups {
  readonly groups: SecurityGroup[];
  readonly doubts: Doubt<"groups">[];
}

/** Its security groups in a subnet. */
function groupsIn(read: Read, subnet: Subnet): Groups {
  const { registry, resource, spelling, whole } = read;
  if (spelling.isLaunched) return launchedGroups(read, subnet);
  const own = argument(read, spelling.groups);
  if (!isGiven(own) && whole) return groupsIn(whole, subnet);
  if (!isGiven(own) && isPart(read))
    return {
      groups: [],
      doubts: [doubtOf(resource, "groups", "what it is part of, whose groups it has, is not known")],
    };
  if (spelling.addedGroup === undefined) return groupsOf(registry, resource, [own], subnet);
  const { groups, doubts } = groupsOf(registry, resource, [own], subnet);
  return { groups: isGiven(own) ? groups : [], doubts: [...doubts, ...addedGroup(resource)] };
}

/** What its template says; nothing may be taken for granted of a template that is not known. */
function launchedGroups({ registry, resource, spelling }: Read, subnet: Subnet): Groups {
  const { groups, doubts } = launchedWith(registry, resource);
  if (doubts.length > 0) return { groups: [], doubts: [...doubts] };
  if (spelling.addedGroup !== undefined && !groups.some(isGiven)) return { groups: [], doubts: addedGroup(resource) };
  return groupsOf(registry, resource, groups, subnet);
}

/** EKS makes a group for a cluster's own interfaces and its nodes (EKS user guide, security group requirements). */
function addedGroup(resource: Resource): Doubt<"groups">[] {
  return [doubtOf(resource, "groups", "the security group that EKS makes for the cluster is not in the input")];
}

type PublicIp = "none" | "some" | "unknown";

function publicIpIn(read: Read, subnet: Subnet): PublicIp {
  const { registry, resource, spelling } = read;
  if (spelling.isLaunched) return launchedWith(registry, resource).publicIp ?? publicBySubnet(subnet);
  if (spelling.publicParts !== undefined) return publicOfParts(read, spelling.publicParts);
  if (!spelling.publicly) return "none";
  const value = argument(read, spelling.publicly.argument);
  if (!isGiven(value)) return spelling.publicly.unset;
  const [block] = registry.args.blocks(value);
  const text = registry.args.textOf(block ? registry.args.blocks(block.public_access)[0]?.type : value);
  if (block && text === undefined) return isGiven(block.public_access) ? "unknown" : "none";
  return text === undefined ? "unknown" : ["false", "DISABLED"].includes(text) ? "none" : "some";
}

/** Whether the subnet gives public addresses to those who ask for none. */
function publicBySubnet({ mapPublicIp, isOutside }: Subnet): PublicIp {
  return isOutside === true ? "unknown" : mapPublicIp ? "some" : "none";
}

/** A cluster is as public as its instances; one of which none is in the input may have any. */
function publicOfParts({ registry, resource }: Read, type: TypeOf<"service">): PublicIp {
  const parts = registry.graph
    .ofType([type], "managed")
    .flatMap((one) => reading(registry, one) ?? [])
    .filter((one) => one.whole?.resource === resource || (!one.whole && mayBePart(one, resource)));
  const found = new Set(parts.map((one) => (one.whole ? ownPublic(one) : "unknown")));
  const [only = "unknown"] = found;
  return found.size === 1 ? only : "unknown";
}

/** Whether something of which it isn't known what it is part of may be part of this. */
function mayBePart({ registry, resource, spelling: { partOf } }: Read, { values }: Resource): boolean {
  const value = partOf && setOnly(resource, partOf.argument);
  const text = registry.args.textOf(value);
  return isGiven(value) && (text === undefined || text === values.id || text === values.cluster_identifier);
}

/** Without a subnet, since a part of a cluster never gets an address for the subnet's sake. */
function ownPublic({ registry, resource, spelling: { publicly } }: Read): PublicIp {
  const value = publicly && setOnly(resource, publicly.argument);
  if (!publicly || !isGiven(value)) return publicly?.unset ?? "none";
  const text = registry.args.textOf(value);
  return text === undefined ? "unknown" : text === "false" ? "none" : "some";
}

/**
 * Whether it is surely reached over IPv4 only, whatever ranges its subnets have. A database or cache that isn't told has
 * what its subnet group leads to (RDS API, NetworkType).
 */
function isIpv4Only(read: Read): boolean {
  const { registry, resource, spelling, whole } = read;
  const { families } = spelling;
  if (!families) return false;
  const value = read.values?.[families.argument] ?? setOnly(resource, families.argument);
  const isSaid = isGiven(value)
    ? ["ipv4", "false"].includes(registry.args.textOf(value)?.toLowerCase() ?? "")
    : undefined;
  if (isPart(read)) return isSaid !== false && whole !== undefined && isIpv4Only(whole);
  return isSaid ?? families.unset === "ipv4";
}

/** Whether it says that it is part of something, which may be elsewhere. */
function isPart({ resource, spelling: { partOf } }: Read): boolean {
  return partOf !== undefined && isGiven(setOnly(resource, partOf.argument));
}

function nicIn(read: Read, subnet: Subnet): Nic {
  const { registry, resource, spelling } = read;
  const { groups, doubts } = groupsIn(read, subnet);
  const ips = spelling.address === undefined ? undefined : addresses(registry, setOnly(resource, spelling.address));
  return {
    address: resource.address,
    kind: "interface",
    subnet,
    ...(ips && { privateIps: ips }),
    groups,
    doubts: { groups: doubts, ipv6: isIpv4Only(read) ? [] : maybeIpv6(resource, subnet) },
    sourceDestCheck: true,
    publicIp: publicIpIn(read, subnet),
  };
}

/** The parts of a cluster, by Terraform address: what leads to it leads to them. */
export function partsOf(registry: Registry, whole: Resource): string[] {
  return rowsOf(SERVICES).flatMap(([type, { partOf }]) =>
    partOf?.type === whole.type
      ? registry.graph
          .ofType([type], "managed")
          .filter((one) => namedByName(registry, partOf.type, one, setOnly(one, partOf.argument)) === whole)
          .map(({ address }) => address)
      : [],
  );
}

/** Why nothing can be sent to it. A function's URL leads to AWS's API, which invokes it (Lambda guide, function URLs). */
function whySendsOnly({ registry, resource, spelling: { sendsOnly } }: Read): string | undefined {
  if (sendsOnly === undefined) return undefined;
  const url = registry.graph.resources.find(
    (one) =>
      one.type === "aws_lambda_function_url" &&
      namedByName(registry, "aws_lambda_function", one, one.values.function_name) === resource,
  );
  return url
    ? `${sendsOnly}; by its URL (${url.address}) it is invoked through AWS's API, which is no path of this network`
    : sendsOnly;
}

/** Services of which it isn't known where they are. Functions without a VPC are in none, and no network leads to them. */
export function unplacedServices(graph: ResourceGraph, placed: readonly Service[]): string[] {
  const known = new Set(placed.map(({ address }) => address));
  const isInVpc = ({ type, values: { vpc_config } }: Resource): boolean =>
    type !== "aws_lambda_function" || isGiven(vpc_config);
  const types = rowsOf(SERVICES).map(([type]) => type);
  return graph
    .ofType(types, "managed")
    .flatMap((one) => (known.has(one.address) || !isInVpc(one) ? [] : [one.address]));
}

/** What one of the places costs, in pairs of things compared. */
const COST_OF_PLACE = 50;

/** Databases, caches, clusters, tasks and functions, with an interface in each subnet that AWS may put them into. */
export function readServices(registry: Registry): Service[] {
  const types = rowsOf(SERVICES).map(([type]) => type);
  return registry.graph.ofType(types, "managed").flatMap((resource): Service[] => {
    const read = reading(registry, resource);
    if (!read) return [];
    const subnets = subnetsOf(read);
    if (!subnets) return [];
    registry.maybePlaces.spend(subnets.length * COST_OF_PLACE);
    const sendsOnly = whySendsOnly(read);
    return [
      {
        address: resource.address,
        reason: "AWS picks in which of its subnets it is",
        nics: subnets.map((subnet) => nicIn(read, subnet)),
        ...(sendsOnly !== undefined && { sendsOnly }),
      },
    ];
  });
}
