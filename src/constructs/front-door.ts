import { Lb } from "@cdktf/provider-aws/lib/lb";
import { LbListener, type LbListenerDefaultAction } from "@cdktf/provider-aws/lib/lb-listener";
import { LbListenerCertificate } from "@cdktf/provider-aws/lib/lb-listener-certificate";
import { SecurityGroup } from "@cdktf/provider-aws/lib/security-group";
import { VpcSecurityGroupEgressRule } from "@cdktf/provider-aws/lib/vpc-security-group-egress-rule";
import { VpcSecurityGroupIngressRule } from "@cdktf/provider-aws/lib/vpc-security-group-ingress-rule";
import { Wafv2WebAclAssociation } from "@cdktf/provider-aws/lib/wafv2-web-acl-association";
import { Construct } from "constructs";
import { defaultAlbName } from "../address-plan/names";
import { type ListenerName } from "../config/schema";
import { DEFAULT_TLS_POLICY } from "../config/tls-policies";
import { hostRange } from "./host-range";
import { type LogBucket } from "./log-bucket";
import { type RoutedSubnet } from "./routed-subnet";
import { type MatchProps, Service, type ServiceOptions } from "./service";
import { idOf } from "./construct-id";

/** What the ALB does with HTTP requests. */
export interface HttpListenerProps {
  /** @default 80 */
  readonly port?: number;
  /**
   * redirect: answer 301 to the HTTPS listener.
   * @default "forward"
   */
  readonly action?: "forward" | "redirect";
}

/** How the ALB takes HTTPS requests. */
export interface HttpsListenerProps {
  /** @default 443 */
  readonly port?: number;
  /** ARNs of ACM certificates in the bridge's region; the first one is the default. */
  readonly certificates: readonly string[];
  /**
   * Security policy of the listener.
   * @default "ELBSecurityPolicy-TLS13-1-2-Res-2021-06", TLS 1.2 and 1.3 with forward secrecy
   */
  readonly tlsPolicy?: string;
}

/** What the ALB listens on; at least one. */
export interface ListenersProps {
  /** @default - no HTTP */
  readonly http?: HttpListenerProps;
  /** @default - no HTTPS */
  readonly https?: HttpsListenerProps;
}

/** A service, and how its requests are told from others. */
export interface FrontServiceProps extends ServiceOptions {
  /** @default - the service takes all requests that no other one does */
  readonly match?: MatchProps;
  /** @default - every listener that forwards */
  readonly listeners?: readonly ListenerName[];
  /**
   * Order of its listener rule, 1 to 50000.
   * @default - 10 per place in the list
   */
  readonly priority?: number;
}

/** How the ALB treats requests. */
export interface AlbOptions {
  /** @default - overlap- and the bridge's name */
  readonly albName?: string;
  /**
   * Seconds; must stay below the NAT gateway's 350.
   * @default 60
   */
  readonly idleTimeout?: number;
  /** @default false */
  readonly deletionProtection?: boolean;
  /**
   * Requests that servers could read in two ways. defensive: refuse the dangerous ones; strictest: all that RFC 7230 does not allow.
   * @default "defensive"
   */
  readonly desyncMitigationMode?: "defensive" | "strictest";
  /**
   * X-Forwarded-For as servers get it: with the NAT gateway's address behind what the client wrote, as written, or not at all.
   * @default "append"
   */
  readonly xffHeaderProcessingMode?: "append" | "preserve" | "remove";
  /**
   * Append the NAT gateway's port too.
   * @default false
   */
  readonly xffClientPort?: boolean;
  /**
   * ARN of an AWS WAF web ACL of regional scope.
   * @default - requests are not filtered
   */
  readonly wafAclArn?: string;
}

/** An internal ALB, its listeners, and the services behind them. */
export interface FrontDoorProps extends AlbOptions {
  /** Name of the bridge; begins the Name tags. */
  readonly name: string;
  readonly vpcId: string;
  /** Subnets of the ALB, one per zone, at least two. */
  readonly subnets: readonly RoutedSubnet[];
  /** Addresses of the NAT gateways, from which clients come; no others are admitted. */
  readonly natAddresses: readonly string[];
  /**
   * Ranges of an NLB's nodes that hand connections on, and are admitted too.
   * @default - none
   */
  readonly nlbCidrs?: readonly string[];
  /**
   * Name of the security group.
   * @default - the bridge's name and -alb
   */
  readonly groupName?: string;
  readonly listeners: ListenersProps;
  readonly services: readonly FrontServiceProps[];
  /** @default - no logs, so the ALB need not wait for a bucket */
  readonly logBucket?: LogBucket;
  /**
   * Whether access logs are written to the bucket.
   * @default true
   */
  readonly accessLogs?: boolean;
}

const DEFAULT_PORTS = { http: 80, https: 443 } as const;
const PRIORITY_STEP = 10;

/** The internal ALB with its security group, listeners, services and, if there is one, web ACL. */
export class FrontDoor extends Construct {
  readonly alb: Lb;
  readonly subnets: readonly RoutedSubnet[];
  readonly services: ReadonlyMap<string, Service>;
  readonly listeners: ReadonlyMap<ListenerName, LbListener>;

  constructor(scope: Construct, id: string, props: FrontDoorProps) {
    super(scope, id);
    const group = this.createGroup(props);
    this.alb = this.createAlb(props, group);
    this.subnets = props.subnets;
    if (props.wafAclArn)
      new Wafv2WebAclAssociation(this, "WebAcl", { resourceArn: this.alb.arn, webAclArn: props.wafAclArn });
    // Services are named by the user, so they get a scope where no name of ours can be in their way.
    const services = new Construct(this, "Service");
    const { name: bridge, vpcId } = props;
    this.services = new Map(
      props.services.map((service) => [
        service.name,
        new Service(services, service.name, { ...service, bridge, vpcId }),
      ]),
    );
    this.listeners = new Map(this.createListeners(props));
    props.services.forEach((service, i) => {
      if (!service.match) return;
      for (const listenerName of listenersOf(service, props.listeners)) {
        const listener = this.listeners.get(listenerName);
        const rule = { ...service.match, priority: service.priority ?? (i + 1) * PRIORITY_STEP };
        if (listener) this.services.get(service.name)?.addRule(listenerName, listener, rule);
      }
    });
  }

  private createGroup(props: FrontDoorProps): SecurityGroup {
    const name = props.groupName ?? `${props.name}-alb`;
    const group = new SecurityGroup(this, "Group", {
      name,
      description: "The bridge's ALB: in from the NAT gateways, out to the web servers",
      vpcId: props.vpcId,
      tags: { Name: name },
    });
    for (const port of listenerPorts(props.listeners)) {
      for (const address of props.natAddresses) {
        new VpcSecurityGroupIngressRule(this, `from-nat-${idOf(address)}-${port}`, {
          securityGroupId: group.id,
          description: "Clients, as the NAT gateway presents them",
          ipProtocol: "tcp",
          fromPort: port,
          toPort: port,
          // By address: a reference to a security group is lost in the NAT gateway.
          cidrIpv4: hostRange(address),
        });
      }
      for (const cidrIpv4 of props.nlbCidrs ?? []) {
        new VpcSecurityGroupIngressRule(this, `from-nlb--${idOf(cidrIpv4)}-${port}`, {
          securityGroupId: group.id,
          description: "NLB nodes, which hand on what comes over PrivateLink",
          ipProtocol: "tcp",
          fromPort: port,
          toPort: port,
          cidrIpv4,
        });
      }
    }
    for (const { address, port, description } of targetPairs(props.services)) {
      new VpcSecurityGroupEgressRule(this, `to-${idOf(address)}-${port}`, {
        securityGroupId: group.id,
        description,
        ipProtocol: "tcp",
        fromPort: port,
        toPort: port,
        cidrIpv4: hostRange(address),
      });
    }
    return group;
  }

  private createAlb(props: FrontDoorProps, group: SecurityGroup): Lb {
    const { logBucket, accessLogs = true } = props;
    const name = props.albName ?? defaultAlbName(props.name);
    return new Lb(this, "Alb", {
      name,
      internal: true,
      loadBalancerType: "application",
      securityGroups: [group.id],
      subnets: props.subnets.map((subnet) => subnet.subnetId),
      idleTimeout: props.idleTimeout ?? 60,
      dropInvalidHeaderFields: true,
      desyncMitigationMode: props.desyncMitigationMode ?? "defensive",
      xffHeaderProcessingMode: props.xffHeaderProcessingMode ?? "append",
      enableXffClientPort: props.xffClientPort ?? false,
      enableDeletionProtection: props.deletionProtection ?? false,
      accessLogs:
        logBucket && accessLogs ? { bucket: logBucket.bucketName, prefix: props.name, enabled: true } : undefined,
      tags: { Name: name },
      dependsOn: logBucket ? [...logBucket.dependables] : undefined,
    });
  }

  private createListeners({ listeners, services }: FrontDoorProps): [ListenerName, LbListener][] {
    const { http, https } = listeners;
    const created: [ListenerName, LbListener][] = [];
    if (http) {
      const redirect = { protocol: "HTTPS", port: String(https?.port ?? DEFAULT_PORTS.https), statusCode: "HTTP_301" };
      const listener = new LbListener(this, "http", {
        loadBalancerArn: this.alb.arn,
        port: http.port ?? DEFAULT_PORTS.http,
        protocol: "HTTP",
        defaultAction:
          http.action === "redirect"
            ? [{ type: "redirect", redirect }]
            : this.defaultAction(listeners, services, "http"),
      });
      created.push(["http", listener]);
    }
    if (https) created.push(["https", this.createHttps(https, this.defaultAction(listeners, services, "https"))]);
    return created;
  }

  private createHttps(https: HttpsListenerProps, defaultAction: LbListenerDefaultAction[]): LbListener {
    const [certificateArn, ...others] = https.certificates;
    const listener = new LbListener(this, "https", {
      loadBalancerArn: this.alb.arn,
      port: https.port ?? DEFAULT_PORTS.https,
      protocol: "HTTPS",
      // Always named: AWS's own default is a policy of 2016.
      sslPolicy: https.tlsPolicy ?? DEFAULT_TLS_POLICY,
      certificateArn,
      defaultAction,
    });
    others.forEach(
      (arn, i) =>
        new LbListenerCertificate(this, `https-certificate-${i + 2}`, {
          listenerArn: listener.arn,
          certificateArn: arn,
        }),
    );
    return listener;
  }

  /** The service without a match takes what no rule takes; without one, that is answered 404. */
  private defaultAction(
    listeners: ListenersProps,
    services: readonly FrontServiceProps[],
    listener: ListenerName,
  ): LbListenerDefaultAction[] {
    const rest = services.find((one) => !one.match && listenersOf(one, listeners).includes(listener));
    const targetGroup = rest && this.services.get(rest.name)?.targetGroup;
    if (targetGroup) return [{ type: "forward", targetGroupArn: targetGroup.arn }];
    const fixedResponse = { contentType: "text/plain", messageBody: "no service here", statusCode: "404" };
    return [{ type: "fixed-response", fixedResponse }];
  }
}

/** The listeners that a service is reached by: those it names, or all that forward. */
function listenersOf(service: FrontServiceProps, { http, https }: ListenersProps): readonly ListenerName[] {
  const forwarding: ListenerName[] = [];
  if (http && http.action !== "redirect") forwarding.push("http");
  if (https) forwarding.push("https");
  return service.listeners ?? forwarding;
}

/** The ports that the ALB listens on. */
export function listenerPorts({ http, https }: ListenersProps): number[] {
  return [...(http ? [http.port ?? DEFAULT_PORTS.http] : []), ...(https ? [https.port ?? DEFAULT_PORTS.https] : [])];
}

interface TargetPair {
  readonly address: string;
  readonly port: number;
  readonly description: string;
}

/** Each address and port that the ALB opens connections to, once, however many services share it. */
function targetPairs(services: readonly FrontServiceProps[]): TargetPair[] {
  const pairs = new Map<string, TargetPair>();
  const add = (pair: TargetPair) => {
    const key = `${pair.address}:${pair.port}`;
    if (!pairs.has(key)) pairs.set(key, pair);
  };
  for (const { name, targets, port = 80, health } of services) {
    for (const { address } of targets) {
      add({ address, port, description: `Service ${name}` });
      add({ address, port: health?.port ?? port, description: `Health check of service ${name}` });
    }
  }
  return [...pairs.values()];
}
