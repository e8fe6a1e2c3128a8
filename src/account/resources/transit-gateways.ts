import { type JsonObject } from "../../terraform";
import { type Answers, type Item, type Place } from "../answers";
import { flag, object, tagsOf, text } from "../json-parts";
import { type Made } from "../made";
import { isGone } from "../states";
import { untold } from "../untold";

const GATEWAY = "aws_ec2_transit_gateway";
const TABLE = "aws_ec2_transit_gateway_route_table";

/** Items of one thing, which the accounts that share it all tell of. */
type Told = readonly Item[];

function byId(items: readonly Item[], key: string): Map<string, Item[]> {
  const found = new Map<string, Item[]>();
  for (const item of items) {
    const id = text(item.json, key);
    if (id === undefined || isGone(text(item.json, "State"))) continue;
    const known = found.get(id);
    if (known) known.push(item);
    else found.set(id, [item]);
  }
  return found;
}

function addGateway(made: Made, id: string, json: JsonObject): string {
  const options = object(json, "Options");
  return made.add(GATEWAY, id, {
    arn: text(json, "TransitGatewayArn"),
    owner_id: text(json, "OwnerId"),
    default_route_table_association: text(options, "DefaultRouteTableAssociation"),
    default_route_table_propagation: text(options, "DefaultRouteTablePropagation"),
    association_default_route_table_id: text(options, "AssociationDefaultRouteTableId"),
    propagation_default_route_table_id: text(options, "PropagationDefaultRouteTableId"),
    auto_accept_shared_attachments: text(options, "AutoAcceptSharedAttachments"),
    security_group_referencing_support: text(options, "SecurityGroupReferencingSupport"),
    tags: tagsOf(json),
  });
}

/**
 * The places of the account that owns a gateway, which alone is told its tables. Where the input does not name the account,
 * that a place tells of a table of the gateway shows it.
 */
function ownersPlaces(answers: Answers, told: Told): Place[] {
  const id = text(told[0]!.json, "TransitGatewayId");
  const owner = told.map(({ json }) => text(json, "OwnerId")).find((one) => one !== undefined);
  const withTables = answers
    .items("DescribeTransitGatewayRouteTables")
    .flatMap(({ json, place }) => (text(json, "TransitGatewayId") === id ? [place.key] : []));
  const places = told.map(({ place }) => place);
  return places.filter(({ account, key }) =>
    account === undefined || owner === undefined ? withTables.includes(key) : account === owner,
  );
}

/** What is not told of a gateway: its tables, or who is attached to it. */
function leaveGateway(answers: Answers, made: Made, address: string, told: Told): void {
  const owners = ownersPlaces(answers, told);
  const isTold = (call: Parameters<Answers["isAnswered"]>[0], places: readonly Place[]): boolean =>
    places.some((place) => answers.isAnswered(call, place));
  if (owners.length === 0) {
    made.leave(address, "the account that owns the transit gateway is not in the input", [address]);
    return;
  }
  if (!isTold("DescribeTransitGatewayRouteTables", owners))
    made.leave(address, untold(answers, "DescribeTransitGatewayRouteTables", undefined, owners[0]), [address]);
  const attachments = ["DescribeTransitGatewayVpcAttachments", "DescribeTransitGatewayAttachments"] as const;
  const isOneAnswered = (place: Place): boolean => attachments.some((call) => answers.isAnswered(call, place));
  if (!owners.some(isOneAnswered) && !answers.places().every(isOneAnswered))
    made.leave(address, untold(answers, attachments[0], undefined, owners[0]), [address]);
}

/** Transit gateways and their route tables, those that AWS made by itself too [EC2 API: TransitGateway, TransitGatewayRouteTable]. */
export function addTransitGateways(answers: Answers, made: Made): void {
  for (const [id, told] of byId(answers.items("DescribeTransitGateways"), "TransitGatewayId"))
    leaveGateway(answers, made, addGateway(made, id, told[0]!.json), told);
  for (const [id, [item]] of byId(answers.items("DescribeTransitGatewayRouteTables"), "TransitGatewayRouteTableId"))
    made.add(TABLE, id, {
      transit_gateway_id: text(item!.json, "TransitGatewayId"),
      default_association_route_table: flag(item!.json, "DefaultAssociationRouteTable"),
      default_propagation_route_table: flag(item!.json, "DefaultPropagationRouteTable"),
      tags: tagsOf(item!.json),
    });
}
