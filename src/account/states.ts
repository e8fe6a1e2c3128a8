import { type JsonObject } from "../terraform";
import { object, text } from "./json-parts";

/** Whether an association, of which AWS tells also after its end, is there. */
export function isAssociated(json: JsonObject, key: string): boolean {
  const state = text(object(json, key), "State");
  return state === undefined || state === "associated" || state === "associating";
}

/** States in which AWS goes on telling of a thing that is gone. */
const GONE = new Set(["deleted", "deleting", "terminated", "shutting-down", "failed", "rejected", "expired"]);

/** Whether a thing is gone, by the state that AWS tells. */
export function isGone(state: string | undefined): boolean {
  return state !== undefined && GONE.has(state.toLowerCase());
}
