import { type PlannedSubnet } from "../address-plan/planned-subnet";
import { formatCidr } from "../ip";
import { type ValueObject } from "../terraform";
import { type AddFact } from "./stated";

/** A subnet that exists, and which table it has; nothing of one that is made. */
export function stateSubnet(add: AddFact, vpc: string, subnet: PlannedSubnet, region: string): void {
  if (subnet.existingId === undefined) return;
  const zone: ValueObject =
    subnet.zone.length === 1 ? { availability_zone: `${region}${subnet.zone}` } : { availability_zone_id: subnet.zone };
  add("aws_subnet", subnet.existingId, {
    id: subnet.existingId,
    vpc_id: vpc,
    cidr_block: formatCidr(subnet.cidr),
    ...zone,
  });
  if (subnet.existingRouteTable === undefined) return;
  add("aws_route_table_association", `${subnet.existingId} association`, {
    subnet_id: subnet.existingId,
    route_table_id: subnet.existingRouteTable,
  });
}
