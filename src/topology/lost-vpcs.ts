import { type Cidr, containsCidr } from "../ip";
import { type Resource } from "../terraform";
import { isCertain } from "./doubts";
import { type Vpc } from "./model";
import { type Registry } from "./registry";

/**
 * The VPC of a subnet that a plan has lost: a subnet lies within its VPC's ranges (EC2 API, CreateSubnet), so where one
 * of those that it may be in has the range, it is in that one.
 * @returns undefined where several have it, or may, and where it may be any VPC there is
 */
export function vpcByRange(registry: Registry, resource: Resource, cidr: Cidr | undefined): Vpc | undefined {
  const linked = registry.args.link(resource.values.vpc_id);
  if (linked.kind !== "unknown" || !cidr) return undefined;
  const named = new Set(linked.candidates.flatMap((one) => registry.vpcs.get(one.address) ?? []));
  const fitting = [...named].filter(
    (vpc) => !isCertain(vpc, "ranges") || vpc.cidrs.some((own) => containsCidr(own, cidr)),
  );
  const [only] = fitting;
  return fitting.length === 1 && only?.isOutside !== true ? only : undefined;
}
