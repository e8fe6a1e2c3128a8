import { type LbListener } from "@cdktf/provider-aws/lib/lb-listener";
import { LbListenerRule } from "@cdktf/provider-aws/lib/lb-listener-rule";
import { LbTargetGroup } from "@cdktf/provider-aws/lib/lb-target-group";
import { LbTargetGroupAttachment } from "@cdktf/provider-aws/lib/lb-target-group-attachment";
import { Construct } from "constructs";
import { targetGroupName } from "../address-plan/names";
import { type ListenerName } from "../config/schema";
import { type RoutedSubnet } from "./routed-subnet";
import { idOf } from "./construct-id";

/** A web server behind the ALB. */
export interface TargetProps {
  /** Its IPv4 address, as the web side knows it. */
  readonly address: string;
  /**
   * The client VPC's subnet whose range covers the address: AWS takes the target's zone from it.
   * @default - no subnet covers it, and it is registered for all zones
   */
  readonly coveredBy?: RoutedSubnet;
}

/** The ALB's health check of each target. */
export interface HealthCheckProps {
  /** @default "/" */
  readonly path?: string;
  /** @default - the port that the target listens on */
  readonly port?: number;
  /** @default - the service's protocol */
  readonly protocol?: "HTTP" | "HTTPS";
  /**
   * Status codes of a healthy target.
   * @default "200"
   */
  readonly matcher?: string;
  /**
   * Seconds between two checks, 5 to 300.
   * @default 15
   */
  readonly interval?: number;
  /**
   * Seconds until a check counts as failed, 2 to 120.
   * @default 5
   */
  readonly timeout?: number;
  /**
   * Successes in a row that make a target healthy, 2 to 10.
   * @default 2
   */
  readonly healthyThreshold?: number;
  /**
   * Failures in a row that make a target unhealthy, 2 to 10.
   * @default 2
   */
  readonly unhealthyThreshold?: number;
}

/** Which requests are a service's: all of what is given must fit, each in one of its patterns (`*` and `?`). */
export interface MatchProps {
  /** @default - any host */
  readonly hosts?: readonly string[];
  /** @default - any path */
  readonly paths?: readonly string[];
}

/** What is behind a listener. */
export interface ServiceOptions {
  /** Names the target group and its alarm. */
  readonly name: string;
  readonly targets: readonly TargetProps[];
  /**
   * Port that the targets listen on.
   * @default 80
   */
  readonly port?: number;
  /**
   * Protocol towards the targets; certificates are not validated.
   * @default "HTTP"
   */
  readonly protocol?: "HTTP" | "HTTPS";
  /** @default - a request of / each 15 seconds */
  readonly health?: HealthCheckProps;
}

/** A service behind the ALB. */
export interface ServiceProps extends ServiceOptions {
  /** Name of the bridge; begins the Name tags. */
  readonly bridge: string;
  readonly vpcId: string;
}

/** A service of the web side: a target group of addresses, and the rules that send requests to it. */
export class Service extends Construct {
  readonly targetGroup: LbTargetGroup;

  constructor(scope: Construct, id: string, props: ServiceProps) {
    super(scope, id);
    const { bridge, name, port = 80, protocol = "HTTP", health = {} } = props;
    this.targetGroup = new LbTargetGroup(this, "Targets", {
      name: targetGroupName(bridge, { name, port, protocol }),
      targetType: "ip",
      vpcId: props.vpcId,
      port,
      protocol,
      healthCheck: {
        path: health.path ?? "/",
        port: health.port === undefined ? "traffic-port" : String(health.port),
        protocol: health.protocol ?? protocol,
        matcher: health.matcher ?? "200",
        interval: health.interval ?? 15,
        timeout: health.timeout ?? 5,
        healthyThreshold: health.healthyThreshold ?? 2,
        unhealthyThreshold: health.unhealthyThreshold ?? 2,
      },
      tags: { Name: `${bridge}-${name}` },
      // A changed port or protocol needs a new group; the listener moves over before the old one goes.
      lifecycle: { createBeforeDestroy: true },
    });
    for (const { address, coveredBy } of props.targets) {
      new LbTargetGroupAttachment(this, idOf(address), {
        targetGroupArn: this.targetGroup.arn,
        targetId: address,
        port,
        // AWS refuses one for a covered address, and wants "all" for any other.
        availabilityZone: coveredBy ? undefined : "all",
        // AWS takes the zone from the client subnet that covers the address, so that subnet comes first.
        dependsOn: [...(coveredBy?.dependables ?? [])],
        lifecycle: { createBeforeDestroy: true },
      });
    }
  }

  /** Sends the listener's requests that match to this service. The lower its priority, the earlier a rule is asked. */
  addRule(name: ListenerName, listener: LbListener, rule: MatchProps & { readonly priority: number }): void {
    const { hosts, paths, priority } = rule;
    new LbListenerRule(this, name, {
      listenerArn: listener.arn,
      priority,
      condition: [
        ...(hosts ? [{ hostHeader: { values: [...hosts] } }] : []),
        ...(paths ? [{ pathPattern: { values: [...paths] } }] : []),
      ],
      action: [{ type: "forward", targetGroupArn: this.targetGroup.arn }],
    });
  }
}
