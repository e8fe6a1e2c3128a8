import { type AddressPlan } from "../address-plan/plan";
import { type Cidr, cidrEquals, cidrOverlaps, isCidrFault, parseCidr } from "../ipv4";
import { isStatedIn } from "./facts";
import { type Resource, type ResourceGraph } from "../terraform";

/** What a VPC has without the bridge: ranges, subnets, hosts, and the tables and groups that they can't be without. */
const THERE =
  /^aws_(vpc|subnet|route_table|route_table_association|main_route_table_association|default_(route_table|security_group)|vpc_ipv4_cidr_block_association|security_group|instance|network_interface\w*|vpc_endpoint|ec2_instance_connect_endpoint|ec2_managed_prefix_list\w*|security_group_rule|vpc_security_group_(in|e)gress_rule)$/;

const PEERS = [
  ...["cidr_ipv4", "cidr_blocks", "prefix_list_id", "prefix_list_ids"],
  ...["referenced_security_group_id", "source_security_group_id", "self"],
];

/**
 * Arguments that are ways. A rule without peers admits nobody, and still tells of a security group that is not managed
 * here, whose other rules nobody knows with or without the bridge.
 */
const WAYS: Readonly<Record<string, readonly string[]>> = {
  aws_route_table: ["route"],
  aws_default_route_table: ["route"],
  aws_security_group: ["ingress", "egress"],
  aws_default_security_group: ["ingress", "egress"],
  aws_security_group_rule: PEERS,
  aws_vpc_security_group_ingress_rule: PEERS,
  aws_vpc_security_group_egress_rule: PEERS,
};

function withoutWays(resource: Resource): Resource {
  const ways = WAYS[resource.type];
  if (!ways) return resource;
  const values = Object.fromEntries(Object.entries(resource.values).filter(([key]) => !ways.includes(key)));
  return { ...resource, values };
}

/**
 * The same network as if the bridge had never been built: hosts and subnets of both sides, and no route, gateway, load
 * balancer, filter or permission, since all of those in a bridge's Terraform are the bridge's. What the bridge file states
 * of existing VPCs stays as it is.
 */
export function withoutBridge(graph: ResourceGraph, plan: AddressPlan): ResourceGraph {
  const isOfBridge = (cidr: Cidr): boolean =>
    cidrOverlaps(cidr, plan.bridgeCidr) || plan.shadowSubnets.some((shadow) => cidrEquals(shadow.cidr, cidr));
  const isThere = (resource: Resource): boolean => {
    if (isStatedIn(plan, resource)) return true;
    // What is looked up are the interfaces of the bridge's own attachment.
    if (resource.mode === "data" || !THERE.test(resource.type)) return false;
    if (resource.type !== "aws_subnet" && resource.type !== "aws_vpc_ipv4_cidr_block_association") return true;
    const range = graph.resolve(resource.values.cidr_block);
    const cidr = range.kind === "literal" && typeof range.value === "string" ? parseCidr(range.value) : undefined;
    return cidr === undefined || isCidrFault(cidr) || !isOfBridge(cidr);
  };
  const left = graph.resources.flatMap((resource) => {
    if (!isThere(resource)) return [];
    return [isStatedIn(plan, resource) ? resource : withoutWays(resource)];
  });
  return graph.with(left);
}
