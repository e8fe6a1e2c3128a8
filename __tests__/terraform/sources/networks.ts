import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type JsonObject } from "../../../src/terraform";

/** Networks of modules, each in a folder of its own, with the first plan and the state after it was applied. */
export const NETWORKS = join(__dirname, "networks");
export const NAMES = ["vpc", "hub", "cluster"] as const;
export type Name = (typeof NAMES)[number];

export function jsonOf(name: Name, what: "plan" | "state"): JsonObject {
  return JSON.parse(readFileSync(join(NETWORKS, name, `${what}.json`), "utf8")) as JsonObject;
}

export function planFileOf(name: Name): Buffer {
  return readFileSync(join(NETWORKS, name, "plan.out"));
}
