import { type Reasoned } from "../../support/reasoned";
import { association, group, host, ref, sg, subnet, tcp, vpc } from "./parts";

const ARN = (address: string): string => ref(address, "arn");
const CLIENTS = { cidr_blocks: ["10.0.3.0/24"] };
const placed = (of: string, cidr_block: string, zone: "a" | "b"): Record<string, unknown> => ({
  ...{ vpc_id: vpc(of), cidr_block, availability_zone: `eu-west-1${zone}` },
});
const FRONT = [subnet("front_a"), subnet("front_b")];
const forward = (to: string): object[] => [{ type: "forward", target_group_arn: ARN(`aws_lb_target_group.${to}`) }];
const listener = (of: string, port: number, protocol: string, to: string): Record<string, unknown> => ({
  ...{ load_balancer_arn: ARN(`aws_lb.${of}`), port, protocol, default_action: forward(to) },
});
const targets = (more: object): Record<string, unknown> => ({ vpc_id: vpc("hub"), ...more });
const endpoint = (of: string, service: string): Record<string, unknown> => ({
  ...{ vpc_id: vpc(of), vpc_endpoint_type: "Interface" },
  service_name: ref(`aws_vpc_endpoint_service.${service}`, "service_name"),
  subnet_ids: [subnet(`${of}_a`), subnet(`${of}_b`)],
  security_group_ids: [sg(`${of}_in`)],
});
const service = (more: object): Record<string, unknown> => ({
  ...{ acceptance_required: false, network_load_balancer_arns: [ARN("aws_lb.tcp")], ...more },
});
const PEERED = ref("aws_vpc_peering_connection.w");
const OWN = "aws_vpc_endpoint.one";
const OTHER = "aws_vpc_endpoint.two";
const SHUT = { [`c -> ${OWN} 5432`]: "DENIED", [`c -> ${OWN} 80`]: "DENIED" } as const;
const NO_DATABASE = { [`c -> ${OWN} 5432`]: "DENIED", [`d -> ${OTHER} 5432`]: "DENIED" } as const;
const NO_PAGES = { [`c -> ${OWN} 80`]: "DENIED" } as const;

/**
 * Two clients' VPCs and a web VPC, all 10.0.0.0/16, and a hub in between (AWS PrivateLink guide, create an endpoint service).
 * The hub's network load balancer is an endpoint service of each client: `one` is taken by the VPC of `c`, `two`, which has to
 * accept whom it serves, by that of `d`. It hands 5432 to a database in the web VPC, over a peering, and 80 to an application
 * load balancer of the hub, which sends to a web server there. The groups of the load balancers see the clients' own
 * addresses, those of the web VPC the load balancers'. `d`'s endpoint takes 5432 alone.
 */
const HUB: Reasoned = {
  name: "a hub with endpoint services for two clients of the same addresses",
  blocks: {
    aws_vpc: {
      one: { cidr_block: "10.0.0.0/16" },
      two: { cidr_block: "10.0.0.0/16" },
      hub: { cidr_block: "100.64.8.0/24" },
      web: { cidr_block: "10.0.0.0/16" },
    },
    aws_subnet: {
      c: placed("one", "10.0.3.0/24", "a"),
      one_a: placed("one", "10.0.1.0/24", "a"),
      one_b: placed("one", "10.0.2.0/24", "b"),
      d: placed("two", "10.0.3.0/24", "a"),
      two_a: placed("two", "10.0.1.0/24", "a"),
      two_b: placed("two", "10.0.2.0/24", "b"),
      front_a: placed("hub", "100.64.8.0/26", "a"),
      front_b: placed("hub", "100.64.8.64/26", "b"),
      web: placed("web", "10.0.3.0/24", "a"),
    },
    aws_security_group: {
      c: group("one"),
      one_in: group("one", tcp(5432, CLIENTS), tcp(80, CLIENTS)),
      d: group("two"),
      two_in: group("two", tcp(5432, CLIENTS)),
      tcp: group("hub", tcp(5432, CLIENTS), tcp(80, CLIENTS)),
      http: group("hub", tcp(80, { security_groups: [sg("tcp")] })),
      web: group("web", tcp(5432, { cidr_blocks: ["100.64.8.0/24"] }), tcp(8080, { cidr_blocks: ["100.64.8.0/24"] })),
    },
    aws_instance: {
      c: host("c", "c", { private_ip: "10.0.3.20" }),
      d: host("d", "d", { private_ip: "10.0.3.20" }),
      w: host("web", "web", { private_ip: "10.0.3.20" }),
    },
    aws_vpc_peering_connection: { w: { vpc_id: vpc("hub"), peer_vpc_id: vpc("web"), auto_accept: true } },
    aws_route_table: {
      front: {
        vpc_id: vpc("hub"),
        route: [{ cidr_block: "10.0.0.0/16", vpc_peering_connection_id: PEERED }],
      },
      web: { vpc_id: vpc("web"), route: [{ cidr_block: "100.64.8.0/24", vpc_peering_connection_id: PEERED }] },
    },
    aws_route_table_association: {
      front_a: association("front_a", "front"),
      front_b: association("front_b", "front"),
      web: association("web", "web"),
    },
    aws_lb: {
      tcp: {
        ...{ name: "tcp", load_balancer_type: "network", internal: true, subnets: FRONT },
        ...{ security_groups: [sg("tcp")], enable_cross_zone_load_balancing: true },
      },
      http: { name: "http", internal: true, subnets: FRONT, security_groups: [sg("http")] },
    },
    aws_lb_target_group: {
      pg: targets({ name: "pg", port: 5432, protocol: "TCP", target_type: "ip" }),
      alb: targets({ name: "alb", port: 80, protocol: "TCP", target_type: "alb" }),
      web: targets({ name: "web", port: 8080, protocol: "HTTP", target_type: "ip" }),
    },
    aws_lb_target_group_attachment: {
      pg: {
        ...{ target_group_arn: ARN("aws_lb_target_group.pg"), target_id: "10.0.3.20", availability_zone: "all" },
      },
      alb: { target_group_arn: ARN("aws_lb_target_group.alb"), target_id: ARN("aws_lb.http") },
      web: {
        ...{ target_group_arn: ARN("aws_lb_target_group.web"), target_id: "10.0.3.20", availability_zone: "all" },
      },
    },
    aws_lb_listener: {
      pg: listener("tcp", 5432, "TCP", "pg"),
      alb: listener("tcp", 80, "TCP", "alb"),
      http: listener("http", 80, "HTTP", "web"),
    },
    aws_vpc_endpoint_service: {
      one: service({ allowed_principals: ["arn:aws:iam::111122223333:root"] }),
      two: service({ acceptance_required: true }),
    },
    aws_vpc_endpoint: { one: endpoint("one", "one"), two: endpoint("two", "two") },
    aws_vpc_endpoint_connection_accepter: {
      two: {
        vpc_endpoint_service_id: ref("aws_vpc_endpoint_service.two"),
        vpc_endpoint_id: ref("aws_vpc_endpoint.two"),
      },
    },
  },
  verdicts: {
    [`c -> ${OWN} 5432`]: "ALLOWED",
    [`c -> ${OWN} 80`]: "ALLOWED",
    [`c -> ${OWN} 22`]: "DENIED",
    [`d -> ${OTHER} 5432`]: "ALLOWED",
    [`d -> ${OTHER} 80`]: "DENIED",
    // An endpoint is met in its own VPC alone, and nothing gets back through it.
    [`d -> ${OWN} 5432`]: "DENIED",
    [`w -> ${OWN} 5432`]: "DENIED",
    "w -> c 5432": "DENIED",
    "c -> aws_instance.w 5432": "DENIED",
    "c -> aws_lb.tcp 5432": "DENIED",
    "c -> d 5432": "DENIED",
    [`${OWN} -> w 5432`]: "DENIED",
    [`${OWN} -> c 5432`]: "DENIED",
  },
  settings: [
    ["no listener for the database", ["aws_lb_listener.pg"], NO_DATABASE],
    ["no target for the database", ["aws_lb_target_group_attachment.pg"], NO_DATABASE],
    ["no listener for pages", ["aws_lb_listener.alb"], NO_PAGES],
    ["no listener behind it for pages", ["aws_lb_listener.http"], NO_PAGES],
    ["no load balancer behind it", ["aws_lb_target_group_attachment.alb"], NO_PAGES],
    ["no web server", ["aws_lb_target_group_attachment.web"], NO_PAGES],
    [
      "a second load balancer that does not admit the first",
      [["aws_security_group.http.ingress.0", tcp(80, CLIENTS)]],
      NO_PAGES,
    ],
    ["no way to the web VPC", [["aws_route_table.front.route", []]], { ...NO_DATABASE, ...NO_PAGES }],
    ["no way back to the hub", [["aws_route_table.web.route", []]], { ...NO_DATABASE, ...NO_PAGES }],
    [
      "a web VPC that admits the clients and not the hub",
      [["aws_security_group.web.ingress", [tcp(5432, CLIENTS), tcp(8080, CLIENTS)]]],
      { ...NO_DATABASE, ...NO_PAGES },
    ],
    ["an endpoint that admits nobody", [["aws_security_group.one_in.ingress", []]], SHUT],
    ["a load balancer that admits nobody", [["aws_security_group.tcp.ingress", []]], { ...NO_DATABASE, ...NO_PAGES }],
    [
      "a load balancer that asks its groups nothing about endpoints",
      [
        ["aws_security_group.tcp.ingress", []],
        ["aws_lb.tcp.enforce_security_group_inbound_rules_on_private_link_traffic", "off"],
      ],
      {},
    ],
    ["no accepter", ["aws_vpc_endpoint_connection_accepter.two"], { [`d -> ${OTHER} 5432`]: "UNKNOWN" }],
    [
      "the other service",
      [["aws_vpc_endpoint.one.service_name", ref("aws_vpc_endpoint_service.two", "service_name")]],
      { [`c -> ${OWN} 5432`]: "UNKNOWN", [`c -> ${OWN} 80`]: "UNKNOWN" },
    ],
    [
      "an endpoint service of somebody else",
      [["aws_vpc_endpoint.one.service_name", "com.amazonaws.vpce.eu-west-1.vpce-svc-0123456789abcdef0"]],
      { [`c -> ${OWN} 5432`]: "UNKNOWN", [`c -> ${OWN} 80`]: "UNKNOWN" },
    ],
    [
      "a zone without the load balancer",
      [["aws_lb.tcp.subnets", [subnet("front_a")]]],
      { ...NO_DATABASE, ...NO_PAGES },
    ],
    [
      "an endpoint where the load balancer is, and no more",
      [
        ["aws_lb.tcp.subnets", [subnet("front_a")]],
        ["aws_vpc_endpoint.one.subnet_ids", [subnet("one_a")]],
      ],
      { [`d -> ${OTHER} 5432`]: "DENIED" },
    ],
    [
      "a load balancer without groups",
      ["aws_lb.tcp.security_groups"],
      // What comes from it has no group that the second one admits.
      NO_PAGES,
    ],
  ],
};

export const ENDPOINT_SERVICES: readonly Reasoned[] = [HUB];
