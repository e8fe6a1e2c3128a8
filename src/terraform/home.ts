import { type Resource, type ResourceGraph } from "./graph";
import { type JsonObject, objectOf, stringOf } from "./json-shapes";
import { isUnknown, type Value } from "./value";

/** Where AWS keeps a thing, as far as the input tells: a provider asks one account, in one Region unless a resource names another. */
export interface Home {
  readonly provider: string;
  /** A Region's name, or the one expression that gives it; undefined where only the provider's own environment says it. */
  readonly region?: string;
  /** It has a `region` of its own that is not known, so it may be in any. */
  readonly isRegionLost?: true;
}

export const NOWHERE_KNOWN: Home = { provider: "" };

/** A variable of the root has one value in the whole configuration, whatever it is. */
const VARIABLE = /^\$\{var\.[\w-]+\}$/;

/** The Region by its name, where that is known. */
export function regionName({ region }: Home): string | undefined {
  return region?.startsWith("$") ? undefined : region;
}

/** The Region of a resource's own `region` (AWS provider 6, "Enhanced Region Support"), else that of its provider. */
export function homeOf(graph: ResourceGraph, resource: Resource): Home {
  const { provider = "", providerRegion, configured, values } = resource;
  const { region } = values;
  const resolved = graph.resolve(region);
  if (resolved.kind === "literal" && typeof resolved.value === "string" && resolved.value !== "")
    return { provider, region: resolved.value };
  // Nobody set it, and what the provider fills in is its own Region.
  const isOwn = isUnknown(region) && configured?.has("region") !== false;
  if (!isOwn) return { provider, ...(providerRegion !== undefined && { region: providerRegion }) };
  const { text } = resolved.kind === "unknown" ? resolved.unknown : region;
  return graph.kind === "synth" && VARIABLE.test(text) ? { provider, region: text } : { provider, isRegionLost: true };
}

/** Whether two things are in one Region; undefined where that is not known. */
export function isOneRegion(one: Home, other: Home): boolean | undefined {
  if (one.isRegionLost || other.isRegionLost) return undefined;
  if (one.region === other.region && (one.region !== undefined || one.provider === other.provider)) return true;
  return regionName(one) !== undefined && regionName(other) !== undefined ? false : undefined;
}

/** Whether two things are in one Region of one account; undefined where that is not known: two providers may ask one account. */
export function isOneHome(one: Home, other: Home): boolean | undefined {
  const isRegion = isOneRegion(one, other);
  return isRegion === true && one.provider !== other.provider ? undefined : isRegion;
}

/** Regions by the names of a configuration's providers: `aws`, `aws.peer`. */
export type ProviderRegions = ReadonlyMap<string, string>;

/** What providers of a configuration in JSON syntax say of their Region. */
export function regionsOfSynth(
  providers: readonly JsonObject[],
  valueOf: (json: JsonObject[string]) => Value | undefined,
): ProviderRegions {
  const found = new Map<string, string>();
  for (const { alias, region } of providers) {
    const value = region === undefined ? undefined : valueOf(region);
    const text = isUnknown(value) && VARIABLE.test(value.text) ? value.text : value;
    if (typeof text === "string" && text !== "") found.set(typeof alias === "string" ? `aws.${alias}` : "aws", text);
  }
  return found;
}

/**
 * The same of a plan, by the keys of its configurations (Terraform, JSON Output Format, "provider_config"). Only constants: of
 * an expression a plan tells what it names, not what it makes of it.
 */
export function regionsOfPlan(plan: JsonObject): ProviderRegions {
  const found = new Map<string, string>();
  for (const [key, json] of Object.entries(objectOf(objectOf(plan.configuration).provider_config))) {
    const { name, expressions } = objectOf(json);
    const region = stringOf(objectOf(objectOf(expressions).region).constant_value);
    if (name === "aws" && region !== undefined && region !== "") found.set(key, region);
  }
  return found;
}
