import {
  AuthorizeSecurityGroupEgressCommand,
  AuthorizeSecurityGroupIngressCommand,
  DeleteRouteCommand,
  DeleteTransitGatewayRouteCommand,
  ModifySecurityGroupRulesCommand,
  ModifyTransitGatewayVpcAttachmentCommand,
} from "@aws-sdk/client-ec2";
import { DeregisterTargetsCommand } from "@aws-sdk/client-elastic-load-balancing-v2";
import type { Account, Contents } from "./support/account";
import { nameOf } from "./support/network-words";

/** Something that somebody changes by hand in a network, and what the next plan makes of it. */
export interface Drift {
  readonly what: string;
  readonly spoil: (account: Account, contents: Contents) => Promise<unknown>;
  /** Every change that the plan shows, by address. */
  readonly shows: Readonly<Record<string, string>>;
}

export function tableOf({ subnets, routeTables }: Contents, subnetName: string): string | undefined {
  const subnet = subnets.find((one) => nameOf(one) === subnetName);
  return routeTables.find(({ Associations }) => Associations?.some(({ SubnetId }) => SubnetId === subnet?.SubnetId))
    ?.RouteTableId;
}

export function defaultGroupOf({ vpcs, securityGroups }: Contents, vpcName: string): string | undefined {
  const vpc = vpcs.find((one) => nameOf(one) === vpcName);
  return securityGroups.find(({ GroupName, VpcId }) => GroupName === "default" && VpcId === vpc?.VpcId)?.GroupId;
}

export const DRIFTS: readonly Drift[] = [
  {
    what: "a steered route is deleted",
    spoil: ({ ec2 }, contents) =>
      ec2.send(
        new DeleteRouteCommand({
          RouteTableId: tableOf(contents, "article-private3"),
          DestinationCidrBlock: "10.64.0.0/24",
        }),
      ),
    shows: { "aws_route.steer_private3--10-64-0-0-24": "create" },
  },
  {
    what: "a transit gateway route is deleted",
    spoil: ({ ec2 }, { transitGatewayRouteTables }) =>
      ec2.send(
        new DeleteTransitGatewayRouteCommand({
          TransitGatewayRouteTableId: transitGatewayRouteTables.find((one) => nameOf(one) === "article-from-client")
            ?.TransitGatewayRouteTableId,
          DestinationCidrBlock: "10.64.0.0/24",
        }),
      ),
    shows: { "aws_ec2_transit_gateway_route.transit_client_10-64-0-0-24": "create" },
  },
  {
    what: "a target is deregistered",
    spoil: ({ elb }, { targetGroups }) =>
      elb.send(
        new DeregisterTargetsCommand({
          TargetGroupArn: targetGroups[0]?.TargetGroupArn,
          Targets: [{ Id: "10.64.0.10", Port: 80 }],
        }),
      ),
    shows: { "aws_lb_target_group_attachment.front_web_10-64-0-10": "create" },
  },
  {
    what: "a security group rule is widened to everybody",
    spoil: ({ ec2 }, { securityGroups, securityGroupRules }) => {
      const group = securityGroups.find(({ GroupName }) => GroupName === "article-alb");
      const rule = securityGroupRules.find(({ GroupId, IsEgress }) => GroupId === group?.GroupId && !IsEgress);
      return ec2.send(
        new ModifySecurityGroupRulesCommand({
          GroupId: group?.GroupId,
          SecurityGroupRules: [
            {
              SecurityGroupRuleId: rule?.SecurityGroupRuleId,
              SecurityGroupRule: { IpProtocol: "tcp", FromPort: 80, ToPort: 80, CidrIpv4: "0.0.0.0/0" },
            },
          ],
        }),
      );
    },
    shows: { "aws_vpc_security_group_ingress_rule.front_from-nat-10-0-1-10-80": "update" },
  },
  {
    what: "the default security groups get rules",
    spoil: async ({ ec2 }, contents) => {
      const everybody = { IpProtocol: "-1", IpRanges: [{ CidrIp: "0.0.0.0/0" }] };
      const ssh = { IpProtocol: "tcp", FromPort: 22, ToPort: 22, IpRanges: [{ CidrIp: "10.0.0.0/8" }] };
      const [client, web] = ["article-client", "article-web"].map((vpc) => defaultGroupOf(contents, vpc));
      await ec2.send(new AuthorizeSecurityGroupIngressCommand({ GroupId: client, IpPermissions: [ssh] }));
      await ec2.send(new AuthorizeSecurityGroupEgressCommand({ GroupId: web, IpPermissions: [everybody] }));
    },
    shows: { "aws_default_security_group.client": "update", "aws_default_security_group.web": "update" },
  },
  {
    what: "AWS replaces the attachment's network interfaces",
    spoil: async ({ ec2 }, { subnets, transitGatewayAttachments }) => {
      const attachment = transitGatewayAttachments.find((one) => nameOf(one) === "article-client");
      const id = { TransitGatewayAttachmentId: attachment?.TransitGatewayAttachmentId };
      const second = subnets.find((one) => nameOf(one) === "article-private3b")?.SubnetId ?? "";
      await ec2.send(new ModifyTransitGatewayVpcAttachmentCommand({ ...id, RemoveSubnetIds: [second] }));
      await ec2.send(new ModifyTransitGatewayVpcAttachmentCommand({ ...id, AddSubnetIds: [second] }));
    },
    shows: {
      "aws_route.steer_private3--10-64-0-0-24": "update",
      "aws_route.steer_private3b--10-64-0-0-24": "update",
    },
  },
];

/** A rule of somebody else's: no resource of Terraform's, so no plan shows it; the refreshed state does. */
export async function addForeignRule({ ec2 }: Account, { securityGroups }: Contents): Promise<void> {
  const everybody = { IpProtocol: "tcp", FromPort: 80, ToPort: 80, IpRanges: [{ CidrIp: "0.0.0.0/0" }] };
  const GroupId = securityGroups.find(({ GroupName }) => GroupName === "article-alb")?.GroupId;
  await ec2.send(new AuthorizeSecurityGroupIngressCommand({ GroupId, IpPermissions: [everybody] }));
}
