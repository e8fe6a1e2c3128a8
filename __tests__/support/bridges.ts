import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { parseDocument } from "yaml";
import { loadPlan } from "../../src/address-plan/load-plans";
import type { BridgePlan } from "../../src/address-plan/bridge-plan";
import type { AddressPlan } from "../../src/address-plan/plan";
import { formatFault } from "../../src/config/fault";

export const PROJECT = resolve(__dirname, "../..");
export const EXAMPLES = ["article", "production"] as const;
export type Example = (typeof EXAMPLES)[number];

/** Changes to a bridge file: a dotted key and its new value; undefined takes the key out. */
export type Changes = Readonly<Record<string, unknown>>;

/** The text of a file of this project's with some keys changed. */
export function changedText(example: string, changes: Changes): string {
  const document = parseDocument(readFileSync(join(PROJECT, "bridges", `${example}.yaml`), "utf8"));
  for (const [key, value] of Object.entries(changes)) {
    const path = key.split(".");
    if (value === undefined) document.deleteIn(path);
    else document.setIn(path, document.createNode(value));
  }
  return document.toString();
}

/** The text of an example bridge with some keys changed. */
export function bridgeText(example: Example, changes: Changes = {}): string {
  return changedText(example, changes);
}

/** Runs with a temporary folder that is gone afterwards. */
export function inFolder<T>(run: (folder: string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), "overlap-test-"));
  try {
    return run(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The plan of a text; fails with the faults when it has any. */
export function planOfText(name: string, text: string): BridgePlan {
  return inFolder((folder) => {
    const file = join(folder, `${name}.yaml`);
    writeFileSync(file, text);
    const loaded = loadPlan(file);
    if ("faults" in loaded) throw new Error(loaded.faults.map(formatFault).join("\n"));
    return loaded.plan;
  });
}

/** The plan of an example bridge with some keys changed; fails with the faults when it has any. */
export function planOf(example: Example, changes: Changes = {}, name: string = example): AddressPlan {
  const plan = planOfText(name, bridgeText(example, changes));
  if (plan.place !== "client") throw new Error(`${name} is a hub`);
  return plan;
}

/** Changes that make an example's client side one that exists already. */
export const EXISTING_CLIENT: Changes = {
  "client.vpc": { id: "vpc-0123456789abcdef0", cidr: "10.64.0.0/16" },
  "client.subnets": {
    private1: { id: "subnet-0123456789abcdef0", route_table: "rtb-0123456789abcdef0", cidr: "10.64.0.0/24", zone: "a" },
  },
  "demo.client": undefined,
  "demo.connect_endpoint": undefined,
};

/** Changes that make the article's web side one that exists already. */
export const EXISTING_WEB: Changes = {
  "web.vpc": { id: "vpc-0123456789abcdef1", cidr: "10.64.0.0/16" },
  "web.subnets": {
    private: { id: "subnet-0123456789abcdef1", route_table: "rtb-0123456789abcdef1", cidr: "10.64.0.0/24", zone: "a" },
  },
  "web.security_groups": ["sg-0123456789abcdef1"],
  "demo.web": undefined,
};

/** Changes that make the article a bridge between VPCs that exist and are attached to one gateway already. */
export const ATTACHED: Changes = {
  ...EXISTING_CLIENT,
  ...EXISTING_WEB,
  "client.vpc": { id: "vpc-0123456789abcdef0", cidr: "10.64.0.0/16", secondary_cidrs: ["10.9.0.0/24"] },
  "client.subnets.attached-a": {
    id: "subnet-11111111",
    route_table: "rtb-11111111",
    cidr: "10.9.0.0/28",
    zone: "a",
    clients: false,
  },
  "client.subnets.attached-b": {
    id: "subnet-22222222",
    route_table: "rtb-22222222",
    cidr: "10.9.0.16/28",
    zone: "b",
    clients: false,
  },
  "client.attachment": { id: "tgw-attach-11111111", route_table: "tgw-rtb-11111111" },
  "client.attachment_subnets": ["attached-a", "attached-b"],
  "web.attachment": { id: "tgw-attach-22222222", route_table: "tgw-rtb-22222222" },
  "web.attachment_subnets": ["private"],
  transit_gateway: { id: "tgw-11111111" },
  reachability_analyzer: undefined,
};
