import { BASE, group, id, ingress, type Part, type Resources, together } from "./base-network";
import { type Config } from "./scenario";

export const base = (...changes: readonly Part[]): Config => ({ resource: together(BASE, ...changes) });

export const withNat = (name: string, arguments_: Record<string, unknown>): Resources => ({
  aws_nat_gateway: { [name]: arguments_ },
});
export const NAT = BASE.aws_nat_gateway!.app!;

export const rule = (port: number, cidr: string): Record<string, unknown> => ({
  ...{ from_port: port, to_port: port, protocol: "tcp", cidr_blocks: [cidr], description: "" },
  ...{ ipv6_cidr_blocks: [], prefix_list_ids: [], security_groups: [], self: false },
});

/** The database's group with its rules inline instead of as resources of their own. */
export const inlineGroup = (...rules: readonly Record<string, unknown>[]): Part => ({
  aws_security_group: {
    database: {
      ...BASE.aws_security_group!.database!,
      ingress: rules,
      egress: [{ ...rule(0, "0.0.0.0/0"), protocol: "-1" }],
    },
  },
  aws_vpc_security_group_ingress_rule: { "database-from-nat": null },
  aws_vpc_security_group_egress_rule: { database: null },
});

export const natsOver = (zones: readonly string[]): Part => ({
  aws_nat_gateway: {
    app: null,
    zone: {
      count: zones.length,
      connectivity_type: "private",
      subnet_id: `\${[${zones.map((one) => `aws_subnet.${one}.id`).join(", ")}][count.index]}`,
    },
  },
  aws_route: {
    "app-to-db": {
      route_table_id: id("aws_route_table.app"),
      destination_cidr_block: "10.2.0.0/16",
      nat_gateway_id: "${aws_nat_gateway.zone[0].id}",
    },
  },
});

export const balancer = (port: number, target: string): Part => ({
  ...group("front", "app"),
  ...ingress("front-from-app", "front", 80, "10.1.0.0/16"),
  aws_subnet: { other: { vpc_id: id("aws_vpc.app"), cidr_block: "10.1.3.0/24", availability_zone: "eu-west-1b" } },
  aws_lb: {
    front: {
      name: "front",
      internal: true,
      load_balancer_type: "application",
      subnets: [id("aws_subnet.app"), id("aws_subnet.other")],
      security_groups: [id("aws_security_group.front")],
    },
  },
  aws_lb_target_group: { web: { name: "web", port, protocol: "HTTP", target_type: "ip", vpc_id: id("aws_vpc.app") } },
  aws_lb_target_group_attachment: { web: { target_group_arn: "${aws_lb_target_group.web.arn}", target_id: target } },
  aws_lb_listener: {
    front: {
      load_balancer_arn: "${aws_lb.front.arn}",
      port: 80,
      protocol: "HTTP",
      default_action: [{ type: "forward", target_group_arn: "${aws_lb_target_group.web.arn}" }],
    },
  },
});
export const served = together(
  BASE,
  balancer(8080, "10.1.2.10"),
  ingress("web-from-front", "web", 8080, "10.1.0.0/16"),
);
