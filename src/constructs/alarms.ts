import { type NatGateway } from "@cdktf/provider-aws/lib/nat-gateway";
import { Construct } from "constructs";
import { albAlarmName } from "../address-plan/alarm-names";
import { attachmentDropAlarms } from "./attachment-alarms";
import { albErrorsAlarm } from "./balancer-alarms";
import { type FrontDoor } from "./front-door";
import { addAlarm, type AlarmKind, telling } from "./metric-alarm";
import { type OnGateway } from "./metrics";
import { natDropsAlarm, natPortsAlarm } from "./nat-alarms";
import { serviceAlarms } from "./service-alarms";
import { measuredAlb, measuredServices } from "./watched-parts";

/** When alarms go off; false: no such alarm. */
export interface AlarmThresholds {
  /** Percent of a service's requests that its targets answer 4xx. @default 25 */
  readonly target4xx?: number | false;
  /** Percent of a service's requests that its targets answer 5xx. @default 5 */
  readonly target5xx?: number | false;
  /** Percent of its packets that a NAT gateway drops. @default 0.01 */
  readonly natDrops?: number | false;
  /** Packets a minute that the transit gateway drops of an attachment. @default 0 */
  readonly attachmentDrops?: number | false;
}

/** What is watched, and who is told. */
export interface AlarmsProps extends AlarmThresholds {
  /** Name of the bridge; begins the alarms' names. */
  readonly name: string;
  /** The NAT gateways, by name. */
  readonly gateways: ReadonlyMap<string, NatGateway>;
  /** @default - there is no ALB */
  readonly frontDoor?: FrontDoor;
  /**
   * The transit gateway's attachments, by name.
   * @default - they are not watched
   */
  readonly attachments?: ReadonlyMap<string, OnGateway>;
  /** ARN of the SNS topic that hears of them. */
  readonly topic: string;
}

/** Alarms on what fails first: NAT ports, targets, the ALB's and the targets' answers, what is dropped on the way. */
export class Alarms extends Construct {
  constructor(scope: Construct, id: string, props: AlarmsProps) {
    super(scope, id);
    const { name: bridge, gateways, frontDoor, attachments = new Map<string, OnGateway>(), topic } = props;
    const { natDrops = 0.01, attachmentDrops = 0, target4xx = 25, target5xx = 5 } = props;
    const add = (own: string, kind: AlarmKind) => addAlarm(this, own, kind, telling(topic));
    for (const [name, { id: gatewayId }] of gateways) {
      add(`${name}-ports`, natPortsAlarm({ bridge, name, gatewayId }));
      if (natDrops !== false) add(`${name}-drops`, natDropsAlarm({ bridge, name, gatewayId }, natDrops));
    }
    if (frontDoor) {
      for (const service of measuredServices(bridge, frontDoor))
        for (const [own, kind] of serviceAlarms(service, { target4xx, target5xx })) add(own, kind);
      add("alb-errors", albErrorsAlarm(albAlarmName(bridge), measuredAlb(frontDoor)));
    }
    if (attachmentDrops === false) return;
    for (const [name, attachment] of attachments)
      for (const [what, kind] of attachmentDropAlarms({ bridge, name, ...attachment }, attachmentDrops))
        add(`${name}-${what}`, kind);
  }
}
