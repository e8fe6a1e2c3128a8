import { hasRole, type Resource, type Value, type ValueObject } from "../terraform";
import { type Acceleration, type Match } from "./model";
import { type Registry } from "./registry";

const PROTOCOLS: Readonly<Record<string, number>> = { TCP: 6, UDP: 17 };

interface Range {
  readonly from: number;
  readonly to: number;
}

/** A listener's ports; undefined where one of them isn't known. */
function rangesOf({ args }: Registry, { values }: Resource): readonly Range[] | undefined {
  const { items, unknown } = args.list(values.port_range);
  if (unknown || items.length === 0) return undefined;
  const ranges: Range[] = [];
  for (const { from_port, to_port } of args.blocks(values.port_range)) {
    const [from, to] = [args.numberOf(from_port), args.numberOf(to_port)];
    if (from === undefined || to === undefined) return undefined;
    ranges.push({ from, to });
  }
  return ranges.length === items.length ? ranges : undefined;
}

/** Ports on which endpoints get what comes in on one port of the listener; undefined where these aren't known. */
function overridden({ args }: Registry, value: Value | undefined): readonly Range[] | undefined {
  if (value === undefined || value === null) return [];
  const { items, unknown } = args.list(value);
  if (unknown) return undefined;
  const ports = args.blocks(value).map((one) => args.numberOf(one.endpoint_port));
  return ports.length < items.length || ports.includes(undefined)
    ? undefined
    : ports.flatMap((port) => (port === undefined ? [] : { from: port, to: port }));
}

/**
 * What arrives at an accelerator's endpoints: the ports of its listener, or those that stand in for them (Global
 * Accelerator guide, listeners; port overrides). Undefined where that isn't known.
 */
function takenBy(registry: Registry, group: Resource): readonly Match[] | undefined {
  const { args } = registry;
  const linked = args.link(group.values.listener_arn);
  if (linked.kind !== "resource" || !hasRole(linked.resource.type, "accelerator-listener")) return undefined;
  const listener = linked.resource;
  const accelerator = args.link(listener.values.accelerator_arn);
  if (accelerator.kind === "resource" && args.flag(accelerator.resource, "enabled") === false) return [];
  const protocol = PROTOCOLS[args.text(listener, "protocol") ?? ""];
  const [own, others] = [rangesOf(registry, listener), overridden(registry, group.values.port_override)];
  return protocol === undefined || !own || !others
    ? undefined
    : [...own, ...others].map((ports) => ({ protocol, ports }));
}

/**
 * Whether an endpoint gets packets with the client's own address: instances and internal application load balancers always
 * do, others where it is asked for (Global Accelerator guide, client IP address preservation).
 */
function keepsClient({ args }: Registry, to: Resource, endpoint: ValueObject): boolean {
  if (hasRole(to.type, "instance")) return true;
  if (!hasRole(to.type, "load-balancer")) return false;
  const isApplication = (args.text(to, "load_balancer_type") ?? "application") === "application";
  const isAsked = args.textOf(endpoint.client_ip_preservation_enabled) === "true";
  return isApplication && (args.flag(to, "internal") === true || isAsked);
}

/** What an endpoint group of a standard accelerator carries; of a custom routing one nothing is looked into. */
export function accelerationOf(registry: Registry, group: Resource): Acceleration | undefined {
  if (group.type !== "aws_globalaccelerator_endpoint_group") return undefined;
  const takes = takenBy(registry, group);
  const endpoints = registry.args.blocks(group.values.endpoint_configuration);
  const keeping = endpoints.flatMap((endpoint) => {
    const linked = registry.args.link(endpoint.endpoint_id);
    const isKept = linked.kind === "resource" && keepsClient(registry, linked.resource, endpoint);
    return isKept ? [{ address: linked.resource.address, endpoint }] : [];
  });
  const serving = keeping.filter(({ endpoint }) => isServed(registry, group, endpoint));
  const addressesOf = (all: typeof keeping): Set<string> => new Set(all.map(({ address }) => address));
  return { ...(takes && { takes }), keepsClientOf: addressesOf(keeping), sendsTo: addressesOf(serving) };
}

/** An endpoint without weight, or in a group whose dial is at nothing, gets no share (Global Accelerator guide, weights). */
function isServed({ args }: Registry, { values }: Resource, { weight }: ValueObject): boolean {
  const isSome = (value: Value | undefined): boolean =>
    value === undefined || value === null || (args.numberOf(value) ?? 0) > 0;
  return isSome(weight) && isSome(values.traffic_dial_percentage);
}
