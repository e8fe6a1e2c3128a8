import { type Experiment, experiment, layOut, Sandbox, urlOf } from "../../src/lab";
import { Walker } from "../../src/reachability";
import { INSTANCE } from "../support/asked";
import { AS_USER, describeWithLab, LAB_ENV } from "../support/lab";
import { id, topologyOf } from "../support/networks";

/** Everything over IPv6 and nothing over IPv4, so that what gets through is IPv6. */
const ALL_6 = { protocol: "-1", from_port: 0, to_port: 0, ipv6_cidr_blocks: ["::/0"] };

const vpc = (name: string, place: number): object => ({
  cidr_block: `10.${place}.0.0/16`,
  ipv6_cidr_block: `2001:db8:${name}::/56`,
});
const subnet = (owner: string, place: number, zone: string, n: number): object => ({
  vpc_id: id(`aws_vpc.${owner}`),
  cidr_block: `10.${place}.${n}.0/24`,
  ipv6_cidr_block: `2001:db8:${owner}:${n}::/64`,
  availability_zone: `us-east-1${zone}`,
});
const host = (name: string, owner: string, n: number): object => ({
  ...INSTANCE,
  subnet_id: id(`aws_subnet.${name}`),
  ipv6_addresses: [`2001:db8:${owner}:${n}::10`],
  vpc_security_group_ids: [id(`aws_security_group.${owner}`)],
});
const group = (owner: string): object => ({ vpc_id: id(`aws_vpc.${owner}`), ingress: [ALL_6], egress: [ALL_6] });
const attachment = (owner: string, name: string): object => ({
  transit_gateway_id: id("aws_ec2_transit_gateway.t"),
  vpc_id: id(`aws_vpc.${owner}`),
  subnet_ids: [id(`aws_subnet.${name}`)],
  ipv6_support: "enable",
});

const IGW = { gateway_id: id("aws_internet_gateway.i") };
const EGRESS = { egress_only_gateway_id: id("aws_egress_only_internet_gateway.e") };
const PEERING = { vpc_peering_connection_id: id("aws_vpc_peering_connection.p") };
const TRANSIT = { transit_gateway_id: id("aws_ec2_transit_gateway.t") };
const to = (range: string, target: object): object => ({ ipv6_cidr_block: range, ...target });
const table = (owner: string, ...route: object[]): object => ({
  default_route_table_id: `\${aws_vpc.${owner}.default_route_table_id}`,
  route,
});

/** What a case changes: it replaces the resources of these names. */
type Change = Readonly<Record<string, Readonly<Record<string, object>>>>;

/** Three VPCs: of a, one subnet is public and one private; b is a's peer, and c is behind a transit gateway. */
const NETWORK = {
  aws_vpc: { a: vpc("a", 1), b: vpc("b", 2), c: vpc("c", 3) },
  aws_subnet: {
    public: subnet("a", 1, "a", 1),
    private: subnet("a", 1, "b", 2),
    b: subnet("b", 2, "a", 1),
    c: subnet("c", 3, "b", 1),
  },
  aws_security_group: { a: group("a"), b: group("b"), c: group("c") },
  aws_instance: {
    public: host("public", "a", 1),
    private: host("private", "a", 2),
    b: host("b", "b", 1),
    c: host("c", "c", 1),
  },
  aws_internet_gateway: { i: { vpc_id: id("aws_vpc.a") } },
  aws_egress_only_internet_gateway: { e: { vpc_id: id("aws_vpc.a") } },
  aws_vpc_peering_connection: {
    p: { vpc_id: id("aws_vpc.a"), peer_vpc_id: id("aws_vpc.b"), auto_accept: true },
  },
  aws_ec2_transit_gateway: { t: {} },
  aws_ec2_transit_gateway_vpc_attachment: { a: attachment("a", "private"), c: attachment("c", "c") },
  aws_route_table: { public: { vpc_id: id("aws_vpc.a"), route: [to("::/0", IGW)] } },
  aws_route_table_association: {
    public: { subnet_id: id("aws_subnet.public"), route_table_id: id("aws_route_table.public") },
  },
  aws_default_route_table: {
    a: table("a", to("::/0", EGRESS), to("2001:db8:b::/56", PEERING), to("2001:db8:c::/56", TRANSIT)),
    b: table("b", to("2001:db8:a::/56", PEERING)),
    c: table("c", to("2001:db8:a::/56", TRANSIT)),
  },
  aws_lb: {
    l: {
      load_balancer_type: "application",
      internal: true,
      ip_address_type: "dualstack",
      subnets: [id("aws_subnet.public"), id("aws_subnet.private")],
      security_groups: [id("aws_security_group.a")],
    },
  },
  aws_lb_target_group: {
    g: { port: 80, protocol: "HTTP", target_type: "instance", ip_address_type: "ipv6", vpc_id: id("aws_vpc.a") },
  },
  aws_lb_target_group_attachment: {
    t: { target_group_arn: "${aws_lb_target_group.g.arn}", target_id: id("aws_instance.private") },
  },
  aws_lb_listener: {
    l: {
      load_balancer_arn: "${aws_lb.l.arn}",
      port: 80,
      protocol: "HTTP",
      default_action: [{ type: "forward", target_group_arn: "${aws_lb_target_group.g.arn}" }],
    },
  },
};

function changed(change: Change): object {
  const all: Change = NETWORK;
  return Object.fromEntries(
    [...new Set([...Object.keys(all), ...Object.keys(change)])].map((type) => [
      type,
      { ...all[type], ...change[type] },
    ]),
  );
}

async function tried(change: Change): Promise<Experiment> {
  const topology = topologyOf({ resource: changed(change) });
  const task = { topology, walker: new Walker(topology), statements: [] };
  const lab = layOut(task);
  const sandbox = await Sandbox.open({ name: "ipv6", asUser: AS_USER, env: LAB_ENV });
  try {
    return await experiment(sandbox, lab, task);
  } finally {
    await sandbox.close();
  }
}

const instance = (name: string): string => (name === "internet" ? name : `aws_instance.${name}`);

/** Which of the ways of the whole network bring an answer, and which bring at least the packet there. */
const WAYS: readonly (readonly [from: string, to: string])[] = [
  ["private", "public"],
  ["private", "internet"],
  ["internet", "public"],
  ["internet", "private"],
  ["private", "b"],
  ["b", "private"],
  ["private", "c"],
  ["c", "private"],
];

function outcomes({ statements }: Experiment): Record<string, string> {
  return Object.fromEntries(
    WAYS.map(([from, to]) => {
      const found = statements.find(({ text }) => text === `${instance(from)} -> ${instance(to)}`);
      const outcome = !found?.probes
        ? "not asked"
        : found.answered > 0
          ? "answer"
          : found.delivered > 0
            ? "there"
            : "no";
      return [`${from} -> ${to}`, outcome];
    }),
  );
}

const WHOLE = {
  "private -> public": "answer",
  "private -> internet": "answer",
  "internet -> public": "answer",
  "internet -> private": "there",
  "private -> b": "answer",
  "b -> private": "answer",
  "private -> c": "answer",
  "c -> private": "answer",
};

describeWithLab()("over IPv6, with real packets", () => {
  test("hosts, gateways and load balancers do what the proof says", async () => {
    const result = await tried({});
    expect(outcomes(result)).toEqual(WHOLE);
    expect(result.statements.flatMap(({ disagreements }) => disagreements)).toEqual([]);
    expect(result.checks.map(({ isHealthy, agrees }) => [isHealthy, agrees])).toEqual([
      [true, true],
      [true, true],
    ]);
    const ipv6 = result.requests.filter((request) => urlOf(request.request).includes("["));
    expect(ipv6.map(({ response, agrees }) => [response.status, agrees])).toEqual([
      [200, true],
      [200, true],
    ]);
    expect(result.notes).toEqual([]);
  });

  const ACL = { protocol: "-1", from_port: 0, to_port: 0, action: "allow", ipv6_cidr_block: "::/0" };

  test.each<[string, Change, Partial<typeof WHOLE>]>([
    [
      "a route to the egress-only gateway",
      { aws_default_route_table: { a: table("a", to("2001:db8:b::/56", PEERING), to("2001:db8:c::/56", TRANSIT)) } },
      { "private -> internet": "no" },
    ],
    [
      "a route over the peering, there",
      { aws_default_route_table: { a: table("a", to("::/0", EGRESS), to("2001:db8:c::/56", TRANSIT)) } },
      { "private -> b": "no", "b -> private": "there" },
    ],
    [
      "a route to the transit gateway, back",
      { aws_default_route_table: { c: table("c") } },
      { "private -> c": "there", "c -> private": "no" },
    ],
    [
      "an attachment's support of IPv6",
      { aws_ec2_transit_gateway_vpc_attachment: { c: { ...attachment("c", "c"), ipv6_support: "disable" } } },
      { "private -> c": "no", "c -> private": "no" },
    ],
    [
      "a group's rule for IPv6",
      { aws_security_group: { b: { ...group("b"), ingress: [] } } },
      { "private -> b": "no" },
    ],
    [
      "a network ACL's rule for IPv6, inwards",
      {
        aws_network_acl: {
          n: {
            vpc_id: id("aws_vpc.a"),
            subnet_ids: [id("aws_subnet.public")],
            ingress: [
              { ...ACL, rule_no: 90, ipv6_cidr_block: "3fff::/20", action: "deny" },
              { ...ACL, rule_no: 100 },
            ],
            egress: [{ ...ACL, rule_no: 100 }],
          },
        },
      },
      { "internet -> public": "no" },
    ],
    [
      "an internet gateway: in its place is one that lets only out",
      {
        aws_route_table: { public: { vpc_id: id("aws_vpc.a"), route: [to("::/0", EGRESS)] } },
        aws_internet_gateway: { i: { vpc_id: id("aws_vpc.b") } },
      },
      { "internet -> public": "no", "internet -> private": "no" },
    ],
  ])("without %s less gets through", async (_, change, less) => {
    const result = await tried(change);
    expect(outcomes(result)).toEqual({ ...WHOLE, ...less });
    expect(result.statements.flatMap(({ disagreements }) => disagreements)).toEqual([]);
  });

  test("with a route to the internet gateway a private host is answered by it", async () => {
    const routes = [to("::/0", IGW), to("2001:db8:b::/56", PEERING), to("2001:db8:c::/56", TRANSIT)];
    const result = await tried({ aws_default_route_table: { a: table("a", ...routes) } });
    expect(outcomes(result)).toEqual({ ...WHOLE, "internet -> private": "answer" });
  });
});
