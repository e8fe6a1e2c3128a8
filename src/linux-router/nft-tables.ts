import { Cursor, type NftText, type Token, tokensOf } from "./nft-tokens";
import { giveUp, type Line } from "./script-line";

/** A rule or an element as it is written; it is read when all sets are known. */
export type Written = readonly Token[];

export interface WrittenChain {
  readonly name: string;
  readonly line: Line;
  /** What follows `type` up to the end, and the policy. */
  base?: Written;
  policy?: { readonly name: string; readonly line: Line };
  readonly rules: Written[];
}

/** A named set or map. */
interface WrittenSet {
  readonly isMap: boolean;
  readonly line: Line;
  readonly elements: Written[];
  /** Its elements may change while the machine runs, or what it has is not only what is written. */
  isOpen: boolean;
}

export interface WrittenTable {
  readonly family: string;
  readonly line: Line;
  readonly chains: Map<string, WrittenChain>;
  readonly sets: Map<string, WrittenSet>;
  isDormant: boolean;
}

const FAMILIES = ["ip", "ip6", "inet", "arp", "bridge", "netdev"];
/** Words of the language that are no name of a chain, a set or a table. */
const RESERVED: ReadonlySet<string> = new Set(
  (
    "accept add ah arp bridge cgroup chain comment comp constant continue counter cpu create ct day dccp define " +
    "delete device dnat drop dup dynamic ecn element elements esp ether export fib flags flow flowtable flush fwd " +
    "goto handle hook hour icmp icmpv6 igmp iif iifname import include index inet insert interval ip ip6 jhash " +
    "jump limit list log map mark masquerade meta monitor netdev numgen offload oif oifname osf pkttype policy " +
    "position priority queue quota random redefine redirect reject rename replace reset return rt rule sctp " +
    "secmark set size skuid snat socket synproxy table tcp th time timeout tproxy type udp udplite undefine vlan " +
    "vmap"
  ).split(" "),
);
/** More than any router needs; a script is 16 KB at most. */
const MOST_TOKENS = 100_000;

/** The kernel's tables, as one `nft` after the other changes them. */
export class NftTables {
  readonly tables = new Map<string, WrittenTable>();
  private spent = 0;

  /** One run of `nft`: with definitions of its command line. */
  run(source: NftText, defined: ReadonlyMap<string, string> = new Map()): void {
    const given = [...defined].map(
      ([name, text]) => [name, tokensOf({ text, firstLine: source.firstLine }).slice(0, -1)] as const,
    );
    const tokens = this.expanded(tokensOf(source), new Map(given));
    const at = new Cursor(tokens, { number: source.firstLine, text: "" });
    for (at.skipEnds(); !at.isDone; at.skipEnds()) {
      this.command(at);
      if (!at.isDone) ended(at);
    }
  }

  /** With what `define` names put in for `$name`. */
  private expanded(tokens: readonly Token[], defined: Map<string, readonly Token[]>): Token[] {
    const all: Token[] = [];
    for (let i = 0; i < tokens.length; i++) {
      const token = tokens[i]!;
      const [name, sign] = [tokens[i + 1], tokens[i + 2]];
      const isStart = i === 0 || tokens[i - 1]!.kind === "end";
      if (token.kind === "sign" && token.text === "$") {
        const value = defined.get(name?.text ?? "") ?? giveUp("ruleset", token.line);
        all.push(...value.map((one) => ({ ...one, line: token.line })));
        i++;
      } else if (isStart && token.kind === "word" && ["define", "redefine"].includes(token.text)) {
        if (name?.kind !== "word" || sign?.text !== "=") giveUp("ruleset", token.line);
        const end = endOfStatement(tokens, i + 3);
        defined.set(name.text, this.expanded(tokens.slice(i + 3, end), defined));
        i = end;
      } else all.push(token);
      this.spent++;
      if (all.length + this.spent > MOST_TOKENS) giveUp("too-long");
    }
    return all;
  }

  private command(at: Cursor): void {
    const verb = at.peek()?.text;
    switch (verb) {
      case "add":
      case "create":
      case "insert":
        at.next();
        return this.add(at, verb);
      case "table":
      case "chain":
      case "rule":
      case "set":
      case "map":
      case "element":
        return this.add(at, "add");
      case "delete":
        at.next();
        return this.remove(at);
      case "flush":
        at.next();
        return this.flush(at);
      default:
        return at.fail();
    }
  }

  private add(at: Cursor, verb: "add" | "create" | "insert"): void {
    const kind = at.word();
    if (kind === "table") return this.addTable(at, verb === "create");
    const table = this.tableNamed(at);
    const { line } = at;
    switch (kind) {
      case "chain":
        return addChain(at, table, verb === "create");
      case "set":
      case "map":
        return addSet(at, table, kind === "map");
      case "rule": {
        const chain = table.chains.get(at.word()) ?? at.fail();
        if (["position", "handle", "index"].includes(at.peek()?.text ?? "")) at.fail();
        const rule = statement(at);
        if (rule.length === 0) giveUp("ruleset", line);
        if (verb === "insert") chain.rules.unshift(rule);
        else chain.rules.push(rule);
        return;
      }
      case "element": {
        const set = table.sets.get(at.word()) ?? at.fail();
        set.elements.push(...elementsOf(at));
        return;
      }
      default:
        return at.fail();
    }
  }

  private addTable(at: Cursor, isNew: boolean): void {
    const { line } = at;
    const key = tableKey(at);
    if (isNew && this.tables.has(key)) giveUp("fails", line);
    const [family] = key.split(" ");
    const table = this.tables.get(key) ?? {
      ...{ family: family!, line, isDormant: false },
      ...{ chains: new Map<string, WrittenChain>(), sets: new Map<string, WrittenSet>() },
    };
    this.tables.set(key, table);
    if (at.takes("{")) tableBlock(at, table);
  }

  private tableNamed(at: Cursor): WrittenTable {
    const { line } = at;
    return this.tables.get(tableKey(at)) ?? giveUp("fails", line);
  }

  private remove(at: Cursor): void {
    const { line } = at;
    const kind = at.word();
    if (kind === "table") {
      if (!this.tables.delete(tableKey(at))) giveUp("fails", line);
    } else if (kind === "chain") {
      if (!this.tableNamed(at).chains.delete(at.word())) giveUp("fails", line);
    } else at.fail();
  }

  private flush(at: Cursor): void {
    const kind = at.word();
    if (kind === "ruleset") {
      if (at.peek()?.kind === "word") at.fail();
      this.tables.clear();
    } else if (kind === "table") for (const { rules } of this.tableNamed(at).chains.values()) rules.length = 0;
    else if (kind === "chain") (this.tableNamed(at).chains.get(at.word()) ?? at.fail()).rules.length = 0;
    else at.fail();
  }
}

/** "ip name": a family that is not named is ip (nft(8), address families). */
function tableKey(at: Cursor): string {
  const family = FAMILIES.find((one) => at.takes(one)) ?? "ip";
  return `${family} ${ownName(at)}`;
}

function tableBlock(at: Cursor, table: WrittenTable): void {
  for (at.skipEnds(); !at.takes("}"); at.skipEnds()) {
    const { line } = at;
    const kind = at.word();
    if (kind === "chain") addChain(at, table, false);
    else if (kind === "set" || kind === "map") addSet(at, table, kind === "map");
    else if (kind === "comment") at.word();
    else if (kind === "flags" && at.takes("dormant")) table.isDormant = true;
    else giveUp("ruleset", line);
    ended(at);
  }
}

/** Nothing but a line break or a semicolon ends a statement, not even the brace that closes what it is in. */
function ended(at: Cursor): void {
  if (at.peek()?.kind !== "end") at.fail();
}

/** A name of somebody's own, which none of the language's words is. */
function ownName(at: Cursor): string {
  const { kind, text } = at.peek() ?? at.fail();
  if (kind === "word" && RESERVED.has(text)) at.fail();
  return at.word();
}

function addChain(at: Cursor, table: WrittenTable, isNew: boolean): void {
  const { line } = at;
  const name = ownName(at);
  if (isNew && table.chains.has(name)) giveUp("fails", line);
  const chain: WrittenChain = table.chains.get(name) ?? { name, line, rules: [] };
  table.chains.set(name, chain);
  if (!at.takes("{")) return;
  for (at.skipEnds(); !at.takes("}"); at.skipEnds()) {
    if (at.takes("type")) chain.base = statement(at);
    else if (at.takes("policy")) chain.policy = { line: at.line, name: at.word() };
    else if (at.peek()?.text === "comment") statement(at);
    else chain.rules.push(statement(at));
    ended(at);
  }
}

function addSet(at: Cursor, table: WrittenTable, isMap: boolean): void {
  const { line } = at;
  const name = ownName(at);
  const set: WrittenSet = table.sets.get(name) ?? { isMap, line, elements: [], isOpen: false };
  table.sets.set(name, set);
  if (!at.takes("{")) return;
  for (at.skipEnds(); !at.takes("}"); at.skipEnds()) {
    if (at.takes("elements")) {
      at.expect("=");
      set.elements.push(...elementsOf(at));
    } else if (at.takes("flags"))
      set.isOpen ||= statement(at).some(({ text }) => text === "timeout" || text === "dynamic");
    else if (["type", "typeof", "comment", "size", "auto-merge", "policy", "counter"].includes(at.peek()?.text ?? ""))
      statement(at);
    else at.fail();
    ended(at);
  }
}

/** What stands between braces, cut at the commas outside of inner braces. */
export function elementsOf(at: Cursor): Written[] {
  at.expect("{");
  const elements: Written[] = [];
  let [depth, element]: [number, Token[]] = [0, []];
  for (;;) {
    const token = at.next();
    if (token.kind === "end") continue;
    const isSign = token.kind === "sign";
    if (isSign && token.text === "}" && depth === 0) break;
    if (isSign && token.text === "{") depth++;
    if (isSign && token.text === "}") depth--;
    if (isSign && token.text === "," && depth === 0) {
      if (element.length === 0) at.fail();
      elements.push(element);
      element = [];
    } else element.push(token);
  }
  if (element.length > 0) elements.push(element);
  return elements;
}

/** The tokens up to the end of a statement, or to the brace that closes what it is in. */
function statement(at: Cursor): Written {
  const taken: Token[] = [];
  let depth = 0;
  for (let token = at.peek(); token; token = at.peek()) {
    if (depth === 0 && (token.kind === "end" || (token.kind === "sign" && token.text === "}"))) break;
    at.next();
    if (token.kind === "sign" && token.text === "{") depth++;
    if (token.kind === "sign" && token.text === "}") depth--;
    if (token.kind !== "end") taken.push(token);
  }
  if (depth > 0) at.fail();
  return taken;
}

function endOfStatement(tokens: readonly Token[], from: number): number {
  let depth = 0;
  for (let i = from; i < tokens.length; i++) {
    const { kind, text } = tokens[i]!;
    if (kind === "sign" && text === "{") depth++;
    if (kind === "sign" && text === "}") depth--;
    if (kind === "end" && depth === 0) return i;
  }
  return tokens.length;
}
