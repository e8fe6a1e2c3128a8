import { type Resource, typesOf } from "../terraform";
import { isSet, noteOf } from "./arguments";
import { readCorePeerings } from "./core-peerings";
import { doubtOf } from "./doubts";
import { candidatesOf } from "./lost-indexes";
import { dxAssociation, dxAssociations } from "./dx-associations";
import {
  type Attachment,
  type ForeignAttachment,
  type TransitGateway,
  type TransitTable,
  type VpcAttachment,
} from "./model";
import { type Premises } from "./premises";
import { type TransitRegistry } from "./transit-registry";

/** Attachments of networks outside: of a connection's own resource, and of data sources that look them up. */
const FOREIGN = [...typesOf("vpn-connection"), ...typesOf("transit-foreign-attachment")];

/** What of an attachment of a network outside names the resource that made it. */
const MADE_BY = ["vpn_connection_id", "dx_gateway_id"] as const;

/** An attachment that its gateway associates with its default table, unless an association of its own takes that place. */
export type DefaultAssociation = readonly [Attachment, TransitTable];

/** Attachments of VPCs, of other gateways, and of what lies outside. */
export function readAttachments(transit: TransitRegistry, premises: Premises): readonly DefaultAssociation[] {
  const ofVpcs = transit.registry
    .resources(typesOf("transit-vpc-attachment"))
    .flatMap((resource) => readVpcAttachment(transit, resource));
  const ofPeerings = readPeerings(transit);
  readCorePeerings(transit);
  return [...ofVpcs, ...ofPeerings, ...readForeign(transit, premises)];
}

/** Attachments of networks outside. A lookup of one that is made here gives the same attachment. */
function readForeign(transit: TransitRegistry, premises: Premises): DefaultAssociation[] {
  const { registry } = transit;
  const associations = dxAssociations(registry);
  return [...associations, ...registry.resources(FOREIGN)].flatMap((resource) => {
    const { address, values } = resource;
    const isAssociation = associations.includes(resource);
    const value = isAssociation ? dxAssociation(registry.args, resource).gateway : values.transit_gateway_id;
    const gateway = transit.gateway(value);
    if (!gateway) {
      if (registry.args.isSetUnknown(resource, "transit_gateway_id")) lose(transit, resource);
      return [];
    }
    const twin = madeBy(transit, premises, resource, gateway);
    if (twin) {
      transit.attachments.set(address, twin);
      return [];
    }
    const link = premises.links.get(address);
    const attachment: ForeignAttachment = {
      kind: "foreign",
      address,
      gateway,
      doubts: { policy: [] },
      ...(link && { link }),
    };
    if (link) link.attachment = attachment;
    transit.attachments.set(address, attachment);
    propagateByDefault(transit, attachment, resource);
    return associateByDefault(transit, attachment, resource);
  });
}

/** The attachment that a data source looks up, where what made it is in the input. */
function madeBy(
  { registry, attachments }: TransitRegistry,
  { links }: Premises,
  resource: Resource,
  gateway: TransitGateway,
): Attachment | undefined {
  if (resource.mode !== "data") return undefined;
  const named = MADE_BY.map((key) => registry.args.link(resource.values[key]));
  const made = named.flatMap((one) => (one.kind === "resource" ? [one.resource.address] : []));
  for (const [address, { site }] of links) {
    const own = attachments.get(address);
    if (own?.gateway === gateway && (made.includes(address) || (site && made.includes(site.address)))) return own;
  }
  return undefined;
}

function readVpcAttachment(transit: TransitRegistry, resource: Resource): DefaultAssociation[] {
  const { registry } = transit;
  const gateway = transit.onlyNamed(resource.values.transit_gateway_id);
  if (!gateway) {
    registry.unreadable.push(noteOf(resource, "which transit gateway it belongs to is not known"));
    lose(transit, resource);
    return [];
  }
  const attachment = vpcAttachment(transit, resource, gateway);
  transit.attachments.set(resource.address, attachment);
  gateway.attachments.push(attachment);
  const accepters = registry.graph.ofType(typesOf("transit-vpc-accepter"), "managed").filter((one) => {
    const linked = registry.args.link(one.values.transit_gateway_attachment_id);
    return linked.kind === "resource" && linked.resource === resource;
  });
  for (const one of accepters) transit.attachments.set(one.address, attachment);
  // The accepter's flags count where there is one: the gateway's owner decides.
  const decides = accepters[0] ?? resource;
  propagateByDefault(transit, attachment, decides);
  return associateByDefault(transit, attachment, decides);
}

/** An attachment of a gateway that is not known may be one of each, and may put routes into its default table. */
function lose(transit: TransitRegistry, resource: Resource): void {
  const { args } = transit.registry;
  transit.isAttachmentLost = true;
  const reason = "which transit gateway it belongs to is not known";
  const named = candidatesOf(args, resource.values.transit_gateway_id, transit.gateways);
  const propagates = args.flag(resource, "transit_gateway_default_route_table_propagation") !== false;
  for (const { doubts, defaultPropagationTable } of named.length > 0 ? named : transit.gateways.values()) {
    doubts.attachments.push(doubtOf(resource, "attachments", reason));
    if (propagates) defaultPropagationTable?.doubts.routes.push(doubtOf(resource, "routes", reason));
  }
}

function vpcAttachment(transit: TransitRegistry, resource: Resource, gateway: TransitGateway): VpcAttachment {
  const { args } = transit.registry;
  const vpc = transit.registry.vpc(resource.values.vpc_id);
  const { subnets, maybe, doubts } = transit.registry.subnetList(resource.values.subnet_ids, resource);
  return {
    kind: "vpc",
    address: resource.address,
    gateway,
    ...(vpc && { vpc }),
    subnets: [...subnets, ...maybe],
    doubts: {
      subnets: doubts,
      vpc: vpc ? [] : [doubtOf(resource, "vpc", "its VPC is not known")],
      policy: [],
      ipv6: args.isSetUnknown(resource, "ipv6_support")
        ? [doubtOf(resource, "ipv6", "whether it carries IPv6 is not known")]
        : [],
    },
    applianceMode: args.flag(resource, "appliance_mode_support") === true,
    securityGroupReferencing: args.flag(resource, "security_group_referencing_support") !== false,
    ipv6: args.flag(resource, "ipv6_support") === true,
  };
}

/** @param decides the resource whose flags count */
function associateByDefault(
  { registry: { args } }: TransitRegistry,
  attachment: VpcAttachment | ForeignAttachment,
  decides: Resource,
): DefaultAssociation[] {
  const flag = "transit_gateway_default_route_table_association";
  const table = attachment.gateway.defaultAssociationTable;
  if (!table || args.flag(decides, flag) === false) return [];
  if (!args.isSetUnknown(decides, flag)) return [[attachment, table]];
  table.doubts.associations.push(doubtOf(attachment, "associations", `its ${flag} is not known`));
  return [];
}

/** @param decides the resource whose flags count */
function propagateByDefault(
  transit: TransitRegistry,
  attachment: VpcAttachment | ForeignAttachment,
  decides: Resource,
): void {
  const { args } = transit.registry;
  const flag = "transit_gateway_default_route_table_propagation";
  const { address, gateway } = attachment;
  const table = gateway.defaultPropagationTable;
  if (!table || args.flag(decides, flag) === false) return;
  if (!args.isSetUnknown(decides, flag)) table.propagations.push({ address, attachment });
  else
    for (const one of transit.tables.values())
      if (one.gateway === gateway) one.doubts.routes.push(doubtOf(attachment, "routes", `its ${flag} is not known`));
}

/** A peering is associated with the default table of each of its gateways, as other attachments are. */
function readPeerings(transit: TransitRegistry): DefaultAssociation[] {
  const byDefault: DefaultAssociation[] = [];
  const { args, graph } = transit.registry;
  for (const resource of transit.registry.resources(typesOf("transit-peering"))) {
    const { address, values } = resource;
    const gateway = transit.gateway(values.transit_gateway_id);
    const peer = transit.gateway(values.peer_transit_gateway_id);
    if (!gateway) continue;
    const ends = { gateway, ...(peer && { peer }) };
    const attachment: Attachment = { kind: "peering", address, ...ends, doubts: { policy: [] } };
    transit.attachments.set(address, attachment);
    gateway.attachments.push(attachment);
    peer?.attachments.push(attachment);
    for (const { defaultAssociationTable: table } of peer ? [gateway, peer] : [gateway])
      if (table) byDefault.push([attachment, table]);
    leaveOpenWhatItLearns(transit, attachment, resource);
  }
  // The accepter, and a data source on the far side, name the same attachment.
  for (const resource of graph.ofType(typesOf("transit-peering-accepter"))) {
    const linked = args.link(resource.values.transit_gateway_attachment_id);
    const own = linked.kind === "resource" ? transit.attachments.get(linked.resource.address) : undefined;
    if (own) transit.attachments.set(resource.address, own);
  }
  return byDefault;
}

/** Peerings have static routes, unless dynamic routing is on (EC2 API, CreateTransitGatewayPeeringAttachmentRequestOptions). */
function leaveOpenWhatItLearns(
  { registry, tables, isTold }: TransitRegistry,
  attachment: Attachment,
  resource: Resource,
): void {
  if (isTold) return;
  const [options] = registry.args.blocks(resource.values.options);
  const routing = registry.args.isSetUnknown(resource, "options") ? resource.values.options : options?.dynamic_routing;
  if (!isSet(routing) || routing === "disable") return;
  const ends = attachment.kind === "peering" ? [attachment.gateway, attachment.peer] : [];
  for (const table of tables.values())
    if (table.gateway && ends.includes(table.gateway))
      table.doubts.learnedRoutes.push(doubtOf(resource, "learnedRoutes", "it learns routes dynamically"));
}
