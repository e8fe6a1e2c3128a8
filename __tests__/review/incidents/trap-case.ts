import { type Part } from "../plans/trap-plan";

/** A plan that steps into a trap, and plans that look like it and don't. */
export interface TrapCase {
  readonly rule: string;
  readonly wrong: readonly Part[];
  /** What the trap names; the first one is where the apply stops, if it does. */
  readonly addresses: readonly string[];
  readonly right: readonly (readonly Part[])[];
}

/** A trap on a few common resources. */
export const VPC: Part = { address: "aws_vpc.v", before: { cidr_block: "10.0.0.0/16" } };
export const SUBNET: Part = {
  address: "aws_subnet.s",
  before: { vpc_id: "aws_vpc.v", cidr_block: "10.0.1.0/24", availability_zone: "eu-west-1a" },
};
export const TABLE: Part = { address: "aws_route_table.t", before: { vpc_id: "aws_vpc.v" }, written: ["vpc_id"] };
export const GROUP: Part = {
  address: "aws_security_group.g",
  before: { vpc_id: "aws_vpc.v", name: "g" },
  written: ["vpc_id", "name"],
};

/** Changes some things about a part. */
export function but(part: Part, changes: Partial<Part>): Part {
  return { ...part, ...changes };
}

/** The part as it comes to be: everything that it is told after the apply. */
export function coming(address: string, after: Part["after"], refers?: Part["refers"]): Part {
  return { address, does: "create", after: after ?? {}, ...(refers && { refers }) };
}
