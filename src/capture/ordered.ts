import { isObject } from "../account/json-parts";
import { type Json, type JsonObject } from "../terraform";

/** Lists whose order says something: the actions of a rule are taken one after the other. */
const AS_IT_IS = new Set(["Actions", "DefaultActions"]);

const byText = (one: Json): string => JSON.stringify(one);

function sorted(list: readonly Json[]): Json[] {
  const keyed = list.map((one) => ({ one, key: byText(one) }));
  return keyed.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0)).map(({ one }) => one);
}

/** A value with keys and lists in an order of their own: AWS may answer the same thing in another order the next time. */
function ordered(json: Json): Json {
  if (Array.isArray(json)) return sorted(json.map(ordered));
  return isObject(json) ? orderedObject(json) : json;
}

function orderedObject(json: JsonObject): JsonObject {
  const entries = Object.entries(json).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(
    entries.map(([key, value]) => [
      key,
      AS_IT_IS.has(key) && Array.isArray(value) ? value.map(ordered) : ordered(value),
    ]),
  );
}

/** Items of an answer by what tells them from each other, such as their ids. */
export function orderedItems(items: readonly JsonObject[], keys: readonly string[]): JsonObject[] {
  const keyed = items.map((item) => {
    const one = orderedObject(item);
    const ids = keys.map((key) => one[key] ?? null);
    return { one, key: `${byText(ids)} ${byText(one)}` };
  });
  return keyed.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0)).map(({ one }) => one);
}
