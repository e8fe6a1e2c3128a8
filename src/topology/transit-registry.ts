import { hasRole, type Value } from "../terraform";
import { type Linked } from "./arguments";
import { type Doubt, doubtOf } from "./doubts";
import { candidatesOf } from "./lost-indexes";
import { type Attachment, type TransitGateway, type TransitTable, type Vpc } from "./model";
import { type Registry } from "./registry";

/** Transit gateways by Terraform address. */
export interface TransitGateways {
  readonly gateways: ReadonlyMap<string, TransitGateway>;
  readonly attachments: ReadonlyMap<string, Attachment>;
  readonly tables: ReadonlyMap<string, TransitTable>;
  /** The gateway of those that a lost link may lead to which a VPC is attached to, where it is one only. */
  only(linked: Linked, vpc: Vpc): TransitGateway | undefined;
}

/** A transit gateway's route table without routes. */
export function emptyTransitTable(
  address: string,
  gateway: TransitGateway | undefined,
  doubts: Doubt<"routes">[] = [],
): TransitTable {
  return {
    address,
    ...(gateway && { gateway }),
    routes: [],
    associations: [],
    propagations: [],
    doubts: { routes: doubts, ipv6Routes: [], learnedRoutes: [], associations: [] },
  };
}

/**
 * Transit gateways, their attachments and tables by Terraform address, and what values of arguments mean by them. What lies
 * outside of the input becomes a stub with a doubt. Readers fill it.
 */
export class TransitRegistry implements TransitGateways {
  readonly gateways = new Map<string, TransitGateway>();
  readonly attachments = new Map<string, Attachment>();
  readonly tables = new Map<string, TransitTable>();
  /** Default tables by the ids that their gateways name them by. */
  readonly defaultTables = new Map<string, TransitTable>();
  /** There is an attachment of which it isn't known what it is attached to. */
  isAttachmentLost = false;

  constructor(readonly registry: Registry) {}

  /** AWS itself tells each association and each route that there is, so none follows from a flag or from a propagation. */
  get isTold(): boolean {
    return this.registry.graph.kind === "account";
  }

  gateway(value: Value | undefined): TransitGateway | undefined {
    const linked = this.registry.args.link(value);
    if (linked.kind === "outside") return this.outside(linked.id);
    if (linked.kind !== "resource") return undefined;
    const { address, type } = linked.resource;
    if (linked.attribute === "transit_gateway_id") return this.attachments.get(address)?.gateway;
    return this.gateways.get(address) ?? (hasRole(type, "transit-gateway") ? this.outside(address) : undefined);
  }

  /** The gateway that a value names, or the only one that it may lead to. */
  onlyNamed(value: Value | undefined): TransitGateway | undefined {
    const own = this.gateway(value);
    if (own) return own;
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
    const known = this.gateways.get(id);
    if (known) return known;
    const gateway: TransitGateway = {
      address: id,
      securityGroupReferencing: false,
      attachments: [],
      doubts: { attachments: [doubtOf({ address: id }, "attachments", "the transit gateway is not in the input")] },
    };
    this.gateways.set(id, gateway);
    return gateway;
  }

  table(value: Value | undefined): TransitTable | undefined {
    const linked = this.registry.args.link(value);
    if (linked.kind === "outside") return this.defaultTables.get(linked.id) ?? this.outsideTable(linked.id);
    if (linked.kind !== "resource") return undefined;
    const gateway = this.gateways.get(linked.resource.address);
    if (gateway && linked.attribute === "propagation_default_route_table_id") return gateway.defaultPropagationTable;
    if (gateway && linked.attribute === "association_default_route_table_id") return gateway.defaultAssociationTable;
    return this.tables.get(linked.resource.address);
  }

  private outsideTable(id: string): TransitTable {
    const known = this.tables.get(id);
    if (known) return known;
    const reason = "the transit gateway route table is not in the input";
    const table = emptyTransitTable(id, undefined, [doubtOf({ address: id }, "routes", reason)]);
    this.tables.set(id, table);
    return table;
  }

  attachment(value: Value | undefined): Attachment | undefined {
    const linked = this.registry.args.link(value);
    if (linked.kind === "resource") return this.attachments.get(linked.resource.address);
    if (linked.kind !== "outside") return undefined;
    // A VPN's attachment has an id of its own, other than the connection's, and so has a peering with Cloud WAN.
    for (const { address, values } of this.registry.graph.resources)
      if (
        values.transit_gateway_attachment_id === linked.id ||
        values.transit_gateway_peering_attachment_id === linked.id
      )
        if (this.attachments.has(address)) return this.attachments.get(address);
    return undefined;
  }
}
