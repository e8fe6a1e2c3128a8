import { type HubPlan } from "../../address-plan/hub/hub-plan";
import { type PlannedSide } from "../../address-plan/planned-sides";
import { formatAddress, formatCidr } from "../../ip";
import { type AddFact } from "../stated";
import { stateSubnet } from "../state-subnet";

/** What a hub's file says of a client's NAT gateways that exist, with the range and the subnets that they are in. */
export function stateHubGateways(plan: HubPlan, { role, name, vpc: { id: vpc } }: PlannedSide, add: AddFact): void {
  const side = role === "client" ? plan.clients.find((one) => one.name === name) : undefined;
  if (side?.way !== "nat" || vpc === undefined) return;
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
