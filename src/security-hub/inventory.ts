import {
  isUnknown,
  type Resource,
  type ResourceGraph,
  type TypeName,
  type Value,
  type ValueObject,
} from "../terraform";
import { Arguments } from "../topology";

/** A setting whose value nobody knows before the apply. */
export const NOT_KNOWN: unique symbol = Symbol("not known before the apply");

export type Setting = string | undefined | typeof NOT_KNOWN;

/** What is managed here, and how its arguments are read. What only looks something up is somebody else's to judge. */
export class Inventory {
  readonly args: Arguments;
  private attached: ReadonlySet<string> | undefined;

  constructor(readonly graph: ResourceGraph) {
    this.args = new Arguments(graph);
  }

  all(...types: readonly TypeName[]): Resource[] {
    return this.graph.ofType(types, "managed");
  }

  /** An argument as text: undefined where it is left out. Truth values are "true" and "false". */
  setting(resource: Resource, name: string): Setting {
    const value = resource.values[name];
    // What a plan computes of an argument that nobody sets is AWS's default.
    if (isUnknown(value) && resource.configured && !resource.configured.has(name)) return undefined;
    return this.valueOf(value);
  }

  /** The same of a nested block. */
  within(block: ValueObject | undefined, name: string): Setting {
    return this.valueOf(block?.[name]);
  }

  private valueOf(value: Value | undefined): Setting {
    const text = this.args.textOf(value);
    return text === undefined && this.args.isUncertain(value) ? NOT_KNOWN : text;
  }

  blocks(resource: Resource, name: string): ValueObject[] {
    return this.args.blocks(resource.values[name]);
  }

  /** The first nested block of that name. */
  block(resource: Resource, name: string): ValueObject | undefined {
    return this.blocks(resource, name)[0];
  }

  /** Items of a list argument as texts; NOT_KNOWN where one of them, or how many there are, is not known. */
  texts(value: Value | undefined): readonly string[] | typeof NOT_KNOWN {
    if (value === undefined || value === null) return [];
    const { items, unknown } = this.args.list(value);
    const texts = items.map((item) => this.args.textOf(item));
    if (unknown !== undefined || texts.includes(undefined)) return NOT_KNOWN;
    return texts.filter((text) => text !== undefined);
  }

  /** The resource here that an argument names. */
  linked(value: Value | undefined): Resource | undefined {
    const link = this.args.link(value);
    return link.kind === "resource" && link.resource.mode === "managed" ? link.resource : undefined;
  }

  /** Resources of a type whose argument names this one. */
  pointingAt(target: Resource, type: TypeName, argument: string): Resource[] {
    return this.all(type).filter((one) => this.linked(one.values[argument])?.address === target.address);
  }

  /** Whether something other than a rule, or another group, has this security group. */
  isAttached(group: Resource): boolean {
    this.attached ??= new Set(
      this.graph.resources
        .filter(({ mode, type }) => mode === "managed" && !/security_group/.test(type))
        .flatMap((resource) => this.graph.references(resource).flatMap(({ to }) => to.map(({ address }) => address))),
    );
    return this.attached.has(group.address) || this.isNamedByIdentity(group);
  }

  /** States name groups by id. */
  private isNamedByIdentity({ values: { id } }: Resource): boolean {
    if (typeof id !== "string" || id === "") return false;
    const quoted = JSON.stringify(id);
    return this.graph.resources.some(
      ({ mode, type, values }) =>
        mode === "managed" && !/security_group/.test(type) && JSON.stringify(values).includes(quoted),
    );
  }
}

/** Why a setting does not have the value that it should have; nothing when it has. */
export function unless(setting: Setting, wanted: readonly string[], otherwise: string): string | undefined {
  if (setting === NOT_KNOWN) return "has a setting that is not known before the apply";
  return setting !== undefined && wanted.includes(setting) ? undefined : otherwise;
}
