import { asked, INSTANCE } from "./asked";

/** Two VPCs of both families, each with one subnet and one host, a peering and a transit gateway between them. */

export const ALL_4 = { protocol: "-1", from_port: 0, to_port: 0, cidr_blocks: ["0.0.0.0/0"] };
export const ALL_6 = { protocol: "-1", from_port: 0, to_port: 0, ipv6_cidr_blocks: ["::/0"] };
export const RANGE = { a: "2600:1f14:a:100::/56", b: "2600:1f14:a:200::/56" };
export const PEERING = { vpc_peering_connection_id: "${aws_vpc_peering_connection.p.id}" };
export const TRANSIT = { transit_gateway_id: "${aws_ec2_transit_gateway.t.id}" };

type Name = "a" | "b";
type Named<T> = { readonly [N in Name]?: T };

/** What is written of them besides. */
export interface TwoVpcs {
  readonly vpc?: Named<object>;
  readonly subnet?: Named<object>;
  readonly routes?: Named<readonly object[]>;
  readonly ingress?: Named<readonly object[]>;
  readonly host?: Named<object>;
  /** Resources, by type and name. */
  readonly more?: Readonly<Record<string, object>>;
}

const NAMES = ["a", "b"] as const;

function each(make: (name: Name) => object): Record<string, object> {
  return Object.fromEntries(NAMES.map((name) => [name, make(name)]));
}

/** By the gateway of one of the two VPCs. */
export const internet = (name: Name) => ({ gateway_id: `\${aws_internet_gateway.${name}.id}` });

/** Routes to the other VPC's range of IPv6. */
export const across = (target: object): Named<readonly object[]> => ({
  a: [{ ipv6_cidr_block: RANGE.b, ...target }],
  b: [{ ipv6_cidr_block: RANGE.a, ...target }],
});

/** The same over IPv4. */
export const acrossIpv4 = (target: object): Named<readonly object[]> => ({
  a: [{ cidr_block: "10.2.0.0/16", ...target }],
  b: [{ cidr_block: "10.1.0.0/16", ...target }],
});

function resources({ vpc, subnet, routes, ingress, host }: TwoVpcs): Record<string, Record<string, object>> {
  const octet = { a: 1, b: 2 };
  const within = (name: Name) => ({ vpc_id: `\${aws_vpc.${name}.id}` });
  return {
    aws_vpc: each((name) => ({
      cidr_block: `10.${octet[name]}.0.0/16`,
      ipv6_cidr_block: RANGE[name],
      ...vpc?.[name],
    })),
    aws_internet_gateway: each(within),
    aws_vpc_peering_connection: {
      p: { vpc_id: "${aws_vpc.a.id}", peer_vpc_id: "${aws_vpc.b.id}", auto_accept: true },
    },
    aws_ec2_transit_gateway: { t: {} },
    aws_ec2_transit_gateway_vpc_attachment: each((name) => ({
      ...TRANSIT,
      ...within(name),
      subnet_ids: [`\${aws_subnet.${name}.id}`],
      ipv6_support: "enable",
    })),
    aws_subnet: each((name) => ({
      ...within(name),
      availability_zone: "us-east-1a",
      cidr_block: `10.${octet[name]}.1.0/24`,
      ipv6_cidr_block: `2600:1f14:a:${octet[name]}01::/64`,
      ...subnet?.[name],
    })),
    aws_route_table: each((name) => ({ ...within(name), route: routes?.[name] ?? [] })),
    aws_route_table_association: each((name) => ({
      subnet_id: `\${aws_subnet.${name}.id}`,
      route_table_id: `\${aws_route_table.${name}.id}`,
    })),
    aws_security_group: each((name) => ({
      ...within(name),
      ingress: ingress?.[name] ?? [ALL_4, ALL_6],
      egress: [ALL_4, ALL_6],
    })),
    aws_instance: each((name) => ({
      ...INSTANCE,
      subnet_id: `\${aws_subnet.${name}.id}`,
      vpc_security_group_ids: [`\${aws_security_group.${name}.id}`],
      ipv6_address_count: 1,
      ...host?.[name],
    })),
  };
}

export function twoVpcs(shape: TwoVpcs) {
  const all = resources(shape);
  for (const [type, named] of Object.entries(shape.more ?? {})) all[type] = { ...all[type], ...named };
  // What is undefined is not there, as in JSON.
  return asked(JSON.parse(JSON.stringify(all)) as object, { variable: { x: {} } });
}
