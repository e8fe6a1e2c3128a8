import { invokedActions } from "./actions";
import { blockAddress, parseAddress } from "./address";
import { push, type Resource, ResourceGraph, type Unreadable, withoutAddress } from "./graph";
import { InputFault } from "./input-fault";
import {
  asValueObject,
  indexOf,
  type Json,
  type JsonObject,
  listOf,
  objectOf,
  resourcesOfModule,
  stringOf,
} from "./json-shapes";
import { MIRROR_TYPES, withoutMirrored } from "./mirrors";
import { PlanReferences, referencesOf } from "./plan-references";
import { unknownOf } from "./planned-values";
import { rootOutputs } from "./root-outputs";
import { secretsOfPlan } from "./secrets";
import { forgottenName, remains, withoutTwins } from "./remains";
import { isList, ownEntry, type Value } from "./value";

/** One instance as the plan tells it, before links are known. */
interface Planned {
  readonly json: JsonObject;
  readonly address: string;
  readonly after: Json;
  /** Undefined where the plan has no mask: what is unknown is left out of its values. */
  readonly unknown?: Json;
  /** It goes on without Terraform. */
  readonly isForgotten?: boolean;
}

function isReal(change: JsonObject): boolean {
  const actions = listOf(change.actions);
  return !actions.every((action) => action === "delete" || action === "forget") || actions.length === 0;
}

/**
 * What will exist: changes first (only they tell unknown from null), then planned values, then data read before.
 * @param unreadable gets what has no address
 */
function plannedInstances(plan: JsonObject, unreadable: Unreadable[]): Map<string, Planned> {
  const found = new Map<string, Planned>();
  const gone = new Set<string>();
  for (const json of listOf(plan.resource_changes).map(objectOf)) {
    const address = stringOf(json.address);
    const change = objectOf(json.change);
    // A deposed object is what is left of a replaced one; it is only ever destroyed.
    if (json.deposed !== undefined) continue;
    if (address === undefined) unreadable.push(withoutAddress(json, "the plan's changes"));
    if (address === undefined || json.change === undefined) continue;
    const before = objectOf(change.before);
    if (remains(stringOf(json.type) ?? "", { actions: change.actions ?? null, before })) {
      // Of a replacement that forgets, the old object goes on beside the new one.
      const name = isReal(change) ? forgottenName(address) : address;
      found.set(name, { json, address: name, after: before, unknown: false, isForgotten: true });
    }
    if (isReal(change) && change.after !== null)
      found.set(address, { json, address, after: change.after ?? {}, unknown: change.after_unknown ?? false });
    else if (!found.has(address)) gone.add(address);
  }
  const hasChanges = found.size > 0 || gone.size > 0;
  const addAll = (values: Json | undefined, keep: (json: JsonObject) => boolean): void => {
    for (const json of resourcesOfModule(objectOf(objectOf(values).root_module))) {
      const address = stringOf(json.address);
      if (address === undefined && keep(json)) unreadable.push(withoutAddress(json, "the plan's values"));
      if (address !== undefined && keep(json) && !found.has(address) && !gone.has(address))
        found.set(address, { json, address, after: json.values ?? {}, ...(hasChanges && { unknown: false }) });
    }
  };
  addAll(plan.planned_values, () => true);
  addAll(
    objectOf(plan.prior_state).values,
    (json) => json.mode === "data" || (!hasChanges && plan.planned_values === undefined),
  );
  return found;
}

type Find = (expression: JsonObject | undefined, name: string) => Value;

function hasUnknown(mask: Json | undefined): boolean {
  if (typeof mask !== "object" || mask === null) return mask === true;
  return (Array.isArray(mask) ? mask : Object.values(mask)).some(hasUnknown);
}

/**
 * Puts unknown values, with what they refer to, where the mask says so.
 * @param expression the configuration of this value: an expression, a block's arguments, or a list of blocks
 */
function overlay(after: Json, mask: Json | undefined, expression: Json | undefined, name: string, find: Find): Value {
  if (mask === true) return find(asExpression(expression), name);
  // Most of a large plan is wholly known: it is taken as it is.
  if (!hasUnknown(mask)) return after;
  if (Array.isArray(after)) {
    const masks = listOf(mask);
    if (masks.length > 0 && masks.every((one) => one === true)) {
      // As many unknown items as the expression names: these are they, in whatever order.
      const whole = find(asExpression(expression), name);
      if (isList(whole) && whole.length === after.length) return whole;
    }
    // More blocks than the configuration shows: it leaves `dynamic` ones out, so which block made which is not told.
    const isWhole = !Array.isArray(expression) || after.length <= expression.length;
    const blocks = isWhole ? eachItsOwn(after, masks, expression) : [];
    return after.map((item, i) => overlay(item, masks[i], blocks[i], name, find));
  }
  if (typeof after === "object" && after !== null) {
    const masks = objectOf(mask);
    const keys = [...new Set([...Object.keys(after), ...Object.keys(masks)])];
    return Object.fromEntries(
      keys.map((key) => [
        key,
        overlay(ownEntry(after, key) ?? null, ownEntry(masks, key), argumentOf(expression, key), key, find),
      ]),
    );
  }
  return after;
}

/** For each item the blocks that can have made it; items that nothing known tells apart share theirs out, in any order. */
function eachItsOwn(
  items: readonly Json[],
  masks: readonly Json[],
  expression: Json | undefined,
): (Json | undefined)[] {
  const fitting = blocksByConstants(expression);
  const blocks = items.map(fitting);
  if (!Array.isArray(expression)) return blocks;
  const looks = items.map((item, i) => JSON.stringify([item, masks[i] ?? null]));
  const counts = new Map<string, number>();
  const places = looks.map((look) => {
    const place = counts.get(look) ?? 0;
    counts.set(look, place + 1);
    return place;
  });
  return blocks.map((own, i) => (Array.isArray(own) && own.length === counts.get(looks[i]!) ? own[places[i]!] : own));
}

/** Constants of a block by their names. A configuration in JSON syntax shows its expressions as constants, with what they refer to beside them. */
function constantsOf(block: Json): [string, string][] {
  return Object.entries(objectOf(block)).flatMap(([key, argument]): [string, string][] => {
    const { constant_value: constant, references } = objectOf(argument);
    return constant === undefined || references !== undefined ? [] : [[key, JSON.stringify(constant)]];
  });
}

/**
 * Finds the blocks of a configuration that can have made an item: their constants are the item's. Blocks are put in order by
 * what they set, since comparing each of thousands with each item takes quadratic time.
 */
function blocksByConstants(expression: Json | undefined): (item: Json) => Json | undefined {
  if (!Array.isArray(expression)) return () => expression;
  const shapes = new Map<string, { readonly keys: readonly string[]; readonly blocks: Map<string, number[]> }>();
  expression.forEach((block, place) => {
    const constants = constantsOf(block);
    const keys = constants.map(([key]) => key);
    const shape = shapes.get(keys.join("\0")) ?? { keys, blocks: new Map<string, number[]>() };
    shapes.set(keys.join("\0"), shape);
    push(shape.blocks, constants.map(([, value]) => value).join("\0"), place);
  });
  const found = new Map<string, Json>();
  return (item) => {
    const values = objectOf(item);
    const places = [...shapes.values()].flatMap(
      ({ keys, blocks }) => blocks.get(keys.map((key) => JSON.stringify(values[key])).join("\0")) ?? [],
    );
    const name = places.join();
    // One list for all items that the same blocks fit: what is worked out of it is kept by it.
    const fitting = found.get(name) ?? places.sort((a, b) => a - b).map((place) => expression[place] ?? null);
    found.set(name, fitting);
    return Array.isArray(fitting) && fitting.length === 1 ? fitting[0] : fitting;
  };
}

/** What {@link argumentOf} found in lists of blocks: many items share one list. */
const ARGUMENTS = new WeakMap<readonly Json[], Map<string, Json | undefined>>();

function argumentOf(expression: Json | undefined, key: string): Json | undefined {
  if (!Array.isArray(expression)) return argumentOfOne(expression, key);
  const known = ARGUMENTS.get(expression) ?? new Map<string, Json | undefined>();
  ARGUMENTS.set(expression, known);
  if (!known.has(key)) known.set(key, argumentOfOne(expression, key));
  return known.get(key);
}

function argumentOfOne(expression: Json | undefined, key: string): Json | undefined {
  if (Array.isArray(expression)) {
    const holding = expression
      .filter((block) => Object.hasOwn(objectOf(block), key))
      .map((block) => objectOf(block)[key] ?? null);
    return holding.length === 1 ? holding[0] : holding;
  }
  const object = objectOf(expression);
  // An argument that holds blocks as a value (`route`, `ingress`) has one expression for all of them.
  return Object.hasOwn(object, key) ? object[key] : "references" in object ? object : undefined;
}

function asExpression(expression: Json | undefined): JsonObject | undefined {
  if (expression === undefined) return undefined;
  const constant = objectOf(expression).constant_value;
  return { references: allReferences(expression), ...(typeof constant === "string" && { constant_value: constant }) };
}

function allReferences(json: Json): string[] {
  if (Array.isArray(json)) return json.flatMap(allReferences);
  const object = objectOf(json);
  if (Array.isArray(object.references)) return object.references.map(String);
  return Object.values(object).flatMap((value) => (typeof value === "object" ? allReferences(value) : []));
}

function toResource(planned: Planned, references: PlanReferences): Resource | undefined {
  const { json, address } = planned;
  const parsed = parseAddress(address);
  const type = stringOf(json.type) ?? parsed?.type;
  const name = stringOf(json.name) ?? parsed?.name;
  if (type === undefined || name === undefined) return undefined;
  const mode = (stringOf(json.mode) ?? parsed?.mode) === "data" ? "data" : "managed";
  const module = stringOf(json.module_address) ?? parsed?.module ?? "";
  const configuration = references.configurationOf(module, blockAddress({ mode, type, name }));
  const expressions = objectOf(configuration?.expressions);
  const instance = { index: parsed?.index, each: referencesOf(objectOf(configuration?.for_each_expression)) };
  const find: Find = (expression, argument) => references.unknownFor(module, expression, argument, instance);
  const mask = planned.unknown ?? unknownOf(objectOf(planned.after), expressions);
  const values = asValueObject(overlay(planned.after, mask, expressions, "", find));
  const index = indexOf(json.index) ?? parsed?.index;
  const provider = stringOf(configuration?.provider_config_key) ?? stringOf(json.provider_name);
  return {
    address,
    mode,
    type,
    name,
    ...(index !== undefined && { index }),
    module,
    ...(provider !== undefined && { provider }),
    values,
    dependsOn: [...listOf(configuration?.depends_on).map(String), ...allReferences(expressions)],
    ...(configuration && { configured: new Set(Object.keys(expressions)) }),
  };
}

/** What moves keeps answering to its old address (JSON output format, `previous_address`); what is imported has none. */
function previousAddresses(plan: JsonObject): Map<string, string> {
  const found = new Map<string, string>();
  for (const json of listOf(plan.resource_changes).map(objectOf)) {
    const [from, to] = [stringOf(json.previous_address), stringOf(json.address)];
    if (from !== undefined && to !== undefined) found.set(from, to);
  }
  return found;
}

function refuseUnfit(plan: JsonObject): void {
  if (plan.errored === true)
    throw new InputFault("the plan ended with an error, so it can't be judged; make it pass first");
  if (plan.complete === false)
    throw new InputFault(
      "the plan is incomplete (targeted or with deferred changes), so it can't be judged; plan the whole configuration",
    );
}

/** Whose ids the plan tells, since they stay what they are. */
function identifiedIn(instances: ReturnType<typeof plannedInstances>): ReadonlySet<string> {
  const all = [...instances.values()];
  return new Set(all.filter(({ after }) => typeof objectOf(after).id === "string").map(({ address }) => address));
}

/**
 * One resource graph from `terraform show -json PLAN`: what will exist after apply.
 * @throws InputFault for errored and incomplete plans
 */
export function readPlan(plan: JsonObject): ResourceGraph {
  refuseUnfit(plan);
  const unreadable: Unreadable[] = [];
  const instances = plannedInstances(plan, unreadable);
  const references = new PlanReferences(objectOf(plan.configuration), instances.keys(), identifiedIn(instances));
  const resources: Resource[] = [];
  for (const planned of instances.values()) {
    const resource = toResource(planned, references);
    if (resource) resources.push(resource);
    else unreadable.push({ address: planned.address, reason: "has neither type nor name in the plan", touches: [] });
  }
  for (const deferred of listOf(plan.deferred_changes).map(objectOf)) {
    const address = stringOf(objectOf(deferred.resource_change).address) ?? "a deferred change";
    unreadable.push({ address, reason: "is deferred to a later plan", touches: [] });
  }
  const forgotten = new Set([...instances.values()].filter(({ isForgotten }) => isForgotten).map((one) => one.address));
  const after = withoutMirrored({ before: mirroredBefore(plan), after: withoutTwins(resources, forgotten) });
  unreadable.push(...invokedActions(plan, after));
  return new ResourceGraph("plan", after, unreadable, {
    moved: previousAddresses(plan),
    secrets: secretsOfPlan(plan),
    outputs: rootOutputs(plan, "plan"),
  });
}

/** What parents may repeat, as it is before the plan is applied; what moves already has its new address. */
function mirroredBefore(plan: JsonObject): Resource[] {
  const none = new PlanReferences({}, []);
  return listOf(plan.resource_changes).flatMap((one): Resource[] => {
    const json = objectOf(one);
    const before = objectOf(json.change).before ?? null;
    const type = stringOf(json.type) ?? "";
    if (!MIRROR_TYPES.has(type) || before === null || json.deposed !== undefined) return [];
    const resource = toResource({ json, address: stringOf(json.address) ?? "", after: before, unknown: false }, none);
    return resource ? [resource] : [];
  });
}

/** What exists before the plan is applied, as far as it tells (`prior_state`), with data sources. */
export function readPriorState(plan: JsonObject): ResourceGraph | undefined {
  const values = objectOf(plan.prior_state).values;
  if (values === undefined) return undefined;
  const references = new PlanReferences({}, []);
  const resources: Resource[] = [];
  for (const json of resourcesOfModule(objectOf(objectOf(values).root_module))) {
    const address = stringOf(json.address);
    // A deposed object is what an unfinished replacement left behind.
    if (address === undefined || json.deposed_key !== undefined) continue;
    const resource = toResource({ json, address, after: json.values ?? {}, unknown: false }, references);
    if (resource) resources.push({ ...resource, dependsOn: listOf(json.depends_on).map(String) });
  }
  const known = withoutMirrored({ before: resources, after: resources });
  return new ResourceGraph("state", known, [], { secrets: secretsOfPlan(plan), outputs: rootOutputs(plan, "plan") });
}
