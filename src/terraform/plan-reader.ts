import { blockAddress, parseAddress } from "./resource-address";
import { type Resource, ResourceGraph, type Unreadable, withoutAddress } from "./graph";
import { type ProviderRegions, regionsOfPlan } from "./home";
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
import { leftOpen, tellsNoChange } from "./left-open";
import { leftUnset } from "./left-unset";
import { MIRROR_TYPES, withoutMirrored } from "./mirrors";
import { allReferences, type Find, Overlay } from "./plan-overlay";
import { PlanReferences, referencesOf } from "./plan-references";
import { unknownOf } from "./planned-values";
import { providerRegionsOfPlan } from "./provider-regions";
import { rootOutputs } from "./root-outputs";
import { secretsOfPlan } from "./secrets";
import { type Sources } from "./sources/module-source";
import { type Settle, settling } from "./sources/settling";
import { forgottenName, remains, withoutTwins } from "./remains";
import { withoutUndone } from "./undone";

/** One instance as the plan tells it, before links are known. */
interface Planned {
  readonly json: JsonObject;
  readonly address: string;
  readonly after: Json;
  /** Undefined where the plan has no mask: what is unknown is left out of its values. */
  readonly unknown?: Json;
  /** It goes on without Terraform. */
  readonly isForgotten?: boolean;
  /** The plan leaves it alone, whatever the configuration says of it by now. */
  readonly isLeft?: boolean;
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
  const moved = new Set(listOf(plan.resource_changes).map((one) => stringOf(objectOf(one).previous_address)));
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
  const addAll = (values: Json | undefined, keep: (json: JsonObject) => boolean, isLeft = false): void => {
    for (const json of resourcesOfModule(objectOf(objectOf(values).root_module))) {
      const address = stringOf(json.address);
      if (address === undefined && keep(json)) unreadable.push(withoutAddress(json, "the plan's values"));
      if (address !== undefined && keep(json) && !found.has(address) && !gone.has(address))
        found.set(address, { json, address, after: json.values ?? {}, ...(hasChanges && { unknown: false }), isLeft });
    }
  };
  addAll(plan.planned_values, () => true);
  const isAllThereIs = !hasChanges && (plan.planned_values === undefined || tellsNoChange(plan));
  const prior = objectOf(plan.prior_state).values;
  addAll(prior, (json) => json.mode === "data" || isAllThereIs);
  // What an incomplete plan leaves alone stays as it is; a leftover of a replacement is nothing that there is.
  const stays = (json: JsonObject): boolean => json.deposed_key === undefined && !moved.has(stringOf(json.address));
  if (plan.complete === false) addAll(prior, stays, true);
  return found;
}

/** By what links are found. */
interface Links {
  readonly references: PlanReferences;
  readonly overlay: Overlay;
  /** What the sources of the configuration say, where they are there. */
  readonly settle?: Settle;
  readonly regions?: ProviderRegions;
}

function toResource(planned: Planned, { references, overlay, settle, regions }: Links): Resource | undefined {
  const { json, address } = planned;
  const parsed = parseAddress(address);
  const type = stringOf(json.type) ?? parsed?.type;
  const name = stringOf(json.name) ?? parsed?.name;
  if (type === undefined || name === undefined) return undefined;
  const mode = (stringOf(json.mode) ?? parsed?.mode) === "data" ? "data" : "managed";
  const module = stringOf(json.module_address) ?? parsed?.module ?? "";
  const configuration = references.configurationOf(module, blockAddress({ mode, type, name }));
  const expressions = planned.isLeft === true ? {} : objectOf(configuration?.expressions);
  const instance = { index: parsed?.index, each: referencesOf(objectOf(configuration?.for_each_expression)) };
  const find: Find = (expression, argument) => references.unknownFor(module, expression, argument, instance);
  const mask = planned.unknown ?? unknownOf(objectOf(planned.after), expressions);
  const shown = asValueObject(overlay.of(planned.after, mask, { expression: expressions, name: "" }, find));
  const told = settle && planned.isForgotten !== true && planned.isLeft !== true ? settle(address, shown) : undefined;
  const left = leftUnset(expressions, mask, (one) => references.isKnownInPlan(module, one));
  const set = Object.keys(expressions).filter((key) => told?.unset.has(key) !== true && !left.has(key));
  const index = indexOf(json.index) ?? parsed?.index;
  const provider = stringOf(configuration?.provider_config_key) ?? stringOf(json.provider_name);
  const providerRegion = provider === undefined ? undefined : regions?.get(provider);
  return {
    address,
    mode,
    type,
    name,
    ...(index !== undefined && { index }),
    module,
    ...(provider !== undefined && { provider }),
    ...(providerRegion !== undefined && { providerRegion }),
    values: told?.values ?? shown,
    dependsOn: [...listOf(configuration?.depends_on).map(String), ...allReferences(expressions)],
    ...(configuration && planned.isLeft !== true && { configured: new Set(set) }),
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

/** What a reader of a plan makes of one that leaves some of the configuration for later. */
export type Incomplete = "refused" | "read";

function refuseUnfit(plan: JsonObject, incomplete: Incomplete): void {
  if (plan.errored === true)
    throw new InputFault("errored-plan", "the plan ended with an error, so it can't be judged; make it pass first");
  if (plan.complete === false && incomplete === "refused")
    throw new InputFault(
      "incomplete-plan",
      "the plan is incomplete (targeted or with deferred changes), so it proves nothing; plan the whole configuration, or see with `overlap review` what this part does",
    );
}

/** Whose ids the plan tells, since they stay what they are. */
function identifiedIn(instances: ReturnType<typeof plannedInstances>): ReadonlySet<string> {
  const all = [...instances.values()];
  return new Set(all.filter(({ after }) => typeof objectOf(after).id === "string").map(({ address }) => address));
}

/**
 * One resource graph from `terraform show -json PLAN`: what will exist after apply.
 * @param sources of the configuration that the plan was made of
 * @param incomplete what to do with a plan that is a part: read, what it leaves alone stays as it is
 * @throws InputFault for errored plans, and for incomplete ones unless they are to be read
 */
export function readPlan(plan: JsonObject, sources?: Sources, incomplete: Incomplete = "refused"): ResourceGraph {
  refuseUnfit(plan, incomplete);
  const unreadable: Unreadable[] = [];
  const instances = plannedInstances(plan, unreadable);
  const references = new PlanReferences(objectOf(plan.configuration), instances.keys(), identifiedIn(instances));
  const links = { references, overlay: new Overlay(), regions: regionsOfPlan(plan) };
  const read = (settle?: Settle) =>
    [...instances.values()].map((planned) => toResource(planned, { ...links, ...(settle && { settle }) }));
  const { result, disagreements } = sources ? settling(sources, { plan, instances }, read) : { result: read() };
  const resources = result.filter((one) => one !== undefined);
  [...instances.values()].forEach(({ address }, i) => {
    if (!result[i]) unreadable.push({ address, reason: "has neither type nor name in the plan", touches: [] });
  });
  const forgotten = new Set([...instances.values()].filter(({ isForgotten }) => isForgotten).map((one) => one.address));
  const will = withoutUndone(plan, withoutTwins(resources, forgotten));
  const after = withoutMirrored({ before: mirroredBefore(plan), after: will });
  unreadable.push(...leftOpen(plan, after));
  return new ResourceGraph("plan", after, unreadable, {
    moved: previousAddresses(plan),
    secrets: secretsOfPlan(plan),
    outputs: rootOutputs(plan, "plan"),
    providerRegions: providerRegionsOfPlan(plan),
    ...(disagreements && { disagreements }),
  });
}

/** What parents may repeat, as it is before the plan is applied; what moves already has its new address. */
function mirroredBefore(plan: JsonObject): Resource[] {
  const none = { references: new PlanReferences({}, []), overlay: new Overlay() };
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
  const none = { references: new PlanReferences({}, []), overlay: new Overlay() };
  const resources: Resource[] = [];
  for (const json of resourcesOfModule(objectOf(objectOf(values).root_module))) {
    const address = stringOf(json.address);
    // A deposed object is what an unfinished replacement left behind.
    if (address === undefined || json.deposed_key !== undefined) continue;
    const resource = toResource({ json, address, after: json.values ?? {}, unknown: false }, none);
    if (resource) resources.push({ ...resource, dependsOn: listOf(json.depends_on).map(String) });
  }
  const known = withoutMirrored({ before: resources, after: resources });
  return new ResourceGraph("state", known, [], {
    secrets: secretsOfPlan(plan),
    outputs: rootOutputs(plan, "plan"),
    providerRegions: providerRegionsOfPlan(plan),
  });
}
