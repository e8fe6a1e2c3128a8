import { type Resource, typesOf } from "../terraform";
import { doubtOf } from "./doubts";
import { impliedName } from "./implied-names";
import { type TransitGateway, type TransitTable } from "./model";
import { type Premises } from "./premises";
import { readPolicyTables } from "./policy-tables";
import { type Registry } from "./registry";
import { readAttachments } from "./transit-attachments";
import { emptyTransitTable, type TransitGateways, TransitRegistry } from "./transit-registry";
import { readTransitRoutes } from "./transit-routes";
import { readAssociations, readPropagations } from "./transit-tables";

/** Transit gateways with their attachments, tables, associations, propagations and routes, read in that order. */
export function readTransitGateways(registry: Registry, premises: Premises): TransitGateways {
  const transit = new TransitRegistry(registry);
  for (const resource of registry.resources(typesOf("transit-gateway"))) readGateway(transit, resource);
  for (const resource of registry.resources(typesOf("transit-table"))) readTable(transit, resource);
  changeDefaultTables(transit);
  const byDefault = readAttachments(transit, premises);
  readAssociations(transit, byDefault);
  readPolicyTables(registry, transit);
  readPropagations(transit);
  readTransitRoutes(transit);
  return transit;
}

function readGateway(transit: TransitRegistry, resource: Resource): void {
  const { args } = transit.registry;
  const isOutside = resource.mode === "data";
  const reason = "the transit gateway is not managed in the input";
  const gateway: TransitGateway = {
    address: resource.address,
    securityGroupReferencing: args.flag(resource, "security_group_referencing_support") === true,
    attachments: [],
    doubts: { attachments: isOutside ? [doubtOf(resource, "attachments", reason)] : [] },
  };
  transit.gateways.set(resource.address, gateway);
  // Both defaults are on unless switched off; then AWS makes one table that serves both (transit gateway guide).
  const associates = args.flag(resource, "default_route_table_association") !== false;
  const propagates = args.flag(resource, "default_route_table_propagation") !== false;
  if (isOutside || transit.isTold || (!associates && !propagates)) return;
  const table: TransitTable = {
    ...emptyTransitTable(impliedName(resource.address, "default route table"), gateway),
    isDefault: true,
  };
  if (associates) gateway.defaultAssociationTable = table;
  if (propagates) gateway.defaultPropagationTable = table;
  transit.tables.set(table.address, table);
  for (const key of ["association_default_route_table_id", "propagation_default_route_table_id"]) {
    const id = resource.values[key];
    if (typeof id === "string") transit.defaultTables.set(id, table);
  }
}

function readTable(transit: TransitRegistry, resource: Resource): void {
  const reason = "the route table is not managed in the input";
  const doubts = resource.mode === "data" ? [doubtOf(resource, "routes", reason)] : [];
  const gateway = transit.gateway(resource.values.transit_gateway_id);
  transit.tables.set(resource.address, emptyTransitTable(resource.address, gateway, doubts));
}

function changeDefaultTables(transit: TransitRegistry): void {
  const kinds = [
    ["transit-default-association", "defaultAssociationTable"],
    ["transit-default-propagation", "defaultPropagationTable"],
  ] as const;
  for (const [role, key] of kinds)
    for (const resource of transit.registry.graph.ofType(typesOf(role), "managed")) {
      const gateway = transit.gateway(resource.values.transit_gateway_id);
      const table = transit.table(resource.values.transit_gateway_route_table_id);
      if (gateway && table) gateway[key] = table;
      else
        gateway?.doubts.attachments.push(
          doubtOf(resource, "attachments", "which table becomes the default is not known"),
        );
    }
}
