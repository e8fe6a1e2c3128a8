import { AuthorizeSecurityGroupIngressCommand, CreateSecurityGroupCommand, type EC2Client } from "@aws-sdk/client-ec2";
import { stringify } from "yaml";
import type { Account } from "./account";
import { makeSubnet, makeTable, makeVpc, named } from "./by-hand";

/** A subnet with a route table of its own, as a bridge file states one that exists. */
async function subnet(ec2: EC2Client, vpc: string, name: string, cidr: string, zone: string) {
  const route_table = await makeTable(ec2, vpc, name);
  const place = { AvailabilityZone: `us-east-1${zone}` };
  const id = await makeSubnet(ec2, vpc, { name, cidr, zone: place, RouteTableId: route_table });
  return { id, route_table, cidr, zone };
}

export interface ExistingVpcs {
  readonly clientVpc: string;
  readonly webVpc: string;
  /** Where the servers are: a subnet of the web VPC, and their security group. */
  readonly servers: { readonly subnet: string; readonly group: string };
  /** The bridge file that joins them. */
  readonly text: string;
}

/** Two VPCs of the same range with what others have put there, and the bridge between them. */
export async function makeExistingVpcs({ ec2 }: Account): Promise<ExistingVpcs> {
  const clientVpc = await makeVpc(ec2, "clients", "10.64.0.0/16");
  const webVpc = await makeVpc(ec2, "orders", "10.64.0.0/16");
  const subnets = {
    "apps-a": await subnet(ec2, clientVpc, "apps-a", "10.64.0.0/24", "a"),
    "apps-b": await subnet(ec2, clientVpc, "apps-b", "10.64.1.0/24", "b"),
  };
  const orders = await subnet(ec2, webVpc, "orders", "10.64.0.0/24", "a");
  // One that the bridge has nothing to do with.
  await subnet(ec2, webVpc, "databases", "10.64.9.0/24", "a");
  const servers = await ec2.send(
    new CreateSecurityGroupCommand({
      GroupName: "order-servers",
      Description: "Order servers",
      VpcId: webVpc,
      ...named("security-group", "order-servers"),
    }),
  );
  const group = servers.GroupId ?? "";
  const rule = { IpProtocol: "tcp", FromPort: 22, ToPort: 22, IpRanges: [{ CidrIp: "10.64.9.0/24" }] };
  await ec2.send(new AuthorizeSecurityGroupIngressCommand({ GroupId: group, IpPermissions: [rule] }));
  const text = stringify({
    region: "us-east-1",
    tags: { Bridge: "orders" },
    backend: { type: "local", path: "state/orders.tfstate" },
    client: { vpc: { id: clientVpc, cidr: "10.64.0.0/16" }, subnets },
    web: { vpc: { id: webVpc, cidr: "10.64.0.0/16" }, subnets: { orders }, security_groups: [group] },
    bridge: { cidr: "100.64.0.0/24", zones: ["a", "b"] },
    listeners: { http: {} },
    services: { orders: { targets: ["10.64.0.10", "10.64.0.11"], port: 8080 } },
  });
  return { clientVpc, webVpc, servers: { subnet: orders.id, group }, text };
}
