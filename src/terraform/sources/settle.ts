import { push } from "../graph";
import {
  isList,
  isObject,
  isUnknown,
  isWhollyKnown,
  ownEntry,
  type Reference,
  type Unknown,
  type Value,
  type ValueObject,
} from "../value";

/** Whether a link that the sources tell may be taken. */
export type Accept = (link: Reference) => boolean;

/** A link to one plain attribute of one instance; of what lies deeper in one it is not sure that it will be there. */
function isLink(value: Value | undefined): value is Unknown {
  return isUnknown(value) && value.exact && /^\w+$/.test(value.candidates[0]?.attribute ?? "");
}

function isSettled(value: Value, accept: Accept): boolean {
  if (isUnknown(value)) return isLink(value) && accept(value.candidates[0]!);
  if (isList(value)) return value.every((item) => isSettled(item, accept));
  return !isObject(value) && value !== null;
}

/**
 * What a plan shows of an argument, with links from the sources where the plan only has names. What the plan knows stays as
 * it is, and what the sources can't tell too.
 * @param shown the value by the plan alone
 * @param told the same by the sources
 */
export function settled(shown: Value, told: Value | undefined, accept: Accept): Value {
  if (told === undefined || isWhollyKnown(shown)) return shown;
  if (isUnknown(shown)) {
    if (isLink(told)) return accept(told.candidates[0]!) ? told : shown;
    // A list that holds anything unknown is unknown as a whole where Terraform sees a set.
    return isList(told) && !isWhollyKnown(told) && told.every((item) => isSettled(item, accept)) ? told : shown;
  }
  if (isList(shown)) return isList(told) ? settledList(shown, told, accept) : shown;
  if (isObject(shown) && isObject(told)) return settledObject(shown, told, accept);
  return shown;
}

function settledObject(shown: ValueObject, told: ValueObject, accept: Accept): ValueObject {
  return Object.fromEntries(
    Object.entries(shown).map(([key, value]) => [key, settled(value, ownEntry(told, key), accept)]),
  );
}

function settledList(shown: readonly Value[], told: readonly Value[], accept: Accept): readonly Value[] {
  if (shown.length !== told.length) return shown;
  return shown.some(isObject) ? settledBlocks(shown, told, accept) : settledItems(shown, told, accept);
}

/** Ids of which some are known. Which is which does not matter, for no list of ids has an order that a packet meets. */
function settledItems(shown: readonly Value[], told: readonly Value[], accept: Accept): readonly Value[] {
  const known = shown.filter((one) => !isUnknown(one)).map((one) => JSON.stringify(one));
  const links = told.filter(isUnknown);
  const plain = told.filter((one) => !isUnknown(one)).map((one) => JSON.stringify(one));
  const isSame = [...known].sort().join("\0") === [...plain].sort().join("\0");
  if (!isSame || !links.every((one) => isSettled(one, accept))) return shown;
  const rest = links.values();
  return shown.map((one) => (isUnknown(one) ? (rest.next().value ?? one) : one));
}

/** `"80"` and `80` are the same to an argument of a resource. */
function scalarText(value: Value): string {
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

/** Whether a block of the plan can be one of the sources: what both know is the same. */
function canBe(shown: Value, told: Value | undefined): boolean {
  if (told === undefined || isUnknown(shown) || isUnknown(told)) return true;
  // What is left out may be filled in.
  if (told === null || shown === null) return told === shown || told === null;
  if (isList(shown) && isList(told)) {
    if (!isWhollyKnown(shown) || !isWhollyKnown(told)) return true;
    const text = (list: readonly Value[]): string =>
      list
        .map((one) => JSON.stringify(one))
        .sort()
        .join();
    return shown.some(isObject) || text(shown) === text(told);
  }
  if (isObject(shown) && isObject(told))
    return Object.entries(shown).every(([key, value]) => canBe(value, ownEntry(told, key)));
  return scalarText(shown) === scalarText(told);
}

/** Blocks of a set stand in another order in the plan; each is found by what is known of it. */
function settledBlocks(shown: readonly Value[], told: readonly Value[], accept: Accept): readonly Value[] {
  const fitting = shown.map((block) => told.flatMap((one, i) => (canBe(block, one) ? [i] : [])));
  // Blocks that look the same share out those that fit all of them, in any order.
  const alike = new Map<string, number[]>();
  shown.forEach((block, i) => push(alike, JSON.stringify([block, fitting[i]]), i));
  const result = [...shown];
  for (const places of alike.values()) {
    const own = fitting[places[0]!]!;
    // None of them may be of any other block.
    const isOwn = own.every((i) => fitting.filter((one) => one.includes(i)).length === places.length);
    if (own.length !== places.length || !isOwn) continue;
    places.forEach((place, i) => (result[place] = settled(shown[place]!, told[own[i]!], accept)));
  }
  return result;
}
