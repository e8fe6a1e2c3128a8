import { type JsonObject } from "../../src/terraform";
import { askingGraph, changing, graphTold, refusing, type Told } from "./support/told";
import { route, TWO_VPCS } from "./support/two-vpcs-told";

const APP = "aws_instance.i-app";
const [LOCAL, TO_S3] = [0, 3];

/** The application's host, whose table has the local route, that of S3, and these. */
function alone(...routes: readonly object[]): Told {
  return changing(TWO_VPCS, "DescribeRouteTables", 1, (table) => {
    const own = table.Routes as JsonObject[];
    return { ...table, Routes: [own[LOCAL], own[TO_S3], ...routes] };
  });
}
const verdict = (told: Told, to: string): string => askingGraph(graphTold(told)).verdict(APP, to, 443);

describe("a gateway endpoint whose service's addresses are known", () => {
  test("is no way to the internet", () => {
    const { answer } = askingGraph(graphTold(alone()));
    const { verdict: said, explanations } = answer(APP, "internet", { port: 443 });
    expect([said, explanations.map(({ code }) => code)]).toEqual(["DENIED", ["NO_ROUTE_TO_DESTINATION"]]);
  });

  test("leaves open what its policy lets through to the service", () =>
    expect(verdict(alone(), "52.218.0.9")).toBe("UNKNOWN"));

  test("leaves every other address as it is without it", () => expect(verdict(alone(), "52.219.0.9")).toBe("DENIED"));

  test("hides no other way out", () => {
    const nat = route("0.0.0.0/0", { NatGatewayId: "nat-a" });
    expect(verdict(alone(nat), "internet")).toBe("ALLOWED");
    expect(verdict(alone(nat), "52.218.0.9")).toBe("UNKNOWN");
  });

  test("is not what a route to an endpoint of another kind is, wherever that leads", () =>
    expect(verdict(alone(route("0.0.0.0/0", { GatewayId: "vpce-gwlb" })), "internet")).toBe("UNKNOWN"));
});

test("a gateway endpoint whose service's addresses nobody told is no way to the internet either", () => {
  const told = refusing(alone(), "GetManagedPrefixListEntries");
  expect(verdict(told, "internet")).toBe("DENIED");
  expect(verdict(told, "52.218.0.9")).toBe("UNKNOWN");
});
