import { type Resources } from "../support/networks";
import { ACCOUNT, REGION } from "./sources";

const ALL = { protocol: "-1", from_port: 0, to_port: 0, cidr_blocks: ["0.0.0.0/0"] };

/** A rule of a group as a state repeats it. */
export const admits = (port: number, cidr: string) => ({
  protocol: "tcp",
  from_port: port,
  to_port: port,
  cidr_blocks: [cidr],
});

const arn = (what: string): string => `arn:aws:ec2:${REGION}:${ACCOUNT}:${what}`;

/** How one source calls the things of the network. */
export interface Names {
  readonly vpc: string;
  readonly app: string;
  readonly data: string;
  readonly appGroup: string;
  readonly dataGroup: string;
  readonly client: string;
  readonly server: string;
}

export const BY_NAME: Names = {
  vpc: "main",
  app: "app",
  data: "data",
  appGroup: "app",
  dataGroup: "data",
  client: "client",
  server: "server",
};

/** As an account has them: by their ids. */
export const BY_ID: Names = {
  vpc: "vpc-1",
  app: "subnet-1",
  data: "subnet-2",
  appGroup: "sg-1",
  dataGroup: "sg-2",
  client: "i-1",
  server: "i-2",
};

const host = (id: string, subnet: string, group: string, address: string) => ({
  id,
  arn: arn(`instance/${id}`),
  subnet_id: subnet,
  private_ip: address,
  vpc_security_group_ids: [group],
  source_dest_check: true,
  associate_public_ip_address: false,
  public_ip: "",
});

const subnet = (id: string, cidr: string) => ({
  id,
  vpc_id: "vpc-1",
  arn: arn(`subnet/${id}`),
  cidr_block: cidr,
  availability_zone: `${REGION}a`,
  map_public_ip_on_launch: false,
});

/** A client and a server in two subnets of a VPC, as they are in AWS. */
export function twoHosts(names: Names, ingress: readonly object[] = [admits(5432, "10.0.1.0/24")]): Resources {
  const group = (id: string, name: string, rules: object) => ({ id, vpc_id: "vpc-1", name, ...rules });
  return {
    aws_vpc: { [names.vpc]: { id: "vpc-1", arn: arn("vpc/vpc-1"), cidr_block: "10.0.0.0/16", owner_id: ACCOUNT } },
    aws_subnet: {
      [names.app]: subnet("subnet-1", "10.0.1.0/24"),
      [names.data]: subnet("subnet-2", "10.0.2.0/24"),
    },
    aws_security_group: {
      [names.appGroup]: group("sg-1", "app", { ingress: [], egress: [ALL] }),
      [names.dataGroup]: group("sg-2", "data", { ingress, egress: [] }),
    },
    aws_instance: {
      [names.client]: host("i-1", "subnet-1", "sg-1", "10.0.1.10"),
      [names.server]: host("i-2", "subnet-2", "sg-2", "10.0.2.10"),
    },
  };
}
