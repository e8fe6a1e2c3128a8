import { labNetwork } from "../../src/lab/lab-network";
import { setupScript } from "../../src/lab/setup";
import { endOfSubnet } from "../../src/reachability";
import { ALL_IN, ALL_OUT, INSTANCE } from "../support/asked";
import { id, topologyOf } from "../support/networks";

const ACL = { protocol: "-1", from_port: 0, to_port: 0, action: "allow" };

/** A host of both families, whose network ACL refuses all of IPv6 and whose group admits some of it. */
const DUAL = {
  resource: {
    aws_vpc: { v: { cidr_block: "10.0.0.0/16", ipv6_cidr_block: "2001:db8::/56" } },
    aws_internet_gateway: { g: { vpc_id: id("aws_vpc.v") } },
    aws_egress_only_internet_gateway: { e: { vpc_id: id("aws_vpc.v") } },
    aws_subnet: {
      s: {
        vpc_id: id("aws_vpc.v"),
        cidr_block: "10.0.1.0/24",
        ipv6_cidr_block: "2001:db8::/64",
        availability_zone: "us-east-1a",
      },
    },
    aws_route_table: {
      t: {
        vpc_id: id("aws_vpc.v"),
        route: [
          { cidr_block: "0.0.0.0/0", gateway_id: id("aws_internet_gateway.g") },
          { ipv6_cidr_block: "::/0", egress_only_gateway_id: id("aws_egress_only_internet_gateway.e") },
        ],
      },
    },
    aws_route_table_association: { s: { subnet_id: id("aws_subnet.s"), route_table_id: id("aws_route_table.t") } },
    aws_network_acl: {
      n: {
        vpc_id: id("aws_vpc.v"),
        subnet_ids: [id("aws_subnet.s")],
        ingress: [
          { ...ACL, rule_no: 90, action: "deny", ipv6_cidr_block: "::/0" },
          { ...ACL, rule_no: 100, cidr_block: "0.0.0.0/0" },
        ],
        egress: [{ ...ACL, rule_no: 100, cidr_block: "0.0.0.0/0" }],
      },
    },
    aws_security_group: {
      g: {
        vpc_id: id("aws_vpc.v"),
        ingress: [ALL_IN, { from_port: 443, to_port: 443, protocol: "tcp", ipv6_cidr_blocks: ["2600::/12"] }],
        egress: [ALL_OUT],
      },
    },
    aws_instance: {
      h: {
        ...INSTANCE,
        subnet_id: id("aws_subnet.s"),
        private_ip: "10.0.1.10",
        ipv6_addresses: ["2001:db8::10"],
        vpc_security_group_ids: [id("aws_security_group.g")],
      },
    },
  },
};

const topology = topologyOf(DUAL);
const lab = labNetwork(
  topology,
  topology.subnets.map((subnet) => endOfSubnet(subnet, topology.natGateways)),
);

test("a lab of both families is built of IPv4 alone", () => {
  const script = setupScript(lab).join("\n");
  expect(script).toContain("10.0.1.10");
  expect(script).not.toMatch(/2001:db8|2600:|::\/0/);
});

test("what an ACL refuses of IPv6 it does not refuse of IPv4", () => {
  const lines = lab.spaces.flatMap(({ nft }) => nft).map((line) => line.trim());
  const from = lines.findIndex((line) => line.startsWith("chain enter_0"));
  const own = lines.slice(from + 1, lines.indexOf("}", from));
  expect(own.length).toBeGreaterThan(1);
  // The rule of IPv4 decides; the last line is what no rule admits.
  expect(own.filter((line) => line === "counter drop")).toHaveLength(1);
  expect(own.at(-1)).toBe("counter drop");
});
