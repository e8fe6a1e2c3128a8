import { push } from "../graph";
import { type Json } from "../json-shapes";
import { asBodies, type Body, joined } from "../synth-blocks";

/** Words with dots between them: names of variables, locals and resources, with an attribute. */
const DOTTED = /[A-Za-z_][\w-]*(?:\.[A-Za-z_][\w-]*)*/g;
/** Terraform's function, and not `nonsensitive`. */
export const MARKING = /(?<!\w)sensitive\s*\(/;

/** Everything of a configuration that has a value, by the name under which expressions reach it. */
interface Source {
  readonly json: Json;
  /** The block that `each` and `count` are of. */
  readonly block?: string;
}

function* textsIn(json: Json | undefined): Generator<string> {
  if (typeof json === "string") yield json;
  else if (Array.isArray(json)) for (const item of json) yield* textsIn(item);
  else if (typeof json === "object" && json !== null)
    for (const [key, item] of Object.entries(json)) {
      yield key;
      yield* textsIn(item);
    }
}

/** Whether an expression in it calls `sensitive`. */
export function isMarkedIn(json: Json | undefined): boolean {
  for (const text of textsIn(json)) if (text.includes("sensitive") && MARKING.test(text)) return true;
  return false;
}

/** Arguments of every resource and data source, by `type.name.argument`. */
function* argumentsOf(root: Body): Generator<[string, Source]> {
  for (const mode of ["resource", "data"] as const)
    for (const types of asBodies(root[mode]))
      for (const [type, named] of Object.entries(types))
        for (const names of asBodies(named))
          for (const [name, body] of Object.entries(names)) {
            const block = `${mode === "data" ? "data." : ""}${type}.${name}`;
            for (const own of asBodies(body)) {
              for (const [key, json] of Object.entries(own)) yield [`${block}.${key}`, { json, block }];
              for (const dynamic of asBodies(own.dynamic))
                for (const [key, json] of Object.entries(dynamic)) yield [`${block}.${key}`, { json, block }];
            }
          }
}

function sourcesOf(root: Body): Map<string, Source[]> {
  const found = new Map<string, Source[]>();
  const add = (name: string, source: Source): void => push(found, name, source);
  for (const [name, json] of Object.entries(joined(asBodies(root.locals)))) add(`local.${name}`, { json });
  for (const [name, source] of argumentsOf(root)) add(name, source);
  return found;
}

/** The names that an expression reaches a value by; of a resource named as a whole, or by an index, all of it. */
function referencesOf({ json, block }: Source): Set<string> {
  const found = new Set<string>();
  for (const text of textsIn(json)) {
    if (!text.includes("{")) continue;
    for (const [dotted] of text.matchAll(DOTTED)) {
      const words = dotted.split(".");
      const size = words[0] === "data" ? 3 : 2;
      if (words[0] === "var" || words[0] === "local") found.add(words.slice(0, 2).join("."));
      else if (block !== undefined && (words[0] === "each" || words[0] === "count"))
        ["for_each", "count"].forEach((key) => found.add(`${block}.${key}`));
      else if (words.length >= size) found.add(words.slice(0, words.length > size ? size + 1 : size).join("."));
    }
  }
  return found;
}

/** `type.name` of an argument's name. */
function blockOfArgument(name: string): string {
  return name.split(".").slice(0, -1).join(".");
}

/**
 * Names whose values depend on these, or on what `sensitive` marks: through locals, through arguments of resources, through
 * whatever function. What only might depend is taken too.
 */
export function tainted(root: Body, seeds: Iterable<string>): ReadonlySet<string> {
  const sources = sourcesOf(root);
  const users = new Map<string, string[]>();
  const pending = [...seeds];
  for (const [name, own] of sources)
    for (const source of own) {
      if (isMarkedIn(source.json)) pending.push(name);
      for (const used of referencesOf(source)) push(users, used, name);
    }
  const found = new Set<string>();
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    if (found.has(next)) continue;
    found.add(next);
    pending.push(...(users.get(next) ?? []));
    // Who names the whole resource has this argument too.
    if (sources.has(next) && !next.startsWith("local.")) pending.push(...(users.get(blockOfArgument(next)) ?? []));
  }
  return found;
}
