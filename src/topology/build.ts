import { isUnknown, type Resource, type ResourceGraph, typesOf, typesWith } from "../terraform";
import { noteOf } from "./arguments";
import { readGateways } from "./gateways";
import { type Interfaces, readInterfaces } from "./interfaces";
import { readIpv6 } from "./ipv6";
import { LoadBalancerReader } from "./load-balancers";
import { type Nic, type Note, type SecurityGroup, type Subnet, type Topology } from "./model";
import { readNetworkAcls } from "./network-acls";
import { Registry } from "./registry";
import { RouteTableReader } from "./route-tables";
import { readSecurityGroups } from "./security-groups";
import { readTenants } from "./tenants";
import { TransitReader } from "./transit-gateways";
import { modelOfEndpoint } from "./vpc-endpoints";
import { readOutsiders, readWaysIn } from "./ways-in";

/**
 * The typed network of a resource graph. Every spelling of a thing (inline, separate, `aws_default_*`) gives the same network;
 * what can't be read is noted on what it touches.
 */
export function buildTopology(graph: ResourceGraph): Topology {
  const registry = new Registry(graph);
  readSecurityGroups(registry);
  readNetworkAcls(registry);
  const interfaces = readInterfaces(registry);
  const gateways = readGateways(registry);
  const transit = new TransitReader(registry);
  new RouteTableReader(registry, { gateways, interfaces, transit });
  const balancers = new LoadBalancerReader(registry, interfaces);
  const endpoints = readInterfaceEndpoints(registry);
  readTenants(registry);
  const nics = [
    ...new Set([
      ...interfaces.nics.values(),
      ...[...interfaces.instances.values()].flatMap((instance) => instance.nics),
      ...endpoints,
    ]),
  ];
  readIpv6(registry, {
    nics: [
      ...nics,
      ...[...interfaces.instances.values()].flatMap(({ maybe = [] }) => maybe),
      ...[...balancers.balancers.values()].flatMap(({ nodes }) => nodes),
    ],
  });
  const unreadable = markUnreadable(registry, graph, interfaces);
  const vpcs = [...registry.vpcs.values()];
  return {
    vpcs,
    subnets: [...registry.subnets.values()],
    tables: [...new Set([...registry.tables.values(), ...vpcs.flatMap((vpc) => [vpc.mainTable, vpc.defaultTable])])],
    internetGateways: [...gateways.internet.values()],
    natGateways: [...gateways.nat.values()],
    peerings: [...new Set(gateways.peering.values())],
    transitGateways: [...transit.gateways.values()],
    transitTables: [...transit.tables.values()],
    securityGroups: [...registry.groups.values()],
    networkAcls: [...registry.acls.values()],
    nics,
    instances: [...interfaces.instances.values()],
    loadBalancers: [...balancers.balancers.values()],
    targetGroups: [...balancers.groups.values()],
    strayInterfaces: interfaces.stray,
    waysIn: readWaysIn(registry, { nics, instances: interfaces.instances.values() }),
    outsiders: readOutsiders(registry),
    unreadable,
    secrets: graph.secrets,
  };
}

/** All that can't be read, noted on what it touches too. */
function markUnreadable(registry: Registry, graph: ResourceGraph, interfaces: Interfaces): Note[] {
  const unreadable: Note[] = [...registry.unreadable];
  for (const resource of graph.ofType(
    typesWith(({ judged }) => judged === "not at all"),
    "managed",
  ))
    unreadable.push({ address: resource.address, reason: `${resource.type} is not modelled` });
  for (const { address, reason, touches } of graph.unreadable) {
    unreadable.push({ address, reason });
    for (const touched of touches) {
      touch(registry, touched, { address, reason });
      // An interface whose owner may be stopped, or may get other groups.
      for (const nic of [interfaces.nics.get(touched), ...(interfaces.instances.get(touched)?.nics ?? [])])
        nic?.groupNotes.push({ address, reason });
    }
  }
  return unreadable;
}

/** Marks what an unreadable resource refers to: it may add routes, rules or associations there. */
function touch(registry: Registry, address: string, note: Note): void {
  registry.tables.get(address)?.notes.push(note);
  registry.groups.get(address)?.notes.push(note);
  registry.acls.get(address)?.notes.push(note);
  const subnet = registry.subnets.get(address);
  subnet?.tableNotes.push(note);
  subnet?.aclNotes.push(note);
  const vpc = registry.vpcs.get(address);
  if (vpc) for (const own of vpc.subnets) own.tableNotes.push(note);
}

/** Groups that associations of their own put on an endpoint; one may stand in for the VPC's default group. */
function groupsAddedTo(registry: Registry, endpoint: Resource) {
  const groups: SecurityGroup[] = [];
  const notes: Note[] = [];
  let replacesDefault = false;
  for (const one of registry.graph.ofType(typesOf("endpoint-group"), "managed")) {
    const linked = registry.args.link(one.values.vpc_endpoint_id);
    if (linked.kind !== "resource" || linked.resource !== endpoint) continue;
    const group = registry.group(one.values.security_group_id);
    if (group) groups.push(group);
    else notes.push(noteOf(one, "which security group it adds is not known"));
    replacesDefault ||= registry.args.flag(one, "replace_default_association") === true;
  }
  return { groups, notes, replacesDefault };
}

/** Interface endpoints, one interface per subnet, and EC2 Instance Connect Endpoints. */
function readInterfaceEndpoints(registry: Registry): Nic[] {
  const { args, graph } = registry;
  return graph
    .ofType(typesOf("vpc-endpoint"), "managed")
    .filter((resource) => modelOfEndpoint(args, resource) === "interfaces")
    .concat(graph.ofType(typesOf("connect-endpoint"), "managed"))
    .flatMap((resource) => {
      const listed = resource.values.subnet_ids ?? resource.values.subnet_id;
      const subnets = new Set<Subnet>(registry.subnetList(listed, resource).subnets);
      for (const one of graph.ofType(typesOf("endpoint-subnet"), "managed")) {
        const linked = args.link(one.values.vpc_endpoint_id);
        const subnet = registry.subnet(one.values.subnet_id);
        if (linked.kind === "resource" && linked.resource === resource && subnet) subnets.add(subnet);
      }
      const listedGroups = resource.values.security_group_ids;
      // Computed where nobody set it: known once the endpoint is there.
      const isLeft = isUnknown(listedGroups) && resource.configured?.has("security_group_ids") === false;
      const values = isLeft ? undefined : listedGroups;
      const added = groupsAddedTo(registry, resource);
      const { items, unknown } = args.list(values);
      const groups = items.flatMap((item) => registry.group(item) ?? []);
      const groupNotes: Note[] =
        unknown || groups.length < items.length
          ? [{ address: resource.address, reason: "which security groups it has is not known" }]
          : [];
      return [...subnets].map((subnet) => ({
        address: resource.address,
        kind: "endpoint" as const,
        subnet,
        groups: [
          ...(groups.length > 0 || groupNotes.length > 0 || added.replacesDefault ? groups : [subnet.vpc.defaultGroup]),
          ...added.groups,
        ],
        groupNotes: [...groupNotes, ...added.notes],
        sourceDestCheck: true,
        publicIp: "none" as const,
      }));
    });
}
