import { configured, id, open, type Resources, SOMETHING, thing, VPC } from "../support/networks";

const S3 = { vpc_id: id("aws_vpc.v"), service_name: "com.amazonaws.eu-central-1.s3" };
const tables = (endpoint: object, parts: Resources = {}) => {
  const all = configured({
    ...VPC,
    aws_route_table: { t: { vpc_id: id("aws_vpc.v") }, u: { vpc_id: id("aws_vpc.v") } },
    aws_vpc_endpoint: { s3: { ...S3, ...endpoint } },
    ...parts,
  }).tables;
  return ["t", "u"].map((name) => thing(all, `aws_route_table.${name}`));
};
const unread = "aws_vpc_endpoint.s3: the addresses of the service that it leads to are not in the input";

test("a gateway endpoint leaves the service's addresses open in the tables that it names", () => {
  const found = tables({ route_table_ids: [id("aws_route_table.t")] });
  expect(found.map(open)).toEqual([{ serviceRoutes: [unread] }, {}]);
});

test("an association of its own is the same", () => {
  const association = { a: { vpc_endpoint_id: id("aws_vpc_endpoint.s3"), route_table_id: id("aws_route_table.t") } };
  const found = tables({ route_table_ids: [] }, { aws_vpc_endpoint_route_table_association: association });
  expect(found.map(open)).toEqual([{ serviceRoutes: [unread] }, {}]);
});

test("addresses that the input tells are routes", () => {
  const [table] = tables({ route_table_ids: [id("aws_route_table.t")], cidr_blocks: ["52.219.0.0/20"] });
  expect(table!.routes).toMatchObject([{ target: { kind: "gateway-endpoint", address: "aws_vpc_endpoint.s3" } }]);
  expect(open(table!)).toEqual({});
});

test("where its tables are not known it may be in each", () => {
  const reason = "aws_vpc_endpoint.s3: which route tables it is in is not known";
  expect(tables({ route_table_ids: SOMETHING }).map(open)).toEqual([
    { serviceRoutes: [reason] },
    { serviceRoutes: [reason] },
  ]);
});

test("an interface endpoint has no routes", () => {
  const endpoint = { vpc_endpoint_type: "Interface", route_table_ids: [id("aws_route_table.t")] };
  expect(tables(endpoint).map(open)).toEqual([{}, {}]);
});
