import { type LooseCandidates } from "./loose";
import { type MissingRecords } from "./missing";
import { type Candidate, type Outer } from "./pairing";
import { type AskedFor, type Placed, type Request } from "./placing";
import { type Interface, type Seen } from "./seen";

/** Why a client is not named, or not alone. */
export type Reason =
  /** Several connections of the NAT gateway or of clients have the same packets and bytes at the same time. */
  | "alike"
  /** No client's connection at that time has the same packets and bytes. */
  | "numbers-differ"
  /** The connection began before the flow logs do, or went on after them. */
  | "cut-off"
  /** AWS skipped records at that time (SKIPDATA). */
  | "skipped"
  /** It seems to have; the format has no log-status that would say so. */
  | "perhaps-skipped"
  /** Records of other connections at that time are missing. */
  | "records-missing"
  /** The NAT gateway's port was used for several connections at that time. */
  | "several-connections"
  /** Two flow logs lead to different clients. */
  | "logs-disagree"
  /** The request may be of another connection, whose records are missing: this one began later, ended earlier or is too small. */
  | "not-its-connection"
  /** The address is no NAT gateway's in these flow logs. */
  | "no-nat-gateway"
  /** The flow logs begin later. */
  | "before-logs"
  /** The flow logs end earlier: records come up to an aggregation interval and a delivery later. */
  | "after-logs"
  /** The flow logs have no record of the connection, though they have earlier and later ones. */
  | "no-record"
  /** The format lacks a field without which nobody is found. */
  | "format-lacks-fields";

/** Who made a request, or opened a connection. */
export interface Answer extends AskedFor {
  /** Unix seconds at which the load balancer got the request, or at which the connection began. */
  readonly time: number;
  /** The NAT gateway's address and port. */
  readonly address: string;
  readonly port: number;
  /** The NAT gateway's interface: it tells in which VPC the client is, where addresses alone don't. */
  readonly interfaceId?: string;
  readonly server?: string;
  readonly serverPort?: number;
  /** `found`: this client and no other; `ambiguous`: one of the candidates, if records aren't missing; `unknown`: nothing is known. */
  readonly verdict: "found" | "ambiguous" | "unknown";
  readonly client?: string;
  readonly candidates: readonly Candidate[];
  readonly reasons: readonly Reason[];
}

/** What answers are made of. */
export interface Known {
  readonly seen: Seen;
  readonly missing: MissingRecords;
  readonly loose: LooseCandidates;
  readonly skew: number;
}

interface Outcome {
  readonly client?: string;
  readonly candidates: readonly Candidate[];
  readonly reasons: readonly Reason[];
}

/** Why the one client that is there can't be named: nothing, when it can. */
function doubtsOf(outer: Outer, { seen, missing, skew }: Known): Reason[] {
  const reasons: Reason[] = [];
  const there = seen.interfaces[outer.number]!;
  const [from, to] = [outer.start - skew, outer.end + skew];
  if (outer.inners === 0) reasons.push("numbers-differ");
  else if (outer.clients > 1 || outer.outers !== outer.inners) reasons.push("alike");
  if (!outer.isWhole) reasons.push("cut-off");
  if (there.skipped.touch(from, to)) reasons.push("skipped");
  if (there.notSilent.touch(from, to)) reasons.push("perhaps-skipped");
  if (missing.nearTo(outer)) reasons.push("records-missing");
  return reasons;
}

function outcomeOf(outer: Outer, known: Known): Outcome {
  const reasons = doubtsOf(outer, known);
  const candidates = outer.inners > 0 ? outer.candidates : known.loose.of(outer);
  const [first] = candidates;
  return { candidates, reasons, ...(reasons.length === 0 && first && { client: first.address }) };
}

/** What is known of a request's connection, and whether it is the request's at all. */
function outcomeFor({ doubtful }: Placed, outer: Outer, known: Known): Outcome {
  const { client, candidates, reasons } = outcomeOf(outer, known);
  if (doubtful.has(outer)) return { candidates, reasons: ["not-its-connection", ...reasons] };
  return { candidates, reasons, ...(client !== undefined && { client }) };
}

/** What one flow log of an interface says: all its connections that may be the one must lead to one client. */
function outcomeOfLog(placed: Placed, outers: readonly Outer[], known: Known): Outcome {
  const outcomes = outers.map((outer) => outcomeFor(placed, outer, known));
  const [first] = outcomes;
  if (outcomes.length === 1 && first) return first;
  const clients = new Set(outcomes.map(({ client }) => client));
  if (clients.size === 1 && first?.client !== undefined) return { ...first, candidates: listOf(outcomes) };
  return several(outcomes);
}

function several(outcomes: readonly Outcome[]): Outcome {
  const others = outcomes.flatMap(({ reasons }) => reasons.filter((one) => one !== "not-its-connection"));
  return { candidates: listOf(outcomes), reasons: [...new Set<Reason>(["several-connections", ...others])] };
}

function listOf(outcomes: readonly Outcome[]): Candidate[] {
  const all = new Map(
    outcomes.flatMap(({ candidates }) =>
      candidates.map((one) => [`${one.address} ${one.port} ${one.start} ${one.agrees}`, one] as const),
    ),
  );
  return [...all.values()];
}

/** Several flow logs may have the same interface: one that is sure is enough, as long as no other is sure of somebody else. */
function together(outcomes: readonly Outcome[]): Outcome {
  const sure = outcomes.filter(({ client }) => client !== undefined);
  const clients = new Set(sure.map(({ client }) => client));
  if (clients.size === 1) return sure[0]!;
  const reasons = new Set<Reason>(clients.size > 1 ? ["logs-disagree"] : outcomes.flatMap(({ reasons: all }) => all));
  return { candidates: listOf(outcomes), reasons: [...reasons] };
}

/** Parts of a list that have the same key, in the order of the list. */
function grouped<T>(all: readonly T[], keyOf: (one: T) => unknown): T[][] {
  const groups = new Map<unknown, T[]>();
  for (const one of all) {
    const key = keyOf(one);
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  return [...groups.values()];
}

/**
 * What all flow logs say. NAT gateways of two VPCs may have the same address, and then nothing tells whose the request is:
 * clients there may have one address, too, and be two.
 */
function outcomeOfAll(placed: Placed, known: Known): Outcome {
  const idOf = ({ number }: Outer): string => known.seen.interfaces[number]?.id ?? "";
  const outcomes = grouped(placed.outers, idOf).map((outers) =>
    together(grouped(outers, ({ number }) => number).map((one) => outcomeOfLog(placed, one, known))),
  );
  const [first] = outcomes;
  if (outcomes.length > 1 || !first) return several(outcomes);
  return first;
}

function whyNoRecord(there: readonly Interface[], { from, to }: Request, skew: number): Reason[] {
  const reasons = there.map(({ source, skipped, silent }): Reason => {
    if (from < source.from) return "before-logs";
    if (to > source.to) return "after-logs";
    if (skipped.touch(from - skew, to + skew)) return "skipped";
    return silent.touch(from - skew, to + skew) ? "perhaps-skipped" : "no-record";
  });
  return [...new Set(reasons)];
}

function whyNone(request: Request, { seen, skew }: Known): Reason[] {
  const owning = seen.interfaces.filter(({ own, passesOn }) => passesOn && own.has(request.address));
  if (owning.length > 0) return whyNoRecord(owning, request, skew);
  return seen.lacking.size > 0 ? ["format-lacks-fields"] : ["no-nat-gateway"];
}

/** Who made a request. */
export function answerTo(placed: Placed, known: Known): Answer {
  const { request, outers } = placed;
  const { from: time, address, port, asked } = request;
  const { client, candidates, reasons }: Outcome =
    outers.length === 0 ? { candidates: [], reasons: whyNone(request, known) } : outcomeOfAll(placed, known);
  const [first] = outers;
  const server = first?.server ?? request.server;
  const serverPort = first?.serverPort ?? request.serverPort;
  return {
    ...asked,
    time,
    address,
    port,
    ...(first && { interfaceId: known.seen.interfaces[first.number]?.id ?? "" }),
    ...(server !== undefined && { server }),
    ...(serverPort !== undefined && { serverPort }),
    verdict: client !== undefined ? "found" : candidates.length > 0 ? "ambiguous" : "unknown",
    ...(client !== undefined && { client }),
    candidates,
    reasons,
  };
}
