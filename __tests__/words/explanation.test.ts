import { setOfCidr } from "../../src/ip";
import { cidr } from "../../src/ipv4/cidr";
import { type Explanation, portSet, type Sockets } from "../../src/reachability";
import { reasonText, shownAnswer, shownJudged } from "../../src/words";

const many = (last: number): Sockets => ({
  addresses: [0, 2, 4, 6, last].flatMap((one) => setOfCidr(cidr(`10.0.${one}.0/24`))),
  ports: portSet(80),
});
const noRoute = (to: Sockets): Explanation => ({
  code: "NO_ROUTE_TO_DESTINATION",
  address: "aws_route_table.a",
  reason: { kind: "no-route", to, subnet: "aws_subnet.a" },
});

describe("explanations in words", () => {
  it("name addresses and ports", () => {
    expect(reasonText(noRoute({ addresses: setOfCidr(cidr("10.0.0.9/32")), ports: portSet(80) }).reason)).toBe(
      "no route to 10.0.0.9:80 in the route table of aws_subnet.a",
    );
  });

  it("say of what AWS picks for which part of it something is open", () => {
    expect(
      reasonText({
        kind: "some-of-what-aws-picks",
        picks: ["source", "other"],
        reason: { kind: "peering-not-accepted" },
      }),
    ).toBe(
      "AWS picks the sender's address and an address or a way of several, and for some of what it may pick: the peering has not been accepted",
    );
  });

  it("tell a way that is gained from one that may be", () => {
    const way = {
      kind: "way-differs",
      change: "gained",
      from: "aws_subnet.a",
      to: "aws_subnet.b",
      packets: {
        src: setOfCidr(cidr("10.0.0.0/24")),
        dst: setOfCidr(cidr("10.1.0.0/24")),
        protocol: 47,
        srcPorts: portSet(1),
        dstPorts: portSet(1),
      },
    } as const;
    const what = "protocol 47 from 10.0.0.0/24 (aws_subnet.a) to 10.1.0.0/24 (aws_subnet.b)";
    expect(reasonText({ ...way, doubts: undefined })).toBe(`${what} arrives, and would not without the bridge`);
    const doubt = { code: "UNKNOWN_RESOURCE", address: "aws_eip.a", reason: { kind: "note", note: "why" } } as const;
    expect(reasonText({ ...way, doubts: [doubt] })).toBe(`it is not known whether ${what} is gained: aws_eip.a: why`);
  });
});

describe("what is shown of an answer", () => {
  const both = [noRoute(many(8)), noRoute(many(10))];
  const message = "no route to 10.0.0.0/24, 10.0.2.0/24, 10.0.4.0/24 and 2 more:80 in the route table of aws_subnet.a";

  it("is said once where two explanations differ in what a message leaves out", () => {
    const answer = shownAnswer({ verdict: "DENIED", forward: [], return: [], explanations: both });
    expect(answer.explanations).toEqual([{ code: "NO_ROUTE_TO_DESTINATION", address: "aws_route_table.a", message }]);
  });

  it("is each fault of a fact about the configuration", () => {
    const judged = { text: "t", expected: "ALLOWED", verdict: "DENIED", holds: false, explanations: both } as const;
    expect(shownJudged({ kind: "fact", ...judged }).explanations).toHaveLength(2);
    expect(shownJudged({ kind: "reach", ...judged }).explanations).toHaveLength(1);
  });
});
