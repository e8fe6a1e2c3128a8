import { setOfCidr } from "../../src/ip";
import { cidr } from "../../src/ipv4/cidr";
import { portSet, type WalkedHop } from "../../src/reachability";
import { shownHop } from "../../src/words";

const HOP: WalkedHop = {
  kind: "routed",
  address: "aws_subnet.a",
  packets: {
    src: setOfCidr(cidr("10.0.0.4/32")),
    dst: setOfCidr(cidr("10.1.0.4/32")),
    protocol: 6,
    srcPorts: portSet(1024, 65535),
    dstPorts: portSet(443),
  },
  route: undefined,
  rules: undefined,
  rewrite: undefined,
};

describe("a hop in words", () => {
  it("shows addresses with ports, and nothing that there is not", () => {
    expect(shownHop(HOP)).toEqual({
      at: "is routed",
      address: "aws_subnet.a",
      source: "10.0.0.4:1024-65535",
      destination: "10.1.0.4:443",
    });
    expect(shownHop({ ...HOP, packets: { ...HOP.packets, protocol: 1 } }).destination).toBe("10.1.0.4");
  });

  it("shows the local route, a subnet's and a transit gateway's, propagated or blackhole", () => {
    const own = { address: "aws_route.a", cidr: cidr("10.0.0.0/8"), propagated: true };
    const textOf = (route: WalkedHop["route"]) => shownHop({ ...HOP, route }).route;
    expect(textOf({ kind: "local", address: "aws_route_table.a", cidr: own.cidr })).toEqual({
      address: "aws_route_table.a",
      text: "10.0.0.0/8 -> local",
    });
    expect(
      textOf({ kind: "subnet", address: own.address, route: { ...own, target: { kind: "blackhole" } } })?.text,
    ).toBe("10.0.0.0/8 -> blackhole");
    expect(textOf({ kind: "transit", address: own.address, route: own } as never)?.text).toBe(
      "10.0.0.0/8 -> blackhole (propagated)",
    );
  });

  it("names rules together that admit together, and the same of two filters once", () => {
    const rules = [["aws_a.x", "aws_a.y"], ["aws_a.z"], ["aws_a.z"]];
    expect(shownHop({ ...HOP, rules }).rules).toEqual(["aws_a.x, aws_a.y", "aws_a.z"]);
  });

  it("tells what an end becomes", () => {
    const textOf = (rewrite: WalkedHop["rewrite"]) => shownHop({ ...HOP, rewrite }).rewrite;
    expect(textOf({ end: "source", to: "public" })).toBe("source becomes a public address");
    expect(textOf({ end: "destination", to: "private" })).toBe("destination becomes the private address");
    expect(textOf({ end: "destination", to: { addresses: setOfCidr(cidr("10.1.0.4/32")), ports: portSet(9) } })).toBe(
      "destination becomes 10.1.0.4:9",
    );
  });
});
