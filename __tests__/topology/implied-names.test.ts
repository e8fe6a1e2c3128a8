import { type Implied, impliedName, parseImplied } from "../../src/topology";

const ALL: readonly Implied[] = [
  "main route table",
  "default route table",
  "default security group",
  "default network ACL",
  "its VPC",
];

test.each(ALL)("a name with %s tells whose it is", (what) => {
  for (const owner of ["aws_vpc.a", 'module.m["x (its VPC)"].aws_vpc.a', "vpc-0123 (bridges/a.yaml)"])
    expect(parseImplied(impliedName(owner, what))).toEqual({ owner, what });
});

test("every other address is none", () => {
  for (const address of ["aws_vpc.a", "vpc-0123 (bridges/a.yaml)", "internet", "main route table"])
    expect(parseImplied(address)).toBeUndefined();
});
