import { type HubPlan } from "../../address-plan/hub/hub-plan";
import { type PlannedSide } from "../../address-plan/planned-sides";
import { formatCidr } from "../../ip";
import { type AddFact } from "../stated";

/** The range of a client by NAT, where NAT gateways are in it already. */
export function stateNatRange(plan: HubPlan, side: PlannedSide, add: AddFact): void {
  const { role, name, vpc, existingNats } = side;
  const client = role === "client" ? plan.clients.find((one) => one.name === name) : undefined;
  if (client?.way !== "nat" || vpc.id === undefined || existingNats.length === 0) return;
  const range = formatCidr(client.natCidr);
  add("aws_vpc_ipv4_cidr_block_association", `${vpc.id} ${range}`, { vpc_id: vpc.id, cidr_block: range });
}
