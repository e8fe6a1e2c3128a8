import { describeRoute, type RouteTable } from "../../src/topology";
import { handMadePlan, to } from "../support/hand-made-plan";
import { applied, configured, id, open, type Resources, SOMETHING, thing, topologyOf, VPC } from "../support/networks";

const table = (more: object = {}) => ({ vpc_id: id("aws_vpc.v"), ...more });
const association = (more: object = {}) => ({
  subnet_id: id("aws_subnet.a"),
  route_table_id: id("aws_route_table.t"),
  ...more,
});
const network = (parts: Resources) => configured({ ...VPC, aws_route_table: { t: table() }, ...parts });
const routesOf = ({ routes }: RouteTable) => routes.map(describeRoute);

test("a subnet uses the table that it is associated with, the others the main one", () => {
  const { subnets, vpcs } = network({ aws_route_table_association: { a: association() } });
  expect(subnets.map((subnet) => subnet.table.address)).toEqual(["aws_route_table.t", vpcs[0]!.mainTable.address]);
  expect(subnets.map(open)).toEqual([{}, {}]);
});

test("a table that is not known leaves open which one the subnet uses", () => {
  const { subnets } = network({ aws_route_table_association: { a: association({ route_table_id: SOMETHING }) } });
  expect(subnets.map(open)).toEqual([
    { table: ["aws_route_table_association.a: which route table it uses is not known"] },
    {},
  ]);
});

test("a second association leaves it open, since AWS refuses one of them", () => {
  const { subnets } = network({
    aws_route_table: { t: table(), u: table() },
    aws_route_table_association: {
      a: association(),
      again: association({ route_table_id: id("aws_route_table.u") }),
    },
  });
  expect(open(thing(subnets, "aws_subnet.a"))).toEqual({
    table: ["aws_route_table_association.again: the subnet has two associations, of which AWS refuses one"],
  });
});

test("a subnet that is not known leaves open which table all of them use", () => {
  const { subnets } = network({ aws_route_table_association: { a: association({ subnet_id: SOMETHING }) } });
  const reason = "aws_route_table_association.a: which subnet it associates is not known";
  expect(subnets.map(open)).toEqual([{ table: [reason] }, { table: [reason] }]);
});

/** A plan in which instances of one block have lost which of two subnets each of them is for. */
const lost = (keys: readonly string[], tables: readonly string[] = ["t"]) => {
  const subnets = ["a", "b"].map((name, i) => ({
    address: `aws_subnet.${name}`,
    after: { cidr_block: `10.0.${i}.0/24` },
    refers: { vpc_id: to("aws_vpc.v.id") },
  }));
  return topologyOf(
    handMadePlan([
      { address: "aws_vpc.v", after: { cidr_block: "10.0.0.0/16" } },
      ...subnets,
      ...tables.map((name) => ({ address: `aws_route_table.${name}`, refers: { vpc_id: to("aws_vpc.v.id") } })),
      {
        address: "aws_route_table_association.each",
        keys,
        each: [...to("aws_subnet.a.id"), ...to("aws_subnet.b.id")],
        refers: {
          subnet_id: ["each.value"],
          route_table_id: tables.flatMap((name) => to(`aws_route_table.${name}.id`)),
        },
      },
    ]),
    "plan",
  );
};

test("as many lost associations with one table as subnets that they can name are one each", () => {
  const { subnets } = lost(["x", "y"]);
  expect(subnets.map((subnet) => subnet.table.address)).toEqual(["aws_route_table.t", "aws_route_table.t"]);
  expect(subnets.map(open)).toEqual([{}, {}]);
});

test("with one of two tables each subnet has a doubt that names both tables", () => {
  const { subnets } = lost(["x", "y"], ["t", "u"]);
  expect(subnets.map((subnet) => Object.keys(open(subnet)))).toEqual([["table"], ["table"]]);
  for (const { maybeTables } of subnets)
    expect(maybeTables?.map(({ address }) => address)).toEqual(["aws_route_table.t", "aws_route_table.u"]);
});

test("fewer of them leave open which subnet they are for", () => {
  const { subnets } = lost(["x"]);
  expect(subnets.map((subnet) => Object.keys(open(subnet)))).toEqual([["table"], ["table"]]);
});

describe("the main table", () => {
  test("is the one that an association names", () => {
    const { vpcs, subnets } = network({
      aws_main_route_table_association: { m: { vpc_id: id("aws_vpc.v"), route_table_id: id("aws_route_table.t") } },
    });
    expect(vpcs[0]!.mainTable.address).toBe("aws_route_table.t");
    expect(subnets.map((subnet) => subnet.table)).toEqual([vpcs[0]!.mainTable, vpcs[0]!.mainTable]);
  });

  test("is open where the association's table is not known", () => {
    const { vpcs } = network({
      aws_main_route_table_association: { m: { vpc_id: id("aws_vpc.v"), route_table_id: SOMETHING } },
    });
    expect(open(vpcs[0]!.mainTable)).toEqual({
      routes: ["aws_main_route_table_association.m: which table becomes the main one is not known"],
    });
  });

  test("is in a state the one that the VPC calls by its id", () => {
    const { vpcs } = applied({
      aws_vpc: { v: { id: "vpc-1", cidr_block: "10.0.0.0/16", main_route_table_id: "rtb-1" } },
      aws_route_table: { t: { id: "rtb-1", vpc_id: "vpc-1", route: [] } },
    });
    expect(vpcs[0]!.mainTable.address).toBe("aws_route_table.t");
  });

  test("is the default one with other routes where somebody manages that", () => {
    const route = [{ cidr_block: "0.0.0.0/0", gateway_id: id("aws_internet_gateway.g") }];
    const { vpcs } = network({
      aws_internet_gateway: { g: { vpc_id: id("aws_vpc.v") } },
      aws_default_route_table: { d: { default_route_table_id: "${aws_vpc.v.default_route_table_id}", route } },
    });
    expect(vpcs[0]!.mainTable.address).toBe("aws_default_route_table.d");
    expect(routesOf(vpcs[0]!.mainTable)).toEqual(["0.0.0.0/0 -> aws_internet_gateway.g"]);
  });
});

test("a table of a gateway is for arriving traffic, and open where it is not known", () => {
  const gateway = { g: { vpc_id: id("aws_vpc.v") } };
  const of = (route_table_id: string) =>
    network({
      aws_internet_gateway: gateway,
      aws_route_table_association: { g: { gateway_id: id("aws_internet_gateway.g"), route_table_id } },
    }).internetGateways[0]!.edgeTable!;
  expect(of(id("aws_route_table.t")).address).toBe("aws_route_table.t");
  expect(open(of(SOMETHING))).toEqual({ routes: ["aws_route_table_association.g: its route table is not known"] });
});

test("routes that a VPN gateway propagates leave open all but what the local route takes", () => {
  const propagation = { p: { vpn_gateway_id: "vgw-1", route_table_id: id("aws_route_table.t") } };
  const { tables } = network({ aws_vpn_gateway_route_propagation: propagation });
  expect(Object.keys(open(thing(tables, "aws_route_table.t")))).toEqual(["outsideRoutes"]);
  const inline = network({ aws_route_table: { t: table({ propagating_vgws: ["vgw-1"] }) } });
  expect(Object.keys(open(thing(inline.tables, "aws_route_table.t")))).toEqual(["outsideRoutes"]);
});
