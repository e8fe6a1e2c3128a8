import { DeleteRouteCommand, DeleteTransitGatewayRouteCommand } from "@aws-sdk/client-ec2";
import { DeregisterTargetsCommand, SetSecurityGroupsCommand } from "@aws-sdk/client-elastic-load-balancing-v2";
import { type Drift, tableOf } from "./drift";
import { nameOf } from "./support/network-words";

/** Somebody's changes in the network of bridges/hub.yaml. */
export const DRIFTS_OF_HUB: readonly Drift[] = [
  {
    what: "a web VPC's route to its peering is deleted",
    spoil: ({ ec2 }, contents) =>
      ec2.send(
        new DeleteRouteCommand({
          RouteTableId: tableOf(contents, "hub-crm-crm-a"),
          DestinationCidrBlock: "100.64.8.64/26",
        }),
      ),
    shows: { "aws_route.webs_crm_peering_crm-a--100-64-8-64-26": "create" },
  },
  {
    what: "the hub's route to a client by NAT is deleted",
    spoil: ({ ec2 }, { transitGatewayRouteTables }) =>
      ec2.send(
        new DeleteTransitGatewayRouteCommand({
          TransitGatewayRouteTableId: transitGatewayRouteTables.find((one) => nameOf(one) === "hub-hub-from")
            ?.TransitGatewayRouteTableId,
          DestinationCidrBlock: "100.64.16.0/26",
        }),
      ),
    shows: { "aws_ec2_transit_gateway_route.transit_hub_100-64-16-0-26": "create" },
  },
  {
    what: "an NLB's target is deregistered",
    spoil: ({ elb }, { targetGroups }) =>
      elb.send(
        new DeregisterTargetsCommand({
          TargetGroupArn: targetGroups.find(({ TargetGroupName }) => TargetGroupName?.startsWith("orders-db-"))
            ?.TargetGroupArn,
          Targets: [{ Id: "10.0.1.11", Port: 5432, AvailabilityZone: "all" }],
        }),
      ),
    shows: { "aws_lb_target_group_attachment.webs_crm_nlb_service_orders-db_10-0-1-11": "create" },
  },
  {
    what: "an NLB's group is made to hold for what comes by PrivateLink, too",
    spoil: ({ elb }, { loadBalancers }) => {
      const nlb = loadBalancers.find(({ LoadBalancerName }) => LoadBalancerName === "hub-shop-nlb");
      return elb.send(
        new SetSecurityGroupsCommand({
          LoadBalancerArn: nlb?.LoadBalancerArn,
          SecurityGroups: nlb?.SecurityGroups ?? [],
          EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic: "on",
        }),
      );
    },
    shows: { "aws_lb.webs_shop_nlb": "update" },
  },
];
