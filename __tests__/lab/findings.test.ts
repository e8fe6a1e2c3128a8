import { formatAddress } from "../../src/ip";
import { experiment, layOut, Sandbox } from "../../src/lab";
import { Walker } from "../../src/reachability";
import { ALL_IN, ALL_OUT, INSTANCE } from "../support/asked";
import { AS_USER, describeWithLab, LAB_ENV } from "../support/lab";
import { topologyOf } from "../support/networks";

/** Networks on which the lab once said something else than the proof, and the proof was right by AWS's documentation. */

const subnet = (vpc: string, cidr: string, zone: string, more: object = {}): object => ({
  vpc_id: `\${aws_vpc.${vpc}.id}`,
  cidr_block: cidr,
  availability_zone: `us-east-1${zone}`,
  ...more,
});
const host = (name: string, ip: string, group = "open"): object => ({
  ...INSTANCE,
  subnet_id: `\${aws_subnet.${name}.id}`,
  private_ip: ip,
  vpc_security_group_ids: [`\${aws_security_group.${group}.id}`],
});
const open = (vpc: string): object => ({ vpc_id: `\${aws_vpc.${vpc}.id}`, ingress: [ALL_IN], egress: [ALL_OUT] });
const table = (vpc: string): object => ({ default_route_table_id: `\${aws_vpc.${vpc}.default_route_table_id}` });

/** Every pair of a network, and a request for each listener. */
async function tried(resource: object, rest: object = {}) {
  const topology = topologyOf({ resource, ...rest });
  const task = { topology, walker: new Walker(topology), statements: [] };
  const lab = layOut(task);
  const sandbox = await Sandbox.open({ name: "finding", asUser: AS_USER, env: LAB_ENV });
  try {
    const result = await experiment(sandbox, lab, task);
    return { ...result, disagreements: result.statements.flatMap((one) => one.disagreements) };
  } finally {
    await sandbox.close();
  }
}

describeWithLab()("with real packets", () => {
  test("a sick target gets no request: the first ones wait until its health is known", async () => {
    const { checks, requests, disagreements } = await tried({
      aws_vpc: { a: { cidr_block: "10.0.0.0/16" } },
      aws_subnet: { a: subnet("a", "10.0.0.0/24", "a"), b: subnet("a", "10.0.1.0/24", "b") },
      aws_security_group: { open: open("a") },
      aws_instance: { client: host("a", "10.0.0.10"), server: host("b", "10.0.1.10") },
      aws_lb: {
        l: {
          load_balancer_type: "application",
          internal: true,
          subnets: ["${aws_subnet.a.id}", "${aws_subnet.b.id}"],
          security_groups: ["${aws_security_group.open.id}"],
        },
      },
      aws_lb_target_group: { g: { port: 80, protocol: "HTTP", target_type: "ip", vpc_id: "${aws_vpc.a.id}" } },
      aws_lb_target_group_attachment: {
        // First in the order in which targets take turns.
        far: {
          target_group_arn: "${aws_lb_target_group.g.arn}",
          target_id: "10.9.0.10",
          port: 80,
          availability_zone: "all",
        },
        near: { target_group_arn: "${aws_lb_target_group.g.arn}", target_id: "10.0.1.10", port: 80 },
      },
      aws_lb_listener: {
        l: {
          load_balancer_arn: "${aws_lb.l.arn}",
          port: 80,
          protocol: "HTTP",
          default_action: [{ type: "forward", target_group_arn: "${aws_lb_target_group.g.arn}" }],
        },
      },
    });
    expect(checks.map(({ check, isHealthy }) => [formatAddress(check.address), isHealthy]).sort()).toEqual([
      ["10.0.1.10", true],
      ["10.0.1.10", true],
      ["10.9.0.10", false],
      ["10.9.0.10", false],
    ]);
    expect(requests.map(({ response }) => response.status)).toEqual([200, 200]);
    expect(requests.every(({ agrees }) => agrees)).toBe(true);
    expect(disagreements).toEqual([]);
  });

  test("what a transit gateway brings back does not leave by the internet gateway, whosever address it has", async () => {
    const { disagreements } = await tried({
      aws_vpc: { a: { cidr_block: "10.0.0.0/16" } },
      aws_subnet: {
        hosts: subnet("a", "10.0.0.0/24", "a", { map_public_ip_on_launch: true }),
        out: subnet("a", "10.0.1.0/24", "a"),
      },
      aws_security_group: { open: open("a") },
      aws_instance: { server: host("hosts", "10.0.0.10") },
      aws_internet_gateway: { i: { vpc_id: "${aws_vpc.a.id}" } },
      aws_ec2_transit_gateway: {
        t: { default_route_table_association: "disable", default_route_table_propagation: "disable" },
      },
      aws_ec2_transit_gateway_route_table: { t: { transit_gateway_id: "${aws_ec2_transit_gateway.t.id}" } },
      aws_ec2_transit_gateway_vpc_attachment: {
        a: {
          transit_gateway_id: "${aws_ec2_transit_gateway.t.id}",
          vpc_id: "${aws_vpc.a.id}",
          subnet_ids: ["${aws_subnet.out.id}"],
        },
      },
      aws_ec2_transit_gateway_route_table_association: {
        a: {
          transit_gateway_attachment_id: "${aws_ec2_transit_gateway_vpc_attachment.a.id}",
          transit_gateway_route_table_id: "${aws_ec2_transit_gateway_route_table.t.id}",
        },
      },
      aws_ec2_transit_gateway_route: {
        all: {
          destination_cidr_block: "0.0.0.0/0",
          transit_gateway_route_table_id: "${aws_ec2_transit_gateway_route_table.t.id}",
          transit_gateway_attachment_id: "${aws_ec2_transit_gateway_vpc_attachment.a.id}",
        },
      },
      aws_default_route_table: { a: table("a") },
      aws_route_table: { out: { vpc_id: "${aws_vpc.a.id}" } },
      aws_route_table_association: {
        out: { subnet_id: "${aws_subnet.out.id}", route_table_id: "${aws_route_table.out.id}" },
      },
      aws_route: {
        hosts: {
          route_table_id: "${aws_default_route_table.a.id}",
          destination_cidr_block: "0.0.0.0/0",
          transit_gateway_id: "${aws_ec2_transit_gateway.t.id}",
        },
        out: {
          route_table_id: "${aws_route_table.out.id}",
          destination_cidr_block: "0.0.0.0/0",
          gateway_id: "${aws_internet_gateway.i.id}",
        },
      },
    });
    expect(disagreements).toEqual([]);
  });

  test("an arrival that hangs on an address that AWS picks is open, although the reply is stopped for certain", async () => {
    const { disagreements } = await tried({
      aws_vpc: { a: { cidr_block: "10.0.0.0/16" }, b: { cidr_block: "10.1.0.0/16" } },
      aws_subnet: {
        a: subnet("a", "10.0.0.0/24", "a"),
        b: subnet("b", "10.1.0.0/24", "a"),
        front: subnet("b", "10.1.2.0/24", "a"),
      },
      aws_security_group: {
        front: open("b"),
        strict: {
          vpc_id: "${aws_vpc.a.id}",
          egress: [],
          ingress: [
            { protocol: "tcp", from_port: 80, to_port: 80, security_groups: ["${aws_security_group.front.id}"] },
          ],
        },
      },
      aws_instance: { server: host("a", "10.0.0.10", "strict"), other: host("b", "10.1.0.10", "front") },
      aws_lb: {
        l: {
          load_balancer_type: "network",
          internal: true,
          subnets: ["${aws_subnet.front.id}"],
          security_groups: ["${aws_security_group.front.id}"],
        },
      },
      aws_vpc_peering_connection: {
        p: { vpc_id: "${aws_vpc.a.id}", peer_vpc_id: "${aws_vpc.b.id}", auto_accept: true },
      },
      // There over the transit gateway, where only the address tells the sender; no way back.
      aws_ec2_transit_gateway: { t: {} },
      aws_ec2_transit_gateway_vpc_attachment: {
        a: {
          transit_gateway_id: "${aws_ec2_transit_gateway.t.id}",
          vpc_id: "${aws_vpc.a.id}",
          subnet_ids: ["${aws_subnet.a.id}"],
        },
        b: {
          transit_gateway_id: "${aws_ec2_transit_gateway.t.id}",
          vpc_id: "${aws_vpc.b.id}",
          subnet_ids: ["${aws_subnet.b.id}"],
        },
      },
      aws_default_route_table: { b: table("b") },
      aws_route: {
        there: {
          route_table_id: "${aws_default_route_table.b.id}",
          destination_cidr_block: "10.0.0.0/16",
          transit_gateway_id: "${aws_ec2_transit_gateway.t.id}",
        },
      },
    });
    expect(disagreements).toEqual([]);
  });

  test("a rule that names a joined VPC's group does not mean the own VPC's host with a member's address", async () => {
    const joined = { security_group_referencing_support: "enable" };
    const attachment = (vpc: string): object => ({
      transit_gateway_id: "${aws_ec2_transit_gateway.t.id}",
      vpc_id: `\${aws_vpc.${vpc}.id}`,
      subnet_ids: [`\${aws_subnet.${vpc}.id}`],
      ...joined,
    });
    const { disagreements, statements, notes } = await tried({
      aws_vpc: { a: { cidr_block: "10.0.0.0/16" }, b: { cidr_block: "10.0.0.0/16" } },
      aws_subnet: { a: subnet("a", "10.0.0.0/24", "a"), b: subnet("b", "10.0.0.0/24", "a") },
      aws_security_group: {
        open: open("a"),
        named: open("b"),
        strict: {
          vpc_id: "${aws_vpc.a.id}",
          egress: [ALL_OUT],
          ingress: [{ protocol: "-1", from_port: 0, to_port: 0, security_groups: ["${aws_security_group.named.id}"] }],
        },
      },
      aws_instance: {
        sender: host("a", "10.0.0.10"),
        receiver: host("a", "10.0.0.11", "strict"),
        member: host("b", "10.0.0.10", "named"),
      },
      aws_ec2_transit_gateway: { t: joined },
      aws_ec2_transit_gateway_vpc_attachment: { a: attachment("a"), b: attachment("b") },
    });
    const pair = statements.find(({ text }) => text === "aws_instance.sender -> aws_instance.receiver");
    expect(pair?.delivered).toBe(0);
    expect(disagreements).toEqual([]);
    expect(notes.map(({ address }) => address)).toContain("aws_ec2_transit_gateway.t");
  });

  test("a request whose way AWS picks says nothing where the lab's own way is open and another is not", async () => {
    const attachment = (vpc: string, ...names: string[]): object => ({
      transit_gateway_id: "${aws_ec2_transit_gateway.t.id}",
      vpc_id: `\${aws_vpc.${vpc}.id}`,
      subnet_ids: names.map((name) => `\${aws_subnet.${name}.id}`),
    });
    const route = (vpc: string, cidr: string): object => ({
      route_table_id: `\${aws_default_route_table.${vpc}.id}`,
      destination_cidr_block: cidr,
      transit_gateway_id: "${aws_ec2_transit_gateway.t.id}",
    });
    const { disagreements, requests } = await tried({
      aws_vpc: { a: { cidr_block: "10.0.0.0/16" }, b: { cidr_block: "10.1.0.0/16" } },
      aws_subnet: {
        a: subnet("a", "10.0.0.0/24", "b"),
        front: subnet("b", "10.1.0.0/24", "a"),
        shut: subnet("b", "10.1.1.0/24", "b"),
      },
      aws_security_group: { open: open("a"), far: open("b") },
      aws_instance: { client: host("a", "10.0.0.10"), server: host("front", "10.1.0.10", "far") },
      aws_network_acl: { shut: { vpc_id: "${aws_vpc.b.id}", subnet_ids: ["${aws_subnet.shut.id}"] } },
      aws_ec2_transit_gateway: { t: {} },
      aws_ec2_transit_gateway_vpc_attachment: {
        a: attachment("a", "a"),
        b: { ...attachment("b", "front", "shut"), appliance_mode_support: "enable" },
      },
      aws_default_route_table: { a: table("a"), b: table("b") },
      aws_route: { there: route("a", "10.1.0.0/16"), back: route("b", "10.0.0.0/16") },
      aws_lb: { l: { load_balancer_type: "network", internal: true, subnets: ["${aws_subnet.front.id}"] } },
      aws_lb_target_group: {
        g: {
          ...{ port: 80, protocol: "TCP", target_type: "ip", vpc_id: "${aws_vpc.b.id}" },
          preserve_client_ip: "false",
        },
      },
      aws_lb_target_group_attachment: {
        g: { target_group_arn: "${aws_lb_target_group.g.arn}", target_id: "10.1.0.10", port: 80 },
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
    const far = requests.filter(({ request }) => request.from.address === "aws_instance.client");
    expect(far.map(({ says, works, agrees }) => ({ says, works, agrees }))).toEqual([
      { says: "UNKNOWN", works: true, agrees: true },
    ]);
    expect(disagreements).toEqual([]);
  });

  test("what answers a NAT gateway in a peered VPC goes back over the peering, whatever the routes say", async () => {
    const peering = { vpc_peering_connection_id: "${aws_vpc_peering_connection.p.id}" };
    const { disagreements, statements } = await tried({
      aws_vpc: { a: { cidr_block: "10.0.0.0/16" }, b: { cidr_block: "10.1.0.0/16" } },
      aws_subnet: {
        a: subnet("a", "10.0.0.0/24", "a"),
        nat: subnet("a", "10.0.1.0/24", "a"),
        b: subnet("b", "10.1.0.0/24", "a"),
      },
      aws_security_group: { open: open("a"), far: open("b") },
      aws_instance: { client: host("a", "10.0.0.10"), server: host("b", "10.1.0.10", "far") },
      aws_nat_gateway: {
        n: { connectivity_type: "private", subnet_id: "${aws_subnet.nat.id}", private_ip: "10.0.1.100" },
      },
      aws_vpc_peering_connection: {
        p: { vpc_id: "${aws_vpc.a.id}", peer_vpc_id: "${aws_vpc.b.id}", auto_accept: true },
      },
      aws_default_route_table: { a: table("a") },
      aws_route_table: { nat: { vpc_id: "${aws_vpc.a.id}", route: [{ cidr_block: "10.1.0.0/16", ...peering }] } },
      aws_route_table_association: {
        nat: { subnet_id: "${aws_subnet.nat.id}", route_table_id: "${aws_route_table.nat.id}" },
      },
      aws_route: {
        there: {
          route_table_id: "${aws_default_route_table.a.id}",
          destination_cidr_block: "10.1.0.0/16",
          nat_gateway_id: "${aws_nat_gateway.n.id}",
        },
      },
    });
    const answered = (text: string): number | undefined => statements.find((one) => one.text === text)?.answered;
    expect(answered("aws_instance.client -> aws_instance.server")).toBeGreaterThan(0);
    expect(answered("aws_instance.server -> aws_instance.client")).toBe(0);
    expect(disagreements).toEqual([]);
  });
});
