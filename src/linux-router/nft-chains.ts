import { type NameOfInterface } from "./interface-names";
import { ruleOf } from "./nft-rules";
import { type NftTables, type WrittenChain, type WrittenTable } from "./nft-tables";
import { Cursor } from "./nft-tokens";
import { type Chain, type Hook, type Rule, type Statement, type Verdict } from "./ruleset-model";
import { giveUp } from "./script-line";

const HOOKS: readonly Hook[] = ["prerouting", "input", "forward", "output", "postrouting"];
const TYPES = ["filter", "nat", "route"] as const;
/** nft(8), standard priority names; those of NAT go with one hook each. */
const PRIORITIES: Readonly<Record<string, number>> = { raw: -300, mangle: -150, filter: 0, security: 50 };
const NAT_PRIORITIES: Readonly<Partial<Record<Hook, readonly [string, number]>>> = {
  prerouting: ["dstnat", -100],
  postrouting: ["srcnat", 100],
};
/** Packets are assigned to their connections here; NAT comes later. */
export const CONNECTION_TRACKING = -200;
/** nft allows no deeper calls. */
const DEEPEST_JUMP = 16;

/** The base chains that packets of IPv4 pass, in the order in which they were made. */
export function chainsOf({ tables }: NftTables, devices: NameOfInterface): readonly Chain[] {
  return [...tables.values()].flatMap((table) => {
    if (!["ip", "inet", "ip6"].includes(table.family)) giveUp("ruleset", table.line);
    const chains = chainsIn(table, devices);
    const bases = [...chains.values()].filter(({ base }) => base);
    for (const chain of bases) checked(chain, chain, 0);
    return table.family === "ip6" || table.isDormant ? [] : bases;
  });
}

function chainsIn(table: WrittenTable, devices: NameOfInterface): ReadonlyMap<string, Chain> {
  const chains = new Map<string, Chain>();
  for (const [name, written] of table.chains) {
    const base = baseOf(written);
    const rules = written.rules.map((rule) => ruleOf(rule, { table, devices }));
    chains.set(name, { name, line: written.line, rules, siblings: chains, ...(base && { base }) });
  }
  return chains;
}

/** What stands behind `type`, and the policy. */
function baseOf({ base, policy: written, line }: WrittenChain): Chain["base"] {
  if (!base) return undefined;
  const policy = written?.name ?? "accept";
  const at = new Cursor(base, line);
  const type = TYPES.find((one) => at.takes(one)) ?? at.fail();
  at.expect("hook");
  const hook = HOOKS.find((one) => at.takes(one)) ?? at.fail();
  at.expect("priority");
  const priority = priorityAt(at, hook);
  if (!at.isDone) at.fail();
  if (policy !== "accept" && policy !== "drop") giveUp("ruleset", line);
  if (type === "nat" && (hook === "forward" || priority <= CONNECTION_TRACKING)) giveUp("ruleset", line);
  if (type === "route" && hook !== "output") giveUp("ruleset", line);
  return { type, hook, priority, policy, line: written?.line ?? line };
}

function priorityAt(at: Cursor, hook: Hook): number {
  const word = at.word();
  const [name, value] = NAT_PRIORITIES[hook] ?? [];
  const start = word === name ? value : PRIORITIES[word];
  if (start === undefined) return wholeNumber(word) ?? at.fail();
  const sign = at.takes("+") ? 1 : at.takes("-") ? -1 : 0;
  return sign === 0 ? start : start + sign * (wholeNumber(at.word()) ?? at.fail());
}

function wholeNumber(text: string): number | undefined {
  return /^-?[0-9]{1,6}$/.test(text) ? Number(text) : undefined;
}

/** What the kernel refuses: calls of chains that are not there or go too deep, and rewrites in chains that don't take them. */
function checked(chain: Chain, base: Chain, depth: number): void {
  for (const rule of chain.rules) {
    if (rule.statement.kind === "nat" && !takesNat(base, rule.statement)) giveUp("ruleset", rule.line);
    for (const verdict of verdictsOf(rule)) {
      if (verdict.kind !== "jump" && verdict.kind !== "goto") continue;
      const called = chain.siblings.get(verdict.chain);
      if (!called || called.base || depth >= DEEPEST_JUMP) giveUp("ruleset", rule.line);
      checked(called, base, depth + 1);
    }
  }
}

function verdictsOf({ statement }: Rule): readonly Verdict[] {
  if (statement.kind === "verdict") return [statement.verdict];
  return statement.kind === "verdict-map" ? statement.entries.map(({ verdict }) => verdict) : [];
}

function takesNat({ base }: Chain, { end, translation }: Extract<Statement, { readonly kind: "nat" }>): boolean {
  if (base?.type !== "nat") return false;
  if (translation.kind === "masquerade") return base.hook === "postrouting";
  return end === "dst" ? ["prerouting", "output"].includes(base.hook) : ["postrouting", "input"].includes(base.hook);
}
