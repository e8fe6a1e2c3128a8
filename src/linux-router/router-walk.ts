import { type AddressSet, intersect, isEmptySet, type RangeSet, setsEqual, subtract, unionOf } from "../ip";
import { redone, type Rewrites, undone } from "./known-connections";
import { type Circumstances, type Datagrams, TCP } from "./datagrams";
import { HookWalk, type Passed } from "./hook-walk";
import { routed, sourceChecked } from "./kernel-routes";
import { type LinuxRouter } from "./router-model";
import { type Hook } from "./ruleset-model";
import { type Line, type Unread } from "./script-line";
import { ANSWERING, FIRST_ANSWER, FOLLOWING, MIDDLE, OPENING, type Segments } from "./tcp-segments";
import { type Part } from "./translations";

/** A connection as the machine keeps it: its packets as they came first, and what they become. */
export interface Connection {
  readonly first: Datagrams;
  readonly rewrites: Rewrites;
  /** Where its packets came in and left. */
  readonly device: number;
  readonly out: number;
}

/** What becomes of a part of the packets that came in. */
export type Outcome =
  | {
      readonly kind: "forwarded";
      /** As they leave. */
      readonly packets: Datagrams;
      readonly device: number;
      readonly connection: Connection;
      /** The kernel picks an address or a port of several, so they are some of the set only. */
      readonly isPicked: boolean;
    }
  /** By a rule, a policy, a route or a setting; `packets` as they were then. */
  | { readonly kind: "dropped"; readonly packets: Datagrams; readonly line: Line }
  /** They are for the machine itself. */
  | { readonly kind: "delivered"; readonly packets: Datagrams }
  | { readonly kind: "undecided"; readonly packets: Datagrams; readonly unread: Unread };

/** Where packets come in, and what is known of them. */
interface Arrival {
  readonly device: number;
  readonly state: Circumstances["state"];
  readonly direction: Circumstances["direction"];
  /** What is sent, of TCP. */
  readonly segments: Segments;
  /** Those of a known connection are rewritten as it is. */
  readonly known?: Rewrites;
}

/** One way through the machine: the hooks and the routing tables, in the kernel's order. */
class Passage {
  constructor(
    private readonly router: LinuxRouter,
    private readonly arrival: Arrival,
  ) {}

  run(sent: Datagrams): Outcome[] {
    const { all, needed } = this.arrival.segments;
    const packets = sent.protocol === TCP ? { ...sent, flags: sent.flags ?? all } : sent;
    const part = { packets, rewrites: {}, isPicked: false };
    const outcomes = this.hook("prerouting", undefined)
      .pass(part, "prerouting")
      .flatMap((one) => this.then(one, (next) => this.sorted(next, packets)));
    return whateverFlags(outcomes, sent.flags ?? needed);
  }

  private then(one: Passed, next: (part: Part) => Outcome[]): Outcome[] {
    switch (one.kind) {
      case "passed":
        return next(one.part);
      case "dropped":
        return [{ kind: "dropped", packets: one.part.packets, line: one.line }];
      case "undecided":
        return [{ kind: "undecided", packets: one.part.packets, unread: one.unread }];
    }
  }

  private hook(hook: Hook, out: number | undefined): HookWalk {
    const { device, state, direction, known } = this.arrival;
    const rewritten = known ? (["src", "dst"] as const).filter((end) => known[end] !== undefined) : [];
    const around = { device, state, direction, rewritten, ...(out !== undefined && { out }) };
    // Of a packet without a connection nothing is rewritten, as of one that is known already.
    const isFirst = state === "new" && !known;
    return new HookWalk(this.router, around, isFirst ? undefined : (part) => this.settled(part, hook));
  }

  /** The rewrites of the connection, each where the kernel makes it: answers get them the other way round. */
  private settled(part: Part, hook: Hook): Part {
    const { known, direction } = this.arrival;
    if (!known) return part;
    const end = hook === "prerouting" ? "dst" : "src";
    const { packets } = part;
    if (direction === "original") return { ...part, packets: redone(packets, end, known) };
    return { ...part, packets: undone(packets, end === "dst" ? "src" : "dst", known, end) };
  }

  /** Those for the machine itself, and those for others. */
  private sorted(part: Part, first: Datagrams): Outcome[] {
    const { interfaces } = this.router;
    const outcomes: Outcome[] = [];
    const { packets } = part;
    const take = (set: AddressSet, kind: "delivered" | "undecided"): void => {
      const dst = intersect(packets.dst, set);
      if (isEmptySet(dst)) return;
      const own = { ...packets, dst };
      outcomes.push(
        kind === "delivered" ? { kind, packets: own } : { kind, packets: own, unread: { why: "interface" } },
      );
    };
    const fixed = unionOf(interfaces.flatMap((one) => (one.isPicked ? [] : [one.addresses])));
    const picked = subtract(unionOf(interfaces.flatMap((one) => (one.isPicked ? [one.addresses] : []))), fixed);
    take(fixed, "delivered");
    take(picked, "undecided");
    const others = subtract(packets.dst, unionOf([fixed, picked]));
    if (isEmptySet(others)) return outcomes;
    return [...outcomes, ...this.forwarded({ ...part, packets: { ...packets, dst: others } }, first)];
  }

  private forwarded(part: Part, first: Datagrams): Outcome[] {
    const { router, arrival } = this;
    const { packets } = part;
    const { forwarding } = router;
    if (forwarding.value === 0) return [{ kind: "dropped", packets, line: forwarding.line }];
    const unread = sourceChecked(router, arrival.device, packets);
    if (unread) return [{ kind: "undecided", packets, unread }];
    return routed(router, arrival.device, packets).flatMap((found): Outcome[] =>
      found.kind === "out" ? this.sentOut({ ...part, packets: found.packets }, found.device, first) : [found],
    );
  }

  private sentOut(part: Part, out: number, first: Datagrams): Outcome[] {
    const passed = this.hook("forward", out).pass(part, "forward");
    return passed.flatMap((one) =>
      this.then(one, (next) =>
        this.hook("postrouting", out)
          .pass(next, "postrouting")
          .flatMap((last) =>
            this.then(last, ({ packets, rewrites, isPicked }) => [
              this.leaving({ packets, rewrites, isPicked }, out, first),
            ]),
          ),
      ),
    );
  }

  private leaving({ packets, rewrites, isPicked }: Part, out: number, first: Datagrams): Outcome {
    const { device } = this.arrival;
    const before = (["src", "dst"] as const).reduce((sent, end) => undone(sent, end, rewrites), packets);
    const connection = { first: { ...first, ...before }, rewrites, device, out };
    return { kind: "forwarded", packets, device: out, connection, isPicked };
  }
}

/**
 * Outcomes without regard to flags. Where segments are lost that nothing needs, that is no outcome: the others tell what
 * becomes of a connection. Where such ones pass, it is: nobody should be taken for safe from them.
 */
function whateverFlags(outcomes: readonly Outcome[], needed: RangeSet<number>): Outcome[] {
  const counted = outcomes.filter(
    ({ kind, packets: { flags } }) =>
      kind === "forwarded" || kind === "undecided" || !flags || !isEmptySet(intersect(flags, needed)),
  );
  return counted.map(withoutFlags).reduce<Outcome[]>((all, one) => {
    return all.some((other) => isAlike(one, other)) ? all : [...all, one];
  }, []);
}

function withoutFlags(outcome: Outcome): Outcome {
  const packets = bare(outcome.packets);
  if (outcome.kind !== "forwarded") return { ...outcome, packets };
  const { connection } = outcome;
  return { ...outcome, packets, connection: { ...connection, first: bare(connection.first) } };
}

function bare(packets: Datagrams): Datagrams {
  const { src, dst, protocol, srcPorts, dstPorts } = packets;
  return packets.flags ? { src, dst, protocol, srcPorts, dstPorts } : packets;
}

/** The same becomes of the same packets. */
function isAlike(one: Outcome, other: Outcome): boolean {
  const isSame = (a: Datagrams, b: Datagrams): boolean =>
    (["src", "dst", "srcPorts", "dstPorts"] as const).every((key) => setsEqual(a[key], b[key]));
  if (one.kind !== other.kind || !isSame(one.packets, other.packets)) return false;
  if (one.kind !== "forwarded" || other.kind !== "forwarded") return true;
  return one.device === other.device && isSame(one.connection.first, other.connection.first);
}

/**
 * Packets that open connections. All that follows of a connection must get through, too: where the later packets of
 * its sender don't, that is the outcome.
 */
export function walkFirst(router: LinuxRouter, device: number, packets: Datagrams): Outcome[] {
  const first = { device, state: "new", direction: "original", segments: OPENING } as const;
  return new Passage(router, first).run(packets).flatMap((one) => {
    if (one.kind !== "forwarded") return [one];
    const known = one.connection.rewrites;
    const following = { device, state: "established", direction: "original", segments: FOLLOWING, known } as const;
    const later = new Passage(router, following);
    const stopped = later.run(one.connection.first).filter(({ kind }) => kind !== "forwarded");
    return stopped.length === 0 ? [one] : stopped;
  });
}

/** Answers to packets of a connection, which may come in by any interface. They leave with the rewrites undone. */
export function walkReply(router: LinuxRouter, device: number, connection: Connection, packets: Datagrams): Outcome[] {
  const known = connection.rewrites;
  const answer = { device, state: "established", direction: "reply", segments: ANSWERING, known } as const;
  return new Passage(router, answer).run(packets);
}

/** Answers to what the machine has not seen: it takes them for packets of no connection, or of a new one. */
export function walkStray(router: LinuxRouter, device: number, packets: Datagrams): Outcome[] {
  const stray = { device, direction: "original", segments: FIRST_ANSWER } as const;
  const asNew = new Passage(router, { ...stray, state: "new" }).run(packets);
  const asInvalid = new Passage(router, { ...stray, state: "invalid" }).run(packets);
  const isLost = [...asNew, ...asInvalid].every(({ kind }) => kind === "dropped" || kind === "delivered");
  return isLost ? asNew : [{ kind: "undecided", packets, unread: { why: "no-connection" } }];
}

/**
 * Segments of TCP that claim to belong to a connection that the machine has not seen begin. They open none, but Linux takes
 * them for one's that it learns of late, and rewrites them.
 */
export function walkMiddle(router: LinuxRouter, device: number, packets: Datagrams): Outcome[] {
  return new Passage(router, { device, state: "new", direction: "original", segments: MIDDLE }).run(packets);
}
