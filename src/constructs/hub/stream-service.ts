import { LbTargetGroup } from "@cdktf/provider-aws/lib/lb-target-group";
import { LbTargetGroupAttachment } from "@cdktf/provider-aws/lib/lb-target-group-attachment";
import { Construct } from "constructs";
import { targetGroupName } from "../../address-plan/names";
import { idOf } from "../construct-id";

/** The NLB's health check of each target. */
interface StreamHealthCheckProps {
  /** @default "TCP" */
  readonly protocol?: "TCP" | "HTTP" | "HTTPS";
  /** @default - the port that the target listens on */
  readonly port?: number;
  /**
   * Of HTTP and HTTPS.
   * @default "/"
   */
  readonly path?: string;
  /**
   * Status codes of a healthy target, of HTTP and HTTPS.
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

/** A service behind an NLB. */
export interface StreamServiceProps {
  /** Name of the bridge; begins the Name tags. */
  readonly bridge: string;
  /** Names the target group. */
  readonly name: string;
  readonly vpcId: string;
  /** IPv4 addresses of servers outside of the NLB's VPC. */
  readonly targets: readonly string[];
  /** Port that they listen on. */
  readonly port: number;
  /** Protocol towards them; certificates are not validated. */
  readonly protocol: "TCP" | "TLS";
  /**
   * Whether they get each client's address in a proxy protocol header (version 2).
   * @default false
   */
  readonly proxyProtocol?: boolean;
  /** @default - a TCP connection each 15 seconds */
  readonly health?: StreamHealthCheckProps;
}

/** A target group of addresses behind an NLB, which opens connections of its own to them. */
export class StreamService extends Construct {
  readonly targetGroup: LbTargetGroup;

  constructor(scope: Construct, id: string, props: StreamServiceProps) {
    super(scope, id);
    const { bridge, name, port, protocol, vpcId } = props;
    this.targetGroup = new LbTargetGroup(this, "Targets", {
      name: targetGroupName(bridge, { name, port, protocol }),
      targetType: "ip",
      vpcId,
      port,
      protocol,
      // Does not work across a transit gateway, nor where addresses are anybody's (NLB guide, client IP preservation).
      preserveClientIp: "false",
      proxyProtocolV2: props.proxyProtocol ?? false,
      healthCheck: healthCheckOf(props.health ?? {}),
      tags: { Name: `${bridge}-${name}` },
      // A changed port or protocol needs a new group; the listener moves over before the old one goes.
      lifecycle: { createBeforeDestroy: true },
    });
    for (const address of props.targets)
      new LbTargetGroupAttachment(this, idOf(address), {
        targetGroupArn: this.targetGroup.arn,
        targetId: address,
        port,
        availabilityZone: "all",
        lifecycle: { createBeforeDestroy: true },
      });
  }
}

function healthCheckOf(health: StreamHealthCheckProps) {
  const { protocol = "TCP" } = health;
  return {
    protocol,
    port: health.port === undefined ? "traffic-port" : String(health.port),
    ...(protocol !== "TCP" && { path: health.path ?? "/", matcher: health.matcher ?? "200" }),
    interval: health.interval ?? 15,
    timeout: health.timeout ?? 5,
    healthyThreshold: health.healthyThreshold ?? 2,
    unhealthyThreshold: health.unhealthyThreshold ?? 2,
  };
}
