import { type JsonObject, push } from "../../terraform";
import { type Answers, type Item } from "../answers";
import { flag, object, objects, text } from "../json-parts";
import { type Made } from "../made";
import { isGone } from "../states";
import { untold } from "../untold";

const TABLE = "aws_ec2_transit_gateway_route_table";

/** Tables that are there, with their addresses. */
function tablesOf(
  answers: Answers,
  made: Made,
): { readonly id: string; readonly address: string; readonly item: Item }[] {
  return answers.items("DescribeTransitGatewayRouteTables").flatMap((item) => {
    const id = text(item.json, "TransitGatewayRouteTableId");
    if (id === undefined || isGone(text(item.json, "State"))) return [];
    return [{ id, address: made.addressOf(TABLE, id), item }];
  });
}

function associate(made: Made, table: string | undefined, json: JsonObject): void {
  const attachment = text(json, "TransitGatewayAttachmentId");
  const state = text(json, "State") ?? "associated";
  if (table === undefined || attachment === undefined) return;
  if (state === "associating" || state === "disassociating") {
    const address = made.addressOf(TABLE, table);
    made.leave(address, `its association with ${attachment} is ${state}`, [address]);
  }
  if (state !== "associated") return;
  made.add("aws_ec2_transit_gateway_route_table_association", `${table}_${attachment}`, {
    transit_gateway_route_table_id: table,
    transit_gateway_attachment_id: attachment,
  });
}

/** Of the gateway's owner AWS tells the association with each attachment, too [EC2 API: TransitGatewayAttachment]. */
function addAssociations(answers: Answers, made: Made): void {
  const call = "GetTransitGatewayRouteTableAssociations";
  for (const { json, about } of answers.items(call)) associate(made, about, json);
  for (const { json } of answers.items("DescribeTransitGatewayAttachments")) {
    const association = object(json, "Association");
    associate(made, text(association, "TransitGatewayRouteTableId"), {
      ...association,
      TransitGatewayAttachmentId: json.TransitGatewayAttachmentId ?? null,
    });
  }
  for (const { id, address, item } of tablesOf(answers, made))
    if (!answers.tellsOf(call, id) && !answers.isAnswered("DescribeTransitGatewayAttachments", item.place))
      made.leave(address, untold(answers, call, id, item.place), [address]);
}

function addPropagations(answers: Answers, made: Made): void {
  for (const { json, about } of answers.items("GetTransitGatewayRouteTablePropagations")) {
    const attachment = text(json, "TransitGatewayAttachmentId");
    if (about === undefined || attachment === undefined || text(json, "State") !== "enabled") continue;
    made.add("aws_ec2_transit_gateway_route_table_propagation", `${about}_${attachment}`, {
      transit_gateway_route_table_id: about,
      transit_gateway_attachment_id: attachment,
    });
  }
}

/** One resource for each attachment that a route leads to: of several, packets go by each [transit gateway guide, ECMP]. */
function addRoute(made: Made, table: string, json: JsonObject): void {
  const cidr = text(json, "DestinationCidrBlock");
  const list = text(json, "PrefixListId");
  const state = text(json, "State");
  const attachments = objects(json, "TransitGatewayAttachments").map((one) => text(one, "TransitGatewayAttachmentId"));
  if (state === "deleted" || state === "deleting") return;
  for (const attachment of attachments.length > 0 ? attachments : [undefined]) {
    const values = {
      transit_gateway_route_table_id: table,
      transit_gateway_attachment_id: attachment,
      blackhole: state === "blackhole",
    };
    const name = [table, cidr ?? list, attachment].filter((one) => one !== undefined).join("_");
    if (cidr !== undefined)
      made.add("aws_ec2_transit_gateway_route", name, {
        ...values,
        destination_cidr_block: cidr,
        type: text(json, "Type"),
        state,
      });
    else if (list !== undefined)
      made.add("aws_ec2_transit_gateway_prefix_list_reference", name, { ...values, prefix_list_id: list });
  }
}

/** References to prefix lists whose entries the search has not told as routes. */
function addReferences(answers: Answers, made: Made, table: string, routes: readonly JsonObject[]): void {
  const searched = new Set(routes.flatMap((one) => text(one, "PrefixListId") ?? []));
  for (const { json, about } of answers.items("GetTransitGatewayPrefixListReferences")) {
    const list = text(json, "PrefixListId");
    if (about !== table || list === undefined || searched.has(list) || isGone(text(json, "State"))) continue;
    made.add("aws_ec2_transit_gateway_prefix_list_reference", `${table}_${list}`, {
      transit_gateway_route_table_id: table,
      prefix_list_id: list,
      blackhole: flag(json, "Blackhole"),
      transit_gateway_attachment_id: text(object(json, "TransitGatewayAttachment"), "TransitGatewayAttachmentId"),
    });
  }
}

/** Routes as the search found them, static and propagated [EC2 API: SearchTransitGatewayRoutes]. */
function addRoutes(answers: Answers, made: Made): void {
  const call = "SearchTransitGatewayRoutes";
  const found = new Map<string, JsonObject[]>();
  for (const { json, about } of answers.items(call)) if (about !== undefined) push(found, about, json);
  for (const { id, address, item } of tablesOf(answers, made)) {
    const routes = found.get(id) ?? [];
    for (const json of routes) addRoute(made, id, json);
    addReferences(answers, made, id, routes);
    if (!answers.tellsOf(call, id)) made.leave(address, untold(answers, call, id, item.place), [address]);
    else if (answers.isPartOf(call, id))
      made.leave(address, `${call} left routes out (AdditionalRoutesAvailable)`, [address]);
    else if (routes.some((one) => text(one, "State") === "pending"))
      made.leave(address, "a route of it is pending, so what it does is not known", [address]);
    const references = "GetTransitGatewayPrefixListReferences";
    if (!answers.tellsOf(references, id)) made.leave(address, untold(answers, references, id, item.place), [address]);
  }
}

/** Attachments that a policy table chooses the route table of, by rules that are not read. */
function addPolicyTables(answers: Answers, made: Made): void {
  const call = "GetTransitGatewayPolicyTableAssociations";
  for (const { json, about } of answers.items(call)) {
    const attachment = text(json, "TransitGatewayAttachmentId");
    const table = text(json, "TransitGatewayPolicyTableId") ?? about;
    if (attachment === undefined || table === undefined || text(json, "State") === "disassociated") continue;
    made.add("aws_ec2_transit_gateway_policy_table_association", `${table}_${attachment}`, {
      transit_gateway_policy_table_id: table,
      transit_gateway_attachment_id: attachment,
    });
  }
  for (const { json, place } of answers.items("DescribeTransitGatewayPolicyTables")) {
    const [id, gateway] = [text(json, "TransitGatewayPolicyTableId"), text(json, "TransitGatewayId")];
    if (id === undefined || gateway === undefined || isGone(text(json, "State"))) continue;
    if (!answers.tellsOf(call, id)) {
      const address = made.addressOf("aws_ec2_transit_gateway", gateway);
      made.leave(address, untold(answers, call, id, place), [address]);
    }
  }
}

/** What route tables of transit gateways are associated with, and where they lead. */
export function addTransitTables(answers: Answers, made: Made): void {
  addAssociations(answers, made);
  addPropagations(answers, made);
  addRoutes(answers, made);
  addPolicyTables(answers, made);
}
