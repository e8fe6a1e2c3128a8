import { readState, ResourceGraph, type Role, type TypeName, typesOf, typesWith } from "../../src/terraform";
import { type JsonObject } from "../../src/terraform/json-shapes";
import { buildTopology } from "../../src/topology";
import { stateOf } from "../cli/canary/inputs";
import { everyType } from "../cli/canary/network";

/** What is read where another resource names it. */
const READ_WHERE_NAMED: readonly Role[] = [
  ...(["prefix-list", "launch-template", "accelerator", "accelerator-listener"] as const),
  ...(["firewall-policy", "firewall-rule-group"] as const),
];

/** The types that are asked for when the network of this graph is built. */
function askedFor(graph: ResourceGraph): Set<TypeName> {
  const asked = new Set<TypeName>();
  const ofType = jest.spyOn(ResourceGraph.prototype, "ofType");
  buildTopology(graph);
  for (const [types] of ofType.mock.calls) types.forEach((type) => asked.add(type));
  ofType.mockRestore();
  return asked;
}

test("every type that has a role is read by the topology, and no type without one but to say that it is not modelled", () => {
  const network = everyType(0);
  const state = stateOf(network, new Map()) as unknown as JsonObject;
  const wanted = typesWith(({ role, judged }) => role !== "unread" || judged === "not at all");
  const isNamed = new Set(READ_WHERE_NAMED.flatMap((role): readonly TypeName[] => typesOf(role)));
  expect([...askedFor(readState(state))].sort()).toEqual(wanted.filter((type) => !isNamed.has(type)).sort());
});
