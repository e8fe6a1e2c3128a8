import { type Json, type JsonObject, listOf, objectOf, stringOf } from "./json-shapes";

/** What a Region's name looks like. Of a text that is made of others, no part does by itself. */
const REGION = /^[a-z]{2,4}(-[a-z]+)+-\d$/;

/** The Region that an argument is, where it is a constant or a variable of the root module and nothing else. */
function regionOf(expression: Json | undefined, variables: JsonObject): string | undefined {
  const { constant_value: constant, references } = objectOf(expression);
  if (constant !== undefined) return asRegion(constant);
  const [name, ...others] = listOf(references).map(stringOf);
  const prefix = "var.";
  if (name === undefined || others.length > 0 || !name.startsWith(prefix)) return undefined;
  const variable = name.slice(prefix.length);
  return Object.hasOwn(variables, variable) ? asRegion(objectOf(variables[variable]).value) : undefined;
}

/** The Region that a value is; undefined where it is none. */
export function asRegion(value: unknown): string | undefined {
  return typeof value === "string" && REGION.test(value) ? value : undefined;
}

/**
 * The Regions of a plan's configurations of AWS's provider, by their keys (`aws`, `aws.web`, `module.a:aws`), as far as the plan tells
 * them (Terraform, JSON Output Format, "provider_config").
 */
export function providerRegionsOfPlan(plan: JsonObject): Map<string, string> {
  const variables = objectOf(plan.variables);
  const found = new Map<string, string>();
  for (const [key, json] of Object.entries(objectOf(objectOf(plan.configuration).provider_config))) {
    const { name, expressions, module_address: module } = objectOf(json);
    // The variables of a module are not the plan's.
    const region = regionOf(objectOf(expressions).region, module === undefined ? variables : {});
    if (name === "aws" && region !== undefined) found.set(key, region);
  }
  return found;
}
