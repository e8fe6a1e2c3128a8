import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { run } from "../../src/cli/main";
import { captureIo } from "../support/io";

/** Two VPCs whose ranges of IPv6 AWS picks, joined by a peering; one gets out by an egress-only gateway. */
const vpc = (cidr_block: string) => ({ cidr_block, assign_generated_ipv6_cidr_block: true });
const subnet = (name: string, cidr_block: string) => ({
  vpc_id: `\${aws_vpc.${name}.id}`,
  cidr_block,
  ipv6_cidr_block: `\${cidrsubnet(aws_vpc.${name}.ipv6_cidr_block, 8, 0)}`,
});
const route = (name: string, destination_ipv6_cidr_block: string, target: object) => ({
  route_table_id: `\${aws_route_table.${name}.id}`,
  destination_ipv6_cidr_block,
  ...target,
});
const PEERING = { vpc_peering_connection_id: "${aws_vpc_peering_connection.p.id}" };
const host = (name: string) => ({
  ami: "ami-1",
  instance_type: "t3.micro",
  subnet_id: `\${aws_subnet.${name}.id}`,
  ipv6_address_count: 1,
  vpc_security_group_ids: [`\${aws_security_group.${name}.id}`],
});
const NETWORK = {
  resource: {
    aws_vpc: { a: vpc("10.0.0.0/16"), b: vpc("10.1.0.0/16") },
    aws_subnet: { a: subnet("a", "10.0.0.0/24"), b: subnet("b", "10.1.0.0/24") },
    aws_vpc_peering_connection: {
      p: { vpc_id: "${aws_vpc.a.id}", peer_vpc_id: "${aws_vpc.b.id}", auto_accept: true },
    },
    aws_egress_only_internet_gateway: { e: { vpc_id: "${aws_vpc.a.id}" } },
    aws_route_table: { a: { vpc_id: "${aws_vpc.a.id}" }, b: { vpc_id: "${aws_vpc.b.id}" } },
    aws_route_table_association: {
      a: { subnet_id: "${aws_subnet.a.id}", route_table_id: "${aws_route_table.a.id}" },
      b: { subnet_id: "${aws_subnet.b.id}", route_table_id: "${aws_route_table.b.id}" },
    },
    aws_route: {
      a: route("a", "${aws_vpc.b.ipv6_cidr_block}", PEERING),
      out: route("a", "::/0", { egress_only_gateway_id: "${aws_egress_only_internet_gateway.e.id}" }),
      b: route("b", "${aws_vpc.a.ipv6_cidr_block}", PEERING),
    },
    aws_security_group: {
      a: {
        vpc_id: "${aws_vpc.a.id}",
        egress: [{ from_port: 0, to_port: 0, protocol: "-1", ipv6_cidr_blocks: ["::/0"] }],
      },
      b: {
        vpc_id: "${aws_vpc.b.id}",
        ingress: [
          { from_port: 443, to_port: 443, protocol: "tcp", ipv6_cidr_blocks: ["${aws_vpc.a.ipv6_cidr_block}"] },
        ],
      },
    },
    aws_instance: { a: host("a"), b: host("b") },
  },
};

const folder = mkdtempSync(join(tmpdir(), "overlap-picked-"));
beforeAll(() => writeFileSync(join(folder, "cdk.tf.json"), JSON.stringify(NETWORK)));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function told(...args: readonly string[]): Promise<string> {
  const io = captureIo(folder);
  await run([...args, "--synth", "cdk.tf.json"], io);
  return io.out() + io.err();
}

const WAYS = [
  ["aws_instance.a", "aws_instance.b"],
  ["aws_instance.b", "aws_instance.a"],
  ["aws_instance.a", "internet"],
  ["internet", "aws_instance.a"],
] as const;

test.each([
  ...WAYS.flatMap(([from, to]) =>
    [[], ["--explain"], ["--json"]].map((more) => ["trace", "--from", from, "--to", to, "--port", "443", ...more]),
  ),
  ["matrix", "--all"],
  ["matrix", "--json"],
  ["draw", "-o", "-"],
  ["draw", "-o", "-", "--mermaid"],
  ["draw", "-o", "-", "--json"],
])("nobody is shown a number that AWS does not pick: %s", async (...args) => {
  const text = await told(...args);
  expect(text.length).toBeGreaterThan(50);
  // What stands in for the ranges begins so (src/topology/ipv6-ranges.ts).
  expect(text).not.toContain("3e00:");
});

test("the way is told by what AWS picks", async () => {
  const text = await told("trace", "--from", "aws_instance.a", "--to", "aws_instance.b", "--port", "443");
  expect(text).toMatch(/^ALLOWED/);
  expect(text).toContain("route an IPv6 range that AWS picks -> aws_vpc_peering_connection.p");
});
