import { type Json, type JsonObject, listOf, objectOf, stringOf } from "../json-shapes";
import { asBodies, type Body } from "../synth-blocks";
import { Blocks } from "../synth-names";
import { ownEntry } from "../value";
import { type Difference } from "./disagreement";
import { headOfReference, headsIn } from "./heads";
import { type ModuleSource } from "./module-source";

/** Arguments that a plan shows elsewhere than among the expressions of a block, or not at all. */
const ELSEWHERE = new Set([
  ..."count for_each depends_on provider providers lifecycle provisioner connection dynamic source version //".split(
    " ",
  ),
]);

/** All that the expressions of a plan refer to, at whatever depth; undefined for what is no expression. */
function planHeads(expression: Json): ReadonlySet<string> {
  const found = new Set<string>();
  const visit = (json: Json): void => {
    if (Array.isArray(json)) return json.forEach(visit);
    const object = objectOf(json);
    if (Array.isArray(object.references))
      for (const one of object.references) found.add(headOfReference(stringOf(one) ?? ""));
    else if (!("constant_value" in object)) Object.values(object).forEach(visit);
  };
  visit(expression);
  return found;
}

const isSame = (a: ReadonlySet<string>, b: ReadonlySet<string>): boolean =>
  a.size === b.size && [...a].every((one) => b.has(one));

/** A scalar as text, for `8080` and `"8080"` are the same to an argument; undefined for what is no scalar. */
function scalarOf(json: Json | undefined): string | undefined {
  return typeof json === "string" || typeof json === "number" || typeof json === "boolean" ? String(json) : undefined;
}

/** Whether both are constants, and not the same. */
function areOtherConstants(expression: JsonObject, written: Json): boolean {
  const [planned, own] = [scalarOf(expression.constant_value), scalarOf(written)];
  if (planned === undefined || own === undefined || Array.isArray(expression.references)) return false;
  // What is written with escapes or as a template is the same by its value alone.
  return !/[$%]\{/.test(own) && planned !== own;
}

/** What one argument, or the blocks of one name, say otherwise. */
function differenceOf(name: string, expression: Json, written: Json): Difference[] {
  const heads = headsIn(written);
  if (heads && !isSame(heads, planHeads(expression))) return [{ kind: "other references", name }];
  return areOtherConstants(objectOf(expression), written) ? [{ kind: "other value", name }] : [];
}

/** The arguments of a block, or of a module call, in the plan and in the sources. */
function* argumentDifferences(address: string, expressions: JsonObject, body: Body): Generator<Difference> {
  // Blocks that a loop makes are not in the plan's expressions.
  const looped = new Set(asBodies(body.dynamic).flatMap((one) => Object.keys(one)));
  for (const [key, expression] of Object.entries(expressions)) {
    if (ELSEWHERE.has(key)) continue;
    const written = ownEntry(body, key);
    if (written === undefined && !looped.has(key)) yield { kind: "only in plan", name: `${address}.${key}` };
    else if (written !== undefined && !looped.has(key) && !hasLoop(written))
      yield* differenceOf(`${address}.${key}`, expression, written);
  }
  for (const [key, written] of Object.entries(body)) {
    const isLink = typeof written === "string" && (headsIn(written)?.size ?? 0) > 0;
    if (isLink && !ELSEWHERE.has(key) && !Object.hasOwn(expressions, key))
      yield { kind: "only in sources", name: `${address}.${key}` };
  }
}

function hasLoop(written: Json): boolean {
  return asBodies(written).some((one) => Object.hasOwn(one, "dynamic") || Object.values(one).some(hasLoop));
}

/** `count` and `for_each`. */
function* repetitionDifferences(address: string, planned: JsonObject, body: Body): Generator<Difference> {
  for (const [key, shown] of [
    ["count", "count_expression"],
    ["for_each", "for_each_expression"],
  ] as const) {
    const [expression, written] = [planned[shown], ownEntry(body, key)];
    const name = `${address}.${key}`;
    if (expression === undefined && written === undefined) continue;
    // What only constants are put into is left out of a plan.
    if (expression === undefined) yield* differenceOf(name, {}, written ?? null);
    else if (written === undefined) yield { kind: "only in plan", name };
    else yield* differenceOf(name, expression, written);
  }
}

/** Names that only one of the two has. */
function* nameDifferences(kind: string, planned: Iterable<string>, own: Iterable<string>): Generator<Difference> {
  const [left, right] = [new Set(planned), new Set(own)];
  for (const name of left) if (!right.has(name)) yield { kind: "only in plan", name: `${kind}${name}` };
  for (const name of right) if (!left.has(name)) yield { kind: "only in sources", name: `${kind}${name}` };
}

function* blockDifferences(planned: JsonObject, source: ModuleSource): Generator<Difference> {
  const blocks = new Map(new Blocks(source.root).all().map((block) => [block.address, block.body]));
  const resources = new Map(
    listOf(planned.resources)
      .map(objectOf)
      // Ephemeral ones are gone when the plan is made.
      .filter(({ mode }) => mode !== "ephemeral")
      .map((one) => [stringOf(one.address) ?? "", one]),
  );
  yield* nameDifferences("", resources.keys(), blocks.keys());
  for (const [address, resource] of resources) {
    const body = blocks.get(address);
    if (!body) continue;
    yield* repetitionDifferences(address, resource, body);
    yield* argumentDifferences(address, objectOf(resource.expressions), body);
  }
}

function* callDifferences(planned: JsonObject, source: ModuleSource): Generator<Difference> {
  const calls = objectOf(planned.module_calls);
  yield* nameDifferences("module.", Object.keys(calls), Object.keys(source.calls));
  for (const [name, json] of Object.entries(calls)) {
    const [call, body] = [objectOf(json), objectOf(ownEntry(source.calls, name))];
    const address = `module.${name}`;
    if (stringOf(call.source) !== stringOf(body.source)) yield { kind: "other value", name: `${address}.source` };
    yield* repetitionDifferences(address, call, body);
    yield* argumentDifferences(address, objectOf(call.expressions), body);
  }
}

function* outputDifferences(planned: JsonObject, source: ModuleSource): Generator<Difference> {
  const outputs = objectOf(planned.outputs);
  yield* nameDifferences("output.", Object.keys(outputs), Object.keys(source.outputs));
  for (const [name, json] of Object.entries(outputs)) {
    const written = ownEntry(objectOf(ownEntry(source.outputs, name)), "value");
    if (written !== undefined) yield* differenceOf(`output.${name}`, objectOf(json).expression ?? null, written);
  }
}

function* inputDifferences(planned: JsonObject, source: ModuleSource): Generator<Difference> {
  const variables = objectOf(planned.variables);
  yield* nameDifferences("var.", Object.keys(variables), Object.keys(source.variables));
  for (const [name, json] of Object.entries(variables)) {
    const body = objectOf(ownEntry(source.variables, name));
    if (areOtherConstants({ constant_value: objectOf(json).default ?? null }, ownEntry(body, "default") ?? null))
      yield { kind: "other value", name: `var.${name}` };
  }
}

/**
 * What a module's part of a plan's `configuration` and its sources say differently. Locals are not in a plan, all else is:
 * blocks, arguments with their constants and what they refer to, calls, inputs and outputs.
 */
export function differencesOf(planned: JsonObject, source: ModuleSource): Difference | undefined {
  for (const differences of [blockDifferences, callDifferences, outputDifferences, inputDifferences]) {
    const [first] = differences(planned, source);
    if (first) return first;
  }
  return undefined;
}

/** Whether the sources hold any block that the plan's module has, so that they may be those that it was made of. */
export function areRelated(planned: JsonObject, source: ModuleSource): boolean {
  const own = new Set([...new Blocks(source.root).all().map(({ address }) => address), ...Object.keys(source.calls)]);
  const names = [
    ...listOf(planned.resources).map((one) => stringOf(objectOf(one).address) ?? ""),
    ...Object.keys(objectOf(planned.module_calls)),
  ];
  return names.some((name) => own.has(name));
}
