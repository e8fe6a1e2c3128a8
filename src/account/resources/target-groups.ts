import { type JsonObject, push } from "../../terraform";
import { type Answers, type Item } from "../answers";
import { balancerNames } from "../arn-names";
import { number, object, text } from "../json-parts";
import { type Made } from "../made";
import { untold } from "../untold";
import { attributesOf } from "./load-balancers";

const GROUP = "aws_lb_target_group";

/** Whether a load balancer sends to unhealthy targets also while some healthy ones are left [ELB API, TargetGroupAttribute]. */
function failsOpenEarly(attributes: ReadonlyMap<string, string>): boolean {
  const name = "target_group_health.unhealthy_state_routing.minimum_healthy_targets";
  return (attributes.get(`${name}.count`) ?? "1") !== "1" || (attributes.get(`${name}.percentage`) ?? "off") !== "off";
}

/**
 * What a target's state says of what it is sent [ELB API, TargetHealth]: nothing while it is going, or where it is stopped;
 * nothing while others are healthy, where it is not. Of one that is in no zone of the load balancer, the zones say it.
 */
function healthOf(json: JsonObject, isEarly: boolean): "healthy" | "unhealthy" | "out" | undefined {
  const health = object(json, "TargetHealth");
  switch (text(health, "State")) {
    case "healthy":
    case "unavailable":
      return "healthy";
    case "initial":
    case "unhealthy":
      return isEarly ? undefined : "unhealthy";
    case "draining":
    case "unhealthy.draining":
      return "out";
    case "unused":
      return ["Target.InvalidState", "Target.IpUnusable"].includes(text(health, "Reason") ?? "") ? "out" : undefined;
    default:
      return undefined;
  }
}

function addGroup(made: Made, name: string, json: JsonObject, attributes: ReadonlyMap<string, string>): string {
  const arn = text(json, "TargetGroupArn");
  return made.add(GROUP, name, {
    id: arn,
    arn,
    name: text(json, "TargetGroupName"),
    port: number(json, "Port"),
    protocol: text(json, "Protocol"),
    vpc_id: text(json, "VpcId"),
    target_type: text(json, "TargetType"),
    ip_address_type: text(json, "IpAddressType"),
    preserve_client_ip: attributes.get("preserve_client_ip.enabled"),
    proxy_protocol_v2: attributes.get("proxy_protocol_v2.enabled"),
    load_balancing_cross_zone_enabled: attributes.get("load_balancing.cross_zone.enabled"),
    health_check: [
      {
        port: text(json, "HealthCheckPort") ?? null,
        path: text(json, "HealthCheckPath") ?? null,
        protocol: text(json, "HealthCheckProtocol") ?? null,
      },
    ],
  });
}

function addTarget(
  made: Made,
  group: { readonly arn: string; readonly name: string },
  json: JsonObject,
  isEarly: boolean,
): void {
  const target = object(json, "Target");
  const [id, port] = [text(target, "Id"), number(target, "Port")];
  if (id === undefined) return;
  const name = [group.name, id.split("/").pop(), ...(port === undefined ? [] : [port])].join("_");
  made.add("aws_lb_target_group_attachment", name, {
    target_group_arn: group.arn,
    target_id: id,
    port,
    // Inside the VPC the zone is the subnet's, whatever it is called in this account.
    availability_zone: text(target, "AvailabilityZone") === "all" ? "all" : undefined,
    health: healthOf(json, isEarly),
  });
}

/** Target groups with what is registered, and whether it is healthy [ELB API (2015-12-01): TargetGroup, TargetHealthDescription]. */
export function addTargetGroups(answers: Answers, made: Made): void {
  const nameOf = balancerNames(answers);
  const targets = new Map<string, Item[]>();
  for (const item of answers.items("DescribeTargetHealth"))
    if (item.about !== undefined) push(targets, item.about, item);
  for (const { json, place } of answers.items("DescribeTargetGroups")) {
    const arn = text(json, "TargetGroupArn");
    if (arn === undefined) continue;
    const name = nameOf(arn);
    const attributes = attributesOf(answers, "DescribeTargetGroupAttributes", arn);
    const address = addGroup(made, name, json, attributes);
    for (const one of targets.get(arn) ?? []) addTarget(made, { arn, name }, one.json, failsOpenEarly(attributes));
    for (const call of ["DescribeTargetGroupAttributes", "DescribeTargetHealth"] as const)
      if (!answers.tellsOf(call, arn)) made.leave(address, untold(answers, call, arn, place), [address]);
  }
}
