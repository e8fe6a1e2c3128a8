import { readContent } from "../config/content";
import { hubSchema } from "../config/hub-schema";
import { applyPatch, isMap, joinPatches, patchAt } from "../config/patch";
import { bridgeSchema } from "../config/schema";

/** A map of a bridge file, as YAML has it. */
export type Plain = Readonly<Record<string, unknown>>;

/** The map at a key; an empty one where there is none. */
export function mapAt(map: Plain, key: string): Plain {
  const found = map[key];
  return isMap(found) ? found : {};
}

/** Whether a file's content is of a hub. */
export function isHubContent(content: Plain): boolean {
  return mapAt(content, "bridge")["place"] === "hub";
}

/** A map without these keys. */
export function without(map: Plain, ...keys: readonly string[]): Plain {
  return Object.fromEntries(Object.entries(map).filter(([key]) => !keys.includes(key)));
}

/** A map with each of its values changed. */
export function mapped(map: Plain, change: (value: Plain, place: number) => Plain): Plain {
  return Object.fromEntries(
    Object.entries(map).map(([key, value], place) => [key, isMap(value) ? change(value, place) : value]),
  );
}

/** The rule of keys that do nothing beside what else a file says. */
const IDLE = "ignored-key";
/** Without a key another one may have nothing to do, as that of a section; more often than this none goes on. */
const MOST_ROUNDS = 3;

/** The content without keys that do nothing in it: they were written for another way. */
export function withoutIdleKeys(name: string, content: Plain): Plain {
  let left = content;
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const idle = readContent(name, left).findings.filter(({ rule, path }) => rule === IDLE && path.every(isWord));
    if (idle.length === 0) return left;
    left = applyPatch(left, joinPatches(idle.map(({ path }) => patchAt(path, null)))) as Plain;
  }
  return left;
}

const isWord = (part: string | number) => typeof part === "string";

/** The content without keys that the schema of its place does not know: with them the other place says how it does its work. */
export function withoutForeignKeys(content: Plain): Plain {
  const copy = structuredClone(content);
  const { error } = (isHubContent(copy) ? hubSchema : bridgeSchema).safeParse(copy);
  for (const issue of error?.issues ?? []) {
    if (issue.code !== "unrecognized_keys") continue;
    const parent = issue.path.reduce<unknown>((at, key) => (at as Plain)[String(key)], copy);
    for (const key of issue.keys) delete (parent as Record<string, unknown>)[key];
  }
  return copy;
}
