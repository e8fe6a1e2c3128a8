import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Json, type JsonObject } from "../../../src/terraform";
import { listOf, objectOf } from "../../../src/terraform/json-shapes";

function without(json: JsonObject, keys: readonly string[]): JsonObject {
  return Object.fromEntries(Object.entries(json).filter(([key]) => !keys.includes(key)));
}

/** Whether a mask hides or leaves open anything. */
function hasTrue(mask: Json | undefined): boolean {
  if (Array.isArray(mask)) return mask.some(hasTrue);
  return mask === true || Object.values(objectOf(mask)).some(hasTrue);
}

function onlyTrue(mask: Json): Json {
  if (typeof mask !== "object" || mask === null || Array.isArray(mask)) return mask;
  return Object.fromEntries(Object.entries(mask).filter(([, one]) => hasTrue(one)));
}

/** Without what says nothing: nulls, empty masks, what repeats other parts, and times. */
function trimmed(plan: JsonObject): JsonObject {
  const isNothing = (value: unknown): boolean =>
    value === null || (typeof value === "object" && value !== null && Object.keys(value).length === 0);
  const slim = (values: unknown): unknown =>
    typeof values === "object" && values !== null && !Array.isArray(values)
      ? Object.fromEntries(Object.entries(values).filter(([key, value]) => !isNothing(value) && key !== "tags_all"))
      : values;
  const modules = (module: JsonObject): JsonObject => ({
    ...module,
    ...(module.resources !== undefined && {
      resources: listOf(module.resources).map((one) => {
        const rest = without(objectOf(one), ["schema_version", "provider_name"]);
        return { ...rest, values: slim(rest.values) } as JsonObject;
      }),
    }),
    ...(module.child_modules !== undefined && {
      child_modules: listOf(module.child_modules).map((one) => modules(objectOf(one))),
    }),
  });
  const rest = without(plan, ["planned_values", "relevant_attributes", "timestamp"]);
  return {
    ...rest,
    resource_changes: listOf(plan.resource_changes).map((one) => {
      const json = objectOf(one);
      const change = objectOf(json.change);
      const { before_sensitive: before, after_sensitive: after, after_unknown: unknown, ...told } = change;
      const masks = Object.entries({ before_sensitive: before, after_sensitive: after, after_unknown: unknown });
      const kept = Object.fromEntries(masks.flatMap(([key, mask]) => (hasTrue(mask) ? [[key, onlyTrue(mask!)]] : [])));
      const values = { before: slim(change.before), after: slim(change.after) };
      return { ...json, change: { ...told, ...values, ...kept } } as JsonObject;
    }),
    ...(plan.prior_state !== undefined && {
      prior_state: {
        ...objectOf(plan.prior_state),
        values: { root_module: modules(objectOf(objectOf(objectOf(plan.prior_state).values).root_module)) },
      },
    }),
  };
}

/** Writes a golden plan, and says so. */
export function save(folder: string, name: string, plan: JsonObject): void {
  mkdirSync(folder, { recursive: true });
  // One resource a line, so that a difference between two versions can be read.
  const text = JSON.stringify(trimmed(plan)).replaceAll('{"address"', '\n{"address"');
  writeFileSync(join(folder, `${name}.json`), `${text}\n`);
  process.stdout.write(`${name}\n`);
}
