import { attributeOf, type Body, idOf, of, type Place, type Row, sharedName } from "./cell";
import { bareGroup, host, IMAGE, local, merged, openGroup, subnet, vpc } from "./parts";
import { type Resources } from "../../review/plans/base-network";

const EVERYWHERE = "0.0.0.0/0";
const CLIENTS = "10.0.1.0/24";
const FOREIGN = "10.9.0.0/16";

const fromClients = (place: Place) =>
  [of("aws_subnet", place.shared("clients")), of("aws_network_interface", place.own())] as const;

/** A server or client a cell, whose group has no rule but the child. */
const serverWithGroup = (place: Place): Resources =>
  merged(
    bareGroup(place.own(), place.shared("near")),
    host(place.own(), place.shared("servers"), `10.0.0.${place.n}`, place.own()),
  );

/** The same in a VPC of the cell's own, whose default group has no rule but the child. */
const serverWithDefaultGroup = (place: Place): Resources =>
  merged(
    vpc(place.own(), "10.0.0.0/16"),
    subnet(place.own("servers"), place.own(), "10.0.0.0/24"),
    subnet(place.own("clients"), place.own(), CLIENTS),
    { aws_default_security_group: { [place.own()]: { vpc_id: idOf("aws_vpc", place.own()) } } },
    {
      aws_network_interface: {
        [place.own()]: { subnet_id: idOf("aws_subnet", place.own("servers")), private_ips: ["10.0.0.10"] },
      },
    },
  );

const withServer = (row: string): Resources =>
  merged(
    local(row),
    host(sharedName(row, "server"), sharedName(row, "servers"), "10.0.0.200", sharedName(row, "open")),
  );

interface Rule {
  readonly child: string;
  readonly inDefault: boolean;
  /** Arguments that name the peer, and the ports. */
  readonly peer: (cidr: string) => Body;
  /** Whether the provider changes the peer of the rule where it stands. */
  readonly isChangeable: boolean;
}

const TCP_80 = { from_port: 80, to_port: 80 };
const MANY =
  (type: string) =>
  (cidr: string): Body => ({ type, protocol: "tcp", ...TCP_80, cidr_blocks: [cidr] });
const ONE = (cidr: string): Body => ({ ip_protocol: "tcp", ...TCP_80, cidr_ipv4: cidr });

/** A row of group rules: `security_group_id` is the parent's, and a replacement or a change names another range. */
function ruleRow(name: string, rule: Rule, isEgress: boolean): Row {
  const parent = rule.inDefault ? "aws_default_security_group" : "aws_security_group";
  const group = (place: Place): Body => ({ security_group_id: idOf(parent, place.own()) });
  const sender = (place: Place) => of("aws_network_interface", place.own());
  return {
    name,
    parent,
    child: rule.child,
    shared: (row) => (rule.inDefault ? {} : withServer(row)),
    own: (place) =>
      rule.inDefault
        ? merged(
            serverWithDefaultGroup(place),
            openGroup(place.own("open"), place.own()),
            host(place.own("server"), place.own("clients"), "10.0.1.200", place.own("open")),
          )
        : serverWithGroup(place),
    body: (place) => ({ ...group(place), ...rule.peer(EVERYWHERE) }),
    ...(rule.isChangeable
      ? { changed: (place: Place) => ({ ...group(place), ...rule.peer(FOREIGN) }) }
      : { replaced: (place: Place) => ({ ...group(place), ...rule.peer(FOREIGN) }) }),
    ask: (place) => {
      const server = rule.inDefault
        ? of("aws_network_interface", place.own("server"))
        : of("aws_network_interface", place.shared("server"));
      if (isEgress) return [sender(place), server];
      return rule.inDefault ? [server, sender(place)] : fromClients(place);
    },
    expected: { with: "ALLOWED", without: "DENIED" },
  };
}

const RULE_ROWS: readonly Row[] = [false, true].flatMap((inDefault): Row[] => {
  const prefix = inDefault ? "default-" : "";
  const many = { child: "aws_security_group_rule", inDefault, isChangeable: false };
  return [
    ruleRow(`${prefix}rule-in`, { ...many, peer: MANY("ingress") }, false),
    ruleRow(`${prefix}rule-out`, { ...many, peer: MANY("egress") }, true),
    ruleRow(
      `${prefix}ingress-rule`,
      { child: "aws_vpc_security_group_ingress_rule", inDefault, isChangeable: true, peer: ONE },
      false,
    ),
    ruleRow(
      `${prefix}egress-rule`,
      { child: "aws_vpc_security_group_egress_rule", inDefault, isChangeable: true, peer: ONE },
      true,
    ),
  ];
});

const aclRule = (acl: string, number: number, egress: boolean, action: string): Body => ({
  ...{ network_acl_id: acl, rule_number: number, egress, protocol: "-1", rule_action: action, cidr_block: EVERYWHERE },
  ...{ from_port: 0, to_port: 0 },
});

/** An ACL that admits everything by rules of its own resources. */
function openAcl(name: string, acl: string): Resources {
  return {
    aws_network_acl_rule: {
      [`${name}-in`]: aclRule(acl, 100, false, "allow"),
      [`${name}-out`]: aclRule(acl, 100, true, "allow"),
    },
  };
}

/** Without this, the default ACL's resource takes away whatever it does not list itself. */
const LEFT_ALONE = { ignore_changes: ["ingress", "egress", "subnet_ids"] };
const defaultAcl = (place: Place): Body => ({
  default_network_acl_id: attributeOf("aws_vpc", place.own(), "default_network_acl_id"),
  lifecycle: LEFT_ALONE,
});

const toServer = (place: Place) =>
  [of("aws_subnet", place.own()), of("aws_network_interface", place.shared("server"))] as const;

const ACL_ROWS: readonly Row[] = [
  {
    name: "acl-deny",
    parent: "aws_network_acl",
    child: "aws_network_acl_rule",
    shared: withServer,
    own: (place) =>
      merged(
        subnet(place.own(), place.shared("near"), `10.0.${place.n}.0/24`),
        {
          aws_network_acl: {
            [place.own()]: {
              vpc_id: idOf("aws_vpc", place.shared("near")),
              subnet_ids: [idOf("aws_subnet", place.own())],
            },
          },
        },
        openAcl(place.own(), idOf("aws_network_acl", place.own())),
      ),
    body: (place) => aclRule(idOf("aws_network_acl", place.own()), 90, true, "deny"),
    replaced: (place) => ({ ...aclRule(idOf("aws_network_acl", place.own()), 90, true, "deny"), cidr_block: FOREIGN }),
    ask: toServer,
    expected: { with: "DENIED", without: "ALLOWED" },
  },
  {
    name: "acl-allow",
    parent: "aws_network_acl",
    child: "aws_network_acl_rule",
    shared: withServer,
    own: (place) =>
      merged(subnet(place.own(), place.shared("near"), `10.0.${place.n}.0/24`), {
        aws_network_acl: {
          [place.own()]: {
            vpc_id: idOf("aws_vpc", place.shared("near")),
            subnet_ids: [idOf("aws_subnet", place.own())],
          },
        },
        aws_network_acl_rule: {
          [place.own("in")]: aclRule(idOf("aws_network_acl", place.own()), 100, false, "allow"),
        },
      }),
    body: (place) => aclRule(idOf("aws_network_acl", place.own()), 100, true, "allow"),
    replaced: (place) => aclRule(idOf("aws_network_acl", place.own()), 100, true, "deny"),
    ask: toServer,
    expected: { with: "ALLOWED", without: "DENIED" },
  },
  {
    name: "default-acl-deny",
    parent: "aws_default_network_acl",
    child: "aws_network_acl_rule",
    shared: () => ({}),
    own: (place) =>
      merged(
        vpc(place.own(), "10.0.0.0/16"),
        subnet(place.own(), place.own(), "10.0.10.0/24"),
        subnet(place.own("servers"), place.own(), "10.0.0.0/24"),
        openGroup(place.own("open"), place.own()),
        host(place.own("server"), place.own("servers"), "10.0.0.200", place.own("open")),
        {
          aws_default_network_acl: {
            [place.own()]: defaultAcl(place),
          },
        },
        openAcl(place.own(), idOf("aws_default_network_acl", place.own())),
      ),
    body: (place) => aclRule(idOf("aws_default_network_acl", place.own()), 90, true, "deny"),
    replaced: (place) => ({
      ...aclRule(idOf("aws_default_network_acl", place.own()), 90, true, "deny"),
      cidr_block: FOREIGN,
    }),
    ask: (place) => [of("aws_subnet", place.own()), of("aws_network_interface", place.own("server"))],
    expected: { with: "DENIED", without: "ALLOWED" },
  },
  {
    name: "acl-association",
    parent: "aws_network_acl",
    child: "aws_network_acl_association",
    shared: (row) => merged(withServer(row), subnet(sharedName(row, "spare"), sharedName(row, "near"), "10.0.2.0/24")),
    own: (place) =>
      merged(subnet(place.own(), place.shared("near"), `10.0.${place.n}.0/24`), {
        aws_network_acl: { [place.own()]: { vpc_id: idOf("aws_vpc", place.shared("near")) } },
      }),
    body: (place) => ({
      network_acl_id: idOf("aws_network_acl", place.own()),
      subnet_id: idOf("aws_subnet", place.own()),
    }),
    replaced: (place) => ({
      network_acl_id: idOf("aws_network_acl", place.own()),
      subnet_id: idOf("aws_subnet", place.shared("spare")),
    }),
    ask: toServer,
    expected: { with: "DENIED", without: "ALLOWED" },
  },
  {
    name: "default-acl-association",
    parent: "aws_default_network_acl",
    child: "aws_network_acl_association",
    note: "The default ACL denies; the association takes the subnet out of it.",
    shared: () => ({}),
    own: (place) =>
      merged(
        vpc(place.own(), "10.0.0.0/16"),
        subnet(place.own(), place.own(), "10.0.10.0/24"),
        openGroup(place.own("open"), place.own()),
        {
          aws_default_network_acl: {
            [place.own()]: defaultAcl(place),
          },
          aws_network_acl: { [place.own()]: { vpc_id: idOf("aws_vpc", place.own()) } },
        },
        openAcl(place.own(), idOf("aws_network_acl", place.own())),
        subnet(place.own("servers"), place.own(), "10.0.0.0/24"),
        host(place.own("server"), place.own("servers"), "10.0.0.200", place.own("open")),
        {
          aws_network_acl_association: {
            [place.own("servers")]: {
              network_acl_id: idOf("aws_network_acl", place.own()),
              subnet_id: idOf("aws_subnet", place.own("servers")),
            },
          },
        },
      ),
    body: (place) => ({
      network_acl_id: idOf("aws_network_acl", place.own()),
      subnet_id: idOf("aws_subnet", place.own()),
    }),
    ask: (place) => [of("aws_subnet", place.own()), of("aws_network_interface", place.own("server"))],
    expected: { with: "ALLOWED", without: "DENIED" },
  },
];

/** A host that lists no groups: one that does takes off, at the next apply, what an attachment adds. */
const ungrouped = (type: string, place: Place, body: Body): Resources => ({
  [type]: { [place.own()]: { subnet_id: idOf("aws_subnet", place.shared("servers")), ...body } },
});

const GROUP_ROWS: readonly Row[] = [
  {
    name: "list-entry",
    parent: "aws_ec2_managed_prefix_list",
    child: "aws_ec2_managed_prefix_list_entry",
    shared: local,
    own: (place) =>
      merged(serverWithGroup(place), {
        aws_ec2_managed_prefix_list: {
          [place.own()]: { name: place.own(), address_family: "IPv4", max_entries: 5 },
        },
        aws_vpc_security_group_ingress_rule: {
          [place.own()]: {
            security_group_id: idOf("aws_security_group", place.own()),
            prefix_list_id: idOf("aws_ec2_managed_prefix_list", place.own()),
            ip_protocol: "tcp",
            ...TCP_80,
          },
        },
      }),
    body: (place) => ({ prefix_list_id: idOf("aws_ec2_managed_prefix_list", place.own()), cidr: CLIENTS }),
    replaced: (place) => ({ prefix_list_id: idOf("aws_ec2_managed_prefix_list", place.own()), cidr: FOREIGN }),
    ask: fromClients,
    expected: { with: "ALLOWED", without: "DENIED" },
  },
  {
    name: "group-of-interface",
    parent: "aws_network_interface",
    child: "aws_network_interface_sg_attachment",
    shared: (row) => merged(local(row), bareGroup(sharedName(row, "other"), sharedName(row, "near"))),
    own: (place) => ungrouped("aws_network_interface", place, { private_ips: [`10.0.0.${place.n}`] }),
    body: (place) => ({
      security_group_id: idOf("aws_security_group", place.shared("open")),
      network_interface_id: idOf("aws_network_interface", place.own()),
    }),
    replaced: (place) => ({
      security_group_id: idOf("aws_security_group", place.shared("other")),
      network_interface_id: idOf("aws_network_interface", place.own()),
    }),
    ask: fromClients,
    expected: { with: "ALLOWED", without: "DENIED" },
  },
  {
    name: "group-of-instance",
    parent: "aws_instance",
    child: "aws_network_interface_sg_attachment",
    note: "The emulator goes on listing the groups that an instance was launched with.",
    isLostWhenForgotten: true,
    shared: (row) => merged(local(row), bareGroup(sharedName(row, "other"), sharedName(row, "near"))),
    own: (place) =>
      ungrouped("aws_instance", place, {
        ...{ ami: IMAGE, instance_type: "t3.micro", private_ip: `10.0.0.${place.n}` },
      }),
    body: (place) => ({
      security_group_id: idOf("aws_security_group", place.shared("open")),
      network_interface_id: attributeOf("aws_instance", place.own(), "primary_network_interface_id"),
    }),
    replaced: (place) => ({
      security_group_id: idOf("aws_security_group", place.shared("other")),
      network_interface_id: attributeOf("aws_instance", place.own(), "primary_network_interface_id"),
    }),
    ask: (place) => [of("aws_subnet", place.shared("clients")), of("aws_instance", place.own())],
    expected: { with: "ALLOWED", without: "DENIED" },
  },
];

export const FILTER_ROWS: readonly Row[] = [...RULE_ROWS, ...ACL_ROWS, ...GROUP_ROWS];
