import { type Cidr } from "../ipv4";
import { isUnknown, type Resource, type Value, type ValueObject, typesOf } from "../terraform";
import { noteOf } from "./arguments";
import { type Gateways } from "./gateways";
import { attachmentInterface } from "./attachment-interface";
import { type Interfaces } from "./interfaces";
import { namesIpv6 } from "./ipv6";
import { associateGroup, blockOf, candidatesOf, type LostAssociation, natTarget } from "./lost-indexes";
import { type LostRoute, placeLostRoutes, tablesNamed } from "./lost-routes";
import { type Nic, type RouteTable, type RouteTarget, type Subnet, type Vpc } from "./model";
import { placeRoute } from "./place-route";
import { prefixListOf } from "./prefix-lists";
import { emptyTable, type Registry } from "./registry";
import { type TransitGateways } from "./transit-gateways";
import { readVpnPropagation } from "./vpn-propagation";
import { modelOfEndpoint } from "./vpc-endpoints";

const TARGETS = [
  "gateway_id",
  "nat_gateway_id",
  "network_interface_id",
  "instance_id",
  "transit_gateway_id",
  "vpc_peering_connection_id",
  "vpc_endpoint_id",
  "egress_only_gateway_id",
  "carrier_gateway_id",
  "local_gateway_id",
  "core_network_arn",
] as const;

/** What routes may lead to, by Terraform address. */
export interface RouteTargets {
  readonly gateways: Gateways;
  readonly interfaces: Interfaces;
  readonly transit: TransitGateways;
}

/** The arguments that the configuration sets; what the provider computes (a route's `instance_id`) is left out while unknown. */
function setValues(resource: Resource): ValueObject {
  const { configured, values } = resource;
  if (!configured) return values;
  return Object.fromEntries(Object.entries(values).filter(([key, value]) => !isUnknown(value) || configured.has(key)));
}

function isSet(value: Value | undefined): boolean {
  return value !== undefined && value !== null && value !== "";
}

/** Route tables with their routes, the main tables, and which subnet uses which. */
export class RouteTableReader {
  private readonly nicById = new Map<string, Nic>();
  private readonly inlineOf = new Map<RouteTable, Resource>();

  constructor(
    private readonly registry: Registry,
    private readonly to: RouteTargets,
  ) {
    for (const resource of registry.graph.ofType(["aws_instance"])) {
      const nic = to.interfaces.instances.get(resource.address)?.nics[0];
      const id = resource.values.primary_network_interface_id;
      if (nic && typeof id === "string") this.nicById.set(id, nic);
    }
    this.makeTables();
    this.readMainTables();
    this.readAssociations();
    this.readRoutes();
    this.readEndpoints();
    readVpnPropagation(registry);
    for (const table of new Set([
      ...registry.tables.values(),
      ...[...registry.vpcs.values()].flatMap((vpc) => [vpc.mainTable, vpc.defaultTable]),
    ]))
      sortRoutes(table);
  }

  private makeTables(): void {
    const { registry } = this;
    for (const resource of registry.resources(typesOf("route-table"))) {
      const value = resource.values.default_route_table_id;
      const owner = isSet(value)
        ? registry.defaultOwner(registry.args.link(value), value, "default_route_table_id")
        : undefined;
      const vpc = owner ?? registry.vpc(resource.values.vpc_id);
      const notes =
        resource.mode === "data" && typeof resource.values.id !== "string"
          ? [noteOf(resource, "its routes are not in the input")]
          : [];
      const table = emptyTable(resource.address, notes, vpc);
      registry.tables.set(resource.address, table);
      if (resource.type !== "aws_default_route_table") continue;
      if (!owner) registry.unreadable.push(noteOf(resource, "its VPC is not known"));
      else this.replaceDefault(owner, table);
    }
    this.findMainTables();
  }

  /** A state tells which table is the main one only by the VPC's attribute, unless the association is managed too. */
  private findMainTables(): void {
    const { registry } = this;
    for (const [address, vpc] of registry.vpcs) {
      const id = registry.graph.get(address)?.values.main_route_table_id;
      const named = typeof id === "string" ? registry.graph.withIdentity(id) : [];
      const table = named.flatMap((resource) => registry.tables.get(resource.address) ?? [])[0];
      if (table && table !== vpc.mainTable) this.useMain(vpc, table);
    }
  }

  private replaceDefault(vpc: Subnet["vpc"], table: RouteTable): void {
    const before = vpc.defaultTable;
    vpc.defaultTable = table;
    if (vpc.mainTable === before) this.useMain(vpc, table);
  }

  private useMain(vpc: Subnet["vpc"], table: RouteTable): void {
    for (const subnet of vpc.subnets) if (subnet.table === vpc.mainTable) subnet.table = table;
    vpc.mainTable = table;
  }

  private readMainTables(): void {
    const { registry } = this;
    for (const resource of registry.graph.ofType(typesOf("main-table-association"), "managed")) {
      const [vpc, table] = [registry.vpc(resource.values.vpc_id), registry.table(resource.values.route_table_id)];
      if (vpc && table) this.useMain(vpc, table);
      else
        for (const one of vpc ? [vpc] : registry.vpcs.values())
          one.mainTable.notes.push(noteOf(resource, "which table becomes the main one is not known"));
    }
  }

  private readAssociations(): void {
    const { registry } = this;
    const { args, graph } = registry;
    const open = new Map<string, LostAssociation[]>();
    const taken = new Set<Subnet>();
    for (const resource of graph.ofType(typesOf("table-association"), "managed")) {
      const table = registry.table(resource.values.route_table_id);
      if (isSet(resource.values.gateway_id)) {
        this.associateGateway(resource, table);
        continue;
      }
      const subnet = registry.subnet(resource.values.subnet_id);
      if (subnet) {
        const isSecond = taken.has(subnet) && table !== subnet.table;
        taken.add(subnet);
        if (isSecond)
          subnet.tableNotes.push(noteOf(resource, "the subnet has two associations, of which AWS refuses one"));
        if (table) subnet.table = table;
        else {
          subnet.tableNotes.push(noteOf(resource, "which route table it uses is not known"));
          const tables = candidatesOf(args, resource.values.route_table_id, registry.tables);
          if (tables.length > 0) subnet.maybeTables = tables;
        }
        continue;
      }
      const candidates = candidatesOf(args, resource.values.subnet_id, registry.subnets);
      const tables = table ? [table] : candidatesOf(args, resource.values.route_table_id, registry.tables);
      const block = blockOf(resource);
      open.set(block, [...(open.get(block) ?? []), { resource, tables, candidates }]);
    }
    for (const group of open.values()) associateGroup(group, taken, registry.subnets.values());
    for (const resource of registry.resources(["aws_route_table"]).filter((one) => one.mode === "data"))
      for (const block of args.blocks(resource.values.associations)) {
        const [subnet, table] = [registry.subnet(block.subnet_id), registry.tables.get(resource.address)];
        if (subnet && table && !taken.has(subnet)) subnet.table = table;
      }
  }

  private associateGateway(resource: Resource, table: RouteTable | undefined): void {
    const linked = this.registry.args.link(resource.values.gateway_id);
    const gateway = linked.kind === "resource" ? this.to.gateways.internet.get(linked.resource.address) : undefined;
    if (gateway)
      gateway.edgeTable = table ?? emptyTable(resource.address, [noteOf(resource, "its route table is not known")]);
    else this.registry.unreadable.push(noteOf(resource, "the gateway that it associates is not known"));
  }

  private readRoutes(): void {
    const { registry } = this;
    for (const resource of registry.resources(typesOf("route-table"))) {
      const table = registry.tables.get(resource.address);
      if (!table) continue;
      const key = resource.mode === "data" ? "routes" : "route";
      if (resource.mode === "managed" && registry.args.isSetUnknown(resource, key))
        table.notes.push(noteOf(resource, "its inline routes are not known"));
      const blocks = registry.args.blocks(resource.values[key]);
      blocks.forEach((block, i) => this.addRoute(table, resource, block, `${resource.address}.route[${i}]`));
      if (resource.configured?.has(key) === true && blocks.length > 0) this.inlineOf.set(table, resource);
    }
    const lost: (LostRoute & { readonly block: string })[] = [];
    for (const resource of registry.graph.ofType(typesOf("route"), "managed")) {
      const table = registry.table(resource.values.route_table_id);
      if (!table) {
        lost.push(...this.lostRoute(resource));
        continue;
      }
      const inline = this.inlineOf.get(table);
      if (!inline) this.addRoute(table, resource, setValues(resource), resource.address);
      else {
        // Terraform deletes routes that it doesn't find among the inline ones (aws_route_table, note on in-line routes).
        const note = noteOf(resource, `${inline.address} has inline routes too, which remove it at the next apply`);
        const cidr = registry.args.cidr(resource.values.destination_cidr_block);
        const values = setValues(resource);
        if (isSet(values.destination_ipv6_cidr_block))
          this.addIpv6Route([table], values, { kind: "unreadable", note }, resource.address);
        else if (cidr)
          table.routes.push({
            address: resource.address,
            cidr,
            target: { kind: "unreadable", note },
            propagated: false,
          });
        else table.notes.push(note);
      }
    }
    placeLostRoutes(lost, [...registry.tables.values()]);
  }

  /** A route whose table is not known; where its destination isn't either, it leaves open whatever it may be about. */
  private lostRoute(resource: Resource): (LostRoute & { readonly block: string })[] {
    const { registry } = this;
    const candidates = tablesNamed(registry, resource.values.route_table_id);
    const values = setValues(resource);
    const [cidr, target] = [
      registry.args.cidr(values.destination_cidr_block),
      this.target(resource, values, resource.address),
    ];
    const touched = candidates.length > 0 ? candidates : registry.tables.values();
    const canOverrideLocal = this.canOverrideLocal(values);
    if (isSet(values.destination_ipv6_cidr_block)) {
      if (target) this.addIpv6Route(touched, values, target, resource.address);
      return [];
    }
    if (cidr && target) return [{ resource, cidr, target, candidates, canOverrideLocal, block: blockOf(resource) }];
    const note = noteOf(resource, "which route table it belongs to is not known");
    for (const one of touched) one[canOverrideLocal ? "notes" : "outsideNotes"].push(note);
    return [];
  }

  /** Only these targets may take traffic away from the local route (VPC user guide, more specific routes). */
  private canOverrideLocal(values: ValueObject): boolean {
    return ["network_interface_id", "instance_id", "nat_gateway_id", "vpc_endpoint_id"].some((key) =>
      isSet(values[key]),
    );
  }

  private addRoute(table: RouteTable, resource: Resource, from: ValueObject, address: string): void {
    const { args } = this.registry;
    const target = this.target(resource, from, address, table.vpc ?? this.vpcUsing(table));
    if (!target) return;
    const add = (cidr: Cidr, isListed = false): void =>
      placeRoute(table, { address, cidr, target, propagated: false, ...(isListed && { isListed }) });
    const cidrValue = isSet(from.cidr_block) ? from.cidr_block : from.destination_cidr_block;
    const listValue = from.destination_prefix_list_id;
    if (isSet(cidrValue)) {
      const cidr = args.cidr(cidrValue);
      if (cidr) add(cidr);
      else
        table[this.canOverrideLocal(from) ? "notes" : "outsideNotes"].push(
          noteOf(resource, "the destination of a route is not known"),
        );
    } else if (isSet(listValue)) {
      const list = prefixListOf(args, listValue);
      if (list.kind === "ranges") list.cidrs.forEach((one) => add(one, true));
      else if (list.kind === "service")
        table.serviceRoutes.push(noteOf(resource, `the addresses of ${list.address} are not in the input`));
      else table[this.canOverrideLocal(from) ? "notes" : "outsideNotes"].push(noteOf(resource, list.reason));
    }
    this.addIpv6Route([table], from, target, address);
  }

  /** A table is in the VPC of the subnets that use it (EC2 API, AssociateRouteTable). */
  private vpcUsing(table: RouteTable): Vpc | undefined {
    return [...this.registry.subnets.values()].find((subnet) => subnet.table === table)?.vpc;
  }

  /** A route for IPv6 never carries an IPv4 packet; it is kept apart to tell where packets could meet over IPv6. */
  private addIpv6Route(tables: Iterable<RouteTable>, from: ValueObject, target: RouteTarget, address: string): void {
    if (!namesIpv6(this.registry.args, from)) return;
    const route = { address, target, isEgressOnly: isSet(from.egress_only_gateway_id) };
    for (const table of tables) (table.ipv6Routes ??= []).push(route);
  }

  private target(resource: Resource, from: ValueObject, address: string, vpc?: Vpc): RouteTarget | undefined {
    const unreadable = (reason: string): RouteTarget => ({ kind: "unreadable", note: { address, reason } });
    if (from.state === "blackhole") return { kind: "blackhole" };
    const key = TARGETS.find((name) => isSet(from[name]));
    if (key === undefined)
      return resource.mode === "data" ? unreadable("its target is not known") : { kind: "blackhole" };
    const value = from[key] ?? null;
    const linked = this.registry.args.link(value);
    const { gateways, transit } = this.to;
    const at = linked.kind === "resource" ? linked.resource.address : "";
    const only = key === "transit_gateway_id" && vpc ? transit.only(linked, vpc) : undefined;
    if (only) return { kind: "transit-gateway", gateway: only };
    if (linked.kind === "unknown") {
      const found = linked.candidates.flatMap((one) => gateways.nat.get(one.address) ?? []).map(natTarget);
      const isAll =
        (key === "nat_gateway_id" || key === "gateway_id") &&
        found.length > 0 &&
        found.length === linked.candidates.length;
      const note = { address, reason: `its target ${linked.text} could be several things` };
      return { kind: "unreadable", note, ...(isAll && { anyOf: found }) };
    }
    switch (key) {
      case "gateway_id": {
        if (linked.kind === "outside" && linked.id === "local") return { kind: "local" };
        const gateway = gateways.internet.get(at);
        if (gateway) return { kind: "internet-gateway", gateway };
        // AWS takes a NAT gateway's id there too, and tells it as one afterwards (aws_route, gateway_id).
        const nat = gateways.nat.get(at);
        if (nat) return natTarget(nat);
        if (linked.kind === "outside" && linked.id.startsWith("vpce-")) return { kind: "gateway-endpoint", address };
        return unreadable("it leads to a gateway that can't be looked into (VPN gateway, or not in the input)");
      }
      case "nat_gateway_id": {
        const gateway = gateways.nat.get(at);
        return gateway ? natTarget(gateway) : unreadable("its NAT gateway is not in the input");
      }
      case "network_interface_id":
        return (
          this.interfaceTarget(value) ??
          this.interfaceTarget(from.instance_id ?? null) ??
          unreadable("its network interface is not in the input")
        );
      case "instance_id":
        return this.interfaceTarget(value) ?? unreadable("its instance is not in the input");
      case "transit_gateway_id": {
        const gateway =
          transit.gateways.get(at) ?? (linked.kind === "outside" ? transit.gateways.get(linked.id) : undefined);
        return gateway ? { kind: "transit-gateway", gateway } : unreadable("its transit gateway is not in the input");
      }
      case "vpc_peering_connection_id": {
        const peering = gateways.peering.get(at);
        return peering ? { kind: "peering", peering } : unreadable("its peering connection is not in the input");
      }
      case "vpc_endpoint_id":
      case "egress_only_gateway_id":
      case "carrier_gateway_id":
      case "local_gateway_id":
      case "core_network_arn":
        return unreadable(`its target (${key}) is of a kind that can't be looked into`);
    }
  }

  private interfaceTarget(value: Value): RouteTarget | undefined {
    const { args } = this.registry;
    const linked = args.link(value);
    if (linked.kind === "outside") {
      const nic = this.nicById.get(linked.id);
      return nic && { kind: "interface", nic };
    }
    if (linked.kind !== "resource") return undefined;
    const { resource } = linked;
    const nic =
      this.to.interfaces.nics.get(resource.address) ?? this.to.interfaces.instances.get(resource.address)?.nics[0];
    // A lookup tells neither what an interface made by AWS does nor its source/destination check.
    if (resource.mode === "data") return attachmentInterface(this.registry, this.to.transit, resource);
    return nic && { kind: "interface", nic };
  }

  /** Gateway endpoints put routes into tables that Terraform never shows as routes. */
  private readEndpoints(): void {
    const { registry } = this;
    const { args, graph } = registry;
    const add = (endpoint: Resource, value: Value): void => {
      const table = registry.table(value);
      const ranges = args.list(endpoint.values.cidr_blocks).items.flatMap((item) => args.cidr(item) ?? []);
      const target: RouteTarget = { kind: "gateway-endpoint", address: endpoint.address };
      if (table && ranges.length > 0)
        table.routes.push(...ranges.map((cidr) => ({ address: endpoint.address, cidr, target, propagated: false })));
      else
        for (const one of table ? [table] : registry.tables.values())
          one.serviceRoutes.push(
            noteOf(endpoint, "the addresses of the service that it leads to are not in the input"),
          );
    };
    const isGateway = (endpoint: Resource): boolean => modelOfEndpoint(args, endpoint) === "routes";
    for (const endpoint of graph.ofType(typesOf("vpc-endpoint"), "managed").filter(isGateway)) {
      if (
        !args.isSetUnknown(endpoint, "route_table_ids") ||
        args.list(endpoint.values.route_table_ids).items.length > 0
      )
        for (const item of args.list(endpoint.values.route_table_ids).items) add(endpoint, item);
      else
        for (const table of registry.tables.values())
          table.serviceRoutes.push(noteOf(endpoint, "which route tables it is in is not known"));
    }
    for (const resource of graph.ofType(typesOf("endpoint-table"), "managed")) {
      const linked = args.link(resource.values.vpc_endpoint_id);
      if (linked.kind === "resource") add(linked.resource, resource.values.route_table_id ?? null);
      else registry.unreadable.push(noteOf(resource, "its endpoint is not known"));
    }
  }
}

/** Longest prefix first; static before propagated. */
function sortRoutes(table: RouteTable): void {
  table.routes.sort((a, b) => b.cidr.length - a.cidr.length || Number(a.propagated) - Number(b.propagated));
}
