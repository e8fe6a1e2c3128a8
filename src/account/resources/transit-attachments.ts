import { type JsonObject, Unknown } from "../../terraform";
import { type Answers, type Item } from "../answers";
import { object, tagsOf, text, texts } from "../json-parts";
import { type Made } from "../made";

/**
 * States in which an attachment carries packets; it carries none before it is accepted, nor when it is going
 * [EC2 API: TransitGatewayVpcAttachment, State].
 */
const CARRYING = new Set(["available", "modifying"]);

/** Attachments of a call that carry packets, once each: the gateway's account and the VPC's are both told of one. */
function carrying(items: readonly Item[]): Map<string, JsonObject> {
  const found = new Map<string, JsonObject>();
  for (const { json } of items) {
    const id = text(json, "TransitGatewayAttachmentId");
    if (id !== undefined && CARRYING.has(text(json, "State") ?? "") && !found.has(id)) found.set(id, json);
  }
  return found;
}

function addOfVpc(made: Made, id: string, json: JsonObject): void {
  const options = object(json, "Options");
  made.add("aws_ec2_transit_gateway_vpc_attachment", id, {
    transit_gateway_id: text(json, "TransitGatewayId"),
    vpc_id: text(json, "VpcId"),
    vpc_owner_id: text(json, "VpcOwnerId"),
    subnet_ids: texts(json, "SubnetIds"),
    appliance_mode_support: text(options, "ApplianceModeSupport"),
    ipv6_support: text(options, "Ipv6Support"),
    security_group_referencing_support: text(options, "SecurityGroupReferencingSupport"),
    tags: tagsOf(json),
  });
}

/** An attachment of a VPC of which only the list of all attachments tells. */
function addUntoldOfVpc(made: Made, id: string, json: JsonObject): void {
  const open = new Unknown([], false, "not told by DescribeTransitGatewayVpcAttachments");
  made.add("aws_ec2_transit_gateway_vpc_attachment", id, {
    transit_gateway_id: text(json, "TransitGatewayId"),
    vpc_id: text(json, "ResourceId"),
    vpc_owner_id: text(json, "ResourceOwnerId"),
    subnet_ids: open,
    ipv6_support: open,
    tags: tagsOf(json),
  });
}

function addPeering(made: Made, id: string, json: JsonObject): void {
  const [requester, accepter] = [object(json, "RequesterTgwInfo"), object(json, "AccepterTgwInfo")];
  made.add("aws_ec2_transit_gateway_peering_attachment", id, {
    transit_gateway_id: text(requester, "TransitGatewayId"),
    peer_transit_gateway_id: text(accepter, "TransitGatewayId"),
    peer_account_id: text(accepter, "OwnerId"),
    peer_region: text(accepter, "Region"),
    options: [{ dynamic_routing: text(object(json, "Options"), "DynamicRouting") ?? "disable" }],
    tags: tagsOf(json),
  });
}

/** Attachments of which only the list of all attachments tells. */
function addOther(made: Made, connections: ReadonlySet<string>, id: string, json: JsonObject): void {
  const gateway = text(json, "TransitGatewayId");
  const resource = text(json, "ResourceId");
  const values = { transit_gateway_id: gateway, tags: tagsOf(json) };
  switch (text(json, "ResourceType")) {
    case "vpc":
      return addUntoldOfVpc(made, id, json);
    case "peering":
    case "tgw-peering":
      made.add("aws_ec2_transit_gateway_peering_attachment", id, { ...values, peer_transit_gateway_id: resource });
      return;
    case "vpn":
      // A connection that is told is its own attachment.
      if (resource !== undefined && connections.has(resource)) return;
      made.lookUp("aws_ec2_transit_gateway_vpn_attachment", id, { ...values, vpn_connection_id: resource });
      return;
    case "direct-connect-gateway":
      made.lookUp("aws_ec2_transit_gateway_dx_gateway_attachment", id, { ...values, dx_gateway_id: resource });
      return;
    default:
      // Connect attachments, and kinds that a later version of AWS has: what lies behind is not known.
      made.add("aws_ec2_transit_gateway_connect", id, values);
  }
}

/** The ids of attachments that VPN connections are, by the ids of the connections. */
export function vpnAttachments(answers: Answers): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const { json } of answers.items("DescribeTransitGatewayAttachments")) {
    const [id, resource] = [text(json, "TransitGatewayAttachmentId"), text(json, "ResourceId")];
    if (id !== undefined && resource !== undefined && text(json, "ResourceType") === "vpn") found.set(resource, id);
  }
  return found;
}

/**
 * Attachments of transit gateways [EC2 API: TransitGatewayVpcAttachment, TransitGatewayPeeringAttachment,
 * TransitGatewayAttachment]. One that carries nothing is left out.
 */
export function addTransitAttachments(answers: Answers, made: Made): void {
  const ofVpcs = carrying(answers.items("DescribeTransitGatewayVpcAttachments"));
  const peerings = carrying(answers.items("DescribeTransitGatewayPeeringAttachments"));
  const connections = new Set(
    answers.items("DescribeVpnConnections").flatMap(({ json }) => text(json, "VpnConnectionId") ?? []),
  );
  for (const [id, json] of ofVpcs) addOfVpc(made, id, json);
  for (const [id, json] of peerings) addPeering(made, id, json);
  for (const [id, json] of carrying(answers.items("DescribeTransitGatewayAttachments")))
    if (!ofVpcs.has(id) && !peerings.has(id)) addOther(made, connections, id, json);
}
