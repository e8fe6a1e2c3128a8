import { Walker } from "../reachability";
import {
  answersOf,
  asValue,
  isForgotten,
  type JsonObject,
  parseAddress,
  readPlan,
  readPriorState,
  type Resource,
  ResourceGraph,
  type Value,
  withoutKeys,
  withoutMirrored,
} from "../terraform";
import { resourceOf } from "../terraform/resource-address";
import { objectOf } from "../terraform/json-shapes";
import { isList, isObject } from "../terraform/value";
import { buildTopology, parseImplied, type Topology } from "../topology";
import { type Change, isEffective } from "./changes";

/** The network before or after the plan, with what answers questions about it. */
export interface PlanSide {
  readonly graph: ResourceGraph;
  readonly topology: Topology;
  readonly walker: Walker;
}

/** Arguments that no packet ever meets. */
const INERT = new Set(["tags", "tags_all", "description", "timeouts", "name_prefix", "force_destroy"]);

/** Whether a change can mean anything to packets: an update of nothing but tags can't. */
function canMatter({ type, action, before, after, afterUnknown }: Change): boolean {
  if (!answersOf(type).changesTraffic || action === "forget") return false;
  if (action !== "update") return true;
  const [old, next, unknown] = [before, after, afterUnknown].map(objectOf);
  const isSame = (key: string): boolean => {
    const [was, will] = [old?.[key] ?? null, next?.[key] ?? null];
    return was === will || JSON.stringify(was) === JSON.stringify(will);
  };
  const keys = new Set([...Object.keys(old ?? {}), ...Object.keys(next ?? {})]);
  return (
    [...keys].some((key) => !INERT.has(key) && !isSame(key)) ||
    Object.entries(unknown ?? {}).some(([key, mask]) => !INERT.has(key) && mask !== false)
  );
}

/** The network as it is and as it will be. What moved has its new address on both sides. */
export interface Networks {
  readonly before: PlanSide;
  readonly after: PlanSide;
  /** Changes that can mean something to packets, by address; leftovers of earlier replacements are not among them. */
  readonly changed: ReadonlyMap<string, Change>;
  readonly beside?: Beside;
  /** Undefined for a plan, which tells both networks. */
  readonly sources?: TwoSources;
}

/** What is asked where each network is of a source of its own, so that things may be spelled in two ways. */
export interface TwoSources {
  /** Whether an end is told by one source, and the other one could not know of it: nothing is said of its flows. */
  readonly isLeftOut: (address: string) => boolean;
  /** The thing that something is a part of: a rule of its group, a route of its table. */
  readonly thingOf: (address: string) => string;
  /** What the newer source would be had it this thing as the older one has it. */
  readonly without: (thing: string) => ResourceGraph;
}

/** What is known of the network beside the plan: resources and interfaces that exist and that it doesn't hold. */
export interface Beside {
  readonly graph: (graph: ResourceGraph) => ResourceGraph;
  readonly topology: (topology: Topology, graph: ResourceGraph) => Topology;
}

const NOTHING: Beside = { graph: (graph) => graph, topology: (topology) => topology };

export function sideOf(read: ResourceGraph, beside: Beside = NOTHING): PlanSide {
  const graph = beside.graph(read);
  const topology = beside.topology(buildTopology(graph), graph);
  return { graph, topology, walker: new Walker(topology) };
}

/** Where a plan has no `prior_state`, each change still tells what its resource was. */
function beforeChanges(changes: readonly Change[]): ResourceGraph {
  const resources = changes.flatMap((change): Resource[] => {
    const parsed = parseAddress(change.address);
    if (!parsed || change.deposed !== undefined || change.before === null) return [];
    const { mode, type, name, index, module } = parsed;
    const values = asValue(change.before);
    const own = { address: change.address, mode, type, name, module, values, dependsOn: [] };
    return [{ ...own, ...(index !== undefined && { index }) }];
  });
  return new ResourceGraph("state", withoutMirrored({ before: resources, after: resources }));
}

/** By what provider a resource is made, and that one's Region; undefined where the input tells neither. */
function byOf(resource: Resource | undefined): Pick<Resource, "provider" | "providerRegion"> | undefined {
  if (resource?.provider === undefined) return undefined;
  const { provider, providerRegion } = resource;
  return { provider, ...(providerRegion !== undefined && { providerRegion }) };
}

/** What is, in the plan's words: what moved has its new address, and providers have the configuration's names. */
function aligned(prior: ResourceGraph, planned: ResourceGraph): ResourceGraph {
  const known = new Map(planned.resources.map((one) => [withoutKeys(one.address), byOf(one)]));
  const all = new Map(planned.resources.map((one) => [one.provider, byOf(one)]));
  // What goes is of the provider of its block, or of the only one that there is.
  const [only] = all.size === 1 ? all.values() : [];
  const resources = prior.resources.map((resource): Resource => {
    const address = prior.get(planned.moved.get(resource.address) ?? "")
      ? undefined
      : planned.moved.get(resource.address);
    const parsed = address === undefined ? undefined : parseAddress(address);
    const own = byOf(planned.get(address ?? resource.address));
    const by = own ?? known.get(withoutKeys(resource.address)) ?? only;
    const names = parsed && { address: address!, name: parsed.name, module: parsed.module };
    return {
      ...resource,
      ...names,
      ...(parsed?.index !== undefined && { index: parsed.index }),
      ...by,
    };
  });
  const { secrets, providerRegions } = planned;
  return new ResourceGraph(prior.kind, resources, prior.unreadable, { secrets, providerRegions });
}

/**
 * Both networks of a plan.
 * @throws InputFault for errored plans
 */
export function networksOf(
  plan: JsonObject,
  changes: readonly Change[],
  beside: Beside = NOTHING,
  planned = readPlan(plan, undefined, "read"),
): Networks {
  const prior = readPriorState(plan) ?? beforeChanges(changes);
  const after = sideOf(planned, beside);
  const changed = new Map<string, Change>();
  for (const change of changes)
    if (isEffective(change) && change.deposed === undefined && canMatter(change)) changed.set(change.address, change);
  return { before: sideOf(aligned(prior, planned), beside), after, changed, beside };
}

/** The graph with one resource put in, put in place of the one of its address, or taken out. */
export function withResource(graph: ResourceGraph, address: string, resource: Resource | undefined): ResourceGraph {
  const others = graph.resources.filter((one) => one.address !== address);
  const { kind, unreadable, secrets } = graph;
  return new ResourceGraph(kind, resource ? [...others, resource] : others, unreadable, { secrets });
}

/** A list of addresses that the graph keeps, or a value: the same list each time, however many name it. */
export type NamedThings = readonly { readonly address: string }[];

/** What a resource names, by link or by id, list by list; a list may be long, and it may name the resource itself. */
export function namesOf(graph: ResourceGraph, resource: Resource): NamedThings[] {
  const found: NamedThings[] = [];
  const visit = (value: Value): void => {
    if (typeof value === "string") found.push(graph.withIdentity(value));
    else if (isList(value)) value.forEach(visit);
    else if (isObject(value)) Object.values(value).forEach(visit);
  };
  for (const [key, value] of Object.entries(resource.values)) if (key !== "id" && key !== "arn") visit(value);
  for (const { to } of graph.references(resource)) found.push(to);
  return found.filter(({ length }) => length > 0);
}

/** Resources that one names, by link or by id. */
export function linksOf(graph: ResourceGraph, resource: Resource): Set<string> {
  const found = new Set<string>();
  for (const named of namesOf(graph, resource)) for (const { address } of named) found.add(address);
  found.delete(resource.address);
  return found;
}

/**
 * The resource that an address of a walk belongs to: `aws_route_table.a.route[0]` is one of aws_route_table.a, and a VPC's
 * default group comes with the VPC.
 */
export function ownerOf(address: string): string {
  return parseImplied(address)?.owner ?? resourceOf(address);
}

/** Whether something is there with and without the plan: it is looked up, only named by its id, or forgotten. */
export function isGiven({ graph }: PlanSide, address: string): boolean {
  const resource = graph.get(ownerOf(address));
  // Of an account everything is told that there is, be it looked up or not.
  if (graph.kind === "account" && resource) return false;
  return resource === undefined || resource.mode === "data" || isForgotten(address);
}
