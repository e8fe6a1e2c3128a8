import { answersOf, isList, isObject, type Resource, type Value } from "../terraform";
import { doubtOf } from "./doubts";
import { type Subnet } from "./model";
import { type Registry } from "./registry";

/** Arguments by which a resource says in which subnets its interfaces are to be: `subnet_ids`, `client_subnets`. */
const SUBNET_ARGUMENTS = /(^|_)subnets?(_ids?|_arns?)?$|^vpc_zone_identifier$/;

/** Whether something that this program can't look into is at the ends of packets: an auto scaling group, a database. */
export function isForeignHost(resource: Resource): boolean {
  const { interfaces } = answersOf(resource.type);
  if (interfaces === "of its instances") return true;
  if (resource.mode !== "managed" || interfaces === "read") return false;
  return interfaces === "elsewhere" || subnetValues(resource.values).length > 0;
}

/** What arguments of these names hold, however deep they lie. */
function subnetValues(value: Value | undefined, isWanted = false): Value[] {
  if (isList(value)) return value.flatMap((item) => subnetValues(item, isWanted));
  if (isObject(value))
    return Object.entries(value).flatMap(([key, item]) => subnetValues(item, SUBNET_ARGUMENTS.test(key)));
  return isWanted && value !== undefined && value !== null ? [value] : [];
}

/** Notes on each subnet what else has interfaces there, so that an address that nobody here holds is no certain loss. */
export function readTenants(registry: Registry): void {
  const { args, graph } = registry;
  // AWS itself lists every interface, whoever made it.
  if (graph.isWhole) return;
  const subnetsOf = (value: Value): Subnet[] => {
    const linked = args.link(value);
    const named = linked.kind === "resource" ? [linked.resource] : linked.kind === "unknown" ? linked.candidates : [];
    return named.flatMap(({ address }) => registry.subnets.get(address) ?? []);
  };
  for (const resource of graph.resources) {
    if (resource.mode !== "managed" || !resource.type.startsWith("aws_")) continue;
    // A launch template has none itself: those that are started from it, by whomever, have.
    if (answersOf(resource.type).interfaces === "read") continue;
    const subnets = subnetValues(resource.values).flatMap(subnetsOf);
    for (const subnet of new Set(subnets))
      subnet.doubts.tenants.push(doubtOf(resource, "tenants", "the interfaces that it has there are not in the input"));
  }
}
