import { labNetwork, type LabNetwork } from "../../src/lab/lab-network";
import { setupScript } from "../../src/lab/setup";
import { type Space } from "../../src/lab/space";
import { endOfSubnet } from "../../src/reachability";
import { ALL_IN, ALL_OUT, INSTANCE } from "../support/asked";
import { id, topologyOf } from "../support/networks";
import { Dice } from "./dice";
import { addIpv6 } from "./random-ipv6";
import { randomDraft } from "./random-network";

const ACL = { protocol: "-1", from_port: 0, to_port: 0, action: "allow" };

/** A host of both families, whose network ACL refuses some of IPv6 and whose group admits some of it. */
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
          { ipv6_cidr_block: "2600::/12", gateway_id: id("aws_internet_gateway.g") },
        ],
      },
    },
    aws_route_table_association: { s: { subnet_id: id("aws_subnet.s"), route_table_id: id("aws_route_table.t") } },
    aws_network_acl: {
      n: {
        vpc_id: id("aws_vpc.v"),
        subnet_ids: [id("aws_subnet.s")],
        ingress: [
          { ...ACL, rule_no: 90, action: "deny", ipv6_cidr_block: "2a00::/12" },
          { ...ACL, rule_no: 95, protocol: "58", icmp_type: 128, icmp_code: -1, ipv6_cidr_block: "::/0" },
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

function labOf(json: object): LabNetwork {
  const topology = topologyOf(json);
  return labNetwork(
    topology,
    topology.subnets.map((subnet) => endOfSubnet(subnet, topology.natGateways)),
  );
}

const lab = labOf(DUAL);

function space(name: string): Space {
  const found = lab.spaces.find((one) => one.name === name);
  if (!found) throw new Error(`no ${name}`);
  return found;
}

/** The lines of a ruleset's table. */
function tableOf({ nft }: Space, head: string): string[] {
  const from = nft.indexOf(`table ${head} {`);
  return from < 0 ? [] : nft.slice(from, nft.indexOf("}", from) + 1);
}

/** The lines of a chain of it. */
function chainOf(lines: readonly string[], name: string): string[] {
  const from = lines.findIndex((line) => line.trim() === `chain ${name} {`);
  return lines.slice(from + 1, lines.indexOf("  }", from)).map((line) => line.trim());
}

const HOST = lab.places.ports.find(({ address }) => address === "aws_instance.h")!;
const ROUTER = space("aws_vpc.v-router");

test("nothing is left out of a network of both families", () => {
  expect(lab.notes).toEqual([]);
});

test("a host has its addresses of both families, and so has one that stands for any of its subnet", () => {
  expect(space("aws_instance.h").ip).toContain("address add 10.0.1.10/32 dev eth0");
  expect(space("aws_instance.h").ip6).toEqual([
    "address add 2001:db8::10/128 dev eth0 nodad",
    "route add default dev eth0 src 2001:db8::10",
  ]);
  const standIns = lab.places.ports.filter(({ isStandIn }) => isStandIn);
  expect(standIns.map(({ ips }) => ips.map((ip) => typeof ip))).toEqual([
    ["number", "bigint"],
    ["number", "bigint"],
  ]);
});

test("a subnet's routes of each family stand in a table of that family", () => {
  const number = ROUTER.ip
    .find((line) => line.includes(` iif ${HOST.cable} `))
    ?.split(" ")
    .at(-1);
  const routes = (lines: readonly string[] = []): string[] =>
    lines.filter((line) => line.endsWith(` table ${number}`)).map((line) => line.split(" ").slice(2, -2).join(" "));
  expect(routes(ROUTER.ip)).toEqual(["throw 10.0.0.0/16", "0.0.0.0/0 dev g0"]);
  expect(routes(ROUTER.ip6).sort()).toEqual(["2600::/12 dev g0", "::/0 dev x0", "throw 2001:db8::/56"]);
  expect(ROUTER.ip6).toContain(`route replace 2001:db8::10/128 dev ${HOST.cable} table 900`);
});

test("rules of each family stand in a ruleset of that family", () => {
  const enter = (head: string): string[] => chainOf(tableOf(ROUTER, head), "enter_0").slice(1);
  expect(enter("ip aws")).toEqual(["return", "counter drop"]);
  expect(enter("ip6 aws")).toEqual([
    "ip6 saddr { 2a00::-2a0f:ffff:ffff:ffff:ffff:ffff:ffff:ffff } counter drop",
    "ip6 nexthdr 58 icmpv6 type 128 return",
    "counter drop",
  ]);
  const admitted = chainOf(tableOf(ROUTER, "ip6 aws"), `in_${HOST.cable}`).filter((line) => line.includes("goto"));
  expect(admitted).toEqual([
    `tcp dport 443-443 ip6 saddr { 2600::-260f:ffff:ffff:ffff:ffff:ffff:ffff:ffff } goto in_admit_${HOST.cable}`,
  ]);
});

test("an interface sends from and takes to its own addresses of each family alone", () => {
  const first = (head: string, chain: string): string | undefined => chainOf(tableOf(ROUTER, head), chain)[0];
  expect(first("ip aws", `from_${HOST.cable}`)).toBe("ip saddr != { 10.0.1.10 } counter drop");
  expect(first("ip6 aws", `from_${HOST.cable}`)).toBe("ip6 saddr != { 2001:db8::10 } counter drop");
  expect(first("ip6 aws", `to_${HOST.cable}`)).toBe("ip6 daddr != { 2001:db8::10 } counter drop");
});

test("a namespace without addresses of IPv6 has none of it", () => {
  const only = labOf({
    resource: { ...DUAL.resource, aws_vpc: { v: { cidr_block: "10.0.0.0/16" } }, aws_subnet: {}, aws_instance: {} },
  });
  expect(only.spaces.filter(({ ip6 }) => ip6)).toEqual([]);
  expect(setupScript(only).join("\n")).not.toMatch(/ip -6|table ip6|addr_gen_mode/);
});

/** Apart from the devices that lead to egress-only gateways. */
const ofIpv4 = ({ ip, nft }: Space): unknown => ({
  ip: ip.filter((line) => !/^link set ([gx]\d+|egress) /.test(line)),
  nft: ["ip aws", "ip border", "ip seen", "ip host", "ip nat", "ip translate"].map((head) =>
    tableOf({ ...EMPTY, nft }, head),
  ),
});
const EMPTY: Space = { name: "", forwards: false, ip: [], nft: [], sysctls: {} };

test("IPv6 changes nothing of a network's IPv4", () => {
  let changed = 0;
  for (let seed = 1; seed <= 40; seed++) {
    const draft = randomDraft(new Dice(seed));
    const before = labOf(draft.stack);
    addIpv6(draft);
    const after = labOf(draft.stack);
    for (const one of before.spaces) {
      const same = after.spaces.find(({ name }) => name === one.name);
      expect(same && ofIpv4(same)).toEqual(ofIpv4(one));
      if (same?.ip6) changed++;
    }
  }
  expect(changed).toBeGreaterThan(100);
});

test("everything of IPv6 stands in tables and rulesets of IPv6", () => {
  for (let seed = 1; seed <= 20; seed++) {
    const draft = randomDraft(new Dice(seed));
    addIpv6(draft);
    for (const { ip, ip6 = [], nft } of labOf(draft.stack).spaces) {
      expect(ip.filter((line) => line.includes("::"))).toEqual([]);
      expect(ip6.filter((line) => /\b\d+\.\d+\.\d+\.\d+/.test(line))).toEqual([]);
      const isIpv6 = nft.map((_, i) =>
        nft
          .slice(0, i + 1)
          .findLast((line) => line.startsWith("table "))
          ?.startsWith("table ip6"),
      );
      expect(nft.filter((line, i) => !isIpv6[i] && line.includes("::"))).toEqual([]);
      expect(
        nft.filter((line, i) => isIpv6[i] === true && /\bip (saddr|daddr|protocol)|\b\d+\.\d+\.\d+\.\d+/.test(line)),
      ).toEqual([]);
    }
  }
});

describe("what the lab leaves out of IPv6 is told", () => {
  const notesOf = (change: object): string[] =>
    labOf({ resource: { ...DUAL.resource, ...change } }).notes.map(({ address, reason }) => `${address}: ${reason}`);

  test("a route of NAT64", () => {
    const route = { ipv6_cidr_block: "64:ff9b::/96", nat_gateway_id: id("aws_nat_gateway.n") };
    const notes = notesOf({
      aws_nat_gateway: { n: { subnet_id: id("aws_subnet.s"), connectivity_type: "private", private_ip: "10.0.1.100" } },
      aws_route_table: { t: { vpc_id: id("aws_vpc.v"), route: [route] } },
    });
    expect(notes).toHaveLength(1);
    expect(notes[0]).toMatch(/^aws_route_table\.t.*64:ff9b::\/96.*the lab has no NAT64$/);
  });

  test("an interface of which it is not known whether it has an address of IPv6", () => {
    const instance = { ...DUAL.resource.aws_instance.h, ipv6_addresses: undefined, ipv6_address_count: "${var.count}" };
    expect(notesOf({ aws_instance: { h: instance } })).toEqual([
      "aws_instance.h: whether it has an address of IPv6, and which, is not known",
    ]);
  });

  test("a range that is not known", () => {
    const notes = notesOf({
      aws_vpc: { v: { cidr_block: "10.0.0.0/16", ipv6_ipam_pool_id: "pool", ipv6_netmask_length: 56 } },
    });
    expect(notes.join()).toContain("aws_vpc.v: its range of IPv6 is not known");
  });
});
