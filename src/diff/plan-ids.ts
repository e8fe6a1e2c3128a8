import { readChanges } from "../review/changes";
import { type JsonObject } from "../terraform";
import { objectOf, stringOf } from "../terraform/json-shapes";

/** What AWS calls the things that a plan finds there, by the addresses that they have in it. */
export function idsInPlan(plan: JsonObject): ReadonlyMap<string, string> {
  return new Map(
    readChanges(plan).flatMap(({ address, deposed, mode, before }): [string, string][] => {
      const id = mode === "managed" && deposed === undefined ? stringOf(objectOf(before).id) : undefined;
      return id === undefined ? [] : [[address, id]];
    }),
  );
}
