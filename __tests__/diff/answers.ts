import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ACCOUNT, REGION } from "./sources";

const OWNED = { OwnerId: ACCOUNT };
const VPC = "vpc-1";
const ALL_EGRESS = {
  IpProtocol: "-1",
  IpRanges: [{ CidrIp: "0.0.0.0/0" }],
  Ipv6Ranges: [],
  PrefixListIds: [],
  UserIdGroupPairs: [],
};

/** What AWS puts into the default group of each VPC [VPC user guide, default security groups]. */
const FROM_ITSELF = {
  IpProtocol: "-1",
  IpRanges: [],
  Ipv6Ranges: [],
  PrefixListIds: [],
  UserIdGroupPairs: [{ GroupId: "sg-0", UserId: ACCOUNT }],
};

/** A rule of a group, as `aws ec2 describe-security-groups` prints it. */
const permission = (port: number, cidr: string) => ({
  IpProtocol: "tcp",
  FromPort: port,
  ToPort: port,
  IpRanges: [{ CidrIp: cidr }],
  Ipv6Ranges: [],
  PrefixListIds: [],
  UserIdGroupPairs: [],
});

const entry = (number: number, egress: boolean, action: string) => ({
  CidrBlock: "0.0.0.0/0",
  Egress: egress,
  Protocol: "-1",
  RuleAction: action,
  RuleNumber: number,
});

const subnet = (id: string, cidr: string) => ({
  ...OWNED,
  SubnetId: id,
  SubnetArn: `arn:aws:ec2:${REGION}:${ACCOUNT}:subnet/${id}`,
  VpcId: VPC,
  CidrBlock: cidr,
  AvailabilityZone: `${REGION}a`,
  AvailabilityZoneId: "use1-az1",
  MapPublicIpOnLaunch: false,
  AssignIpv6AddressOnCreation: false,
  Ipv6CidrBlockAssociationSet: [],
  State: "available",
  Tags: [],
});

const group = (id: string, name: string, ingress: readonly object[], egress: readonly object[]) => ({
  ...OWNED,
  GroupId: id,
  GroupName: name,
  VpcId: VPC,
  IpPermissions: ingress,
  IpPermissionsEgress: egress,
  Tags: [],
});

interface Host {
  readonly number: number;
  readonly subnet: string;
  readonly group: string;
  readonly address: string;
}

const interfaceOf = ({ number, subnet: own, group: sg, address }: Host) => ({
  ...OWNED,
  NetworkInterfaceId: `eni-${number}`,
  SubnetId: own,
  VpcId: VPC,
  InterfaceType: "interface",
  RequesterManaged: false,
  Description: "",
  SourceDestCheck: true,
  Status: "in-use",
  PrivateIpAddress: address,
  PrivateIpAddresses: [{ Primary: true, PrivateIpAddress: address }],
  Ipv6Addresses: [],
  Groups: [{ GroupId: sg, GroupName: sg }],
  Attachment: {
    AttachmentId: `eni-attach-${number}`,
    DeviceIndex: 0,
    InstanceId: `i-${number}`,
    InstanceOwnerId: ACCOUNT,
    Status: "attached",
  },
  AvailabilityZone: `${REGION}a`,
  TagSet: [],
});

const instanceOf = (host: Host) => ({
  InstanceId: `i-${host.number}`,
  ImageId: "ami-1",
  State: { Code: 16, Name: "running" },
  SubnetId: host.subnet,
  VpcId: VPC,
  PrivateIpAddress: host.address,
  SourceDestCheck: true,
  SecurityGroups: [{ GroupId: host.group, GroupName: host.group }],
  NetworkInterfaces: [interfaceOf(host)],
  Tags: [],
});

/** What is changed by hand in an account. */
export interface ByHand {
  /** Ports that the server's group admits the client's subnet on. */
  readonly ports?: readonly number[];
  /** Whether somebody put one more host into the server's subnet. */
  readonly isThird?: boolean;
}

/** What the AWS CLI prints of the network of two-names.ts, by operation. */
export function answersOf({ ports = [5432], isThird = false }: ByHand = {}): Readonly<Record<string, object>> {
  const hosts: Host[] = [
    { number: 1, subnet: "subnet-1", group: "sg-1", address: "10.0.1.10" },
    { number: 2, subnet: "subnet-2", group: "sg-2", address: "10.0.2.10" },
    ...(isThird ? [{ number: 3, subnet: "subnet-2", group: "sg-2", address: "10.0.2.99" }] : []),
  ];
  return {
    DescribeVpcs: {
      Vpcs: [
        {
          ...OWNED,
          VpcId: VPC,
          CidrBlock: "10.0.0.0/16",
          CidrBlockAssociationSet: [
            { AssociationId: "vpc-cidr-assoc-1", CidrBlock: "10.0.0.0/16", CidrBlockState: { State: "associated" } },
          ],
          IsDefault: false,
          State: "available",
          Tags: [],
        },
      ],
    },
    DescribeSubnets: { Subnets: [subnet("subnet-1", "10.0.1.0/24"), subnet("subnet-2", "10.0.2.0/24")] },
    DescribeRouteTables: {
      RouteTables: [
        {
          ...OWNED,
          RouteTableId: "rtb-1",
          VpcId: VPC,
          Associations: [
            {
              Main: true,
              RouteTableId: "rtb-1",
              RouteTableAssociationId: "rtbassoc-1",
              AssociationState: { State: "associated" },
            },
          ],
          PropagatingVgws: [],
          Routes: [
            { DestinationCidrBlock: "10.0.0.0/16", GatewayId: "local", Origin: "CreateRouteTable", State: "active" },
          ],
          Tags: [],
        },
      ],
    },
    DescribeNetworkAcls: {
      NetworkAcls: [
        {
          ...OWNED,
          NetworkAclId: "acl-1",
          VpcId: VPC,
          IsDefault: true,
          Associations: ["subnet-1", "subnet-2"].map((id, i) => ({
            NetworkAclAssociationId: `aclassoc-${i}`,
            NetworkAclId: "acl-1",
            SubnetId: id,
          })),
          Entries: [
            entry(100, true, "allow"),
            entry(32767, true, "deny"),
            entry(100, false, "allow"),
            entry(32767, false, "deny"),
          ],
          Tags: [],
        },
      ],
    },
    DescribeSecurityGroups: {
      SecurityGroups: [
        group("sg-0", "default", [FROM_ITSELF], [ALL_EGRESS]),
        group("sg-1", "app", [], [ALL_EGRESS]),
        group(
          "sg-2",
          "data",
          ports.map((port) => permission(port, "10.0.1.0/24")),
          [],
        ),
      ],
    },
    DescribeNetworkInterfaces: { NetworkInterfaces: hosts.map(interfaceOf) },
    DescribeInstances: {
      Reservations: [{ ...OWNED, ReservationId: "r-1", Groups: [], Instances: hosts.map(instanceOf) }],
    },
    DescribeInternetGateways: { InternetGateways: [] },
    DescribeNatGateways: { NatGateways: [] },
    DescribeVpcEndpoints: { VpcEndpoints: [] },
    DescribeVpcPeeringConnections: { VpcPeeringConnections: [] },
    DescribeAddresses: { Addresses: [] },
    DescribeEgressOnlyInternetGateways: { EgressOnlyInternetGateways: [] },
    DescribeManagedPrefixLists: { PrefixLists: [] },
    DescribeVpnGateways: { VpnGateways: [] },
    DescribeTransitGateways: { TransitGateways: [] },
    DescribeTransitGatewayAttachments: { TransitGatewayAttachments: [] },
    DescribeTransitGatewayVpcAttachments: { TransitGatewayVpcAttachments: [] },
    DescribeLoadBalancers: { LoadBalancers: [] },
    DescribeTargetGroups: { TargetGroups: [] },
  };
}

/** The same as a folder of the AWS CLI's outputs. */
export function writeFolder(folder: string, answers: Readonly<Record<string, object>>): void {
  mkdirSync(folder, { recursive: true });
  for (const [operation, answer] of Object.entries(answers))
    writeFileSync(join(folder, `${operation}.json`), JSON.stringify(answer, null, 4));
}

/** The same as `overlap capture` writes it. */
export function captureOf(
  answers: Readonly<Record<string, object>>,
  {
    account = ACCOUNT,
    refused = [],
  }: { readonly account?: string | undefined; readonly refused?: readonly string[] } = {},
): object {
  const calls = Object.entries(answers).map(([operation, answer]) =>
    refused.includes(operation) ? { operation, refused: "UnauthorizedOperation" } : { operation, answer },
  );
  return { overlap_capture: 1, taken_at: "2026-11-27T10:00:00Z", places: [{ account, region: REGION, calls }] };
}
