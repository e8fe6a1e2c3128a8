import { type BridgePlan } from "../address-plan/bridge-plan";
import { type PlannedSide, sidesOf } from "../address-plan/planned-sides";
import { type Topology } from "../topology";
import { type Granted, valuesOf } from "./granted";
import { type AddFact, statedAddress } from "./stated";

/** What a file says of an attachment that exists, with the one table of the transit gateway that it is associated with. */
export function stateAttachment(plan: BridgePlan, side: PlannedSide, add: AddFact): void {
  const { attachment, attachmentSubnets, vpc } = side;
  const { id: gateway } = plan.config.transit_gateway;
  if (!attachment || gateway === undefined || vpc.id === undefined) return;
  const { id, route_table: table } = attachment;
  add("aws_ec2_transit_gateway_vpc_attachment", id, {
    id,
    transit_gateway_id: gateway,
    vpc_id: vpc.id,
    subnet_ids: attachmentSubnets.flatMap(({ existingId }) => existingId ?? []),
    transit_gateway_default_route_table_association: false,
    transit_gateway_default_route_table_propagation: false,
  });
  add("aws_ec2_transit_gateway_route_table", table, { id: table, transit_gateway_id: gateway });
  add("aws_ec2_transit_gateway_route_table_association", `${id} association`, {
    transit_gateway_attachment_id: id,
    transit_gateway_route_table_id: table,
  });
}

/** What a proof supposes of attachments that exist, and of the tables that they are associated with. */
export function grantedOfAttachments({ transitTables }: Topology, plan: BridgePlan): Granted[] {
  return sidesOf(plan).flatMap(({ attachment }): Granted[] => {
    if (!attachment) return [];
    const { id, route_table: table } = attachment;
    const isStated = transitTables.some(({ address }) => address === statedAddress(plan, table));
    if (!isStated) return [];
    return [
      {
        what: `it is associated with ${table}, of whose routes only the bridge's are looked at`,
        about: [id],
        learn: `aws ec2 describe-transit-gateway-attachments --transit-gateway-attachment-ids ${id}; aws ec2 search-transit-gateway-routes --transit-gateway-route-table-id ${table} --filters Name=state,${valuesOf(["active", "blackhole"])}`,
      },
    ];
  });
}

/** Addresses of the routes of VPCs whose attachment exists already: they need not wait for it. */
export function routesOfAttached(
  plan: BridgePlan,
  vpcOf: (side: PlannedSide) => Topology["vpcs"][number] | undefined,
): ReadonlySet<string> {
  const attached = sidesOf(plan).flatMap((side) => (side.attachment ? (vpcOf(side) ?? []) : []));
  const tables = attached.flatMap(({ subnets }) => subnets.map(({ table }) => table));
  return new Set(tables.flatMap(({ routes }) => routes.map(({ address }) => address)));
}
