import { cidr, formatIpv4 } from "../../src/ipv4";
import { usableAddresses } from "../../src/reachability/packets";
import { matchesHost, matchesPath } from "../../src/reachability/listener-rules";
import { ALL_IN, ALL_OUT, asked, INSTANCE } from "../support/asked";

/** Rules of docs/model.md that no other test is about. */

test.each([
  ["10.0.1.0/24", "10.0.1.4", "10.0.1.254"],
  ["10.0.1.0/28", "10.0.1.4", "10.0.1.14"],
])("hosts of %s have addresses from %s to %s", (range, first, last) => {
  const [usable, ...more] = usableAddresses(cidr(range));
  expect(more).toEqual([]);
  expect([usable!.start, usable!.end - 1].map(formatIpv4)).toEqual([first, last]);
});

test.each([
  ["*.example.com", "Shop.Example.com", true],
  ["*.example.com", "example.com", false],
  ["shop?.example.com", "shop1.example.com", true],
  ["shop?.example.com", "shop.example.com", false],
])("the host pattern %s takes %s: %s, in any case of letters", (pattern, host, takes) => {
  expect(matchesHost(pattern, host)).toBe(takes);
});

test.each([
  ["/img/*", "/img/a/b.png", true],
  ["/img/*", "/IMG/a.png", false],
  ["/a?c", "/abc", true],
])("the path pattern %s takes %s: %s, and case counts", (pattern, path, takes) => {
  expect(matchesPath(pattern, path)).toBe(takes);
});

const subnets = {
  a: { vpc_id: "${aws_vpc.v.id}", cidr_block: "10.0.0.0/24", availability_zone: "eu-west-1a" },
  b: { vpc_id: "${aws_vpc.v.id}", cidr_block: "10.0.1.0/24", availability_zone: "eu-west-1b" },
};
const IN_BOTH = ["${aws_subnet.a.id}", "${aws_subnet.b.id}"];
const ALL = ["${aws_security_group.all.id}"];

/** A VPC with a client, and what is given beside it. */
function vpcWith(more: object) {
  return asked({
    aws_vpc: { v: { cidr_block: "10.0.0.0/16" } },
    aws_subnet: subnets,
    aws_security_group: { all: { vpc_id: "${aws_vpc.v.id}", ingress: [ALL_IN], egress: [ALL_OUT] } },
    aws_instance: {
      client: { ...INSTANCE, subnet_id: "${aws_subnet.a.id}", vpc_security_group_ids: ALL },
      server: { ...INSTANCE, subnet_id: "${aws_subnet.b.id}", vpc_security_group_ids: ALL },
    },
    ...more,
  });
}

const alb = { internal: true, subnets: IN_BOTH, security_groups: ALL };
const group = { port: 80, protocol: "HTTP", vpc_id: "${aws_vpc.v.id}" };
const forwardTo = (name: string) => [{ type: "forward", target_group_arn: `\${aws_lb_target_group.${name}.arn}` }];

describe("a listener's rules", () => {
  const rule = (priority: number, paths: readonly string[], to: string) => ({
    listener_arn: "${aws_lb_listener.h.arn}",
    priority,
    condition: [{ path_pattern: [{ values: paths }] }],
    action: forwardTo(to),
  });
  const { verdict } = vpcWith({
    aws_lb: { l: alb },
    aws_lb_target_group: { server: group, nobody: group },
    aws_lb_target_group_attachment: {
      s: { target_group_arn: "${aws_lb_target_group.server.arn}", target_id: "${aws_instance.server.id}" },
    },
    aws_lb_listener: {
      h: { load_balancer_arn: "${aws_lb.l.arn}", port: 80, protocol: "HTTP", default_action: forwardTo("server") },
    },
    aws_lb_listener_rule: {
      late: rule(20, ["/shop/cart"], "server"),
      early: rule(10, ["/shop/*"], "nobody"),
    },
  });
  const asks = (path: string) => verdict("aws_instance.client", `http://aws_lb.l${path}`);

  it("are asked by priority, and the default action last", () => {
    // The earlier rule takes it, and its group has no target.
    expect(asks("/shop/cart")).toBe("DENIED");
    expect(asks("/shop")).toBe("ALLOWED");
  });
});

test("a load balancer may stand behind another one, and both are walked", () => {
  const behind = (groups: readonly string[]) =>
    vpcWith({
      aws_security_group: {
        all: { vpc_id: "${aws_vpc.v.id}", ingress: [ALL_IN], egress: [ALL_OUT] },
        none: { vpc_id: "${aws_vpc.v.id}", ingress: [], egress: [ALL_OUT] },
      },
      aws_lb: {
        n: { internal: true, load_balancer_type: "network", subnets: IN_BOTH },
        l: { ...alb, security_groups: groups },
      },
      aws_lb_target_group: {
        server: group,
        l: { port: 80, protocol: "TCP", target_type: "alb", vpc_id: "${aws_vpc.v.id}" },
      },
      aws_lb_target_group_attachment: {
        s: { target_group_arn: "${aws_lb_target_group.server.arn}", target_id: "${aws_instance.server.id}" },
        l: { target_group_arn: "${aws_lb_target_group.l.arn}", target_id: "${aws_lb.l.arn}" },
      },
      aws_lb_listener: {
        h: { load_balancer_arn: "${aws_lb.l.arn}", port: 80, protocol: "HTTP", default_action: forwardTo("server") },
        n: { load_balancer_arn: "${aws_lb.n.arn}", port: 80, protocol: "TCP", default_action: forwardTo("l") },
      },
    }).verdict("aws_instance.client", "aws_lb.n", 80);
  expect(behind(ALL)).toBe("ALLOWED");
  expect(behind(["${aws_security_group.none.id}"])).toBe("DENIED");
});

test("what a function behind a load balancer does is not known", () => {
  const { verdict } = vpcWith({
    aws_lb: { l: alb },
    aws_lb_target_group: { f: { target_type: "lambda" } },
    aws_lb_target_group_attachment: {
      f: { target_group_arn: "${aws_lb_target_group.f.arn}", target_id: "arn:aws:lambda:eu-west-1:1:function:f" },
    },
    aws_lb_listener: {
      h: { load_balancer_arn: "${aws_lb.l.arn}", port: 80, protocol: "HTTP", default_action: forwardTo("f") },
    },
  });
  expect(verdict("aws_instance.client", "aws_lb.l", 80)).toBe("UNKNOWN");
});

test("routes that a VPN gateway propagates leave open what no other route takes", () => {
  const network = (table: object) =>
    vpcWith({
      aws_vpn_gateway: { g: { vpc_id: "${aws_vpc.v.id}" } },
      aws_route_table: { a: { vpc_id: "${aws_vpc.v.id}", ...table } },
      aws_route_table_association: {
        a: { subnet_id: "${aws_subnet.a.id}", route_table_id: "${aws_route_table.a.id}" },
      },
    });
  const asks = (table: object, to: string) => network(table).verdict("aws_instance.client", to, 443);
  const propagating = { propagating_vgws: ["${aws_vpn_gateway.g.id}"] };
  expect(asks({}, "192.168.0.5")).toBe("DENIED");
  expect(asks(propagating, "192.168.0.5")).toBe("UNKNOWN");
  expect(asks(propagating, "aws_instance.server")).toBe("ALLOWED");
});

test("a route for 64:ff9b::/96 to a NAT gateway carries IPv6 to hosts of IPv4", () => {
  const network = (route: readonly object[]) =>
    asked({
      aws_vpc: { v: { cidr_block: "10.0.0.0/16", assign_generated_ipv6_cidr_block: true } },
      aws_internet_gateway: { g: { vpc_id: "${aws_vpc.v.id}" } },
      aws_subnet: {
        ...subnets,
        a: { ...subnets.a, ipv6_cidr_block: "2001:db8::/64", assign_ipv6_address_on_creation: true },
      },
      aws_eip: { n: {} },
      aws_nat_gateway: { n: { subnet_id: "${aws_subnet.b.id}", allocation_id: "${aws_eip.n.id}" } },
      aws_route_table: {
        a: { vpc_id: "${aws_vpc.v.id}", route },
        b: {
          vpc_id: "${aws_vpc.v.id}",
          route: [{ cidr_block: "0.0.0.0/0", gateway_id: "${aws_internet_gateway.g.id}" }],
        },
      },
      aws_route_table_association: Object.fromEntries(
        ["a", "b"].map((name) => [
          name,
          { subnet_id: `\${aws_subnet.${name}.id}`, route_table_id: `\${aws_route_table.${name}.id}` },
        ]),
      ),
      aws_security_group: {
        all: { vpc_id: "${aws_vpc.v.id}", egress: [{ ...ALL_OUT, cidr_blocks: [], ipv6_cidr_blocks: ["::/0"] }] },
      },
      aws_instance: { client: { ...INSTANCE, subnet_id: "${aws_subnet.a.id}", vpc_security_group_ids: ALL } },
    }).verdict("aws_instance.client", "internet", 443);
  expect(network([])).toBe("DENIED");
  expect(network([{ ipv6_cidr_block: "64:ff9b::/96", nat_gateway_id: "${aws_nat_gateway.n.id}" }])).toBe("ALLOWED");
});
