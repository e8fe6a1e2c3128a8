import type { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { RouteTable } from "@cdktf/provider-aws/lib/route-table";
import { RouteTableAssociation } from "@cdktf/provider-aws/lib/route-table-association";
import { Subnet } from "@cdktf/provider-aws/lib/subnet";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import type { PlannedSubnet } from "../address-plan/plan";
import { formatCidr } from "../ipv4";

export interface RoutedSubnetProps {
  readonly subnet: PlannedSubnet;
  /** For a subnet of a secondary range: the id as its association gives it, so that the range exists first. */
  readonly vpcId: string;
  readonly region: string;
  /** Value of the Name tag. */
  readonly nameTag: string;
  /** @default - the stack's provider */
  readonly provider?: AwsProvider;
}

/** A subnet with a route table of its own; a subnet that exists already is only referred to. */
export class RoutedSubnet extends Construct {
  readonly subnetId: string;
  readonly routeTableId: string;
  /** What has to exist before the subnet's range can be named in a route; empty when it exists already. */
  readonly dependables: readonly ITerraformDependable[];

  constructor(scope: Construct, id: string, props: RoutedSubnetProps) {
    super(scope, id);
    const { subnet, vpcId, nameTag, provider } = props;
    if (subnet.existingId && subnet.existingRouteTable) {
      this.subnetId = subnet.existingId;
      this.routeTableId = subnet.existingRouteTable;
      this.dependables = [];
      return;
    }
    const created = new Subnet(this, "Subnet", {
      provider,
      vpcId,
      cidrBlock: formatCidr(subnet.cidr),
      ...zoneArguments(subnet.zone, props.region),
      mapPublicIpOnLaunch: false,
      tags: { Name: nameTag },
    });
    const table = new RouteTable(this, "RouteTable", { provider, vpcId, tags: { Name: nameTag } });
    new RouteTableAssociation(this, "Association", { provider, subnetId: created.id, routeTableId: table.id });
    this.subnetId = created.id;
    this.routeTableId = table.id;
    this.dependables = [created];
  }
}

/** A zone's letter needs the region; a zone id (use1-az1) is an argument of its own. */
function zoneArguments(zone: string, region: string): { availabilityZone?: string; availabilityZoneId?: string } {
  return zone.length === 1 ? { availabilityZone: `${region}${zone}` } : { availabilityZoneId: zone };
}
