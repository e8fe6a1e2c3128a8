import { endOfNic, ICMP, type ReachStatement, TCP, UDP, Walker } from "../../src/reachability";
import { experiment, layOut, type LabNetwork, Sandbox } from "../../src/lab";
import { ALL_IN, ALL_OUT, INSTANCE } from "../support/asked";
import { AS_USER, describeWithLab, LAB_ENV } from "../support/lab";
import { id, topologyOf } from "../support/networks";

/**
 * Each pair is kept apart by one thing alone. The kernel loses that thing, of which the proof knows nothing: so every kind
 * of packet must come to the receiver's door, and the lab must say so.
 */

const EVERYBODY = { ipv6_cidr_blocks: ["::/0"] };
const subnet = (number: number, vpc = "v"): object => ({
  vpc_id: id(`aws_vpc.${vpc}`),
  cidr_block: `10.${vpc === "v" ? 0 : 1}.${number}.0/24`,
  ipv6_cidr_block: `2001:db8:${vpc === "v" ? 0 : 1}:${number}::/64`,
  availability_zone: "us-east-1a",
});
const group = (vpc: string, ingress: readonly object[], egress: readonly object[]): object => ({
  vpc_id: id(`aws_vpc.${vpc}`),
  ingress,
  egress,
});
const host = (number: number, address: number, own: string, vpc = "v"): object => ({
  ...INSTANCE,
  subnet_id: id(`aws_subnet.${vpc}${number}`),
  private_ip: `10.${vpc === "v" ? 0 : 1}.${number}.${address}`,
  ipv6_addresses: [`2001:db8:${vpc === "v" ? 0 : 1}:${number}::${address}`],
  vpc_security_group_ids: [id(`aws_security_group.${own}`)],
});
const [IN, OUT] = [
  { ...ALL_IN, ...EVERYBODY },
  { ...ALL_OUT, ...EVERYBODY },
];
const ANY = { protocol: "-1", from_port: 0, to_port: 0, action: "allow" };
const OPEN = [
  { ...ANY, rule_no: 100, cidr_block: "0.0.0.0/0" },
  { ...ANY, rule_no: 101, ipv6_cidr_block: "::/0" },
];
const peering = id("aws_vpc_peering_connection.p");
const over = (vpc: string, table: string, number: number): object => ({
  [`${table}4`]: {
    route_table_id: `\${aws_vpc.${vpc}.main_route_table_id}`,
    destination_cidr_block: `10.${number}.0.0/16`,
    vpc_peering_connection_id: peering,
  },
  [`${table}6`]: {
    route_table_id: `\${aws_vpc.${vpc}.main_route_table_id}`,
    destination_ipv6_cidr_block: `2001:db8:${number}::/56`,
    vpc_peering_connection_id: peering,
  },
});

const NETWORK = {
  resource: {
    aws_vpc: {
      v: { cidr_block: "10.0.0.0/16", ipv6_cidr_block: "2001:db8::/56" },
      w: { cidr_block: "10.1.0.0/16", ipv6_cidr_block: "2001:db8:1::/56" },
    },
    aws_vpc_peering_connection: {
      p: { vpc_id: id("aws_vpc.v"), peer_vpc_id: id("aws_vpc.w"), auto_accept: true },
    },
    // Only the way back is there.
    aws_route: over("w", "back", 0),
    aws_subnet: { v1: subnet(1), v2: subnet(2), v3: subnet(3), w1: subnet(1, "w") },
    aws_network_acl: {
      noEntry: { vpc_id: id("aws_vpc.v"), subnet_ids: [id("aws_subnet.v2")], ingress: [], egress: OPEN },
      noExit: { vpc_id: id("aws_vpc.v"), subnet_ids: [id("aws_subnet.v3")], ingress: OPEN, egress: [] },
    },
    aws_security_group: {
      open: group("v", [IN], [OUT]),
      far: group("w", [IN], [OUT]),
      deaf: group("v", [], [OUT]),
      mute: group("v", [IN], []),
      choosy: group(
        "v",
        [{ ...ALL_IN, cidr_blocks: ["10.0.1.10/32"], ipv6_cidr_blocks: ["2001:db8:0:1::10/128"] }],
        [],
      ),
    },
    aws_instance: {
      afriend: host(1, 10, "open"),
      open: host(1, 11, "open"),
      deaf: host(1, 12, "deaf"),
      mute: host(1, 13, "mute"),
      choosy: host(1, 14, "choosy"),
      behind: host(2, 10, "open"),
      locked: host(3, 10, "open"),
      far: host(1, 10, "far", "w"),
    },
  },
};

const topology = topologyOf(NETWORK);
const PROTOCOLS = [TCP, UDP, ICMP, 50];
const PAIRS = [
  ["open", "deaf"],
  ["mute", "open"],
  ["open", "choosy"],
  ["open", "behind"],
  ["locked", "open"],
  ["open", "far"],
] as const;

const statements = PAIRS.map(([from, to]): ReachStatement => {
  const end = (name: string) => endOfNic(topology.nics.find(({ address }) => address === `aws_instance.${name}`)!);
  return {
    ...{ kind: "reach", text: `${from} -> ${to}`, from: [end(from)], to: [end(to)], expected: "DENIED" },
    flows: PROTOCOLS.map((protocol) => ({ protocol })),
  };
});
const task = { topology, walker: new Walker(topology), statements };
const lab = layOut(task);
const cableOf = (name: string): string =>
  lab.places.ports.find(({ address }) => address === `aws_instance.${name}`)!.cable;

/** Changes the lines of a chain of rules, wherever it is. */
function inChain(all: LabNetwork, chain: RegExp, change: (line: string) => string): LabNetwork {
  const spaces = all.spaces.map((space) => {
    let isIn = false;
    const nft = space.nft.map((line) => {
      if (/^\s*chain /.test(line)) isIn = chain.test(line);
      return isIn ? change(line) : line;
    });
    return { ...space, nft };
  });
  return { ...all, spaces };
}

const last = (line: string): string => line.replace(/^(\s*)counter drop$/, "$1counter");

/** What the kernel loses, and what can be said then of which pair. */
const HOLES: readonly (readonly [string, string, (all: LabNetwork) => LabNetwork])[] = [
  [
    "a security group's inbound rules",
    "open -> deaf",
    (all) => inChain(all, new RegExp(`in_${cableOf("deaf")} `), last),
  ],
  [
    "a security group's outbound rules",
    "mute -> open",
    (all) => inChain(all, new RegExp(`out_${cableOf("mute")} `), last),
  ],
  [
    "the source check",
    "open -> choosy",
    (all) => inChain(all, new RegExp(`from_${cableOf("open")} `), (line) => line.replace("counter drop", "counter")),
  ],
  ["a network ACL's inbound rules", "open -> behind", (all) => inChain(all, / enter_\d/, last)],
  ["a network ACL's outbound rules", "locked -> open", (all) => inChain(all, / leave_\d/, last)],
  [
    "the want of a route",
    "open -> far",
    (all) => {
      const router = all.routers.get(topology.vpcs.find(({ address }) => address === "aws_vpc.v")!)!;
      const spaces = all.spaces.map((space) => {
        if (space.name !== router) return space;
        const ways = space.ip.flatMap((line) => /^link set (\S+) /.exec(line)?.[1] ?? []);
        const cables = new Set(all.places.ports.map(({ cable }) => cable));
        const way = ways.find((one) => !cables.has(one))!;
        const led = (line: string): string =>
          line.replace(/^route add blackhole (\S+) table (1\d\d\d)$/, `route add $1 dev ${way} table $2`);
        return { ...space, ip: space.ip.map(led), ...(space.ip6 && { ip6: space.ip6.map(led) }) };
      });
      return { ...all, spaces };
    },
  ],
];

async function found(built: LabNetwork) {
  const sandbox = await Sandbox.open({ name: "holes", asUser: AS_USER, env: LAB_ENV });
  try {
    const { statements: tried } = await experiment(sandbox, built, task);
    return new Map(tried.map(({ text, proof, disagreements }) => [text, { proof: proof?.holds, disagreements }]));
  } finally {
    await sandbox.close();
  }
}

describeWithLab()("a hole in the kernel's network that the proof does not know of", () => {
  test("without any, nothing is said", async () => {
    const all = await found(lab);
    expect([...all.values()]).toEqual(PAIRS.map(() => ({ proof: true, disagreements: [] })));
  });

  test.each(HOLES)("%s: %s is noticed by packets of every kind", async (_, text, holed) => {
    const { proof, disagreements = [] } = (await found(holed(lab))).get(text) ?? {};
    expect(proof).toBe(true);
    const said = disagreements.join("\n");
    if (text === "open -> choosy") {
      // Only a borrowed address gets past the group.
      expect(said).toMatch(/tcp 10\.0\.1\.10 .* with a forged source .*the kernel delivers it/);
      expect(said).toMatch(/tcp 2001:db8:0:1::10 .* with a forged source .*the kernel delivers it/);
      return;
    }
    for (const family of [/\d+\.\d+\.\d+\.\d+ \(/, /2001:db8:[0-9a-f:]+ \(/])
      for (const kind of ["tcp", "udp", "icmp(v6)?", "protocol 50"])
        expect(said).toMatch(
          new RegExp(`(${kind})[^\\n]*? ${family.source}[^\\n]* the kernel delivers it, the proof does not`),
        );
  });
});
