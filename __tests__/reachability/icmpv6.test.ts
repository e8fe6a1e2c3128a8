import { differencesBetween, Walker } from "../../src/reachability";
import { asked, INSTANCE } from "../support/asked";

const EVERYBODY = { protocol: "-1", from_port: 0, to_port: 0, ipv6_cidr_blocks: ["::/0"] };
const ANY = { protocol: "-1", rule_no: 100, action: "allow", ipv6_cidr_block: "::/0", from_port: 0, to_port: 0 };

/** A rule of a group for a type of ICMPv6. */
const ofType = (type: number, protocol = "icmpv6", code = 0) => ({
  ...EVERYBODY,
  protocol,
  from_port: type,
  to_port: code,
});
/** A rule of an ACL for a type of ICMPv6. */
const aclRule = (type: number, more: object = {}) => ({
  ...ANY,
  protocol: "58",
  icmp_type: type,
  icmp_code: -1,
  ...more,
});

interface Rules {
  readonly group?: object;
  readonly ingress?: readonly object[];
  readonly egress?: readonly object[];
}

function host({ group = EVERYBODY, ingress = [ANY], egress = [ANY] }: Rules) {
  return asked({
    aws_vpc: { a: { cidr_block: "10.0.0.0/16", ipv6_cidr_block: "2600:1f14:a:100::/56" } },
    aws_internet_gateway: { g: { vpc_id: "${aws_vpc.a.id}" } },
    aws_subnet: {
      s: { vpc_id: "${aws_vpc.a.id}", cidr_block: "10.0.1.0/24", ipv6_cidr_block: "2600:1f14:a:101::/64" },
    },
    aws_route_table: {
      t: {
        vpc_id: "${aws_vpc.a.id}",
        route: [{ ipv6_cidr_block: "::/0", gateway_id: "${aws_internet_gateway.g.id}" }],
      },
    },
    aws_route_table_association: {
      s: { subnet_id: "${aws_subnet.s.id}", route_table_id: "${aws_route_table.t.id}" },
    },
    aws_network_acl: { n: { vpc_id: "${aws_vpc.a.id}", subnet_ids: ["${aws_subnet.s.id}"], ingress, egress } },
    aws_security_group: { g: { vpc_id: "${aws_vpc.a.id}", ingress: [group], egress: [] } },
    aws_instance: {
      h: {
        ...INSTANCE,
        subnet_id: "${aws_subnet.s.id}",
        ipv6_addresses: ["2600:1f14:a:101::10"],
        vpc_security_group_ids: ["${aws_security_group.g.id}"],
      },
    },
  });
}

const ping = (rules: Rules, icmpType?: number) =>
  host(rules).verdict("internet", "aws_instance.h", undefined, {
    protocol: "icmp",
    ...(icmpType !== undefined && { icmpType }),
  });

/** Echo request is type 128 of ICMPv6, its answer 129 (RFC 4443). */
describe("a ping over IPv6 passes by rules for its own type", () => {
  it.each<[string, Rules, string]>([
    ["a group's rule for echo requests", { group: ofType(128) }, "ALLOWED"],
    ["the protocol by its number", { group: ofType(128, "58") }, "ALLOWED"],
    ["a group's rule for all types", { group: ofType(-1, "icmpv6", -1) }, "ALLOWED"],
    ["a group's rule for neighbour solicitations", { group: ofType(135) }, "DENIED"],
    ["a group's rule for another code", { group: ofType(128, "icmpv6", 1) }, "DENIED"],
    ["a group's rule for ICMP", { group: ofType(-1, "icmp", -1) }, "DENIED"],
    ["an ACL's rule for echo requests", { ingress: [aclRule(128)] }, "ALLOWED"],
    ["an ACL's rule for all types", { ingress: [aclRule(-1)] }, "ALLOWED"],
    ["an ACL's rule for neighbour solicitations", { ingress: [aclRule(135)] }, "DENIED"],
    ["an ACL that refuses another type", { ingress: [aclRule(135, { rule_no: 1, action: "deny" }), ANY] }, "ALLOWED"],
    ["an ACL that refuses its type", { ingress: [aclRule(128, { rule_no: 1, action: "deny" }), ANY] }, "DENIED"],
    ["an ACL that lets the answer out", { egress: [aclRule(129)] }, "ALLOWED"],
    ["an ACL that lets no answer out", { egress: [aclRule(128)] }, "DENIED"],
  ])("%s", (_, rules, verdict) => {
    expect(ping(rules)).toBe(verdict);
  });

  it("another type by its own", () => {
    expect(ping({ group: ofType(135) }, 135)).toBe("ALLOWED");
    expect(ping({ group: ofType(128) }, 135)).toBe("DENIED");
  });
});

it("each type that a rule names is compared", () => {
  const walker = (type: number) => new Walker(host({ group: ofType(type) }).topology);
  expect(differencesBetween(walker(135), walker(135))).toEqual([]);
  const kinds = differencesBetween(walker(135), walker(136)).map(({ kind }) => kind);
  expect([...new Set(kinds)].sort()).toEqual(["gained", "lost"]);
});
