import { cidr, setOfCidr } from "../../src/ip";
import { endOfNic, matrixOf, roundTrip, TCP, Walker } from "../../src/reachability";
import { ALL_IN, ALL_OUT, asked, INSTANCE } from "../support/asked";

const ref = (address: string): string => `\${${address}.id}`;
const RULE = (text: string): string => `nft -f - <<'EOF'\n${text}\nEOF\n`;
const FORWARDING = "#!/bin/sh\nset -e\nsysctl -w net.ipv4.ip_forward=1\n";
const MASQUERADE = RULE(`table ip nat {
  chain post {
    type nat hook postrouting priority 100;
    oifname "ens5" ip saddr 10.0.0.0/16 masquerade
  }
}`);
const filtering = (rule: string): string =>
  RULE(`table inet filter {
  chain forward {
    type filter hook forward priority 0; policy drop;
    ct state established,related accept
    ${rule}
  }
}`);

interface Shape {
  readonly script: string;
  readonly routes?: Readonly<Record<string, object>>;
  readonly groups?: readonly string[];
  readonly router?: object;
  readonly server?: object;
  /** What the hosts' group lets out. */
  readonly egress?: object;
  /** More resources, by type and name. */
  readonly more?: Readonly<Record<string, object>>;
}

const route = (
  table: string,
  cidr: string,
  target: object = { network_interface_id: "${aws_instance.router.primary_network_interface_id}" },
) => ({
  route_table_id: ref(`aws_route_table.${table}`),
  destination_cidr_block: cidr,
  ...target,
});

/** Hosts, a server and an instance with one interface that forwards, in three subnets of one VPC. */
function network({ script, routes = {}, groups = ["open"], router, server, egress = ALL_OUT, more }: Shape) {
  const names = ["hosts", "servers", "middle"];
  const host = (subnet: string, ip: string, group = "open") => ({
    ...INSTANCE,
    private_ip: ip,
    subnet_id: ref(`aws_subnet.${subnet}`),
    vpc_security_group_ids: [ref(`aws_security_group.${group}`)],
  });
  return asked({
    aws_vpc: { v: { cidr_block: "10.0.0.0/16" } },
    aws_internet_gateway: { g: { vpc_id: ref("aws_vpc.v") } },
    aws_subnet: Object.fromEntries(
      names.map((name, i) => [
        name,
        { vpc_id: ref("aws_vpc.v"), cidr_block: `10.0.${i + 1}.0/24`, availability_zone: "a" },
      ]),
    ),
    aws_route_table: Object.fromEntries(names.map((name) => [name, { vpc_id: ref("aws_vpc.v") }])),
    aws_route_table_association: Object.fromEntries(
      names.map((name) => [
        name,
        { subnet_id: ref(`aws_subnet.${name}`), route_table_id: ref(`aws_route_table.${name}`) },
      ]),
    ),
    aws_route: { out: route("middle", "0.0.0.0/0", { gateway_id: ref("aws_internet_gateway.g") }), ...routes },
    aws_security_group: {
      open: { vpc_id: ref("aws_vpc.v"), ingress: [ALL_IN], egress: [egress] },
      members: {
        vpc_id: ref("aws_vpc.v"),
        ingress: [
          { ...ALL_IN, cidr_blocks: [], security_groups: groups.map((one) => ref(`aws_security_group.${one}`)) },
        ],
        egress: [ALL_OUT],
      },
      router: { vpc_id: ref("aws_vpc.v"), ingress: [ALL_IN], egress: [ALL_OUT] },
      db: {
        vpc_id: ref("aws_vpc.v"),
        ingress: [{ protocol: "tcp", from_port: 5432, to_port: 5433, cidr_blocks: ["0.0.0.0/0"] }],
        egress: [ALL_OUT],
      },
    },
    aws_instance: {
      app: host("hosts", "10.0.1.10"),
      other: host("hosts", "10.0.1.11"),
      db: { ...host("servers", "10.0.2.20", "db"), ...server },
      guarded: host("servers", "10.0.2.21", "members"),
      router: {
        ...host("middle", "10.0.3.5", "router"),
        source_dest_check: false,
        associate_public_ip_address: true,
        user_data: script,
        ...router,
      },
    },
    ...more,
  });
}

const BOTH_WAYS = { there: route("hosts", "10.0.2.0/24"), back: route("servers", "10.0.1.0/24") };
const OUT = { default: route("hosts", "0.0.0.0/0") };

describe("a NAT instance", () => {
  const verdict = (script: string, router = {}) =>
    network({ script, routes: OUT, router }).verdict("aws_instance.app", "internet", 443);

  test("takes hosts to the internet by its own public address", () => {
    const answer = network({ script: FORWARDING + MASQUERADE, routes: OUT }).answer("aws_instance.app", "internet", {
      port: 443,
    });
    expect(answer.verdict).toBe("ALLOWED");
    expect(answer.forward.map(({ rewrite }) => rewrite).filter(Boolean)).toEqual([
      "source becomes 10.0.3.5:1024-65535",
      "source becomes a public address",
    ]);
    expect(answer.return.at(-1)?.address).toBe("aws_instance.app");
  });

  test("takes nobody there where a part of it is lacking", () => {
    expect(verdict(FORWARDING)).toBe("DENIED");
    expect(verdict(FORWARDING + MASQUERADE.replace("10.0.0.0/16", "10.0.9.0/24"))).toBe("DENIED");
    expect(verdict(FORWARDING + MASQUERADE, { associate_public_ip_address: false })).toBe("DENIED");
    expect(verdict(FORWARDING + MASQUERADE, { source_dest_check: true })).toBe("DENIED");
    expect(verdict(MASQUERADE.replace("nft", "#!/bin/sh\nnft"))).toBe("UNKNOWN");
  });
});

describe("a router between subnets", () => {
  const script = FORWARDING + filtering("ip saddr 10.0.1.10 tcp dport 5432 accept");

  test("lets pass what its rules are about, and only if it sees both directions", () => {
    const both = network({ script, routes: BOTH_WAYS });
    expect(both.verdict("aws_instance.app", "aws_instance.db", 5432)).toBe("ALLOWED");
    expect(both.verdict("aws_instance.app", "aws_instance.db", 5433)).toBe("DENIED");
    expect(both.verdict("aws_instance.other", "aws_instance.db", 5432)).toBe("DENIED");
    const there = network({ script, routes: { there: BOTH_WAYS.there } });
    expect(there.verdict("aws_instance.app", "aws_instance.db", 5432)).toBe("UNKNOWN");
    const back = network({ script, routes: { back: BOTH_WAYS.back } });
    expect(back.verdict("aws_instance.app", "aws_instance.db", 5433)).toBe("DENIED");
  });

  test("hides the groups of the sender, unless it puts its own address there", () => {
    const open = FORWARDING + filtering("accept");
    const verdict = (text: string, groups: readonly string[]) =>
      network({ script: text, groups, routes: BOTH_WAYS }).verdict("aws_instance.app", "aws_instance.guarded", 5432);
    expect(verdict(open, ["open"])).toBe("DENIED");
    expect(verdict(open, ["router"])).toBe("DENIED");
    expect(verdict(open + MASQUERADE, ["router"])).toBe("ALLOWED");
    expect(verdict(open + MASQUERADE, ["open"])).toBe("DENIED");
  });

  test.each([
    ["its own", "10.0.3.5", "ALLOWED"],
    ["one that nobody has", "10.0.3.77", "DENIED"],
    ["a neighbour's of the server", "10.0.2.21", "DENIED"],
    ["one of the senders' subnet, where a route leads back to it, too", "10.0.1.11", "ALLOWED"],
    ["one that a route leads back to it", "10.9.0.1", "ALLOWED"],
    ["one that no route leads to", "10.9.9.1", "DENIED"],
  ])("puts an address in the place of the sender's, %s: the answer goes to who has it", (_, address, verdict) => {
    const script = FORWARDING + MASQUERADE.replace("masquerade", `snat to ${address}`);
    const routes = { ...BOTH_WAYS, virtual: route("servers", "10.9.0.0/24") };
    expect(network({ script, routes }).verdict("aws_instance.app", "aws_instance.db", 5432)).toBe(verdict);
  });

  test("takes answers at another of its interfaces, whose groups don't know the connection", () => {
    const second = (group: string) => ({
      aws_network_interface: {
        second: {
          subnet_id: ref("aws_subnet.middle"),
          private_ips: ["10.0.3.6"],
          security_groups: [ref(`aws_security_group.${group}`)],
          source_dest_check: false,
          attachment: [{ instance: ref("aws_instance.router"), device_index: 1 }],
        },
      },
    });
    const loose =
      "sysctl -w net.ipv4.conf.all.rp_filter=0 net.ipv4.conf.ens5.rp_filter=0 net.ipv4.conf.ens6.rp_filter=0\n";
    const script =
      FORWARDING + loose + MASQUERADE.replace('oifname "ens5"', "").replace("masquerade", "snat to 10.0.3.6");
    const verdict = (group: string) =>
      network({ script, routes: BOTH_WAYS, more: second(group) }).verdict("aws_instance.app", "aws_instance.db", 5432);
    expect(verdict("router")).toBe("ALLOWED");
    expect(verdict("db")).toBe("DENIED");
  });

  describe("that puts another destination in the place of the one that is asked for", () => {
    const dnat = (rule: string): string =>
      FORWARDING +
      RULE(`table ip nat {
  chain pre {
    type nat hook prerouting priority dstnat;
    ${rule}
  }
}`);
    const TWINS = dnat("dnat ip prefix to ip daddr map { 100.64.1.0/24 : 10.0.2.0/24 }");
    /** Whether app gets to a server that is asked for by another address. */
    const verdictOf = (script: string, egress: object = ALL_OUT, server: object = {}) => {
      const { topology } = network({
        script,
        routes: { ...BOTH_WAYS, twins: route("hosts", "100.64.1.0/24") },
        egress: { ...ALL_OUT, cidr_blocks: [], ...egress },
        server,
      });
      const nicOf = (address: string) => endOfNic(topology.nics.find((nic) => nic.address === address)!);
      const [from, to] = [nicOf("aws_instance.app"), nicOf("aws_instance.db")];
      if (from.kind !== "host" || to.kind !== "host") throw new Error("both are hosts");
      const meant = { ...to, addresses: setOfCidr(cidr("100.64.1.20/32")) };
      const flow = { protocol: TCP, port: 5432 };
      const [journey] = roundTrip(new Walker(topology), { from, to: meant, flow }, false);
      return journey?.verdict;
    };

    test("is no way for a sender that may send to a group only: the address that it asks for is no member's", () => {
      expect(verdictOf(TWINS, { cidr_blocks: ["100.64.1.0/24"] })).toBe("ALLOWED");
      expect(verdictOf(TWINS, { security_groups: [ref("aws_security_group.db")] })).toBe("DENIED");
    });

    test("is a way to who has that address, and not to its neighbour", () => {
      expect(verdictOf(dnat("ip daddr 100.64.1.20 dnat to 10.0.2.20"))).toBe("ALLOWED");
      expect(verdictOf(dnat("ip daddr 100.64.1.20 dnat to 10.0.2.22"))).toBe("DENIED");
      expect(verdictOf(dnat("dnat ip prefix to ip daddr map { 100.64.1.0/25 : 10.0.2.128/25 }"))).toBe("DENIED");
    });

    test("may be a way to who has an address that AWS picks", () => {
      expect(verdictOf(dnat("ip daddr 100.64.1.20 dnat to 10.0.2.22"), ALL_OUT, { private_ip: undefined })).toBe(
        "UNKNOWN",
      );
    });
  });

  test("tells hosts of one subnet apart in a matrix, too", () => {
    const wide = FORWARDING + filtering("ip saddr 10.0.1.10 tcp dport 5432-5433 accept");
    const { topology } = network({ script: wide, routes: BOTH_WAYS });
    const { entries } = matrixOf(new Walker(topology));
    const to = entries.filter(
      (one) => one.to === "aws_instance.db" && ["aws_instance.app", "aws_instance.other"].includes(one.from),
    );
    expect(to.map(({ from, verdict }) => [from, verdict])).toEqual([
      ["aws_instance.app", "ALLOWED"],
      ["aws_instance.other", "DENIED"],
    ]);
  });
});
