import { type TerraformKind } from "./graph";
import { type Json, type JsonObject, objectOf } from "./json-shapes";
import { asBodies, joined } from "./synth-blocks";

/** Where Terraform's JSON has the outputs of the root module. */
function blocksIn(json: JsonObject, kind: TerraformKind): JsonObject {
  switch (kind) {
    case "synth":
      return joined(asBodies(json.output));
    case "plan": {
      const planned = objectOf(objectOf(json.planned_values).outputs);
      // A plan that destroys everything plans no outputs.
      return Object.keys(planned).length > 0 ? planned : blocksIn(objectOf(json.prior_state), "state");
    }
    case "state":
      return objectOf(objectOf(json.values).outputs);
  }
}

/**
 * The values of the root module's outputs, as they stand in a configuration, a plan or a state: expressions are not
 * worked out, and what a plan does not know yet is left out.
 */
export function rootOutputs(json: JsonObject, kind: TerraformKind): ReadonlyMap<string, Json> {
  const blocks = Object.entries(blocksIn(json, kind));
  return new Map(
    blocks.flatMap(([name, block]) => {
      const { value } = objectOf(block);
      return value === undefined ? [] : [[name, value] as const];
    }),
  );
}
