import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Testing } from "cdktf";
import type { BridgePlan } from "../../src/address-plan/bridge-plan";
import { OverlapBridgeStack } from "../../src/stacks/overlap-bridge-stack";
import { PROJECT } from "./bridges";

export type Attributes = Readonly<Record<string, unknown>>;
type Block = Readonly<Record<string, Readonly<Record<string, Attributes>>>>;

export interface StackJson {
  readonly resource: Block;
  readonly data?: Block;
  readonly module?: Readonly<Record<string, Attributes>>;
  readonly output: Readonly<Record<string, { readonly value: unknown; readonly description: string }>>;
  readonly provider: Readonly<Record<string, readonly Attributes[]>>;
  readonly terraform: Attributes;
}

const RELATIVE_MODULES = ["./modules/reachability-analyzer"];
/** What the CLI tells an app: cdktn checks by it whether each Terraform that is meant has what a stack uses. */
const { targetVersions } = JSON.parse(readFileSync(join(PROJECT, "cdktf.json"), "utf8")) as { targetVersions: object };

/** A stack, not yet synthesized, for cdktf's matchers that take one. */
export function stackOf(plan: BridgePlan): OverlapBridgeStack {
  const app = Testing.app({ context: { cdktfRelativeModules: RELATIVE_MODULES, targetVersions } });
  return new OverlapBridgeStack(app, plan);
}

/** A stack's Terraform JSON as text, for cdktf's matchers; with cdktf's validations. */
export function synthText(plan: BridgePlan): string {
  return Testing.synth(stackOf(plan), true);
}

/** A stack's Terraform JSON, read. */
export function synthJson(plan: BridgePlan): StackJson {
  return JSON.parse(synthText(plan)) as StackJson;
}

/** How many resources of each type there are. */
export function countByType(stack: StackJson): Record<string, number> {
  return Object.fromEntries(Object.entries(stack.resource).map(([type, named]) => [type, Object.keys(named).length]));
}

/** Everything of one type, by name. */
export function allOf(stack: StackJson, type: string): Record<string, Attributes> {
  return { ...stack.resource[type] };
}

/**
 * One resource (or data source, with `data.` in front) by its address.
 * @throws Error that names those of the type when there is none of that name
 */
export function at(stack: StackJson, address: string): Attributes {
  const parts = address.split(".");
  const block = parts[0] === "data" ? stack.data : stack.resource;
  const [type = "", name = ""] = parts[0] === "data" ? parts.slice(1) : parts;
  const found = block?.[type]?.[name];
  if (!found)
    throw new Error(`no ${address}; there are ${Object.keys(block?.[type] ?? {}).join(", ") || "none of the type"}`);
  return found;
}

/** The routes in one route table: destination to target, as written. */
export function routesOf(stack: StackJson, table: string): Record<string, string> {
  const routes = Object.values(allOf(stack, "aws_route")).filter(
    (route) => route["route_table_id"] === `\${aws_route_table.${table}.id}`,
  );
  return Object.fromEntries(routes.map((route) => [String(route["destination_cidr_block"]), targetOf(route)]));
}

const KINDS_OF_TARGET = [
  "nat_gateway_id",
  "network_interface_id",
  "transit_gateway_id",
  "vpc_peering_connection_id",
] as const;

function targetOf(route: Attributes): string {
  const target = KINDS_OF_TARGET.map((kind) => route[kind]).find((one) => typeof one === "string");
  return (target ?? "").replace(/^\$\{(.*)\.id\}$/, "$1");
}

/** Every address that an attribute value refers to, e.g. aws_vpc.client. */
export function references(value: unknown): string[] {
  const found = JSON.stringify(value).matchAll(/\$\{((?:data\.)?[a-z0-9_]+\.[A-Za-z0-9_-]+)/g);
  return [...new Set([...found].map((match) => match[1] ?? ""))].sort();
}

/** The addresses of all resources and data sources. */
export function addresses(stack: StackJson): string[] {
  const of = (prefix: string, block: Block = {}) =>
    Object.entries(block).flatMap(([type, named]) => Object.keys(named).map((name) => `${prefix}${type}.${name}`));
  return [...of("", stack.resource), ...of("data.", stack.data)].sort();
}
