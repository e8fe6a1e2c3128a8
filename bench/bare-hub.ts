/**
 * What a hub is measured against: the resources of a stack that is synthesized already, each made by cdktf's own class with
 * the same arguments, and nothing else. It has nothing to work out, so what it takes is cdktf's part.
 * Run as a process of its own: bare-hub.ts <cdk.tf.json> <outdir>
 */
import { DefaultSecurityGroup } from "@cdktf/provider-aws/lib/default-security-group";
import { Ec2TransitGateway } from "@cdktf/provider-aws/lib/ec2-transit-gateway";
import { Ec2TransitGatewayRoute } from "@cdktf/provider-aws/lib/ec2-transit-gateway-route";
import { Ec2TransitGatewayRouteTable } from "@cdktf/provider-aws/lib/ec2-transit-gateway-route-table";
import { Ec2TransitGatewayRouteTableAssociation } from "@cdktf/provider-aws/lib/ec2-transit-gateway-route-table-association";
import { Ec2TransitGatewayVpcAttachment } from "@cdktf/provider-aws/lib/ec2-transit-gateway-vpc-attachment";
import { Lb } from "@cdktf/provider-aws/lib/lb";
import { LbListener } from "@cdktf/provider-aws/lib/lb-listener";
import { LbListenerRule } from "@cdktf/provider-aws/lib/lb-listener-rule";
import { LbTargetGroup } from "@cdktf/provider-aws/lib/lb-target-group";
import { LbTargetGroupAttachment } from "@cdktf/provider-aws/lib/lb-target-group-attachment";
import { NatGateway } from "@cdktf/provider-aws/lib/nat-gateway";
import { Route } from "@cdktf/provider-aws/lib/route";
import { RouteTable } from "@cdktf/provider-aws/lib/route-table";
import { RouteTableAssociation } from "@cdktf/provider-aws/lib/route-table-association";
import { SecurityGroup } from "@cdktf/provider-aws/lib/security-group";
import { Subnet } from "@cdktf/provider-aws/lib/subnet";
import { Vpc } from "@cdktf/provider-aws/lib/vpc";
import { VpcIpv4CidrBlockAssociation } from "@cdktf/provider-aws/lib/vpc-ipv4-cidr-block-association";
import { VpcPeeringConnection } from "@cdktf/provider-aws/lib/vpc-peering-connection";
import { VpcPeeringConnectionOptions } from "@cdktf/provider-aws/lib/vpc-peering-connection-options";
import { VpcSecurityGroupEgressRule } from "@cdktf/provider-aws/lib/vpc-security-group-egress-rule";
import { VpcSecurityGroupIngressRule } from "@cdktf/provider-aws/lib/vpc-security-group-ingress-rule";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { App, LocalBackend, TerraformStack } from "cdktf";
import { readFileSync } from "node:fs";
import { HUB } from "./hub-file";

type Arguments = Record<string, unknown>;
type ResourceClass = new (stack: TerraformStack, id: string, config: never) => unknown;

const CLASSES: Readonly<Record<string, ResourceClass>> = {
  aws_default_security_group: DefaultSecurityGroup,
  aws_ec2_transit_gateway: Ec2TransitGateway,
  aws_ec2_transit_gateway_route: Ec2TransitGatewayRoute,
  aws_ec2_transit_gateway_route_table: Ec2TransitGatewayRouteTable,
  aws_ec2_transit_gateway_route_table_association: Ec2TransitGatewayRouteTableAssociation,
  aws_ec2_transit_gateway_vpc_attachment: Ec2TransitGatewayVpcAttachment,
  aws_lb: Lb,
  aws_lb_listener: LbListener,
  aws_lb_listener_rule: LbListenerRule,
  aws_lb_target_group: LbTargetGroup,
  aws_lb_target_group_attachment: LbTargetGroupAttachment,
  aws_nat_gateway: NatGateway,
  aws_route: Route,
  aws_route_table: RouteTable,
  aws_route_table_association: RouteTableAssociation,
  aws_security_group: SecurityGroup,
  aws_subnet: Subnet,
  aws_vpc: Vpc,
  aws_vpc_ipv4_cidr_block_association: VpcIpv4CidrBlockAssociation,
  aws_vpc_peering_connection: VpcPeeringConnection,
  aws_vpc_peering_connection_options: VpcPeeringConnectionOptions,
  aws_vpc_security_group_egress_rule: VpcSecurityGroupEgressRule,
  aws_vpc_security_group_ingress_rule: VpcSecurityGroupIngressRule,
};

/** Keys whose values are texts of the user's choice, not arguments. */
const MAPS = new Set(["tags"]);

function camelCase(key: string): string {
  return key.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}

/** Arguments as cdktf's classes take them. */
function asConfig(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(asConfig);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).filter(([key]) => key !== "//");
  return Object.fromEntries(
    entries.map(([key, inner]): [string, unknown] => [camelCase(key), MAPS.has(key) ? inner : asConfig(inner)]),
  );
}

const [file = "cdk.tf.json", outdir = "cdktf.out"] = process.argv.slice(2);
const content = JSON.parse(readFileSync(file, "utf8")) as { resource: Record<string, Record<string, Arguments>> };
const app = new App({ outdir, skipValidation: true });
const stack = new TerraformStack(app, HUB);
new LocalBackend(stack, { path: `../../../state/${HUB}.tfstate` });
new AwsProvider(stack, "aws", { region: "us-east-1" });
/** The arguments of a resource; what it depends on by address, as cdktf's classes take that too. */
function configOf({ depends_on: dependsOn, ...values }: Arguments): Arguments {
  const config = asConfig(values) as Arguments;
  return Array.isArray(dependsOn) ? { ...config, dependsOn: dependsOn.map((fqn: unknown) => ({ fqn })) } : config;
}

for (const [type, resources] of Object.entries(content.resource)) {
  const Made = CLASSES[type];
  if (!Made) throw new Error(`bench/bare-hub.ts knows no class for ${type}`);
  for (const [name, values] of Object.entries(resources)) new Made(stack, `${type}-${name}`, configOf(values) as never);
}
app.synth();
