import { add, drop, fails, met, none, set } from "./flip";
import type { ControlCase } from "./stacks";

const ingress = (values: object) =>
  add("aws_vpc_security_group_ingress_rule.more", { security_group_id: "${aws_security_group.web.id}", ...values });
const world = (from: number, to = from, ip_protocol = "tcp") =>
  ingress({ cidr_ipv4: "0.0.0.0/0", ip_protocol, from_port: from, to_port: to });
const inline = (rule: object) => set("aws_security_group.web", { ingress: [rule] });
const olderRule = (rule: object) =>
  add("aws_security_group_rule.more", { security_group_id: "${aws_security_group.web.id}", type: "ingress", ...rule });

/** Security groups and their rules. */
export const GROUP_CASES: readonly ControlCase[] = [
  met("EC2.2", "empty lists"),
  fails("EC2.2", "keeps ingress rules that are added", set("aws_default_security_group.web", { ingress: undefined })),
  fails("EC2.2", "keeps egress rules that are added", set("aws_default_security_group.web", { egress: undefined })),
  fails(
    "EC2.2",
    "has egress rules in its default group",
    set("aws_default_security_group.web", {
      egress: [{ protocol: "-1", from_port: 0, to_port: 0, cidr_blocks: ["0.0.0.0/0"] }],
    }),
  ),
  fails("EC2.2", "has a default security group that admits its own members", drop("aws_default_security_group.client")),
  fails(
    "EC2.2",
    "gets a rule into its default group by aws_security_group_rule.more",
    add("aws_security_group_rule.more", {
      security_group_id: "${aws_default_security_group.client.id}",
      type: "ingress",
      protocol: "-1",
      from_port: 0,
      to_port: 0,
      self: true,
    }),
  ),
  none("EC2.2", "no VPC is made here", drop("aws_vpc")),
  met("EC2.13", "as it is"),
  fails("EC2.13", "admits everybody to port 22", world(22)),
  fails("EC2.13", "admits everybody to port 22", world(0, 65535)),
  fails(
    "EC2.13",
    "admits everybody to port 22",
    ingress({ cidr_ipv6: "::/0", ip_protocol: "tcp", from_port: 22, to_port: 22 }),
  ),
  fails("EC2.13", "admits everybody to port 22", ingress({ cidr_ipv4: "0.0.0.0/0", ip_protocol: "-1" })),
  fails(
    "EC2.13",
    "admits everybody to port 22",
    inline({ protocol: "6", from_port: 20, to_port: 30, cidr_blocks: ["10.0.0.0/8", "0.0.0.0/0"] }),
  ),
  fails(
    "EC2.13",
    "admits everybody to port 22",
    olderRule({ protocol: "tcp", from_port: 22, to_port: 22, ipv6_cidr_blocks: ["::/0"] }),
  ),
  fails(
    "EC2.13",
    "admits what is not known before the apply",
    ingress({ cidr_ipv4: "${aws_eip.x.public_ip}/32", ip_protocol: "tcp", from_port: 1, to_port: 1 }),
  ),
  met("EC2.13", "another port for everybody", world(443)),
  met(
    "EC2.13",
    "the port for some",
    ingress({ cidr_ipv4: "10.0.0.0/8", ip_protocol: "tcp", from_port: 22, to_port: 22 }),
  ),
  met(
    "EC2.13",
    "a rule of what goes out",
    olderRule({ type: "egress", protocol: "-1", from_port: 0, to_port: 0, cidr_blocks: ["0.0.0.0/0"] }),
  ),
  none(
    "EC2.13",
    "no security group",
    drop("aws_security_group", "aws_default_security_group", "aws_vpc_security_group_ingress_rule"),
  ),
  met("EC2.14", "as it is"),
  fails("EC2.14", "admits everybody to port 3389", world(3000, 4000)),
  met("EC2.14", "SSH for everybody", world(22)),
  met("EC2.18", "as it is"),
  met("EC2.18", "the ports that are authorized", world(443)),
  fails("EC2.18", "admits everybody to other ports", world(8443)),
  fails("EC2.18", "admits everybody to other ports", world(80, 443)),
  fails("EC2.18", "admits everybody to other ports", world(443, 443, "udp")),
  met("EC2.18", "ping", world(8, -1, "icmp")),
  met("EC2.19", "as it is"),
  fails("EC2.19", "admits everybody to port 5432", world(5432)),
  met("EC2.19", "a port of low risk", world(8443)),
  met("EC2.22", "every group has a host or a load balancer"),
  fails("EC2.22", "is attached to nothing here", drop("aws_instance.demo-web")),
  met("EC2.53", "as it is"),
  fails("EC2.53", "admits 0.0.0.0/0 to port 3389", world(3389)),
  met("EC2.53", "everybody by IPv6", ingress({ cidr_ipv6: "::/0", ip_protocol: "tcp", from_port: 22, to_port: 22 })),
  met("EC2.54", "everybody by IPv4", world(22)),
  fails("EC2.54", "admits ::/0 to port 22", ingress({ cidr_ipv6: "::/0", ip_protocol: "-1" })),
];
