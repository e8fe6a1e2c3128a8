import { type Json, type JsonObject } from "../../../src/terraform";
import { listOf, objectOf, stringOf } from "../../../src/terraform/json-shapes";
import { rowOf } from "./cell";

function ofRow(list: Json | undefined, row: string): JsonObject[] {
  return listOf(list)
    .map(objectOf)
    .filter((one) => rowOf(stringOf(one.address) ?? "") === row);
}

function module(of: Json | undefined, row: string): JsonObject {
  const { resources, ...rest } = objectOf(of);
  return { ...rest, resources: ofRow(resources, row) };
}

/** A plan or a state as it would be if only this row had been configured: rows name nothing of each other. */
export function partOf(json: JsonObject, row: string): JsonObject {
  const values = (of: Json | undefined): JsonObject => {
    const { root_module, ...rest } = objectOf(of);
    return { ...rest, root_module: module(root_module, row) };
  };
  const { configuration, resource_changes, resource_drift, planned_values, prior_state, ...rest } = json;
  return {
    ...rest,
    ...(json.values !== undefined && { values: values(json.values) }),
    ...(resource_changes !== undefined && { resource_changes: ofRow(resource_changes, row) }),
    ...(resource_drift !== undefined && { resource_drift: ofRow(resource_drift, row) }),
    ...(planned_values !== undefined && { planned_values: values(planned_values) }),
    ...(prior_state !== undefined && {
      prior_state: { ...objectOf(prior_state), values: values(objectOf(prior_state).values) },
    }),
    ...(configuration !== undefined && {
      configuration: {
        ...objectOf(configuration),
        root_module: module(objectOf(configuration).root_module, row),
      },
    }),
  };
}
