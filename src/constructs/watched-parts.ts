import { type Lb } from "@cdktf/provider-aws/lib/lb";
import { type LbTargetGroup } from "@cdktf/provider-aws/lib/lb-target-group";
import { type FrontDoor } from "./front-door";
import { type MeasuredBalancer } from "./metrics";
import { type RoutedSubnet } from "./routed-subnet";
import { type MeasuredZone, type WatchedService } from "./service-alarms";

/** A load balancer with its subnets and services, of either kind. */
interface DoorParts {
  readonly balancer: MeasuredBalancer;
  readonly subnets: readonly RoutedSubnet[];
  readonly services: ReadonlyMap<string, { readonly targetGroup: LbTargetGroup }>;
}

/** A load balancer as metrics name it. */
export function measured(kind: MeasuredBalancer["kind"], { arnSuffix }: Lb): MeasuredBalancer {
  return { kind, arnSuffix };
}

/** An ALB as metrics name it. */
export function measuredAlb({ alb }: FrontDoor): MeasuredBalancer {
  return measured("alb", alb);
}

/** A zone that the file gives by its id is one of which Terraform learns the name. */
function zonesOf(subnets: readonly RoutedSubnet[]): MeasuredZone[] {
  return subnets.flatMap(({ zone, availabilityZone }) =>
    availabilityZone === undefined ? [] : [{ zone, availabilityZone }],
  );
}

/** The services behind a load balancer, as alarms and widgets know them. */
export function servicesBehind(bridge: string, { balancer, subnets, services }: DoorParts): WatchedService[] {
  const zones = zonesOf(subnets);
  return [...services].map(([name, { targetGroup }]) => {
    return { bridge, name, group: { balancer, arnSuffix: targetGroup.arnSuffix }, zones };
  });
}

/** The services behind an ALB. */
export function measuredServices(bridge: string, door: FrontDoor): WatchedService[] {
  return servicesBehind(bridge, { balancer: measuredAlb(door), subnets: door.subnets, services: door.services });
}
