import "../../src/jest";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import {
  ask,
  differencesBetween,
  endOfInternet,
  endOfNic,
  endOfSubnet,
  type HostEnd,
  judge,
  matrixOf,
  PUBLIC,
  TCP,
  Walker,
} from "../../src/reachability";
import { ALL_OUT, asked, asking, INSTANCE } from "../support/asked";

const ALL_OUT_6 = { protocol: "-1", from_port: 0, to_port: 0, ipv6_cidr_blocks: ["::/0"] };
const HTTPS_6 = { protocol: "tcp", from_port: 443, to_port: 443, ipv6_cidr_blocks: ["::/0"] };
const HTTPS_4 = { ...HTTPS_6, ipv6_cidr_blocks: undefined, cidr_blocks: ["203.0.113.0/24"] };

interface Shape {
  readonly vpc?: object;
  readonly subnet?: object;
  readonly instance?: object;
  readonly route?: object;
  readonly ingress?: readonly object[];
  readonly egress?: readonly object[];
  readonly extra?: object;
}

const RANGE = { ipv6_cidr_block: "${cidrsubnet(aws_vpc.a.ipv6_cidr_block, 8, 1)}" };
const DUAL: Shape = {
  vpc: { assign_generated_ipv6_cidr_block: true },
  subnet: { ...RANGE, assign_ipv6_address_on_creation: true },
  route: { ipv6_cidr_block: "::/0", gateway_id: "${aws_internet_gateway.g.id}" },
  ingress: [HTTPS_4, HTTPS_6],
  egress: [ALL_OUT, ALL_OUT_6],
};

/** A host without a public address of IPv4, in a VPC with an internet gateway. */
function host({ vpc, subnet, instance, route, ingress = [HTTPS_4], egress = [ALL_OUT], extra }: Shape) {
  return asked({
    aws_vpc: { a: { cidr_block: "10.0.0.0/16", ...vpc } },
    aws_internet_gateway: { g: { vpc_id: "${aws_vpc.a.id}" } },
    aws_egress_only_internet_gateway: { e: { vpc_id: "${aws_vpc.a.id}" } },
    aws_subnet: { s: { vpc_id: "${aws_vpc.a.id}", cidr_block: "10.0.1.0/24", ...subnet } },
    aws_route_table: {
      t: {
        vpc_id: "${aws_vpc.a.id}",
        route: [{ cidr_block: "0.0.0.0/0", gateway_id: "${aws_internet_gateway.g.id}" }, ...(route ? [route] : [])],
      },
    },
    aws_route_table_association: {
      s: { subnet_id: "${aws_subnet.s.id}", route_table_id: "${aws_route_table.t.id}" },
    },
    aws_security_group: { g: { vpc_id: "${aws_vpc.a.id}", ingress, egress }, o: { vpc_id: "${aws_vpc.a.id}" } },
    aws_instance: {
      h: {
        ...INSTANCE,
        subnet_id: "${aws_subnet.s.id}",
        vpc_security_group_ids: ["${aws_security_group.g.id}"],
        ...instance,
      },
    },
    ...extra,
  });
}

const ANY_4 = { protocol: "-1", rule_no: 100, action: "allow", cidr_block: "0.0.0.0/0", from_port: 0, to_port: 0 };
const ANY_6 = { ...ANY_4, rule_no: 101, cidr_block: undefined, ipv6_cidr_block: "::/0" };

function egressOnly() {
  return { ipv6_cidr_block: "::/0", egress_only_gateway_id: "${aws_egress_only_internet_gateway.e.id}" };
}

function closed(rules: readonly object[]) {
  return {
    aws_network_acl: {
      n: { vpc_id: "${aws_vpc.a.id}", subnet_ids: ["${aws_subnet.s.id}"], ingress: rules, egress: rules },
    },
  };
}

const inward = (shape: Shape, port = 443) => host(shape).verdict("internet", "aws_instance.h", port);
const outward = (shape: Shape) => host(shape).verdict("aws_instance.h", "internet", 443);

describe("what is denied over IPv4 and passes over IPv6", () => {
  it("is allowed, with the way that it takes", () => {
    const { answer } = host(DUAL);
    const found = answer("internet", "aws_instance.h", { port: 443 });
    expect(found.verdict).toBe("ALLOWED");
    expect(found.forward.map(({ address }) => address)).toEqual([
      "internet",
      "aws_internet_gateway.g",
      "aws_instance.h",
    ]);
    expect(found.return.map(({ address }) => address)).toContain("aws_internet_gateway.g");
  });

  it("can be asked over one family alone", () => {
    const { answer } = host(DUAL);
    expect(answer("internet", "aws_instance.h", { port: 443, family: "ipv4" }).verdict).toBe("DENIED");
    expect(answer("internet", "aws_instance.h", { port: 443, family: "ipv6" }).verdict).toBe("ALLOWED");
  });

  it.each<[string, Shape]>([
    ["its own addresses", { ...DUAL, subnet: RANGE, instance: { ipv6_address_count: 1 } }],
    [
      "listed addresses",
      {
        ...DUAL,
        vpc: { ipv6_cidr_block: "2001:db8::/56" },
        subnet: { ipv6_cidr_block: "2001:db8::/64" },
        instance: { ipv6_addresses: ["2001:db8::10"] },
      },
    ],
    ["a subnet of IPv6 alone", { ...DUAL, subnet: { ...RANGE, cidr_block: null, ipv6_native: true } }],
    [
      "an interface of its own",
      {
        ...DUAL,
        subnet: RANGE,
        instance: {
          subnet_id: undefined,
          vpc_security_group_ids: undefined,
          network_interface: [{ device_index: 0, network_interface_id: "${aws_network_interface.n.id}" }],
        },
        extra: {
          aws_network_interface: {
            n: {
              subnet_id: "${aws_subnet.s.id}",
              security_groups: ["${aws_security_group.g.id}"],
              ipv6_address_count: 1,
            },
          },
        },
      },
    ],
    [
      "a launch template that asks for addresses",
      {
        ...DUAL,
        subnet: RANGE,
        instance: { launch_template: [{ id: "${aws_launch_template.l.id}" }] },
        extra: { aws_launch_template: { l: { network_interfaces: [{ ipv6_address_count: 1 }] } } },
      },
    ],
    [
      "a prefix list with all of IPv6",
      {
        ...DUAL,
        ingress: [{ ...HTTPS_6, ipv6_cidr_blocks: [], prefix_list_ids: ["${aws_ec2_managed_prefix_list.l.id}"] }],
        extra: { aws_ec2_managed_prefix_list: { l: { entry: [{ cidr: "::/0" }] } } },
      },
    ],
  ])("with %s", (_, shape) => {
    expect(inward(shape)).toBe("ALLOWED");
    expect(outward(shape)).toBe("ALLOWED");
  });

  it.each<[string, Shape]>([
    [
      "a route of its own beside inline ones, which remove it",
      {
        ...DUAL,
        route: undefined,
        ingress: [HTTPS_4],
        instance: { vpc_security_group_ids: ["${aws_security_group.g.id}", "${aws_security_group.o.id}"] },
        extra: {
          aws_route: {
            r: {
              route_table_id: "${aws_route_table.t.id}",
              destination_ipv6_cidr_block: "::/0",
              gateway_id: "${aws_internet_gateway.g.id}",
            },
          },
          aws_vpc_security_group_ingress_rule: {
            r: { security_group_id: "${aws_security_group.o.id}", cidr_ipv6: "::/0", ip_protocol: "-1" },
          },
        },
      },
    ],
    ["a range from IPAM", { ...DUAL, vpc: { ipv6_ipam_pool_id: "ipam-pool-1", ipv6_netmask_length: 56 } }],
    ["a rule whose addresses are not known", { ...DUAL, ingress: [{ ...HTTPS_6, ipv6_cidr_blocks: "${var.open}" }] }],
    [
      "listed addresses in a range that AWS picks",
      { ...DUAL, subnet: RANGE, instance: { ipv6_addresses: ["2001:db8::1"] } },
    ],
    [
      "a count of addresses that is not known",
      { ...DUAL, subnet: RANGE, instance: { ipv6_address_count: "${var.n}" } },
    ],
    ["a route whose destination is not known", { ...DUAL, route: { ...DUAL.route, ipv6_cidr_block: "${var.all}" } }],
  ])("is not known with %s", (_, shape) => {
    expect(inward(shape)).toBe("UNKNOWN");
  });

  it.each<[string, Shape]>([
    ["a range on the VPC only", { ...DUAL, subnet: {} }],
    ["a range on the subnet, and no address", { ...DUAL, subnet: RANGE }],
    ["no range anywhere", { ...DUAL, vpc: {}, subnet: {} }],
    ["no route for IPv6", { ...DUAL, route: undefined }],
    ["a route for IPv6 that only lets out", { ...DUAL, route: egressOnly() }],
    ["no rule for IPv6", { ...DUAL, ingress: [HTTPS_4] }],
    ["a rule for a part of IPv6", { ...DUAL, ingress: [{ ...HTTPS_6, ipv6_cidr_blocks: ["2001:db8::/32"] }] }],
    [
      "a range of its own that nobody routes",
      { ...DUAL, vpc: { ipv6_cidr_block: "fd00:1::/56" }, subnet: { ...DUAL.subnet, ipv6_cidr_block: "fd00:1::/64" } },
    ],
    ["a rule for IPv6 on another port", { ...DUAL, ingress: [{ ...HTTPS_6, from_port: 22, to_port: 22 }] }],
    ["a network ACL without a rule for IPv6", { ...DUAL, extra: closed([ANY_4]) }],
    [
      "a network ACL that refuses IPv6",
      { ...DUAL, extra: closed([ANY_4, { ...ANY_6, rule_no: 90, action: "deny" }, ANY_6]) },
    ],
  ])("is denied from the internet with %s", (_, shape) => {
    expect(inward(shape)).toBe("DENIED");
  });

  it("lets out by an egress-only gateway, and not by a rule for IPv4", () => {
    expect(outward({ ...DUAL, route: egressOnly() })).toBe("ALLOWED");
    expect(outward({ ...DUAL, egress: [ALL_OUT] })).toBe("DENIED");
    expect(outward({ ...DUAL, route: undefined })).toBe("DENIED");
  });

  it("is not known by an egress-only gateway of a VPC that is not known", () => {
    const lost = { aws_egress_only_internet_gateway: { e: { vpc_id: "${var.vpc}" } } };
    expect(outward({ ...DUAL, route: egressOnly(), extra: lost })).toBe("UNKNOWN");
  });

  it("does not hang on a network ACL that admits IPv6", () => {
    expect(inward({ ...DUAL, extra: closed([ANY_4, ANY_6]) })).toBe("ALLOWED");
  });

  it("counts by ping too", () => {
    const ping = { protocol: "icmpv6", from_port: -1, to_port: -1, ipv6_cidr_blocks: ["::/0"] };
    const { answer } = host({ ...DUAL, ingress: [ping] });
    expect(answer("internet", "aws_instance.h", { protocol: "icmp" }).verdict).toBe("ALLOWED");
    expect(answer("internet", "aws_instance.h", { port: 443 }).verdict).toBe("DENIED");
  });

  it("is known where the addresses were asked for as addresses of IPv4", () => {
    expect(host(DUAL)).not.toReach({ from: "198.51.100.7", to: "aws_instance.h", port: 443 });
  });
});

/** Two VPCs whose IPv4 ranges are the same, so that only IPv6 could join them. */
function pair(join: object, { ipv6 = ["a", "b"], routes = {} } = {}) {
  const vpc = (name: string) => ({
    cidr_block: "10.0.0.0/16",
    assign_generated_ipv6_cidr_block: ipv6.includes(name),
  });
  const subnet = (name: string) => ({
    vpc_id: `\${aws_vpc.${name}.id}`,
    cidr_block: `10.0.${name === "a" ? 1 : 2}.0/24`,
    availability_zone: "eu-west-1a",
    ...(ipv6.includes(name) && { ipv6_cidr_block: `\${cidrsubnet(aws_vpc.${name}.ipv6_cidr_block, 8, 1)}` }),
  });
  const association = (name: string) => ({
    subnet_id: `\${aws_subnet.${name}.id}`,
    route_table_id: `\${aws_route_table.${name}.id}`,
  });
  return asked({
    aws_vpc: { a: vpc("a"), b: vpc("b") },
    aws_subnet: { a: subnet("a"), b: subnet("b") },
    aws_route_table: { a: { vpc_id: "${aws_vpc.a.id}" }, b: { vpc_id: "${aws_vpc.b.id}" } },
    aws_route_table_association: { a: association("a"), b: association("b") },
    aws_route: routes,
    ...join,
  });
}

const PEERING = {
  aws_vpc_peering_connection: { p: { vpc_id: "${aws_vpc.a.id}", peer_vpc_id: "${aws_vpc.b.id}", auto_accept: true } },
};
const to = (name: string, target: object) => ({
  route_table_id: `\${aws_route_table.${name}.id}`,
  destination_ipv6_cidr_block: "2001:db8::/32",
  ...target,
});
const overPeering = { vpc_peering_connection_id: "${aws_vpc_peering_connection.p.id}" };
const overTransit = { transit_gateway_id: "${aws_ec2_transit_gateway.t.id}" };

function transit(support: string, route: object = {}) {
  const attachment = (name: string) => ({
    transit_gateway_id: "${aws_ec2_transit_gateway.t.id}",
    vpc_id: `\${aws_vpc.${name}.id}`,
    subnet_ids: [`\${aws_subnet.${name}.id}`],
    ipv6_support: support,
  });
  return {
    aws_ec2_transit_gateway: { t: {} },
    aws_ec2_transit_gateway_vpc_attachment: { a: attachment("a"), b: attachment("b") },
    ...route,
  };
}

describe("two VPCs that IPv6 could join", () => {
  const both = (target: object) => ({ a: to("a", target), b: to("b", target) });

  it("by a peering with routes for IPv6 on both sides", () => {
    expect(pair(PEERING, { routes: both(overPeering) }).verdict("aws_subnet.a", "aws_subnet.b", 443)).toBe("UNKNOWN");
    expect(pair(PEERING, { routes: { a: to("a", overPeering) } }).verdict("aws_subnet.a", "aws_subnet.b", 443)).toBe(
      "DENIED",
    );
    expect(pair(PEERING)).not.toReach({ from: "aws_subnet.a", to: "aws_subnet.b", port: 443 });
  });

  it("by a transit gateway whose attachments support IPv6", () => {
    const asks = (support: string) =>
      pair(transit(support), { routes: both(overTransit) }).verdict("aws_subnet.a", "aws_subnet.b", 443);
    expect(asks("enable")).toBe("UNKNOWN");
    expect(asks("disable")).toBe("DENIED");
  });

  it("not with a range on one side only", () => {
    const routes = both(overPeering);
    expect(pair(PEERING, { ipv6: ["a"], routes }).verdict("aws_subnet.a", "aws_subnet.b", 443)).toBe("DENIED");
    expect(pair(PEERING, { ipv6: ["b"], routes }).verdict("aws_subnet.a", "aws_subnet.b", 443)).toBe("DENIED");
  });

  it("across the internet", () => {
    const gateways = {
      aws_internet_gateway: { a: { vpc_id: "${aws_vpc.a.id}" }, b: { vpc_id: "${aws_vpc.b.id}" } },
    };
    const routes = {
      a: to("a", { gateway_id: "${aws_internet_gateway.a.id}" }),
      b: to("b", { gateway_id: "${aws_internet_gateway.b.id}" }),
    };
    expect(pair(gateways, { routes }).verdict("aws_subnet.a", "aws_subnet.b", 443)).toBe("UNKNOWN");
  });

  it("forbidden, when packets may arrive though no answer can", () => {
    const { topology } = pair(PEERING, { routes: { a: to("a", overPeering) } });
    const [a, b] = ["aws_subnet.a", "aws_subnet.b"].map((name) =>
      endOfSubnet(topology.subnets.find(({ address }) => address === name)!),
    );
    const judged = judge(new Walker(topology), {
      kind: "reach",
      text: "nothing gets there",
      from: [a!],
      to: [b!],
      flows: [{ protocol: TCP }],
      expected: "DENIED",
    });
    expect(judged).toMatchObject({ verdict: "UNKNOWN", holds: false });
  });

  it("compared with and without the peering's routes", () => {
    const without = pair(PEERING).topology;
    const withRoutes = pair(PEERING, { routes: both(overPeering) }).topology;
    expect(differencesBetween(new Walker(without), new Walker(without))).toEqual([]);
    const found = differencesBetween(new Walker(without), new Walker(withRoutes));
    expect(found.map(({ kind, isCertain }) => ({ kind, isCertain }))).toContainEqual({
      kind: "gained",
      isCertain: false,
    });
    expect(found.filter(({ isCertain }) => isCertain)).toEqual([]);
  });
});

describe("a load balancer", () => {
  const balancer = (type: string, internal: boolean) =>
    host({
      ...DUAL,
      subnet: RANGE,
      extra: {
        aws_lb: {
          l: {
            internal,
            ip_address_type: type,
            subnets: ["${aws_subnet.s.id}"],
            security_groups: ["${aws_security_group.g.id}"],
          },
        },
        aws_lb_listener: {
          l: {
            load_balancer_arn: "${aws_lb.l.arn}",
            port: 443,
            default_action: [{ type: "fixed-response", fixed_response: [{ content_type: "text/plain" }] }],
          },
        },
      },
    });
  const inwards = (type: string, internal: boolean) => balancer(type, internal).verdict("internet", "aws_lb.l", 443);

  it("with addresses of both families is met over IPv6", () => {
    expect(inwards("dualstack", false)).toBe("ALLOWED");
    expect(inwards("ipv4", false)).toBe("DENIED");
    expect(inwards("dualstack", true)).toBe("DENIED");
  });

  it.each([
    [false, "ALLOWED"],
    [true, "DENIED"],
  ])("gets no answer from the internet where it is internal (%s)", (internal, verdict) => {
    const { topology } = balancer("dualstack", internal);
    const from = endOfNic(topology.loadBalancers[0]!.nodes[0]!) as HostEnd;
    const flow = { protocol: TCP, port: 443, family: "ipv6" } as const;
    expect(ask(new Walker(topology), { from, to: endOfInternet(topology), flow }, false).verdict).toBe(verdict);
  });
});

describe("the case of the database that is open over IPv6", () => {
  const file = join(__dirname, "unjudged", "open-over-ipv6.tf.json");
  const { verdict, topology } = asking(JSON.parse(readFileSync(file, "utf8")) as object, "synth");

  it("is allowed in trace and matrix", () => {
    expect(verdict("internet", "aws_instance.db", 5432)).toBe("ALLOWED");
    const { entries, counts } = matrixOf(new Walker(topology));
    expect(counts.UNKNOWN).toBe(0);
    const allowed = entries.filter((one) => one.verdict === "ALLOWED");
    expect(allowed).toContainEqual(expect.objectContaining({ from: "internet", to: "aws_instance.db" }));
  });

  it("breaks no statement that allows, and proves none that forbids", () => {
    const db = endOfNic(topology.nics.find(({ address }) => address === "aws_instance.db")!);
    const internet = { kind: "internet", addresses: PUBLIC, isAbstract: true } as const;
    const statement = { kind: "reach", text: "", from: [internet], to: [db], flows: [{ protocol: TCP }] } as const;
    const judged = judge(new Walker(topology), { ...statement, expected: "DENIED" });
    expect(judged.verdict).toBe("ALLOWED");
  });
});

describe("a NAT gateway", () => {
  const NAT64 = { ipv6_cidr_block: "64:ff9b::/96", nat_gateway_id: "${aws_nat_gateway.n.id}" };
  const behind = (
    route: object,
    { gateway = {}, egress = [ALL_OUT, ALL_OUT_6] }: { gateway?: object; egress?: object[] } = {},
  ) =>
    host({
      ...DUAL,
      subnet: { ...RANGE, cidr_block: null, ipv6_native: true },
      route,
      egress,
      extra: {
        aws_subnet: {
          s: { vpc_id: "${aws_vpc.a.id}", ...RANGE, ipv6_native: true },
          n: { vpc_id: "${aws_vpc.a.id}", cidr_block: "10.0.2.0/24" },
        },
        aws_route_table: {
          t: { vpc_id: "${aws_vpc.a.id}", route: [route] },
          n: {
            vpc_id: "${aws_vpc.a.id}",
            route: [{ cidr_block: "0.0.0.0/0", gateway_id: "${aws_internet_gateway.g.id}" }],
          },
        },
        aws_route_table_association: {
          s: { subnet_id: "${aws_subnet.s.id}", route_table_id: "${aws_route_table.t.id}" },
          n: { subnet_id: "${aws_subnet.n.id}", route_table_id: "${aws_route_table.n.id}" },
        },
        aws_nat_gateway: { n: { subnet_id: "${aws_subnet.n.id}", allocation_id: "${aws_eip.e.id}", ...gateway } },
        aws_eip: { e: { domain: "vpc" } },
      },
    });
  const out = (...shape: Parameters<typeof behind>) => behind(...shape).verdict("aws_instance.h", "internet", 443);

  it("carries hosts of IPv6 to IPv4, by the prefix of NAT64 only", () => {
    expect(out(NAT64)).toBe("ALLOWED");
    expect(out({ ...NAT64, ipv6_cidr_block: "64:ff9b:1::/96" })).toBe("DENIED");
    expect(out({ ...NAT64, ipv6_cidr_block: "::/0" })).toBe("ALLOWED");
    expect(out(NAT64, { gateway: { connectivity_type: "private" } })).toBe("DENIED");
    expect(out(NAT64, { egress: [ALL_OUT] })).toBe("DENIED");
  });

  it("shows the way there and back", () => {
    const found = behind(NAT64).answer("aws_instance.h", "internet", { port: 443 });
    expect(found.forward.map(({ address }) => address)).toContain("aws_nat_gateway.n");
    expect(found.return.at(-1)?.address).toBe("aws_instance.h");
  });
});

describe("rules for ICMPv6", () => {
  const ping = (shape: Shape) => host(shape).verdict("internet", "aws_instance.h", undefined, { protocol: "icmp" });
  const ICMP_6 = { protocol: "icmpv6", from_port: -1, to_port: -1, ipv6_cidr_blocks: ["::/0"] };
  const group = (rule: object) => ping({ ...DUAL, ingress: [{ ...ICMP_6, ...rule }] });
  const acl = (rule: object) => ping({ ...DUAL, ingress: [ICMP_6], extra: closed([rule, { ...ANY_6, rule_no: 200 }]) });
  const DENY_6 = { ...ANY_6, action: "deny", protocol: "58", icmp_code: -1 };

  it.each<[string, object, string]>([
    ["all types", {}, "ALLOWED"],
    ["an echo request", { from_port: 128, to_port: 0 }, "ALLOWED"],
    ["every code of one", { from_port: 128, to_port: -1 }, "ALLOWED"],
    ["another code", { from_port: 128, to_port: 1 }, "DENIED"],
    ["another type", { from_port: 129, to_port: 0 }, "DENIED"],
    ["by its number", { protocol: "58", from_port: 1, to_port: -1 }, "DENIED"],
    ["that of IPv4", { protocol: "icmp", from_port: 8, to_port: 0 }, "DENIED"],
  ])("in a security group admit %s", (_, rule, verdict) => {
    expect(group(rule)).toBe(verdict);
  });

  it.each([
    ["type", { from_port: "${var.number}", to_port: 0 }],
    ["code", { from_port: 128, to_port: "${var.number}" }],
  ])("in a security group leave it open where their %s is not known", (_, rule) => {
    expect(group(rule)).toBe("UNKNOWN");
    const ipv4 = { ...ICMP_6, ...rule, protocol: "icmp", ipv6_cidr_blocks: undefined, cidr_blocks: ["0.0.0.0/0"] };
    const reached = host({ ingress: [ipv4], instance: { associate_public_ip_address: true } });
    expect(reached.verdict("internet", "aws_instance.h", undefined, { protocol: "icmp" })).toBe("UNKNOWN");
  });

  it("in a network ACL leave it open where their type is not known", () => {
    expect(acl({ ...DENY_6, icmp_type: "${var.number}" })).toBe("UNKNOWN");
  });

  it("in a network ACL stop the type that they name, and no other", () => {
    expect(acl({ ...DENY_6, icmp_type: 128 })).toBe("DENIED");
    expect(acl({ ...DENY_6, icmp_type: 133 })).toBe("ALLOWED");
    expect(acl({ ...DENY_6, icmp_type: -1 })).toBe("DENIED");
  });
});

describe("an answer that leaves by an egress-only gateway", () => {
  const back = (protocol: string, port?: number) =>
    host({ ...DUAL, route: egressOnly(), ingress: [{ ...ALL_OUT_6 }] }).answer("internet", "aws_instance.h", {
      protocol,
      ...(port !== undefined && { port }),
    });

  it("of a connection or an echo is let out by nobody", () => {
    expect(back("tcp", 443).verdict).toBe("DENIED");
    expect(back("icmp").verdict).toBe("DENIED");
  });

  it("of a datagram may pass, since it could be a request itself", () => {
    const { verdict, explanations } = back("udp", 53);
    expect(verdict).toBe("UNKNOWN");
    expect(explanations.map(({ address }) => address)).toEqual(["aws_egress_only_internet_gateway.e"]);
  });
});

describe("a route inside the VPC's own range of IPv6", () => {
  const to = (destination: string) =>
    asked({
      aws_vpc: { a: { cidr_block: "10.0.0.0/16", ipv6_cidr_block: "2001:db8::/56" } },
      aws_subnet: {
        s: { vpc_id: "${aws_vpc.a.id}", cidr_block: "10.0.1.0/24", ipv6_cidr_block: "2001:db8:0:1::/64" },
        t: { vpc_id: "${aws_vpc.a.id}", cidr_block: "10.0.2.0/24", ipv6_cidr_block: "2001:db8:0:2::/64" },
      },
      aws_default_route_table: {
        d: {
          default_route_table_id: "${aws_vpc.a.default_route_table_id}",
          route: [
            {
              ipv6_cidr_block: destination,
              network_interface_id: "${aws_instance.t.primary_network_interface_id}",
            },
          ],
        },
      },
      aws_security_group: {
        g: { vpc_id: "${aws_vpc.a.id}", ingress: [ALL_OUT_6], egress: [ALL_OUT_6] },
      },
      aws_instance: Object.fromEntries(
        [
          ["s", "2001:db8:0:1::10"],
          ["t", "2001:db8:0:2::10"],
          ["u", "2001:db8:0:2::20"],
        ].map(([name = "", address]) => [
          name,
          {
            ...INSTANCE,
            subnet_id: name === "s" ? "${aws_subnet.s.id}" : "${aws_subnet.t.id}",
            ipv6_addresses: [address],
            vpc_security_group_ids: ["${aws_security_group.g.id}"],
          },
        ]),
      ),
    });
  const through = (destination: string, end: string) =>
    to(destination).answer("aws_instance.s", end, { port: 443, family: "ipv6" });

  it("for one whole subnet leads to the interface, which takes what is its own", () => {
    expect(through("2001:db8:0:2::/64", "aws_instance.t").verdict).toBe("ALLOWED");
    const { verdict, explanations } = through("2001:db8:0:2::/64", "aws_instance.u");
    expect(verdict).toBe("DENIED");
    expect(explanations.map(({ code }) => code)).toEqual(["ENI_SOURCE_DEST_CHECK_RESTRICTION"]);
  });

  it("for a part of one is refused", () => {
    const { verdict, explanations } = through("2001:db8:0:2::/80", "aws_instance.t");
    expect(verdict).toBe("DENIED");
    expect(explanations.map(({ code }) => code)).toContain("BAD_STATE_ROUTE");
  });
});

describe("what answers over IPv6 what left for the internet", () => {
  const PEERING = { vpc_peering_connection_id: "${aws_vpc_peering_connection.p.id}" };
  const open = (vpc: string) => ({ vpc_id: `\${aws_vpc.${vpc}.id}`, ingress: [ALL_OUT_6], egress: [ALL_OUT_6] });
  const instance = (vpc: string) => ({
    ...INSTANCE,
    subnet_id: `\${aws_subnet.${vpc}.id}`,
    ipv6_addresses: [`2001:db8:${vpc}::10`],
    vpc_security_group_ids: [`\${aws_security_group.${vpc}.id}`],
  });
  const routes = (vpc: string, ...route: object[]) => ({
    default_route_table_id: `\${aws_vpc.${vpc}.default_route_table_id}`,
    route,
  });
  /** a sends by its gateway to b, which is in a VPC that is public and a's peer. */
  const verdict = (out: object, back: readonly object[], gateways: object = {}) =>
    asked({
      aws_vpc: Object.fromEntries(
        ["a", "b"].map((name, i) => [name, { cidr_block: `10.${i}.0.0/16`, ipv6_cidr_block: `2001:db8:${name}::/56` }]),
      ),
      aws_subnet: Object.fromEntries(
        ["a", "b"].map((name, i) => [
          name,
          {
            vpc_id: `\${aws_vpc.${name}.id}`,
            cidr_block: `10.${i}.0.0/24`,
            ipv6_cidr_block: `2001:db8:${name}::/64`,
          },
        ]),
      ),
      aws_internet_gateway: { b: { vpc_id: "${aws_vpc.b.id}" }, ...gateways },
      aws_egress_only_internet_gateway: { a: { vpc_id: "${aws_vpc.a.id}" } },
      aws_vpc_peering_connection: {
        p: { vpc_id: "${aws_vpc.a.id}", peer_vpc_id: "${aws_vpc.b.id}", auto_accept: true },
      },
      aws_default_route_table: {
        a: routes("a", { ipv6_cidr_block: "::/0", ...out }),
        b: routes("b", ...back),
      },
      aws_security_group: { a: open("a"), b: open("b") },
      aws_instance: { a: instance("a"), b: instance("b") },
    }).verdict("aws_instance.a", "aws_instance.b", 443);
  const EGRESS = { egress_only_gateway_id: "${aws_egress_only_internet_gateway.a.id}" };
  const IGW = { gateway_id: "${aws_internet_gateway.a.id}" };
  const OWN = { a: { vpc_id: "${aws_vpc.a.id}" } };
  const INTERNET = { ipv6_cidr_block: "::/0", gateway_id: "${aws_internet_gateway.b.id}" };

  it("comes back by the gateway that let it out", () => {
    expect(verdict(EGRESS, [INTERNET])).toBe("ALLOWED");
    expect(verdict(IGW, [INTERNET], OWN)).toBe("ALLOWED");
    expect(verdict(EGRESS, [])).toBe("DENIED");
  });

  it("comes back by another way that leads to its address", () => {
    const peered = { ipv6_cidr_block: "2001:db8:a::/56", ...PEERING };
    expect(verdict(IGW, [INTERNET, peered], OWN)).toBe("ALLOWED");
    // Whether the gateway minds that it sees no answers is not documented.
    expect(verdict(EGRESS, [peered])).toBe("UNKNOWN");
    expect(verdict(EGRESS, [{ ...peered, ipv6_cidr_block: "2001:db8:a:1::/64" }])).toBe("DENIED");
  });
});
