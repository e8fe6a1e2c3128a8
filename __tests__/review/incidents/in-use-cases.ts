import { but, coming, GROUP, SUBNET, type TrapCase, VPC } from "./trap-case";

const TARGETS = { address: "aws_lb_target_group.t", before: { name: "t", port: 80, vpc_id: "aws_vpc.v" } };
const LISTENER = {
  address: "aws_lb_listener.l",
  before: { port: 80, default_action: [{ type: "forward", target_group_arn: "arn:aws_lb_target_group.t" }] },
  awaits: ["aws_lb_target_group.t"],
};
const ELSEWHERE = { port: 80, default_action: [{ type: "forward", target_group_arn: "arn:other" }] };
const BALANCER = {
  address: "aws_lb.b",
  before: { name: "b", internal: true, subnets: ["aws_subnet.s", "subnet-other"] },
  awaits: ["aws_subnet.s"],
};
const LIST = { address: "aws_ec2_managed_prefix_list.p", before: { name: "p", max_entries: 5 } };
const LISTED = {
  address: "aws_route.r",
  before: { route_table_id: "rtb-1", destination_prefix_list_id: "aws_ec2_managed_prefix_list.p" },
};
const EIP = { address: "aws_eip.e", before: { domain: "vpc" } };
const NAT = { address: "aws_nat_gateway.n", before: { subnet_id: "aws_subnet.s", allocation_id: "aws_eip.e" } };
const HUB = { address: "aws_ec2_transit_gateway.hub", before: { description: "hub" } };
const ATTACHMENT = {
  address: "aws_ec2_transit_gateway_vpc_attachment.a",
  before: { transit_gateway_id: HUB.address, vpc_id: "aws_vpc.v", subnet_ids: ["aws_subnet.s"] },
};
const HUB_TABLE = { address: "aws_ec2_transit_gateway_route_table.t", before: { transit_gateway_id: HUB.address } };
const ASSOCIATION = {
  address: "aws_ec2_transit_gateway_route_table_association.a",
  before: { transit_gateway_attachment_id: ATTACHMENT.address, transit_gateway_route_table_id: HUB_TABLE.address },
};
const RANGE = {
  address: "aws_vpc_ipv4_cidr_block_association.r",
  before: { vpc_id: "aws_vpc.v", cidr_block: "10.9.0.0/16" },
};
const INSIDE = { address: "aws_subnet.in", before: { vpc_id: "aws_vpc.v", cidr_block: "10.9.1.0/24" } };
const GATEWAY = { address: "aws_internet_gateway.g", before: { vpc_id: "aws_vpc.v" } };
const HOST = {
  address: "aws_instance.h",
  before: { subnet_id: "aws_subnet.s", public_ip: "198.51.100.7", vpc_security_group_ids: ["aws_security_group.g"] },
};
const NLB = { address: "aws_lb.n", before: { name: "n", load_balancer_type: "network", internal: true } };
const SERVICE = { address: "aws_vpc_endpoint_service.s", before: { network_load_balancer_arns: ["arn:aws_lb.n"] } };
const CUSTOMER = { address: "aws_customer_gateway.c", before: { bgp_asn: "65000", ip_address: "198.51.100.9" } };
const VPN = { address: "aws_vpn_connection.v", before: { customer_gateway_id: CUSTOMER.address, type: "ipsec.1" } };
const RULE = {
  address: "aws_vpc_security_group_ingress_rule.r",
  before: { security_group_id: "sg-other", referenced_security_group_id: GROUP.address, ip_protocol: "-1" },
};

export const IN_USE: readonly TrapCase[] = [
  {
    rule: "target-group-in-use",
    wrong: [
      but(TARGETS, { does: "replace", after: { ...TARGETS.before, port: 81 } }),
      but(LISTENER, { does: "update", after: { port: 80 }, refers: { default_action: "aws_lb_target_group.t.arn" } }),
    ],
    addresses: [TARGETS.address, LISTENER.address],
    right: [
      [
        but(TARGETS, { does: "create-first", after: { ...TARGETS.before, name: "t2" } }),
        but(LISTENER, { does: "update", after: { port: 80 }, refers: { default_action: "aws_lb_target_group.t.arn" } }),
      ],
      [but(TARGETS, { does: "delete" }), but(LISTENER, { does: "delete" })],
      [but(TARGETS, { does: "replace" }), but(LISTENER, { before: ELSEWHERE })],
      [but(TARGETS, { does: "update", after: { ...TARGETS.before, deregistration_delay: "10" } }), LISTENER],
    ],
  },
  {
    // The target group goes first, since the state says that the listener depends on it.
    rule: "target-group-in-use",
    wrong: [but(TARGETS, { does: "delete" }), but(LISTENER, { does: "update", after: ELSEWHERE })],
    addresses: [TARGETS.address, LISTENER.address],
    right: [
      [but(TARGETS, { does: "delete" }), but(LISTENER, { does: "update", after: ELSEWHERE, awaits: ["aws_lb.b"] })],
    ],
  },
  {
    rule: "subnet-in-use",
    wrong: [
      but(SUBNET, { does: "delete" }),
      but(BALANCER, { does: "update", after: { ...BALANCER.before, subnets: ["subnet-other", "subnet-third"] } }),
    ],
    addresses: [SUBNET.address, BALANCER.address],
    right: [
      [but(SUBNET, { does: "delete" }), but(BALANCER, { does: "delete" })],
      [SUBNET, but(BALANCER, { does: "update", after: { ...BALANCER.before, subnets: ["subnet-other"] } })],
    ],
  },
  {
    rule: "prefix-list-in-use",
    wrong: [but(LIST, { does: "delete" }), LISTED],
    addresses: [LIST.address, LISTED.address],
    right: [
      [but(LIST, { does: "delete" }), but(LISTED, { does: "delete" })],
      [but(LIST, { does: "update", after: { name: "q", max_entries: 5 } }), LISTED],
    ],
  },
  {
    rule: "elastic-ip-in-use",
    wrong: [but(EIP, { does: "delete" }), NAT],
    addresses: [EIP.address, NAT.address],
    right: [[but(EIP, { does: "replace" }), but(NAT, { does: "replace", refers: { allocation_id: "aws_eip.e.id" } })]],
  },
  {
    rule: "transit-gateway-in-use",
    wrong: [but(HUB, { does: "delete" }), ATTACHMENT],
    addresses: [HUB.address, ATTACHMENT.address],
    right: [[but(HUB, { does: "delete" }), but(ATTACHMENT, { does: "delete" })]],
  },
  {
    rule: "transit-gateway-table-in-use",
    wrong: [but(HUB_TABLE, { does: "delete" }), ASSOCIATION],
    addresses: [HUB_TABLE.address, ASSOCIATION.address],
    right: [[but(HUB_TABLE, { does: "replace" }), but(ASSOCIATION, { does: "replace" })]],
  },
  {
    rule: "vpc-range-in-use",
    wrong: [VPC, but(RANGE, { does: "delete" }), INSIDE],
    addresses: [RANGE.address, INSIDE.address],
    right: [
      [VPC, but(RANGE, { does: "delete" }), but(INSIDE, { does: "delete" })],
      [VPC, but(RANGE, { does: "delete" }), SUBNET],
    ],
  },
  {
    rule: "internet-gateway-in-use",
    wrong: [VPC, SUBNET, GROUP, but(GATEWAY, { does: "delete" }), HOST],
    addresses: [GATEWAY.address, HOST.address],
    right: [
      [VPC, SUBNET, GROUP, but(GATEWAY, { does: "delete" }), but(HOST, { does: "delete" })],
      [
        VPC,
        SUBNET,
        GROUP,
        but(GATEWAY, { does: "delete" }),
        but(HOST, { before: { subnet_id: "aws_subnet.s", public_ip: "" } }),
      ],
      [VPC, SUBNET, GROUP, but(GATEWAY, { does: "update", after: { vpc_id: "aws_vpc.v", tags: { a: "b" } } }), HOST],
    ],
  },
  {
    rule: "load-balancer-in-use",
    wrong: [
      but(NLB, { does: "replace" }),
      but(SERVICE, { does: "update", refers: { network_load_balancer_arns: "aws_lb.n.arn" } }),
    ],
    addresses: [NLB.address, SERVICE.address],
    right: [[but(NLB, { does: "delete" }), but(SERVICE, { does: "delete" })]],
  },
  {
    rule: "customer-gateway-in-use",
    wrong: [
      but(CUSTOMER, { does: "replace" }),
      but(VPN, { does: "update", refers: { customer_gateway_id: "aws_customer_gateway.c.id" } }),
    ],
    addresses: [CUSTOMER.address, VPN.address],
    right: [
      [
        but(CUSTOMER, { does: "create-first" }),
        but(VPN, { does: "update", refers: { customer_gateway_id: "aws_customer_gateway.c.id" } }),
      ],
    ],
  },
  {
    rule: "deletion-protected",
    wrong: [but(BALANCER, { does: "delete", before: { ...BALANCER.before, enable_deletion_protection: true } })],
    addresses: [BALANCER.address],
    right: [
      [but(BALANCER, { does: "delete", before: { ...BALANCER.before, enable_deletion_protection: false } })],
      [but(BALANCER, { does: "update", before: { ...BALANCER.before, enable_deletion_protection: true } })],
    ],
  },
  {
    // A protected instance, and one that the provider may destroy all the same.
    rule: "deletion-protected",
    wrong: [but(HOST, { does: "replace", before: { ...HOST.before, disable_api_termination: true } })],
    addresses: [HOST.address],
    right: [
      [but(HOST, { does: "replace", before: { ...HOST.before, disable_api_termination: true, force_destroy: true } })],
    ],
  },
  {
    // Interfaces that stay have the group.
    rule: "security-group-replaced-in-use",
    wrong: [VPC, SUBNET, but(GROUP, { does: "delete" }), but(HOST, { does: "update" })],
    addresses: [GROUP.address, HOST.address],
    right: [[VPC, SUBNET, but(GROUP, { does: "delete" }), but(HOST, { does: "delete" })]],
  },
  {
    // Another group's rule names it.
    rule: "security-group-replaced-in-use",
    wrong: [VPC, but(GROUP, { does: "delete" }), RULE],
    addresses: [GROUP.address, RULE.address],
    right: [[VPC, but(GROUP, { does: "delete" }), but(RULE, { does: "delete" })]],
  },
  {
    // Another group's own list names it: what the configuration writes, not what a refresh has filled in.
    rule: "security-group-replaced-in-use",
    wrong: [
      VPC,
      but(GROUP, { does: "replace", after: { vpc_id: "aws_vpc.v", name: "h" } }),
      {
        address: "aws_security_group.other",
        does: "update",
        before: { vpc_id: "aws_vpc.v", ingress: [{ protocol: "-1", security_groups: ["aws_security_group.g"] }] },
        after: { vpc_id: "aws_vpc.v" },
        refers: { ingress: "aws_security_group.g.id" },
      },
    ],
    addresses: [GROUP.address, "aws_security_group.other"],
    right: [
      [
        VPC,
        but(GROUP, { does: "replace", after: { vpc_id: "aws_vpc.v", name: "h" } }),
        {
          address: "aws_security_group.other",
          before: { vpc_id: "aws_vpc.v", ingress: [{ protocol: "-1", security_groups: ["aws_security_group.g"] }] },
          written: ["vpc_id"],
        },
        but(RULE, { does: "replace", refers: { referenced_security_group_id: "aws_security_group.g.id" } }),
        coming("aws_security_group.third", { vpc_id: "aws_vpc.v" }),
      ],
    ],
  },
];
