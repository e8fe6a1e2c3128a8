import { type Json, type JsonObject } from "../../src/terraform/json-shapes";

/** Numbers from 0 to 1 that are the same for the same seed (mulberry32). */
export function numbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const KEYS = [
  "__proto__",
  "constructor",
  "toString",
  "",
  "//",
  'a.b/c "d"',
  "count",
  "for_each",
  "dynamic",
  "references",
];
const VALUES: readonly Json[] = [
  ...[
    null,
    true,
    false,
    0,
    -1,
    1e308,
    0.5,
    "",
    "x".repeat(2000),
    "-1",
    "a\nb\u0000c\u001b[1m",
    "__proto__",
    "toString",
  ],
  ...[
    "10.0.0.0/33",
    "10.0.0.1/8",
    "::/0",
    "0.0.0.0/0",
    "${",
    "${}",
    "${each.key}",
    "${valueOf()}",
    "${local.toString}",
  ],
  ...[
    "${aws_vpc.client}",
    "${aws_vpc.nobody.id}",
    "${1/0}",
    '${cidrsubnet("10.0.0.0/8", -3, 1)}',
    '${toset(["a", 1])}',
  ],
  ...[[], {}, [null], [[]], [{}], { a: null }],
];

interface Place {
  readonly parent: JsonObject | Json[];
  readonly key: string;
  readonly path: string;
}

function placesIn(json: Json, path = ""): Place[] {
  if (typeof json !== "object" || json === null) return [];
  return Object.entries(json).flatMap(([key, value]) => [
    { parent: json, key, path: `${path}.${key}` },
    ...placesIn(value, `${path}.${key}`),
  ]);
}

/** Defines instead of assigning: `__proto__` must become a key like any other. */
function put(parent: Place["parent"], key: string, value: Json): void {
  Object.defineProperty(parent, key, { value, enumerable: true, configurable: true, writable: true });
}

function valueAt({ parent, key }: Place): Json {
  return structuredClone((parent as JsonObject)[key] ?? null);
}

/** A copy with one to five random changes of its structure: dropped, replaced, wrapped, renamed, copied elsewhere. */
export function mutated(original: JsonObject, random: () => number): { json: JsonObject; changes: string[] } {
  const pick = <T>(items: readonly T[]): T => items[Math.floor(random() * items.length)]!;
  const json = structuredClone(original);
  const changes: string[] = [];
  for (let left = 1 + Math.floor(random() * 5); left > 0; left--) {
    const places = placesIn(json);
    if (places.length === 0) break;
    const place = pick(places);
    const { parent, key, path } = place;
    const other = pick(places);
    const change = pick(["drop", "replace", "replace", "wrap", "rename", "copy"] as const);
    changes.push(`${change} ${path}`);
    if (change === "replace") put(parent, key, structuredClone(pick(VALUES)));
    else if (change === "wrap") put(parent, key, [valueAt(place)]);
    else if (change === "copy") put(parent, key, valueAt(other));
    else if (Array.isArray(parent)) parent.splice(Number(key), 1);
    else {
      const value = valueAt(place);
      delete parent[key];
      if (change === "rename") put(parent, pick(KEYS), value);
    }
  }
  return { json, changes };
}
