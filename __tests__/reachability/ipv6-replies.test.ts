import { internet, PEERING, RANGE, TRANSIT, type TwoVpcs, twoVpcs } from "../support/two-vpcs";

const everywhere = (target: object) => [{ ipv6_cidr_block: "::/0", ...target }];
const across = (to: "a" | "b", target: object) => [{ ipv6_cidr_block: RANGE[to], ...target }];
const OUTWARDS = {
  aws_egress_only_internet_gateway: { a: { vpc_id: "${aws_vpc.a.id}" }, b: { vpc_id: "${aws_vpc.b.id}" } },
};
const egressOnly = (name: string) => ({ egress_only_gateway_id: `\${aws_egress_only_internet_gateway.${name}.id}` });

const verdict = (shape: TwoVpcs) => {
  const { verdict: of } = twoVpcs({ ...shape, more: { ...OUTWARDS, ...shape.more } });
  return of("aws_instance.a", "aws_instance.b", 443, { family: "ipv6" });
};

/** No gateway of IPv6 translates, so what a host sends out by one may be answered by any way that leads back to its address. */
describe("the answer to what left by an internet gateway", () => {
  it.each<[string, NonNullable<TwoVpcs["routes"]>, string]>([
    ["comes by one", { a: everywhere(internet("a")), b: everywhere(internet("b")) }, "ALLOWED"],
    ["comes by a peering", { a: everywhere(internet("a")), b: across("a", PEERING) }, "ALLOWED"],
    ["comes by a transit gateway", { a: everywhere(internet("a")), b: across("a", TRANSIT) }, "ALLOWED"],
    // The gateway keeps state, and what it makes of a connection whose answers it never sees is not documented.
    [
      "comes by a peering after an egress-only one",
      { a: everywhere(egressOnly("a")), b: across("a", PEERING) },
      "UNKNOWN",
    ],
    ["comes by no egress-only one", { a: everywhere(internet("a")), b: everywhere(egressOnly("b")) }, "DENIED"],
    ["has no way", { a: everywhere(internet("a")) }, "DENIED"],
    ["leads elsewhere", { a: everywhere(internet("a")), b: across("b", PEERING) }, "DENIED"],
  ])("%s", (_, routes, expected) => {
    expect(verdict({ routes })).toBe(expected);
  });

  it("passes the sender's network ACL by the other way too", () => {
    const routes = { a: everywhere(internet("a")), b: across("a", PEERING) };
    const all = { rule_no: 100, action: "allow", protocol: "-1", from_port: 0, to_port: 0, ipv6_cidr_block: "::/0" };
    const closed = (ingress: readonly object[]) =>
      verdict({
        routes,
        more: {
          aws_network_acl: {
            a: { vpc_id: "${aws_vpc.a.id}", subnet_ids: ["${aws_subnet.a.id}"], ingress, egress: [all] },
          },
        },
      });
    expect(closed([all])).toBe("ALLOWED");
    expect(closed([])).toBe("DENIED");
  });

  it("comes by a gateway to what came by a peering", () => {
    expect(verdict({ routes: { a: across("b", PEERING), b: everywhere(internet("b")) } })).toBe("ALLOWED");
  });
});
