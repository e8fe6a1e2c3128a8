import { asRegion, regionOfZone, type Resource, type ResourceGraph, type Value } from "../terraform";
import { textTold } from "./charged-values";

const DEFAULT_PROVIDER = "aws";

/** The key of a resource's provider. A state names providers by their source, and tells no configuration of them. */
export function providerKey({ provider }: Resource): string {
  return provider === undefined || provider.includes("/") ? DEFAULT_PROVIDER : provider;
}

/** The Region in an ARN: arn:aws:ec2:eu-west-1:111122223333:... */
function regionInArn(value: Value | undefined): string | undefined {
  return typeof value === "string" && value.startsWith("arn:") ? asRegion(value.split(":", 4)[3]) : undefined;
}

/** What a resource itself says of where it is. */
function ownRegion({ values }: Resource): string | undefined {
  const { availability_zone: zone } = values;
  return regionInArn(values.arn) ?? (typeof zone === "string" ? regionOfZone(zone) : undefined);
}

/**
 * Where the resources of a graph are: as their own argument says (AWS provider 6), or their provider, or they themselves; what tells
 * nothing is where all of its provider is that tells something.
 */
export function regionsIn(graph: ResourceGraph): (resource: Resource) => string | undefined {
  const told = (resource: Resource): string | undefined => {
    const own = textTold(graph, resource, "region");
    if (own === "unknown") return undefined;
    if (own !== "unset") return asRegion(own.value);
    return graph.providerRegions.get(providerKey(resource)) ?? ownRegion(resource);
  };
  const byProvider = new Map<string, Set<string>>();
  for (const resource of graph.resources) {
    const region = told(resource);
    const key = providerKey(resource);
    if (region !== undefined) byProvider.set(key, (byProvider.get(key) ?? new Set()).add(region));
  }
  return (resource) => {
    const found = told(resource);
    if (found !== undefined || textTold(graph, resource, "region") === "unknown") return found;
    const all = byProvider.get(providerKey(resource));
    return all?.size === 1 ? [...all][0] : undefined;
  };
}
