import { type Direction } from "../topology";

/** Works out what is asked of a thing once: a topology never changes after it is built. */
export function oncePer<K extends object, T>(make: (thing: K) => T): (thing: K) => T {
  const known = new WeakMap<K, { readonly made: T }>();
  return (thing) => {
    const found = known.get(thing) ?? { made: make(thing) };
    known.set(thing, found);
    return found.made;
  };
}

/** What the map has under the key; it is made where it is asked for first. */
export function keptIn<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = make();
  map.set(key, made);
  return made;
}

type Directed<F, T> = (filter: F, direction: Direction) => T;

/** Works out what is asked of a filter's direction once: it is asked for at every crossing. */
export function onceFor<F extends object, T>(make: Directed<F, T>): Directed<F, T> {
  const inward = oncePer((filter: F) => make(filter, "ingress"));
  const outward = oncePer((filter: F) => make(filter, "egress"));
  return (filter, direction) => (direction === "ingress" ? inward(filter) : outward(filter));
}
