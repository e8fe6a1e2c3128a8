import { push, type Resource, type ResourceGraph, roleOf, type Role } from "../terraform";
import { Arguments } from "../topology";

/** The argument by which a resource says which thing it is a part of, by its role. */
const PART_OF: Readonly<Partial<Record<Role, readonly string[]>>> = {
  "vpc-range": ["vpc_id"],
  "vpc-ipv6-range": ["vpc_id"],
  "main-table-association": ["vpc_id"],
  "table-association": ["subnet_id", "gateway_id"],
  route: ["route_table_id"],
  "vpn-propagation": ["route_table_id"],
  "route-server-propagation": ["route_table_id"],
  "internet-gateway-attachment": ["internet_gateway_id"],
  "peering-accepter": ["vpc_peering_connection_id"],
  "group-rule": ["security_group_id"],
  "group-attachment": ["network_interface_id"],
  "acl-rule": ["network_acl_id"],
  "acl-association": ["subnet_id"],
  "prefix-list-entry": ["prefix_list_id"],
  "transit-vpc-accepter": ["transit_gateway_attachment_id"],
  "transit-peering-accepter": ["transit_gateway_attachment_id"],
  "transit-association": ["transit_gateway_route_table_id"],
  "transit-propagation": ["transit_gateway_route_table_id"],
  "transit-route": ["transit_gateway_route_table_id"],
  "transit-prefix-reference": ["transit_gateway_route_table_id"],
  "vpn-gateway-attachment": ["vpn_gateway_id"],
  "vpn-connection-route": ["vpn_connection_id"],
  "interface-attachment": ["instance_id"],
  "elastic-ip-association": ["instance_id", "network_interface_id"],
  listener: ["load_balancer_arn"],
  "listener-rule": ["listener_arn"],
  "target-attachment": ["target_group_arn"],
  "endpoint-subnet": ["vpc_endpoint_id"],
  "endpoint-group": ["vpc_endpoint_id"],
  "endpoint-table": ["vpc_endpoint_id"],
};

/** Things that are made of several resources, or are part of others. */
export class Parts {
  private readonly owners = new Map<string, string>();
  private readonly parts = new Map<string, Resource[]>();

  constructor(private readonly graph: ResourceGraph) {
    const args = new Arguments(graph);
    for (const resource of graph.resources)
      for (const key of PART_OF[roleOf(resource.type)] ?? []) {
        const linked = args.link(resource.values[key]);
        if (linked.kind !== "resource") continue;
        this.owners.set(resource.address, linked.resource.address);
        push(this.parts, linked.resource.address, resource);
        break;
      }
  }

  /** What a resource is a part of; itself where it is no part. */
  ownerOf(address: string): string {
    const owner = this.owners.get(address);
    return owner === undefined || owner === address ? address : this.ownerOf(owner);
  }

  /** All resources that a thing is made of. */
  of(thing: string): Resource[] {
    const own = this.graph.get(thing);
    const parts = (this.parts.get(thing) ?? []).filter(({ address }) => address !== thing);
    return [...(own ? [own] : []), ...parts.flatMap(({ address }) => this.of(address))];
  }
}
