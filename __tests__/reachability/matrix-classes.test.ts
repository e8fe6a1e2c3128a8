import { matrixOf, Walker } from "../../src/reachability";
import { ALL_OUT, asked, INSTANCE } from "../support/asked";

/** Two neighbours with known addresses, of which a network ACL refuses the lower one. */
test("the matrix tells neighbours apart that a rule within a wider one tells apart", () => {
  const rule = { protocol: "-1", from_port: 0, to_port: 0 };
  const allow = { ...rule, rule_no: 100, action: "allow", cidr_block: "0.0.0.0/0" };
  const deny = { ...rule, rule_no: 50, action: "deny", cidr_block: "10.0.1.0/25" };
  const host = (subnet: string, private_ip: string) => ({
    ...INSTANCE,
    subnet_id: `\${aws_subnet.${subnet}.id}`,
    vpc_security_group_ids: ["${aws_security_group.g.id}"],
    private_ip,
  });
  const { topology, verdict } = asked({
    aws_vpc: { a: { cidr_block: "10.0.0.0/16" } },
    aws_subnet: {
      x: { vpc_id: "${aws_vpc.a.id}", cidr_block: "10.0.1.0/24", availability_zone: "eu-central-1a" },
      y: { vpc_id: "${aws_vpc.a.id}", cidr_block: "10.0.2.0/24", availability_zone: "eu-central-1a" },
    },
    aws_network_acl: {
      y: {
        vpc_id: "${aws_vpc.a.id}",
        subnet_ids: ["${aws_subnet.y.id}"],
        ingress: [allow, deny],
        egress: [allow],
      },
    },
    aws_security_group: { g: { vpc_id: "${aws_vpc.a.id}", ingress: [ALL_OUT], egress: [ALL_OUT] } },
    aws_instance: { low: host("x", "10.0.1.10"), high: host("x", "10.0.1.200"), server: host("y", "10.0.2.10") },
  });
  const { entries } = matrixOf(new Walker(topology));
  for (const [from, expected] of [
    ["aws_instance.low", "DENIED"],
    ["aws_instance.high", "ALLOWED"],
  ] as const) {
    expect(verdict(from, "aws_instance.server", 443)).toBe(expected);
    const found = entries.find((one) => one.from === from && one.to === "aws_instance.server");
    expect(found?.verdict).toBe(expected);
  }
});
