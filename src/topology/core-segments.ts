import { isList, isObject, isUnknown, type Resource, type Value, type ValueObject } from "../terraform";
import { type Registry } from "./registry";

/** What of a core network's policy says in which segment an attachment is. */
interface CorePolicy {
  readonly segments: readonly string[];
  /** Its attachment policies, in the order of their numbers. */
  readonly rules: readonly ValueObject[];
}

const POLICY = "aws_networkmanager_core_network_policy_attachment";

/**
 * The segments that an attachment may be in: that of the first rule that holds for it (Cloud WAN guide, core network
 * policies), or all of the policy's where that can't be told. None where the policy is not in the input.
 */
export function segmentsFor(registry: Registry, core: string, attachment: Resource): readonly string[] {
  const policy = policyOf(registry, core);
  if (!policy) return [];
  const own = registry.graph.secrets.holds(attachment.address)
    ? undefined
    : segmentByRules(registry, policy.rules, attachment);
  return own !== undefined && policy.segments.includes(own) ? [own] : policy.segments;
}

/** By the document itself, or by the data source that makes it. */
function policyOf({ graph, args }: Registry, core: string): CorePolicy | undefined {
  const policies = graph.resources.filter(({ type, mode }) => type === POLICY && mode === "managed");
  const own = policies.find(({ values }) => {
    const linked = args.link(values.core_network_id);
    return linked.kind === "resource" && linked.resource.address === core;
  });
  // A part of a secret is not known for one any more.
  if (!own || graph.secrets.holds(own.address)) return undefined;
  const document = own.values.policy_document;
  if (typeof document === "string") return parsed(document);
  const linked = args.link(document);
  if (linked.kind !== "resource" || graph.secrets.holds(linked.resource.address)) return undefined;
  const { segments, attachment_policies: rules } = linked.resource.values;
  return policyFrom(args.blocks(segments), args.blocks(rules));
}

function parsed(document: string): CorePolicy | undefined {
  try {
    const { segments, attachment_policies: rules } = withoutHyphens(JSON.parse(document) as Value) as ValueObject;
    const objects = (value: Value | undefined): ValueObject[] => (isList(value) ? value.filter(isObject) : []);
    return policyFrom(objects(segments), objects(rules));
  } catch {
    return undefined;
  }
}

/** The document spells its keys with hyphens, the data source with underscores. */
function withoutHyphens(value: Value): Value {
  if (isList(value)) return value.map(withoutHyphens);
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, one]) => [key.replaceAll("-", "_"), withoutHyphens(one ?? null)]),
  );
}

function policyFrom(segments: readonly ValueObject[], rules: readonly ValueObject[]): CorePolicy {
  const number = ({ rule_number: one }: ValueObject): number => Number(one);
  return {
    segments: segments.flatMap(({ name }) => (typeof name === "string" ? [name] : [])),
    rules: [...rules].sort((a, b) => number(a) - number(b)),
  };
}

/** Rules stop at the first that holds; one of which that can't be told leaves all open. */
function segmentByRules({ args }: Registry, rules: readonly ValueObject[], attachment: Resource): string | undefined {
  if (rules.some(({ rule_number: one }) => !Number.isInteger(Number(one)))) return undefined;
  const rule = rules.find((one) => holds(args.blocks(one.conditions), one.condition_logic, attachment) !== false);
  if (!rule || holds(args.blocks(rule.conditions), rule.condition_logic, attachment) !== true) return undefined;
  const [action = {}] = args.blocks(rule.action);
  const { association_method: method, segment, tag_value_of_key: key } = action;
  if (method === "tag") return typeof key === "string" ? tagOf(attachment, key) || undefined : undefined;
  return method === "constant" && typeof segment === "string" ? segment : undefined;
}

/** Whether a rule holds for an attachment; undefined: that can't be told. */
function holds(
  conditions: readonly ValueObject[],
  logic: Value | undefined,
  attachment: Resource,
): boolean | undefined {
  const found = conditions.map((one) => isMet(one, attachment));
  const isAny = logic === "or";
  if (found.includes(isAny)) return isAny;
  return found.length === 0 || found.includes(undefined) ? undefined : !isAny;
}

function isMet({ type, operator, key, value }: ValueObject, attachment: Resource): boolean | undefined {
  if (type === "any") return true;
  if (type === "attachment-type") return compared(operator, "vpc", value);
  if (typeof key !== "string") return undefined;
  const tag = tagOf(attachment, key);
  if (type === "tag-exists") return tag === undefined ? undefined : tag !== false;
  if (type !== "tag-value" || tag === undefined) return undefined;
  return tag === false ? false : compared(operator, tag, value);
}

function compared(operator: Value | undefined, own: string, value: Value | undefined): boolean | undefined {
  if (typeof value !== "string") return undefined;
  switch (operator) {
    case "equals":
      return own === value;
    case "not-equals":
      return own !== value;
    case "begins-with":
      return own.startsWith(value);
    case "contains":
      return own.includes(value);
    default:
      return undefined;
  }
}

/** The value of a tag; false: it has none of that key; undefined: that is not known, since the provider may add some to all. */
function tagOf({ values }: Resource, key: string): string | false | undefined {
  const { tags, tags_all: all } = values;
  const own = isObject(tags) ? tags[key] : undefined;
  if (typeof own === "string") return own;
  if (isUnknown(tags) || isUnknown(own) || !isObject(all)) return undefined;
  const given = all[key];
  return typeof given === "string" ? given : given === undefined ? false : undefined;
}
