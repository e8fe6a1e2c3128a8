/** Pieces of configurations, as people write them. */
type Body = Record<string, unknown>;

export const INSTANCE = { ami: "ami-1", instance_type: "t3.micro" };
export const ref = (address: string, attribute = "id"): string => `\${${address}.${attribute}}`;
export const sg = (name: string): string => ref(`aws_security_group.${name}`);
export const subnet = (name: string): string => ref(`aws_subnet.${name}`);
export const vpc = (name: string): string => ref(`aws_vpc.${name}`);

const EVERY_PORT = { protocol: "-1", from_port: 0, to_port: 0 };

const OUT_4 = { ...EVERY_PORT, cidr_blocks: ["0.0.0.0/0"] };
export const OUT = { ...OUT_4, ipv6_cidr_blocks: ["::/0"] };

export const tcp = (port: number, more: Body): Body => ({ protocol: "tcp", from_port: port, to_port: port, ...more });
export const ALL_4 = { cidr_blocks: ["0.0.0.0/0"] };
export const ALL_6 = { ipv6_cidr_blocks: ["::/0"] };

/** A group that lets everything out. */
export const group = (of: string, ...ingress: Body[]): Body => ({ vpc_id: vpc(of), ingress, egress: [OUT] });

export const host = (where: string, group_: string, more: Body = {}): Body => ({
  ...INSTANCE,
  subnet_id: subnet(where),
  vpc_security_group_ids: [sg(group_)],
  ...more,
});

/** A part of the VPC's range of IPv6, as configurations work it out. */
export const part6 = (of: string, index: number): string =>
  `\${cidrsubnet(aws_vpc.${of}.ipv6_cidr_block, 8, ${index})}`;

export const association = (subnet_: string, table: string): Body => ({
  subnet_id: subnet(subnet_),
  route_table_id: ref(`aws_route_table.${table}`),
});

const RULE = { rule_no: 100, action: "allow", protocol: "-1", from_port: 0, to_port: 0 };

/** An ACL of a subnet that has rules for IPv4 alone. */
export const acl4 = (of: string, subnet_: string): Body => ({
  vpc_id: vpc(of),
  subnet_ids: [subnet(subnet_)],
  ingress: [{ ...RULE, cidr_block: "0.0.0.0/0" }],
  egress: [{ ...RULE, cidr_block: "0.0.0.0/0" }],
});
