import { type HubPlan } from "../../address-plan/hub/hub-plan";
import { type PlannedSide } from "../../address-plan/planned-sides";
import { formatAddress, formatCidr } from "../../ip";
import { type AddFact } from "../stated";
import { stateSubnet } from "../state-subnet";

type HubSideOf = HubPlan["clients"][number] | HubPlan["webs"][number];

function planned(plan: HubPlan, { role, name }: PlannedSide): HubSideOf | undefined {
  const sides: readonly HubSideOf[] = role === "client" ? plan.clients : plan.webs;
  return sides.find((one) => one.name === name);
}

/** The NAT gateways of a client side that exist, with the range and the subnets that they are in. */
function stateGateways(plan: HubPlan, side: HubSideOf, vpc: string, add: AddFact): void {
  if (!("way" in side) || side.way !== "nat") return;
  const existing = side.nats.filter(({ existingId }) => existingId !== undefined);
  if (existing.length === 0) return;
  const range = formatCidr(side.natCidr);
  add("aws_vpc_ipv4_cidr_block_association", `${vpc} ${range}`, { vpc_id: vpc, cidr_block: range });
  for (const { existingId, subnet, addresses } of existing) {
    stateSubnet(add, vpc, subnet, plan.config.region);
    const { existingRouteTable: table } = subnet;
    if (table !== undefined) add("aws_route_table", table, { id: table, vpc_id: vpc, route: [] });
    const [primary, ...others] = addresses.map(formatAddress);
    if (existingId === undefined || primary === undefined) continue;
    add("aws_nat_gateway", existingId, {
      id: existingId,
      subnet_id: subnet.existingId ?? null,
      connectivity_type: "private",
      private_ip: primary,
      secondary_private_ip_addresses: others,
    });
  }
}

/** An attachment that exists, with the one table of the transit gateway that it is associated with. */
function stateAttachment(plan: HubPlan, side: HubSideOf, vpc: string, add: AddFact): void {
  const { attachment } = side.config;
  const { id: gateway } = plan.config.transit_gateway;
  if (!attachment || gateway === undefined || !("attachmentSubnets" in side)) return;
  const { id, route_table: table } = attachment;
  add("aws_ec2_transit_gateway_vpc_attachment", id, {
    id,
    transit_gateway_id: gateway,
    vpc_id: vpc,
    subnet_ids: side.attachmentSubnets.flatMap(({ existingId }) => existingId ?? []),
    transit_gateway_default_route_table_association: false,
    transit_gateway_default_route_table_propagation: false,
  });
  add("aws_ec2_transit_gateway_route_table", table, { id: table, transit_gateway_id: gateway });
  add("aws_ec2_transit_gateway_route_table_association", `${id} association`, {
    transit_gateway_attachment_id: id,
    transit_gateway_route_table_id: table,
  });
}

/** What a hub's file says of parts that exist: a client's NAT gateways, and a side's attachment. */
export function stateHubParts(plan: HubPlan, side: PlannedSide, add: AddFact): void {
  const own = planned(plan, side);
  const { id: vpc } = side.vpc;
  if (!own || vpc === undefined) return;
  stateGateways(plan, own, vpc, add);
  stateAttachment(plan, own, vpc, add);
}
