import { configured, id, open, SOMETHING, thing, VPC } from "../support/networks";

const tables = (route_table_id?: string) => {
  const found = configured({
    ...VPC,
    aws_route_table: { a: { vpc_id: id("aws_vpc.v") }, b: { vpc_id: id("aws_vpc.v") } },
    ...(route_table_id !== undefined && { aws_vpc_route_server_propagation: { p: { route_table_id } } }),
  });
  return ["a", "b"].map((name) => open(thing(found.tables, `aws_route_table.${name}`)));
};

test("a route server may write any route into the table that it propagates to", () => {
  expect(tables()).toEqual([{}, {}]);
  expect(tables(id("aws_route_table.a"))).toEqual([
    {
      routes: ["aws_vpc_route_server_propagation.p: a route server writes routes into it that are not in the input"],
    },
    {},
  ]);
});

test("into any table, where it is not known which", () => {
  const routes = ["aws_vpc_route_server_propagation.p: into which tables a route server writes routes is not known"];
  expect(tables(SOMETHING)).toEqual([{ routes }, { routes }]);
});
