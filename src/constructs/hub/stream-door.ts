import { Lb, type LbConfig } from "@cdktf/provider-aws/lib/lb";
import { LbListener } from "@cdktf/provider-aws/lib/lb-listener";
import { LbListenerCertificate } from "@cdktf/provider-aws/lib/lb-listener-certificate";
import { LbTargetGroup } from "@cdktf/provider-aws/lib/lb-target-group";
import { LbTargetGroupAttachment } from "@cdktf/provider-aws/lib/lb-target-group-attachment";
import { SecurityGroup } from "@cdktf/provider-aws/lib/security-group";
import { VpcSecurityGroupEgressRule } from "@cdktf/provider-aws/lib/vpc-security-group-egress-rule";
import { VpcSecurityGroupIngressRule } from "@cdktf/provider-aws/lib/vpc-security-group-ingress-rule";
import { type ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { targetGroupName } from "../../address-plan/names";
import { DEFAULT_TLS_POLICY } from "../../config/tls-policies";
import { acceptFindings } from "../accepted-findings";
import { idOf } from "../construct-id";
import { hostRange } from "../host-range";
import { type LogBucket, nlbLogPrefix } from "../log-bucket";
import { type RoutedSubnet } from "../routed-subnet";
import { StreamService, type StreamServiceProps } from "./stream-service";

/** How an NLB ends TLS. */
interface TlsListenerProps {
  /** ARNs of ACM certificates in the NLB's Region; the first one is the default. */
  readonly certificates: readonly string[];
  /**
   * Security policy of the listener.
   * @default "ELBSecurityPolicy-TLS13-1-2-Res-2021-06", TLS 1.2 and 1.3 with forward secrecy
   */
  readonly policy?: string;
}

/** A port of the NLB with a service behind it. */
export interface StreamListenerProps {
  readonly port: number;
  /** Addresses of NAT gateways whose clients may open it. */
  readonly natAddresses: readonly string[];
  /** What is behind it; the port that is checked for health is admitted too. */
  readonly service: Omit<StreamServiceProps, "bridge" | "vpcId">;
  /** @default - TCP */
  readonly tls?: TlsListenerProps;
  /**
   * Seconds until a silent TCP connection is forgotten, 60 to 6000.
   * @default 350
   */
  readonly idleTimeout?: number;
}

/** A port of the NLB that hands connections to an ALB of the same VPC. */
export interface HandedOnProps {
  /** Names the target group within the bridge. */
  readonly name: string;
  readonly port: number;
  /** What the ALB's listener speaks on that port. */
  readonly protocol: "HTTP" | "HTTPS";
  readonly albArn: string;
  /** The ALB's listener, without which the ALB can't be a target. */
  readonly listener: ITerraformDependable;
}

/** An internal NLB with its listeners, and what is behind them. */
export interface StreamDoorProps {
  /** Name of the bridge; begins target groups' Name tags. */
  readonly bridge: string;
  /** The NLB's name, at most 32 characters. */
  readonly nlbName: string;
  readonly vpcId: string;
  readonly subnets: readonly RoutedSubnet[];
  readonly listeners: readonly StreamListenerProps[];
  /**
   * Ports that an ALB in the same subnets answers, for connections that come over PrivateLink.
   * @default - none
   */
  readonly handedOn?: readonly HandedOnProps[];
  /** Whether connections come over PrivateLink. */
  readonly hasEndpointService: boolean;
  /** @default false */
  readonly deletionProtection?: boolean;
  /**
   * The bucket of access logs, which an NLB has of TLS connections alone.
   * @default - no logs
   */
  readonly logBucket?: LogBucket;
}

/** The internal NLB of one web side, with its security group, listeners and services. */
export class StreamDoor extends Construct {
  readonly nlb: Lb;
  readonly subnets: readonly RoutedSubnet[];
  readonly services: ReadonlyMap<string, StreamService>;

  constructor(scope: Construct, id: string, props: StreamDoorProps) {
    super(scope, id);
    this.subnets = props.subnets;
    const group = this.createGroup(props);
    this.nlb = new Lb(this, "Nlb", {
      name: props.nlbName,
      internal: true,
      loadBalancerType: "network",
      // Can be given at creation only (NLB guide, security groups).
      securityGroups: [group.id],
      subnets: props.subnets.map(({ subnetId }) => subnetId),
      enableCrossZoneLoadBalancing: true,
      /*
       * Off on purpose where endpoints are: the rules would be asked about the address of the client, which is anybody's, and
       * a rule that admits it would admit others with the same address. Endpoints have groups of their own, and are accepted
       * one by one.
       */
      enforceSecurityGroupInboundRulesOnPrivateLinkTraffic: props.hasEndpointService ? "off" : "on",
      enableDeletionProtection: props.deletionProtection ?? false,
      ...accessLogs(props),
      tags: { Name: props.nlbName },
    });
    this.acceptFindings(props);
    const services = new Construct(this, "service");
    this.services = new Map(props.listeners.map((listener) => this.listen(services, listener, props)));
    for (const handed of props.handedOn ?? []) this.handOn(handed, props);
  }

  private acceptFindings({ listeners, handedOn = [] }: StreamDoorProps): void {
    if (!listeners.some(({ tls }) => tls))
      acceptFindings(this.nlb, {
        CKV_AWS_91: "an NLB logs TLS connections alone, and it has no TLS listener (NLB user guide, access logs)",
      });
    if (handedOn.some(({ protocol }) => protocol === "HTTP"))
      acceptFindings(this.nlb, { CKV2_AWS_20: "an NLB redirects nothing; the ALB that it hands on to does" });
  }

  private createGroup({ nlbName, vpcId, listeners, handedOn = [], subnets }: StreamDoorProps): SecurityGroup {
    const group = new SecurityGroup(this, "Group", {
      name: nlbName,
      description: "The hub's NLB: in from the NAT gateways, out to the servers",
      vpcId,
      tags: { Name: nlbName },
    });
    for (const { port, natAddresses } of listeners)
      for (const address of natAddresses)
        new VpcSecurityGroupIngressRule(this, `from-nat-${idOf(address)}-${port}`, {
          ...onePort(group, port),
          description: "Clients, as the NAT gateway presents them",
          // By address: a reference to a security group is lost in the NAT gateway.
          cidrIpv4: hostRange(address),
        });
    for (const [key, { address, port, name }] of targetPairs(listeners))
      new VpcSecurityGroupEgressRule(this, `to-${key}`, {
        ...onePort(group, port),
        description: `Service ${name}`,
        cidrIpv4: hostRange(address),
      });
    for (const { port } of handedOn)
      for (const { name, cidr } of subnets)
        new VpcSecurityGroupEgressRule(this, `to-alb-${name}-${port}`, {
          ...onePort(group, port),
          description: "ALB nodes",
          cidrIpv4: cidr,
        });
    return group;
  }

  private listen(scope: Construct, listener: StreamListenerProps, props: StreamDoorProps): [string, StreamService] {
    const { port, service, tls } = listener;
    const { bridge, vpcId } = props;
    const made = new StreamService(scope, service.name, { ...service, bridge, vpcId });
    const [certificateArn, ...others] = tls?.certificates ?? [];
    const created = new LbListener(made, "Listener", {
      loadBalancerArn: this.nlb.arn,
      port,
      protocol: tls ? "TLS" : "TCP",
      ...(tls && { certificateArn, sslPolicy: tls.policy ?? DEFAULT_TLS_POLICY }),
      ...(!tls && { tcpIdleTimeoutSeconds: listener.idleTimeout ?? 350 }),
      defaultAction: [{ type: "forward", targetGroupArn: made.targetGroup.arn }],
    });
    others.forEach(
      (arn, i) =>
        new LbListenerCertificate(made, `certificate-${i + 2}`, { listenerArn: created.arn, certificateArn: arn }),
    );
    return [service.name, made];
  }

  private handOn({ name, port, protocol, albArn, listener }: HandedOnProps, props: StreamDoorProps): void {
    const scope = new Construct(this, `alb-${port}`);
    const targetGroup = new LbTargetGroup(scope, "Targets", {
      name: targetGroupName(props.bridge, { name, port, protocol: "TCP" }),
      targetType: "alb",
      vpcId: props.vpcId,
      port,
      protocol: "TCP",
      // That the ALB answers at all: its rules may know nothing of the path.
      healthCheck: { protocol, port: "traffic-port", path: "/", matcher: "200-499" },
      tags: { Name: `${props.bridge}-${name}` },
      lifecycle: { createBeforeDestroy: true },
    });
    new LbTargetGroupAttachment(scope, "Target", {
      targetGroupArn: targetGroup.arn,
      targetId: albArn,
      port,
      dependsOn: [listener],
      lifecycle: { createBeforeDestroy: true },
    });
    new LbListener(scope, "Listener", {
      loadBalancerArn: this.nlb.arn,
      port,
      protocol: "TCP",
      defaultAction: [{ type: "forward", targetGroupArn: targetGroup.arn }],
    });
  }
}

/** Source: NLB user guide, access logs: they are created only where there is a TLS listener. */
function accessLogs({ bridge, listeners, logBucket }: StreamDoorProps): Partial<LbConfig> {
  if (!logBucket || !listeners.some(({ tls }) => tls)) return {};
  return {
    accessLogs: { bucket: logBucket.bucketName, prefix: nlbLogPrefix(bridge), enabled: true },
    dependsOn: [...logBucket.dependables],
  };
}

function onePort({ id: securityGroupId }: SecurityGroup, port: number) {
  return { securityGroupId, ipProtocol: "tcp", fromPort: port, toPort: port } as const;
}

interface TargetPair {
  readonly address: string;
  readonly port: number;
  readonly name: string;
}

/** Each address and port that the NLB opens connections to, once, however many services share it. */
function targetPairs(listeners: readonly StreamListenerProps[]): Map<string, TargetPair> {
  const pairs = new Map<string, TargetPair>();
  for (const { service } of listeners)
    for (const address of service.targets)
      for (const port of [service.port, service.health?.port ?? service.port]) {
        const key = `${idOf(address)}-${port}`;
        if (!pairs.has(key)) pairs.set(key, { address, port, name: service.name });
      }
  return pairs;
}
