import { type Answers } from "../answers";
import { flag, number, object, objects, tagsOf, text } from "../json-parts";
import { type Made } from "../made";
import { isGone } from "../states";
import { vpnAttachments } from "./transit-attachments";

function addVpnGateways(answers: Answers, made: Made): void {
  for (const { json } of answers.items("DescribeVpnGateways")) {
    const id = text(json, "VpnGatewayId");
    if (id === undefined || isGone(text(json, "State"))) continue;
    const attached = objects(json, "VpcAttachments").find((one) => text(one, "State") === "attached");
    made.add("aws_vpn_gateway", id, {
      vpc_id: attached && text(attached, "VpcId"),
      amazon_side_asn: number(json, "AmazonSideAsn"),
      tags: tagsOf(json),
    });
  }
}

function addCustomerGateways(answers: Answers, made: Made): void {
  for (const { json } of answers.items("DescribeCustomerGateways")) {
    const id = text(json, "CustomerGatewayId");
    if (id === undefined || isGone(text(json, "State"))) continue;
    made.add("aws_customer_gateway", id, {
      ip_address: text(json, "IpAddress"),
      bgp_asn: text(json, "BgpAsn"),
      type: text(json, "Type"),
      tags: tagsOf(json),
    });
  }
}

function addConnections(answers: Answers, made: Made): void {
  const attachments = vpnAttachments(answers);
  for (const { json } of answers.items("DescribeVpnConnections")) {
    const id = text(json, "VpnConnectionId");
    const state = text(json, "State");
    if (id === undefined || isGone(state) || state === "pending") continue;
    const options = object(json, "Options");
    const routes = objects(json, "Routes").filter((one) => !isGone(text(one, "State")));
    const customer = text(json, "CustomerGatewayId");
    // Nothing of it but its id matters to packets, so it need not be told itself.
    if (customer !== undefined) made.add("aws_customer_gateway", customer, {});
    made.add("aws_vpn_connection", id, {
      customer_gateway_id: customer,
      vpn_gateway_id: text(json, "VpnGatewayId"),
      transit_gateway_id: text(json, "TransitGatewayId"),
      transit_gateway_attachment_id: attachments.get(id),
      type: text(json, "Type"),
      static_routes_only: flag(options, "StaticRoutesOnly"),
      local_ipv4_network_cidr: text(options, "LocalIpv4NetworkCidr"),
      remote_ipv4_network_cidr: text(options, "RemoteIpv4NetworkCidr"),
      local_ipv6_network_cidr: text(options, "LocalIpv6NetworkCidr"),
      remote_ipv6_network_cidr: text(options, "RemoteIpv6NetworkCidr"),
      tunnel_inside_ip_version: text(options, "TunnelInsideIpVersion"),
      routes: routes.map((one) => ({ destination_cidr_block: text(one, "DestinationCidrBlock") ?? null })),
      tags: tagsOf(json),
    });
  }
}

/** Gateways towards networks outside, and the connections there [EC2 API: VpnGateway, CustomerGateway, VpnConnection]. */
export function addVpns(answers: Answers, made: Made): void {
  addVpnGateways(answers, made);
  addCustomerGateways(answers, made);
  addConnections(answers, made);
}
