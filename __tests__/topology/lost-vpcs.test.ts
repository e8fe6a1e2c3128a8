import { configured, SOMETHING } from "../support/networks";

const EITHER = "${var.one ? aws_vpc.v.id : aws_vpc.w.id}";
const vpcOf = (vpc_id: string, cidr_block: string, other = "10.1.0.0/16") =>
  configured({
    aws_vpc: { v: { cidr_block: "10.0.0.0/16" }, w: { cidr_block: other } },
    aws_subnet: { a: { vpc_id, cidr_block } },
  }).subnets[0]!.vpc;

test("a subnet is in the one VPC of those that it can name whose range holds it", () => {
  expect(vpcOf(EITHER, "10.0.1.0/24").address).toBe("aws_vpc.v");
  expect(vpcOf(EITHER, "10.1.1.0/24").address).toBe("aws_vpc.w");
});

test.each([
  ["both have it", EITHER, "10.0.0.0/16"],
  ["one of them may have it", EITHER, SOMETHING],
  ["it may be in any VPC there is", SOMETHING, "10.1.0.0/16"],
])("it is not known which where %s", (_why, vpc_id, other) => {
  expect(vpcOf(vpc_id, "10.0.1.0/24", other).isAny).toBe(true);
});
