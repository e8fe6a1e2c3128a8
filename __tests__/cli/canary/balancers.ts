import { type Network, octet, type Unique } from "./unique";

/** One family of load balancers, under either of the provider's two names. */
export function balancers(u: Unique, seed: number): Network {
  const o = octet(seed);
  const forward = (arn: string) => [{ type: "forward", target_group_arn: arn, forward: [] }];
  const group = (arn: string, more: object = {}) => ({
    id: arn,
    arn,
    name: u.text(),
    vpc_id: "vpc-a",
    target_type: "ip",
    port: u.port(),
    protocol: "HTTP",
    health_check: [
      {
        enabled: true,
        path: `/${u.text()}`,
        port: "traffic-port",
        protocol: "HTTP",
        matcher: "200",
        interval: 30,
        timeout: 5,
        healthy_threshold: 3,
        unhealthy_threshold: 3,
      },
    ],
    ...more,
  });
  const conditions = (host: string, path: string) => [
    { host_header: [{ values: [host] }], path_pattern: [] },
    { host_header: [], path_pattern: [{ values: [path] }] },
  ];
  return {
    "aws_lb.front": {
      id: "arn:alb",
      arn: "arn:alb",
      name: u.text(),
      load_balancer_type: "application",
      internal: true,
      subnets: ["subnet-front", "subnet-front2"],
      security_groups: ["sg-lb"],
      dns_name: `${u.text()}.elb.example.com`,
    },
    "aws_alb.old": {
      id: "arn:alb2",
      arn: "arn:alb2",
      name: u.text(),
      load_balancer_type: "application",
      internal: false,
      subnets: ["subnet-front", "subnet-front2"],
      security_groups: ["sg-lb"],
      dns_name: `${u.text()}.elb.example.com`,
    },
    "aws_lb.net": {
      id: "arn:nlb",
      arn: "arn:nlb",
      name: u.text(),
      load_balancer_type: "network",
      internal: true,
      security_groups: ["sg-lb"],
      subnet_mapping: [{ subnet_id: "subnet-front", private_ipv4_address: `10.${o}.40.70` }],
      subnets: ["subnet-front"],
    },
    "aws_elb.classic": {
      id: "elb-1",
      name: u.text(),
      subnets: ["subnet-front"],
      security_groups: ["sg-lb"],
      internal: true,
      listener: [{ lb_port: u.port(), instance_port: u.port(), lb_protocol: "tcp", instance_protocol: "tcp" }],
      health_check: [{ target: `TCP:${u.port()}` }],
      instances: ["i-client"],
    },
    "aws_lb_target_group.web": group("arn:tg:web"),
    "aws_lb_target_group.net": group("arn:tg:net", { protocol: "TCP" }),
    "aws_lb_target_group.ecs": group("arn:tg:ecs"),
    "aws_alb_target_group.old": group("arn:tg:old"),
    "aws_lb_target_group_attachment.web": {
      id: "tga-1",
      target_group_arn: "arn:tg:web",
      target_id: `10.${o + 3}.20.10`,
      port: u.port(),
      availability_zone: "all",
    },
    "aws_lb_target_group_attachment.web2": {
      id: "tga-2",
      target_group_arn: "arn:tg:web",
      target_id: `10.${o + 3}.20.60`,
      port: u.port(),
      availability_zone: "all",
    },
    "aws_lb_target_group_attachment.net": {
      id: "tga-3",
      target_group_arn: "arn:tg:net",
      target_id: `10.${o}.20.30`,
      port: u.port(),
    },
    "aws_alb_target_group_attachment.old": {
      id: "tga-4",
      target_group_arn: "arn:tg:old",
      target_id: `10.${o + 3}.20.40`,
      port: u.port(),
      availability_zone: "all",
    },
    "aws_lb_listener.front": {
      id: "arn:l",
      arn: "arn:l",
      load_balancer_arn: "arn:alb",
      port: u.port(),
      protocol: "HTTP",
      default_action: forward("arn:tg:web"),
      certificate_arn: u.text(),
    },
    "aws_lb_listener.redirect": {
      id: "arn:l2",
      arn: "arn:l2",
      load_balancer_arn: "arn:alb",
      port: u.port(),
      protocol: "HTTP",
      default_action: [
        {
          type: "redirect",
          redirect: [
            {
              port: String(u.port()),
              protocol: "HTTPS",
              status_code: "HTTP_301",
              host: u.text(),
              path: `/${u.text()}`,
              query: u.text(),
            },
          ],
        },
      ],
    },
    "aws_lb_listener.fixed": {
      id: "arn:l3",
      arn: "arn:l3",
      load_balancer_arn: "arn:alb",
      port: u.port(),
      protocol: "HTTP",
      default_action: [
        {
          type: "fixed-response",
          fixed_response: [{ content_type: "text/plain", message_body: u.name(), status_code: "418" }],
        },
      ],
    },
    "aws_lb_listener.net": {
      id: "arn:l4",
      arn: "arn:l4",
      load_balancer_arn: "arn:nlb",
      port: u.port(),
      protocol: "TCP",
      default_action: forward("arn:tg:net"),
    },
    "aws_alb_listener.old": {
      id: "arn:l5",
      arn: "arn:l5",
      load_balancer_arn: "arn:alb2",
      port: u.port(),
      protocol: "HTTP",
      default_action: forward("arn:tg:old"),
    },
    "aws_lb_listener_rule.r": {
      id: "arn:r",
      arn: "arn:r",
      listener_arn: "arn:l",
      priority: u.port(),
      action: forward("arn:tg:web"),
      condition: conditions(`*.${u.text()}.example.com`, `/${u.text()}/*`),
    },
    "aws_lb_listener_rule.e": {
      id: "arn:r2",
      arn: "arn:r2",
      listener_arn: "arn:l",
      priority: u.port(),
      action: forward("arn:tg:ecs"),
      condition: [
        {
          host_header: [],
          path_pattern: [],
          query_string: [{ key: u.text(), value: u.text() }],
          source_ip: [{ values: [u.range()] }],
          http_header: [{ http_header_name: u.text(), values: [u.text()] }],
        },
      ],
    },
    "aws_alb_listener_rule.old": {
      id: "arn:r3",
      arn: "arn:r3",
      listener_arn: "arn:l5",
      priority: u.port(),
      action: forward("arn:tg:old"),
      condition: conditions(`${u.text()}.example.com`, `/${u.text()}`),
    },
  };
}
