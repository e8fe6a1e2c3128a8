import { type Dice } from "../dice";

/** What a hostile input claims to be; the commands that read it follow from that. */
export type Source = "synth" | "plan" | "state" | "bridge";

export interface Made {
  readonly source: Source;
  /** What stands in the file; or instead of a regular file a pipe that nobody writes to, a link in a circle, a folder. */
  readonly content: string | Uint8Array | { readonly place: "pipe" | "circle" | "folder" | "nothing" };
}

/** A kind of hostile input. */
export type Kind = (dice: Dice) => Made;

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

export function synth(json: Json): Made {
  return { source: "synth", content: JSON.stringify(json) };
}

export interface Planned {
  readonly type: string;
  readonly name: string;
  readonly index?: string | number;
  readonly module?: string;
  readonly values?: { readonly [key: string]: Json };
  /** Arguments that are known after apply only, with what they refer to. */
  readonly refers?: { readonly [key: string]: readonly string[] };
}

/** `terraform show -json` of a plan that creates these. */
export function plan(resources: readonly Planned[], configuration?: Json): Made {
  const changes = resources.map(({ type, name, index, module, values = {}, refers = {} }) => {
    const key = index === undefined ? "" : `[${JSON.stringify(index)}]`;
    const unknown = Object.fromEntries(Object.keys(refers).map((argument) => [argument, true]));
    return {
      address: `${module === undefined ? "" : `${module}.`}${type}.${name}${key}`,
      ...(module !== undefined && { module_address: module }),
      mode: "managed",
      type,
      name,
      ...(index !== undefined && { index }),
      change: { actions: ["create"], before: null, after: values, after_unknown: { id: true, ...unknown } },
    };
  });
  const blocks = resources
    .filter(({ module }) => module === undefined)
    .map(({ type, name, values = {}, refers = {} }) => ({
      address: `${type}.${name}`,
      mode: "managed",
      type,
      name,
      expressions: {
        ...Object.fromEntries(Object.entries(values).map(([key, value]) => [key, { constant_value: value }])),
        ...Object.fromEntries(Object.entries(refers).map(([key, references]) => [key, { references }])),
      },
    }));
  const json = {
    format_version: "1.2",
    terraform_version: "1.11.4",
    resource_changes: changes,
    configuration: configuration ?? { root_module: { resources: blocks } },
  };
  return { source: "plan", content: JSON.stringify(json) };
}

/** What exists, as `terraform show -json` tells it. */
export function state(resources: readonly Planned[]): Made {
  const all = resources.map(({ type, name, index, values = {} }) => ({
    address: `${type}.${name}${index === undefined ? "" : `[${JSON.stringify(index)}]`}`,
    mode: "managed",
    type,
    name,
    ...(index !== undefined && { index }),
    values: { id: `${type}-${name}-${index ?? ""}`, ...values },
  }));
  const json = { format_version: "1.0", terraform_version: "1.11.4", values: { root_module: { resources: all } } };
  return { source: "state", content: JSON.stringify(json) };
}
