import { inUseRule } from "./in-use";

/** AWS refuses: a gateway with attachments is not deleted (EC2 API, DeleteTransitGateway). */
export const transitGatewayInUse = inUseRule({
  name: "transit-gateway-in-use",
  types: ["aws_ec2_transit_gateway"],
  usedBy: {
    aws_ec2_transit_gateway_vpc_attachment: ["transit_gateway_id"],
    aws_ec2_transit_gateway_peering_attachment: ["transit_gateway_id", "peer_transit_gateway_id"],
    aws_vpn_connection: ["transit_gateway_id"],
  },
  thing: "the transit gateway",
  users: "it still has attachments",
  advice: "detach everything in an apply of its own first",
});
