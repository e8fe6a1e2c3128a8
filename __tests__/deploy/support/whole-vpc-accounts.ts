import {
  AuthorizeSecurityGroupIngressCommand,
  CreateSecurityGroupCommand,
  CreateTransitGatewayCommand,
  CreateTransitGatewayVpcAttachmentCommand,
  type EC2Client,
} from "@aws-sdk/client-ec2";
import { Account } from "./account";
import { makeSubnet, makeTable, makeVpc, named } from "./by-hand";
import type { Emulator } from "./emulator";

/** The accounts of bridges/whole-vpc.yaml. */
export interface Accounts<T> {
  readonly client: T;
  readonly web: T;
  readonly gateway: T;
}

export const IDS: Accounts<string> = { client: "111122223333", web: "444455556666", gateway: "777788889999" };

/** What the bridge file calls a thing, and what the account called it when it was made. */
type Made = readonly (readonly [string, string])[];

const WHOLE = "10.0.0.0/16";
const CLIENT = "0a1b2c3d4e5f6071";
const WEB = "0f1e2d3c4b5a6978";

/** Two subnets of clients, each with a table of its own. */
async function makeClients(ec2: EC2Client): Promise<Made> {
  const vpc = await makeVpc(ec2, "clients", WHOLE);
  const tables = [await makeTable(ec2, vpc, "apps-a"), await makeTable(ec2, vpc, "apps-b")] as const;
  const subnet = (name: string, cidr: string, zone: string, RouteTableId: string) =>
    makeSubnet(ec2, vpc, { name, cidr, zone: { AvailabilityZoneId: zone }, RouteTableId });
  return [
    [`vpc-${CLIENT}8`, vpc],
    [`rtb-${CLIENT}8`, tables[0]],
    [`rtb-${CLIENT}9`, tables[1]],
    [`subnet-${CLIENT}8`, await subnet("apps-a", "10.0.0.0/20", "euc1-az1", tables[0])],
    [`subnet-${CLIENT}9`, await subnet("apps-b", "10.0.16.0/20", "euc1-az2", tables[1])],
  ];
}

/** Two subnets of servers that share a table, a subnet that the bridge has nothing to do with, and the servers' group. */
async function makeServers(ec2: EC2Client): Promise<Made> {
  const vpc = await makeVpc(ec2, "orders", WHOLE);
  const table = await makeTable(ec2, vpc, "orders");
  const subnet = (name: string, cidr: string, zone: string, RouteTableId: string) =>
    makeSubnet(ec2, vpc, { name, cidr, zone: { AvailabilityZoneId: zone }, RouteTableId });
  await subnet("backoffice", "10.0.48.0/20", "euc1-az1", await makeTable(ec2, vpc, "backoffice"));
  const group = { GroupName: "order-servers", Description: "Order servers", VpcId: vpc };
  const { GroupId = "" } = await ec2.send(
    new CreateSecurityGroupCommand({ ...group, ...named("security-group", "order-servers") }),
  );
  const ssh = { IpProtocol: "tcp", FromPort: 22, ToPort: 22, IpRanges: [{ CidrIp: "10.0.48.0/20" }] };
  await ec2.send(new AuthorizeSecurityGroupIngressCommand({ GroupId, IpPermissions: [ssh] }));
  return [
    [`vpc-${WEB}0`, vpc],
    [`rtb-${WEB}0`, table],
    [`sg-${WEB}0`, GroupId],
    [`subnet-${WEB}0`, await subnet("orders-a", "10.0.0.0/20", "euc1-az1", table)],
    [`subnet-${WEB}1`, await subnet("orders-b", "10.0.16.0/20", "euc1-az2", table)],
  ];
}

/** A gateway with AWS's default tables, in which a VPC of its owner's is associated and propagated. */
async function makeGateway(ec2: EC2Client): Promise<Made> {
  const made = await ec2.send(new CreateTransitGatewayCommand(named("transit-gateway", "company")));
  const TransitGatewayId = made.TransitGateway?.TransitGatewayId ?? "";
  const VpcId = await makeVpc(ec2, "shared-services", "10.200.0.0/24");
  const RouteTableId = await makeTable(ec2, VpcId, "shared-services");
  const zone = { AvailabilityZoneId: "euc1-az1" };
  const subnet = { name: "shared-services", cidr: "10.200.0.0/26", zone, RouteTableId };
  await ec2.send(
    new CreateTransitGatewayVpcAttachmentCommand({
      TransitGatewayId,
      VpcId,
      SubnetIds: [await makeSubnet(ec2, VpcId, subnet)],
      ...named("transit-gateway-attachment", "shared-services"),
    }),
  );
  return [["tgw-0123456789abcdef0", TransitGatewayId]];
}

/** The three accounts, as whoever works in each of them. */
export async function openAccounts(emulator: Emulator, own: Account): Promise<Accounts<Account>> {
  const [web, gateway] = await Promise.all([emulator.assumeRole(IDS.web), emulator.assumeRole(IDS.gateway)]);
  return { client: own, web: new Account(emulator, web), gateway: new Account(emulator, gateway) };
}

/** The same of each account. */
export async function ofEach<T, R>(accounts: Accounts<T>, ask: (account: T) => Promise<R> | R): Promise<Accounts<R>> {
  const [client, web, gateway] = await Promise.all([ask(accounts.client), ask(accounts.web), ask(accounts.gateway)]);
  return { client, web, gateway };
}

/** Makes what bridges/whole-vpc.yaml says exists, in its three accounts. @returns the file with the ids that the accounts gave */
export async function makeWhatExists(accounts: Accounts<Account>, text: string): Promise<string> {
  const { client, web, gateway } = accounts;
  const made = await Promise.all([makeClients(client.ec2), makeServers(web.ec2), makeGateway(gateway.ec2)]);
  return made.flat().reduce((so, [stated, id]) => so.replaceAll(stated, id), text);
}
