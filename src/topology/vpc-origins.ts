import { type Value, type ValueObject } from "../terraform";
import { type Linked } from "./arguments";
import { namedByHost } from "./named-by-host";
import { type Registry } from "./registry";

/** Whether a value means a resource of the input of this type, which is a way in by itself. */
export function isOwnWay({ args }: Registry, value: Value | undefined, type: string): boolean {
  const linked = args.link(value);
  if (linked.kind === "resource") return linked.resource.type === type;
  return linked.kind === "unknown" && linked.candidates.some((one) => one.type === type);
}

/**
 * Where a distribution leads by VPC origins that the input doesn't have: they may be another configuration's, or shared by
 * another account. Its origin's domain name is mostly the load balancer's (CloudFront guide, VPC origins).
 */
export function ledToByOrigins(registry: Registry, values: ValueObject): readonly Linked[] {
  const { args } = registry;
  const { unknown } = args.list(values.origin);
  const named = args.blocks(values.origin).flatMap((origin): Linked[] => {
    const configs = args.list(origin.vpc_origin_config);
    if (configs.items.length === 0 && !configs.unknown) return [];
    const ids = args.blocks(origin.vpc_origin_config).map((one) => one.vpc_origin_id);
    const isOwn = ids.length > 0 && ids.every((id) => isOwnWay(registry, id, "aws_cloudfront_vpc_origin"));
    return isOwn ? [] : [namedByHost(registry, origin.domain_name)];
  });
  return unknown ? [args.link(unknown), ...named] : named;
}
