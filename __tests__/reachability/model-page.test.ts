import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { ALL_OUT, asked, INSTANCE } from "../support/asked";

const ROOT = join(__dirname, "..", "..");
const PAGE = readFileSync(join(ROOT, "docs", "model.md"), "utf8");

test("every test that docs/model.md names is there", () => {
  const named = [...PAGE.matchAll(/`([\w-]+\/[\w.-]+\.test\.ts)`/g)].map(([, name]) => name!);
  expect(named.length).toBeGreaterThan(20);
  expect(named.filter((name) => !existsSync(join(ROOT, "__tests__", name)))).toEqual([]);
});

const subnet = (vpc: string, cidr_block: string) => ({
  vpc_id: `\${aws_vpc.${vpc}.id}`,
  cidr_block,
  availability_zone: "eu-west-1a",
});
const table = (vpc: string, route: readonly object[]) => ({ vpc_id: `\${aws_vpc.${vpc}.id}`, route });
const association = (name: string) => ({
  subnet_id: `\${aws_subnet.${name}.id}`,
  route_table_id: `\${aws_route_table.${name}.id}`,
});
const host = (name: string, vpc: string, private_ip: string) => ({
  ...INSTANCE,
  subnet_id: `\${aws_subnet.${name}.id}`,
  private_ip,
  vpc_security_group_ids: [`\${aws_security_group.${vpc}.id}`],
});
const open = (vpc: string) => ({ vpc_id: `\${aws_vpc.${vpc}.id}`, ingress: [ALL_OUT], egress: [ALL_OUT] });

describe("a peering leads no further than to its other side", () => {
  /** b's default route leads over the peering to a, which has an internet gateway and a NAT gateway. */
  const network = (nat: object) =>
    asked({
      aws_vpc: { a: { cidr_block: "10.0.0.0/16" }, b: { cidr_block: "10.1.0.0/16" } },
      aws_internet_gateway: { g: { vpc_id: "${aws_vpc.a.id}" } },
      aws_eip: { n: {} },
      aws_nat_gateway: { n: { subnet_id: "${aws_subnet.pub.id}", private_ip: "10.0.0.9", ...nat } },
      aws_subnet: { pub: subnet("a", "10.0.0.0/24"), b: subnet("b", "10.1.0.0/24") },
      aws_vpc_peering_connection: {
        p: { vpc_id: "${aws_vpc.a.id}", peer_vpc_id: "${aws_vpc.b.id}", auto_accept: true },
      },
      aws_route_table: {
        pub: table("a", [
          { cidr_block: "0.0.0.0/0", gateway_id: "${aws_internet_gateway.g.id}" },
          { cidr_block: "10.1.0.0/16", vpc_peering_connection_id: "${aws_vpc_peering_connection.p.id}" },
        ]),
        b: table("b", [{ cidr_block: "0.0.0.0/0", vpc_peering_connection_id: "${aws_vpc_peering_connection.p.id}" }]),
      },
      aws_route_table_association: { pub: association("pub"), b: association("b") },
      aws_security_group: { b: open("b") },
      aws_instance: { b: { ...host("b", "b", "10.1.0.10"), associate_public_ip_address: true } },
    });

  it.each([{ allocation_id: "${aws_eip.n.id}" }, { connectivity_type: "private" }])("with %j", (nat) => {
    const { answer } = network(nat);
    const out = answer("aws_instance.b", "internet", { port: 443 });
    expect(out.verdict).toBe("DENIED");
    expect(out.explanations.map(({ code }) => code)).toContain("PCX_REQUIRES_ADDRESS_IN_VPC_CIDR");
    expect(answer("aws_instance.b", "10.0.0.9", { port: 443 }).verdict).toBe("DENIED");
  });
});

describe("network ACLs where an attachment shares a subnet with hosts", () => {
  const rule = (cidr_block: string, more: object = {}) => ({
    protocol: "-1",
    rule_no: 100,
    action: "allow",
    cidr_block,
    from_port: 0,
    to_port: 0,
    ...more,
  });
  const network = (ingress: readonly object[], egress: readonly object[]) =>
    asked({
      aws_vpc: { a: { cidr_block: "10.0.0.0/16" }, b: { cidr_block: "10.1.0.0/16" } },
      aws_subnet: { a: subnet("a", "10.0.0.0/24"), b: subnet("b", "10.1.0.0/24") },
      aws_ec2_transit_gateway: { t: {} },
      aws_ec2_transit_gateway_vpc_attachment: Object.fromEntries(
        ["a", "b"].map((name) => [
          name,
          {
            transit_gateway_id: "${aws_ec2_transit_gateway.t.id}",
            vpc_id: `\${aws_vpc.${name}.id}`,
            subnet_ids: [`\${aws_subnet.${name}.id}`],
          },
        ]),
      ),
      aws_route_table: {
        a: table("a", [{ cidr_block: "10.1.0.0/16", transit_gateway_id: "${aws_ec2_transit_gateway.t.id}" }]),
        b: table("b", [{ cidr_block: "10.0.0.0/16", transit_gateway_id: "${aws_ec2_transit_gateway.t.id}" }]),
      },
      aws_route_table_association: { a: association("a"), b: association("b") },
      aws_network_acl: { a: { vpc_id: "${aws_vpc.a.id}", subnet_ids: ["${aws_subnet.a.id}"], ingress, egress } },
      aws_security_group: { a: open("a"), b: open("b") },
      aws_instance: { a: host("a", "a", "10.0.0.10"), b: host("b", "b", "10.1.0.10") },
    });
  const both = (...args: Parameters<typeof network>) => {
    const { verdict } = network(...args);
    return [verdict("aws_instance.a", "aws_instance.b", 443), verdict("aws_instance.b", "aws_instance.a", 443)];
  };

  it("check a host's packets to the gateway out and in, and those from the gateway not at all", () => {
    const [own, all] = [rule("10.0.0.0/24"), rule("0.0.0.0/0")];
    expect(both([all], [all])).toEqual(["ALLOWED", "ALLOWED"]);
    // What leaves has the host's own address as its source on its way in again; nothing asks for the far side's.
    expect(both([own], [rule("10.1.0.0/16")])).toEqual(["ALLOWED", "ALLOWED"]);
    expect(both([rule("10.1.0.0/16")], [all])).toEqual(["DENIED", "DENIED"]);
    expect(both([all], [own])).toEqual(["DENIED", "DENIED"]);
  });
});
