import { homeOf, isOneHome, isUnknown, type Resource, type TypeName, type Value } from "../terraform";
import { type Registry } from "./registry";

/** Arguments that hold what a resource is called. */
const NAMES = [
  "id",
  "name",
  "function_name",
  "cluster_identifier",
  "replication_group_id",
  "replication_subnet_group_id",
];

/** The Region and the account of an ARN. */
function ofArn({ values: { arn } }: Resource): string | undefined {
  return typeof arn === "string" && arn.startsWith("arn:") ? arn.split(":").slice(3, 5).join(":") : undefined;
}

/** Whether two resources are in one Region of one account; undefined where that isn't known. */
function areTogether({ graph }: Registry, left: Resource, right: Resource): boolean | undefined {
  const [one, other] = [ofArn(left), ofArn(right)];
  if (one !== undefined && other !== undefined) return one === other;
  const isHome = isOneHome(homeOf(graph, left), homeOf(graph, right));
  // A state doesn't tell which provider of a type was used, and a module may have providers of its own by the same names.
  return isHome === true && (graph.isApplied || left.module !== right.module) ? undefined : isHome;
}

/**
 * The resource of a type that an argument of another one names: by reference, or by a name, of which each Region of each
 * account may have one. Undefined where several may be meant.
 */
export function namedByName(
  registry: Registry,
  type: TypeName,
  by: Resource,
  value: Value | undefined,
): Resource | undefined {
  const { args, graph } = registry;
  const referred = isUnknown(value) && value.exact ? graph.get(value.candidates[0]?.address ?? "") : undefined;
  if (referred?.type === type) return referred;
  const text = args.textOf(value);
  if (text === undefined) {
    const linked = args.link(value);
    return linked.kind === "resource" && linked.resource.type === type ? linked.resource : undefined;
  }
  const isNamed = ({ values }: Resource): boolean => NAMES.some((name) => args.textOf(values[name]) === text);
  const all = graph.ofType([type]).filter(isNamed);
  // Several that are there are one, which a data source looks up.
  const near = all.filter((one) => areTogether(registry, by, one) === true);
  if (near.length > 0) return near.find(({ mode }) => mode === "managed") ?? near[0];
  const maybe = all.filter((one) => areTogether(registry, by, one) !== false);
  return maybe.length === 1 ? maybe[0] : undefined;
}
