import { type Reason, relatedTo } from "../../src/reachability";

const related = (reason: Reason, address = "aws_route_table.a"): string[] =>
  relatedTo({ code: "NO_PATH", address, reason });

describe("what an explanation has to do with", () => {
  it("is nothing where a reason needs no more than its own thing", () => {
    expect(related({ kind: "peering-not-accepted" })).toEqual([]);
    expect(related({ kind: "note", note: "aws_vpc.a is not known" })).toEqual([]);
  });

  it("is told once, without its own address and without the internet", () => {
    const reason = { kind: "arrives", source: undefined, routes: ["internet", "aws_route.a", "aws_route.b"] } as const;
    expect(related(reason, "aws_route.a")).toEqual(["aws_route.b"]);
  });

  it("is what the reason within a reason names", () => {
    const reason = { kind: "no-route-to-the-internet", subnet: "aws_subnet.a" } as const;
    expect(related({ kind: "some-of-what-aws-picks", picks: ["source"], reason })).toEqual(["aws_subnet.a"]);
  });

  it("is left out where it is not known", () => {
    expect(related({ kind: "nat-gateway-starts-nothing", subnet: undefined })).toEqual([]);
  });
});
