import { type JsonObject } from "../../src/terraform";
import { type Network, type Values } from "./ways-and-services";

/** A resource as plans and states list it. */
export function listedResource(address: string, values: Values) {
  const [type = "", name = ""] = address.split(".");
  return { address, mode: "managed", type, name, values };
}

/** `terraform show -json` of a state that holds these. */
export function stateOf(network: Network) {
  const resources = Object.entries(network).map(([address, values]) => listedResource(address, values));
  return { format_version: "1.0", terraform_version: "1.11.4", values: { root_module: { resources } } };
}

/** A plan that makes one network of another, with all values known. */
export function planBetween(before: Network, after: Network): JsonObject {
  const addresses = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  const constants = (values: Values) =>
    Object.fromEntries(Object.entries(values).map(([key, value]) => [key, { constant_value: value }]));
  return {
    format_version: "1.2",
    terraform_version: "1.11.4",
    prior_state: stateOf(before),
    planned_values: stateOf(after).values,
    configuration: {
      root_module: {
        resources: Object.entries(after).map(([address, { id, ...values }]) => ({
          ...listedResource(address, { id }),
          expressions: constants(values),
        })),
      },
    },
    resource_changes: addresses.map((address) => {
      const [was, will] = [before[address] ?? null, after[address] ?? null];
      const action = !was ? "create" : !will ? "delete" : was === will ? "no-op" : "update";
      return {
        ...listedResource(address, {}),
        change: { actions: [action], before: was, after: will, after_unknown: {} },
      };
    }),
  } as unknown as JsonObject;
}
