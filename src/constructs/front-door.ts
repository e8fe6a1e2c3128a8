import { Lb } from "@cdktf/provider-aws/lib/lb";
import { LbListener, type LbListenerDefaultAction } from "@cdktf/provider-aws/lib/lb-listener";
import { LbListenerCertificate } from "@cdktf/provider-aws/lib/lb-listener-certificate";
import { SecurityGroup } from "@cdktf/provider-aws/lib/security-group";
import { VpcSecurityGroupEgressRule } from "@cdktf/provider-aws/lib/vpc-security-group-egress-rule";
import { VpcSecurityGroupIngressRule } from "@cdktf/provider-aws/lib/vpc-security-group-ingress-rule";
import { Wafv2WebAclAssociation } from "@cdktf/provider-aws/lib/wafv2-web-acl-association";
import { Construct } from "constructs";
import { albName } from "../address-plan/names";
import type { AddressPlan } from "../address-plan/plan";
import { listenersOf } from "../config/bridge-facts";
import type { ListenerName } from "../config/schema";
import { formatCidr, formatIpv4, hostCidr, type Ipv4 } from "../ipv4";
import type { ClientVpc } from "./client-vpc";
import type { LogBucket } from "./log-bucket";
import { Service } from "./service";
import { idOf } from "./construct-id";

export interface FrontDoorProps {
  readonly plan: AddressPlan;
  readonly clientVpc: ClientVpc;
  /** @default - no access logs */
  readonly logBucket?: LogBucket;
}

/** The internal ALB with its security group, listeners, services and, if there is one, web ACL. */
export class FrontDoor extends Construct {
  readonly alb: Lb;
  readonly services: ReadonlyMap<string, Service>;
  readonly listeners: ReadonlyMap<ListenerName, LbListener>;

  constructor(scope: Construct, id: string, props: FrontDoorProps) {
    super(scope, id);
    const { plan } = props;
    const group = this.createGroup(props);
    this.alb = this.createAlb(props, group);
    if (plan.config.alb.waf_acl_arn)
      new Wafv2WebAclAssociation(this, "WebAcl", {
        resourceArn: this.alb.arn,
        webAclArn: plan.config.alb.waf_acl_arn,
      });
    // Services are named by the user, so they get a scope where no name of ours can be in their way.
    const services = new Construct(this, "Service");
    this.services = new Map(
      plan.services.map((service) => [service.name, new Service(services, service.name, { ...props, service })]),
    );
    this.listeners = new Map(this.createListeners(plan));
    for (const { name, config } of plan.services) {
      if (!config.match) continue;
      for (const listenerName of listenersOf(plan.config, config)) {
        const listener = this.listeners.get(listenerName);
        if (listener) this.services.get(name)?.addRule(listenerName, listener);
      }
    }
  }

  private createGroup({ plan, clientVpc }: FrontDoorProps): SecurityGroup {
    const name = `${plan.name}-alb`;
    const group = new SecurityGroup(this, "Group", {
      name,
      description: "The bridge's ALB: in from the NAT gateways, out to the web servers",
      vpcId: clientVpc.vpcId,
      tags: { Name: name },
    });
    for (const port of listenerPorts(plan)) {
      for (const address of plan.nats.flatMap((nat) => nat.addresses)) {
        new VpcSecurityGroupIngressRule(this, `from-nat-${idOf(formatIpv4(address))}-${port}`, {
          securityGroupId: group.id,
          description: "Clients, as the NAT gateway presents them",
          ipProtocol: "tcp",
          fromPort: port,
          toPort: port,
          // By address: a reference to a security group is lost in the NAT gateway.
          cidrIpv4: formatCidr(hostCidr(address)),
        });
      }
    }
    for (const { address, port, description } of targetPairs(plan)) {
      new VpcSecurityGroupEgressRule(this, `to-${idOf(formatIpv4(address))}-${port}`, {
        securityGroupId: group.id,
        description,
        ipProtocol: "tcp",
        fromPort: port,
        toPort: port,
        cidrIpv4: formatCidr(hostCidr(address)),
      });
    }
    return group;
  }

  private createAlb({ plan, clientVpc, logBucket }: FrontDoorProps, group: SecurityGroup): Lb {
    const { alb } = plan.config;
    const name = albName(plan);
    return new Lb(this, "Alb", {
      name,
      internal: true,
      loadBalancerType: "application",
      securityGroups: [group.id],
      subnets: plan.albSubnets.map((subnet) => clientVpc.subnet(subnet).subnetId),
      idleTimeout: alb.idle_timeout,
      dropInvalidHeaderFields: true,
      desyncMitigationMode: alb.desync_mitigation_mode,
      xffHeaderProcessingMode: alb.xff_header_processing_mode,
      enableXffClientPort: alb.xff_client_port,
      enableDeletionProtection: alb.deletion_protection,
      accessLogs:
        logBucket && plan.config.logs?.access_logs
          ? { bucket: logBucket.bucketName, prefix: plan.name, enabled: true }
          : undefined,
      tags: { Name: name },
      dependsOn: logBucket ? [...logBucket.dependables] : undefined,
    });
  }

  private createListeners(plan: AddressPlan): [ListenerName, LbListener][] {
    const { http, https } = plan.config.listeners;
    const listeners: [ListenerName, LbListener][] = [];
    if (http) {
      const defaultAction: LbListenerDefaultAction[] =
        http.action === "redirect"
          ? [{ type: "redirect", redirect: { protocol: "HTTPS", port: String(https?.port), statusCode: "HTTP_301" } }]
          : this.defaultAction(plan, "http");
      const listener = new LbListener(this, "http", {
        loadBalancerArn: this.alb.arn,
        port: http.port,
        protocol: "HTTP",
        defaultAction,
      });
      listeners.push(["http", listener]);
    }
    if (https) {
      const [certificateArn, ...others] = https.certificates;
      const listener = new LbListener(this, "https", {
        loadBalancerArn: this.alb.arn,
        port: https.port,
        protocol: "HTTPS",
        // Always named: AWS's own default is a policy of 2016.
        sslPolicy: https.tls_policy,
        certificateArn,
        defaultAction: this.defaultAction(plan, "https"),
      });
      others.forEach(
        (arn, i) =>
          new LbListenerCertificate(this, `https-certificate-${i + 2}`, {
            listenerArn: listener.arn,
            certificateArn: arn,
          }),
      );
      listeners.push(["https", listener]);
    }
    return listeners;
  }

  /** The service without a match takes what no rule takes; without one, that is answered 404. */
  private defaultAction(plan: AddressPlan, listener: ListenerName): LbListenerDefaultAction[] {
    const rest = plan.services.find(
      ({ config }) => !config.match && listenersOf(plan.config, config).includes(listener),
    );
    const targetGroup = rest && this.services.get(rest.name)?.targetGroup;
    if (targetGroup) return [{ type: "forward", targetGroupArn: targetGroup.arn }];
    const fixedResponse = { contentType: "text/plain", messageBody: "no service here", statusCode: "404" };
    return [{ type: "fixed-response", fixedResponse }];
  }
}

/** The ports that the ALB listens on. */
export function listenerPorts(plan: AddressPlan): number[] {
  const { http, https } = plan.config.listeners;
  return [http?.port, https?.port].filter((port) => port !== undefined);
}

interface TargetPair {
  readonly address: Ipv4;
  readonly port: number;
  readonly description: string;
}

/** Each address and port that the ALB opens connections to, once, however many services share it. */
function targetPairs(plan: AddressPlan): TargetPair[] {
  const pairs = new Map<string, TargetPair>();
  const add = (pair: TargetPair) => {
    const key = `${pair.address}:${pair.port}`;
    if (!pairs.has(key)) pairs.set(key, pair);
  };
  for (const { name, config, targets } of plan.services) {
    for (const { address, port } of targets) {
      add({ address, port, description: `Service ${name}` });
      add({ address, port: config.health.port ?? port, description: `Health check of service ${name}` });
    }
  }
  return [...pairs.values()];
}
