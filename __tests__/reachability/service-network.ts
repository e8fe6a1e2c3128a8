import { ALL_OUT, asked, INSTANCE } from "../support/asked";

export type Blocks = Record<string, Record<string, object>>;

export const tcp = (port: number, more: object) => ({ protocol: "tcp", from_port: port, to_port: port, ...more });
export const G = (name: string): string => `\${aws_security_group.${name}.id}`;
export const S = (name: string): string => `\${aws_subnet.${name}.id}`;

/**
 * An application in subnet x; a database may be in y or z. The database's group takes 5432 from the application's group
 * alone, so the application reaches it wherever AWS puts it, and nobody else does. Subnet x is public, y and z are not.
 */
const base = (): Blocks => ({
  aws_vpc: { a: { cidr_block: "10.0.0.0/16" } },
  aws_internet_gateway: { i: { vpc_id: "${aws_vpc.a.id}" } },
  aws_subnet: {
    x: { vpc_id: "${aws_vpc.a.id}", cidr_block: "10.0.1.0/24", availability_zone: "eu-central-1a" },
    y: { vpc_id: "${aws_vpc.a.id}", cidr_block: "10.0.2.0/24", availability_zone: "eu-central-1a" },
    z: { vpc_id: "${aws_vpc.a.id}", cidr_block: "10.0.3.0/24", availability_zone: "eu-central-1b" },
  },
  aws_security_group: {
    app: { vpc_id: "${aws_vpc.a.id}", ingress: [], egress: [ALL_OUT] },
    other: { vpc_id: "${aws_vpc.a.id}", ingress: [], egress: [ALL_OUT] },
    db: { vpc_id: "${aws_vpc.a.id}", ingress: [tcp(5432, { security_groups: [G("app")] })], egress: [] },
  },
  aws_instance: {
    app: { ...INSTANCE, subnet_id: S("x"), vpc_security_group_ids: [G("app")] },
    other: { ...INSTANCE, subnet_id: S("x"), vpc_security_group_ids: [G("other")] },
  },
  aws_db_subnet_group: { d: { name: "d", subnet_ids: [S("y"), S("z")] } },
});

export const DB = { db_subnet_group_name: "${aws_db_subnet_group.d.name}", vpc_security_group_ids: [G("db")] };
export const network = (more: Blocks, change: (blocks: Blocks) => void = () => undefined) => {
  const blocks = base();
  change(blocks);
  return asked({ ...blocks, ...more });
};
