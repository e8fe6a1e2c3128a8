/**
 * What the bridge is measured against: the same resources with the same arguments, by plain loops over cdktf's classes.
 * Run as a process of its own: bare-cdktf.ts <services> <outdir>
 */
import { Lb } from "@cdktf/provider-aws/lib/lb";
import { LbListener } from "@cdktf/provider-aws/lib/lb-listener";
import { LbListenerRule } from "@cdktf/provider-aws/lib/lb-listener-rule";
import { LbTargetGroup } from "@cdktf/provider-aws/lib/lb-target-group";
import { LbTargetGroupAttachment } from "@cdktf/provider-aws/lib/lb-target-group-attachment";
import { SecurityGroup } from "@cdktf/provider-aws/lib/security-group";
import { VpcSecurityGroupEgressRule } from "@cdktf/provider-aws/lib/vpc-security-group-egress-rule";
import { VpcSecurityGroupIngressRule } from "@cdktf/provider-aws/lib/vpc-security-group-ingress-rule";
import { App, TerraformStack } from "cdktf";
import { BRIDGE, serviceName, targetsOf } from "./bridge-file";
import { type BareNetwork, bareNetwork } from "./bare-network";

interface FrontDoor {
  readonly group: SecurityGroup;
  readonly listener: LbListener;
}

function ingress(
  stack: TerraformStack,
  id: string,
  group: SecurityGroup,
  port: number,
  cidrIpv4: string,
  description: string,
  tags?: Record<string, string>,
): void {
  new VpcSecurityGroupIngressRule(stack, id, {
    securityGroupId: group.id,
    description,
    ipProtocol: "tcp",
    fromPort: port,
    toPort: port,
    cidrIpv4,
    tags,
  });
}

function frontDoor(stack: TerraformStack, network: BareNetwork): FrontDoor {
  const servers = new SecurityGroup(stack, "web-group", {
    name: `${BRIDGE}-web-servers`,
    description: "Web servers that the bridge reaches",
    vpcId: network.webVpc.id,
    tags: { Name: `${BRIDGE}-web-servers` },
  });
  ingress(stack, "from-alb", servers, 8080, "100.64.0.0/26", `ALB nodes of the bridge ${BRIDGE}`, {
    Name: `${BRIDGE}-from-alb`,
  });
  const group = new SecurityGroup(stack, "alb-group", {
    name: `${BRIDGE}-alb`,
    description: "The bridge's ALB: in from the NAT gateways, out to the web servers",
    vpcId: network.clientVpc.id,
    tags: { Name: `${BRIDGE}-alb` },
  });
  ingress(stack, "from-nat-a", group, 80, "100.64.0.132/32", "Clients, as the NAT gateway presents them");
  ingress(stack, "from-nat-b", group, 80, "100.64.0.148/32", "Clients, as the NAT gateway presents them");
  const alb = new Lb(stack, "alb", {
    name: `overlap-${BRIDGE}`,
    internal: true,
    loadBalancerType: "application",
    securityGroups: [group.id],
    subnets: network.albSubnets.map((subnet) => subnet.id),
    idleTimeout: 60,
    dropInvalidHeaderFields: true,
    desyncMitigationMode: "defensive",
    xffHeaderProcessingMode: "append",
    enableXffClientPort: false,
    enableDeletionProtection: false,
    tags: { Name: `overlap-${BRIDGE}` },
  });
  const listener = new LbListener(stack, "http", {
    loadBalancerArn: alb.arn,
    port: 80,
    protocol: "HTTP",
    defaultAction: [
      {
        type: "fixed-response",
        fixedResponse: { contentType: "text/plain", messageBody: "no service here", statusCode: "404" },
      },
    ],
  });
  return { group, listener };
}

function service(stack: TerraformStack, i: number, network: BareNetwork, { group, listener }: FrontDoor): void {
  const name = serviceName(i);
  const targetGroup = new LbTargetGroup(stack, name, {
    name,
    targetType: "ip",
    vpcId: network.clientVpc.id,
    port: 8080,
    protocol: "HTTP",
    healthCheck: {
      path: "/healthz",
      port: "traffic-port",
      protocol: "HTTP",
      matcher: "200",
      interval: 15,
      timeout: 5,
      healthyThreshold: 2,
      unhealthyThreshold: 2,
    },
    tags: { Name: `${BRIDGE}-${name}` },
    lifecycle: { createBeforeDestroy: true },
  });
  for (const address of targetsOf(i)) {
    new LbTargetGroupAttachment(stack, `${name}-${address}`, {
      targetGroupArn: targetGroup.arn,
      targetId: address,
      port: 8080,
      dependsOn: [network.clients],
      lifecycle: { createBeforeDestroy: true },
    });
    new VpcSecurityGroupEgressRule(stack, `to-${address}`, {
      securityGroupId: group.id,
      description: `Service ${name}`,
      ipProtocol: "tcp",
      fromPort: 8080,
      toPort: 8080,
      cidrIpv4: `${address}/32`,
    });
  }
  new LbListenerRule(stack, `${name}-rule`, {
    listenerArn: listener.arn,
    priority: (i + 1) * 10,
    condition: [{ hostHeader: { values: [`${name}.example.com`] } }],
    action: [{ type: "forward", targetGroupArn: targetGroup.arn }],
  });
}

const [services = "1", outdir = "cdktf.out"] = process.argv.slice(2);
const app = new App({
  outdir,
  skipValidation: true,
  context: { cdktfRelativeModules: ["./modules/reachability-analyzer"] },
});
const stack = new TerraformStack(app, BRIDGE);
const network = bareNetwork(stack);
const door = frontDoor(stack, network);
for (let i = 0; i < Number(services); i++) service(stack, i, network, door);
app.synth();
