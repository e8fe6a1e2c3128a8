import { type Network, type Unique } from "./unique";

/** Transit gateways. */
export function transit(u: Unique): Network {
  const table = (id: string) => ({ id: `tgw-rtb-${id}`, transit_gateway_id: "tgw-1", tags: { Name: u.name() } });
  const attachment = (id: string, vpc: string, subnets: readonly string[]) => ({
    id: `tgw-attach-${id}`,
    transit_gateway_id: "tgw-1",
    vpc_id: `vpc-${vpc}`,
    subnet_ids: subnets.map((one) => `subnet-${one}`),
    transit_gateway_default_route_table_association: false,
    transit_gateway_default_route_table_propagation: false,
  });
  return {
    "aws_ec2_transit_gateway.t": {
      id: "tgw-1",
      description: u.name(),
      default_route_table_association: "disable",
      default_route_table_propagation: "disable",
      transit_gateway_cidr_blocks: [u.range()],
      association_default_route_table_id: "tgw-rtb-default",
    },
    "aws_ec2_transit_gateway_route_table.a": table("a"),
    "aws_ec2_transit_gateway_route_table.b": table("b"),
    "aws_ec2_transit_gateway_vpc_attachment.a": attachment("a", "a", ["client", "front2"]),
    "aws_ec2_transit_gateway_vpc_attachment.b": attachment("b", "b", ["web"]),
    "aws_ec2_transit_gateway_vpc_attachment_accepter.b": {
      id: "tgw-attach-b",
      transit_gateway_attachment_id: "tgw-attach-b",
      tags: { Name: u.name() },
    },
    "aws_ec2_transit_gateway_route_table_association.a": {
      id: "x-1",
      transit_gateway_attachment_id: "tgw-attach-a",
      transit_gateway_route_table_id: "tgw-rtb-a",
    },
    "aws_ec2_transit_gateway_route_table_association.b": {
      id: "x-2",
      transit_gateway_attachment_id: "tgw-attach-b",
      transit_gateway_route_table_id: "tgw-rtb-b",
    },
    "aws_ec2_transit_gateway_route_table_propagation.b": {
      id: "x-3",
      transit_gateway_attachment_id: "tgw-attach-b",
      transit_gateway_route_table_id: "tgw-rtb-a",
    },
    "aws_ec2_transit_gateway_route_table_propagation.a": {
      id: "x-4",
      transit_gateway_attachment_id: "tgw-attach-a",
      transit_gateway_route_table_id: "tgw-rtb-b",
    },
    "aws_ec2_transit_gateway_route.x": {
      id: "x-5",
      destination_cidr_block: u.range(),
      transit_gateway_attachment_id: "tgw-attach-b",
      transit_gateway_route_table_id: "tgw-rtb-a",
    },
    "aws_ec2_transit_gateway_route.y": {
      id: "x-6",
      destination_cidr_block: u.range(),
      blackhole: true,
      transit_gateway_route_table_id: "tgw-rtb-b",
    },
    "aws_ec2_transit_gateway_prefix_list_reference.l": {
      id: "x-7",
      prefix_list_id: "pl-2",
      transit_gateway_attachment_id: "tgw-attach-b",
      transit_gateway_route_table_id: "tgw-rtb-a",
    },
    "aws_ec2_transit_gateway_peering_attachment.p": {
      id: "tgw-attach-p",
      transit_gateway_id: "tgw-1",
      peer_transit_gateway_id: "tgw-2",
      peer_region: "eu-west-1",
    },
    "aws_ec2_transit_gateway_peering_attachment_accepter.p": {
      id: "tgw-attach-q",
      transit_gateway_attachment_id: "tgw-attach-q",
    },
    "aws_ec2_transit_gateway_connect.c": {
      id: "tgw-attach-c",
      transit_gateway_id: "tgw-1",
      transport_attachment_id: "tgw-attach-b",
    },
    "aws_ec2_transit_gateway_default_route_table_association.d": {
      id: "x-8",
      transit_gateway_id: "tgw-1",
      transit_gateway_route_table_id: "tgw-rtb-a",
    },
    "aws_ec2_transit_gateway_default_route_table_propagation.d": {
      id: "x-9",
      transit_gateway_id: "tgw-1",
      transit_gateway_route_table_id: "tgw-rtb-a",
    },
    "aws_ec2_transit_gateway_policy_table.p": { id: "tgw-ptb-1", transit_gateway_id: "tgw-3" },
    "aws_ec2_transit_gateway_policy_table_association.p": {
      id: "x-10",
      transit_gateway_attachment_id: "tgw-attach-q",
      transit_gateway_policy_table_id: "tgw-ptb-1",
    },
    "data.aws_ec2_transit_gateway_attachment.one": { id: "tgw-attach-b", transit_gateway_id: "tgw-1" },
    "data.aws_ec2_transit_gateway_vpn_attachment.v": {
      id: "tgw-attach-v",
      transit_gateway_id: "tgw-3",
      vpn_connection_id: "vpn-1",
    },
    "data.aws_ec2_transit_gateway_dx_gateway_attachment.x": {
      id: "tgw-attach-x",
      transit_gateway_id: "tgw-3",
      dx_gateway_id: "dx-1",
    },
    "aws_networkmanager_vpc_attachment.n": {
      id: "nm-1",
      vpc_arn: "arn:aws:ec2:us-east-1:1:vpc/vpc-d",
      core_network_id: u.text(),
    },
    "aws_networkmanager_transit_gateway_peering.n": {
      id: "peering-1",
      core_network_id: u.text(),
      transit_gateway_arn: "arn:aws:ec2:us-east-1:1:transit-gateway/tgw-1",
      transit_gateway_peering_attachment_id: "tgw-attach-n",
    },
    "aws_networkmanager_transit_gateway_route_table_attachment.n": {
      id: "attachment-1",
      peering_id: "peering-1",
      transit_gateway_route_table_arn: u.text(),
    },
    "aws_networkmanager_core_network_policy_attachment.n": {
      id: u.text(),
      core_network_id: u.text(),
      policy_document: u.text(),
    },
    "aws_networkfirewall_firewall.f": { id: "fw-1", name: u.text(), vpc_id: "vpc-c", firewall_policy_arn: "arn:p" },
    "aws_networkfirewall_firewall_policy.p": {
      ...{ id: "arn:p", arn: "arn:p", name: u.text() },
      firewall_policy: [
        {
          stateless_default_actions: ["aws:forward_to_sfe"],
          stateless_fragment_default_actions: ["aws:forward_to_sfe"],
          stateful_rule_group_reference: [{ resource_arn: "arn:g" }],
        },
      ],
    },
    "aws_networkfirewall_rule_group.g": {
      id: "arn:g",
      arn: "arn:g",
      name: u.text(),
      type: "STATEFUL",
      rules: u.text(),
    },
  };
}
