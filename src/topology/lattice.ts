import { containsAddress, parseAddress, setHas } from "../ip";
import { type Resource, typesOf, type Value, type ValueObject } from "../terraform";
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

/**
 * VPC Lattice carries connections from the VPCs that are associated with a service network, or have an endpoint, to targets
 * and resources in others (VPC Lattice guide, how it works). Which service leads to which target is not looked into.
 */
export function readLattice(registry: Registry, inside: Inside): WayIn[] {
  const clients = clientsOf(registry);
  return registry.graph.ofType(typesOf("lattice-target"), "managed").map((resource): WayIn => {
    const to = ledBy(registry, resource, inside);
    const { address, type } = resource;
    const reason = "VPC Lattice may carry connections of associated VPCs there, which is not judged";
    return { address, type, clients, ...(to && { to }), reason };
  });
}
