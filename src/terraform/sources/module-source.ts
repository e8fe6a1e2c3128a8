import { type Json, type JsonObject } from "../json-shapes";
import { asBodies, type Body, joined } from "../synth-blocks";
import { type ModuleFiles, SourcesFault } from "./files";
import { jsonOfHcl, jsonOfJson } from "./hcl";

/** What the files of one module define, as Terraform's JSON syntax would say it. */
export interface ModuleSource {
  readonly dir: string;
  /** `resource` and `data`, one body for each file. */
  readonly root: Body;
  readonly locals: Body;
  readonly variables: Body;
  readonly outputs: Body;
  readonly calls: Body;
}

/** Sources by the keys of their modules; of those that can't be read the reason. */
export interface Sources {
  readonly modules: ReadonlyMap<string, ModuleSource | SourcesFault>;
  /** Nobody named them: they lie where the plan lies. */
  readonly isImplied: boolean;
}

/** Blocks that decide which provider talks to which account, and nothing about the links between resources. */
const BESIDE = new Set(["provider", "terraform", "//"]);

/** Later files change what earlier ones say, block by block (Terraform language, override files). */
function isOverride(name: string): boolean {
  return /(^|_)override\.tf(\.json)?$/.test(name);
}

/** The blocks of one type under their whole names, `type.name`. */
function prefixed(type: string, json: Json): Body {
  return Object.fromEntries(
    asBodies(json).flatMap((names) => Object.entries(names).map(([name, body]) => [`${type}.${name}`, body] as const)),
  );
}

/** Terraform refuses a name that is defined twice, so no plan was made of it. @throws SourcesFault */
function refuseTwice(kind: string, bodies: readonly Body[]): void {
  const seen = new Set<string>();
  for (const body of bodies)
    for (const [name, json] of Object.entries(body)) {
      if (name === "//") continue;
      // Of locals each is a value, of all else a block or a list with one.
      const isTwice = seen.has(name) || (kind !== "local" && Array.isArray(json) && json.length > 1);
      if (isTwice) throw new SourcesFault(`define ${kind}.${name} twice`);
      seen.add(name);
    }
}

const JSON_OF_TEXT = new Map<string, JsonObject>();
const MOST_KEPT = 500;

/** Each text once: one module is often called many times. */
async function jsonOf({ name, text }: ModuleFiles["files"][number]): Promise<JsonObject> {
  if (name.endsWith(".json")) return jsonOfJson(name, text);
  const known = JSON_OF_TEXT.get(text);
  if (known) return known;
  const json = await jsonOfHcl(name, text);
  if (JSON_OF_TEXT.size >= MOST_KEPT) JSON_OF_TEXT.clear();
  JSON_OF_TEXT.set(text, json);
  return json;
}

/** @throws SourcesFault when they can't be read */
export async function sourceOf({ dir, files }: ModuleFiles): Promise<ModuleSource> {
  const bodies: Body[] = [];
  for (const file of files) {
    const body = await jsonOf(file);
    const isBeside = Object.keys(body).every((key) => BESIDE.has(key));
    if (isOverride(file.name) && !isBeside) throw new SourcesFault(`have an override file: ${file.name}`);
    if (!isBeside) bodies.push(body);
  }
  const all = (kind: string): Body[] => bodies.flatMap((body) => asBodies(body[kind]));
  const types = (kind: string): Body[] =>
    all(kind).flatMap((body) => Object.entries(body).map(([type, json]) => prefixed(type, json)));
  refuseTwice("local", all("locals"));
  for (const kind of ["resource", "data"]) refuseTwice(kind, types(kind));
  for (const kind of ["variable", "output", "module"]) refuseTwice(kind, all(kind));
  const named = (kind: string): Body => {
    const blocks = joined(all(kind));
    return Object.fromEntries(
      Object.entries(blocks).flatMap(([name, json]): [string, Json][] => {
        const [body] = asBodies(json);
        return name === "//" || !body ? [] : [[name, body]];
      }),
    );
  };
  return {
    dir,
    root: { resource: all("resource"), data: all("data") },
    locals: joined(all("locals")),
    variables: named("variable"),
    outputs: named("output"),
    calls: named("module"),
  };
}

/** Reads the sources of modules. What is wrong with one of them is no fault of the others. */
export async function readSources(found: readonly ModuleFiles[], isImplied: boolean): Promise<Sources> {
  const modules = new Map<string, ModuleSource | SourcesFault>();
  for (const files of found) {
    try {
      modules.set(files.key, await sourceOf(files));
    } catch (error) {
      if (!(error instanceof SourcesFault)) throw error;
      modules.set(files.key, error);
    }
  }
  return { modules, isImplied };
}
