import { intersect } from "../ip";
import { Meter } from "../limits";
import {
  type FirewallAction,
  type FirewallDefault,
  type FirewallPolicy,
  type FirewallRule,
  type Note,
  type Selector,
} from "../topology";
import { hasPorts, isNothing, minus, type Packets } from "./packets";

/** The two engines of a firewall: one sees packets, the other one connections (Network Firewall guide, rules engines). */
export type Engine = "stateless" | "stateful";

/** What in a firewall stops packets: a rule of a group, or what holds where no rule is about them. */
export type FirewallCause =
  | { readonly kind: "rule"; readonly engine: Engine; readonly place: number }
  | { readonly kind: "default"; readonly engine: Engine };

/** A part of the packets with what a firewall does to it. */
export type FirewallOutcome =
  /** `byRule`: a rule passes them, and with them all of their connection. */
  | { readonly result: "pass"; readonly packets: Packets; readonly engine: Engine; readonly byRule?: string }
  | { readonly result: "stop"; readonly packets: Packets; readonly by: string; readonly cause: FirewallCause }
  | { readonly result: "unknown"; readonly packets: Packets; readonly engine: Engine; readonly note: Note };

/** What one engine makes of a part: the actions that it may take, the rule that surely decides, and why that is open. */
interface Decided {
  readonly packets: Packets;
  readonly actions: readonly FirewallAction[];
  readonly rule: FirewallRule | undefined;
  readonly note: Note | undefined;
}

const METERS = new WeakMap<FirewallPolicy, Meter>();

function meterOf(policy: FirewallPolicy): Meter {
  const meter = METERS.get(policy) ?? new Meter("pairs", `cutting packets up by ${policy.address}`);
  METERS.set(policy, meter);
  return meter;
}

/** What of the packets a selector takes, and what it leaves. */
function cut(
  packets: Packets,
  { protocols, src, dst, srcPorts, dstPorts }: Selector,
): { hit?: Packets; rest: Packets[] } {
  if (protocols && !protocols.includes(packets.protocol)) return { rest: [packets] };
  const hit: Packets = {
    ...packets,
    src: intersect(packets.src, src),
    dst: intersect(packets.dst, dst),
    ...(hasPorts(packets.protocol) && {
      srcPorts: intersect(packets.srcPorts, srcPorts),
      dstPorts: intersect(packets.dstPorts, dstPorts),
    }),
  };
  return isNothing(hit) ? { rest: [packets] } : { hit, rest: minus(packets, [hit]) };
}

/** A part on its way through the rules, with what the uncertain ones that it has met may do to it. */
interface Open {
  readonly packets: Packets;
  readonly next: number;
  readonly maybe: readonly FirewallRule[];
}

/** One rule after the other, each part until a rule surely decides; a rule that may be about it leaves it open. */
function decide(whole: Packets, rules: readonly FirewallRule[], otherwise: FirewallDefault, meter: Meter): Decided[] {
  const decided: Decided[] = [];
  const open: Open[] = [{ packets: whole, next: 0, maybe: [] }];
  for (let part = open.pop(); part; part = open.pop()) {
    const { packets, maybe } = part;
    let at = part.next;
    for (; at < rules.length; at++) {
      const rule = rules[at]!;
      meter.spend(rule.selectors.length);
      const { hit, rest } = firstCut(packets, rule);
      if (!hit) continue;
      meter.spend(64 * (rest.length + 1));
      open.push(...rest.map((left) => ({ packets: left, next: at, maybe })));
      if (rule.note) open.push({ packets: hit, next: at + 1, maybe: [...maybe, rule] });
      else decided.push(closed(hit, maybe, rule, rule));
      break;
    }
    if (at === rules.length) decided.push(closed(packets, maybe, undefined, otherwise));
  }
  return decided;
}

/** By the first of the rule's selectors that takes something; what is left meets the rule again. */
function firstCut(packets: Packets, { selectors }: FirewallRule): { hit?: Packets; rest: Packets[] } {
  for (const selector of selectors) {
    const parts = cut(packets, selector);
    if (parts.hit) return parts;
  }
  return { rest: [packets] };
}

function closed(
  packets: Packets,
  maybe: readonly FirewallRule[],
  rule: FirewallRule | undefined,
  { actions, note }: FirewallDefault,
): Decided {
  const all = [...new Set([...maybe.flatMap((one) => one.actions), ...actions])];
  const differs = maybe.find((one) => one.actions.some((action) => !actions.includes(action)) || actions.length > 1);
  return { packets, actions: all, rule, note: differs?.note ?? note };
}

/** What becomes of a part in one engine; undefined where the stateful one has the word. */
function outcome(policy: FirewallPolicy, engine: Engine, part: Decided): FirewallOutcome | undefined {
  const { packets, actions, rule, note } = part;
  const [action] = actions;
  if (actions.length !== 1)
    return {
      result: "unknown",
      packets,
      engine,
      note: note ?? { address: policy.address, reason: "what it does is not known" },
    };
  if (action === "forward") return undefined;
  if (action === "pass") return { result: "pass", packets, engine, ...(rule && { byRule: rule.group }) };
  const cause: FirewallCause = rule ? { kind: "rule", engine, place: rule.place } : { kind: "default", engine };
  return { result: "stop", packets, by: rule?.group ?? policy.address, cause };
}

/** Through the stateless engine first, and what that forwards through the other one (Network Firewall guide, filtering). */
function through(policy: FirewallPolicy, packets: Packets, stateful: (forwarded: Packets) => FirewallOutcome[]) {
  return decide(packets, policy.stateless, policy.statelessDefault, meterOf(policy)).flatMap((part) => {
    const ended = outcome(policy, "stateless", part);
    return ended ? [ended] : stateful(part.packets);
  });
}

/** What a firewall does to packets that begin a connection. */
export function requestThrough(policy: FirewallPolicy, packets: Packets): FirewallOutcome[] {
  const outcomes = through(policy, packets, (forwarded) =>
    decide(forwarded, policy.stateful, policy.statefulDefault, meterOf(policy)).flatMap(
      (part) => outcome(policy, "stateful", part) ?? [],
    ),
  );
  return merged(packets, outcomes);
}

/** How the request to a reply came through the stateful engine. */
export type Asked = "by-rule" | "by-default" | "unread";

/**
 * What it does to a reply. A connection of which a rule has passed a packet is scanned no more (Network Firewall guide,
 * evaluation order); what passed since no rule was about it may still meet a rule that drops what comes back.
 */
export function replyThrough(policy: FirewallPolicy, packets: Packets, asked: Asked): FirewallOutcome[] {
  const pass = (part: Packets): FirewallOutcome => ({ result: "pass", packets: part, engine: "stateful" });
  const outcomes = through(policy, packets, (forwarded) => {
    if (asked !== "by-default") return [pass(forwarded)];
    const rules = policy.stateful.filter(({ isForRequests }) => isForRequests !== true);
    return decide(forwarded, rules, { actions: ["pass"] }, meterOf(policy)).map((part): FirewallOutcome => {
      if (part.actions.every((action) => action === "pass")) return pass(part.packets);
      const reason = "whether a rule that drops what comes back is asked about a reply is not documented";
      const note = part.note ?? { address: part.rule?.group ?? policy.address, reason };
      return { result: "unknown", packets: part.packets, engine: "stateful", note };
    });
  });
  return merged(packets, outcomes);
}

/** Parts that one engine passes alike need not go on one by one. */
function merged(packets: Packets, outcomes: readonly FirewallOutcome[]): FirewallOutcome[] {
  const [first] = outcomes;
  if (outcomes.length < 2 || first?.result !== "pass") return [...outcomes];
  const isAlike = outcomes.every(
    (one) =>
      one.result === "pass" &&
      one.engine === first.engine &&
      (one.byRule === undefined) === (first.byRule === undefined),
  );
  return isAlike ? [{ ...first, packets }] : [...outcomes];
}
