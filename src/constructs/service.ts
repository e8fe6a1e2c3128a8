import type { LbListener } from "@cdktf/provider-aws/lib/lb-listener";
import { LbListenerRule } from "@cdktf/provider-aws/lib/lb-listener-rule";
import { LbTargetGroup } from "@cdktf/provider-aws/lib/lb-target-group";
import { LbTargetGroupAttachment } from "@cdktf/provider-aws/lib/lb-target-group-attachment";
import { Construct } from "constructs";
import { targetGroupName } from "../address-plan/names";
import type { AddressPlan, PlannedService } from "../address-plan/plan";
import type { ListenerName } from "../config/schema";
import { formatIpv4 } from "../ipv4";
import type { ClientVpc } from "./client-vpc";
import { idOf } from "./construct-id";

export interface ServiceProps {
  readonly plan: AddressPlan;
  readonly service: PlannedService;
  readonly clientVpc: ClientVpc;
}

/** A service of the web side: a target group of addresses, and the rules that send requests to it. */
export class Service extends Construct {
  readonly targetGroup: LbTargetGroup;
  private readonly service: PlannedService;

  constructor(scope: Construct, id: string, props: ServiceProps) {
    super(scope, id);
    const { plan, service, clientVpc } = props;
    const { name, config } = service;
    this.service = service;
    const { health } = config;
    this.targetGroup = new LbTargetGroup(this, "Targets", {
      name: targetGroupName(plan, name),
      targetType: "ip",
      vpcId: clientVpc.vpcId,
      port: config.port,
      protocol: config.protocol,
      healthCheck: {
        path: health.path,
        port: health.port === undefined ? "traffic-port" : String(health.port),
        protocol: health.protocol ?? config.protocol,
        matcher: health.matcher,
        interval: health.interval,
        timeout: health.timeout,
        healthyThreshold: health.healthy,
        unhealthyThreshold: health.unhealthy,
      },
      tags: { Name: `${plan.name}-${name}` },
      // A changed port or protocol needs a new group; the listener moves over before the old one goes.
      lifecycle: { createBeforeDestroy: true },
    });
    for (const target of service.targets) {
      const address = formatIpv4(target.address);
      new LbTargetGroupAttachment(this, idOf(address), {
        targetGroupArn: this.targetGroup.arn,
        targetId: address,
        port: target.port,
        availabilityZone: target.availabilityZone,
        // AWS takes the zone from the client subnet that covers the address, so that subnet comes first.
        dependsOn: clientVpc.dependablesOf([target.coveredBy]),
        lifecycle: { createBeforeDestroy: true },
      });
    }
  }

  /** Sends the listener's requests that match to this service. */
  addRule(listenerName: ListenerName, listener: LbListener): void {
    const { match } = this.service.config;
    const condition = [
      ...(match?.hosts ? [{ hostHeader: { values: match.hosts } }] : []),
      ...(match?.paths ? [{ pathPattern: { values: match.paths } }] : []),
    ];
    new LbListenerRule(this, listenerName, {
      listenerArn: listener.arn,
      priority: this.service.priority,
      condition,
      action: [{ type: "forward", targetGroupArn: this.targetGroup.arn }],
    });
  }
}
