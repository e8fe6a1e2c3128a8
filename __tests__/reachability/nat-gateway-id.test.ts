import "../../src/jest";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { asked, asking } from "../support/asked";

describe("a NAT gateway under gateway_id", () => {
  it("is followed", () => {
    const file = join(__dirname, "field", "gateway-id-names-nat.cdk.tf.json");
    const { verdict } = asking(JSON.parse(readFileSync(file, "utf8")) as object, "synth");
    expect(verdict("aws_subnet.priv", "internet", 443)).toBe("ALLOWED");
  });

  const network = (routes: object, tableRoute: readonly object[] = []) =>
    asked({
      aws_vpc: { a: { cidr_block: "10.0.0.0/16" } },
      aws_internet_gateway: { g: { vpc_id: "${aws_vpc.a.id}" } },
      aws_subnet: {
        pub: { vpc_id: "${aws_vpc.a.id}", cidr_block: "10.0.1.0/24" },
        priv: { vpc_id: "${aws_vpc.a.id}", cidr_block: "10.0.2.0/24" },
      },
      aws_eip: { n: {} },
      aws_nat_gateway: { n: { subnet_id: "${aws_subnet.pub.id}", allocation_id: "${aws_eip.n.id}" } },
      aws_route_table: {
        pub: {
          vpc_id: "${aws_vpc.a.id}",
          route: [{ cidr_block: "0.0.0.0/0", gateway_id: "${aws_internet_gateway.g.id}" }],
        },
        priv: { vpc_id: "${aws_vpc.a.id}", ...(tableRoute.length > 0 && { route: tableRoute }) },
      },
      aws_route_table_association: {
        pub: { subnet_id: "${aws_subnet.pub.id}", route_table_id: "${aws_route_table.pub.id}" },
        priv: { subnet_id: "${aws_subnet.priv.id}", route_table_id: "${aws_route_table.priv.id}" },
      },
      ...routes,
    });

  it.each<[string, Parameters<typeof network>]>([
    [
      "in a route of its own",
      [
        {
          aws_route: {
            r: {
              route_table_id: "${aws_route_table.priv.id}",
              destination_cidr_block: "0.0.0.0/0",
              gateway_id: "${aws_nat_gateway.n.id}",
            },
          },
        },
      ],
    ],
    ["in an inline route", [{}, [{ cidr_block: "0.0.0.0/0", gateway_id: "${aws_nat_gateway.n.id}" }]]],
    ["to a part of the internet", [{}, [{ cidr_block: "198.51.100.0/24", gateway_id: "${aws_nat_gateway.n.id}" }]]],
  ])("%s", (_, [routes, inline]) => {
    expect(network(routes, inline)).toReach({ from: "aws_subnet.priv", to: "198.51.100.7", port: 443 });
  });
});
