import { applied, configured, id, open, SOMETHING, thing, VPC } from "../support/networks";

const cidrs = (vpc: { readonly cidrs: readonly { readonly length: number }[] }) =>
  vpc.cidrs.map(({ length }) => length);

test("a VPC has its range and those that associations add, each once", () => {
  const { vpcs } = configured({
    ...VPC,
    aws_vpc_ipv4_cidr_block_association: {
      more: { vpc_id: id("aws_vpc.v"), cidr_block: "10.1.0.0/20" },
      again: { vpc_id: id("aws_vpc.v"), cidr_block: "10.0.0.0/16" },
    },
  });
  expect(cidrs(vpcs[0]!)).toEqual([16, 20]);
  expect(open(vpcs[0]!)).toEqual({});
});

test("a state lists the ranges that others added in the VPC itself", () => {
  const association = [{ cidr_block: "10.0.0.0/16" }, { cidr_block: "10.9.0.0/24" }];
  const { vpcs } = applied({
    aws_vpc: { v: { id: "vpc-1", cidr_block: "10.0.0.0/16", cidr_block_associations: association } },
  });
  expect(cidrs(vpcs[0]!)).toEqual([16, 24]);
});

test("a range that is not known leaves the VPC's ranges open, whoever adds it", () => {
  const reason = "its cidr_block is not known";
  const own = configured({ aws_vpc: { v: { cidr_block: SOMETHING } } }).vpcs[0]!;
  expect(open(own)).toEqual({ ranges: [`aws_vpc.v: ${reason}`] });
  const added = { more: { vpc_id: id("aws_vpc.v"), cidr_block: SOMETHING } };
  const { vpcs } = configured({ ...VPC, aws_vpc_ipv4_cidr_block_association: added });
  expect(open(vpcs[0]!)).toEqual({ ranges: [`aws_vpc_ipv4_cidr_block_association.more: ${reason}`] });
});

test("a range of a VPC that is not known touches none, and is told", () => {
  const added = { more: { vpc_id: SOMETHING, cidr_block: "10.1.0.0/20" } };
  const { unreadable, vpcs } = configured({ ...VPC, aws_vpc_ipv4_cidr_block_association: added });
  expect(unreadable.map(({ reason }) => reason)).toEqual(["the VPC that it extends is not known"]);
  expect(vpcs.map(open)).toEqual([{}]);
});

test("what AWS makes with a VPC admits what its guide says", () => {
  const [vpc] = configured(VPC).vpcs;
  expect(vpc!.defaultGroup.ingress.map(({ groups }) => groups)).toEqual([[vpc!.defaultGroup]]);
  expect(vpc!.defaultGroup.egress).toHaveLength(1);
  expect(vpc!.defaultAcl.ingress.map(({ allow, number }) => [allow, number])).toEqual([
    [true, 100],
    [true, 101],
  ]);
  expect(vpc!.subnets.map(({ table, acl }) => [table === vpc!.mainTable, acl === vpc!.defaultAcl])).toEqual([
    [true, true],
    [true, true],
  ]);
});

test("of a VPC that is not in the input its ranges, table, group and ACL are open", () => {
  const { subnets } = configured({ aws_subnet: { a: { vpc_id: "vpc-9", cidr_block: "10.0.1.0/24" } } });
  const { vpc } = subnets[0]!;
  expect(vpc).toMatchObject({ address: "vpc-9", isOutside: true });
  expect(open(vpc)).toEqual({ ranges: ["vpc-9: the VPC is not in the input"] });
  expect(open(vpc.mainTable)).toEqual({ routes: ["vpc-9: it is not in the input"] });
  for (const filter of [vpc.defaultGroup, vpc.defaultAcl])
    expect(open(filter)).toEqual({ rules: ["vpc-9: it is not in the input"] });
});

test("a subnet that is not in the input is in a VPC of which only that is known", () => {
  const { subnets } = configured({ aws_nat_gateway: { n: { subnet_id: "subnet-9", connectivity_type: "private" } } });
  const subnet = thing(subnets, "subnet-9");
  expect(subnet.vpc).toMatchObject({ isImplied: true, isOutside: true });
  const reason = "subnet-9: the subnet is not in the input";
  expect(open(subnet)).toEqual({ table: [reason], acl: [reason] });
});

test("subnets whose VPC can't be told are in one that stands for any", () => {
  const { subnets } = configured({
    aws_subnet: {
      a: { vpc_id: SOMETHING, cidr_block: "10.0.1.0/24" },
      b: { vpc_id: SOMETHING, cidr_block: "10.0.2.0/24" },
    },
  });
  expect(subnets.map(({ vpc }) => vpc.isAny)).toEqual([true, true]);
  expect(subnets[0]!.vpc).toBe(subnets[1]!.vpc);
});

test("a subnet without a range leaves open what its VPC's addresses are", () => {
  const subnet = { a: { vpc_id: id("aws_vpc.v"), cidr_block: SOMETHING } };
  const { vpcs } = configured({ aws_vpc: VPC.aws_vpc!, aws_subnet: subnet });
  expect(open(vpcs[0]!)).toEqual({ ranges: ["aws_subnet.a: its cidr_block is not known"] });
});
