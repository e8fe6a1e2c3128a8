import { type JsonObject, type Value } from "../../terraform";
import { type Answers, type Item } from "../answers";
import { objects, tagsOf, text } from "../json-parts";
import { type Made } from "../made";
import { ownersFirst } from "../owners-first";
import { isAssociated } from "../states";
import { gatewayEndpoints } from "./vpc-endpoints";

/** The keys of a route that name its target [EC2 API, Route], with the arguments of `aws_route`. */
const TARGETS = {
  NatGatewayId: "nat_gateway_id",
  NetworkInterfaceId: "network_interface_id",
  InstanceId: "instance_id",
  TransitGatewayId: "transit_gateway_id",
  VpcPeeringConnectionId: "vpc_peering_connection_id",
  EgressOnlyInternetGatewayId: "egress_only_gateway_id",
  CarrierGatewayId: "carrier_gateway_id",
  LocalGatewayId: "local_gateway_id",
  CoreNetworkArn: "core_network_arn",
} as const;

/** Endpoints stand among gateways; Terraform tells them apart (AWS provider, aws_route). */
function targetOf(route: JsonObject): Record<string, Value> {
  const gateway = text(route, "GatewayId");
  if (gateway !== undefined) return { [gateway.startsWith("vpce-") ? "vpc_endpoint_id" : "gateway_id"]: gateway };
  return Object.fromEntries(
    Object.entries(TARGETS).flatMap(([key, argument]) => {
      const value = text(route, key);
      return value === undefined ? [] : [[argument, value]];
    }),
  );
}

/** Whether it is the local route that every table has to its VPC's ranges: AWS made it with the table. */
function isOwnLocal(route: JsonObject): boolean {
  return text(route, "GatewayId") === "local" && text(route, "Origin") === "CreateRouteTable";
}

/** A table's route, under what tells it from others of the table: its destination. */
function addRoute(made: Made, table: string, id: string, route: JsonObject): void {
  const destinations = {
    destination_cidr_block: text(route, "DestinationCidrBlock"),
    destination_ipv6_cidr_block: text(route, "DestinationIpv6CidrBlock"),
    destination_prefix_list_id: text(route, "DestinationPrefixListId"),
  };
  const destination = Object.values(destinations).find((one) => one !== undefined);
  if (destination === undefined) {
    made.leave(`aws_route.${id}_`, "the destination of the route is not known", [table]);
    return;
  }
  // A gateway may propagate a route to where another one of the table leads.
  const origin = text(route, "Origin");
  const isOwn = origin === undefined || origin.startsWith("CreateRoute");
  made.add("aws_route", `${id}_${destination}${isOwn ? "" : `_${origin}`}`, {
    route_table_id: id,
    ...destinations,
    ...targetOf(route),
    origin,
    state: text(route, "State") ?? "active",
  });
}

function addTable(made: Made, { json }: Item, endpoints: ReadonlySet<string>): void {
  const id = text(json, "RouteTableId");
  if (id === undefined) return;
  const table = made.add("aws_route_table", id, {
    vpc_id: text(json, "VpcId"),
    owner_id: text(json, "OwnerId"),
    propagating_vgws: objects(json, "PropagatingVgws").flatMap((one) => text(one, "GatewayId") ?? []),
    tags: tagsOf(json),
  });
  for (const route of objects(json, "Routes"))
    // An endpoint of type Gateway brings its routes itself.
    if (!isOwnLocal(route) && !endpoints.has(text(route, "GatewayId") ?? "")) addRoute(made, table, id, route);
  for (const one of objects(json, "Associations")) {
    const association = text(one, "RouteTableAssociationId");
    const [subnet, gateway] = [text(one, "SubnetId"), text(one, "GatewayId")];
    if (association !== undefined && (subnet ?? gateway) !== undefined && isAssociated(one, "AssociationState"))
      made.add("aws_route_table_association", association, {
        route_table_id: id,
        subnet_id: subnet,
        gateway_id: gateway,
      });
  }
}

/** Route tables, each route as one of its own, with their subnets and gateways [EC2 API: RouteTable, Route]. */
export function addRouteTables(answers: Answers, made: Made): void {
  const endpoints = gatewayEndpoints(answers);
  const seen = new Set<string>();
  for (const item of ownersFirst(answers.items("DescribeRouteTables"))) {
    const id = text(item.json, "RouteTableId") ?? "";
    if (!seen.has(id)) addTable(made, item, endpoints);
    seen.add(id);
  }
}
