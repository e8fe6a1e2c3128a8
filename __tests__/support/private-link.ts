import { ALL_OUT, INSTANCE } from "./asked";

export type Blocks = Record<string, Record<string, Record<string, unknown>>>;

export const tcp = (port: number, ...cidrs: string[]) => ({
  ...{ protocol: "tcp", from_port: port, to_port: port, cidr_blocks: cidrs },
});
const subnet = (vpc: string, cidr: string, zone: string) => ({
  ...{ vpc_id: `\${aws_vpc.${vpc}.id}`, cidr_block: cidr, availability_zone: `eu-central-1${zone}` },
});
const group = (vpc: string, ...ingress: object[]) => ({
  ...{ vpc_id: `\${aws_vpc.${vpc}.id}`, ingress, egress: [ALL_OUT] },
});

/**
 * A client's VPC and a service's, both 10.0.0.0/16, that nothing joins but an interface endpoint in two zones. Its group
 * takes 5432 from the client's subnet. The service is a network load balancer in the same zones, with a group of its own
 * that takes 5432 from the client's subnet, too, and one database behind it, whose group takes 5432 from the load
 * balancer's group alone. The client and the database have the same address.
 */
export const privateLink = (): Blocks => ({
  aws_vpc: { client: { cidr_block: "10.0.0.0/16" }, web: { cidr_block: "10.0.0.0/16" } },
  aws_subnet: {
    client: subnet("client", "10.0.3.0/24", "a"),
    endpoint_a: subnet("client", "10.0.1.0/24", "a"),
    endpoint_b: subnet("client", "10.0.2.0/24", "b"),
    front_a: subnet("web", "10.0.1.0/24", "a"),
    front_b: subnet("web", "10.0.2.0/24", "b"),
    data: subnet("web", "10.0.3.0/24", "a"),
  },
  aws_security_group: {
    client: group("client"),
    endpoint: group("client", tcp(5432, "10.0.3.0/24")),
    front: group("web", tcp(5432, "10.0.3.0/24")),
    data: group("web", {
      ...{ protocol: "tcp", from_port: 5432, to_port: 5432, security_groups: ["${aws_security_group.front.id}"] },
    }),
  },
  aws_instance: {
    client: {
      ...{ ...INSTANCE, subnet_id: "${aws_subnet.client.id}", private_ip: "10.0.3.20" },
      vpc_security_group_ids: ["${aws_security_group.client.id}"],
    },
    data: {
      ...{ ...INSTANCE, subnet_id: "${aws_subnet.data.id}", private_ip: "10.0.3.20" },
      vpc_security_group_ids: ["${aws_security_group.data.id}"],
    },
  },
  aws_lb: {
    front: {
      ...{ load_balancer_type: "network", internal: true, enable_cross_zone_load_balancing: true },
      subnets: ["${aws_subnet.front_a.id}", "${aws_subnet.front_b.id}"],
      security_groups: ["${aws_security_group.front.id}"],
    },
  },
  aws_lb_target_group: {
    data: { port: 5432, protocol: "TCP", target_type: "ip", vpc_id: "${aws_vpc.web.id}" },
  },
  aws_lb_target_group_attachment: {
    data: { target_group_arn: "${aws_lb_target_group.data.arn}", target_id: "10.0.3.20" },
  },
  aws_lb_listener: {
    data: {
      ...{ load_balancer_arn: "${aws_lb.front.arn}", port: 5432, protocol: "TCP" },
      default_action: [{ type: "forward", target_group_arn: "${aws_lb_target_group.data.arn}" }],
    },
  },
  aws_vpc_endpoint_service: {
    data: { acceptance_required: false, network_load_balancer_arns: ["${aws_lb.front.arn}"] },
  },
  aws_vpc_endpoint: {
    data: {
      ...{ vpc_id: "${aws_vpc.client.id}", vpc_endpoint_type: "Interface" },
      service_name: "${aws_vpc_endpoint_service.data.service_name}",
      subnet_ids: ["${aws_subnet.endpoint_a.id}", "${aws_subnet.endpoint_b.id}"],
      security_group_ids: ["${aws_security_group.endpoint.id}"],
    },
  },
});

/** The network with something of it otherwise; undefined takes an argument, or the whole thing, away. */
export function having(
  type: string,
  name: string,
  more: Record<string, unknown> | undefined,
  base = privateLink(),
): Blocks {
  const own = { ...base[type] };
  if (more === undefined) delete own[name];
  else {
    const changed = { ...own[name], ...more };
    own[name] = Object.fromEntries(Object.entries(changed).filter(([, value]) => value !== undefined));
  }
  return { ...base, [type]: own };
}
