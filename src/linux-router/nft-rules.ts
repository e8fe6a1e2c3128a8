import { type AddressSet, type Cidr, type RangeSet, toCidrs } from "../ip";
import { fieldAt, type Field, matchAt, membersAt, type Surroundings } from "./nft-fields";
import { type Written } from "./nft-tables";
import { Cursor } from "./nft-tokens";
import { readAddresses, readPorts } from "./nft-values";
import {
  type Ends,
  type Match,
  type NatTarget,
  type Rule,
  type Statement,
  type Translation,
  type Verdict,
} from "./ruleset-model";
import { giveUp } from "./script-line";

const TO_PLAIN = ["accept", "drop", "return", "continue"] as const;

/** A verdict, where one comes next. */
function verdictAt(at: Cursor): Verdict | undefined {
  for (const kind of TO_PLAIN) if (at.takes(kind)) return { kind };
  for (const kind of ["jump", "goto"] as const) if (at.takes(kind)) return { kind, chain: at.word() };
  return at.peek()?.text === "reject" ? rejectAt(at) : undefined;
}

/** Whoever sends is told that the packet is dropped; it is dropped all the same. */
function rejectAt(at: Cursor): Verdict {
  at.expect("reject");
  if (at.takes("with")) {
    if (at.takes("tcp")) at.expect("reset");
    else {
      if (!["icmp", "icmpx", "icmpv6"].some((one) => at.takes(one))) at.fail();
      at.takes("type");
      at.word();
    }
  }
  return { kind: "drop" };
}

/** What decides nothing: it is read over. */
function passed(at: Cursor): boolean {
  if (at.takes("counter")) {
    if (at.takes("name")) at.word();
    for (const what of ["packets", "bytes"]) if (at.takes(what)) at.word();
    return true;
  }
  if (at.takes("log")) {
    const details = ["prefix", "level", "group", "snaplen", "queue-threshold", "flags"];
    for (
      let what = details.find((one) => at.takes(one));
      what !== undefined;
      what = details.find((one) => at.takes(one))
    )
      at.word();
    return true;
  }
  if (at.takesAll("tcp", "option", "maxseg", "size", "set")) {
    if (at.takes("rt")) at.expect("mtu");
    else at.word();
    return true;
  }
  return false;
}

/** A condition that hangs on something else than the packet's addresses, ports and connection. */
function undecidable(at: Cursor): boolean {
  if (!at.takesAll("limit", "rate")) return false;
  at.takes("over");
  const rate = at.word();
  if (!rate.includes("/")) at.word();
  if (at.takes("burst")) {
    at.word();
    at.word();
  }
  return true;
}

/** What an end becomes: an address or a range, ports, or both. */
function targetAt(at: Cursor): NatTarget {
  const addresses = at.peek()?.text === ":" ? undefined : readAddresses(at);
  const ports = at.takes(":") ? readPorts(at) : undefined;
  return { ...(addresses && { addresses }), ...(ports && { ports }) };
}

/** Keys of a map are each in one entry only. */
function isApart(sets: readonly (AddressSet | RangeSet<number>)[]): boolean {
  const ranges = sets.flat().sort((one, other) => (one.start < other.start ? -1 : 1));
  return ranges.every(({ end }, i) => i === 0 || (ranges[i - 1]!.end <= ranges[i]!.start && end > ranges[i]!.start));
}

/** The entries of a map, each with its key as a match and a cursor at its value. */
function entriesAt(
  at: Cursor,
  field: Field,
  around: Surroundings,
): readonly { match: Match; value: Cursor }[] | "open" {
  const { line } = at;
  const members = membersAt(at, around, true);
  if (members === "open") return "open";
  const entries = members.map((one) => {
    const value = new Cursor(one, line);
    const match = field.of([value], false);
    value.expect(":");
    return { match, value };
  });
  const keys = entries.flatMap(({ match }) =>
    match.kind === "addresses" || match.kind === "ports" || match.kind === "flags" ? [match.set] : [],
  );
  if (!isApart(keys)) giveUp("ruleset", line);
  return entries;
}

function cidrOf(set: AddressSet, at: Cursor): Cidr {
  const [cidr, more] = toCidrs(set);
  return cidr && !more ? cidr : at.fail();
}

/** What follows `to`; `isPrefix`: the host part of the address stays. */
function translationAt(at: Cursor, end: Ends, isPrefix: boolean, around: Surroundings): Translation | "open" {
  const field = fieldAt(at, around);
  if (!field) {
    if (!isPrefix) return { kind: "to", target: targetAt(at) };
    return { kind: "prefixes", entries: [{ from: { base: 0, length: 0 }, to: cidrOf(readAddresses(at), at) }] };
  }
  at.expect("map");
  const entries = entriesAt(at, field, around);
  if (entries === "open") return "open";
  const read = entries.map(({ match, value }) => {
    const target = targetAt(value);
    if (!value.isDone || target.ports) value.fail();
    return { match, target };
  });
  if (!isPrefix) return { kind: "map", entries: read };
  return {
    kind: "prefixes",
    entries: read.map(({ match, target }) =>
      match.kind === "addresses" && match.end === end
        ? { from: cidrOf(match.set, at), to: cidrOf(target.addresses ?? at.fail(), at) }
        : at.fail(),
    ),
  };
}

/** A rewrite, where one comes next. */
function natAt(at: Cursor, around: Surroundings): Statement | undefined {
  if (at.takes("masquerade")) {
    const ports = at.takes("to") ? (at.expect(":"), readPorts(at)) : undefined;
    return withFlags(at, { kind: "nat", end: "src", translation: { kind: "masquerade", ...(ports && { ports }) } });
  }
  const end = at.takes("snat") ? "src" : at.takes("dnat") ? "dst" : undefined;
  if (!end) return undefined;
  const isIpv6 = !at.takes("ip") && at.takes("ip6");
  if (isIpv6) at.fail();
  const isPrefix = at.takes("prefix");
  if (!isPrefix) at.takes("interval");
  at.expect("to");
  const translation = translationAt(at, end, isPrefix, around);
  return translation === "open" ? withFlags(at, { kind: "unread" }) : withFlags(at, { kind: "nat", end, translation });
}

function withFlags(at: Cursor, statement: Statement): Statement {
  let isRandom = false;
  do {
    if (at.takes("random") || at.takes("fully-random")) isRandom = true;
    else if (!at.takes("persistent")) break;
  } while (at.takes(","));
  return statement.kind === "nat" && isRandom ? { ...statement, isPortPicked: true } : statement;
}

/** Reads a rule from left to right. */
class RuleReader {
  readonly matches: Match[] = [];
  private statement: Statement = { kind: "none" };
  private isEnded = false;
  /** The transport protocols that the rule is about so far. */
  private transports: readonly number[] | undefined;
  private hasTransport = false;

  constructor(
    private readonly at: Cursor,
    private readonly around: Surroundings,
  ) {}

  read(): Statement {
    const { at } = this;
    while (!at.isDone) {
      if (at.takes("comment")) {
        at.word();
        if (!at.isDone) at.fail();
      } else if (this.isEnded) at.fail();
      else this.part();
    }
    return this.statement;
  }

  private part(): void {
    const { at, around } = this;
    const verdict = verdictAt(at);
    if (verdict) return this.ends({ kind: "verdict", verdict });
    const nat = natAt(at, around);
    if (nat) {
      if (nat.kind === "nat" && hasPorts(nat.translation) && !this.hasTransport) at.fail();
      return this.ends(nat);
    }
    if (passed(at)) return;
    if (undecidable(at)) {
      this.matches.push({ kind: "unread" });
      return;
    }
    const field = fieldAt(at, around) ?? at.fail();
    this.within(field);
    if (at.takes("vmap")) return this.ends(this.verdictMap(field));
    const match = matchAt(at, field, around);
    if (match.kind === "protocol" && match.isNot !== true) this.names(match.numbers);
    this.matches.push(match);
  }

  /** A field of one transport protocol asks for the protocol, too, and for no other one. */
  private within({ protocol, isIpv6 = false }: Field): void {
    if (isIpv6) {
      if (this.around.table.family === "ip") this.at.fail();
      this.matches.push({ kind: "never" });
    }
    if (protocol === undefined) return;
    if (this.transports?.some((one) => one !== protocol) === true) this.at.fail();
    this.transports = [protocol];
    this.hasTransport = true;
    this.matches.push({ kind: "protocol", numbers: [protocol] });
  }

  /** nft refuses a rule that names one transport protocol and then a field of another one. */
  private names(numbers: readonly number[]): void {
    this.hasTransport = true;
    this.transports ??= numbers;
  }

  private verdictMap(field: Field): Statement {
    const entries = entriesAt(this.at, field, this.around);
    if (entries === "open") return { kind: "unread" };
    return {
      kind: "verdict-map",
      entries: entries.map(({ match, value }) => {
        const verdict = verdictAt(value) ?? value.fail();
        if (!value.isDone) value.fail();
        return { match, verdict };
      }),
    };
  }

  private ends(statement: Statement): void {
    this.statement = statement;
    this.isEnded = true;
  }
}

function hasPorts(translation: Translation): boolean {
  if (translation.kind === "to") return translation.target.ports !== undefined;
  return translation.kind === "masquerade" && translation.ports !== undefined;
}

/** One rule; its line is where it begins. */
export function ruleOf(written: Written, around: Surroundings): Rule {
  const [first] = written;
  const { line } = first ?? around.table;
  const reader = new RuleReader(new Cursor(written, line), around);
  const statement = reader.read();
  return { line, matches: reader.matches, statement };
}
