/** Terraform's JSON syntax: resources by type and name. */
export type Resources = Record<string, Record<string, Record<string, unknown>>>;

/** Resources to put in; `null` takes one away. */
export type Part = Record<string, Record<string, Record<string, unknown> | null>>;

export const id = (address: string): string => `\${${address}.id}`;

/** Resources put together; the later ones win. */
export function together(...parts: readonly Part[]): Resources {
  const all: Resources = {};
  for (const part of parts)
    for (const [type, named] of Object.entries(part))
      for (const [name, body] of Object.entries(named)) {
        if (body) (all[type] ??= {})[name] = body;
        else delete all[type]?.[name];
      }
  for (const type of Object.keys(all)) if (Object.keys(all[type]!).length === 0) delete all[type];
  return all;
}

function vpc(name: string, cidr: string, subnets: Readonly<Record<string, string>>): Resources {
  return together(
    { aws_vpc: { [name]: { cidr_block: cidr } } },
    ...Object.entries(subnets).map(([subnet, range]) => ({
      aws_subnet: { [subnet]: { vpc_id: id(`aws_vpc.${name}`), cidr_block: range, availability_zone: "eu-west-1a" } },
      aws_route_table: { [subnet]: { vpc_id: id(`aws_vpc.${name}`) } },
      aws_route_table_association: {
        [subnet]: { subnet_id: id(`aws_subnet.${subnet}`), route_table_id: id(`aws_route_table.${subnet}`) },
      },
    })),
  );
}

export function attachment(name: string, subnet: string): Resources {
  return {
    aws_ec2_transit_gateway_vpc_attachment: {
      [name]: {
        vpc_id: id(`aws_vpc.${name}`),
        transit_gateway_id: id("aws_ec2_transit_gateway.hub"),
        subnet_ids: [id(`aws_subnet.${subnet}`)],
        transit_gateway_default_route_table_association: false,
        transit_gateway_default_route_table_propagation: false,
      },
    },
    aws_ec2_transit_gateway_route_table_association: {
      [name]: {
        transit_gateway_attachment_id: id(`aws_ec2_transit_gateway_vpc_attachment.${name}`),
        transit_gateway_route_table_id: id("aws_ec2_transit_gateway_route_table.hub"),
      },
    },
  };
}

export function transitRoute(name: string, cidr: string, to: string): Resources {
  return {
    aws_ec2_transit_gateway_route: {
      [name]: {
        destination_cidr_block: cidr,
        transit_gateway_attachment_id: id(`aws_ec2_transit_gateway_vpc_attachment.${to}`),
        transit_gateway_route_table_id: id("aws_ec2_transit_gateway_route_table.hub"),
      },
    },
  };
}

export function transitGatewayRoute(name: string, table: string, cidr: string, vpcName: string): Resources {
  return {
    aws_route: {
      [name]: {
        route_table_id: id(`aws_route_table.${table}`),
        destination_cidr_block: cidr,
        transit_gateway_id: id("aws_ec2_transit_gateway.hub"),
        depends_on: [`aws_ec2_transit_gateway_vpc_attachment.${vpcName}`],
      },
    },
  };
}

export function ingress(name: string, group: string, port: number, cidr: string): Resources {
  return {
    aws_vpc_security_group_ingress_rule: {
      [name]: {
        security_group_id: id(`aws_security_group.${group}`),
        ip_protocol: "tcp",
        from_port: port,
        to_port: port,
        cidr_ipv4: cidr,
      },
    },
  };
}

export function host(name: string, subnet: string, ip: string): Resources {
  return {
    aws_instance: {
      [name]: {
        ami: "ami-0123456789abcdef0",
        instance_type: "t3.micro",
        subnet_id: id(`aws_subnet.${subnet}`),
        private_ip: ip,
        vpc_security_group_ids: [id(`aws_security_group.${name}`)],
      },
    },
  };
}

export function group(name: string, vpcName: string): Resources {
  return {
    aws_security_group: { [name]: { name, description: name, vpc_id: id(`aws_vpc.${vpcName}`) } },
    aws_vpc_security_group_egress_rule: {
      [name]: { security_group_id: id(`aws_security_group.${name}`), ip_protocol: "-1", cidr_ipv4: "0.0.0.0/0" },
    },
  };
}

/**
 * app (10.1.0.0/16) and db (10.2.0.0/16) on one transit gateway without default tables. The client in app reaches the
 * database through a private NAT gateway, whose address is the only one that the database admits. A web server in app has
 * a public address and admits port 443 from everywhere.
 */
export const BASE: Resources = together(
  vpc("app", "10.1.0.0/16", { app: "10.1.0.0/24", nat: "10.1.1.0/24", public: "10.1.2.0/24" }),
  vpc("db", "10.2.0.0/16", { db: "10.2.0.0/24" }),
  {
    aws_internet_gateway: { app: { vpc_id: id("aws_vpc.app") } },
    aws_nat_gateway: {
      app: { connectivity_type: "private", subnet_id: id("aws_subnet.nat"), private_ip: "10.1.1.10" },
    },
    aws_ec2_transit_gateway: {
      hub: { default_route_table_association: "disable", default_route_table_propagation: "disable" },
    },
    aws_ec2_transit_gateway_route_table: { hub: { transit_gateway_id: id("aws_ec2_transit_gateway.hub") } },
    aws_route: {
      "app-to-db": {
        route_table_id: id("aws_route_table.app"),
        destination_cidr_block: "10.2.0.0/16",
        nat_gateway_id: id("aws_nat_gateway.app"),
      },
      "public-to-internet": {
        route_table_id: id("aws_route_table.public"),
        destination_cidr_block: "0.0.0.0/0",
        gateway_id: id("aws_internet_gateway.app"),
      },
    },
  },
  attachment("app", "nat"),
  attachment("db", "db"),
  transitRoute("to-app", "10.1.0.0/16", "app"),
  transitRoute("to-db", "10.2.0.0/16", "db"),
  transitGatewayRoute("nat-to-db", "nat", "10.2.0.0/16", "app"),
  transitGatewayRoute("db-to-app", "db", "10.1.0.0/16", "db"),
  group("client", "app"),
  group("web", "app"),
  group("database", "db"),
  ingress("database-from-nat", "database", 5432, "10.1.1.10/32"),
  ingress("web-from-everywhere", "web", 443, "0.0.0.0/0"),
  host("client", "app", "10.1.0.20"),
  host("database", "db", "10.2.0.10"),
  {
    aws_instance: {
      web: { ...host("web", "public", "10.1.2.10").aws_instance!.web, associate_public_ip_address: true },
    },
  },
);
