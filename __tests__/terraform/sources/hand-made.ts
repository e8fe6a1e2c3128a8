import { type Json, type JsonObject } from "../../../src/terraform";
import { headsIn } from "../../../src/terraform/sources/heads";
import { type ModuleSource, readSources, type Sources } from "../../../src/terraform/sources/module-source";
import { asBodies } from "../../../src/terraform/synth-blocks";

/** An instance of a plan made by hand: what is not known of it is known after apply. */
export interface HandMade {
  readonly address: string;
  readonly after?: JsonObject;
  readonly unknown: readonly string[];
}

function expressionOf(written: Json): JsonObject {
  const heads = [...(headsIn(written) ?? [])];
  return heads.length > 0 ? { references: heads } : { constant_value: written };
}

/** A module's part of a plan's `configuration`, as Terraform would show these sources. */
function configurationOf(source: ModuleSource, key: string, all: ReadonlyMap<string, ModuleSource>): JsonObject {
  const expressionsOf = (body: JsonObject): JsonObject =>
    Object.fromEntries(
      Object.entries(body)
        .filter(([name]) => !["count", "for_each", "source"].includes(name))
        .map(([name, written]) => [name, expressionOf(written)]),
    );
  const repeated = (body: JsonObject): JsonObject => ({
    ...(body.count !== undefined && { count_expression: expressionOf(body.count) }),
    ...(body.for_each !== undefined && { for_each_expression: expressionOf(body.for_each) }),
  });
  const resources = asBodies(source.root.resource).flatMap((types) =>
    Object.entries(types).flatMap(([type, names]) =>
      asBodies(names).flatMap((one) =>
        Object.entries(one).map(([name, json]): JsonObject => {
          const [body = {}] = asBodies(json);
          return { address: `${type}.${name}`, expressions: expressionsOf(body), ...repeated(body) };
        }),
      ),
    ),
  );
  const calls = Object.entries(source.calls).map(([name, json]): [string, Json] => {
    const [body = {}] = asBodies(json);
    const own = key === "" ? name : `${key}.${name}`;
    const module = configurationOf(all.get(own)!, own, all);
    return [name, { source: body.source ?? "", expressions: expressionsOf(body), ...repeated(body), module }];
  });
  return {
    resources,
    module_calls: Object.fromEntries(calls),
    variables: Object.fromEntries(Object.keys(source.variables).map((name) => [name, {}])),
    outputs: Object.fromEntries(
      Object.entries(source.outputs).map(([name, json]) => {
        const [body = {}] = asBodies(json);
        return [name, { expression: expressionOf(body.value ?? null) }];
      }),
    ),
  };
}

/** A first plan with these instances, and the sources that it is made of: a text for each module. */
export async function handMade(
  texts: Readonly<Record<string, string>>,
  instances: readonly HandMade[],
  variables: JsonObject = {},
): Promise<{ readonly plan: JsonObject; readonly sources: Sources }> {
  const found = Object.entries(texts).map(([key, text]) => ({ key, dir: ".", files: [{ name: "main.tf", text }] }));
  const sources = await readSources(found, false);
  const all = new Map(
    [...sources.modules].map(([key, one]): [string, ModuleSource] => {
      if (one instanceof Error) throw one;
      return [key, one];
    }),
  );
  const changes = instances.map(({ address, after = {}, unknown }): JsonObject => ({
    address,
    mode: "managed",
    change: {
      actions: ["create"],
      before: null,
      after,
      after_unknown: Object.fromEntries(unknown.map((name) => [name, true])),
    },
  }));
  const plan: JsonObject = {
    format_version: "1.2",
    complete: true,
    resource_changes: changes,
    variables: Object.fromEntries(Object.entries(variables).map(([name, value]) => [name, { value }])),
    configuration: { root_module: configurationOf(all.get("")!, "", all) },
  };
  return { plan, sources };
}
