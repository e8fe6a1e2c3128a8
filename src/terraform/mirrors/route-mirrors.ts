import { type TypeName, typesOf } from "../resource-types";
import { type Value, type ValueObject } from "../value";
import { at, dropped, entries, isSame, listed, type Mirror, plain } from "./mirror";

const TABLES = typesOf("route-table");

/** A table has one route to each destination (EC2 API, CreateRoute). */
function hasDestination(entry: Value, route: ValueObject): boolean {
  return (
    isSame(at(entry, "cidr_block"), route.destination_cidr_block) ||
    isSame(lowered(at(entry, "ipv6_cidr_block")), lowered(route.destination_ipv6_cidr_block)) ||
    isSame(at(entry, "destination_prefix_list_id") ?? at(entry, "prefix_list_id"), route.destination_prefix_list_id)
  );
}

function lowered(value: Value | undefined): Value | undefined {
  return plain(value)?.toLowerCase();
}

/** The attribute with what was there before the child took it over, where the child still has it. */
function givenBack(attribute: string, taken: string, original: string): Mirror["without"] {
  return (parent, child) => (isSame(parent[attribute], child[taken]) ? { [attribute]: child[original] ?? null } : {});
}

/** Routes, main tables, what propagates, and what stands in a table without being a route. */
export const ROUTE_MIRRORS: readonly Mirror[] = [
  {
    parents: TABLES,
    children: ["aws_route"],
    // A data source calls the list `routes`.
    attributes: ["route", "routes"],
    named: (route) => [route.route_table_id],
    without: (table, route) => ({
      ...entries(
        "route",
        dropped(table.route, (entry) => hasDestination(entry, route)),
      ),
      ...entries(
        "routes",
        dropped(table.routes, (entry) => hasDestination(entry, route)),
      ),
    }),
  },
  {
    parents: TABLES,
    children: ["aws_route_table_association"],
    attributes: ["associations"],
    named: (association) => [association.route_table_id],
    without: (table, { subnet_id: subnet, gateway_id: gateway }) =>
      entries(
        "associations",
        dropped(
          table.associations,
          (one) => isSame(at(one, "subnet_id"), subnet) || isSame(at(one, "gateway_id"), gateway),
        ),
      ),
  },
  {
    parents: typesOf("vpc"),
    children: ["aws_main_route_table_association"],
    attributes: ["main_route_table_id"],
    named: (association) => [association.vpc_id],
    without: givenBack("main_route_table_id", "route_table_id", "original_route_table_id"),
  },
  {
    parents: ["aws_ec2_transit_gateway"],
    children: ["aws_ec2_transit_gateway_default_route_table_association"],
    attributes: ["association_default_route_table_id"],
    named: (association) => [association.transit_gateway_id],
    without: givenBack(
      "association_default_route_table_id",
      "transit_gateway_route_table_id",
      "original_default_route_table_id",
    ),
  },
  {
    parents: ["aws_ec2_transit_gateway"],
    children: ["aws_ec2_transit_gateway_default_route_table_propagation"],
    attributes: ["propagation_default_route_table_id"],
    named: (propagation) => [propagation.transit_gateway_id],
    without: givenBack(
      "propagation_default_route_table_id",
      "transit_gateway_route_table_id",
      "original_default_route_table_id",
    ),
  },
  listed({
    parents: TABLES,
    child: "aws_vpn_gateway_route_propagation",
    attribute: "propagating_vgws",
    names: "route_table_id",
    adds: "vpn_gateway_id",
  }),
  listed({
    parents: ["aws_vpc_endpoint"],
    child: "aws_vpc_endpoint_route_table_association",
    attribute: "route_table_ids",
    names: "vpc_endpoint_id",
    adds: "route_table_id",
  }),
  listed({
    parents: ["aws_vpc_endpoint"],
    child: "aws_vpc_endpoint_subnet_association",
    attribute: "subnet_ids",
    names: "vpc_endpoint_id",
    adds: "subnet_id",
  }),
  {
    parents: ["aws_vpn_connection"],
    children: ["aws_vpn_connection_route"],
    attributes: ["routes"],
    named: (route) => [route.vpn_connection_id],
    without: (connection, route) =>
      entries(
        "routes",
        dropped(connection.routes, (one) => isSame(at(one, "destination_cidr_block"), route.destination_cidr_block)),
      ),
  },
  detached("aws_internet_gateway", "aws_internet_gateway_attachment", "internet_gateway_id"),
  detached("aws_vpn_gateway", "aws_vpn_gateway_attachment", "vpn_gateway_id"),
];

/** A gateway that another resource attaches to a VPC. */
function detached(parent: TypeName, child: TypeName, names: string): Mirror {
  return {
    parents: [parent],
    children: [child],
    attributes: ["vpc_id", "attachments"],
    named: (attachment) => [attachment[names]],
    without: (gateway, { vpc_id: vpc }) => ({
      ...(isSame(gateway.vpc_id, vpc) && { vpc_id: null }),
      // The data source lists attachments.
      ...entries(
        "attachments",
        dropped(gateway.attachments, (one) => isSame(at(one, "vpc_id"), vpc)),
      ),
    }),
  };
}
