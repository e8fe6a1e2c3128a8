import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseDocument } from "yaml";
import type { HubPlan } from "../../src/address-plan/hub/hub-plan";
import { loadPlan } from "../../src/address-plan/load-plans";
import { formatFault } from "../../src/config/fault";
import { type Changes, inFolder, PROJECT } from "./bridges";

export const HUBS = ["hub", "whole-vpc"] as const;
export type HubExample = (typeof HUBS)[number];

/** The text of an example hub with some keys changed; undefined takes a key out. */
function hubText(example: HubExample, changes: Changes = {}): string {
  const document = parseDocument(readFileSync(join(PROJECT, "bridges", `${example}.yaml`), "utf8"));
  for (const [key, value] of Object.entries(changes)) {
    const path = key.split(".");
    if (value === undefined) document.deleteIn(path);
    else document.setIn(path, document.createNode(value));
  }
  return document.toString();
}

/** The plan of an example hub with some keys changed; fails with the faults when it has any. */
export function hubPlanOf(example: HubExample, changes: Changes = {}, name: string = example): HubPlan {
  return inFolder((folder) => {
    const file = join(folder, `${name}.yaml`);
    writeFileSync(file, hubText(example, changes));
    const loaded = loadPlan(file);
    if ("faults" in loaded) throw new Error(loaded.faults.map(formatFault).join("\n"));
    if (loaded.plan.place !== "hub") throw new Error(`${name} is no hub`);
    return loaded.plan;
  });
}
