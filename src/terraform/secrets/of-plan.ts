import { type Json, type JsonObject, listOf, objectOf, resourcesOfModule, stringOf } from "../json-shapes";
import { Finder } from "./finder";
import { type Secrets } from "./secrets";

/** Arguments of providers that hold credentials, whether or not the plan marks them. */
export const CREDENTIALS = /(access|secret|private|api)_?key|secret|token|password|external_id|credential(s$|s_)/;

/** Values of the variables of a module, as far as the plan tells. */
type Inputs = ReadonlyMap<string, Json>;

function seeChange(finder: Finder, json: JsonObject): void {
  const address = stringOf(json.address) ?? "";
  const change = objectOf(json.change);
  finder.see(address, change.before, change.before_sensitive);
  finder.see(address, change.after, change.after_sensitive);
  if (change.before_sensitive !== true && change.after_sensitive !== true) return;
  for (const key of ["importing", "before_identity", "after_identity"]) finder.hide(change[key]);
}

/** `values` of a state or a plan: resources with masks, and outputs of the root module that are marked as a whole. */
function seeValues(finder: Finder, values: Json | undefined): void {
  const { root_module: root, outputs } = objectOf(values);
  for (const json of resourcesOfModule(objectOf(root)))
    finder.see(stringOf(json.address) ?? "", json.values, json.sensitive_values);
  for (const output of Object.values(objectOf(outputs)).map(objectOf))
    if (output.sensitive === true) finder.hide(output.value);
}

/** What an expression of a configuration is, where it is a constant or one variable. */
function valueOf(expression: Json | undefined, inputs: Inputs): Json[] {
  const { constant_value: constant, references } = objectOf(expression);
  // A configuration in JSON syntax has its expressions as constants, with what they refer to beside them.
  const named = listOf(references).flatMap((one) => {
    const [head, name] = (stringOf(one) ?? "").split(".");
    const value = head === "var" && name !== undefined ? inputs.get(name) : undefined;
    return value === undefined ? [] : [value];
  });
  return constant === undefined ? named : [constant, ...named];
}

/** Everything that the arguments of a block say, in blocks inside of it too. */
function valuesIn(expressions: Json | undefined, inputs: Inputs): Json[] {
  if (Array.isArray(expressions)) return expressions.flatMap((one) => valuesIn(one, inputs));
  const object = objectOf(expressions);
  if ("constant_value" in object || "references" in object) return valueOf(object, inputs);
  return Object.values(object).flatMap((one) => valuesIn(one, inputs));
}

function seeModule(finder: Finder, module: JsonObject, inputs: Inputs): void {
  for (const [name, json] of Object.entries(objectOf(module.variables))) {
    const variable = objectOf(json);
    if (variable.sensitive !== true) continue;
    finder.hide(inputs.get(name));
    finder.hide(variable.default);
  }
  for (const output of Object.values(objectOf(module.outputs)).map(objectOf))
    if (output.sensitive === true) valuesIn(output.expression, inputs).forEach((one) => finder.hide(one));
  for (const call of Object.values(objectOf(module.module_calls)).map(objectOf)) {
    const own = new Map<string, Json>();
    for (const [name, expression] of Object.entries(objectOf(call.expressions))) {
      const values = valuesIn(expression, inputs);
      if (values.length > 0) own.set(name, values.length === 1 ? values[0]! : values);
    }
    seeModule(finder, objectOf(call.module), own);
  }
}

function seeProvider(finder: Finder, expressions: Json, inputs: Inputs): void {
  if (Array.isArray(expressions)) return expressions.forEach((one) => seeProvider(finder, one, inputs));
  for (const [key, expression] of Object.entries(objectOf(expressions))) {
    if (CREDENTIALS.test(key)) valuesIn(expression, inputs).forEach((one) => finder.hide(one));
    else if (typeof expression === "object" && expression !== null) seeProvider(finder, expression, inputs);
  }
}

/** What a plan marks as sensitive: before and after, drift, prior state, outputs, variables, credentials of providers. */
export function secretsOfPlan(plan: JsonObject): Secrets {
  const finder = new Finder();
  for (const part of ["resource_changes", "resource_drift"])
    for (const json of listOf(plan[part])) seeChange(finder, objectOf(json));
  for (const json of listOf(plan.deferred_changes)) seeChange(finder, objectOf(objectOf(json).resource_change));
  for (const json of [...listOf(plan.action_invocations), ...listOf(plan.deferred_action_invocations)]) {
    const invoked = objectOf(json);
    const own = "action_invocation" in invoked ? objectOf(invoked.action_invocation) : invoked;
    finder.see(stringOf(own.address) ?? "", own.config_values, own.config_sensitive);
  }
  seeValues(finder, plan.planned_values);
  seeValues(finder, objectOf(plan.prior_state).values);
  for (const json of Object.values(objectOf(plan.output_changes)).map(objectOf)) {
    finder.see("", json.before, json.before_sensitive);
    finder.see("", json.after, json.after_sensitive);
  }
  const inputs = new Map(
    Object.entries(objectOf(plan.variables)).map(([name, json]) => [name, objectOf(json).value ?? null]),
  );
  const { root_module: root, provider_config: providers } = objectOf(plan.configuration);
  seeModule(finder, objectOf(root), inputs);
  for (const provider of Object.values(objectOf(providers)))
    seeProvider(finder, objectOf(provider).expressions ?? null, inputs);
  return finder.secrets();
}

/** What a state marks as sensitive. */
export function secretsOfState(state: JsonObject): Secrets {
  const finder = new Finder();
  seeValues(finder, state.values);
  return finder.secrets();
}
