import fc from "fast-check";
import { setHas, setOfAddresses, setOfCidrs } from "../../src/ip";
import { throughGroupsAtOnce } from "../../src/reachability/admission-table";
import { type Filtered, throughAcl, throughSecurityGroups } from "../../src/reachability/filters";
import { HOST_PORTS, ICMP, type Packets, TCP, UDP } from "../../src/reachability/packets";
import {
  type AclRule,
  doubtOf,
  type Match,
  type Nic,
  type SecurityGroup,
  type SecurityGroupRule,
} from "../../src/topology";
import { aclRuleByRule, groupsRuleByRule } from "./rule-by-rule";

/** Filters look their rules up and take many at once; here each rule is held against all that is left, one by one. */

const ADDRESSES = 32;
const PORTS = 20;

const set = (most: number, minLength: number): fc.Arbitrary<{ start: number; end: number }[]> =>
  fc
    .uniqueArray(fc.integer({ min: 0, max: most - 1 }), { minLength, maxLength: most })
    .map((some) => [...setOfAddresses(some)]);
const cidr = fc
  .tuple(fc.integer({ min: 0, max: ADDRESSES - 1 }), fc.constantFrom(27, 28, 29, 30, 31, 32))
  .map(([address, length]) => ({ base: address - (address % 2 ** (32 - length)), length }));
const ports = fc
  .tuple(fc.integer({ min: 0, max: PORTS - 1 }), fc.constantFrom(0, 0, 1, 2, 7, 65535))
  .map(([from, more]) => ({ from, to: Math.min(from + more, 65535) }));
const match: fc.Arbitrary<Match> = fc.oneof(
  fc.record({ protocol: fc.constantFrom(TCP, TCP, TCP, UDP), ports }),
  fc.constantFrom<Match>(
    { protocol: "all" },
    { protocol: TCP },
    { protocol: ICMP, icmpType: 8 },
    { protocol: ICMP, icmpType: 3, icmpCode: 1 },
  ),
);
const packets: fc.Arbitrary<Packets> = fc
  .record({
    src: set(ADDRESSES, 1),
    dst: set(ADDRESSES, 1),
    dstPorts: set(PORTS, 1),
    which: fc.constantFrom(0, 0, 0, 1, 2),
  })
  .map(({ which, ...rest }) => ({
    ...{ ...rest, srcPorts: HOST_PORTS, protocol: [TCP, UDP, ICMP][which]! },
    ...(which === 2 && { icmpType: 8 }),
  }));
const side = fc.constantFrom("ingress" as const, "egress" as const);

const NOTE = { address: "someone", reason: "is not known" };
const rule = fc.record({
  match,
  cidrs: fc
    .oneof(
      cidr.map((one) => [one]),
      fc.array(cidr, { maxLength: 3 }),
    )
    .map(setOfCidrs),
  names: fc.constantFrom<number | undefined>(undefined, undefined, undefined, 0, 1),
  doubt: fc.constantFrom(0, 0, 0, 0, 0, 0, 1, 2),
});
type Rule = typeof rule extends fc.Arbitrary<infer T> ? T : never;

function groupsWith(rules: readonly Rule[], isOpen: boolean): SecurityGroup[] {
  const groups = [0, 1].map((g): SecurityGroup => ({
    address: `group ${g}`,
    ingress: [],
    egress: [],
    doubts: { rules: isOpen && g === 1 ? [doubtOf(NOTE, "rules", NOTE.reason)] : [] },
  }));
  rules.forEach(({ match: own, cidrs, names, doubt }, i) => {
    const told: SecurityGroupRule = {
      ...{ address: `rule ${i}`, match: own, cidrs, groups: names === undefined ? [] : [groups[names]!] },
      ...(doubt > 0 && { note: NOTE, isPublicOnly: doubt === 2 }),
    };
    groups[i % 3 === 0 ? 1 : 0]!.ingress.push(told);
    groups[i % 3 === 0 ? 1 : 0]!.egress.push(told);
  });
  return groups;
}

const admission = fc
  .record({
    rules: fc.array(rule, { maxLength: 30 }),
    isOpen: fc.constantFrom(false, false, false, true),
    member: fc.constantFrom(undefined, 0, 1),
    isUnsure: fc.boolean(),
  })
  .map(({ rules, isOpen, member, isUnsure }) => {
    const groups = groupsWith(rules, isOpen);
    const nic = (own: readonly SecurityGroup[], notes: object[]): Nic =>
      ({ address: "nic", groups: own, doubts: { groups: notes } }) as unknown as Nic;
    const peer = member === undefined ? undefined : nic([groups[member]!], isUnsure ? [NOTE] : []);
    return { nic: nic(groups, []), peer };
  });

test("security groups: what rules that are looked up pass, stop and leave open is what one after the other does", () => {
  fc.assert(
    fc.property(admission, side, packets, ({ nic, peer }, direction, own) => {
      expect(throughSecurityGroups(nic, direction, own, peer)).toEqual(groupsRuleByRule(nic, direction, own, peer));
    }),
    { numRuns: 500 },
  );
});

const aclRule = fc.record({
  match,
  cidr,
  allow: fc.boolean(),
  isAnyone: fc.boolean(),
  isOpen: fc.constantFrom(false, false, false, true),
});

test("network ACLs: the first rule in order decides, whether it is looked up or come to", () => {
  fc.assert(
    fc.property(fc.array(aclRule, { maxLength: 30 }), side, packets, (rules, direction, own) => {
      const all = rules.map((one, i): AclRule => ({
        ...{ address: `rule ${i}`, number: i + 1, allow: one.allow, match: one.match },
        cidr: one.isAnyone ? { base: 0, length: 0 } : one.cidr,
        ...(one.isOpen && { note: NOTE }),
      }));
      const acl = { address: "acl", ingress: all, egress: all, doubts: { rules: [] } };
      expect(throughAcl(acl, direction, own)).toEqual(aclRuleByRule(acl, direction, own));
    }),
    { numRuns: 500 },
  );
});

/** What becomes of the packets with each address and port, and whether any is told of twice. */
function fates(parts: readonly Filtered[], key: "src" | "dst"): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (let address = 0; address < ADDRESSES; address++)
    for (let port = 0; port < PORTS; port++) {
      const own = parts.filter((one) => setHas(one.packets[key], address) && setHas(one.packets.dstPorts, port));
      found.set(
        `${address}:${port}`,
        own.map(({ result }) => result),
      );
    }
  return found;
}

test("groups asked for the verdict alone pass, stop and leave open the same packets, each once", () => {
  fc.assert(
    fc.property(admission, side, packets, ({ nic, peer }, direction, own) => {
      const key = direction === "ingress" ? "src" : "dst";
      const [atOnce, oneByOne] = [throughGroupsAtOnce, groupsRuleByRule].map((filter) =>
        fates(filter(nic, direction, own, peer), key),
      );
      expect(atOnce).toEqual(oneByOne);
      // What is kept from the first time is right for other ports too.
      const some = { ...own, dstPorts: own.dstPorts.slice(0, 1) };
      expect(fates(throughGroupsAtOnce(nic, direction, some, peer), key)).toEqual(
        fates(groupsRuleByRule(nic, direction, some, peer), key),
      );
    }),
    { numRuns: 500 },
  );
});
