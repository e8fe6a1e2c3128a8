import { type PlannedSubnet } from "../address-plan/planned-subnet";
import { type Cidr, cidrEquals } from "../ip";
import { type Subnet, type Vpc } from "../topology";

/** The subnet of a VPC with this range. */
export function subnetOf(vpc: Vpc, cidr: Cidr): Subnet | undefined {
  return vpc.subnets.find((one) => one.cidr && cidrEquals(one.cidr, cidr));
}

/** Whether a subnet has the range of one that is planned. */
export function isPlanned(planned: readonly PlannedSubnet[], { cidr }: Subnet): boolean {
  return cidr !== undefined && planned.some((one) => cidrEquals(one.cidr, cidr));
}
