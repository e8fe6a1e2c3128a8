import { type BridgePlan } from "../address-plan/bridge-plan";
import { type PlannedSide, sidesOf } from "../address-plan/planned-sides";
import { formatAddress } from "../ip";
import { type Topology } from "../topology";
import { type Granted } from "./granted";
import { type AddFact, statedAddress } from "./stated";
import { stateSubnet } from "./state-subnet";

/** What a file says of a client's NAT gateways that exist, with the subnets that they are in. */
export function stateGateways(plan: BridgePlan, { existingNats, vpc: { id: vpc } }: PlannedSide, add: AddFact): void {
  if (vpc === undefined) return;
  for (const { existingId, subnet, addresses } of existingNats) {
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

/** What a proof supposes of NAT gateways that exist: what they are, the file alone says. */
export function grantedOfGateways({ natGateways }: Topology, plan: BridgePlan): Granted[] {
  const stated = new Set(natGateways.map(({ address }) => address));
  const nats = sidesOf(plan).flatMap(({ existingNats }) => existingNats);
  const ids = nats.flatMap(({ existingId }) =>
    existingId !== undefined && stated.has(statedAddress(plan, existingId)) ? [existingId] : [],
  );
  if (ids.length === 0) return [];
  return [
    {
      what: "they are private and have just the addresses that the file gives them",
      about: ids,
      learn: `aws ec2 describe-nat-gateways --nat-gateway-ids ${ids.join(" ")}`,
    },
  ];
}
