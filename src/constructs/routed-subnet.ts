import { type AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { RouteTable } from "@cdktf/provider-aws/lib/route-table";
import { RouteTableAssociation } from "@cdktf/provider-aws/lib/route-table-association";
import { Subnet } from "@cdktf/provider-aws/lib/subnet";
import { type ITerraformDependable } from "cdktf";
import { Construct } from "constructs";

/** A subnet: to be created, or one that exists. */
export interface SubnetProps {
  /** Names it within its VPC; becomes part of Terraform addresses and Name tags. */
  readonly name: string;
  /** Its IPv4 range, such as `10.64.0.0/24`. */
  readonly cidr: string;
  /** Availability Zone: its letter (`a`) or its id (`use1-az1`). */
  readonly zone: string;
  /**
   * Ids of a subnet that exists, and of its route table; it is only referred to.
   * @default - the subnet is created, with a route table of its own
   */
  readonly existing?: { readonly subnetId: string; readonly routeTableId: string };
}

/** A subnet with a route table of its own, in a VPC. */
export interface RoutedSubnetProps extends Omit<SubnetProps, "name"> {
  /** For a subnet of a secondary range: the id as its association gives it, so that the range exists first. */
  readonly vpcId: string;
  /** AWS Region, which a zone's letter needs. */
  readonly region: string;
  /** Value of the Name tag. */
  readonly nameTag: string;
  /** @default - the stack's provider */
  readonly provider?: AwsProvider;
}

/** A subnet with a route table of its own; a subnet that exists already is only referred to. Its id is its name. */
export class RoutedSubnet extends Construct {
  readonly cidr: string;
  readonly zone: string;
  /** Its zone's name, such as us-east-1a; undefined for a subnet that exists and whose zone is given by its id. */
  readonly availabilityZone: string | undefined;
  readonly subnetId: string;
  readonly routeTableId: string;
  /** What has to exist before the subnet's range can be named in a route; empty when it exists already. */
  readonly dependables: readonly ITerraformDependable[];

  constructor(scope: Construct, id: string, props: RoutedSubnetProps) {
    super(scope, id);
    const { existing, cidr, zone, vpcId, nameTag, provider } = props;
    this.cidr = cidr;
    this.zone = zone;
    const zoneName = zone.length === 1 ? `${props.region}${zone}` : undefined;
    if (existing) {
      this.availabilityZone = zoneName;
      this.subnetId = existing.subnetId;
      this.routeTableId = existing.routeTableId;
      this.dependables = [];
      return;
    }
    const created = new Subnet(this, "Subnet", {
      provider,
      vpcId,
      cidrBlock: cidr,
      ...zoneArguments(zone, props.region),
      mapPublicIpOnLaunch: false,
      tags: { Name: nameTag },
    });
    const table = new RouteTable(this, "RouteTable", { provider, vpcId, tags: { Name: nameTag } });
    new RouteTableAssociation(this, "Association", { provider, subnetId: created.id, routeTableId: table.id });
    this.availabilityZone = zoneName ?? created.availabilityZone;
    this.subnetId = created.id;
    this.routeTableId = table.id;
    this.dependables = [created];
  }

  /** What tells it from the other subnets of its VPC. */
  get name(): string {
    return this.node.id;
  }
}

/** A zone's letter needs the region; a zone id (use1-az1) is an argument of its own. */
function zoneArguments(zone: string, region: string): { availabilityZone?: string; availabilityZoneId?: string } {
  return zone.length === 1 ? { availabilityZone: `${region}${zone}` } : { availabilityZoneId: zone };
}
