import { describeRoute } from "../../src/topology";
import { handMadePlan, to } from "../support/hand-made-plan";
import { configured, id, open, type Resources, SOMETHING, thing, topologyOf, VPC } from "../support/networks";

const TABLE = "aws_route_table.t";
const GATEWAY = { gateway_id: id("aws_internet_gateway.g") };
const NAT = { nat_gateway_id: id("aws_nat_gateway.n") };
const BASE: Resources = {
  ...VPC,
  aws_internet_gateway: { g: { vpc_id: id("aws_vpc.v") } },
  aws_nat_gateway: { n: { subnet_id: id("aws_subnet.a"), connectivity_type: "private" } },
  aws_route_table: { t: { vpc_id: id("aws_vpc.v") } },
};
const tableOf = (parts: Resources) => thing(configured({ ...BASE, ...parts }).tables, TABLE);
const separate = (more: object) => tableOf({ aws_route: { r: { route_table_id: id(TABLE), ...more } } });
const inline = (...route: object[]) => tableOf({ aws_route_table: { t: { vpc_id: id("aws_vpc.v"), route } } });
const routesOf = ({ routes }: ReturnType<typeof tableOf>) => routes.map(describeRoute);

test("inline routes and routes of their own are the same, longest prefix first", () => {
  const two = [
    { cidr_block: "0.0.0.0/0", ...GATEWAY },
    { cidr_block: "192.168.0.0/16", ...NAT },
  ];
  expect(routesOf(inline(...two))).toEqual([
    "192.168.0.0/16 -> aws_nat_gateway.n",
    "0.0.0.0/0 -> aws_internet_gateway.g",
  ]);
  expect(routesOf(separate({ destination_cidr_block: "0.0.0.0/0", ...GATEWAY }))).toEqual([
    "0.0.0.0/0 -> aws_internet_gateway.g",
  ]);
});

describe("a destination that is not known", () => {
  const reason = "aws_route.r: the destination of a route is not known";

  test("leaves all routes open where the target may take traffic away from the local route", () => {
    expect(open(separate({ destination_cidr_block: SOMETHING, ...NAT }))).toEqual({ routes: [reason] });
  });

  test("leaves the local route alone where the target is a gateway", () => {
    expect(open(separate({ destination_cidr_block: SOMETHING, ...GATEWAY }))).toEqual({ outsideRoutes: [reason] });
  });
});

describe("a prefix list", () => {
  const listed = (destination_prefix_list_id: string, parts: Resources = {}, target: object = NAT) =>
    tableOf({ aws_route: { r: { route_table_id: id(TABLE), destination_prefix_list_id, ...target } }, ...parts });

  test("is a route to each of its entries", () => {
    const entry = [{ cidr: "192.168.1.0/24" }, { cidr: "192.168.2.0/24" }];
    const table = listed(id("aws_ec2_managed_prefix_list.l"), { aws_ec2_managed_prefix_list: { l: { entry } } });
    expect(table.routes.map(({ isListed }) => isListed)).toEqual([true, true]);
    expect(open(table)).toEqual({});
  });

  test("that is not in the input leaves routes open, by what its target may take away", () => {
    const reason = "aws_route.r: the entries of prefix list pl-1 are not in the input";
    expect(open(listed("pl-1"))).toEqual({ routes: [reason] });
    expect(open(listed("pl-1", {}, GATEWAY))).toEqual({ outsideRoutes: [reason] });
  });

  test("of a service of AWS leaves open its public addresses only", () => {
    const endpoint = {
      s3: { vpc_id: id("aws_vpc.v"), service_name: "com.amazonaws.eu-central-1.s3", route_table_ids: [] },
    };
    const table = listed("${aws_vpc_endpoint.s3.prefix_list_id}", { aws_vpc_endpoint: endpoint });
    expect(open(table)).toEqual({
      serviceRoutes: ["aws_route.r: the addresses of aws_vpc_endpoint.s3 are not in the input"],
    });
  });
});

test("a route beside inline ones is removed at the next apply, so where it leads is open", () => {
  const mixed = tableOf({
    aws_route_table: { t: { vpc_id: id("aws_vpc.v"), route: [{ cidr_block: "0.0.0.0/0", ...GATEWAY }] } },
    aws_route: { r: { route_table_id: id(TABLE), destination_cidr_block: "192.168.0.0/16", ...NAT } },
  });
  expect(mixed.routes.map(({ target }) => target.kind)).toEqual(["unreadable", "internet-gateway"]);
  expect(open(mixed)).toEqual({});
});

test("a route of a table that is not known is doubtful in each table that takes it, and only for its destination", () => {
  const table = tableOf({
    aws_route: { r: { route_table_id: SOMETHING, destination_cidr_block: "192.168.0.0/16", ...NAT } },
  });
  expect(table.routes.map(({ target }) => target.kind)).toEqual(["unreadable"]);
  expect(open(table)).toEqual({});
});

test("where its destination is not known either, it leaves the table's routes open", () => {
  const table = tableOf({
    aws_route: { r: { route_table_id: SOMETHING, destination_cidr_block: SOMETHING, ...GATEWAY } },
  });
  expect(open(table)).toEqual({ outsideRoutes: ["aws_route.r: which route table it belongs to is not known"] });
});

describe("routes of one block that a plan has lost the tables of", () => {
  const names = ["x", "y"].map((name) => `aws_route_table.${name}`);
  const tables = (keys: readonly string[]) => {
    const plan = handMadePlan([
      { address: "aws_vpc.v", after: { cidr_block: "10.0.0.0/16" } },
      { address: "aws_ec2_transit_gateway.t" },
      {
        address: "aws_ec2_transit_gateway_vpc_attachment.v",
        refers: { transit_gateway_id: to("aws_ec2_transit_gateway.t.id"), vpc_id: to("aws_vpc.v.id") },
      },
      ...names.map((address) => ({ address, refers: { vpc_id: to("aws_vpc.v.id") } })),
      {
        address: "aws_route.each",
        keys,
        each: names.flatMap((address) => to(`${address}.id`)),
        after: { destination_cidr_block: "192.168.0.0/16" },
        refers: { route_table_id: ["each.value"], transit_gateway_id: to("aws_ec2_transit_gateway.t.id") },
      },
    ]);
    const { tables: all } = topologyOf(plan, "plan");
    return names.map((address) => thing(all, address));
  };

  test("are one each where there are as many as tables", () => {
    expect(tables(["1", "2"]).map((one) => one.routes.map(describeRoute))).toEqual([
      ["192.168.0.0/16 -> aws_ec2_transit_gateway.t"],
      ["192.168.0.0/16 -> aws_ec2_transit_gateway.t"],
    ]);
  });

  test("leave their destination open where there are fewer", () => {
    expect(tables(["1"]).map((one) => one.routes.map(({ target }) => target.kind))).toEqual([
      ["unreadable"],
      ["unreadable"],
    ]);
  });
});

test("a route for IPv6 has its target, and one that is not known leaves only IPv6 open", () => {
  const known = separate({ destination_ipv6_cidr_block: "::/0", egress_only_gateway_id: "eigw-1" });
  expect(known.routes.map(describeRoute)).toEqual(["::/0 -> (its egress-only internet gateway is not in the input)"]);
  const lost = separate({ destination_ipv6_cidr_block: SOMETHING, egress_only_gateway_id: "eigw-1" });
  expect(lost.routes).toEqual([]);
  expect(lost.doubts).toMatchObject({ routes: [], ipv6Routes: [{ address: "aws_route.r" }] });
});
