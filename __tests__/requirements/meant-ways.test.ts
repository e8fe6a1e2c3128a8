import fc from "fast-check";
import { differencesBetween, type Packets, Walker } from "../../src/reachability";
import { type MeantWay, onlyMeantWays } from "../../src/requirements/meant-ways";
import { minus } from "../../src/reachability/packets";
import { isEmptySet, setOfAddresses } from "../../src/ip";
import { topologyOf } from "../support/networks";
import { reasonText } from "../../src/words";

type Resources = Record<string, Record<string, object>>;

function walkerOf(resource: Resources): Walker {
  return new Walker(topologyOf({ resource }));
}

const TRAFFIC = { from_port: 0, to_port: 0, protocol: "-1", cidr_blocks: ["0.0.0.0/0"] };

/** Two subnets of one VPC with a host each, and a second VPC with one. */
const BASE: Resources = {
  aws_vpc: { home: { cidr_block: "10.0.0.0/16" }, away: { cidr_block: "10.1.0.0/16" } },
  aws_subnet: {
    a: { vpc_id: "${aws_vpc.home.id}", cidr_block: "10.0.1.0/24", availability_zone: "us-east-1a" },
    b: { vpc_id: "${aws_vpc.home.id}", cidr_block: "10.0.2.0/24", availability_zone: "us-east-1a" },
    c: { vpc_id: "${aws_vpc.away.id}", cidr_block: "10.1.1.0/24", availability_zone: "us-east-1a" },
  },
  aws_route_table: {
    home: { vpc_id: "${aws_vpc.home.id}" },
    away: { vpc_id: "${aws_vpc.away.id}" },
  },
  aws_route_table_association: {
    a: { subnet_id: "${aws_subnet.a.id}", route_table_id: "${aws_route_table.home.id}" },
    c: { subnet_id: "${aws_subnet.c.id}", route_table_id: "${aws_route_table.away.id}" },
  },
  aws_security_group: {
    open: { vpc_id: "${aws_vpc.home.id}", egress: [TRAFFIC] },
    server: { vpc_id: "${aws_vpc.home.id}" },
  },
  aws_vpc_security_group_ingress_rule: {
    http: {
      security_group_id: "${aws_security_group.server.id}",
      ...{ cidr_ipv4: "10.0.1.0/25", ip_protocol: "tcp", from_port: 80, to_port: 80 },
    },
  },
  aws_instance: {
    asker: {
      subnet_id: "${aws_subnet.a.id}",
      private_ip: "10.0.1.10",
      vpc_security_group_ids: ["${aws_security_group.open.id}"],
    },
    server: {
      subnet_id: "${aws_subnet.b.id}",
      private_ip: "10.0.2.10",
      vpc_security_group_ids: ["${aws_security_group.server.id}"],
    },
  },
};

const PEERING: Resources = {
  aws_vpc_peering_connection: {
    both: { vpc_id: "${aws_vpc.home.id}", peer_vpc_id: "${aws_vpc.away.id}", auto_accept: true },
  },
  aws_route: {
    there: {
      route_table_id: "${aws_route_table.home.id}",
      destination_cidr_block: "10.1.1.0/25",
      vpc_peering_connection_id: "${aws_vpc_peering_connection.both.id}",
    },
  },
};

function rule(cidr: string, from: number, to = from): Resources {
  const security_group_id = "${aws_security_group.server.id}";
  return {
    aws_vpc_security_group_ingress_rule: {
      more: { security_group_id, cidr_ipv4: cidr, ip_protocol: "tcp", from_port: from, to_port: to },
    },
  };
}

/** The statements about the base and the base with more; "" for one that holds. */
function compared(more: Resources, meant: readonly MeantWay[] = [], base = BASE): string[] {
  const after = Object.fromEntries(
    [...new Set([...Object.keys(base), ...Object.keys(more)])].map((type) => [type, { ...base[type], ...more[type] }]),
  );
  const facts = onlyMeantWays(
    () => differencesBetween(walkerOf(base), walkerOf(after)),
    [
      { text: "home", isFrom: ({ vpc }) => vpc === "aws_vpc.home" },
      { text: "away", isFrom: ({ vpc }) => vpc === "aws_vpc.away" },
      { text: "elsewhere", isFrom: ({ vpc }) => vpc === undefined },
    ],
    meant,
  );
  expect(facts.map(({ text }) => text)).toEqual([
    "home",
    "away",
    "elsewhere",
    "no way is lost that is there without the bridge",
  ]);
  return facts.map(({ judge }) => {
    const { holds, explanations } = judge();
    return holds === true
      ? ""
      : `${holds === "unknown" ? "UNKNOWN" : "BROKEN"} ${explanations.map(({ address, reason }) => `${address}: ${reasonText(reason)}`).join("\n")}`;
  });
}

describe("a network beside the same one with more in it", () => {
  test("the same network gains and loses nothing", () => {
    expect(compared({})).toEqual(["", "", "", ""]);
  });

  test("a route that leads out of the VPC is a gain, for exactly what it covers, by its address", () => {
    const [home, away, elsewhere, lost] = compared(PEERING);
    expect(home).toContain(
      "aws_route.there: tcp from 10.0.1.4-10.0.1.254 (aws_subnet.a) to 10.1.1.4-10.1.1.127:0-65535 (aws_subnet.c) arrives, and would not without the bridge",
    );
    // Also ways of which no answer comes back are ways.
    expect([away, elsewhere, lost]).toEqual(["", "", ""]);
  });

  test("a permission is a gain for the ports and addresses that were not open before", () => {
    expect(compared(rule("10.0.1.0/26", 80))[0]).toBe("");
    expect(compared(rule("10.0.1.0/24", 80))[0]).toContain(
      "tcp from 10.0.1.128-10.0.1.254 (aws_subnet.a) to 10.0.2.10:80 (aws_instance.server) arrives",
    );
    expect(compared(rule("10.0.1.10/32", 80, 81))[0]).toContain(
      "tcp from 10.0.1.10 (aws_instance.asker) to 10.0.2.10:81 (aws_instance.server) arrives",
    );
  });

  test("a permission for a protocol that nobody else names is found too", () => {
    const gre = { security_group_id: "${aws_security_group.server.id}", cidr_ipv4: "10.0.1.10/32", ip_protocol: "47" };
    expect(compared({ aws_vpc_security_group_ingress_rule: { gre } })[0]).toContain("protocol 47 from 10.0.1.10");
    const unreachable = { ...gre, ip_protocol: "icmp", from_port: 3, to_port: 4 };
    expect(compared({ aws_vpc_security_group_ingress_rule: { unreachable } })[0]).toContain("icmp from 10.0.1.10");
  });

  test("what is meant is no gain, and nothing beside it", () => {
    const all = [{ start: 0, end: 65536 }];
    const packets = {
      src: setOfAddresses([0x0a00010a]),
      dst: setOfAddresses([0x0a00020a]),
      protocol: 6,
      srcPorts: all,
      dstPorts: [{ start: 22, end: 23 }],
    };
    const meant = [{ from: "aws_instance.asker", toVpc: "aws_vpc.home", packets }];
    const own = {
      aws_vpc_security_group_ingress_rule: {
        more: { ...rule("10.0.1.10/32", 22).aws_vpc_security_group_ingress_rule!.more },
      },
    };
    // The same packets from another host that could sit at that address are not meant.
    expect(compared(own, meant)[0]).not.toContain("aws_instance.asker");
    expect(compared(own, meant)[0]).toContain("(aws_subnet.a) to 10.0.2.10:22");
    expect(compared(rule("10.0.1.10/32", 22, 23), meant)[0]).toContain(
      "10.0.1.10 (aws_instance.asker) to 10.0.2.10:23",
    );
  });

  test("an internet gateway lets somebody in from elsewhere", () => {
    const more: Resources = {
      aws_internet_gateway: { door: { vpc_id: "${aws_vpc.home.id}" } },
      aws_route: {
        out: {
          route_table_id: "${aws_route_table.home.id}",
          destination_cidr_block: "0.0.0.0/0",
          gateway_id: "${aws_internet_gateway.door.id}",
        },
      },
      aws_subnet: { a: { ...BASE.aws_subnet!.a, map_public_ip_on_launch: true } },
    };
    const [home, away, elsewhere, lost] = compared(more);
    expect(home).toContain("(aws_subnet.a) to the internet");
    expect(elsewhere).toContain("(internet) to ");
    expect([away, lost]).toEqual(["", ""]);
  });

  test("a network ACL takes ways away", () => {
    const acl = { vpc_id: "${aws_vpc.home.id}", subnet_ids: ["${aws_subnet.b.id}"] };
    const [home, , , lost] = compared({ aws_network_acl: { closed: acl } });
    expect(home).toBe("");
    expect(lost).toContain(
      "tcp from 10.0.1.4-10.0.1.254 (aws_subnet.a) to 10.0.2.4-10.0.2.254:0-65535 (aws_subnet.b) arrives without the bridge, and not with it",
    );
    const rule = { action: "allow", protocol: "-1", cidr_block: "0.0.0.0/0", from_port: 0, to_port: 0, rule_no: 200 };
    const ping = { ...rule, action: "deny", protocol: "1", icmp_type: 8, icmp_code: -1, rule_no: 100 };
    const pinged = compared({ aws_network_acl: { closed: { ...acl, ingress: [ping, rule], egress: [rule] } } })[3];
    expect(pinged).toMatch(/^BROKEN (.*icmp from .*\n?)+$/);
  });

  test("what hangs on the same unknown thing in both is the same, on another one is UNKNOWN", () => {
    const unknown: Resources = {
      ...BASE,
      aws_instance: {
        ...BASE.aws_instance,
        server: { ...BASE.aws_instance!.server, vpc_security_group_ids: ["sg-0123456789abcdef0"] },
      },
    };
    expect(compared({}, [], unknown)).toEqual(["", "", "", ""]);
    const more = { aws_instance: { server: { ...unknown.aws_instance!.server, vpc_security_group_ids: ["sg-1"] } } };
    expect(compared(more, [], unknown)[0]).toMatch(/^UNKNOWN .*it is not known whether .* is gained: sg-1/);
  });
});

describe("packets without others", () => {
  const range = (most: number) =>
    fc
      .tuple(fc.integer({ min: 0, max: most }), fc.integer({ min: 1, max: most }))
      .map(([start, size]) => [{ start, end: start + size }]);
  const packets: fc.Arbitrary<Packets> = fc.record({
    src: range(6),
    dst: range(6),
    protocol: fc.constantFrom(6, 17, 50),
    srcPorts: range(6),
    dstPorts: range(6),
  });
  const inside = (set: Packets["src"], value: number): boolean =>
    set.some(({ start, end }) => start <= value && value < end);

  test("hold exactly what the others don't, each once", () => {
    const point = fc.tuple(...Array.from({ length: 4 }, () => fc.integer({ min: 0, max: 12 })));
    fc.assert(
      fc.property(packets, fc.array(packets, { maxLength: 4 }), point, (one, others, [src, dst, sport, dport]) => {
        const holds = (some: Packets): boolean =>
          some.protocol === one.protocol &&
          inside(some.src, src!) &&
          inside(some.dst, dst!) &&
          (one.protocol === 50 || (inside(some.srcPorts, sport!) && inside(some.dstPorts, dport!)));
        const left = minus(one, others);
        expect(left.some((piece) => isEmptySet(piece.src) || isEmptySet(piece.dst))).toBe(false);
        expect(left.filter(holds)).toHaveLength(holds(one) && !others.some(holds) ? 1 : 0);
      }),
      { numRuns: 3000 },
    );
  });
});
