import { containsAddress, parseAddress, setHas } from "../ip";
import { hasRole, type Resource, typesOf, type Value, type ValueObject } from "../terraform";
import { setOnly } from "./interface-arguments";
import { type WayIn } from "./model";
import { type Registry } from "./registry";
import { type Inside, ledTo } from "./ways-in";

/** Where something leads: these Terraform addresses, or anywhere. */
type Led = ReadonlySet<string> | undefined;

/** VPCs whose hosts are clients of VPC Lattice: by an association, or by an endpoint in them. */
function clientsOf(registry: Registry): ReadonlySet<string> {
  const { args, graph } = registry;
  const endpoints = graph
    .ofType(typesOf("vpc-endpoint"), "managed")
    .filter((one) => ["Resource", "ServiceNetwork"].includes(args.text(one, "vpc_endpoint_type") ?? ""));
  const named = [
    ...graph.ofType(typesOf("lattice-client"), "managed").map(({ values }) => values.vpc_identifier),
    ...endpoints.map(({ values }) => values.vpc_id),
  ];
  const vpcs = named.map((one) => registry.vpc(one));
  if (vpcs.includes(undefined)) return new Set([...registry.vpcs.values()].map(({ address }) => address));
  return new Set(vpcs.flatMap((vpc) => vpc?.address ?? []));
}

/** Whoever has this address, or may have it, in any VPC. */
function holdersOf(registry: Registry, text: string, { nics }: Inside): Led {
  const address = parseAddress(text);
  if (address === undefined) return undefined;
  const subnets = [...registry.subnets.values()].filter(({ cidr }) => !cidr || containsAddress(cidr, address));
  // Of an address that somebody in a subnet has, nobody else there has it (EC2 user guide, network interfaces).
  const owners = nics.filter(({ privateIps }) => privateIps && setHas(privateIps, address));
  const taken = new Set(owners.map(({ subnet }) => subnet));
  const pickers = nics.filter(
    ({ privateIps, subnet }) => !privateIps && subnets.includes(subnet) && !taken.has(subnet),
  );
  const holders = [...owners, ...pickers];
  return new Set([...subnets, ...holders].map((one) => one.address));
}

/** What a value names: by reference, or by an address. */
function namedBy(registry: Registry, value: Value | undefined, inside: Inside): Led {
  const linked = registry.args.link(value);
  if (linked.kind === "resource") return new Set(ledTo(registry, linked.resource, inside));
  return linked.kind === "outside" ? holdersOf(registry, linked.id, inside) : undefined;
}

/** Where a target, or a resource configuration, leads; a name or an ARN of elsewhere may lead anywhere. */
function ledBy(registry: Registry, { type, values }: Resource, inside: Inside): Led {
  const { args } = registry;
  const blocks = (from: ValueObject, name: string): ValueObject[] => args.blocks(from[name]);
  const ids =
    type === "aws_vpclattice_target_group_attachment"
      ? blocks(values, "target").map(({ id }) => id)
      : blocks(values, "resource_configuration_definition").flatMap((one) => [
          ...blocks(one, "ip_resource").map(({ ip_address }) => ip_address),
          ...blocks(one, "arn_resource").map(({ arn }) => arn),
          ...blocks(one, "dns_resource").map(() => undefined),
        ]);
  // A group has no definition of its own: its children have.
  if (ids.length === 0) return args.textOf(values.type) === "GROUP" ? new Set() : undefined;
  const all = ids.map((one) => namedBy(registry, one, inside));
  return all.includes(undefined) ? undefined : new Set(all.flatMap((one) => [...(one ?? [])]));
}

/** What else an auto scaling group may get its packets from. */
const OF_BALANCERS = ["target-group", "load-balancer", "classic-load-balancer"] as const;

/** Whether a group of targets is one of VPC Lattice, for all that is known. */
function isOfLattice({ args }: Registry, { type, identifier }: ValueObject): boolean {
  const said = args.textOf(type);
  if (said !== undefined) return said === "vpc-lattice";
  const linked = args.link(identifier);
  if (linked.kind === "resource") return !OF_BALANCERS.some((role) => hasRole(linked.resource.type, role));
  return linked.kind === "unknown" || (linked.kind === "outside" && linked.id.includes(":vpc-lattice:"));
}

/** The auto scaling group that an attachment means, by reference or by name. */
function scaledBy({ args, graph }: Registry, value: Value | undefined): Led {
  const linked = args.link(value);
  if (linked.kind === "resource") return new Set([linked.resource.address]);
  const name = args.textOf(value);
  const named = graph.ofType(["aws_autoscaling_group"], "managed").filter((one) => args.text(one, "name") === name);
  return name === undefined ? undefined : new Set(named.map(({ address }) => address));
}

/** Where those lead who register tasks and instances at VPC Lattice by themselves; undefined where one does not. */
function registering(registry: Registry, resource: Resource): { readonly to: Led } | undefined {
  const { args } = registry;
  const { address, type, values } = resource;
  if (type === "aws_ecs_service") {
    const { items, unknown } = args.list(setOnly(resource, "vpc_lattice_configurations"));
    return items.length > 0 || unknown ? { to: new Set([address]) } : undefined;
  }
  if (type !== "aws_autoscaling_group" && type !== "aws_autoscaling_traffic_source_attachment") return undefined;
  const { unknown } = args.list(setOnly(resource, "traffic_source"));
  if (!unknown && !args.blocks(values.traffic_source).some((one) => isOfLattice(registry, one))) return undefined;
  return {
    to: type === "aws_autoscaling_group" ? new Set([address]) : scaledBy(registry, values.autoscaling_group_name),
  };
}

/**
 * VPC Lattice carries connections from the VPCs that are associated with a service network, or have an endpoint, to targets
 * and resources in others (VPC Lattice guide, how it works). Which service leads to which target is not looked into.
 */
export function readLattice(registry: Registry, inside: Inside): WayIn[] {
  const clients = clientsOf(registry);
  const reason = "VPC Lattice may carry connections of associated VPCs there, which is not judged";
  const way = ({ address, type }: Resource, to: Led): WayIn => ({ address, type, clients, ...(to && { to }), reason });
  const named = registry.graph.ofType(typesOf("lattice-target"), "managed");
  return [
    ...named.map((one) => way(one, ledBy(registry, one, inside))),
    ...registry.graph.ofType(typesOf("target-maker"), "managed").flatMap((one) => {
      const led = registering(registry, one);
      return led ? [way(one, led.to)] : [];
    }),
  ];
}
