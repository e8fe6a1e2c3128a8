import { hasRole, isUnknown, type Resource, typesOf, type Value } from "../terraform";
import { isSet } from "./arguments";
import { type Doubt, doubtOf } from "./doubts";
import { type EndpointService, type LoadBalancer, type PrivateLink } from "./model";
import { type Registry } from "./registry";

/** The endpoint services of the input, and whom they accept. */
export interface EndpointServices {
  /** By Terraform address. */
  readonly byAddress: ReadonlyMap<string, EndpointService>;
  /** Endpoints that an accepter accepts; undefined is among them where it is not known which one does. */
  readonly accepted: ReadonlySet<Resource | undefined>;
}

/** Endpoint services with their network load balancers. Those of Gateway Load Balancers are no interface endpoint's. */
export function readEndpointServices(
  registry: Registry,
  balancers: ReadonlyMap<string, LoadBalancer>,
): EndpointServices {
  const { args, graph } = registry;
  const accepters = graph.ofType(typesOf("endpoint-accepter"), "managed");
  return {
    byAddress: new Map(
      graph
        .ofType(typesOf("endpoint-service"), "managed")
        .map((resource) => [resource.address, serviceOf(registry, resource, balancers)]),
    ),
    accepted: new Set(
      accepters.flatMap(({ values }) => {
        const linked = args.link(values.vpc_endpoint_id);
        if (linked.kind === "outside") return [];
        return [linked.kind === "resource" ? linked.resource : undefined];
      }),
    ),
  };
}

function serviceOf(
  { args }: Registry,
  resource: Resource,
  balancers: ReadonlyMap<string, LoadBalancer>,
): EndpointService {
  const { items, unknown } = args.list(resource.values.network_load_balancer_arns);
  const found = items.map((item) => {
    const linked = args.link(item);
    return linked.kind === "resource" ? balancers.get(linked.resource.address) : undefined;
  });
  const isOpen = unknown !== undefined || found.includes(undefined);
  return {
    address: resource.address,
    balancers: found.flatMap((one) => one ?? []),
    doubts: {
      balancers: isOpen ? [doubtOf(resource, "balancers", "which load balancers it has is not known")] : [],
    },
  };
}

/** What a `service_name` means: a service of AWS itself, one of the input, or why that is not known. */
type Meant =
  | { readonly kind: "of-aws" }
  | { readonly kind: "of-input"; readonly resource: Resource }
  | { readonly kind: "open"; readonly reason: string };

const OF_AWS: Meant = { kind: "of-aws" };
const NOT_KNOWN: Meant = { kind: "open", reason: "which service it leads to is not known" };

/** Lookups that name each other: Terraform has no circles, a file may. */
const MOST_LOOKUPS = 8;

function meantBy(registry: Registry, value: Value | undefined, lookups = 0): Meant {
  const linked = registry.args.link(value);
  switch (linked.kind) {
    case "outside":
      return byName(registry, linked.id);
    case "unknown":
      return isOfAws(linked.text) ? OF_AWS : NOT_KNOWN;
    case "none":
      return NOT_KNOWN;
    case "resource": {
      const { resource } = linked;
      if (!hasRole(resource.type, "endpoint-service") || lookups > MOST_LOOKUPS) return NOT_KNOWN;
      return resource.mode === "managed" ? { kind: "of-input", resource } : lookedUp(registry, resource, lookups);
    }
  }
}

/** A data source finds a service by the short name of one of AWS's, or by its whole name. */
function lookedUp(registry: Registry, { values }: Resource, lookups: number): Meant {
  if (isSet(values.service) && !isUnknown(values.service)) return OF_AWS;
  return isSet(values.service_name) ? meantBy(registry, values.service_name, lookups + 1) : NOT_KNOWN;
}

/** Names of services of customers have the service's id at their end (EC2 API, ServiceConfiguration). */
function byName({ args, graph }: Registry, name: string): Meant {
  const resource = graph.ofType(typesOf("endpoint-service"), "managed").find((one) => {
    const id = args.text(one, "id");
    return args.text(one, "service_name") === name || (id !== undefined && name.endsWith(`.${id}`));
  });
  if (resource) return { kind: "of-input", resource };
  return isOfCustomer(name) ? { kind: "open", reason: "the service that it leads to is not in the input" } : OF_AWS;
}

function isOfCustomer(name: string): boolean {
  return /(^|\.)vpce(\.|-svc-)/.test(name);
}

/** Whether the text of a name of which parts are not known is one of AWS's own services: "com.amazonaws.${...}.s3". */
function isOfAws(text: string): boolean {
  return /^(cn\.)?com\.amazonaws\.\$\{/.test(text) && !isOfCustomer(text);
}

/** States of an endpoint that carries nothing (EC2 API, VpcEndpoint), beside those of one that is not there yet. */
const SHUT = ["pendingacceptance", "rejected", "failed", "expired", "deleting", "deleted"];
/** Those that a later acceptance mends. */
const MENDABLE = ["pendingacceptance", "rejected"];

/** Whether an endpoint is accepted: by itself, by an accepter, as its state says, or since its service asks nobody. */
function acceptanceOf(
  { args, graph }: Registry,
  accepted: EndpointServices["accepted"],
  endpoint: Resource,
  service: Resource | undefined,
): Pick<PrivateLink, "isPending"> & Pick<PrivateLink["doubts"], "acceptance"> {
  const state = args.text(endpoint, "state")?.toLowerCase();
  const isAccepted = args.flag(endpoint, "auto_accept") === true || accepted.has(endpoint);
  const open = (reason: string) => ({ isPending: false, acceptance: [doubtOf(endpoint, "acceptance", reason)] });
  if (state !== undefined && SHUT.includes(state)) {
    // Terraform reads an endpoint before it accepts it; AWS tells both at once, or the accounts were asked at different times.
    if (isAccepted && graph.isWhole) return open(`its own state is ${state}, and its service has accepted it`);
    if (isAccepted && MENDABLE.includes(state)) return { isPending: false, acceptance: [] };
    return accepted.has(undefined)
      ? open("whether it is among those that are accepted is not known")
      : { isPending: true, acceptance: [] };
  }
  if (graph.isWhole && state !== undefined && state !== "available") return open(`its state is ${state}`);
  const isAsked = service ? args.flag(service, "acceptance_required") : true;
  if (isAccepted || state === "available" || isAsked === false) return { isPending: false, acceptance: [] };
  return open(
    isAsked === undefined
      ? "whether its service has it accepted is not known"
      : "it is not accepted in the input (auto_accept or an accepter)",
  );
}

/** What stands behind an interface endpoint; undefined where that is a service of AWS itself. */
export function privateLinkOf(
  registry: Registry,
  services: EndpointServices,
  endpoint: Resource,
): Omit<PrivateLink, "nics"> | undefined {
  const meant = meantBy(registry, endpoint.values.service_name);
  if (meant.kind === "of-aws") return undefined;
  const resource = meant.kind === "of-input" ? meant.resource : undefined;
  const service = resource && services.byAddress.get(resource.address);
  const reason = meant.kind === "open" ? meant.reason : "which service it leads to is not known";
  const open: Doubt<"service">[] = service ? [] : [doubtOf(endpoint, "service", reason)];
  const { isPending, acceptance } = acceptanceOf(registry, services.accepted, endpoint, resource);
  return {
    address: endpoint.address,
    ...(service && { service }),
    isPending,
    doubts: { service: open, acceptance },
  };
}
