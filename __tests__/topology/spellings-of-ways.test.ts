import { matrixOf, Walker } from "../../src/reachability";
import { type TerraformKind } from "../../src/terraform";
import { buildTopology } from "../../src/topology";
import { to } from "../support/hand-made-plan";
import { graphFrom } from "../support/networks";
import { listedResource, stateOf } from "../support/plan-between";
import { type Values, WAYS_AND_SERVICES } from "../support/ways-and-services";

/**
 * A configuration and its first plan name by references what a state names by ids, ARNs and names. All three are one
 * network, and get one matrix.
 */

/** What stands for each id, ARN and name of the state. */
const REFERENCES = new Map(
  Object.entries(WAYS_AND_SERVICES).flatMap(([address, values]) =>
    ["id", "arn", "dns_name"].flatMap((name): [unknown, string][] =>
      values[name] === undefined ? [] : [[values[name], `\${${address}.${name}}`]],
    ),
  ),
);
const FILLED_IN = new Set(["id", "arn", "dns_name"]);

function referring(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(referring);
  if (typeof value === "object" && value !== null)
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, referring(item)]));
  return REFERENCES.get(value) ?? (value === "" ? null : value);
}

/** The arguments of a configuration: what names the thing itself stays as it is. */
function written(values: Values): Values {
  return Object.fromEntries(
    Object.entries(values)
      .filter(([key]) => !FILLED_IN.has(key))
      .map(([key, value]) => [key, value === values.id ? value : referring(value)]),
  );
}

const isBlocks = (value: unknown): value is Values[] =>
  Array.isArray(value) && value.length > 0 && value.every((one) => typeof one === "object");

function referencesIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(referencesIn);
  return typeof value === "string" && value.startsWith("${") ? to(value.slice(2, -1)) : [];
}

/** The parts of a first plan: what is known, what isn't, and the expressions. */
function planned(values: Values): { readonly after: Values; readonly unknown: Values; readonly expressions: Values } {
  const after: Record<string, unknown> = {};
  const unknown: Record<string, unknown> = {};
  const expressions: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(values)) {
    if (isBlocks(value)) {
      const blocks = value.map(planned);
      after[key] = blocks.map((one) => one.after);
      unknown[key] = blocks.map((one) => one.unknown);
      expressions[key] = blocks.map((one) => one.expressions);
      continue;
    }
    const references = referencesIn(value);
    if (references.length > 0) unknown[key] = true;
    else after[key] = value;
    expressions[key] = references.length > 0 ? { references } : { constant_value: value };
  }
  return { after, unknown, expressions };
}

const ALL = Object.entries(WAYS_AND_SERVICES);

function configuration(): object {
  const resource: Record<string, Record<string, Values>> = {};
  for (const [address, values] of ALL) {
    const [type = "", name = ""] = address.split(".");
    (resource[type] ??= {})[name] = written(values);
  }
  return { resource };
}

function firstPlan(): object {
  const all = ALL.map(([address, values]) => ({ address, ...planned(written(values)) }));
  return {
    format_version: "1.2",
    terraform_version: "1.11.4",
    planned_values: { root_module: { resources: all.map(({ address, after }) => listedResource(address, after)) } },
    resource_changes: all.map(({ address, after, unknown }) => ({
      ...listedResource(address, {}),
      change: { actions: ["create"], before: null, after, after_unknown: { ...unknown, id: true, arn: true } },
    })),
    configuration: {
      root_module: {
        resources: all.map(({ address, expressions }) => ({ ...listedResource(address, {}), expressions })),
      },
    },
  };
}

const matrix = (json: object, kind: TerraformKind): readonly string[] =>
  matrixOf(new Walker(buildTopology(graphFrom(json, kind))))
    .entries.map((one) => `${one.from} > ${one.to} ${one.protocol}/${one.ports}: ${one.verdict}`)
    .sort();

test("ways in and services are the same in a configuration, its first plan, and the state", () => {
  const state = matrix(stateOf(WAYS_AND_SERVICES), "state");
  expect(state.filter((line) => line.endsWith("UNKNOWN")).length).toBeGreaterThan(10);
  expect(matrix(configuration(), "synth")).toEqual(state);
  expect(matrix(firstPlan(), "plan")).toEqual(state);
});
