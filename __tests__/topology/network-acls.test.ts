import { applied, configured, id, open, type Resources, SOMETHING, thing, VPC } from "../support/networks";

const N = "aws_network_acl.n";
const rule = (rule_no: number, more: object = {}) => ({
  rule_no,
  action: "allow",
  protocol: "tcp",
  from_port: 80,
  to_port: 80,
  cidr_block: "10.0.0.0/8",
  ...more,
});
const network = (parts: Resources) => configured({ ...VPC, ...parts });
const aclWith = (values: object, parts: Resources = {}) =>
  thing(network({ aws_network_acl: { n: { vpc_id: id("aws_vpc.v"), ...values } }, ...parts }).networkAcls, N);

test("rules are in the order of their numbers, whichever way they are spelled", () => {
  const own = { network_acl_id: id(N), rule_number: 50, rule_action: "deny", protocol: "-1", cidr_block: "0.0.0.0/0" };
  const found = aclWith(
    { ingress: [rule(200), rule(100)] },
    { aws_network_acl_rule: { r: { ...own, egress: false } } },
  );
  expect(found.ingress.map(({ number, allow }) => [number, allow])).toEqual([
    [50, false],
    [100, true],
    [200, true],
  ]);
  expect(found.egress).toEqual([]);
  expect(open(found)).toEqual({});
});

test("a state repeats rules of their own as inline ones; each number counts once", () => {
  const { networkAcls } = applied({
    aws_vpc: { v: { id: "vpc-1", cidr_block: "10.0.0.0/16" } },
    aws_network_acl: { n: { id: "acl-1", vpc_id: "vpc-1", ingress: [rule(100)], egress: [] } },
    aws_network_acl_rule: {
      r: { ...{ network_acl_id: "acl-1", egress: false, rule_number: 100, rule_action: "allow" }, ...rule(100) },
    },
  });
  expect(thing(networkAcls, N).ingress).toHaveLength(1);
});

test("a rule of which something is not known is itself open, not the ACL", () => {
  const found = aclWith({ ingress: [rule(100, { cidr_block: SOMETHING })] });
  expect(found.ingress).toMatchObject([{ note: { address: N, reason: "a rule of it is not known" } }]);
  expect(open(found)).toEqual({});
});

test("rules that are not known leave the ACL's rules open", () => {
  expect(open(aclWith({ egress: SOMETHING }))).toEqual({ rules: [`${N}: its egress rules are not known`] });
});

test("a rule of an ACL that is not known may be any one's", () => {
  const lost = { r: { network_acl_id: SOMETHING, rule_number: 1, rule_action: "deny", protocol: "-1" } };
  expect(open(aclWith({}, { aws_network_acl_rule: lost }))).toEqual({
    rules: ["aws_network_acl_rule.r: the network ACL that it belongs to is not known"],
  });
});

describe("a subnet's network ACL", () => {
  const acls = (values: object, parts: Resources = {}) =>
    network({ aws_network_acl: { n: { vpc_id: id("aws_vpc.v"), ...values } }, ...parts }).subnets;
  const association = (more: object) => ({
    aws_network_acl_association: { x: { network_acl_id: id(N), subnet_id: id("aws_subnet.a"), ...more } },
  });

  test("is the one that lists it or is associated with it; the others keep the default one", () => {
    for (const subnets of [acls({ subnet_ids: [id("aws_subnet.a")] }), acls({}, association({}))])
      expect(subnets.map(({ acl }) => acl.address)).toEqual([N, "aws_vpc.v (default network ACL)"]);
  });

  test("is open where the association's ACL is not known", () => {
    expect(acls({}, association({ network_acl_id: SOMETHING })).map(open)).toEqual([
      { acl: ["aws_network_acl_association.x: which network ACL applies is not known"] },
      {},
    ]);
  });

  const EITHER = "${var.one ? aws_subnet.a.id : aws_subnet.b.id}";

  test("is open in each subnet that an association can name", () => {
    const reason = "aws_network_acl_association.x: which subnet it applies to is not known";
    expect(acls({}, association({ subnet_id: EITHER })).map(open)).toEqual([{ acl: [reason] }, { acl: [reason] }]);
  });

  test("is open in each subnet that a list that is not known can hold", () => {
    const reason = `${N}: whether it applies to the subnet is not known`;
    const listed = acls({ subnet_ids: "${var.one ? [aws_subnet.a.id] : [aws_subnet.b.id]}" });
    expect(listed.map(open)).toEqual([{ acl: [reason] }, { acl: [reason] }]);
  });

  test("is the default one with other rules where somebody manages that", () => {
    const { subnets, vpcs } = network({
      aws_default_network_acl: { d: { default_network_acl_id: "${aws_vpc.v.default_network_acl_id}" } },
    });
    expect(vpcs[0]!.defaultAcl.address).toBe("aws_default_network_acl.d");
    expect(subnets.map(({ acl }) => acl)).toEqual([vpcs[0]!.defaultAcl, vpcs[0]!.defaultAcl]);
  });
});
