import { applied, configured, id, open, type Resources, SOMETHING, thing, VPC } from "../support/networks";

const G = "aws_security_group.g";
const ANY = { protocol: "-1", from_port: 0, to_port: 0 };
const WEB = { protocol: "tcp", from_port: 80, to_port: 80 };
const groupWith = (parts: Resources) =>
  thing(configured({ ...VPC, aws_security_group: { g: { vpc_id: id("aws_vpc.v") } }, ...parts }).securityGroups, G);
const inline = (rule: object, others: Resources["x"] = {}) =>
  groupWith({ aws_security_group: { g: { vpc_id: id("aws_vpc.v"), ingress: [rule] }, ...others } }).ingress;

test("rules in the group and of their own, old and new, are the same", () => {
  const match = { protocol: 6, ports: { from: 80, to: 80 } };
  const own = { security_group_id: id(G) };
  const spelled = [
    inline({ ...WEB, cidr_blocks: ["10.0.0.0/8"] }),
    groupWith({ aws_security_group_rule: { r: { ...own, ...WEB, type: "ingress", cidr_blocks: ["10.0.0.0/8"] } } })
      .ingress,
    groupWith({
      aws_vpc_security_group_ingress_rule: {
        r: { ...own, ip_protocol: "tcp", from_port: 80, to_port: 80, cidr_ipv4: "10.0.0.0/8" },
      },
    }).ingress,
  ];
  for (const rules of spelled) {
    expect(rules).toMatchObject([{ match, cidrs: [{ start: 0x0a000000, end: 0x0b000000 }], groups: [] }]);
    expect(rules[0]).not.toHaveProperty("note");
  }
});

test("a rule names groups: others, and its own by itself", () => {
  const rules = inline({ ...ANY, security_groups: [id("aws_security_group.h")], self: true }, { h: {} });
  expect(rules[0]!.groups.map(({ address }) => address)).toEqual(["aws_security_group.h", G]);
});

test.each([
  [{ ...ANY, cidr_blocks: [SOMETHING] }, "its addresses are not known"],
  [{ ...ANY, security_groups: [SOMETHING] }, "the security group that it refers to is not known"],
  [{ ...ANY, prefix_list_ids: ["pl-1"] }, "the entries of prefix list pl-1 are not in the input"],
])("%j may admit anybody, which one rule says and not the group", (rule, reason) => {
  const rules = inline(rule);
  expect(rules).toMatchObject([{ cidrs: [], groups: [], note: { address: G, reason } }]);
  expect(rules[0]).not.toHaveProperty("isPublicOnly");
});

test("what is known of a rule's peers is admitted, whatever the others are", () => {
  const [known, doubtful] = inline({ ...ANY, cidr_blocks: ["10.0.0.0/8", SOMETHING] });
  expect(known).not.toHaveProperty("note");
  expect(known!.cidrs).toHaveLength(1);
  expect(doubtful).toMatchObject({ cidrs: [], note: { reason: "its addresses are not known" } });
});

test("a rule whose ports are not known may admit its peers on any", () => {
  const [rule] = inline({ protocol: "tcp", from_port: SOMETHING, to_port: 80, cidr_blocks: ["10.0.0.0/8"] });
  expect(rule).toMatchObject({
    match: { protocol: "all" },
    note: { reason: "its protocol or its ports are not known" },
  });
});

test("rules that are not known leave the group's rules open", () => {
  const found = groupWith({ aws_security_group: { g: { vpc_id: id("aws_vpc.v"), ingress: SOMETHING } } });
  expect(open(found)).toEqual({ rules: [`${G}: its ingress rules are not known`] });
});

test("a rule of a group that is not known may be any group's", () => {
  const rule = { r: { security_group_id: SOMETHING, ip_protocol: "-1", cidr_ipv4: "0.0.0.0/0" } };
  const found = groupWith({ aws_vpc_security_group_ingress_rule: rule });
  expect(found.ingress).toEqual([]);
  expect(open(found)).toEqual({
    rules: ["aws_vpc_security_group_ingress_rule.r: the security group that it belongs to is not known"],
  });
});

test("a rule beside inline ones is removed at the next apply, so it is open", () => {
  const found = groupWith({
    aws_security_group: { g: { vpc_id: id("aws_vpc.v"), ingress: [{ ...WEB, cidr_blocks: ["10.0.0.0/8"] }] } },
    aws_vpc_security_group_ingress_rule: {
      r: { security_group_id: id(G), ip_protocol: "tcp", from_port: 81, to_port: 81, cidr_ipv4: "10.0.0.0/8" },
    },
  });
  expect(found.ingress.map(({ note }) => note?.address)).toEqual([undefined, "aws_vpc_security_group_ingress_rule.r"]);
});

test("the default group with other rules takes the place of the VPC's", () => {
  const { vpcs } = configured({ ...VPC, aws_default_security_group: { d: { vpc_id: id("aws_vpc.v") } } });
  expect(vpcs[0]!.defaultGroup).toMatchObject({ address: "aws_default_security_group.d", ingress: [], egress: [] });
});

test("a group that is not in the input has rules that nobody here knows", () => {
  const { nics } = configured({
    ...VPC,
    aws_network_interface: { i: { subnet_id: id("aws_subnet.a"), security_groups: ["sg-9"] } },
  });
  expect(nics[0]!.groups!.map(open)).toEqual([{ rules: ["sg-9: the security group is not in the input"] }]);
});

test("a state names groups of another account by account and id", () => {
  const ingress = [{ ...ANY, cidr_blocks: [], security_groups: ["111111111111/sg-2"] }];
  const { securityGroups } = applied({
    aws_vpc: { v: { id: "vpc-1", cidr_block: "10.0.0.0/16" } },
    aws_security_group: {
      g: { id: "sg-1", vpc_id: "vpc-1", ingress, egress: [] },
      h: { id: "sg-2", vpc_id: "vpc-1", ingress: [], egress: [] },
    },
  });
  expect(thing(securityGroups, G).ingress[0]!.groups.map(({ address }) => address)).toEqual(["aws_security_group.h"]);
});
