import { type Json, type JsonObject, stringOf } from "./json-shapes";
import { type Origin } from "./origin";
import { NO_SECRETS, type Secrets } from "./secrets/secrets";
import { type Disagreement } from "./sources/disagreement";
import { type TypeName } from "./resource-types";
import { isUnknown, type Reference, type Unknown, type Value, type ValueObject } from "./value";

/** One instance of a resource or data source, as planned, applied or configured. */
export interface Resource {
  /** Full address with module path and instance key. */
  readonly address: string;
  readonly mode: "managed" | "data";
  readonly type: string;
  readonly name: string;
  readonly index?: string | number;
  /** `module.a["x"]`, or "" for the root module. */
  readonly module: string;
  /** Provider with alias where the input tells it, e.g. `aws.peer`. */
  readonly provider?: string;
  /** The Region that the configuration of its provider names, or the variable that gives it. */
  readonly providerRegion?: string;
  readonly values: ValueObject;
  /** Addresses as written; modules and blocks without instance keys stand for all of theirs. */
  readonly dependsOn: readonly string[];
  /** Arguments that the configuration sets; undefined when the input does not tell. */
  readonly configured?: ReadonlySet<string>;
  /** Undefined for what the input itself holds. */
  readonly origin?: Origin;
}

/** A part of a thing that may be otherwise than the input has it, by the names that doubts have in the topology. */
export type OpenPart = "acl" | "ipv6Ranges" | "passage" | "ranges" | "rules" | "table" | "tenants" | "unasked";

/** Something in the input whose effect on the network can't be read. */
export interface Unreadable {
  readonly address: string;
  readonly reason: string;
  /** Addresses of what it may change. */
  readonly touches: readonly string[];
  /** What of other things it leaves open, where that is known so precisely. @default - nothing but what it touches */
  readonly opens?: readonly { readonly address: string; readonly part: OpenPart }[];
  /** Not what a resource is, but what a plan leaves open of its apply: an action, a change for later, or what changes at all. */
  readonly leaves?: "action" | "deferred" | "changes";
}

/** A resource that can't be told from others: what it does to the network is unknown, so it is named as well as it can be. */
export function withoutAddress(json: JsonObject, where: string): Unreadable {
  const parts = [stringOf(json.type), stringOf(json.name)].filter((part) => part !== undefined && part !== "");
  const address = parts.length > 0 ? parts.join(".") : `a resource in ${where}`;
  return { address, reason: `has no address in ${where}, so it was left out`, touches: [] };
}

/** Kinds of Terraform's JSON. */
export type TerraformKind = "synth" | "plan" | "state";

/** Where a graph comes from: Terraform's JSON, or what AWS itself answered. */
export type SourceKind = TerraformKind | "account";

/** Where a value leads: a literal, a link to an attribute that only AWS fills in, or one of several. */
export type Resolved =
  | { readonly kind: "literal"; readonly value: Exclude<Value, Unknown> }
  | { readonly kind: "link"; readonly to: Resource; readonly attribute: string }
  | { readonly kind: "unknown"; readonly unknown: Unknown };

/** Links that are followed one after the other; Terraform's own are some few. */
const LONGEST_WAY = 200;

/** What is known of an input beside its resources. */
export interface About {
  /** Addresses that resources had before the plan moves them, and those that they have then. */
  readonly moved?: ReadonlyMap<string, string>;
  /** What of it may not be shown. */
  readonly secrets?: Secrets;
  /** Values of the root module's outputs, by name. */
  readonly outputs?: ReadonlyMap<string, Json>;
  /** Regions of the configurations of AWS's provider, by their keys, as far as they are known. */
  readonly providerRegions?: ReadonlyMap<string, string>;
  /** Where the sources that were read along with a plan are not those that it was made of. */
  readonly disagreements?: readonly Disagreement[];
  /** @default - of accounts only */
  readonly isWhole?: boolean;
}

/** All resources of one input with the links between them. */
export class ResourceGraph {
  readonly moved: ReadonlyMap<string, string>;
  readonly secrets: Secrets;
  readonly outputs: ReadonlyMap<string, Json>;
  readonly disagreements: readonly Disagreement[];
  readonly providerRegions: ReadonlyMap<string, string>;
  /** Whether it holds everything that there is, whoever made it, and not only what one configuration manages. */
  readonly isWhole: boolean;
  private readonly byAddress = new Map<string, Resource>();
  private readonly byTypeName = new Map<string, Resource[]>();
  private readonly byIdentity = new Map<string, Resource[]>();

  constructor(
    readonly kind: SourceKind,
    readonly resources: readonly Resource[],
    readonly unreadable: readonly Unreadable[] = [],
    about: About = {},
  ) {
    this.moved = about.moved ?? new Map();
    this.secrets = about.secrets ?? NO_SECRETS;
    this.outputs = about.outputs ?? new Map();
    this.disagreements = about.disagreements ?? [];
    this.providerRegions = about.providerRegions ?? new Map();
    this.isWhole = about.isWhole ?? kind === "account";
    for (const resource of resources) {
      if (!this.byAddress.has(resource.address)) this.byAddress.set(resource.address, resource);
      push(this.byTypeName, resource.type, resource);
      for (const attribute of ["id", "arn"]) {
        const value = resource.values[attribute];
        if (typeof value === "string" && value !== "") push(this.byIdentity, value, resource);
      }
    }
  }

  /** Whether it is of what exists, not of what is to be made: every attribute has the value that AWS told. */
  get isApplied(): boolean {
    return this.kind === "state" || this.kind === "account";
  }

  /** The same input with other resources in it. */
  with(resources: readonly Resource[], unreadable = this.unreadable): ResourceGraph {
    return new ResourceGraph(this.kind, resources, unreadable, this);
  }

  /** The same input with other values of the root module's outputs. */
  withOutputs(outputs: ReadonlyMap<string, Json>): ResourceGraph {
    return new ResourceGraph(this.kind, this.resources, this.unreadable, { ...this, outputs });
  }

  /** The resource with exactly this address. */
  get(address: string): Resource | undefined {
    return this.byAddress.get(address);
  }

  /** The address that a resource has in this input, when it is asked for by the one that it had before. */
  currentAddress(address: string): string {
    return this.byAddress.has(address) ? address : (this.moved.get(address) ?? address);
  }

  /** All instances of these types, managed ones and data sources alike unless `mode` says otherwise. */
  ofType(types: readonly TypeName[], mode?: "managed" | "data"): Resource[] {
    const found = types.flatMap((type) => this.byTypeName.get(type) ?? []);
    return mode ? found.filter((resource) => resource.mode === mode) : found;
  }

  /** Resources that carry this id or ARN. Several, when a data source describes a managed resource. */
  withIdentity(identity: string): readonly Resource[] {
    return this.byIdentity.get(identity) ?? [];
  }

  /** The managed resource of a type that carries this id. */
  managedWithId(type: TypeName, id: string): Resource | undefined {
    return this.withIdentity(id).find((one) => one.mode === "managed" && one.type === type);
  }

  /** Follows links until a literal or an attribute that only AWS fills in. */
  resolve(value: Value | undefined): Resolved {
    let current: Value = value ?? null;
    if (!isUnknown(current)) return { kind: "literal", value: current };
    const seen = new Set<string>();
    for (;;) {
      if (!isUnknown(current)) return { kind: "literal", value: current };
      const only: Reference | undefined = current.candidates[0];
      if (!current.exact || !only || only.attribute === "") return { kind: "unknown", unknown: current };
      const key = `${only.address}|${only.attribute}`;
      const to = this.byAddress.get(only.address);
      if (!to || seen.has(key) || seen.size >= LONGEST_WAY) return { kind: "unknown", unknown: current };
      seen.add(key);
      const next: Value | undefined = to.values[only.attribute];
      const isOwn = isUnknown(next) && next.candidates[0]?.address === only.address;
      if (next === undefined || isOwn) return { kind: "link", to, attribute: only.attribute };
      if (isUnknown(next) && next.candidates.length === 0) return { kind: "link", to, attribute: only.attribute };
      current = next;
    }
  }

  /** Every link of a resource, by the path of the argument that holds it. */
  references(
    resource: Resource,
  ): { readonly path: string; readonly to: readonly Reference[]; readonly exact: boolean }[] {
    const found: { path: string; to: readonly Reference[]; exact: boolean }[] = [];
    const visit = (value: Value | undefined, path: string): void => {
      if (value instanceof Array) value.forEach((item: Value, i) => visit(item, `${path}[${i}]`));
      else if (isUnknown(value)) {
        if (value.candidates.length > 0) found.push({ path, to: value.candidates, exact: value.exact });
      } else if (typeof value === "object" && value !== null)
        for (const [key, item] of Object.entries(value)) visit(item, path ? `${path}.${key}` : key);
    };
    visit(resource.values, "");
    return found;
  }
}

/** A text attribute of a resource; undefined where it has none, an empty one, or one that is not known. */
export function textValue(resource: Resource | undefined, name: string): string | undefined {
  const value = resource?.values[name];
  return typeof value === "string" && value !== "" ? value : undefined;
}

/** Adds a value to the list that a map has under a key. */
export function push<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}
