import {
  AuthorizeSecurityGroupIngressCommand,
  DeleteRouteCommand,
  DeleteTransitGatewayRouteCommand,
  DeleteTransitGatewayVpcAttachmentCommand,
  DisassociateTransitGatewayRouteTableCommand,
  RevokeSecurityGroupIngressCommand,
} from "@aws-sdk/client-ec2";
import { defaultGroupOf, type Drift, tableOf } from "./drift";
import type { Contents } from "./support/account";
import { nameOf } from "./support/network-words";
import type { Accounts } from "./support/whole-vpc-accounts";

/** Somebody's change, and in which account. */
export interface DriftIn extends Drift {
  readonly where: keyof Accounts<unknown>;
}

function gatewayTable({ transitGatewayRouteTables }: Contents, name: string): string | undefined {
  return transitGatewayRouteTables.find((one) => nameOf(one) === name)?.TransitGatewayRouteTableId;
}

function attachment({ transitGatewayAttachments }: Contents, name: string): string | undefined {
  return transitGatewayAttachments.find((one) => nameOf(one) === name)?.TransitGatewayAttachmentId;
}

/** Changes that touch each other nowhere, so one apply heals them all. */
export const DRIFTS_OF_WHOLE_VPC: readonly DriftIn[] = [
  {
    what: "the web VPC's route to the gateway is deleted",
    where: "web",
    spoil: ({ ec2 }, contents) =>
      ec2.send(
        new DeleteRouteCommand({
          RouteTableId: tableOf(contents, "orders-a"),
          DestinationCidrBlock: "100.64.8.0/26",
        }),
      ),
    shows: { "aws_route.webs_web_attachment_orders-a--100-64-8-0-26": "create" },
  },
  {
    what: "the servers' group no longer admits the load balancer",
    where: "web",
    spoil: ({ ec2 }, { securityGroups }) =>
      ec2.send(
        new RevokeSecurityGroupIngressCommand({
          GroupId: securityGroups.find(({ GroupName }) => GroupName === "order-servers")?.GroupId,
          IpPermissions: [{ IpProtocol: "tcp", FromPort: 5432, ToPort: 5432, IpRanges: [{ CidrIp: "100.64.8.0/26" }] }],
        }),
      ),
    shows: { "aws_vpc_security_group_ingress_rule.webs_web_servers_from-alb--100-64-8-0-26-5432": "create" },
  },
  {
    what: "the hub's default group gets a rule",
    where: "client",
    spoil: ({ ec2 }, contents) =>
      ec2.send(
        new AuthorizeSecurityGroupIngressCommand({
          GroupId: defaultGroupOf(contents, "whole-vpc-hub"),
          IpPermissions: [{ IpProtocol: "tcp", FromPort: 22, ToPort: 22, IpRanges: [{ CidrIp: "10.0.0.0/16" }] }],
        }),
      ),
    shows: { "aws_default_security_group.hub": "update" },
  },
  {
    what: "the gateway's owner deletes the hub's route to the clients",
    where: "gateway",
    spoil: ({ ec2 }, contents) =>
      ec2.send(
        new DeleteTransitGatewayRouteCommand({
          TransitGatewayRouteTableId: gatewayTable(contents, "whole-vpc-hub-from"),
          DestinationCidrBlock: "100.64.16.0/26",
        }),
      ),
    shows: { "aws_ec2_transit_gateway_route.transit_hub_100-64-16-0-26": "create" },
  },
  {
    what: "the gateway's owner takes the clients' attachment out of its table",
    where: "gateway",
    spoil: ({ ec2 }, contents) =>
      ec2.send(
        new DisassociateTransitGatewayRouteTableCommand({
          TransitGatewayRouteTableId: gatewayTable(contents, "whole-vpc-client-from"),
          TransitGatewayAttachmentId: attachment(contents, "whole-vpc-client"),
        }),
      ),
    shows: { "aws_ec2_transit_gateway_route_table_association.clients_client_attachment": "create" },
  },
];

/** The gateway's owner may delete what another account has attached. */
export const DELETED_ATTACHMENT: DriftIn = {
  what: "the gateway's owner deletes the web VPC's attachment",
  where: "gateway",
  spoil: ({ ec2 }, contents) =>
    ec2.send(
      new DeleteTransitGatewayVpcAttachmentCommand({
        TransitGatewayAttachmentId: attachment(contents, "whole-vpc-web"),
      }),
    ),
  shows: {
    "aws_ec2_transit_gateway_vpc_attachment.webs_web_attachment": "create",
    "aws_ec2_transit_gateway_vpc_attachment_accepter.webs_web_attachment": "create",
    "aws_ec2_transit_gateway_route_table_association.webs_web_attachment": "create",
    "aws_ec2_transit_gateway_route.transit_hub_10-0-0-0-20": "destroy before create",
    "aws_ec2_transit_gateway_route.transit_hub_10-0-16-0-20": "destroy before create",
  },
};
