import { type Resources } from "../../review/plans/base-network";
import { type Body, idOf, sharedName } from "./cell";

/** Parts of the cells' networks. Hosts are interfaces: they are there at once, an instance takes its time. */

export function merged(...parts: readonly Resources[]): Resources {
  const all: Resources = {};
  for (const part of parts) for (const [type, named] of Object.entries(part)) all[type] = { ...all[type], ...named };
  return all;
}

export const vpc = (name: string, cidr: string): Resources => ({ aws_vpc: { [name]: { cidr_block: cidr } } });

export const subnet = (name: string, vpcName: string, cidr: string, zone = "a"): Resources => ({
  aws_subnet: {
    [name]: { vpc_id: idOf("aws_vpc", vpcName), cidr_block: cidr, availability_zone: `us-east-1${zone}` },
  },
});

/** A route as the provider wants it in a list: every attribute, empty. */
export const inlineRoute = (cidr: string, target: Body): Body => ({
  ...{ cidr_block: cidr, carrier_gateway_id: "", core_network_arn: "", destination_prefix_list_id: "" },
  ...{ egress_only_gateway_id: "", gateway_id: "", ipv6_cidr_block: null, local_gateway_id: "", nat_gateway_id: "" },
  ...{ network_interface_id: "", transit_gateway_id: "", vpc_endpoint_id: "", vpc_peering_connection_id: "" },
  ...target,
});

export const table = (name: string, vpcName: string, ...routes: readonly Body[]): Resources => ({
  aws_route_table: {
    [name]: { vpc_id: idOf("aws_vpc", vpcName), ...(routes.length > 0 && { route: routes }) },
  },
});

export const associated = (name: string, subnetName: string, tableName: string): Resources => ({
  aws_route_table_association: {
    [name]: { subnet_id: idOf("aws_subnet", subnetName), route_table_id: idOf("aws_route_table", tableName) },
  },
});

const ALL = { from_port: 0, to_port: 0, protocol: "-1" };
export const inlineRule = (peers: Body, match: Body = { from_port: 80, to_port: 80, protocol: "tcp" }): Body => ({
  ...{ cidr_blocks: [], description: "", ipv6_cidr_blocks: [], prefix_list_ids: [], security_groups: [], self: false },
  ...match,
  ...peers,
});

/** A group with its rules inline, which therefore no cell's child may belong to. */
export const openGroup = (name: string, vpcName: string): Resources => ({
  aws_security_group: {
    [name]: {
      ...{ name, description: name, vpc_id: idOf("aws_vpc", vpcName) },
      ingress: [inlineRule({ cidr_blocks: ["0.0.0.0/0"] })],
      egress: [inlineRule({ cidr_blocks: ["0.0.0.0/0"] }, ALL)],
    },
  },
});

/** A group without a rule of its own. */
export const bareGroup = (name: string, vpcName: string): Resources => ({
  aws_security_group: { [name]: { name, description: name, vpc_id: idOf("aws_vpc", vpcName) } },
});

export const host = (name: string, subnetName: string, ip: string, groupName: string): Resources => ({
  aws_network_interface: {
    [name]: {
      subnet_id: idOf("aws_subnet", subnetName),
      private_ips: [ip],
      security_groups: [idOf("aws_security_group", groupName)],
    },
  },
});

export const peering = (name: string, from: string, to: string): Resources => ({
  aws_vpc_peering_connection: {
    [name]: { vpc_id: idOf("aws_vpc", from), peer_vpc_id: idOf("aws_vpc", to), auto_accept: true },
  },
});

export const IMAGE = "ami-0123456789abcdef0";
export const instance = (name: string, subnetName: string, ip: string, groupName: string): Resources => ({
  aws_instance: {
    [name]: {
      ...{ ami: IMAGE, instance_type: "t3.micro", private_ip: ip, subnet_id: idOf("aws_subnet", subnetName) },
      vpc_security_group_ids: [idOf("aws_security_group", groupName)],
    },
  },
});

/** A server at 10.1.0.10 in a VPC of its own, and the routes back to each of the peered ranges. */
export function serverVpc(row: string, back: Readonly<Record<string, string>>): Resources {
  const at = (local: string): string => sharedName(row, local);
  const routes = Object.entries(back).map(([cidr, name]) =>
    inlineRoute(cidr, { vpc_peering_connection_id: idOf("aws_vpc_peering_connection", name) }),
  );
  return merged(
    vpc(at("far"), "10.1.0.0/16"),
    subnet(at("far"), at("far"), "10.1.0.0/24"),
    table(at("far"), at("far"), ...routes),
    associated(at("far"), at("far"), at("far")),
    openGroup(at("far"), at("far")),
    host(at("server"), at("far"), "10.1.0.10", at("far")),
  );
}

/** A VPC 10.0.0.0/16 with an internet gateway, peered with the server's. */
export function peered(row: string): Resources {
  const at = (local: string): string => sharedName(row, local);
  return merged(
    vpc(at("near"), "10.0.0.0/16"),
    { aws_internet_gateway: { [at("near")]: { vpc_id: idOf("aws_vpc", at("near")) } } },
    peering(at("peering"), at("near"), at("far")),
    serverVpc(row, { "10.0.0.0/16": at("peering") }),
  );
}

/** A VPC 10.0.0.0/16 with a subnet for servers and one, without hosts, for clients. */
export function local(row: string): Resources {
  const at = (one: string): string => sharedName(row, one);
  return merged(
    vpc(at("near"), "10.0.0.0/16"),
    subnet(at("servers"), at("near"), "10.0.0.0/24"),
    subnet(at("clients"), at("near"), "10.0.1.0/24"),
    openGroup(at("open"), at("near")),
    bareGroup(at("shut"), at("near")),
  );
}

/** The same with an internet gateway, to which the servers' subnet has a route. */
export function published(row: string): Resources {
  const at = (one: string): string => sharedName(row, one);
  const gateway = { gateway_id: idOf("aws_internet_gateway", at("near")) };
  return merged(
    local(row),
    { aws_internet_gateway: { [at("near")]: { vpc_id: idOf("aws_vpc", at("near")) } } },
    table(at("servers"), at("near"), inlineRoute("0.0.0.0/0", gateway)),
    associated(at("servers"), at("servers"), at("servers")),
  );
}
