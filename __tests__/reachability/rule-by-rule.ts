import { ALL_ADDRESSES, setOfCidr } from "../../src/ipv4";
import { type Direction, doubtsOf, type Filtered } from "../../src/reachability/filters";
import { type Packets, type Selection, split } from "../../src/reachability/packets";
import { type NetworkAcl, type Nic } from "../../src/topology";

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
  told: (rule: R) => Omit<Filtered, "packets">,
): { found: Filtered[]; rest: Packets[] } {
  const found: Filtered[] = [];
  let rest = [...packets];
  for (const rule of rules) {
    const { hits, left } = drop(rest, { match: rule.match, addresses: rule.addresses, side: sideOf(direction) });
    found.push(...hits.map((part) => ({ packets: part, ...told(rule) })));
    rest = left;
  }
  return { found, rest };
}

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
  const passed = oneAfterTheOther([packets], direction, rules, (rule) => ({
    ...{ result: "pass", address: rule.address, reason: rule.group.address },
  }));
  if (passed.rest.length === 0) {
    const addresses = [...new Set(passed.found.map(({ address }) => address))];
    return [{ packets, result: "pass", address: addresses.join(", "), reason: passed.found[0]?.reason ?? "" }];
  }
  const open = oneAfterTheOther(
    passed.rest,
    direction,
    doubtsOf(nic, groups, direction, peer),
    ({ address, reason }) => ({ result: "unknown", address, reason }),
  );
  const reason = groups.every((one) => one[direction].length === 0) ? "has no rules" : "has no rule that applies";
  const [first = nic.address, ...also] = groups.map((group) => group.address);
  const stopped = open.rest.map((part): Filtered => ({ packets: part, result: "stop", address: first, reason, also }));
  return [...passed.found, ...open.found, ...stopped];
}

export function aclRuleByRule(acl: NetworkAcl, direction: Direction, packets: Packets): Filtered[] {
  const rules = acl[direction].map((rule) => ({ ...rule, addresses: setOfCidr(rule.cidr) }));
  const { found, rest } = oneAfterTheOther([packets], direction, rules, ({ allow, note, address, number }) => ({
    ...{ result: note ? "unknown" : allow ? "pass" : "stop", address },
    reason: note?.reason ?? `${direction} rule ${number}`,
  }));
  if (rest.length === 0 && found.every(({ result }) => result === "pass")) {
    const addresses = [...new Set(found.map(({ address }) => address))];
    return [{ packets, result: "pass", address: addresses.join(", "), reason: found[0]?.reason ?? "" }];
  }
  const reason = `no ${direction} rule matches`;
  return [...found, ...rest.map((part): Filtered => ({ packets: part, result: "stop", address: acl.address, reason }))];
}
