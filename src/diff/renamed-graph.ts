import {
  isList,
  isObject,
  isUnknown,
  parseAddress,
  type Reference,
  type Resource,
  ResourceGraph,
  type Secrets,
  Unknown,
  type Unreadable,
  type Value,
  type ValueObject,
  withoutKeys,
} from "../terraform";

/** New addresses of resources, by those that they have. */
export type NewNames = ReadonlyMap<string, string>;

/** A part of a thing that a source leaves open. */
type OpenThing = NonNullable<Unreadable["opens"]>[number];

/** References of a graph, to resources that have new addresses. A block without keys stands for all of its instances. */
class References {
  private readonly instances = new Map<string, string[]>();

  constructor(private readonly names: NewNames) {
    for (const [address, name] of names) {
      const block = withoutKeys(address);
      if (block === address) continue;
      const known = this.instances.get(block);
      if (known) known.push(name);
      else this.instances.set(block, [name]);
    }
  }

  /** The addresses that one stands for now. */
  addresses(address: string): readonly string[] {
    const own = this.names.get(address);
    return own === undefined ? [address, ...(this.instances.get(address) ?? [])] : [own];
  }

  private reference({ address, attribute }: Reference): Reference[] {
    return this.addresses(address).map((one) => ({ address: one, attribute }));
  }

  opens(open: OpenThing): OpenThing[] {
    return this.addresses(open.address).map((address) => ({ ...open, address }));
  }

  value(value: Value): Value {
    if (isUnknown(value)) {
      const candidates = value.candidates.flatMap((one) => this.reference(one));
      const isExact = value.exact && candidates.length === value.candidates.length;
      return new Unknown(candidates, isExact, value.text);
    }
    if (isList(value)) return value.map((item) => this.value(item));
    return isObject(value) ? this.object(value) : value;
  }

  object(values: ValueObject): ValueObject {
    return Object.fromEntries(Object.entries(values).map(([key, value]) => [key, this.value(value)]));
  }
}

function renamed(resource: Resource, address: string): Resource {
  const parsed = parseAddress(address);
  if (!parsed) return { ...resource, address };
  const { name, module, index } = parsed;
  const { mode, type, values, dependsOn, provider, providerRegion, configured, origin } = resource;
  return {
    ...{ address, mode, type, name, module, values, dependsOn },
    ...(index !== undefined && { index }),
    ...(provider !== undefined && { provider }),
    ...(providerRegion !== undefined && { providerRegion }),
    ...(configured && { configured }),
    ...(origin && { origin }),
  };
}

/**
 * The graph with these resources under other addresses, wherever they are named.
 * @param secrets what may not be shown of it, by its new addresses
 */
export function renamedGraph(graph: ResourceGraph, names: NewNames, secrets: Secrets): ResourceGraph {
  if (names.size === 0 && secrets === graph.secrets) return graph;
  const references = new References(names);
  const resources = graph.resources.map((resource): Resource => {
    const name = names.get(resource.address);
    return {
      ...(name === undefined ? resource : renamed(resource, name)),
      values: references.object(resource.values),
      dependsOn: resource.dependsOn.flatMap((one) => references.addresses(one)),
    };
  });
  const unreadable = graph.unreadable.map((one) => ({
    ...one,
    address: names.get(one.address) ?? one.address,
    touches: one.touches.flatMap((touched) => references.addresses(touched)),
    ...(one.opens && { opens: one.opens.flatMap((open) => references.opens(open)) }),
  }));
  const { moved, outputs, disagreements, isWhole } = graph;
  return new ResourceGraph(graph.kind, resources, unreadable, { moved, outputs, disagreements, isWhole, secrets });
}
