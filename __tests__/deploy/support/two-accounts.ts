import {
  AllocateAddressCommand,
  AttachInternetGatewayCommand,
  AcceptTransitGatewayVpcAttachmentCommand,
  AcceptVpcPeeringConnectionCommand,
  AuthorizeSecurityGroupIngressCommand,
  CreateInternetGatewayCommand,
  CreateNatGatewayCommand,
  CreateNetworkAclCommand,
  CreateNetworkAclEntryCommand,
  CreateRouteCommand,
  CreateSecurityGroupCommand,
  CreateTransitGatewayCommand,
  CreateTransitGatewayVpcAttachmentCommand,
  CreateVpcEndpointCommand,
  CreateVpcPeeringConnectionCommand,
  DescribeNetworkAclsCommand,
  type EC2Client,
  ReplaceNetworkAclAssociationCommand,
} from "@aws-sdk/client-ec2";
import {
  CreateListenerCommand,
  CreateLoadBalancerCommand,
  CreateTargetGroupCommand,
  RegisterTargetsCommand,
} from "@aws-sdk/client-elastic-load-balancing-v2";
import { CreateResourceShareCommand, RAMClient } from "@aws-sdk/client-ram";
import { Account } from "./account";
import { makeHost, makeSubnet, makeTable, makeVpc, named } from "./by-hand";
import { type Emulator, OWN_KEYS } from "./emulator";

export const CLIENT_ACCOUNT = "111122223333";
export const SERVER_ACCOUNT = "444455556666";

interface Rule {
  readonly port: number;
  readonly from: string;
}

async function makeGroup(ec2: EC2Client, VpcId: string, name: string, rules: readonly Rule[]): Promise<string> {
  const group = { GroupName: name, Description: name, VpcId, ...named("security-group", name) };
  const { GroupId = "" } = await ec2.send(new CreateSecurityGroupCommand(group));
  for (const { port, from } of rules) {
    const rule = { IpProtocol: "tcp", FromPort: port, ToPort: port, IpRanges: [{ CidrIp: from }] };
    await ec2.send(new AuthorizeSecurityGroupIngressCommand({ GroupId, IpPermissions: [rule] }));
  }
  return GroupId;
}

const route = (ec2: EC2Client, RouteTableId: string, cidr: string, target: object) =>
  ec2.send(new CreateRouteCommand({ RouteTableId, DestinationCidrBlock: cidr, ...target }));
const zoned = (cidr: string, zone: "a" | "b", name: string, RouteTableId: string) => ({
  ...{ name, cidr, RouteTableId },
  zone: { AvailabilityZone: `us-east-1${zone}` },
});

/** Clients with ways out to the internet and to tools by a peering, and an ACL that refuses one port. */
async function makeClients(ec2: EC2Client) {
  const vpc = await makeVpc(ec2, "clients", "10.0.0.0/16");
  const [tools, table, open] = [
    await makeVpc(ec2, "tools", "10.20.0.0/16"),
    await makeTable(ec2, vpc, "apps"),
    await makeTable(ec2, vpc, "public"),
  ];
  const apps = await makeSubnet(ec2, vpc, zoned("10.0.1.0/24", "a", "apps", table));
  const doors = await makeSubnet(ec2, vpc, zoned("10.0.9.0/24", "b", "public", open));
  const toolTable = await makeTable(ec2, tools, "tools");
  const toolSubnet = await makeSubnet(ec2, tools, zoned("10.20.1.0/24", "a", "tools", toolTable));

  const gateway = (await ec2.send(new CreateInternetGatewayCommand({}))).InternetGateway?.InternetGatewayId ?? "";
  await ec2.send(new AttachInternetGatewayCommand({ InternetGatewayId: gateway, VpcId: vpc }));
  await route(ec2, open, "0.0.0.0/0", { GatewayId: gateway });
  const { AllocationId } = await ec2.send(new AllocateAddressCommand({ Domain: "vpc" }));
  const nat = await ec2.send(new CreateNatGatewayCommand({ SubnetId: doors, AllocationId }));
  await route(ec2, table, "0.0.0.0/0", { NatGatewayId: nat.NatGateway?.NatGatewayId });

  const peering = await ec2.send(new CreateVpcPeeringConnectionCommand({ VpcId: vpc, PeerVpcId: tools }));
  const VpcPeeringConnectionId = peering.VpcPeeringConnection?.VpcPeeringConnectionId;
  await ec2.send(new AcceptVpcPeeringConnectionCommand({ VpcPeeringConnectionId }));
  await route(ec2, table, "10.20.0.0/16", { VpcPeeringConnectionId });
  await route(ec2, toolTable, "10.0.0.0/16", { VpcPeeringConnectionId });

  const group = await makeGroup(ec2, vpc, "clients", []);
  const toolGroup = await makeGroup(ec2, tools, "tools", [
    { port: 22, from: "10.0.1.0/24" },
    { port: 8080, from: "10.0.1.0/24" },
  ]);
  await refusePort(ec2, tools, toolSubnet, 8080);
  await ec2.send(
    new CreateVpcEndpointCommand({
      ...{ VpcId: vpc, VpcEndpointType: "Interface", ServiceName: "com.amazonaws.us-east-1.ssm" },
      ...{ SubnetIds: [apps], SecurityGroupIds: [group] },
    }),
  );
  return {
    ...{ vpc, apps, table, doors },
    client: await makeHost(ec2, { name: "client", subnet: apps, group: group, address: "10.0.1.10" }),
    tool: await makeHost(ec2, { name: "tool", subnet: toolSubnet, group: toolGroup, address: "10.20.1.10" }),
  };
}

/** Gives a subnet an ACL of its own that admits all but one port. */
async function refusePort(ec2: EC2Client, VpcId: string, subnet: string, port: number): Promise<void> {
  const found = await ec2.send(new DescribeNetworkAclsCommand({}));
  const associations = (found.NetworkAcls ?? []).flatMap(({ Associations }) => Associations ?? []);
  const AssociationId = associations.find(({ SubnetId }) => SubnetId === subnet)?.NetworkAclAssociationId;
  const { NetworkAcl } = await ec2.send(new CreateNetworkAclCommand({ VpcId, ...named("network-acl", "tools") }));
  const NetworkAclId = NetworkAcl?.NetworkAclId;
  const entry = { NetworkAclId, CidrBlock: "0.0.0.0/0" };
  const all = { ...entry, Protocol: "-1", RuleAction: "allow", RuleNumber: 100 } as const;
  for (const Egress of [true, false]) await ec2.send(new CreateNetworkAclEntryCommand({ ...all, Egress }));
  const PortRange = { From: port, To: port };
  await ec2.send(
    new CreateNetworkAclEntryCommand({
      ...{ ...entry, Protocol: "6", RuleAction: "deny", RuleNumber: 50, Egress: false, PortRange },
    }),
  );
  await ec2.send(new ReplaceNetworkAclAssociationCommand({ AssociationId, NetworkAclId }));
}

/** Servers behind a load balancer, in a VPC beside one whose range is the clients' own. */
async function makeServers({ ec2, elb }: Account) {
  const same = await makeVpc(ec2, "same-range", "10.0.0.0/16");
  const sameTable = await makeTable(ec2, same, "same-range");
  const sameSubnet = await makeSubnet(ec2, same, zoned("10.0.1.0/24", "a", "same-range", sameTable));
  const vpc = await makeVpc(ec2, "servers", "10.1.0.0/16");
  const table = await makeTable(ec2, vpc, "servers");
  const subnets = [
    await makeSubnet(ec2, vpc, zoned("10.1.1.0/24", "a", "servers-a", table)),
    await makeSubnet(ec2, vpc, zoned("10.1.2.0/24", "b", "servers-b", table)),
  ] as const;
  const front = await makeGroup(ec2, vpc, "front", [{ port: 80, from: "10.0.0.0/16" }]);
  const back = await makeGroup(ec2, vpc, "back", [
    { port: 8080, from: "10.1.0.0/16" },
    { port: 22, from: "10.0.1.0/24" },
  ]);
  const server = await makeHost(ec2, { name: "server", subnet: subnets[0], group: back, address: "10.1.1.10" });
  const balancer = await elb.send(
    new CreateLoadBalancerCommand({
      ...{ Name: "front", Scheme: "internal", Type: "application", Subnets: [...subnets], SecurityGroups: [front] },
    }),
  );
  const LoadBalancerArn = balancer.LoadBalancers?.[0]?.LoadBalancerArn;
  const group = await elb.send(
    new CreateTargetGroupCommand({ Name: "web", Protocol: "HTTP", Port: 8080, VpcId: vpc, TargetType: "instance" }),
  );
  const TargetGroupArn = group.TargetGroups?.[0]?.TargetGroupArn;
  await elb.send(new RegisterTargetsCommand({ TargetGroupArn, Targets: [{ Id: server }] }));
  const forward = { Type: "forward", TargetGroupArn } as const;
  const port = { Protocol: "HTTP", Port: 80 } as const;
  await elb.send(new CreateListenerCommand({ LoadBalancerArn, ...port, DefaultActions: [forward] }));
  const lonely = await makeHost(ec2, {
    name: "lonely",
    subnet: sameSubnet,
    group: await makeGroup(ec2, same, "open", []),
    address: "10.0.1.20",
  });
  return { vpc, subnets, table, server, lonely, balancer: LoadBalancerArn ?? "" };
}

/** A gateway of the clients' account that is shared with the servers', and carries both. */
async function joinBoth(
  emulator: Emulator,
  own: { readonly ec2: EC2Client; readonly vpc: string; readonly subnet: string; readonly table: string },
  other: { readonly ec2: EC2Client; readonly vpc: string; readonly subnet: string; readonly table: string },
): Promise<void> {
  const gateway = (await own.ec2.send(new CreateTransitGatewayCommand(named("transit-gateway", "company"))))
    .TransitGateway;
  const config = { region: emulator.region, endpoint: emulator.url, credentials: OWN_KEYS };
  await new RAMClient(config).send(
    new CreateResourceShareCommand({
      ...{ name: "company", allowExternalPrincipals: false },
      ...{ resourceArns: [gateway?.TransitGatewayArn ?? ""], principals: [SERVER_ACCOUNT] },
    }),
  );
  const TransitGatewayId = gateway?.TransitGatewayId;
  const attached = async ({ ec2, vpc, subnet }: typeof own) =>
    (
      await ec2.send(
        new CreateTransitGatewayVpcAttachmentCommand({ TransitGatewayId, VpcId: vpc, SubnetIds: [subnet] }),
      )
    ).TransitGatewayVpcAttachment?.TransitGatewayAttachmentId;
  await attached(own);
  const TransitGatewayAttachmentId = await attached(other);
  await own.ec2.send(new AcceptTransitGatewayVpcAttachmentCommand({ TransitGatewayAttachmentId }));
  await route(own.ec2, own.table, "10.1.0.0/16", { TransitGatewayId });
  await route(other.ec2, other.table, "10.0.0.0/16", { TransitGatewayId });
}

/** Two accounts with equal ranges, filled by calls alone: no Terraform knows of any of it. */
export async function makeTwoAccounts(emulator: Emulator) {
  const clients = new Account(emulator);
  const servers = new Account(emulator, await emulator.assumeRole(SERVER_ACCOUNT));
  const one = await makeClients(clients.ec2);
  const other = await makeServers(servers);
  await joinBoth(
    emulator,
    { ec2: clients.ec2, vpc: one.vpc, subnet: one.apps, table: one.table },
    { ec2: servers.ec2, vpc: other.vpc, subnet: other.subnets[0], table: other.table },
  );
  return { ...one, server: other.server, lonely: other.lonely, balancer: other.balancer };
}

export type TwoAccounts = Awaited<ReturnType<typeof makeTwoAccounts>>;
