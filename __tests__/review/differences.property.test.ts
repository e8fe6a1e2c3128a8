import fc from "fast-check";
import { intersect, isEmptySet, setHas, setSize, subtract, toCidrs, union } from "../../src/ip";
import { type Cidr, cidrAround, containsAddress } from "../../src/ipv4";
import { reroutedBetween } from "../../src/review/route-differences";
import { filterDifferences, type AdmittedPackets } from "../../src/review/filter-differences";
import { rangesText } from "../../src/review/ranges-text";
import { type Networks, type PlanSide, sideOf } from "../../src/review/networks";
import { type Resource, ResourceGraph, type ValueObject } from "../../src/terraform";

/** Blocks that often contain or touch each other. */
const CIDR = fc
  .tuple(fc.integer({ min: 0, max: 15 }), fc.integer({ min: 4, max: 10 }))
  .map(([n, length]): Cidr => cidrAround(n * 2 ** 24, length));
const ADDRESS = fc.integer({ min: 0, max: 2 ** 28 });
const SEED = { seed: 20, numRuns: 300 };

interface Entry {
  readonly cidr: Cidr;
  readonly target: string;
  readonly address: string;
}
const TABLE = fc.array(fc.tuple(CIDR, fc.constantFrom("a", "b", "c")), { maxLength: 8 }).map((rows): Entry[] => {
  const known = new Map(rows.map(([cidr, target]) => [`${cidr.base}/${cidr.length}`, { cidr, target, address: "x" }]));
  return [...known.values()].sort((a, b) => b.cidr.length - a.cidr.length);
});

const winner = (table: readonly Entry[], address: number): string | undefined =>
  table.find(({ cidr }) => containsAddress(cidr, address))?.target;

test("an address is rerouted exactly when the longest prefix that holds it leads elsewhere", () => {
  fc.assert(
    fc.property(TABLE, TABLE, fc.array(ADDRESS, { minLength: 20, maxLength: 20 }), (before, after, addresses) => {
      const found = reroutedBetween(before, after);
      for (const address of addresses) {
        const [was, will] = [winner(before, address), winner(after, address)];
        const own = found.filter(({ destinations }) => setHas(destinations, address));
        expect(own.map((one) => [one.before, one.after])).toEqual(was === will ? [] : [[was, will]]);
      }
    }),
    SEED,
  );
});

const RULE = fc.record({
  protocol: fc.constantFrom("tcp", "udp", "icmp", "-1", "50"),
  from: fc.integer({ min: 1, max: 6 }),
  more: fc.integer({ min: 0, max: 3 }),
  cidr: CIDR,
  allow: fc.boolean(),
});
type Rule = typeof RULE extends fc.Arbitrary<infer T> ? T : never;

const text = (cidr: Cidr): string =>
  toCidrs([{ start: cidr.base, end: cidr.base + 2 ** (32 - cidr.length) }]).map(
    ({ base, length }) => `${base / 2 ** 24}.0.0.0/${length}`,
  )[0]!;

function resource(type: string, values: ValueObject): Resource {
  return { address: `${type}.x`, mode: "managed", type, name: "x", module: "", values, dependsOn: [] };
}

function portsOf({ protocol, from, more }: Rule): { from_port: number; to_port: number } {
  if (protocol === "icmp") return { from_port: -1, to_port: -1 };
  return protocol === "-1" || protocol === "50"
    ? { from_port: 0, to_port: 0 }
    : { from_port: from, to_port: from + more };
}

function groupWith(rules: readonly Rule[]): PlanSide {
  const ingress = rules.map((rule) => ({ protocol: rule.protocol, cidr_blocks: [text(rule.cidr)], ...portsOf(rule) }));
  return sideOf(
    new ResourceGraph("state", [
      resource("aws_vpc", { id: "vpc-1", cidr_block: "10.0.0.0/8" }),
      resource("aws_security_group", { id: "sg-1", vpc_id: "vpc-1", ingress }),
    ]),
  );
}

function aclWith(rules: readonly Rule[]): PlanSide {
  const ingress = rules.map((rule, i) => ({
    protocol: rule.protocol,
    rule_no: 100 + i,
    action: rule.allow ? "allow" : "deny",
    cidr_block: text(rule.cidr),
    icmp_type: -1,
    icmp_code: -1,
    ...portsOf(rule),
  }));
  return sideOf(
    new ResourceGraph("state", [
      resource("aws_vpc", { id: "vpc-1", cidr_block: "10.0.0.0/8" }),
      resource("aws_network_acl", { id: "acl-1", vpc_id: "vpc-1", ingress }),
    ]),
  );
}

interface Packet {
  readonly protocol: string;
  readonly port: number;
  readonly address: number;
}
const PACKET = fc.record({
  protocol: fc.constantFrom("tcp", "udp", "icmp", "50", "47"),
  port: fc.integer({ min: 1, max: 12 }),
  address: ADDRESS,
});

function fits({ protocol, from, more, cidr }: Rule, packet: Packet): boolean {
  if (protocol !== "-1" && protocol !== packet.protocol) return false;
  const hasPorts = protocol === "tcp" || protocol === "udp";
  return containsAddress(cidr, packet.address) && (!hasPorts || (from <= packet.port && packet.port <= from + more));
}

const admittedByGroup = (rules: readonly Rule[], packet: Packet): boolean => rules.some((rule) => fits(rule, packet));
const admittedByAcl = (rules: readonly Rule[], packet: Packet): boolean =>
  rules.find((rule) => fits(rule, packet))?.allow === true;

/** `named`: the protocols that some rule names; every other one is "other protocols". */
function holds(
  packets: readonly AdmittedPackets[],
  { protocol, port, address }: Packet,
  named: ReadonlySet<string>,
): boolean {
  const own = named.has(protocol) ? (/^\d+$/.test(protocol) ? `protocol ${protocol}` : protocol) : "other protocols";
  return packets.some(
    (one) =>
      (one.protocol === "all" || one.protocol === own) &&
      (!one.ports || setHas(one.ports, port)) &&
      setHas(one.addresses, address),
  );
}

test.each([
  ["security group", groupWith, admittedByGroup],
  ["network ACL", aclWith, admittedByAcl],
] as const)("%s: gained is what is admitted now and wasn't, lost the other way round", (kind, sideWith, admitted) => {
  const rules = fc.array(RULE, { maxLength: 5 });
  fc.assert(
    fc.property(rules, rules, fc.array(PACKET, { minLength: 20, maxLength: 20 }), (before, after, packets) => {
      const networks: Networks = { before: sideWith(before), after: sideWith(after), changed: new Map() };
      const found = filterDifferences(networks).filter(
        (one) => one.kind === kind && one.address.endsWith(".x") && one.direction === "ingress",
      );
      const named = new Set([...before, ...after].map(({ protocol }) => protocol).filter((one) => one !== "-1"));
      for (const packet of packets) {
        const [was, will] = [admitted(before, packet), admitted(after, packet)];
        expect(
          holds(
            found.flatMap(({ gained }) => gained),
            packet,
            named,
          ),
        ).toBe(will && !was);
        expect(
          holds(
            found.flatMap(({ lost }) => lost),
            packet,
            named,
          ),
        ).toBe(was && !will);
      }
    }),
    SEED,
  );
});

/** Reads "a/b, c/d (without e/f and g/h), x-y" back. */
function parsed(words: string) {
  const address = (one: string): number => one.split(".").reduce((sum, part) => sum * 256 + Number(part), 0);
  const range = (one: string) => {
    const [first = "", last] = one.split("-");
    if (last !== undefined) return [{ start: address(first), end: address(last) + 1 }];
    const [base = "", length] = one.split("/");
    return [{ start: address(base), end: address(base) + 2 ** (32 - Number(length)) }];
  };
  return union(
    ...words.split(", ").map((part) => {
      const [, block = part, without] = /^(\S+) \(without (.*)\)$/.exec(part) ?? [];
      return subtract(range(block), union(...(without?.split(" and ") ?? []).map(range)));
    }),
  );
}

test("ranges as text hold exactly the addresses of the set", () => {
  const set = fc.array(CIDR, { minLength: 1, maxLength: 4 }).chain((some) =>
    fc.array(CIDR, { maxLength: 2 }).map((without) => {
      const all = (cidrs: readonly Cidr[]) =>
        union(...cidrs.map(({ base, length }) => [{ start: base, end: base + 2 ** (32 - length) }]));
      return subtract(all(some), all(without));
    }),
  );
  fc.assert(
    fc.property(set, (addresses) => {
      if (isEmptySet(addresses)) return;
      const found = parsed(rangesText(addresses));
      expect(setSize(found)).toBe(setSize(addresses));
      expect(setSize(intersect(found, addresses))).toBe(setSize(addresses));
    }),
    SEED,
  );
});
