import { type PlannedSubnet } from "../address-plan/planned-subnet";
import { formatCidr } from "../ipv4";
import { type SubnetProps } from "./routed-subnet";

/** A planned subnet as constructs take it. */
export function subnetProps({ name, cidr, zone, existingId, existingRouteTable }: PlannedSubnet): SubnetProps {
  const isExisting = existingId !== undefined && existingRouteTable !== undefined;
  return {
    name,
    cidr: formatCidr(cidr),
    zone,
    ...(isExisting && { existing: { subnetId: existingId, routeTableId: existingRouteTable } }),
  };
}
