import "../../src/jest";
import { ask, endOfNic, Walker } from "../../src/reachability";
import { ALL_IN, ALL_OUT, asked, INSTANCE } from "../support/asked";

/**
 * What the packet lab has found: on each of these networks the proof once said something else than the Linux kernel,
 * and the kernel was right by AWS's documentation.
 */

const GATEWAY = {
  aws_ec2_transit_gateway: {
    t: { default_route_table_association: "disable", default_route_table_propagation: "disable" },
  },
  aws_ec2_transit_gateway_route_table: { t: { transit_gateway_id: "${aws_ec2_transit_gateway.t.id}" } },
};

const attachment = (vpc: string, subnet: string): object => ({
  transit_gateway_id: "${aws_ec2_transit_gateway.t.id}",
  vpc_id: `\${aws_vpc.${vpc}.id}`,
  subnet_ids: [`\${aws_subnet.${subnet}.id}`],
});
const associated = (name: string): object => ({
  transit_gateway_attachment_id: `\${aws_ec2_transit_gateway_vpc_attachment.${name}.id}`,
  transit_gateway_route_table_id: "${aws_ec2_transit_gateway_route_table.t.id}",
});
const gatewayRoute = (cidr: string, name: string): object => ({
  destination_cidr_block: cidr,
  transit_gateway_route_table_id: "${aws_ec2_transit_gateway_route_table.t.id}",
  transit_gateway_attachment_id: `\${aws_ec2_transit_gateway_vpc_attachment.${name}.id}`,
});
const subnet = (vpc: string, cidr: string, more: object = {}): object => ({
  vpc_id: `\${aws_vpc.${vpc}.id}`,
  cidr_block: cidr,
  availability_zone: "us-east-1a",
  ...more,
});
const host = (name: string, ip: string, ...groups: string[]): object => ({
  ...INSTANCE,
  subnet_id: `\${aws_subnet.${name}.id}`,
  private_ip: ip,
  vpc_security_group_ids: groups.map((group) => `\${aws_security_group.${group}.id}`),
});

describe("a rule that names a group means its members' addresses, whoever has them", () => {
  /** Two VPCs with the same range on one gateway; what is steered out of a reaches b. */
  const network = (groups: object): object => ({
    aws_vpc: { a: { cidr_block: "10.1.0.0/16" }, b: { cidr_block: "10.1.0.0/16" }, c: { cidr_block: "10.2.0.0/16" } },
    aws_subnet: {
      a: subnet("a", "10.1.0.0/24"),
      a1: subnet("a", "10.1.1.0/24"),
      b: subnet("b", "10.1.1.0/24"),
      c: subnet("c", "10.2.0.0/24"),
    },
    ...GATEWAY,
    aws_ec2_transit_gateway_vpc_attachment: {
      a: attachment("a", "a"),
      b: attachment("b", "b"),
      c: attachment("c", "c"),
    },
    aws_ec2_transit_gateway_route_table_association: { a: associated("a"), b: associated("b"), c: associated("c") },
    aws_ec2_transit_gateway_route: { b: gatewayRoute("10.1.1.0/24", "b"), c: gatewayRoute("10.2.0.0/16", "c") },
    aws_route_table: {
      a: { vpc_id: "${aws_vpc.a.id}" },
      b: { vpc_id: "${aws_vpc.b.id}" },
      c: { vpc_id: "${aws_vpc.c.id}" },
    },
    aws_route_table_association: Object.fromEntries(
      ["a", "b", "c"].map((one) => [
        one,
        { subnet_id: `\${aws_subnet.${one}.id}`, route_table_id: `\${aws_route_table.${one}.id}` },
      ]),
    ),
    aws_route: {
      a: {
        route_table_id: "${aws_route_table.a.id}",
        destination_cidr_block: "10.1.1.0/24",
        network_interface_id: "${data.aws_network_interface.a.id}",
      },
      b: {
        route_table_id: "${aws_route_table.b.id}",
        destination_cidr_block: "10.2.0.0/16",
        transit_gateway_id: "${aws_ec2_transit_gateway.t.id}",
      },
      c: {
        route_table_id: "${aws_route_table.c.id}",
        destination_cidr_block: "10.1.1.0/24",
        transit_gateway_id: "${aws_ec2_transit_gateway.t.id}",
      },
    },
    ...groups,
  });
  const data = {
    data: {
      aws_network_interface: {
        a: {
          filter: [
            {
              name: "description",
              values: [
                "Network Interface for Transit Gateway Attachment ${aws_ec2_transit_gateway_vpc_attachment.a.id}",
              ],
            },
            { name: "subnet-id", values: ["${aws_subnet.a.id}"] },
          ],
        },
      },
    },
  };

  test("outbound, checked before any route: a member's address in the sender's own VPC opens the way to its twin", () => {
    const arrival = (named: string): string => {
      const { answer } = asked(
        network({
          aws_security_group: {
            sender: {
              vpc_id: "${aws_vpc.a.id}",
              ingress: [],
              egress: [
                {
                  protocol: "udp",
                  from_port: 53,
                  to_port: 53,
                  security_groups: [`\${aws_security_group.${named}.id}`],
                },
              ],
            },
            member: { vpc_id: "${aws_vpc.a.id}", ingress: [], egress: [] },
            other: { vpc_id: "${aws_vpc.a.id}", ingress: [], egress: [] },
            open: { vpc_id: "${aws_vpc.b.id}", ingress: [ALL_IN], egress: [ALL_OUT] },
          },
          aws_instance: {
            sender: host("a", "10.1.0.10", "sender"),
            member: host("a1", "10.1.1.11", "member"),
            twin: host("b", "10.1.1.11", "open"),
          },
        }),
        data,
      );
      const { explanations } = answer("aws_instance.sender", "aws_instance.twin", { protocol: "udp", port: 53 });
      return explanations.some(({ code }) => code === "ENI_SG_RULES_MISMATCH") ? "stopped by the group" : "let out";
    };
    expect([arrival("member"), arrival("other")]).toEqual(["let out", "stopped by the group"]);
  });

  test("inbound: beyond a transit gateway a source with a member's address counts as the member", () => {
    const verdict = (ip: string): string =>
      asked(
        network({
          aws_security_group: {
            open: { vpc_id: "${aws_vpc.c.id}", ingress: [ALL_IN], egress: [ALL_OUT] },
            member: { vpc_id: "${aws_vpc.b.id}", ingress: [], egress: [] },
            receiver: {
              vpc_id: "${aws_vpc.b.id}",
              ingress: [
                { protocol: "tcp", from_port: 80, to_port: 80, security_groups: ["${aws_security_group.member.id}"] },
              ],
              egress: [],
            },
          },
          aws_vpc_ipv4_cidr_block_association: { b: { vpc_id: "${aws_vpc.b.id}", cidr_block: "10.2.0.0/16" } },
          // The receiver's VPC has the sender's range too, in a subnet with a member of the group.
          aws_subnet: {
            a: subnet("a", "10.1.0.0/24"),
            b: subnet("b", "10.1.1.0/24"),
            b2: subnet("b", "10.2.0.0/24"),
            c: subnet("c", "10.2.0.0/24"),
          },
          aws_instance: {
            sender: host("c", "10.2.0.10", "open"),
            member: host("b2", ip, "member"),
            receiver: host("b", "10.1.1.10", "receiver"),
          },
        }),
        data,
      )
        .answer("aws_instance.sender", "aws_instance.receiver", { port: 80 })
        .explanations.some(({ code }) => code === "ENI_SG_RULES_MISMATCH")
        ? "stopped by the group"
        : "let in";
    expect([verdict("10.2.0.10"), verdict("10.2.0.11")]).toEqual(["let in", "stopped by the group"]);
  });
});

describe("an attachment with two route tables", () => {
  test("is refused by AWS, so nothing is said of its traffic", () => {
    const { answer } = asked({
      aws_vpc: { a: { cidr_block: "10.1.0.0/16" }, b: { cidr_block: "10.2.0.0/16" } },
      aws_subnet: { a: subnet("a", "10.1.0.0/24"), b: subnet("b", "10.2.0.0/24") },
      ...GATEWAY,
      aws_ec2_transit_gateway_route_table: {
        t: { transit_gateway_id: "${aws_ec2_transit_gateway.t.id}" },
        u: { transit_gateway_id: "${aws_ec2_transit_gateway.t.id}" },
      },
      aws_ec2_transit_gateway_vpc_attachment: { a: attachment("a", "a"), b: attachment("b", "b") },
      aws_ec2_transit_gateway_route_table_association: {
        a: associated("a"),
        twice: { ...associated("a"), transit_gateway_route_table_id: "${aws_ec2_transit_gateway_route_table.u.id}" },
        b: associated("b"),
      },
      aws_ec2_transit_gateway_route: { a: gatewayRoute("10.1.0.0/16", "a"), b: gatewayRoute("10.2.0.0/16", "b") },
      aws_default_route_table: {
        a: { default_route_table_id: "${aws_vpc.a.default_route_table_id}" },
        b: { default_route_table_id: "${aws_vpc.b.default_route_table_id}" },
      },
      aws_route: {
        a: {
          route_table_id: "${aws_default_route_table.a.id}",
          destination_cidr_block: "10.2.0.0/16",
          transit_gateway_id: "${aws_ec2_transit_gateway.t.id}",
        },
      },
    });
    const found = answer("aws_subnet.a", "aws_subnet.b", { port: 80 });
    expect(found.verdict).toBe("UNKNOWN");
    expect(found.explanations).toEqual([
      {
        code: "TGW_RTB_ROUTES_ARE_UNKNOWN",
        address: "aws_ec2_transit_gateway_vpc_attachment.a",
        message: "it is associated with two route tables, which AWS refuses; keep one association",
      },
    ]);
  });
});

describe("the internet and a subnet that gives its hosts public addresses", () => {
  const network = (isPublic: boolean, gateway: boolean): object => ({
    aws_vpc: { a: { cidr_block: "10.1.0.0/16" } },
    aws_subnet: { a: subnet("a", "10.1.0.0/24", { map_public_ip_on_launch: isPublic }) },
    ...(gateway && { aws_internet_gateway: { i: { vpc_id: "${aws_vpc.a.id}" } } }),
    aws_default_route_table: { a: { default_route_table_id: "${aws_vpc.a.default_route_table_id}" } },
    aws_route: {
      a: {
        route_table_id: "${aws_default_route_table.a.id}",
        destination_cidr_block: "0.0.0.0/0",
        gateway_id: "${aws_internet_gateway.i.id}",
      },
    },
  });

  test.each([
    [true, true, "ALLOWED"],
    [false, true, "DENIED"],
    [true, false, "DENIED"],
  ])("public %s, gateway %s: a host there is %s to it", (isPublic, gateway, verdict) => {
    expect(asked(network(isPublic, gateway)).verdict("internet", "aws_subnet.a", 22)).toBe(verdict);
  });

  test("a NAT gateway there takes nothing in all the same", () => {
    const nat = {
      aws_eip: { n: { domain: "vpc" } },
      aws_nat_gateway: {
        n: { allocation_id: "${aws_eip.n.id}", subnet_id: "${aws_subnet.a.id}", private_ip: "10.1.0.9" },
      },
    };
    expect(asked({ ...network(true, true), ...nat })).not.toReach({
      from: "internet",
      to: "aws_nat_gateway.n",
      port: 22,
    });
  });
});

test("a reply that a route for the NAT gateway's own subnet sends to the gateway gets there", () => {
  const { verdict } = asked({
    aws_vpc: { a: { cidr_block: "10.1.0.0/16" } },
    aws_subnet: {
      clients: subnet("a", "10.1.0.0/24"),
      nat: subnet("a", "10.1.1.0/24"),
      servers: subnet("a", "10.1.2.0/24"),
    },
    aws_nat_gateway: {
      n: { connectivity_type: "private", subnet_id: "${aws_subnet.nat.id}", private_ip: "10.1.1.9" },
    },
    aws_route_table: { clients: { vpc_id: "${aws_vpc.a.id}" }, servers: { vpc_id: "${aws_vpc.a.id}" } },
    aws_route_table_association: {
      clients: { subnet_id: "${aws_subnet.clients.id}", route_table_id: "${aws_route_table.clients.id}" },
      servers: { subnet_id: "${aws_subnet.servers.id}", route_table_id: "${aws_route_table.servers.id}" },
    },
    aws_route: {
      there: {
        route_table_id: "${aws_route_table.clients.id}",
        destination_cidr_block: "10.1.2.0/24",
        nat_gateway_id: "${aws_nat_gateway.n.id}",
      },
      back: {
        route_table_id: "${aws_route_table.servers.id}",
        destination_cidr_block: "10.1.1.0/24",
        nat_gateway_id: "${aws_nat_gateway.n.id}",
      },
    },
  });
  expect(verdict("aws_subnet.clients", "aws_subnet.servers", 80)).toBe("ALLOWED");
});

test.each([
  ["shop.example.com", "/api/x", "ALLOWED"],
  ["SHOP.example.com", "/api/x", "ALLOWED"],
  ["shop.example.com", "/API/x", "DENIED"],
])("a listener's rule takes hosts in any case, but paths as they are written: %s%s is %s", (name, path, verdict) => {
  const group = { port: 80, protocol: "HTTP", target_type: "ip", vpc_id: "${aws_vpc.a.id}" };
  const { topology } = asked({
    aws_vpc: { a: { cidr_block: "10.1.0.0/16" } },
    aws_subnet: { a: subnet("a", "10.1.0.0/24"), b: subnet("a", "10.1.1.0/24", { availability_zone: "us-east-1b" }) },
    aws_security_group: { open: { vpc_id: "${aws_vpc.a.id}", ingress: [ALL_IN], egress: [ALL_OUT] } },
    aws_instance: { server: host("a", "10.1.0.10", "open"), client: host("b", "10.1.1.10", "open") },
    aws_lb: {
      l: {
        load_balancer_type: "application",
        internal: true,
        subnets: ["${aws_subnet.a.id}", "${aws_subnet.b.id}"],
        security_groups: ["${aws_security_group.open.id}"],
      },
    },
    aws_lb_target_group: { full: group, empty: group },
    aws_lb_target_group_attachment: {
      t: { target_group_arn: "${aws_lb_target_group.full.arn}", target_id: "10.1.0.10", port: 80 },
    },
    aws_lb_listener: {
      l: {
        load_balancer_arn: "${aws_lb.l.arn}",
        port: 80,
        protocol: "HTTP",
        default_action: [{ type: "forward", target_group_arn: "${aws_lb_target_group.empty.arn}" }],
      },
    },
    aws_lb_listener_rule: {
      r: {
        listener_arn: "${aws_lb_listener.l.arn}",
        priority: 1,
        action: [{ type: "forward", target_group_arn: "${aws_lb_target_group.full.arn}" }],
        condition: [{ host_header: [{ values: ["Shop.example.com"] }] }, { path_pattern: [{ values: ["/api/*"] }] }],
      },
    },
  });
  const [balancer] = topology.loadBalancers;
  const client = topology.nics.find(({ address }) => address === "aws_instance.client");
  const from = endOfNic(client!);
  if (from.kind !== "host") throw new Error("the client has no place");
  const question = {
    from,
    to: { kind: "balancer", balancer: balancer!, host: name, path },
    flow: { protocol: 6, port: 80 },
  } as const;
  expect(ask(new Walker(topology), question).verdict).toBe(verdict);
});

test("a load balancer's node whose address AWS picks has none that a NAT gateway of its subnet has", () => {
  const { topology } = asked({
    aws_vpc: { a: { cidr_block: "10.1.0.0/16" } },
    aws_subnet: { clients: subnet("a", "10.1.0.0/24"), front: subnet("a", "10.1.1.0/24") },
    aws_security_group: { open: { vpc_id: "${aws_vpc.a.id}", ingress: [ALL_IN], egress: [ALL_OUT] } },
    aws_instance: { client: host("clients", "10.1.0.10", "open"), server: host("front", "10.1.1.10", "open") },
    aws_nat_gateway: {
      n: { connectivity_type: "private", subnet_id: "${aws_subnet.front.id}", private_ip: "10.1.1.9" },
    },
    aws_route_table: { clients: { vpc_id: "${aws_vpc.a.id}" } },
    aws_route_table_association: {
      clients: { subnet_id: "${aws_subnet.clients.id}", route_table_id: "${aws_route_table.clients.id}" },
    },
    aws_route: {
      there: {
        route_table_id: "${aws_route_table.clients.id}",
        destination_cidr_block: "10.1.1.0/24",
        nat_gateway_id: "${aws_nat_gateway.n.id}",
      },
    },
    aws_lb: { l: { load_balancer_type: "network", internal: true, subnets: ["${aws_subnet.front.id}"] } },
    aws_lb_target_group: { g: { port: 80, protocol: "TCP", target_type: "ip", vpc_id: "${aws_vpc.a.id}" } },
    aws_lb_target_group_attachment: {
      t: { target_group_arn: "${aws_lb_target_group.g.arn}", target_id: "10.1.1.10", port: 80 },
    },
    aws_lb_listener: {
      l: {
        load_balancer_arn: "${aws_lb.l.arn}",
        port: 80,
        protocol: "TCP",
        default_action: [{ type: "forward", target_group_arn: "${aws_lb_target_group.g.arn}" }],
      },
    },
  });
  const from = endOfNic(topology.nics.find(({ address }) => address === "aws_instance.client")!);
  if (from.kind !== "host") throw new Error("the client has no place");
  const to = { kind: "balancer", balancer: topology.loadBalancers[0]! } as const;
  expect(ask(new Walker(topology), { from, to, flow: { protocol: 6, port: 80 } }).verdict).toBe("ALLOWED");
});
