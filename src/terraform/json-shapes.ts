import { isUnknown, type Value, type ValueObject } from "./value";

/** JSON that Terraform writes, before anything is known of its shape. */
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
export type JsonObject = { [key: string]: Json };

export function objectOf(json: Json | undefined): JsonObject {
  return typeof json === "object" && json !== null && !Array.isArray(json) ? json : {};
}

export function listOf(json: Json | undefined): Json[] {
  return Array.isArray(json) ? json : [];
}

export function stringOf(json: Json | undefined): string | undefined {
  return typeof json === "string" ? json : undefined;
}

export function indexOf(json: Json | undefined): string | number | undefined {
  return typeof json === "string" || typeof json === "number" ? json : undefined;
}

export function asValueObject(value: Value): ValueObject {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !isUnknown(value)
    ? (value as ValueObject)
    : {};
}

/** A module of `planned_values`, `prior_state.values` or a state's `values`, with all of its children. */
export function* resourcesOfModule(module: JsonObject): Generator<JsonObject> {
  const pending = [module];
  for (let next = pending.pop(); next; next = pending.pop()) {
    for (const resource of listOf(next.resources)) yield objectOf(resource);
    for (const child of listOf(next.child_modules)) pending.push(objectOf(child));
  }
}
