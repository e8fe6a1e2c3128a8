import { Instance } from "@cdktf/provider-aws/lib/instance";
import { SecurityGroup } from "@cdktf/provider-aws/lib/security-group";
import { Subnet } from "@cdktf/provider-aws/lib/subnet";
import { Vpc } from "@cdktf/provider-aws/lib/vpc";
import type { Construct } from "constructs";

/** A network that has nothing to do with a bridge: an application and its database. */
export function addShop(scope: Construct): void {
  const vpc = new Vpc(scope, "vpc", { cidrBlock: "10.0.0.0/16" });
  const subnet = (id: string, cidrBlock: string): string =>
    new Subnet(scope, id, { vpcId: vpc.id, cidrBlock, availabilityZone: "eu-central-1a" }).id;
  const ports = (port: number) => ({ protocol: "tcp", fromPort: port, toPort: port });
  const app = new SecurityGroup(scope, "app_group", {
    vpcId: vpc.id,
    ingress: [],
    egress: [{ ...ports(5432), cidrBlocks: ["10.0.0.0/16"] }],
  });
  const database = new SecurityGroup(scope, "database_group", {
    vpcId: vpc.id,
    ingress: [{ ...ports(5432), securityGroups: [app.id] }],
    egress: [],
  });
  const host = { ami: "ami-0123456789abcdef0", instanceType: "t4g.nano" };
  new Instance(scope, "app", {
    ...host,
    subnetId: subnet("front", "10.0.1.0/24"),
    vpcSecurityGroupIds: [app.id],
  });
  new Instance(scope, "database", {
    ...host,
    subnetId: subnet("back", "10.0.2.0/24"),
    vpcSecurityGroupIds: [database.id],
  });
}
