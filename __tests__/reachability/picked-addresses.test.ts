import { ALL_OUT, asked, INSTANCE } from "../support/asked";

const rule = (cidr: string, port = 22) => ({ protocol: "tcp", from_port: port, to_port: port, cidr_blocks: [cidr] });

/** A public host with and without an address of its own, a client likewise, and what the host's group admits. */
function network(ingress: readonly object[], extra: object = {}) {
  const host = (subnet: string, group: string, more: object) => ({
    ...INSTANCE,
    subnet_id: `\${aws_subnet.${subnet}.id}`,
    vpc_security_group_ids: [`\${aws_security_group.${group}.id}`],
    ...more,
  });
  return asked({
    aws_vpc: { a: { cidr_block: "10.0.0.0/16" } },
    aws_internet_gateway: { g: { vpc_id: "${aws_vpc.a.id}" } },
    aws_subnet: {
      open: { vpc_id: "${aws_vpc.a.id}", cidr_block: "10.0.1.0/24", map_public_ip_on_launch: true },
      inner: { vpc_id: "${aws_vpc.a.id}", cidr_block: "10.0.2.0/24" },
    },
    aws_route_table: {
      open: {
        vpc_id: "${aws_vpc.a.id}",
        route: [{ cidr_block: "0.0.0.0/0", gateway_id: "${aws_internet_gateway.g.id}" }],
      },
    },
    aws_route_table_association: {
      open: { subnet_id: "${aws_subnet.open.id}", route_table_id: "${aws_route_table.open.id}" },
    },
    aws_security_group: {
      h: { vpc_id: "${aws_vpc.a.id}", ingress, egress: [ALL_OUT] },
      c: { vpc_id: "${aws_vpc.a.id}", ingress: [], egress: [ALL_OUT] },
    },
    aws_instance: {
      fixed: host("open", "h", { private_ip: "10.0.1.10" }),
      picked: host("open", "h", {}),
      client: host("inner", "c", { private_ip: "10.0.2.10" }),
      anyone: host("inner", "c", {}),
    },
    ...extra,
  });
}

/** The verdicts for the host with an address of its own and for the one whose address AWS picks. */
const both = (from: string, ingress: readonly object[], extra?: object) => {
  const { verdict } = network(ingress, extra);
  return ["fixed", "picked"].map((name) => verdict(from, `aws_instance.${name}`, 22));
};

describe("an address that AWS picks", () => {
  it("makes no difference to a rule that admits one address of the internet", () => {
    expect(both("internet", [rule("203.0.113.7/32")])).toEqual(["DENIED", "DENIED"]);
    expect(both("internet", [rule("203.0.113.0/24"), rule("198.51.100.0/24")])).toEqual(["DENIED", "DENIED"]);
    expect(both("203.0.113.7", [rule("203.0.113.7/32")])).toEqual(["ALLOWED", "ALLOWED"]);
    expect(both("internet", [rule("0.0.0.0/0")])).toEqual(["ALLOWED", "ALLOWED"]);
  });

  it("makes none to a rule that admits some hosts of the sender's subnet", () => {
    expect(both("aws_subnet.inner", [rule("10.0.2.0/25")])).toEqual(["DENIED", "DENIED"]);
    expect(both("aws_instance.client", [rule("10.0.2.0/25")])).toEqual(["ALLOWED", "ALLOWED"]);
  });

  it("makes one where it is the sender's, and that is what is told", () => {
    const { answer } = network([rule("10.0.2.0/25")]);
    const found = answer("aws_instance.anyone", "aws_instance.picked", { port: 22 });
    expect(found.verdict).toBe("UNKNOWN");
    expect(found.explanations.map(({ code }) => code)).toEqual(["UNKNOWN_RESOURCE"]);
    expect(found.explanations[0]!.message).toMatch(/^AWS picks the sender's address and the receiver's address/);
  });

  it("makes one where a network ACL tells the receiver's addresses apart", () => {
    const any = { protocol: "-1", action: "allow", cidr_block: "0.0.0.0/0", from_port: 0, to_port: 0 };
    const acl = {
      aws_network_acl: {
        n: {
          vpc_id: "${aws_vpc.a.id}",
          subnet_ids: ["${aws_subnet.inner.id}"],
          ingress: [{ ...any, rule_no: 100 }],
          egress: [{ ...any, rule_no: 100, cidr_block: "10.0.1.0/25" }],
        },
      },
    };
    expect(both("aws_instance.client", [rule("0.0.0.0/0")], acl)).toEqual(["ALLOWED", "UNKNOWN"]);
  });

  it("makes one where only the way back tells the sender's addresses apart", () => {
    const any = { protocol: "-1", action: "allow", cidr_block: "0.0.0.0/0", from_port: 0, to_port: 0 };
    const acl = {
      aws_network_acl: {
        n: {
          vpc_id: "${aws_vpc.a.id}",
          subnet_ids: ["${aws_subnet.open.id}"],
          ingress: [{ ...any, rule_no: 100 }],
          egress: [{ ...any, rule_no: 100, cidr_block: "10.0.2.0/25" }],
        },
      },
    };
    const { verdict } = network([rule("0.0.0.0/0")], acl);
    expect(verdict("aws_instance.client", "aws_instance.fixed", 22)).toBe("ALLOWED");
    expect(verdict("aws_instance.anyone", "aws_instance.fixed", 22)).toBe("UNKNOWN");
  });
});
