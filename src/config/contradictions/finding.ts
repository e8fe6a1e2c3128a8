import { type Finding } from "../fault";
import { type KeyPath } from "../key-path";
import { type Patch } from "../patch";
import { type BridgeConfig } from "../schema";

/** A check between keys, which a schema can't say. */
export type Check = (config: BridgeConfig) => Finding[];

export function finding(path: KeyPath, rule: string, message: string, fix: string): Finding {
  return { path, rule, message, fix };
}

/** A finding with the change that could make it go away. */
export function mendable(found: Finding, patch: Patch | undefined): Finding {
  return patch ? { ...found, mend: { patch } } : found;
}

/** What to write where a name is expected; `first` is what to do where there is no name to choose. */
export function oneOf(names: readonly string[], first = "write a subnet first"): string {
  return names.length > 0 ? `write one of ${names.join(", ")}` : first;
}
