import "../../src/jest";
import { asking, INSTANCE } from "../support/asked";
import { handMadePlan, type PlannedBlock, to } from "../support/hand-made-plan";

const OPEN = [{ protocol: "-1", from_port: 0, to_port: 0, cidr_blocks: ["0.0.0.0/0"] }];
const vpc: PlannedBlock = { address: "aws_vpc.a", after: { cidr_block: "10.0.0.0/16" } };
const group: PlannedBlock = {
  address: "aws_security_group.g",
  after: { ingress: OPEN, egress: OPEN },
  refers: { vpc_id: to("aws_vpc.a.id") },
};
const subnets = (vpcId: readonly string[]): PlannedBlock => ({
  address: "aws_subnet.s",
  keys: ["a", "b"],
  after: {
    a: { cidr_block: "10.0.1.0/24", availability_zone: "eu-central-1a" },
    b: { cidr_block: "10.0.2.0/24", availability_zone: "eu-central-1b" },
  },
  refers: { vpc_id: vpcId },
});
const host = (address: string, refers: Record<string, readonly string[]>, more: object = {}): PlannedBlock => ({
  address,
  after: INSTANCE,
  refers: { vpc_security_group_ids: to("aws_security_group.g.id"), ...refers },
  ...more,
});

describe("links that a plan tells only in part", () => {
  it("go over a local value to the only thing of the fitting type that its module can name", () => {
    const { verdict, topology } = asking(handMadePlan([vpc, group, subnets(["local.vpc_id"])]), "plan");
    expect(topology.vpcs.map(({ address }) => address)).toEqual(["aws_vpc.a"]);
    expect(verdict('aws_subnet.s["a"]', 'aws_subnet.s["b"]', 80)).toBe("ALLOWED");
  });

  it("stay open over a local value where it could be two", () => {
    const other: PlannedBlock = { address: "aws_vpc.other", after: { cidr_block: "10.0.0.0/16" } };
    const { verdict } = asking(handMadePlan([vpc, other, group, subnets(["local.vpc_id"])]), "plan");
    expect(verdict('aws_subnet.s["a"]', 'aws_subnet.s["b"]', 80)).toBe("UNKNOWN");
  });

  it("go over each.value to the instance with the same key", () => {
    const hosts = host(
      "aws_instance.h",
      { subnet_id: ["each.value.id", "each.value"] },
      {
        keys: ["a", "b"],
        each: ["aws_subnet.s"],
      },
    );
    const { topology } = asking(handMadePlan([vpc, group, subnets(to("aws_vpc.a.id")), hosts]), "plan");
    const places = topology.instances.map(({ nics }) => nics[0]?.subnet.address);
    expect(places).toEqual(['aws_subnet.s["a"]', 'aws_subnet.s["b"]']);
  });

  it("are the same in a plan without resource_changes, whose values leave out what is unknown", () => {
    const gateway: PlannedBlock = { address: "aws_internet_gateway.g", refers: { vpc_id: to("aws_vpc.a.id") } };
    const table: PlannedBlock = {
      address: "aws_route_table.t",
      after: { route: [{ cidr_block: "0.0.0.0/0", nat_gateway_id: "" }] },
      refers: { vpc_id: to("aws_vpc.a.id"), route: to("aws_internet_gateway.g.id") },
    };
    const closed: PlannedBlock = {
      address: "aws_security_group.closed",
      after: { egress: OPEN, ingress: [{ protocol: "tcp", from_port: 80, to_port: 80, cidr_blocks: [] }] },
      refers: { vpc_id: to("aws_vpc.a.id"), ingress: to("aws_security_group.g.id") },
    };
    const inA = { subnet_id: to('aws_subnet.s["a"].id') };
    const web = { ...host("aws_instance.web", inA), after: { ...INSTANCE, associate_public_ip_address: true } };
    const db = host("aws_instance.db", { ...inA, vpc_security_group_ids: to("aws_security_group.closed.id") });
    const association: PlannedBlock = {
      address: "aws_route_table_association.a",
      refers: { ...inA, route_table_id: to("aws_route_table.t.id") },
    };
    const parts = [vpc, gateway, group, closed, subnets(to("aws_vpc.a.id")), table, association, web, db];
    const { verdict } = asking(handMadePlan(parts, false), "plan");
    expect(verdict("aws_instance.web", "internet", 443)).toBe("ALLOWED");
    expect(verdict("aws_instance.web", "aws_instance.db", 80)).toBe("ALLOWED");
    expect(verdict("aws_instance.web", "aws_instance.db", 22)).toBe("DENIED");
  });

  it("decide where an instance could be in several subnets when each gives the same answer", () => {
    const web = host("aws_instance.web", { subnet_id: ["aws_subnet.s", "var.zone"] });
    const fixed = { ...host("aws_instance.fixed", web.refers!), after: { ...INSTANCE, private_ip: "10.0.2.9" } };
    const acl: PlannedBlock = {
      address: "aws_network_acl.closed",
      refers: { vpc_id: to("aws_vpc.a.id"), subnet_ids: to('aws_subnet.s["b"].id') },
    };
    const parts = [vpc, group, subnets(to("aws_vpc.a.id")), web, fixed];
    const open = asking(handMadePlan(parts), "plan");
    expect(open.verdict('aws_subnet.s["a"]', "aws_instance.web", 80)).toBe("ALLOWED");
    expect(open).not.toReach({ from: "aws_instance.web", to: "internet", port: 80 });
    const closed = asking(handMadePlan([...parts, acl]), "plan");
    expect(closed.verdict('aws_subnet.s["a"]', "aws_instance.web", 80)).toBe("UNKNOWN");
    expect(closed.verdict('aws_subnet.s["a"]', "aws_instance.fixed", 80)).toBe("DENIED");
  });

  /** A NAT gateway and a route table of its own in each zone, all by `[count.index]`. */
  const perZone = (publicTable: string): PlannedBlock[] => {
    const own = (name: string): string[] => [name, "count.index"];
    const placed = (name: string, third: number): PlannedBlock => ({
      ...subnets(to("aws_vpc.a.id")),
      address: `aws_subnet.${name}`,
      keys: [0, 1],
      after: {
        0: { cidr_block: `10.0.${third}.0/24`, availability_zone: "eu-central-1a" },
        1: { cidr_block: `10.0.1${third}.0/24`, availability_zone: "eu-central-1b" },
      },
    });
    const everywhere = { destination_cidr_block: "0.0.0.0/0" };
    const table = (name: string, keys: number[]): PlannedBlock => ({
      address: `aws_route_table.${name}`,
      keys,
      refers: { vpc_id: to("aws_vpc.a.id") },
    });
    return [
      vpc,
      group,
      placed("open", 1),
      placed("inner", 2),
      { address: "aws_internet_gateway.g", refers: { vpc_id: to("aws_vpc.a.id") } },
      { address: "aws_nat_gateway.n", keys: [0, 1], refers: { subnet_id: own("aws_subnet.open") } },
      table("open", [0]),
      table("inner", [0, 1]),
      {
        address: "aws_route.out",
        after: everywhere,
        refers: { route_table_id: to(publicTable), gateway_id: to("aws_internet_gateway.g.id") },
      },
      {
        address: "aws_route.nat",
        keys: [0, 1],
        after: everywhere,
        refers: { route_table_id: own("aws_route_table.inner"), nat_gateway_id: own("aws_nat_gateway.n") },
      },
      ...["open", "inner"].map((name) => ({
        address: `aws_route_table_association.${name}`,
        keys: [0, 1],
        refers: { subnet_id: own(`aws_subnet.${name}`), route_table_id: own(`aws_route_table.${name}`) },
      })),
    ];
  };

  it("decide where each zone has its own NAT gateway and table, though which is lost", () => {
    const { verdict } = asking(handMadePlan(perZone("aws_route_table.open[0].id")), "plan");
    expect(verdict("aws_subnet.inner[0]", "internet", 443)).toBe("ALLOWED");
    expect(verdict("aws_subnet.inner[1]", "internet", undefined, { protocol: "47" })).toBe("DENIED");
    expect(verdict("aws_subnet.inner[1]", "192.168.0.1", 443)).toBe("DENIED");
    const withoutWayOut = asking(handMadePlan(perZone("aws_route_table.inner[1].id")), "plan");
    expect(withoutWayOut).not.toReach({ from: "aws_subnet.open[0]", to: "internet", port: 443 });
    expect(withoutWayOut.verdict("aws_subnet.inner[0]", "internet", 443)).not.toBe("ALLOWED");
  });
});
