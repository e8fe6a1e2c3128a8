import { type AddressSet, type RangeSet, setOfCidr } from "../ip";
import { shifted } from "./known-connections";
import { type LinuxRouter } from "./router-model";
import { type Chain, type Match, type NatTarget, type Rule, type Statement } from "./ruleset-model";
import { offset } from "./translations";

/** What a router tells packets apart by. */
export interface NamedValues {
  readonly addresses: readonly AddressSet[];
  readonly ports: readonly RangeSet<number>[];
  /** IANA numbers. */
  readonly protocols: readonly number[];
  readonly icmpTypes: readonly number[];
}

/** All rules that packets may meet, those of chains that are jumped to included. */
function rulesOf({ chains }: LinuxRouter): readonly Rule[] {
  const all = new Set<Chain>(chains.flatMap((chain) => [chain, ...chain.siblings.values()]));
  return [...all].flatMap(({ rules }) => rules);
}

function matchesOf({ matches, statement }: Rule): readonly Match[] {
  const entries =
    statement.kind === "verdict-map"
      ? statement.entries
      : statement.kind === "nat" && statement.translation.kind === "map"
        ? statement.translation.entries
        : [];
  return [...matches, ...entries.map(({ match }) => match)];
}

function targetsOf(statement: Statement): readonly NatTarget[] {
  if (statement.kind !== "nat") return [];
  const { translation } = statement;
  switch (translation.kind) {
    case "to":
      return [translation.target];
    case "map":
      return translation.entries.map(({ target }) => target);
    case "masquerade":
      return translation.ports ? [{ ports: translation.ports }] : [];
    case "prefixes":
      return translation.entries.flatMap(({ from, to }) => [
        { addresses: setOfCidr(from) },
        { addresses: setOfCidr(to) },
      ]);
  }
}

/** Every value that a router's rules and routes name. */
export function namedValuesOf(router: LinuxRouter): NamedValues {
  const rules = rulesOf(router);
  const matches = rules.flatMap(matchesOf);
  const targets = rules.flatMap(({ statement }) => targetsOf(statement));
  return {
    addresses: [
      ...matches.flatMap((one) => (one.kind === "addresses" ? [one.set] : [])),
      ...targets.flatMap(({ addresses }) => addresses ?? []).map((one) => [one]),
      ...router.routes.map(({ cidr }) => setOfCidr(cidr)),
      ...router.rules.flatMap(({ src = [], dst = [] }) => [src, dst]),
    ],
    ports: [
      ...matches.flatMap((one) => (one.kind === "ports" ? [one.set] : [])),
      ...targets.flatMap(({ ports }) => (ports ? [ports] : [])),
    ],
    protocols: matches.flatMap((one) => {
      if (one.kind === "protocol") return one.numbers;
      return one.kind === "ports" && one.protocols !== "any" ? one.protocols : [];
    }),
    icmpTypes: matches.flatMap((one) => (one.kind === "icmp" && one.field === "type" ? one.numbers : [])),
  };
}

/** Whether what becomes of packets may hang on the port that they are sent from. */
export function namesSourcePorts(router: LinuxRouter): boolean {
  return rulesOf(router).some((rule) => matchesOf(rule).some((one) => one.kind === "ports" && one.end === "src"));
}

/** Ranges that a router puts in the place of others, one to one: what tells addresses of one apart tells those of the other. */
export function movedRangesOf(router: LinuxRouter): readonly { readonly range: AddressSet; readonly by: number }[] {
  return rulesOf(router).flatMap(({ statement }) => {
    if (statement.kind !== "nat" || statement.translation.kind !== "prefixes") return [];
    return statement.translation.entries.flatMap(({ from, to }) => {
      if (from.length < to.length) return [];
      const by = offset(from, to);
      return [
        { range: setOfCidr(from), by },
        { range: shifted(setOfCidr(from), by), by: -by },
      ];
    });
  });
}
