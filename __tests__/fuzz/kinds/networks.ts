import { type Dice, times } from "../dice";
import { type Json, type Kind, type Made, plan, type Planned, state, synth } from "./kind";

type Values = { readonly [key: string]: Json };

/** The same resources as what will exist or as what does. */
function planOrState(dice: Dice, resources: readonly Planned[]): Made {
  if (dice.isTrue(0.3)) return state(resources);
  return plan(
    resources.map((one) => ({ ...one, values: { id: `${one.type}-${one.name}-${one.index ?? ""}`, ...one.values } })),
  );
}

const id = (type: string, name: string, index = ""): string => `${type}-${name}-${index}`;
const VPC: Planned = { type: "aws_vpc", name: "v", values: { cidr_block: "10.0.0.0/8" } };
const SUBNET: Planned = {
  type: "aws_subnet",
  name: "s",
  values: { vpc_id: id("aws_vpc", "v"), cidr_block: "10.0.0.0/9", availability_zone: "eu-west-1a" },
};
const GROUP: Planned = { type: "aws_security_group", name: "g", values: { vpc_id: id("aws_vpc", "v") } };

function address(i: number): string {
  return `10.${(i >> 16) & 127}.${(i >> 8) & 255}.${i & 255}`;
}

function host(i: number, more: Values = {}): Planned {
  const values = {
    subnet_id: id("aws_subnet", "s"),
    private_ip: address(i + 10),
    vpc_security_group_ids: [id("aws_security_group", "g")],
    ...more,
  };
  return { type: "aws_instance", name: "h", index: i, values };
}

function rule(i: number, more: Values): Planned {
  const values = {
    security_group_id: id("aws_security_group", "g"),
    ip_protocol: "tcp",
    from_port: i % 65_000,
    to_port: (i % 65_000) + 1,
    ...more,
  };
  return { type: dicedType(i), name: `r${i}`, values };
}

function dicedType(i: number): string {
  return i % 2 ? "aws_vpc_security_group_ingress_rule" : "aws_vpc_security_group_egress_rule";
}

/** Blocks that ask for many instances each. */
const counts: Kind = (dice) => {
  const [blocks, each] = [dice.size(200), dice.pick([dice.size(10_000), 1e9, 1e308, "10000"])];
  const body: Values = dice.isTrue(0.5)
    ? { count: each }
    : { for_each: `\${toset([for i in range(${dice.size(1024)}) : "k\${i}"])}` };
  return synth({
    terraform: {},
    resource: { aws_instance: Object.fromEntries(times(blocks, (i) => [`v${i}`, { ...body, ami: "x" }])) },
  });
};

/** The findings' own: 200 blocks of 10,000 instances. */
const countMany: Kind = () =>
  synth({
    terraform: {},
    resource: { aws_instance: Object.fromEntries(times(200, (i) => [`v${i}`, { count: 10_000, ami: "x" }])) },
  });

const hosts: Kind = (dice) =>
  planOrState(dice, [
    VPC,
    SUBNET,
    GROUP,
    rule(0, { cidr_ipv4: "0.0.0.0/0" }),
    rule(1, { referenced_security_group_id: id("aws_security_group", "g") }),
    ...times(dice.size(10_000), (i) => host(i)),
  ]);

const hostsDrawn: Kind = (dice) =>
  planOrState(dice, [VPC, SUBNET, GROUP, ...times(dice.size(150_000), (i) => host(i))]);

/** Hosts, each with a group of its own that no other is like. */
const groups: Kind = (dice) => {
  const count = dice.size(2000);
  const own = (i: number): Planned => ({ ...GROUP, name: `g${i}` });
  const rules = (i: number): Planned[] => [
    {
      ...rule(i, { security_group_id: id("aws_security_group", `g${i}`), cidr_ipv4: `${address(i)}/32` }),
      name: `a${i}`,
    },
    {
      ...rule(i, {
        security_group_id: id("aws_security_group", `g${i}`),
        referenced_security_group_id: id("aws_security_group", `g${(i * 7) % count}`),
      }),
      name: `b${i}`,
    },
  ];
  return planOrState(dice, [
    VPC,
    SUBNET,
    ...times(count, own),
    ...times(count, rules).flat(),
    ...times(count, (i) => host(i, { vpc_security_group_ids: [id("aws_security_group", `g${i}`)] })),
  ]);
};

const vpcs: Kind = (dice) => {
  const count = dice.size(20_000);
  const link = (type: string, i: number): Values => ({
    vpc_id: id("aws_vpc", `v${i}`),
    ...(type === "aws_subnet" && { cidr_block: "10.0.0.0/24", availability_zone: "eu-west-1a" }),
  });
  const types = dice.pick([["aws_subnet"], [], ["aws_subnet", "aws_route_table", "aws_internet_gateway"]]);
  const attachments = dice.isTrue(0.5) ? ["aws_ec2_transit_gateway_vpc_attachment"] : [];
  return planOrState(dice, [
    { type: "aws_ec2_transit_gateway", name: "t" },
    ...times(count, (i): Planned => ({ ...VPC, name: `v${i}`, values: { cidr_block: "10.0.0.0/16" } })),
    ...types.flatMap((type) => times(count, (i): Planned => ({ type, name: `x${i}`, values: link(type, i) }))),
    ...attachments.flatMap((type) =>
      times(count, (i): Planned => ({
        type,
        name: `x${i}`,
        values: {
          ...link(type, i),
          transit_gateway_id: id("aws_ec2_transit_gateway", "t"),
          subnet_ids: [id("aws_subnet", `x${i}`)],
        },
      })),
    ),
  ]);
};

/** Very many rules of one group, in and out, as resources of their own or as blocks. */
const rules: Kind = (dice) => {
  const count = dice.size(20_000);
  const asBlocks = dice.isTrue(0.3);
  const block = (i: number): Json => ({
    protocol: "tcp",
    from_port: i % 65_000,
    to_port: (i % 65_000) + 3,
    cidr_blocks: [`${address(i)}/32`],
  });
  const group: Planned = {
    ...GROUP,
    values: { ...GROUP.values, ...(asBlocks && { ingress: times(count, block), egress: times(count, block) }) },
  };
  const own = asBlocks ? [] : times(count * 2, (i) => rule(i, { cidr_ipv4: `${address(i * 3)}/32` }));
  return planOrState(dice, [VPC, SUBNET, group, ...own, ...times(dice.size(40), (i) => host(i))]);
};

const acls: Kind = (dice) => {
  const count = dice.size(5000);
  const entry = (i: number): Values => ({
    rule_no: i + 1,
    rule_number: i + 1,
    action: i % 3 ? "allow" : "deny",
    rule_action: i % 3 ? "allow" : "deny",
    protocol: i % 2 ? "tcp" : "-1",
    cidr_block: `${address(i * 5)}/${24 + (i % 9)}`,
    from_port: i % 2 ? i : 0,
    to_port: i % 2 ? i + 5 : 0,
  });
  const asBlocks = dice.isTrue(0.5);
  const acl: Planned = {
    type: "aws_network_acl",
    name: "a",
    values: {
      vpc_id: id("aws_vpc", "v"),
      subnet_ids: [id("aws_subnet", "s")],
      ...(asBlocks && { ingress: times(count, entry), egress: times(count, entry) }),
    },
  };
  const own = (i: number): Planned => ({
    type: "aws_network_acl_rule",
    name: `n${i}`,
    values: { network_acl_id: id("aws_network_acl", "a"), egress: i % 2 === 0, ...entry(i >> 1) },
  });
  const other: Planned = { ...SUBNET, name: "t", values: { ...SUBNET.values, cidr_block: "10.128.0.0/9" } };
  return planOrState(dice, [
    VPC,
    SUBNET,
    other,
    GROUP,
    rule(0, { cidr_ipv4: "0.0.0.0/0", from_port: 0, to_port: 65_535 }),
    rule(1, { cidr_ipv4: "0.0.0.0/0", from_port: 0, to_port: 65_535 }),
    acl,
    ...(asBlocks ? [] : times(count * 2, own)),
    ...times(dice.size(40), (i) =>
      host(i, i % 2 ? { subnet_id: id("aws_subnet", "t"), private_ip: `10.128.0.${i + 5}` } : {}),
    ),
  ]);
};

/** Very many ranges in one rule, in a prefix list, of a VPC, or as routes of one table. */
const cidrs: Kind = (dice) => {
  const count = dice.size(200_000);
  const ranges = times(count, (i) => `${address(i * 2)}/32`);
  const where = dice.pick(["rule", "list", "vpc", "routes", "group"] as const);
  const route = (one: string): Json => ({ cidr_block: one, gateway_id: "igw-1" });
  const table: Planned = {
    type: "aws_route_table",
    name: "t",
    values: { vpc_id: id("aws_vpc", "v"), route: where === "routes" ? ranges.map(route) : [] },
  };
  const list: Planned = {
    type: "aws_ec2_managed_prefix_list",
    name: "p",
    values: {
      entry: where === "list" ? ranges.map((cidr) => ({ cidr })) : [],
      max_entries: count,
      address_family: "IPv4",
    },
  };
  const vpc: Planned = {
    ...VPC,
    values: {
      ...VPC.values,
      ...(where === "vpc" && { cidr_block_associations: ranges.map((cidr) => ({ cidr_block: cidr })) }),
    },
  };
  const old: Planned = {
    type: "aws_security_group_rule",
    name: "r",
    values: {
      type: "ingress",
      protocol: "tcp",
      from_port: 80,
      to_port: 80,
      cidr_blocks: where === "rule" ? ranges : ["10.0.0.0/8"],
      security_group_id: id("aws_security_group", "g"),
    },
  };
  const group: Planned =
    where === "group"
      ? {
          ...GROUP,
          values: { ...GROUP.values, ingress: [{ protocol: "-1", from_port: 0, to_port: 0, cidr_blocks: ranges }] },
        }
      : GROUP;
  return planOrState(dice, [
    vpc,
    SUBNET,
    group,
    table,
    list,
    old,
    rule(1, { prefix_list_id: id("aws_ec2_managed_prefix_list", "p") }),
    {
      type: "aws_route_table_association",
      name: "a",
      values: { subnet_id: id("aws_subnet", "s"), route_table_id: id("aws_route_table", "t") },
    },
    ...times(3, (i) => host(i)),
  ]);
};

/** Subnets, each with a table, an ACL and routes of its own. */
const subnets: Kind = (dice) => {
  const count = dice.size(2000);
  const perTable = dice.size(50);
  const each = (i: number): Planned[] => [
    { ...SUBNET, name: `s${i}`, values: { ...SUBNET.values, cidr_block: `10.${i >> 8}.${i & 255}.0/24` } },
    {
      type: "aws_route_table",
      name: `t${i}`,
      values: {
        vpc_id: id("aws_vpc", "v"),
        route: times(perTable, (j) => ({ cidr_block: `${address(i * 256 + j)}/32`, nat_gateway_id: `nat-${j}` })),
      },
    },
    {
      type: "aws_route_table_association",
      name: `a${i}`,
      values: { subnet_id: id("aws_subnet", `s${i}`), route_table_id: id("aws_route_table", `t${i}`) },
    },
    host(i, { subnet_id: id("aws_subnet", `s${i}`), private_ip: `10.${i >> 8}.${i & 255}.9` }),
  ];
  return planOrState(dice, [
    VPC,
    GROUP,
    rule(0, { cidr_ipv4: "0.0.0.0/0" }),
    rule(1, { cidr_ipv4: "10.0.0.0/8" }),
    ...times(count, each).flat(),
  ]);
};

/** A load balancer whose rules have hostile patterns, and whose groups have very many targets. */
const balancers: Kind = (dice) => {
  const count = dice.size(2000);
  const lb = id("aws_lb", "b");
  const pattern = (): string =>
    dice.pick(["*a", "?", "*?", "a", "**"]).repeat(dice.size(200)) + dice.pick(["b", "", "*"]);
  const condition = (): Json =>
    dice.isTrue(0.5) ? { path_pattern: [{ values: [`/${pattern()}`] }] } : { host_header: [{ values: [pattern()] }] };
  return planOrState(dice, [
    VPC,
    SUBNET,
    { ...SUBNET, name: "t", values: { ...SUBNET.values, cidr_block: "10.128.0.0/9", availability_zone: "eu-west-1b" } },
    GROUP,
    ...times(4, (i) => rule(i, { cidr_ipv4: "0.0.0.0/0", from_port: 80, to_port: 80 })),
    {
      type: "aws_lb",
      name: "b",
      values: {
        arn: lb,
        load_balancer_type: "application",
        internal: true,
        subnets: [id("aws_subnet", "s"), id("aws_subnet", "t")],
        security_groups: [id("aws_security_group", "g")],
        dns_name: "b.test",
      },
    },
    {
      type: "aws_lb_target_group",
      name: "g",
      values: {
        arn: id("aws_lb_target_group", "g"),
        vpc_id: id("aws_vpc", "v"),
        target_type: "ip",
        port: 80,
        protocol: "HTTP",
      },
    },
    {
      type: "aws_lb_listener",
      name: "l",
      values: {
        arn: id("aws_lb_listener", "l"),
        load_balancer_arn: lb,
        port: 80,
        protocol: "HTTP",
        default_action: [{ type: "forward", target_group_arn: id("aws_lb_target_group", "g") }],
      },
    },
    ...times(count, (i): Planned => ({
      type: "aws_lb_listener_rule",
      name: `r${i}`,
      values: {
        listener_arn: id("aws_lb_listener", "l"),
        priority: i + 1,
        condition: [condition()],
        action: [{ type: "forward", target_group_arn: id("aws_lb_target_group", "g") }],
      },
    })),
    ...times(dice.size(1000), (i): Planned => ({
      type: "aws_lb_target_group_attachment",
      name: `a${i}`,
      values: { target_group_arn: id("aws_lb_target_group", "g"), target_id: address(i + 10), port: 80 },
    })),
    ...times(dice.size(50), (i) => host(i)),
  ]);
};

export const NETWORKS: Readonly<Record<string, Kind>> = {
  counts,
  "count-many": countMany,
  hosts,
  "hosts-drawn": hostsDrawn,
  groups,
  vpcs,
  rules,
  acls,
  cidrs,
  subnets,
  balancers,
};
