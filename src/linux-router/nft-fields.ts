import { unionOf } from "../ip";
import { type NameOfInterface } from "./interface-names";
import { elementsOf, type Written, type WrittenTable } from "./nft-tables";
import { flagMaskAt, flagsAmong, flagsAsked } from "./nft-flags";
import { Cursor } from "./nft-tokens";
import { readAddresses, readIcmpType, readOneOf, readPorts, readProtocol, readSmallNumber } from "./nft-values";
import { type ConnectionState, type Ends, type Match } from "./ruleset-model";
import { giveUp } from "./script-line";

/** What the reading of a rule knows besides its tokens. */
export interface Surroundings {
  readonly table: WrittenTable;
  readonly devices: NameOfInterface;
}

/** What of a packet is asked for; each cursor stands at a value, and one of these is to fit. */
export interface Field {
  readonly of: (values: readonly Cursor[], isNot: boolean) => Match;
  /** The transport protocol that the field is only in. */
  readonly protocol?: number;
  /** It is only in packets of IPv6. */
  readonly isIpv6?: boolean;
  /** How it is asked for where no set is; default: by a value, with a sign or without one. */
  readonly asked?: (at: Cursor) => Match;
}

const STATES: readonly ConnectionState[] = ["new", "established", "related", "invalid", "untracked"];
const STATUS = ["expected", "seen-reply", "assured", "confirmed", "snat", "dnat", "dying"];
const IP_VERSIONS = ["ip", "ip6", "ipv4", "ipv6", "arp"];

const not = (isNot: boolean): { readonly isNot?: true } => (isNot ? { isNot } : {});

function addresses(end: Ends): Field {
  return {
    of: (values, isNot) => ({ kind: "addresses", end, set: unionOf(values.map(readAddresses)), ...not(isNot) }),
  };
}

function ports(end: Ends, protocol?: number): Field {
  return {
    of: (values, isNot) => {
      const protocols = protocol === undefined ? "any" : [protocol];
      return { kind: "ports", end, protocols, set: unionOf(values.map(readPorts)), ...not(isNot) };
    },
    ...(protocol !== undefined && { protocol }),
  };
}

const PROTOCOL: Field = {
  of: (values, isNot) => ({ kind: "protocol", numbers: values.map(readProtocol), ...not(isNot) }),
};

function icmp(field: "type" | "code"): Field {
  const read = field === "type" ? readIcmpType : readSmallNumber;
  return { of: (values, isNot) => ({ kind: "icmp", field, numbers: values.map(read), ...not(isNot) }), protocol: 1 };
}

/** `iif` and `oif` mean an interface that is there when the rule is made; `iifname` and `oifname` whatever has the name. */
function interfaces(way: "in" | "out", { devices }: Surroundings): Field {
  return {
    of: (values, isNot) => {
      const found = values.flatMap((at) => {
        const { line } = at;
        return devices(at.word()) ?? giveUp("interface", line);
      });
      return { kind: "interface", way, devices: found, ...not(isNot) };
    },
  };
}

const TCP = 6;

/** Versions of nft differ about a set of one: some ask for just these flags, some for one of them. */
function flags(at: Cursor): Field {
  const mask = flagMaskAt(at);
  return {
    of: (values, isNot) => flagsAmong(values, mask, isNot),
    asked: (value) => flagsAsked(value, mask),
    protocol: TCP,
  };
}

/** Words that are listed with commas are each enough. */
function listed<W extends string>(at: Cursor, words: readonly W[]): W[] {
  const found = [readOneOf(at, words)];
  while (at.takes(",")) found.push(readOneOf(at, words));
  return found;
}

const STATE: Field = {
  of: (values, isNot) => ({ kind: "state", states: values.flatMap((at) => listed(at, STATES)), ...not(isNot) }),
};
const CT_STATUS: Field = {
  of: (values, isNot) => ({ kind: "status", bits: values.flatMap((at) => listed(at, STATUS)), ...not(isNot) }),
};
const DIRECTION: Field = {
  of: (values, isNot) => {
    const found = values.map((at) => readOneOf(at, ["original", "reply"] as const));
    const [direction] = found;
    return found.length === 1 && direction ? { kind: "direction", direction, ...not(isNot) } : { kind: "unread" };
  },
};
/** Of packets of IPv4 it is known what they are. */
const VERSION: Field = {
  of: (values, isNot) => {
    const found = values.map((at) => readOneOf(at, IP_VERSIONS));
    const isIpv4 = found.some((one) => one === "ip" || one === "ipv4");
    return isIpv4 === isNot ? { kind: "never" } : { kind: "addresses", end: "src", set: [], isNot: true };
  },
};
/** Reads an address or a number of IPv6 and finds it in no packet. */
const OF_IPV6: Field = {
  of: (values) => {
    for (const at of values) at.word();
    return { kind: "never" };
  },
  isIpv6: true,
};

/** The field that is named next; undefined where no known field is. */
export function fieldAt(at: Cursor, around: Surroundings): Field | undefined {
  at.takes("meta");
  for (const [name, way] of [
    ["iif", "in"],
    ["iifname", "in"],
    ["oif", "out"],
    ["oifname", "out"],
  ] as const)
    if (at.takes(name)) return interfaces(way, around);
  if (at.takesAll("ip", "saddr")) return addresses("src");
  if (at.takesAll("ip", "daddr")) return addresses("dst");
  if (at.takesAll("ip", "protocol") || at.takes("l4proto")) return PROTOCOL;
  if (at.takes("nfproto") || at.takes("protocol")) return VERSION;
  if (at.takesAll("ct", "state")) return STATE;
  if (at.takesAll("ct", "status")) return CT_STATUS;
  if (at.takesAll("ct", "direction")) return DIRECTION;
  if (at.takesAll("icmp", "type")) return icmp("type");
  if (at.takesAll("icmp", "code")) return icmp("code");
  for (const name of ["saddr", "daddr", "nexthdr"]) if (at.takesAll("ip6", name)) return OF_IPV6;
  if (at.takesAll("icmpv6", "type") || at.takesAll("icmpv6", "code")) return OF_IPV6;
  if (at.takesAll("tcp", "flags")) return flags(at);
  for (const [name, protocol] of [
    ["tcp", TCP],
    ["udp", 17],
    ["th", undefined],
    ["sctp", 132],
  ] as const) {
    if (at.takesAll(name, "sport")) return ports("src", protocol);
    if (at.takesAll(name, "dport")) return ports("dst", protocol);
  }
  return undefined;
}

/** The values of a set, named or written out, each as its own cursor; "open" where they are not all known. */
export function membersAt(at: Cursor, { table }: Surroundings, isMap: boolean): readonly Written[] | "open" {
  if (at.peek()?.text === "{") return elementsOf(at);
  at.expect("@");
  const set = table.sets.get(at.word()) ?? at.fail();
  if (set.isMap !== isMap) at.fail();
  return set.isOpen ? "open" : set.elements;
}

/** What a rule asks of a field. */
export function matchAt(at: Cursor, field: Field, around: Surroundings): Match {
  if (field.asked && !isSetNext(at)) return field.asked(at);
  const isNot = at.takes("!=") || at.takes("ne");
  const hasSign = isNot || at.takes("==") || at.takes("eq");
  const next = at.peek()?.text;
  if (next !== "{" && next !== "@") return field.of([at], isNot);
  const { line } = at;
  const members = membersAt(at, around, false);
  if (members === "open") return { kind: "unread" };
  const cursors = members.map((one) => new Cursor(one, line));
  // A set without elements is not written; a named one may be empty, and nothing is in it.
  if (cursors.length === 0) return isNot ? { kind: "addresses", end: "src", set: [], isNot } : { kind: "never" };
  const match = field.of(cursors, isNot);
  for (const one of cursors) if (!one.isDone && one.peek()?.text !== "comment") one.fail();
  const isUnclear = field.asked !== undefined && !hasSign && next === "{" && cursors.length === 1;
  return isUnclear ? { kind: "unread" } : match;
}

/** Whether a set comes next, named or written out, with a sign before it or without one. */
function isSetNext(at: Cursor): boolean {
  const hasSign = ["==", "!=", "eq", "ne"].includes(at.peek()?.text ?? "");
  return ["{", "@"].includes(at.peek(hasSign ? 1 : 0)?.text ?? "");
}
