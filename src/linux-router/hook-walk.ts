import { Meter } from "../limits";
import { type Circumstances, selected } from "./datagrams";
import { CONNECTION_TRACKING } from "./nft-chains";
import { type LinuxRouter } from "./router-model";
import { type Chain, type Hook, type Match, type Rule, type Verdict } from "./ruleset-model";
import { type Line, type Unread } from "./script-line";
import { type Part, Translator } from "./translations";

/** What a chain makes of packets: `end` is its end, from which its caller goes on; `nat` that their rewrite is settled. */
type Fate =
  | { readonly kind: "accept" | "end" | "nat"; readonly part: Part }
  | { readonly kind: "drop"; readonly part: Part; readonly line: Line }
  | { readonly kind: "undecided"; readonly part: Part; readonly unread: Unread };

/** What all chains of a hook make of packets. */
export type Passed =
  | { readonly kind: "passed"; readonly part: Part }
  | { readonly kind: "dropped"; readonly part: Part; readonly line: Line }
  | { readonly kind: "undecided"; readonly part: Part; readonly unread: Unread };

/** Where the kernel rewrites, among the chains of these hooks (nf_nat hooks). */
const NAT_AT: Readonly<Partial<Record<Hook, number>>> = { prerouting: -100, postrouting: 100 };

/** Walks parts of packets through the chains of a hook. */
export class HookWalk {
  /** The chain that is walked comes before connections are known. */
  private isUntracked = false;
  private readonly meter = new Meter("pairs", "walking packets through an nftables ruleset");

  constructor(
    private readonly router: LinuxRouter,
    private readonly around: Circumstances,
    /** What stands in for the chains of NAT, which are asked for the first packet of a connection only. */
    private readonly settled?: (part: Part, hook: Hook) => Part,
  ) {}

  pass(part: Part, hook: Hook): Passed[] {
    const chains = this.router.chains.filter(({ base }) => base?.hook === hook);
    const sorted = [...chains].sort((one, other) => one.base!.priority - other.base!.priority);
    const place = NAT_AT[hook];
    if (place === undefined) return this.through(sorted, [{ kind: "passed", part }]);
    const filters = sorted.filter(({ base }) => base?.type === "filter");
    const [unclear] = filters.filter(({ base, rules }) => base?.priority === place && rules.length > 0);
    if (unclear) return [{ kind: "undecided", part, unread: { why: "undecided", line: unclear.line } }];
    const before = this.through(
      filters.filter(({ base }) => base!.priority < place),
      [{ kind: "passed", part }],
    );
    const rewritten = this.settled
      ? before.map((one) => (one.kind === "passed" ? { ...one, part: this.settled!(one.part, hook) } : one))
      : before.flatMap((one) => (one.kind === "passed" ? this.rewritten(sorted, one.part) : [one]));
    return this.through(
      filters.filter(({ base }) => base!.priority > place),
      rewritten,
    );
  }

  /** Through chains one after the other: what one accepts the next one is asked about. */
  private through(chains: readonly Chain[], parts: readonly Passed[]): Passed[] {
    return chains.reduce<Passed[]>(
      (all, chain) =>
        all.flatMap((one) =>
          one.kind === "passed" ? this.atBase(chain, one.part).map((fate) => passedOf(fate)) : [one],
        ),
      [...parts],
    );
  }

  /** The chains of NAT, until one has settled the rewrite. */
  private rewritten(chains: readonly Chain[], part: Part): Passed[] {
    const done: Passed[] = [];
    let left: readonly Part[] = [part];
    for (const chain of chains.filter(({ base }) => base?.type === "nat"))
      left = left.flatMap((one) =>
        this.atBase(chain, one).flatMap((fate) => {
          if (fate.kind === "accept") return [fate.part];
          done.push(passedOf(fate));
          return [];
        }),
      );
    return [...done, ...left.map((one): Passed => ({ kind: "passed", part: one }))];
  }

  /** A base chain with its policy. */
  private atBase(chain: Chain, part: Part): Fate[] {
    this.isUntracked = isUntracked(chain);
    return this.inChain(chain, part).map((fate) => {
      if (fate.kind !== "end") return fate;
      if (chain.base?.policy === "drop") return { kind: "drop", part: fate.part, line: chain.base.line };
      return { kind: "accept", part: fate.part };
    });
  }

  private inChain(chain: Chain, part: Part): Fate[] {
    const fates: Fate[] = [];
    let left: readonly Part[] = [part];
    for (const rule of chain.rules) {
      if (rule.statement.kind === "none") continue;
      this.meter.spend(left.length);
      left = left.flatMap((one) => {
        const { hit, rest, undecided } = this.matched(one, rule.matches);
        if (undecided)
          fates.push({ kind: "undecided", part: undecided, unread: { why: "undecided", line: rule.line } });
        return hit ? [...rest, ...this.hit(chain, rule, hit, fates)] : rest;
      });
      if (left.length === 0) return fates;
    }
    return [...fates, ...left.map((one): Fate => ({ kind: "end", part: one }))];
  }

  /** All matches of a rule, from left to right. */
  private matched(part: Part, matches: readonly Match[]): { hit?: Part; rest: Part[]; undecided?: Part } {
    const rest: Part[] = [];
    let { packets } = part;
    const around = this.now(part);
    for (const match of matches) {
      const split = selected(packets, match, around);
      if (split === "undecided") return { rest, undecided: { ...part, packets } };
      rest.push(...split.rest.map((one) => ({ ...part, packets: one })));
      if (!split.hit) return { rest };
      packets = split.hit;
    }
    return { hit: { ...part, packets }, rest };
  }

  /** What a rule does to the packets that it is about. @returns those that go on to the next rule */
  private hit(chain: Chain, rule: Rule, part: Part, fates: Fate[]): readonly Part[] {
    const { statement, line } = rule;
    switch (statement.kind) {
      case "none":
        return [part];
      case "unread":
        fates.push({ kind: "undecided", part, unread: { why: "undecided", line } });
        return [];
      case "verdict":
        return this.judged(chain, statement.verdict, { part, line }, fates);
      case "verdict-map":
        return statement.entries.reduce<readonly Part[]>(
          (left, { match, verdict }) =>
            left.flatMap((one) => {
              const { hit, rest, undecided } = this.matched(one, [match]);
              if (undecided) fates.push({ kind: "undecided", part: undecided, unread: { why: "undecided", line } });
              return hit ? [...rest, ...this.judged(chain, verdict, { part: hit, line }, fates)] : rest;
            }),
          [part],
        );
      case "nat": {
        const out = this.router.interfaces.find(({ device }) => device === this.around.out);
        const { done, rest, undecided } = new Translator(statement, this.now(part), out).of(part);
        for (const one of done) fates.push({ kind: "nat", part: one });
        for (const one of undecided) fates.push({ kind: "undecided", part: one, unread: { why: "undecided", line } });
        return rest;
      }
    }
  }

  private judged(
    chain: Chain,
    verdict: Verdict,
    { part, line }: { readonly part: Part; readonly line: Line },
    fates: Fate[],
  ): readonly Part[] {
    switch (verdict.kind) {
      case "continue":
        return [part];
      case "accept":
        fates.push({ kind: "accept", part });
        return [];
      case "return":
        fates.push({ kind: "end", part });
        return [];
      case "drop":
        fates.push({ kind: "drop", part, line });
        return [];
      case "jump":
      case "goto": {
        const called = chain.siblings.get(verdict.chain);
        const inner = called ? this.inChain(called, part) : [];
        const back = inner.flatMap((fate) => (fate.kind === "end" ? [fate.part] : []));
        fates.push(...inner.filter(({ kind }) => kind !== "end"));
        if (verdict.kind === "jump") return back;
        for (const one of back) fates.push({ kind: "end", part: one });
        return [];
      }
    }
  }

  /** What is known of packets at this moment: the first packet of a connection has met only the rewrites so far. */
  private now({ rewrites }: Part): Circumstances {
    if (this.isUntracked) return { ...this.around, state: "invalid", rewritten: [] };
    if (this.settled) return this.around;
    return { ...this.around, rewritten: (["src", "dst"] as const).filter((end) => rewrites[end] !== undefined) };
  }
}

function passedOf(fate: Fate): Passed {
  switch (fate.kind) {
    case "drop":
      return { kind: "dropped", part: fate.part, line: fate.line };
    case "undecided":
      return fate;
    case "accept":
    case "nat":
    case "end":
      return { kind: "passed", part: fate.part };
  }
}

/** Chains that come before connections are known see every packet as one of none. */
function isUntracked({ base }: Chain): boolean {
  return base?.hook === "prerouting" && base.priority <= CONNECTION_TRACKING;
}
