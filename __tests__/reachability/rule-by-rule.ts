import { ALL_ADDRESSES, setOfCidr } from "../../src/ip";
import { doubtsOf, type Filtered } from "../../src/reachability/filters";
import { type Packets, type Selection, split } from "../../src/reachability/packets";
import { type Direction, type NetworkAcl, type Nic } from "../../src/topology";

/** Filters as AWS's guides tell them: every rule in its order, held against everything that is left of the packets. */

const sideOf = (direction: Direction): "src" | "dst" => (direction === "ingress" ? "src" : "dst");

function drop(rest: readonly Packets[], selection: Selection): { hits: Packets[]; left: Packets[] } {
  const parts = rest.map((piece) => split(piece, selection));
  return { hits: parts.flatMap(({ hit }) => hit ?? []), left: parts.flatMap((part) => part.rest) };
}

function oneAfterTheOther<R extends Omit<Selection, "side">>(
  packets: readonly Packets[],
  direction: Direction,
  rules: readonly R[],
  told: (rule: R, packets: Packets) => Filtered,
): { found: Filtered[]; rest: Packets[] } {
  const found: Filtered[] = [];
  let rest = [...packets];
  for (const rule of rules) {
    const { hits, left } = drop(rest, { match: rule.match, addresses: rule.addresses, side: sideOf(direction) });
    found.push(...hits.map((part) => told(rule, part)));
    rest = left;
  }
  return { found, rest };
}

const rulesOf = (found: readonly Filtered[]): string[] => [
  ...new Set(found.flatMap((one) => (one.result === "pass" ? one.rules : []))),
];

export function groupsRuleByRule(nic: Nic, direction: Direction, packets: Packets, peer: Nic | undefined): Filtered[] {
  const groups = nic.groups ?? [];
  const rules = groups.flatMap((group) =>
    group[direction]
      .filter(({ note }) => !note)
      .map((rule) => ({
        ...rule,
        group,
        addresses: rule.groups.some((one) => peer?.groups?.includes(one)) ? ALL_ADDRESSES : rule.cidrs,
      })),
  );
  const passed = oneAfterTheOther([packets], direction, rules, ({ address }, part) => ({
    ...{ result: "pass", packets: part, rules: [address] },
  }));
  if (passed.rest.length === 0) return [{ result: "pass", packets, rules: rulesOf(passed.found) }];
  const doubts = doubtsOf(nic, groups, direction, peer);
  const open = oneAfterTheOther(passed.rest, direction, doubts, ({ address, reason }, part) => ({
    ...{ result: "unknown", packets: part, note: { address, reason } },
  }));
  const kind = groups.every((one) => one[direction].length === 0) ? "no-rules" : "no-rule-applies";
  const by = groups.length > 0 ? groups.map((group) => group.address) : [nic.address];
  const stopped = open.rest.map((part): Filtered => ({ result: "stop", packets: part, by, cause: { kind } }));
  return [...passed.found, ...open.found, ...stopped];
}

export function aclRuleByRule(acl: NetworkAcl, direction: Direction, packets: Packets): Filtered[] {
  const rules = acl[direction].map((rule) => ({ ...rule, addresses: setOfCidr(rule.cidr) }));
  const { found, rest } = oneAfterTheOther([packets], direction, rules, ({ allow, note, address, number }, part) => {
    if (note) return { result: "unknown", packets: part, note: { address, reason: note.reason } };
    if (allow) return { result: "pass", packets: part, rules: [address] };
    return { result: "stop", packets: part, by: [address], cause: { kind: "rule", number } };
  });
  if (rest.length === 0 && found.every(({ result }) => result === "pass"))
    return [{ result: "pass", packets, rules: rulesOf(found) }];
  const [by, cause] = [[acl.address], { kind: "no-rule-matches" } as const];
  return [...found, ...rest.map((part): Filtered => ({ result: "stop", packets: part, by, cause }))];
}
