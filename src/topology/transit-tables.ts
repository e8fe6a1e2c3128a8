import { type Cidr, type Family, familyOfCidr } from "../ip";
import { push, type Resource, typesOf } from "../terraform";
import { doubtOf, firstDoubt, isCertain } from "./doubts";
import { blockOf, candidatesOf, oneEach } from "./lost-indexes";
import {
  type Attachment,
  type ForeignAttachment,
  type TransitGateway,
  type TransitRoute,
  type TransitTable,
  type VpcAttachment,
} from "./model";
import { type DefaultAssociation } from "./transit-attachments";
import { type TransitRegistry } from "./transit-registry";

/** A resource that puts an attachment into a table, as an association or a propagation; what of it isn't known is undefined. */
interface Pair {
  readonly resource: Resource;
  readonly table: TransitTable | undefined;
  readonly attachment: Attachment | undefined;
}

/**
 * The pairs of table and attachment that resources of a type make. A gateway takes each pair once only, so where a plan
 * has lost which attachment an instance names, as many instances as candidates in one table are one each.
 */
function pairs(transit: TransitRegistry, role: "transit-association" | "transit-propagation"): Pair[] {
  const { args, graph } = transit.registry;
  const found: Pair[] = [];
  const lost = new Map<string, (Pair & { readonly candidates: readonly Attachment[] })[]>();
  for (const resource of graph.ofType(typesOf(role), "managed")) {
    const table = transit.table(resource.values.transit_gateway_route_table_id);
    const value = resource.values.transit_gateway_attachment_id;
    const attachment = transit.attachment(value);
    if (table && attachment) found.push({ resource, table, attachment });
    else {
      const candidates = attachment ? [] : candidatesOf(args, value, transit.attachments);
      push(lost, `${blockOf(resource)}|${table?.address ?? ""}`, { resource, table, attachment, candidates });
    }
  }
  for (const group of lost.values()) {
    const [first] = group;
    const each = first?.table && oneEach(group);
    found.push(...(each?.map((attachment, i) => ({ ...group[i]!, attachment })) ?? group));
  }
  return found;
}

/** Which table serves which attachment. */
export function readAssociations(transit: TransitRegistry, byDefault: readonly DefaultAssociation[]): void {
  const explicit = new Map<Attachment, Set<TransitGateway | undefined>>();
  for (const { resource, table, attachment } of pairs(transit, "transit-association")) {
    if (table && attachment) {
      table.associations.push(attachment);
      if (isInForce(resource)) explicit.set(attachment, (explicit.get(attachment) ?? new Set()).add(table.gateway));
      continue;
    }
    const what = attachment ? "which route table" : "which attachment";
    for (const one of table ? [table] : transit.tables.values())
      one.doubts.associations.push(doubtOf(resource, "associations", `${what} it associates is not known`));
  }
  // Beside the default one AWS refuses another (Resource.AlreadyAssociated), so both are kept: which one serves is open.
  for (const [attachment, table] of byDefault)
    if (!explicit.get(attachment)?.has(table.gateway) && !isAssociated(transit, attachment, table))
      table.associations.push(attachment);
}

/** Already so; a peering in any table of the gateway, since only the field knows of its default (Resource.AlreadyAssociated in AWS provider issue 16452). */
function isAssociated({ tables }: TransitRegistry, attachment: Attachment, table: TransitTable): boolean {
  if (table.associations.includes(attachment)) return true;
  if (attachment.kind !== "peering") return false;
  const own = [...tables.values()].filter(({ gateway }) => !gateway || gateway === table.gateway);
  return own.some((one) => one.associations.includes(attachment) || one.doubts.associations.length > 0);
}

/** An association that is there already, or that takes the place of the default one, is the only one. */
function isInForce({ values }: Resource): boolean {
  return typeof values.id === "string" || values.replace_existing_association === true;
}

/** Which attachments put their VPC's ranges into which table, and these routes. */
export function readPropagations(transit: TransitRegistry): void {
  for (const { resource, table, attachment } of pairs(transit, "transit-propagation")) {
    if (table && attachment) table.propagations.push({ address: resource.address, attachment });
    else
      for (const one of table ? [table] : transit.tables.values())
        one.doubts.routes.push(doubtOf(resource, "routes", "what it propagates is not known"));
  }
  if (transit.isTold) return;
  for (const table of transit.tables.values())
    for (const propagation of table.propagations) addPropagated(table, propagation);
}

/** Ranges of IPv6 are propagated only where the attachment carries it (transit gateway guide, VPC attachments). */
function addRange({ routes }: TransitTable, route: TransitRoute): void {
  const { attachment, cidr } = route;
  if (attachment?.kind !== "vpc" || familyOfCidr(cidr) === "ipv4" || attachment.ipv6) routes.push(route);
  else {
    const note = firstDoubt(attachment, "ipv6");
    if (note) routes.push({ ...route, note });
  }
}

/**
 * A connection that is static propagates nothing (transit gateway guide, VPN attachments). Others propagate what BGP tells
 * them, which no JSON of Terraform holds: ranges of any length, of the addresses that they carry packets to.
 */
function addLearned(table: TransitTable, attachment: ForeignAttachment): void {
  const { link } = attachment;
  if (link?.routes) return;
  const reason = "what it learns by BGP and propagates is not in the input";
  const doubt = doubtOf(attachment, "learnedRoutes", reason);
  table.doubts.learnedRoutes.push(link ? { ...doubt, addresses: link.local } : doubt);
}

function addPropagated(table: TransitTable, propagation: TransitTable["propagations"][number]): void {
  const { attachment } = propagation;
  const doubt = (reason: string, family?: Family): void =>
    void table.doubts.routes.push({ ...doubtOf(propagation, "routes", reason), ...(family && { family }) });
  if (attachment.kind === "foreign") addLearned(table, attachment);
  else if (attachment.kind === "peering") doubt("routes that a peering propagates are not in the input");
  else if (!attachment.vpc) doubt(NOT_KNOWN);
  else if (isCertain(attachment.vpc, "ranges")) addRanges(table, propagation, attachment, attachment.vpc.cidrs);
  else {
    const isOutside = attachment.vpc.isOutside === true;
    doubt(NOT_KNOWN, isOutside ? undefined : "ipv4");
    const ofIpv6 = attachment.vpc.cidrs.filter((cidr) => familyOfCidr(cidr) === "ipv6");
    if (!isOutside) addRanges(table, propagation, attachment, ofIpv6);
  }
}

const NOT_KNOWN = "the CIDRs that it propagates are not known";

/** Ranges of the attachment's VPC. What its others of IPv6 are may be open. */
function addRanges(
  table: TransitTable,
  propagation: TransitTable["propagations"][number],
  attachment: VpcAttachment,
  cidrs: readonly Cidr[],
): void {
  const { address } = propagation;
  for (const cidr of cidrs) addRange(table, { address, cidr, attachment, propagated: true });
  if (!attachment.vpc || isCertain(attachment.vpc, "ipv6Ranges")) return;
  if (!attachment.ipv6 && isCertain(attachment, "ipv6")) return;
  const reason = "the ranges of IPv6 that it propagates are not known";
  table.doubts.ipv6Routes.push(doubtOf(propagation, "ipv6Routes", reason));
}
