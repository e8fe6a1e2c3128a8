import { type Reasoned } from "../../support/reasoned";
import { ALL_4, association, group, host, ref, sg, subnet, tcp, vpc } from "./parts";

const IGW = { gateway_id: ref("aws_internet_gateway.g") };
const ARN = (address: string): string => ref(address, "arn");
const forward = (to: string): object => ({ type: "forward", target_group_arn: ARN(`aws_lb_target_group.${to}`) });
const endpoint = (endpoint_id: string): object => ({ endpoint_id, weight: 100 });
const NOTHING_BY_IT = {
  "internet -> alb 443": "DENIED",
  "internet -> h 443": "DENIED",
  "internet -> nlb 443": "DENIED",
  "198.51.100.7 -> h 443": "DENIED",
} as const;

/**
 * An accelerator on 443 in front of an internal ALB, an internal NLB, a host and an elastic address. ALB and host are
 * private; the accelerator reaches them all the same, from within the VPC, which needs an internet gateway and no route to it
 * (Global Accelerator guide, endpoints; requirements for client IP address preservation). They see the client's address, so
 * their groups must admit it. Which source packets for the NLB have is another matter, so that stays open. p has the elastic
 * address and a way of its own.
 */
const ACCELERATOR: Reasoned = {
  name: "Global Accelerator in front of load balancers, a host and an address",
  blocks: {
    aws_vpc: { v: { cidr_block: "10.0.0.0/16" } },
    aws_internet_gateway: { g: { vpc_id: vpc("v") } },
    aws_subnet: {
      a: { vpc_id: vpc("v"), cidr_block: "10.0.1.0/24", availability_zone: "eu-west-1a" },
      b: { vpc_id: vpc("v"), cidr_block: "10.0.2.0/24", availability_zone: "eu-west-1b" },
      pub: { vpc_id: vpc("v"), cidr_block: "10.0.3.0/24", availability_zone: "eu-west-1a" },
    },
    aws_route_table: { pub: { vpc_id: vpc("v"), route: [{ cidr_block: "0.0.0.0/0", ...IGW }] } },
    aws_route_table_association: { pub: association("pub", "pub") },
    aws_security_group: {
      front: group("v", tcp(443, ALL_4)),
      h: group("v", tcp(443, ALL_4)),
      p: group("v", tcp(443, ALL_4)),
    },
    aws_instance: { h: host("a", "h"), p: host("pub", "p") },
    aws_eip: { p: { domain: "vpc", instance: ref("aws_instance.p") } },
    aws_lb: {
      alb: { internal: true, subnets: [subnet("a"), subnet("b")], security_groups: [sg("front")] },
      nlb: { internal: true, load_balancer_type: "network", subnets: [subnet("a"), subnet("b")] },
    },
    aws_lb_target_group: {
      alb: { port: 443, protocol: "HTTPS", vpc_id: vpc("v") },
      nlb: { port: 443, protocol: "TCP", vpc_id: vpc("v") },
    },
    aws_lb_target_group_attachment: {
      alb: { target_group_arn: ARN("aws_lb_target_group.alb"), target_id: ref("aws_instance.h") },
      nlb: { target_group_arn: ARN("aws_lb_target_group.nlb"), target_id: ref("aws_instance.h") },
    },
    aws_lb_listener: {
      alb: { load_balancer_arn: ARN("aws_lb.alb"), port: 443, protocol: "HTTPS", default_action: [forward("alb")] },
      nlb: { load_balancer_arn: ARN("aws_lb.nlb"), port: 443, protocol: "TCP", default_action: [forward("nlb")] },
    },
    aws_globalaccelerator_accelerator: { acc: { name: "g", enabled: true } },
    aws_globalaccelerator_listener: {
      acc: {
        accelerator_arn: ref("aws_globalaccelerator_accelerator.acc"),
        protocol: "TCP",
        port_range: [{ from_port: 443, to_port: 443 }],
      },
    },
    aws_globalaccelerator_endpoint_group: {
      acc: {
        listener_arn: ref("aws_globalaccelerator_listener.acc"),
        endpoint_configuration: [
          endpoint(ARN("aws_lb.alb")),
          endpoint(ARN("aws_lb.nlb")),
          endpoint(ref("aws_instance.h")),
          endpoint(ref("aws_eip.p")),
        ],
      },
    },
  },
  verdicts: {
    "internet -> alb 443": "ALLOWED",
    "internet -> alb 80": "DENIED",
    "internet -> h 443": "ALLOWED",
    "internet -> h 22": "DENIED",
    "198.51.100.7 -> h 443": "ALLOWED",
    "internet -> nlb 443": "UNKNOWN",
    "internet -> nlb 80": "DENIED",
    "internet -> p 443": "ALLOWED",
    "internet -> p 22": "DENIED",
  },
  settings: [
    ["no accelerator", ["aws_globalaccelerator_accelerator.acc"], NOTHING_BY_IT],
    ["no listener", ["aws_globalaccelerator_listener.acc"], NOTHING_BY_IT],
    ["no endpoint group", ["aws_globalaccelerator_endpoint_group.acc"], NOTHING_BY_IT],
    ["an accelerator that is off", [["aws_globalaccelerator_accelerator.acc.enabled", false]], NOTHING_BY_IT],
    [
      "another port",
      [["aws_globalaccelerator_listener.acc.port_range", [{ from_port: 80, to_port: 80 }]]],
      NOTHING_BY_IT,
    ],
    ["another protocol", [["aws_globalaccelerator_listener.acc.protocol", "UDP"]], NOTHING_BY_IT],
    ["no internet gateway", ["aws_internet_gateway.g"], { ...NOTHING_BY_IT, "internet -> p 443": "DENIED" }],
    [
      "the host is no endpoint",
      ["aws_globalaccelerator_endpoint_group.acc.endpoint_configuration.2"],
      { "internet -> h 443": "DENIED", "198.51.100.7 -> h 443": "DENIED" },
    ],
    [
      "the ALB is no endpoint",
      ["aws_globalaccelerator_endpoint_group.acc.endpoint_configuration.0"],
      { "internet -> alb 443": "DENIED" },
    ],
    [
      "the NLB is no endpoint",
      ["aws_globalaccelerator_endpoint_group.acc.endpoint_configuration.1"],
      { "internet -> nlb 443": "DENIED" },
    ],
    ["the elastic address is no endpoint", ["aws_globalaccelerator_endpoint_group.acc.endpoint_configuration.3"], {}],
    // The NLB's target sees who sends to the NLB, and its group admits nobody outside of the VPC then.
    [
      "the host's group admits the VPC alone",
      [["aws_security_group.h", group("v", tcp(443, { cidr_blocks: ["10.0.0.0/16"] }))]],
      { "internet -> h 443": "DENIED", "198.51.100.7 -> h 443": "DENIED" },
    ],
    [
      "the ALB's group admits the VPC alone",
      [["aws_security_group.front", group("v", tcp(443, { cidr_blocks: ["10.0.0.0/16"] }))]],
      { "internet -> alb 443": "DENIED" },
    ],
    [
      "the host's group admits some of the internet",
      [["aws_security_group.h", group("v", tcp(443, { cidr_blocks: ["198.51.100.0/24", "10.0.0.0/16"] }))]],
      { "internet -> h 443": "UNKNOWN" },
    ],
    ["no listener at the ALB", ["aws_lb_listener.alb"], { "internet -> alb 443": "DENIED" }],
    ["no listener at the NLB", ["aws_lb_listener.nlb"], { "internet -> nlb 443": "DENIED" }],
  ],
};

const CVPN = "aws_ec2_client_vpn_endpoint.people";

/**
 * People who come by a client VPN: with the address of its interface in the associated subnet and under its group (Client VPN
 * guide, how it works), whatever range they have themselves. A rule lets them into the VPC, to which an association has a
 * route; to the office's range none.
 */
const CLIENT_VPN: Reasoned = {
  name: "a client VPN",
  blocks: {
    aws_vpc: { v: { cidr_block: "10.0.0.0/16" } },
    aws_subnet: {
      in: { vpc_id: vpc("v"), cidr_block: "10.0.1.0/24", availability_zone: "eu-west-1a" },
      h: { vpc_id: vpc("v"), cidr_block: "10.0.2.0/24", availability_zone: "eu-west-1a" },
    },
    aws_security_group: {
      people: group("v"),
      h: group("v", tcp(22, { security_groups: [sg("people")] })),
      range: group("v", tcp(22, { cidr_blocks: ["10.0.1.0/24"] })),
      own: group("v", tcp(22, { cidr_blocks: ["172.16.0.0/16"] })),
    },
    aws_instance: { h: host("h", "h"), range: host("h", "range"), own: host("h", "own") },
    aws_ec2_client_vpn_endpoint: {
      people: {
        server_certificate_arn: "arn:aws:acm:eu-west-1:111122223333:certificate/c",
        client_cidr_block: "172.16.0.0/16",
        security_group_ids: [sg("people")],
        vpc_id: vpc("v"),
        authentication_options: [
          {
            type: "certificate-authentication",
            root_certificate_chain_arn: "arn:aws:acm:eu-west-1:111122223333:certificate/c",
          },
        ],
        connection_log_options: [{ enabled: false }],
      },
    },
    aws_ec2_client_vpn_network_association: { a: { client_vpn_endpoint_id: ref(CVPN), subnet_id: subnet("in") } },
    aws_ec2_client_vpn_authorization_rule: {
      a: { client_vpn_endpoint_id: ref(CVPN), target_network_cidr: "10.0.0.0/16", authorize_all_groups: true },
    },
  },
  verdicts: {
    [`${CVPN} -> h 22`]: "ALLOWED",
    [`${CVPN} -> h 80`]: "DENIED",
    [`${CVPN} -> range 22`]: "ALLOWED",
    [`${CVPN} -> own 22`]: "DENIED",
    "internet -> h 22": "DENIED",
  },
  settings: [
    [
      "no rule that lets them in",
      ["aws_ec2_client_vpn_authorization_rule.a"],
      { [`${CVPN} -> h 22`]: "DENIED", [`${CVPN} -> range 22`]: "DENIED" },
    ],
    [
      "a rule for another range",
      [["aws_ec2_client_vpn_authorization_rule.a.target_network_cidr", "10.0.3.0/24"]],
      { [`${CVPN} -> h 22`]: "DENIED", [`${CVPN} -> range 22`]: "DENIED" },
    ],
    [
      "a rule for a group of people",
      [
        "aws_ec2_client_vpn_authorization_rule.a.authorize_all_groups",
        ["aws_ec2_client_vpn_authorization_rule.a.access_group_id", "g-1"],
      ],
      { [`${CVPN} -> h 22`]: "UNKNOWN", [`${CVPN} -> range 22`]: "UNKNOWN" },
    ],
    // Where they come in nobody knows then, so who admits some of them is UNKNOWN.
    [
      "no association here",
      ["aws_ec2_client_vpn_network_association.a"],
      { [`${CVPN} -> h 22`]: "UNKNOWN", [`${CVPN} -> range 22`]: "UNKNOWN", [`${CVPN} -> own 22`]: "UNKNOWN" },
    ],
    ["another group", [[`${CVPN}.security_group_ids`, [sg("own")]]], { [`${CVPN} -> h 22`]: "DENIED" }],
    [
      "a group that lets nothing out",
      [["aws_security_group.people.egress", []]],
      { [`${CVPN} -> h 22`]: "DENIED", [`${CVPN} -> range 22`]: "DENIED" },
    ],
  ],
};

export const WAYS_IN: readonly Reasoned[] = [ACCELERATOR, CLIENT_VPN];
