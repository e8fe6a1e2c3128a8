import { type Reasoned } from "../../support/reasoned";
import { ALL_4, group, host, ref, sg, subnet, tcp, vpc } from "./parts";

const IN = [subnet("a"), subnet("b")];
const ARN = (address: string): string => ref(address, "arn");
const forward = (to: string): object => ({ type: "forward", target_group_arn: ARN(`aws_lb_target_group.${to}`) });
const balancer = (more: object): Record<string, unknown> => ({ internal: true, subnets: IN, ...more });
const listener = (to: string, protocol: string): Record<string, unknown> => ({
  ...{ load_balancer_arn: ARN(`aws_lb.${to}`), port: 443, protocol },
  default_action: [forward(protocol === "TCP" ? "tcp" : "https")],
});

/** What only the groups tell apart. */
const ANYWHERE = { "internet -> plain 443": "UNKNOWN", "internet -> h 443": "UNKNOWN" } as const;

/**
 * Services of AWS that carry requests from the internet to private load balancers and hosts: CloudFront by a VPC origin, API
 * Gateway by VPC links of both generations, Verified Access by an endpoint. Who may call is theirs to say, so each is UNKNOWN
 * and names the service; what no listener takes or no group admits is DENIED. `plain` is behind none of them.
 */
const LINKS: Reasoned = {
  name: "CloudFront, API Gateway and Verified Access in front of private load balancers",
  blocks: {
    aws_vpc: { v: { cidr_block: "10.0.0.0/16" } },
    aws_subnet: {
      a: { vpc_id: vpc("v"), cidr_block: "10.0.1.0/24", availability_zone: "eu-west-1a" },
      b: { vpc_id: vpc("v"), cidr_block: "10.0.2.0/24", availability_zone: "eu-west-1b" },
    },
    aws_security_group: { front: group("v", tcp(443, ALL_4)), h: group("v", tcp(443, ALL_4)), link: group("v") },
    aws_instance: { h: host("a", "h") },
    aws_lb: {
      site: balancer({ security_groups: [sg("front")] }),
      one: balancer({ load_balancer_type: "network" }),
      two: balancer({ security_groups: [sg("front")] }),
      access: balancer({ security_groups: [sg("front")] }),
      plain: balancer({ security_groups: [sg("front")] }),
    },
    aws_lb_target_group: {
      https: { port: 443, protocol: "HTTPS", vpc_id: vpc("v") },
      tcp: { port: 443, protocol: "TCP", vpc_id: vpc("v") },
    },
    aws_lb_target_group_attachment: {
      https: { target_group_arn: ARN("aws_lb_target_group.https"), target_id: ref("aws_instance.h") },
      tcp: { target_group_arn: ARN("aws_lb_target_group.tcp"), target_id: ref("aws_instance.h") },
    },
    aws_lb_listener: {
      site: listener("site", "HTTPS"),
      one: listener("one", "TCP"),
      two: listener("two", "HTTPS"),
      access: listener("access", "HTTPS"),
      plain: listener("plain", "HTTPS"),
    },
    aws_cloudfront_vpc_origin: {
      o: {
        vpc_origin_endpoint_config: [
          {
            ...{ name: "o", arn: ARN("aws_lb.site"), http_port: 80, https_port: 443 },
            origin_protocol_policy: "https-only",
            origin_ssl_protocols: [{ items: ["TLSv1.2"], quantity: 1 }],
          },
        ],
      },
    },
    aws_api_gateway_vpc_link: { l: { name: "l", target_arns: [ARN("aws_lb.one")] } },
    aws_apigatewayv2_vpc_link: { l: { name: "l", subnet_ids: IN, security_group_ids: [sg("link")] } },
    aws_apigatewayv2_integration: {
      i: {
        ...{ api_id: "api-1", integration_type: "HTTP_PROXY", integration_method: "ANY" },
        connection_type: "VPC_LINK",
        connection_id: ref("aws_apigatewayv2_vpc_link.l"),
        integration_uri: ARN("aws_lb_listener.two"),
      },
    },
    aws_verifiedaccess_endpoint: {
      e: {
        ...{ application_domain: "a.example.com", endpoint_domain_prefix: "a", verified_access_group_id: "vagr-1" },
        ...{
          attachment_type: "vpc",
          endpoint_type: "load-balancer",
          domain_certificate_arn: "arn:aws:acm:eu-west-1:111122223333:certificate/c",
        },
        security_group_ids: [sg("link")],
        load_balancer_options: [
          { load_balancer_arn: ARN("aws_lb.access"), port: 443, protocol: "https", subnet_ids: IN },
        ],
      },
    },
  },
  verdicts: {
    "internet -> site 443": "UNKNOWN",
    "internet -> site 80": "DENIED",
    "internet -> one 443": "UNKNOWN",
    "internet -> one 80": "DENIED",
    "internet -> two 443": "UNKNOWN",
    "internet -> two 80": "DENIED",
    "internet -> access 443": "UNKNOWN",
    "internet -> access 80": "DENIED",
    "internet -> plain 443": "DENIED",
    "internet -> h 443": "DENIED",
    "h -> plain 443": "ALLOWED",
  },
  settings: [
    ["no VPC origin", ["aws_cloudfront_vpc_origin.o"], { "internet -> site 443": "DENIED" }],
    ["no link of the first generation", ["aws_api_gateway_vpc_link.l"], { "internet -> one 443": "DENIED" }],
    // A link of the second generation leads wherever an integration says, which may be of another configuration.
    ["no integration", ["aws_apigatewayv2_integration.i"], ANYWHERE],
    [
      "an integration over the internet",
      [["aws_apigatewayv2_integration.i.connection_type", "INTERNET"], "aws_apigatewayv2_integration.i.connection_id"],
      ANYWHERE,
    ],
    ["no endpoint of Verified Access", ["aws_verifiedaccess_endpoint.e"], { "internet -> access 443": "DENIED" }],
    ["no listener at the origin", ["aws_lb_listener.site"], { "internet -> site 443": "DENIED" }],
    [
      "groups that admit nobody",
      [["aws_security_group.front.ingress", []]],
      {
        "internet -> site 443": "DENIED",
        "internet -> two 443": "DENIED",
        "internet -> access 443": "DENIED",
        "h -> plain 443": "DENIED",
      },
    ],
    [
      "a link to the host itself",
      [
        ["aws_verifiedaccess_endpoint.e.endpoint_type", "network-interface"],
        "aws_verifiedaccess_endpoint.e.load_balancer_options",
        [
          "aws_instance.h.network_interface",
          [{ device_index: 0, network_interface_id: ref("aws_network_interface.n") }],
        ],
        "aws_instance.h.subnet_id",
        "aws_instance.h.vpc_security_group_ids",
        ["aws_network_interface.n", { subnet_id: subnet("a"), security_groups: [sg("h")] }],
        [
          "aws_verifiedaccess_endpoint.e.network_interface_options",
          [{ network_interface_id: ref("aws_network_interface.n"), port: 443, protocol: "https" }],
        ],
      ],
      { "internet -> access 443": "DENIED", "internet -> h 443": "UNKNOWN" },
    ],
  ],
};

/**
 * VPC Lattice: a service network with which c's VPC is associated, a target and a resource by address in VPC v. It carries
 * connections from c's VPC, and by a resource gateway in v's subnets to the resource; which service leads where is not looked
 * into, so both are UNKNOWN from there, and DENIED from VPC d, which is not associated, and from the internet.
 */
const LATTICE: Reasoned = {
  name: "a service network of VPC Lattice",
  blocks: {
    aws_vpc: { v: { cidr_block: "10.0.0.0/16" }, c: { cidr_block: "10.1.0.0/16" }, d: { cidr_block: "10.2.0.0/16" } },
    aws_subnet: {
      a: { vpc_id: vpc("v"), cidr_block: "10.0.1.0/24", availability_zone: "eu-west-1a" },
      c: { vpc_id: vpc("c"), cidr_block: "10.1.1.0/24", availability_zone: "eu-west-1a" },
      d: { vpc_id: vpc("d"), cidr_block: "10.2.1.0/24", availability_zone: "eu-west-1a" },
    },
    aws_security_group: {
      t: group("v", tcp(443, ALL_4)),
      db: group("v", tcp(5432, ALL_4)),
      c: group("c"),
      d: group("d"),
    },
    aws_instance: {
      t: host("a", "t"),
      db: host("a", "db", { private_ip: "10.0.1.50" }),
      cc: host("c", "c"),
      dd: host("d", "d"),
    },
    aws_vpclattice_service_network: { n: { name: "net-n" } },
    aws_vpclattice_service_network_vpc_association: {
      c: { vpc_identifier: vpc("c"), service_network_identifier: ref("aws_vpclattice_service_network.n") },
    },
    aws_vpclattice_target_group: {
      t: { name: "target-t", type: "INSTANCE", config: [{ vpc_identifier: vpc("v"), port: 443, protocol: "HTTPS" }] },
    },
    aws_vpclattice_target_group_attachment: {
      t: {
        target_group_identifier: ref("aws_vpclattice_target_group.t"),
        target: [{ id: ref("aws_instance.t"), port: 443 }],
      },
    },
    aws_vpclattice_resource_gateway: {
      g: { name: "gateway-g", vpc_id: vpc("v"), subnet_ids: [subnet("a")], security_group_ids: [sg("t")] },
    },
    aws_vpclattice_resource_configuration: {
      r: {
        ...{ name: "resource-r", type: "SINGLE", protocol: "TCP", port_ranges: ["5432"] },
        resource_gateway_identifier: ref("aws_vpclattice_resource_gateway.g"),
        resource_configuration_definition: [{ ip_resource: [{ ip_address: "10.0.1.50" }] }],
      },
    },
  },
  verdicts: {
    "cc -> t 443": "UNKNOWN",
    "cc -> t 80": "DENIED",
    "cc -> db 5432": "UNKNOWN",
    "cc -> db 80": "DENIED",
    "dd -> t 443": "DENIED",
    "dd -> db 5432": "DENIED",
    "internet -> t 443": "DENIED",
    "internet -> db 5432": "DENIED",
  },
  settings: [
    [
      "no association",
      ["aws_vpclattice_service_network_vpc_association.c"],
      { "cc -> t 443": "DENIED", "cc -> db 5432": "DENIED" },
    ],
    [
      "the other VPC associated",
      [["aws_vpclattice_service_network_vpc_association.c.vpc_identifier", vpc("d")]],
      {
        "cc -> t 443": "DENIED",
        "cc -> db 5432": "DENIED",
        "dd -> t 443": "UNKNOWN",
        "dd -> db 5432": "UNKNOWN",
      },
    ],
    ["no target", ["aws_vpclattice_target_group_attachment.t"], { "cc -> t 443": "DENIED" }],
    ["no resource", ["aws_vpclattice_resource_configuration.r"], { "cc -> db 5432": "DENIED" }],
    [
      "a resource at another address",
      [
        [
          "aws_vpclattice_resource_configuration.r.resource_configuration_definition",
          [{ ip_resource: [{ ip_address: "10.0.1.51" }] }],
        ],
      ],
      { "cc -> db 5432": "DENIED" },
    ],
    [
      "an endpoint of the other VPC",
      [
        [
          "aws_vpc_endpoint.e",
          {
            ...{ vpc_id: vpc("d"), vpc_endpoint_type: "Resource", subnet_ids: [subnet("d")] },
            resource_configuration_arn: ref("aws_vpclattice_resource_configuration.r", "arn"),
          },
        ],
      ],
      { "dd -> t 443": "UNKNOWN", "dd -> db 5432": "UNKNOWN" },
    ],
    [
      "groups that admit nobody",
      [
        ["aws_security_group.t.ingress", []],
        ["aws_security_group.db.ingress", []],
      ],
      { "cc -> t 443": "DENIED", "cc -> db 5432": "DENIED" },
    ],
  ],
};

export const PRIVATE_LINKS: readonly Reasoned[] = [LINKS, LATTICE];
