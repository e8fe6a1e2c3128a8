import { ACCOUNT, type Told } from "./told";

/** Items as the EC2 API reference shows them, with what tells this network apart. */
export const vpc = (id: string, range: string) => ({
  VpcId: id,
  CidrBlock: range,
  OwnerId: ACCOUNT,
  State: "available",
  IsDefault: false,
  InstanceTenancy: "default",
  DhcpOptionsId: "dopt-1",
  CidrBlockAssociationSet: [
    { AssociationId: `vpc-cidr-assoc-${id}`, CidrBlock: range, CidrBlockState: { State: "associated" } },
  ],
  Tags: [{ Key: "Name", Value: id }],
});

export const subnet = (id: string, ofVpc: string, range: string, zone = "a") => ({
  SubnetId: id,
  SubnetArn: `arn:aws:ec2:eu-west-1:${ACCOUNT}:subnet/${id}`,
  VpcId: ofVpc,
  CidrBlock: range,
  AvailabilityZone: `eu-west-1${zone}`,
  AvailabilityZoneId: `euw1-az${zone === "a" ? 1 : 2}`,
  AvailableIpAddressCount: 200,
  MapPublicIpOnLaunch: false,
  OwnerId: ACCOUNT,
  State: "available",
  Ipv6CidrBlockAssociationSet: [],
});

export const local = (range: string) => ({
  DestinationCidrBlock: range,
  GatewayId: "local",
  Origin: "CreateRouteTable",
  State: "active",
});
export const route = (range: string, target: object, more: object = {}) => ({
  DestinationCidrBlock: range,
  ...target,
  Origin: "CreateRoute",
  State: "active",
  ...more,
});

/** @param users subnets and gateways that it is associated with; none: the main table */
export const table = (id: string, ofVpc: string, routes: readonly object[], users: readonly object[] = []) => ({
  RouteTableId: id,
  VpcId: ofVpc,
  OwnerId: ACCOUNT,
  Associations: (users.length > 0 ? users : [{}]).map((user, i) => ({
    Main: users.length === 0,
    RouteTableAssociationId: `rtbassoc-${id}-${i}`,
    RouteTableId: id,
    AssociationState: { State: "associated" },
    ...user,
  })),
  PropagatingVgws: [],
  Routes: routes,
  Tags: [],
});

export const entry = (number: number, isEgress: boolean, action: string, more: object = {}) => ({
  CidrBlock: "0.0.0.0/0",
  Egress: isEgress,
  Protocol: "-1",
  RuleAction: action,
  RuleNumber: number,
  ...more,
});
export const acl = (id: string, ofVpc: string, subnets: readonly string[], entries: readonly object[] = []) => ({
  NetworkAclId: id,
  VpcId: ofVpc,
  OwnerId: ACCOUNT,
  IsDefault: entries.length === 0,
  Associations: subnets.map((one) => ({
    NetworkAclAssociationId: `aclassoc-${one}`,
    NetworkAclId: id,
    SubnetId: one,
  })),
  Entries: [
    ...(entries.length > 0 ? entries : [entry(100, true, "allow"), entry(100, false, "allow")]),
    entry(32767, true, "deny"),
    entry(32767, false, "deny"),
  ],
});

export const permission = (port: number | undefined, peers: object) => ({
  IpProtocol: port === undefined ? "-1" : "tcp",
  ...(port !== undefined && { FromPort: port, ToPort: port }),
  IpRanges: [],
  Ipv6Ranges: [],
  PrefixListIds: [],
  UserIdGroupPairs: [],
  ...peers,
});
export const group = (id: string, ofVpc: string, ingress: readonly object[]) => ({
  GroupId: id,
  GroupName: id.startsWith("sg-default") ? "default" : id,
  VpcId: ofVpc,
  OwnerId: ACCOUNT,
  Description: id,
  IpPermissions: ingress,
  IpPermissionsEgress: [permission(undefined, { IpRanges: [{ CidrIp: "0.0.0.0/0" }] })],
});

/** The rules of groups one by one, as DescribeSecurityGroupRules tells them. */
export function rulesOf(groups: readonly ReturnType<typeof group>[]) {
  return groups.flatMap(({ GroupId, IpPermissions, IpPermissionsEgress }) =>
    [
      { list: IpPermissions, IsEgress: false },
      { list: IpPermissionsEgress, IsEgress: true },
    ].flatMap(({ list, IsEgress }) =>
      (list as ReturnType<typeof permission>[]).flatMap((one, i) => {
        const {
          IpProtocol,
          FromPort = -1,
          ToPort = -1,
        } = one as { IpProtocol: string; FromPort?: number; ToPort?: number };
        const lists = one as unknown as Record<string, Record<string, string>[]>;
        const peers = [
          ...(lists.IpRanges ?? []).map(({ CidrIp }) => ({ CidrIpv4: CidrIp })),
          ...(lists.Ipv6Ranges ?? []).map(({ CidrIpv6 }) => ({ CidrIpv6 })),
          ...(lists.PrefixListIds ?? []).map(({ PrefixListId }) => ({ PrefixListId })),
          ...(lists.UserIdGroupPairs ?? []).map((pair) => ({ ReferencedGroupInfo: { GroupId: pair.GroupId } })),
        ];
        return peers.map((peer, j) => ({
          SecurityGroupRuleId: `sgr-${GroupId}-${IsEgress ? "e" : "i"}${i}${j}`,
          GroupId,
          GroupOwnerId: ACCOUNT,
          IsEgress,
          IpProtocol,
          FromPort,
          ToPort,
          ...peer,
        }));
      }),
    ),
  );
}

/** @param ips private addresses, the first one is the primary */
export const eni = (id: string, inSubnet: string, ofVpc: string, ips: readonly string[], more: object = {}) => ({
  NetworkInterfaceId: id,
  SubnetId: inSubnet,
  VpcId: ofVpc,
  OwnerId: ACCOUNT,
  InterfaceType: "interface",
  Description: "",
  PrivateIpAddress: ips[0],
  PrivateIpAddresses: ips.map((one, i) => ({ Primary: i === 0, PrivateIpAddress: one })),
  Groups: [],
  Ipv6Addresses: [],
  SourceDestCheck: true,
  RequesterManaged: false,
  Status: "in-use",
  TagSet: [],
  ...more,
});
const groups = (...ids: string[]) => ({ Groups: ids.map((id) => ({ GroupId: id, GroupName: id })) });
const on = (instance: string, index = 0) => ({
  Attachment: { AttachmentId: `eni-attach-${instance}`, InstanceId: instance, DeviceIndex: index, Status: "attached" },
});
const madeBy = (requester: string, type: string, description: string) => ({
  RequesterId: requester,
  RequesterManaged: true,
  InterfaceType: type,
  Description: description,
  Attachment: { AttachmentId: "eni-attach-1", InstanceOwnerId: "amazon-aws", DeviceIndex: 1, Status: "attached" },
});

export const instance = (id: string, ofSubnet: string, ofVpc: string, interfaces: readonly object[]) => ({
  ReservationId: `r-${id}`,
  OwnerId: ACCOUNT,
  Instances: [
    {
      InstanceId: id,
      InstanceType: "t3.micro",
      State: { Code: 16, Name: "running" },
      SubnetId: ofSubnet,
      VpcId: ofVpc,
      NetworkInterfaces: interfaces,
      Tags: [],
    },
  ],
});

const PUBLIC_IP = { Association: { PublicIp: "198.51.100.10", IpOwnerId: ACCOUNT, AllocationId: "eipalloc-web" } };
export const ENIS = {
  web: eni("eni-web", "subnet-pub", "vpc-a", ["10.0.1.10"], { ...groups("sg-web"), ...on("i-web"), ...PUBLIC_IP }),
  app: eni("eni-app", "subnet-app", "vpc-a", ["10.0.2.10"], { ...groups("sg-app"), ...on("i-app") }),
  nat: eni("eni-nat", "subnet-pub", "vpc-a", ["10.0.1.20"], {
    ...madeBy("111122223333", "nat_gateway", "Interface for NAT Gateway nat-a"),
    SourceDestCheck: false,
    Association: { PublicIp: "198.51.100.20", IpOwnerId: ACCOUNT, AllocationId: "eipalloc-nat" },
  }),
  endpoint: eni("eni-kms", "subnet-app", "vpc-a", ["10.0.2.30"], {
    ...madeBy("727180483921", "vpc_endpoint", "VPC Endpoint Interface vpce-kms"),
    ...groups("sg-endpoint"),
  }),
  db: eni("eni-db", "subnet-db", "vpc-b", ["10.1.1.40"], {
    ...madeBy("amazon-rds", "interface", "RDSNetworkInterface"),
    ...groups("sg-db"),
  }),
};

const GROUPS = [
  group("sg-default-a", "vpc-a", []),
  group("sg-default-b", "vpc-b", []),
  group("sg-web", "vpc-a", [permission(443, { PrefixListIds: [{ PrefixListId: "pl-office" }] })]),
  group("sg-app", "vpc-a", [permission(8080, { UserIdGroupPairs: [{ GroupId: "sg-web", UserId: ACCOUNT }] })]),
  group("sg-endpoint", "vpc-a", [permission(443, { IpRanges: [{ CidrIp: "10.0.0.0/16" }] })]),
  group("sg-db", "vpc-b", [permission(5432, { IpRanges: [{ CidrIp: "10.0.2.0/24" }] })]),
];

/** Two VPCs that are peered; the first one has a public and a private subnet, the second one a database. */
export const TWO_VPCS: Told = {
  DescribeVpcs: [vpc("vpc-a", "10.0.0.0/16"), vpc("vpc-b", "10.1.0.0/16")],
  DescribeSubnets: [
    subnet("subnet-pub", "vpc-a", "10.0.1.0/24"),
    subnet("subnet-app", "vpc-a", "10.0.2.0/24", "b"),
    subnet("subnet-db", "vpc-b", "10.1.1.0/24"),
  ],
  DescribeRouteTables: [
    table(
      "rtb-pub",
      "vpc-a",
      [local("10.0.0.0/16"), route("0.0.0.0/0", { GatewayId: "igw-a" })],
      [{ SubnetId: "subnet-pub" }],
    ),
    table("rtb-main-a", "vpc-a", [
      local("10.0.0.0/16"),
      route("0.0.0.0/0", { NatGatewayId: "nat-a" }),
      route("10.1.0.0/16", { VpcPeeringConnectionId: "pcx-1" }),
      { DestinationPrefixListId: "pl-s3", GatewayId: "vpce-s3", Origin: "CreateRoute", State: "active" },
    ]),
    table("rtb-main-b", "vpc-b", [local("10.1.0.0/16"), route("10.0.2.0/24", { VpcPeeringConnectionId: "pcx-1" })]),
  ],
  DescribeNetworkAcls: [
    acl("acl-a", "vpc-a", ["subnet-pub", "subnet-app"]),
    acl("acl-b", "vpc-b", []),
    acl(
      "acl-db",
      "vpc-b",
      ["subnet-db"],
      [
        entry(90, false, "deny", { Protocol: "6", PortRange: { From: 22, To: 22 } }),
        entry(100, false, "allow", { CidrBlock: "10.0.0.0/8" }),
        entry(100, true, "allow", { CidrBlock: "10.0.0.0/8" }),
      ],
    ),
  ],
  DescribeSecurityGroups: GROUPS,
  DescribeSecurityGroupRules: rulesOf(GROUPS),
  DescribeManagedPrefixLists: [
    {
      PrefixListId: "pl-office",
      PrefixListName: "office",
      AddressFamily: "IPv4",
      State: "create-complete",
      OwnerId: ACCOUNT,
    },
    { PrefixListId: "pl-s3", PrefixListName: "com.amazonaws.eu-west-1.s3", AddressFamily: "IPv4", OwnerId: "AWS" },
  ],
  GetManagedPrefixListEntries: {
    "pl-office": [{ Cidr: "203.0.113.0/24", Description: "office" }],
    "pl-s3": [{ Cidr: "52.218.0.0/17" }],
  },
  DescribeInternetGateways: [
    { InternetGatewayId: "igw-a", OwnerId: ACCOUNT, Attachments: [{ State: "available", VpcId: "vpc-a" }], Tags: [] },
  ],
  DescribeEgressOnlyInternetGateways: [],
  DescribeNatGateways: [
    {
      NatGatewayId: "nat-a",
      SubnetId: "subnet-pub",
      VpcId: "vpc-a",
      State: "available",
      ConnectivityType: "public",
      NatGatewayAddresses: [
        {
          AllocationId: "eipalloc-nat",
          NetworkInterfaceId: "eni-nat",
          PrivateIp: "10.0.1.20",
          PublicIp: "198.51.100.20",
          IsPrimary: true,
          Status: "succeeded",
        },
      ],
    },
  ],
  DescribeVpcPeeringConnections: [
    {
      VpcPeeringConnectionId: "pcx-1",
      Status: { Code: "active", Message: "Active" },
      RequesterVpcInfo: { VpcId: "vpc-a", OwnerId: ACCOUNT, Region: "eu-west-1", CidrBlock: "10.0.0.0/16" },
      AccepterVpcInfo: { VpcId: "vpc-b", OwnerId: ACCOUNT, Region: "eu-west-1", CidrBlock: "10.1.0.0/16" },
    },
  ],
  DescribeNetworkInterfaces: Object.values(ENIS),
  DescribeInstances: [
    instance("i-web", "subnet-pub", "vpc-a", [ENIS.web]),
    instance("i-app", "subnet-app", "vpc-a", [ENIS.app]),
  ],
  DescribeAddresses: [
    {
      PublicIp: "198.51.100.10",
      AllocationId: "eipalloc-web",
      AssociationId: "eipassoc-web",
      NetworkInterfaceId: "eni-web",
      InstanceId: "i-web",
      PrivateIpAddress: "10.0.1.10",
      Domain: "vpc",
    },
  ],
  DescribeVpcEndpoints: [
    {
      VpcEndpointId: "vpce-kms",
      VpcEndpointType: "Interface",
      VpcId: "vpc-a",
      ServiceName: "com.amazonaws.eu-west-1.kms",
      State: "available",
      SubnetIds: ["subnet-app"],
      Groups: [{ GroupId: "sg-endpoint", GroupName: "sg-endpoint" }],
      NetworkInterfaceIds: ["eni-kms"],
      RouteTableIds: [],
      OwnerId: ACCOUNT,
    },
    {
      VpcEndpointId: "vpce-s3",
      VpcEndpointType: "Gateway",
      VpcId: "vpc-a",
      ServiceName: "com.amazonaws.eu-west-1.s3",
      State: "available",
      RouteTableIds: ["rtb-main-a"],
      OwnerId: ACCOUNT,
    },
  ],
};
