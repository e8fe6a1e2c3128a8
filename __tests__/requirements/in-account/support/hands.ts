import { type Resource, type Value } from "../../../../src/terraform";
import { type LiveAccount, made } from "./deployed";

type Values = Readonly<Record<string, Value>>;

/** Things that people make in an account by hand, as its reader makes them of AWS's answers. */

export function route(table: string, destination: string, target: Values): Resource {
  return made("aws_route", `${table}_${destination}`, {
    route_table_id: table,
    destination_cidr_block: destination,
    origin: "CreateRoute",
    state: "active",
    ...target,
  });
}

export function ingress(group: string, range: string, port: number, more: Values = {}): Resource {
  return made("aws_vpc_security_group_ingress_rule", `sgr-${group}-${range}-${port}`, {
    security_group_id: group,
    cidr_ipv4: range,
    ip_protocol: "tcp",
    from_port: port,
    to_port: port,
    ...more,
  });
}

export function vpc(id: string, range: string, name = id): Resource {
  return made("aws_vpc", id, {
    cidr_block: range,
    default_network_acl_id: `acl-${id}`,
    owner_id: "111122223333",
    tags: { Name: name },
  });
}

export function subnet(id: string, ofVpc: string, range: string, zone = "us-east-1a"): Resource {
  return made("aws_subnet", id, {
    vpc_id: ofVpc,
    cidr_block: range,
    availability_zone: zone,
    map_public_ip_on_launch: false,
    owner_id: "111122223333",
  });
}

export function table(id: string, ofVpc: string): Resource {
  return made("aws_route_table", id, { vpc_id: ofVpc });
}

export function associated(ofTable: string, ofSubnet: string): Resource {
  return made("aws_route_table_association", `rtbassoc-${ofSubnet}`, { route_table_id: ofTable, subnet_id: ofSubnet });
}

export function peering(id: string, requester: string, accepter: string): Resource {
  return made("aws_vpc_peering_connection", id, { vpc_id: requester, peer_vpc_id: accepter, accept_status: "active" });
}

export function internetGateway(id: string, ofVpc: string): Resource {
  return made("aws_internet_gateway", id, { vpc_id: ofVpc });
}

export function natGateway(id: string, inSubnet: string, ip: string): Resource {
  return made("aws_nat_gateway", id, { subnet_id: inSubnet, connectivity_type: "private", private_ip: ip });
}

export function endpoint(id: string, ofVpc: string, inSubnet: string, group: string): Resource {
  return made("aws_vpc_endpoint", id, {
    vpc_id: ofVpc,
    vpc_endpoint_type: "Interface",
    service_name: "com.amazonaws.us-east-1.kms",
    subnet_ids: [inSubnet],
    security_group_ids: [group],
    state: "available",
  });
}

export function gateway(id: string): Resource {
  return made("aws_ec2_transit_gateway", id, {
    default_route_table_association: "enable",
    default_route_table_propagation: "enable",
    association_default_route_table_id: `${id}-rtb`,
    propagation_default_route_table_id: `${id}-rtb`,
  });
}

export function attachment(id: string, ofGateway: string, ofVpc: string, ...subnets: readonly string[]): Resource {
  return made("aws_ec2_transit_gateway_vpc_attachment", id, {
    transit_gateway_id: ofGateway,
    vpc_id: ofVpc,
    subnet_ids: subnets,
  });
}

export function transitTable(id: string, ofGateway: string): Resource {
  return made("aws_ec2_transit_gateway_route_table", id, { transit_gateway_id: ofGateway });
}

export function transitRoute(ofTable: string, destination: string, to: string): Resource {
  return made("aws_ec2_transit_gateway_route", `${ofTable}_${destination}_${to}`, {
    transit_gateway_route_table_id: ofTable,
    destination_cidr_block: destination,
    transit_gateway_attachment_id: to,
    type: "static",
    state: "active",
  });
}

export function propagation(ofTable: string, of: string): Resource {
  return made("aws_ec2_transit_gateway_route_table_propagation", `${ofTable}_${of}`, {
    transit_gateway_route_table_id: ofTable,
    transit_gateway_attachment_id: of,
  });
}

export function transitAssociation(ofTable: string, of: string): Resource {
  return made("aws_ec2_transit_gateway_route_table_association", `${ofTable}_${of}`, {
    transit_gateway_route_table_id: ofTable,
    transit_gateway_attachment_id: of,
  });
}

export function balancer(name: string, ...subnets: readonly string[]): Resource {
  return balancerAt("us-east-1:111122223333", name, ...subnets);
}

/** @param place Region and account, as an ARN has them */
export function balancerAt(place: string, name: string, ...subnets: readonly string[]): Resource {
  const arn = `arn:aws:elasticloadbalancing:${place}:loadbalancer/app/${name}/1`;
  return made("aws_lb", arn, {
    arn,
    name,
    load_balancer_type: "application",
    internal: true,
    subnets,
    security_groups: [],
  });
}

/** An ACL of subnets that lets nothing pass but what is said. */
export function acl(id: string, ofVpc: string, subnets: readonly string[], ...rules: readonly Values[]): Resource {
  const all = { protocol: "-1", from_port: 0, to_port: 0, cidr_block: "0.0.0.0/0", action: "allow", rule_no: 100 };
  return made("aws_network_acl", id, {
    vpc_id: ofVpc,
    subnet_ids: subnets,
    ingress: [...rules.map((one) => ({ ...all, ...one })), all],
    egress: [all],
  });
}

/** Somebody puts a subnet at another table. */
export function swapped(account: LiveAccount, ofSubnet: string, to: string): LiveAccount {
  const is = account.the("aws_route_table_association", ({ subnet_id: id }) => id === ofSubnet);
  return account.changed(is, { route_table_id: to });
}
