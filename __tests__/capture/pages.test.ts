import fc from "fast-check";
import { CALLS, shapeOf } from "../../src/account/calls";
import { allGatewayRoutes } from "../../src/capture/gateway-routes";
import { allPages } from "../../src/capture/pages";
import { type JsonObject } from "../../src/terraform";
import { StandIn } from "./stand-in";

const vpcs = (...ids: string[]): JsonObject => ({ Vpcs: ids.map((VpcId) => ({ VpcId })) });

describe("all pages of a call", () => {
  test("are asked for by the token of the page before", async () => {
    const pages: JsonObject[] = [{ ...vpcs("a"), NextToken: "1" }, { ...vpcs("b"), NextToken: "2" }, vpcs("c")];
    const aws = new StandIn({ DescribeVpcs: ({ input }) => pages[Number(input["NextToken"] ?? 0)]! });
    const { items } = await allPages(aws.ask, CALLS.DescribeVpcs);
    expect(items).toEqual([{ VpcId: "a" }, { VpcId: "b" }, { VpcId: "c" }]);
    expect(aws.inputsOf("DescribeVpcs")).toEqual([
      { MaxResults: 1000 },
      { MaxResults: 1000, NextToken: "1" },
      { MaxResults: 1000, NextToken: "2" },
    ]);
  });

  test("are asked for by NextMarker of load balancers, and by nextToken of RAM", async () => {
    const aws = new StandIn({
      DescribeLoadBalancers: ({ input }) =>
        input["Marker"] === "m" ? { LoadBalancers: [{}] } : { LoadBalancers: [{}], NextMarker: "m" },
      GetResourceShares: ({ input }) =>
        input["nextToken"] === "t" ? { resourceShares: [{}] } : { resourceShares: [{}], nextToken: "t" },
    });
    expect((await allPages(aws.ask, CALLS.DescribeLoadBalancers)).items).toHaveLength(2);
    expect((await allPages(aws.ask, CALLS.GetResourceShares)).items).toHaveLength(2);
    expect(aws.inputsOf("GetResourceShares")[1]).toEqual({ resourceOwner: "SELF", nextToken: "t" });
  });

  test("are refused together when one is", async () => {
    const aws = new StandIn({
      DescribeVpcs: ({ input }) => (input["NextToken"] ? "Throttling" : { ...vpcs("a"), NextToken: "1" }),
    });
    await expect(allPages(aws.ask, CALLS.DescribeVpcs)).rejects.toMatchObject({ code: "Throttling" });
  });

  test("come to an end where a service hands out one token again and again", async () => {
    const aws = new StandIn({ DescribeVpcs: { ...vpcs("a"), NextToken: "1" } });
    await expect(allPages(aws.ask, CALLS.DescribeVpcs)).rejects.toMatchObject({ code: "RepeatedPage" });
  });

  test.each([{ Vpcs: {} }, { Vpcs: "many" }])("are no list in %j", async (answer) => {
    const aws = new StandIn({ DescribeVpcs: answer });
    await expect(allPages(aws.ask, CALLS.DescribeVpcs)).rejects.toMatchObject({ code: "UnreadableAnswer" });
  });
});

interface Route {
  readonly start: number;
  readonly length: number;
}

const cidrText = ({ start, length }: Route): string =>
  `${[24, 16, 8, 0].map((shift) => (start >>> shift) & 255).join(".")}/${length}`;
const routeOf = (text: string): Route => {
  const [address = "", length = "0"] = text.split("/");
  const start = address.split(".").reduce((sum, part) => sum * 256 + Number(part), 0);
  return { start, length: Number(length) };
};
const covers = (outer: Route, inner: Route): boolean =>
  outer.length <= inner.length &&
  Math.floor(inner.start / 2 ** (32 - outer.length)) === Math.floor(outer.start / 2 ** (32 - outer.length));

const TABLE = { TransitGatewayRouteTableId: "tgw-rtb-1" };

/** A table that tells at most some routes at once, and has no token: AWS before it had one. */
function tableOf(routes: readonly Route[], most: number, isEqualWithin: boolean): StandIn {
  return new StandIn({
    SearchTransitGatewayRoutes: ({ input }) => {
      const filters = input["Filters"] as { Name: string; Values: string[] }[];
      const found = routes.filter((route) =>
        filters.every(({ Name, Values: [value = ""] }) => {
          if (Name === "state") return true;
          // The other family: no route here is of it.
          if (value.includes(":")) return false;
          const range = routeOf(value);
          const isEqual = range.start === route.start && range.length === route.length;
          if (Name === "route-search.exact-match") return isEqual;
          return covers(range, route) && (isEqualWithin || !isEqual);
        }),
      );
      return {
        Routes: found
          .slice(0, most)
          .map((one) => ({ DestinationCidrBlock: cidrText(one), Type: "static", State: "active" })),
        AdditionalRoutesAvailable: found.length > most,
      };
    },
  });
}

const route = fc
  .record({ length: fc.integer({ min: 0, max: 32 }), address: fc.integer({ min: 0, max: 2 ** 32 - 1 }) })
  .map(({ length, address }) => ({ start: Math.floor(address / 2 ** (32 - length)) * 2 ** (32 - length), length }));

describe("all routes of a transit gateway's table", () => {
  test("are found, however few AWS tells at once, whether a range is within itself or not", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(route, { selector: cidrText, maxLength: 40 }),
        fc.integer({ min: 1, max: 5 }),
        fc.boolean(),
        async (routes, most, isEqualWithin) => {
          const aws = tableOf(routes, most, isEqualWithin);
          const found = await allGatewayRoutes(aws.ask, shapeOf("SearchTransitGatewayRoutes"), TABLE);
          expect(found.items.map((item) => item["DestinationCidrBlock"]).sort()).toEqual(routes.map(cidrText).sort());
          expect(found.isCut).toBe(false);
        },
      ),
      { numRuns: 50 },
    );
  });

  test("are asked for once where they are all told", async () => {
    const aws = tableOf([{ start: 0, length: 0 }], 5, true);
    await allGatewayRoutes(aws.ask, shapeOf("SearchTransitGatewayRoutes"), TABLE);
    expect(aws.inputsOf("SearchTransitGatewayRoutes")).toEqual([
      { ...TABLE, MaxResults: 1000, Filters: [{ Name: "state", Values: ["active", "blackhole"] }] },
    ]);
  });

  test("are told to be not all where no range is small enough", async () => {
    const answer = { Routes: [{ DestinationCidrBlock: "10.0.0.1/32" }] };
    const isOne = (input: Readonly<Record<string, unknown>>) =>
      (input["Filters"] as { Values: string[] }[]).every(
        ({ Values: [value = ""] }) => !/:|^\d/.test(value) || covers(routeOf(value), routeOf("10.0.0.1/32")),
      );
    const aws = new StandIn({
      SearchTransitGatewayRoutes: ({ input }) =>
        isOne(input) ? { ...answer, AdditionalRoutesAvailable: true } : { Routes: [] },
    });
    expect((await allGatewayRoutes(aws.ask, shapeOf("SearchTransitGatewayRoutes"), TABLE)).isCut).toBe(true);
  });
});
