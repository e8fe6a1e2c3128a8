import { type Network } from "./network";
import { type Canary } from "./leaks";

type Path = readonly (string | number)[];

/** An argument of a resource, or a part of one. */
export interface Leaf extends Canary {
  readonly address: string;
  readonly path: Path;
}

/** Every text and number of a network, with where it stands. */
export function leavesOf(network: Network): Leaf[] {
  const found: Leaf[] = [];
  const visit = (address: string, value: unknown, path: Path): void => {
    if (typeof value === "string" || typeof value === "number")
      found.push({ address, path, value, where: `${address} ${path.join(".")}` });
    else if (Array.isArray(value)) value.forEach((item, i) => visit(address, item, [...path, i]));
    else if (typeof value === "object" && value !== null)
      for (const [key, item] of Object.entries(value)) visit(address, item, [...path, key]);
  };
  for (const [address, values] of Object.entries(network)) visit(address, values, []);
  return found;
}

/** Masks as Terraform writes them, `true` at each of these paths. */
export function masksOf(leaves: readonly Pick<Leaf, "address" | "path">[], network: Network): Map<string, unknown> {
  const masks = new Map<string, unknown>();
  const put = (mask: unknown, value: unknown, path: Path): unknown => {
    const [step, ...rest] = path;
    if (step === undefined || mask === true) return true;
    if (Array.isArray(value)) {
      const masks = (mask ?? []) as readonly unknown[];
      return value.map((item: unknown, i) => (i === step ? put(masks[i], item, rest) : (masks[i] ?? false)));
    }
    const known = (mask ?? {}) as Record<string, unknown>;
    return { ...known, [step]: put(known[step], (value as Record<string, unknown>)[step], rest) };
  };
  for (const { address, path } of leaves) masks.set(address, put(masks.get(address), network[address], path));
  return masks;
}

function parts(address: string) {
  const words = address.split(".");
  const [mode, type, name] = words[0] === "data" ? ["data", words[1], words[2]] : ["managed", words[0], words[1]];
  return { address, mode, type, name, provider_name: "registry.terraform.io/hashicorp/aws" };
}

export type Masks = ReadonlyMap<string, unknown>;

function valuesOf(network: Network, masks: Masks) {
  const resources = Object.entries(network).map(([address, values]) => ({
    ...parts(address),
    values,
    sensitive_values: masks.get(address) ?? {},
  }));
  return { root_module: { resources } };
}

const HEAD = { format_version: "1.2", terraform_version: "1.11.4" };

export function stateOf(network: Network, masks: Masks): object {
  return { ...HEAD, values: valuesOf(network, masks) };
}

/** One side of a plan. */
export interface Side {
  readonly network: Network;
  readonly masks: Masks;
}

const NOTHING: Side = { network: {}, masks: new Map() };

/** A plan that makes one network of the other, resource by resource. */
export function planOf(before: Side = NOTHING, after: Side = NOTHING, more: object = {}): object {
  const addresses = [...new Set([...Object.keys(before.network), ...Object.keys(after.network)])];
  const changes = addresses.flatMap((address) => {
    const [was, will] = [before.network[address], after.network[address]];
    const actions = was && will ? ["update"] : will ? ["create"] : ["delete"];
    if (address.startsWith("data.")) return [];
    return [
      {
        ...parts(address),
        change: {
          actions,
          before: was ?? null,
          after: will ?? null,
          after_unknown: {},
          before_sensitive: was ? (before.masks.get(address) ?? {}) : false,
          after_sensitive: will ? (after.masks.get(address) ?? {}) : false,
        },
      },
    ];
  });
  return {
    ...HEAD,
    planned_values: valuesOf(after.network, after.masks),
    prior_state: { ...HEAD, values: valuesOf(before.network, before.masks) },
    resource_changes: changes,
    ...more,
  };
}

/** Text that is no template, as a configuration has it. */
function written(value: unknown): unknown {
  if (typeof value === "string") return value.replace(/([$%])\{/g, "$1$1{");
  if (Array.isArray(value)) return value.map(written);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, written(item)]));
}

/**
 * The network as a `cdk.tf.json`, with each of these leaves in a sensitive variable.
 * @param refer how the argument says the variable's value
 */
export function synthOf(
  network: Network,
  leaves: readonly Leaf[],
  refer = (name: string): string => `\${var.${name}}`,
): object {
  const variable: Record<string, unknown> = {};
  const resources = structuredClone(written(network)) as Record<string, Record<string, unknown>>;
  leaves.forEach(({ address, path, value }, i) => {
    variable[`v${i}`] = { sensitive: true, type: typeof value, default: value };
    const holder = path
      .slice(0, -1)
      .reduce<unknown>((at, step) => (at as Record<string | number, unknown>)[step], resources[address]);
    (holder as Record<string | number, unknown>)[path.at(-1)!] = refer(`v${i}`);
  });
  const blocks: Record<"managed" | "data", Record<string, Record<string, unknown>>> = { managed: {}, data: {} };
  for (const [address, values] of Object.entries(resources)) {
    const { mode, type = "", name = "" } = parts(address);
    (blocks[mode as "managed" | "data"][type] ??= {})[name] = values;
  }
  return { terraform: {}, variable, resource: blocks.managed, data: blocks.data };
}
