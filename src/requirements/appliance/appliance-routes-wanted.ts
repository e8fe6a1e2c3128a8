import { twinsOf } from "../../address-plan/appliance/appliance-plan";
import { type AddressPlan } from "../../address-plan/plan";
import { type PlannedSubnet } from "../../address-plan/planned-subnet";
import { type Cidr } from "../../ip";
import { type Subnet } from "../../topology";
import { subnetOf } from "../planned-in";
import { type Parts } from "../statement-parts";

/** The clients that the appliance of a zone serves, as the web side sees them. */
export function servedTwins({ appliance }: AddressPlan, zone: string): readonly Cidr[] {
  if (!appliance) return [];
  const subnets = appliance.tables.flatMap((table) => (table.zone === zone ? table.subnets : []));
  return twinsOf(appliance.clients, subnets);
}

/** The destinations that an appliance adds to the table of a subnet of the client VPC; none where the bridge has no appliance. */
export function applianceDestinations(plan: AddressPlan): (subnet: PlannedSubnet) => readonly Cidr[] {
  const { appliance, attachmentSubnets } = plan;
  if (!appliance) return () => [];
  const clients = new Set(appliance.tables.flatMap(({ subnets }) => subnets));
  const back = appliance.zones.flatMap(({ zone }) => servedTwins(plan, zone));
  const outer = new Set(appliance.zones.map((one) => one.outer));
  return (subnet) => [
    ...(clients.has(subnet) ? appliance.webTwins : []),
    ...(attachmentSubnets.includes(subnet) ? back : []),
    ...(outer.has(subnet) ? appliance.steers.map(({ destination }) => destination) : []),
  ];
}

/** Subnets from which appliances get their packages. */
export function packageSubnets({ plan, client }: Parts): ReadonlySet<Subnet> {
  return new Set((plan.appliance?.zones ?? []).flatMap(({ inner }) => subnetOf(client, inner.cidr) ?? []));
}
