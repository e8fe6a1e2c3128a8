import type { Finding, KeyPath } from "../fault";
import type { BridgeConfig } from "../schema";

/** A check between keys, which a schema can't say. */
export type Check = (config: BridgeConfig) => Finding[];

export function finding(path: KeyPath, rule: string, message: string, fix: string): Finding {
  return { path, rule, message, fix };
}

/** What to write where a name is expected. */
export function oneOf(names: readonly string[]): string {
  return names.length > 0 ? `write one of ${names.join(", ")}` : "write a subnet first";
}
