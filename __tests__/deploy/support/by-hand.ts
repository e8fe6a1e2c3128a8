import {
  AssociateRouteTableCommand,
  CreateRouteTableCommand,
  CreateSubnetCommand,
  CreateVpcCommand,
  type EC2Client,
  type ResourceType,
  RunInstancesCommand,
} from "@aws-sdk/client-ec2";

/** What gives a thing its name when it is made. */
export function named(resource: ResourceType, Value: string) {
  return { TagSpecifications: [{ ResourceType: resource, Tags: [{ Key: "Name", Value }] }] };
}

export async function makeVpc(ec2: EC2Client, name: string, CidrBlock: string): Promise<string> {
  const made = await ec2.send(new CreateVpcCommand({ CidrBlock, ...named("vpc", name) }));
  return made.Vpc?.VpcId ?? "";
}

export async function makeTable(ec2: EC2Client, VpcId: string, name: string): Promise<string> {
  const made = await ec2.send(new CreateRouteTableCommand({ VpcId, ...named("route-table", name) }));
  return made.RouteTable?.RouteTableId ?? "";
}

interface SubnetByHand {
  readonly name: string;
  readonly cidr: string;
  readonly zone: { readonly AvailabilityZone: string } | { readonly AvailabilityZoneId: string };
  readonly RouteTableId: string;
}

/** A subnet that is associated with a table. @returns its id */
export async function makeSubnet(ec2: EC2Client, VpcId: string, subnet: SubnetByHand): Promise<string> {
  const { name, cidr, zone, RouteTableId } = subnet;
  const made = await ec2.send(new CreateSubnetCommand({ VpcId, CidrBlock: cidr, ...zone, ...named("subnet", name) }));
  const SubnetId = made.Subnet?.SubnetId ?? "";
  await ec2.send(new AssociateRouteTableCommand({ SubnetId, RouteTableId }));
  return SubnetId;
}

interface HostByHand {
  readonly name: string;
  readonly subnet: string;
  readonly group: string;
  readonly address: string;
}

/** What a host starts with: nobody else may read it. */
export const USER_DATA = Buffer.from("password=hunter2").toString("base64");

/** An instance with an address that is asked for. @returns its id */
export async function makeHost(ec2: EC2Client, { name, subnet, group, address }: HostByHand): Promise<string> {
  const place = { SubnetId: subnet, SecurityGroupIds: [group], PrivateIpAddress: address };
  const size = { ImageId: "ami-12345678", InstanceType: "t3.micro", MinCount: 1, MaxCount: 1 } as const;
  const made = await ec2.send(
    new RunInstancesCommand({ ...size, ...place, UserData: USER_DATA, ...named("instance", name) }),
  );
  return made.Instances?.[0]?.InstanceId ?? "";
}
