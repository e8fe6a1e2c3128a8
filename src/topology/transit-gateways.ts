import { isUnknown, type Resource, type Value } from "../terraform";
import { type Linked, noteOf } from "./arguments";
import { impliedName } from "./implied-names";
import { blockOf, candidatesOf, oneEach } from "./lost-indexes";
import { type LostTransitRoute, placeLostTransitRoutes } from "./lost-transit-routes";
import {
  type Attachment,
  type Note,
  type TransitGateway,
  type TransitRoute,
  type TransitTable,
  type Vpc,
  type VpcAttachment,
} from "./model";
import { readPolicyTables } from "./policy-tables";
import { prefixListOf } from "./prefix-lists";
import { type Registry } from "./registry";

const GATEWAY = "aws_ec2_transit_gateway";
const TABLE = "aws_ec2_transit_gateway_route_table";
const VPC_ATTACHMENT = "aws_ec2_transit_gateway_vpc_attachment";
const PEERING = "aws_ec2_transit_gateway_peering_attachment";
const FOREIGN = [
  "aws_vpn_connection",
  "aws_dx_gateway_association",
  "aws_ec2_transit_gateway_connect",
  "aws_ec2_transit_gateway_vpn_attachment",
  "aws_ec2_transit_gateway_dx_gateway_attachment",
];

/** Transit gateways by Terraform address. */
export interface TransitGateways {
  readonly gateways: Map<string, TransitGateway>;
  readonly attachments: Map<string, Attachment>;
  readonly tables: Map<string, TransitTable>;
  /** The gateway of those that a lost link may lead to which a VPC is attached to, where it is one only. */
  only(linked: Linked, vpc: Vpc): TransitGateway | undefined;
}

/** A resource that puts an attachment into a table, as an association or a propagation; what of it isn't known is undefined. */
interface Pair {
  readonly resource: Resource;
  readonly table: TransitTable | undefined;
  readonly attachment: Attachment | undefined;
}

/** Reads gateways, attachments, tables, associations, propagations and routes, in that order. */
export class TransitReader implements TransitGateways {
  readonly gateways = new Map<string, TransitGateway>();
  readonly attachments = new Map<string, Attachment>();
  readonly tables = new Map<string, TransitTable>();
  /** There is an attachment of which it isn't known what it is attached to. */
  private isAttachmentLost = false;
  private readonly defaultTableIds = new Map<string, TransitTable>();

  constructor(private readonly registry: Registry) {
    for (const resource of registry.resources([GATEWAY])) this.readGateway(resource);
    for (const resource of registry.resources([TABLE])) this.readTable(resource);
    this.changeDefaultTables();
    for (const resource of registry.resources([VPC_ATTACHMENT])) this.readVpcAttachment(resource);
    this.readOtherAttachments();
    this.readAssociations();
    readPolicyTables(registry, this);
    this.readPropagations();
    this.readRoutes();
  }

  private newTable(address: string, gateway: TransitGateway | undefined, notes: Note[] = []): TransitTable {
    return {
      address,
      ...(gateway && { gateway }),
      routes: [],
      associations: [],
      propagations: [],
      notes,
      associationNotes: [],
    };
  }

  private readGateway(resource: Resource): void {
    const { args } = this.registry;
    const isOutside = resource.mode === "data";
    const gateway: TransitGateway = {
      address: resource.address,
      securityGroupReferencing: args.flag(resource, "security_group_referencing_support") === true,
      attachments: [],
      notes: isOutside ? [noteOf(resource, "the transit gateway is not managed in the input")] : [],
    };
    // Both defaults are on unless switched off; then AWS makes one table that serves both (transit gateway guide).
    const associates = args.flag(resource, "default_route_table_association") !== false;
    const propagates = args.flag(resource, "default_route_table_propagation") !== false;
    if ((associates || propagates) && !isOutside) {
      const table = this.newTable(impliedName(resource.address, "default route table"), gateway);
      if (associates) gateway.defaultAssociationTable = table;
      if (propagates) gateway.defaultPropagationTable = table;
      this.tables.set(table.address, table);
      for (const key of ["association_default_route_table_id", "propagation_default_route_table_id"]) {
        const id = resource.values[key];
        if (typeof id === "string") this.defaultTableIds.set(id, table);
      }
    }
    this.gateways.set(resource.address, gateway);
  }

  private readTable(resource: Resource): void {
    const notes = resource.mode === "data" ? [noteOf(resource, "the route table is not managed in the input")] : [];
    this.tables.set(
      resource.address,
      this.newTable(resource.address, this.gateway(resource.values.transit_gateway_id), notes),
    );
  }

  private changeDefaultTables(): void {
    const kinds = [
      ["aws_ec2_transit_gateway_default_route_table_association", "defaultAssociationTable"],
      ["aws_ec2_transit_gateway_default_route_table_propagation", "defaultPropagationTable"],
    ] as const;
    for (const [type, key] of kinds)
      for (const resource of this.registry.graph.ofType([type], "managed")) {
        const [gateway, table] = [
          this.gateway(resource.values.transit_gateway_id),
          this.table(resource.values.transit_gateway_route_table_id),
        ];
        if (gateway && table) gateway[key] = table;
        else gateway?.notes.push(noteOf(resource, "which table becomes the default is not known"));
      }
  }

  gateway(value: Value | undefined): TransitGateway | undefined {
    const linked = this.registry.args.link(value);
    if (linked.kind === "outside") return this.outside(linked.id);
    if (linked.kind !== "resource") return undefined;
    if (linked.attribute === "transit_gateway_id") return this.attachments.get(linked.resource.address)?.gateway;
    return (
      this.gateways.get(linked.resource.address) ??
      (linked.resource.type === GATEWAY ? this.outside(linked.resource.address) : undefined)
    );
  }

  /** The one gateway among everything that a value may lead to. */
  private named(value: Value | undefined): TransitGateway | undefined {
    const found = new Set(candidatesOf(this.registry.args, value, this.gateways));
    const [one] = found;
    return found.size === 1 ? one : undefined;
  }

  only(linked: Linked, vpc: Vpc): TransitGateway | undefined {
    if (linked.kind !== "unknown" || vpc.isOutside === true) return undefined;
    const named = linked.candidates.flatMap(({ address }) => this.gateways.get(address) ?? []);
    const isAttached = ({ attachments }: TransitGateway): boolean =>
      attachments.some((one) => one.kind === "vpc" && one.vpc === vpc);
    const found = [...new Set(named)].filter(isAttached);
    return found.length === 1 && !this.isAttachmentLost ? found[0] : undefined;
  }

  private outside(id: string): TransitGateway {
    let gateway = this.gateways.get(id);
    if (!gateway) {
      gateway = {
        address: id,
        securityGroupReferencing: false,
        attachments: [],
        notes: [{ address: id, reason: "the transit gateway is not in the input" }],
      };
      this.gateways.set(id, gateway);
    }
    return gateway;
  }

  table(value: Value | undefined): TransitTable | undefined {
    const linked = this.registry.args.link(value);
    if (linked.kind === "outside") return this.defaultTableIds.get(linked.id) ?? this.outsideTable(linked.id);
    if (linked.kind !== "resource") return undefined;
    const gateway = this.gateways.get(linked.resource.address);
    if (gateway && linked.attribute === "propagation_default_route_table_id") return gateway.defaultPropagationTable;
    if (gateway && linked.attribute === "association_default_route_table_id") return gateway.defaultAssociationTable;
    return this.tables.get(linked.resource.address);
  }

  private outsideTable(id: string): TransitTable {
    let table = this.tables.get(id);
    if (!table) {
      table = this.newTable(id, undefined, [
        { address: id, reason: "the transit gateway route table is not in the input" },
      ]);
      this.tables.set(id, table);
    }
    return table;
  }

  private readVpcAttachment(resource: Resource): void {
    const { registry } = this;
    const gateway = this.gateway(resource.values.transit_gateway_id) ?? this.named(resource.values.transit_gateway_id);
    if (!gateway) {
      this.isAttachmentLost = true;
      registry.unreadable.push(noteOf(resource, "which transit gateway it belongs to is not known"));
      return;
    }
    const vpc = registry.vpc(resource.values.vpc_id);
    const { subnets, maybe, notes } = registry.subnetList(resource.values.subnet_ids, resource);
    if (!vpc) notes.push(noteOf(resource, "its VPC is not known"));
    const attachment: VpcAttachment = {
      kind: "vpc",
      address: resource.address,
      gateway,
      ...(vpc && { vpc }),
      subnets: [...subnets, ...maybe],
      notes,
      applianceMode: registry.args.flag(resource, "appliance_mode_support") === true,
      securityGroupReferencing: registry.args.flag(resource, "security_group_referencing_support") !== false,
      ipv6:
        registry.args.flag(resource, "ipv6_support") === true || registry.args.isSetUnknown(resource, "ipv6_support"),
    };
    this.attachments.set(resource.address, attachment);
    gateway.attachments.push(attachment);
    const accepters = registry.graph
      .ofType(["aws_ec2_transit_gateway_vpc_attachment_accepter"], "managed")
      .filter((one) => {
        const linked = registry.args.link(one.values.transit_gateway_attachment_id);
        return linked.kind === "resource" && linked.resource === resource;
      });
    for (const one of accepters) this.attachments.set(one.address, attachment);
    // The accepter's flags count where there is one: the gateway's owner decides.
    const decides = accepters[0] ?? resource;
    for (const [flag, table] of [
      ["transit_gateway_default_route_table_association", gateway.defaultAssociationTable],
      ["transit_gateway_default_route_table_propagation", gateway.defaultPropagationTable],
    ] as const) {
      if (!table || registry.args.flag(decides, flag) === false) continue;
      if (registry.args.isSetUnknown(decides, flag)) {
        const note = noteOf(resource, `its ${flag} is not known`);
        if (flag.endsWith("association")) table.associationNotes.push(note);
        else for (const one of this.tables.values()) if (one.gateway === gateway) one.notes.push(note);
      } else if (flag.endsWith("association")) this.defaultAssociations.push([attachment, table]);
      else table.propagations.push({ address: resource.address, attachment });
    }
  }

  private readonly defaultAssociations: [Attachment, TransitTable][] = [];

  private readOtherAttachments(): void {
    const { registry } = this;
    for (const resource of registry.resources([PEERING])) {
      const [gateway, peer] = [
        this.gateway(resource.values.transit_gateway_id),
        this.gateway(resource.values.peer_transit_gateway_id),
      ];
      if (!gateway) continue;
      const attachment: Attachment = { kind: "peering", address: resource.address, gateway, ...(peer && { peer }) };
      this.attachments.set(resource.address, attachment);
      gateway.attachments.push(attachment);
      peer?.attachments.push(attachment);
    }
    // The accepter, and a data source on the far side, name the same attachment.
    for (const resource of registry.graph.ofType(["aws_ec2_transit_gateway_peering_attachment_accepter"])) {
      const linked = registry.args.link(resource.values.transit_gateway_attachment_id);
      const own = linked.kind === "resource" ? this.attachments.get(linked.resource.address) : undefined;
      if (own) this.attachments.set(resource.address, own);
    }
    for (const resource of registry.resources(FOREIGN)) {
      const gateway = this.gateway(resource.values.transit_gateway_id);
      if (gateway) this.attachments.set(resource.address, { kind: "foreign", address: resource.address, gateway });
    }
  }

  attachment(value: Value | undefined): Attachment | undefined {
    const linked = this.registry.args.link(value);
    if (linked.kind === "resource") return this.attachments.get(linked.resource.address);
    if (linked.kind !== "outside") return undefined;
    // A VPN's attachment has an id of its own, other than the connection's.
    for (const one of this.registry.graph.resources)
      if (one.values.transit_gateway_attachment_id === linked.id && this.attachments.has(one.address))
        return this.attachments.get(one.address);
    return undefined;
  }

  /**
   * The pairs of table and attachment that resources of a type make. A gateway takes each pair once only, so where a plan
   * has lost which attachment an instance names, as many instances as candidates in one table are one each.
   */
  private pairs(type: string): Pair[] {
    const found: Pair[] = [];
    const lost = new Map<string, (Pair & { readonly candidates: readonly Attachment[] })[]>();
    for (const resource of this.registry.graph.ofType([type], "managed")) {
      const table = this.table(resource.values.transit_gateway_route_table_id);
      const value = resource.values.transit_gateway_attachment_id;
      const attachment = this.attachment(value);
      if (table && attachment) found.push({ resource, table, attachment });
      else {
        const candidates = attachment ? [] : candidatesOf(this.registry.args, value, this.attachments);
        const key = `${blockOf(resource)}|${table?.address ?? ""}`;
        lost.set(key, [...(lost.get(key) ?? []), { resource, table, attachment, candidates }]);
      }
    }
    for (const group of lost.values()) {
      const [first] = group;
      const each = first?.table && oneEach(group);
      found.push(...(each?.map((attachment, i) => ({ ...group[i]!, attachment })) ?? group));
    }
    return found;
  }

  private readAssociations(): void {
    const explicit = new Map<Attachment, Set<TransitGateway | undefined>>();
    for (const { resource, table, attachment } of this.pairs("aws_ec2_transit_gateway_route_table_association")) {
      if (table && attachment) {
        table.associations.push(attachment);
        if (isInForce(resource)) explicit.set(attachment, (explicit.get(attachment) ?? new Set()).add(table.gateway));
      } else {
        const reason = attachment
          ? "which route table it associates is not known"
          : "which attachment it associates is not known";
        for (const one of table ? [table] : this.tables.values()) one.associationNotes.push(noteOf(resource, reason));
      }
    }
    // Beside the default one AWS refuses another (Resource.AlreadyAssociated), so both are kept: which one serves is open.
    for (const [attachment, table] of this.defaultAssociations)
      if (!explicit.get(attachment)?.has(table.gateway) && !table.associations.includes(attachment))
        table.associations.push(attachment);
  }

  private readPropagations(): void {
    for (const { resource, table, attachment } of this.pairs("aws_ec2_transit_gateway_route_table_propagation")) {
      if (table && attachment) table.propagations.push({ address: resource.address, attachment });
      else
        for (const one of table ? [table] : this.tables.values())
          one.notes.push(noteOf(resource, "what it propagates is not known"));
    }
    for (const table of this.tables.values())
      for (const { address, attachment } of table.propagations) {
        if (attachment.kind !== "vpc")
          table.notes.push({
            address,
            reason: "routes that a VPN, Direct Connect or peering propagates are not in the input",
          });
        else if (!attachment.vpc || attachment.vpc.notes.length > 0)
          table.notes.push({ address, reason: "the CIDRs that it propagates are not known" });
        else
          for (const cidr of attachment.vpc.cidrs) table.routes.push({ address, cidr, attachment, propagated: true });
      }
  }

  private readRoutes(): void {
    const { args, graph } = this.registry;
    const lost: LostTransitRoute[] = [];
    for (const resource of graph.ofType(["aws_ec2_transit_gateway_route"], "managed")) {
      const value = resource.values.transit_gateway_route_table_id;
      const table = this.table(value);
      const named = table ? [table] : candidatesOf(args, value, this.tables);
      const touched = named.length > 0 ? named : [...this.tables.values()];
      if (args.text(resource, "destination_cidr_block")?.includes(":") === true) {
        for (const one of touched) one.hasIpv6Routes = true;
        continue;
      }
      const cidr = args.cidr(resource.values.destination_cidr_block);
      if (table && cidr) table.routes.push(this.route(resource, cidr));
      else if (cidr)
        lost.push({
          route: this.route(resource, cidr),
          block: blockOf(resource),
          resource,
          touched,
          isNamed: named.length > 0,
        });
      else for (const one of touched) one.notes.push(noteOf(resource, "its destination is not known"));
    }
    placeLostTransitRoutes(lost);
    for (const resource of graph.ofType(["aws_ec2_transit_gateway_prefix_list_reference"], "managed")) {
      const table = this.table(resource.values.transit_gateway_route_table_id);
      const list = prefixListOf(args, resource.values.prefix_list_id);
      if (table && list.kind === "ranges") for (const cidr of list.cidrs) table.routes.push(this.route(resource, cidr));
      else
        for (const one of table ? [table] : this.tables.values())
          one.notes.push(noteOf(resource, "its prefix list is not known"));
    }
    for (const table of this.tables.values())
      table.routes.sort((a, b) => b.cidr.length - a.cidr.length || Number(a.propagated) - Number(b.propagated));
  }

  private route(resource: Resource, cidr: TransitRoute["cidr"]): TransitRoute {
    const base = { address: resource.address, cidr, propagated: false };
    if (this.registry.args.flag(resource, "blackhole") === true) return base;
    if (isUnknown(resource.values.blackhole))
      return { ...base, note: noteOf(resource, "whether it is a blackhole is not known") };
    const attachment = this.attachment(resource.values.transit_gateway_attachment_id);
    return attachment
      ? { ...base, attachment }
      : { ...base, note: noteOf(resource, "which attachment it leads to is not known") };
  }
}

/** An association that is there already, or that takes the place of the default one, is the only one. */
function isInForce({ values }: Resource): boolean {
  return typeof values.id === "string" || values.replace_existing_association === true;
}
