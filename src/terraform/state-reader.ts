import { parseAddress } from "./resource-address";
import { type Resource, ResourceGraph, type Unreadable, withoutAddress } from "./graph";
import { withoutMirrored } from "./mirrors";
import { rootOutputs } from "./root-outputs";
import { secretsOfState } from "./secrets";
import { asValueObject, indexOf, type JsonObject, listOf, objectOf, resourcesOfModule, stringOf } from "./json-shapes";

/** One resource graph from `terraform show -json` after an apply. Every link is a literal id there. */
export function readState(state: JsonObject): ResourceGraph {
  const resources: Resource[] = [];
  const unreadable: Unreadable[] = [];
  for (const json of resourcesOfModule(objectOf(objectOf(state.values).root_module))) {
    const address = stringOf(json.address);
    const parsed = address === undefined ? undefined : parseAddress(address);
    const type = stringOf(json.type) ?? parsed?.type;
    const name = stringOf(json.name) ?? parsed?.name;
    // A deposed object is what is left of a replaced one and has a `deposed_key`.
    if (json.deposed_key !== undefined) continue;
    if (address === undefined || type === undefined || name === undefined) {
      const reason = "has neither type nor name in the state, so it was left out";
      unreadable.push(address === undefined ? withoutAddress(json, "the state") : { address, reason, touches: [] });
      continue;
    }
    const index = indexOf(json.index) ?? parsed?.index;
    const provider = stringOf(json.provider_name);
    resources.push({
      address,
      mode: (stringOf(json.mode) ?? parsed?.mode) === "data" ? "data" : "managed",
      type,
      name,
      ...(index !== undefined && { index }),
      module: parsed?.module ?? "",
      ...(provider !== undefined && { provider }),
      values: asValueObject(json.values ?? {}),
      dependsOn: listOf(json.depends_on).map(String),
    });
  }
  const known = withoutMirrored({ before: resources, after: resources });
  return new ResourceGraph("state", known, unreadable, {
    secrets: secretsOfState(state),
    outputs: rootOutputs(state, "state"),
  });
}
